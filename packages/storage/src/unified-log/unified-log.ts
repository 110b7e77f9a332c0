/**
 * One partition's log: the face that the rest of the broker sees. It only delegates: every operation has its file in this folder.
 */
import type { LogConfig } from "@ottla/config";
import type { ByteChunk } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { PARTITION_METADATA, writePartitionMetadata } from "../checkpoint-file.ts";
import { cleanLog, type CleanedLog, type CleanLogOptions } from "../log-cleaner/clean-log.ts";
import { cleanableLog, type CleanableLog } from "../log-cleaner/cleanable-log.ts";
import { FUTURE_DIRECTORY_SUFFIX } from "../log-files.ts";
import type {
  AbortedTransaction,
  ActiveProducer,
  AppendOptions,
  EpochEndOffset,
  FetchDataInfo,
  FetchIsolation,
  LogAppendInfo,
  LogListener,
  LogOffsetMetadata,
  LogOffsetSnapshot,
  LogStartOffsetIncrementReason,
  ReadOptions,
  ReservedAppend,
  TimestampAndOffset,
} from "../log-types.ts";
import { validateAppend, type ValidatedAppend } from "../log-validator.ts";
import { StorageError } from "../storage-error.ts";
import type { TopicPartition } from "../topic-partition.ts";
import { VerificationGuard } from "../verification-guard.ts";
import { abortedBetween } from "./aborted-transactions.ts";
import { reserve } from "./append.ts";
import { closeLog, needsSync } from "./close.ts";
import { flush } from "./flush.ts";
import { offsetForTimestamp } from "./list-offsets.ts";
import type { LogCleaningControl, LogState } from "./log-state.ts";
import { knownMetadataOf, positionOf } from "./positions.ts";
import { isolationOffset, read, readForTransfer } from "./read.ts";
import { repair } from "./repair.ts";
import { deleteOldSegments, maybeIncrementLogStartOffset } from "./retention.ts";
import { roll } from "./roll.ts";
import { truncateFullyAndStartAt, truncateTo } from "./truncate.ts";

export class UnifiedLog {
  readonly #log: LogState;
  /** Appends whose validation is not done hold back the ones behind them. */
  #validating: Promise<unknown> | undefined;

  /** Use `openUnifiedLog` or a `LogManager`. */
  constructor(log: LogState) {
    this.#log = log;
  }

  get topicPartition(): TopicPartition {
    return this.#log.topicPartition;
  }

  /** The log directory (one of log.dirs) it lies in. */
  get parentDirectory(): string {
    return this.#log.parentDirectory;
  }

  /** Its own directory. */
  get directory(): string {
    return this.#log.directory;
  }

  get isFuture(): boolean {
    return this.#log.directory.endsWith(FUTURE_DIRECTORY_SUFFIX);
  }

  /** Undefined until assigned. */
  get topicId(): string | undefined {
    return this.#log.topicId;
  }

  get config(): LogConfig {
    return this.#log.config;
  }

  get logStartOffset(): number {
    return this.#log.logStartOffset;
  }

  get lastStableOffset(): number {
    return this.#log.lastStableOffset;
  }

  get highWatermark(): number {
    return this.#log.highWatermark;
  }

  /** One after the last written record: written, not merely reserved. */
  get logEndOffset(): number {
    return this.#log.logEndOffset;
  }

  /** Everything below it survives a crash of the machine. */
  get recoveryPoint(): number {
    return this.#log.recoveryPoint;
  }

  get logEndOffsetMetadata(): LogOffsetMetadata {
    return this.#log.logEndOffsetMetadata;
  }

  offsetSnapshot(): LogOffsetSnapshot {
    const log = this.#log;
    return {
      logStartOffset: log.logStartOffset,
      logEndOffset: log.logEndOffsetMetadata,
      highWatermark: knownMetadataOf(log, log.highWatermark),
      lastStableOffset: knownMetadataOf(log, log.lastStableOffset),
    };
  }

