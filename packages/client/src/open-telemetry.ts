/**
 * Traces and metrics for OpenTelemetry, by its semantic conventions for messaging with Kafka, as interceptors: a span for each record sent, with its context
 * in the record's headers; a span for each partition's part of a poll, linked to what was sent; and a wrapper for whatever processes a record.
 *
 * The API (`@opentelemetry/api`) is handed in, so that this package does not depend on it.
 */
import type { ConsumerInterceptor } from "./consumer/consumer-interceptors.ts";
import type { ConsumerRecord, ConsumerRecords } from "./consumer/consumer-record.ts";
import type { KafkaError } from "./errors.ts";
import type { ProducerInterceptor } from "./producer/producer-interceptors.ts";
import type { Header, Headers, ProducerRecord, RecordMetadata } from "./producer/producer-record.ts";

type Attributes = Record<string, string | number | boolean>;

interface Span {
  setAttributes(attributes: Attributes): unknown;
  setStatus(status: { code: number; message?: string }): unknown;
  recordException(error: Error): void;
  end(): void;
}

interface SpanOptions<SpanContext> {
  kind?: number;
  attributes?: Attributes;
  links?: { context: SpanContext }[];
}

/** The parts of `@opentelemetry/api` that are used: pass the module itself. */
export interface OpenTelemetryApi<Context, SpanContext, S extends Span> {
  readonly trace: {
    getTracer(name: string): { startSpan(name: string, options?: SpanOptions<SpanContext>, context?: Context): S };
    setSpan(context: Context, span: S): Context;
    getSpanContext(context: Context): SpanContext | undefined;
  };
  readonly context: {
    active(): Context;
    with<R>(context: Context, call: () => R): R;
  };
  readonly ROOT_CONTEXT: Context;
  readonly propagation: {
    inject(context: Context, carrier: Record<string, string>): void;
    extract(context: Context, carrier: Record<string, string>): Context;
  };
  readonly metrics: {
    getMeter(name: string): {
      createCounter(
        name: string,
        options: { unit: string; description: string },
      ): {
        add(value: number, attributes?: Attributes): void;
      };
      createHistogram(
        name: string,
        options: { unit: string; description: string },
      ): {
        record(value: number, attributes?: Attributes): void;
      };
    };
  };
}

/** What is looked at of a consumed record. */
type TracedRecord = Pick<ConsumerRecord, "topic" | "partition" | "offset" | "headers">;

/** What {@link openTelemetry} gives. */
export interface OpenTelemetryInstrumentation {
  /** For `interceptor.classes` of a producer. */
  readonly producer: ProducerInterceptor;
  /** For `interceptor.classes` of a consumer. */
  readonly consumer: ConsumerInterceptor;
  /** Runs `process` in a span of its own that continues the trace of the record's sender. */
  process<R>(record: TracedRecord, process: () => Promise<R>): Promise<R>;
}

const NAME = "@ottla/client";
/** SpanKind and SpanStatusCode of the API, which are enums there. */
const KIND = { CLIENT: 2, PRODUCER: 3, CONSUMER: 4 } as const;
const STATUS_ERROR = 2;
/** More links than this say nothing more, and cost memory. */
const LINKS_MAX = 128;

/** @param clientId the attribute `messaging.client.id` */
export function openTelemetry<Context, SpanContext, S extends Span>(
  api: OpenTelemetryApi<Context, SpanContext, S>,
  { clientId = "" }: { readonly clientId?: string } = {},
): OpenTelemetryInstrumentation {
  return new Instrumentation(api, clientId);
}

type Api<Context, SpanContext, S extends Span> = OpenTelemetryApi<Context, SpanContext, S>;
type Meter = ReturnType<Api<unknown, unknown, Span>["metrics"]["getMeter"]>;

