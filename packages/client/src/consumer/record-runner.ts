/**
 * `run` of a consumer: polls, and calls a handler for each record or for each partition's batch. Partitions are worked on one after the other or several at
 * once, the records of one partition always in order. A record is done when its handler has returned; nothing that is not is ever committed automatically.
 *
 * States: running → stopping (the signal, a close, or a failure: handlers in work end, the rest is given back) → over.
 */
import type { Clock } from "@ottla/base";
import { within, Deadline, onAbort } from "../deadline.ts";
import { AbortError, KafkaError, toKafkaError } from "../errors.ts";
import type { TopicPartition } from "../topic-partition.ts";
import { TopicPartitionMap } from "../topic-partition.ts";
import type { ConsumerRecord, ConsumerRecords } from "./consumer-record.ts";
import { HandlerCall } from "./handler-call.ts";
import type { HandlerContext, HandlerDecision, RunOptions } from "./handlers.ts";
import type { Holder } from "./in-hand.ts";
import type { SubscriptionState } from "./subscription-state.ts";

export interface RecordRunnerOptions<K, V> {
  readonly clock: Clock;
  /** After this long without a poll the group gives the partitions to somebody else, in milliseconds; Infinity without a group. */
  readonly maxPollIntervalMs: number;
  /** `signal` in the place of the one that ends the run. */
  readonly poll: (holder: Holder<K, V>, signal?: AbortSignal) => Promise<ConsumerRecords<K, V>>;
  readonly isClosed: () => boolean;
  /** Told which records were not handled; knows from where the application wants to read on. */
  readonly positions: Pick<SubscriptionState, "isSought" | "giveBack">;
}

/** The records of one partition, of one poll. */
interface Work<K, V> {
  readonly at: TopicPartition;
  readonly records: readonly ConsumerRecord<K, V>[];
  /** How many are done. */
  doneCount: number;
}

/** One run. */
export class RecordRunner<K, V> implements Holder<K, V> {
  readonly #options: RecordRunnerOptions<K, V>;
  readonly #handlers: RunOptions<K, V>;
  readonly #work: TopicPartitionMap<Work<K, V>> = new TopicPartitionMap();
  #failure: { readonly error: unknown } | undefined;
  /** Aborts when what handlers do does not count any more, or is to end. */
  #poll: AbortController = new AbortController();
  isOver = false;

  constructor(options: RecordRunnerOptions<K, V>, handlers: RunOptions<K, V>) {
    if ((handlers.eachRecord === undefined) === (handlers.eachBatch === undefined)) {
      throw new KafkaError("INVALID_ARGUMENT", "run needs either eachRecord or eachBatch");
    }
    const { partitionsAtOnce = 1, handlerTimeoutMs = 1 } = handlers;
    if (!(Number.isInteger(partitionsAtOnce) && partitionsAtOnce >= 1)) {
      throw new KafkaError("INVALID_ARGUMENT", `partitionsAtOnce must be a whole number of at least 1`);
    }
    if (!(handlerTimeoutMs > 0)) throw new KafkaError("INVALID_ARGUMENT", "handlerTimeoutMs must be above 0");
    this.#options = options;
    this.#handlers = handlers;
  }

  unfinished(partition: TopicPartition): ConsumerRecord<K, V> | undefined {
    const work = this.#work.get(partition);
    return work?.records[work.doneCount];
  }

  take(polled: ConsumerRecords<K, V>): void {
    for (const at of polled.partitions) this.#work.set(at, { at, records: polled.records(at), doneCount: 0 });
  }

  onClose(): void {
    this.#poll.abort(new KafkaError("CLOSED", "The consumer was closed while its handlers worked"));
  }

