// Generated from schema/85-write-share-group-state.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** WriteShareGroupStateRequest: API key 85, versions 0–1, flexible 0+. */
export interface WriteShareGroupStateRequest {
  groupId: string;
  topics: WriteStateData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const WriteShareGroupStateRequest: MessageCodec<WriteShareGroupStateRequest> = defineMessage<WriteShareGroupStateRequest>({
  name: "WriteShareGroupStateRequest",
  kind: "request",
  apiKey: 85,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeWriteShareGroupStateRequest,
  encode: encodeWriteShareGroupStateRequest,
});

/** WriteShareGroupStateResponse: API key 85, versions 0–1, flexible 0+. */
export interface WriteShareGroupStateResponse {
  results: WriteStateResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const WriteShareGroupStateResponse: MessageCodec<WriteShareGroupStateResponse> = defineMessage<WriteShareGroupStateResponse>({
  name: "WriteShareGroupStateResponse",
  kind: "response",
  apiKey: 85,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeWriteShareGroupStateResponse,
  encode: encodeWriteShareGroupStateResponse,
});

/** In `PartitionData.stateBatches`. */
export interface StateBatch {
  firstOffset: number;
  lastOffset: number;
  deliveryState: number;
  deliveryCount: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `WriteStateData.partitions`. */
export interface PartitionData {
  partition: number;
  stateEpoch: number;
  leaderEpoch: number;
  startOffset: number;
  /** Versions 1+. Default -1. Dropped where the version lacks it. */
  deliveryCompleteCount: number;
  stateBatches: StateBatch[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `WriteShareGroupStateRequest.topics`. */
export interface WriteStateData {
  topicId: Uuid;
  partitions: PartitionData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `WriteStateResult.partitions`. */
export interface PartitionResult {
  partition: number;
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `WriteShareGroupStateResponse.results`. */
export interface WriteStateResult {
  topicId: Uuid;
  partitions: PartitionResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeStateBatch(reader: WireReader, _version: number): StateBatch {
  const firstOffset = reader.int64("StateBatch.firstOffset");
  const lastOffset = reader.int64("StateBatch.lastOffset");
  const deliveryState = reader.int8("StateBatch.deliveryState");
  const deliveryCount = reader.int16("StateBatch.deliveryCount");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("StateBatch"); left > 0; left--) {
    const tag = reader.unsignedVarint("StateBatch");
    const end = reader.taggedFieldEnd("StateBatch");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: StateBatch = { firstOffset, lastOffset, deliveryState, deliveryCount };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeStateBatch(writer: WireWriter, message: Input<StateBatch>, _version: number): void {
  const { firstOffset = 0, lastOffset = 0, deliveryState = 0, deliveryCount = 0, unknownTaggedFields } = message;
  writer.int64(firstOffset, "StateBatch.firstOffset");
  writer.int64(lastOffset, "StateBatch.lastOffset");
  writer.int8(deliveryState, "StateBatch.deliveryState");
  writer.int16(deliveryCount, "StateBatch.deliveryCount");
  writer.taggedFields(unknownTaggedFields, "StateBatch");
}

function decodePartitionData(reader: WireReader, version: number): PartitionData {
  const partition = reader.int32("PartitionData.partition");
  const stateEpoch = reader.int32("PartitionData.stateEpoch");
  const leaderEpoch = reader.int32("PartitionData.leaderEpoch");
  const startOffset = reader.int64("PartitionData.startOffset");
  const deliveryCompleteCount = version >= 1 ? reader.int32("PartitionData.deliveryCompleteCount") : -1;
  const stateBatches: StateBatch[] = [];
  for (let left = reader.compactArrayLength(20, "PartitionData.stateBatches"); left > 0; left--) stateBatches.push(decodeStateBatch(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("PartitionData"); left > 0; left--) {
    const tag = reader.unsignedVarint("PartitionData");
    const end = reader.taggedFieldEnd("PartitionData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: PartitionData = { partition, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodePartitionData(writer: WireWriter, message: Input<PartitionData>, version: number): void {
  const { partition = 0, stateEpoch = 0, leaderEpoch = 0, startOffset = 0, deliveryCompleteCount = -1, stateBatches = [], unknownTaggedFields } = message;
  writer.int32(partition, "PartitionData.partition");
  writer.int32(stateEpoch, "PartitionData.stateEpoch");
  writer.int32(leaderEpoch, "PartitionData.leaderEpoch");
  writer.int64(startOffset, "PartitionData.startOffset");
  if (version >= 1) {
    writer.int32(deliveryCompleteCount, "PartitionData.deliveryCompleteCount");
  }
  writer.compactArrayLength(stateBatches, "PartitionData.stateBatches");
  for (const element of stateBatches) encodeStateBatch(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "PartitionData");
}

function decodeWriteStateData(reader: WireReader, version: number): WriteStateData {
  const topicId = reader.uuid("WriteStateData.topicId");
  const partitions: PartitionData[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(26, "WriteStateData.partitions") : reader.compactArrayLength(22, "WriteStateData.partitions"); left > 0; left--) partitions.push(decodePartitionData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("WriteStateData"); left > 0; left--) {
    const tag = reader.unsignedVarint("WriteStateData");
    const end = reader.taggedFieldEnd("WriteStateData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: WriteStateData = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeWriteStateData(writer: WireWriter, message: Input<WriteStateData>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "WriteStateData.topicId");
  writer.compactArrayLength(partitions, "WriteStateData.partitions");
  for (const element of partitions) encodePartitionData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "WriteStateData");
}

function decodeWriteShareGroupStateRequest(reader: WireReader, version: number): WriteShareGroupStateRequest {
  const groupId = reader.compactString("WriteShareGroupStateRequest.groupId");
  const topics: WriteStateData[] = [];
  for (let left = reader.compactArrayLength(18, "WriteShareGroupStateRequest.topics"); left > 0; left--) topics.push(decodeWriteStateData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("WriteShareGroupStateRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("WriteShareGroupStateRequest");
    const end = reader.taggedFieldEnd("WriteShareGroupStateRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: WriteShareGroupStateRequest = { groupId, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeWriteShareGroupStateRequest(writer: WireWriter, message: Input<WriteShareGroupStateRequest>, version: number): void {
  const { groupId = "", topics = [], unknownTaggedFields } = message;
  writer.compactString(groupId, "WriteShareGroupStateRequest.groupId");
  writer.compactArrayLength(topics, "WriteShareGroupStateRequest.topics");
  for (const element of topics) encodeWriteStateData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "WriteShareGroupStateRequest");
}

function decodePartitionResult(reader: WireReader, _version: number): PartitionResult {
  const partition = reader.int32("PartitionResult.partition");
  const errorCode = reader.int16("PartitionResult.errorCode");
  const errorMessage = reader.compactNullableString("PartitionResult.errorMessage");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("PartitionResult"); left > 0; left--) {
    const tag = reader.unsignedVarint("PartitionResult");
    const end = reader.taggedFieldEnd("PartitionResult");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: PartitionResult = { partition, errorCode, errorMessage };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodePartitionResult(writer: WireWriter, message: Input<PartitionResult>, _version: number): void {
  const { partition = 0, errorCode = 0, errorMessage = null, unknownTaggedFields } = message;
  writer.int32(partition, "PartitionResult.partition");
  writer.int16(errorCode, "PartitionResult.errorCode");
  writer.compactNullableString(errorMessage, "PartitionResult.errorMessage");
  writer.taggedFields(unknownTaggedFields, "PartitionResult");
}

function decodeWriteStateResult(reader: WireReader, version: number): WriteStateResult {
  const topicId = reader.uuid("WriteStateResult.topicId");
  const partitions: PartitionResult[] = [];
  for (let left = reader.compactArrayLength(8, "WriteStateResult.partitions"); left > 0; left--) partitions.push(decodePartitionResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("WriteStateResult"); left > 0; left--) {
    const tag = reader.unsignedVarint("WriteStateResult");
    const end = reader.taggedFieldEnd("WriteStateResult");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: WriteStateResult = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeWriteStateResult(writer: WireWriter, message: Input<WriteStateResult>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "WriteStateResult.topicId");
  writer.compactArrayLength(partitions, "WriteStateResult.partitions");
  for (const element of partitions) encodePartitionResult(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "WriteStateResult");
}

function decodeWriteShareGroupStateResponse(reader: WireReader, version: number): WriteShareGroupStateResponse {
  const results: WriteStateResult[] = [];
  for (let left = reader.compactArrayLength(18, "WriteShareGroupStateResponse.results"); left > 0; left--) results.push(decodeWriteStateResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("WriteShareGroupStateResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("WriteShareGroupStateResponse");
    const end = reader.taggedFieldEnd("WriteShareGroupStateResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: WriteShareGroupStateResponse = { results };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeWriteShareGroupStateResponse(writer: WireWriter, message: Input<WriteShareGroupStateResponse>, version: number): void {
  const { results = [], unknownTaggedFields } = message;
  writer.compactArrayLength(results, "WriteShareGroupStateResponse.results");
  for (const element of results) encodeWriteStateResult(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "WriteShareGroupStateResponse");
}
