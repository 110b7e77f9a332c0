// Generated from schema/75-describe-topic-partitions.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** DescribeTopicPartitionsRequest: API key 75, versions 0, flexible 0+. */
export interface DescribeTopicPartitionsRequest {
  topics: TopicRequest[];
  /** Default 2000. */
  responsePartitionLimit: number;
  /** Default null. */
  cursor: Cursor | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeTopicPartitionsRequest: MessageCodec<DescribeTopicPartitionsRequest> = defineMessage<DescribeTopicPartitionsRequest>({
  name: "DescribeTopicPartitionsRequest",
  kind: "request",
  apiKey: 75,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeDescribeTopicPartitionsRequest,
  encode: encodeDescribeTopicPartitionsRequest,
});

/** DescribeTopicPartitionsResponse: API key 75, versions 0, flexible 0+. */
export interface DescribeTopicPartitionsResponse {
  throttleTimeMs: number;
  topics: DescribeTopicPartitionsResponseTopic[];
  /** Default null. */
  nextCursor: Cursor | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeTopicPartitionsResponse: MessageCodec<DescribeTopicPartitionsResponse> = defineMessage<DescribeTopicPartitionsResponse>({
  name: "DescribeTopicPartitionsResponse",
  kind: "response",
  apiKey: 75,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeDescribeTopicPartitionsResponse,
  encode: encodeDescribeTopicPartitionsResponse,
});

/** In `DescribeTopicPartitionsRequest.topics`. */
export interface TopicRequest {
  /** A topic name. */
  name: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeTopicPartitionsRequest.cursor`, `DescribeTopicPartitionsResponse.nextCursor`. */
export interface Cursor {
  /** A topic name. */
  topicName: string;
  partitionIndex: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeTopicPartitionsResponseTopic.partitions`. */
export interface DescribeTopicPartitionsResponsePartition {
  errorCode: number;
  partitionIndex: number;
  /** A broker id. */
  leaderId: number;
  /** Default -1. */
  leaderEpoch: number;
  /** A broker id. */
  replicaNodes: number[];
  /** A broker id. */
  isrNodes: number[];
  /** A broker id. Default null. */
  eligibleLeaderReplicas: number[] | null;
  /** A broker id. Default null. */
  lastKnownElr: number[] | null;
  /** A broker id. */
  offlineReplicas: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeTopicPartitionsResponse.topics`. */
export interface DescribeTopicPartitionsResponseTopic {
  errorCode: number;
  /** A topic name. */
  name: string | null;
  topicId: Uuid;
  /** Default false. */
  isInternal: boolean;
  partitions: DescribeTopicPartitionsResponsePartition[];
  /** Default -2147483648. */
  topicAuthorizedOperations: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeTopicRequest(reader: WireReader, _version: number): TopicRequest {
  const name = reader.compactString("TopicRequest.name");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("TopicRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("TopicRequest");
    const end = reader.taggedFieldEnd("TopicRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: TopicRequest = { name };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTopicRequest(writer: WireWriter, message: Input<TopicRequest>, _version: number): void {
  const { name = "", unknownTaggedFields } = message;
  writer.compactString(name, "TopicRequest.name");
  writer.taggedFields(unknownTaggedFields, "TopicRequest");
}

function decodeCursor(reader: WireReader, _version: number): Cursor {
  const topicName = reader.compactString("Cursor.topicName");
  const partitionIndex = reader.int32("Cursor.partitionIndex");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("Cursor"); left > 0; left--) {
    const tag = reader.unsignedVarint("Cursor");
    const end = reader.taggedFieldEnd("Cursor");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: Cursor = { topicName, partitionIndex };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCursor(writer: WireWriter, message: Input<Cursor>, _version: number): void {
  const { topicName = "", partitionIndex = 0, unknownTaggedFields } = message;
  writer.compactString(topicName, "Cursor.topicName");
  writer.int32(partitionIndex, "Cursor.partitionIndex");
  writer.taggedFields(unknownTaggedFields, "Cursor");
}

function decodeDescribeTopicPartitionsRequest(reader: WireReader, version: number): DescribeTopicPartitionsRequest {
  const topics: TopicRequest[] = [];
  for (let left = reader.compactArrayLength(2, "DescribeTopicPartitionsRequest.topics"); left > 0; left--) topics.push(decodeTopicRequest(reader, version));
  const responsePartitionLimit = reader.int32("DescribeTopicPartitionsRequest.responsePartitionLimit");
  const cursor = reader.structPresent("DescribeTopicPartitionsRequest.cursor") ? decodeCursor(reader, version) : null;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeTopicPartitionsRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeTopicPartitionsRequest");
    const end = reader.taggedFieldEnd("DescribeTopicPartitionsRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeTopicPartitionsRequest = { topics, responsePartitionLimit, cursor };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeTopicPartitionsRequest(writer: WireWriter, message: Input<DescribeTopicPartitionsRequest>, version: number): void {
  const { topics = [], responsePartitionLimit = 2000, cursor = null, unknownTaggedFields } = message;
  writer.compactArrayLength(topics, "DescribeTopicPartitionsRequest.topics");
  for (const element of topics) encodeTopicRequest(writer, element, version);
  writer.int32(responsePartitionLimit, "DescribeTopicPartitionsRequest.responsePartitionLimit");
  writer.structPresent(cursor !== null);
  if (cursor !== null) encodeCursor(writer, cursor, version);
  writer.taggedFields(unknownTaggedFields, "DescribeTopicPartitionsRequest");
}

function decodeDescribeTopicPartitionsResponsePartition(reader: WireReader, _version: number): DescribeTopicPartitionsResponsePartition {
  const errorCode = reader.int16("DescribeTopicPartitionsResponsePartition.errorCode");
  const partitionIndex = reader.int32("DescribeTopicPartitionsResponsePartition.partitionIndex");
  const leaderId = reader.int32("DescribeTopicPartitionsResponsePartition.leaderId");
  const leaderEpoch = reader.int32("DescribeTopicPartitionsResponsePartition.leaderEpoch");
  const replicaNodes: number[] = [];
  for (let left = reader.compactArrayLength(4, "DescribeTopicPartitionsResponsePartition.replicaNodes"); left > 0; left--) replicaNodes.push(reader.int32("DescribeTopicPartitionsResponsePartition.replicaNodes"));
  const isrNodes: number[] = [];
  for (let left = reader.compactArrayLength(4, "DescribeTopicPartitionsResponsePartition.isrNodes"); left > 0; left--) isrNodes.push(reader.int32("DescribeTopicPartitionsResponsePartition.isrNodes"));
  let eligibleLeaderReplicas: number[] | null = null;
  const eligibleLeaderReplicasLength = reader.compactNullableArrayLength(4, "DescribeTopicPartitionsResponsePartition.eligibleLeaderReplicas");
  if (eligibleLeaderReplicasLength >= 0) {
    eligibleLeaderReplicas = [];
    for (let left = eligibleLeaderReplicasLength; left > 0; left--) eligibleLeaderReplicas.push(reader.int32("DescribeTopicPartitionsResponsePartition.eligibleLeaderReplicas"));
  }
  let lastKnownElr: number[] | null = null;
  const lastKnownElrLength = reader.compactNullableArrayLength(4, "DescribeTopicPartitionsResponsePartition.lastKnownElr");
  if (lastKnownElrLength >= 0) {
    lastKnownElr = [];
    for (let left = lastKnownElrLength; left > 0; left--) lastKnownElr.push(reader.int32("DescribeTopicPartitionsResponsePartition.lastKnownElr"));
  }
  const offlineReplicas: number[] = [];
  for (let left = reader.compactArrayLength(4, "DescribeTopicPartitionsResponsePartition.offlineReplicas"); left > 0; left--) offlineReplicas.push(reader.int32("DescribeTopicPartitionsResponsePartition.offlineReplicas"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeTopicPartitionsResponsePartition"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeTopicPartitionsResponsePartition");
    const end = reader.taggedFieldEnd("DescribeTopicPartitionsResponsePartition");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeTopicPartitionsResponsePartition = { errorCode, partitionIndex, leaderId, leaderEpoch, replicaNodes, isrNodes, eligibleLeaderReplicas, lastKnownElr, offlineReplicas };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeTopicPartitionsResponsePartition(writer: WireWriter, message: Input<DescribeTopicPartitionsResponsePartition>, _version: number): void {
  const { errorCode = 0, partitionIndex = 0, leaderId = 0, leaderEpoch = -1, replicaNodes = [], isrNodes = [], eligibleLeaderReplicas = null, lastKnownElr = null, offlineReplicas = [], unknownTaggedFields } = message;
  writer.int16(errorCode, "DescribeTopicPartitionsResponsePartition.errorCode");
  writer.int32(partitionIndex, "DescribeTopicPartitionsResponsePartition.partitionIndex");
  writer.int32(leaderId, "DescribeTopicPartitionsResponsePartition.leaderId");
  writer.int32(leaderEpoch, "DescribeTopicPartitionsResponsePartition.leaderEpoch");
  writer.compactArrayLength(replicaNodes, "DescribeTopicPartitionsResponsePartition.replicaNodes");
  for (const element of replicaNodes) writer.int32(element, "DescribeTopicPartitionsResponsePartition.replicaNodes");
  writer.compactArrayLength(isrNodes, "DescribeTopicPartitionsResponsePartition.isrNodes");
  for (const element of isrNodes) writer.int32(element, "DescribeTopicPartitionsResponsePartition.isrNodes");
  writer.compactNullableArrayLength(eligibleLeaderReplicas, "DescribeTopicPartitionsResponsePartition.eligibleLeaderReplicas");
  if (eligibleLeaderReplicas !== null) for (const element of eligibleLeaderReplicas) writer.int32(element, "DescribeTopicPartitionsResponsePartition.eligibleLeaderReplicas");
  writer.compactNullableArrayLength(lastKnownElr, "DescribeTopicPartitionsResponsePartition.lastKnownElr");
  if (lastKnownElr !== null) for (const element of lastKnownElr) writer.int32(element, "DescribeTopicPartitionsResponsePartition.lastKnownElr");
  writer.compactArrayLength(offlineReplicas, "DescribeTopicPartitionsResponsePartition.offlineReplicas");
  for (const element of offlineReplicas) writer.int32(element, "DescribeTopicPartitionsResponsePartition.offlineReplicas");
  writer.taggedFields(unknownTaggedFields, "DescribeTopicPartitionsResponsePartition");
}

function decodeDescribeTopicPartitionsResponseTopic(reader: WireReader, version: number): DescribeTopicPartitionsResponseTopic {
  const errorCode = reader.int16("DescribeTopicPartitionsResponseTopic.errorCode");
  const name = reader.compactNullableString("DescribeTopicPartitionsResponseTopic.name");
  const topicId = reader.uuid("DescribeTopicPartitionsResponseTopic.topicId");
  const isInternal = reader.boolean("DescribeTopicPartitionsResponseTopic.isInternal");
  const partitions: DescribeTopicPartitionsResponsePartition[] = [];
  for (let left = reader.compactArrayLength(20, "DescribeTopicPartitionsResponseTopic.partitions"); left > 0; left--) partitions.push(decodeDescribeTopicPartitionsResponsePartition(reader, version));
  const topicAuthorizedOperations = reader.int32("DescribeTopicPartitionsResponseTopic.topicAuthorizedOperations");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeTopicPartitionsResponseTopic"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeTopicPartitionsResponseTopic");
    const end = reader.taggedFieldEnd("DescribeTopicPartitionsResponseTopic");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeTopicPartitionsResponseTopic = { errorCode, name, topicId, isInternal, partitions, topicAuthorizedOperations };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeTopicPartitionsResponseTopic(writer: WireWriter, message: Input<DescribeTopicPartitionsResponseTopic>, version: number): void {
  const { errorCode = 0, name = "", topicId = ZERO_UUID, isInternal = false, partitions = [], topicAuthorizedOperations = -2147483648, unknownTaggedFields } = message;
  writer.int16(errorCode, "DescribeTopicPartitionsResponseTopic.errorCode");
  writer.compactNullableString(name, "DescribeTopicPartitionsResponseTopic.name");
  writer.uuid(topicId, "DescribeTopicPartitionsResponseTopic.topicId");
  writer.boolean(isInternal, "DescribeTopicPartitionsResponseTopic.isInternal");
  writer.compactArrayLength(partitions, "DescribeTopicPartitionsResponseTopic.partitions");
  for (const element of partitions) encodeDescribeTopicPartitionsResponsePartition(writer, element, version);
  writer.int32(topicAuthorizedOperations, "DescribeTopicPartitionsResponseTopic.topicAuthorizedOperations");
  writer.taggedFields(unknownTaggedFields, "DescribeTopicPartitionsResponseTopic");
}

function decodeDescribeTopicPartitionsResponse(reader: WireReader, version: number): DescribeTopicPartitionsResponse {
  const throttleTimeMs = reader.int32("DescribeTopicPartitionsResponse.throttleTimeMs");
  const topics: DescribeTopicPartitionsResponseTopic[] = [];
  for (let left = reader.compactArrayLength(26, "DescribeTopicPartitionsResponse.topics"); left > 0; left--) topics.push(decodeDescribeTopicPartitionsResponseTopic(reader, version));
  const nextCursor = reader.structPresent("DescribeTopicPartitionsResponse.nextCursor") ? decodeCursor(reader, version) : null;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeTopicPartitionsResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeTopicPartitionsResponse");
    const end = reader.taggedFieldEnd("DescribeTopicPartitionsResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeTopicPartitionsResponse = { throttleTimeMs, topics, nextCursor };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeTopicPartitionsResponse(writer: WireWriter, message: Input<DescribeTopicPartitionsResponse>, version: number): void {
  const { throttleTimeMs = 0, topics = [], nextCursor = null, unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "DescribeTopicPartitionsResponse.throttleTimeMs");
  writer.compactArrayLength(topics, "DescribeTopicPartitionsResponse.topics");
  for (const element of topics) encodeDescribeTopicPartitionsResponseTopic(writer, element, version);
  writer.structPresent(nextCursor !== null);
  if (nextCursor !== null) encodeCursor(writer, nextCursor, version);
  writer.taggedFields(unknownTaggedFields, "DescribeTopicPartitionsResponse");
}
