/**
 * Observation by OpenTelemetry: histograms `spring.kafka.listener` and `spring.kafka.template` in seconds (which is what Micrometer's timers of that name are
 * to Prometheus), and spans with Spring's names and tags. A record carries the context of who sent it in its headers, so a listener's span continues the
 * trace of the template's; a batch has one span that is linked to all of its records'.
 *
 * The API (`@opentelemetry/api`) is handed in, so that this package does not depend on it.
 */
import type { OpenTelemetryApi, ProducerRecord } from "@ottla/client";
import { isPromise } from "../container/work-host.ts";
import { ListenerExecutionFailedException } from "../errors/exceptions.ts";
import type { AnyRecord } from "../errors/common-error-handler.ts";
import type { KafkaObservation, ObservedDelivery } from "./observation.ts";

type Attributes = Record<string, string | number | boolean>;

/** The parts of a span that are used. */
export interface ObservedSpan {
  setAttributes(attributes: Attributes): unknown;
  setStatus(status: { code: number; message?: string }): unknown;
  recordException(error: Error): void;
  end(): void;
}

const NAME = "@ottla/listener";
const LISTENER = "spring.kafka.listener";
const TEMPLATE = "spring.kafka.template";
/** SpanKind and SpanStatusCode of the API, which are enums there. */
const KIND = { PRODUCER: 3, CONSUMER: 4 } as const;
const STATUS_ERROR = 2;
/** More links than this say nothing more, and cost memory. */
const LINKS_MAX = 128;

/** @param api `@opentelemetry/api`, the module itself */
export function openTelemetryObservation<Context, SpanContext, S extends ObservedSpan>(
  api: OpenTelemetryApi<Context, SpanContext, S>,
): KafkaObservation {
  return new OpenTelemetryObservation(api);
}

type Api<Context, SpanContext, S extends ObservedSpan> = OpenTelemetryApi<Context, SpanContext, S>;
type Histogram = ReturnType<ReturnType<Api<unknown, unknown, ObservedSpan>["metrics"]["getMeter"]>["createHistogram"]>;

class OpenTelemetryObservation<Context, SpanContext, S extends ObservedSpan> implements KafkaObservation {
  readonly #api: Api<Context, SpanContext, S>;
  readonly #tracer: ReturnType<Api<Context, SpanContext, S>["trace"]["getTracer"]>;
  readonly #listener: Histogram;
  readonly #template: Histogram;

  constructor(api: Api<Context, SpanContext, S>) {
    this.#api = api;
    this.#tracer = api.trace.getTracer(NAME);
    const meter = api.metrics.getMeter(NAME);
    this.#listener = meter.createHistogram(LISTENER, { unit: "s", description: "Time spent in listeners" });
    this.#template = meter.createHistogram(TEMPLATE, { unit: "s", description: "Time from send to acknowledgement" });
  }

