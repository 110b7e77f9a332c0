// Generated from schema/68-consumer-group-heartbeat.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ConsumerGroupHeartbeatRequest: API key 68, versions 0–1, flexible 0+. */
export interface ConsumerGroupHeartbeatRequest {
  /** A group id. */
  groupId: string;
  memberId: string;
  memberEpoch: number;
  /** Default null. */
  instanceId: string | null;
  /** Default null. */
  rackId: string | null;
  /** Default -1. */
  rebalanceTimeoutMs: number;
  /** A topic name. Default null. */
  subscribedTopicNames: string[] | null;
  /** Versions 1+. Default null. */
  subscribedTopicRegex: string | null;
  /** Default null. */
  serverAssignor: string | null;
  /** Default null. */
  topicPartitions: TopicPartitions[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ConsumerGroupHeartbeatRequest: MessageCodec<ConsumerGroupHeartbeatRequest> = defineMessage<ConsumerGroupHeartbeatRequest>({
  name: "ConsumerGroupHeartbeatRequest",
  kind: "request",
  apiKey: 68,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeConsumerGroupHeartbeatRequest,
  encode: encodeConsumerGroupHeartbeatRequest,
});

/** ConsumerGroupHeartbeatResponse: API key 68, versions 0–1, flexible 0+. */
export interface ConsumerGroupHeartbeatResponse {
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

export const ConsumerGroupHeartbeatResponse: MessageCodec<ConsumerGroupHeartbeatResponse> = defineMessage<ConsumerGroupHeartbeatResponse>({
  name: "ConsumerGroupHeartbeatResponse",
  kind: "response",
  apiKey: 68,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeConsumerGroupHeartbeatResponse,
  encode: encodeConsumerGroupHeartbeatResponse,
});

/** In `ConsumerGroupHeartbeatRequest.topicPartitions`, `Assignment.topicPartitions`. */
export interface TopicPartitions {
  topicId: Uuid;
  partitions: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ConsumerGroupHeartbeatResponse.assignment`. */
export interface Assignment {
  topicPartitions: TopicPartitions[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
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

function decodeConsumerGroupHeartbeatRequest(reader: WireReader, version: number): ConsumerGroupHeartbeatRequest {
  const groupId = reader.compactString("ConsumerGroupHeartbeatRequest.groupId");
  const memberId = reader.compactString("ConsumerGroupHeartbeatRequest.memberId");
  const memberEpoch = reader.int32("ConsumerGroupHeartbeatRequest.memberEpoch");
  const instanceId = reader.compactNullableString("ConsumerGroupHeartbeatRequest.instanceId");
  const rackId = reader.compactNullableString("ConsumerGroupHeartbeatRequest.rackId");
  const rebalanceTimeoutMs = reader.int32("ConsumerGroupHeartbeatRequest.rebalanceTimeoutMs");
  let subscribedTopicNames: string[] | null = null;
  const subscribedTopicNamesLength = reader.compactNullableArrayLength(1, "ConsumerGroupHeartbeatRequest.subscribedTopicNames");
  if (subscribedTopicNamesLength >= 0) {
    subscribedTopicNames = [];
    for (let left = subscribedTopicNamesLength; left > 0; left--) subscribedTopicNames.push(reader.compactString("ConsumerGroupHeartbeatRequest.subscribedTopicNames"));
  }
  const subscribedTopicRegex = version >= 1 ? reader.compactNullableString("ConsumerGroupHeartbeatRequest.subscribedTopicRegex") : null;
  const serverAssignor = reader.compactNullableString("ConsumerGroupHeartbeatRequest.serverAssignor");
  let topicPartitions: TopicPartitions[] | null = null;
  const topicPartitionsLength = reader.compactNullableArrayLength(18, "ConsumerGroupHeartbeatRequest.topicPartitions");
  if (topicPartitionsLength >= 0) {
    topicPartitions = [];
    for (let left = topicPartitionsLength; left > 0; left--) topicPartitions.push(decodeTopicPartitions(reader, version));
  }
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ConsumerGroupHeartbeatRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("ConsumerGroupHeartbeatRequest");
    const end = reader.taggedFieldEnd("ConsumerGroupHeartbeatRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ConsumerGroupHeartbeatRequest = { groupId, memberId, memberEpoch, instanceId, rackId, rebalanceTimeoutMs, subscribedTopicNames, subscribedTopicRegex, serverAssignor, topicPartitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeConsumerGroupHeartbeatRequest(writer: WireWriter, message: Input<ConsumerGroupHeartbeatRequest>, version: number): void {
  const { groupId = "", memberId = "", memberEpoch = 0, instanceId = null, rackId = null, rebalanceTimeoutMs = -1, subscribedTopicNames = null, subscribedTopicRegex = null, serverAssignor = null, topicPartitions = null, unknownTaggedFields } = message;
  writer.compactString(groupId, "ConsumerGroupHeartbeatRequest.groupId");
  writer.compactString(memberId, "ConsumerGroupHeartbeatRequest.memberId");
  writer.int32(memberEpoch, "ConsumerGroupHeartbeatRequest.memberEpoch");
  writer.compactNullableString(instanceId, "ConsumerGroupHeartbeatRequest.instanceId");
  writer.compactNullableString(rackId, "ConsumerGroupHeartbeatRequest.rackId");
  writer.int32(rebalanceTimeoutMs, "ConsumerGroupHeartbeatRequest.rebalanceTimeoutMs");
  writer.compactNullableArrayLength(subscribedTopicNames, "ConsumerGroupHeartbeatRequest.subscribedTopicNames");
  if (subscribedTopicNames !== null) for (const element of subscribedTopicNames) writer.compactString(element, "ConsumerGroupHeartbeatRequest.subscribedTopicNames");
  if (version >= 1) {
    writer.compactNullableString(subscribedTopicRegex, "ConsumerGroupHeartbeatRequest.subscribedTopicRegex");
  } else {
    if (subscribedTopicRegex !== null) writer.unsupported("ConsumerGroupHeartbeatRequest.subscribedTopicRegex", version);
  }
  writer.compactNullableString(serverAssignor, "ConsumerGroupHeartbeatRequest.serverAssignor");
  writer.compactNullableArrayLength(topicPartitions, "ConsumerGroupHeartbeatRequest.topicPartitions");
  if (topicPartitions !== null) for (const element of topicPartitions) encodeTopicPartitions(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ConsumerGroupHeartbeatRequest");
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

function decodeConsumerGroupHeartbeatResponse(reader: WireReader, version: number): ConsumerGroupHeartbeatResponse {
  const throttleTimeMs = reader.int32("ConsumerGroupHeartbeatResponse.throttleTimeMs");
  const errorCode = reader.int16("ConsumerGroupHeartbeatResponse.errorCode");
  const errorMessage = reader.compactNullableString("ConsumerGroupHeartbeatResponse.errorMessage");
  const memberId = reader.compactNullableString("ConsumerGroupHeartbeatResponse.memberId");
  const memberEpoch = reader.int32("ConsumerGroupHeartbeatResponse.memberEpoch");
  const heartbeatIntervalMs = reader.int32("ConsumerGroupHeartbeatResponse.heartbeatIntervalMs");
  const assignment = reader.structPresent("ConsumerGroupHeartbeatResponse.assignment") ? decodeAssignment(reader, version) : null;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ConsumerGroupHeartbeatResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("ConsumerGroupHeartbeatResponse");
    const end = reader.taggedFieldEnd("ConsumerGroupHeartbeatResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ConsumerGroupHeartbeatResponse = { throttleTimeMs, errorCode, errorMessage, memberId, memberEpoch, heartbeatIntervalMs, assignment };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeConsumerGroupHeartbeatResponse(writer: WireWriter, message: Input<ConsumerGroupHeartbeatResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = null, memberId = null, memberEpoch = 0, heartbeatIntervalMs = 0, assignment = null, unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "ConsumerGroupHeartbeatResponse.throttleTimeMs");
  writer.int16(errorCode, "ConsumerGroupHeartbeatResponse.errorCode");
  writer.compactNullableString(errorMessage, "ConsumerGroupHeartbeatResponse.errorMessage");
  writer.compactNullableString(memberId, "ConsumerGroupHeartbeatResponse.memberId");
  writer.int32(memberEpoch, "ConsumerGroupHeartbeatResponse.memberEpoch");
  writer.int32(heartbeatIntervalMs, "ConsumerGroupHeartbeatResponse.heartbeatIntervalMs");
  writer.structPresent(assignment !== null);
  if (assignment !== null) encodeAssignment(writer, assignment, version);
  writer.taggedFields(unknownTaggedFields, "ConsumerGroupHeartbeatResponse");
}
