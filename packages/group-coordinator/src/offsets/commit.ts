/**
 * OffsetCommit: members commit in their generation, anybody commits for a group without members. A group that does not
 * exist is made by the commit of somebody who is no member of anything (a "simple" consumer).
 */

import { ZERO_UUID } from "@ottla/base";
import { respond, type CoordinatorResult } from "@ottla/coordinator";
import { ErrorCode, type Input } from "@ottla/protocol";
import type {
  OffsetCommitRequest,
  OffsetCommitRequestPartition,
  OffsetCommitRequestTopic,
  OffsetCommitResponse,
  OffsetCommitResponseTopic,
} from "@ottla/protocol/messages/offset-commit";
import { validateMember } from "../classic/member-validation.ts";
import type { ClassicGroup } from "../classic/classic-group.ts";
import { ClassicGroupState } from "../classic/classic-group-state.ts";
import { rescheduleHeartbeat } from "../classic/session.ts";
import {
  acceptPartition,
  validateConsumerOffsetCommit,
  type PartitionValidator,
} from "../consumer/offset-validation.ts";
import type { GroupCoordinatorContext, GroupRequestContext } from "../group-coordinator-context.ts";
import type { GroupRecord } from "../records/group-record.ts";
import { offsetCommitRecord } from "../records/offset-commit-record.ts";

/** From this version on the error for a group that does not exist is its own (KIP-848); before, it is that of a wrong generation. */
const GROUP_ID_NOT_FOUND_VERSION = 9;
/** The retention time that means: what the broker is configured for. */
const DEFAULT_RETENTION_TIME = -1;

export type OffsetCommitResult = CoordinatorResult<Input<OffsetCommitResponse>, GroupRecord>;

/** `request` holds only topics and partitions that exist, with name and id. */
export function handleOffsetCommit(
  context: GroupCoordinatorContext,
  request: OffsetCommitRequest,
  { apiVersion }: GroupRequestContext,
): OffsetCommitResult {
  const validate = validateCommit(context, request, apiVersion);
  if (typeof validate === "number") return respond(offsetCommitError(request, validate));
  const { nowMs } = context.time;
  const { retentionTimeMs } = request;
  const expireTimestampMs = retentionTimeMs === DEFAULT_RETENTION_TIME ? -1 : nowMs + retentionTimeMs;
  const records: GroupRecord[] = [];
  const topics: Input<OffsetCommitResponseTopic>[] = [];
  let refusal: number = ErrorCode.NONE;
  for (const topic of request.topics) {
    const partitions = topic.partitions.map((partition) => {
      const { partitionIndex } = partition;
      if (isMetadataTooLarge(context, partition)) {
        return { partitionIndex, errorCode: ErrorCode.OFFSET_METADATA_TOO_LARGE };
      }
      if (refusal === ErrorCode.NONE) refusal = validate(topic.topicId, partitionIndex);
      records.push(commitRecord(request.groupId, topic, partition, { nowMs, expireTimestampMs }));
      return { partitionIndex, errorCode: ErrorCode.NONE };
    });
    topics.push({ topicId: topic.topicId, name: topic.name, partitions });
  }
  // A member that may not commit one of the partitions is behind in everything.
  if (refusal !== ErrorCode.NONE) return respond(offsetCommitError(request, refusal));
  if (records.length > 0) context.metrics.onOffsetCommits?.(records.length);
  return { records, response: { topics } };
}

/** The same error for every partition of the request. */
export function offsetCommitError(
  request: Pick<OffsetCommitRequest, "topics">,
  errorCode: number,
): Input<OffsetCommitResponse> {
  return {
    topics: request.topics.map(({ topicId, name, partitions }) => ({
      topicId,
      name,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
    })),
  };
}

/** What to ask for each partition, or the error of the whole request. */
function validateCommit(
  context: GroupCoordinatorContext,
  request: OffsetCommitRequest,
  apiVersion: number,
): PartitionValidator | number {
  const { groupId, memberId, groupInstanceId, generationIdOrMemberEpoch: memberEpoch } = request;
  const consumerGroup = context.groups.consumerGroup(groupId);
  if (consumerGroup !== undefined) {
    const origin = { memberId, groupInstanceId, memberEpoch, isTransactional: false, apiVersion };
    return validateConsumerOffsetCommit(consumerGroup, origin);
  }
  if (context.groups.shareGroup(groupId) !== undefined) return ErrorCode.GROUP_ID_NOT_FOUND;
  const errorCode = validateClassicCommit(context, request, apiVersion);
  return errorCode === ErrorCode.NONE ? acceptPartition : errorCode;
}

function validateClassicCommit(
  context: GroupCoordinatorContext,
  request: OffsetCommitRequest,
  apiVersion: number,
): number {
  const { groupId, memberId, generationIdOrMemberEpoch } = request;
  const group = context.groups.classicGroup(groupId, context.time.nowMs);
  if (group === undefined) {
    if (generationIdOrMemberEpoch < 0) return ErrorCode.NONE;
    return apiVersion >= GROUP_ID_NOT_FOUND_VERSION ? ErrorCode.GROUP_ID_NOT_FOUND : ErrorCode.ILLEGAL_GENERATION;
  }
  const errorCode = validateGroupCommit(group, request);
  if (errorCode !== ErrorCode.NONE) return errorCode;
  // A commit shows that the member is there.
  const member = group.member(memberId);
  if (member !== undefined && group.isInState(ClassicGroupState.STABLE, ClassicGroupState.PREPARING_REBALANCE)) {
    rescheduleHeartbeat(context, group, member);
  }
  return ErrorCode.NONE;
}

function validateGroupCommit(group: ClassicGroup, request: OffsetCommitRequest): number {
  const { memberId, groupInstanceId, generationIdOrMemberEpoch: generationId } = request;
  if (group.isInState(ClassicGroupState.DEAD)) return ErrorCode.COORDINATOR_NOT_AVAILABLE;
  if (generationId < 0 && group.isEmpty) return ErrorCode.NONE;
  if (generationId < 0 && memberId === "" && groupInstanceId === null) return ErrorCode.UNKNOWN_MEMBER_ID;
  const errorCode = validateMember(group, memberId, groupInstanceId);
  if (errorCode !== ErrorCode.NONE) return errorCode;
  if (generationId !== group.generationId) return ErrorCode.ILLEGAL_GENERATION;
  // The member knows the generation from its JoinGroup but not yet what it is assigned.
  return group.isInState(ClassicGroupState.COMPLETING_REBALANCE) ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE;
}

function isMetadataTooLarge(
  context: GroupCoordinatorContext,
  { committedMetadata }: OffsetCommitRequestPartition,
): boolean {
  return committedMetadata !== null && committedMetadata.length > context.config.offsetMetadataMaxSize;
}

function commitRecord(
  groupId: string,
  topic: OffsetCommitRequestTopic,
  partition: OffsetCommitRequestPartition,
  { nowMs, expireTimestampMs }: { readonly nowMs: number; readonly expireTimestampMs: number },
): GroupRecord {
  // The record version with an expiry has neither topic id nor leader epoch: what is not in the log is not kept either.
  const isPlain = expireTimestampMs === -1;
  return offsetCommitRecord(
    { groupId, topic: topic.name, partition: partition.partitionIndex },
    {
      offset: partition.committedOffset,
      leaderEpoch: isPlain ? partition.committedLeaderEpoch : -1,
      metadata: partition.committedMetadata ?? "",
      commitTimestamp: nowMs,
      expireTimestamp: expireTimestampMs,
      topicId: isPlain ? topic.topicId : ZERO_UUID,
    },
  );
}
