/** An append between its reservation and the end of its write: what to write, and everything needed to take it back. */
import type { EpochEntry } from "../checkpoint-file.ts";
import type { LogAppendInfo } from "../log-types.ts";
import type { LogSegment, SegmentMark } from "../log-segment.ts";
import type { CompletedTxn, Undo } from "../producer-state/producer-state-manager.ts";
import type { TailBytes } from "../tail-cache.ts";
import type { TimestampOffset } from "../time-index.ts";
import type { QueuedAppend } from "../write-queue.ts";

/** A roll that an append brought about. */
export interface PendingRoll {
  readonly from: LogSegment;
  readonly fromMark: SegmentMark;
  readonly to: LogSegment;
  readonly lastSnapshotOffset: number;
}

export interface PendingAppend extends QueuedAppend {
  readonly target: LogSegment;
  /** Pinned until they are written, or taken back. */
  readonly copy: TailBytes;
  readonly position: number;
  readonly sizeInBytes: number;
  /** Log end offset once this is written. */
  readonly nextOffset: number;
  /** Largest timestamp of the segment with this written. */
  readonly maxTimestamp: TimestampOffset;
  readonly completedTxns: readonly CompletedTxn[];
  readonly info: LogAppendInfo;
  readonly resolve: (info: LogAppendInfo) => void;

  // How it was before.
  readonly previousEndOffset: number;
  readonly mark: SegmentMark;
  readonly roll: PendingRoll | undefined;
  readonly epochs: readonly EpochEntry[];
  readonly undos: readonly Undo[];
}