  /** Resolves when the signal aborted or the consumer was closed; rejects with the error of a handler that `onError` did not forgive. */
  async run(): Promise<void> {
    const { signal } = this.#handlers;
    const stopListening = onAbort(signal, () => this.#poll.abort(signal?.reason));
    try {
      while (!this.#isStopping) await this.#turn();
    } finally {
      stopListening();
      this.isOver = true;
    }
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  get #isStopping(): boolean {
    return this.#failure !== undefined || this.#handlers.signal?.aborted === true || this.#options.isClosed();
  }

  async #turn(): Promise<void> {
    try {
      await this.#options.poll(this);
    } catch (error) {
      const isEnd = error instanceof AbortError || (error instanceof KafkaError && error.code === "CLOSED");
      if (isEnd && this.#isStopping) return;
      throw error;
    }
    this.#poll = new AbortController();
    const { clock, maxPollIntervalMs } = this.#options;
    const overdue = (): void =>
      this.#poll.abort(
        new KafkaError("MAX_POLL_INTERVAL_EXCEEDED", "The handlers took longer than max.poll.interval.ms altogether"),
      );
    const timer = maxPollIntervalMs === Infinity ? undefined : clock.setTimer(maxPollIntervalMs, overdue);
    const waiting = [...this.#work.values()];
    const { partitionsAtOnce = 1 } = this.#handlers;
    const lanes = Array.from({ length: Math.min(partitionsAtOnce, waiting.length) }, async () => {
      for (let work = waiting.shift(); work !== undefined; work = waiting.shift()) await this.#workOn(work);
    });
    await Promise.all(lanes);
    timer?.cancel();
    this.#giveBackRest();
  }

  #giveBackRest(): void {
    for (const { records, doneCount } of this.#work.values()) {
      const rest = records[doneCount];
      if (rest !== undefined) this.#options.positions.giveBack(rest);
    }
    this.#work.clear();
  }

  async #workOn(work: Work<K, V>): Promise<void> {
    for (let attempt = 1; work.doneCount < work.records.length; attempt++) {
      if (this.#isStopping || this.#poll.signal.aborted) return;
      if (this.#options.positions.isSought(work.at)) {
        work.doneCount = work.records.length;
        return;
      }
      const { doneCount } = work;
      try {
        await this.#handle(work);
      } catch (error) {
        // Whoever was made progress with begins to count anew.
        if (work.doneCount > doneCount) attempt = 1;
        const failedCount = work.doneCount;
        if (!(await this.#isForgiven(work, error, attempt))) return;
        if (work.doneCount === failedCount) continue;
      }
      attempt = 0;
    }
  }

  async #handle(work: Work<K, V>): Promise<void> {
    const { eachRecord, eachBatch } = this.#handlers;
    const first = work.doneCount;
    const record = work.records[first];
    if (record === undefined) return;
    if (eachRecord !== undefined) {
      await this.#call((context) => eachRecord(record, context));
      work.doneCount++;
    } else if (eachBatch !== undefined) {
      const rest = work.records.slice(first);
      const finish = ({ offset }: { readonly offset: number }): void => {
        const count = work.records.findLastIndex((one) => one.offset <= offset) + 1;
        work.doneCount = Math.max(work.doneCount, first, count);
      };
      const isAborted = await this.#call((context) => eachBatch(rest, { signal: context.signal, ...work.at, finish }));
      // A handler that was told to end may have returned in the middle of its batch.
      if (!isAborted) work.doneCount = work.records.length;
    }
  }

  /** Calls a handler, and waits for no longer than it may take. True when it was told to end meanwhile. */
  async #call(handler: (context: HandlerContext) => void | Promise<void>): Promise<boolean> {
    const { handlerTimeoutMs = Infinity } = this.#handlers;
    const { signal } = this.#poll;
    const call = new HandlerCall(signal);
    try {
      if (handlerTimeoutMs === Infinity) await handler(call);
      else await this.#callWithin(handlerTimeoutMs, call, handler);
      return signal.aborted;
    } finally {
      call.end();
    }
  }

  async #callWithin(
    timeoutMs: number,
    call: HandlerCall,
    handler: (context: HandlerContext) => void | Promise<void>,
  ): Promise<void> {
    const { clock } = this.#options;
    const sentence = (): string => `A handler took longer than handlerTimeoutMs (${timeoutMs} ms)`;
    const running = Promise.resolve().then(() => handler(call));
    try {
      await within(clock, running, new Deadline(clock, timeoutMs), sentence);
    } catch (error) {
      const isTimeout = error instanceof KafkaError && error.code === "TIMEOUT" && error.message === sentence();
      if (!isTimeout) throw error;
      const timeout = new KafkaError("HANDLER_TIMEOUT", sentence());
      call.abort(timeout);
      throw timeout;
    }
  }

  /** What the application says about a failure; false when the partition's work ends here. */
  async #isForgiven(work: Work<K, V>, error: unknown, attempt: number): Promise<boolean> {
    const failed = work.doneCount;
    const record = work.records[failed];
    if (record === undefined) return true;
    // An end was asked for, and the handler obeyed: that is no failure of it, and the record comes again.
    if (this.#isStopping || this.#poll.signal.aborted) return false;
    let decision: HandlerDecision = "stop";
    try {
      decision = (await this.#handlers.onError?.(toKafkaError(error, "HANDLER_FAILED"), record, attempt)) ?? "stop";
    } catch (thrown) {
      this.#failure ??= { error: thrown };
      return false;
    }
    // A handler that is late may have finished records while this was decided: what is left out is the record asked about.
    if (decision === "skip") work.doneCount = Math.max(work.doneCount, failed + 1);
    else if (decision === "stop") this.#failure ??= { error };
    return decision !== "stop";
  }
}
