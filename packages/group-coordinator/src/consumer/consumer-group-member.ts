/**
 * A member of a consumer group: what it says of itself, and which partitions it has or has yet to give up, each with the
 * epoch in which it was assigned. Immutable. A member that uses the classic protocol (KIP-848, online migration) has
 * `classicMember`.
 */

import { bytesEqual, JavaHashMap, javaIntHashCode, type Uuid } from "@ottla/base";
import type {
  ConsumerGroupCurrentMemberAssignmentValue,
  ConsumerGroupMemberMetadataValue,
} from "@ottla/protocol/messages/group-coordinator-records";
import type { MemberProtocol } from "../classic/classic-group-member.ts";
import { memberStateOf, MemberState } from "../modern/member-state.ts";
import type { ModernGroupMember } from "../modern/modern-group-member.ts";

/** The epoch in which it was assigned, by topic and partition. */
export type PartitionEpochs = ReadonlyMap<Uuid, ReadonlyMap<number, number>>;

export const NO_PARTITIONS: PartitionEpochs = new Map();

export interface ClassicMember {
  readonly sessionTimeoutMs: number;
  /** In its order of preference; never empty. */
  readonly supportedProtocols: readonly MemberProtocol[];
}

export interface ConsumerGroupMember extends ModernGroupMember {
  /** How long it may take to give up partitions; −1 when it never said. */
  readonly rebalanceTimeoutMs: number;
  /** "" or null: none. */
  readonly subscribedTopicRegex: string | null;
  /** The server-side assignor it asks for; null: any. */
  readonly serverAssignor: string | null;
  readonly assignedPartitions: PartitionEpochs;
  readonly partitionsPendingRevocation: PartitionEpochs;
  /** Null when it uses the consumer protocol. */
  readonly classicMember: ClassicMember | null;
}

/** Nobody knows anything of it yet. */
export function newConsumerGroupMember(memberId: string): ConsumerGroupMember {
  return {
    memberId,
    memberEpoch: 0,
    previousMemberEpoch: -1,
    state: MemberState.STABLE,
    instanceId: null,
    rackId: null,
    rebalanceTimeoutMs: -1,
    clientId: "",
    clientHost: "",
    subscribedTopicNames: new Set(),
    subscribedTopicRegex: "",
    serverAssignor: null,
    assignedPartitions: NO_PARTITIONS,
    partitionsPendingRevocation: NO_PARTITIONS,
    classicMember: null,
  };
}

export function usesClassicProtocol(member: ConsumerGroupMember): boolean {
  return member.classicMember !== null;
}

/** The regular expression the member subscribes to, if it does. */
export function regexOf(member: ConsumerGroupMember | undefined): string | undefined {
  const regex = member?.subscribedTopicRegex;
  return regex === null || regex === "" ? undefined : regex;
}

/** The epoch in which the member got the partition that it has or has yet to give up. */
export function assignmentEpochOf(member: ConsumerGroupMember, topicId: Uuid, partition: number): number | undefined {
  return (
    member.assignedPartitions.get(topicId)?.get(partition) ??
    member.partitionsPendingRevocation.get(topicId)?.get(partition)
  );
}

/** The member as a MemberMetadata record has it. */
export function withMetadata(
  member: ConsumerGroupMember,
  value: ConsumerGroupMemberMetadataValue,
): ConsumerGroupMember {
  const { classicMemberMetadata } = value;
  return {
    ...member,
    instanceId: value.instanceId,
    rackId: value.rackId,
    clientId: value.clientId,
    clientHost: value.clientHost,
    subscribedTopicNames: new Set(value.subscribedTopicNames),
    subscribedTopicRegex: value.subscribedTopicRegex,
    rebalanceTimeoutMs: value.rebalanceTimeoutMs,
    serverAssignor: value.serverAssignor,
    classicMember: classicMemberMetadata,
  };
}

