// Generated from schema/group-coordinator-records.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { JsonField } from "../json-field.ts";

const legacyOffsetCommitKeyFields: readonly JsonField[] = [
  { name: "group", from: 0, to: 0 },
  { name: "topic", from: 0, to: 0 },
  { name: "partition", from: 0, to: 0 },
];
const legacyOffsetCommitValueFields: readonly JsonField[] = [
  { name: "offset", from: 0, to: 0 },
  { name: "metadata", from: 0, to: 0 },
  { name: "commitTimestamp", from: 0, to: 0 },
];
const offsetCommitKeyFields: readonly JsonField[] = [
  { name: "group", from: 0, to: 0 },
  { name: "topic", from: 0, to: 0 },
  { name: "partition", from: 0, to: 0 },
];
const offsetCommitValueFields: readonly JsonField[] = [
  { name: "offset", from: 0, to: 4 },
  { name: "leaderEpoch", from: 3, to: 4 },
  { name: "metadata", from: 0, to: 4 },
  { name: "commitTimestamp", from: 0, to: 4 },
  { name: "expireTimestamp", from: 1, to: 1 },
  { name: "topicId", from: 4, to: 4, unless: ZERO_UUID },
];
const groupMetadataKeyFields: readonly JsonField[] = [
  { name: "group", from: 0, to: 0 },
];
const memberMetadataFields: readonly JsonField[] = [
  { name: "memberId", from: 0, to: 4 },
  { name: "groupInstanceId", from: 3, to: 4 },
  { name: "clientId", from: 0, to: 4 },
  { name: "clientHost", from: 0, to: 4 },
  { name: "rebalanceTimeout", from: 1, to: 4 },
  { name: "sessionTimeout", from: 0, to: 4 },
  { name: "subscription", from: 0, to: 4 },
  { name: "assignment", from: 0, to: 4 },
];
const groupMetadataValueFields: readonly JsonField[] = [
  { name: "protocolType", from: 0, to: 4 },
  { name: "generation", from: 0, to: 4 },
  { name: "protocol", from: 0, to: 4 },
  { name: "leader", from: 0, to: 4 },
  { name: "currentStateTimestamp", from: 2, to: 4 },
  { name: "members", from: 0, to: 4, fields: memberMetadataFields },
];
const consumerGroupMetadataKeyFields: readonly JsonField[] = [
  { name: "groupId", from: 0, to: 0 },
];
const consumerGroupMetadataValueFields: readonly JsonField[] = [
  { name: "epoch", from: 0, to: 0 },
  { name: "metadataHash", from: 0, to: 0, unless: 0n },
];
const consumerGroupPartitionMetadataKeyFields: readonly JsonField[] = [
  { name: "groupId", from: 0, to: 0 },
];
const partitionMetadataFields: readonly JsonField[] = [
  { name: "partition", from: 0, to: 0 },
  { name: "racks", from: 0, to: 0 },
];
const topicMetadataFields: readonly JsonField[] = [
  { name: "topicId", from: 0, to: 0 },
  { name: "topicName", from: 0, to: 0 },
  { name: "numPartitions", from: 0, to: 0 },
  { name: "partitionMetadata", from: 0, to: 0, fields: partitionMetadataFields },
];
const consumerGroupPartitionMetadataValueFields: readonly JsonField[] = [
  { name: "topics", from: 0, to: 0, fields: topicMetadataFields },
];
const consumerGroupMemberMetadataKeyFields: readonly JsonField[] = [
  { name: "groupId", from: 0, to: 0 },
  { name: "memberId", from: 0, to: 0 },
];
const classicProtocolFields: readonly JsonField[] = [
  { name: "name", from: 0, to: 0 },
  { name: "metadata", from: 0, to: 0 },
];
const classicMemberMetadataFields: readonly JsonField[] = [
  { name: "sessionTimeoutMs", from: 0, to: 0 },
  { name: "supportedProtocols", from: 0, to: 0, fields: classicProtocolFields },
];
const consumerGroupMemberMetadataValueFields: readonly JsonField[] = [
  { name: "instanceId", from: 0, to: 0 },
  { name: "rackId", from: 0, to: 0 },
  { name: "clientId", from: 0, to: 0 },
  { name: "clientHost", from: 0, to: 0 },
  { name: "subscribedTopicNames", from: 0, to: 0 },
  { name: "subscribedTopicRegex", from: 0, to: 0 },
  { name: "rebalanceTimeoutMs", from: 0, to: 0 },
  { name: "serverAssignor", from: 0, to: 0 },
  { name: "classicMemberMetadata", from: 0, to: 0, fields: classicMemberMetadataFields },
];
const consumerGroupTargetAssignmentMetadataKeyFields: readonly JsonField[] = [
  { name: "groupId", from: 0, to: 0 },
];
const consumerGroupTargetAssignmentMetadataValueFields: readonly JsonField[] = [
  { name: "assignmentEpoch", from: 0, to: 0 },
  { name: "assignmentTimestamp", from: 0, to: 0, unless: 0 },
];
const consumerGroupTargetAssignmentMemberKeyFields: readonly JsonField[] = [
  { name: "groupId", from: 0, to: 0 },
  { name: "memberId", from: 0, to: 0 },
];
const topicPartitionFields: readonly JsonField[] = [
  { name: "topicId", from: 0, to: 0 },
  { name: "partitions", from: 0, to: 0 },
];
const consumerGroupTargetAssignmentMemberValueFields: readonly JsonField[] = [
  { name: "topicPartitions", from: 0, to: 0, fields: topicPartitionFields },
];
const consumerGroupCurrentMemberAssignmentKeyFields: readonly JsonField[] = [
  { name: "groupId", from: 0, to: 0 },
  { name: "memberId", from: 0, to: 0 },
];
const consumerGroupCurrentMemberAssignmentValueTopicPartitionsFields: readonly JsonField[] = [
  { name: "topicId", from: 0, to: 0 },
  { name: "partitions", from: 0, to: 0 },
  { name: "assignmentEpochs", from: 0, to: 0, unless: [] },
];
const consumerGroupCurrentMemberAssignmentValueFields: readonly JsonField[] = [
  { name: "memberEpoch", from: 0, to: 0 },
  { name: "previousMemberEpoch", from: 0, to: 0 },
  { name: "state", from: 0, to: 0 },
  { name: "assignedPartitions", from: 0, to: 0, fields: consumerGroupCurrentMemberAssignmentValueTopicPartitionsFields },
  { name: "partitionsPendingRevocation", from: 0, to: 0, fields: consumerGroupCurrentMemberAssignmentValueTopicPartitionsFields },
];
const shareGroupMemberMetadataKeyFields: readonly JsonField[] = [
  { name: "groupId", from: 0, to: 0 },
  { name: "memberId", from: 0, to: 0 },
];
const shareGroupMemberMetadataValueFields: readonly JsonField[] = [
  { name: "rackId", from: 0, to: 0 },
  { name: "clientId", from: 0, to: 0 },
  { name: "clientHost", from: 0, to: 0 },
  { name: "subscribedTopicNames", from: 0, to: 0 },
];
const shareGroupMetadataKeyFields: readonly JsonField[] = [
  { name: "groupId", from: 0, to: 0 },
];
const shareGroupMetadataValueFields: readonly JsonField[] = [
  { name: "epoch", from: 0, to: 0 },
  { name: "metadataHash", from: 0, to: 0 },
];
const shareGroupTargetAssignmentMetadataKeyFields: readonly JsonField[] = [
  { name: "groupId", from: 0, to: 0 },
];
const shareGroupTargetAssignmentMetadataValueFields: readonly JsonField[] = [
  { name: "assignmentEpoch", from: 0, to: 0 },
  { name: "assignmentTimestamp", from: 0, to: 0, unless: 0 },
];
const shareGroupTargetAssignmentMemberKeyFields: readonly JsonField[] = [
  { name: "groupId", from: 0, to: 0 },
  { name: "memberId", from: 0, to: 0 },
];
const shareGroupTargetAssignmentMemberValueFields: readonly JsonField[] = [
  { name: "topicPartitions", from: 0, to: 0, fields: topicPartitionFields },
];
const shareGroupCurrentMemberAssignmentKeyFields: readonly JsonField[] = [
  { name: "groupId", from: 0, to: 0 },
  { name: "memberId", from: 0, to: 0 },
];
const shareGroupCurrentMemberAssignmentValueTopicPartitionsFields: readonly JsonField[] = [
  { name: "topicId", from: 0, to: 0 },
  { name: "partitions", from: 0, to: 0 },
];
const shareGroupCurrentMemberAssignmentValueFields: readonly JsonField[] = [
  { name: "memberEpoch", from: 0, to: 0 },
  { name: "previousMemberEpoch", from: 0, to: 0 },
  { name: "state", from: 0, to: 0 },
  { name: "assignedPartitions", from: 0, to: 0, fields: shareGroupCurrentMemberAssignmentValueTopicPartitionsFields },
];
const shareGroupStatePartitionMetadataKeyFields: readonly JsonField[] = [
  { name: "groupId", from: 0, to: 0 },
];
const topicPartitionsInfoFields: readonly JsonField[] = [
  { name: "topicId", from: 0, to: 0 },
  { name: "topicName", from: 0, to: 0 },
  { name: "partitions", from: 0, to: 0 },
];
const shareGroupStatePartitionMetadataValueTopicInfoFields: readonly JsonField[] = [
  { name: "topicId", from: 0, to: 0 },
  { name: "topicName", from: 0, to: 0 },
];
const shareGroupStatePartitionMetadataValueFields: readonly JsonField[] = [
  { name: "initializingTopics", from: 0, to: 0, fields: topicPartitionsInfoFields },
  { name: "initializedTopics", from: 0, to: 0, fields: topicPartitionsInfoFields },
  { name: "deletingTopics", from: 0, to: 0, fields: shareGroupStatePartitionMetadataValueTopicInfoFields },
];
const consumerGroupRegularExpressionKeyFields: readonly JsonField[] = [
  { name: "groupId", from: 0, to: 0 },
  { name: "regularExpression", from: 0, to: 0 },
];
const consumerGroupRegularExpressionValueFields: readonly JsonField[] = [
  { name: "topics", from: 0, to: 0 },
  { name: "version", from: 0, to: 0 },
  { name: "timestamp", from: 0, to: 0 },
];
const streamsGroupMetadataKeyFields: readonly JsonField[] = [
  { name: "groupId", from: 0, to: 0 },
];
const lastAssignmentConfigFields: readonly JsonField[] = [
  { name: "key", from: 0, to: 0 },
  { name: "value", from: 0, to: 0 },
];
const streamsGroupMetadataValueFields: readonly JsonField[] = [
  { name: "epoch", from: 0, to: 0 },
  { name: "metadataHash", from: 0, to: 0 },
  { name: "validatedTopologyEpoch", from: 0, to: 0, unless: -1 },
  { name: "lastAssignmentConfigs", from: 0, to: 0, unless: [], fields: lastAssignmentConfigFields },
];
const streamsGroupMemberMetadataKeyFields: readonly JsonField[] = [
  { name: "groupId", from: 0, to: 0 },
  { name: "memberId", from: 0, to: 0 },
];
const endpointFields: readonly JsonField[] = [
  { name: "host", from: 0, to: 0 },
  { name: "port", from: 0, to: 0 },
];
const keyValueFields: readonly JsonField[] = [
  { name: "key", from: 0, to: 0 },
  { name: "value", from: 0, to: 0 },
];
const streamsGroupMemberMetadataValueFields: readonly JsonField[] = [
  { name: "instanceId", from: 0, to: 0 },
  { name: "rackId", from: 0, to: 0 },
  { name: "clientId", from: 0, to: 0 },
  { name: "clientHost", from: 0, to: 0 },
  { name: "rebalanceTimeoutMs", from: 0, to: 0 },
  { name: "topologyEpoch", from: 0, to: 0 },
  { name: "processId", from: 0, to: 0 },
  { name: "userEndpoint", from: 0, to: 0, fields: endpointFields },
  { name: "clientTags", from: 0, to: 0, fields: keyValueFields },
];
const streamsGroupTargetAssignmentMetadataKeyFields: readonly JsonField[] = [
  { name: "groupId", from: 0, to: 0 },
];
const streamsGroupTargetAssignmentMetadataValueFields: readonly JsonField[] = [
  { name: "assignmentEpoch", from: 0, to: 0 },
  { name: "assignmentTimestamp", from: 0, to: 0, unless: 0 },
];
const streamsGroupTargetAssignmentMemberKeyFields: readonly JsonField[] = [
  { name: "groupId", from: 0, to: 0 },
  { name: "memberId", from: 0, to: 0 },
];
const streamsGroupTargetAssignmentMemberValueTaskIdsFields: readonly JsonField[] = [
  { name: "subtopologyId", from: 0, to: 0 },
  { name: "partitions", from: 0, to: 0 },
];
const streamsGroupTargetAssignmentMemberValueFields: readonly JsonField[] = [
  { name: "activeTasks", from: 0, to: 0, fields: streamsGroupTargetAssignmentMemberValueTaskIdsFields },
  { name: "standbyTasks", from: 0, to: 0, fields: streamsGroupTargetAssignmentMemberValueTaskIdsFields },
  { name: "warmupTasks", from: 0, to: 0, fields: streamsGroupTargetAssignmentMemberValueTaskIdsFields },
];
const streamsGroupCurrentMemberAssignmentKeyFields: readonly JsonField[] = [
  { name: "groupId", from: 0, to: 0 },
  { name: "memberId", from: 0, to: 0 },
];
const streamsGroupCurrentMemberAssignmentValueTaskIdsFields: readonly JsonField[] = [
  { name: "subtopologyId", from: 0, to: 0 },
  { name: "partitions", from: 0, to: 0 },
  { name: "assignmentEpochs", from: 0, to: 0, unless: [] },
];
const streamsGroupCurrentMemberAssignmentValueFields: readonly JsonField[] = [
  { name: "memberEpoch", from: 0, to: 0 },
  { name: "previousMemberEpoch", from: 0, to: 0 },
  { name: "state", from: 0, to: 0 },
  { name: "activeTasks", from: 0, to: 0, fields: streamsGroupCurrentMemberAssignmentValueTaskIdsFields },
  { name: "standbyTasks", from: 0, to: 0, fields: streamsGroupCurrentMemberAssignmentValueTaskIdsFields },
  { name: "warmupTasks", from: 0, to: 0, fields: streamsGroupCurrentMemberAssignmentValueTaskIdsFields },
  { name: "activeTasksPendingRevocation", from: 0, to: 0, fields: streamsGroupCurrentMemberAssignmentValueTaskIdsFields },
  { name: "standbyTasksPendingRevocation", from: 0, to: 0, fields: streamsGroupCurrentMemberAssignmentValueTaskIdsFields },
  { name: "warmupTasksPendingRevocation", from: 0, to: 0, fields: streamsGroupCurrentMemberAssignmentValueTaskIdsFields },
];
const streamsGroupTopologyKeyFields: readonly JsonField[] = [
  { name: "groupId", from: 0, to: 0 },
];
const topicConfigFields: readonly JsonField[] = [
  { name: "key", from: 0, to: 0 },
  { name: "value", from: 0, to: 0 },
];
const streamsGroupTopologyValueTopicInfoFields: readonly JsonField[] = [
  { name: "name", from: 0, to: 0 },
  { name: "partitions", from: 0, to: 0 },
  { name: "replicationFactor", from: 0, to: 0 },
  { name: "topicConfigs", from: 0, to: 0, fields: topicConfigFields },
];
const copartitionGroupFields: readonly JsonField[] = [
  { name: "sourceTopics", from: 0, to: 0 },
  { name: "sourceTopicRegex", from: 0, to: 0 },
  { name: "repartitionSourceTopics", from: 0, to: 0 },
];
const streamsGroupTopologyValueSubtopologyFields: readonly JsonField[] = [
  { name: "subtopologyId", from: 0, to: 0 },
  { name: "sourceTopics", from: 0, to: 0 },
  { name: "sourceTopicRegex", from: 0, to: 0 },
  { name: "stateChangelogTopics", from: 0, to: 0, fields: streamsGroupTopologyValueTopicInfoFields },
  { name: "repartitionSinkTopics", from: 0, to: 0 },
  { name: "repartitionSourceTopics", from: 0, to: 0, fields: streamsGroupTopologyValueTopicInfoFields },
  { name: "copartitionGroups", from: 0, to: 0, fields: copartitionGroupFields },
];
const streamsGroupTopologyValueFields: readonly JsonField[] = [
  { name: "epoch", from: 0, to: 0 },
  { name: "subtopologies", from: 0, to: 0, fields: streamsGroupTopologyValueSubtopologyFields },
];

