// Generated from schema/28-txn-offset-commit.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** TxnOffsetCommitRequest: API key 28, versions 0–5, flexible 3+. */
export interface TxnOffsetCommitRequest {
  /** A transactional id. */
  transactionalId: string;
  /** A group id. */
  groupId: string;
  /** A producer id. */
  producerId: bigint;
  producerEpoch: number;
  /** Versions 3+. Default -1. */
  generationId: number;
  /** Versions 3+. Default "". */
  memberId: string;
  /** Versions 3+. Default null. */
  groupInstanceId: string | null;
  topics: TxnOffsetCommitRequestTopic[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const TxnOffsetCommitRequest: MessageCodec<TxnOffsetCommitRequest> = defineMessage<TxnOffsetCommitRequest>({
  name: "TxnOffsetCommitRequest",
  kind: "request",
  apiKey: 28,
  lowestVersion: 0,
  highestVersion: 5,
  flexibleFrom: 3,
  decode: decodeTxnOffsetCommitRequest,
  encode: encodeTxnOffsetCommitRequest,
});

/** TxnOffsetCommitResponse: API key 28, versions 0–5, flexible 3+. */
export interface TxnOffsetCommitResponse {
  throttleTimeMs: number;
  topics: TxnOffsetCommitResponseTopic[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const TxnOffsetCommitResponse: MessageCodec<TxnOffsetCommitResponse> = defineMessage<TxnOffsetCommitResponse>({
  name: "TxnOffsetCommitResponse",
  kind: "response",
  apiKey: 28,
  lowestVersion: 0,
  highestVersion: 5,
  flexibleFrom: 3,
  decode: decodeTxnOffsetCommitResponse,
  encode: encodeTxnOffsetCommitResponse,
});

/** In `TxnOffsetCommitRequestTopic.partitions`. */
export interface TxnOffsetCommitRequestPartition {
  partitionIndex: number;
  committedOffset: number;
  /** Versions 2+. Default -1. Dropped where the version lacks it. */
  committedLeaderEpoch: number;
  committedMetadata: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `TxnOffsetCommitRequest.topics`. */
export interface TxnOffsetCommitRequestTopic {
  /** A topic name. */
  name: string;
  partitions: TxnOffsetCommitRequestPartition[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `TxnOffsetCommitResponseTopic.partitions`. */
export interface TxnOffsetCommitResponsePartition {
  partitionIndex: number;
  errorCode: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `TxnOffsetCommitResponse.topics`. */
export interface TxnOffsetCommitResponseTopic {
  /** A topic name. */
  name: string;
  partitions: TxnOffsetCommitResponsePartition[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeTxnOffsetCommitRequestPartition(reader: WireReader, version: number): TxnOffsetCommitRequestPartition {
  const partitionIndex = reader.int32("TxnOffsetCommitRequestPartition.partitionIndex");
  const committedOffset = reader.int64("TxnOffsetCommitRequestPartition.committedOffset");
  const committedLeaderEpoch = version >= 2 ? reader.int32("TxnOffsetCommitRequestPartition.committedLeaderEpoch") : -1;
  const committedMetadata = version >= 3 ? reader.compactNullableString("TxnOffsetCommitRequestPartition.committedMetadata") : reader.nullableString("TxnOffsetCommitRequestPartition.committedMetadata");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("TxnOffsetCommitRequestPartition"); left > 0; left--) {
      const tag = reader.unsignedVarint("TxnOffsetCommitRequestPartition");
      const end = reader.taggedFieldEnd("TxnOffsetCommitRequestPartition");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: TxnOffsetCommitRequestPartition = { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTxnOffsetCommitRequestPartition(writer: WireWriter, message: Input<TxnOffsetCommitRequestPartition>, version: number): void {
  const { partitionIndex = 0, committedOffset = 0, committedLeaderEpoch = -1, committedMetadata = "", unknownTaggedFields } = message;
  writer.int32(partitionIndex, "TxnOffsetCommitRequestPartition.partitionIndex");
  writer.int64(committedOffset, "TxnOffsetCommitRequestPartition.committedOffset");
  if (version >= 2) {
    writer.int32(committedLeaderEpoch, "TxnOffsetCommitRequestPartition.committedLeaderEpoch");
  }
  if (version >= 3) {
    writer.compactNullableString(committedMetadata, "TxnOffsetCommitRequestPartition.committedMetadata");
  } else {
    writer.nullableString(committedMetadata, "TxnOffsetCommitRequestPartition.committedMetadata");
  }
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "TxnOffsetCommitRequestPartition");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "TxnOffsetCommitRequestPartition", version);
  }
}

function decodeTxnOffsetCommitRequestTopic(reader: WireReader, version: number): TxnOffsetCommitRequestTopic {
  const name = version >= 3 ? reader.compactString("TxnOffsetCommitRequestTopic.name") : reader.string("TxnOffsetCommitRequestTopic.name");
  const partitions: TxnOffsetCommitRequestPartition[] = [];
  for (let left = version >= 3 ? reader.compactArrayLength(18, "TxnOffsetCommitRequestTopic.partitions") : version >= 2 ? reader.arrayLength(18, "TxnOffsetCommitRequestTopic.partitions") : reader.arrayLength(14, "TxnOffsetCommitRequestTopic.partitions"); left > 0; left--) partitions.push(decodeTxnOffsetCommitRequestPartition(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("TxnOffsetCommitRequestTopic"); left > 0; left--) {
      const tag = reader.unsignedVarint("TxnOffsetCommitRequestTopic");
      const end = reader.taggedFieldEnd("TxnOffsetCommitRequestTopic");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: TxnOffsetCommitRequestTopic = { name, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTxnOffsetCommitRequestTopic(writer: WireWriter, message: Input<TxnOffsetCommitRequestTopic>, version: number): void {
  const { name = "", partitions = [], unknownTaggedFields } = message;
  if (version >= 3) {
    writer.compactString(name, "TxnOffsetCommitRequestTopic.name");
  } else {
    writer.string(name, "TxnOffsetCommitRequestTopic.name");
  }
  if (version >= 3) {
    writer.compactArrayLength(partitions, "TxnOffsetCommitRequestTopic.partitions");
    for (const element of partitions) encodeTxnOffsetCommitRequestPartition(writer, element, version);
  } else {
    writer.arrayLength(partitions, "TxnOffsetCommitRequestTopic.partitions");
    for (const element of partitions) encodeTxnOffsetCommitRequestPartition(writer, element, version);
  }
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "TxnOffsetCommitRequestTopic");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "TxnOffsetCommitRequestTopic", version);
  }
}

function decodeTxnOffsetCommitRequest(reader: WireReader, version: number): TxnOffsetCommitRequest {
  const transactionalId = version >= 3 ? reader.compactString("TxnOffsetCommitRequest.transactionalId") : reader.string("TxnOffsetCommitRequest.transactionalId");
  const groupId = version >= 3 ? reader.compactString("TxnOffsetCommitRequest.groupId") : reader.string("TxnOffsetCommitRequest.groupId");
  const producerId = reader.int64BigInt("TxnOffsetCommitRequest.producerId");
  const producerEpoch = reader.int16("TxnOffsetCommitRequest.producerEpoch");
  const generationId = version >= 3 ? reader.int32("TxnOffsetCommitRequest.generationId") : -1;
  const memberId = version >= 3 ? reader.compactString("TxnOffsetCommitRequest.memberId") : "";
  const groupInstanceId = version >= 3 ? reader.compactNullableString("TxnOffsetCommitRequest.groupInstanceId") : null;
  const topics: TxnOffsetCommitRequestTopic[] = [];
  for (let left = version >= 3 ? reader.compactArrayLength(3, "TxnOffsetCommitRequest.topics") : reader.arrayLength(6, "TxnOffsetCommitRequest.topics"); left > 0; left--) topics.push(decodeTxnOffsetCommitRequestTopic(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("TxnOffsetCommitRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("TxnOffsetCommitRequest");
      const end = reader.taggedFieldEnd("TxnOffsetCommitRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: TxnOffsetCommitRequest = { transactionalId, groupId, producerId, producerEpoch, generationId, memberId, groupInstanceId, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTxnOffsetCommitRequest(writer: WireWriter, message: Input<TxnOffsetCommitRequest>, version: number): void {
  const { transactionalId = "", groupId = "", producerId = 0n, producerEpoch = 0, generationId = -1, memberId = "", groupInstanceId = null, topics = [], unknownTaggedFields } = message;
  if (version >= 3) {
    writer.compactString(transactionalId, "TxnOffsetCommitRequest.transactionalId");
  } else {
    writer.string(transactionalId, "TxnOffsetCommitRequest.transactionalId");
  }
  if (version >= 3) {
    writer.compactString(groupId, "TxnOffsetCommitRequest.groupId");
  } else {
    writer.string(groupId, "TxnOffsetCommitRequest.groupId");
  }
  writer.int64BigInt(producerId, "TxnOffsetCommitRequest.producerId");
  writer.int16(producerEpoch, "TxnOffsetCommitRequest.producerEpoch");
  if (version >= 3) {
    writer.int32(generationId, "TxnOffsetCommitRequest.generationId");
  } else {
    if (generationId !== -1) writer.unsupported("TxnOffsetCommitRequest.generationId", version);
  }
  if (version >= 3) {
    writer.compactString(memberId, "TxnOffsetCommitRequest.memberId");
  } else {
    if (memberId !== "") writer.unsupported("TxnOffsetCommitRequest.memberId", version);
  }
  if (version >= 3) {
    writer.compactNullableString(groupInstanceId, "TxnOffsetCommitRequest.groupInstanceId");
  } else {
    if (groupInstanceId !== null) writer.unsupported("TxnOffsetCommitRequest.groupInstanceId", version);
  }
  if (version >= 3) {
    writer.compactArrayLength(topics, "TxnOffsetCommitRequest.topics");
    for (const element of topics) encodeTxnOffsetCommitRequestTopic(writer, element, version);
  } else {
    writer.arrayLength(topics, "TxnOffsetCommitRequest.topics");
    for (const element of topics) encodeTxnOffsetCommitRequestTopic(writer, element, version);
  }
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "TxnOffsetCommitRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "TxnOffsetCommitRequest", version);
  }
}

function decodeTxnOffsetCommitResponsePartition(reader: WireReader, version: number): TxnOffsetCommitResponsePartition {
  const partitionIndex = reader.int32("TxnOffsetCommitResponsePartition.partitionIndex");
  const errorCode = reader.int16("TxnOffsetCommitResponsePartition.errorCode");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("TxnOffsetCommitResponsePartition"); left > 0; left--) {
      const tag = reader.unsignedVarint("TxnOffsetCommitResponsePartition");
      const end = reader.taggedFieldEnd("TxnOffsetCommitResponsePartition");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: TxnOffsetCommitResponsePartition = { partitionIndex, errorCode };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTxnOffsetCommitResponsePartition(writer: WireWriter, message: Input<TxnOffsetCommitResponsePartition>, version: number): void {
  const { partitionIndex = 0, errorCode = 0, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "TxnOffsetCommitResponsePartition.partitionIndex");
  writer.int16(errorCode, "TxnOffsetCommitResponsePartition.errorCode");
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "TxnOffsetCommitResponsePartition");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "TxnOffsetCommitResponsePartition", version);
  }
}

function decodeTxnOffsetCommitResponseTopic(reader: WireReader, version: number): TxnOffsetCommitResponseTopic {
  const name = version >= 3 ? reader.compactString("TxnOffsetCommitResponseTopic.name") : reader.string("TxnOffsetCommitResponseTopic.name");
  const partitions: TxnOffsetCommitResponsePartition[] = [];
  for (let left = version >= 3 ? reader.compactArrayLength(7, "TxnOffsetCommitResponseTopic.partitions") : reader.arrayLength(6, "TxnOffsetCommitResponseTopic.partitions"); left > 0; left--) partitions.push(decodeTxnOffsetCommitResponsePartition(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("TxnOffsetCommitResponseTopic"); left > 0; left--) {
      const tag = reader.unsignedVarint("TxnOffsetCommitResponseTopic");
      const end = reader.taggedFieldEnd("TxnOffsetCommitResponseTopic");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: TxnOffsetCommitResponseTopic = { name, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTxnOffsetCommitResponseTopic(writer: WireWriter, message: Input<TxnOffsetCommitResponseTopic>, version: number): void {
  const { name = "", partitions = [], unknownTaggedFields } = message;
  if (version >= 3) {
    writer.compactString(name, "TxnOffsetCommitResponseTopic.name");
  } else {
    writer.string(name, "TxnOffsetCommitResponseTopic.name");
  }
  if (version >= 3) {
    writer.compactArrayLength(partitions, "TxnOffsetCommitResponseTopic.partitions");
    for (const element of partitions) encodeTxnOffsetCommitResponsePartition(writer, element, version);
  } else {
    writer.arrayLength(partitions, "TxnOffsetCommitResponseTopic.partitions");
    for (const element of partitions) encodeTxnOffsetCommitResponsePartition(writer, element, version);
  }
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "TxnOffsetCommitResponseTopic");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "TxnOffsetCommitResponseTopic", version);
  }
}

function decodeTxnOffsetCommitResponse(reader: WireReader, version: number): TxnOffsetCommitResponse {
  const throttleTimeMs = reader.int32("TxnOffsetCommitResponse.throttleTimeMs");
  const topics: TxnOffsetCommitResponseTopic[] = [];
  for (let left = version >= 3 ? reader.compactArrayLength(3, "TxnOffsetCommitResponse.topics") : reader.arrayLength(6, "TxnOffsetCommitResponse.topics"); left > 0; left--) topics.push(decodeTxnOffsetCommitResponseTopic(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("TxnOffsetCommitResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("TxnOffsetCommitResponse");
      const end = reader.taggedFieldEnd("TxnOffsetCommitResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: TxnOffsetCommitResponse = { throttleTimeMs, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTxnOffsetCommitResponse(writer: WireWriter, message: Input<TxnOffsetCommitResponse>, version: number): void {
  const { throttleTimeMs = 0, topics = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "TxnOffsetCommitResponse.throttleTimeMs");
  if (version >= 3) {
    writer.compactArrayLength(topics, "TxnOffsetCommitResponse.topics");
    for (const element of topics) encodeTxnOffsetCommitResponseTopic(writer, element, version);
  } else {
    writer.arrayLength(topics, "TxnOffsetCommitResponse.topics");
    for (const element of topics) encodeTxnOffsetCommitResponseTopic(writer, element, version);
  }
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "TxnOffsetCommitResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "TxnOffsetCommitResponse", version);
  }
}
