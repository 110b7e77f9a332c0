/**
 * Gives batches to a batch listener: all records of a poll, or of one partition of it (`subBatchPerPartition`).
 *
 * What fails waits as a batch of its own, and keeps its partitions from being polled; the others go on. Records nobody can read are taken out and go to the
 * error handler one by one. A listener that names the record that failed has those before it committed, and only that one counted.
 */
import type { ConsumerRecords, PartitionOffset } from "@ottla/client";
import { isManual } from "../ack/ack-mode.ts";
import { LaneScheduler } from "../dispatch/lane-scheduler.ts";
import type { ScheduledTask } from "../dispatch/lane-scheduler.ts";
import type { AssignedPartition } from "../dispatch/task.ts";
import type { AnyRecord, Resolution } from "../errors/common-error-handler.ts";
import { BatchListenerFailedException, causesOf } from "../errors/exceptions.ts";
import { ROLLBACK_RETRY_MS, askAfterRollback, attemptInTransaction } from "./after-rollback.ts";
import type { NotDone } from "./after-rollback.ts";
import { AttemptedRecord, tellAttempt } from "./attempted-record.ts";
import { BatchAcknowledgment } from "./batch-acknowledgment.ts";
import type { Batch, BatchEntry } from "./batch-entry.ts";
import { BatchDelivery } from "./delivery.ts";
import { withinHandlerTimeout } from "./handler-timeout.ts";
import type { BatchInterceptor, BatchMessageListener, RecordFilterStrategy } from "./listener.ts";
import type { WorkHost } from "./work-host.ts";
import { WorkTimer } from "./work-timer.ts";
import { afterSettling, deserializationFailure, listenerFailed, resolve } from "./work-host.ts";
import type { TransactionOutcome } from "../template/kafka-transaction-manager.ts";
import type { ListenerWorker } from "./worker.ts";

type BatchTask = ScheduledTask<Batch, object>;

export interface BatchWorkerOptions {
  readonly host: WorkHost;
  readonly listener: BatchMessageListener;
  readonly interceptor: BatchInterceptor | undefined;
  readonly filter: RecordFilterStrategy | undefined;
}

/** After a transaction of an error handler has failed, in ms. */
const RECOVERY_RETRY_MS = 100;

/** Batches of a whole poll belong to no partition. */
const WHOLE_POLL = {};

export class BatchWorker implements ListenerWorker {
  readonly #host: WorkHost;
  readonly #options: BatchWorkerOptions;
  readonly #scheduler: LaneScheduler<Batch, object>;
  readonly #deliveries = new Map<BatchTask, BatchDelivery | undefined>();
  readonly #tasks = new Set<BatchTask>();
  readonly #timer: WorkTimer;
  #isPumping = false;

