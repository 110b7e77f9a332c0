/**
 * One partition under the runtime's care: its state machine, the batches on their way to the log, the answers that wait.
 *
 *   loading ──► active ──► closed          offsets:  committed ≤ written ≤ next
 *      │          │
 *      └► failed ◄┘  (failed loads again with the next leader epoch)
 *
 * An operation runs at once and to its end: handle, replay its records, put them into the open batch. One batch is being
 * appended at a time, so that a failed append takes back exactly what was built on it: the state returns to the
 * snapshot at the batch's first offset, and every operation from there on fails. While a batch is on its way, the next
 * one fills.
 *
 * It never answers an operation before its records are committed, and never lets a read see what is not.
 */

import { SnapshotRegistry, type Timer, type TimerQueue } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { BatchQueue } from "./batch-queue.ts";
import { CoordinatorError } from "./coordinator-error.ts";
import { DeferredOperation } from "./deferred-operation.ts";
import { loadShard, type LoadedLog } from "./loader.ts";
import type { ShardState } from "./metrics.ts";
import type { CoordinatorResult } from "./result.ts";
import type { RuntimeOptions } from "./runtime-options.ts";
import type { CoordinatorShard, OperationTime } from "./shard.ts";
import { CoordinatorTimers } from "./timers.ts";
import type { TransactionalProducer, TransactionMarker } from "./transactional-producer.ts";

/** More bytes than this waiting for the log, and new operations are refused. */
const MAX_PENDING_BYTES = 32 * 1024 * 1024;

export type WriteOperation<S, T, R> = (shard: S, time: OperationTime) => CoordinatorResult<T, R>;
export type ReadOperation<S, T> = (shard: S, committedOffset: number) => T;

export class HostedShard<S extends CoordinatorShard<R, E>, R, E> {
  readonly partition: number;
  readonly #options: RuntimeOptions<S, R, E>;
  readonly #timerQueue: TimerQueue;
  #state: ShardState = "loading";
  #leaderEpoch: number;
  /** Counts loads; what belongs to an earlier one is ignored. */
  #incarnation = 0;
  #live: LiveShard<S, R, E> | undefined;

  constructor(partition: number, leaderEpoch: number, options: RuntimeOptions<S, R, E>, timerQueue: TimerQueue) {
    this.partition = partition;
    this.#leaderEpoch = leaderEpoch;
    this.#options = options;
    this.#timerQueue = timerQueue;
    options.metrics?.onStateChange?.(partition, undefined, "loading");
    this.#load();
  }

  get state(): ShardState {
    return this.#state;
  }

  get leaderEpoch(): number {
    return this.#leaderEpoch;
  }

