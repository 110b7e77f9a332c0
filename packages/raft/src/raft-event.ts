/**
 * What goes into the raft machine and what comes out of it.
 *
 * Actions are begun in their order. A `persist` is durable before the next action begins: no vote leaves before it is on
 * disk, no record is appended to an epoch that is not. Appends and truncations are the log's, one after the other; the
 * shell reports `flushed` when one is durable and meanwhile goes on with what follows.
 */

import type { ElectionState } from "./election-state.ts";
import type { EpochEntry } from "./log-positions.ts";
import type { OffsetAndEpoch, RaftRequest, RaftResponse } from "./raft-message.ts";

/** The log and the snapshots as a start finds them. */
export interface StoredLog {
  readonly startOffset: number;
  /** One after the last record on disk; 0 for an empty log. */
  readonly endOffset: number;
  /** Where each epoch in the log begins, ascending. */
  readonly epochs: readonly EpochEntry[];
  /** The oldest first. */
  readonly snapshots?: readonly OffsetAndEpoch[];
}

/** One thing that happened. */
export type RaftEvent =
  /** The node starts. `stored` is undefined where there is no quorum-state. */
  | { readonly type: "start"; readonly stored: ElectionState | undefined; readonly log: StoredLog }
  /** `nextDeadlineMs` has come. */
  | { readonly type: "tick" }
  /** Another node asks; it is answered by an action with the same id. */
  | { readonly type: "request"; readonly requestId: number; readonly request: RaftRequest }
  /** Another node has answered. */
  | {
      readonly type: "response";
      readonly peerId: number;
      readonly correlationId: number;
      readonly response: RaftResponse;
    }
  /** A request got no answer, or none that can be understood. */
  | {
      readonly type: "request-failed";
      readonly peerId: number;
      readonly correlationId: number;
      /** The peer is too old for the request. */
      readonly isUnsupported?: boolean;
    }
  /** The controller wants `recordCount` records appended as one batch. */
  | { readonly type: "propose"; readonly recordCount: number }
  /** Everything below `endOffset` is durable on this node, as of that generation of the log. */
  | { readonly type: "flushed"; readonly endOffset: number; readonly generation: number }
  /** A snapshot was written or old ones were deleted; the log may begin later now. */
  | {
      readonly type: "snapshots-changed";
      readonly startOffset: number;
      /** Those that are there now, the oldest first. */
      readonly snapshots: readonly OffsetAndEpoch[];
    }
  /** It leads no more: a write failed, or another shall lead. */
  | { readonly type: "resign" };

/** One thing to do. */
export type RaftAction =
  /** Make the election state durable: write, sync, rename. */
  | { readonly type: "persist"; readonly state: ElectionState; readonly voterIds: readonly number[] }
  /** Send to another node; answer with `response` or `request-failed`. */
  | { readonly type: "send"; readonly peerId: number; readonly correlationId: number; readonly request: RaftRequest }
  | { readonly type: "respond"; readonly requestId: number; readonly response: RaftResponse }
  /** Answer with the batches in `fromOffset ..< toOffset`, as many as fit. */
  | {
      readonly type: "respond-with-records";
      readonly requestId: number;
      readonly response: RaftResponse & { readonly api: "fetch" };
      readonly fromOffset: number;
      readonly toOffset: number;
    }
  /** Answer with a piece of a snapshot, or say that it is not there. */
  | {
      readonly type: "respond-with-snapshot";
      readonly requestId: number;
      readonly response: RaftResponse & { readonly api: "fetch-snapshot" };
      readonly maxBytes: number;
    }
  /** Append the control record that opens the epoch, at `baseOffset`. */
  | {
      readonly type: "append-leader-change";
      readonly epoch: number;
      readonly baseOffset: number;
      readonly leaderId: number;
      readonly voterIds: readonly number[];
      readonly grantingVoterIds: readonly number[];
      readonly generation: number;
    }
  /** Append the batch that was proposed, at `baseOffset`. */
  | {
      readonly type: "append";
      readonly epoch: number;
      readonly baseOffset: number;
      readonly recordCount: number;
      readonly generation: number;
    }
  /** Append what the leader sent; everything below `endOffset` is then here. */
  | {
      readonly type: "append-fetched";
      readonly records: readonly Uint8Array[];
      readonly endOffset: number;
      readonly generation: number;
    }
  /** Cut the log off at `offset`; when that is durable, so is everything below: report `flushed`. */
  | { readonly type: "truncate"; readonly offset: number; readonly generation: number }
  /** Keep the next piece of a snapshot that is being downloaded; `position` 0 begins anew. */
  | {
      readonly type: "store-snapshot-piece";
      readonly snapshotId: OffsetAndEpoch;
      readonly position: number;
      readonly bytes: Uint8Array;
      /** It is whole now: make it durable, let the log begin at its end, report `flushed` for that end. */
      readonly isLast: boolean;
      readonly generation: number;
    }
  /** This node leads; its first own record is at `epochStartOffset`. */
  | { readonly type: "become-leader"; readonly epoch: number; readonly epochStartOffset: number }
  /** This node follows, or looks for a leader (−1). */
  | { readonly type: "leader-changed"; readonly epoch: number; readonly leaderId: number }
  /** Everything below `highWatermark` is committed. */
  | { readonly type: "commit"; readonly highWatermark: number }
  /** This node does not lead any more. */
  | { readonly type: "resigned"; readonly epoch: number }
  /** Another node has broken the protocol in a way that cannot be survived. */
  | { readonly type: "fatal"; readonly reason: string };