class Instrumentation<Context, SpanContext, S extends Span> implements OpenTelemetryInstrumentation {
  readonly producer: ProducerInterceptor = {
    onSend: (record) => this.#onSend(record),
    onAcknowledgement: (metadata, error, headers) => this.#onAcknowledgement(metadata, error, headers),
  };
  readonly consumer: ConsumerInterceptor = { onConsume: (records) => this.#onConsume(records) };
  readonly #api: Api<Context, SpanContext, S>;
  readonly #clientId: string;
  readonly #tracer: ReturnType<Api<Context, SpanContext, S>["trace"]["getTracer"]>;
  readonly #sent: ReturnType<Meter["createCounter"]>;
  readonly #consumed: ReturnType<Meter["createCounter"]>;
  readonly #duration: ReturnType<Meter["createHistogram"]>;
  readonly #processed: ReturnType<Meter["createHistogram"]>;
  /** Spans of records that are under way, by the headers they were sent with. */
  readonly #underWay: WeakMap<object, { readonly span: S; readonly begunMs: number }> = new WeakMap();

  constructor(api: Api<Context, SpanContext, S>, clientId: string) {
    this.#api = api;
    this.#clientId = clientId;
    this.#tracer = api.trace.getTracer(NAME);
    const meter = api.metrics.getMeter(NAME);
    this.#sent = meter.createCounter("messaging.client.sent.messages", {
      unit: "{message}",
      description: "Number of messages producer attempted to send to the broker.",
    });
    this.#consumed = meter.createCounter("messaging.client.consumed.messages", {
      unit: "{message}",
      description: "Number of messages that were delivered to the application.",
    });
    this.#duration = meter.createHistogram("messaging.client.operation.duration", {
      unit: "s",
      description: "Duration of messaging operation initiated by a producer or consumer client.",
    });
    this.#processed = meter.createHistogram("messaging.process.duration", {
      unit: "s",
      description: "Duration of processing operation.",
    });
  }

  async process<R>(record: TracedRecord, process: () => Promise<R>): Promise<R> {
    const parent = this.#extracted(record);
    const attributes = {
      ...this.#common("process", record.topic),
      "messaging.destination.partition.id": String(record.partition),
    };
    const options = { kind: KIND.CONSUMER, attributes: { ...attributes, "messaging.kafka.offset": record.offset } };
    const span = this.#tracer.startSpan(`process ${record.topic}`, options, parent);
    const begunMs = performance.now();
    try {
      return await this.#api.context.with(this.#api.trace.setSpan(parent, span), process);
    } catch (error) {
      fail(span, error instanceof Error ? error : new Error(String(error)));
      throw error;
    } finally {
      span.end();
      this.#processed.record((performance.now() - begunMs) / 1_000, attributes);
    }
  }

  #onSend(record: ProducerRecord<unknown, unknown>): ProducerRecord<unknown, unknown> {
    const { topic } = record;
    const options = { kind: KIND.PRODUCER, attributes: this.#common("send", topic) };
    const span = this.#tracer.startSpan(`send ${topic}`, options);
    const carrier: Record<string, string> = {};
    this.#api.propagation.inject(this.#api.trace.setSpan(this.#api.context.active(), span), carrier);
    const headers = [...headerList(record.headers), ...Object.entries(carrier).map(([key, value]) => ({ key, value }))];
    this.#underWay.set(headers, { span, begunMs: performance.now() });
    return { ...record, headers };
  }

  #onAcknowledgement(metadata: RecordMetadata, error: KafkaError | undefined, headers: Headers | undefined): void {
    const begun = headers === undefined ? undefined : this.#underWay.get(headers);
    if (begun === undefined) return;
    const { span, begunMs } = begun;
    const attributes = {
      ...this.#common("send", metadata.topic),
      ...(metadata.partition < 0 ? {} : { "messaging.destination.partition.id": String(metadata.partition) }),
      ...(error === undefined ? {} : { "error.type": error.code }),
    };
    span.setAttributes(metadata.offset < 0 ? attributes : { ...attributes, "messaging.kafka.offset": metadata.offset });
    if (error !== undefined) fail(span, error);
    span.end();
    this.#sent.add(1, attributes);
    this.#duration.record((performance.now() - begunMs) / 1_000, attributes);
  }

  #onConsume(records: ConsumerRecords<unknown, unknown>): ConsumerRecords<unknown, unknown> {
    for (const partition of records.partitions) {
      const own = records.records(partition);
      const attributes = {
        ...this.#common("poll", partition.topic),
        "messaging.destination.partition.id": String(partition.partition),
      };
      const links = own.slice(0, LINKS_MAX).flatMap((record) => {
        const context = this.#api.trace.getSpanContext(this.#extracted(record));
        return context === undefined ? [] : [{ context }];
      });
      const more = { "messaging.batch.message_count": own.length };
      const options = { kind: KIND.CLIENT, attributes: { ...attributes, ...more }, links };
      this.#tracer.startSpan(`poll ${partition.topic}`, options).end();
      this.#consumed.add(own.length, attributes);
    }
    return records;
  }

  #extracted(record: TracedRecord): Context {
    const carrier: Record<string, string> = {};
    for (const { key, value } of record.headers) {
      if (value !== null) carrier[key] = Buffer.from(value).toString("utf8");
    }
    return this.#api.propagation.extract(this.#api.ROOT_CONTEXT, carrier);
  }

  #common(operation: "send" | "poll" | "process", topic: string): Attributes {
    return {
      "messaging.system": "kafka",
      "messaging.operation.name": operation,
      "messaging.operation.type": operation === "poll" ? "receive" : operation,
      "messaging.destination.name": topic,
      ...(this.#clientId === "" ? {} : { "messaging.client.id": this.#clientId }),
    };
  }
}

function fail(span: Span, error: Error): void {
  span.recordException(error);
  span.setStatus({ code: STATUS_ERROR, message: error.message });
}

function headerList(headers: Headers | undefined): readonly Header[] {
  if (headers === undefined) return [];
  if (Array.isArray(headers)) return headers as readonly Header[];
  return Object.entries(headers as Readonly<Record<string, string>>).map(([key, value]) => ({ key, value }));
}
