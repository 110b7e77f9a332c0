/**
 * Gives records to a record listener, in the order that is asked for, and turns each outcome into: done, again later, or recovered.
 *
 * A record leaves the lane it blocks only after its commit, if the ack mode commits at once. Handlers that do not return a promise cost none.
 */
import type { ConsumerRecord, ConsumerRecords, PartitionOffset } from "@ottla/client";
import { isManual } from "../ack/ack-mode.ts";
import { LaneScheduler } from "../dispatch/lane-scheduler.ts";
import type { ScheduledTask } from "../dispatch/lane-scheduler.ts";
import type { AssignedPartition } from "../dispatch/task.ts";
import type { RecordFailure, Resolution } from "../errors/common-error-handler.ts";
import { ROLLBACK_RETRY_MS, askAfterRollback, attemptInTransaction } from "./after-rollback.ts";
import { AttemptedRecord, tellAttempt } from "./attempted-record.ts";
import type { Acknowledgment } from "./delivery.ts";
import { RecordDelivery } from "./delivery.ts";
import { withinHandlerTimeout } from "./handler-timeout.ts";
import type { MessageListener, RecordFilterStrategy, RecordInterceptor } from "./listener.ts";
import { RecordAcknowledgment } from "./record-acknowledgment.ts";
import type { WorkHost } from "./work-host.ts";
import type { TransactionOutcome } from "../template/kafka-transaction-manager.ts";
import { WorkTimer } from "./work-timer.ts";
import {
  afterSettling,
  deserializationFailure,
  isPromise,
  listenerFailed,
  resolve,
  settlesRecovered,
} from "./work-host.ts";
import type { ListenerWorker } from "./worker.ts";

type AnyRecord = ConsumerRecord<unknown, unknown>;
type RecordTask = ScheduledTask<AnyRecord, AssignedPartition>;

export interface RecordWorkerOptions {
  readonly host: WorkHost;
  readonly listener: MessageListener;
  readonly interceptor: RecordInterceptor | undefined;
  readonly filter: RecordFilterStrategy | undefined;
  /** When a record may be given to the listener, in ms since 1970. */
  readonly notBefore: ((record: AnyRecord) => number | undefined) | undefined;
}

/** What came of a handler; `skipped` was never given to one. */
type Outcome =
  | { readonly kind: "done" }
  | { readonly kind: "skipped" }
  | { readonly kind: "nack"; readonly sleepMs: number }
  | { readonly kind: "failed"; readonly error: Error; readonly delayMs: number }
  | { readonly kind: "fenced"; readonly error: Error };

/** After a transaction of an error handler has failed, in ms. */
const RECOVERY_RETRY_MS = 100;

const DONE: Outcome = { kind: "done" };
const SKIPPED: Outcome = { kind: "skipped" };

export class RecordWorker implements ListenerWorker {
  readonly #host: WorkHost;
  readonly #listener: MessageListener;
  readonly #options: RecordWorkerOptions;
  readonly #scheduler: LaneScheduler<AnyRecord, AssignedPartition>;
  /** Of handlers that have not ended; one that returns no promise has ended before anybody looks. */
  readonly #deliveries = new Map<RecordTask, RecordDelivery>();
  readonly #timer: WorkTimer;
  #isPumping = false;

  constructor(options: RecordWorkerOptions) {
    const { ordering, maxConcurrency } = options.host.properties;
    this.#host = options.host;
    this.#timer = new WorkTimer(options.host.clock, () => this.pump());
    this.#listener = options.listener;
    this.#options = options;
    this.#scheduler = new LaneScheduler({ ordering, maxConcurrency, keyOf });
  }

  get isBusy(): boolean {
    return this.#scheduler.hasReady || this.#scheduler.runningCount > 0;
  }

  get runningCount(): number {
    return this.#scheduler.runningCount;
  }

  get openCount(): number {
    return this.#scheduler.openCount;
  }

