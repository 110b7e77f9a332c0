// The instrumentation with the real API of OpenTelemetry and providers that write down what they are told.
import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { after, describe, it } from "node:test";
import * as api from "@opentelemetry/api";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { Consumer } from "./consumer/consumer.ts";
import { openTelemetry } from "./open-telemetry.ts";
import { Producer } from "./producer/producer.ts";
import { ScriptedCluster } from "./testing/scripted-broker.ts";
import { ScriptedLog } from "./testing/scripted-log.ts";

interface Written {
  readonly name: string;
  readonly kind: api.SpanKind | undefined;
  readonly attributes: api.Attributes;
  readonly parent: string | undefined;
  readonly links: readonly string[];
  readonly id: string;
  status?: string | undefined;
  hasEnded: boolean;
}

const spans: Written[] = [];
const measured: string[] = [];

function span(name: string, options: api.SpanOptions = {}, context: api.Context = api.context.active()): api.Span {
  const id = String(spans.length + 1).padStart(16, "0");
  const written: Written = {
    ...{ name, id, kind: options.kind, attributes: { ...options.attributes }, hasEnded: false },
    parent: api.trace.getSpanContext(context)?.spanId,
    links: (options.links ?? []).map((link) => link.context.spanId),
  };
  spans.push(written);
  const made: Pick<api.Span, "setAttributes" | "setStatus" | "recordException" | "end" | "spanContext"> = {
    setAttributes(attributes) {
      Object.assign(written.attributes, attributes);
      return made as api.Span;
    },
    setStatus(status) {
      written.status = status.message;
      return made as api.Span;
    },
    recordException: () => undefined,
    end: () => {
      written.hasEnded = true;
    },
    spanContext: () => ({ traceId: "0".repeat(31) + "1", spanId: id, traceFlags: 1 }),
  };
  return made as api.Span;
}

const storage = new AsyncLocalStorage<api.Context>();
api.context.setGlobalContextManager({
  active: () => storage.getStore() ?? api.ROOT_CONTEXT,
  with: (context, call, thisArg, ...args) => storage.run(context, () => call.call(thisArg as never, ...args)),
  bind: (_context, target) => target,
  enable: () => api.context as never,
  disable: () => api.context as never,
});
api.trace.setGlobalTracerProvider({
  getTracer: () => ({ startSpan: span, startActiveSpan: () => undefined as never }),
});
api.propagation.setGlobalPropagator({
  inject: (context, carrier, setter) =>
    setter.set(carrier, "traceparent", api.trace.getSpanContext(context)?.spanId ?? ""),
  extract(context, carrier, getter) {
    const spanId = getter.get(carrier, "traceparent");
    if (typeof spanId !== "string") return context;
    return api.trace.setSpanContext(context, { traceId: "0".repeat(31) + "1", spanId, traceFlags: 1 });
  },
  fields: () => ["traceparent"],
});
const instrument = (name: string) => ({
  add: (value: number) => void measured.push(`${name} +${value}`),
  record: () => void measured.push(name),
});
api.metrics.setGlobalMeterProvider({
  getMeter: () => ({ createCounter: instrument, createHistogram: instrument }) as unknown as api.Meter,
});

describe("OpenTelemetry", () => {
  after(() => {
    api.trace.disable();
    api.context.disable();
    api.propagation.disable();
    api.metrics.disable();
  });

  it("follows records from send over poll to their processing", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.addTopic("t", [0]);
    const log = new ScriptedLog(cluster);
    cluster.on({ request: ProduceRequest, response: ProduceResponse }, ({ body }) => ({
      responses: body.topicData.map((topic) => ({
        name: topic.name,
        topicId: topic.topicId,
        partitionResponses: topic.partitionData.map(({ index }) => ({ index, errorCode: 0, baseOffset: 7 })),
      })),
    }));
    const instrumentation = openTelemetry(api, { clientId: "me" });
    const { bootstrapServers } = cluster;
    const interceptorClasses = instrumentation.producer;
    const producer = new Producer(
      { bootstrapServers, lingerMs: 0, maxRequestSize: 500, interceptorClasses },
      cluster.ports,
    );
    const sent = producer.send({ topic: "t", value: "x", headers: { own: "1" } });
    await cluster.advance(50);
    await sent;
    await assert.rejects(producer.send({ topic: "t", value: "x".repeat(1_000) }));
    await producer.close({ timeoutMs: 0 });
    const [good, bad] = spans;
    assert.deepEqual([good?.name, good?.kind, good?.hasEnded], ["send t", api.SpanKind.PRODUCER, true]);
    assert.equal(good?.attributes["messaging.kafka.offset"], 7);
    assert.equal(good?.attributes["messaging.client.id"], "me");
    assert.equal(bad?.attributes["error.type"], "RECORD_TOO_LARGE");
    assert.match(bad?.status ?? "", /1\d\d\d bytes/);

    log.append("t", 0, "a");
    const consumer = new Consumer(
      { bootstrapServers, autoOffsetReset: "earliest", interceptorClasses: instrumentation.consumer },
      cluster.ports,
    );
    consumer.assign([{ topic: "t", partition: 0 }]);
    const polled = consumer.poll({ timeoutMs: 100 });
    await cluster.advance(101);
    const [record] = await polled;
    assert.ok(record !== undefined);
    const poll = spans.at(-1);
    assert.deepEqual([poll?.name, poll?.kind, poll?.hasEnded], ["poll t", api.SpanKind.CLIENT, true]);

    const header = { key: "traceparent", value: Buffer.from(good?.id ?? "") };
    const traced = { topic: record.topic, partition: record.partition, offset: record.offset, headers: [header] };
    const inside = await instrumentation.process(traced, () => Promise.resolve(api.trace.getActiveSpan()));
    const process = spans.at(-1);
    assert.equal(process?.parent, good?.id, "continues the sender's trace");
    assert.equal(inside?.spanContext().spanId, process?.id, "and is the active span inside");
    await assert.rejects(
      instrumentation.process(traced, () => Promise.reject(new Error("no"))),
      /no/,
    );
    assert.equal(spans.at(-1)?.status, "no");
    await consumer.close({ timeoutMs: 0 });
    assert.deepEqual(measured, [
      "messaging.client.sent.messages +1",
      "messaging.client.operation.duration",
      "messaging.client.sent.messages +1",
      "messaging.client.operation.duration",
      "messaging.client.consumed.messages +1",
      "messaging.process.duration",
      "messaging.process.duration",
    ]);
  });
});
