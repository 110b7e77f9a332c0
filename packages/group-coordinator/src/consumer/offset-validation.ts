/**
 * Whether a member of a consumer group may commit or fetch offsets. A member may be behind in its epoch for partitions it was
 * assigned in that epoch or before (KIP-1251): nobody else has had them since.
 */

import type { Uuid } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { assignmentEpochOf, usesClassicProtocol, type ConsumerGroupMember } from "./consumer-group-member.ts";
import type { ConsumerGroup } from "./consumer-group.ts";

/** From this version on commits carry member epochs. */
const MEMBER_EPOCH_VERSION = 9;

/** NONE, or why the partition must not be committed, which then fails the whole request. */
export type PartitionValidator = (topicId: Uuid, partition: number) => number;

export interface OffsetCommitOrigin {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  /** −1 of whoever is no member. */
  readonly memberEpoch: number;
  readonly isTransactional: boolean;
  readonly apiVersion: number;
}

/** What to ask for each partition, or the error of the whole request. */
export function validateConsumerOffsetCommit(
  group: ConsumerGroup,
  { memberId, groupInstanceId, memberEpoch, isTransactional, apiVersion }: OffsetCommitOrigin,
): PartitionValidator | number {
  if (memberEpoch < 0 && group.members.size === 0) return acceptPartition;
  // A transactional producer may not know any group.
  if (isTransactional && memberEpoch === -1 && memberId === "" && groupInstanceId === null) return acceptPartition;
  const member = group.members.get(memberId);
  if (member === undefined) return ErrorCode.UNKNOWN_MEMBER_ID;
  const isClassic = usesClassicProtocol(member);
  if (!isTransactional && !isClassic && apiVersion < MEMBER_EPOCH_VERSION) return ErrorCode.UNSUPPORTED_VERSION;
  if (memberEpoch === member.memberEpoch) return acceptPartition;
  if (memberEpoch > member.memberEpoch) return staleEpoch(member);
  return (topicId, partition) => {
    const assignmentEpoch = assignmentEpochOf(member, topicId, partition);
    return assignmentEpoch === undefined || memberEpoch < assignmentEpoch ? staleEpoch(member) : ErrorCode.NONE;
  };
}

/** NONE, or why the offsets must not be fetched. `epoch` is what the reader may see; undefined for the newest state. */
export function validateConsumerOffsetFetch(
  group: ConsumerGroup,
  { memberId, memberEpoch }: { readonly memberId: string | null; readonly memberEpoch: number },
  epoch: number | undefined,
): number {
  if (memberId === null && memberEpoch < 0) return ErrorCode.NONE;
  const member = memberId === null ? undefined : group.members.get(memberId, epoch);
  if (member === undefined) return ErrorCode.UNKNOWN_MEMBER_ID;
  return member.memberEpoch === memberEpoch ? ErrorCode.NONE : staleEpoch(member);
}

/** Every partition may be committed. */
export const acceptPartition: PartitionValidator = () => ErrorCode.NONE;

function staleEpoch(member: ConsumerGroupMember): number {
  return usesClassicProtocol(member) ? ErrorCode.ILLEGAL_GENERATION : ErrorCode.STALE_MEMBER_EPOCH;
}
