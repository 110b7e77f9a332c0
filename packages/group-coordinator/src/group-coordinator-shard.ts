/**
 * The group coordinator's state machine for one partition of `__consumer_offsets`: the groups whose ids fall on it, and
 * what they have committed. It only says where each request, record and deadline goes; the behaviour is in the files
 * named by it.
 */

import type {
  CoordinatorResult,
  CoordinatorShard,
  OperationTime,
  RecordPosition,
  TransactionOutcome,
} from "@ottla/coordinator";
import { ErrorCode, type Input } from "@ottla/protocol";
import type { DeletableGroupResult } from "@ottla/protocol/messages/delete-groups";
import type { DescribedGroup } from "@ottla/protocol/messages/describe-groups";
import type { HeartbeatRequest, HeartbeatResponse } from "@ottla/protocol/messages/heartbeat";
import type { JoinGroupRequest } from "@ottla/protocol/messages/join-group";
import type { LeaveGroupRequest, LeaveGroupResponse } from "@ottla/protocol/messages/leave-group";
import type { ListedGroup } from "@ottla/protocol/messages/list-groups";
import type { OffsetCommitRequest } from "@ottla/protocol/messages/offset-commit";
import type { OffsetDeleteRequest, OffsetDeleteResponse } from "@ottla/protocol/messages/offset-delete";
import type { OffsetFetchRequestGroup, OffsetFetchResponseGroup } from "@ottla/protocol/messages/offset-fetch";
import type { SyncGroupRequest } from "@ottla/protocol/messages/sync-group";
import type { TxnOffsetCommitRequest } from "@ottla/protocol/messages/txn-offset-commit";
import type { JoinWaiter, SyncWaiter } from "./classic/classic-group-member.ts";
import { ClassicGroupState } from "./classic/classic-group-state.ts";
import { describeGroups } from "./classic/describe.ts";
import { expireHeartbeat } from "./classic/heartbeat-expiry.ts";
import { handleHeartbeat } from "./classic/heartbeat.ts";
import { handleJoinGroup } from "./classic/join.ts";
import { handleLeaveGroup } from "./classic/leave.ts";
import { onInitialRebalanceDelay, onJoinTimeout, prepareRebalance } from "./classic/rebalance.ts";
import { rescheduleHeartbeat } from "./classic/session.ts";
import { handleSyncGroup, onSyncTimeout } from "./classic/sync.ts";
import type { ConsumerGroupHeartbeatRequest } from "@ottla/protocol/messages/consumer-group-heartbeat";
import type { DescribedGroup as DescribedConsumerGroup } from "@ottla/protocol/messages/consumer-group-describe";
import { describeConsumerGroups } from "./consumer/describe.ts";
import { onMemberDeadline, onRebalanceTimeout } from "./consumer/fence.ts";
import { handleConsumerGroupHeartbeat, type HeartbeatResult } from "./consumer/heartbeat.ts";
import { onConsumerGroupLoaded } from "./consumer/member-timers.ts";
import { onRegexResolution } from "./consumer/regular-expressions.ts";
import { onTopicsChanged } from "./modern/topics-change.ts";
import type { TopicsChange } from "./modern/topics-image.ts";
import { replayRecord } from "./replay.ts";
import { handleDeleteGroups } from "./delete-groups.ts";
import {
  GroupCoordinatorContext,
  type GroupCoordinatorContextOptions,
  type GroupRequestContext,
} from "./group-coordinator-context.ts";
import type { GroupResult } from "./group-result.ts";
import type { GroupTimer } from "./group-timer.ts";
import { listGroups, type ListGroupsFilter } from "./list-groups.ts";
import { handleOffsetCommit, type OffsetCommitResult } from "./offsets/commit.ts";
import { handleOffsetDelete } from "./offsets/delete.ts";
import { expireOffsets, scheduleOffsetExpiry } from "./offsets/expiry.ts";
import { fetchOffsets } from "./offsets/fetch.ts";
import { onTopicsDeleted, type DeletedTopic } from "./offsets/topic-deletion.ts";
import { handleTxnOffsetCommit, type TxnOffsetCommitResult } from "./offsets/txn-commit.ts";
import type { GroupRecord } from "./records/group-record.ts";
import type { Uuid } from "@ottla/base";
import type { AlterShareGroupOffsetsRequest } from "@ottla/protocol/messages/alter-share-group-offsets";
import type { DescribedGroup as DescribedShareGroup } from "@ottla/protocol/messages/share-group-describe";
import type { ShareGroupHeartbeatRequest } from "@ottla/protocol/messages/share-group-heartbeat";
import type { Refusal } from "./refusal.ts";
import { describeShareGroups } from "./share/describe.ts";
import { onShareGroupLoaded, onShareMemberDeadline } from "./share/fence.ts";
import { handleShareGroupHeartbeat, type ShareHeartbeatResult } from "./share/heartbeat.ts";
import {
  alterShareGroupOffsets,
  completeShareOffsetDeletion,
  startShareGroupDeletion,
  startShareOffsetDeletion,
  type ShareGroupDeletions,
  type ShareOffsetAlteration,
  type ShareOffsetDeletion,
} from "./share/offsets-admin.ts";
import type { PartitionsByTopic } from "./share/share-state-topics.ts";
import { onStateInitializationFailed, onStateInitialized } from "./share/state-initialization.ts";

