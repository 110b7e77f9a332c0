// Generated from schema/88-streams-group-heartbeat.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** StreamsGroupHeartbeatRequest: API key 88, versions 0, flexible 0+. */
export interface StreamsGroupHeartbeatRequest {
  /** A group id. */
  groupId: string;
  memberId: string;
  memberEpoch: number;
  endpointInformationEpoch: number;
  /** Default null. */
  instanceId: string | null;
  /** Default null. */
  rackId: string | null;
  /** Default -1. */
  rebalanceTimeoutMs: number;
  /** Default null. */
  topology: Topology | null;
  /** Default null. */
  activeTasks: TaskIds[] | null;
  /** Default null. */
  standbyTasks: TaskIds[] | null;
  /** Default null. */
  warmupTasks: TaskIds[] | null;
  /** Default null. */
  processId: string | null;
  /** Default null. */
  userEndpoint: Endpoint | null;
  /** Default null. */
  clientTags: KeyValue[] | null;
  /** Default null. */
  taskOffsets: TaskOffset[] | null;
  /** Default null. */
  taskEndOffsets: TaskOffset[] | null;
  /** Default false. */
  shutdownApplication: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const StreamsGroupHeartbeatRequest: MessageCodec<StreamsGroupHeartbeatRequest> = defineMessage<StreamsGroupHeartbeatRequest>({
  name: "StreamsGroupHeartbeatRequest",
  kind: "request",
  apiKey: 88,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeStreamsGroupHeartbeatRequest,
  encode: encodeStreamsGroupHeartbeatRequest,
});

/** StreamsGroupHeartbeatResponse: API key 88, versions 0, flexible 0+. */
export interface StreamsGroupHeartbeatResponse {
  throttleTimeMs: number;
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  memberId: string;
  memberEpoch: number;
  heartbeatIntervalMs: number;
  acceptableRecoveryLag: number;
  taskOffsetIntervalMs: number;
  status: Status[] | null;
  /** Default null. */
  activeTasks: TaskIds[] | null;
  /** Default null. */
  standbyTasks: TaskIds[] | null;
  /** Default null. */
  warmupTasks: TaskIds[] | null;
  endpointInformationEpoch: number;
  /** Default null. */
  partitionsByUserEndpoint: EndpointToPartitions[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const StreamsGroupHeartbeatResponse: MessageCodec<StreamsGroupHeartbeatResponse> = defineMessage<StreamsGroupHeartbeatResponse>({
  name: "StreamsGroupHeartbeatResponse",
  kind: "response",
  apiKey: 88,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeStreamsGroupHeartbeatResponse,
  encode: encodeStreamsGroupHeartbeatResponse,
});

/** In `TopicInfo.topicConfigs`, `StreamsGroupHeartbeatRequest.clientTags`. */
export interface KeyValue {
  key: string;
  value: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `Subtopology.stateChangelogTopics`, `Subtopology.repartitionSourceTopics`. */
export interface TopicInfo {
  /** A topic name. */
  name: string;
  partitions: number;
  replicationFactor: number;
  topicConfigs: KeyValue[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `Subtopology.copartitionGroups`. */
export interface CopartitionGroup {
  sourceTopics: number[];
  sourceTopicRegex: number[];
  repartitionSourceTopics: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `Topology.subtopologies`. */
export interface Subtopology {
  subtopologyId: string;
  /** A topic name. */
  sourceTopics: string[];
  sourceTopicRegex: string[];
  stateChangelogTopics: TopicInfo[];
  /** A topic name. */
  repartitionSinkTopics: string[];
  repartitionSourceTopics: TopicInfo[];
  copartitionGroups: CopartitionGroup[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `StreamsGroupHeartbeatRequest.topology`. */
export interface Topology {
  epoch: number;
  subtopologies: Subtopology[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `StreamsGroupHeartbeatRequest.activeTasks`, `StreamsGroupHeartbeatRequest.standbyTasks`, `StreamsGroupHeartbeatRequest.warmupTasks`, `StreamsGroupHeartbeatResponse.activeTasks`, `StreamsGroupHeartbeatResponse.standbyTasks`, `StreamsGroupHeartbeatResponse.warmupTasks`. */
export interface TaskIds {
  subtopologyId: string;
  partitions: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `StreamsGroupHeartbeatRequest.userEndpoint`, `EndpointToPartitions.userEndpoint`. */
export interface Endpoint {
  host: string;
  port: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `StreamsGroupHeartbeatRequest.taskOffsets`, `StreamsGroupHeartbeatRequest.taskEndOffsets`. */
export interface TaskOffset {
  subtopologyId: string;
  partition: number;
  offset: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `StreamsGroupHeartbeatResponse.status`. */
export interface Status {
  statusCode: number;
  statusDetail: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `EndpointToPartitions.activePartitions`, `EndpointToPartitions.standbyPartitions`. */
export interface TopicPartition {
  /** A topic name. */
  topic: string;
  partitions: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `StreamsGroupHeartbeatResponse.partitionsByUserEndpoint`. */
export interface EndpointToPartitions {
  userEndpoint: Endpoint;
  activePartitions: TopicPartition[];
  standbyPartitions: TopicPartition[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
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

function decodeTopicInfo(reader: WireReader, version: number): TopicInfo {
  const name = reader.compactString("TopicInfo.name");
  const partitions = reader.int32("TopicInfo.partitions");
  const replicationFactor = reader.int16("TopicInfo.replicationFactor");
  const topicConfigs: KeyValue[] = [];
  for (let left = reader.compactArrayLength(3, "TopicInfo.topicConfigs"); left > 0; left--) topicConfigs.push(decodeKeyValue(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("TopicInfo"); left > 0; left--) {
    const tag = reader.unsignedVarint("TopicInfo");
    const end = reader.taggedFieldEnd("TopicInfo");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: TopicInfo = { name, partitions, replicationFactor, topicConfigs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTopicInfo(writer: WireWriter, message: Input<TopicInfo>, version: number): void {
  const { name = "", partitions = 0, replicationFactor = 0, topicConfigs = [], unknownTaggedFields } = message;
  writer.compactString(name, "TopicInfo.name");
  writer.int32(partitions, "TopicInfo.partitions");
  writer.int16(replicationFactor, "TopicInfo.replicationFactor");
  writer.compactArrayLength(topicConfigs, "TopicInfo.topicConfigs");
  for (const element of topicConfigs) encodeKeyValue(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "TopicInfo");
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

function decodeSubtopology(reader: WireReader, version: number): Subtopology {
  const subtopologyId = reader.compactString("Subtopology.subtopologyId");
  const sourceTopics: string[] = [];
  for (let left = reader.compactArrayLength(1, "Subtopology.sourceTopics"); left > 0; left--) sourceTopics.push(reader.compactString("Subtopology.sourceTopics"));
  const sourceTopicRegex: string[] = [];
  for (let left = reader.compactArrayLength(1, "Subtopology.sourceTopicRegex"); left > 0; left--) sourceTopicRegex.push(reader.compactString("Subtopology.sourceTopicRegex"));
  const stateChangelogTopics: TopicInfo[] = [];
  for (let left = reader.compactArrayLength(9, "Subtopology.stateChangelogTopics"); left > 0; left--) stateChangelogTopics.push(decodeTopicInfo(reader, version));
  const repartitionSinkTopics: string[] = [];
  for (let left = reader.compactArrayLength(1, "Subtopology.repartitionSinkTopics"); left > 0; left--) repartitionSinkTopics.push(reader.compactString("Subtopology.repartitionSinkTopics"));
  const repartitionSourceTopics: TopicInfo[] = [];
  for (let left = reader.compactArrayLength(9, "Subtopology.repartitionSourceTopics"); left > 0; left--) repartitionSourceTopics.push(decodeTopicInfo(reader, version));
  const copartitionGroups: CopartitionGroup[] = [];
  for (let left = reader.compactArrayLength(4, "Subtopology.copartitionGroups"); left > 0; left--) copartitionGroups.push(decodeCopartitionGroup(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("Subtopology"); left > 0; left--) {
    const tag = reader.unsignedVarint("Subtopology");
    const end = reader.taggedFieldEnd("Subtopology");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: Subtopology = { subtopologyId, sourceTopics, sourceTopicRegex, stateChangelogTopics, repartitionSinkTopics, repartitionSourceTopics, copartitionGroups };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeSubtopology(writer: WireWriter, message: Input<Subtopology>, version: number): void {
  const { subtopologyId = "", sourceTopics = [], sourceTopicRegex = [], stateChangelogTopics = [], repartitionSinkTopics = [], repartitionSourceTopics = [], copartitionGroups = [], unknownTaggedFields } = message;
  writer.compactString(subtopologyId, "Subtopology.subtopologyId");
  writer.compactArrayLength(sourceTopics, "Subtopology.sourceTopics");
  for (const element of sourceTopics) writer.compactString(element, "Subtopology.sourceTopics");
  writer.compactArrayLength(sourceTopicRegex, "Subtopology.sourceTopicRegex");
  for (const element of sourceTopicRegex) writer.compactString(element, "Subtopology.sourceTopicRegex");
  writer.compactArrayLength(stateChangelogTopics, "Subtopology.stateChangelogTopics");
  for (const element of stateChangelogTopics) encodeTopicInfo(writer, element, version);
  writer.compactArrayLength(repartitionSinkTopics, "Subtopology.repartitionSinkTopics");
  for (const element of repartitionSinkTopics) writer.compactString(element, "Subtopology.repartitionSinkTopics");
  writer.compactArrayLength(repartitionSourceTopics, "Subtopology.repartitionSourceTopics");
  for (const element of repartitionSourceTopics) encodeTopicInfo(writer, element, version);
  writer.compactArrayLength(copartitionGroups, "Subtopology.copartitionGroups");
  for (const element of copartitionGroups) encodeCopartitionGroup(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "Subtopology");
}

function decodeTopology(reader: WireReader, version: number): Topology {
  const epoch = reader.int32("Topology.epoch");
  const subtopologies: Subtopology[] = [];
  for (let left = reader.compactArrayLength(8, "Topology.subtopologies"); left > 0; left--) subtopologies.push(decodeSubtopology(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("Topology"); left > 0; left--) {
    const tag = reader.unsignedVarint("Topology");
    const end = reader.taggedFieldEnd("Topology");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: Topology = { epoch, subtopologies };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTopology(writer: WireWriter, message: Input<Topology>, version: number): void {
  const { epoch = 0, subtopologies = [], unknownTaggedFields } = message;
  writer.int32(epoch, "Topology.epoch");
  writer.compactArrayLength(subtopologies, "Topology.subtopologies");
  for (const element of subtopologies) encodeSubtopology(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "Topology");
}

function decodeTaskIds(reader: WireReader, _version: number): TaskIds {
  const subtopologyId = reader.compactString("TaskIds.subtopologyId");
  const partitions: number[] = [];
  for (let left = reader.compactArrayLength(4, "TaskIds.partitions"); left > 0; left--) partitions.push(reader.int32("TaskIds.partitions"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("TaskIds"); left > 0; left--) {
    const tag = reader.unsignedVarint("TaskIds");
    const end = reader.taggedFieldEnd("TaskIds");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: TaskIds = { subtopologyId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTaskIds(writer: WireWriter, message: Input<TaskIds>, _version: number): void {
  const { subtopologyId = "", partitions = [], unknownTaggedFields } = message;
  writer.compactString(subtopologyId, "TaskIds.subtopologyId");
  writer.compactArrayLength(partitions, "TaskIds.partitions");
  for (const element of partitions) writer.int32(element, "TaskIds.partitions");
  writer.taggedFields(unknownTaggedFields, "TaskIds");
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

function decodeTaskOffset(reader: WireReader, _version: number): TaskOffset {
  const subtopologyId = reader.compactString("TaskOffset.subtopologyId");
  const partition = reader.int32("TaskOffset.partition");
  const offset = reader.int64("TaskOffset.offset");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("TaskOffset"); left > 0; left--) {
    const tag = reader.unsignedVarint("TaskOffset");
    const end = reader.taggedFieldEnd("TaskOffset");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: TaskOffset = { subtopologyId, partition, offset };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTaskOffset(writer: WireWriter, message: Input<TaskOffset>, _version: number): void {
  const { subtopologyId = "", partition = 0, offset = 0, unknownTaggedFields } = message;
  writer.compactString(subtopologyId, "TaskOffset.subtopologyId");
  writer.int32(partition, "TaskOffset.partition");
  writer.int64(offset, "TaskOffset.offset");
  writer.taggedFields(unknownTaggedFields, "TaskOffset");
}

function decodeStreamsGroupHeartbeatRequest(reader: WireReader, version: number): StreamsGroupHeartbeatRequest {
  const groupId = reader.compactString("StreamsGroupHeartbeatRequest.groupId");
  const memberId = reader.compactString("StreamsGroupHeartbeatRequest.memberId");
  const memberEpoch = reader.int32("StreamsGroupHeartbeatRequest.memberEpoch");
  const endpointInformationEpoch = reader.int32("StreamsGroupHeartbeatRequest.endpointInformationEpoch");
  const instanceId = reader.compactNullableString("StreamsGroupHeartbeatRequest.instanceId");
  const rackId = reader.compactNullableString("StreamsGroupHeartbeatRequest.rackId");
  const rebalanceTimeoutMs = reader.int32("StreamsGroupHeartbeatRequest.rebalanceTimeoutMs");
  const topology = reader.structPresent("StreamsGroupHeartbeatRequest.topology") ? decodeTopology(reader, version) : null;
  let activeTasks: TaskIds[] | null = null;
  const activeTasksLength = reader.compactNullableArrayLength(3, "StreamsGroupHeartbeatRequest.activeTasks");
  if (activeTasksLength >= 0) {
    activeTasks = [];
    for (let left = activeTasksLength; left > 0; left--) activeTasks.push(decodeTaskIds(reader, version));
  }
  let standbyTasks: TaskIds[] | null = null;
  const standbyTasksLength = reader.compactNullableArrayLength(3, "StreamsGroupHeartbeatRequest.standbyTasks");
  if (standbyTasksLength >= 0) {
    standbyTasks = [];
    for (let left = standbyTasksLength; left > 0; left--) standbyTasks.push(decodeTaskIds(reader, version));
  }
  let warmupTasks: TaskIds[] | null = null;
  const warmupTasksLength = reader.compactNullableArrayLength(3, "StreamsGroupHeartbeatRequest.warmupTasks");
  if (warmupTasksLength >= 0) {
    warmupTasks = [];
    for (let left = warmupTasksLength; left > 0; left--) warmupTasks.push(decodeTaskIds(reader, version));
  }
  const processId = reader.compactNullableString("StreamsGroupHeartbeatRequest.processId");
  const userEndpoint = reader.structPresent("StreamsGroupHeartbeatRequest.userEndpoint") ? decodeEndpoint(reader, version) : null;
  let clientTags: KeyValue[] | null = null;
  const clientTagsLength = reader.compactNullableArrayLength(3, "StreamsGroupHeartbeatRequest.clientTags");
  if (clientTagsLength >= 0) {
    clientTags = [];
    for (let left = clientTagsLength; left > 0; left--) clientTags.push(decodeKeyValue(reader, version));
  }
  let taskOffsets: TaskOffset[] | null = null;
  const taskOffsetsLength = reader.compactNullableArrayLength(14, "StreamsGroupHeartbeatRequest.taskOffsets");
  if (taskOffsetsLength >= 0) {
    taskOffsets = [];
    for (let left = taskOffsetsLength; left > 0; left--) taskOffsets.push(decodeTaskOffset(reader, version));
  }
  let taskEndOffsets: TaskOffset[] | null = null;
  const taskEndOffsetsLength = reader.compactNullableArrayLength(14, "StreamsGroupHeartbeatRequest.taskEndOffsets");
  if (taskEndOffsetsLength >= 0) {
    taskEndOffsets = [];
    for (let left = taskEndOffsetsLength; left > 0; left--) taskEndOffsets.push(decodeTaskOffset(reader, version));
  }
  const shutdownApplication = reader.boolean("StreamsGroupHeartbeatRequest.shutdownApplication");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("StreamsGroupHeartbeatRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("StreamsGroupHeartbeatRequest");
    const end = reader.taggedFieldEnd("StreamsGroupHeartbeatRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: StreamsGroupHeartbeatRequest = { groupId, memberId, memberEpoch, endpointInformationEpoch, instanceId, rackId, rebalanceTimeoutMs, topology, activeTasks, standbyTasks, warmupTasks, processId, userEndpoint, clientTags, taskOffsets, taskEndOffsets, shutdownApplication };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeStreamsGroupHeartbeatRequest(writer: WireWriter, message: Input<StreamsGroupHeartbeatRequest>, version: number): void {
  const { groupId = "", memberId = "", memberEpoch = 0, endpointInformationEpoch = 0, instanceId = null, rackId = null, rebalanceTimeoutMs = -1, topology = null, activeTasks = null, standbyTasks = null, warmupTasks = null, processId = null, userEndpoint = null, clientTags = null, taskOffsets = null, taskEndOffsets = null, shutdownApplication = false, unknownTaggedFields } = message;
  writer.compactString(groupId, "StreamsGroupHeartbeatRequest.groupId");
  writer.compactString(memberId, "StreamsGroupHeartbeatRequest.memberId");
  writer.int32(memberEpoch, "StreamsGroupHeartbeatRequest.memberEpoch");
  writer.int32(endpointInformationEpoch, "StreamsGroupHeartbeatRequest.endpointInformationEpoch");
  writer.compactNullableString(instanceId, "StreamsGroupHeartbeatRequest.instanceId");
  writer.compactNullableString(rackId, "StreamsGroupHeartbeatRequest.rackId");
  writer.int32(rebalanceTimeoutMs, "StreamsGroupHeartbeatRequest.rebalanceTimeoutMs");
  writer.structPresent(topology !== null);
  if (topology !== null) encodeTopology(writer, topology, version);
  writer.compactNullableArrayLength(activeTasks, "StreamsGroupHeartbeatRequest.activeTasks");
  if (activeTasks !== null) for (const element of activeTasks) encodeTaskIds(writer, element, version);
  writer.compactNullableArrayLength(standbyTasks, "StreamsGroupHeartbeatRequest.standbyTasks");
  if (standbyTasks !== null) for (const element of standbyTasks) encodeTaskIds(writer, element, version);
  writer.compactNullableArrayLength(warmupTasks, "StreamsGroupHeartbeatRequest.warmupTasks");
  if (warmupTasks !== null) for (const element of warmupTasks) encodeTaskIds(writer, element, version);
  writer.compactNullableString(processId, "StreamsGroupHeartbeatRequest.processId");
  writer.structPresent(userEndpoint !== null);
  if (userEndpoint !== null) encodeEndpoint(writer, userEndpoint, version);
  writer.compactNullableArrayLength(clientTags, "StreamsGroupHeartbeatRequest.clientTags");
  if (clientTags !== null) for (const element of clientTags) encodeKeyValue(writer, element, version);
  writer.compactNullableArrayLength(taskOffsets, "StreamsGroupHeartbeatRequest.taskOffsets");
  if (taskOffsets !== null) for (const element of taskOffsets) encodeTaskOffset(writer, element, version);
  writer.compactNullableArrayLength(taskEndOffsets, "StreamsGroupHeartbeatRequest.taskEndOffsets");
  if (taskEndOffsets !== null) for (const element of taskEndOffsets) encodeTaskOffset(writer, element, version);
  writer.boolean(shutdownApplication, "StreamsGroupHeartbeatRequest.shutdownApplication");
  writer.taggedFields(unknownTaggedFields, "StreamsGroupHeartbeatRequest");
}

function decodeStatus(reader: WireReader, _version: number): Status {
  const statusCode = reader.int8("Status.statusCode");
  const statusDetail = reader.compactString("Status.statusDetail");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("Status"); left > 0; left--) {
    const tag = reader.unsignedVarint("Status");
    const end = reader.taggedFieldEnd("Status");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: Status = { statusCode, statusDetail };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeStatus(writer: WireWriter, message: Input<Status>, _version: number): void {
  const { statusCode = 0, statusDetail = "", unknownTaggedFields } = message;
  writer.int8(statusCode, "Status.statusCode");
  writer.compactString(statusDetail, "Status.statusDetail");
  writer.taggedFields(unknownTaggedFields, "Status");
}

function decodeTopicPartition(reader: WireReader, _version: number): TopicPartition {
  const topic = reader.compactString("TopicPartition.topic");
  const partitions: number[] = [];
  for (let left = reader.compactArrayLength(4, "TopicPartition.partitions"); left > 0; left--) partitions.push(reader.int32("TopicPartition.partitions"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("TopicPartition"); left > 0; left--) {
    const tag = reader.unsignedVarint("TopicPartition");
    const end = reader.taggedFieldEnd("TopicPartition");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: TopicPartition = { topic, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTopicPartition(writer: WireWriter, message: Input<TopicPartition>, _version: number): void {
  const { topic = "", partitions = [], unknownTaggedFields } = message;
  writer.compactString(topic, "TopicPartition.topic");
  writer.compactArrayLength(partitions, "TopicPartition.partitions");
  for (const element of partitions) writer.int32(element, "TopicPartition.partitions");
  writer.taggedFields(unknownTaggedFields, "TopicPartition");
}

function decodeEndpointToPartitions(reader: WireReader, version: number): EndpointToPartitions {
  const userEndpoint = decodeEndpoint(reader, version);
  const activePartitions: TopicPartition[] = [];
  for (let left = reader.compactArrayLength(3, "EndpointToPartitions.activePartitions"); left > 0; left--) activePartitions.push(decodeTopicPartition(reader, version));
  const standbyPartitions: TopicPartition[] = [];
  for (let left = reader.compactArrayLength(3, "EndpointToPartitions.standbyPartitions"); left > 0; left--) standbyPartitions.push(decodeTopicPartition(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("EndpointToPartitions"); left > 0; left--) {
    const tag = reader.unsignedVarint("EndpointToPartitions");
    const end = reader.taggedFieldEnd("EndpointToPartitions");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: EndpointToPartitions = { userEndpoint, activePartitions, standbyPartitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeEndpointToPartitions(writer: WireWriter, message: Input<EndpointToPartitions>, version: number): void {
  const { userEndpoint, activePartitions = [], standbyPartitions = [], unknownTaggedFields } = message;
  encodeEndpoint(writer, userEndpoint === undefined ? {} : userEndpoint, version);
  writer.compactArrayLength(activePartitions, "EndpointToPartitions.activePartitions");
  for (const element of activePartitions) encodeTopicPartition(writer, element, version);
  writer.compactArrayLength(standbyPartitions, "EndpointToPartitions.standbyPartitions");
  for (const element of standbyPartitions) encodeTopicPartition(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "EndpointToPartitions");
}

function decodeStreamsGroupHeartbeatResponse(reader: WireReader, version: number): StreamsGroupHeartbeatResponse {
  const throttleTimeMs = reader.int32("StreamsGroupHeartbeatResponse.throttleTimeMs");
  const errorCode = reader.int16("StreamsGroupHeartbeatResponse.errorCode");
  const errorMessage = reader.compactNullableString("StreamsGroupHeartbeatResponse.errorMessage");
  const memberId = reader.compactString("StreamsGroupHeartbeatResponse.memberId");
  const memberEpoch = reader.int32("StreamsGroupHeartbeatResponse.memberEpoch");
  const heartbeatIntervalMs = reader.int32("StreamsGroupHeartbeatResponse.heartbeatIntervalMs");
  const acceptableRecoveryLag = reader.int32("StreamsGroupHeartbeatResponse.acceptableRecoveryLag");
  const taskOffsetIntervalMs = reader.int32("StreamsGroupHeartbeatResponse.taskOffsetIntervalMs");
  let status: Status[] | null = null;
  const statusLength = reader.compactNullableArrayLength(3, "StreamsGroupHeartbeatResponse.status");
  if (statusLength >= 0) {
    status = [];
    for (let left = statusLength; left > 0; left--) status.push(decodeStatus(reader, version));
  }
  let activeTasks: TaskIds[] | null = null;
  const activeTasksLength = reader.compactNullableArrayLength(3, "StreamsGroupHeartbeatResponse.activeTasks");
  if (activeTasksLength >= 0) {
    activeTasks = [];
    for (let left = activeTasksLength; left > 0; left--) activeTasks.push(decodeTaskIds(reader, version));
  }
  let standbyTasks: TaskIds[] | null = null;
  const standbyTasksLength = reader.compactNullableArrayLength(3, "StreamsGroupHeartbeatResponse.standbyTasks");
  if (standbyTasksLength >= 0) {
    standbyTasks = [];
    for (let left = standbyTasksLength; left > 0; left--) standbyTasks.push(decodeTaskIds(reader, version));
  }
  let warmupTasks: TaskIds[] | null = null;
  const warmupTasksLength = reader.compactNullableArrayLength(3, "StreamsGroupHeartbeatResponse.warmupTasks");
  if (warmupTasksLength >= 0) {
    warmupTasks = [];
    for (let left = warmupTasksLength; left > 0; left--) warmupTasks.push(decodeTaskIds(reader, version));
  }
  const endpointInformationEpoch = reader.int32("StreamsGroupHeartbeatResponse.endpointInformationEpoch");
  let partitionsByUserEndpoint: EndpointToPartitions[] | null = null;
  const partitionsByUserEndpointLength = reader.compactNullableArrayLength(7, "StreamsGroupHeartbeatResponse.partitionsByUserEndpoint");
  if (partitionsByUserEndpointLength >= 0) {
    partitionsByUserEndpoint = [];
    for (let left = partitionsByUserEndpointLength; left > 0; left--) partitionsByUserEndpoint.push(decodeEndpointToPartitions(reader, version));
  }
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("StreamsGroupHeartbeatResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("StreamsGroupHeartbeatResponse");
    const end = reader.taggedFieldEnd("StreamsGroupHeartbeatResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: StreamsGroupHeartbeatResponse = { throttleTimeMs, errorCode, errorMessage, memberId, memberEpoch, heartbeatIntervalMs, acceptableRecoveryLag, taskOffsetIntervalMs, status, activeTasks, standbyTasks, warmupTasks, endpointInformationEpoch, partitionsByUserEndpoint };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeStreamsGroupHeartbeatResponse(writer: WireWriter, message: Input<StreamsGroupHeartbeatResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = null, memberId = "", memberEpoch = 0, heartbeatIntervalMs = 0, acceptableRecoveryLag = 0, taskOffsetIntervalMs = 0, status = [], activeTasks = null, standbyTasks = null, warmupTasks = null, endpointInformationEpoch = 0, partitionsByUserEndpoint = null, unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "StreamsGroupHeartbeatResponse.throttleTimeMs");
  writer.int16(errorCode, "StreamsGroupHeartbeatResponse.errorCode");
  writer.compactNullableString(errorMessage, "StreamsGroupHeartbeatResponse.errorMessage");
  writer.compactString(memberId, "StreamsGroupHeartbeatResponse.memberId");
  writer.int32(memberEpoch, "StreamsGroupHeartbeatResponse.memberEpoch");
  writer.int32(heartbeatIntervalMs, "StreamsGroupHeartbeatResponse.heartbeatIntervalMs");
  writer.int32(acceptableRecoveryLag, "StreamsGroupHeartbeatResponse.acceptableRecoveryLag");
  writer.int32(taskOffsetIntervalMs, "StreamsGroupHeartbeatResponse.taskOffsetIntervalMs");
  writer.compactNullableArrayLength(status, "StreamsGroupHeartbeatResponse.status");
  if (status !== null) for (const element of status) encodeStatus(writer, element, version);
  writer.compactNullableArrayLength(activeTasks, "StreamsGroupHeartbeatResponse.activeTasks");
  if (activeTasks !== null) for (const element of activeTasks) encodeTaskIds(writer, element, version);
  writer.compactNullableArrayLength(standbyTasks, "StreamsGroupHeartbeatResponse.standbyTasks");
  if (standbyTasks !== null) for (const element of standbyTasks) encodeTaskIds(writer, element, version);
  writer.compactNullableArrayLength(warmupTasks, "StreamsGroupHeartbeatResponse.warmupTasks");
  if (warmupTasks !== null) for (const element of warmupTasks) encodeTaskIds(writer, element, version);
  writer.int32(endpointInformationEpoch, "StreamsGroupHeartbeatResponse.endpointInformationEpoch");
  writer.compactNullableArrayLength(partitionsByUserEndpoint, "StreamsGroupHeartbeatResponse.partitionsByUserEndpoint");
  if (partitionsByUserEndpoint !== null) for (const element of partitionsByUserEndpoint) encodeEndpointToPartitions(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "StreamsGroupHeartbeatResponse");
}