  /** Bytes of all segments as written. */
  get sizeInBytes(): number {
    return this.#log.segments.sizeInBytes;
  }

  get segmentCount(): number {
    return this.#log.segments.count;
  }

  /** Base offsets of all segments, the active one last. */
  get segmentBaseOffsets(): readonly number[] {
    return this.#log.segments.all().map((segment) => segment.baseOffset);
  }

  /** A clean stop has to make something durable. */
  get needsSync(): boolean {
    return needsSync(this.#log);
  }

  /** Bytes of appends that are reserved and not yet written: what a broker bounds. */
  get queuedBytes(): number {
    return this.#log.queue.queuedBytes;
  }

  /** Wall-clock time of the last flush, or of the opening. */
  get lastFlushMs(): number {
    return this.#log.lastFlushMs;
  }

  /** Why appends are refused at the moment; undefined if they are not. */
  get failure(): StorageError | undefined {
    return this.#log.failure;
  }

  /** Validates, assigns offsets and writes, in the order of the calls; never rejects. */
  appendAsLeader(records: Uint8Array, options: AppendOptions): Promise<LogAppendInfo> {
    return this.#append(records, options);
  }

  /** Appends what a leader sent: offsets are kept, batches of a higher epoch skipped (A16). */
  appendAsFollower(records: Uint8Array, leaderEpoch: number): Promise<LogAppendInfo> {
    return this.#append(records, { leaderEpoch, origin: "replication" });
  }

  #append(records: Uint8Array, options: AppendOptions): Promise<LogAppendInfo> {
    const validated = this.validateAppend(records, options);
    const mayReserve = this.#validating === undefined && this.#log.failure === undefined;
    if (mayReserve && !(validated instanceof Promise)) return this.reserve(validated).written;
    const before = this.#validating;
    const reserved = (async () => {
      const append = await validated;
      await before;
      // After a failed write the log tries to put itself right, at the latest now: the disk may have room again.
      if (this.#log.failure) await this.#log.queue.run(() => repair(this.#log));
      return this.reserve(append);
    })();
    const settled = reserved.catch(() => {});
    this.#validating = settled;
    void settled.then(() => {
      if (this.#validating === settled) this.#validating = undefined;
    });
    return reserved.then(({ written }) => written);
  }

  /**
   * Phase 1 alone: everything that needs no state. A promise only if a large compressed batch is decompressed off the event
   * loop. `records` belongs to the log from here on and is patched in place.
   */
  validateAppend(records: Uint8Array, options: AppendOptions): ValidatedAppend | Promise<ValidatedAppend> {
    const { config, name, environment } = this.#log;
    return validateAppend(records, options, { config, partitionName: name, nowMs: environment.clock.nowMs() });
  }

  /** Phase 2, synchronous: epochs, sequences, offsets. The write is queued. */
  reserve(append: ValidatedAppend): ReservedAppend {
    return reserve(this.#log, append);
  }

  /** An object, not a promise, when the tail cache holds the answer. */
  read(options: ReadOptions): FetchDataInfo | Promise<FetchDataInfo> {
    return read(this.#log, options);
  }

  /** As `read`, for who sends the records on as they are: what is not cached is read from disk when it is sent. */
  readForTransfer(options: ReadOptions): FetchDataInfo<ByteChunk> | Promise<FetchDataInfo<ByteChunk>> {
    return readForTransfer(this.#log, options);
  }

  abortedTransactions(startOffset: number, upperBoundOffset: number): Promise<readonly AbortedTransaction[]> {
    return abortedBetween(this.#log, { startOffset, upperBoundOffset });
  }

  /** Special timestamps (`ListOffsetsTimestamp`) and times ≥ 0. LATEST answers the log end offset; the caller bounds by isolation. */
  offsetForTimestamp(timestamp: number): Promise<TimestampAndOffset> {
    return offsetForTimestamp(this.#log, timestamp);
  }

  /** The answer of OffsetForLeaderEpoch, and of divergence checks. */
  endOffsetForEpoch(leaderEpoch: number): EpochEndOffset {
    return this.#log.epochs.endOffsetFor(leaderEpoch, this.#log.logEndOffset);
  }

  /** Where each leader epoch begins, oldest first. */
  get leaderEpochs(): readonly { readonly epoch: number; readonly startOffset: number }[] {
    return this.#log.epochs.entries;
  }

  get latestEpoch(): number | undefined {
    return this.#log.epochs.latestEpoch;
  }

  /** The epoch the offset was written in; undefined if it is not known. */
  epochForOffset(offset: number): number | undefined {
    return this.#log.epochs.epochForOffset(offset);
  }

  /** A new leader marks where its epoch starts. */
  assignEpochStartOffset(leaderEpoch: number, startOffset: number): void {
    this.#log.epochs.assign(leaderEpoch, startOffset);
  }

  /** Bytes between two offsets if both lie in known places of one segment, else undefined. */
  sizeBetween(from: LogOffsetMetadata, to: LogOffsetMetadata): number | undefined {
    if (from.segmentBaseOffset < 0 || from.segmentBaseOffset !== to.segmentBaseOffset) return undefined;
    return to.relativePositionInSegment - from.relativePositionInSegment;
  }

  /** The offset with its place: at once if it is cached, otherwise after a look at the disk. */
  offsetMetadata(offset: number): LogOffsetMetadata | Promise<LogOffsetMetadata> {
    const known = knownMetadataOf(this.#log, offset);
    if (known.segmentBaseOffset >= 0) return known;
    return positionOf(this.#log, offset).then((place) => ({
      messageOffset: offset,
      segmentBaseOffset: place?.segmentBaseOffset ?? -1,
      relativePositionInSegment: place?.position ?? -1,
    }));
  }

  /** Bounded to [logStartOffset, logEndOffset]; returns the one set. */
  updateHighWatermark(highWatermark: number): number {
    return this.#log.updateHighWatermark(highWatermark);
  }

  /** DeleteRecords and retention: OFFSET_OUT_OF_RANGE above the high watermark, otherwise 0. */
  maybeIncrementLogStartOffset(offset: number, reason: LogStartOffsetIncrementReason): number {
    return maybeIncrementLogStartOffset(this.#log, offset, reason);
  }

  /** Removes `offset` and everything behind it; resolves false if there was nothing. */
  truncateTo(offset: number): Promise<boolean> {
    return truncateTo(this.#log, offset);
  }

  /** Removes everything; the log begins at `offset`. */
  truncateFullyAndStartAt(offset: number, logStartOffset: number = offset): Promise<void> {
    return truncateFullyAndStartAt(this.#log, offset, logStartOffset);
  }

  /** Rolls if the active segment holds anything. */
  roll(): Promise<void> {
    return roll(this.#log);
  }

  /** Makes everything below `offset` (default: the log end) durable and moves the recovery point. */
  flush(offset?: number): Promise<void> {
    return flush(this.#log, offset);
  }

  /** Deletes what retention demands; resolves with the number of segments. */
  deleteOldSegments(): Promise<number> {
    return deleteOldSegments(this.#log);
  }

  /** What there is to clean; `checkpoint` is where the last cleaning ended, undefined if there was none. */
  cleanable(checkpoint: number | undefined): Promise<CleanableLog> {
    return cleanableLog(this.#log, checkpoint);
  }

  /** Compacts a stretch that `cleanable` found. Nobody else may clean or delete from the log meanwhile: see `LogCleaner`. */
  clean(options: CleanLogOptions): Promise<CleanedLog> {
    return cleanLog(this.#log, options);
  }

  /** From now on truncations hold off whoever cleans this log. */
  setCleaningControl(control: LogCleaningControl): void {
    this.#log.cleaning = control;
  }

  updateConfig(config: LogConfig): void {
    this.#log.config = config;
    for (const segment of this.#log.segments.all()) segment.updateConfig(config);
  }

  /** Writes partition.metadata; rejects with INCONSISTENT_TOPIC_ID if there is another id. */
  async assignTopicId(topicId: string): Promise<void> {
    const log = this.#log;
    if (log.topicId === topicId) return;
    if (log.topicId !== undefined) {
      throw new StorageError(
        "INCONSISTENT_TOPIC_ID",
        `Tried to assign topic ID ${topicId} to log for topic partition ${log.name}, but log already contained topic ID ${log.topicId}`,
      );
    }
    log.topicId = topicId;
    await writePartitionMetadata(log.environment.disk, `${log.directory}/${PARTITION_METADATA}`, topicId);
    log.needsDirectorySync = true;
    log.needsMetadataSync = true;
  }

  activeProducers(): readonly ActiveProducer[] {
    return this.#log.producers.activeProducers();
  }

  hasLateTransaction(nowMs: number): boolean {
    return this.#log.producers.hasLateTransaction(nowMs, this.#log.options.maxTransactionTimeoutMs);
  }

  hasOngoingTransaction(producerId: bigint, producerEpoch: number): boolean {
    return this.#log.producers.hasOngoingTransaction(producerId, producerEpoch);
  }

  /** Returns the guard to append with, or INVALID_PRODUCER_EPOCH for a fenced producer. */
  maybeStartTransactionVerification(start: {
    readonly producerId: bigint;
    readonly sequence: number;
    readonly producerEpoch: number;
    readonly supportsEpochBump: boolean;
  }): { readonly errorCode: number; readonly guard: VerificationGuard } {
    const { producers, environment } = this.#log;
    const entry = producers.entry(start.producerId);
    if (entry && start.producerEpoch < entry.producerEpoch) {
      return { errorCode: ErrorCode.INVALID_PRODUCER_EPOCH, guard: VerificationGuard.SENTINEL };
    }
    if (producers.hasOngoingTransaction(start.producerId, start.producerEpoch)) {
      return { errorCode: 0, guard: VerificationGuard.SENTINEL };
    }
    return { errorCode: 0, guard: producers.startVerification(start, environment.clock.nowMs()).guard };
  }

  removeExpiredProducers(nowMs: number, expirationMs: number = this.#log.options.producerIdExpirationMs): void {
    this.#log.producers.removeExpired({ nowMs, expirationMs });
  }

  addListener(listener: LogListener): void {
    this.#log.listeners.add(listener);
  }

  removeListener(listener: LogListener): void {
    this.#log.listeners.delete(listener);
  }

  /** The bound of a read with this isolation. */
  isolationOffset(isolation: FetchIsolation): number {
    return isolationOffset(this.#log, isolation);
  }

  /**
   * Waits for queued writes, flushes, writes the producer snapshot. No append may follow. With `leavesSync` everything is written and nothing
   * synced: the caller syncs all of the disk.
   */
  async close(options: { readonly leavesSync?: boolean } = {}): Promise<void> {
    await this.#validating;
    await closeLog(this.#log, { isClean: true, leavesSync: options.leavesSync ?? false });
  }

  /** Lets go of the files without writing anything: the directory is offline or about to be deleted. */
  closeHandlers(): Promise<void> {
    return closeLog(this.#log, { isClean: false, leavesSync: true });
  }

  /** Renames the log's directory, for `LogManager`. */
  async renameDirectory(directory: string): Promise<void> {
    const log = this.#log;
    const rename = async (): Promise<void> => {
      await log.environment.files.closeUnder(log.directory);
      await log.environment.disk.rename(log.directory, directory);
      log.directory = directory;
      log.snapshots.directory = directory;
      for (const segment of log.segments.all()) segment.moveTo(directory);
    };
    await log.queue.run(() => log.flushes.run(rename));
    await log.environment.disk.syncDirectory(log.parentDirectory);
  }
}
