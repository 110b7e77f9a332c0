/**
 * Compaction of all logs with cleanup.policy=compact, and the deletion of their old segments. As many cleanings run at the same time as
 * log.cleaner.threads says; each takes the log with the largest share of dirty bytes, and rests for log.cleaner.backoff.ms when there is none.
 * Kafka's `LogCleaner` and `LogCleanerManager`.
 *
 * A log that cannot be cleaned for a reason of its own (a damaged batch) is set aside with that reason until it is deleted or the node starts
 * anew; the others go on. A full disk and an abort are no such reasons: the log is tried again.
 *
 * The work itself is done elsewhere (see `work/`): on threads of their own over a real disk, in place over a virtual one. `cleanOnce` is
 * one step of a cleaner, for whoever drives it by hand.
 */
import type { Clock, Timer } from "@ottla/base";
import type { StorageLogger } from "../log-environment.ts";
import { Semaphore } from "../semaphore.ts";
import { StorageError } from "../storage-error.ts";
import { topicPartitionName } from "../topic-partition.ts";
import type { UnifiedLog } from "../unified-log/unified-log.ts";
import type { CleanedLog } from "./clean-log.ts";
import type { CleanableLog } from "./cleanable-log.ts";
import { type CleanerConfig, isSameConfig, workConfigOf } from "./cleaner-config.ts";
import type { CleanerCheckpoints } from "./cleaner-checkpoints.ts";
import type { CleanerStats } from "./cleaner-stats.ts";
import { CleanerMetrics } from "./cleaner-metrics.ts";
import { CleaningStates } from "./cleaning-states.ts";
import { isFilthy } from "./compaction/cleanable-offsets.ts";
import {
  CleaningAborted,
  type CleaningControl,
  type CleaningPlace,
  newCleaningControl,
  newThrottleState,
  type ThrottleState,
} from "./work/cleaning-job.ts";

export interface LogCleanerOptions {
  readonly clock: Clock;
  readonly logger: StorageLogger;
  readonly place: CleaningPlace;
  readonly checkpoints: CleanerCheckpoints;
  /** Asked at each step: all of it may change while the node runs, except `isEnabled`. */
  readonly config: () => CleanerConfig;
  /** Current logs, without future ones. */
  readonly logs: () => Iterable<UnifiedLog>;
}

interface Dirty {
  readonly log: UnifiedLog;
  readonly cleanable: CleanableLog;
}

/** A log that is in progress. */
interface Chosen extends Dirty {
  readonly control: CleaningControl;
}

export class LogCleaner {
  readonly metrics: CleanerMetrics;
  readonly #options: LogCleanerOptions;
  readonly #states = new CleaningStates<UnifiedLog>();
  readonly #throttle: ThrottleState;
  /** One chooses at a time, so that two do not choose the same. */
  readonly #choosing = new Semaphore(1);
  /** Logs that it looks after. */
  readonly #adopted = new Set<UnifiedLog>();
  readonly #uncleanable = new Map<UnifiedLog, string>();
  /** Logs for whose cleaning the disk had no room, and when they are tried again. */
  readonly #postponed = new Map<UnifiedLog, number>();
  /** Cleaners at work or at rest, by their number. */
  readonly #loops = new Map<number, Promise<void>>();
  readonly #resting = new Map<Timer, () => void>();
  readonly #controls = new Set<CleaningControl>();
  #config: CleanerConfig;
  #isStarted = false;
  #isStopped = false;

  constructor(options: LogCleanerOptions) {
    this.#options = options;
    this.#config = options.config();
    this.#throttle = newThrottleState(this.#config.ioBytesPerSecondMax);
    this.metrics = new CleanerMetrics(options.clock);
  }

  /** log.cleaner.enable. */
  get isEnabled(): boolean {
    return this.#options.config().isEnabled;
  }

  /** Begins to clean; does nothing if log.cleaner.enable is false. */
  start(): void {
    this.#isStarted = true;
    if (this.isEnabled) this.#startLoops();
  }