  constructor(options: BatchWorkerOptions) {
    this.#host = options.host;
    this.#timer = new WorkTimer(options.host.clock, () => this.pump());
    this.#options = options;
    const { maxConcurrency } = options.host.properties;
    // A partition with an open batch is not polled, so its batches never overtake each other.
    this.#scheduler = new LaneScheduler({ ordering: "unordered", maxConcurrency, keyOf: () => undefined });
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
    if (assigned.tracker.openCount >= this.#host.properties.maxBuffered) return true;
    for (const task of this.#tasks) if (holds(task, assigned)) return true;
    return false;
  }

  lowestUnbegun(assigned: AssignedPartition): number | undefined {
    const countsRunning = this.#host.properties.maxConcurrency > 1;
    let lowest: number | undefined;
    for (const task of this.#tasks) {
      if (this.#deliveries.has(task) && !countsRunning) continue;
      for (const { assigned: one, record } of task.record.entries) {
        if (one === assigned && (lowest === undefined || record.offset < lowest)) lowest = record.offset;
      }
    }
    return lowest;
  }

  accept(records: ConsumerRecords<unknown, unknown>): void {
    const { subBatchPerPartition: perPartition, deliveryAttemptHeader: isNumbered } = this.#host.properties;
    let whole: BatchEntry[] = [];
    for (const partition of records.partitions) {
      const assigned = this.#host.assignments.find(partition);
      if (assigned === undefined) continue;
      for (const record of records.records(partition)) {
        assigned.tracker.deliver(record.offset, record.leaderEpoch);
        whole.push({ record: isNumbered ? new AttemptedRecord(record) : record, assigned, failures: 0 });
      }
      if (perPartition && whole.length > 0) {
        this.#add(whole);
        whole = [];
      }
    }
    if (whole.length > 0) this.#add(whole);
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
        const task = this.#scheduler.take(this.#nowMs());
        if (task === undefined) break;
        this.#deliveries.set(task, undefined);
        void this.#run(task);
      }
    } finally {
      this.#isPumping = false;
    }
    this.#setTimer();
    this.#host.onProgress();
  }

  drop(assigned: AssignedPartition): number {
    let dropped = 0;
    for (const task of this.#tasks) {
      if (this.#deliveries.has(task)) continue;
      const kept = task.record.entries.filter((entry) => entry.assigned !== assigned);
      dropped += task.record.entries.length - kept.length;
      task.record.entries = kept;
    }
    return dropped;
  }

  runningOf(assigned: AssignedPartition): number {
    let count = 0;
    for (const task of this.#deliveries.keys()) if (holds(task, assigned)) count++;
    return count;
  }

  abort(reason: Error, assigned?: AssignedPartition): void {
    for (const [task, delivery] of this.#deliveries) {
      if (assigned === undefined || holds(task, assigned)) delivery?.abort(reason);
    }
  }

  close(): void {
    this.#timer.close();
  }

  #add(entries: BatchEntry[], failures = 0, dueMs?: number): void {
    const task = this.#scheduler.add(WHOLE_POLL, { entries }, dueMs);
    task.failures = failures;
    this.#tasks.add(task);
  }

  async #run(task: BatchTask): Promise<void> {
    try {
      const entries = await this.#readable(task.record.entries.filter((entry) => this.#counts(entry)));
      task.record.entries = entries;
      if (entries.length > 0) await this.#deliver(task, entries);
    } catch (error) {
      this.#host.logger.error("A batch could not be brought to its end", error);
      this.#host.stopAbnormally(error as Error);
    }
    this.#deliveries.delete(task);
    this.#tasks.delete(task);
    this.#scheduler.complete(task);
    this.pump();
  }

  #counts(entry: BatchEntry): boolean {
    return !entry.assigned.isFenced && !this.#host.isDraining(entry.assigned);
  }

