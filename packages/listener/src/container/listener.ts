/**
 * What stands behind a container: a record or a batch listener, and what is called around it. Conversion of payloads is done by whoever makes the listener.
 */
import type { ConsumerRecord } from "@ottla/client";
import type { BatchListenerContext, ListenerContext } from "./delivery.ts";
import type { ListenerConsumer } from "./listener-consumer.ts";

type AnyRecord = ConsumerRecord<unknown, unknown>;

/** Called for each record. A promise is awaited. */
export interface MessageListener {
  readonly isBatch: false;
  onMessage(record: AnyRecord, context: ListenerContext): unknown;
}

/** Called for the records of each poll. A promise is awaited. */
export interface BatchMessageListener {
  readonly isBatch: true;
  onMessages(records: readonly AnyRecord[], context: BatchListenerContext): unknown;
}

export type AnyListener = MessageListener | BatchMessageListener;

/** Stands around a record listener. `intercept` may replace the record (not its topic, partition and offset), or skip it with null. */
export interface RecordInterceptor {
  intercept?(record: AnyRecord, consumer: ListenerConsumer): AnyRecord | null | Promise<AnyRecord | null>;
  success?(record: AnyRecord, consumer: ListenerConsumer): void;
  failure?(record: AnyRecord, error: Error, consumer: ListenerConsumer): void;
  /** After success or failure. */
  afterRecord?(record: AnyRecord, consumer: ListenerConsumer): void;
}

/** Stands around a batch listener. */
export interface BatchInterceptor {
  intercept?(
    records: readonly AnyRecord[],
    consumer: ListenerConsumer,
  ): readonly AnyRecord[] | null | Promise<readonly AnyRecord[] | null>;
  success?(records: readonly AnyRecord[], consumer: ListenerConsumer): void;
  failure?(records: readonly AnyRecord[], error: Error, consumer: ListenerConsumer): void;
}

/** True drops the record: it counts as done, and the listener never sees it. */
export type RecordFilterStrategy = (record: AnyRecord) => boolean | Promise<boolean>;

/** Several interceptors of batches as one: `intercept` in order until one skips, the others all. */
export function compositeBatchInterceptor(...delegates: readonly BatchInterceptor[]): BatchInterceptor {
  return {
    async intercept(records, consumer) {
      let current: readonly AnyRecord[] | null = records;
      for (const delegate of delegates) {
        if (current === null) return null;
        if (delegate.intercept !== undefined) current = await delegate.intercept(current, consumer);
      }
      return current;
    },
    success: (records, consumer) => delegates.forEach((one) => one.success?.(records, consumer)),
    failure: (records, error, consumer) => delegates.forEach((one) => one.failure?.(records, error, consumer)),
  };
}

/** Several interceptors as one: `intercept` in order until one skips, the others all. */
export function compositeRecordInterceptor(...delegates: readonly RecordInterceptor[]): RecordInterceptor {
  return {
    async intercept(record, consumer) {
      let current: AnyRecord | null = record;
      for (const delegate of delegates) {
        if (current === null) return null;
        if (delegate.intercept !== undefined) current = await delegate.intercept(current, consumer);
      }
      return current;
    },
    success: (record, consumer) => delegates.forEach((one) => one.success?.(record, consumer)),
    failure: (record, error, consumer) => delegates.forEach((one) => one.failure?.(record, error, consumer)),
    afterRecord: (record, consumer) => delegates.forEach((one) => one.afterRecord?.(record, consumer)),
  };
}
