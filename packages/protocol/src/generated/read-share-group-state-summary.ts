// Generated from schema/87-read-share-group-state-summary.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ReadShareGroupStateSummaryRequest: API key 87, versions 0–1, flexible 0+. */
export interface ReadShareGroupStateSummaryRequest {
  groupId: string;
  topics: ReadStateSummaryData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ReadShareGroupStateSummaryRequest: MessageCodec<ReadShareGroupStateSummaryRequest> = defineMessage<ReadShareGroupStateSummaryRequest>({
  name: "ReadShareGroupStateSummaryRequest",
  kind: "request",
  apiKey: 87,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeReadShareGroupStateSummaryRequest,
  encode: encodeReadShareGroupStateSummaryRequest,
});

/** ReadShareGroupStateSummaryResponse: API key 87, versions 0–1, flexible 0+. */
export interface ReadShareGroupStateSummaryResponse {
  results: ReadStateSummaryResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ReadShareGroupStateSummaryResponse: MessageCodec<ReadShareGroupStateSummaryResponse> = defineMessage<ReadShareGroupStateSummaryResponse>({
  name: "ReadShareGroupStateSummaryResponse",
  kind: "response",
  apiKey: 87,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeReadShareGroupStateSummaryResponse,
  encode: encodeReadShareGroupStateSummaryResponse,
});

/** In `ReadStateSummaryData.partitions`. */
export interface PartitionData {
  partition: number;
  leaderEpoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ReadShareGroupStateSummaryRequest.topics`. */
export interface ReadStateSummaryData {
  topicId: Uuid;
  partitions: PartitionData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ReadStateSummaryResult.partitions`. */
export interface PartitionResult {
  partition: number;
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  stateEpoch: number;
  leaderEpoch: number;
  startOffset: number;
  /** Versions 1+. Default -1. Dropped where the version lacks it. */
  deliveryCompleteCount: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ReadShareGroupStateSummaryResponse.results`. */
export interface ReadStateSummaryResult {
  topicId: Uuid;
  partitions: PartitionResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodePartitionData(reader: WireReader, _version: number): PartitionData {
  const partition = reader.int32("PartitionData.partition");
  const leaderEpoch = reader.int32("PartitionData.leaderEpoch");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("PartitionData"); left > 0; left--) {
    const tag = reader.unsignedVarint("PartitionData");
    const end = reader.taggedFieldEnd("PartitionData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: PartitionData = { partition, leaderEpoch };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodePartitionData(writer: WireWriter, message: Input<PartitionData>, _version: number): void {
  const { partition = 0, leaderEpoch = 0, unknownTaggedFields } = message;
  writer.int32(partition, "PartitionData.partition");
  writer.int32(leaderEpoch, "PartitionData.leaderEpoch");
  writer.taggedFields(unknownTaggedFields, "PartitionData");
}

function decodeReadStateSummaryData(reader: WireReader, version: number): ReadStateSummaryData {
  const topicId = reader.uuid("ReadStateSummaryData.topicId");
  const partitions: PartitionData[] = [];
  for (let left = reader.compactArrayLength(9, "ReadStateSummaryData.partitions"); left > 0; left--) partitions.push(decodePartitionData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ReadStateSummaryData"); left > 0; left--) {
    const tag = reader.unsignedVarint("ReadStateSummaryData");
    const end = reader.taggedFieldEnd("ReadStateSummaryData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ReadStateSummaryData = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeReadStateSummaryData(writer: WireWriter, message: Input<ReadStateSummaryData>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "ReadStateSummaryData.topicId");
  writer.compactArrayLength(partitions, "ReadStateSummaryData.partitions");
  for (const element of partitions) encodePartitionData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ReadStateSummaryData");
}

function decodeReadShareGroupStateSummaryRequest(reader: WireReader, version: number): ReadShareGroupStateSummaryRequest {
  const groupId = reader.compactString("ReadShareGroupStateSummaryRequest.groupId");
  const topics: ReadStateSummaryData[] = [];
  for (let left = reader.compactArrayLength(18, "ReadShareGroupStateSummaryRequest.topics"); left > 0; left--) topics.push(decodeReadStateSummaryData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ReadShareGroupStateSummaryRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("ReadShareGroupStateSummaryRequest");
    const end = reader.taggedFieldEnd("ReadShareGroupStateSummaryRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ReadShareGroupStateSummaryRequest = { groupId, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeReadShareGroupStateSummaryRequest(writer: WireWriter, message: Input<ReadShareGroupStateSummaryRequest>, version: number): void {
  const { groupId = "", topics = [], unknownTaggedFields } = message;
  writer.compactString(groupId, "ReadShareGroupStateSummaryRequest.groupId");
  writer.compactArrayLength(topics, "ReadShareGroupStateSummaryRequest.topics");
  for (const element of topics) encodeReadStateSummaryData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ReadShareGroupStateSummaryRequest");
}

function decodePartitionResult(reader: WireReader, version: number): PartitionResult {
  const partition = reader.int32("PartitionResult.partition");
  const errorCode = reader.int16("PartitionResult.errorCode");
  const errorMessage = reader.compactNullableString("PartitionResult.errorMessage");
  const stateEpoch = reader.int32("PartitionResult.stateEpoch");
  const leaderEpoch = reader.int32("PartitionResult.leaderEpoch");
  const startOffset = reader.int64("PartitionResult.startOffset");
  const deliveryCompleteCount = version >= 1 ? reader.int32("PartitionResult.deliveryCompleteCount") : -1;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("PartitionResult"); left > 0; left--) {
    const tag = reader.unsignedVarint("PartitionResult");
    const end = reader.taggedFieldEnd("PartitionResult");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: PartitionResult = { partition, errorCode, errorMessage, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodePartitionResult(writer: WireWriter, message: Input<PartitionResult>, version: number): void {
  const { partition = 0, errorCode = 0, errorMessage = null, stateEpoch = 0, leaderEpoch = 0, startOffset = 0, deliveryCompleteCount = -1, unknownTaggedFields } = message;
  writer.int32(partition, "PartitionResult.partition");
  writer.int16(errorCode, "PartitionResult.errorCode");
  writer.compactNullableString(errorMessage, "PartitionResult.errorMessage");
  writer.int32(stateEpoch, "PartitionResult.stateEpoch");
  writer.int32(leaderEpoch, "PartitionResult.leaderEpoch");
  writer.int64(startOffset, "PartitionResult.startOffset");
  if (version >= 1) {
    writer.int32(deliveryCompleteCount, "PartitionResult.deliveryCompleteCount");
  }
  writer.taggedFields(unknownTaggedFields, "PartitionResult");
}

function decodeReadStateSummaryResult(reader: WireReader, version: number): ReadStateSummaryResult {
  const topicId = reader.uuid("ReadStateSummaryResult.topicId");
  const partitions: PartitionResult[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(28, "ReadStateSummaryResult.partitions") : reader.compactArrayLength(24, "ReadStateSummaryResult.partitions"); left > 0; left--) partitions.push(decodePartitionResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ReadStateSummaryResult"); left > 0; left--) {
    const tag = reader.unsignedVarint("ReadStateSummaryResult");
    const end = reader.taggedFieldEnd("ReadStateSummaryResult");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ReadStateSummaryResult = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeReadStateSummaryResult(writer: WireWriter, message: Input<ReadStateSummaryResult>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "ReadStateSummaryResult.topicId");
  writer.compactArrayLength(partitions, "ReadStateSummaryResult.partitions");
  for (const element of partitions) encodePartitionResult(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ReadStateSummaryResult");
}

function decodeReadShareGroupStateSummaryResponse(reader: WireReader, version: number): ReadShareGroupStateSummaryResponse {
  const results: ReadStateSummaryResult[] = [];
  for (let left = reader.compactArrayLength(18, "ReadShareGroupStateSummaryResponse.results"); left > 0; left--) results.push(decodeReadStateSummaryResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ReadShareGroupStateSummaryResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("ReadShareGroupStateSummaryResponse");
    const end = reader.taggedFieldEnd("ReadShareGroupStateSummaryResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ReadShareGroupStateSummaryResponse = { results };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeReadShareGroupStateSummaryResponse(writer: WireWriter, message: Input<ReadShareGroupStateSummaryResponse>, version: number): void {
  const { results = [], unknownTaggedFields } = message;
  writer.compactArrayLength(results, "ReadShareGroupStateSummaryResponse.results");
  for (const element of results) encodeReadStateSummaryResult(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ReadShareGroupStateSummaryResponse");
}
