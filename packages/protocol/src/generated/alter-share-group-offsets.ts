// Generated from schema/91-alter-share-group-offsets.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** AlterShareGroupOffsetsRequest: API key 91, versions 0, flexible 0+. */
export interface AlterShareGroupOffsetsRequest {
  /** A group id. */
  groupId: string;
  topics: AlterShareGroupOffsetsRequestTopic[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AlterShareGroupOffsetsRequest: MessageCodec<AlterShareGroupOffsetsRequest> = defineMessage<AlterShareGroupOffsetsRequest>({
  name: "AlterShareGroupOffsetsRequest",
  kind: "request",
  apiKey: 91,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeAlterShareGroupOffsetsRequest,
  encode: encodeAlterShareGroupOffsetsRequest,
});

/** AlterShareGroupOffsetsResponse: API key 91, versions 0, flexible 0+. */
export interface AlterShareGroupOffsetsResponse {
  throttleTimeMs: number;
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  responses: AlterShareGroupOffsetsResponseTopic[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AlterShareGroupOffsetsResponse: MessageCodec<AlterShareGroupOffsetsResponse> = defineMessage<AlterShareGroupOffsetsResponse>({
  name: "AlterShareGroupOffsetsResponse",
  kind: "response",
  apiKey: 91,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeAlterShareGroupOffsetsResponse,
  encode: encodeAlterShareGroupOffsetsResponse,
});

/** In `AlterShareGroupOffsetsRequestTopic.partitions`. */
export interface AlterShareGroupOffsetsRequestPartition {
  partitionIndex: number;
  startOffset: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AlterShareGroupOffsetsRequest.topics`. */
export interface AlterShareGroupOffsetsRequestTopic {
  /** A topic name. */
  topicName: string;
  partitions: AlterShareGroupOffsetsRequestPartition[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AlterShareGroupOffsetsResponseTopic.partitions`. */
export interface AlterShareGroupOffsetsResponsePartition {
  partitionIndex: number;
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AlterShareGroupOffsetsResponse.responses`. */
export interface AlterShareGroupOffsetsResponseTopic {
  /** A topic name. */
  topicName: string;
  topicId: Uuid;
  partitions: AlterShareGroupOffsetsResponsePartition[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeAlterShareGroupOffsetsRequestPartition(reader: WireReader, _version: number): AlterShareGroupOffsetsRequestPartition {
  const partitionIndex = reader.int32("AlterShareGroupOffsetsRequestPartition.partitionIndex");
  const startOffset = reader.int64("AlterShareGroupOffsetsRequestPartition.startOffset");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AlterShareGroupOffsetsRequestPartition"); left > 0; left--) {
    const tag = reader.unsignedVarint("AlterShareGroupOffsetsRequestPartition");
    const end = reader.taggedFieldEnd("AlterShareGroupOffsetsRequestPartition");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AlterShareGroupOffsetsRequestPartition = { partitionIndex, startOffset };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterShareGroupOffsetsRequestPartition(writer: WireWriter, message: Input<AlterShareGroupOffsetsRequestPartition>, _version: number): void {
  const { partitionIndex = 0, startOffset = 0, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "AlterShareGroupOffsetsRequestPartition.partitionIndex");
  writer.int64(startOffset, "AlterShareGroupOffsetsRequestPartition.startOffset");
  writer.taggedFields(unknownTaggedFields, "AlterShareGroupOffsetsRequestPartition");
}

function decodeAlterShareGroupOffsetsRequestTopic(reader: WireReader, version: number): AlterShareGroupOffsetsRequestTopic {
  const topicName = reader.compactString("AlterShareGroupOffsetsRequestTopic.topicName");
  const partitions: AlterShareGroupOffsetsRequestPartition[] = [];
  for (let left = reader.compactArrayLength(13, "AlterShareGroupOffsetsRequestTopic.partitions"); left > 0; left--) partitions.push(decodeAlterShareGroupOffsetsRequestPartition(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AlterShareGroupOffsetsRequestTopic"); left > 0; left--) {
    const tag = reader.unsignedVarint("AlterShareGroupOffsetsRequestTopic");
    const end = reader.taggedFieldEnd("AlterShareGroupOffsetsRequestTopic");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AlterShareGroupOffsetsRequestTopic = { topicName, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterShareGroupOffsetsRequestTopic(writer: WireWriter, message: Input<AlterShareGroupOffsetsRequestTopic>, version: number): void {
  const { topicName = "", partitions = [], unknownTaggedFields } = message;
  writer.compactString(topicName, "AlterShareGroupOffsetsRequestTopic.topicName");
  writer.compactArrayLength(partitions, "AlterShareGroupOffsetsRequestTopic.partitions");
  for (const element of partitions) encodeAlterShareGroupOffsetsRequestPartition(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AlterShareGroupOffsetsRequestTopic");
}

function decodeAlterShareGroupOffsetsRequest(reader: WireReader, version: number): AlterShareGroupOffsetsRequest {
  const groupId = reader.compactString("AlterShareGroupOffsetsRequest.groupId");
  const topics: AlterShareGroupOffsetsRequestTopic[] = [];
  for (let left = reader.compactArrayLength(3, "AlterShareGroupOffsetsRequest.topics"); left > 0; left--) topics.push(decodeAlterShareGroupOffsetsRequestTopic(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AlterShareGroupOffsetsRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("AlterShareGroupOffsetsRequest");
    const end = reader.taggedFieldEnd("AlterShareGroupOffsetsRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AlterShareGroupOffsetsRequest = { groupId, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterShareGroupOffsetsRequest(writer: WireWriter, message: Input<AlterShareGroupOffsetsRequest>, version: number): void {
  const { groupId = "", topics = [], unknownTaggedFields } = message;
  writer.compactString(groupId, "AlterShareGroupOffsetsRequest.groupId");
  writer.compactArrayLength(topics, "AlterShareGroupOffsetsRequest.topics");
  for (const element of topics) encodeAlterShareGroupOffsetsRequestTopic(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AlterShareGroupOffsetsRequest");
}

function decodeAlterShareGroupOffsetsResponsePartition(reader: WireReader, _version: number): AlterShareGroupOffsetsResponsePartition {
  const partitionIndex = reader.int32("AlterShareGroupOffsetsResponsePartition.partitionIndex");
  const errorCode = reader.int16("AlterShareGroupOffsetsResponsePartition.errorCode");
  const errorMessage = reader.compactNullableString("AlterShareGroupOffsetsResponsePartition.errorMessage");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AlterShareGroupOffsetsResponsePartition"); left > 0; left--) {
    const tag = reader.unsignedVarint("AlterShareGroupOffsetsResponsePartition");
    const end = reader.taggedFieldEnd("AlterShareGroupOffsetsResponsePartition");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AlterShareGroupOffsetsResponsePartition = { partitionIndex, errorCode, errorMessage };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterShareGroupOffsetsResponsePartition(writer: WireWriter, message: Input<AlterShareGroupOffsetsResponsePartition>, _version: number): void {
  const { partitionIndex = 0, errorCode = 0, errorMessage = null, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "AlterShareGroupOffsetsResponsePartition.partitionIndex");
  writer.int16(errorCode, "AlterShareGroupOffsetsResponsePartition.errorCode");
  writer.compactNullableString(errorMessage, "AlterShareGroupOffsetsResponsePartition.errorMessage");
  writer.taggedFields(unknownTaggedFields, "AlterShareGroupOffsetsResponsePartition");
}

function decodeAlterShareGroupOffsetsResponseTopic(reader: WireReader, version: number): AlterShareGroupOffsetsResponseTopic {
  const topicName = reader.compactString("AlterShareGroupOffsetsResponseTopic.topicName");
  const topicId = reader.uuid("AlterShareGroupOffsetsResponseTopic.topicId");
  const partitions: AlterShareGroupOffsetsResponsePartition[] = [];
  for (let left = reader.compactArrayLength(8, "AlterShareGroupOffsetsResponseTopic.partitions"); left > 0; left--) partitions.push(decodeAlterShareGroupOffsetsResponsePartition(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AlterShareGroupOffsetsResponseTopic"); left > 0; left--) {
    const tag = reader.unsignedVarint("AlterShareGroupOffsetsResponseTopic");
    const end = reader.taggedFieldEnd("AlterShareGroupOffsetsResponseTopic");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AlterShareGroupOffsetsResponseTopic = { topicName, topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterShareGroupOffsetsResponseTopic(writer: WireWriter, message: Input<AlterShareGroupOffsetsResponseTopic>, version: number): void {
  const { topicName = "", topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.compactString(topicName, "AlterShareGroupOffsetsResponseTopic.topicName");
  writer.uuid(topicId, "AlterShareGroupOffsetsResponseTopic.topicId");
  writer.compactArrayLength(partitions, "AlterShareGroupOffsetsResponseTopic.partitions");
  for (const element of partitions) encodeAlterShareGroupOffsetsResponsePartition(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AlterShareGroupOffsetsResponseTopic");
}

function decodeAlterShareGroupOffsetsResponse(reader: WireReader, version: number): AlterShareGroupOffsetsResponse {
  const throttleTimeMs = reader.int32("AlterShareGroupOffsetsResponse.throttleTimeMs");
  const errorCode = reader.int16("AlterShareGroupOffsetsResponse.errorCode");
  const errorMessage = reader.compactNullableString("AlterShareGroupOffsetsResponse.errorMessage");
  const responses: AlterShareGroupOffsetsResponseTopic[] = [];
  for (let left = reader.compactArrayLength(19, "AlterShareGroupOffsetsResponse.responses"); left > 0; left--) responses.push(decodeAlterShareGroupOffsetsResponseTopic(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AlterShareGroupOffsetsResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("AlterShareGroupOffsetsResponse");
    const end = reader.taggedFieldEnd("AlterShareGroupOffsetsResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AlterShareGroupOffsetsResponse = { throttleTimeMs, errorCode, errorMessage, responses };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterShareGroupOffsetsResponse(writer: WireWriter, message: Input<AlterShareGroupOffsetsResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = null, responses = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "AlterShareGroupOffsetsResponse.throttleTimeMs");
  writer.int16(errorCode, "AlterShareGroupOffsetsResponse.errorCode");
  writer.compactNullableString(errorMessage, "AlterShareGroupOffsetsResponse.errorMessage");
  writer.compactArrayLength(responses, "AlterShareGroupOffsetsResponse.responses");
  for (const element of responses) encodeAlterShareGroupOffsetsResponseTopic(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AlterShareGroupOffsetsResponse");
}
