// Generated from schema/23-offset-for-leader-epoch.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** OffsetForLeaderEpochRequest: API key 23, versions 2–4, flexible 4+. */
export interface OffsetForLeaderEpochRequest {
  /** A broker id. Versions 3+. Default -2. Dropped where the version lacks it. */
  replicaId: number;
  topics: OffsetForLeaderTopic[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const OffsetForLeaderEpochRequest: MessageCodec<OffsetForLeaderEpochRequest> = defineMessage<OffsetForLeaderEpochRequest>({
  name: "OffsetForLeaderEpochRequest",
  kind: "request",
  apiKey: 23,
  lowestVersion: 2,
  highestVersion: 4,
  flexibleFrom: 4,
  decode: decodeOffsetForLeaderEpochRequest,
  encode: encodeOffsetForLeaderEpochRequest,
});

/** OffsetForLeaderEpochResponse: API key 23, versions 2–4, flexible 4+. */
export interface OffsetForLeaderEpochResponse {
  throttleTimeMs: number;
  topics: OffsetForLeaderTopicResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const OffsetForLeaderEpochResponse: MessageCodec<OffsetForLeaderEpochResponse> = defineMessage<OffsetForLeaderEpochResponse>({
  name: "OffsetForLeaderEpochResponse",
  kind: "response",
  apiKey: 23,
  lowestVersion: 2,
  highestVersion: 4,
  flexibleFrom: 4,
  decode: decodeOffsetForLeaderEpochResponse,
  encode: encodeOffsetForLeaderEpochResponse,
});

/** In `OffsetForLeaderTopic.partitions`. */
export interface OffsetForLeaderPartition {
  partition: number;
  /** Default -1. */
  currentLeaderEpoch: number;
  leaderEpoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `OffsetForLeaderEpochRequest.topics`. */
export interface OffsetForLeaderTopic {
  /** A topic name. */
  topic: string;
  partitions: OffsetForLeaderPartition[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `OffsetForLeaderTopicResult.partitions`. */
export interface EpochEndOffset {
  errorCode: number;
  partition: number;
  /** Default -1. */
  leaderEpoch: number;
  /** Default -1. */
  endOffset: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `OffsetForLeaderEpochResponse.topics`. */
export interface OffsetForLeaderTopicResult {
  /** A topic name. */
  topic: string;
  partitions: EpochEndOffset[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeOffsetForLeaderPartition(reader: WireReader, version: number): OffsetForLeaderPartition {
  const partition = reader.int32("OffsetForLeaderPartition.partition");
  const currentLeaderEpoch = reader.int32("OffsetForLeaderPartition.currentLeaderEpoch");
  const leaderEpoch = reader.int32("OffsetForLeaderPartition.leaderEpoch");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("OffsetForLeaderPartition"); left > 0; left--) {
      const tag = reader.unsignedVarint("OffsetForLeaderPartition");
      const end = reader.taggedFieldEnd("OffsetForLeaderPartition");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: OffsetForLeaderPartition = { partition, currentLeaderEpoch, leaderEpoch };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetForLeaderPartition(writer: WireWriter, message: Input<OffsetForLeaderPartition>, version: number): void {
  const { partition = 0, currentLeaderEpoch = -1, leaderEpoch = 0, unknownTaggedFields } = message;
  writer.int32(partition, "OffsetForLeaderPartition.partition");
  writer.int32(currentLeaderEpoch, "OffsetForLeaderPartition.currentLeaderEpoch");
  writer.int32(leaderEpoch, "OffsetForLeaderPartition.leaderEpoch");
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "OffsetForLeaderPartition");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "OffsetForLeaderPartition", version);
  }
}

function decodeOffsetForLeaderTopic(reader: WireReader, version: number): OffsetForLeaderTopic {
  const topic = version >= 4 ? reader.compactString("OffsetForLeaderTopic.topic") : reader.string("OffsetForLeaderTopic.topic");
  const partitions: OffsetForLeaderPartition[] = [];
  for (let left = version >= 4 ? reader.compactArrayLength(13, "OffsetForLeaderTopic.partitions") : reader.arrayLength(12, "OffsetForLeaderTopic.partitions"); left > 0; left--) partitions.push(decodeOffsetForLeaderPartition(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("OffsetForLeaderTopic"); left > 0; left--) {
      const tag = reader.unsignedVarint("OffsetForLeaderTopic");
      const end = reader.taggedFieldEnd("OffsetForLeaderTopic");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: OffsetForLeaderTopic = { topic, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetForLeaderTopic(writer: WireWriter, message: Input<OffsetForLeaderTopic>, version: number): void {
  const { topic = "", partitions = [], unknownTaggedFields } = message;
  if (version >= 4) {
    writer.compactString(topic, "OffsetForLeaderTopic.topic");
  } else {
    writer.string(topic, "OffsetForLeaderTopic.topic");
  }
  if (version >= 4) {
    writer.compactArrayLength(partitions, "OffsetForLeaderTopic.partitions");
    for (const element of partitions) encodeOffsetForLeaderPartition(writer, element, version);
  } else {
    writer.arrayLength(partitions, "OffsetForLeaderTopic.partitions");
    for (const element of partitions) encodeOffsetForLeaderPartition(writer, element, version);
  }
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "OffsetForLeaderTopic");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "OffsetForLeaderTopic", version);
  }
}

function decodeOffsetForLeaderEpochRequest(reader: WireReader, version: number): OffsetForLeaderEpochRequest {
  const replicaId = version >= 3 ? reader.int32("OffsetForLeaderEpochRequest.replicaId") : -2;
  const topics: OffsetForLeaderTopic[] = [];
  for (let left = version >= 4 ? reader.compactArrayLength(3, "OffsetForLeaderEpochRequest.topics") : reader.arrayLength(6, "OffsetForLeaderEpochRequest.topics"); left > 0; left--) topics.push(decodeOffsetForLeaderTopic(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("OffsetForLeaderEpochRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("OffsetForLeaderEpochRequest");
      const end = reader.taggedFieldEnd("OffsetForLeaderEpochRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: OffsetForLeaderEpochRequest = { replicaId, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetForLeaderEpochRequest(writer: WireWriter, message: Input<OffsetForLeaderEpochRequest>, version: number): void {
  const { replicaId = -2, topics = [], unknownTaggedFields } = message;
  if (version >= 3) {
    writer.int32(replicaId, "OffsetForLeaderEpochRequest.replicaId");
  }
  if (version >= 4) {
    writer.compactArrayLength(topics, "OffsetForLeaderEpochRequest.topics");
    for (const element of topics) encodeOffsetForLeaderTopic(writer, element, version);
  } else {
    writer.arrayLength(topics, "OffsetForLeaderEpochRequest.topics");
    for (const element of topics) encodeOffsetForLeaderTopic(writer, element, version);
  }
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "OffsetForLeaderEpochRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "OffsetForLeaderEpochRequest", version);
  }
}

function decodeEpochEndOffset(reader: WireReader, version: number): EpochEndOffset {
  const errorCode = reader.int16("EpochEndOffset.errorCode");
  const partition = reader.int32("EpochEndOffset.partition");
  const leaderEpoch = reader.int32("EpochEndOffset.leaderEpoch");
  const endOffset = reader.int64("EpochEndOffset.endOffset");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("EpochEndOffset"); left > 0; left--) {
      const tag = reader.unsignedVarint("EpochEndOffset");
      const end = reader.taggedFieldEnd("EpochEndOffset");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: EpochEndOffset = { errorCode, partition, leaderEpoch, endOffset };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeEpochEndOffset(writer: WireWriter, message: Input<EpochEndOffset>, version: number): void {
  const { errorCode = 0, partition = 0, leaderEpoch = -1, endOffset = -1, unknownTaggedFields } = message;
  writer.int16(errorCode, "EpochEndOffset.errorCode");
  writer.int32(partition, "EpochEndOffset.partition");
  writer.int32(leaderEpoch, "EpochEndOffset.leaderEpoch");
  writer.int64(endOffset, "EpochEndOffset.endOffset");
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "EpochEndOffset");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "EpochEndOffset", version);
  }
}

function decodeOffsetForLeaderTopicResult(reader: WireReader, version: number): OffsetForLeaderTopicResult {
  const topic = version >= 4 ? reader.compactString("OffsetForLeaderTopicResult.topic") : reader.string("OffsetForLeaderTopicResult.topic");
  const partitions: EpochEndOffset[] = [];
  for (let left = version >= 4 ? reader.compactArrayLength(19, "OffsetForLeaderTopicResult.partitions") : reader.arrayLength(18, "OffsetForLeaderTopicResult.partitions"); left > 0; left--) partitions.push(decodeEpochEndOffset(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("OffsetForLeaderTopicResult"); left > 0; left--) {
      const tag = reader.unsignedVarint("OffsetForLeaderTopicResult");
      const end = reader.taggedFieldEnd("OffsetForLeaderTopicResult");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: OffsetForLeaderTopicResult = { topic, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetForLeaderTopicResult(writer: WireWriter, message: Input<OffsetForLeaderTopicResult>, version: number): void {
  const { topic = "", partitions = [], unknownTaggedFields } = message;
  if (version >= 4) {
    writer.compactString(topic, "OffsetForLeaderTopicResult.topic");
  } else {
    writer.string(topic, "OffsetForLeaderTopicResult.topic");
  }
  if (version >= 4) {
    writer.compactArrayLength(partitions, "OffsetForLeaderTopicResult.partitions");
    for (const element of partitions) encodeEpochEndOffset(writer, element, version);
  } else {
    writer.arrayLength(partitions, "OffsetForLeaderTopicResult.partitions");
    for (const element of partitions) encodeEpochEndOffset(writer, element, version);
  }
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "OffsetForLeaderTopicResult");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "OffsetForLeaderTopicResult", version);
  }
}

function decodeOffsetForLeaderEpochResponse(reader: WireReader, version: number): OffsetForLeaderEpochResponse {
  const throttleTimeMs = reader.int32("OffsetForLeaderEpochResponse.throttleTimeMs");
  const topics: OffsetForLeaderTopicResult[] = [];
  for (let left = version >= 4 ? reader.compactArrayLength(3, "OffsetForLeaderEpochResponse.topics") : reader.arrayLength(6, "OffsetForLeaderEpochResponse.topics"); left > 0; left--) topics.push(decodeOffsetForLeaderTopicResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("OffsetForLeaderEpochResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("OffsetForLeaderEpochResponse");
      const end = reader.taggedFieldEnd("OffsetForLeaderEpochResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: OffsetForLeaderEpochResponse = { throttleTimeMs, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOffsetForLeaderEpochResponse(writer: WireWriter, message: Input<OffsetForLeaderEpochResponse>, version: number): void {
  const { throttleTimeMs = 0, topics = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "OffsetForLeaderEpochResponse.throttleTimeMs");
  if (version >= 4) {
    writer.compactArrayLength(topics, "OffsetForLeaderEpochResponse.topics");
    for (const element of topics) encodeOffsetForLeaderTopicResult(writer, element, version);
  } else {
    writer.arrayLength(topics, "OffsetForLeaderEpochResponse.topics");
    for (const element of topics) encodeOffsetForLeaderTopicResult(writer, element, version);
  }
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "OffsetForLeaderEpochResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "OffsetForLeaderEpochResponse", version);
  }
}
