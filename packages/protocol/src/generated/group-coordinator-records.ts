// Generated from schema/group-coordinator-records.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import { EMPTY_BYTES } from "../wire/empty-bytes.ts";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** LegacyOffsetCommitKey: coordinator-key, type 0, versions 0. */
export interface LegacyOffsetCommitKey {
  group: string;
  topic: string;
  partition: number;
}

export const LegacyOffsetCommitKey: MessageCodec<LegacyOffsetCommitKey> = defineMessage<LegacyOffsetCommitKey>({
  name: "LegacyOffsetCommitKey",
  kind: "coordinator-key",
  apiKey: 0,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeLegacyOffsetCommitKey,
  encode: encodeLegacyOffsetCommitKey,
});

/** LegacyOffsetCommitValue: coordinator-value, type 0, versions 0. */
export interface LegacyOffsetCommitValue {
  offset: number;
  metadata: string;
  commitTimestamp: number;
}

export const LegacyOffsetCommitValue: MessageCodec<LegacyOffsetCommitValue> = defineMessage<LegacyOffsetCommitValue>({
  name: "LegacyOffsetCommitValue",
  kind: "coordinator-value",
  apiKey: 0,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeLegacyOffsetCommitValue,
  encode: encodeLegacyOffsetCommitValue,
});

/** OffsetCommitKey: coordinator-key, type 1, versions 0. */
export interface OffsetCommitKey {
  group: string;
  topic: string;
  partition: number;
}

export const OffsetCommitKey: MessageCodec<OffsetCommitKey> = defineMessage<OffsetCommitKey>({
  name: "OffsetCommitKey",
  kind: "coordinator-key",
  apiKey: 1,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeOffsetCommitKey,
  encode: encodeOffsetCommitKey,
});