  isFull(assigned: AssignedPartition): boolean {
    const { ordering, maxBuffered } = this.#host.properties;
    const open = this.#scheduler.openOf(assigned);
    return (ordering === "partition" && open > 0) || Math.max(open, assigned.tracker.openCount) >= maxBuffered;
  }

  lowestUnbegun(assigned: AssignedPartition): number | undefined {
    const countsRunning = this.#host.properties.maxConcurrency > 1;
    let lowest: number | undefined;
    for (const task of this.#scheduler.tasksOf(assigned)) {
      if (task.state === "running" && !countsRunning) continue;
      if (lowest === undefined || task.record.offset < lowest) lowest = task.record.offset;
    }
    return lowest;
  }

  accept(records: ConsumerRecords<unknown, unknown>): void {
    const isNumbered = this.#host.properties.deliveryAttemptHeader;
    for (const partition of records.partitions) {
      const assigned = this.#host.assignments.find(partition);
      if (assigned === undefined) continue;
      for (const record of records.records(partition)) {
        assigned.tracker.deliver(record.offset, record.leaderEpoch);
        this.#scheduler.add(assigned, isNumbered ? new AttemptedRecord(record) : record);
      }
    }
    this.pump();
  }

  pump(): void {
    if (this.#isPumping) return;
    if (this.#timer.isTurnAwaited) {
      this.#host.onProgress();
      return;
    }
    this.#isPumping = true;
    try {
      while (!this.#host.isHalted) {
        // The time is of no interest to those that do not wait.
        const task = this.#scheduler.take(this.#scheduler.waitingCount === 0 ? 0 : this.#nowMs());
        if (task === undefined) break;
        this.#start(task);
      }
    } finally {
      this.#isPumping = false;
    }
    this.#setTimer();
    this.#host.onProgress();
  }

  drop(assigned: AssignedPartition): number {
    const running = new Set(this.#scheduler.running());
    return this.#scheduler.drop(assigned).filter((task) => !running.has(task)).length;
  }

  runningOf(assigned: AssignedPartition): number {
    let count = 0;
    for (const task of this.#scheduler.running()) if (task.owner === assigned) count++;
    return count;
  }

  abort(reason: Error, assigned?: AssignedPartition): void {
    for (const [task, delivery] of this.#deliveries) {
      if (assigned === undefined || task.owner === assigned) delivery.abort(reason);
    }
  }

  close(): void {
    this.#timer.close();
  }

  #start(task: RecordTask): void {
    const earlyMs = this.#earlyMs(task.record);
    if (earlyMs > 0) {
      this.#scheduler.postpone(task, this.#againMs(earlyMs));
      return;
    }
    let outcome: Outcome | Promise<Outcome>;
    try {
      outcome = this.#host.transactions === undefined ? this.#deliver(task) : this.#deliverInTransaction(task);
    } catch (error) {
      outcome = this.#failed(error);
    }
    if (outcome instanceof Promise)
      void outcome.then(
        (one) => this.#end(task, one),
        (error: unknown) => this.#end(task, this.#failed(error)),
      );
    else this.#end(task, outcome);
  }

  /** How long the record has to wait before anyone may have it. */
  #earlyMs(record: AnyRecord): number {
    const dueMs = this.#options.notBefore?.(record);
    return dueMs === undefined ? 0 : dueMs - this.#host.clock.nowMs();
  }

  #failed(error: unknown): Outcome {
    return { kind: "failed", error: listenerFailed(error, this.#host.groupId), delayMs: 0 };
  }

  /** Calls the listener. Interceptor and filter make it asynchronous. */
  #deliver(task: RecordTask): Outcome | Promise<Outcome> {
    const { record } = task;
    tellAttempt(record, task.failures + 1);
    const unreadable = deserializationFailure(record);
    if (unreadable !== undefined) throw unreadable;
    if (this.#options.interceptor !== undefined || this.#options.filter !== undefined) return this.#deliverAround(task);
    const delivery = this.#delivery(task, record);
    const result = this.#listener.onMessage(record, delivery);
    return isPromise(result) ? this.#settled(task, delivery, result) : this.#outcome(delivery);
  }

  /** The record's offset goes with what its handler sends; a record that comes again leaves no trace. */
  async #deliverInTransaction(task: RecordTask): Promise<Outcome> {
    const { transactions, consumer, afterRollback, errorHandler } = this.#host;
    if (transactions === undefined) return await this.#deliver(task);
    const work = async (): Promise<TransactionOutcome<Outcome>> => {
      const result = await this.#deliver(task);
      return { result, offsets: result.kind === "done" || result.kind === "skipped" ? [behind(task)] : [] };
    };
    if (afterRollback === undefined) return await transactions.execute(work, () => consumer.groupMetadata());
    const ended = await attemptInTransaction<Outcome>(this.#host, transactions, {
      work,
      ask: (error) => errorHandler.handleRecord(this.#failure(task, error, task.failures + 1)),
      handled: () => ({ result: DONE, offsets: [behind(task)] }),
    });
    return ended.kind === "done" ? ended.result : ended;
  }

  /** What the error handler does, a dead letter say, is one with the offset it lets be committed. */
  async #resolved(task: RecordTask, failure: RecordFailure): Promise<Resolution> {
    const host = this.#host;
    if (host.afterRollback !== undefined) {
      const { record, error, failures } = failure;
      const rollback = { records: [record], error, failures, recoverable: true, offsets: [behind(task)] };
      return await askAfterRollback(host, host.afterRollback, rollback, false);
    }
    const ask = (): Promise<Resolution> => resolve(host, () => host.errorHandler.handleRecord(failure));
    if (host.transactions === undefined) return await ask();
    return await host.transactions.execute(
      async () => {
        const result = await ask();
        return { result, offsets: result.action === "handled" ? [behind(task)] : [] };
      },
      () => host.consumer.groupMetadata(),
    );
  }

