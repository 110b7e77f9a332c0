// Generated from schema/89-streams-group-describe.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** StreamsGroupDescribeRequest: API key 89, versions 0, flexible 0+. */
export interface StreamsGroupDescribeRequest {
  /** A group id. */
  groupIds: string[];
  includeAuthorizedOperations: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const StreamsGroupDescribeRequest: MessageCodec<StreamsGroupDescribeRequest> = defineMessage<StreamsGroupDescribeRequest>({
  name: "StreamsGroupDescribeRequest",
  kind: "request",
  apiKey: 89,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeStreamsGroupDescribeRequest,
  encode: encodeStreamsGroupDescribeRequest,
});

/** StreamsGroupDescribeResponse: API key 89, versions 0, flexible 0+. */
export interface StreamsGroupDescribeResponse {
  throttleTimeMs: number;
  groups: DescribedGroup[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const StreamsGroupDescribeResponse: MessageCodec<StreamsGroupDescribeResponse> = defineMessage<StreamsGroupDescribeResponse>({
  name: "StreamsGroupDescribeResponse",
  kind: "response",
  apiKey: 89,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeStreamsGroupDescribeResponse,
  encode: encodeStreamsGroupDescribeResponse,
});

/** In `TopicInfo.topicConfigs`, `Member.clientTags`. */
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

/** In `Topology.subtopologies`. */
export interface Subtopology {
  subtopologyId: string;
  /** A topic name. */
  sourceTopics: string[];
  /** A topic name. */
  repartitionSinkTopics: string[];
  stateChangelogTopics: TopicInfo[];
  repartitionSourceTopics: TopicInfo[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribedGroup.topology`. */
export interface Topology {
  epoch: number;
  /** Default null. */
  subtopologies: Subtopology[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `Member.userEndpoint`. */
export interface Endpoint {
  host: string;
  port: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `Member.taskOffsets`, `Member.taskEndOffsets`. */
export interface TaskOffset {
  subtopologyId: string;
  partition: number;
  offset: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `Assignment.activeTasks`, `Assignment.standbyTasks`, `Assignment.warmupTasks`. */
export interface TaskIds {
  subtopologyId: string;
  partitions: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `Member.assignment`, `Member.targetAssignment`. */
export interface Assignment {
  activeTasks: TaskIds[];
  standbyTasks: TaskIds[];
  warmupTasks: TaskIds[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribedGroup.members`. */
export interface Member {
  memberId: string;
  memberEpoch: number;
  /** Default null. */
  instanceId: string | null;
  /** Default null. */
  rackId: string | null;
  clientId: string;
  clientHost: string;
  topologyEpoch: number;
  processId: string;
  /** Default null. */
  userEndpoint: Endpoint | null;
  clientTags: KeyValue[];
  taskOffsets: TaskOffset[];
  taskEndOffsets: TaskOffset[];
  assignment: Assignment;
  targetAssignment: Assignment;
  isClassic: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `StreamsGroupDescribeResponse.groups`. */
export interface DescribedGroup {
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  /** A group id. */
  groupId: string;
  groupState: string;
  groupEpoch: number;
  assignmentEpoch: number;
  /** Default null. */
  topology: Topology | null;
  members: Member[];
  /** Default -2147483648. */
  authorizedOperations: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeStreamsGroupDescribeRequest(reader: WireReader, _version: number): StreamsGroupDescribeRequest {
  const groupIds: string[] = [];
  for (let left = reader.compactArrayLength(1, "StreamsGroupDescribeRequest.groupIds"); left > 0; left--) groupIds.push(reader.compactString("StreamsGroupDescribeRequest.groupIds"));
  const includeAuthorizedOperations = reader.boolean("StreamsGroupDescribeRequest.includeAuthorizedOperations");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("StreamsGroupDescribeRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("StreamsGroupDescribeRequest");
    const end = reader.taggedFieldEnd("StreamsGroupDescribeRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: StreamsGroupDescribeRequest = { groupIds, includeAuthorizedOperations };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeStreamsGroupDescribeRequest(writer: WireWriter, message: Input<StreamsGroupDescribeRequest>, _version: number): void {
  const { groupIds = [], includeAuthorizedOperations = false, unknownTaggedFields } = message;
  writer.compactArrayLength(groupIds, "StreamsGroupDescribeRequest.groupIds");
  for (const element of groupIds) writer.compactString(element, "StreamsGroupDescribeRequest.groupIds");
  writer.boolean(includeAuthorizedOperations, "StreamsGroupDescribeRequest.includeAuthorizedOperations");
  writer.taggedFields(unknownTaggedFields, "StreamsGroupDescribeRequest");
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

function decodeSubtopology(reader: WireReader, version: number): Subtopology {
  const subtopologyId = reader.compactString("Subtopology.subtopologyId");
  const sourceTopics: string[] = [];
  for (let left = reader.compactArrayLength(1, "Subtopology.sourceTopics"); left > 0; left--) sourceTopics.push(reader.compactString("Subtopology.sourceTopics"));
  const repartitionSinkTopics: string[] = [];
  for (let left = reader.compactArrayLength(1, "Subtopology.repartitionSinkTopics"); left > 0; left--) repartitionSinkTopics.push(reader.compactString("Subtopology.repartitionSinkTopics"));
  const stateChangelogTopics: TopicInfo[] = [];
  for (let left = reader.compactArrayLength(9, "Subtopology.stateChangelogTopics"); left > 0; left--) stateChangelogTopics.push(decodeTopicInfo(reader, version));
  const repartitionSourceTopics: TopicInfo[] = [];
  for (let left = reader.compactArrayLength(9, "Subtopology.repartitionSourceTopics"); left > 0; left--) repartitionSourceTopics.push(decodeTopicInfo(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("Subtopology"); left > 0; left--) {
    const tag = reader.unsignedVarint("Subtopology");
    const end = reader.taggedFieldEnd("Subtopology");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: Subtopology = { subtopologyId, sourceTopics, repartitionSinkTopics, stateChangelogTopics, repartitionSourceTopics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeSubtopology(writer: WireWriter, message: Input<Subtopology>, version: number): void {
  const { subtopologyId = "", sourceTopics = [], repartitionSinkTopics = [], stateChangelogTopics = [], repartitionSourceTopics = [], unknownTaggedFields } = message;
  writer.compactString(subtopologyId, "Subtopology.subtopologyId");
  writer.compactArrayLength(sourceTopics, "Subtopology.sourceTopics");
  for (const element of sourceTopics) writer.compactString(element, "Subtopology.sourceTopics");
  writer.compactArrayLength(repartitionSinkTopics, "Subtopology.repartitionSinkTopics");
  for (const element of repartitionSinkTopics) writer.compactString(element, "Subtopology.repartitionSinkTopics");
  writer.compactArrayLength(stateChangelogTopics, "Subtopology.stateChangelogTopics");
  for (const element of stateChangelogTopics) encodeTopicInfo(writer, element, version);
  writer.compactArrayLength(repartitionSourceTopics, "Subtopology.repartitionSourceTopics");
  for (const element of repartitionSourceTopics) encodeTopicInfo(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "Subtopology");
}

function decodeTopology(reader: WireReader, version: number): Topology {
  const epoch = reader.int32("Topology.epoch");
  let subtopologies: Subtopology[] | null = null;
  const subtopologiesLength = reader.compactNullableArrayLength(6, "Topology.subtopologies");
  if (subtopologiesLength >= 0) {
    subtopologies = [];
    for (let left = subtopologiesLength; left > 0; left--) subtopologies.push(decodeSubtopology(reader, version));
  }
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
  const { epoch = 0, subtopologies = null, unknownTaggedFields } = message;
  writer.int32(epoch, "Topology.epoch");
  writer.compactNullableArrayLength(subtopologies, "Topology.subtopologies");
  if (subtopologies !== null) for (const element of subtopologies) encodeSubtopology(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "Topology");
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

function decodeAssignment(reader: WireReader, version: number): Assignment {
  const activeTasks: TaskIds[] = [];
  for (let left = reader.compactArrayLength(3, "Assignment.activeTasks"); left > 0; left--) activeTasks.push(decodeTaskIds(reader, version));
  const standbyTasks: TaskIds[] = [];
  for (let left = reader.compactArrayLength(3, "Assignment.standbyTasks"); left > 0; left--) standbyTasks.push(decodeTaskIds(reader, version));
  const warmupTasks: TaskIds[] = [];
  for (let left = reader.compactArrayLength(3, "Assignment.warmupTasks"); left > 0; left--) warmupTasks.push(decodeTaskIds(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("Assignment"); left > 0; left--) {
    const tag = reader.unsignedVarint("Assignment");
    const end = reader.taggedFieldEnd("Assignment");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: Assignment = { activeTasks, standbyTasks, warmupTasks };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAssignment(writer: WireWriter, message: Input<Assignment>, version: number): void {
  const { activeTasks = [], standbyTasks = [], warmupTasks = [], unknownTaggedFields } = message;
  writer.compactArrayLength(activeTasks, "Assignment.activeTasks");
  for (const element of activeTasks) encodeTaskIds(writer, element, version);
  writer.compactArrayLength(standbyTasks, "Assignment.standbyTasks");
  for (const element of standbyTasks) encodeTaskIds(writer, element, version);
  writer.compactArrayLength(warmupTasks, "Assignment.warmupTasks");
  for (const element of warmupTasks) encodeTaskIds(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "Assignment");
}

function decodeMember(reader: WireReader, version: number): Member {
  const memberId = reader.compactString("Member.memberId");
  const memberEpoch = reader.int32("Member.memberEpoch");
  const instanceId = reader.compactNullableString("Member.instanceId");
  const rackId = reader.compactNullableString("Member.rackId");
  const clientId = reader.compactString("Member.clientId");
  const clientHost = reader.compactString("Member.clientHost");
  const topologyEpoch = reader.int32("Member.topologyEpoch");
  const processId = reader.compactString("Member.processId");
  const userEndpoint = reader.structPresent("Member.userEndpoint") ? decodeEndpoint(reader, version) : null;
  const clientTags: KeyValue[] = [];
  for (let left = reader.compactArrayLength(3, "Member.clientTags"); left > 0; left--) clientTags.push(decodeKeyValue(reader, version));
  const taskOffsets: TaskOffset[] = [];
  for (let left = reader.compactArrayLength(14, "Member.taskOffsets"); left > 0; left--) taskOffsets.push(decodeTaskOffset(reader, version));
  const taskEndOffsets: TaskOffset[] = [];
  for (let left = reader.compactArrayLength(14, "Member.taskEndOffsets"); left > 0; left--) taskEndOffsets.push(decodeTaskOffset(reader, version));
  const assignment = decodeAssignment(reader, version);
  const targetAssignment = decodeAssignment(reader, version);
  const isClassic = reader.boolean("Member.isClassic");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("Member"); left > 0; left--) {
    const tag = reader.unsignedVarint("Member");
    const end = reader.taggedFieldEnd("Member");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: Member = { memberId, memberEpoch, instanceId, rackId, clientId, clientHost, topologyEpoch, processId, userEndpoint, clientTags, taskOffsets, taskEndOffsets, assignment, targetAssignment, isClassic };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeMember(writer: WireWriter, message: Input<Member>, version: number): void {
  const { memberId = "", memberEpoch = 0, instanceId = null, rackId = null, clientId = "", clientHost = "", topologyEpoch = 0, processId = "", userEndpoint = null, clientTags = [], taskOffsets = [], taskEndOffsets = [], assignment, targetAssignment, isClassic = false, unknownTaggedFields } = message;
  writer.compactString(memberId, "Member.memberId");
  writer.int32(memberEpoch, "Member.memberEpoch");
  writer.compactNullableString(instanceId, "Member.instanceId");
  writer.compactNullableString(rackId, "Member.rackId");
  writer.compactString(clientId, "Member.clientId");
  writer.compactString(clientHost, "Member.clientHost");
  writer.int32(topologyEpoch, "Member.topologyEpoch");
  writer.compactString(processId, "Member.processId");
  writer.structPresent(userEndpoint !== null);
  if (userEndpoint !== null) encodeEndpoint(writer, userEndpoint, version);
  writer.compactArrayLength(clientTags, "Member.clientTags");
  for (const element of clientTags) encodeKeyValue(writer, element, version);
  writer.compactArrayLength(taskOffsets, "Member.taskOffsets");
  for (const element of taskOffsets) encodeTaskOffset(writer, element, version);
  writer.compactArrayLength(taskEndOffsets, "Member.taskEndOffsets");
  for (const element of taskEndOffsets) encodeTaskOffset(writer, element, version);
  encodeAssignment(writer, assignment === undefined ? {} : assignment, version);
  encodeAssignment(writer, targetAssignment === undefined ? {} : targetAssignment, version);
  writer.boolean(isClassic, "Member.isClassic");
  writer.taggedFields(unknownTaggedFields, "Member");
}

function decodeDescribedGroup(reader: WireReader, version: number): DescribedGroup {
  const errorCode = reader.int16("DescribedGroup.errorCode");
  const errorMessage = reader.compactNullableString("DescribedGroup.errorMessage");
  const groupId = reader.compactString("DescribedGroup.groupId");
  const groupState = reader.compactString("DescribedGroup.groupState");
  const groupEpoch = reader.int32("DescribedGroup.groupEpoch");
  const assignmentEpoch = reader.int32("DescribedGroup.assignmentEpoch");
  const topology = reader.structPresent("DescribedGroup.topology") ? decodeTopology(reader, version) : null;
  const members: Member[] = [];
  for (let left = reader.compactArrayLength(28, "DescribedGroup.members"); left > 0; left--) members.push(decodeMember(reader, version));
  const authorizedOperations = reader.int32("DescribedGroup.authorizedOperations");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribedGroup"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribedGroup");
    const end = reader.taggedFieldEnd("DescribedGroup");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribedGroup = { errorCode, errorMessage, groupId, groupState, groupEpoch, assignmentEpoch, topology, members, authorizedOperations };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribedGroup(writer: WireWriter, message: Input<DescribedGroup>, version: number): void {
  const { errorCode = 0, errorMessage = null, groupId = "", groupState = "", groupEpoch = 0, assignmentEpoch = 0, topology = null, members = [], authorizedOperations = -2147483648, unknownTaggedFields } = message;
  writer.int16(errorCode, "DescribedGroup.errorCode");
  writer.compactNullableString(errorMessage, "DescribedGroup.errorMessage");
  writer.compactString(groupId, "DescribedGroup.groupId");
  writer.compactString(groupState, "DescribedGroup.groupState");
  writer.int32(groupEpoch, "DescribedGroup.groupEpoch");
  writer.int32(assignmentEpoch, "DescribedGroup.assignmentEpoch");
  writer.structPresent(topology !== null);
  if (topology !== null) encodeTopology(writer, topology, version);
  writer.compactArrayLength(members, "DescribedGroup.members");
  for (const element of members) encodeMember(writer, element, version);
  writer.int32(authorizedOperations, "DescribedGroup.authorizedOperations");
  writer.taggedFields(unknownTaggedFields, "DescribedGroup");
}

function decodeStreamsGroupDescribeResponse(reader: WireReader, version: number): StreamsGroupDescribeResponse {
  const throttleTimeMs = reader.int32("StreamsGroupDescribeResponse.throttleTimeMs");
  const groups: DescribedGroup[] = [];
  for (let left = reader.compactArrayLength(20, "StreamsGroupDescribeResponse.groups"); left > 0; left--) groups.push(decodeDescribedGroup(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("StreamsGroupDescribeResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("StreamsGroupDescribeResponse");
    const end = reader.taggedFieldEnd("StreamsGroupDescribeResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: StreamsGroupDescribeResponse = { throttleTimeMs, groups };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeStreamsGroupDescribeResponse(writer: WireWriter, message: Input<StreamsGroupDescribeResponse>, version: number): void {
  const { throttleTimeMs = 0, groups = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "StreamsGroupDescribeResponse.throttleTimeMs");
  writer.compactArrayLength(groups, "StreamsGroupDescribeResponse.groups");
  for (const element of groups) encodeDescribedGroup(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "StreamsGroupDescribeResponse");
}
