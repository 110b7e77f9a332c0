/**
 * What DefaultErrorHandler and DefaultAfterRollbackProcessor have in common (Spring's FailedRecordProcessor): which errors are tried again, how often and after
 * what wait, and the recoverer that takes what is given up.
 *
 * A record is done only when its recoverer has succeeded. One that fails starts the whole cycle again (`resetStateOnRecoveryFailure`), as does an error of
 * another class (`resetStateOnExceptionChange`).
 */
import type { ListenerConsumer } from "../container/listener-consumer.ts";
import type { Logger } from "../logging/logger.ts";
import { standardErrorLogger } from "../logging/logger.ts";
import type { BackOff } from "./back-off.ts";
import { FixedBackOff } from "./back-off.ts";
import type { AnyRecord, RecordFailure, Resolution } from "./common-error-handler.ts";
import { ExceptionClassifier } from "./exception-classifier.ts";
import type { ErrorKind } from "./exception-classifier.ts";
import { causesOf, classNameOf } from "./exceptions.ts";

/** Takes a record that is given up: writes it somewhere else, or only says so. Throwing means that it could not. */
export type ConsumerRecordRecoverer = (
  record: AnyRecord,
  error: Error,
  consumer: ListenerConsumer,
) => void | Promise<void>;

/** Told about each step; an error in it is logged and changes nothing. */
export interface RetryListener {
  failedDelivery?(record: AnyRecord, error: Error, deliveryAttempt: number): void;
  recovered?(record: AnyRecord, error: Error): void;
  recoveryFailed?(record: AnyRecord, original: Error, failure: unknown): void;
  failedBatchDelivery?(records: readonly AnyRecord[], error: Error, deliveryAttempt: number): void;
  recoveredBatch?(records: readonly AnyRecord[], error: Error): void;
  batchRecoveryFailed?(records: readonly AnyRecord[], original: Error, failure: unknown): void;
}

export interface FailedRecordProcessorOptions {
  /** Default: say so in the log. */
  readonly recoverer?: ConsumerRecordRecoverer;
  /** Default `FixedBackOff(0, 9)`: ten deliveries, no wait. */
  readonly backOff?: BackOff;
  /** Another back-off for some records or errors; undefined leaves the one above. */
  readonly backOffFunction?: (record: AnyRecord, error: Error) => BackOff | undefined;
  /** Default true. */
  readonly resetStateOnRecoveryFailure?: boolean;
  /** Default true for records; batches never count by class, as in Spring. */
  readonly resetStateOnExceptionChange?: boolean;
  readonly retryListeners?: readonly RetryListener[];
  readonly logger?: Logger;
  /** For jitter; default `Math.random`. */
  readonly random?: () => number;
}

/** How what failed has failed. */
export type FailedDelivery = Pick<RecordFailure, "error" | "failures" | "consumer">;

/** What is remembered of a record between two failures. */
interface FailureState {
  errorClass: string;
  /** Failures before this error class, or this recovery cycle, began. */
  countedFrom: number;
  /** The last wait that the back-off has asked for, in ms. */
  lastDelayMs: number;
}

export abstract class FailedRecordProcessor {
  readonly #options: FailedRecordProcessorOptions;
  readonly #backOff: BackOff;
  readonly #classifier = new ExceptionClassifier();
  readonly #logger: Logger;
  /** Forgotten with the record: a record that is given up, or whose partition is, takes its count along. */
  readonly #states = new WeakMap<object, FailureState>();

  constructor(options: FailedRecordProcessorOptions) {
    this.#options = options;
    this.#backOff = options.backOff ?? new FixedBackOff(0, 9);
    this.#logger = options.logger ?? standardErrorLogger;
  }

  addNotRetryableExceptions(...kinds: ErrorKind[]): this {
    this.#classifier.addNotRetryableExceptions(...kinds);
    return this;
  }

  addRetryableExceptions(...kinds: ErrorKind[]): this {
    this.#classifier.addRetryableExceptions(...kinds);
    return this;
  }

  removeClassification(kind: ErrorKind): this {
    this.#classifier.removeClassification(kind);
    return this;
  }

  /** Whether errors that are on no list are tried again. */
  defaultRetryable(isRetryable: boolean): this {
    this.#classifier.defaultRetryable(isRetryable);
    return this;
  }

  isRetryable(error: unknown): boolean {
    return this.#classifier.isRetryable(error);
  }