  /** Takes out what nobody can read. */
  async #readable(entries: readonly BatchEntry[]): Promise<BatchEntry[]> {
    const readable: BatchEntry[] = [];
    for (const entry of entries) {
      const error = deserializationFailure(entry.record);
      if (error === undefined) readable.push(entry);
      else await this.#failRecord(entry, error, []);
    }
    return readable;
  }

  async #deliver(task: BatchTask, all: readonly BatchEntry[]): Promise<void> {
    const { listener, interceptor } = this.#options;
    const { consumer, clock, properties, groupId } = this.#host;
    let entries = all;
    for (const { record, failures } of all) tellAttempt(record, Math.max(failures, task.failures) + 1);
    try {
      entries = await this.#filtered(all);
      const given = entries.map((entry) => entry.record);
      const records = interceptor?.intercept === undefined ? given : await interceptor.intercept(given, consumer);
      if (records === null || (records.length === 0 && properties.ignoreEmptyBatch)) {
        await this.#finish(entries, true);
        return;
      }
      const acknowledgment = isManual(properties.ackMode) ? new BatchAcknowledgment(this.#host, entries) : undefined;
      const delivery = new BatchDelivery(this.#host, records, task.failures + 1, acknowledgment);
      this.#deliveries.set(task, delivery);
      const call = async (): Promise<void> => {
        await withinHandlerTimeout(clock, Promise.resolve(listener.onMessages(records, delivery)), {
          timeoutMs: properties.handlerTimeout,
          onTimeout: (error) => delivery.abort(error),
        });
      };
      await this.#inTransaction(task, call, entries);
      interceptor?.success?.(records, consumer);
      if (acknowledgment?.nacked === undefined) await this.#finish(entries, false);
      else await this.#nack(entries, acknowledgment.nacked);
    } catch (thrown) {
      const { error, delayMs, isFenced } = failureOf(thrown, groupId);
      interceptor?.failure?.(
        entries.map((entry) => entry.record),
        error,
        consumer,
      );
      if (isFenced) this.#again(entries, ROLLBACK_RETRY_MS, task.failures);
      else await this.#fail(task, entries, error, delayMs);
    }
  }

  /** With a transaction manager: the batch's offsets go with what its handler sends. */
  async #inTransaction(task: BatchTask, call: () => Promise<void>, entries: readonly BatchEntry[]): Promise<void> {
    const { transactions, consumer, afterRollback, errorHandler } = this.#host;
    if (transactions === undefined) return await call();
    const handled = (): TransactionOutcome<void> => ({ result: undefined, offsets: behindAll(entries) });
    const work = async (): Promise<TransactionOutcome<void>> => {
      await call();
      return handled();
    };
    if (afterRollback === undefined) return await transactions.execute(work, () => consumer.groupMetadata());
    const records: AnyRecord[] = entries.map((entry) => entry.record);
    const failures = task.failures + 1;
    const { signal } = new AbortController();
    const ended = await attemptInTransaction<void>(this.#host, transactions, {
      work,
      ask: (error) => errorHandler.handleBatch({ records, error, failures, consumer, signal }),
      handled,
    });
    if (ended.kind !== "done") throw new BatchRolledBack(ended);
  }

  /** Drops what the filter wants dropped: it is done. */
  async #filtered(entries: readonly BatchEntry[]): Promise<readonly BatchEntry[]> {
    const { filter } = this.#options;
    if (filter === undefined) return entries;
    const kept: BatchEntry[] = [];
    const dropped: BatchEntry[] = [];
    for (const entry of entries) ((await filter(entry.record)) ? dropped : kept).push(entry);
    await this.#finish(dropped, true);
    return kept;
  }

  /** A batch counts as one for each of its partitions, as in Spring. */
  async #finish(entries: readonly BatchEntry[], settles: boolean): Promise<void> {
    const partitions = new Set<AssignedPartition>();
    for (const { record, assigned } of entries) {
      if (!this.#host.assignments.isCurrent(assigned)) continue;
      assigned.tracker.finish(record.offset, settles);
      if (assigned.tracker.takeSettledCount() > 0) partitions.add(assigned);
    }
    await afterSettling(this.#host, partitions.size);
  }

  async #nack(
    entries: readonly BatchEntry[],
    nacked: { readonly index: number; readonly sleepMs: number },
  ): Promise<void> {
    const before = entries.slice(0, nacked.index);
    for (const { record, assigned } of before) {
      if (!assigned.isFenced) assigned.tracker.acknowledge(record.offset);
    }
    await this.#finish(before, true);
    await this.#host.commits.commit();
    this.#again(entries.slice(nacked.index), nacked.sleepMs, 0);
  }

  /** `delayMs` is added to the wait before the next delivery. */
  async #fail(task: BatchTask, entries: readonly BatchEntry[], error: Error, delayMs: number): Promise<void> {
    const named = causesOf(error).find((one) => one instanceof BatchListenerFailedException);
    const index = named?.indexIn(entries.map((entry) => entry.record)) ?? -1;
    // A transaction takes back the whole batch, also what came before the failed record.
    const failed = this.#host.transactions === undefined ? entries[index] : undefined;
    if (failed !== undefined) {
      await this.#finish(entries.slice(0, index), true);
      await this.#host.commits.commit();
      await this.#failRecord(failed, error, entries.slice(index + 1));
      return;
    }
    if (named !== undefined && index < 0)
      this.#host.logger.warn("The failed record that a batch listener names is not in its batch", error);
    task.failures++;
    const { consumer } = this.#host;
    const records: AnyRecord[] = entries.map((entry) => entry.record);
    const { signal } = new AbortController();
    const { failures } = task;
    const ask = (): Promise<Resolution> =>
      resolve(this.#host, () => this.#host.errorHandler.handleBatch({ records, error, failures, consumer, signal }));
    const { afterRollback } = this.#host;
    const recoverable = this.#host.properties.batchRecoverAfterRollback;
    const rollback = { records, error, failures, recoverable, offsets: behindAll(entries) };
    const resolution =
      afterRollback === undefined
        ? await this.#resolved(ask, behindAll(entries))
        : await askAfterRollback(this.#host, afterRollback, rollback, true);
    await this.#apply(resolution, { failed: entries, rest: [], failures, error, delayMs });
  }

  async #failRecord(entry: BatchEntry, error: Error, rest: readonly BatchEntry[]): Promise<void> {
    const failures = ++entry.failures;
    const { consumer } = this.#host;
    const { record } = entry;
    const { signal } = new AbortController();
    const ask = (): Promise<Resolution> =>
      resolve(this.#host, () => this.#host.errorHandler.handleRecord({ record, error, failures, consumer, signal }));
    const { afterRollback } = this.#host;
    const offsets = behindAll([entry]);
    const rollback = { records: [record], error, failures, recoverable: true, offsets };
    const resolution =
      afterRollback === undefined
        ? await this.#resolved(ask, offsets)
        : await askAfterRollback(this.#host, afterRollback, rollback, false);
    await this.#apply(resolution, { failed: [entry], rest, failures: 0, error, delayMs: 0 });
  }

  /** What the error handler does is one with the offsets it lets be committed. */
  async #resolved(ask: () => Promise<Resolution>, offsets: readonly PartitionOffset[]): Promise<Resolution> {
    const { transactions, consumer, logger } = this.#host;
    if (transactions === undefined) return await ask();
    const work = async (): Promise<TransactionOutcome<Resolution>> => {
      const result = await ask();
      return { result, offsets: result.action === "handled" ? offsets : [] };
    };
    try {
      return await transactions.execute(work, () => consumer.groupMetadata());
    } catch (error) {
      logger.error("What the error handler did could not be committed", error);
      return { action: "retry", delayMs: RECOVERY_RETRY_MS };
    }
  }

  async #apply(
    resolution: Resolution,
    {
      failed,
      rest,
      failures,
      error,
      delayMs,
    }: {
      readonly failed: readonly BatchEntry[];
      /** What is behind it, and has neither failed nor succeeded. */
      readonly rest: readonly BatchEntry[];
      readonly failures: number;
      readonly error: Error;
      /** Added to the wait before the next delivery. */
      readonly delayMs: number;
    },
  ): Promise<void> {
    switch (resolution.action) {
      case "retry":
        this.#again([...failed, ...rest], delayMs + resolution.delayMs, failures);
        return;
      case "stop":
        this.#again([...failed, ...rest], Infinity, failures);
        this.#host.stopAbnormally(error);
        return;
      case "handled":
        await this.#finish(failed, resolution.acknowledges || this.#host.discipline === "individual");
        if (failed.length === 1 || rest.length > 0) await this.#host.commits.commit();
        this.#again(rest, 0, 0);
        return;
    }
  }

  #again(entries: readonly BatchEntry[], delayMs: number, failures: number): void {
    const left = entries.filter((entry) => this.#counts(entry));
    if (left.length === 0) return;
    this.#add(left, failures, this.#host.isStopping ? Infinity : this.#nowMs() + delayMs);
    this.#timer.awaitTurn();
  }

  #setTimer(): void {
    this.#timer.setDue(this.#host.isStopping ? Infinity : (this.#scheduler.nextDueMs ?? Infinity));
  }

  #nowMs(): number {
    return this.#host.clock.monotonicMs();
  }
}

