/**
 * What a share partition is made of, shared by the files that change it: the window of offsets in flight and what stands in it.
 *
 *   startOffset ≤ nextFetchOffset ≤ endOffset + 1; before the start offset everything is done, after the end offset nothing has
 *   been delivered. With nothing in flight both are the next offset to deliver.
 */

import { InFlightBatches } from "./in-flight-batches.ts";

/** The part of the group's and the broker's configuration that a share partition obeys; looked up each time. */
export interface SharePartitionConfig {
  /** `share.partition.max.record.locks`: records in flight. */
  readonly maxInFlightRecords: number;
  /** `share.delivery.count.limit` */
  readonly maxDeliveryCount: number;
  /** `share.record.lock.duration.ms` */
  readonly recordLockDurationMs: number;
  /** `share.renew.acknowledge.enable` */
  readonly isRenewEnabled: boolean;
}

/** Offsets between persisted batches that were never delivered, after a share partition was read back. */
interface GapWindow {
  /** The end offset that was read back; the window is void once the end offset has moved. */
  readonly endOffset: number;
  gapStartOffset: number;
}

export class SharePartitionState {
  readonly batches: InFlightBatches = new InFlightBatches();
  readonly #config: () => SharePartitionConfig;
  startOffset = 0;
  endOffset = 0;
  stateEpoch = 0;
  /** Records from the start offset on that are acknowledged or archived. */
  deliveryCompleteCount = 0;
  /** Whether something before the end offset may be available. */
  mayHaveAvailable = false;
  gapWindow: GapWindow | undefined;
  /** Monotonic; no lock ends earlier. Infinity: there is no lock. */
  earliestLockDeadlineMs: number = Infinity;

  constructor(config: () => SharePartitionConfig) {
    this.#config = config;
  }

  get config(): SharePartitionConfig {
    return this.#config();
  }

  get inFlightCount(): number {
    return this.batches.size === 0 ? 0 : this.endOffset - this.startOffset + 1;
  }

  get isGapWindowActive(): boolean {
    return this.gapWindow !== undefined && this.gapWindow.endOffset === this.endOffset;
  }

  /** Everything in flight lies before the start offset. */
  get isPassed(): boolean {
    const { last } = this.batches;
    return last === undefined || this.startOffset > last.lastOffset;
  }

  /** What was acquired up to `offset` is no gap any more. */
  moveGapStart(offset: number): void {
    const { gapWindow } = this;
    if (gapWindow === undefined) return;
    if (gapWindow.endOffset === this.endOffset && offset <= gapWindow.endOffset) gapWindow.gapStartOffset = offset;
    else this.gapWindow = undefined;
  }

  /** What is in flight is no gap; the window closes when nothing else is left of it. */
  skipCoveredGap(): void {
    const { gapWindow } = this;
    if (gapWindow === undefined) return;
    for (const { firstOffset, lastOffset } of this.batches) {
      if (firstOffset > gapWindow.gapStartOffset) return;
      gapWindow.gapStartOffset = Math.max(gapWindow.gapStartOffset, lastOffset + 1);
    }
    this.gapWindow = undefined;
  }

  /** When a lock that begins now ends. */
  newLockDeadlineMs(nowMs: number): number {
    const deadlineMs = nowMs + this.config.recordLockDurationMs;
    this.earliestLockDeadlineMs = Math.min(this.earliestLockDeadlineMs, deadlineMs);
    return deadlineMs;
  }

  /** How many offsets of a batch lie at or after the start offset. */
  countInWindow(firstOffset: number, lastOffset: number): number {
    return Math.max(0, lastOffset - Math.max(this.startOffset, firstOffset) + 1);
  }

  /** The start offset has moved into the middle of the batch. */
  cuts({ firstOffset, lastOffset }: { readonly firstOffset: number; readonly lastOffset: number }): boolean {
    return firstOffset < this.startOffset && lastOffset >= this.startOffset;
  }
}
