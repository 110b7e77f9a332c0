// Observation with a tracer and a meter that write down what they are told, against OpenTelemetry's real types and context keys.
import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { describe, it } from "node:test";
import * as otel from "@opentelemetry/api";
import type { ProducerRecord } from "@ottla/client";
import type { ListenerContext } from "../container/delivery.ts";
import type { AnyListener } from "../container/listener.ts";
import type { AnyRecord } from "../errors/common-error-handler.ts";
import { ListenerExecutionFailedException } from "../errors/exceptions.ts";
import { observed } from "./observation.ts";
import { openTelemetryObservation } from "./open-telemetry-observation.ts";

interface Written {
  readonly name: string;
  readonly kind: number | undefined;
  readonly attributes: Record<string, unknown>;
  readonly parent: string | undefined;
  readonly links: readonly string[];
  status: string | undefined;
  hasEnded: boolean;
}

class FakeSpan {
  readonly id: string;
  readonly written: Written;

  constructor(id: string, written: Written) {
    this.id = id;
    this.written = written;
  }

  setAttributes(attributes: Record<string, string | number | boolean>): void {
    Object.assign(this.written.attributes, attributes);
  }

  setStatus(status: { code: number; message?: string }): void {
    assert.equal(status.code, otel.SpanStatusCode.ERROR);
    this.written.status = status.message;
  }

  recordException(): void {}

  end(): void {
    this.written.hasEnded = true;
  }
}

type Context = readonly FakeSpan[];

/** The interface of `@opentelemetry/api` over lists that can be looked at. */
function world() {
  const spans: Written[] = [];
  const measured: { readonly name: string; readonly unit: string; readonly attributes: Record<string, unknown> }[] = [];
  const storage = new AsyncLocalStorage<Context>();
  const active = (): Context => storage.getStore() ?? [];
  const api = {
    trace: {
      getTracer: () => ({
        startSpan: (
          name: string,
          options: {
            kind?: number;
            attributes?: Record<string, string | number | boolean>;
            links?: { context: string }[];
          } = {},
          context: Context = active(),
        ): FakeSpan => {
          const { kind, attributes = {}, links = [] } = options;
          const parent = context.at(-1)?.id;
          const linked = links.map((link) => link.context);
          const written = {
            name,
            kind,
            attributes: { ...attributes },
            parent,
            links: linked,
            status: undefined,
            hasEnded: false,
          };
          spans.push(written);
          return new FakeSpan(`span-${spans.length}`, written);
        },
      }),
      setSpan: (context: Context, span: FakeSpan): Context => [...context, span],
      getSpanContext: (context: Context): string | undefined => context.at(-1)?.id,
    },
    context: { active, with: <R>(context: Context, call: () => R): R => storage.run(context, call) },
    ROOT_CONTEXT: [] as Context,
    propagation: {
      inject: (context: Context, carrier: Record<string, string>): void => {
        carrier["traceparent"] = context.at(-1)?.id ?? "";
      },
      extract: (context: Context, carrier: Record<string, string>): Context => {
        const id = carrier["traceparent"];
        const sender = {
          name: "",
          kind: 0,
          attributes: {},
          parent: undefined,
          links: [],
          status: undefined,
          hasEnded: true,
        };
        return id === undefined ? context : [...context, new FakeSpan(id, sender)];
      },
    },
    metrics: {
      getMeter: () => ({
        createCounter: () => ({ add: () => {} }),
        createHistogram: (name: string, { unit }: { unit: string }) => ({
          record: (value: number, attributes: Record<string, unknown> = {}) => {
            assert.ok(value >= 0);
            measured.push({ name, unit, attributes });
          },
        }),
      }),
    },
  };
  return { observation: openTelemetryObservation(api), spans, measured, active };
}

function recordOf(offset: number, traceparent?: string): AnyRecord {
  const headers = traceparent === undefined ? [] : [{ key: "traceparent", value: Buffer.from(traceparent) }];
  // Only what is looked at.
  return { topic: "orders", partition: 1, offset, headers } as unknown as AnyRecord;
}

const CONTEXT = { listenerId: "billing-0", groupId: "billing" } as unknown as ListenerContext;

function recordListener(listener: AnyListener): Extract<AnyListener, { isBatch: false }> {
  assert.ok(!listener.isBatch);
  return listener;
}