  async #deliverAround(task: RecordTask): Promise<Outcome> {
    const { interceptor, filter } = this.#options;
    const { consumer } = this.#host;
    const record =
      interceptor?.intercept === undefined ? task.record : await interceptor.intercept(task.record, consumer);
    if (record === null || (filter !== undefined && (await filter(record)))) return SKIPPED;
    const delivery = this.#delivery(task, record);
    try {
      const result = this.#listener.onMessage(record, delivery);
      const outcome = isPromise(result) ? await this.#settled(task, delivery, result) : this.#outcome(delivery);
      interceptor?.success?.(record, consumer);
      return outcome;
    } catch (thrown) {
      const error = listenerFailed(thrown, this.#host.groupId);
      interceptor?.failure?.(record, error, consumer);
      throw error;
    } finally {
      interceptor?.afterRecord?.(record, consumer);
    }
  }

  async #settled(task: RecordTask, delivery: RecordDelivery, result: PromiseLike<unknown>): Promise<Outcome> {
    this.#deliveries.set(task, delivery);
    await withinHandlerTimeout(this.#host.clock, result, {
      timeoutMs: this.#host.properties.handlerTimeout,
      onTimeout: (error) => delivery.abort(error),
    });
    return this.#outcome(delivery);
  }

  #outcome(delivery: RecordDelivery): Outcome {
    const { acknowledgment } = delivery;
    const sleepMs = acknowledgment instanceof RecordAcknowledgment ? acknowledgment.nackedMs : undefined;
    return sleepMs === undefined ? DONE : { kind: "nack", sleepMs };
  }

  #delivery(task: RecordTask, record: AnyRecord): RecordDelivery {
    const acknowledgment: Acknowledgment | undefined = isManual(this.#host.properties.ackMode)
      ? new RecordAcknowledgment(this.#host, task.owner, task.record.offset)
      : undefined;
    return new RecordDelivery(this.#host, record, task.failures + 1, acknowledgment);
  }

  /** Without anything to wait for the record ends here and now; the pump that began it goes on. */
  #end(task: RecordTask, outcome: Outcome): void {
    const waiting = this.#conclude(task, outcome);
    if (waiting === undefined) {
      this.#release(task);
      return;
    }
    void waiting.then(
      (dueMs) => this.#release(task, dueMs),
      (error: unknown) => {
        this.#host.logger.error("A record could not be brought to its end", error);
        this.#host.stopAbnormally(error as Error);
        this.#release(task);
      },
    );
  }

  /** What the outcome means for offset and commit. Resolves with the time of the next delivery, if there is to be one. */
  #conclude(task: RecordTask, outcome: Outcome): Promise<number | undefined> | undefined {
    const { owner, record } = task;
    if (!this.#host.assignments.isCurrent(owner)) return undefined;
    switch (outcome.kind) {
      case "done":
      case "skipped": {
        owner.tracker.finish(record.offset, outcome.kind === "skipped");
        const committed = afterSettling(this.#host, owner.tracker.takeSettledCount());
        return committed?.then(() => undefined);
      }
      case "nack":
        return this.#host.commits.commit().then(() => this.#againMs(outcome.sleepMs));
      case "failed":
        return this.#fail(task, outcome.error, outcome.delayMs);
      case "fenced":
        return Promise.resolve(this.#againMs(ROLLBACK_RETRY_MS));
    }
  }

  #failure({ record }: RecordTask, error: Error, failures: number): RecordFailure {
    const { signal } = new AbortController();
    return { record, error, failures, consumer: this.#host.consumer, signal };
  }

  /** `delayMs` is added to the wait before the next delivery. */
  async #fail(task: RecordTask, error: Error, delayMs: number): Promise<number | undefined> {
    const { owner, record } = task;
    const host = this.#host;
    const failure = this.#failure(task, error, ++task.failures);
    const resolution = await this.#resolved(task, failure).catch((thrown: unknown): Resolution => {
      host.logger.error("What the error handler did could not be committed", thrown);
      return { action: "retry", delayMs: RECOVERY_RETRY_MS };
    });
    if (!host.assignments.isCurrent(owner)) return undefined;
    switch (resolution.action) {
      case "retry":
        return this.#againMs(delayMs + resolution.delayMs);
      case "stop":
        host.stopAbnormally(error);
        return Infinity;
      case "handled":
        owner.tracker.finish(record.offset, settlesRecovered(host, resolution));
        await afterSettling(host, owner.tracker.takeSettledCount());
        if (host.errorHandler.seeksAfterHandling !== false && host.trigger.onRecovered()) await host.commits.commit();
        return undefined;
    }
  }

  /** When a record comes again; never, while the container stops. */
  #againMs(delayMs: number): number {
    return this.#host.isStopping ? Infinity : this.#nowMs() + delayMs;
  }

  /** The record leaves its handler's place: done, or until it is due again. */
  #release(task: RecordTask, dueMs?: number): void {
    this.#deliveries.delete(task);
    if (dueMs === undefined) this.#scheduler.complete(task);
    else {
      this.#scheduler.postpone(task, dueMs);
      this.#timer.awaitTurn();
    }
    this.pump();
  }

  #setTimer(): void {
    this.#timer.setDue(this.#host.isStopping ? Infinity : (this.#scheduler.nextDueMs ?? Infinity));
  }

  #nowMs(): number {
    return this.#host.clock.monotonicMs();
  }
}

/** The offset to commit for a record that is done. */
function behind({ record: { topic, partition, offset, leaderEpoch } }: RecordTask): PartitionOffset {
  return { topic, partition, offset: offset + 1, leaderEpoch };
}

/** Two keys are the same when their bytes are. */
function keyOf(record: AnyRecord): string | undefined {
  const { rawKey } = record;
  if (rawKey === null) return undefined;
  return Buffer.from(rawKey.buffer, rawKey.byteOffset, rawKey.byteLength).toString("latin1");
}
