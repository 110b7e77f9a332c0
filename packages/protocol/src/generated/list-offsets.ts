// Generated from schema/02-list-offsets.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ListOffsetsRequest: API key 2, versions 1–11, flexible 6+. */
export interface ListOffsetsRequest {
  /** A broker id. */
  replicaId: number;
  /** Versions 2+. */
  isolationLevel: number;
  topics: ListOffsetsTopic[];
  /** Versions 10+. Dropped where the version lacks it. */
  timeoutMs: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ListOffsetsRequest: MessageCodec<ListOffsetsRequest> = defineMessage<ListOffsetsRequest>({
  name: "ListOffsetsRequest",
  kind: "request",
  apiKey: 2,
  lowestVersion: 1,
  highestVersion: 11,
  flexibleFrom: 6,
  decode: decodeListOffsetsRequest,
  encode: encodeListOffsetsRequest,
});

/** ListOffsetsResponse: API key 2, versions 1–11, flexible 6+. */
export interface ListOffsetsResponse {
  /** Versions 2+. Dropped where the version lacks it. */
  throttleTimeMs: number;
  topics: ListOffsetsTopicResponse[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ListOffsetsResponse: MessageCodec<ListOffsetsResponse> = defineMessage<ListOffsetsResponse>({
  name: "ListOffsetsResponse",
  kind: "response",
  apiKey: 2,
  lowestVersion: 1,
  highestVersion: 11,
  flexibleFrom: 6,
  decode: decodeListOffsetsResponse,
  encode: encodeListOffsetsResponse,
});

/** In `ListOffsetsTopic.partitions`. */
export interface ListOffsetsPartition {
  partitionIndex: number;
  /** Versions 4+. Default -1. Dropped where the version lacks it. */
  currentLeaderEpoch: number;
  timestamp: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ListOffsetsRequest.topics`. */
export interface ListOffsetsTopic {
  /** A topic name. */
  name: string;
  partitions: ListOffsetsPartition[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ListOffsetsTopicResponse.partitions`. */
export interface ListOffsetsPartitionResponse {
  partitionIndex: number;
  errorCode: number;
  /** Default -1. */
  timestamp: number;
  /** Default -1. */
  offset: number;
  /** Versions 4+. Default -1. */
  leaderEpoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ListOffsetsResponse.topics`. */
export interface ListOffsetsTopicResponse {
  /** A topic name. */
  name: string;
  partitions: ListOffsetsPartitionResponse[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeListOffsetsPartition(reader: WireReader, version: number): ListOffsetsPartition {
  const partitionIndex = reader.int32("ListOffsetsPartition.partitionIndex");
  const currentLeaderEpoch = version >= 4 ? reader.int32("ListOffsetsPartition.currentLeaderEpoch") : -1;
  const timestamp = reader.int64("ListOffsetsPartition.timestamp");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 6) {
    for (let left = reader.taggedFieldCount("ListOffsetsPartition"); left > 0; left--) {
      const tag = reader.unsignedVarint("ListOffsetsPartition");
      const end = reader.taggedFieldEnd("ListOffsetsPartition");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: ListOffsetsPartition = { partitionIndex, currentLeaderEpoch, timestamp };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeListOffsetsPartition(writer: WireWriter, message: Input<ListOffsetsPartition>, version: number): void {
  const { partitionIndex = 0, currentLeaderEpoch = -1, timestamp = 0, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "ListOffsetsPartition.partitionIndex");
  if (version >= 4) {
    writer.int32(currentLeaderEpoch, "ListOffsetsPartition.currentLeaderEpoch");
  }
  writer.int64(timestamp, "ListOffsetsPartition.timestamp");
  if (version >= 6) {
    writer.taggedFields(unknownTaggedFields, "ListOffsetsPartition");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ListOffsetsPartition", version);
  }
}

function decodeListOffsetsTopic(reader: WireReader, version: number): ListOffsetsTopic {
  const name = version >= 6 ? reader.compactString("ListOffsetsTopic.name") : reader.string("ListOffsetsTopic.name");
  const partitions: ListOffsetsPartition[] = [];
  for (let left = version >= 6 ? reader.compactArrayLength(17, "ListOffsetsTopic.partitions") : version >= 4 ? reader.arrayLength(16, "ListOffsetsTopic.partitions") : reader.arrayLength(12, "ListOffsetsTopic.partitions"); left > 0; left--) partitions.push(decodeListOffsetsPartition(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 6) {
    for (let left = reader.taggedFieldCount("ListOffsetsTopic"); left > 0; left--) {
      const tag = reader.unsignedVarint("ListOffsetsTopic");
      const end = reader.taggedFieldEnd("ListOffsetsTopic");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: ListOffsetsTopic = { name, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeListOffsetsTopic(writer: WireWriter, message: Input<ListOffsetsTopic>, version: number): void {
  const { name = "", partitions = [], unknownTaggedFields } = message;
  if (version >= 6) {
    writer.compactString(name, "ListOffsetsTopic.name");
  } else {
    writer.string(name, "ListOffsetsTopic.name");
  }
  if (version >= 6) {
    writer.compactArrayLength(partitions, "ListOffsetsTopic.partitions");
    for (const element of partitions) encodeListOffsetsPartition(writer, element, version);
  } else {
    writer.arrayLength(partitions, "ListOffsetsTopic.partitions");
    for (const element of partitions) encodeListOffsetsPartition(writer, element, version);
  }
  if (version >= 6) {
    writer.taggedFields(unknownTaggedFields, "ListOffsetsTopic");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ListOffsetsTopic", version);
  }
}

function decodeListOffsetsRequest(reader: WireReader, version: number): ListOffsetsRequest {
  const replicaId = reader.int32("ListOffsetsRequest.replicaId");
  const isolationLevel = version >= 2 ? reader.int8("ListOffsetsRequest.isolationLevel") : 0;
  const topics: ListOffsetsTopic[] = [];
  for (let left = version >= 6 ? reader.compactArrayLength(3, "ListOffsetsRequest.topics") : reader.arrayLength(6, "ListOffsetsRequest.topics"); left > 0; left--) topics.push(decodeListOffsetsTopic(reader, version));
  const timeoutMs = version >= 10 ? reader.int32("ListOffsetsRequest.timeoutMs") : 0;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 6) {
    for (let left = reader.taggedFieldCount("ListOffsetsRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("ListOffsetsRequest");
      const end = reader.taggedFieldEnd("ListOffsetsRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: ListOffsetsRequest = { replicaId, isolationLevel, topics, timeoutMs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeListOffsetsRequest(writer: WireWriter, message: Input<ListOffsetsRequest>, version: number): void {
  const { replicaId = 0, isolationLevel = 0, topics = [], timeoutMs = 0, unknownTaggedFields } = message;
  writer.int32(replicaId, "ListOffsetsRequest.replicaId");
  if (version >= 2) {
    writer.int8(isolationLevel, "ListOffsetsRequest.isolationLevel");
  } else {
    if (isolationLevel !== 0) writer.unsupported("ListOffsetsRequest.isolationLevel", version);
  }
  if (version >= 6) {
    writer.compactArrayLength(topics, "ListOffsetsRequest.topics");
    for (const element of topics) encodeListOffsetsTopic(writer, element, version);
  } else {
    writer.arrayLength(topics, "ListOffsetsRequest.topics");
    for (const element of topics) encodeListOffsetsTopic(writer, element, version);
  }
  if (version >= 10) {
    writer.int32(timeoutMs, "ListOffsetsRequest.timeoutMs");
  }
  if (version >= 6) {
    writer.taggedFields(unknownTaggedFields, "ListOffsetsRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ListOffsetsRequest", version);
  }
}

function decodeListOffsetsPartitionResponse(reader: WireReader, version: number): ListOffsetsPartitionResponse {
  const partitionIndex = reader.int32("ListOffsetsPartitionResponse.partitionIndex");
  const errorCode = reader.int16("ListOffsetsPartitionResponse.errorCode");
  const timestamp = reader.int64("ListOffsetsPartitionResponse.timestamp");
  const offset = reader.int64("ListOffsetsPartitionResponse.offset");
  const leaderEpoch = version >= 4 ? reader.int32("ListOffsetsPartitionResponse.leaderEpoch") : -1;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 6) {
    for (let left = reader.taggedFieldCount("ListOffsetsPartitionResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("ListOffsetsPartitionResponse");
      const end = reader.taggedFieldEnd("ListOffsetsPartitionResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: ListOffsetsPartitionResponse = { partitionIndex, errorCode, timestamp, offset, leaderEpoch };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeListOffsetsPartitionResponse(writer: WireWriter, message: Input<ListOffsetsPartitionResponse>, version: number): void {
  const { partitionIndex = 0, errorCode = 0, timestamp = -1, offset = -1, leaderEpoch = -1, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "ListOffsetsPartitionResponse.partitionIndex");
  writer.int16(errorCode, "ListOffsetsPartitionResponse.errorCode");
  writer.int64(timestamp, "ListOffsetsPartitionResponse.timestamp");
  writer.int64(offset, "ListOffsetsPartitionResponse.offset");
  if (version >= 4) {
    writer.int32(leaderEpoch, "ListOffsetsPartitionResponse.leaderEpoch");
  } else {
    if (leaderEpoch !== -1) writer.unsupported("ListOffsetsPartitionResponse.leaderEpoch", version);
  }
  if (version >= 6) {
    writer.taggedFields(unknownTaggedFields, "ListOffsetsPartitionResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ListOffsetsPartitionResponse", version);
  }
}

function decodeListOffsetsTopicResponse(reader: WireReader, version: number): ListOffsetsTopicResponse {
  const name = version >= 6 ? reader.compactString("ListOffsetsTopicResponse.name") : reader.string("ListOffsetsTopicResponse.name");
  const partitions: ListOffsetsPartitionResponse[] = [];
  for (let left = version >= 6 ? reader.compactArrayLength(27, "ListOffsetsTopicResponse.partitions") : version >= 4 ? reader.arrayLength(26, "ListOffsetsTopicResponse.partitions") : reader.arrayLength(22, "ListOffsetsTopicResponse.partitions"); left > 0; left--) partitions.push(decodeListOffsetsPartitionResponse(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 6) {
    for (let left = reader.taggedFieldCount("ListOffsetsTopicResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("ListOffsetsTopicResponse");
      const end = reader.taggedFieldEnd("ListOffsetsTopicResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: ListOffsetsTopicResponse = { name, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeListOffsetsTopicResponse(writer: WireWriter, message: Input<ListOffsetsTopicResponse>, version: number): void {
  const { name = "", partitions = [], unknownTaggedFields } = message;
  if (version >= 6) {
    writer.compactString(name, "ListOffsetsTopicResponse.name");
  } else {
    writer.string(name, "ListOffsetsTopicResponse.name");
  }
  if (version >= 6) {
    writer.compactArrayLength(partitions, "ListOffsetsTopicResponse.partitions");
    for (const element of partitions) encodeListOffsetsPartitionResponse(writer, element, version);
  } else {
    writer.arrayLength(partitions, "ListOffsetsTopicResponse.partitions");
    for (const element of partitions) encodeListOffsetsPartitionResponse(writer, element, version);
  }
  if (version >= 6) {
    writer.taggedFields(unknownTaggedFields, "ListOffsetsTopicResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ListOffsetsTopicResponse", version);
  }
}

function decodeListOffsetsResponse(reader: WireReader, version: number): ListOffsetsResponse {
  const throttleTimeMs = version >= 2 ? reader.int32("ListOffsetsResponse.throttleTimeMs") : 0;
  const topics: ListOffsetsTopicResponse[] = [];
  for (let left = version >= 6 ? reader.compactArrayLength(3, "ListOffsetsResponse.topics") : reader.arrayLength(6, "ListOffsetsResponse.topics"); left > 0; left--) topics.push(decodeListOffsetsTopicResponse(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 6) {
    for (let left = reader.taggedFieldCount("ListOffsetsResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("ListOffsetsResponse");
      const end = reader.taggedFieldEnd("ListOffsetsResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: ListOffsetsResponse = { throttleTimeMs, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeListOffsetsResponse(writer: WireWriter, message: Input<ListOffsetsResponse>, version: number): void {
  const { throttleTimeMs = 0, topics = [], unknownTaggedFields } = message;
  if (version >= 2) {
    writer.int32(throttleTimeMs, "ListOffsetsResponse.throttleTimeMs");
  }
  if (version >= 6) {
    writer.compactArrayLength(topics, "ListOffsetsResponse.topics");
    for (const element of topics) encodeListOffsetsTopicResponse(writer, element, version);
  } else {
    writer.arrayLength(topics, "ListOffsetsResponse.topics");
    for (const element of topics) encodeListOffsetsTopicResponse(writer, element, version);
  }
  if (version >= 6) {
    writer.taggedFields(unknownTaggedFields, "ListOffsetsResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ListOffsetsResponse", version);
  }
}