  /** Resolves when nothing is cleaned any more; what was under way is aborted and leaves nothing behind. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake();
    for (const control of this.#controls) abort(control);
    await Promise.all(this.#loops.values());
    await this.#options.place.close();
  }

  /**
   * The configs may have changed. If so the rate holds at once, cleaners that rest look again, and there are as many as there should be; a
   * cleaning under way goes on with the memory it has.
   */
  reconfigure(): void {
    const config = this.#options.config();
    if (isSameConfig(config, this.#config)) return;
    this.#config = config;
    this.#throttle.rate[0] = config.ioBytesPerSecondMax;
    if (!this.#isStarted || this.#isStopped || !this.isEnabled) return;
    this.#startLoops();
    this.#wake();
  }

  /** Looks after a log from now on. */
  adopt(log: UnifiedLog): void {
    this.#adopted.add(log);
    log.setCleaningControl({
      abortAndPause: async () => {
        await this.#states.abortAndPause(log);
        return () => this.#states.resume(log);
      },
      onTruncated: async (offset) => {
        const checkpoint = this.#options.checkpoints.offsetOf(log.parentDirectory, log.topicPartition);
        if (checkpoint !== undefined && checkpoint > offset) await this.#setCheckpoint(log, offset);
      },
    });
  }

  /** The log is about to be deleted or to go offline: resolves when nothing of the cleaner touches it, nor ever will again. */
  async forget(log: UnifiedLog): Promise<void> {
    this.#adopted.delete(log);
    await this.#states.abortAndPause(log);
    this.#uncleanable.delete(log);
    this.#postponed.delete(log);
    this.metrics.forget(log);
    await this.#options.checkpoints.remove(log.parentDirectory, log.topicPartition);
    this.#states.resume(log);
  }

  /** The log that `log` replaces lay in another directory: its checkpoint goes with it. */
  async onReplaced(log: UnifiedLog, replaced: UnifiedLog): Promise<void> {
    const offset = this.#options.checkpoints.offsetOf(replaced.parentDirectory, replaced.topicPartition);
    const reason = this.#uncleanable.get(replaced);
    await this.forget(replaced);
    if (offset !== undefined) await this.#setCheckpoint(log, offset);
    if (reason !== undefined) this.#uncleanable.set(log, reason);
  }

  onDirectoryFailure(directory: string): void {
    this.#options.checkpoints.forgetDirectory(directory);
  }

  /** Runs retention over the logs that are not compacted, each while no cleaning of it begins. */
  async withoutCleaning(log: UnifiedLog, work: () => Promise<void>): Promise<void> {
    if (!this.#states.isFree(log)) return;
    await this.#states.abortAndPause(log);
    try {
      await work();
    } finally {
      this.#states.resume(log);
    }
  }

  /** Whether the log is being cleaned, or deleted from, at this moment. */
  isCleaning(log: UnifiedLog): boolean {
    return this.#states.stateOf(log) === "in-progress";
  }

  /** Why a log is not cleaned; undefined if it is. */
  uncleanableReason(log: UnifiedLog): string | undefined {
    return this.#uncleanable.get(log);
  }

  /** Logs that are set aside, with the reason. */
  get uncleanableLogs(): ReadonlyMap<UnifiedLog, string> {
    return this.#uncleanable;
  }

  /** Bytes that would be cleaned if the logs of this directory could be. */
  async uncleanableBytes(directory: string): Promise<number> {
    let bytes = 0;
    for (const log of this.#uncleanable.keys()) {
      if (log.parentDirectory !== directory) continue;
      bytes += (await log.cleanable(this.checkpointOf(log))).cleanableBytes;
    }
    return bytes;
  }

  /** Where the next cleaning of the log begins; undefined if it was never cleaned. */
  checkpointOf(log: UnifiedLog): number | undefined {
    return this.#options.checkpoints.offsetOf(log.parentDirectory, log.topicPartition);
  }

  /** Cleans the dirtiest log, if one is dirty enough, then deletes old segments of compacted logs. True if a log was cleaned. */
  async cleanOnce(): Promise<boolean> {
    const chosen = await this.#choosing.run(() => this.#choose());
    if (chosen) await this.#clean(chosen);
    await this.#deleteOldSegments();
    return chosen !== undefined;
  }

  #startLoops(): void {
    for (let i = 0; i < this.#options.config().threads; i++) {
      if (this.#loops.has(i)) continue;
      const loop = this.#loop(i).finally(() => this.#loops.delete(i));
      this.#loops.set(i, loop);
    }
  }

  async #loop(i: number): Promise<void> {
    while (!this.#isStopped && i < this.#options.config().threads) {
      let hasCleaned = false;
      try {
        hasCleaned = await this.cleanOnce();
      } catch (error) {
        this.#options.logger("error", `Log cleaner ${i}: ${String(error)}`);
      }
      if (!hasCleaned) await this.#rest();
    }
  }

  async #rest(): Promise<void> {
    if (this.#isStopped) return;
    await new Promise<void>((resolve) => {
      const timer = this.#options.clock.setTimer(this.#options.config().backoffMs, () => {
        this.#resting.delete(timer);
        resolve();
      });
      this.#resting.set(timer, resolve);
    });
  }

  #wake(): void {
    for (const [timer, resolve] of this.#resting) {
      timer.cancel();
      resolve();
    }
    this.#resting.clear();
  }

