/**
 * One of log.dirs: its lock, its identity, its checkpoint files. Checkpoints are written only when their content has changed, so a node that
 * rests does not touch its disk.
 */
import type { Random } from "@ottla/base";
import {
  CLEAN_SHUTDOWN_FILE,
  type CheckpointedOffset,
  readCleanShutdownFile,
  readOffsetCheckpoint,
  writeCleanShutdownFile,
  writeOffsetCheckpoint,
} from "../checkpoint-file.ts";
import type { DirectoryLock, Disk } from "../disk/disk.ts";
import type { StorageLogger } from "../log-environment.ts";
import { ensureMetaProperties, type MetaProperties } from "../meta-properties.ts";
import { StorageError } from "../storage-error.ts";

export interface LogDirectoryOptions {
  readonly disk: Disk;
  readonly path: string;
  readonly clusterId: string;
  readonly nodeId: number;
  readonly random: Random;
  readonly logger: StorageLogger;
  /** The directory's lock if it is held already. */
  readonly lock?: DirectoryLock;
}

export class LogDirectory {
  readonly path: string;
  readonly meta: MetaProperties;
  /** Broker epoch of the clean stop before this start; undefined if it was not clean. */
  readonly cleanShutdownEpoch: number | undefined;
  /** False once an operation failed for good; its logs are then gone from the manager. */
  isOnline = true;
  /** Logs that are being made in it: they count when the next one looks for a place. */
  logsInTheMaking = 0;
  /** All its logs were opened: a clean stop may be noted. */
  isLoaded = false;

  readonly #disk: Disk;
  readonly #lock: DirectoryLock;
  readonly #logger: StorageLogger;
  readonly #written = new Map<string, readonly CheckpointedOffset[]>();
  /** Writes of one file follow each other. */
  readonly #writing = new Map<string, Promise<void>>();

  private constructor(
    options: LogDirectoryOptions,
    parts: { lock: DirectoryLock; meta: MetaProperties; cleanShutdownEpoch: number | undefined },
  ) {
    this.path = options.path;
    this.meta = parts.meta;
    this.cleanShutdownEpoch = parts.cleanShutdownEpoch;
    this.#disk = options.disk;
    this.#lock = parts.lock;
    this.#logger = options.logger;
  }

  /** Makes the directory if need be, takes its lock, checks whose it is. */
  static async open(options: LogDirectoryOptions): Promise<LogDirectory> {
    const { disk, path } = options;
    await disk.mkdir(path);
    const lock = options.lock ?? (await disk.lockDirectory(path));
    try {
      const meta = await ensureMetaProperties({ ...options, directory: path });
      const cleanShutdownEpoch = await readCleanShutdownFile(disk, `${path}/${CLEAN_SHUTDOWN_FILE}`);
      return new LogDirectory(options, { lock, meta, cleanShutdownEpoch });
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  get hadCleanShutdown(): boolean {
    return this.cleanShutdownEpoch !== undefined;
  }

  /** From now on a stop without `writeCleanShutdown` is an unclean one. */
  async forgetCleanShutdown(): Promise<void> {
    if (await this.#disk.unlink(`${this.path}/${CLEAN_SHUTDOWN_FILE}`)) await this.#disk.syncDirectory(this.path);
  }

  async writeCleanShutdown(brokerEpoch: number): Promise<void> {
    await writeCleanShutdownFile(this.#disk, `${this.path}/${CLEAN_SHUTDOWN_FILE}`, brokerEpoch);
  }

  /** Undefined if the file is missing, empty or damaged: recovery then does more work, nothing is lost. */
  async readCheckpoint(file: string): Promise<Map<string, CheckpointedOffset> | undefined> {
    try {
      return await readOffsetCheckpoint(this.#disk, `${this.path}/${file}`);
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== "CORRUPT_CHECKPOINT") throw error;
      this.#logger("warn", `${error.message}; it is taken as empty`);
      return undefined;
    }
  }

  async writeCheckpoint(file: string, offsets: readonly CheckpointedOffset[]): Promise<void> {
    const before = this.#writing.get(file);
    const writing = (async () => {
      await before?.catch(() => {});
      if (isSame(this.#written.get(file), offsets)) return;
      this.#written.delete(file);
      await writeOffsetCheckpoint(this.#disk, `${this.path}/${file}`, offsets);
      this.#written.set(file, offsets);
    })();
    this.#writing.set(file, writing);
    await writing;
  }

  async release(): Promise<void> {
    await this.#lock.release();
  }
}

function isSame(written: readonly CheckpointedOffset[] | undefined, offsets: readonly CheckpointedOffset[]): boolean {
  if (written?.length !== offsets.length) return false;
  return offsets.every(({ topicPartition: { topic, partition }, offset }, i) => {
    const before = written[i];
    return (
      before?.offset === offset &&
      before.topicPartition.partition === partition &&
      before.topicPartition.topic === topic
    );
  });
}
