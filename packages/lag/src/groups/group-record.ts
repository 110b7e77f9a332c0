// Records of __consumer_offsets as a monitor reads them: what was committed, and who is in a group with which partitions. Every kind of key that
// Apache Kafka 4.3 writes is known, in every version of its value; what says nothing about lag is `other`.
import { ProtocolDecodeError, WireReader } from "@ottla/protocol";
import type { MessageCodec } from "@ottla/protocol";
import { ConsumerProtocolAssignment } from "@ottla/protocol/messages/consumer-protocol";
import * as R from "@ottla/protocol/messages/group-coordinator-records";
import { ZERO_UUID } from "@ottla/base";

/** Who a member is. */
export interface MemberName {
  /** With Kafka's leading slash. */
  readonly host: string;
  readonly clientId: string;
}

/** Partitions of a topic that is told by its id, by its name, or (streams groups) by its place in the group's topology. */
export interface AssignedPartitions {
  readonly by: "id" | "name" | "subtopology";
  readonly topic: string;
  readonly partitions: readonly number[];
}

export type GroupRecord =
  | {
      readonly kind: "commit";
      readonly group: string;
      readonly topic: string;
      readonly partition: number;
      readonly offset: number;
      readonly timestampMs: number;
      /** Undefined where the record does not tell. */
      readonly topicId: string | undefined;
    }
  /** All members of a group of the classic protocol. */
  | {
      readonly kind: "members";
      readonly group: string;
      readonly members: readonly (MemberName & {
        readonly memberId: string;
        readonly assigned: readonly AssignedPartitions[];
      })[];
    }
  | { readonly kind: "member"; readonly group: string; readonly memberId: string; readonly name: MemberName | null }
  | {
      readonly kind: "assignment";
      readonly group: string;
      readonly memberId: string;
      readonly assigned: readonly AssignedPartitions[];
    }
  /** The topics that each part of a streams group's topology reads. */
  | { readonly kind: "topology"; readonly group: string; readonly topics: ReadonlyMap<string, readonly string[]> }
  | { readonly kind: "group exists" | "group removed"; readonly group: string }
  | { readonly kind: "other" };

const OTHER: GroupRecord = { kind: "other" };
type Value = WireReader | null;

/** Reads the body of a value, whose version comes first; undefined for a version that came later than we know. */
function body<T>(codec: MessageCodec<T>, reader: WireReader): T | undefined {
  const version = reader.int16("version");
  if (version < codec.lowestVersion || version > codec.highestVersion) return undefined;
  return codec.decode(reader, version);
}

function commit(key: WireReader, value: Value): GroupRecord {
  const { group, topic, partition } = R.OffsetCommitKey.decode(key, 0);
  // A commit that is forgotten says nothing about how the group does, as in Burrow.
  const read = value === null ? undefined : body(R.OffsetCommitValue, value);
  if (read === undefined) return OTHER;
  const { offset, commitTimestamp: timestampMs } = read;
  const topicId = read.topicId === undefined || read.topicId === ZERO_UUID ? undefined : read.topicId;
  return { kind: "commit", group, topic, partition, offset, timestampMs, topicId };
}

function classicGroup(key: WireReader, value: Value): GroupRecord {
  const { group } = R.GroupMetadataKey.decode(key, 0);
  if (value === null) return { kind: "group removed", group };
  const read = body(R.GroupMetadataValue, value);
  if (read === undefined || (read.protocolType !== "consumer" && read.members.length > 0)) return OTHER;
  const members = read.members.map(({ memberId, clientHost, clientId, assignment }) => ({
    memberId,
    host: clientHost,
    clientId,
    assigned: classicAssignment(assignment),
  }));
  return { kind: "members", group, members };
}

/** Nothing for bytes that are no assignment: they come from the group's leader, who may have any idea of them. */
function classicAssignment(bytes: Uint8Array): readonly AssignedPartitions[] {
  if (bytes.length === 0) return [];
  try {
    const reader = new WireReader(bytes);
    const version = Math.min(reader.int16("version"), ConsumerProtocolAssignment.highestVersion);
    if (version < ConsumerProtocolAssignment.lowestVersion) return [];
    const { assignedPartitions } = ConsumerProtocolAssignment.decode(reader, version);
    return assignedPartitions.map(({ topic, partitions }) => ({ by: "name", topic, partitions }));
  } catch (error) {
    if (error instanceof ProtocolDecodeError) return [];
    throw error;
  }
}

