// Generated from schema/76-share-group-heartbeat.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ShareGroupHeartbeatRequest: API key 76, versions 1, flexible 0+. */
export interface ShareGroupHeartbeatRequest {
  /** A group id. */
  groupId: string;
  memberId: string;
  memberEpoch: number;
  /** Default null. */
  rackId: string | null;
  /** A topic name. Default null. */
  subscribedTopicNames: string[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ShareGroupHeartbeatRequest: MessageCodec<ShareGroupHeartbeatRequest> = defineMessage<ShareGroupHeartbeatRequest>({
  name: "ShareGroupHeartbeatRequest",
  kind: "request",
  apiKey: 76,
  lowestVersion: 1,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeShareGroupHeartbeatRequest,
  encode: encodeShareGroupHeartbeatRequest,
});

/** ShareGroupHeartbeatResponse: API key 76, versions 1, flexible 0+. */
export interface ShareGroupHeartbeatResponse {
  throttleTimeMs: number;
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  /** Default null. */
  memberId: string | null;
  memberEpoch: number;
  heartbeatIntervalMs: number;
  /** Default null. */
  assignment: Assignment | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ShareGroupHeartbeatResponse: MessageCodec<ShareGroupHeartbeatResponse> = defineMessage<ShareGroupHeartbeatResponse>({
  name: "ShareGroupHeartbeatResponse",
  kind: "response",
  apiKey: 76,
  lowestVersion: 1,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeShareGroupHeartbeatResponse,
  encode: encodeShareGroupHeartbeatResponse,
});

/** In `Assignment.topicPartitions`. */
export interface TopicPartitions {
  topicId: Uuid;
  partitions: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ShareGroupHeartbeatResponse.assignment`. */
export interface Assignment {
  topicPartitions: TopicPartitions[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeShareGroupHeartbeatRequest(reader: WireReader, _version: number): ShareGroupHeartbeatRequest {
  const groupId = reader.compactString("ShareGroupHeartbeatRequest.groupId");
  const memberId = reader.compactString("ShareGroupHeartbeatRequest.memberId");
  const memberEpoch = reader.int32("ShareGroupHeartbeatRequest.memberEpoch");
  const rackId = reader.compactNullableString("ShareGroupHeartbeatRequest.rackId");
  let subscribedTopicNames: string[] | null = null;
  const subscribedTopicNamesLength = reader.compactNullableArrayLength(1, "ShareGroupHeartbeatRequest.subscribedTopicNames");
  if (subscribedTopicNamesLength >= 0) {
    subscribedTopicNames = [];
    for (let left = subscribedTopicNamesLength; left > 0; left--) subscribedTopicNames.push(reader.compactString("ShareGroupHeartbeatRequest.subscribedTopicNames"));
  }
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ShareGroupHeartbeatRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("ShareGroupHeartbeatRequest");
    const end = reader.taggedFieldEnd("ShareGroupHeartbeatRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ShareGroupHeartbeatRequest = { groupId, memberId, memberEpoch, rackId, subscribedTopicNames };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeShareGroupHeartbeatRequest(writer: WireWriter, message: Input<ShareGroupHeartbeatRequest>, _version: number): void {
  const { groupId = "", memberId = "", memberEpoch = 0, rackId = null, subscribedTopicNames = null, unknownTaggedFields } = message;
  writer.compactString(groupId, "ShareGroupHeartbeatRequest.groupId");
  writer.compactString(memberId, "ShareGroupHeartbeatRequest.memberId");
  writer.int32(memberEpoch, "ShareGroupHeartbeatRequest.memberEpoch");
  writer.compactNullableString(rackId, "ShareGroupHeartbeatRequest.rackId");
  writer.compactNullableArrayLength(subscribedTopicNames, "ShareGroupHeartbeatRequest.subscribedTopicNames");
  if (subscribedTopicNames !== null) for (const element of subscribedTopicNames) writer.compactString(element, "ShareGroupHeartbeatRequest.subscribedTopicNames");
  writer.taggedFields(unknownTaggedFields, "ShareGroupHeartbeatRequest");
}

function decodeTopicPartitions(reader: WireReader, _version: number): TopicPartitions {
  const topicId = reader.uuid("TopicPartitions.topicId");
  const partitions: number[] = [];
  for (let left = reader.compactArrayLength(4, "TopicPartitions.partitions"); left > 0; left--) partitions.push(reader.int32("TopicPartitions.partitions"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("TopicPartitions"); left > 0; left--) {
    const tag = reader.unsignedVarint("TopicPartitions");
    const end = reader.taggedFieldEnd("TopicPartitions");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: TopicPartitions = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTopicPartitions(writer: WireWriter, message: Input<TopicPartitions>, _version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "TopicPartitions.topicId");
  writer.compactArrayLength(partitions, "TopicPartitions.partitions");
  for (const element of partitions) writer.int32(element, "TopicPartitions.partitions");
  writer.taggedFields(unknownTaggedFields, "TopicPartitions");
}

function decodeAssignment(reader: WireReader, version: number): Assignment {
  const topicPartitions: TopicPartitions[] = [];
  for (let left = reader.compactArrayLength(18, "Assignment.topicPartitions"); left > 0; left--) topicPartitions.push(decodeTopicPartitions(reader, version));
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

function decodeShareGroupHeartbeatResponse(reader: WireReader, version: number): ShareGroupHeartbeatResponse {
  const throttleTimeMs = reader.int32("ShareGroupHeartbeatResponse.throttleTimeMs");
  const errorCode = reader.int16("ShareGroupHeartbeatResponse.errorCode");
  const errorMessage = reader.compactNullableString("ShareGroupHeartbeatResponse.errorMessage");
  const memberId = reader.compactNullableString("ShareGroupHeartbeatResponse.memberId");
  const memberEpoch = reader.int32("ShareGroupHeartbeatResponse.memberEpoch");
  const heartbeatIntervalMs = reader.int32("ShareGroupHeartbeatResponse.heartbeatIntervalMs");
  const assignment = reader.structPresent("ShareGroupHeartbeatResponse.assignment") ? decodeAssignment(reader, version) : null;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ShareGroupHeartbeatResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("ShareGroupHeartbeatResponse");
    const end = reader.taggedFieldEnd("ShareGroupHeartbeatResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ShareGroupHeartbeatResponse = { throttleTimeMs, errorCode, errorMessage, memberId, memberEpoch, heartbeatIntervalMs, assignment };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeShareGroupHeartbeatResponse(writer: WireWriter, message: Input<ShareGroupHeartbeatResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = null, memberId = null, memberEpoch = 0, heartbeatIntervalMs = 0, assignment = null, unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "ShareGroupHeartbeatResponse.throttleTimeMs");
  writer.int16(errorCode, "ShareGroupHeartbeatResponse.errorCode");
  writer.compactNullableString(errorMessage, "ShareGroupHeartbeatResponse.errorMessage");
  writer.compactNullableString(memberId, "ShareGroupHeartbeatResponse.memberId");
  writer.int32(memberEpoch, "ShareGroupHeartbeatResponse.memberEpoch");
  writer.int32(heartbeatIntervalMs, "ShareGroupHeartbeatResponse.heartbeatIntervalMs");
  writer.structPresent(assignment !== null);
  if (assignment !== null) encodeAssignment(writer, assignment, version);
  writer.taggedFields(unknownTaggedFields, "ShareGroupHeartbeatResponse");
}
