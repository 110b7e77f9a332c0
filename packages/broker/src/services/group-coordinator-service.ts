/**
 * The group coordinator as the rest of the broker sees it: the lifecycle tells it which partitions of `__consumer_offsets`
 * it coordinates, the handlers pass on requests. Every outcome is a value in the response; the promises do not reject
 * for anything a client or the log may do.
 */

import type { Uuid } from "@ottla/base";
import type { TransactionMarker } from "@ottla/coordinator";
import type { GroupRequestContext, TopicsChange } from "@ottla/group-coordinator";
import type { Input } from "@ottla/protocol";
import type { DescribedGroup as DescribedConsumerGroup } from "@ottla/protocol/messages/consumer-group-describe";
import type {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
} from "@ottla/protocol/messages/consumer-group-heartbeat";
import type { DeletableGroupResult } from "@ottla/protocol/messages/delete-groups";
import type { DescribedGroup } from "@ottla/protocol/messages/describe-groups";
import type { HeartbeatRequest, HeartbeatResponse } from "@ottla/protocol/messages/heartbeat";
import type { JoinGroupRequest, JoinGroupResponse } from "@ottla/protocol/messages/join-group";
import type { LeaveGroupRequest, LeaveGroupResponse } from "@ottla/protocol/messages/leave-group";
import type { ListGroupsRequest, ListGroupsResponse } from "@ottla/protocol/messages/list-groups";
import type { OffsetCommitRequest, OffsetCommitResponse } from "@ottla/protocol/messages/offset-commit";
import type { OffsetDeleteRequest, OffsetDeleteResponse } from "@ottla/protocol/messages/offset-delete";
import type { OffsetFetchRequestGroup, OffsetFetchResponseGroup } from "@ottla/protocol/messages/offset-fetch";
import type {
  AlterShareGroupOffsetsRequest,
  AlterShareGroupOffsetsResponse,
} from "@ottla/protocol/messages/alter-share-group-offsets";
import type {
  DeleteShareGroupOffsetsRequest,
  DeleteShareGroupOffsetsResponse,
} from "@ottla/protocol/messages/delete-share-group-offsets";
import type {
  DescribeShareGroupOffsetsRequestGroup,
  DescribeShareGroupOffsetsResponseGroup,
} from "@ottla/protocol/messages/describe-share-group-offsets";
import type { DescribedGroup as DescribedShareGroup } from "@ottla/protocol/messages/share-group-describe";
import type {
  ShareGroupHeartbeatRequest,
  ShareGroupHeartbeatResponse,
} from "@ottla/protocol/messages/share-group-heartbeat";
import type { SyncGroupRequest, SyncGroupResponse } from "@ottla/protocol/messages/sync-group";
import type { TxnOffsetCommitRequest, TxnOffsetCommitResponse } from "@ottla/protocol/messages/txn-offset-commit";

/** What the broker's lifecycle tells it. */
export interface GroupCoordinatorLifecycle {
  /** This node became leader of a partition of `__consumer_offsets`: load it, then serve its groups. */
  onElection(partitionIndex: number, leaderEpoch: number): void;
  /**
   * This node is no longer leader of it: forget its groups. `leaderEpoch` is that of the new leader, undefined when the
   * replica is gone.
   */
  onResignation(partitionIndex: number, leaderEpoch: number | undefined): void;
  /** The topics have changed; asked for, they are as they are now. */
  onTopicsChanged(change: TopicsChange): void;
  /** The topics are gone: their committed offsets go too. */
  onTopicsDeleted(topics: readonly { readonly name: string; readonly topicId: Uuid }[]): void;
  /** Ends what waits and stops the timers. Whatever was answered is in the log. */
  stop(): Promise<void>;
}

/** The share groups (KIP-932) of this node. */
export interface ShareGroupService {
  heartbeat(
    request: ShareGroupHeartbeatRequest,
    context: GroupRequestContext,
  ): Promise<Input<ShareGroupHeartbeatResponse>>;
  describe(groupIds: readonly string[]): Input<DescribedShareGroup>[];
  /** One group; all partitions that have state when no topics are named. */
  describeOffsets(
    request: DescribeShareGroupOffsetsRequestGroup,
  ): Promise<Input<DescribeShareGroupOffsetsResponseGroup>>;
  alterOffsets(request: AlterShareGroupOffsetsRequest): Promise<Input<AlterShareGroupOffsetsResponse>>;
  deleteOffsets(request: DeleteShareGroupOffsetsRequest): Promise<Input<DeleteShareGroupOffsetsResponse>>;
}

export interface GroupCoordinatorService extends GroupCoordinatorLifecycle {
  /** Looks for expired offsets and groups now; resolves when what went is committed. */
  expire(): Promise<void>;
  /** The partition of `__consumer_offsets` whose leader coordinates the group. */
  partitionFor(groupId: string): number;
  joinGroup(request: JoinGroupRequest, context: GroupRequestContext): Promise<Input<JoinGroupResponse>>;
  syncGroup(request: SyncGroupRequest): Promise<Input<SyncGroupResponse>>;
  heartbeat(request: HeartbeatRequest): Promise<Input<HeartbeatResponse>>;
  /** `request` names its members in the form of version 3 and above. */
  leaveGroup(request: LeaveGroupRequest): Promise<Input<LeaveGroupResponse>>;
  consumerGroupHeartbeat(
    request: ConsumerGroupHeartbeatRequest,
    context: GroupRequestContext,
  ): Promise<Input<ConsumerGroupHeartbeatResponse>>;
  readonly share: ShareGroupService;
  describeConsumerGroups(groupIds: readonly string[]): Input<DescribedConsumerGroup>[];
  listGroups(request: ListGroupsRequest): Input<ListGroupsResponse>;
  describeGroups(groupIds: readonly string[], apiVersion: number): Input<DescribedGroup>[];
  deleteGroups(groupIds: readonly string[]): Promise<Input<DeletableGroupResult>[]>;
  /** `request` holds only topics and partitions that exist, with name and id. */
  commitOffsets(request: OffsetCommitRequest, context: GroupRequestContext): Promise<Input<OffsetCommitResponse>>;
  /** One group; topics by name, and by id where it is known. */
  fetchOffsets(
    request: OffsetFetchRequestGroup,
    options: { readonly requireStable: boolean; readonly apiVersion: number },
  ): Promise<Input<OffsetFetchResponseGroup>>;
  /** `request` holds only partitions that exist. The offsets count when the producer's transaction is committed. */
  commitTransactionalOffsets(
    request: TxnOffsetCommitRequest,
    context: GroupRequestContext,
  ): Promise<Input<TxnOffsetCommitResponse>>;
  /** Ends a producer's transaction on a partition of `__consumer_offsets`: NONE when the marker is committed. */
  completeTransaction(partitionIndex: number, marker: TransactionMarker): Promise<number>;
  /** `request` holds only partitions that exist. */
  deleteOffsets(request: OffsetDeleteRequest): Promise<Input<OffsetDeleteResponse>>;
}