/** The offsets to commit for records that are done. What nobody could read is dealt with apart from its batch: neither commits past the other. */
function behindAll(entries: readonly BatchEntry[]): PartitionOffset[] {
  const done = new Map<AssignedPartition, Set<number>>();
  for (const { assigned, record } of entries) {
    const offsets = done.get(assigned);
    if (offsets === undefined) done.set(assigned, new Set([record.offset]));
    else offsets.add(record.offset);
  }
  const behind: PartitionOffset[] = [];
  for (const [{ topic, partition, tracker }, offsets] of done) {
    const committable = tracker.committableWith(offsets);
    if (committable !== undefined) behind.push({ topic, partition, ...committable });
  }
  return behind;
}

/** A transaction that an AfterRollbackProcessor is asked about, or that was fenced. */
class BatchRolledBack extends Error {
  readonly ended: NotDone;

  constructor(ended: NotDone) {
    super("The transaction of a batch was rolled back", { cause: ended.error });
    this.ended = ended;
  }
}

function failureOf(
  thrown: unknown,
  groupId: string | undefined,
): { readonly error: Error; readonly delayMs: number; readonly isFenced: boolean } {
  if (!(thrown instanceof BatchRolledBack))
    return { error: listenerFailed(thrown, groupId), delayMs: 0, isFenced: false };
  const { ended } = thrown;
  return {
    error: ended.error,
    delayMs: ended.kind === "failed" ? ended.delayMs : 0,
    isFenced: ended.kind === "fenced",
  };
}

function holds(task: BatchTask, assigned: AssignedPartition): boolean {
  return task.record.entries.some((entry) => entry.assigned === assigned);
}