  /** Kafka's `grabFilthiestCompactedLog`. */
  async #choose(): Promise<Chosen | undefined> {
    if (this.#isStopped) return undefined;
    const dirty: Dirty[] = [];
    let compactionDelayMs = 0;
    for (const log of this.#compactedLogs()) {
      const cleanable = await this.#look(log);
      if (cleanable === undefined) continue;
      compactionDelayMs = Math.max(compactionDelayMs, cleanable.compactionDelayMs);
      if (cleanable.cleanBytes + cleanable.cleanableBytes > 0) dirty.push({ log, cleanable });
    }
    const ratios = dirty.map(({ cleanable }) => cleanable.cleanableRatio);
    this.metrics.onChoice(Math.max(0, ...ratios), compactionDelayMs);
    let filthiest: Dirty | undefined;
    for (const found of dirty) {
      const { log, cleanable } = found;
      // Looking took a while: somebody may have come first.
      if (!this.#isFree(log) || !isFilthy(cleanable, log.config.minCleanableDirtyRatio)) continue;
      if (filthiest === undefined || cleanable.cleanableRatio > filthiest.cleanable.cleanableRatio) filthiest = found;
    }
    if (filthiest === undefined || this.#isStopped) return undefined;
    const control = newCleaningControl(this.#throttle);
    this.#controls.add(control);
    this.#states.begin(filthiest.log, () => abort(control));
    return { ...filthiest, control };
  }

  async #look(log: UnifiedLog): Promise<CleanableLog | undefined> {
    const checkpoint = this.checkpointOf(log);
    try {
      const cleanable = await log.cleanable(checkpoint);
      this.metrics.onLook(log, cleanable);
      if (!cleanable.isReset) return cleanable;
      // Retention moves the log start past the checkpoint all the time.
      if (!log.config.delete) {
        const reset = `Resetting first dirty offset of ${nameOf(log)} to ${cleanable.firstDirtyOffset}`;
        this.#options.logger("warn", `${reset} since the checkpointed offset ${checkpoint} is invalid.`);
      }
      await this.#setCheckpoint(log, cleanable.firstDirtyOffset);
      return cleanable;
    } catch (error) {
      this.#onFailure(log, error);
      return undefined;
    }
  }

  async #clean({ log, cleanable, control }: Chosen): Promise<void> {
    try {
      const { firstDirtyOffset, firstUncleanableOffset } = cleanable;
      const config = workConfigOf(this.#options.config());
      const cleaning = await this.#options.place.begin(control);
      try {
        const check = (): void => throwIfAborted(control);
        const cleaned = await log.clean({ firstDirtyOffset, firstUncleanableOffset, config, cleaning, check });
        this.#onCleaned(log, cleanable, cleaned);
        // An abort makes the offset worthless: the log is cut, or gone.
        if (this.#states.stateOf(log) === "in-progress") await this.#setCheckpoint(log, cleaned.endOffset);
      } finally {
        await cleaning.end();
      }
    } catch (error) {
      this.#onFailure(log, error);
    } finally {
      this.#controls.delete(control);
      this.#states.end(log);
    }
  }

  #onCleaned(log: UnifiedLog, { firstDirtyOffset }: CleanableLog, { endOffset, stats }: CleanedLog): void {
    this.metrics.onCleaned(log, stats);
    this.#options.logger("info", `Cleaned log ${nameOf(log)}, ${describeStats(stats, firstDirtyOffset, endOffset)}`);
    if (stats.invalidMessagesRead > 0)
      this.#options.logger("warn", `Found ${stats.invalidMessagesRead} invalid messages during compaction.`);
  }

  #onFailure(log: UnifiedLog, error: unknown): void {
    if (error instanceof CleaningAborted) return;
    if (error instanceof StorageError) {
      // The log has gone, or its directory has: there is nobody left to be told.
      if (error.code === "CLOSED" || log.failure !== undefined) return;
      if (error.retriable) {
        const retryMs = this.#options.clock.nowMs() + this.#options.config().backoffMs;
        this.#postponed.set(log, retryMs);
        this.#options.logger("warn", `Cleaning of ${nameOf(log)} is put off: ${error.message}`);
        return;
      }
    }
    const reason = error instanceof Error ? error.message : String(error);
    this.#uncleanable.set(log, reason);
    this.#options.logger(
      "warn",
      `Unexpected exception thrown when cleaning log ${nameOf(log)}. Marking its partition as uncleanable: ${reason}`,
    );
  }