  /** A record failed: it is tried again, or recovered, which includes what `commit` does. */
  protected async retryOrRecover(
    record: AnyRecord,
    failure: FailedDelivery,
    handled: Resolution,
    commit?: () => Promise<void>,
  ): Promise<Resolution> {
    const { error, failures, consumer } = failure;
    this.#tell((listener) => listener.failedDelivery?.(record, error, failures));
    const delayMs = this.#delayMs(record, failure, this.#options.resetStateOnExceptionChange ?? true);
    if (delayMs !== undefined) return { action: "retry", delayMs };
    try {
      await this.#recover(record, error, consumer);
      await commit?.();
    } catch (thrown) {
      this.#logger.error(`Recovery of record (${recordName(record)}) failed`, thrown);
      this.#tell((listener) => listener.recoveryFailed?.(record, error, thrown));
      return this.#again(record, failure);
    }
    this.#tell((listener) => listener.recovered?.(record, error));
    return handled;
  }

  /** The same for a whole batch. */
  protected async retryOrRecoverBatch(
    records: readonly AnyRecord[],
    failure: FailedDelivery,
    handled: Resolution,
    commit?: () => Promise<void>,
  ): Promise<Resolution> {
    const { error, failures, consumer } = failure;
    this.#tell((listener) => listener.failedBatchDelivery?.(records, error, failures));
    const [first] = records;
    if (first === undefined) return handled;
    const delayMs = this.#delayMs(first, failure, false);
    if (delayMs !== undefined) return { action: "retry", delayMs };
    try {
      for (const record of records) await this.#recover(record, error, consumer);
      await commit?.();
    } catch (thrown) {
      this.#logger.error(`Recovery of a batch of ${records.length} records failed`, thrown);
      this.#tell((listener) => listener.batchRecoveryFailed?.(records, error, thrown));
      return this.#again(first, failure);
    }
    this.#tell((listener) => listener.recoveredBatch?.(records, error));
    return handled;
  }

  /** A batch that is never given up: once its back-off is exhausted, it comes again after the last wait there was, for ever. */
  protected retryBatch(records: readonly AnyRecord[], failure: FailedDelivery): Resolution {
    const { error, failures } = failure;
    this.#tell((listener) => listener.failedBatchDelivery?.(records, error, failures));
    const [first] = records;
    if (first === undefined) return { action: "retry", delayMs: 0 };
    const { delayMs, lastDelayMs } = this.#counted(first, failure, false);
    return { action: "retry", delayMs: delayMs ?? lastDelayMs };
  }

  /** Recovery failed: the record comes again, after the wait that its back-off begins with. */
  #again(key: AnyRecord, failure: FailedDelivery): Resolution {
    const delayMs = this.#backOffFor(key, failure.error).delayMs(1, this.#random) ?? 0;
    if (this.#options.resetStateOnRecoveryFailure ?? true) {
      const errorClass = classNameOf(innermost(failure.error));
      this.#states.set(key, { errorClass, countedFrom: failure.failures, lastDelayMs: delayMs });
    }
    return { action: "retry", delayMs };
  }

  #delayMs(key: AnyRecord, failure: FailedDelivery, byClass: boolean): number | undefined {
    return this.#classifier.isRetryable(failure.error) ? this.#counted(key, failure, byClass).delayMs : undefined;
  }

  /** Counts the failure. */
  #counted(
    key: AnyRecord,
    { error, failures }: FailedDelivery,
    byClass: boolean,
  ): { readonly delayMs: number | undefined; readonly lastDelayMs: number } {
    const errorClass = classNameOf(innermost(error));
    let state = this.#states.get(key);
    if (state === undefined) state = { errorClass, countedFrom: 0, lastDelayMs: 0 };
    else if (byClass && state.errorClass !== errorClass)
      state = { errorClass, countedFrom: failures - 1, lastDelayMs: 0 };
    this.#states.set(key, state);
    const delayMs = this.#backOffFor(key, error).delayMs(failures - state.countedFrom, this.#random);
    state.lastDelayMs = delayMs ?? state.lastDelayMs;
    return { delayMs, lastDelayMs: state.lastDelayMs };
  }

  #backOffFor(record: AnyRecord, error: Error): BackOff {
    return this.#options.backOffFunction?.(record, error) ?? this.#backOff;
  }

  get #random(): () => number {
    return this.#options.random ?? Math.random;
  }

  async #recover(record: AnyRecord, error: Error, consumer: ListenerConsumer): Promise<void> {
    const { recoverer } = this.#options;
    if (recoverer === undefined) this.#logger.error(`Backoff exhausted for ${recordName(record)}`, error);
    else await recoverer(record, error, consumer);
  }

  #tell(call: (listener: RetryListener) => void): void {
    for (const listener of this.#options.retryListeners ?? []) {
      try {
        call(listener);
      } catch (error) {
        this.#logger.error("A retry listener threw", error);
      }
    }
  }
}

/** What the listener itself threw: the class of the wrapper says nothing. */
function innermost(error: Error): unknown {
  return causesOf(error)[1] ?? error;
}

/** `topic-partition@offset`, as Spring prints a record. */
export function recordName(record: {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}): string {
  return `${record.topic}-${record.partition}@${record.offset}`;
}
