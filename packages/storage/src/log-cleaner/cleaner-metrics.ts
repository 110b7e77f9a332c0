/**
 * What the cleaner tells of itself, as plain values: Kafka's gauges of `kafka.log:type=LogCleaner` and `LogCleanerManager`, and for each log how
 * dirty it is and when it was last cleaned. Nothing here decides anything.
 */
import type { Clock } from "@ottla/base";
import type { UnifiedLog } from "../unified-log/unified-log.ts";
import type { CleanableLog } from "./cleanable-log.ts";
import type { CleanerStats } from "./cleaner-stats.ts";

/** One log, as the cleaner last saw it. */
export interface LogCleaningInfo {
  /** cleanable ÷ (clean + cleanable) in bytes, from 0 to 1, when it was last looked at; 0 right after a cleaning. */
  readonly dirtyRatio: number;
  readonly cleanableBytes: number;
  /** Wall-clock milliseconds of the end of the last cleaning since the start; undefined if there was none. */
  readonly lastCleanMs: number | undefined;
  readonly lastStats: CleanerStats | undefined;
}

const NEVER_SEEN: LogCleaningInfo = {
  dirtyRatio: 0,
  cleanableBytes: 0,
  lastCleanMs: undefined,
  lastStats: undefined,
};

export class CleanerMetrics {
  readonly #clock: Clock;
  readonly #logs = new Map<UnifiedLog, LogCleaningInfo>();
  #lastStats: CleanerStats | undefined;
  #lastRunMs: number;
  #dirtiestRatio = 0;
  #compactionDelayMs = 0;
  #cleaningCount = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#lastRunMs = clock.nowMs();
  }

  /** `max-dirty-percent`: of the dirtiest log at the last choice. */
  get maxDirtyPercent(): number {
    return Math.floor(100 * this.#dirtiestRatio);
  }

  /** `time-since-last-run-ms`: since a log was last looked for. */
  get timeSinceLastRunMs(): number {
    return this.#clock.nowMs() - this.#lastRunMs;
  }

  /** `max-buffer-utilization-percent`: how full the offset map was in the last cleaning. */
  get maxBufferUtilizationPercent(): number {
    return Math.floor(100 * (this.#lastStats?.bufferUtilization ?? 0));
  }

  /** `cleaner-recopy-percent`: bytes written of those read in the last cleaning. */
  get cleanerRecopyPercent(): number {
    const { bytesRead = 0, bytesWritten = 0 } = this.#lastStats ?? {};
    return Math.floor((100 * bytesWritten) / Math.max(bytesRead, 1));
  }

  /** `max-clean-time-secs` of the last cleaning. */
  get maxCleanTimeSecs(): number {
    return Math.floor((this.#lastStats?.elapsedMs ?? 0) / 1000);
  }

  /** `max-compaction-delay-secs`: how long max.compaction.lag.ms had passed for some log at the last choice. */
  get maxCompactionDelaySecs(): number {
    return Math.floor(this.#compactionDelayMs / 1000);
  }

  /** Cleanings that were finished since the start. */
  get cleaningCount(): number {
    return this.#cleaningCount;
  }

  infoOf(log: UnifiedLog): LogCleaningInfo {
    return this.#logs.get(log) ?? NEVER_SEEN;
  }

  onChoice(dirtiestRatio: number, compactionDelayMs: number): void {
    this.#lastRunMs = this.#clock.nowMs();
    this.#dirtiestRatio = dirtiestRatio;
    this.#compactionDelayMs = compactionDelayMs;
  }

  onLook(log: UnifiedLog, { cleanableRatio, cleanableBytes }: CleanableLog): void {
    this.#logs.set(log, { ...this.infoOf(log), dirtyRatio: cleanableRatio, cleanableBytes });
  }

  onCleaned(log: UnifiedLog, stats: CleanerStats): void {
    this.#cleaningCount++;
    this.#lastStats = stats;
    this.#logs.set(log, { dirtyRatio: 0, cleanableBytes: 0, lastCleanMs: this.#clock.nowMs(), lastStats: stats });
  }

  forget(log: UnifiedLog): void {
    this.#logs.delete(log);
  }
}
