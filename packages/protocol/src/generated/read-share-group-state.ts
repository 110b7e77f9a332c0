// Generated from schema/84-read-share-group-state.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ReadShareGroupStateRequest: API key 84, versions 0, flexible 0+. */
export interface ReadShareGroupStateRequest {
  groupId: string;
  topics: ReadStateData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ReadShareGroupStateRequest: MessageCodec<ReadShareGroupStateRequest> = defineMessage<ReadShareGroupStateRequest>({
  name: "ReadShareGroupStateRequest",
  kind: "request",
  apiKey: 84,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeReadShareGroupStateRequest,
  encode: encodeReadShareGroupStateRequest,
});

/** ReadShareGroupStateResponse: API key 84, versions 0, flexible 0+. */
export interface ReadShareGroupStateResponse {
  results: ReadStateResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ReadShareGroupStateResponse: MessageCodec<ReadShareGroupStateResponse> = defineMessage<ReadShareGroupStateResponse>({
  name: "ReadShareGroupStateResponse",
  kind: "response",
  apiKey: 84,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeReadShareGroupStateResponse,
  encode: encodeReadShareGroupStateResponse,
});

/** In `ReadStateData.partitions`. */
export interface PartitionData {
  partition: number;
  leaderEpoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ReadShareGroupStateRequest.topics`. */
export interface ReadStateData {
  topicId: Uuid;
  partitions: PartitionData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `PartitionResult.stateBatches`. */
export interface StateBatch {
  firstOffset: number;
  lastOffset: number;
  deliveryState: number;
  deliveryCount: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ReadStateResult.partitions`. */
export interface PartitionResult {
  partition: number;
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  stateEpoch: number;
  startOffset: number;
  stateBatches: StateBatch[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ReadShareGroupStateResponse.results`. */
export interface ReadStateResult {
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

function decodeReadStateData(reader: WireReader, version: number): ReadStateData {
  const topicId = reader.uuid("ReadStateData.topicId");
  const partitions: PartitionData[] = [];
  for (let left = reader.compactArrayLength(9, "ReadStateData.partitions"); left > 0; left--) partitions.push(decodePartitionData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ReadStateData"); left > 0; left--) {
    const tag = reader.unsignedVarint("ReadStateData");
    const end = reader.taggedFieldEnd("ReadStateData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ReadStateData = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeReadStateData(writer: WireWriter, message: Input<ReadStateData>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "ReadStateData.topicId");
  writer.compactArrayLength(partitions, "ReadStateData.partitions");
  for (const element of partitions) encodePartitionData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ReadStateData");
}

function decodeReadShareGroupStateRequest(reader: WireReader, version: number): ReadShareGroupStateRequest {
  const groupId = reader.compactString("ReadShareGroupStateRequest.groupId");
  const topics: ReadStateData[] = [];
  for (let left = reader.compactArrayLength(18, "ReadShareGroupStateRequest.topics"); left > 0; left--) topics.push(decodeReadStateData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ReadShareGroupStateRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("ReadShareGroupStateRequest");
    const end = reader.taggedFieldEnd("ReadShareGroupStateRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ReadShareGroupStateRequest = { groupId, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeReadShareGroupStateRequest(writer: WireWriter, message: Input<ReadShareGroupStateRequest>, version: number): void {
  const { groupId = "", topics = [], unknownTaggedFields } = message;
  writer.compactString(groupId, "ReadShareGroupStateRequest.groupId");
  writer.compactArrayLength(topics, "ReadShareGroupStateRequest.topics");
  for (const element of topics) encodeReadStateData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ReadShareGroupStateRequest");
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

function decodePartitionResult(reader: WireReader, version: number): PartitionResult {
  const partition = reader.int32("PartitionResult.partition");
  const errorCode = reader.int16("PartitionResult.errorCode");
  const errorMessage = reader.compactNullableString("PartitionResult.errorMessage");
  const stateEpoch = reader.int32("PartitionResult.stateEpoch");
  const startOffset = reader.int64("PartitionResult.startOffset");
  const stateBatches: StateBatch[] = [];
  for (let left = reader.compactArrayLength(20, "PartitionResult.stateBatches"); left > 0; left--) stateBatches.push(decodeStateBatch(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("PartitionResult"); left > 0; left--) {
    const tag = reader.unsignedVarint("PartitionResult");
    const end = reader.taggedFieldEnd("PartitionResult");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: PartitionResult = { partition, errorCode, errorMessage, stateEpoch, startOffset, stateBatches };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodePartitionResult(writer: WireWriter, message: Input<PartitionResult>, version: number): void {
  const { partition = 0, errorCode = 0, errorMessage = null, stateEpoch = 0, startOffset = 0, stateBatches = [], unknownTaggedFields } = message;
  writer.int32(partition, "PartitionResult.partition");
  writer.int16(errorCode, "PartitionResult.errorCode");
  writer.compactNullableString(errorMessage, "PartitionResult.errorMessage");
  writer.int32(stateEpoch, "PartitionResult.stateEpoch");
  writer.int64(startOffset, "PartitionResult.startOffset");
  writer.compactArrayLength(stateBatches, "PartitionResult.stateBatches");
  for (const element of stateBatches) encodeStateBatch(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "PartitionResult");
}

function decodeReadStateResult(reader: WireReader, version: number): ReadStateResult {
  const topicId = reader.uuid("ReadStateResult.topicId");
  const partitions: PartitionResult[] = [];
  for (let left = reader.compactArrayLength(21, "ReadStateResult.partitions"); left > 0; left--) partitions.push(decodePartitionResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ReadStateResult"); left > 0; left--) {
    const tag = reader.unsignedVarint("ReadStateResult");
    const end = reader.taggedFieldEnd("ReadStateResult");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ReadStateResult = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeReadStateResult(writer: WireWriter, message: Input<ReadStateResult>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "ReadStateResult.topicId");
  writer.compactArrayLength(partitions, "ReadStateResult.partitions");
  for (const element of partitions) encodePartitionResult(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ReadStateResult");
}

function decodeReadShareGroupStateResponse(reader: WireReader, version: number): ReadShareGroupStateResponse {
  const results: ReadStateResult[] = [];
  for (let left = reader.compactArrayLength(18, "ReadShareGroupStateResponse.results"); left > 0; left--) results.push(decodeReadStateResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ReadShareGroupStateResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("ReadShareGroupStateResponse");
    const end = reader.taggedFieldEnd("ReadShareGroupStateResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ReadShareGroupStateResponse = { results };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeReadShareGroupStateResponse(writer: WireWriter, message: Input<ReadShareGroupStateResponse>, version: number): void {
  const { results = [], unknownTaggedFields } = message;
  writer.compactArrayLength(results, "ReadShareGroupStateResponse.results");
  for (const element of results) encodeReadStateResult(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ReadShareGroupStateResponse");
}
