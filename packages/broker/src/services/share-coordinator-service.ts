/**
 * The share coordinator as the rest of the broker sees it: the lifecycle tells it which partitions of `__share_group_state` it
 * coordinates, handlers and the leaders of share partitions pass on requests. Every outcome is a value.
 */

import type { Uuid } from "@ottla/base";
import type { Input } from "@ottla/protocol";
import type {
  DeleteShareGroupStateRequest,
  DeleteShareGroupStateResponse,
} from "@ottla/protocol/messages/delete-share-group-state";
import type {
  InitializeShareGroupStateRequest,
  InitializeShareGroupStateResponse,
} from "@ottla/protocol/messages/initialize-share-group-state";
import type {
  ReadShareGroupStateRequest,
  ReadShareGroupStateResponse,
} from "@ottla/protocol/messages/read-share-group-state";
import type {
  ReadShareGroupStateSummaryRequest,
  ReadShareGroupStateSummaryResponse,
} from "@ottla/protocol/messages/read-share-group-state-summary";
import type {
  WriteShareGroupStateRequest,
  WriteShareGroupStateResponse,
} from "@ottla/protocol/messages/write-share-group-state";

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
  initializeState(request: InitializeShareGroupStateRequest): Promise<Input<InitializeShareGroupStateResponse>>;
  readState(request: ReadShareGroupStateRequest): Promise<Input<ReadShareGroupStateResponse>>;
  writeState(request: WriteShareGroupStateRequest): Promise<Input<WriteShareGroupStateResponse>>;
  deleteState(request: DeleteShareGroupStateRequest): Promise<Input<DeleteShareGroupStateResponse>>;
  readStateSummary(request: ReadShareGroupStateSummaryRequest): Promise<Input<ReadShareGroupStateSummaryResponse>>;
}