  /** This node leads the partition with a newer epoch. An active shard goes on: nobody else has written. */
  onElection(leaderEpoch: number): void {
    if (leaderEpoch <= this.#leaderEpoch) return;
    this.#leaderEpoch = leaderEpoch;
    if (this.#state === "failed") this.#load();
  }

  close(): void {
    this.#unload("closed");
  }

  write<T>(operation: WriteOperation<S, T, R>, producer?: TransactionalProducer): Promise<T> {
    const live = this.#live;
    if (this.#state !== "active" || live === undefined) return Promise.reject(this.#refusal());
    if (live.batches.pendingBytes > MAX_PENDING_BYTES) {
      return Promise.reject(
        new CoordinatorError(ErrorCode.COORDINATOR_NOT_AVAILABLE, `too much waits for partition ${this.partition}`),
      );
    }
    return live.perform(operation, producer);
  }

  completeTransaction(marker: TransactionMarker): Promise<void> {
    const live = this.#live;
    if (this.#state !== "active" || live === undefined) return Promise.reject(this.#refusal());
    return live.completeTransaction(marker);
  }

  tell(message: (shard: S) => void): void {
    if (this.#state === "active" && this.#live !== undefined) message(this.#live.shard);
  }

  read<T>(operation: ReadOperation<S, T>): T {
    const live = this.#live;
    if (this.#state !== "active" || live === undefined) throw this.#refusal();
    return operation(live.shard, live.batches.committedOffset);
  }

  #refusal(): CoordinatorError {
    return new CoordinatorError(
      this.#state === "loading" ? ErrorCode.COORDINATOR_LOAD_IN_PROGRESS : ErrorCode.NOT_COORDINATOR,
      `partition ${this.partition} is ${this.#state}`,
    );
  }

  #load(): void {
    this.#transitionTo("loading");
    const incarnation = ++this.#incarnation;
    const options = this.#options;
    const snapshots = new SnapshotRegistry();
    const timers = new CoordinatorTimers<E>();
    const shard = options.createShard({ partition: this.partition, snapshots, timers });
    loadShard({
      partition: this.partition,
      reader: options.reader,
      serde: options.serde,
      shard,
      snapshots,
      bufferBytes: options.loadBufferBytes,
      monotonicMs: () => options.clock.monotonicMs(),
      yieldTurn: options.yieldTurn ?? yieldToEventLoop,
      isCancelled: () => incarnation !== this.#incarnation,
    })
      .then((loaded) => {
        if (incarnation === this.#incarnation && loaded !== undefined) this.#activate(shard, snapshots, timers, loaded);
      })
      .catch((cause: unknown) => {
        // A log that cannot be read back is the log's fault: the partition fails, not the process.
        if (incarnation !== this.#incarnation) return;
        options.onFailure?.({ partition: this.partition, leaderEpoch: this.#leaderEpoch, phase: "load", cause });
        this.#unload("failed");
      });
  }

  #activate(shard: S, snapshots: SnapshotRegistry, timers: CoordinatorTimers<E>, loaded: LoadedLog): void {
    const options = this.#options;
    const batches = new BatchQueue({
      partition: this.partition,
      options,
      timerQueue: this.#timerQueue,
      snapshots,
      loaded,
      onOutOfSync: () => this.#reload(),
    });
    const live = new LiveShard(shard, timers, batches, options, this.#timerQueue);
    this.#live = live;
    this.#transitionTo("active");
    batches.start();
    live.onLoaded();
    options.metrics?.onLoaded?.(this.partition, loaded.summary);
  }

  /** The log is not what this shard believes it to be: start over from the log. */
  #reload(): void {
    const cause = new CoordinatorError(ErrorCode.NOT_COORDINATOR, "the log has moved on without the state machine");
    this.#options.onFailure?.({ partition: this.partition, leaderEpoch: this.#leaderEpoch, phase: "append", cause });
    this.#unload("failed");
    this.#load();
  }

  #unload(to: "failed" | "closed"): void {
    this.#incarnation++;
    const live = this.#live;
    this.#live = undefined;
    this.#transitionTo(to);
    live?.close();
  }

  #transitionTo(to: ShardState): void {
    const from = this.#state;
    if (from === to) return;
    this.#state = to;
    this.#options.metrics?.onStateChange?.(this.partition, from, to);
  }
}

/** An active shard: operations, timers and their turn. */
class LiveShard<S extends CoordinatorShard<R, E>, R, E> {
  readonly shard: S;
  readonly batches: BatchQueue<R>;
  readonly #timers: CoordinatorTimers<E>;
  readonly #options: RuntimeOptions<S, R, E>;
  readonly #timerQueue: TimerQueue;
  #armed: Timer | undefined;
  /** Monotonic; no deadline of the shard is earlier than this. */
  #armedForMs = Infinity;
  #isClosed = false;

  constructor(
    shard: S,
    timers: CoordinatorTimers<E>,
    batches: BatchQueue<R>,
    options: RuntimeOptions<S, R, E>,
    timerQueue: TimerQueue,
  ) {
    this.shard = shard;
    this.batches = batches;
    this.#timers = timers;
    this.#options = options;
    this.#timerQueue = timerQueue;
  }

  onLoaded(): void {
    this.shard.onLoaded(this.#time());
    this.#armTimer();
  }

  perform<T>(operation: WriteOperation<S, T, R>, producer?: TransactionalProducer): Promise<T> {
    const time = this.#time();
    const result = operation(this.shard, time);
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const deferred = new DeferredOperation((errorCode) => {
      if (result.onCompletion !== undefined) {
        result.onCompletion(errorCode, this.#time());
        this.#armTimer();
      }
      if (errorCode === ErrorCode.NONE) resolve(result.response);
      else reject(new CoordinatorError(errorCode));
    });
    this.batches.append(result.records, {
      deferred,
      isAtomic: result.isAtomic ?? true,
      nowMs: time.nowMs,
      replay: (record, offset) =>
        this.shard.replay(record, { offset, producerId: producer?.producerId ?? NO_PRODUCER_ID }),
      ...(producer === undefined ? {} : { producer }),
    });
    this.#limit(deferred);
    this.#armTimer();
    return promise;
  }

  completeTransaction(marker: TransactionMarker): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const deferred = new DeferredOperation((errorCode) => {
      if (errorCode === ErrorCode.NONE) resolve();
      else reject(new CoordinatorError(errorCode));
    });
    this.batches.appendMarker(marker, {
      deferred,
      nowMs: this.#time().nowMs,
      replay: () => this.shard.replayEndTransactionMarker(marker.producerId, marker.outcome),
    });
    this.#limit(deferred);
    return promise;
  }

  #limit(deferred: DeferredOperation): void {
    if (deferred.isDone) return;
    const limitMs = this.#options.writeTimeoutMs;
    deferred.limit(this.#timerQueue.schedule(limitMs, () => deferred.complete(ErrorCode.REQUEST_TIMED_OUT)));
  }

  close(): void {
    this.#isClosed = true;
    this.#armed?.cancel();
    this.#timers.clear();
    this.batches.close(ErrorCode.NOT_COORDINATOR);
    this.shard.onUnloaded();
  }

  #time(): OperationTime {
    const { clock } = this.#options;
    return { nowMs: Math.floor(clock.nowMs()), monotonicMs: clock.monotonicMs() };
  }

  #armTimer(): void {
    const nextMs = this.#isClosed ? undefined : this.#timers.nextDeadlineMs;
    if (nextMs === undefined || nextMs >= this.#armedForMs) return;
    this.#armed?.cancel();
    this.#armedForMs = nextMs;
    this.#armed = this.#timerQueue.schedule(nextMs - this.#options.clock.monotonicMs(), () => this.#onTimer());
  }

  #onTimer(): void {
    this.#armed = undefined;
    // What the timer was armed for is due, whatever rounding made of it.
    const nowMs = Math.max(this.#options.clock.monotonicMs(), this.#armedForMs);
    // Deadlines set while these expire wait for the next turn, even at no delay.
    for (let left = this.#timers.size; left > 0 && !this.#isClosed; left--) {
      const due = this.#timers.popDue(nowMs);
      if (due === undefined) break;
      this.perform((shard, time) => shard.onTimer(due.event, time)).catch((cause: unknown) => {
        this.#options.onTimerFailure?.({ key: due.key, cause });
      });
    }
    this.#armedForMs = Infinity;
    this.#armTimer();
  }
}

const NO_PRODUCER_ID = -1n;

function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
