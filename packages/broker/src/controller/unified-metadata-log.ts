/**
 * The metadata log as one of storage's logs, in the directory `__cluster_metadata-0`. It is opened before all others,
 * because what they need to be opened (their configs) is in it, and it is never cleaned by time or size: snapshots
 * stand for its old part.
 */

import { METADATA_TOPIC_ID } from "@ottla/base";
import { type KafkaConfig, logConfigOf, type LogConfig } from "@ottla/config";
import { ErrorCode } from "@ottla/protocol";
import { type LogEnvironment, openUnifiedLog, StorageError, type UnifiedLog } from "@ottla/storage";
import { lastOffsetOf, wholeBatches } from "./batch-bounds.ts";
import type { MetadataLog } from "./metadata-log.ts";

const READ_BYTES = 1024 * 1024;

/** The name of the directory under `metadata.log.dir`. */
export const METADATA_LOG_DIRECTORY = "__cluster_metadata-0";

/** How the log is opened. */
export interface OpenMetadataLogOptions {
  readonly environment: LogEnvironment;
  readonly config: KafkaConfig;
}

/** See the file's head. */
export class UnifiedMetadataLog implements MetadataLog {
  readonly #log: UnifiedLog;

  private constructor(log: UnifiedLog) {
    this.#log = log;
  }

  /** Opens or makes the log. What follows its last whole batch is cut off. Rejects with a `StorageError`. */
  static async open({ environment, config }: OpenMetadataLogOptions): Promise<UnifiedMetadataLog> {
    const log = await openUnifiedLog({
      topicPartition: { topic: "__cluster_metadata", partition: 0 },
      parentDirectory: config.metadataLogDir,
      config: metadataLogConfig(config),
      environment,
    });
    if (log.topicId === undefined) await log.assignTopicId(METADATA_TOPIC_ID);
    return new UnifiedMetadataLog(log);
  }

  get startOffset(): number {
    return this.#log.logStartOffset;
  }

  get endOffset(): number {
    return this.#log.logEndOffset;
  }

  get lastEpoch(): number {
    return this.#log.latestEpoch ?? 0;
  }

  get sizeInBytes(): number {
    return this.#log.sizeInBytes;
  }

  get epochs(): readonly { readonly epoch: number; readonly startOffset: number }[] {
    return this.#log.leaderEpochs;
  }

  async *read(offset: number, endOffset?: number): AsyncGenerator<Uint8Array> {
    let next = Math.max(offset, this.startOffset);
    while (next < (endOffset ?? this.endOffset)) {
      const bytes = await this.readPiece(next, endOffset ?? this.endOffset, READ_BYTES);
      next = lastOffsetOf(bytes) + 1;
      yield bytes;
    }
  }

  async readPiece(offset: number, endOffset: number, maxBytes: number): Promise<Uint8Array> {
    const found = await this.#log.read({ startOffset: offset, maxBytes, isolation: "log-end", minOneMessage: true });
    const bytes = wholeBatches(Buffer.concat(found.records), endOffset);
    const message = found.errorMessage ?? `Offset ${offset} of the metadata log cannot be read`;
    found.release();
    if (found.errorCode !== ErrorCode.NONE || bytes.length === 0) throw new StorageError("CORRUPT_LOG", message);
    return bytes;
  }

  async append(batches: readonly Uint8Array[], epoch: number): Promise<void> {
    const outcomes = await Promise.all(
      batches.map((batch) => this.#log.appendAsLeader(batch, { leaderEpoch: epoch, origin: "raft-leader" })),
    );
    const failed = outcomes.find((outcome) => outcome.errorCode !== ErrorCode.NONE);
    if (failed !== undefined) {
      throw new StorageError("IO", `The metadata log cannot be written: ${failed.errorMessage ?? failed.errorCode}`);
    }
    await this.#log.flush();
  }

  async appendFetched(records: readonly Uint8Array[], epoch: number): Promise<void> {
    for (const bytes of records) {
      const { errorCode, errorMessage } = await this.#log.appendAsFollower(bytes, epoch);
      if (errorCode === ErrorCode.NONE) continue;
      throw new StorageError("IO", `The metadata log cannot be written: ${errorMessage ?? errorCode}`);
    }
    await this.#log.flush();
  }

  async truncate(offset: number): Promise<void> {
    await this.#log.truncateTo(offset);
    await this.#log.flush();
  }

  onCommitted(highWatermark: number): void {
    this.#log.updateHighWatermark(highWatermark);
  }

  async startAt(offset: number): Promise<void> {
    await this.#log.truncateFullyAndStartAt(offset);
  }

  async deleteBefore(offset: number): Promise<void> {
    this.#log.maybeIncrementLogStartOffset(offset, "snapshot generated");
    await this.#log.deleteOldSegments();
  }

  async close(): Promise<void> {
    await this.#log.close();
  }
}

/** How the metadata log rolls and deletes. */
export function metadataLogConfig(config: KafkaConfig): LogConfig {
  const defaults = logConfigOf();
  return {
    ...defaults,
    segmentBytes:
      config.numberOrNull("internal.metadata.log.segment.bytes") ?? config.number("metadata.log.segment.bytes"),
    segmentMs: config.number("metadata.log.segment.ms"),
    fileDeleteDelayMs: config.number("internal.metadata.delete.delay.millis"),
    retentionMs: -1,
    retentionBytes: -1,
  };
}
