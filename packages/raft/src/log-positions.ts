/**
 * The log as raft sees it: where it begins and ends, which epochs its records have, how much of it is durable, and which
 * snapshots stand for its old part. Offsets only: the records are elsewhere.
 *
 *   startOffset ≤ flushedOffset ≤ endOffset
 *
 * Epochs ascend with their start offsets. A truncation begins a new generation: what the disk says of an older one is
 * not true any more.
 */

import { assert } from "@ottla/base";
import type { StoredLog } from "./raft-event.ts";
import type { BatchBounds, OffsetAndEpoch } from "./raft-message.ts";

/** The first offset of an epoch. */
export interface EpochEntry {
  readonly epoch: number;
  readonly startOffset: number;
}

/** Where a fetcher's log stands to this one. */
export type FetchPosition =
  | { readonly kind: "valid" }
  | { readonly kind: "diverging"; readonly end: OffsetAndEpoch }
  | { readonly kind: "snapshot"; readonly id: OffsetAndEpoch };

/** See the file's head. */
export class LogPositions {
  #startOffset: number;
  #endOffset: number;
  #flushedOffset: number;
  #epochs: EpochEntry[];
  #generation = 0;
  #isTruncating = false;
  /** The oldest and the newest that are not older than the log's start; where there are any, there are both. */
  #earliestSnapshot: OffsetAndEpoch | undefined;
  #latestSnapshot: OffsetAndEpoch | undefined;

  constructor(stored: StoredLog) {
    this.#startOffset = stored.startOffset;
    this.#endOffset = stored.endOffset;
    this.#flushedOffset = stored.endOffset;
    this.#epochs = [...stored.epochs];
    this.#takeSnapshots(stored.snapshots ?? []);
  }

  get endOffset(): number {
    return this.#endOffset;
  }

  /** Everything below is durable here. */
  get flushedOffset(): number {
    return this.#flushedOffset;
  }

  get generation(): number {
    return this.#generation;
  }

  /** Whether everything that was asked of the disk is done. */
  get isSettled(): boolean {
    return !this.#isTruncating && this.#flushedOffset === this.#endOffset;
  }

  /** Epoch of the last record, or of the snapshot that stands for all of them; 0 for neither. */
  get lastEpoch(): number {
    return this.#epochs.at(-1)?.epoch ?? this.#latestSnapshot?.epoch ?? 0;
  }

  append(epoch: number, recordCount: number): number {
    const baseOffset = this.#endOffset;
    this.#beginEpoch(epoch, baseOffset);
    this.#endOffset += recordCount;
    return baseOffset;
  }

  /** Takes batches of a leader. Returns whether they follow what is here; nothing is taken if they do not. */
  appendFetched(batches: readonly BatchBounds[], epochMax: number): boolean {
    let next = this.#endOffset;
    let epoch = this.lastEpoch;
    for (const batch of batches) {
      if (batch.baseOffset !== next || batch.lastOffset < batch.baseOffset) return false;
      if (batch.epoch < epoch || batch.epoch > epochMax) return false;
      next = batch.lastOffset + 1;
      epoch = batch.epoch;
    }
    for (const batch of batches) {
      this.#beginEpoch(batch.epoch, batch.baseOffset);
      this.#endOffset = batch.lastOffset + 1;
    }
    return true;
  }

