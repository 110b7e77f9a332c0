// Generated from schema/09-offset-fetch.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** OffsetFetchRequest: API key 9, versions 1–10, flexible 6+. */
export interface OffsetFetchRequest {
  /** A group id. Versions 1–7. */
  groupId: string;
  /** Versions 1–7. Nullable from version 2. */
  topics: OffsetFetchRequestTopic[] | null;
  /** Versions 8+. */
  groups: OffsetFetchRequestGroup[];
  /** Versions 7+. Default false. */
  requireStable: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const OffsetFetchRequest: MessageCodec<OffsetFetchRequest> = defineMessage<OffsetFetchRequest>({
  name: "OffsetFetchRequest",
  kind: "request",
  apiKey: 9,
  lowestVersion: 1,
  highestVersion: 10,
  flexibleFrom: 6,
  decode: decodeOffsetFetchRequest,
  encode: encodeOffsetFetchRequest,
});

/** OffsetFetchResponse: API key 9, versions 1–10, flexible 6+. */
export interface OffsetFetchResponse {
  /** Versions 3+. Dropped where the version lacks it. */
  throttleTimeMs: number;
  /** Versions 1–7. */
  topics: OffsetFetchResponseTopic[];
  /** Versions 2–7. Default 0. Dropped where the version lacks it. */
  errorCode: number;
  /** Versions 8+. */
  groups: OffsetFetchResponseGroup[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const OffsetFetchResponse: MessageCodec<OffsetFetchResponse> = defineMessage<OffsetFetchResponse>({
  name: "OffsetFetchResponse",
  kind: "response",
  apiKey: 9,
  lowestVersion: 1,
  highestVersion: 10,
  flexibleFrom: 6,
  decode: decodeOffsetFetchResponse,
  encode: encodeOffsetFetchResponse,
});

/** In `OffsetFetchRequest.topics`. */
export interface OffsetFetchRequestTopic {
  /** A topic name. */
  name: string;
  partitionIndexes: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `OffsetFetchRequestGroup.topics`. */
export interface OffsetFetchRequestTopics {
  /** A topic name. Versions 8–9. Dropped where the version lacks it. */
  name: string;
  /** Versions 10+. Dropped where the version lacks it. */
  topicId: Uuid;
  partitionIndexes: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `OffsetFetchRequest.groups`. */
export interface OffsetFetchRequestGroup {
  /** A group id. */
  groupId: string;
  /** Versions 9+. Default null. Dropped where the version lacks it. */
  memberId: string | null;
  /** Versions 9+. Default -1. Dropped where the version lacks it. */
  memberEpoch: number;
  topics: OffsetFetchRequestTopics[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `OffsetFetchResponseTopic.partitions`. */
export interface OffsetFetchResponsePartition {
  partitionIndex: number;
  committedOffset: number;
  /** Versions 5+. Default -1. Dropped where the version lacks it. */
  committedLeaderEpoch: number;
  metadata: string | null;
  errorCode: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `OffsetFetchResponse.topics`. */
export interface OffsetFetchResponseTopic {
  /** A topic name. */
  name: string;
  partitions: OffsetFetchResponsePartition[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `OffsetFetchResponseTopics.partitions`. */
export interface OffsetFetchResponsePartitions {
  partitionIndex: number;
  committedOffset: number;
  /** Default -1. */
  committedLeaderEpoch: number;
  metadata: string | null;
  errorCode: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `OffsetFetchResponseGroup.topics`. */
export interface OffsetFetchResponseTopics {
  /** A topic name. Versions 8–9. Dropped where the version lacks it. */
  name: string;
  /** Versions 10+. Dropped where the version lacks it. */
  topicId: Uuid;
  partitions: OffsetFetchResponsePartitions[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `OffsetFetchResponse.groups`. */
export interface OffsetFetchResponseGroup {
  /** A group id. */
  groupId: string;
  topics: OffsetFetchResponseTopics[];
  /** Default 0. */
  errorCode: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeOffsetFetchRequestTopic(reader: WireReader, version: number): OffsetFetchRequestTopic {
  const name = version >= 6 ? reader.compactString("OffsetFetchRequestTopic.name") : reader.string("OffsetFetchRequestTopic.name");
  const partitionIndexes: number[] = [];
  for (let left = version >= 6 ? reader.compactArrayLength(4, "OffsetFetchRequestTopic.partitionIndexes") : reader.arrayLength(4, "OffsetFetchRequestTopic.partitionIndexes"); left > 0; left--) partitionIndexes.push(reader.int32("OffsetFetchRequestTopic.partitionIndexes"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 6) {
    for (let left = reader.taggedFieldCount("OffsetFetchRequestTopic"); left > 0; left--) {
      const tag = reader.unsignedVarint("OffsetFetchRequestTopic");
      const end = reader.taggedFieldEnd("OffsetFetchRequestTopic");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: OffsetFetchRequestTopic = { name, partitionIndexes };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetFetchRequestTopic(writer: WireWriter, message: Input<OffsetFetchRequestTopic>, version: number): void {
  const { name = "", partitionIndexes = [], unknownTaggedFields } = message;
  if (version >= 6) {
    writer.compactString(name, "OffsetFetchRequestTopic.name");
  } else {
    writer.string(name, "OffsetFetchRequestTopic.name");
  }
  if (version >= 6) {
    writer.compactArrayLength(partitionIndexes, "OffsetFetchRequestTopic.partitionIndexes");
    for (const element of partitionIndexes) writer.int32(element, "OffsetFetchRequestTopic.partitionIndexes");
  } else {
    writer.arrayLength(partitionIndexes, "OffsetFetchRequestTopic.partitionIndexes");
    for (const element of partitionIndexes) writer.int32(element, "OffsetFetchRequestTopic.partitionIndexes");
  }
  if (version >= 6) {
    writer.taggedFields(unknownTaggedFields, "OffsetFetchRequestTopic");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "OffsetFetchRequestTopic", version);
  }
}

function decodeOffsetFetchRequestTopics(reader: WireReader, version: number): OffsetFetchRequestTopics {
  const name = version >= 10 ? "" : reader.compactString("OffsetFetchRequestTopics.name");
  const topicId = version >= 10 ? reader.uuid("OffsetFetchRequestTopics.topicId") : ZERO_UUID;
  const partitionIndexes: number[] = [];
  for (let left = reader.compactArrayLength(4, "OffsetFetchRequestTopics.partitionIndexes"); left > 0; left--) partitionIndexes.push(reader.int32("OffsetFetchRequestTopics.partitionIndexes"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("OffsetFetchRequestTopics"); left > 0; left--) {
    const tag = reader.unsignedVarint("OffsetFetchRequestTopics");
    const end = reader.taggedFieldEnd("OffsetFetchRequestTopics");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: OffsetFetchRequestTopics = { name, topicId, partitionIndexes };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetFetchRequestTopics(writer: WireWriter, message: Input<OffsetFetchRequestTopics>, version: number): void {
  const { name = "", topicId = ZERO_UUID, partitionIndexes = [], unknownTaggedFields } = message;
  if (version >= 10) {
  } else {
    writer.compactString(name, "OffsetFetchRequestTopics.name");
  }
  if (version >= 10) {
    writer.uuid(topicId, "OffsetFetchRequestTopics.topicId");
  }
  writer.compactArrayLength(partitionIndexes, "OffsetFetchRequestTopics.partitionIndexes");
  for (const element of partitionIndexes) writer.int32(element, "OffsetFetchRequestTopics.partitionIndexes");
  writer.taggedFields(unknownTaggedFields, "OffsetFetchRequestTopics");
}

function decodeOffsetFetchRequestGroup(reader: WireReader, version: number): OffsetFetchRequestGroup {
  const groupId = reader.compactString("OffsetFetchRequestGroup.groupId");
  const memberId = version >= 9 ? reader.compactNullableString("OffsetFetchRequestGroup.memberId") : null;
  const memberEpoch = version >= 9 ? reader.int32("OffsetFetchRequestGroup.memberEpoch") : -1;
  let topics: OffsetFetchRequestTopics[] | null = null;
  const topicsLength = version >= 10 ? reader.compactNullableArrayLength(18, "OffsetFetchRequestGroup.topics") : reader.compactNullableArrayLength(3, "OffsetFetchRequestGroup.topics");
  if (topicsLength >= 0) {
    topics = [];
    for (let left = topicsLength; left > 0; left--) topics.push(decodeOffsetFetchRequestTopics(reader, version));
  }
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("OffsetFetchRequestGroup"); left > 0; left--) {
    const tag = reader.unsignedVarint("OffsetFetchRequestGroup");
    const end = reader.taggedFieldEnd("OffsetFetchRequestGroup");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: OffsetFetchRequestGroup = { groupId, memberId, memberEpoch, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetFetchRequestGroup(writer: WireWriter, message: Input<OffsetFetchRequestGroup>, version: number): void {
  const { groupId = "", memberId = null, memberEpoch = -1, topics = [], unknownTaggedFields } = message;
  writer.compactString(groupId, "OffsetFetchRequestGroup.groupId");
  if (version >= 9) {
    writer.compactNullableString(memberId, "OffsetFetchRequestGroup.memberId");
  }
  if (version >= 9) {
    writer.int32(memberEpoch, "OffsetFetchRequestGroup.memberEpoch");
  }
  writer.compactNullableArrayLength(topics, "OffsetFetchRequestGroup.topics");
  if (topics !== null) for (const element of topics) encodeOffsetFetchRequestTopics(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "OffsetFetchRequestGroup");
}

function decodeOffsetFetchRequest(reader: WireReader, version: number): OffsetFetchRequest {
  const groupId = version >= 8 ? "" : version >= 6 ? reader.compactString("OffsetFetchRequest.groupId") : reader.string("OffsetFetchRequest.groupId");
  let topics: OffsetFetchRequestTopic[] | null = null;
  const topicsLength = version >= 8 ? 0 : version >= 6 ? reader.compactNullableArrayLength(3, "OffsetFetchRequest.topics") : version >= 2 ? reader.nullableArrayLength(6, "OffsetFetchRequest.topics") : reader.arrayLength(6, "OffsetFetchRequest.topics");
  if (topicsLength >= 0) {
    topics = [];
    for (let left = topicsLength; left > 0; left--) topics.push(decodeOffsetFetchRequestTopic(reader, version));
  }
  const groups: OffsetFetchRequestGroup[] = [];
  for (let left = version >= 9 ? reader.compactArrayLength(8, "OffsetFetchRequest.groups") : version >= 8 ? reader.compactArrayLength(3, "OffsetFetchRequest.groups") : 0; left > 0; left--) groups.push(decodeOffsetFetchRequestGroup(reader, version));
  const requireStable = version >= 7 ? reader.boolean("OffsetFetchRequest.requireStable") : false;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 6) {
    for (let left = reader.taggedFieldCount("OffsetFetchRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("OffsetFetchRequest");
      const end = reader.taggedFieldEnd("OffsetFetchRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: OffsetFetchRequest = { groupId, topics, groups, requireStable };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetFetchRequest(writer: WireWriter, message: Input<OffsetFetchRequest>, version: number): void {
  const { groupId = "", topics = [], groups = [], requireStable = false, unknownTaggedFields } = message;
  if (version >= 8) {
    if (groupId !== "") writer.unsupported("OffsetFetchRequest.groupId", version);
  } else if (version >= 6) {
    writer.compactString(groupId, "OffsetFetchRequest.groupId");
  } else {
    writer.string(groupId, "OffsetFetchRequest.groupId");
  }
  if (version >= 8) {
    if (topics === null || topics.length > 0) writer.unsupported("OffsetFetchRequest.topics", version);
  } else if (version >= 6) {
    writer.compactNullableArrayLength(topics, "OffsetFetchRequest.topics");
    if (topics !== null) for (const element of topics) encodeOffsetFetchRequestTopic(writer, element, version);
  } else if (version >= 2) {
    writer.nullableArrayLength(topics, "OffsetFetchRequest.topics");
    if (topics !== null) for (const element of topics) encodeOffsetFetchRequestTopic(writer, element, version);
  } else {
    writer.arrayLength(topics, "OffsetFetchRequest.topics");
    if (topics !== null) for (const element of topics) encodeOffsetFetchRequestTopic(writer, element, version);
  }
  if (version >= 8) {
    writer.compactArrayLength(groups, "OffsetFetchRequest.groups");
    for (const element of groups) encodeOffsetFetchRequestGroup(writer, element, version);
  } else {
    if (groups.length > 0) writer.unsupported("OffsetFetchRequest.groups", version);
  }
  if (version >= 7) {
    writer.boolean(requireStable, "OffsetFetchRequest.requireStable");
  } else {
    if (requireStable !== false) writer.unsupported("OffsetFetchRequest.requireStable", version);
  }
  if (version >= 6) {
    writer.taggedFields(unknownTaggedFields, "OffsetFetchRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "OffsetFetchRequest", version);
  }
}

function decodeOffsetFetchResponsePartition(reader: WireReader, version: number): OffsetFetchResponsePartition {
  const partitionIndex = reader.int32("OffsetFetchResponsePartition.partitionIndex");
  const committedOffset = reader.int64("OffsetFetchResponsePartition.committedOffset");
  const committedLeaderEpoch = version >= 5 ? reader.int32("OffsetFetchResponsePartition.committedLeaderEpoch") : -1;
  const metadata = version >= 6 ? reader.compactNullableString("OffsetFetchResponsePartition.metadata") : reader.nullableString("OffsetFetchResponsePartition.metadata");
  const errorCode = reader.int16("OffsetFetchResponsePartition.errorCode");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 6) {
    for (let left = reader.taggedFieldCount("OffsetFetchResponsePartition"); left > 0; left--) {
      const tag = reader.unsignedVarint("OffsetFetchResponsePartition");
      const end = reader.taggedFieldEnd("OffsetFetchResponsePartition");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: OffsetFetchResponsePartition = { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetFetchResponsePartition(writer: WireWriter, message: Input<OffsetFetchResponsePartition>, version: number): void {
  const { partitionIndex = 0, committedOffset = 0, committedLeaderEpoch = -1, metadata = "", errorCode = 0, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "OffsetFetchResponsePartition.partitionIndex");
  writer.int64(committedOffset, "OffsetFetchResponsePartition.committedOffset");
  if (version >= 5) {
    writer.int32(committedLeaderEpoch, "OffsetFetchResponsePartition.committedLeaderEpoch");
  }
  if (version >= 6) {
    writer.compactNullableString(metadata, "OffsetFetchResponsePartition.metadata");
  } else {
    writer.nullableString(metadata, "OffsetFetchResponsePartition.metadata");
  }
  writer.int16(errorCode, "OffsetFetchResponsePartition.errorCode");
  if (version >= 6) {
    writer.taggedFields(unknownTaggedFields, "OffsetFetchResponsePartition");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "OffsetFetchResponsePartition", version);
  }
}

function decodeOffsetFetchResponseTopic(reader: WireReader, version: number): OffsetFetchResponseTopic {
  const name = version >= 6 ? reader.compactString("OffsetFetchResponseTopic.name") : reader.string("OffsetFetchResponseTopic.name");
  const partitions: OffsetFetchResponsePartition[] = [];
  for (let left = version >= 6 ? reader.compactArrayLength(20, "OffsetFetchResponseTopic.partitions") : version >= 5 ? reader.arrayLength(20, "OffsetFetchResponseTopic.partitions") : reader.arrayLength(16, "OffsetFetchResponseTopic.partitions"); left > 0; left--) partitions.push(decodeOffsetFetchResponsePartition(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 6) {
    for (let left = reader.taggedFieldCount("OffsetFetchResponseTopic"); left > 0; left--) {
      const tag = reader.unsignedVarint("OffsetFetchResponseTopic");
      const end = reader.taggedFieldEnd("OffsetFetchResponseTopic");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: OffsetFetchResponseTopic = { name, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetFetchResponseTopic(writer: WireWriter, message: Input<OffsetFetchResponseTopic>, version: number): void {
  const { name = "", partitions = [], unknownTaggedFields } = message;
  if (version >= 6) {
    writer.compactString(name, "OffsetFetchResponseTopic.name");
  } else {
    writer.string(name, "OffsetFetchResponseTopic.name");
  }
  if (version >= 6) {
    writer.compactArrayLength(partitions, "OffsetFetchResponseTopic.partitions");
    for (const element of partitions) encodeOffsetFetchResponsePartition(writer, element, version);
  } else {
    writer.arrayLength(partitions, "OffsetFetchResponseTopic.partitions");
    for (const element of partitions) encodeOffsetFetchResponsePartition(writer, element, version);
  }
  if (version >= 6) {
    writer.taggedFields(unknownTaggedFields, "OffsetFetchResponseTopic");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "OffsetFetchResponseTopic", version);
  }
}

function decodeOffsetFetchResponsePartitions(reader: WireReader, _version: number): OffsetFetchResponsePartitions {
  const partitionIndex = reader.int32("OffsetFetchResponsePartitions.partitionIndex");
  const committedOffset = reader.int64("OffsetFetchResponsePartitions.committedOffset");
  const committedLeaderEpoch = reader.int32("OffsetFetchResponsePartitions.committedLeaderEpoch");
  const metadata = reader.compactNullableString("OffsetFetchResponsePartitions.metadata");
  const errorCode = reader.int16("OffsetFetchResponsePartitions.errorCode");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("OffsetFetchResponsePartitions"); left > 0; left--) {
    const tag = reader.unsignedVarint("OffsetFetchResponsePartitions");
    const end = reader.taggedFieldEnd("OffsetFetchResponsePartitions");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: OffsetFetchResponsePartitions = { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetFetchResponsePartitions(writer: WireWriter, message: Input<OffsetFetchResponsePartitions>, _version: number): void {
  const { partitionIndex = 0, committedOffset = 0, committedLeaderEpoch = -1, metadata = "", errorCode = 0, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "OffsetFetchResponsePartitions.partitionIndex");
  writer.int64(committedOffset, "OffsetFetchResponsePartitions.committedOffset");
  writer.int32(committedLeaderEpoch, "OffsetFetchResponsePartitions.committedLeaderEpoch");
  writer.compactNullableString(metadata, "OffsetFetchResponsePartitions.metadata");
  writer.int16(errorCode, "OffsetFetchResponsePartitions.errorCode");
  writer.taggedFields(unknownTaggedFields, "OffsetFetchResponsePartitions");
}

function decodeOffsetFetchResponseTopics(reader: WireReader, version: number): OffsetFetchResponseTopics {
  const name = version >= 10 ? "" : reader.compactString("OffsetFetchResponseTopics.name");
  const topicId = version >= 10 ? reader.uuid("OffsetFetchResponseTopics.topicId") : ZERO_UUID;
  const partitions: OffsetFetchResponsePartitions[] = [];
  for (let left = reader.compactArrayLength(20, "OffsetFetchResponseTopics.partitions"); left > 0; left--) partitions.push(decodeOffsetFetchResponsePartitions(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("OffsetFetchResponseTopics"); left > 0; left--) {
    const tag = reader.unsignedVarint("OffsetFetchResponseTopics");
    const end = reader.taggedFieldEnd("OffsetFetchResponseTopics");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: OffsetFetchResponseTopics = { name, topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetFetchResponseTopics(writer: WireWriter, message: Input<OffsetFetchResponseTopics>, version: number): void {
  const { name = "", topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  if (version >= 10) {
  } else {
    writer.compactString(name, "OffsetFetchResponseTopics.name");
  }
  if (version >= 10) {
    writer.uuid(topicId, "OffsetFetchResponseTopics.topicId");
  }
  writer.compactArrayLength(partitions, "OffsetFetchResponseTopics.partitions");
  for (const element of partitions) encodeOffsetFetchResponsePartitions(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "OffsetFetchResponseTopics");
}

function decodeOffsetFetchResponseGroup(reader: WireReader, version: number): OffsetFetchResponseGroup {
  const groupId = reader.compactString("OffsetFetchResponseGroup.groupId");
  const topics: OffsetFetchResponseTopics[] = [];
  for (let left = version >= 10 ? reader.compactArrayLength(18, "OffsetFetchResponseGroup.topics") : reader.compactArrayLength(3, "OffsetFetchResponseGroup.topics"); left > 0; left--) topics.push(decodeOffsetFetchResponseTopics(reader, version));
  const errorCode = reader.int16("OffsetFetchResponseGroup.errorCode");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("OffsetFetchResponseGroup"); left > 0; left--) {
    const tag = reader.unsignedVarint("OffsetFetchResponseGroup");
    const end = reader.taggedFieldEnd("OffsetFetchResponseGroup");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: OffsetFetchResponseGroup = { groupId, topics, errorCode };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetFetchResponseGroup(writer: WireWriter, message: Input<OffsetFetchResponseGroup>, version: number): void {
  const { groupId = "", topics = [], errorCode = 0, unknownTaggedFields } = message;
  writer.compactString(groupId, "OffsetFetchResponseGroup.groupId");
  writer.compactArrayLength(topics, "OffsetFetchResponseGroup.topics");
  for (const element of topics) encodeOffsetFetchResponseTopics(writer, element, version);
  writer.int16(errorCode, "OffsetFetchResponseGroup.errorCode");
  writer.taggedFields(unknownTaggedFields, "OffsetFetchResponseGroup");
}

function decodeOffsetFetchResponse(reader: WireReader, version: number): OffsetFetchResponse {
  const throttleTimeMs = version >= 3 ? reader.int32("OffsetFetchResponse.throttleTimeMs") : 0;
  const topics: OffsetFetchResponseTopic[] = [];
  for (let left = version >= 8 ? 0 : version >= 6 ? reader.compactArrayLength(3, "OffsetFetchResponse.topics") : reader.arrayLength(6, "OffsetFetchResponse.topics"); left > 0; left--) topics.push(decodeOffsetFetchResponseTopic(reader, version));
  const errorCode = version >= 8 ? 0 : version >= 2 ? reader.int16("OffsetFetchResponse.errorCode") : 0;
  const groups: OffsetFetchResponseGroup[] = [];
  for (let left = version >= 8 ? reader.compactArrayLength(5, "OffsetFetchResponse.groups") : 0; left > 0; left--) groups.push(decodeOffsetFetchResponseGroup(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 6) {
    for (let left = reader.taggedFieldCount("OffsetFetchResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("OffsetFetchResponse");
      const end = reader.taggedFieldEnd("OffsetFetchResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: OffsetFetchResponse = { throttleTimeMs, topics, errorCode, groups };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetFetchResponse(writer: WireWriter, message: Input<OffsetFetchResponse>, version: number): void {
  const { throttleTimeMs = 0, topics = [], errorCode = 0, groups = [], unknownTaggedFields } = message;
  if (version >= 3) {
    writer.int32(throttleTimeMs, "OffsetFetchResponse.throttleTimeMs");
  }
  if (version >= 8) {
    if (topics.length > 0) writer.unsupported("OffsetFetchResponse.topics", version);
  } else if (version >= 6) {
    writer.compactArrayLength(topics, "OffsetFetchResponse.topics");
    for (const element of topics) encodeOffsetFetchResponseTopic(writer, element, version);
  } else {
    writer.arrayLength(topics, "OffsetFetchResponse.topics");
    for (const element of topics) encodeOffsetFetchResponseTopic(writer, element, version);
  }
  if (version >= 8) {
  } else if (version >= 2) {
    writer.int16(errorCode, "OffsetFetchResponse.errorCode");
  }
  if (version >= 8) {
    writer.compactArrayLength(groups, "OffsetFetchResponse.groups");
    for (const element of groups) encodeOffsetFetchResponseGroup(writer, element, version);
  } else {
    if (groups.length > 0) writer.unsupported("OffsetFetchResponse.groups", version);
  }
  if (version >= 6) {
    writer.taggedFields(unknownTaggedFields, "OffsetFetchResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "OffsetFetchResponse", version);
  }
}