  async #deleteOldSegments(): Promise<void> {
    for (const log of this.#compactedLogs()) {
      if (this.#isStopped || !this.#isFree(log)) continue;
      this.#states.begin(log);
      try {
        await log.deleteOldSegments();
      } catch (error) {
        this.#onFailure(log, error);
      } finally {
        this.#states.end(log);
      }
    }
  }

  #compactedLogs(): UnifiedLog[] {
    return [...this.#options.logs()].filter((log) => log.config.compact && this.#isFree(log));
  }

  #isFree(log: UnifiedLog): boolean {
    if (!this.#adopted.has(log) || this.#uncleanable.has(log) || !this.#states.isFree(log)) return false;
    const retryMs = this.#postponed.get(log);
    if (retryMs === undefined) return true;
    if (this.#options.clock.nowMs() < retryMs) return false;
    this.#postponed.delete(log);
    return true;
  }

  async #setCheckpoint(log: UnifiedLog, offset: number): Promise<void> {
    const known = new Set<string>();
    for (const { topicPartition } of this.#options.logs()) known.add(topicPartitionName(topicPartition));
    const { topicPartition, parentDirectory } = log;
    await this.#options.checkpoints.set(parentDirectory, { topicPartition, offset }, (other) =>
      known.has(topicPartitionName(other)),
    );
  }
}

function abort(control: CleaningControl): void {
  Atomics.store(control.flags, 0, 1);
}

function throwIfAborted(control: CleaningControl): void {
  if (Atomics.load(control.flags, 0) !== 0) throw new CleaningAborted();
}

function nameOf(log: UnifiedLog): string {
  return topicPartitionName(log.topicPartition);
}

function describeStats(stats: CleanerStats, from: number, to: number): string {
  const seconds = (ms: number): string => (ms / 1000).toFixed(1);
  const megabytes = (bytes: number): string => (bytes / 1_048_576).toFixed(1);
  return (
    `dirty section [${from}, ${to}): ${megabytes(stats.bytesRead)} MB processed in ${seconds(stats.elapsedMs)} s ` +
    `(${seconds(stats.elapsedIndexMs)} s for the index of ${megabytes(stats.mapBytesRead)} MB, ` +
    `buffer utilization ${(100 * stats.bufferUtilization).toFixed(1)}%), ` +
    `${stats.messagesRead} messages → ${stats.messagesWritten}, ${megabytes(stats.bytesWritten)} MB left`
  );
}
