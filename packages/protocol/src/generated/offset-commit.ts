// Generated from schema/08-offset-commit.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** OffsetCommitRequest: API key 8, versions 2–10, flexible 8+. */
export interface OffsetCommitRequest {
  /** A group id. */
  groupId: string;
  /** Default -1. */
  generationIdOrMemberEpoch: number;
  memberId: string;
  /** Versions 7+. Default null. */
  groupInstanceId: string | null;
  /** Versions 2–4. Default -1. Dropped where the version lacks it. */
  retentionTimeMs: number;
  topics: OffsetCommitRequestTopic[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const OffsetCommitRequest: MessageCodec<OffsetCommitRequest> = defineMessage<OffsetCommitRequest>({
  name: "OffsetCommitRequest",
  kind: "request",
  apiKey: 8,
  lowestVersion: 2,
  highestVersion: 10,
  flexibleFrom: 8,
  decode: decodeOffsetCommitRequest,
  encode: encodeOffsetCommitRequest,
});

/** OffsetCommitResponse: API key 8, versions 2–10, flexible 8+. */
export interface OffsetCommitResponse {
  /** Versions 3+. Dropped where the version lacks it. */
  throttleTimeMs: number;
  topics: OffsetCommitResponseTopic[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const OffsetCommitResponse: MessageCodec<OffsetCommitResponse> = defineMessage<OffsetCommitResponse>({
  name: "OffsetCommitResponse",
  kind: "response",
  apiKey: 8,
  lowestVersion: 2,
  highestVersion: 10,
  flexibleFrom: 8,
  decode: decodeOffsetCommitResponse,
  encode: encodeOffsetCommitResponse,
});

/** In `OffsetCommitRequestTopic.partitions`. */
export interface OffsetCommitRequestPartition {
  partitionIndex: number;
  committedOffset: number;
  /** Versions 6+. Default -1. Dropped where the version lacks it. */
  committedLeaderEpoch: number;
  committedMetadata: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `OffsetCommitRequest.topics`. */
export interface OffsetCommitRequestTopic {
  /** A topic name. Versions 2–9. Dropped where the version lacks it. */
  name: string;
  /** Versions 10+. Dropped where the version lacks it. */
  topicId: Uuid;
  partitions: OffsetCommitRequestPartition[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `OffsetCommitResponseTopic.partitions`. */
export interface OffsetCommitResponsePartition {
  partitionIndex: number;
  errorCode: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `OffsetCommitResponse.topics`. */
export interface OffsetCommitResponseTopic {
  /** A topic name. Versions 2–9. Dropped where the version lacks it. */
  name: string;
  /** Versions 10+. Dropped where the version lacks it. */
  topicId: Uuid;
  partitions: OffsetCommitResponsePartition[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeOffsetCommitRequestPartition(reader: WireReader, version: number): OffsetCommitRequestPartition {
  const partitionIndex = reader.int32("OffsetCommitRequestPartition.partitionIndex");
  const committedOffset = reader.int64("OffsetCommitRequestPartition.committedOffset");
  const committedLeaderEpoch = version >= 6 ? reader.int32("OffsetCommitRequestPartition.committedLeaderEpoch") : -1;
  const committedMetadata = version >= 8 ? reader.compactNullableString("OffsetCommitRequestPartition.committedMetadata") : reader.nullableString("OffsetCommitRequestPartition.committedMetadata");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 8) {
    for (let left = reader.taggedFieldCount("OffsetCommitRequestPartition"); left > 0; left--) {
      const tag = reader.unsignedVarint("OffsetCommitRequestPartition");
      const end = reader.taggedFieldEnd("OffsetCommitRequestPartition");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: OffsetCommitRequestPartition = { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetCommitRequestPartition(writer: WireWriter, message: Input<OffsetCommitRequestPartition>, version: number): void {
  const { partitionIndex = 0, committedOffset = 0, committedLeaderEpoch = -1, committedMetadata = "", unknownTaggedFields } = message;
  writer.int32(partitionIndex, "OffsetCommitRequestPartition.partitionIndex");
  writer.int64(committedOffset, "OffsetCommitRequestPartition.committedOffset");
  if (version >= 6) {
    writer.int32(committedLeaderEpoch, "OffsetCommitRequestPartition.committedLeaderEpoch");
  }
  if (version >= 8) {
    writer.compactNullableString(committedMetadata, "OffsetCommitRequestPartition.committedMetadata");
  } else {
    writer.nullableString(committedMetadata, "OffsetCommitRequestPartition.committedMetadata");
  }
  if (version >= 8) {
    writer.taggedFields(unknownTaggedFields, "OffsetCommitRequestPartition");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "OffsetCommitRequestPartition", version);
  }
}

function decodeOffsetCommitRequestTopic(reader: WireReader, version: number): OffsetCommitRequestTopic {
  const name = version >= 10 ? "" : version >= 8 ? reader.compactString("OffsetCommitRequestTopic.name") : reader.string("OffsetCommitRequestTopic.name");
  const topicId = version >= 10 ? reader.uuid("OffsetCommitRequestTopic.topicId") : ZERO_UUID;
  const partitions: OffsetCommitRequestPartition[] = [];
  for (let left = version >= 8 ? reader.compactArrayLength(18, "OffsetCommitRequestTopic.partitions") : version >= 6 ? reader.arrayLength(18, "OffsetCommitRequestTopic.partitions") : reader.arrayLength(14, "OffsetCommitRequestTopic.partitions"); left > 0; left--) partitions.push(decodeOffsetCommitRequestPartition(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 8) {
    for (let left = reader.taggedFieldCount("OffsetCommitRequestTopic"); left > 0; left--) {
      const tag = reader.unsignedVarint("OffsetCommitRequestTopic");
      const end = reader.taggedFieldEnd("OffsetCommitRequestTopic");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: OffsetCommitRequestTopic = { name, topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetCommitRequestTopic(writer: WireWriter, message: Input<OffsetCommitRequestTopic>, version: number): void {
  const { name = "", topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  if (version >= 10) {
  } else if (version >= 8) {
    writer.compactString(name, "OffsetCommitRequestTopic.name");
  } else {
    writer.string(name, "OffsetCommitRequestTopic.name");
  }
  if (version >= 10) {
    writer.uuid(topicId, "OffsetCommitRequestTopic.topicId");
  }
  if (version >= 8) {
    writer.compactArrayLength(partitions, "OffsetCommitRequestTopic.partitions");
    for (const element of partitions) encodeOffsetCommitRequestPartition(writer, element, version);
  } else {
    writer.arrayLength(partitions, "OffsetCommitRequestTopic.partitions");
    for (const element of partitions) encodeOffsetCommitRequestPartition(writer, element, version);
  }
  if (version >= 8) {
    writer.taggedFields(unknownTaggedFields, "OffsetCommitRequestTopic");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "OffsetCommitRequestTopic", version);
  }
}

function decodeOffsetCommitRequest(reader: WireReader, version: number): OffsetCommitRequest {
  const groupId = version >= 8 ? reader.compactString("OffsetCommitRequest.groupId") : reader.string("OffsetCommitRequest.groupId");
  const generationIdOrMemberEpoch = reader.int32("OffsetCommitRequest.generationIdOrMemberEpoch");
  const memberId = version >= 8 ? reader.compactString("OffsetCommitRequest.memberId") : reader.string("OffsetCommitRequest.memberId");
  const groupInstanceId = version >= 8 ? reader.compactNullableString("OffsetCommitRequest.groupInstanceId") : version >= 7 ? reader.nullableString("OffsetCommitRequest.groupInstanceId") : null;
  const retentionTimeMs = version >= 5 ? -1 : reader.int64("OffsetCommitRequest.retentionTimeMs");
  const topics: OffsetCommitRequestTopic[] = [];
  for (let left = version >= 10 ? reader.compactArrayLength(18, "OffsetCommitRequest.topics") : version >= 8 ? reader.compactArrayLength(3, "OffsetCommitRequest.topics") : reader.arrayLength(6, "OffsetCommitRequest.topics"); left > 0; left--) topics.push(decodeOffsetCommitRequestTopic(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 8) {
    for (let left = reader.taggedFieldCount("OffsetCommitRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("OffsetCommitRequest");
      const end = reader.taggedFieldEnd("OffsetCommitRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: OffsetCommitRequest = { groupId, generationIdOrMemberEpoch, memberId, groupInstanceId, retentionTimeMs, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetCommitRequest(writer: WireWriter, message: Input<OffsetCommitRequest>, version: number): void {
  const { groupId = "", generationIdOrMemberEpoch = -1, memberId = "", groupInstanceId = null, retentionTimeMs = -1, topics = [], unknownTaggedFields } = message;
  if (version >= 8) {
    writer.compactString(groupId, "OffsetCommitRequest.groupId");
  } else {
    writer.string(groupId, "OffsetCommitRequest.groupId");
  }
  writer.int32(generationIdOrMemberEpoch, "OffsetCommitRequest.generationIdOrMemberEpoch");
  if (version >= 8) {
    writer.compactString(memberId, "OffsetCommitRequest.memberId");
  } else {
    writer.string(memberId, "OffsetCommitRequest.memberId");
  }
  if (version >= 8) {
    writer.compactNullableString(groupInstanceId, "OffsetCommitRequest.groupInstanceId");
  } else if (version >= 7) {
    writer.nullableString(groupInstanceId, "OffsetCommitRequest.groupInstanceId");
  } else {
    if (groupInstanceId !== null) writer.unsupported("OffsetCommitRequest.groupInstanceId", version);
  }
  if (version >= 5) {
  } else {
    writer.int64(retentionTimeMs, "OffsetCommitRequest.retentionTimeMs");
  }
  if (version >= 8) {
    writer.compactArrayLength(topics, "OffsetCommitRequest.topics");
    for (const element of topics) encodeOffsetCommitRequestTopic(writer, element, version);
  } else {
    writer.arrayLength(topics, "OffsetCommitRequest.topics");
    for (const element of topics) encodeOffsetCommitRequestTopic(writer, element, version);
  }
  if (version >= 8) {
    writer.taggedFields(unknownTaggedFields, "OffsetCommitRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "OffsetCommitRequest", version);
  }
}

function decodeOffsetCommitResponsePartition(reader: WireReader, version: number): OffsetCommitResponsePartition {
  const partitionIndex = reader.int32("OffsetCommitResponsePartition.partitionIndex");
  const errorCode = reader.int16("OffsetCommitResponsePartition.errorCode");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 8) {
    for (let left = reader.taggedFieldCount("OffsetCommitResponsePartition"); left > 0; left--) {
      const tag = reader.unsignedVarint("OffsetCommitResponsePartition");
      const end = reader.taggedFieldEnd("OffsetCommitResponsePartition");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: OffsetCommitResponsePartition = { partitionIndex, errorCode };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetCommitResponsePartition(writer: WireWriter, message: Input<OffsetCommitResponsePartition>, version: number): void {
  const { partitionIndex = 0, errorCode = 0, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "OffsetCommitResponsePartition.partitionIndex");
  writer.int16(errorCode, "OffsetCommitResponsePartition.errorCode");
  if (version >= 8) {
    writer.taggedFields(unknownTaggedFields, "OffsetCommitResponsePartition");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "OffsetCommitResponsePartition", version);
  }
}

function decodeOffsetCommitResponseTopic(reader: WireReader, version: number): OffsetCommitResponseTopic {
  const name = version >= 10 ? "" : version >= 8 ? reader.compactString("OffsetCommitResponseTopic.name") : reader.string("OffsetCommitResponseTopic.name");
  const topicId = version >= 10 ? reader.uuid("OffsetCommitResponseTopic.topicId") : ZERO_UUID;
  const partitions: OffsetCommitResponsePartition[] = [];
  for (let left = version >= 8 ? reader.compactArrayLength(7, "OffsetCommitResponseTopic.partitions") : reader.arrayLength(6, "OffsetCommitResponseTopic.partitions"); left > 0; left--) partitions.push(decodeOffsetCommitResponsePartition(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 8) {
    for (let left = reader.taggedFieldCount("OffsetCommitResponseTopic"); left > 0; left--) {
      const tag = reader.unsignedVarint("OffsetCommitResponseTopic");
      const end = reader.taggedFieldEnd("OffsetCommitResponseTopic");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: OffsetCommitResponseTopic = { name, topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetCommitResponseTopic(writer: WireWriter, message: Input<OffsetCommitResponseTopic>, version: number): void {
  const { name = "", topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  if (version >= 10) {
  } else if (version >= 8) {
    writer.compactString(name, "OffsetCommitResponseTopic.name");
  } else {
    writer.string(name, "OffsetCommitResponseTopic.name");
  }
  if (version >= 10) {
    writer.uuid(topicId, "OffsetCommitResponseTopic.topicId");
  }
  if (version >= 8) {
    writer.compactArrayLength(partitions, "OffsetCommitResponseTopic.partitions");
    for (const element of partitions) encodeOffsetCommitResponsePartition(writer, element, version);
  } else {
    writer.arrayLength(partitions, "OffsetCommitResponseTopic.partitions");
    for (const element of partitions) encodeOffsetCommitResponsePartition(writer, element, version);
  }
  if (version >= 8) {
    writer.taggedFields(unknownTaggedFields, "OffsetCommitResponseTopic");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "OffsetCommitResponseTopic", version);
  }
}

function decodeOffsetCommitResponse(reader: WireReader, version: number): OffsetCommitResponse {
  const throttleTimeMs = version >= 3 ? reader.int32("OffsetCommitResponse.throttleTimeMs") : 0;
  const topics: OffsetCommitResponseTopic[] = [];
  for (let left = version >= 10 ? reader.compactArrayLength(18, "OffsetCommitResponse.topics") : version >= 8 ? reader.compactArrayLength(3, "OffsetCommitResponse.topics") : reader.arrayLength(6, "OffsetCommitResponse.topics"); left > 0; left--) topics.push(decodeOffsetCommitResponseTopic(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 8) {
    for (let left = reader.taggedFieldCount("OffsetCommitResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("OffsetCommitResponse");
      const end = reader.taggedFieldEnd("OffsetCommitResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: OffsetCommitResponse = { throttleTimeMs, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetCommitResponse(writer: WireWriter, message: Input<OffsetCommitResponse>, version: number): void {
  const { throttleTimeMs = 0, topics = [], unknownTaggedFields } = message;
  if (version >= 3) {
    writer.int32(throttleTimeMs, "OffsetCommitResponse.throttleTimeMs");
  }
  if (version >= 8) {
    writer.compactArrayLength(topics, "OffsetCommitResponse.topics");
    for (const element of topics) encodeOffsetCommitResponseTopic(writer, element, version);
  } else {
    writer.arrayLength(topics, "OffsetCommitResponse.topics");
    for (const element of topics) encodeOffsetCommitResponseTopic(writer, element, version);
  }
  if (version >= 8) {
    writer.taggedFields(unknownTaggedFields, "OffsetCommitResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "OffsetCommitResponse", version);
  }
}
