/**
 * The share coordinator as the rest of the broker sees it: the lifecycle tells it which partitions of `__share_group_state` it
 * coordinates, handlers and the leaders of share partitions pass on requests. Every outcome is a value.
 */

import type { Uuid } from "@ottla/base";
import type { DeleteShareGroupStateRequest } from "@ottla/protocol/messages/delete-share-group-state";
import type { InitializeShareGroupStateRequest } from "@ottla/protocol/messages/initialize-share-group-state";
import type { ReadShareGroupStateRequest } from "@ottla/protocol/messages/read-share-group-state";
import type { ReadShareGroupStateSummaryRequest } from "@ottla/protocol/messages/read-share-group-state-summary";
import type { WriteShareGroupStateRequest } from "@ottla/protocol/messages/write-share-group-state";
import type { ReadShareState, ShareStateOutcome, ShareStateSummary } from "@ottla/share-coordinator";

/** What became of the state of share partitions; without results when the request was incomplete. */
export interface ShareStateResults<O> {
  readonly results?: { readonly topicId: Uuid; readonly partitions: ShareStateResult<O>[] }[];
}

/** A refused share partition has nothing but its error. */
export type ShareStateResult<O> = { readonly partition: number } & ShareStateOutcome & Partial<O>;

/** What the broker's lifecycle tells it. */
export interface ShareCoordinatorLifecycle {
  /** This node became leader of a partition of `__share_group_state`: load it, then serve it. */
  onElection(partitionIndex: number, leaderEpoch: number): void;
  /** This node leads it no longer; `leaderEpoch` is undefined when the replica is gone. */
  onResignation(partitionIndex: number, leaderEpoch: number | undefined): void;
  /** The topics are gone: so is the state of their partitions. */
  onTopicsDeleted(topicIds: ReadonlySet<Uuid>): void;
  /** Ends what waits and stops the timers. */
  stop(): Promise<void>;
}

export interface ShareCoordinatorService extends ShareCoordinatorLifecycle {
  /** The partition of `__share_group_state` whose leader keeps the state of this share partition (`groupId:topicId:partition`). */
  partitionFor(shareCoordinatorKey: string): number;
  initializeState(request: InitializeShareGroupStateRequest): Promise<ShareStateResults<ShareStateOutcome>>;
  readState(request: ReadShareGroupStateRequest): Promise<ShareStateResults<ReadShareState>>;
  writeState(request: WriteShareGroupStateRequest): Promise<ShareStateResults<ShareStateOutcome>>;
  deleteState(request: DeleteShareGroupStateRequest): Promise<ShareStateResults<ShareStateOutcome>>;
  readStateSummary(request: ReadShareGroupStateSummaryRequest): Promise<ShareStateResults<ShareStateSummary>>;
}
