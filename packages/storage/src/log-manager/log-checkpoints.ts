/**
 * The checkpoint files of all directories, written from what the logs say at the moment. One that cannot be written takes its directory offline,
 * unless the disk is only full.
 */
import {
  HIGH_WATERMARK_CHECKPOINT,
  LOG_START_OFFSET_CHECKPOINT,
  RECOVERY_POINT_CHECKPOINT,
  type CheckpointedOffset,
} from "../checkpoint-file.ts";
import type { StorageLogger } from "../log-environment.ts";
import { Semaphore } from "../semaphore.ts";
import { StorageError } from "../storage-error.ts";
import type { UnifiedLog } from "../unified-log/unified-log.ts";
import type { LogDirectory } from "./log-directory.ts";
import type { Logs } from "./logs.ts";

type OffsetOf = (log: UnifiedLog) => number | undefined;

const recoveryPointOf: OffsetOf = (log) => log.recoveryPoint;
const highWatermarkOf: OffsetOf = (log) => log.highWatermark;
/** Only of logs that begin inside of their first segment, as Kafka does. */
const logStartOffsetOf: OffsetOf = (log) =>
  log.logStartOffset > (log.segmentBaseOffsets[0] ?? 0) ? log.logStartOffset : undefined;

export interface LogCheckpointsOptions {
  readonly directories: readonly LogDirectory[];
  readonly logs: Logs;
  readonly logger: StorageLogger;
  readonly onFailure: (directory: LogDirectory, error: StorageError) => void;
}

export class LogCheckpoints {
  readonly #options: LogCheckpointsOptions;
  readonly #oneAtATime = new Semaphore(1);
  /** Asked for and not begun. */
  #waiting: Promise<void> | undefined;

  constructor(options: LogCheckpointsOptions) {
    this.#options = options;
  }

  highWatermarks(): Promise<void> {
    return this.#writeAll(HIGH_WATERMARK_CHECKPOINT, highWatermarkOf);
  }

  recoveryPoints(): Promise<void> {
    return this.#writeAll(RECOVERY_POINT_CHECKPOINT, recoveryPointOf);
  }

  logStartOffsets(): Promise<void> {
    return this.#writeAll(LOG_START_OFFSET_CHECKPOINT, logStartOffsetOf);
  }

  /** Rejects if that fails, as those need to know who have just moved a recovery point back, or rely on one that has moved on. */
  async recoveryPointsOf(directory: LogDirectory): Promise<void> {
    await this.#write(directory, RECOVERY_POINT_CHECKPOINT, recoveryPointOf);
  }

  /** At a clean stop; rejects if one fails. */
  async everyOf(directory: LogDirectory): Promise<void> {
    await this.#write(directory, RECOVERY_POINT_CHECKPOINT, recoveryPointOf);
    await this.#write(directory, LOG_START_OFFSET_CHECKPOINT, logStartOffsetOf);
    await this.#write(directory, HIGH_WATERMARK_CHECKPOINT, highWatermarkOf);
  }

  /**
   * Logs have come or gone. One run serves everybody who asked before it began: a topic of a thousand partitions that goes does not write the
   * files a thousand times.
   */
  onLogsChanged(): Promise<void> {
    this.#waiting ??= this.#oneAtATime.run(async () => {
      this.#waiting = undefined;
      await this.recoveryPoints();
      await this.logStartOffsets();
    });
    return this.#waiting;
  }

  onError(directory: LogDirectory, file: string, error: unknown): void {
    const { logger, onFailure } = this.#options;
    logger("error", `Disk error while writing ${file} in directory ${directory.path}: ${String(error)}`);
    if (error instanceof StorageError && !error.retriable) onFailure(directory, error);
  }

  async #writeAll(file: string, offsetOf: OffsetOf): Promise<void> {
    for (const directory of this.#options.directories) {
      if (!directory.isOnline) continue;
      try {
        await this.#write(directory, file, offsetOf);
      } catch (error) {
        this.onError(directory, file, error);
      }
    }
  }

  async #write(directory: LogDirectory, file: string, offsetOf: OffsetOf): Promise<void> {
    const offsets: CheckpointedOffset[] = [];
    for (const log of this.#options.logs.currentIn(directory.path)) {
      const offset = offsetOf(log);
      if (offset !== undefined) offsets.push({ topicPartition: log.topicPartition, offset });
    }
    await directory.writeCheckpoint(file, offsets);
  }
}