/** The fields of each message by its name. */
export const JSON_FIELDS: ReadonlyMap<string, readonly JsonField[]> = new Map([
  ["LegacyOffsetCommitKey", legacyOffsetCommitKeyFields],
  ["LegacyOffsetCommitValue", legacyOffsetCommitValueFields],
  ["OffsetCommitKey", offsetCommitKeyFields],
  ["OffsetCommitValue", offsetCommitValueFields],
  ["GroupMetadataKey", groupMetadataKeyFields],
  ["GroupMetadataValue", groupMetadataValueFields],
  ["ConsumerGroupMetadataKey", consumerGroupMetadataKeyFields],
  ["ConsumerGroupMetadataValue", consumerGroupMetadataValueFields],
  ["ConsumerGroupPartitionMetadataKey", consumerGroupPartitionMetadataKeyFields],
  ["ConsumerGroupPartitionMetadataValue", consumerGroupPartitionMetadataValueFields],
  ["ConsumerGroupMemberMetadataKey", consumerGroupMemberMetadataKeyFields],
  ["ConsumerGroupMemberMetadataValue", consumerGroupMemberMetadataValueFields],
  ["ConsumerGroupTargetAssignmentMetadataKey", consumerGroupTargetAssignmentMetadataKeyFields],
  ["ConsumerGroupTargetAssignmentMetadataValue", consumerGroupTargetAssignmentMetadataValueFields],
  ["ConsumerGroupTargetAssignmentMemberKey", consumerGroupTargetAssignmentMemberKeyFields],
  ["ConsumerGroupTargetAssignmentMemberValue", consumerGroupTargetAssignmentMemberValueFields],
  ["ConsumerGroupCurrentMemberAssignmentKey", consumerGroupCurrentMemberAssignmentKeyFields],
  ["ConsumerGroupCurrentMemberAssignmentValue", consumerGroupCurrentMemberAssignmentValueFields],
  ["ShareGroupMemberMetadataKey", shareGroupMemberMetadataKeyFields],
  ["ShareGroupMemberMetadataValue", shareGroupMemberMetadataValueFields],
  ["ShareGroupMetadataKey", shareGroupMetadataKeyFields],
  ["ShareGroupMetadataValue", shareGroupMetadataValueFields],
  ["ShareGroupTargetAssignmentMetadataKey", shareGroupTargetAssignmentMetadataKeyFields],
  ["ShareGroupTargetAssignmentMetadataValue", shareGroupTargetAssignmentMetadataValueFields],
  ["ShareGroupTargetAssignmentMemberKey", shareGroupTargetAssignmentMemberKeyFields],
  ["ShareGroupTargetAssignmentMemberValue", shareGroupTargetAssignmentMemberValueFields],
  ["ShareGroupCurrentMemberAssignmentKey", shareGroupCurrentMemberAssignmentKeyFields],
  ["ShareGroupCurrentMemberAssignmentValue", shareGroupCurrentMemberAssignmentValueFields],
  ["ShareGroupStatePartitionMetadataKey", shareGroupStatePartitionMetadataKeyFields],
  ["ShareGroupStatePartitionMetadataValue", shareGroupStatePartitionMetadataValueFields],
  ["ConsumerGroupRegularExpressionKey", consumerGroupRegularExpressionKeyFields],
  ["ConsumerGroupRegularExpressionValue", consumerGroupRegularExpressionValueFields],
  ["StreamsGroupMetadataKey", streamsGroupMetadataKeyFields],
  ["StreamsGroupMetadataValue", streamsGroupMetadataValueFields],
  ["StreamsGroupMemberMetadataKey", streamsGroupMemberMetadataKeyFields],
  ["StreamsGroupMemberMetadataValue", streamsGroupMemberMetadataValueFields],
  ["StreamsGroupTargetAssignmentMetadataKey", streamsGroupTargetAssignmentMetadataKeyFields],
  ["StreamsGroupTargetAssignmentMetadataValue", streamsGroupTargetAssignmentMetadataValueFields],
  ["StreamsGroupTargetAssignmentMemberKey", streamsGroupTargetAssignmentMemberKeyFields],
  ["StreamsGroupTargetAssignmentMemberValue", streamsGroupTargetAssignmentMemberValueFields],
  ["StreamsGroupCurrentMemberAssignmentKey", streamsGroupCurrentMemberAssignmentKeyFields],
  ["StreamsGroupCurrentMemberAssignmentValue", streamsGroupCurrentMemberAssignmentValueFields],
  ["StreamsGroupTopologyKey", streamsGroupTopologyKeyFields],
  ["StreamsGroupTopologyValue", streamsGroupTopologyValueFields],
]);
