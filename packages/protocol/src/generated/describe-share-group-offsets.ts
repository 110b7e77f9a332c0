// Generated from schema/90-describe-share-group-offsets.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** DescribeShareGroupOffsetsRequest: API key 90, versions 0–1, flexible 0+. */
export interface DescribeShareGroupOffsetsRequest {
  groups: DescribeShareGroupOffsetsRequestGroup[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeShareGroupOffsetsRequest: MessageCodec<DescribeShareGroupOffsetsRequest> = defineMessage<DescribeShareGroupOffsetsRequest>({
  name: "DescribeShareGroupOffsetsRequest",
  kind: "request",
  apiKey: 90,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeDescribeShareGroupOffsetsRequest,
  encode: encodeDescribeShareGroupOffsetsRequest,
});

/** DescribeShareGroupOffsetsResponse: API key 90, versions 0–1, flexible 0+. */
export interface DescribeShareGroupOffsetsResponse {
  throttleTimeMs: number;
  groups: DescribeShareGroupOffsetsResponseGroup[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeShareGroupOffsetsResponse: MessageCodec<DescribeShareGroupOffsetsResponse> = defineMessage<DescribeShareGroupOffsetsResponse>({
  name: "DescribeShareGroupOffsetsResponse",
  kind: "response",
  apiKey: 90,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeDescribeShareGroupOffsetsResponse,
  encode: encodeDescribeShareGroupOffsetsResponse,
});

/** In `DescribeShareGroupOffsetsRequestGroup.topics`. */
export interface DescribeShareGroupOffsetsRequestTopic {
  /** A topic name. */
  topicName: string;
  partitions: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeShareGroupOffsetsRequest.groups`. */
export interface DescribeShareGroupOffsetsRequestGroup {
  /** A group id. */
  groupId: string;
  topics: DescribeShareGroupOffsetsRequestTopic[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeShareGroupOffsetsResponseTopic.partitions`. */
export interface DescribeShareGroupOffsetsResponsePartition {
  partitionIndex: number;
  startOffset: number;
  leaderEpoch: number;
  /** Versions 1+. Default -1. Dropped where the version lacks it. */
  lag: number;
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeShareGroupOffsetsResponseGroup.topics`. */
export interface DescribeShareGroupOffsetsResponseTopic {
  /** A topic name. */
  topicName: string;
  topicId: Uuid;
  partitions: DescribeShareGroupOffsetsResponsePartition[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeShareGroupOffsetsResponse.groups`. */
export interface DescribeShareGroupOffsetsResponseGroup {
  /** A group id. */
  groupId: string;
  topics: DescribeShareGroupOffsetsResponseTopic[];
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeDescribeShareGroupOffsetsRequestTopic(reader: WireReader, _version: number): DescribeShareGroupOffsetsRequestTopic {
  const topicName = reader.compactString("DescribeShareGroupOffsetsRequestTopic.topicName");
  const partitions: number[] = [];
  for (let left = reader.compactArrayLength(4, "DescribeShareGroupOffsetsRequestTopic.partitions"); left > 0; left--) partitions.push(reader.int32("DescribeShareGroupOffsetsRequestTopic.partitions"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeShareGroupOffsetsRequestTopic"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeShareGroupOffsetsRequestTopic");
    const end = reader.taggedFieldEnd("DescribeShareGroupOffsetsRequestTopic");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeShareGroupOffsetsRequestTopic = { topicName, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeShareGroupOffsetsRequestTopic(writer: WireWriter, message: Input<DescribeShareGroupOffsetsRequestTopic>, _version: number): void {
  const { topicName = "", partitions = [], unknownTaggedFields } = message;
  writer.compactString(topicName, "DescribeShareGroupOffsetsRequestTopic.topicName");
  writer.compactArrayLength(partitions, "DescribeShareGroupOffsetsRequestTopic.partitions");
  for (const element of partitions) writer.int32(element, "DescribeShareGroupOffsetsRequestTopic.partitions");
  writer.taggedFields(unknownTaggedFields, "DescribeShareGroupOffsetsRequestTopic");
}

function decodeDescribeShareGroupOffsetsRequestGroup(reader: WireReader, version: number): DescribeShareGroupOffsetsRequestGroup {
  const groupId = reader.compactString("DescribeShareGroupOffsetsRequestGroup.groupId");
  let topics: DescribeShareGroupOffsetsRequestTopic[] | null = null;
  const topicsLength = reader.compactNullableArrayLength(3, "DescribeShareGroupOffsetsRequestGroup.topics");
  if (topicsLength >= 0) {
    topics = [];
    for (let left = topicsLength; left > 0; left--) topics.push(decodeDescribeShareGroupOffsetsRequestTopic(reader, version));
  }
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeShareGroupOffsetsRequestGroup"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeShareGroupOffsetsRequestGroup");
    const end = reader.taggedFieldEnd("DescribeShareGroupOffsetsRequestGroup");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeShareGroupOffsetsRequestGroup = { groupId, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeShareGroupOffsetsRequestGroup(writer: WireWriter, message: Input<DescribeShareGroupOffsetsRequestGroup>, version: number): void {
  const { groupId = "", topics = [], unknownTaggedFields } = message;
  writer.compactString(groupId, "DescribeShareGroupOffsetsRequestGroup.groupId");
  writer.compactNullableArrayLength(topics, "DescribeShareGroupOffsetsRequestGroup.topics");
  if (topics !== null) for (const element of topics) encodeDescribeShareGroupOffsetsRequestTopic(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "DescribeShareGroupOffsetsRequestGroup");
}

function decodeDescribeShareGroupOffsetsRequest(reader: WireReader, version: number): DescribeShareGroupOffsetsRequest {
  const groups: DescribeShareGroupOffsetsRequestGroup[] = [];
  for (let left = reader.compactArrayLength(3, "DescribeShareGroupOffsetsRequest.groups"); left > 0; left--) groups.push(decodeDescribeShareGroupOffsetsRequestGroup(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeShareGroupOffsetsRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeShareGroupOffsetsRequest");
    const end = reader.taggedFieldEnd("DescribeShareGroupOffsetsRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeShareGroupOffsetsRequest = { groups };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeShareGroupOffsetsRequest(writer: WireWriter, message: Input<DescribeShareGroupOffsetsRequest>, version: number): void {
  const { groups = [], unknownTaggedFields } = message;
  writer.compactArrayLength(groups, "DescribeShareGroupOffsetsRequest.groups");
  for (const element of groups) encodeDescribeShareGroupOffsetsRequestGroup(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "DescribeShareGroupOffsetsRequest");
}

function decodeDescribeShareGroupOffsetsResponsePartition(reader: WireReader, version: number): DescribeShareGroupOffsetsResponsePartition {
  const partitionIndex = reader.int32("DescribeShareGroupOffsetsResponsePartition.partitionIndex");
  const startOffset = reader.int64("DescribeShareGroupOffsetsResponsePartition.startOffset");
  const leaderEpoch = reader.int32("DescribeShareGroupOffsetsResponsePartition.leaderEpoch");
  const lag = version >= 1 ? reader.int64("DescribeShareGroupOffsetsResponsePartition.lag") : -1;
  const errorCode = reader.int16("DescribeShareGroupOffsetsResponsePartition.errorCode");
  const errorMessage = reader.compactNullableString("DescribeShareGroupOffsetsResponsePartition.errorMessage");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeShareGroupOffsetsResponsePartition"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeShareGroupOffsetsResponsePartition");
    const end = reader.taggedFieldEnd("DescribeShareGroupOffsetsResponsePartition");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeShareGroupOffsetsResponsePartition = { partitionIndex, startOffset, leaderEpoch, lag, errorCode, errorMessage };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeShareGroupOffsetsResponsePartition(writer: WireWriter, message: Input<DescribeShareGroupOffsetsResponsePartition>, version: number): void {
  const { partitionIndex = 0, startOffset = 0, leaderEpoch = 0, lag = -1, errorCode = 0, errorMessage = null, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "DescribeShareGroupOffsetsResponsePartition.partitionIndex");
  writer.int64(startOffset, "DescribeShareGroupOffsetsResponsePartition.startOffset");
  writer.int32(leaderEpoch, "DescribeShareGroupOffsetsResponsePartition.leaderEpoch");
  if (version >= 1) {
    writer.int64(lag, "DescribeShareGroupOffsetsResponsePartition.lag");
  }
  writer.int16(errorCode, "DescribeShareGroupOffsetsResponsePartition.errorCode");
  writer.compactNullableString(errorMessage, "DescribeShareGroupOffsetsResponsePartition.errorMessage");
  writer.taggedFields(unknownTaggedFields, "DescribeShareGroupOffsetsResponsePartition");
}

function decodeDescribeShareGroupOffsetsResponseTopic(reader: WireReader, version: number): DescribeShareGroupOffsetsResponseTopic {
  const topicName = reader.compactString("DescribeShareGroupOffsetsResponseTopic.topicName");
  const topicId = reader.uuid("DescribeShareGroupOffsetsResponseTopic.topicId");
  const partitions: DescribeShareGroupOffsetsResponsePartition[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(28, "DescribeShareGroupOffsetsResponseTopic.partitions") : reader.compactArrayLength(20, "DescribeShareGroupOffsetsResponseTopic.partitions"); left > 0; left--) partitions.push(decodeDescribeShareGroupOffsetsResponsePartition(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeShareGroupOffsetsResponseTopic"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeShareGroupOffsetsResponseTopic");
    const end = reader.taggedFieldEnd("DescribeShareGroupOffsetsResponseTopic");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeShareGroupOffsetsResponseTopic = { topicName, topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeShareGroupOffsetsResponseTopic(writer: WireWriter, message: Input<DescribeShareGroupOffsetsResponseTopic>, version: number): void {
  const { topicName = "", topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.compactString(topicName, "DescribeShareGroupOffsetsResponseTopic.topicName");
  writer.uuid(topicId, "DescribeShareGroupOffsetsResponseTopic.topicId");
  writer.compactArrayLength(partitions, "DescribeShareGroupOffsetsResponseTopic.partitions");
  for (const element of partitions) encodeDescribeShareGroupOffsetsResponsePartition(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "DescribeShareGroupOffsetsResponseTopic");
}

function decodeDescribeShareGroupOffsetsResponseGroup(reader: WireReader, version: number): DescribeShareGroupOffsetsResponseGroup {
  const groupId = reader.compactString("DescribeShareGroupOffsetsResponseGroup.groupId");
  const topics: DescribeShareGroupOffsetsResponseTopic[] = [];
  for (let left = reader.compactArrayLength(19, "DescribeShareGroupOffsetsResponseGroup.topics"); left > 0; left--) topics.push(decodeDescribeShareGroupOffsetsResponseTopic(reader, version));
  const errorCode = reader.int16("DescribeShareGroupOffsetsResponseGroup.errorCode");
  const errorMessage = reader.compactNullableString("DescribeShareGroupOffsetsResponseGroup.errorMessage");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeShareGroupOffsetsResponseGroup"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeShareGroupOffsetsResponseGroup");
    const end = reader.taggedFieldEnd("DescribeShareGroupOffsetsResponseGroup");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeShareGroupOffsetsResponseGroup = { groupId, topics, errorCode, errorMessage };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeShareGroupOffsetsResponseGroup(writer: WireWriter, message: Input<DescribeShareGroupOffsetsResponseGroup>, version: number): void {
  const { groupId = "", topics = [], errorCode = 0, errorMessage = null, unknownTaggedFields } = message;
  writer.compactString(groupId, "DescribeShareGroupOffsetsResponseGroup.groupId");
  writer.compactArrayLength(topics, "DescribeShareGroupOffsetsResponseGroup.topics");
  for (const element of topics) encodeDescribeShareGroupOffsetsResponseTopic(writer, element, version);
  writer.int16(errorCode, "DescribeShareGroupOffsetsResponseGroup.errorCode");
  writer.compactNullableString(errorMessage, "DescribeShareGroupOffsetsResponseGroup.errorMessage");
  writer.taggedFields(unknownTaggedFields, "DescribeShareGroupOffsetsResponseGroup");
}

function decodeDescribeShareGroupOffsetsResponse(reader: WireReader, version: number): DescribeShareGroupOffsetsResponse {
  const throttleTimeMs = reader.int32("DescribeShareGroupOffsetsResponse.throttleTimeMs");
  const groups: DescribeShareGroupOffsetsResponseGroup[] = [];
  for (let left = reader.compactArrayLength(6, "DescribeShareGroupOffsetsResponse.groups"); left > 0; left--) groups.push(decodeDescribeShareGroupOffsetsResponseGroup(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeShareGroupOffsetsResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeShareGroupOffsetsResponse");
    const end = reader.taggedFieldEnd("DescribeShareGroupOffsetsResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeShareGroupOffsetsResponse = { throttleTimeMs, groups };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeShareGroupOffsetsResponse(writer: WireWriter, message: Input<DescribeShareGroupOffsetsResponse>, version: number): void {
  const { throttleTimeMs = 0, groups = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "DescribeShareGroupOffsetsResponse.throttleTimeMs");
  writer.compactArrayLength(groups, "DescribeShareGroupOffsetsResponse.groups");
  for (const element of groups) encodeDescribeShareGroupOffsetsResponseGroup(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "DescribeShareGroupOffsetsResponse");
}