function groupEpoch(codec: MessageCodec<{ groupId: string }>) {
  return (key: WireReader, value: Value): GroupRecord => {
    const { groupId: group } = codec.decode(key, 0);
    return { kind: value === null ? "group removed" : "group exists", group };
  };
}

type MemberKey = MessageCodec<{ groupId: string; memberId: string }>;

function member(keyCodec: MemberKey, valueCodec: MessageCodec<{ clientId: string; clientHost: string }>) {
  return (key: WireReader, value: Value): GroupRecord => {
    const { groupId: group, memberId } = keyCodec.decode(key, 0);
    if (value === null) return { kind: "member", group, memberId, name: null };
    const read = body(valueCodec, value);
    if (read === undefined) return OTHER;
    return { kind: "member", group, memberId, name: { host: read.clientHost, clientId: read.clientId } };
  };
}

function consumerAssignment(key: WireReader, value: Value): GroupRecord {
  const { groupId: group, memberId } = R.ConsumerGroupCurrentMemberAssignmentKey.decode(key, 0);
  if (value === null) return { kind: "assignment", group, memberId, assigned: [] };
  const read = body(R.ConsumerGroupCurrentMemberAssignmentValue, value);
  if (read === undefined) return OTHER;
  const assigned = read.assignedPartitions.map(({ topicId, partitions }) => ({
    by: "id" as const,
    topic: topicId,
    partitions,
  }));
  return { kind: "assignment", group, memberId, assigned };
}

function streamsAssignment(key: WireReader, value: Value): GroupRecord {
  const { groupId: group, memberId } = R.StreamsGroupCurrentMemberAssignmentKey.decode(key, 0);
  if (value === null) return { kind: "assignment", group, memberId, assigned: [] };
  const read = body(R.StreamsGroupCurrentMemberAssignmentValue, value);
  if (read === undefined) return OTHER;
  const assigned = read.activeTasks.map(({ subtopologyId, partitions }) => ({
    by: "subtopology" as const,
    topic: subtopologyId,
    partitions,
  }));
  return { kind: "assignment", group, memberId, assigned };
}

function topology(key: WireReader, value: Value): GroupRecord {
  const { groupId: group } = R.StreamsGroupTopologyKey.decode(key, 0);
  const read = value === null ? undefined : body(R.StreamsGroupTopologyValue, value);
  const topics = (read?.subtopologies ?? []).map(
    ({ subtopologyId, sourceTopics, repartitionSourceTopics }) =>
      [subtopologyId, [...sourceTopics, ...repartitionSourceTopics.map(({ name }) => name)]] as const,
  );
  return { kind: "topology", group, topics: new Map(topics) };
}

const other = (): GroupRecord => OTHER;

/** What each number that a key begins with stands for. */
const KINDS: ReadonlyMap<number, (key: WireReader, value: Value) => GroupRecord> = new Map([
  [0, commit],
  [1, commit],
  [2, classicGroup],
  [3, groupEpoch(R.ConsumerGroupMetadataKey)],
  [4, other],
  [5, member(R.ConsumerGroupMemberMetadataKey, R.ConsumerGroupMemberMetadataValue)],
  [6, other],
  [7, other],
  [8, consumerAssignment],
  [10, other],
  [11, groupEpoch(R.ShareGroupMetadataKey)],
  [12, other],
  [13, other],
  [14, other],
  [15, other],
  [16, other],
  [17, groupEpoch(R.StreamsGroupMetadataKey)],
  [19, member(R.StreamsGroupMemberMetadataKey, R.StreamsGroupMemberMetadataValue)],
  [20, other],
  [21, other],
  [22, streamsAssignment],
  [23, topology],
]);

/**
 * Reads a record; undefined for a kind of key that is not known.
 * @throws ProtocolDecodeError for bytes that are no record of their kind
 */
export function readGroupRecord(key: Uint8Array, value: Uint8Array | null): GroupRecord | undefined {
  const reader = new WireReader(key);
  return KINDS.get(reader.int16("type"))?.(reader, value === null ? null : new WireReader(value));
}
