/**
 * Traces and metrics for OpenTelemetry, by its semantic conventions for messaging with Kafka, as interceptors: a span for each record sent, with its context
 * in the record's headers; a span for each partition's part of a poll, linked to what was sent; and a wrapper for whatever processes a record.
 *
 * The API (`@opentelemetry/api`) is handed in, so that this package does not depend on it.
 */
import type { ConsumerInterceptor } from "./consumer/consumer-interceptors.ts";
import type { ConsumerRecord } from "./consumer/consumer-record.ts";
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
  const tracer = api.trace.getTracer(NAME);
  const meter = api.metrics.getMeter(NAME);
  const sent = meter.createCounter("messaging.client.sent.messages", {
    unit: "{message}",
    description: "Number of messages producer attempted to send to the broker.",
  });
  const consumed = meter.createCounter("messaging.client.consumed.messages", {
    unit: "{message}",
    description: "Number of messages that were delivered to the application.",
  });
  const duration = meter.createHistogram("messaging.client.operation.duration", {
    unit: "s",
    description: "Duration of messaging operation initiated by a producer or consumer client.",
  });
  const processed = meter.createHistogram("messaging.process.duration", {
    unit: "s",
    description: "Duration of processing operation.",
  });
  const common = (operation: "send" | "poll" | "process", topic: string): Attributes => ({
    "messaging.system": "kafka",
    "messaging.operation.name": operation,
    "messaging.operation.type": operation === "poll" ? "receive" : operation,
    "messaging.destination.name": topic,
    ...(clientId === "" ? {} : { "messaging.client.id": clientId }),
  });
  const underWay = new WeakMap<object, { readonly span: S; readonly begunMs: number }>();

  const producer: ProducerInterceptor = {
    onSend(record: ProducerRecord<unknown, unknown>) {
      const { topic } = record;
      const span = tracer.startSpan(`send ${topic}`, { kind: KIND.PRODUCER, attributes: common("send", topic) });
      const carrier: Record<string, string> = {};
      api.propagation.inject(api.trace.setSpan(api.context.active(), span), carrier);
      const headers = [
        ...headerList(record.headers),
        ...Object.entries(carrier).map(([key, value]) => ({ key, value })),
      ];
      underWay.set(headers, { span, begunMs: performance.now() });
      return { ...record, headers };
    },
    onAcknowledgement(metadata: RecordMetadata, error: KafkaError | undefined, headers: Headers | undefined) {
      const begun = headers === undefined ? undefined : underWay.get(headers);
      if (begun === undefined) return;
      const { span, begunMs } = begun;
      const attributes = {
        ...common("send", metadata.topic),
        ...(metadata.partition < 0 ? {} : { "messaging.destination.partition.id": String(metadata.partition) }),
        ...(error === undefined ? {} : { "error.type": error.code }),
      };
      span.setAttributes(
        metadata.offset < 0 ? attributes : { ...attributes, "messaging.kafka.offset": metadata.offset },
      );
      if (error !== undefined) fail(span, error);
      span.end();
      sent.add(1, attributes);
      duration.record((performance.now() - begunMs) / 1_000, attributes);
    },
  };

  const extracted = (record: TracedRecord): Context => {
    const carrier: Record<string, string> = {};
    for (const { key, value } of record.headers) {
      if (value !== null) carrier[key] = Buffer.from(value).toString("utf8");
    }
    return api.propagation.extract(api.ROOT_CONTEXT, carrier);
  };

  const consumer: ConsumerInterceptor = {
    onConsume(records) {
      for (const partition of records.partitions) {
        const own = records.records(partition);
        const attributes = {
          ...common("poll", partition.topic),
          "messaging.destination.partition.id": String(partition.partition),
        };
        const links = own.slice(0, LINKS_MAX).flatMap((record) => {
          const context = api.trace.getSpanContext(extracted(record));
          return context === undefined ? [] : [{ context }];
        });
        const more = { "messaging.batch.message_count": own.length };
        const options = { kind: KIND.CLIENT, attributes: { ...attributes, ...more }, links };
        tracer.startSpan(`poll ${partition.topic}`, options).end();
        consumed.add(own.length, attributes);
      }
      return records;
    },
  };

  return {
    producer,
    consumer,
    async process(record, process) {
      const parent = extracted(record);
      const attributes = {
        ...common("process", record.topic),
        "messaging.destination.partition.id": String(record.partition),
      };
      const options = { kind: KIND.CONSUMER, attributes: { ...attributes, "messaging.kafka.offset": record.offset } };
      const span = tracer.startSpan(`process ${record.topic}`, options, parent);
      const begunMs = performance.now();
      try {
        return await api.context.with(api.trace.setSpan(parent, span), process);
      } catch (error) {
        fail(span, error instanceof Error ? error : new Error(String(error)));
        throw error;
      } finally {
        span.end();
        processed.record((performance.now() - begunMs) / 1_000, attributes);
      }
    },
  };
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
