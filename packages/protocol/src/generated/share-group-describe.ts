// Generated from schema/77-share-group-describe.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ShareGroupDescribeRequest: API key 77, versions 1, flexible 0+. */
export interface ShareGroupDescribeRequest {
  /** A group id. */
  groupIds: string[];
  includeAuthorizedOperations: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ShareGroupDescribeRequest: MessageCodec<ShareGroupDescribeRequest> = defineMessage<ShareGroupDescribeRequest>({
  name: "ShareGroupDescribeRequest",
  kind: "request",
  apiKey: 77,
  lowestVersion: 1,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeShareGroupDescribeRequest,
  encode: encodeShareGroupDescribeRequest,
});

/** ShareGroupDescribeResponse: API key 77, versions 1, flexible 0+. */
export interface ShareGroupDescribeResponse {
  throttleTimeMs: number;
  groups: DescribedGroup[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ShareGroupDescribeResponse: MessageCodec<ShareGroupDescribeResponse> = defineMessage<ShareGroupDescribeResponse>({
  name: "ShareGroupDescribeResponse",
  kind: "response",
  apiKey: 77,
  lowestVersion: 1,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeShareGroupDescribeResponse,
  encode: encodeShareGroupDescribeResponse,
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

/** In `Member.assignment`. */
export interface Assignment {
  topicPartitions: TopicPartitions[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribedGroup.members`. */
export interface Member {
  memberId: string;
  /** Default null. */
  rackId: string | null;
  memberEpoch: number;
  clientId: string;
  clientHost: string;
  /** A topic name. */
  subscribedTopicNames: string[];
  assignment: Assignment;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ShareGroupDescribeResponse.groups`. */
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

function decodeShareGroupDescribeRequest(reader: WireReader, _version: number): ShareGroupDescribeRequest {
  const groupIds: string[] = [];
  for (let left = reader.compactArrayLength(1, "ShareGroupDescribeRequest.groupIds"); left > 0; left--) groupIds.push(reader.compactString("ShareGroupDescribeRequest.groupIds"));
  const includeAuthorizedOperations = reader.boolean("ShareGroupDescribeRequest.includeAuthorizedOperations");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ShareGroupDescribeRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("ShareGroupDescribeRequest");
    const end = reader.taggedFieldEnd("ShareGroupDescribeRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ShareGroupDescribeRequest = { groupIds, includeAuthorizedOperations };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeShareGroupDescribeRequest(writer: WireWriter, message: Input<ShareGroupDescribeRequest>, _version: number): void {
  const { groupIds = [], includeAuthorizedOperations = false, unknownTaggedFields } = message;
  writer.compactArrayLength(groupIds, "ShareGroupDescribeRequest.groupIds");
  for (const element of groupIds) writer.compactString(element, "ShareGroupDescribeRequest.groupIds");
  writer.boolean(includeAuthorizedOperations, "ShareGroupDescribeRequest.includeAuthorizedOperations");
  writer.taggedFields(unknownTaggedFields, "ShareGroupDescribeRequest");
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
  const rackId = reader.compactNullableString("Member.rackId");
  const memberEpoch = reader.int32("Member.memberEpoch");
  const clientId = reader.compactString("Member.clientId");
  const clientHost = reader.compactString("Member.clientHost");
  const subscribedTopicNames: string[] = [];
  for (let left = reader.compactArrayLength(1, "Member.subscribedTopicNames"); left > 0; left--) subscribedTopicNames.push(reader.compactString("Member.subscribedTopicNames"));
  const assignment = decodeAssignment(reader, version);
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("Member"); left > 0; left--) {
    const tag = reader.unsignedVarint("Member");
    const end = reader.taggedFieldEnd("Member");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: Member = { memberId, rackId, memberEpoch, clientId, clientHost, subscribedTopicNames, assignment };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeMember(writer: WireWriter, message: Input<Member>, version: number): void {
  const { memberId = "", rackId = null, memberEpoch = 0, clientId = "", clientHost = "", subscribedTopicNames = [], assignment, unknownTaggedFields } = message;
  writer.compactString(memberId, "Member.memberId");
  writer.compactNullableString(rackId, "Member.rackId");
  writer.int32(memberEpoch, "Member.memberEpoch");
  writer.compactString(clientId, "Member.clientId");
  writer.compactString(clientHost, "Member.clientHost");
  writer.compactArrayLength(subscribedTopicNames, "Member.subscribedTopicNames");
  for (const element of subscribedTopicNames) writer.compactString(element, "Member.subscribedTopicNames");
  encodeAssignment(writer, assignment === undefined ? {} : assignment, version);
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
  for (let left = reader.compactArrayLength(12, "DescribedGroup.members"); left > 0; left--) members.push(decodeMember(reader, version));
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

function decodeShareGroupDescribeResponse(reader: WireReader, version: number): ShareGroupDescribeResponse {
  const throttleTimeMs = reader.int32("ShareGroupDescribeResponse.throttleTimeMs");
  const groups: DescribedGroup[] = [];
  for (let left = reader.compactArrayLength(20, "ShareGroupDescribeResponse.groups"); left > 0; left--) groups.push(decodeDescribedGroup(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ShareGroupDescribeResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("ShareGroupDescribeResponse");
    const end = reader.taggedFieldEnd("ShareGroupDescribeResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ShareGroupDescribeResponse = { throttleTimeMs, groups };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeShareGroupDescribeResponse(writer: WireWriter, message: Input<ShareGroupDescribeResponse>, version: number): void {
  const { throttleTimeMs = 0, groups = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "ShareGroupDescribeResponse.throttleTimeMs");
  writer.compactArrayLength(groups, "ShareGroupDescribeResponse.groups");
  for (const element of groups) encodeDescribedGroup(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ShareGroupDescribeResponse");
}
