/**
 * Decides when a snapshot of the metadata is due, writes it, and drops what it makes superfluous. A snapshot is due
 * after so many bytes of new records, or after so much time if there are any. The newest snapshot always stays.
 */

import type { Clock, Timer } from "@ottla/base";
import type { KafkaConfig } from "@ottla/config";
import { type MetadataImage, recordsOfImage, writeSnapshot } from "@ottla/metadata";
import type { OffsetAndEpoch } from "@ottla/raft";
import type { Logger } from "../logging/logger.ts";
import type { MetadataLog } from "./metadata-log.ts";
import type { SnapshotStore } from "./snapshot-store.ts";

/** What the snapshotter works with. */
export interface SnapshotterOptions {
  readonly clock: Clock;
  readonly config: KafkaConfig;
  readonly logger: Logger;
  readonly log: MetadataLog;
  readonly store: SnapshotStore;
  /** The committed image. */
  readonly image: () => MetadataImage;
  /** A snapshot was written, and old ones may be gone: where the log begins now, and those that are there, the oldest first. */
  readonly onChanged: (startOffset: number, snapshots: readonly OffsetAndEpoch[]) => void;
}

/** See the file's head. */
export class MetadataSnapshotter {
  readonly #options: SnapshotterOptions;
  #bytesSinceSnapshot: number;
  #timer: Timer | undefined;
  #running: Promise<void> | undefined;

  constructor(options: SnapshotterOptions, bytesSinceSnapshot: number) {
    this.#options = options;
    this.#bytesSinceSnapshot = bytesSinceSnapshot;
    this.#startTimer();
  }

  /** Records of so many bytes were appended. */
  onAppended(sizeInBytes: number): void {
    this.#bytesSinceSnapshot += sizeInBytes;
    const maxBytes = this.#options.config.number("metadata.log.max.record.bytes.between.snapshots");
    if (this.#bytesSinceSnapshot >= maxBytes) this.#start();
  }

  /** Writes a snapshot of the committed image now, unless one is being written. */
  async snapshot(): Promise<void> {
    this.#start();
    await this.#running;
  }

  /** Waits for a snapshot that is being written; starts no other. */
  async stop(): Promise<void> {
    this.#timer?.cancel();
    await this.#running;
  }

  #startTimer(): void {
    const intervalMs = this.#options.config.number("metadata.log.max.snapshot.interval.ms");
    if (intervalMs === 0) return;
    this.#timer = this.#options.clock.setTimer(intervalMs, () => {
      if (this.#bytesSinceSnapshot > 0) this.#start();
      this.#startTimer();
    });
  }

  #start(): void {
    if (this.#running !== undefined) return;
    this.#running = this.#write()
      .catch((error: unknown) => {
        this.#options.logger.error({ error }, "A metadata snapshot could not be written; the next one is tried later");
      })
      .finally(() => {
        this.#running = undefined;
      });
  }

  async #write(): Promise<void> {
    const { clock, store, logger } = this.#options;
    // Whatever waits to be committed is told after this turn; the image is the one of now.
    await Promise.resolve();
    const image = this.#options.image();
    const { lastContainedOffset, lastContainedEpoch: epoch, lastContainedLogTimeMs } = image.provenance;
    this.#bytesSinceSnapshot = 0;
    if (lastContainedOffset < 0) return;
    const id = { endOffset: lastContainedOffset + 1, epoch };
    const stamps = { epoch, lastContainedLogTimestampMs: lastContainedLogTimeMs, nowMs: clock.nowMs() };
    await store.write(id, writeSnapshot(recordsOfImage(image), stamps));
    logger.info({ ...id }, "Wrote a snapshot of the metadata");
    await this.#clean();
    const left = (await store.list()).map((stored) => ({ offset: stored.endOffset, epoch: stored.epoch }));
    this.#options.onChanged(this.#options.log.startOffset, left);
  }

  /** Drops old snapshots, and the log before the oldest that stays, as `metadata.max.retention.*` say. */
  async #clean(): Promise<void> {
    const { clock, config, log, store } = this.#options;
    const maxBytes = config.number("metadata.max.retention.bytes");
    const maxMs = config.number("metadata.max.retention.ms");
    const snapshots = await store.list();
    let totalBytes = snapshots.reduce((sum, snapshot) => sum + snapshot.sizeInBytes, log.sizeInBytes);
    while (snapshots.length > 1) {
      const oldest = snapshots[0]!;
      const isTooMuch = maxBytes >= 0 && totalBytes > maxBytes;
      const isTooOld = maxMs >= 0 && clock.nowMs() - oldest.modifiedMs > maxMs;
      if (!isTooMuch && !isTooOld) break;
      snapshots.shift();
      await log.deleteBefore(snapshots[0]!.endOffset);
      await store.delete(oldest);
      totalBytes = snapshots.reduce((sum, snapshot) => sum + snapshot.sizeInBytes, log.sizeInBytes);
    }
  }
}