describe("observation of listeners", () => {
  it("a record's span continues its sender's trace, has Spring's names and tags, and is active in the handler", async () => {
    const { observation, spans, measured, active } = world();
    let inside: string | undefined;
    const onMessage = async (): Promise<string> => {
      await Promise.resolve();
      inside = active().at(-1)?.id;
      return "result";
    };
    const listener = recordListener(observed({ isBatch: false, onMessage }, observation));
    assert.equal(await listener.onMessage(recordOf(7, "sender-1"), CONTEXT), "result");
    const low = {
      "spring.kafka.listener.id": "billing-0",
      "messaging.system": "kafka",
      "messaging.operation": "receive",
      "messaging.source.name": "orders",
      "messaging.source.kind": "topic",
      "messaging.kafka.consumer.group": "billing",
    };
    assert.deepEqual(spans, [
      {
        name: "orders receive",
        kind: otel.SpanKind.CONSUMER,
        attributes: {
          ...low,
          "messaging.kafka.source.partition": "1",
          "messaging.kafka.message.offset": "7",
          error: "none",
        },
        parent: "sender-1",
        links: [],
        status: undefined,
        hasEnded: true,
      },
    ]);
    assert.equal(inside, "span-1");
    const attributes = { ...low, name: "billing-0", result: "success", exception: "none" };
    assert.deepEqual(measured, [{ name: "spring.kafka.listener", unit: "s", attributes }]);
  });

  it("a failure is the listener's, by its own name, and goes on", async () => {
    const { observation, spans, measured } = world();
    class OutOfStock extends Error {}
    const listener = recordListener(
      observed(
        {
          isBatch: false,
          onMessage: (record) => {
            const error = new OutOfStock("none left");
            if (record.offset === 0) throw error;
            return Promise.reject(
              new ListenerExecutionFailedException("Listener failed", { cause: error, groupId: "g" }),
            );
          },
        },
        observation,
      ),
    );
    assert.throws(() => listener.onMessage(recordOf(0), CONTEXT), OutOfStock);
    await assert.rejects(async () => await listener.onMessage(recordOf(1), CONTEXT), ListenerExecutionFailedException);
    assert.deepEqual(
      spans.map(({ status, hasEnded }) => [status, hasEnded]),
      [
        ["none left", true],
        ["Listener failed", true],
      ],
    );
    for (const { attributes } of measured) {
      assert.deepEqual([attributes["result"], attributes["exception"]], ["failure", "OutOfStock"]);
    }
    assert.equal(measured.length, 2);
  });

  it("a batch has one span, linked to its records' senders", () => {
    const { observation, spans, measured } = world();
    const listener = observed({ isBatch: true, onMessages: () => undefined }, observation);
    assert.ok(listener.isBatch);
    const context = { listenerId: "b", groupId: undefined } as never;
    listener.onMessages([recordOf(0, "s0"), recordOf(1), recordOf(2, "s2")], context);
    listener.onMessages([], context);
    assert.equal(spans.length, 1);
    assert.deepEqual(spans[0]?.links, ["s0", "s2"]);
    assert.equal(spans[0]?.parent, undefined);
    assert.equal(spans[0]?.attributes["messaging.batch.message_count"], 3);
    assert.equal(measured.length, 1);
  });
});

describe("observation of templates", () => {
  it("a send's span ends with its acknowledgement, and its context goes with the record", async () => {
    const { observation, spans, measured } = world();
    const sent: ProducerRecord<string, string>[] = [];
    const send = (record: ProducerRecord<string, string>): Promise<string> => {
      sent.push(record);
      return record.value === "bad" ? Promise.reject(new TypeError("no")) : Promise.resolve("done");
    };
    const headers = [{ key: "h", value: "1" }];
    assert.equal(await observation.template("mine", { topic: "t", value: "v", headers }, send), "done");
    await assert.rejects(
      observation.template("mine", { topic: "t", value: "bad", headers: { h: "1" } }, send),
      TypeError,
    );
    assert.deepEqual(sent[0]?.headers, [...headers, { key: "traceparent", value: "span-1" }]);
    assert.deepEqual(sent[1]?.headers, [...headers, { key: "traceparent", value: "span-2" }]);
    const low = {
      "spring.kafka.template.name": "mine",
      "messaging.system": "kafka",
      "messaging.operation": "publish",
      "messaging.destination.kind": "topic",
      "messaging.destination.name": "t",
    };
    assert.deepEqual(
      spans.map(({ name, kind, attributes }) => [name, kind, attributes]),
      [
        ["t send", otel.SpanKind.PRODUCER, { ...low, error: "none" }],
        ["t send", otel.SpanKind.PRODUCER, { ...low, error: "TypeError" }],
      ],
    );
    const tags = { ...low, name: "mine" };
    assert.deepEqual(
      measured.map(({ name, attributes }) => [name, attributes]),
      [
        ["spring.kafka.template", { ...tags, result: "success", exception: "none" }],
        ["spring.kafka.template", { ...tags, result: "failure", exception: "TypeError" }],
      ],
    );
  });

  it("takes OpenTelemetry's own module", () => {
    assert.equal(typeof openTelemetryObservation(otel).listener, "function");
  });
});
