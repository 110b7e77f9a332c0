/** What a node does with its logs from time to time, at Kafka's default intervals. */
import type { LogCleaner } from "../log-cleaner/log-cleaner.ts";
import type { LogManagerOptions } from "./log-manager-options.ts";
import { StorageError } from "../storage-error.ts";
import type { UnifiedLog } from "../unified-log/unified-log.ts";
import type { PeriodicTasks } from "./periodic-tasks.ts";

const INITIAL_TASK_DELAY_MS = 30_000;
/** How often flush.ms is looked at. Kafka looks every log.flush.scheduler.interval.ms, by default never. */
const FLUSH_CHECK_MS = 1000;

/** What the tasks need of a `LogManager`. */
export interface TaskTarget {
  readonly producerIdExpirationMs: number | undefined;
  readonly cleaner: Pick<LogCleaner, "withoutCleaning">;
  allLogs(): readonly UnifiedLog[];
  checkpointRecoveryPoints(): Promise<void>;
  checkpointLogStartOffsets(): Promise<void>;
  checkpointHighWatermarks(): Promise<void>;
}

export function startLogTasks(tasks: PeriodicTasks, manager: TaskTarget, options: LogManagerOptions): void {
  const { clock } = options;
  const initialDelayMs = options.initialTaskDelayMs ?? INITIAL_TASK_DELAY_MS;
  tasks.start({
    name: "log-retention",
    initialDelayMs,
    intervalMs: options.retentionCheckIntervalMs ?? 300_000,
    run: () => deleteOldSegments(manager),
  });
  const flushCheckMs = Math.min(options.flushSchedulerIntervalMs ?? Infinity, FLUSH_CHECK_MS);
  tasks.start({
    name: "log-flusher",
    initialDelayMs: flushCheckMs,
    intervalMs: flushCheckMs,
    run: () => flushDirtyLogs(manager, clock.nowMs()),
  });
  tasks.start({
    name: "recovery-point-checkpoint",
    initialDelayMs,
    intervalMs: options.flushOffsetCheckpointIntervalMs ?? 60_000,
    run: () => manager.checkpointRecoveryPoints(),
  });
  tasks.start({
    name: "log-start-offset-checkpoint",
    initialDelayMs,
    intervalMs: options.flushStartOffsetCheckpointIntervalMs ?? 60_000,
    run: () => manager.checkpointLogStartOffsets(),
  });
  const highWatermarkMs = options.highWatermarkCheckpointIntervalMs ?? 5000;
  tasks.start({
    name: "high-watermark-checkpoint",
    initialDelayMs: highWatermarkMs,
    intervalMs: highWatermarkMs,
    run: () => manager.checkpointHighWatermarks(),
  });
  const expiryCheckMs = options.producerIdExpirationCheckIntervalMs ?? 600_000;
  tasks.start({
    name: "producer-id-expiry",
    initialDelayMs: expiryCheckMs,
    intervalMs: expiryCheckMs,
    run: async () => removeExpiredProducers(manager, clock.nowMs()),
  });
}

/** Compacted logs are the cleaner's; without one nothing is deleted from them, as in Kafka. */
export async function deleteOldSegments(manager: TaskTarget): Promise<void> {
  const { cleaner } = manager;
  for (const log of manager.allLogs()) {
    // A log that fails says so by itself, and takes its directory offline; the others have their turn.
    const work = async (): Promise<void> => {
      await log.deleteOldSegments().catch((error: unknown) => {
        if (!(error instanceof StorageError)) throw error;
      });
    };
    if (log.isFuture) await work();
    else if (!log.config.compact) await cleaner.withoutCleaning(log, work);
  }
}

export function removeExpiredProducers(manager: TaskTarget, nowMs: number): void {
  for (const log of manager.allLogs()) log.removeExpiredProducers(nowMs, manager.producerIdExpirationMs);
}

async function flushDirtyLogs(manager: TaskTarget, nowMs: number): Promise<void> {
  for (const log of manager.allLogs()) {
    const { flushMs } = log.config;
    if (flushMs === Infinity || log.recoveryPoint >= log.logEndOffset) continue;
    // A failed flush takes its directory offline by itself.
    if (nowMs - log.lastFlushMs >= flushMs) await log.flush().catch(() => {});
  }
}
