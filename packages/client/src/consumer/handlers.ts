/**
 * What `run` of a consumer takes: a handler for records or for batches, and what becomes of their failures.
 */
import type { KafkaError } from "../errors.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { ConsumerRecord } from "./consumer-record.ts";

/** What is to become of a record whose handler failed: once more, left out, or an end of the run. */
export type HandlerDecision = "retry" | "skip" | "stop";

/** What a handler is told beside its record. */
export interface HandlerContext {
  /**
   * Aborts when the work is not wanted any more: the run is told to end, the consumer is closed, `handlerTimeoutMs` is over, or `max.poll.interval.ms` is, so that the partition goes to
   * another member.
   */
  readonly signal: AbortSignal;
}

/** What a batch handler is told beside its records, which are all of this partition. */
export interface BatchHandlerContext extends HandlerContext, TopicPartition {
  /**
   * Says that this record and those before it are done. A batch is done as a whole when its handler returns; if its signal has aborted, only as far as this
   * was called.
   */
  finish(record: { readonly offset: number }): void;
}

/** Options of a run: either `eachRecord` or `eachBatch`. */
export interface RunOptions<K, V> {
  /** Handles one record. It is done when this returns (or resolves). */
  readonly eachRecord?: (record: ConsumerRecord<K, V>, context: HandlerContext) => void | Promise<void>;
  /** Handles what one poll brought of one partition: at least one record, in order. */
  readonly eachBatch?: (records: readonly ConsumerRecord<K, V>[], context: BatchHandlerContext) => void | Promise<void>;
  /** How many partitions are worked on at once; default 1. Records of one partition are never handled at once. */
  readonly partitionsAtOnce?: number;
  /** How long a handler may take, in milliseconds; then it has failed with `HANDLER_TIMEOUT`. Default: no limit. */
  readonly handlerTimeoutMs?: number;
  /** Ends the run: handlers in work are waited for, the rest is given back. */
  readonly signal?: AbortSignal | undefined;
  /** Default: stop. The error is the handler's own, or wraps it (`HANDLER_FAILED`); `record` is the first one that is not done; `attempt` begins with 1. */
  readonly onError?: (
    error: KafkaError,
    record: ConsumerRecord<K, V>,
    attempt: number,
  ) => HandlerDecision | Promise<HandlerDecision>;
}
