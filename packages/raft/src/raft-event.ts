/**
 * What goes into the raft machine and what comes out of it. Actions of one step are executed in their order, and
 * everything before an action has taken effect before it begins: in particular an election state is durable before a
 * record of its epoch is appended.
 */

import type { ElectionState } from "./election-state.ts";

/** One thing that happened. */
export type RaftEvent =
  /** The node starts. `stored` is undefined where there is no quorum-state. */
  | {
      readonly type: "start";
      readonly stored: ElectionState | undefined;
      /** One after the last record on disk; 0 for an empty log. */
      readonly logEndOffset: number;
      /** Epoch of the last record on disk or of the newest snapshot; 0 for neither. */
      readonly lastEpoch: number;
    }
  /** The controller wants `recordCount` records appended as one batch. */
  | { readonly type: "propose"; readonly recordCount: number }
  /** Everything below `endOffset` is durable on this node. */
  | { readonly type: "flushed"; readonly endOffset: number }
  /** A write failed or the node stops: it leads no more. */
  | { readonly type: "resign" };

/** One thing to do. */
export type RaftAction =
  /** Make the election state durable: write, sync, rename. */
  | { readonly type: "persist"; readonly state: ElectionState; readonly voterIds: readonly number[] }
  /** Append the control record that opens the epoch, at `baseOffset`. */
  | {
      readonly type: "append-leader-change";
      readonly epoch: number;
      readonly baseOffset: number;
      readonly leaderId: number;
      readonly voterIds: readonly number[];
    }
  /** Append the batch that was proposed, at `baseOffset`. */
  | { readonly type: "append"; readonly epoch: number; readonly baseOffset: number; readonly recordCount: number }
  /** This node leads; its first own record is at `epochStartOffset`. */
  | { readonly type: "become-leader"; readonly epoch: number; readonly epochStartOffset: number }
  /** Everything below `highWatermark` is committed. */
  | { readonly type: "commit"; readonly highWatermark: number }
  /** This node does not lead any more. */
  | { readonly type: "resigned"; readonly epoch: number };
