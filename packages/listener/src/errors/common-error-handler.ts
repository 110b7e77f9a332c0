/**
 * What a container asks when a listener has failed. A handler decides and, where that takes effort (a dead-letter topic), does it; the container keeps
 * the times and the order, so that no handler ever sleeps on the poll path.
 *
 * Unlike in Spring nothing is sought anew: the records behind a failed one stay in memory, and only its partition (or key) waits.
 */
import type { ConsumerRecord } from "@ottla/client";
import type { ListenerConsumer } from "../container/listener-consumer.ts";

export type AnyRecord = ConsumerRecord<unknown, unknown>;

/** A record whose listener failed. */
export interface RecordFailure {
  readonly record: AnyRecord;
  /** What was thrown, as it goes to recoverers: a `ListenerExecutionFailedException` or a `DeserializationException`. */
  readonly error: Error;
  /** Deliveries that have failed, this one included. */
  readonly failures: number;
  readonly consumer: ListenerConsumer;
  readonly signal: AbortSignal;
}

/** A batch whose listener failed without saying where. */
export interface BatchFailure {
  readonly records: readonly AnyRecord[];
  readonly error: Error;
  readonly failures: number;
  readonly consumer: ListenerConsumer;
  readonly signal: AbortSignal;
}

/**
 * What happens to what failed.
 *
 * - `retry`: it is given again after `delayMs`.
 * - `handled`: it is done with (recovered or logged); `acknowledges` lets its offset be committed.
 * - `stop`: the container stops; its offset is not committed.
 */
export type Resolution =
  | { readonly action: "retry"; readonly delayMs: number }
  | { readonly action: "handled"; readonly acknowledges: boolean; readonly isRecovered: boolean }
  | { readonly action: "stop" };

export interface CommonErrorHandler {
  /** A record failed. */
  handleRecord(failure: RecordFailure): Resolution | Promise<Resolution>;
  /** A whole batch failed. */
  handleBatch(failure: BatchFailure): Resolution | Promise<Resolution>;
  /** A poll failed, or a commit. Default: it is logged. */
  handleOtherException?(error: unknown): void;
  /** What was done before the failure is committed before the handler is asked; default true. */
  readonly seeksAfterHandling?: boolean;
  /** In MANUAL_IMMEDIATE, commit the offset of a recovered record. Default false. */
  readonly commitRecovered?: boolean;
}