export class GroupCoordinatorShard implements CoordinatorShard<GroupRecord, GroupTimer> {
  /** The state itself; for this package and its tests. */
  readonly context: GroupCoordinatorContext;

  constructor(options: GroupCoordinatorContextOptions) {
    this.context = new GroupCoordinatorContext(options);
  }

  // Requests of members

  /** The waiter is answered now or when the join phase ends. */
  joinGroup(
    request: JoinGroupRequest,
    requestContext: GroupRequestContext,
    waiter: JoinWaiter,
    time: OperationTime,
  ): GroupResult {
    return handleJoinGroup(this.#at(time), request, requestContext, waiter);
  }

  /** The waiter is answered now or when the leader's assignment is committed. */
  syncGroup(request: SyncGroupRequest, waiter: SyncWaiter, time: OperationTime): GroupResult {
    return handleSyncGroup(this.#at(time), request, waiter);
  }

  heartbeat(request: HeartbeatRequest, time: OperationTime): CoordinatorResult<Input<HeartbeatResponse>, GroupRecord> {
    return handleHeartbeat(this.#at(time), request);
  }

  leaveGroup(
    request: LeaveGroupRequest,
    time: OperationTime,
  ): CoordinatorResult<Input<LeaveGroupResponse>, GroupRecord> {
    return handleLeaveGroup(this.#at(time), request);
  }

  /** `request` is valid by itself. */
  consumerGroupHeartbeat(
    request: ConsumerGroupHeartbeatRequest,
    requestContext: GroupRequestContext,
    time: OperationTime,
  ): HeartbeatResult {
    return handleConsumerGroupHeartbeat(this.#at(time), request, requestContext);
  }

  // Share groups

  /** `request` is valid by itself. */
  shareGroupHeartbeat(
    request: ShareGroupHeartbeatRequest,
    requestContext: GroupRequestContext,
    time: OperationTime,
  ): ShareHeartbeatResult {
    return handleShareGroupHeartbeat(this.#at(time), request, requestContext);
  }

  /** The share coordinator has state for these partitions. */
  onShareStateInitialized(groupId: string, partitions: PartitionsByTopic, time: OperationTime): GroupResult {
    return onStateInitialized(this.#at(time), groupId, partitions);
  }

  /** The share coordinator could not make state for these partitions. */
  onShareStateInitializationFailed(groupId: string, partitions: PartitionsByTopic, time: OperationTime): GroupResult {
    return onStateInitializationFailed(this.#at(time), groupId, partitions);
  }

  describeShareGroups(groupIds: readonly string[], epoch: number): Input<DescribedShareGroup>[] {
    return describeShareGroups(this.context, groupIds, epoch);
  }

  /** The partitions that have state, as they were when last committed. */
  initializedSharePartitions(groupId: string, epoch: number): PartitionsByTopic {
    const topics = this.context.groups.shareGroup(groupId, epoch)?.stateTopics.get(epoch)?.initialized ?? new Map();
    return new Map([...topics].map(([topicId, { partitions }]) => [topicId, partitions]));
  }

  alterShareGroupOffsets(
    request: AlterShareGroupOffsetsRequest,
    time: OperationTime,
  ): CoordinatorResult<ShareOffsetAlteration | Refusal, GroupRecord> {
    return alterShareGroupOffsets(this.#at(time), request);
  }

  startShareOffsetDeletion(
    groupId: string,
    topicNames: readonly string[],
    time: OperationTime,
  ): CoordinatorResult<ShareOffsetDeletion | Refusal, GroupRecord> {
    return startShareOffsetDeletion(this.#at(time), groupId, topicNames);
  }

  completeShareOffsetDeletion(groupId: string, topicIds: ReadonlySet<Uuid>, time: OperationTime): GroupResult {
    return completeShareOffsetDeletion(this.#at(time), groupId, topicIds);
  }

  /** Before `deleteGroups`: what state the share groups among these have. */
  startShareGroupDeletion(
    groupIds: readonly string[],
    time: OperationTime,
  ): CoordinatorResult<ShareGroupDeletions, GroupRecord> {
    return startShareGroupDeletion(this.#at(time), groupIds);
  }

  // Topics

  /** The topics have changed: groups that subscribe to one of them find out with their next heartbeat. */
  onTopicsChanged(change: TopicsChange): void {
    onTopicsChanged(this.context, change);
  }

  // Offsets

  commitOffsets(
    request: OffsetCommitRequest,
    requestContext: GroupRequestContext,
    time: OperationTime,
  ): OffsetCommitResult {
    return handleOffsetCommit(this.#at(time), request, requestContext);
  }

  /** The records are part of the producer's transaction, which the runtime is told. */
  commitTransactionalOffsets(request: TxnOffsetCommitRequest, time: OperationTime): TxnOffsetCommitResult {
    return handleTxnOffsetCommit(this.#at(time), request);
  }

  /** `epoch` undefined: the newest state, committed or not, and open transactions are reported. */
  fetchOffsets(request: OffsetFetchRequestGroup, epoch: number | undefined): Input<OffsetFetchResponseGroup> {
    return fetchOffsets(this.context, request, epoch);
  }

  deleteOffsets(
    request: OffsetDeleteRequest,
    time: OperationTime,
  ): CoordinatorResult<Input<OffsetDeleteResponse>, GroupRecord> {
    return handleOffsetDelete(this.#at(time), request);
  }

  onTopicsDeleted(topics: readonly DeletedTopic[], time: OperationTime): GroupResult {
    return onTopicsDeleted(this.#at(time), topics);
  }

  // Groups

  describeGroups(groupIds: readonly string[], apiVersion: number, epoch: number): Input<DescribedGroup>[] {
    return describeGroups(this.context, groupIds, { apiVersion, epoch });
  }

  listGroups(filter: ListGroupsFilter, epoch: number): Input<ListedGroup>[] {
    return listGroups(this.context, filter, epoch);
  }

  describeConsumerGroups(groupIds: readonly string[], epoch: number): Input<DescribedConsumerGroup>[] {
    return describeConsumerGroups(this.context, groupIds, epoch);
  }

  deleteGroups(
    groupIds: readonly string[],
    time: OperationTime,
  ): CoordinatorResult<Input<DeletableGroupResult>[], GroupRecord> {
    return handleDeleteGroups(this.#at(time), groupIds);
  }

  // Records, deadlines, lifecycle

  replay(record: GroupRecord, position: RecordPosition): void {
    replayRecord(this.context, record, position);
  }

  replayEndTransactionMarker(producerId: bigint, outcome: TransactionOutcome): void {
    this.context.offsets.replayEndTransactionMarker(producerId, outcome);
  }

  onTimer(event: GroupTimer, time: OperationTime): GroupResult {
    const context = this.#at(time);
    switch (event.kind) {
      case "classic-heartbeat":
        return expireHeartbeat(context, event.groupId, event.memberId);
      case "classic-initial-rebalance":
        return onInitialRebalanceDelay(context, event.groupId, event);
      case "classic-join":
        return onJoinTimeout(context, event.groupId);
      case "classic-sync":
        return onSyncTimeout(context, event.groupId, event.generationId);
      case "consumer-fence":
        return onMemberDeadline(context, event);
      case "consumer-rebalance":
        return onRebalanceTimeout(context, event);
      case "consumer-regex":
        return onRegexResolution(context, event.groupId, event.resolution);
      case "share-fence":
        return onShareMemberDeadline(context, event.groupId, event.memberId);
      case "expire-offsets":
        return expireOffsets(context, event.groupIds);
    }
  }

  /** Everybody found in the log has a session timeout to be heard of. */
  onLoaded(time: OperationTime): void {
    const context = this.#at(time);
    context.lastImageWithNewTopics = context.image.version;
    for (const groupId of context.groups.ids()) {
      const consumerGroup = context.groups.consumerGroup(groupId);
      if (consumerGroup !== undefined) onConsumerGroupLoaded(context, consumerGroup);
      const shareGroup = context.groups.shareGroup(groupId);
      if (shareGroup !== undefined) onShareGroupLoaded(context, shareGroup);
      const group = context.groups.classicGroup(groupId, time.nowMs);
      if (group === undefined) continue;
      for (const member of group.members()) rescheduleHeartbeat(context, group, member);
      if (group.memberCount > context.config.groupMaxSize) {
        // The configuration has shrunk: a rebalance lets members commit before those in excess are turned away.
        prepareRebalance(context, group, "the loaded group is over capacity");
      }
    }
    scheduleOffsetExpiry(context);
  }

  /** Whoever waits has to find the new coordinator. */
  onUnloaded(): void {
    const { groups, time } = this.context;
    for (const group of groups.liveGroups()) {
      group.transitionTo(ClassicGroupState.DEAD, time.nowMs);
      for (const member of group.members()) {
        group.completeJoin(member, { memberId: member.memberId, errorCode: ErrorCode.NOT_COORDINATOR });
        group.completeSync(member, { errorCode: ErrorCode.NOT_COORDINATOR });
      }
    }
  }

  #at(time: OperationTime): GroupCoordinatorContext {
    this.context.time = time;
    return this.context;
  }
}
