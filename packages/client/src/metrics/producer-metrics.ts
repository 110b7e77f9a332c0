/**
 * What a producer measures: `producer-metrics` and, for each topic, `producer-topic-metrics`.
 */
import type { Sensor } from "./metrics.ts";
import type { ClientMetrics } from "./client-metrics.ts";

const NS_PER_MS = 1e6;

/** The operations whose time is summed up. */
const TIMED = [
  "flush",
  "metadata-wait",
  "txn-init",
  "txn-begin",
  "txn-send-offsets",
  "txn-prepare",
  "txn-commit",
  "txn-abort",
] as const;
export type TimedOperation = (typeof TIMED)[number];

/** What is asked when a metric is read. */
export interface ProducerState {
  availableBytes(): number;
  waitingSends(): number;
  requestsInFlight(): number;
  /** In milliseconds; how old the metadata is. */
  metadataAgeMs(): number;
}

/** A batch as it is sent. */
interface SentBatch {
  readonly topic: string;
  readonly recordCount: number;
  readonly createdMs: number;
  readonly recordSizeMax: number;
  /** Before compression. */
  readonly sizeInBytes: number;
}

interface TopicSensors {
  readonly send: Sensor;
  readonly bytes: Sensor;
  readonly compression: Sensor;
  readonly retry: Sensor;
  readonly error: Sensor;
}

/** The metrics of one producer. */
export class ProducerMetrics {
  readonly client: ClientMetrics;
  readonly #topics: Map<string, TopicSensors> = new Map();
  readonly #timed: Map<TimedOperation, Sensor> = new Map();
  readonly #batchSize: Sensor;
  readonly #compression: Sensor;
  readonly #queueTime: Sensor;
  readonly #latency: Sensor;
  readonly #throttle: Sensor;
  readonly #send: Sensor;
  readonly #recordsPerRequest: Sensor;
  readonly #retry: Sensor;
  readonly #error: Sensor;
  readonly #recordSize: Sensor;
  readonly #split: Sensor;
  readonly #exhausted: Sensor;
  readonly #waitTime: Sensor;

  constructor(client: ClientMetrics, state: ProducerState, bufferMemory: number) {
    this.client = client;
    const group = client.registry.group("producer-metrics", { "client-id": client.clientId });
    const pair = (base: string, avg: string, max: string): Sensor =>
      group.sensor({ [`${base}-avg`]: ["avg", avg], [`${base}-max`]: ["max", max] });
    this.#batchSize = pair(
      "batch-size",
      "The average number of bytes sent per partition per-request.",
      "The max number of bytes sent per partition per-request.",
    );
    this.#compression = group.sensor({
      "compression-rate-avg": ["avg", "The average compression rate of record batches."],
    });
    this.#queueTime = pair(
      "record-queue-time",
      "The average time in ms record batches spent in the send buffer.",
      "The maximum time in ms record batches spent in the send buffer.",
    );
    this.#latency = pair("request-latency", "The average request latency in ms", "The maximum request latency in ms");
    this.#throttle = pair(
      "produce-throttle-time",
      "The average time in ms a request was throttled by a broker",
      "The maximum time in ms a request was throttled by a broker",
    );
    this.#recordSize = pair("record-size", "The average record size", "The maximum record size");
    this.#send = group.meter("record-send", "records sent");
    this.#recordsPerRequest = group.sensor({
      "records-per-request-avg": ["avg", "The average number of records per request."],
    });
    this.#retry = group.meter("record-retry", "retried record sends");
    this.#error = group.meter("record-error", "record sends that resulted in errors");
    this.#split = group.meter("batch-split", "batch splits", { counts: true });
    this.#exhausted = group.meter("buffer-exhausted", "record sends that are dropped due to buffer exhaustion");
    this.#waitTime = group.sensor({
      "bufferpool-wait-ratio": ["ratio", "The fraction of time an appender waits for space allocation."],
      "bufferpool-wait-time-ns-total": [
        "total",
        "The total time in nanoseconds an appender waits for space allocation.",
      ],
    });
    for (const operation of TIMED) {
      const sensor = group.sensor({
        [`${operation}-time-ns-total`]: ["total", `Total time producer has spent in ${operation} in nanoseconds.`],
      });
      this.#timed.set(operation, sensor);
    }
    group.gauge("buffer-total-bytes", "The maximum amount of buffer memory the client can use", () => bufferMemory);
    group.gauge("buffer-available-bytes", "The total amount of buffer memory that is not being used", () =>
      state.availableBytes(),
    );
    group.gauge("waiting-threads", "The number of sends that wait for buffer memory or metadata", () =>
      state.waitingSends(),
    );
    group.gauge("requests-in-flight", "The current number of in-flight requests awaiting a response.", () =>
      state.requestsInFlight(),
    );
    group.gauge(
      "metadata-age",
      "The age in seconds of the current producer metadata being used.",
      () => state.metadataAgeMs() / 1_000,
    );
  }

  /** Batches leave in one request. */
  onRequest(batches: readonly { readonly batch: SentBatch; readonly bytes: Uint8Array }[], nowMs: number): void {
    let records = 0;
    for (const { batch, bytes } of batches) {
      const topic = this.#topic(batch.topic);
      const compressionRatio = bytes.length / Math.max(1, batch.sizeInBytes);
      topic.send.record(batch.recordCount, nowMs);
      topic.bytes.record(bytes.length, nowMs);
      topic.compression.record(compressionRatio, nowMs);
      this.#batchSize.record(bytes.length, nowMs);
      this.#queueTime.record(nowMs - batch.createdMs, nowMs);
      this.#compression.record(compressionRatio, nowMs);
      this.#recordSize.record(batch.recordSizeMax, nowMs);
      records += batch.recordCount;
    }
    this.#send.record(records, nowMs);
    this.#recordsPerRequest.record(records, nowMs);
  }

  onResponse(latencyMs: number, throttleTimeMs: number, nowMs: number): void {
    this.#latency.record(latencyMs, nowMs);
    this.#throttle.record(throttleTimeMs, nowMs);
  }

  onRetry(topic: string, records: number): void {
    this.#retry.record(records);
    this.#topic(topic).retry.record(records);
  }

  onError(topic: string, records: number): void {
    this.#error.record(records);
    this.#topic(topic).error.record(records);
  }

  onSplit(): void {
    this.#split.record();
  }

  onExhausted(): void {
    this.#exhausted.record();
  }

  /** A send waited for memory. */
  onWaited(ms: number): void {
    this.#waitTime.record(ms * NS_PER_MS);
  }

  onTimed(operation: TimedOperation, ms: number): void {
    this.#timed.get(operation)?.record(ms * NS_PER_MS);
  }

  #topic(topic: string): TopicSensors {
    let sensors = this.#topics.get(topic);
    if (sensors === undefined) {
      const { clientId, registry } = this.client;
      const group = registry.group("producer-topic-metrics", { "client-id": clientId, topic });
      sensors = {
        send: group.meter("record-send", "records sent for a topic"),
        bytes: group.meter("byte", "bytes sent for a topic"),
        compression: group.sensor({
          "compression-rate": ["avg", "The average compression rate of record batches for a topic."],
        }),
        retry: group.meter("record-retry", "retried record sends for a topic"),
        error: group.meter("record-error", "record sends that resulted in errors for a topic"),
      };
      this.#topics.set(topic, sensors);
    }
    return sensors;
  }
}