  onFlushed(endOffset: number, generation: number): void {
    if (generation !== this.#generation) return;
    assert(endOffset <= this.#endOffset, "what is durable was appended");
    this.#isTruncating = false;
    this.#flushedOffset = Math.max(this.#flushedOffset, endOffset);
  }

  /** Where the log has to be cut so that it agrees with a leader that says where the two part. */
  truncationOffset(end: OffsetAndEpoch): number {
    if (end.epoch === 0) return Math.min(end.offset, this.#endOffset);
    const own = this.endOffsetForEpoch(end.epoch);
    return own.epoch === end.epoch ? Math.min(own.offset, end.offset) : own.offset;
  }

  truncate(offset: number): void {
    this.#endOffset = Math.min(this.#endOffset, offset);
    this.#flushedOffset = Math.min(this.#flushedOffset, offset);
    this.#epochs = this.#epochs.filter((entry) => entry.startOffset < offset);
    this.#generation++;
    this.#isTruncating = true;
  }

  /** A downloaded snapshot is going to stand for everything: the log goes on behind it. */
  startAt(snapshotId: OffsetAndEpoch): void {
    this.#startOffset = snapshotId.offset;
    this.#endOffset = snapshotId.offset;
    this.#flushedOffset = Math.min(this.#flushedOffset, snapshotId.offset);
    this.#epochs = [];
    this.#generation++;
    this.#isTruncating = true;
    this.#earliestSnapshot = snapshotId;
    this.#latestSnapshot = snapshotId;
  }

  /**
   * Snapshots were written or deleted, as the disk has it: where a downloaded one is about to stand for everything, the disk may not be as far, or
   * be there already.
   */
  onSnapshotsChanged({ startOffset, snapshots }: Pick<StoredLog, "startOffset" | "snapshots">): void {
    assert(
      startOffset <= Math.max(this.#flushedOffset, this.#startOffset),
      "the log begins with what is durable, or where a snapshot that is stored ends",
    );
    this.#startOffset = Math.max(this.#startOffset, startOffset);
    this.#takeSnapshots(snapshots ?? []);
    const first = this.#epochs.findLastIndex((entry) => entry.startOffset <= this.#startOffset);
    if (first > 0) this.#epochs.splice(0, first);
  }

  /**
   * The end of the largest epoch here that is not above the asked one. What lies before the oldest snapshot is that
   * snapshot; an epoch that is not known at all ends where the log does.
   */
  endOffsetForEpoch(epoch: number): OffsetAndEpoch {
    if (epoch === this.#epochs.at(-1)?.epoch) return { epoch, offset: this.#endOffset };
    const above = this.#epochs.findIndex((entry) => entry.epoch > epoch);
    if (above < 0) return { epoch: this.lastEpoch, offset: this.#endOffset };
    const found = { epoch: this.#epochs[above - 1]?.epoch ?? epoch, offset: this.#epochs[above]!.startOffset };
    const oldest = this.#earliestSnapshot;
    return oldest !== undefined && found.offset === oldest.offset && found.epoch === epoch ? oldest : found;
  }

  /** How a log that ends at `offset` with a record of `lastFetchedEpoch` goes on with this one. */
  positionOf(offset: number, lastFetchedEpoch: number): FetchPosition {
    const latest = this.#latestSnapshot;
    const oldest = this.#earliestSnapshot;
    if (offset === 0 && latest !== undefined) return { kind: "snapshot", id: latest };
    if (offset === 0 && this.#startOffset === 0) return { kind: "valid" };
    if (latest !== undefined && oldest !== undefined) {
      const isCutOff =
        offset < this.#startOffset ||
        (offset === this.#startOffset && lastFetchedEpoch !== oldest.epoch) ||
        lastFetchedEpoch < oldest.epoch;
      if (isCutOff) return { kind: "snapshot", id: latest };
    }
    const end = this.endOffsetForEpoch(lastFetchedEpoch);
    return end.epoch !== lastFetchedEpoch || end.offset < offset ? { kind: "diverging", end } : { kind: "valid" };
  }

  /** A snapshot older than the log's start says nothing of what is in the log, and is never the one to begin with. */
  #takeSnapshots(snapshots: readonly OffsetAndEpoch[]): void {
    const standing = snapshots.filter(({ offset }) => offset >= this.#startOffset);
    if (standing.length === 0) return;
    this.#earliestSnapshot = standing[0];
    this.#latestSnapshot = standing.at(-1);
  }

  #beginEpoch(epoch: number, startOffset: number): void {
    const last = this.#epochs.at(-1)?.epoch ?? -1;
    assert(epoch >= last, "epochs of a log ascend");
    if (epoch > last) this.#epochs.push({ epoch, startOffset });
  }
}