/** The member as a CurrentMemberAssignment record has it; a tombstone leaves it without anything. */
export function withCurrentAssignment(
  member: ConsumerGroupMember,
  value: ConsumerGroupCurrentMemberAssignmentValue | null,
): ConsumerGroupMember {
  if (value === null) {
    return {
      ...member,
      memberEpoch: -1,
      previousMemberEpoch: -1,
      assignedPartitions: NO_PARTITIONS,
      partitionsPendingRevocation: NO_PARTITIONS,
    };
  }
  const { memberEpoch, previousMemberEpoch } = value;
  return {
    ...member,
    memberEpoch,
    previousMemberEpoch,
    state: memberStateOf(value.state),
    assignedPartitions: partitionEpochsOf(value.assignedPartitions, memberEpoch),
    partitionsPendingRevocation: partitionEpochsOf(value.partitionsPendingRevocation, memberEpoch),
  };
}

/** Records of before 4.3 have no epochs of their own: the member's is the best that is known. */
function partitionEpochsOf(
  topics: ConsumerGroupCurrentMemberAssignmentValue["assignedPartitions"],
  memberEpoch: number,
): PartitionEpochs {
  const result = new Map<Uuid, ReadonlyMap<number, number>>();
  for (const { topicId, partitions, assignmentEpochs } of topics) {
    const hasEpochs = assignmentEpochs !== null && assignmentEpochs.length === partitions.length;
    const entries = partitions.map(
      (partition, i) => [partition, hasEpochs ? assignmentEpochs[i]! : Math.max(memberEpoch, 0)] as const,
    );
    result.set(topicId, inJavaOrder(entries));
  }
  return result;
}

/** The entries in the order of a table to which they are added. */
function inJavaOrder(epochs: Iterable<readonly [number, number]>): ReadonlyMap<number, number> {
  const table = new JavaHashMap<number, number>(javaIntHashCode);
  for (const [partition, epoch] of epochs) table.set(partition, epoch);
  return new Map(table);
}

/** Whether two members are the same in everything. */
export function consumerGroupMemberEquals(a: ConsumerGroupMember, b: ConsumerGroupMember): boolean {
  return (
    a === b ||
    (a.memberId === b.memberId &&
      a.memberEpoch === b.memberEpoch &&
      a.previousMemberEpoch === b.previousMemberEpoch &&
      a.state === b.state &&
      a.instanceId === b.instanceId &&
      a.rackId === b.rackId &&
      a.rebalanceTimeoutMs === b.rebalanceTimeoutMs &&
      a.clientId === b.clientId &&
      a.clientHost === b.clientHost &&
      setEquals(a.subscribedTopicNames, b.subscribedTopicNames) &&
      a.subscribedTopicRegex === b.subscribedTopicRegex &&
      a.serverAssignor === b.serverAssignor &&
      partitionEpochsEqual(a.assignedPartitions, b.assignedPartitions) &&
      partitionEpochsEqual(a.partitionsPendingRevocation, b.partitionsPendingRevocation) &&
      classicMemberEquals(a.classicMember, b.classicMember))
  );
}

export function partitionEpochsEqual(a: PartitionEpochs, b: PartitionEpochs): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [topicId, epochs] of a) {
    const others = b.get(topicId);
    if (others?.size !== epochs.size) return false;
    for (const [partition, epoch] of epochs) if (others.get(partition) !== epoch) return false;
  }
  return true;
}

export function setEquals<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const value of a) if (!b.has(value)) return false;
  return true;
}

function classicMemberEquals(a: ClassicMember | null, b: ClassicMember | null): boolean {
  if (a === null || b === null) return a === b;
  const { supportedProtocols: own } = a;
  const { supportedProtocols: other } = b;
  return (
    a.sessionTimeoutMs === b.sessionTimeoutMs &&
    own.length === other.length &&
    own.every(({ name, metadata }, i) => name === other[i]!.name && bytesEqual(metadata, other[i]!.metadata))
  );
}
