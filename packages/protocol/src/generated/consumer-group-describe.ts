// Generated from schema/69-consumer-group-describe.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ConsumerGroupDescribeRequest: API key 69, versions 0–1, flexible 0+. */
export interface ConsumerGroupDescribeRequest {
  /** A group id. */
  groupIds: string[];
  includeAuthorizedOperations: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ConsumerGroupDescribeRequest: MessageCodec<ConsumerGroupDescribeRequest> = defineMessage<ConsumerGroupDescribeRequest>({
  name: "ConsumerGroupDescribeRequest",
  kind: "request",
  apiKey: 69,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeConsumerGroupDescribeRequest,
  encode: encodeConsumerGroupDescribeRequest,
});

/** ConsumerGroupDescribeResponse: API key 69, versions 0–1, flexible 0+. */
export interface ConsumerGroupDescribeResponse {
  throttleTimeMs: number;
  groups: DescribedGroup[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ConsumerGroupDescribeResponse: MessageCodec<ConsumerGroupDescribeResponse> = defineMessage<ConsumerGroupDescribeResponse>({
  name: "ConsumerGroupDescribeResponse",
  kind: "response",
  apiKey: 69,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeConsumerGroupDescribeResponse,
  encode: encodeConsumerGroupDescribeResponse,
});

/** In `Assignment.topicPartitions`. */
export interface TopicPartitions {
  topicId: Uuid;
  /** A topic name. */
  topicName: string;
  partitions: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `Member.assignment`, `Member.targetAssignment`. */
export interface Assignment {
  topicPartitions: TopicPartitions[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribedGroup.members`. */
export interface Member {
  memberId: string;
  /** Default null. */
  instanceId: string | null;
  /** Default null. */
  rackId: string | null;
  memberEpoch: number;
  clientId: string;
  clientHost: string;
  /** A topic name. */
  subscribedTopicNames: string[];
  /** Default null. */
  subscribedTopicRegex: string | null;
  assignment: Assignment;
  targetAssignment: Assignment;
  /** Versions 1+. Default -1. Dropped where the version lacks it. */
  memberType: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ConsumerGroupDescribeResponse.groups`. */
export interface DescribedGroup {
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  /** A group id. */
  groupId: string;
  groupState: string;
  groupEpoch: number;
  assignmentEpoch: number;
  assignorName: string;
  members: Member[];
  /** Default -2147483648. */
  authorizedOperations: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeConsumerGroupDescribeRequest(reader: WireReader, _version: number): ConsumerGroupDescribeRequest {
  const groupIds: string[] = [];
  for (let left = reader.compactArrayLength(1, "ConsumerGroupDescribeRequest.groupIds"); left > 0; left--) groupIds.push(reader.compactString("ConsumerGroupDescribeRequest.groupIds"));
  const includeAuthorizedOperations = reader.boolean("ConsumerGroupDescribeRequest.includeAuthorizedOperations");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ConsumerGroupDescribeRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("ConsumerGroupDescribeRequest");
    const end = reader.taggedFieldEnd("ConsumerGroupDescribeRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ConsumerGroupDescribeRequest = { groupIds, includeAuthorizedOperations };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeConsumerGroupDescribeRequest(writer: WireWriter, message: Input<ConsumerGroupDescribeRequest>, _version: number): void {
  const { groupIds = [], includeAuthorizedOperations = false, unknownTaggedFields } = message;
  writer.compactArrayLength(groupIds, "ConsumerGroupDescribeRequest.groupIds");
  for (const element of groupIds) writer.compactString(element, "ConsumerGroupDescribeRequest.groupIds");
  writer.boolean(includeAuthorizedOperations, "ConsumerGroupDescribeRequest.includeAuthorizedOperations");
  writer.taggedFields(unknownTaggedFields, "ConsumerGroupDescribeRequest");
}

function decodeTopicPartitions(reader: WireReader, _version: number): TopicPartitions {
  const topicId = reader.uuid("TopicPartitions.topicId");
  const topicName = reader.compactString("TopicPartitions.topicName");
  const partitions: number[] = [];
  for (let left = reader.compactArrayLength(4, "TopicPartitions.partitions"); left > 0; left--) partitions.push(reader.int32("TopicPartitions.partitions"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("TopicPartitions"); left > 0; left--) {
    const tag = reader.unsignedVarint("TopicPartitions");
    const end = reader.taggedFieldEnd("TopicPartitions");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: TopicPartitions = { topicId, topicName, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTopicPartitions(writer: WireWriter, message: Input<TopicPartitions>, _version: number): void {
  const { topicId = ZERO_UUID, topicName = "", partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "TopicPartitions.topicId");
  writer.compactString(topicName, "TopicPartitions.topicName");
  writer.compactArrayLength(partitions, "TopicPartitions.partitions");
  for (const element of partitions) writer.int32(element, "TopicPartitions.partitions");
  writer.taggedFields(unknownTaggedFields, "TopicPartitions");
}

function decodeAssignment(reader: WireReader, version: number): Assignment {
  const topicPartitions: TopicPartitions[] = [];
  for (let left = reader.compactArrayLength(19, "Assignment.topicPartitions"); left > 0; left--) topicPartitions.push(decodeTopicPartitions(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("Assignment"); left > 0; left--) {
    const tag = reader.unsignedVarint("Assignment");
    const end = reader.taggedFieldEnd("Assignment");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: Assignment = { topicPartitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAssignment(writer: WireWriter, message: Input<Assignment>, version: number): void {
  const { topicPartitions = [], unknownTaggedFields } = message;
  writer.compactArrayLength(topicPartitions, "Assignment.topicPartitions");
  for (const element of topicPartitions) encodeTopicPartitions(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "Assignment");
}

function decodeMember(reader: WireReader, version: number): Member {
  const memberId = reader.compactString("Member.memberId");
  const instanceId = reader.compactNullableString("Member.instanceId");
  const rackId = reader.compactNullableString("Member.rackId");
  const memberEpoch = reader.int32("Member.memberEpoch");
  const clientId = reader.compactString("Member.clientId");
  const clientHost = reader.compactString("Member.clientHost");
  const subscribedTopicNames: string[] = [];
  for (let left = reader.compactArrayLength(1, "Member.subscribedTopicNames"); left > 0; left--) subscribedTopicNames.push(reader.compactString("Member.subscribedTopicNames"));
  const subscribedTopicRegex = reader.compactNullableString("Member.subscribedTopicRegex");
  const assignment = decodeAssignment(reader, version);
  const targetAssignment = decodeAssignment(reader, version);
  const memberType = version >= 1 ? reader.int8("Member.memberType") : -1;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("Member"); left > 0; left--) {
    const tag = reader.unsignedVarint("Member");
    const end = reader.taggedFieldEnd("Member");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: Member = { memberId, instanceId, rackId, memberEpoch, clientId, clientHost, subscribedTopicNames, subscribedTopicRegex, assignment, targetAssignment, memberType };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeMember(writer: WireWriter, message: Input<Member>, version: number): void {
  const { memberId = "", instanceId = null, rackId = null, memberEpoch = 0, clientId = "", clientHost = "", subscribedTopicNames = [], subscribedTopicRegex = null, assignment, targetAssignment, memberType = -1, unknownTaggedFields } = message;
  writer.compactString(memberId, "Member.memberId");
  writer.compactNullableString(instanceId, "Member.instanceId");
  writer.compactNullableString(rackId, "Member.rackId");
  writer.int32(memberEpoch, "Member.memberEpoch");
  writer.compactString(clientId, "Member.clientId");
  writer.compactString(clientHost, "Member.clientHost");
  writer.compactArrayLength(subscribedTopicNames, "Member.subscribedTopicNames");
  for (const element of subscribedTopicNames) writer.compactString(element, "Member.subscribedTopicNames");
  writer.compactNullableString(subscribedTopicRegex, "Member.subscribedTopicRegex");
  encodeAssignment(writer, assignment === undefined ? {} : assignment, version);
  encodeAssignment(writer, targetAssignment === undefined ? {} : targetAssignment, version);
  if (version >= 1) {
    writer.int8(memberType, "Member.memberType");
  }
  writer.taggedFields(unknownTaggedFields, "Member");
}

function decodeDescribedGroup(reader: WireReader, version: number): DescribedGroup {
  const errorCode = reader.int16("DescribedGroup.errorCode");
  const errorMessage = reader.compactNullableString("DescribedGroup.errorMessage");
  const groupId = reader.compactString("DescribedGroup.groupId");
  const groupState = reader.compactString("DescribedGroup.groupState");
  const groupEpoch = reader.int32("DescribedGroup.groupEpoch");
  const assignmentEpoch = reader.int32("DescribedGroup.assignmentEpoch");
  const assignorName = reader.compactString("DescribedGroup.assignorName");
  const members: Member[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(17, "DescribedGroup.members") : reader.compactArrayLength(16, "DescribedGroup.members"); left > 0; left--) members.push(decodeMember(reader, version));
  const authorizedOperations = reader.int32("DescribedGroup.authorizedOperations");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribedGroup"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribedGroup");
    const end = reader.taggedFieldEnd("DescribedGroup");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribedGroup = { errorCode, errorMessage, groupId, groupState, groupEpoch, assignmentEpoch, assignorName, members, authorizedOperations };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribedGroup(writer: WireWriter, message: Input<DescribedGroup>, version: number): void {
  const { errorCode = 0, errorMessage = null, groupId = "", groupState = "", groupEpoch = 0, assignmentEpoch = 0, assignorName = "", members = [], authorizedOperations = -2147483648, unknownTaggedFields } = message;
  writer.int16(errorCode, "DescribedGroup.errorCode");
  writer.compactNullableString(errorMessage, "DescribedGroup.errorMessage");
  writer.compactString(groupId, "DescribedGroup.groupId");
  writer.compactString(groupState, "DescribedGroup.groupState");
  writer.int32(groupEpoch, "DescribedGroup.groupEpoch");
  writer.int32(assignmentEpoch, "DescribedGroup.assignmentEpoch");
  writer.compactString(assignorName, "DescribedGroup.assignorName");
  writer.compactArrayLength(members, "DescribedGroup.members");
  for (const element of members) encodeMember(writer, element, version);
  writer.int32(authorizedOperations, "DescribedGroup.authorizedOperations");
  writer.taggedFields(unknownTaggedFields, "DescribedGroup");
}

function decodeConsumerGroupDescribeResponse(reader: WireReader, version: number): ConsumerGroupDescribeResponse {
  const throttleTimeMs = reader.int32("ConsumerGroupDescribeResponse.throttleTimeMs");
  const groups: DescribedGroup[] = [];
  for (let left = reader.compactArrayLength(20, "ConsumerGroupDescribeResponse.groups"); left > 0; left--) groups.push(decodeDescribedGroup(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ConsumerGroupDescribeResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("ConsumerGroupDescribeResponse");
    const end = reader.taggedFieldEnd("ConsumerGroupDescribeResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ConsumerGroupDescribeResponse = { throttleTimeMs, groups };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeConsumerGroupDescribeResponse(writer: WireWriter, message: Input<ConsumerGroupDescribeResponse>, version: number): void {
  const { throttleTimeMs = 0, groups = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "ConsumerGroupDescribeResponse.throttleTimeMs");
  writer.compactArrayLength(groups, "ConsumerGroupDescribeResponse.groups");
  for (const element of groups) encodeDescribedGroup(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ConsumerGroupDescribeResponse");
}
