/** What a shard holds that the log holds too, as plain data that can be compared. */

import type { GroupMetadataValue } from "@ottla/protocol/messages/group-coordinator-records";
import type { GroupCoordinatorShard } from "../group-coordinator-shard.ts";
import type { ClassicGroup } from "../classic/classic-group.ts";
import type { ConsumerGroupMember } from "../consumer/consumer-group-member.ts";
import type { ConsumerGroup } from "../consumer/consumer-group.ts";
import { GroupType, type GroupEntry } from "../groups.ts";
import type { ShareGroupMember } from "../share/share-group-member.ts";
import type { ShareGroup } from "../share/share-group.ts";
import type { StateTopics } from "../share/share-state-topics.ts";
import type { OffsetTable } from "../offsets/offset-table.ts";

export function durableState({ context }: GroupCoordinatorShard): Record<string, unknown> {
  return {
    groups: sorted([...context.groups.entries()].map(([id, entry]) => [id, entryState(entry)])),
    offsets: offsetsOf(context.offsets.table),
    count: context.offsets.count,
    pending: sorted([...context.offsets.pendingOffsets()].map(([id, table]) => [String(id), offsetsOf(table)])),
  };
}

function entryState(entry: GroupEntry): unknown {
  if (entry.type === GroupType.SHARE) return shareGroupState(entry.group);
  return entry.type === GroupType.CONSUMER ? consumerGroupState(entry.group) : comparable(entry.metadata);
}

/** Everything of a share group that is in the log. */
function shareGroupState(group: ShareGroup): Record<string, unknown> {
  const { assignmentEpoch, assignmentTimestampMs } = group;
  const topics = group.stateTopics.get();
  const stateOf = (states: StateTopics): unknown =>
    sorted([...states].map(([id, { name, partitions }]) => [id, [name, [...partitions].sort((a, b) => a - b)]]));
  return {
    state: group.state.get(),
    epoch: group.groupEpoch.get(),
    metadataHash: group.metadataHash.get(),
    assignmentEpoch,
    assignmentTimestampMs,
    subscriptionType: group.subscriptionType.get(),
    members: sorted([...group.members].map(([id, member]) => [id, shareMemberState(member)])),
    target: sorted([...group.targetAssignment].map(([id, target]) => [id, partitionsOf(target)])),
    topics: sorted([...group.subscribedTopicNames]),
    stateTopics: topics && {
      initializing: stateOf(topics.initializing),
      initialized: stateOf(topics.initialized),
      deleting: [...topics.deleting].sort(),
    },
  };
}

function shareMemberState(member: ShareGroupMember): unknown {
  return {
    ...member,
    subscribedTopicNames: [...member.subscribedTopicNames].sort(),
    assignedPartitions: partitionsOf(member.assignedPartitions),
  };
}

/** Everything of a consumer group: what the records say, and what is counted along with them. */
export function consumerGroupState(group: ConsumerGroup): Record<string, unknown> {
  const { assignmentEpoch, assignmentTimestampMs } = group;
  return {
    state: group.state.get(),
    epoch: group.groupEpoch.get(),
    metadataHash: group.metadataHash.get(),
    assignmentEpoch,
    assignmentTimestampMs,
    subscriptionType: group.subscriptionType.get(),
    members: sorted([...group.members].map(([id, member]) => [id, memberState(member)])),
    target: sorted([...group.targetAssignment].map(([id, target]) => [id, partitionsOf(target)])),
    topics: sorted([...group.subscribedTopicNames]),
    staticMembers: sorted([...group.staticMembers]),
    assignors: sorted([...group.serverAssignors]),
    classicMembers: group.classicMemberCount.get(),
    regexes: sorted([...group.subscribedRegexes]),
    resolved: sorted(
      [...group.resolvedRegexes].map(([regex, { topics, ...rest }]) => [regex, [[...topics].sort(), rest]]),
    ),
    hasPartitionMetadataRecord: group.hasPartitionMetadataRecord.get(),
  };
}

function memberState({ classicMember, ...member }: ConsumerGroupMember): unknown {
  return {
    ...member,
    subscribedTopicNames: [...member.subscribedTopicNames].sort(),
    assignedPartitions: partitionsOf(member.assignedPartitions),
    partitionsPendingRevocation: partitionsOf(member.partitionsPendingRevocation),
    classicMember: classicMember && {
      sessionTimeoutMs: classicMember.sessionTimeoutMs,
      protocols: classicMember.supportedProtocols.map(({ name, metadata }) => [name, [...metadata]]),
    },
  };
}

/** Partitions, with their epochs if they have some, in an order that does not depend on how they came. */
function partitionsOf(assignment: ReadonlyMap<string, ReadonlySet<number> | ReadonlyMap<number, number>>): unknown {
  return sorted([...assignment].map(([topicId, partitions]) => [topicId, [...partitions.entries()].sort(byKey)]));
}

function byKey([a]: [number, number], [b]: [number, number]): number {
  return a - b;
}

/** What the log would hold of a live group if it were written now. */
export function liveGeneration(group: ClassicGroup): Record<string, unknown> {
  return {
    generation: group.generationId,
    protocolType: group.protocolType ?? "",
    protocol: group.protocolName,
    leader: group.leaderId,
    members: sorted(
      [...group.members()].map((member) => [
        member.memberId,
        { instance: member.groupInstanceId, assignment: [...member.assignment] },
      ]),
    ),
  };
}

function offsetsOf(table: OffsetTable): [string, unknown][] {
  return sorted([...table].map(([group, topic, partition, offset]) => [`${group}/${topic}-${partition}`, offset]));
}

function sorted<T>(entries: readonly (readonly [string, T])[]): [string, T][] {
  return entries.map(([key, value]): [string, T] => [key, value]).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Bytes as numbers: a Buffer and a Uint8Array of the same bytes are the same. */
function comparable(metadata: GroupMetadataValue | undefined): unknown {
  if (metadata === undefined) return null;
  const members = metadata.members.map((member) => ({
    ...member,
    subscription: [...member.subscription],
    assignment: [...member.assignment],
  }));
  return { ...metadata, members };
}