/** OffsetCommitValue: coordinator-value, type 1, versions 0–4, flexible 4+. */
export interface OffsetCommitValue {
  offset: number;
  /** Versions 3+. Default -1. Dropped where the version lacks it. */
  leaderEpoch: number;
  metadata: string;
  commitTimestamp: number;
  /** Versions 1. Default -1. Dropped where the version lacks it. */
  expireTimestamp: number;
  /** Versions 4+. Tag 0. Dropped where the version lacks it. */
  topicId: Uuid;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const OffsetCommitValue: MessageCodec<OffsetCommitValue> = defineMessage<OffsetCommitValue>({
  name: "OffsetCommitValue",
  kind: "coordinator-value",
  apiKey: 1,
  lowestVersion: 0,
  highestVersion: 4,
  flexibleFrom: 4,
  decode: decodeOffsetCommitValue,
  encode: encodeOffsetCommitValue,
});

/** GroupMetadataKey: coordinator-key, type 2, versions 0. */
export interface GroupMetadataKey {
  group: string;
}

export const GroupMetadataKey: MessageCodec<GroupMetadataKey> = defineMessage<GroupMetadataKey>({
  name: "GroupMetadataKey",
  kind: "coordinator-key",
  apiKey: 2,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeGroupMetadataKey,
  encode: encodeGroupMetadataKey,
});

/** GroupMetadataValue: coordinator-value, type 2, versions 0–4, flexible 4+. */
export interface GroupMetadataValue {
  protocolType: string;
  generation: number;
  protocol: string | null;
  leader: string | null;
  /** Versions 2+. Default -1. Dropped where the version lacks it. */
  currentStateTimestamp: number;
  members: MemberMetadata[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const GroupMetadataValue: MessageCodec<GroupMetadataValue> = defineMessage<GroupMetadataValue>({
  name: "GroupMetadataValue",
  kind: "coordinator-value",
  apiKey: 2,
  lowestVersion: 0,
  highestVersion: 4,
  flexibleFrom: 4,
  decode: decodeGroupMetadataValue,
  encode: encodeGroupMetadataValue,
});

/** ConsumerGroupMetadataKey: coordinator-key, type 3, versions 0. */
export interface ConsumerGroupMetadataKey {
  groupId: string;
}

export const ConsumerGroupMetadataKey: MessageCodec<ConsumerGroupMetadataKey> = defineMessage<ConsumerGroupMetadataKey>({
  name: "ConsumerGroupMetadataKey",
  kind: "coordinator-key",
  apiKey: 3,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeConsumerGroupMetadataKey,
  encode: encodeConsumerGroupMetadataKey,
});

/** ConsumerGroupMetadataValue: coordinator-value, type 3, versions 0, flexible 0+. */
export interface ConsumerGroupMetadataValue {
  epoch: number;
  /** Tag 0. Default 0n. */
  metadataHash: bigint;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ConsumerGroupMetadataValue: MessageCodec<ConsumerGroupMetadataValue> = defineMessage<ConsumerGroupMetadataValue>({
  name: "ConsumerGroupMetadataValue",
  kind: "coordinator-value",
  apiKey: 3,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeConsumerGroupMetadataValue,
  encode: encodeConsumerGroupMetadataValue,
});

/** ConsumerGroupPartitionMetadataKey: coordinator-key, type 4, versions 0. */
export interface ConsumerGroupPartitionMetadataKey {
  groupId: string;
}

export const ConsumerGroupPartitionMetadataKey: MessageCodec<ConsumerGroupPartitionMetadataKey> = defineMessage<ConsumerGroupPartitionMetadataKey>({
  name: "ConsumerGroupPartitionMetadataKey",
  kind: "coordinator-key",
  apiKey: 4,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeConsumerGroupPartitionMetadataKey,
  encode: encodeConsumerGroupPartitionMetadataKey,
});

/** ConsumerGroupPartitionMetadataValue: coordinator-value, type 4, versions 0, flexible 0+. */
export interface ConsumerGroupPartitionMetadataValue {
  topics: TopicMetadata[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ConsumerGroupPartitionMetadataValue: MessageCodec<ConsumerGroupPartitionMetadataValue> = defineMessage<ConsumerGroupPartitionMetadataValue>({
  name: "ConsumerGroupPartitionMetadataValue",
  kind: "coordinator-value",
  apiKey: 4,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeConsumerGroupPartitionMetadataValue,
  encode: encodeConsumerGroupPartitionMetadataValue,
});

/** ConsumerGroupMemberMetadataKey: coordinator-key, type 5, versions 0. */
export interface ConsumerGroupMemberMetadataKey {
  groupId: string;
  memberId: string;
}

export const ConsumerGroupMemberMetadataKey: MessageCodec<ConsumerGroupMemberMetadataKey> = defineMessage<ConsumerGroupMemberMetadataKey>({
  name: "ConsumerGroupMemberMetadataKey",
  kind: "coordinator-key",
  apiKey: 5,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeConsumerGroupMemberMetadataKey,
  encode: encodeConsumerGroupMemberMetadataKey,
});

/** ConsumerGroupMemberMetadataValue: coordinator-value, type 5, versions 0, flexible 0+. */
export interface ConsumerGroupMemberMetadataValue {
  instanceId: string | null;
  rackId: string | null;
  clientId: string;
  clientHost: string;
  subscribedTopicNames: string[];
  subscribedTopicRegex: string | null;
  /** Default -1. */
  rebalanceTimeoutMs: number;
  serverAssignor: string | null;
  /** Tag 0. */
  classicMemberMetadata: ClassicMemberMetadata | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ConsumerGroupMemberMetadataValue: MessageCodec<ConsumerGroupMemberMetadataValue> = defineMessage<ConsumerGroupMemberMetadataValue>({
  name: "ConsumerGroupMemberMetadataValue",
  kind: "coordinator-value",
  apiKey: 5,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeConsumerGroupMemberMetadataValue,
  encode: encodeConsumerGroupMemberMetadataValue,
});

/** ConsumerGroupTargetAssignmentMetadataKey: coordinator-key, type 6, versions 0. */
export interface ConsumerGroupTargetAssignmentMetadataKey {
  groupId: string;
}

export const ConsumerGroupTargetAssignmentMetadataKey: MessageCodec<ConsumerGroupTargetAssignmentMetadataKey> = defineMessage<ConsumerGroupTargetAssignmentMetadataKey>({
  name: "ConsumerGroupTargetAssignmentMetadataKey",
  kind: "coordinator-key",
  apiKey: 6,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeConsumerGroupTargetAssignmentMetadataKey,
  encode: encodeConsumerGroupTargetAssignmentMetadataKey,
});

/** ConsumerGroupTargetAssignmentMetadataValue: coordinator-value, type 6, versions 0, flexible 0+. */
export interface ConsumerGroupTargetAssignmentMetadataValue {
  assignmentEpoch: number;
  /** Tag 0. Default 0. */
  assignmentTimestamp: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ConsumerGroupTargetAssignmentMetadataValue: MessageCodec<ConsumerGroupTargetAssignmentMetadataValue> = defineMessage<ConsumerGroupTargetAssignmentMetadataValue>({
  name: "ConsumerGroupTargetAssignmentMetadataValue",
  kind: "coordinator-value",
  apiKey: 6,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeConsumerGroupTargetAssignmentMetadataValue,
  encode: encodeConsumerGroupTargetAssignmentMetadataValue,
});

/** ConsumerGroupTargetAssignmentMemberKey: coordinator-key, type 7, versions 0. */
export interface ConsumerGroupTargetAssignmentMemberKey {
  groupId: string;
  memberId: string;
}

export const ConsumerGroupTargetAssignmentMemberKey: MessageCodec<ConsumerGroupTargetAssignmentMemberKey> = defineMessage<ConsumerGroupTargetAssignmentMemberKey>({
  name: "ConsumerGroupTargetAssignmentMemberKey",
  kind: "coordinator-key",
  apiKey: 7,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeConsumerGroupTargetAssignmentMemberKey,
  encode: encodeConsumerGroupTargetAssignmentMemberKey,
});

/** ConsumerGroupTargetAssignmentMemberValue: coordinator-value, type 7, versions 0, flexible 0+. */
export interface ConsumerGroupTargetAssignmentMemberValue {
  topicPartitions: TopicPartition[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ConsumerGroupTargetAssignmentMemberValue: MessageCodec<ConsumerGroupTargetAssignmentMemberValue> = defineMessage<ConsumerGroupTargetAssignmentMemberValue>({
  name: "ConsumerGroupTargetAssignmentMemberValue",
  kind: "coordinator-value",
  apiKey: 7,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeConsumerGroupTargetAssignmentMemberValue,
  encode: encodeConsumerGroupTargetAssignmentMemberValue,
});

/** ConsumerGroupCurrentMemberAssignmentKey: coordinator-key, type 8, versions 0. */
export interface ConsumerGroupCurrentMemberAssignmentKey {
  groupId: string;
  memberId: string;
}

export const ConsumerGroupCurrentMemberAssignmentKey: MessageCodec<ConsumerGroupCurrentMemberAssignmentKey> = defineMessage<ConsumerGroupCurrentMemberAssignmentKey>({
  name: "ConsumerGroupCurrentMemberAssignmentKey",
  kind: "coordinator-key",
  apiKey: 8,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeConsumerGroupCurrentMemberAssignmentKey,
  encode: encodeConsumerGroupCurrentMemberAssignmentKey,
});

/** ConsumerGroupCurrentMemberAssignmentValue: coordinator-value, type 8, versions 0, flexible 0+. */
export interface ConsumerGroupCurrentMemberAssignmentValue {
  memberEpoch: number;
  previousMemberEpoch: number;
  state: number;
  assignedPartitions: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[];
  partitionsPendingRevocation: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ConsumerGroupCurrentMemberAssignmentValue: MessageCodec<ConsumerGroupCurrentMemberAssignmentValue> = defineMessage<ConsumerGroupCurrentMemberAssignmentValue>({
  name: "ConsumerGroupCurrentMemberAssignmentValue",
  kind: "coordinator-value",
  apiKey: 8,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeConsumerGroupCurrentMemberAssignmentValue,
  encode: encodeConsumerGroupCurrentMemberAssignmentValue,
});

/** ShareGroupMemberMetadataKey: coordinator-key, type 10, versions 0. */
export interface ShareGroupMemberMetadataKey {
  groupId: string;
  memberId: string;
}

export const ShareGroupMemberMetadataKey: MessageCodec<ShareGroupMemberMetadataKey> = defineMessage<ShareGroupMemberMetadataKey>({
  name: "ShareGroupMemberMetadataKey",
  kind: "coordinator-key",
  apiKey: 10,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeShareGroupMemberMetadataKey,
  encode: encodeShareGroupMemberMetadataKey,
});

/** ShareGroupMemberMetadataValue: coordinator-value, type 10, versions 0, flexible 0+. */
export interface ShareGroupMemberMetadataValue {
  rackId: string | null;
  clientId: string;
  clientHost: string;
  subscribedTopicNames: string[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ShareGroupMemberMetadataValue: MessageCodec<ShareGroupMemberMetadataValue> = defineMessage<ShareGroupMemberMetadataValue>({
  name: "ShareGroupMemberMetadataValue",
  kind: "coordinator-value",
  apiKey: 10,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeShareGroupMemberMetadataValue,
  encode: encodeShareGroupMemberMetadataValue,
});

/** ShareGroupMetadataKey: coordinator-key, type 11, versions 0. */
export interface ShareGroupMetadataKey {
  groupId: string;
}

export const ShareGroupMetadataKey: MessageCodec<ShareGroupMetadataKey> = defineMessage<ShareGroupMetadataKey>({
  name: "ShareGroupMetadataKey",
  kind: "coordinator-key",
  apiKey: 11,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeShareGroupMetadataKey,
  encode: encodeShareGroupMetadataKey,
});

/** ShareGroupMetadataValue: coordinator-value, type 11, versions 0, flexible 0+. */
export interface ShareGroupMetadataValue {
  epoch: number;
  metadataHash: bigint;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ShareGroupMetadataValue: MessageCodec<ShareGroupMetadataValue> = defineMessage<ShareGroupMetadataValue>({
  name: "ShareGroupMetadataValue",
  kind: "coordinator-value",
  apiKey: 11,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeShareGroupMetadataValue,
  encode: encodeShareGroupMetadataValue,
});

/** ShareGroupTargetAssignmentMetadataKey: coordinator-key, type 12, versions 0. */
export interface ShareGroupTargetAssignmentMetadataKey {
  groupId: string;
}

export const ShareGroupTargetAssignmentMetadataKey: MessageCodec<ShareGroupTargetAssignmentMetadataKey> = defineMessage<ShareGroupTargetAssignmentMetadataKey>({
  name: "ShareGroupTargetAssignmentMetadataKey",
  kind: "coordinator-key",
  apiKey: 12,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeShareGroupTargetAssignmentMetadataKey,
  encode: encodeShareGroupTargetAssignmentMetadataKey,
});

/** ShareGroupTargetAssignmentMetadataValue: coordinator-value, type 12, versions 0, flexible 0+. */
export interface ShareGroupTargetAssignmentMetadataValue {
  assignmentEpoch: number;
  /** Tag 0. Default 0. */
  assignmentTimestamp: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ShareGroupTargetAssignmentMetadataValue: MessageCodec<ShareGroupTargetAssignmentMetadataValue> = defineMessage<ShareGroupTargetAssignmentMetadataValue>({
  name: "ShareGroupTargetAssignmentMetadataValue",
  kind: "coordinator-value",
  apiKey: 12,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeShareGroupTargetAssignmentMetadataValue,
  encode: encodeShareGroupTargetAssignmentMetadataValue,
});

/** ShareGroupTargetAssignmentMemberKey: coordinator-key, type 13, versions 0. */
export interface ShareGroupTargetAssignmentMemberKey {
  groupId: string;
  memberId: string;
}

export const ShareGroupTargetAssignmentMemberKey: MessageCodec<ShareGroupTargetAssignmentMemberKey> = defineMessage<ShareGroupTargetAssignmentMemberKey>({
  name: "ShareGroupTargetAssignmentMemberKey",
  kind: "coordinator-key",
  apiKey: 13,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeShareGroupTargetAssignmentMemberKey,
  encode: encodeShareGroupTargetAssignmentMemberKey,
});

/** ShareGroupTargetAssignmentMemberValue: coordinator-value, type 13, versions 0, flexible 0+. */
export interface ShareGroupTargetAssignmentMemberValue {
  topicPartitions: TopicPartition[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ShareGroupTargetAssignmentMemberValue: MessageCodec<ShareGroupTargetAssignmentMemberValue> = defineMessage<ShareGroupTargetAssignmentMemberValue>({
  name: "ShareGroupTargetAssignmentMemberValue",
  kind: "coordinator-value",
  apiKey: 13,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeShareGroupTargetAssignmentMemberValue,
  encode: encodeShareGroupTargetAssignmentMemberValue,
});

/** ShareGroupCurrentMemberAssignmentKey: coordinator-key, type 14, versions 0. */
export interface ShareGroupCurrentMemberAssignmentKey {
  groupId: string;
  memberId: string;
}

export const ShareGroupCurrentMemberAssignmentKey: MessageCodec<ShareGroupCurrentMemberAssignmentKey> = defineMessage<ShareGroupCurrentMemberAssignmentKey>({
  name: "ShareGroupCurrentMemberAssignmentKey",
  kind: "coordinator-key",
  apiKey: 14,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeShareGroupCurrentMemberAssignmentKey,
  encode: encodeShareGroupCurrentMemberAssignmentKey,
});

/** ShareGroupCurrentMemberAssignmentValue: coordinator-value, type 14, versions 0, flexible 0+. */
export interface ShareGroupCurrentMemberAssignmentValue {
  memberEpoch: number;
  previousMemberEpoch: number;
  state: number;
  assignedPartitions: ShareGroupCurrentMemberAssignmentValueTopicPartitions[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ShareGroupCurrentMemberAssignmentValue: MessageCodec<ShareGroupCurrentMemberAssignmentValue> = defineMessage<ShareGroupCurrentMemberAssignmentValue>({
  name: "ShareGroupCurrentMemberAssignmentValue",
  kind: "coordinator-value",
  apiKey: 14,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeShareGroupCurrentMemberAssignmentValue,
  encode: encodeShareGroupCurrentMemberAssignmentValue,
});

/** ShareGroupStatePartitionMetadataKey: coordinator-key, type 15, versions 0. */
export interface ShareGroupStatePartitionMetadataKey {
  groupId: string;
}

export const ShareGroupStatePartitionMetadataKey: MessageCodec<ShareGroupStatePartitionMetadataKey> = defineMessage<ShareGroupStatePartitionMetadataKey>({
  name: "ShareGroupStatePartitionMetadataKey",
  kind: "coordinator-key",
  apiKey: 15,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeShareGroupStatePartitionMetadataKey,
  encode: encodeShareGroupStatePartitionMetadataKey,
});

/** ShareGroupStatePartitionMetadataValue: coordinator-value, type 15, versions 0, flexible 0+. */
export interface ShareGroupStatePartitionMetadataValue {
  initializingTopics: TopicPartitionsInfo[];
  initializedTopics: TopicPartitionsInfo[];
  deletingTopics: ShareGroupStatePartitionMetadataValueTopicInfo[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ShareGroupStatePartitionMetadataValue: MessageCodec<ShareGroupStatePartitionMetadataValue> = defineMessage<ShareGroupStatePartitionMetadataValue>({
  name: "ShareGroupStatePartitionMetadataValue",
  kind: "coordinator-value",
  apiKey: 15,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeShareGroupStatePartitionMetadataValue,
  encode: encodeShareGroupStatePartitionMetadataValue,
});

/** ConsumerGroupRegularExpressionKey: coordinator-key, type 16, versions 0. */
export interface ConsumerGroupRegularExpressionKey {
  groupId: string;
  regularExpression: string;
}

export const ConsumerGroupRegularExpressionKey: MessageCodec<ConsumerGroupRegularExpressionKey> = defineMessage<ConsumerGroupRegularExpressionKey>({
  name: "ConsumerGroupRegularExpressionKey",
  kind: "coordinator-key",
  apiKey: 16,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeConsumerGroupRegularExpressionKey,
  encode: encodeConsumerGroupRegularExpressionKey,
});

/** ConsumerGroupRegularExpressionValue: coordinator-value, type 16, versions 0, flexible 0+. */
export interface ConsumerGroupRegularExpressionValue {
  topics: string[];
  version: number;
  timestamp: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ConsumerGroupRegularExpressionValue: MessageCodec<ConsumerGroupRegularExpressionValue> = defineMessage<ConsumerGroupRegularExpressionValue>({
  name: "ConsumerGroupRegularExpressionValue",
  kind: "coordinator-value",
  apiKey: 16,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeConsumerGroupRegularExpressionValue,
  encode: encodeConsumerGroupRegularExpressionValue,
});

/** StreamsGroupMetadataKey: coordinator-key, type 17, versions 0. */
export interface StreamsGroupMetadataKey {
  groupId: string;
}

export const StreamsGroupMetadataKey: MessageCodec<StreamsGroupMetadataKey> = defineMessage<StreamsGroupMetadataKey>({
  name: "StreamsGroupMetadataKey",
  kind: "coordinator-key",
  apiKey: 17,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeStreamsGroupMetadataKey,
  encode: encodeStreamsGroupMetadataKey,
});

/** StreamsGroupMetadataValue: coordinator-value, type 17, versions 0, flexible 0+. */
export interface StreamsGroupMetadataValue {
  epoch: number;
  metadataHash: bigint;
  /** Tag 0. Default -1. */
  validatedTopologyEpoch: number;
  /** Tag 1. */
  lastAssignmentConfigs: LastAssignmentConfig[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const StreamsGroupMetadataValue: MessageCodec<StreamsGroupMetadataValue> = defineMessage<StreamsGroupMetadataValue>({
  name: "StreamsGroupMetadataValue",
  kind: "coordinator-value",
  apiKey: 17,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeStreamsGroupMetadataValue,
  encode: encodeStreamsGroupMetadataValue,
});

/** StreamsGroupMemberMetadataKey: coordinator-key, type 19, versions 0. */
export interface StreamsGroupMemberMetadataKey {
  groupId: string;
  memberId: string;
}

export const StreamsGroupMemberMetadataKey: MessageCodec<StreamsGroupMemberMetadataKey> = defineMessage<StreamsGroupMemberMetadataKey>({
  name: "StreamsGroupMemberMetadataKey",
  kind: "coordinator-key",
  apiKey: 19,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeStreamsGroupMemberMetadataKey,
  encode: encodeStreamsGroupMemberMetadataKey,
});

/** StreamsGroupMemberMetadataValue: coordinator-value, type 19, versions 0, flexible 0+. */
export interface StreamsGroupMemberMetadataValue {
  instanceId: string | null;
  rackId: string | null;
  clientId: string;
  clientHost: string;
  /** Default -1. */
  rebalanceTimeoutMs: number;
  topologyEpoch: number;
  processId: string;
  /** Default null. */
  userEndpoint: Endpoint | null;
  clientTags: KeyValue[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const StreamsGroupMemberMetadataValue: MessageCodec<StreamsGroupMemberMetadataValue> = defineMessage<StreamsGroupMemberMetadataValue>({
  name: "StreamsGroupMemberMetadataValue",
  kind: "coordinator-value",
  apiKey: 19,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeStreamsGroupMemberMetadataValue,
  encode: encodeStreamsGroupMemberMetadataValue,
});

/** StreamsGroupTargetAssignmentMetadataKey: coordinator-key, type 20, versions 0. */
export interface StreamsGroupTargetAssignmentMetadataKey {
  groupId: string;
}

export const StreamsGroupTargetAssignmentMetadataKey: MessageCodec<StreamsGroupTargetAssignmentMetadataKey> = defineMessage<StreamsGroupTargetAssignmentMetadataKey>({
  name: "StreamsGroupTargetAssignmentMetadataKey",
  kind: "coordinator-key",
  apiKey: 20,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeStreamsGroupTargetAssignmentMetadataKey,
  encode: encodeStreamsGroupTargetAssignmentMetadataKey,
});

/** StreamsGroupTargetAssignmentMetadataValue: coordinator-value, type 20, versions 0, flexible 0+. */
export interface StreamsGroupTargetAssignmentMetadataValue {
  assignmentEpoch: number;
  /** Tag 0. Default 0. */
  assignmentTimestamp: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const StreamsGroupTargetAssignmentMetadataValue: MessageCodec<StreamsGroupTargetAssignmentMetadataValue> = defineMessage<StreamsGroupTargetAssignmentMetadataValue>({
  name: "StreamsGroupTargetAssignmentMetadataValue",
  kind: "coordinator-value",
  apiKey: 20,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeStreamsGroupTargetAssignmentMetadataValue,
  encode: encodeStreamsGroupTargetAssignmentMetadataValue,
});

/** StreamsGroupTargetAssignmentMemberKey: coordinator-key, type 21, versions 0. */
export interface StreamsGroupTargetAssignmentMemberKey {
  groupId: string;
  memberId: string;
}

export const StreamsGroupTargetAssignmentMemberKey: MessageCodec<StreamsGroupTargetAssignmentMemberKey> = defineMessage<StreamsGroupTargetAssignmentMemberKey>({
  name: "StreamsGroupTargetAssignmentMemberKey",
  kind: "coordinator-key",
  apiKey: 21,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeStreamsGroupTargetAssignmentMemberKey,
  encode: encodeStreamsGroupTargetAssignmentMemberKey,
});

/** StreamsGroupTargetAssignmentMemberValue: coordinator-value, type 21, versions 0, flexible 0+. */
export interface StreamsGroupTargetAssignmentMemberValue {
  activeTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[];
  standbyTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[];
  warmupTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const StreamsGroupTargetAssignmentMemberValue: MessageCodec<StreamsGroupTargetAssignmentMemberValue> = defineMessage<StreamsGroupTargetAssignmentMemberValue>({
  name: "StreamsGroupTargetAssignmentMemberValue",
  kind: "coordinator-value",
  apiKey: 21,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeStreamsGroupTargetAssignmentMemberValue,
  encode: encodeStreamsGroupTargetAssignmentMemberValue,
});

/** StreamsGroupCurrentMemberAssignmentKey: coordinator-key, type 22, versions 0. */
export interface StreamsGroupCurrentMemberAssignmentKey {
  groupId: string;
  memberId: string;
}

export const StreamsGroupCurrentMemberAssignmentKey: MessageCodec<StreamsGroupCurrentMemberAssignmentKey> = defineMessage<StreamsGroupCurrentMemberAssignmentKey>({
  name: "StreamsGroupCurrentMemberAssignmentKey",
  kind: "coordinator-key",
  apiKey: 22,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeStreamsGroupCurrentMemberAssignmentKey,
  encode: encodeStreamsGroupCurrentMemberAssignmentKey,
});

/** StreamsGroupCurrentMemberAssignmentValue: coordinator-value, type 22, versions 0, flexible 0+. */
export interface StreamsGroupCurrentMemberAssignmentValue {
  memberEpoch: number;
  previousMemberEpoch: number;
  state: number;
  activeTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  standbyTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  warmupTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  activeTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  standbyTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  warmupTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const StreamsGroupCurrentMemberAssignmentValue: MessageCodec<StreamsGroupCurrentMemberAssignmentValue> = defineMessage<StreamsGroupCurrentMemberAssignmentValue>({
  name: "StreamsGroupCurrentMemberAssignmentValue",
  kind: "coordinator-value",
  apiKey: 22,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeStreamsGroupCurrentMemberAssignmentValue,
  encode: encodeStreamsGroupCurrentMemberAssignmentValue,
});

/** StreamsGroupTopologyKey: coordinator-key, type 23, versions 0. */
export interface StreamsGroupTopologyKey {
  groupId: string;
}

export const StreamsGroupTopologyKey: MessageCodec<StreamsGroupTopologyKey> = defineMessage<StreamsGroupTopologyKey>({
  name: "StreamsGroupTopologyKey",
  kind: "coordinator-key",
  apiKey: 23,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeStreamsGroupTopologyKey,
  encode: encodeStreamsGroupTopologyKey,
});

/** StreamsGroupTopologyValue: coordinator-value, type 23, versions 0, flexible 0+. */
export interface StreamsGroupTopologyValue {
  epoch: number;
  subtopologies: StreamsGroupTopologyValueSubtopology[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const StreamsGroupTopologyValue: MessageCodec<StreamsGroupTopologyValue> = defineMessage<StreamsGroupTopologyValue>({
  name: "StreamsGroupTopologyValue",
  kind: "coordinator-value",
  apiKey: 23,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeStreamsGroupTopologyValue,
  encode: encodeStreamsGroupTopologyValue,
});

/** In `GroupMetadataValue.members`. */
export interface MemberMetadata {
  memberId: string;
  /** Versions 3+. Default null. Dropped where the version lacks it. */
  groupInstanceId: string | null;
  clientId: string;
  clientHost: string;
  /** Versions 1+. Default -1. Dropped where the version lacks it. */
  rebalanceTimeout: number;
  sessionTimeout: number;
  subscription: Uint8Array;
  assignment: Uint8Array;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `TopicMetadata.partitionMetadata`. */
export interface PartitionMetadata {
  partition: number;
  racks: string[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ConsumerGroupPartitionMetadataValue.topics`. */
export interface TopicMetadata {
  topicId: Uuid;
  topicName: string;
  numPartitions: number;
  partitionMetadata: PartitionMetadata[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ClassicMemberMetadata.supportedProtocols`. */
export interface ClassicProtocol {
  name: string;
  metadata: Uint8Array;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ConsumerGroupMemberMetadataValue.classicMemberMetadata`. */
export interface ClassicMemberMetadata {
  sessionTimeoutMs: number;
  supportedProtocols: ClassicProtocol[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ConsumerGroupTargetAssignmentMemberValue.topicPartitions`, `ShareGroupTargetAssignmentMemberValue.topicPartitions`. */
export interface TopicPartition {
  topicId: Uuid;
  partitions: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ConsumerGroupCurrentMemberAssignmentValue.assignedPartitions`, `ConsumerGroupCurrentMemberAssignmentValue.partitionsPendingRevocation`. */
export interface ConsumerGroupCurrentMemberAssignmentValueTopicPartitions {
  topicId: Uuid;
  partitions: number[];
  /** Tag 0. */
  assignmentEpochs: number[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ShareGroupCurrentMemberAssignmentValue.assignedPartitions`. */
export interface ShareGroupCurrentMemberAssignmentValueTopicPartitions {
  topicId: Uuid;
  partitions: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ShareGroupStatePartitionMetadataValue.initializingTopics`, `ShareGroupStatePartitionMetadataValue.initializedTopics`. */
export interface TopicPartitionsInfo {
  topicId: Uuid;
  topicName: string;
  partitions: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ShareGroupStatePartitionMetadataValue.deletingTopics`. */
export interface ShareGroupStatePartitionMetadataValueTopicInfo {
  topicId: Uuid;
  topicName: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `StreamsGroupMetadataValue.lastAssignmentConfigs`. */
export interface LastAssignmentConfig {
  key: string;
  value: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `StreamsGroupMemberMetadataValue.userEndpoint`. */
export interface Endpoint {
  host: string;
  port: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `StreamsGroupMemberMetadataValue.clientTags`. */
export interface KeyValue {
  key: string;
  value: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `StreamsGroupTargetAssignmentMemberValue.activeTasks`, `StreamsGroupTargetAssignmentMemberValue.standbyTasks`, `StreamsGroupTargetAssignmentMemberValue.warmupTasks`. */
export interface StreamsGroupTargetAssignmentMemberValueTaskIds {
  subtopologyId: string;
  partitions: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `StreamsGroupCurrentMemberAssignmentValue.activeTasks`, `StreamsGroupCurrentMemberAssignmentValue.standbyTasks`, `StreamsGroupCurrentMemberAssignmentValue.warmupTasks`, `StreamsGroupCurrentMemberAssignmentValue.activeTasksPendingRevocation`, `StreamsGroupCurrentMemberAssignmentValue.standbyTasksPendingRevocation`, `StreamsGroupCurrentMemberAssignmentValue.warmupTasksPendingRevocation`. */
export interface StreamsGroupCurrentMemberAssignmentValueTaskIds {
  subtopologyId: string;
  partitions: number[];
  /** Tag 0. */
  assignmentEpochs: number[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `StreamsGroupTopologyValueTopicInfo.topicConfigs`. */
export interface TopicConfig {
  key: string;
  value: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `StreamsGroupTopologyValueSubtopology.stateChangelogTopics`, `StreamsGroupTopologyValueSubtopology.repartitionSourceTopics`. */
export interface StreamsGroupTopologyValueTopicInfo {
  name: string;
  partitions: number;
  replicationFactor: number;
  topicConfigs: TopicConfig[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `StreamsGroupTopologyValueSubtopology.copartitionGroups`. */
export interface CopartitionGroup {
  sourceTopics: number[];
  sourceTopicRegex: number[];
  repartitionSourceTopics: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `StreamsGroupTopologyValue.subtopologies`. */
export interface StreamsGroupTopologyValueSubtopology {
  subtopologyId: string;
  sourceTopics: string[];
  sourceTopicRegex: string[];
  stateChangelogTopics: StreamsGroupTopologyValueTopicInfo[];
  repartitionSinkTopics: string[];
  repartitionSourceTopics: StreamsGroupTopologyValueTopicInfo[];
  copartitionGroups: CopartitionGroup[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeLegacyOffsetCommitKey(reader: WireReader, _version: number): LegacyOffsetCommitKey {
  const group = reader.string("LegacyOffsetCommitKey.group");
  const topic = reader.string("LegacyOffsetCommitKey.topic");
  const partition = reader.int32("LegacyOffsetCommitKey.partition");
  return { group, topic, partition };
}

function encodeLegacyOffsetCommitKey(writer: WireWriter, message: Input<LegacyOffsetCommitKey>, _version: number): void {
  const { group = "", topic = "", partition = 0 } = message;
  writer.string(group, "LegacyOffsetCommitKey.group");
  writer.string(topic, "LegacyOffsetCommitKey.topic");
  writer.int32(partition, "LegacyOffsetCommitKey.partition");
}

function decodeLegacyOffsetCommitValue(reader: WireReader, _version: number): LegacyOffsetCommitValue {
  const offset = reader.int64("LegacyOffsetCommitValue.offset");
  const metadata = reader.string("LegacyOffsetCommitValue.metadata");
  const commitTimestamp = reader.int64("LegacyOffsetCommitValue.commitTimestamp");
  return { offset, metadata, commitTimestamp };
}

function encodeLegacyOffsetCommitValue(writer: WireWriter, message: Input<LegacyOffsetCommitValue>, _version: number): void {
  const { offset = 0, metadata = "", commitTimestamp = 0 } = message;
  writer.int64(offset, "LegacyOffsetCommitValue.offset");
  writer.string(metadata, "LegacyOffsetCommitValue.metadata");
  writer.int64(commitTimestamp, "LegacyOffsetCommitValue.commitTimestamp");
}

function decodeOffsetCommitKey(reader: WireReader, _version: number): OffsetCommitKey {
  const group = reader.string("OffsetCommitKey.group");
  const topic = reader.string("OffsetCommitKey.topic");
  const partition = reader.int32("OffsetCommitKey.partition");
  return { group, topic, partition };
}

function encodeOffsetCommitKey(writer: WireWriter, message: Input<OffsetCommitKey>, _version: number): void {
  const { group = "", topic = "", partition = 0 } = message;
  writer.string(group, "OffsetCommitKey.group");
  writer.string(topic, "OffsetCommitKey.topic");
  writer.int32(partition, "OffsetCommitKey.partition");
}

function decodeOffsetCommitValue(reader: WireReader, version: number): OffsetCommitValue {
  const offset = reader.int64("OffsetCommitValue.offset");
  const leaderEpoch = version >= 3 ? reader.int32("OffsetCommitValue.leaderEpoch") : -1;
  const metadata = version >= 4 ? reader.compactString("OffsetCommitValue.metadata") : reader.string("OffsetCommitValue.metadata");
  const commitTimestamp = reader.int64("OffsetCommitValue.commitTimestamp");
  const expireTimestamp = version >= 2 ? -1 : version >= 1 ? reader.int64("OffsetCommitValue.expireTimestamp") : -1;
  let topicId: Uuid = ZERO_UUID;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("OffsetCommitValue"); left > 0; left--) {
      const tag = reader.unsignedVarint("OffsetCommitValue");
      const end = reader.taggedFieldEnd("OffsetCommitValue");
      switch (tag) {
        case 0: {
          topicId = reader.uuid("OffsetCommitValue.topicId");
          break;
        }
        default:
        (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
      }
      reader.endTaggedField(end, "OffsetCommitValue");
    }
  }
  const message: OffsetCommitValue = { offset, leaderEpoch, metadata, commitTimestamp, expireTimestamp, topicId };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetCommitValue(writer: WireWriter, message: Input<OffsetCommitValue>, version: number): void {
  const { offset = 0, leaderEpoch = -1, metadata = "", commitTimestamp = 0, expireTimestamp = -1, topicId = ZERO_UUID, unknownTaggedFields } = message;
  writer.int64(offset, "OffsetCommitValue.offset");
  if (version >= 3) {
    writer.int32(leaderEpoch, "OffsetCommitValue.leaderEpoch");
  }
  if (version >= 4) {
    writer.compactString(metadata, "OffsetCommitValue.metadata");
  } else {
    writer.string(metadata, "OffsetCommitValue.metadata");
  }
  writer.int64(commitTimestamp, "OffsetCommitValue.commitTimestamp");
  if (version >= 2) {
  } else if (version >= 1) {
    writer.int64(expireTimestamp, "OffsetCommitValue.expireTimestamp");
  }
  if (version >= 4) {
    const hasTopicId = topicId !== ZERO_UUID;
    const pending = writer.beginTaggedFields((hasTopicId ? 1 : 0), unknownTaggedFields, "OffsetCommitValue");
    if (hasTopicId) {
      const mark = writer.beginTag(0, pending, "OffsetCommitValue.topicId");
      writer.uuid(topicId, "OffsetCommitValue.topicId");
      writer.endTag(mark);
    }
    writer.unknownTagsFrom(pending, "OffsetCommitValue");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "OffsetCommitValue", version);
  }
}

function decodeGroupMetadataKey(reader: WireReader, _version: number): GroupMetadataKey {
  const group = reader.string("GroupMetadataKey.group");
  return { group };
}

function encodeGroupMetadataKey(writer: WireWriter, message: Input<GroupMetadataKey>, _version: number): void {
  const { group = "" } = message;
  writer.string(group, "GroupMetadataKey.group");
}

function decodeMemberMetadata(reader: WireReader, version: number): MemberMetadata {
  const memberId = version >= 4 ? reader.compactString("MemberMetadata.memberId") : reader.string("MemberMetadata.memberId");
  const groupInstanceId = version >= 4 ? reader.compactNullableString("MemberMetadata.groupInstanceId") : version >= 3 ? reader.nullableString("MemberMetadata.groupInstanceId") : null;
  const clientId = version >= 4 ? reader.compactString("MemberMetadata.clientId") : reader.string("MemberMetadata.clientId");
  const clientHost = version >= 4 ? reader.compactString("MemberMetadata.clientHost") : reader.string("MemberMetadata.clientHost");
  const rebalanceTimeout = version >= 1 ? reader.int32("MemberMetadata.rebalanceTimeout") : -1;
  const sessionTimeout = reader.int32("MemberMetadata.sessionTimeout");
  const subscription = version >= 4 ? reader.compactBytes("MemberMetadata.subscription") : reader.bytes("MemberMetadata.subscription");
  const assignment = version >= 4 ? reader.compactBytes("MemberMetadata.assignment") : reader.bytes("MemberMetadata.assignment");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("MemberMetadata"); left > 0; left--) {
      const tag = reader.unsignedVarint("MemberMetadata");
      const end = reader.taggedFieldEnd("MemberMetadata");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: MemberMetadata = { memberId, groupInstanceId, clientId, clientHost, rebalanceTimeout, sessionTimeout, subscription, assignment };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeMemberMetadata(writer: WireWriter, message: Input<MemberMetadata>, version: number): void {
  const { memberId = "", groupInstanceId = null, clientId = "", clientHost = "", rebalanceTimeout = -1, sessionTimeout = 0, subscription = EMPTY_BYTES, assignment = EMPTY_BYTES, unknownTaggedFields } = message;
  if (version >= 4) {
    writer.compactString(memberId, "MemberMetadata.memberId");
  } else {
    writer.string(memberId, "MemberMetadata.memberId");
  }
  if (version >= 4) {
    writer.compactNullableString(groupInstanceId, "MemberMetadata.groupInstanceId");
  } else if (version >= 3) {
    writer.nullableString(groupInstanceId, "MemberMetadata.groupInstanceId");
  }
  if (version >= 4) {
    writer.compactString(clientId, "MemberMetadata.clientId");
  } else {
    writer.string(clientId, "MemberMetadata.clientId");
  }
  if (version >= 4) {
    writer.compactString(clientHost, "MemberMetadata.clientHost");
  } else {
    writer.string(clientHost, "MemberMetadata.clientHost");
  }
  if (version >= 1) {
    writer.int32(rebalanceTimeout, "MemberMetadata.rebalanceTimeout");
  }
  writer.int32(sessionTimeout, "MemberMetadata.sessionTimeout");
  if (version >= 4) {
    writer.compactBytes(subscription, "MemberMetadata.subscription");
  } else {
    writer.bytes(subscription, "MemberMetadata.subscription");
  }
  if (version >= 4) {
    writer.compactBytes(assignment, "MemberMetadata.assignment");
  } else {
    writer.bytes(assignment, "MemberMetadata.assignment");
  }
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "MemberMetadata");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "MemberMetadata", version);
  }
}

function decodeGroupMetadataValue(reader: WireReader, version: number): GroupMetadataValue {
  const protocolType = version >= 4 ? reader.compactString("GroupMetadataValue.protocolType") : reader.string("GroupMetadataValue.protocolType");
  const generation = reader.int32("GroupMetadataValue.generation");
  const protocol = version >= 4 ? reader.compactNullableString("GroupMetadataValue.protocol") : reader.nullableString("GroupMetadataValue.protocol");
  const leader = version >= 4 ? reader.compactNullableString("GroupMetadataValue.leader") : reader.nullableString("GroupMetadataValue.leader");
  const currentStateTimestamp = version >= 2 ? reader.int64("GroupMetadataValue.currentStateTimestamp") : -1;
  const members: MemberMetadata[] = [];
  for (let left = version >= 4 ? reader.compactArrayLength(15, "GroupMetadataValue.members") : version >= 3 ? reader.arrayLength(24, "GroupMetadataValue.members") : version >= 1 ? reader.arrayLength(22, "GroupMetadataValue.members") : reader.arrayLength(18, "GroupMetadataValue.members"); left > 0; left--) members.push(decodeMemberMetadata(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("GroupMetadataValue"); left > 0; left--) {
      const tag = reader.unsignedVarint("GroupMetadataValue");
      const end = reader.taggedFieldEnd("GroupMetadataValue");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: GroupMetadataValue = { protocolType, generation, protocol, leader, currentStateTimestamp, members };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeGroupMetadataValue(writer: WireWriter, message: Input<GroupMetadataValue>, version: number): void {
  const { protocolType = "", generation = 0, protocol = "", leader = "", currentStateTimestamp = -1, members = [], unknownTaggedFields } = message;
  if (version >= 4) {
    writer.compactString(protocolType, "GroupMetadataValue.protocolType");
  } else {
    writer.string(protocolType, "GroupMetadataValue.protocolType");
  }
  writer.int32(generation, "GroupMetadataValue.generation");
  if (version >= 4) {
    writer.compactNullableString(protocol, "GroupMetadataValue.protocol");
  } else {
    writer.nullableString(protocol, "GroupMetadataValue.protocol");
  }
  if (version >= 4) {
    writer.compactNullableString(leader, "GroupMetadataValue.leader");
  } else {
    writer.nullableString(leader, "GroupMetadataValue.leader");
  }
  if (version >= 2) {
    writer.int64(currentStateTimestamp, "GroupMetadataValue.currentStateTimestamp");
  }
  if (version >= 4) {
    writer.compactArrayLength(members, "GroupMetadataValue.members");
    for (const element of members) encodeMemberMetadata(writer, element, version);
  } else {
    writer.arrayLength(members, "GroupMetadataValue.members");
    for (const element of members) encodeMemberMetadata(writer, element, version);
  }
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "GroupMetadataValue");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "GroupMetadataValue", version);
  }
}

function decodeConsumerGroupMetadataKey(reader: WireReader, _version: number): ConsumerGroupMetadataKey {
  const groupId = reader.string("ConsumerGroupMetadataKey.groupId");
  return { groupId };
}

function encodeConsumerGroupMetadataKey(writer: WireWriter, message: Input<ConsumerGroupMetadataKey>, _version: number): void {
  const { groupId = "" } = message;
  writer.string(groupId, "ConsumerGroupMetadataKey.groupId");
}

function decodeConsumerGroupMetadataValue(reader: WireReader, _version: number): ConsumerGroupMetadataValue {
  const epoch = reader.int32("ConsumerGroupMetadataValue.epoch");
  let metadataHash: bigint = 0n;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ConsumerGroupMetadataValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("ConsumerGroupMetadataValue");
    const end = reader.taggedFieldEnd("ConsumerGroupMetadataValue");
    switch (tag) {
      case 0: {
        metadataHash = reader.int64BigInt("ConsumerGroupMetadataValue.metadataHash");
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "ConsumerGroupMetadataValue");
  }
  const message: ConsumerGroupMetadataValue = { epoch, metadataHash };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeConsumerGroupMetadataValue(writer: WireWriter, message: Input<ConsumerGroupMetadataValue>, _version: number): void {
  const { epoch = 0, metadataHash = 0n, unknownTaggedFields } = message;
  writer.int32(epoch, "ConsumerGroupMetadataValue.epoch");
  const hasMetadataHash = metadataHash !== 0n;
  const pending = writer.beginTaggedFields((hasMetadataHash ? 1 : 0), unknownTaggedFields, "ConsumerGroupMetadataValue");
  if (hasMetadataHash) {
    const mark = writer.beginTag(0, pending, "ConsumerGroupMetadataValue.metadataHash");
    writer.int64BigInt(metadataHash, "ConsumerGroupMetadataValue.metadataHash");
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "ConsumerGroupMetadataValue");
}

function decodeConsumerGroupPartitionMetadataKey(reader: WireReader, _version: number): ConsumerGroupPartitionMetadataKey {
  const groupId = reader.string("ConsumerGroupPartitionMetadataKey.groupId");
  return { groupId };
}

function encodeConsumerGroupPartitionMetadataKey(writer: WireWriter, message: Input<ConsumerGroupPartitionMetadataKey>, _version: number): void {
  const { groupId = "" } = message;
  writer.string(groupId, "ConsumerGroupPartitionMetadataKey.groupId");
}

function decodePartitionMetadata(reader: WireReader, _version: number): PartitionMetadata {
  const partition = reader.int32("PartitionMetadata.partition");
  const racks: string[] = [];
  for (let left = reader.compactArrayLength(1, "PartitionMetadata.racks"); left > 0; left--) racks.push(reader.compactString("PartitionMetadata.racks"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("PartitionMetadata"); left > 0; left--) {
    const tag = reader.unsignedVarint("PartitionMetadata");
    const end = reader.taggedFieldEnd("PartitionMetadata");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: PartitionMetadata = { partition, racks };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodePartitionMetadata(writer: WireWriter, message: Input<PartitionMetadata>, _version: number): void {
  const { partition = 0, racks = [], unknownTaggedFields } = message;
  writer.int32(partition, "PartitionMetadata.partition");
  writer.compactArrayLength(racks, "PartitionMetadata.racks");
  for (const element of racks) writer.compactString(element, "PartitionMetadata.racks");
  writer.taggedFields(unknownTaggedFields, "PartitionMetadata");
}

function decodeTopicMetadata(reader: WireReader, version: number): TopicMetadata {
  const topicId = reader.uuid("TopicMetadata.topicId");
  const topicName = reader.compactString("TopicMetadata.topicName");
  const numPartitions = reader.int32("TopicMetadata.numPartitions");
  const partitionMetadata: PartitionMetadata[] = [];
  for (let left = reader.compactArrayLength(6, "TopicMetadata.partitionMetadata"); left > 0; left--) partitionMetadata.push(decodePartitionMetadata(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("TopicMetadata"); left > 0; left--) {
    const tag = reader.unsignedVarint("TopicMetadata");
    const end = reader.taggedFieldEnd("TopicMetadata");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: TopicMetadata = { topicId, topicName, numPartitions, partitionMetadata };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTopicMetadata(writer: WireWriter, message: Input<TopicMetadata>, version: number): void {
  const { topicId = ZERO_UUID, topicName = "", numPartitions = 0, partitionMetadata = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "TopicMetadata.topicId");
  writer.compactString(topicName, "TopicMetadata.topicName");
  writer.int32(numPartitions, "TopicMetadata.numPartitions");
  writer.compactArrayLength(partitionMetadata, "TopicMetadata.partitionMetadata");
  for (const element of partitionMetadata) encodePartitionMetadata(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "TopicMetadata");
}

function decodeConsumerGroupPartitionMetadataValue(reader: WireReader, version: number): ConsumerGroupPartitionMetadataValue {
  const topics: TopicMetadata[] = [];
  for (let left = reader.compactArrayLength(23, "ConsumerGroupPartitionMetadataValue.topics"); left > 0; left--) topics.push(decodeTopicMetadata(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ConsumerGroupPartitionMetadataValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("ConsumerGroupPartitionMetadataValue");
    const end = reader.taggedFieldEnd("ConsumerGroupPartitionMetadataValue");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ConsumerGroupPartitionMetadataValue = { topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeConsumerGroupPartitionMetadataValue(writer: WireWriter, message: Input<ConsumerGroupPartitionMetadataValue>, version: number): void {
  const { topics = [], unknownTaggedFields } = message;
  writer.compactArrayLength(topics, "ConsumerGroupPartitionMetadataValue.topics");
  for (const element of topics) encodeTopicMetadata(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ConsumerGroupPartitionMetadataValue");
}

function decodeConsumerGroupMemberMetadataKey(reader: WireReader, _version: number): ConsumerGroupMemberMetadataKey {
  const groupId = reader.string("ConsumerGroupMemberMetadataKey.groupId");
  const memberId = reader.string("ConsumerGroupMemberMetadataKey.memberId");
  return { groupId, memberId };
}

function encodeConsumerGroupMemberMetadataKey(writer: WireWriter, message: Input<ConsumerGroupMemberMetadataKey>, _version: number): void {
  const { groupId = "", memberId = "" } = message;
  writer.string(groupId, "ConsumerGroupMemberMetadataKey.groupId");
  writer.string(memberId, "ConsumerGroupMemberMetadataKey.memberId");
}

function decodeClassicProtocol(reader: WireReader, _version: number): ClassicProtocol {
  const name = reader.compactString("ClassicProtocol.name");
  const metadata = reader.compactBytes("ClassicProtocol.metadata");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ClassicProtocol"); left > 0; left--) {
    const tag = reader.unsignedVarint("ClassicProtocol");
    const end = reader.taggedFieldEnd("ClassicProtocol");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ClassicProtocol = { name, metadata };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeClassicProtocol(writer: WireWriter, message: Input<ClassicProtocol>, _version: number): void {
  const { name = "", metadata = EMPTY_BYTES, unknownTaggedFields } = message;
  writer.compactString(name, "ClassicProtocol.name");
  writer.compactBytes(metadata, "ClassicProtocol.metadata");
  writer.taggedFields(unknownTaggedFields, "ClassicProtocol");
}

function decodeClassicMemberMetadata(reader: WireReader, version: number): ClassicMemberMetadata {
  const sessionTimeoutMs = reader.int32("ClassicMemberMetadata.sessionTimeoutMs");
  const supportedProtocols: ClassicProtocol[] = [];
  for (let left = reader.compactArrayLength(3, "ClassicMemberMetadata.supportedProtocols"); left > 0; left--) supportedProtocols.push(decodeClassicProtocol(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ClassicMemberMetadata"); left > 0; left--) {
    const tag = reader.unsignedVarint("ClassicMemberMetadata");
    const end = reader.taggedFieldEnd("ClassicMemberMetadata");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ClassicMemberMetadata = { sessionTimeoutMs, supportedProtocols };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeClassicMemberMetadata(writer: WireWriter, message: Input<ClassicMemberMetadata>, version: number): void {
  const { sessionTimeoutMs = 0, supportedProtocols = [], unknownTaggedFields } = message;
  writer.int32(sessionTimeoutMs, "ClassicMemberMetadata.sessionTimeoutMs");
  writer.compactArrayLength(supportedProtocols, "ClassicMemberMetadata.supportedProtocols");
  for (const element of supportedProtocols) encodeClassicProtocol(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ClassicMemberMetadata");
}

function defaultClassicMemberMetadata(): ClassicMemberMetadata {
  return { sessionTimeoutMs: 0, supportedProtocols: [] };
}

function isDefaultClassicMemberMetadata(message: Input<ClassicMemberMetadata>): boolean {
  const { sessionTimeoutMs = 0, supportedProtocols = [], unknownTaggedFields } = message;
  return !(sessionTimeoutMs !== 0) && !(supportedProtocols.length > 0) && (unknownTaggedFields === undefined || unknownTaggedFields.length === 0);
}

function decodeConsumerGroupMemberMetadataValue(reader: WireReader, version: number): ConsumerGroupMemberMetadataValue {
  const instanceId = reader.compactNullableString("ConsumerGroupMemberMetadataValue.instanceId");
  const rackId = reader.compactNullableString("ConsumerGroupMemberMetadataValue.rackId");
  const clientId = reader.compactString("ConsumerGroupMemberMetadataValue.clientId");
  const clientHost = reader.compactString("ConsumerGroupMemberMetadataValue.clientHost");
  const subscribedTopicNames: string[] = [];
  for (let left = reader.compactArrayLength(1, "ConsumerGroupMemberMetadataValue.subscribedTopicNames"); left > 0; left--) subscribedTopicNames.push(reader.compactString("ConsumerGroupMemberMetadataValue.subscribedTopicNames"));
  const subscribedTopicRegex = reader.compactNullableString("ConsumerGroupMemberMetadataValue.subscribedTopicRegex");
  const rebalanceTimeoutMs = reader.int32("ConsumerGroupMemberMetadataValue.rebalanceTimeoutMs");
  const serverAssignor = reader.compactNullableString("ConsumerGroupMemberMetadataValue.serverAssignor");
  let classicMemberMetadata: ClassicMemberMetadata | null = defaultClassicMemberMetadata();
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ConsumerGroupMemberMetadataValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("ConsumerGroupMemberMetadataValue");
    const end = reader.taggedFieldEnd("ConsumerGroupMemberMetadataValue");
    switch (tag) {
      case 0: {
        classicMemberMetadata = reader.taggedStructPresent("ConsumerGroupMemberMetadataValue.classicMemberMetadata") ? decodeClassicMemberMetadata(reader, version) : null;
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "ConsumerGroupMemberMetadataValue");
  }
  const message: ConsumerGroupMemberMetadataValue = { instanceId, rackId, clientId, clientHost, subscribedTopicNames, subscribedTopicRegex, rebalanceTimeoutMs, serverAssignor, classicMemberMetadata };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeConsumerGroupMemberMetadataValue(writer: WireWriter, message: Input<ConsumerGroupMemberMetadataValue>, version: number): void {
  const { instanceId = "", rackId = "", clientId = "", clientHost = "", subscribedTopicNames = [], subscribedTopicRegex = "", rebalanceTimeoutMs = -1, serverAssignor = "", classicMemberMetadata, unknownTaggedFields } = message;
  writer.compactNullableString(instanceId, "ConsumerGroupMemberMetadataValue.instanceId");
  writer.compactNullableString(rackId, "ConsumerGroupMemberMetadataValue.rackId");
  writer.compactString(clientId, "ConsumerGroupMemberMetadataValue.clientId");
  writer.compactString(clientHost, "ConsumerGroupMemberMetadataValue.clientHost");
  writer.compactArrayLength(subscribedTopicNames, "ConsumerGroupMemberMetadataValue.subscribedTopicNames");
  for (const element of subscribedTopicNames) writer.compactString(element, "ConsumerGroupMemberMetadataValue.subscribedTopicNames");
  writer.compactNullableString(subscribedTopicRegex, "ConsumerGroupMemberMetadataValue.subscribedTopicRegex");
  writer.int32(rebalanceTimeoutMs, "ConsumerGroupMemberMetadataValue.rebalanceTimeoutMs");
  writer.compactNullableString(serverAssignor, "ConsumerGroupMemberMetadataValue.serverAssignor");
  const hasClassicMemberMetadata = classicMemberMetadata !== undefined && (classicMemberMetadata === null || !isDefaultClassicMemberMetadata(classicMemberMetadata));
  const pending = writer.beginTaggedFields((hasClassicMemberMetadata ? 1 : 0), unknownTaggedFields, "ConsumerGroupMemberMetadataValue");
  if (hasClassicMemberMetadata) {
    const mark = writer.beginTag(0, pending, "ConsumerGroupMemberMetadataValue.classicMemberMetadata");
    writer.taggedStructPresent(classicMemberMetadata !== null);
    if (classicMemberMetadata !== null) encodeClassicMemberMetadata(writer, classicMemberMetadata, version);
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "ConsumerGroupMemberMetadataValue");
}

function decodeConsumerGroupTargetAssignmentMetadataKey(reader: WireReader, _version: number): ConsumerGroupTargetAssignmentMetadataKey {
  const groupId = reader.string("ConsumerGroupTargetAssignmentMetadataKey.groupId");
  return { groupId };
}

function encodeConsumerGroupTargetAssignmentMetadataKey(writer: WireWriter, message: Input<ConsumerGroupTargetAssignmentMetadataKey>, _version: number): void {
  const { groupId = "" } = message;
  writer.string(groupId, "ConsumerGroupTargetAssignmentMetadataKey.groupId");
}

function decodeConsumerGroupTargetAssignmentMetadataValue(reader: WireReader, _version: number): ConsumerGroupTargetAssignmentMetadataValue {
  const assignmentEpoch = reader.int32("ConsumerGroupTargetAssignmentMetadataValue.assignmentEpoch");
  let assignmentTimestamp: number = 0;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ConsumerGroupTargetAssignmentMetadataValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("ConsumerGroupTargetAssignmentMetadataValue");
    const end = reader.taggedFieldEnd("ConsumerGroupTargetAssignmentMetadataValue");
    switch (tag) {
      case 0: {
        assignmentTimestamp = reader.int64("ConsumerGroupTargetAssignmentMetadataValue.assignmentTimestamp");
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "ConsumerGroupTargetAssignmentMetadataValue");
  }
  const message: ConsumerGroupTargetAssignmentMetadataValue = { assignmentEpoch, assignmentTimestamp };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeConsumerGroupTargetAssignmentMetadataValue(writer: WireWriter, message: Input<ConsumerGroupTargetAssignmentMetadataValue>, _version: number): void {
  const { assignmentEpoch = 0, assignmentTimestamp = 0, unknownTaggedFields } = message;
  writer.int32(assignmentEpoch, "ConsumerGroupTargetAssignmentMetadataValue.assignmentEpoch");
  const hasAssignmentTimestamp = assignmentTimestamp !== 0;
  const pending = writer.beginTaggedFields((hasAssignmentTimestamp ? 1 : 0), unknownTaggedFields, "ConsumerGroupTargetAssignmentMetadataValue");
  if (hasAssignmentTimestamp) {
    const mark = writer.beginTag(0, pending, "ConsumerGroupTargetAssignmentMetadataValue.assignmentTimestamp");
    writer.int64(assignmentTimestamp, "ConsumerGroupTargetAssignmentMetadataValue.assignmentTimestamp");
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "ConsumerGroupTargetAssignmentMetadataValue");
}

function decodeConsumerGroupTargetAssignmentMemberKey(reader: WireReader, _version: number): ConsumerGroupTargetAssignmentMemberKey {
  const groupId = reader.string("ConsumerGroupTargetAssignmentMemberKey.groupId");
  const memberId = reader.string("ConsumerGroupTargetAssignmentMemberKey.memberId");
  return { groupId, memberId };
}

function encodeConsumerGroupTargetAssignmentMemberKey(writer: WireWriter, message: Input<ConsumerGroupTargetAssignmentMemberKey>, _version: number): void {
  const { groupId = "", memberId = "" } = message;
  writer.string(groupId, "ConsumerGroupTargetAssignmentMemberKey.groupId");
  writer.string(memberId, "ConsumerGroupTargetAssignmentMemberKey.memberId");
}

function decodeTopicPartition(reader: WireReader, _version: number): TopicPartition {
  const topicId = reader.uuid("TopicPartition.topicId");
  const partitions: number[] = [];
  for (let left = reader.compactArrayLength(4, "TopicPartition.partitions"); left > 0; left--) partitions.push(reader.int32("TopicPartition.partitions"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("TopicPartition"); left > 0; left--) {
    const tag = reader.unsignedVarint("TopicPartition");
    const end = reader.taggedFieldEnd("TopicPartition");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: TopicPartition = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTopicPartition(writer: WireWriter, message: Input<TopicPartition>, _version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "TopicPartition.topicId");
  writer.compactArrayLength(partitions, "TopicPartition.partitions");
  for (const element of partitions) writer.int32(element, "TopicPartition.partitions");
  writer.taggedFields(unknownTaggedFields, "TopicPartition");
}

function decodeConsumerGroupTargetAssignmentMemberValue(reader: WireReader, version: number): ConsumerGroupTargetAssignmentMemberValue {
  const topicPartitions: TopicPartition[] = [];
  for (let left = reader.compactArrayLength(18, "ConsumerGroupTargetAssignmentMemberValue.topicPartitions"); left > 0; left--) topicPartitions.push(decodeTopicPartition(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ConsumerGroupTargetAssignmentMemberValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("ConsumerGroupTargetAssignmentMemberValue");
    const end = reader.taggedFieldEnd("ConsumerGroupTargetAssignmentMemberValue");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ConsumerGroupTargetAssignmentMemberValue = { topicPartitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeConsumerGroupTargetAssignmentMemberValue(writer: WireWriter, message: Input<ConsumerGroupTargetAssignmentMemberValue>, version: number): void {
  const { topicPartitions = [], unknownTaggedFields } = message;
  writer.compactArrayLength(topicPartitions, "ConsumerGroupTargetAssignmentMemberValue.topicPartitions");
  for (const element of topicPartitions) encodeTopicPartition(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ConsumerGroupTargetAssignmentMemberValue");
}

function decodeConsumerGroupCurrentMemberAssignmentKey(reader: WireReader, _version: number): ConsumerGroupCurrentMemberAssignmentKey {
  const groupId = reader.string("ConsumerGroupCurrentMemberAssignmentKey.groupId");
  const memberId = reader.string("ConsumerGroupCurrentMemberAssignmentKey.memberId");
  return { groupId, memberId };
}

function encodeConsumerGroupCurrentMemberAssignmentKey(writer: WireWriter, message: Input<ConsumerGroupCurrentMemberAssignmentKey>, _version: number): void {
  const { groupId = "", memberId = "" } = message;
  writer.string(groupId, "ConsumerGroupCurrentMemberAssignmentKey.groupId");
  writer.string(memberId, "ConsumerGroupCurrentMemberAssignmentKey.memberId");
}

function decodeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(reader: WireReader, _version: number): ConsumerGroupCurrentMemberAssignmentValueTopicPartitions {
  const topicId = reader.uuid("ConsumerGroupCurrentMemberAssignmentValueTopicPartitions.topicId");
  const partitions: number[] = [];
  for (let left = reader.compactArrayLength(4, "ConsumerGroupCurrentMemberAssignmentValueTopicPartitions.partitions"); left > 0; left--) partitions.push(reader.int32("ConsumerGroupCurrentMemberAssignmentValueTopicPartitions.partitions"));
  let assignmentEpochs: number[] | null = [];
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ConsumerGroupCurrentMemberAssignmentValueTopicPartitions"); left > 0; left--) {
    const tag = reader.unsignedVarint("ConsumerGroupCurrentMemberAssignmentValueTopicPartitions");
    const end = reader.taggedFieldEnd("ConsumerGroupCurrentMemberAssignmentValueTopicPartitions");
    switch (tag) {
      case 0: {
        assignmentEpochs = null;
        const assignmentEpochsLength = reader.compactNullableArrayLength(4, "ConsumerGroupCurrentMemberAssignmentValueTopicPartitions.assignmentEpochs");
        if (assignmentEpochsLength >= 0) {
          assignmentEpochs = [];
          for (let left = assignmentEpochsLength; left > 0; left--) assignmentEpochs.push(reader.int32("ConsumerGroupCurrentMemberAssignmentValueTopicPartitions.assignmentEpochs"));
        }
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "ConsumerGroupCurrentMemberAssignmentValueTopicPartitions");
  }
  const message: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions = { topicId, partitions, assignmentEpochs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(writer: WireWriter, message: Input<ConsumerGroupCurrentMemberAssignmentValueTopicPartitions>, _version: number): void {
  const { topicId = ZERO_UUID, partitions = [], assignmentEpochs = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "ConsumerGroupCurrentMemberAssignmentValueTopicPartitions.topicId");
  writer.compactArrayLength(partitions, "ConsumerGroupCurrentMemberAssignmentValueTopicPartitions.partitions");
  for (const element of partitions) writer.int32(element, "ConsumerGroupCurrentMemberAssignmentValueTopicPartitions.partitions");
  const hasAssignmentEpochs = assignmentEpochs === null || assignmentEpochs.length > 0;
  const pending = writer.beginTaggedFields((hasAssignmentEpochs ? 1 : 0), unknownTaggedFields, "ConsumerGroupCurrentMemberAssignmentValueTopicPartitions");
  if (hasAssignmentEpochs) {
    const mark = writer.beginTag(0, pending, "ConsumerGroupCurrentMemberAssignmentValueTopicPartitions.assignmentEpochs");
    writer.compactNullableArrayLength(assignmentEpochs, "ConsumerGroupCurrentMemberAssignmentValueTopicPartitions.assignmentEpochs");
    if (assignmentEpochs !== null) for (const element of assignmentEpochs) writer.int32(element, "ConsumerGroupCurrentMemberAssignmentValueTopicPartitions.assignmentEpochs");
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "ConsumerGroupCurrentMemberAssignmentValueTopicPartitions");
}

function decodeConsumerGroupCurrentMemberAssignmentValue(reader: WireReader, version: number): ConsumerGroupCurrentMemberAssignmentValue {
  const memberEpoch = reader.int32("ConsumerGroupCurrentMemberAssignmentValue.memberEpoch");
  const previousMemberEpoch = reader.int32("ConsumerGroupCurrentMemberAssignmentValue.previousMemberEpoch");
  const state = reader.int8("ConsumerGroupCurrentMemberAssignmentValue.state");
  const assignedPartitions: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[] = [];
  for (let left = reader.compactArrayLength(18, "ConsumerGroupCurrentMemberAssignmentValue.assignedPartitions"); left > 0; left--) assignedPartitions.push(decodeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(reader, version));
  const partitionsPendingRevocation: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[] = [];
  for (let left = reader.compactArrayLength(18, "ConsumerGroupCurrentMemberAssignmentValue.partitionsPendingRevocation"); left > 0; left--) partitionsPendingRevocation.push(decodeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ConsumerGroupCurrentMemberAssignmentValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("ConsumerGroupCurrentMemberAssignmentValue");
    const end = reader.taggedFieldEnd("ConsumerGroupCurrentMemberAssignmentValue");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ConsumerGroupCurrentMemberAssignmentValue = { memberEpoch, previousMemberEpoch, state, assignedPartitions, partitionsPendingRevocation };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeConsumerGroupCurrentMemberAssignmentValue(writer: WireWriter, message: Input<ConsumerGroupCurrentMemberAssignmentValue>, version: number): void {
  const { memberEpoch = 0, previousMemberEpoch = 0, state = 0, assignedPartitions = [], partitionsPendingRevocation = [], unknownTaggedFields } = message;
  writer.int32(memberEpoch, "ConsumerGroupCurrentMemberAssignmentValue.memberEpoch");
  writer.int32(previousMemberEpoch, "ConsumerGroupCurrentMemberAssignmentValue.previousMemberEpoch");
  writer.int8(state, "ConsumerGroupCurrentMemberAssignmentValue.state");
  writer.compactArrayLength(assignedPartitions, "ConsumerGroupCurrentMemberAssignmentValue.assignedPartitions");
  for (const element of assignedPartitions) encodeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(writer, element, version);
  writer.compactArrayLength(partitionsPendingRevocation, "ConsumerGroupCurrentMemberAssignmentValue.partitionsPendingRevocation");
  for (const element of partitionsPendingRevocation) encodeConsumerGroupCurrentMemberAssignmentValueTopicPartitions(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ConsumerGroupCurrentMemberAssignmentValue");
}

function decodeShareGroupMemberMetadataKey(reader: WireReader, _version: number): ShareGroupMemberMetadataKey {
  const groupId = reader.string("ShareGroupMemberMetadataKey.groupId");
  const memberId = reader.string("ShareGroupMemberMetadataKey.memberId");
  return { groupId, memberId };
}

function encodeShareGroupMemberMetadataKey(writer: WireWriter, message: Input<ShareGroupMemberMetadataKey>, _version: number): void {
  const { groupId = "", memberId = "" } = message;
  writer.string(groupId, "ShareGroupMemberMetadataKey.groupId");
  writer.string(memberId, "ShareGroupMemberMetadataKey.memberId");
}

function decodeShareGroupMemberMetadataValue(reader: WireReader, _version: number): ShareGroupMemberMetadataValue {
  const rackId = reader.compactNullableString("ShareGroupMemberMetadataValue.rackId");
  const clientId = reader.compactString("ShareGroupMemberMetadataValue.clientId");
  const clientHost = reader.compactString("ShareGroupMemberMetadataValue.clientHost");
  const subscribedTopicNames: string[] = [];
  for (let left = reader.compactArrayLength(1, "ShareGroupMemberMetadataValue.subscribedTopicNames"); left > 0; left--) subscribedTopicNames.push(reader.compactString("ShareGroupMemberMetadataValue.subscribedTopicNames"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ShareGroupMemberMetadataValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("ShareGroupMemberMetadataValue");
    const end = reader.taggedFieldEnd("ShareGroupMemberMetadataValue");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ShareGroupMemberMetadataValue = { rackId, clientId, clientHost, subscribedTopicNames };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeShareGroupMemberMetadataValue(writer: WireWriter, message: Input<ShareGroupMemberMetadataValue>, _version: number): void {
  const { rackId = "", clientId = "", clientHost = "", subscribedTopicNames = [], unknownTaggedFields } = message;
  writer.compactNullableString(rackId, "ShareGroupMemberMetadataValue.rackId");
  writer.compactString(clientId, "ShareGroupMemberMetadataValue.clientId");
  writer.compactString(clientHost, "ShareGroupMemberMetadataValue.clientHost");
  writer.compactArrayLength(subscribedTopicNames, "ShareGroupMemberMetadataValue.subscribedTopicNames");
  for (const element of subscribedTopicNames) writer.compactString(element, "ShareGroupMemberMetadataValue.subscribedTopicNames");
  writer.taggedFields(unknownTaggedFields, "ShareGroupMemberMetadataValue");
}

function decodeShareGroupMetadataKey(reader: WireReader, _version: number): ShareGroupMetadataKey {
  const groupId = reader.string("ShareGroupMetadataKey.groupId");
  return { groupId };
}

function encodeShareGroupMetadataKey(writer: WireWriter, message: Input<ShareGroupMetadataKey>, _version: number): void {
  const { groupId = "" } = message;
  writer.string(groupId, "ShareGroupMetadataKey.groupId");
}

function decodeShareGroupMetadataValue(reader: WireReader, _version: number): ShareGroupMetadataValue {
  const epoch = reader.int32("ShareGroupMetadataValue.epoch");
  const metadataHash = reader.int64BigInt("ShareGroupMetadataValue.metadataHash");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ShareGroupMetadataValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("ShareGroupMetadataValue");
    const end = reader.taggedFieldEnd("ShareGroupMetadataValue");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ShareGroupMetadataValue = { epoch, metadataHash };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeShareGroupMetadataValue(writer: WireWriter, message: Input<ShareGroupMetadataValue>, _version: number): void {
  const { epoch = 0, metadataHash = 0n, unknownTaggedFields } = message;
  writer.int32(epoch, "ShareGroupMetadataValue.epoch");
  writer.int64BigInt(metadataHash, "ShareGroupMetadataValue.metadataHash");
  writer.taggedFields(unknownTaggedFields, "ShareGroupMetadataValue");
}

function decodeShareGroupTargetAssignmentMetadataKey(reader: WireReader, _version: number): ShareGroupTargetAssignmentMetadataKey {
  const groupId = reader.string("ShareGroupTargetAssignmentMetadataKey.groupId");
  return { groupId };
}

function encodeShareGroupTargetAssignmentMetadataKey(writer: WireWriter, message: Input<ShareGroupTargetAssignmentMetadataKey>, _version: number): void {
  const { groupId = "" } = message;
  writer.string(groupId, "ShareGroupTargetAssignmentMetadataKey.groupId");
}

function decodeShareGroupTargetAssignmentMetadataValue(reader: WireReader, _version: number): ShareGroupTargetAssignmentMetadataValue {
  const assignmentEpoch = reader.int32("ShareGroupTargetAssignmentMetadataValue.assignmentEpoch");
  let assignmentTimestamp: number = 0;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ShareGroupTargetAssignmentMetadataValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("ShareGroupTargetAssignmentMetadataValue");
    const end = reader.taggedFieldEnd("ShareGroupTargetAssignmentMetadataValue");
    switch (tag) {
      case 0: {
        assignmentTimestamp = reader.int64("ShareGroupTargetAssignmentMetadataValue.assignmentTimestamp");
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "ShareGroupTargetAssignmentMetadataValue");
  }
  const message: ShareGroupTargetAssignmentMetadataValue = { assignmentEpoch, assignmentTimestamp };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeShareGroupTargetAssignmentMetadataValue(writer: WireWriter, message: Input<ShareGroupTargetAssignmentMetadataValue>, _version: number): void {
  const { assignmentEpoch = 0, assignmentTimestamp = 0, unknownTaggedFields } = message;
  writer.int32(assignmentEpoch, "ShareGroupTargetAssignmentMetadataValue.assignmentEpoch");
  const hasAssignmentTimestamp = assignmentTimestamp !== 0;
  const pending = writer.beginTaggedFields((hasAssignmentTimestamp ? 1 : 0), unknownTaggedFields, "ShareGroupTargetAssignmentMetadataValue");
  if (hasAssignmentTimestamp) {
    const mark = writer.beginTag(0, pending, "ShareGroupTargetAssignmentMetadataValue.assignmentTimestamp");
    writer.int64(assignmentTimestamp, "ShareGroupTargetAssignmentMetadataValue.assignmentTimestamp");
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "ShareGroupTargetAssignmentMetadataValue");
}

function decodeShareGroupTargetAssignmentMemberKey(reader: WireReader, _version: number): ShareGroupTargetAssignmentMemberKey {
  const groupId = reader.string("ShareGroupTargetAssignmentMemberKey.groupId");
  const memberId = reader.string("ShareGroupTargetAssignmentMemberKey.memberId");
  return { groupId, memberId };
}

function encodeShareGroupTargetAssignmentMemberKey(writer: WireWriter, message: Input<ShareGroupTargetAssignmentMemberKey>, _version: number): void {
  const { groupId = "", memberId = "" } = message;
  writer.string(groupId, "ShareGroupTargetAssignmentMemberKey.groupId");
  writer.string(memberId, "ShareGroupTargetAssignmentMemberKey.memberId");
}

function decodeShareGroupTargetAssignmentMemberValue(reader: WireReader, version: number): ShareGroupTargetAssignmentMemberValue {
  const topicPartitions: TopicPartition[] = [];
  for (let left = reader.compactArrayLength(18, "ShareGroupTargetAssignmentMemberValue.topicPartitions"); left > 0; left--) topicPartitions.push(decodeTopicPartition(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ShareGroupTargetAssignmentMemberValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("ShareGroupTargetAssignmentMemberValue");
    const end = reader.taggedFieldEnd("ShareGroupTargetAssignmentMemberValue");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ShareGroupTargetAssignmentMemberValue = { topicPartitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeShareGroupTargetAssignmentMemberValue(writer: WireWriter, message: Input<ShareGroupTargetAssignmentMemberValue>, version: number): void {
  const { topicPartitions = [], unknownTaggedFields } = message;
  writer.compactArrayLength(topicPartitions, "ShareGroupTargetAssignmentMemberValue.topicPartitions");
  for (const element of topicPartitions) encodeTopicPartition(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ShareGroupTargetAssignmentMemberValue");
}

function decodeShareGroupCurrentMemberAssignmentKey(reader: WireReader, _version: number): ShareGroupCurrentMemberAssignmentKey {
  const groupId = reader.string("ShareGroupCurrentMemberAssignmentKey.groupId");
  const memberId = reader.string("ShareGroupCurrentMemberAssignmentKey.memberId");
  return { groupId, memberId };
}

function encodeShareGroupCurrentMemberAssignmentKey(writer: WireWriter, message: Input<ShareGroupCurrentMemberAssignmentKey>, _version: number): void {
  const { groupId = "", memberId = "" } = message;
  writer.string(groupId, "ShareGroupCurrentMemberAssignmentKey.groupId");
  writer.string(memberId, "ShareGroupCurrentMemberAssignmentKey.memberId");
}

function decodeShareGroupCurrentMemberAssignmentValueTopicPartitions(reader: WireReader, _version: number): ShareGroupCurrentMemberAssignmentValueTopicPartitions {
  const topicId = reader.uuid("ShareGroupCurrentMemberAssignmentValueTopicPartitions.topicId");
  const partitions: number[] = [];
  for (let left = reader.compactArrayLength(4, "ShareGroupCurrentMemberAssignmentValueTopicPartitions.partitions"); left > 0; left--) partitions.push(reader.int32("ShareGroupCurrentMemberAssignmentValueTopicPartitions.partitions"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ShareGroupCurrentMemberAssignmentValueTopicPartitions"); left > 0; left--) {
    const tag = reader.unsignedVarint("ShareGroupCurrentMemberAssignmentValueTopicPartitions");
    const end = reader.taggedFieldEnd("ShareGroupCurrentMemberAssignmentValueTopicPartitions");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ShareGroupCurrentMemberAssignmentValueTopicPartitions = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeShareGroupCurrentMemberAssignmentValueTopicPartitions(writer: WireWriter, message: Input<ShareGroupCurrentMemberAssignmentValueTopicPartitions>, _version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "ShareGroupCurrentMemberAssignmentValueTopicPartitions.topicId");
  writer.compactArrayLength(partitions, "ShareGroupCurrentMemberAssignmentValueTopicPartitions.partitions");
  for (const element of partitions) writer.int32(element, "ShareGroupCurrentMemberAssignmentValueTopicPartitions.partitions");
  writer.taggedFields(unknownTaggedFields, "ShareGroupCurrentMemberAssignmentValueTopicPartitions");
}

function decodeShareGroupCurrentMemberAssignmentValue(reader: WireReader, version: number): ShareGroupCurrentMemberAssignmentValue {
  const memberEpoch = reader.int32("ShareGroupCurrentMemberAssignmentValue.memberEpoch");
  const previousMemberEpoch = reader.int32("ShareGroupCurrentMemberAssignmentValue.previousMemberEpoch");
  const state = reader.int8("ShareGroupCurrentMemberAssignmentValue.state");
  const assignedPartitions: ShareGroupCurrentMemberAssignmentValueTopicPartitions[] = [];
  for (let left = reader.compactArrayLength(18, "ShareGroupCurrentMemberAssignmentValue.assignedPartitions"); left > 0; left--) assignedPartitions.push(decodeShareGroupCurrentMemberAssignmentValueTopicPartitions(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ShareGroupCurrentMemberAssignmentValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("ShareGroupCurrentMemberAssignmentValue");
    const end = reader.taggedFieldEnd("ShareGroupCurrentMemberAssignmentValue");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ShareGroupCurrentMemberAssignmentValue = { memberEpoch, previousMemberEpoch, state, assignedPartitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeShareGroupCurrentMemberAssignmentValue(writer: WireWriter, message: Input<ShareGroupCurrentMemberAssignmentValue>, version: number): void {
  const { memberEpoch = 0, previousMemberEpoch = 0, state = 0, assignedPartitions = [], unknownTaggedFields } = message;
  writer.int32(memberEpoch, "ShareGroupCurrentMemberAssignmentValue.memberEpoch");
  writer.int32(previousMemberEpoch, "ShareGroupCurrentMemberAssignmentValue.previousMemberEpoch");
  writer.int8(state, "ShareGroupCurrentMemberAssignmentValue.state");
  writer.compactArrayLength(assignedPartitions, "ShareGroupCurrentMemberAssignmentValue.assignedPartitions");
  for (const element of assignedPartitions) encodeShareGroupCurrentMemberAssignmentValueTopicPartitions(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ShareGroupCurrentMemberAssignmentValue");
}

function decodeShareGroupStatePartitionMetadataKey(reader: WireReader, _version: number): ShareGroupStatePartitionMetadataKey {
  const groupId = reader.string("ShareGroupStatePartitionMetadataKey.groupId");
  return { groupId };
}

function encodeShareGroupStatePartitionMetadataKey(writer: WireWriter, message: Input<ShareGroupStatePartitionMetadataKey>, _version: number): void {
  const { groupId = "" } = message;
  writer.string(groupId, "ShareGroupStatePartitionMetadataKey.groupId");
}

function decodeTopicPartitionsInfo(reader: WireReader, _version: number): TopicPartitionsInfo {
  const topicId = reader.uuid("TopicPartitionsInfo.topicId");
  const topicName = reader.compactString("TopicPartitionsInfo.topicName");
  const partitions: number[] = [];
  for (let left = reader.compactArrayLength(4, "TopicPartitionsInfo.partitions"); left > 0; left--) partitions.push(reader.int32("TopicPartitionsInfo.partitions"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("TopicPartitionsInfo"); left > 0; left--) {
    const tag = reader.unsignedVarint("TopicPartitionsInfo");
    const end = reader.taggedFieldEnd("TopicPartitionsInfo");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: TopicPartitionsInfo = { topicId, topicName, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTopicPartitionsInfo(writer: WireWriter, message: Input<TopicPartitionsInfo>, _version: number): void {
  const { topicId = ZERO_UUID, topicName = "", partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "TopicPartitionsInfo.topicId");
  writer.compactString(topicName, "TopicPartitionsInfo.topicName");
  writer.compactArrayLength(partitions, "TopicPartitionsInfo.partitions");
  for (const element of partitions) writer.int32(element, "TopicPartitionsInfo.partitions");
  writer.taggedFields(unknownTaggedFields, "TopicPartitionsInfo");
}

function decodeShareGroupStatePartitionMetadataValueTopicInfo(reader: WireReader, _version: number): ShareGroupStatePartitionMetadataValueTopicInfo {
  const topicId = reader.uuid("ShareGroupStatePartitionMetadataValueTopicInfo.topicId");
  const topicName = reader.compactString("ShareGroupStatePartitionMetadataValueTopicInfo.topicName");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ShareGroupStatePartitionMetadataValueTopicInfo"); left > 0; left--) {
    const tag = reader.unsignedVarint("ShareGroupStatePartitionMetadataValueTopicInfo");
    const end = reader.taggedFieldEnd("ShareGroupStatePartitionMetadataValueTopicInfo");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ShareGroupStatePartitionMetadataValueTopicInfo = { topicId, topicName };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeShareGroupStatePartitionMetadataValueTopicInfo(writer: WireWriter, message: Input<ShareGroupStatePartitionMetadataValueTopicInfo>, _version: number): void {
  const { topicId = ZERO_UUID, topicName = "", unknownTaggedFields } = message;
  writer.uuid(topicId, "ShareGroupStatePartitionMetadataValueTopicInfo.topicId");
  writer.compactString(topicName, "ShareGroupStatePartitionMetadataValueTopicInfo.topicName");
  writer.taggedFields(unknownTaggedFields, "ShareGroupStatePartitionMetadataValueTopicInfo");
}

function decodeShareGroupStatePartitionMetadataValue(reader: WireReader, version: number): ShareGroupStatePartitionMetadataValue {
  const initializingTopics: TopicPartitionsInfo[] = [];
  for (let left = reader.compactArrayLength(19, "ShareGroupStatePartitionMetadataValue.initializingTopics"); left > 0; left--) initializingTopics.push(decodeTopicPartitionsInfo(reader, version));
  const initializedTopics: TopicPartitionsInfo[] = [];
  for (let left = reader.compactArrayLength(19, "ShareGroupStatePartitionMetadataValue.initializedTopics"); left > 0; left--) initializedTopics.push(decodeTopicPartitionsInfo(reader, version));
  const deletingTopics: ShareGroupStatePartitionMetadataValueTopicInfo[] = [];
  for (let left = reader.compactArrayLength(18, "ShareGroupStatePartitionMetadataValue.deletingTopics"); left > 0; left--) deletingTopics.push(decodeShareGroupStatePartitionMetadataValueTopicInfo(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ShareGroupStatePartitionMetadataValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("ShareGroupStatePartitionMetadataValue");
    const end = reader.taggedFieldEnd("ShareGroupStatePartitionMetadataValue");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ShareGroupStatePartitionMetadataValue = { initializingTopics, initializedTopics, deletingTopics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeShareGroupStatePartitionMetadataValue(writer: WireWriter, message: Input<ShareGroupStatePartitionMetadataValue>, version: number): void {
  const { initializingTopics = [], initializedTopics = [], deletingTopics = [], unknownTaggedFields } = message;
  writer.compactArrayLength(initializingTopics, "ShareGroupStatePartitionMetadataValue.initializingTopics");
  for (const element of initializingTopics) encodeTopicPartitionsInfo(writer, element, version);
  writer.compactArrayLength(initializedTopics, "ShareGroupStatePartitionMetadataValue.initializedTopics");
  for (const element of initializedTopics) encodeTopicPartitionsInfo(writer, element, version);
  writer.compactArrayLength(deletingTopics, "ShareGroupStatePartitionMetadataValue.deletingTopics");
  for (const element of deletingTopics) encodeShareGroupStatePartitionMetadataValueTopicInfo(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ShareGroupStatePartitionMetadataValue");
}

function decodeConsumerGroupRegularExpressionKey(reader: WireReader, _version: number): ConsumerGroupRegularExpressionKey {
  const groupId = reader.string("ConsumerGroupRegularExpressionKey.groupId");
  const regularExpression = reader.string("ConsumerGroupRegularExpressionKey.regularExpression");
  return { groupId, regularExpression };
}

function encodeConsumerGroupRegularExpressionKey(writer: WireWriter, message: Input<ConsumerGroupRegularExpressionKey>, _version: number): void {
  const { groupId = "", regularExpression = "" } = message;
  writer.string(groupId, "ConsumerGroupRegularExpressionKey.groupId");
  writer.string(regularExpression, "ConsumerGroupRegularExpressionKey.regularExpression");
}

function decodeConsumerGroupRegularExpressionValue(reader: WireReader, _version: number): ConsumerGroupRegularExpressionValue {
  const topics: string[] = [];
  for (let left = reader.compactArrayLength(1, "ConsumerGroupRegularExpressionValue.topics"); left > 0; left--) topics.push(reader.compactString("ConsumerGroupRegularExpressionValue.topics"));
  const versionValue = reader.int64("ConsumerGroupRegularExpressionValue.version");
  const timestamp = reader.int64("ConsumerGroupRegularExpressionValue.timestamp");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ConsumerGroupRegularExpressionValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("ConsumerGroupRegularExpressionValue");
    const end = reader.taggedFieldEnd("ConsumerGroupRegularExpressionValue");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ConsumerGroupRegularExpressionValue = { topics, version: versionValue, timestamp };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeConsumerGroupRegularExpressionValue(writer: WireWriter, message: Input<ConsumerGroupRegularExpressionValue>, _version: number): void {
  const { topics = [], version: versionValue = 0, timestamp = 0, unknownTaggedFields } = message;
  writer.compactArrayLength(topics, "ConsumerGroupRegularExpressionValue.topics");
  for (const element of topics) writer.compactString(element, "ConsumerGroupRegularExpressionValue.topics");
  writer.int64(versionValue, "ConsumerGroupRegularExpressionValue.version");
  writer.int64(timestamp, "ConsumerGroupRegularExpressionValue.timestamp");
  writer.taggedFields(unknownTaggedFields, "ConsumerGroupRegularExpressionValue");
}

function decodeStreamsGroupMetadataKey(reader: WireReader, _version: number): StreamsGroupMetadataKey {
  const groupId = reader.string("StreamsGroupMetadataKey.groupId");
  return { groupId };
}

function encodeStreamsGroupMetadataKey(writer: WireWriter, message: Input<StreamsGroupMetadataKey>, _version: number): void {
  const { groupId = "" } = message;
  writer.string(groupId, "StreamsGroupMetadataKey.groupId");
}

function decodeLastAssignmentConfig(reader: WireReader, _version: number): LastAssignmentConfig {
  const key = reader.compactString("LastAssignmentConfig.key");
  const value = reader.compactString("LastAssignmentConfig.value");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("LastAssignmentConfig"); left > 0; left--) {
    const tag = reader.unsignedVarint("LastAssignmentConfig");
    const end = reader.taggedFieldEnd("LastAssignmentConfig");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: LastAssignmentConfig = { key, value };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeLastAssignmentConfig(writer: WireWriter, message: Input<LastAssignmentConfig>, _version: number): void {
  const { key = "", value = "", unknownTaggedFields } = message;
  writer.compactString(key, "LastAssignmentConfig.key");
  writer.compactString(value, "LastAssignmentConfig.value");
  writer.taggedFields(unknownTaggedFields, "LastAssignmentConfig");
}

function decodeStreamsGroupMetadataValue(reader: WireReader, version: number): StreamsGroupMetadataValue {
  const epoch = reader.int32("StreamsGroupMetadataValue.epoch");
  const metadataHash = reader.int64BigInt("StreamsGroupMetadataValue.metadataHash");
  let validatedTopologyEpoch: number = -1;
  let lastAssignmentConfigs: LastAssignmentConfig[] | null = [];
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("StreamsGroupMetadataValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("StreamsGroupMetadataValue");
    const end = reader.taggedFieldEnd("StreamsGroupMetadataValue");
    switch (tag) {
      case 0: {
        validatedTopologyEpoch = reader.int32("StreamsGroupMetadataValue.validatedTopologyEpoch");
        break;
      }
      case 1: {
        lastAssignmentConfigs = null;
        const lastAssignmentConfigsLength = reader.compactNullableArrayLength(3, "StreamsGroupMetadataValue.lastAssignmentConfigs");
        if (lastAssignmentConfigsLength >= 0) {
          lastAssignmentConfigs = [];
          for (let left = lastAssignmentConfigsLength; left > 0; left--) lastAssignmentConfigs.push(decodeLastAssignmentConfig(reader, version));
        }
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "StreamsGroupMetadataValue");
  }
  const message: StreamsGroupMetadataValue = { epoch, metadataHash, validatedTopologyEpoch, lastAssignmentConfigs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeStreamsGroupMetadataValue(writer: WireWriter, message: Input<StreamsGroupMetadataValue>, version: number): void {
  const { epoch = 0, metadataHash = 0n, validatedTopologyEpoch = -1, lastAssignmentConfigs = [], unknownTaggedFields } = message;
  writer.int32(epoch, "StreamsGroupMetadataValue.epoch");
  writer.int64BigInt(metadataHash, "StreamsGroupMetadataValue.metadataHash");
  const hasValidatedTopologyEpoch = validatedTopologyEpoch !== -1;
  const hasLastAssignmentConfigs = lastAssignmentConfigs === null || lastAssignmentConfigs.length > 0;
  const pending = writer.beginTaggedFields((hasValidatedTopologyEpoch ? 1 : 0) + (hasLastAssignmentConfigs ? 1 : 0), unknownTaggedFields, "StreamsGroupMetadataValue");
  if (hasValidatedTopologyEpoch) {
    const mark = writer.beginTag(0, pending, "StreamsGroupMetadataValue.validatedTopologyEpoch");
    writer.int32(validatedTopologyEpoch, "StreamsGroupMetadataValue.validatedTopologyEpoch");
    writer.endTag(mark);
  }
  if (hasLastAssignmentConfigs) {
    const mark = writer.beginTag(1, pending, "StreamsGroupMetadataValue.lastAssignmentConfigs");
    writer.compactNullableArrayLength(lastAssignmentConfigs, "StreamsGroupMetadataValue.lastAssignmentConfigs");
    if (lastAssignmentConfigs !== null) for (const element of lastAssignmentConfigs) encodeLastAssignmentConfig(writer, element, version);
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "StreamsGroupMetadataValue");
}

function decodeStreamsGroupMemberMetadataKey(reader: WireReader, _version: number): StreamsGroupMemberMetadataKey {
  const groupId = reader.string("StreamsGroupMemberMetadataKey.groupId");
  const memberId = reader.string("StreamsGroupMemberMetadataKey.memberId");
  return { groupId, memberId };
}

function encodeStreamsGroupMemberMetadataKey(writer: WireWriter, message: Input<StreamsGroupMemberMetadataKey>, _version: number): void {
  const { groupId = "", memberId = "" } = message;
  writer.string(groupId, "StreamsGroupMemberMetadataKey.groupId");
  writer.string(memberId, "StreamsGroupMemberMetadataKey.memberId");
}

function decodeEndpoint(reader: WireReader, _version: number): Endpoint {
  const host = reader.compactString("Endpoint.host");
  const port = reader.uint16("Endpoint.port");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("Endpoint"); left > 0; left--) {
    const tag = reader.unsignedVarint("Endpoint");
    const end = reader.taggedFieldEnd("Endpoint");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: Endpoint = { host, port };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeEndpoint(writer: WireWriter, message: Input<Endpoint>, _version: number): void {
  const { host = "", port = 0, unknownTaggedFields } = message;
  writer.compactString(host, "Endpoint.host");
  writer.uint16(port, "Endpoint.port");
  writer.taggedFields(unknownTaggedFields, "Endpoint");
}

function decodeKeyValue(reader: WireReader, _version: number): KeyValue {
  const key = reader.compactString("KeyValue.key");
  const value = reader.compactString("KeyValue.value");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("KeyValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("KeyValue");
    const end = reader.taggedFieldEnd("KeyValue");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: KeyValue = { key, value };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeKeyValue(writer: WireWriter, message: Input<KeyValue>, _version: number): void {
  const { key = "", value = "", unknownTaggedFields } = message;
  writer.compactString(key, "KeyValue.key");
  writer.compactString(value, "KeyValue.value");
  writer.taggedFields(unknownTaggedFields, "KeyValue");
}

function decodeStreamsGroupMemberMetadataValue(reader: WireReader, version: number): StreamsGroupMemberMetadataValue {
  const instanceId = reader.compactNullableString("StreamsGroupMemberMetadataValue.instanceId");
  const rackId = reader.compactNullableString("StreamsGroupMemberMetadataValue.rackId");
  const clientId = reader.compactString("StreamsGroupMemberMetadataValue.clientId");
  const clientHost = reader.compactString("StreamsGroupMemberMetadataValue.clientHost");
  const rebalanceTimeoutMs = reader.int32("StreamsGroupMemberMetadataValue.rebalanceTimeoutMs");
  const topologyEpoch = reader.int32("StreamsGroupMemberMetadataValue.topologyEpoch");
  const processId = reader.compactString("StreamsGroupMemberMetadataValue.processId");
  const userEndpoint = reader.structPresent("StreamsGroupMemberMetadataValue.userEndpoint") ? decodeEndpoint(reader, version) : null;
  const clientTags: KeyValue[] = [];
  for (let left = reader.compactArrayLength(3, "StreamsGroupMemberMetadataValue.clientTags"); left > 0; left--) clientTags.push(decodeKeyValue(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("StreamsGroupMemberMetadataValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("StreamsGroupMemberMetadataValue");
    const end = reader.taggedFieldEnd("StreamsGroupMemberMetadataValue");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: StreamsGroupMemberMetadataValue = { instanceId, rackId, clientId, clientHost, rebalanceTimeoutMs, topologyEpoch, processId, userEndpoint, clientTags };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeStreamsGroupMemberMetadataValue(writer: WireWriter, message: Input<StreamsGroupMemberMetadataValue>, version: number): void {
  const { instanceId = "", rackId = "", clientId = "", clientHost = "", rebalanceTimeoutMs = -1, topologyEpoch = 0, processId = "", userEndpoint = null, clientTags = [], unknownTaggedFields } = message;
  writer.compactNullableString(instanceId, "StreamsGroupMemberMetadataValue.instanceId");
  writer.compactNullableString(rackId, "StreamsGroupMemberMetadataValue.rackId");
  writer.compactString(clientId, "StreamsGroupMemberMetadataValue.clientId");
  writer.compactString(clientHost, "StreamsGroupMemberMetadataValue.clientHost");
  writer.int32(rebalanceTimeoutMs, "StreamsGroupMemberMetadataValue.rebalanceTimeoutMs");
  writer.int32(topologyEpoch, "StreamsGroupMemberMetadataValue.topologyEpoch");
  writer.compactString(processId, "StreamsGroupMemberMetadataValue.processId");
  writer.structPresent(userEndpoint !== null);
  if (userEndpoint !== null) encodeEndpoint(writer, userEndpoint, version);
  writer.compactArrayLength(clientTags, "StreamsGroupMemberMetadataValue.clientTags");
  for (const element of clientTags) encodeKeyValue(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "StreamsGroupMemberMetadataValue");
}

function decodeStreamsGroupTargetAssignmentMetadataKey(reader: WireReader, _version: number): StreamsGroupTargetAssignmentMetadataKey {
  const groupId = reader.string("StreamsGroupTargetAssignmentMetadataKey.groupId");
  return { groupId };
}

function encodeStreamsGroupTargetAssignmentMetadataKey(writer: WireWriter, message: Input<StreamsGroupTargetAssignmentMetadataKey>, _version: number): void {
  const { groupId = "" } = message;
  writer.string(groupId, "StreamsGroupTargetAssignmentMetadataKey.groupId");
}

function decodeStreamsGroupTargetAssignmentMetadataValue(reader: WireReader, _version: number): StreamsGroupTargetAssignmentMetadataValue {
  const assignmentEpoch = reader.int32("StreamsGroupTargetAssignmentMetadataValue.assignmentEpoch");
  let assignmentTimestamp: number = 0;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("StreamsGroupTargetAssignmentMetadataValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("StreamsGroupTargetAssignmentMetadataValue");
    const end = reader.taggedFieldEnd("StreamsGroupTargetAssignmentMetadataValue");
    switch (tag) {
      case 0: {
        assignmentTimestamp = reader.int64("StreamsGroupTargetAssignmentMetadataValue.assignmentTimestamp");
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "StreamsGroupTargetAssignmentMetadataValue");
  }
  const message: StreamsGroupTargetAssignmentMetadataValue = { assignmentEpoch, assignmentTimestamp };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeStreamsGroupTargetAssignmentMetadataValue(writer: WireWriter, message: Input<StreamsGroupTargetAssignmentMetadataValue>, _version: number): void {
  const { assignmentEpoch = 0, assignmentTimestamp = 0, unknownTaggedFields } = message;
  writer.int32(assignmentEpoch, "StreamsGroupTargetAssignmentMetadataValue.assignmentEpoch");
  const hasAssignmentTimestamp = assignmentTimestamp !== 0;
  const pending = writer.beginTaggedFields((hasAssignmentTimestamp ? 1 : 0), unknownTaggedFields, "StreamsGroupTargetAssignmentMetadataValue");
  if (hasAssignmentTimestamp) {
    const mark = writer.beginTag(0, pending, "StreamsGroupTargetAssignmentMetadataValue.assignmentTimestamp");
    writer.int64(assignmentTimestamp, "StreamsGroupTargetAssignmentMetadataValue.assignmentTimestamp");
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "StreamsGroupTargetAssignmentMetadataValue");
}

function decodeStreamsGroupTargetAssignmentMemberKey(reader: WireReader, _version: number): StreamsGroupTargetAssignmentMemberKey {
  const groupId = reader.string("StreamsGroupTargetAssignmentMemberKey.groupId");
  const memberId = reader.string("StreamsGroupTargetAssignmentMemberKey.memberId");
  return { groupId, memberId };
}

function encodeStreamsGroupTargetAssignmentMemberKey(writer: WireWriter, message: Input<StreamsGroupTargetAssignmentMemberKey>, _version: number): void {
  const { groupId = "", memberId = "" } = message;
  writer.string(groupId, "StreamsGroupTargetAssignmentMemberKey.groupId");
  writer.string(memberId, "StreamsGroupTargetAssignmentMemberKey.memberId");
}

function decodeStreamsGroupTargetAssignmentMemberValueTaskIds(reader: WireReader, _version: number): StreamsGroupTargetAssignmentMemberValueTaskIds {
  const subtopologyId = reader.compactString("StreamsGroupTargetAssignmentMemberValueTaskIds.subtopologyId");
  const partitions: number[] = [];
  for (let left = reader.compactArrayLength(4, "StreamsGroupTargetAssignmentMemberValueTaskIds.partitions"); left > 0; left--) partitions.push(reader.int32("StreamsGroupTargetAssignmentMemberValueTaskIds.partitions"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("StreamsGroupTargetAssignmentMemberValueTaskIds"); left > 0; left--) {
    const tag = reader.unsignedVarint("StreamsGroupTargetAssignmentMemberValueTaskIds");
    const end = reader.taggedFieldEnd("StreamsGroupTargetAssignmentMemberValueTaskIds");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: StreamsGroupTargetAssignmentMemberValueTaskIds = { subtopologyId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeStreamsGroupTargetAssignmentMemberValueTaskIds(writer: WireWriter, message: Input<StreamsGroupTargetAssignmentMemberValueTaskIds>, _version: number): void {
  const { subtopologyId = "", partitions = [], unknownTaggedFields } = message;
  writer.compactString(subtopologyId, "StreamsGroupTargetAssignmentMemberValueTaskIds.subtopologyId");
  writer.compactArrayLength(partitions, "StreamsGroupTargetAssignmentMemberValueTaskIds.partitions");
  for (const element of partitions) writer.int32(element, "StreamsGroupTargetAssignmentMemberValueTaskIds.partitions");
  writer.taggedFields(unknownTaggedFields, "StreamsGroupTargetAssignmentMemberValueTaskIds");
}

function decodeStreamsGroupTargetAssignmentMemberValue(reader: WireReader, version: number): StreamsGroupTargetAssignmentMemberValue {
  const activeTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[] = [];
  for (let left = reader.compactArrayLength(3, "StreamsGroupTargetAssignmentMemberValue.activeTasks"); left > 0; left--) activeTasks.push(decodeStreamsGroupTargetAssignmentMemberValueTaskIds(reader, version));
  const standbyTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[] = [];
  for (let left = reader.compactArrayLength(3, "StreamsGroupTargetAssignmentMemberValue.standbyTasks"); left > 0; left--) standbyTasks.push(decodeStreamsGroupTargetAssignmentMemberValueTaskIds(reader, version));
  const warmupTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[] = [];
  for (let left = reader.compactArrayLength(3, "StreamsGroupTargetAssignmentMemberValue.warmupTasks"); left > 0; left--) warmupTasks.push(decodeStreamsGroupTargetAssignmentMemberValueTaskIds(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("StreamsGroupTargetAssignmentMemberValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("StreamsGroupTargetAssignmentMemberValue");
    const end = reader.taggedFieldEnd("StreamsGroupTargetAssignmentMemberValue");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: StreamsGroupTargetAssignmentMemberValue = { activeTasks, standbyTasks, warmupTasks };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeStreamsGroupTargetAssignmentMemberValue(writer: WireWriter, message: Input<StreamsGroupTargetAssignmentMemberValue>, version: number): void {
  const { activeTasks = [], standbyTasks = [], warmupTasks = [], unknownTaggedFields } = message;
  writer.compactArrayLength(activeTasks, "StreamsGroupTargetAssignmentMemberValue.activeTasks");
  for (const element of activeTasks) encodeStreamsGroupTargetAssignmentMemberValueTaskIds(writer, element, version);
  writer.compactArrayLength(standbyTasks, "StreamsGroupTargetAssignmentMemberValue.standbyTasks");
  for (const element of standbyTasks) encodeStreamsGroupTargetAssignmentMemberValueTaskIds(writer, element, version);
  writer.compactArrayLength(warmupTasks, "StreamsGroupTargetAssignmentMemberValue.warmupTasks");
  for (const element of warmupTasks) encodeStreamsGroupTargetAssignmentMemberValueTaskIds(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "StreamsGroupTargetAssignmentMemberValue");
}

function decodeStreamsGroupCurrentMemberAssignmentKey(reader: WireReader, _version: number): StreamsGroupCurrentMemberAssignmentKey {
  const groupId = reader.string("StreamsGroupCurrentMemberAssignmentKey.groupId");
  const memberId = reader.string("StreamsGroupCurrentMemberAssignmentKey.memberId");
  return { groupId, memberId };
}

function encodeStreamsGroupCurrentMemberAssignmentKey(writer: WireWriter, message: Input<StreamsGroupCurrentMemberAssignmentKey>, _version: number): void {
  const { groupId = "", memberId = "" } = message;
  writer.string(groupId, "StreamsGroupCurrentMemberAssignmentKey.groupId");
  writer.string(memberId, "StreamsGroupCurrentMemberAssignmentKey.memberId");
}

function decodeStreamsGroupCurrentMemberAssignmentValueTaskIds(reader: WireReader, _version: number): StreamsGroupCurrentMemberAssignmentValueTaskIds {
  const subtopologyId = reader.compactString("StreamsGroupCurrentMemberAssignmentValueTaskIds.subtopologyId");
  const partitions: number[] = [];
  for (let left = reader.compactArrayLength(4, "StreamsGroupCurrentMemberAssignmentValueTaskIds.partitions"); left > 0; left--) partitions.push(reader.int32("StreamsGroupCurrentMemberAssignmentValueTaskIds.partitions"));
  let assignmentEpochs: number[] | null = [];
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("StreamsGroupCurrentMemberAssignmentValueTaskIds"); left > 0; left--) {
    const tag = reader.unsignedVarint("StreamsGroupCurrentMemberAssignmentValueTaskIds");
    const end = reader.taggedFieldEnd("StreamsGroupCurrentMemberAssignmentValueTaskIds");
    switch (tag) {
      case 0: {
        assignmentEpochs = null;
        const assignmentEpochsLength = reader.compactNullableArrayLength(4, "StreamsGroupCurrentMemberAssignmentValueTaskIds.assignmentEpochs");
        if (assignmentEpochsLength >= 0) {
          assignmentEpochs = [];
          for (let left = assignmentEpochsLength; left > 0; left--) assignmentEpochs.push(reader.int32("StreamsGroupCurrentMemberAssignmentValueTaskIds.assignmentEpochs"));
        }
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "StreamsGroupCurrentMemberAssignmentValueTaskIds");
  }
  const message: StreamsGroupCurrentMemberAssignmentValueTaskIds = { subtopologyId, partitions, assignmentEpochs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeStreamsGroupCurrentMemberAssignmentValueTaskIds(writer: WireWriter, message: Input<StreamsGroupCurrentMemberAssignmentValueTaskIds>, _version: number): void {
  const { subtopologyId = "", partitions = [], assignmentEpochs = [], unknownTaggedFields } = message;
  writer.compactString(subtopologyId, "StreamsGroupCurrentMemberAssignmentValueTaskIds.subtopologyId");
  writer.compactArrayLength(partitions, "StreamsGroupCurrentMemberAssignmentValueTaskIds.partitions");
  for (const element of partitions) writer.int32(element, "StreamsGroupCurrentMemberAssignmentValueTaskIds.partitions");
  const hasAssignmentEpochs = assignmentEpochs === null || assignmentEpochs.length > 0;
  const pending = writer.beginTaggedFields((hasAssignmentEpochs ? 1 : 0), unknownTaggedFields, "StreamsGroupCurrentMemberAssignmentValueTaskIds");
  if (hasAssignmentEpochs) {
    const mark = writer.beginTag(0, pending, "StreamsGroupCurrentMemberAssignmentValueTaskIds.assignmentEpochs");
    writer.compactNullableArrayLength(assignmentEpochs, "StreamsGroupCurrentMemberAssignmentValueTaskIds.assignmentEpochs");
    if (assignmentEpochs !== null) for (const element of assignmentEpochs) writer.int32(element, "StreamsGroupCurrentMemberAssignmentValueTaskIds.assignmentEpochs");
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "StreamsGroupCurrentMemberAssignmentValueTaskIds");
}

function decodeStreamsGroupCurrentMemberAssignmentValue(reader: WireReader, version: number): StreamsGroupCurrentMemberAssignmentValue {
  const memberEpoch = reader.int32("StreamsGroupCurrentMemberAssignmentValue.memberEpoch");
  const previousMemberEpoch = reader.int32("StreamsGroupCurrentMemberAssignmentValue.previousMemberEpoch");
  const state = reader.int8("StreamsGroupCurrentMemberAssignmentValue.state");
  const activeTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[] = [];
  for (let left = reader.compactArrayLength(3, "StreamsGroupCurrentMemberAssignmentValue.activeTasks"); left > 0; left--) activeTasks.push(decodeStreamsGroupCurrentMemberAssignmentValueTaskIds(reader, version));
  const standbyTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[] = [];
  for (let left = reader.compactArrayLength(3, "StreamsGroupCurrentMemberAssignmentValue.standbyTasks"); left > 0; left--) standbyTasks.push(decodeStreamsGroupCurrentMemberAssignmentValueTaskIds(reader, version));
  const warmupTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[] = [];
  for (let left = reader.compactArrayLength(3, "StreamsGroupCurrentMemberAssignmentValue.warmupTasks"); left > 0; left--) warmupTasks.push(decodeStreamsGroupCurrentMemberAssignmentValueTaskIds(reader, version));
  const activeTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[] = [];
  for (let left = reader.compactArrayLength(3, "StreamsGroupCurrentMemberAssignmentValue.activeTasksPendingRevocation"); left > 0; left--) activeTasksPendingRevocation.push(decodeStreamsGroupCurrentMemberAssignmentValueTaskIds(reader, version));
  const standbyTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[] = [];
  for (let left = reader.compactArrayLength(3, "StreamsGroupCurrentMemberAssignmentValue.standbyTasksPendingRevocation"); left > 0; left--) standbyTasksPendingRevocation.push(decodeStreamsGroupCurrentMemberAssignmentValueTaskIds(reader, version));
  const warmupTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[] = [];
  for (let left = reader.compactArrayLength(3, "StreamsGroupCurrentMemberAssignmentValue.warmupTasksPendingRevocation"); left > 0; left--) warmupTasksPendingRevocation.push(decodeStreamsGroupCurrentMemberAssignmentValueTaskIds(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("StreamsGroupCurrentMemberAssignmentValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("StreamsGroupCurrentMemberAssignmentValue");
    const end = reader.taggedFieldEnd("StreamsGroupCurrentMemberAssignmentValue");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: StreamsGroupCurrentMemberAssignmentValue = { memberEpoch, previousMemberEpoch, state, activeTasks, standbyTasks, warmupTasks, activeTasksPendingRevocation, standbyTasksPendingRevocation, warmupTasksPendingRevocation };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeStreamsGroupCurrentMemberAssignmentValue(writer: WireWriter, message: Input<StreamsGroupCurrentMemberAssignmentValue>, version: number): void {
  const { memberEpoch = 0, previousMemberEpoch = 0, state = 0, activeTasks = [], standbyTasks = [], warmupTasks = [], activeTasksPendingRevocation = [], standbyTasksPendingRevocation = [], warmupTasksPendingRevocation = [], unknownTaggedFields } = message;
  writer.int32(memberEpoch, "StreamsGroupCurrentMemberAssignmentValue.memberEpoch");
  writer.int32(previousMemberEpoch, "StreamsGroupCurrentMemberAssignmentValue.previousMemberEpoch");
  writer.int8(state, "StreamsGroupCurrentMemberAssignmentValue.state");
  writer.compactArrayLength(activeTasks, "StreamsGroupCurrentMemberAssignmentValue.activeTasks");
  for (const element of activeTasks) encodeStreamsGroupCurrentMemberAssignmentValueTaskIds(writer, element, version);
  writer.compactArrayLength(standbyTasks, "StreamsGroupCurrentMemberAssignmentValue.standbyTasks");
  for (const element of standbyTasks) encodeStreamsGroupCurrentMemberAssignmentValueTaskIds(writer, element, version);
  writer.compactArrayLength(warmupTasks, "StreamsGroupCurrentMemberAssignmentValue.warmupTasks");
  for (const element of warmupTasks) encodeStreamsGroupCurrentMemberAssignmentValueTaskIds(writer, element, version);
  writer.compactArrayLength(activeTasksPendingRevocation, "StreamsGroupCurrentMemberAssignmentValue.activeTasksPendingRevocation");
  for (const element of activeTasksPendingRevocation) encodeStreamsGroupCurrentMemberAssignmentValueTaskIds(writer, element, version);
  writer.compactArrayLength(standbyTasksPendingRevocation, "StreamsGroupCurrentMemberAssignmentValue.standbyTasksPendingRevocation");
  for (const element of standbyTasksPendingRevocation) encodeStreamsGroupCurrentMemberAssignmentValueTaskIds(writer, element, version);
  writer.compactArrayLength(warmupTasksPendingRevocation, "StreamsGroupCurrentMemberAssignmentValue.warmupTasksPendingRevocation");
  for (const element of warmupTasksPendingRevocation) encodeStreamsGroupCurrentMemberAssignmentValueTaskIds(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "StreamsGroupCurrentMemberAssignmentValue");
}

function decodeStreamsGroupTopologyKey(reader: WireReader, _version: number): StreamsGroupTopologyKey {
  const groupId = reader.string("StreamsGroupTopologyKey.groupId");
  return { groupId };
}

function encodeStreamsGroupTopologyKey(writer: WireWriter, message: Input<StreamsGroupTopologyKey>, _version: number): void {
  const { groupId = "" } = message;
  writer.string(groupId, "StreamsGroupTopologyKey.groupId");
}

function decodeTopicConfig(reader: WireReader, _version: number): TopicConfig {
  const key = reader.compactString("TopicConfig.key");
  const value = reader.compactString("TopicConfig.value");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("TopicConfig"); left > 0; left--) {
    const tag = reader.unsignedVarint("TopicConfig");
    const end = reader.taggedFieldEnd("TopicConfig");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: TopicConfig = { key, value };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTopicConfig(writer: WireWriter, message: Input<TopicConfig>, _version: number): void {
  const { key = "", value = "", unknownTaggedFields } = message;
  writer.compactString(key, "TopicConfig.key");
  writer.compactString(value, "TopicConfig.value");
  writer.taggedFields(unknownTaggedFields, "TopicConfig");
}

function decodeStreamsGroupTopologyValueTopicInfo(reader: WireReader, version: number): StreamsGroupTopologyValueTopicInfo {
  const name = reader.compactString("StreamsGroupTopologyValueTopicInfo.name");
  const partitions = reader.int32("StreamsGroupTopologyValueTopicInfo.partitions");
  const replicationFactor = reader.int16("StreamsGroupTopologyValueTopicInfo.replicationFactor");
  const topicConfigs: TopicConfig[] = [];
  for (let left = reader.compactArrayLength(3, "StreamsGroupTopologyValueTopicInfo.topicConfigs"); left > 0; left--) topicConfigs.push(decodeTopicConfig(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("StreamsGroupTopologyValueTopicInfo"); left > 0; left--) {
    const tag = reader.unsignedVarint("StreamsGroupTopologyValueTopicInfo");
    const end = reader.taggedFieldEnd("StreamsGroupTopologyValueTopicInfo");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: StreamsGroupTopologyValueTopicInfo = { name, partitions, replicationFactor, topicConfigs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeStreamsGroupTopologyValueTopicInfo(writer: WireWriter, message: Input<StreamsGroupTopologyValueTopicInfo>, version: number): void {
  const { name = "", partitions = 0, replicationFactor = 0, topicConfigs = [], unknownTaggedFields } = message;
  writer.compactString(name, "StreamsGroupTopologyValueTopicInfo.name");
  writer.int32(partitions, "StreamsGroupTopologyValueTopicInfo.partitions");
  writer.int16(replicationFactor, "StreamsGroupTopologyValueTopicInfo.replicationFactor");
  writer.compactArrayLength(topicConfigs, "StreamsGroupTopologyValueTopicInfo.topicConfigs");
  for (const element of topicConfigs) encodeTopicConfig(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "StreamsGroupTopologyValueTopicInfo");
}

function decodeCopartitionGroup(reader: WireReader, _version: number): CopartitionGroup {
  const sourceTopics: number[] = [];
  for (let left = reader.compactArrayLength(2, "CopartitionGroup.sourceTopics"); left > 0; left--) sourceTopics.push(reader.int16("CopartitionGroup.sourceTopics"));
  const sourceTopicRegex: number[] = [];
  for (let left = reader.compactArrayLength(2, "CopartitionGroup.sourceTopicRegex"); left > 0; left--) sourceTopicRegex.push(reader.int16("CopartitionGroup.sourceTopicRegex"));
  const repartitionSourceTopics: number[] = [];
  for (let left = reader.compactArrayLength(2, "CopartitionGroup.repartitionSourceTopics"); left > 0; left--) repartitionSourceTopics.push(reader.int16("CopartitionGroup.repartitionSourceTopics"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("CopartitionGroup"); left > 0; left--) {
    const tag = reader.unsignedVarint("CopartitionGroup");
    const end = reader.taggedFieldEnd("CopartitionGroup");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: CopartitionGroup = { sourceTopics, sourceTopicRegex, repartitionSourceTopics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCopartitionGroup(writer: WireWriter, message: Input<CopartitionGroup>, _version: number): void {
  const { sourceTopics = [], sourceTopicRegex = [], repartitionSourceTopics = [], unknownTaggedFields } = message;
  writer.compactArrayLength(sourceTopics, "CopartitionGroup.sourceTopics");
  for (const element of sourceTopics) writer.int16(element, "CopartitionGroup.sourceTopics");
  writer.compactArrayLength(sourceTopicRegex, "CopartitionGroup.sourceTopicRegex");
  for (const element of sourceTopicRegex) writer.int16(element, "CopartitionGroup.sourceTopicRegex");
  writer.compactArrayLength(repartitionSourceTopics, "CopartitionGroup.repartitionSourceTopics");
  for (const element of repartitionSourceTopics) writer.int16(element, "CopartitionGroup.repartitionSourceTopics");
  writer.taggedFields(unknownTaggedFields, "CopartitionGroup");
}

function decodeStreamsGroupTopologyValueSubtopology(reader: WireReader, version: number): StreamsGroupTopologyValueSubtopology {
  const subtopologyId = reader.compactString("StreamsGroupTopologyValueSubtopology.subtopologyId");
  const sourceTopics: string[] = [];
  for (let left = reader.compactArrayLength(1, "StreamsGroupTopologyValueSubtopology.sourceTopics"); left > 0; left--) sourceTopics.push(reader.compactString("StreamsGroupTopologyValueSubtopology.sourceTopics"));
  const sourceTopicRegex: string[] = [];
  for (let left = reader.compactArrayLength(1, "StreamsGroupTopologyValueSubtopology.sourceTopicRegex"); left > 0; left--) sourceTopicRegex.push(reader.compactString("StreamsGroupTopologyValueSubtopology.sourceTopicRegex"));
  const stateChangelogTopics: StreamsGroupTopologyValueTopicInfo[] = [];
  for (let left = reader.compactArrayLength(9, "StreamsGroupTopologyValueSubtopology.stateChangelogTopics"); left > 0; left--) stateChangelogTopics.push(decodeStreamsGroupTopologyValueTopicInfo(reader, version));
  const repartitionSinkTopics: string[] = [];
  for (let left = reader.compactArrayLength(1, "StreamsGroupTopologyValueSubtopology.repartitionSinkTopics"); left > 0; left--) repartitionSinkTopics.push(reader.compactString("StreamsGroupTopologyValueSubtopology.repartitionSinkTopics"));
  const repartitionSourceTopics: StreamsGroupTopologyValueTopicInfo[] = [];
  for (let left = reader.compactArrayLength(9, "StreamsGroupTopologyValueSubtopology.repartitionSourceTopics"); left > 0; left--) repartitionSourceTopics.push(decodeStreamsGroupTopologyValueTopicInfo(reader, version));
  const copartitionGroups: CopartitionGroup[] = [];
  for (let left = reader.compactArrayLength(4, "StreamsGroupTopologyValueSubtopology.copartitionGroups"); left > 0; left--) copartitionGroups.push(decodeCopartitionGroup(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("StreamsGroupTopologyValueSubtopology"); left > 0; left--) {
    const tag = reader.unsignedVarint("StreamsGroupTopologyValueSubtopology");
    const end = reader.taggedFieldEnd("StreamsGroupTopologyValueSubtopology");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: StreamsGroupTopologyValueSubtopology = { subtopologyId, sourceTopics, sourceTopicRegex, stateChangelogTopics, repartitionSinkTopics, repartitionSourceTopics, copartitionGroups };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeStreamsGroupTopologyValueSubtopology(writer: WireWriter, message: Input<StreamsGroupTopologyValueSubtopology>, version: number): void {
  const { subtopologyId = "", sourceTopics = [], sourceTopicRegex = [], stateChangelogTopics = [], repartitionSinkTopics = [], repartitionSourceTopics = [], copartitionGroups = [], unknownTaggedFields } = message;
  writer.compactString(subtopologyId, "StreamsGroupTopologyValueSubtopology.subtopologyId");
  writer.compactArrayLength(sourceTopics, "StreamsGroupTopologyValueSubtopology.sourceTopics");
  for (const element of sourceTopics) writer.compactString(element, "StreamsGroupTopologyValueSubtopology.sourceTopics");
  writer.compactArrayLength(sourceTopicRegex, "StreamsGroupTopologyValueSubtopology.sourceTopicRegex");
  for (const element of sourceTopicRegex) writer.compactString(element, "StreamsGroupTopologyValueSubtopology.sourceTopicRegex");
  writer.compactArrayLength(stateChangelogTopics, "StreamsGroupTopologyValueSubtopology.stateChangelogTopics");
  for (const element of stateChangelogTopics) encodeStreamsGroupTopologyValueTopicInfo(writer, element, version);
  writer.compactArrayLength(repartitionSinkTopics, "StreamsGroupTopologyValueSubtopology.repartitionSinkTopics");
  for (const element of repartitionSinkTopics) writer.compactString(element, "StreamsGroupTopologyValueSubtopology.repartitionSinkTopics");
  writer.compactArrayLength(repartitionSourceTopics, "StreamsGroupTopologyValueSubtopology.repartitionSourceTopics");
  for (const element of repartitionSourceTopics) encodeStreamsGroupTopologyValueTopicInfo(writer, element, version);
  writer.compactArrayLength(copartitionGroups, "StreamsGroupTopologyValueSubtopology.copartitionGroups");
  for (const element of copartitionGroups) encodeCopartitionGroup(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "StreamsGroupTopologyValueSubtopology");
}

function decodeStreamsGroupTopologyValue(reader: WireReader, version: number): StreamsGroupTopologyValue {
  const epoch = reader.int32("StreamsGroupTopologyValue.epoch");
  const subtopologies: StreamsGroupTopologyValueSubtopology[] = [];
  for (let left = reader.compactArrayLength(8, "StreamsGroupTopologyValue.subtopologies"); left > 0; left--) subtopologies.push(decodeStreamsGroupTopologyValueSubtopology(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("StreamsGroupTopologyValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("StreamsGroupTopologyValue");
    const end = reader.taggedFieldEnd("StreamsGroupTopologyValue");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: StreamsGroupTopologyValue = { epoch, subtopologies };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeStreamsGroupTopologyValue(writer: WireWriter, message: Input<StreamsGroupTopologyValue>, version: number): void {
  const { epoch = 0, subtopologies = [], unknownTaggedFields } = message;
  writer.int32(epoch, "StreamsGroupTopologyValue.epoch");
  writer.compactArrayLength(subtopologies, "StreamsGroupTopologyValue.subtopologies");
  for (const element of subtopologies) encodeStreamsGroupTopologyValueSubtopology(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "StreamsGroupTopologyValue");
}
