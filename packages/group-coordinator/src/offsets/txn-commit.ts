/**
 * TxnOffsetCommit: offsets that count when the producer's transaction commits. Whoever names no member may commit for any
 * group, as producers of before KIP-447 do; who names one must be of the present generation.
 */

import { ZERO_UUID } from "@ottla/base";
import { respond, type CoordinatorResult } from "@ottla/coordinator";
import { ErrorCode, type Input } from "@ottla/protocol";
import type {
  TxnOffsetCommitRequest,
  TxnOffsetCommitRequestPartition,
  TxnOffsetCommitResponse,
  TxnOffsetCommitResponseTopic,
} from "@ottla/protocol/messages/txn-offset-commit";
import type { ClassicGroup } from "../classic/classic-group.ts";
import { ClassicGroupState } from "../classic/classic-group-state.ts";
import { validateMember } from "../classic/member-validation.ts";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import type { GroupRecord } from "../records/group-record.ts";
import {
  acceptPartition,
  validateConsumerOffsetCommit,
  type PartitionValidator,
} from "../consumer/offset-validation.ts";
import { offsetCommitRecord } from "../records/offset-commit-record.ts";

export type TxnOffsetCommitResult = CoordinatorResult<Input<TxnOffsetCommitResponse>, GroupRecord>;

/** `request` holds only partitions that exist. The records belong to the producer's transaction. */
export function handleTxnOffsetCommit(
  context: GroupCoordinatorContext,
  request: TxnOffsetCommitRequest,
): TxnOffsetCommitResult {
  const validate = validateTxnCommit(context, request);
  if (typeof validate === "number") return respond(txnOffsetCommitError(request, validate));
  if (!request.topics.every((topic) => isCommittable(context, topic, validate))) {
    return respond(txnOffsetCommitError(request, ErrorCode.ILLEGAL_GENERATION));
  }
  const records: GroupRecord[] = [];
  const topics = request.topics.map(({ name, partitions }): Input<TxnOffsetCommitResponseTopic> => ({
    name,
    partitions: partitions.map((partition) => {
      const { partitionIndex, committedMetadata } = partition;
      if ((committedMetadata?.length ?? 0) > context.config.offsetMetadataMaxSize) {
        return { partitionIndex, errorCode: ErrorCode.OFFSET_METADATA_TOO_LARGE };
      }
      records.push(commitRecord(context, request.groupId, name, partition));
      return { partitionIndex, errorCode: ErrorCode.NONE };
    }),
  }));
  if (records.length > 0) context.metrics.onOffsetCommits?.(records.length);
  return { records, response: { topics } };
}

/** The same error for every partition of the request. */
export function txnOffsetCommitError(
  request: Pick<TxnOffsetCommitRequest, "topics">,
  errorCode: number,
): Input<TxnOffsetCommitResponse> {
  return {
    topics: request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
    })),
  };
}

/** What to ask for each partition, or the error of the whole request. */
function validateTxnCommit(
  context: GroupCoordinatorContext,
  request: TxnOffsetCommitRequest,
): PartitionValidator | number {
  const { groupId, memberId, groupInstanceId, generationId: memberEpoch } = request;
  const consumerGroup = context.groups.consumerGroup(groupId);
  if (consumerGroup !== undefined) {
    const origin = { memberId, groupInstanceId, memberEpoch, isTransactional: true, apiVersion: 0 };
    const validate = validateConsumerOffsetCommit(consumerGroup, origin);
    return validate === ErrorCode.STALE_MEMBER_EPOCH ? ErrorCode.ILLEGAL_GENERATION : validate;
  }
  if (context.groups.shareGroup(groupId) !== undefined) return ErrorCode.GROUP_ID_NOT_FOUND;
  const group = context.groups.classicGroup(groupId, context.time.nowMs);
  if (group === undefined) return memberEpoch < 0 ? acceptPartition : ErrorCode.ILLEGAL_GENERATION;
  const errorCode = validateGroupTxnCommit(group, request);
  return errorCode === ErrorCode.NONE ? acceptPartition : errorCode;
}

/** Whether the member, if it is behind in its epoch, may still commit these partitions. */
function isCommittable(
  context: GroupCoordinatorContext,
  { name, partitions }: TxnOffsetCommitRequest["topics"][number],
  validate: PartitionValidator,
): boolean {
  if (validate === acceptPartition) return true;
  const topicId = context.image.topic(name)?.id;
  if (topicId === undefined) return false;
  return partitions
    .filter(({ committedMetadata }) => (committedMetadata?.length ?? 0) <= context.config.offsetMetadataMaxSize)
    .every(({ partitionIndex }) => validate(topicId, partitionIndex) === ErrorCode.NONE);
}

function validateGroupTxnCommit(
  group: ClassicGroup,
  { generationId, memberId, groupInstanceId }: TxnOffsetCommitRequest,
): number {
  if (group.isInState(ClassicGroupState.DEAD)) return ErrorCode.COORDINATOR_NOT_AVAILABLE;
  if (generationId < 0 && (group.isEmpty || (memberId === "" && groupInstanceId === null))) return ErrorCode.NONE;
  const errorCode = validateMember(group, memberId, groupInstanceId);
  if (errorCode !== ErrorCode.NONE) return errorCode;
  return generationId === group.generationId ? ErrorCode.NONE : ErrorCode.ILLEGAL_GENERATION;
}

function commitRecord(
  context: GroupCoordinatorContext,
  groupId: string,
  topic: string,
  { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }: TxnOffsetCommitRequestPartition,
): GroupRecord {
  return offsetCommitRecord(
    { groupId, topic, partition: partitionIndex },
    {
      offset: committedOffset,
      leaderEpoch: committedLeaderEpoch,
      metadata: committedMetadata ?? "",
      commitTimestamp: context.time.nowMs,
      expireTimestamp: -1,
      topicId: ZERO_UUID,
    },
  );
}