  listener(delivery: ObservedDelivery, call: () => unknown): unknown {
    const { records, listenerId, isBatch } = delivery;
    const low = listenerTags(delivery);
    const own = this.#contextOf(delivery);
    const source = String(low["messaging.source.name"]);
    const attributes = { ...low, ...(isBatch ? batchTags(records) : recordTags(records[0])) };
    const options = { kind: KIND.CONSUMER, attributes, links: isBatch ? this.#links(records) : [] };
    const span = this.#tracer.startSpan(`${source} receive`, options, own);
    const end = this.#ending(this.#listener, span, { ...low, name: listenerId });
    let result: unknown;
    try {
      result = this.#api.context.with(this.#api.trace.setSpan(own, span), call);
    } catch (error) {
      end(error);
      throw error;
    }
    if (!isPromise(result)) {
      end();
      return result;
    }
    return result.then(
      (value) => {
        end();
        return value;
      },
      (error: unknown) => {
        end(error);
        throw error;
      },
    );
  }

  async template<K, V, R>(
    templateName: string,
    record: ProducerRecord<K, V>,
    send: (record: ProducerRecord<K, V>) => Promise<R>,
  ): Promise<R> {
    const { topic } = record;
    const attributes: Attributes = {
      "spring.kafka.template.name": templateName,
      "messaging.system": "kafka",
      "messaging.operation": "publish",
      "messaging.destination.kind": "topic",
      "messaging.destination.name": topic,
    };
    const parent = this.#api.context.active();
    const span = this.#tracer.startSpan(`${topic} send`, { kind: KIND.PRODUCER, attributes }, parent);
    const end = this.#ending(this.#template, span, { ...attributes, name: templateName });
    const carrier: Record<string, string> = {};
    this.#api.propagation.inject(this.#api.trace.setSpan(parent, span), carrier);
    try {
      const result = await send({ ...record, headers: withHeaders(record.headers, carrier) });
      end();
      return result;
    } catch (error) {
      end(error);
      throw error;
    }
  }

  /** Ends the span and notes the time since now, with how it went. */
  #ending(histogram: Histogram, span: S, tags: Attributes): (error?: unknown) => void {
    const begunMs = performance.now();
    return (error) => {
      const name = error === undefined ? "none" : exceptionName(error);
      if (error !== undefined) {
        const thrown = error instanceof Error ? error : new Error(String(error));
        span.recordException(thrown);
        span.setStatus({ code: STATUS_ERROR, message: thrown.message });
      }
      span.setAttributes({ error: name });
      span.end();
      const result = error === undefined ? "success" : "failure";
      histogram.record((performance.now() - begunMs) / 1_000, { ...tags, result, exception: name });
    };
  }

  /** A record's listener continues the trace of its sender; a batch has many senders and begins one of its own. */
  #contextOf({ records: [record], isBatch }: ObservedDelivery): Context {
    return record === undefined || isBatch ? this.#api.ROOT_CONTEXT : this.#extracted(record);
  }

  #links(records: readonly AnyRecord[]): { context: SpanContext }[] {
    return records.slice(0, LINKS_MAX).flatMap((record) => {
      const context = this.#api.trace.getSpanContext(this.#extracted(record));
      return context === undefined ? [] : [{ context }];
    });
  }

  #extracted(record: AnyRecord): Context {
    const carrier: Record<string, string> = {};
    for (const { key, value } of record.headers) {
      if (value !== null) carrier[key] = Buffer.from(value).toString("utf8");
    }
    return this.#api.propagation.extract(this.#api.ROOT_CONTEXT, carrier);
  }
}

function listenerTags({ listenerId, groupId, records }: ObservedDelivery): Attributes {
  const topics = new Set(records.map((record) => record.topic));
  return {
    "spring.kafka.listener.id": listenerId,
    "messaging.system": "kafka",
    "messaging.operation": "receive",
    "messaging.source.name": [...topics].join(","),
    "messaging.source.kind": "topic",
    ...(groupId === undefined ? {} : { "messaging.kafka.consumer.group": groupId }),
  };
}

/** Of high cardinality: on the span and not on the timer. */
function recordTags(record: AnyRecord | undefined): Attributes {
  if (record === undefined) return {};
  return {
    "messaging.kafka.source.partition": String(record.partition),
    "messaging.kafka.message.offset": String(record.offset),
  };
}

function batchTags(records: readonly AnyRecord[]): Attributes {
  return { "messaging.batch.message_count": records.length };
}

/** What was thrown, without what a container or an adapter has put around it. */
function exceptionName(error: unknown): string {
  const cause = error instanceof ListenerExecutionFailedException ? error.cause : error;
  return cause instanceof Error ? cause.constructor.name : typeof cause;
}

/** A list, whichever of the two forms was given. */
function withHeaders(given: Headers | undefined, carrier: Readonly<Record<string, string>>): readonly Header[] {
  const own = given === undefined ? [] : isHeaderList(given) ? given : entriesOf(given);
  return [...own, ...entriesOf(carrier)];
}

type Headers = NonNullable<ProducerRecord["headers"]>;
type Header = Extract<Headers, readonly unknown[]>[number];

function isHeaderList(headers: Headers): headers is Extract<Headers, readonly unknown[]> {
  return Array.isArray(headers);
}

function entriesOf(headers: Exclude<Headers, readonly unknown[]>): Header[] {
  return Object.entries(headers).map(([key, value]) => ({ key, value }));
}
