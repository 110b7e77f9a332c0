/**
 * One segment: a `.log` file of batches back to back, and its indexes. A segment knows two sizes: `reservedBytes` counts batches whose place
 * is assigned, `sizeInBytes` those that are written; 0 ≤ sizeInBytes ≤ reservedBytes. Index entries are made at reservation, as nobody looks
 * up an offset that is not written.
 *
 * Segments that rest cost a few numbers: their indexes are opened when first used.
 */
import { assert, type Random, randomBelow } from "@ottla/base";
import { type LogConfig, maxSegmentMs } from "@ottla/config";
import { lastOffsetAt, maxTimestampAt } from "@ottla/records";
import type { LogEnvironment } from "./log-environment.ts";
import { INDEX_SUFFIX, LOG_SUFFIX, offsetFileName, TIME_INDEX_SUFFIX, TXN_INDEX_SUFFIX } from "./log-files.ts";
import { OffsetIndex } from "./offset-index.ts";
import { StorageError } from "./storage-error.ts";
import { TimeIndex, type TimestampOffset } from "./time-index.ts";
import { TransactionIndex } from "./transaction-index.ts";

/** A segment's offsets are relative to its base and fit 31 bits. */
export const RELATIVE_OFFSET_MAX = 0x7fff_ffff;
const UNKNOWN_TIMESTAMP: TimestampOffset = { timestamp: -1, offset: -1 };

/** What a reservation changed, to be put back if its write fails. */
export interface SegmentMark {
  readonly reservedBytes: number;
  readonly bytesSinceLastIndexEntry: number;
  readonly reservedMaxTimestamp: TimestampOffset;
  readonly firstBatchTimestamp: number | undefined;
  readonly offsetEntries: number;
  readonly timeEntries: number;
  readonly lastIndexedTimestamp: number;
}

export interface LogSegmentOptions {
  readonly directory: string;
  readonly baseOffset: number;
  readonly config: LogConfig;
  readonly environment: LogEnvironment;
  /** The transaction index file is there. */
  readonly hasTxnIndex?: boolean;
  readonly sizeInBytes?: number;
  /** Last modification of the log file, if it was there. */
  readonly modifiedMs?: number;
  /** What the names of its files end with behind `.log`, `.index` and so on: `.cleaned` while the cleaner makes it. Default: nothing. */
  readonly fileSuffix?: string;
}

export class LogSegment {
  readonly baseOffset: number;
  readonly offsetIndex: OffsetIndex;
  readonly timeIndex: TimeIndex;
  readonly txnIndex: TransactionIndex;
  /** Bytes written. */
  sizeInBytes: number;
  /** Bytes written or about to be; ≥ sizeInBytes. */
  reservedBytes: number;
  /** When the segment was made, or its file last changed before this start: its age while no record tells a time. */
  createdMs: number;
  /** Written since the last fsync. */
  isDirty = false;

  readonly #environment: LogEnvironment;
  readonly #rollJitterMs: number;
  #directory: string;
  #fileSuffix: string;
  #logPath: string;
  #modifiedMs: number;
  #indexIntervalBytes: number;
  #bytesSinceLastIndexEntry = 0;
  /** Largest timestamp of what is written; undefined until read from the time index. */
  #writtenMaxTimestamp: TimestampOffset | undefined;
  #reservedMaxTimestamp: TimestampOffset = UNKNOWN_TIMESTAMP;
  /** Of the last time index entry; −1 if there is none. */
  #lastIndexedTimestamp = -1;
  /** maxTimestamp of the first batch; undefined if the segment is empty or it has not been read. */
  #firstBatchTimestamp: number | undefined;

  constructor(options: LogSegmentOptions) {
    const { directory, baseOffset, config, environment } = options;
    this.baseOffset = baseOffset;
    this.#environment = environment;
    this.#directory = directory;
    this.#fileSuffix = options.fileSuffix ?? "";
    this.#logPath = this.#path(LOG_SUFFIX);
    this.#indexIntervalBytes = config.indexIntervalBytes;
    this.#rollJitterMs = rollJitter(config, environment.random);
    this.sizeInBytes = this.reservedBytes = options.sizeInBytes ?? 0;
    this.createdMs = environment.clock.nowMs();
    this.#modifiedMs = options.modifiedMs ?? this.createdMs;
    const { files, pages } = environment;
    const index = { maxBytes: config.segmentIndexBytes, files, pages };
    this.offsetIndex = new OffsetIndex(baseOffset, { ...index, path: this.#path(INDEX_SUFFIX) });
    this.timeIndex = new TimeIndex(baseOffset, { ...index, path: this.#path(TIME_INDEX_SUFFIX) });
    this.txnIndex = new TransactionIndex({
      baseOffset,
      path: this.#path(TXN_INDEX_SUFFIX),
      files,
      exists: options.hasTxnIndex ?? false,
    });
  }

  get logPath(): string {
    return this.#logPath;
  }

  get directory(): string {
    return this.#directory;
  }

  /** All files of the segment, there or not. */
  get paths(): string[] {
    return [this.#logPath, this.offsetIndex.file.path, this.timeIndex.file.path, this.txnIndex.path];
  }

  /** The partition directory was renamed. */
  moveTo(directory: string): void {
    this.#directory = directory;
    this.#logPath = this.#path(LOG_SUFFIX);
    this.offsetIndex.file.path = this.#path(INDEX_SUFFIX);
    this.timeIndex.file.path = this.#path(TIME_INDEX_SUFFIX);
    this.txnIndex.path = this.#path(TXN_INDEX_SUFFIX);
  }

  /** Renames the files that are there to names with this suffix; readers go on meanwhile. */
  async changeFileSuffix(fileSuffix: string): Promise<void> {
    const before = this.#fileSuffix;
    this.#fileSuffix = fileSuffix;
    const { files } = this.#environment;
    const rename = async (suffix: string, onRenamed: (path: string) => void): Promise<void> => {
      const from = `${this.#directory}/${offsetFileName(this.baseOffset, suffix)}${before}`;
      const to = this.#path(suffix);
      try {
        await files.rename(from, to, () => onRenamed(to));
      } catch (error) {
        // Only aborted transactions make a transaction index, and a segment that never was written may have no file at all.
        if (!(error instanceof StorageError) || error.code !== "NOT_FOUND") throw error;
        onRenamed(to);
      }
    };
    await rename(LOG_SUFFIX, (path) => (this.#logPath = path));
    await rename(INDEX_SUFFIX, (path) => (this.offsetIndex.file.path = path));
    await rename(TIME_INDEX_SUFFIX, (path) => (this.timeIndex.file.path = path));
    await rename(TXN_INDEX_SUFFIX, (path) => (this.txnIndex.path = path));
  }

  updateConfig(config: LogConfig): void {
    this.#indexIntervalBytes = config.indexIntervalBytes;
  }

  /** A segment without content yet: its indexes need not be read. */
  initializeEmpty(): void {
    this.offsetIndex.file.reset();
    this.timeIndex.file.reset();
    this.#writtenMaxTimestamp = UNKNOWN_TIMESTAMP;
  }

  /** Reads what an append or a search needs. Rejects with CORRUPT_INDEX if an index must be rebuilt. */
  async loadIndexes(): Promise<void> {
    await this.offsetIndex.file.load();
    await this.timeIndex.file.load();
    if (this.#writtenMaxTimestamp) return;
    await this.offsetIndex.check(this.reservedBytes);
    await this.timeIndex.check();
    const last = await this.timeIndex.lastEntry();
    this.#lastIndexedTimestamp = last.timestamp;
    this.#writtenMaxTimestamp = this.#reservedMaxTimestamp = last.timestamp < 0 ? UNKNOWN_TIMESTAMP : last;
  }

  /** The next append goes here: raises what the time index said by what was found behind its last entry. */
  noteScanned(batch: { readonly maxTimestamp: number; readonly lastOffset: number }): void {
    if (batch.maxTimestamp <= (this.#writtenMaxTimestamp?.timestamp ?? -1)) return;
    this.#writtenMaxTimestamp = this.#reservedMaxTimestamp = {
      timestamp: batch.maxTimestamp,
      offset: batch.lastOffset,
    };
  }

  /** maxTimestamp of the first batch; undefined if the segment is empty or it has not been read. */
  get firstBatchTimestamp(): number | undefined {
    return this.#firstBatchTimestamp;
  }

  setFirstBatchTimestamp(timestamp: number): void {
    this.#firstBatchTimestamp ??= timestamp;
  }

  /** True if the batch must not be added here (A13). */
  shouldRoll(batch: {
    readonly config: LogConfig;
    readonly sizeInBytes: number;
    readonly maxTimestamp: number;
    readonly lastOffset: number;
    readonly nowMs: number;
  }): boolean {
    const { config } = batch;
    if (this.reservedBytes > config.segmentBytes - batch.sizeInBytes) return true;
    if (this.reservedBytes > 0) {
      const first = this.#firstBatchTimestamp ?? -1;
      const waitedMs = first >= 0 ? batch.maxTimestamp - first : batch.nowMs - this.createdMs;
      if (waitedMs > maxSegmentMs(config) - this.#rollJitterMs) return true;
    }
    const offsets = this.offsetIndex.file;
    const times = this.timeIndex.file;
    if (offsets.entryCount >= offsets.maxEntries || times.entryCount >= times.maxEntries - 1) return true;
    return batch.lastOffset - this.baseOffset > RELATIVE_OFFSET_MAX;
  }

  mark(): SegmentMark {
    return {
      reservedBytes: this.reservedBytes,
      bytesSinceLastIndexEntry: this.#bytesSinceLastIndexEntry,
      reservedMaxTimestamp: this.#reservedMaxTimestamp,
      firstBatchTimestamp: this.#firstBatchTimestamp,
      offsetEntries: this.offsetIndex.file.entryCount,
      timeEntries: this.timeIndex.file.entryCount,
      lastIndexedTimestamp: this.#lastIndexedTimestamp,
    };
  }

  /** Takes back every reservation since the mark. The indexes need `ensureTail` before the next append. */
  restore(mark: SegmentMark): void {
    this.reservedBytes = mark.reservedBytes;
    this.#bytesSinceLastIndexEntry = mark.bytesSinceLastIndexEntry;
    this.#reservedMaxTimestamp = mark.reservedMaxTimestamp;
    this.#firstBatchTimestamp = mark.firstBatchTimestamp;
    this.#lastIndexedTimestamp = mark.lastIndexedTimestamp;
    this.offsetIndex.file.truncateToEntries(mark.offsetEntries);
    this.timeIndex.file.truncateToEntries(mark.timeEntries);
  }

  /** Gives a batch its place and returns its position. An index entry is made when enough bytes came since the last (A14). */
  reserve(bytes: Uint8Array, at: number, sizeInBytes: number): number {
    const position = this.reservedBytes;
    const maxTimestamp = maxTimestampAt(bytes, at);
    const lastOffset = lastOffsetAt(bytes, at);
    if (maxTimestamp > this.#reservedMaxTimestamp.timestamp) {
      this.#reservedMaxTimestamp = { timestamp: maxTimestamp, offset: lastOffset };
    }
    if (this.#bytesSinceLastIndexEntry > this.#indexIntervalBytes) {
      this.offsetIndex.append({ offset: lastOffset, position });
      this.#appendTimeEntry();
      this.#bytesSinceLastIndexEntry = 0;
    }
    this.#bytesSinceLastIndexEntry += sizeInBytes;
    if (position === 0) this.#firstBatchTimestamp = maxTimestamp;
    this.reservedBytes += sizeInBytes;
    return position;
  }

  /** The batches up to this size are written; the largest timestamp among them. */
  onWritten(sizeInBytes: number, maxTimestamp: TimestampOffset): void {
    assert(sizeInBytes <= this.reservedBytes, "a segment is not larger than what was reserved");
    this.sizeInBytes = sizeInBytes;
    this.isDirty = true;
    this.#modifiedMs = this.#environment.clock.nowMs();
    if (maxTimestamp.timestamp > (this.#writtenMaxTimestamp?.timestamp ?? -1)) this.#writtenMaxTimestamp = maxTimestamp;
  }

  /** Largest timestamp that is reserved, and the last offset of the batch that holds it. */
  get reservedMaxTimestamp(): TimestampOffset {
    return this.#reservedMaxTimestamp;
  }

  /** No more appends: the time index gets its last entry. */
  onBecomeInactive(): void {
    this.#appendTimeEntry();
  }

  /** Largest timestamp of what is written and the last offset of its batch; (−1, …) if no record has one. */
  async maxTimestampSoFar(): Promise<TimestampOffset> {
    if (!this.#writtenMaxTimestamp) await this.loadIndexes();
    return this.#writtenMaxTimestamp ?? UNKNOWN_TIMESTAMP;
  }

  /** When the log file last changed, milliseconds since the epoch. */
  get modifiedMs(): number {
    return this.#modifiedMs;
  }

  /** Time for retention: the largest record timestamp, or the file's last modification if there is none (R2). */
  async largestTimestamp(): Promise<number> {
    const { timestamp } = await this.maxTimestampSoFar();
    return timestamp >= 0 ? timestamp : this.#modifiedMs;
  }

  get hasRecordTimestamp(): boolean {
    return (this.#writtenMaxTimestamp?.timestamp ?? -1) >= 0;
  }

  /** Forgets indexes and timestamps before a rebuild or after a truncation by the caller. */
  resetIndexes(): void {
    this.offsetIndex.file.reset();
    this.timeIndex.file.reset();
    this.txnIndex.reset();
    this.#bytesSinceLastIndexEntry = 0;
    this.#lastIndexedTimestamp = -1;
    this.#writtenMaxTimestamp = this.#reservedMaxTimestamp = UNKNOWN_TIMESTAMP;
    this.#firstBatchTimestamp = undefined;
  }

  /** After the content was cut to `sizeInBytes`. `maxTimestamp` is that of what is left. */
  afterTruncation(sizeInBytes: number, maxTimestamp: TimestampOffset, lastIndexedTimestamp: number): void {
    this.sizeInBytes = this.reservedBytes = sizeInBytes;
    this.#bytesSinceLastIndexEntry = 0;
    this.#writtenMaxTimestamp = this.#reservedMaxTimestamp = maxTimestamp;
    this.#lastIndexedTimestamp = lastIndexedTimestamp;
    if (sizeInBytes === 0) {
      this.createdMs = this.#environment.clock.nowMs();
      this.#firstBatchTimestamp = undefined;
    }
  }

  /** Reads up to `target.length` bytes of the log file; short only at its end. */
  read(target: Uint8Array, position: number): Promise<number> {
    return this.#environment.files.use(this.#logPath, "readWrite", (file) => file.read(target, position));
  }

  /** The same at once; undefined where that cannot be done. Throws a `StorageError`. */
  readNow(target: Uint8Array, position: number): number | undefined {
    return this.#environment.files.peek(this.#logPath)?.readNow?.(target, position);
  }

  /** Writes index pages that are full, as memory bound. */
  async writeFullPages(): Promise<void> {
    if (this.offsetIndex.file.needsWrite) await this.offsetIndex.file.write();
    if (this.timeIndex.file.needsWrite) await this.timeIndex.file.write();
  }

  /** Writes all index entries that are only in memory. */
  async writeIndexes(): Promise<void> {
    await this.offsetIndex.file.write();
    await this.timeIndex.file.write();
    await this.txnIndex.write({ sync: false });
  }

  /** After `resetIndexes` and a rebuild: the new ones take the place of the old. The offset index comes last: a missing one is rebuilt. */
  async replaceIndexes(): Promise<void> {
    await this.txnIndex.replace();
    await this.timeIndex.file.replace();
    await this.offsetIndex.file.replace();
  }

  /** Makes the log file durable. */
  async syncLog(): Promise<void> {
    this.isDirty = false;
    try {
      await this.#environment.files.use(this.#logPath, "readWriteCreate", (file) => file.sync());
    } catch (error) {
      this.isDirty = true;
      throw error;
    }
  }

  /** Makes the indexes durable: before the recovery point passes the segment. */
  async syncIndexes(): Promise<void> {
    await this.offsetIndex.file.flush();
    await this.timeIndex.file.flush();
    await this.txnIndex.write({ sync: true });
  }

  /** Lets go of the files. */
  async closeFiles(): Promise<void> {
    for (const path of this.paths) await this.#environment.files.close(path);
  }

  #appendTimeEntry(): void {
    const { timestamp } = this.#reservedMaxTimestamp;
    if (timestamp <= this.#lastIndexedTimestamp) return;
    this.timeIndex.append(this.#reservedMaxTimestamp);
    this.#lastIndexedTimestamp = timestamp;
  }

  #path(suffix: string): string {
    return `${this.#directory}/${offsetFileName(this.baseOffset, suffix)}${this.#fileSuffix}`;
  }
}

function rollJitter(config: LogConfig, random: Random): number {
  if (config.segmentJitterMs === 0) return 0;
  return randomBelow(random, Math.min(config.segmentJitterMs, config.segmentMs, 2 ** 31 - 1));
}
