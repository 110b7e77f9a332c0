// Generated from schema/83-initialize-share-group-state.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** InitializeShareGroupStateRequest: API key 83, versions 0, flexible 0+. */
export interface InitializeShareGroupStateRequest {
  groupId: string;
  topics: InitializeStateData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const InitializeShareGroupStateRequest: MessageCodec<InitializeShareGroupStateRequest> = defineMessage<InitializeShareGroupStateRequest>({
  name: "InitializeShareGroupStateRequest",
  kind: "request",
  apiKey: 83,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeInitializeShareGroupStateRequest,
  encode: encodeInitializeShareGroupStateRequest,
});

/** InitializeShareGroupStateResponse: API key 83, versions 0, flexible 0+. */
export interface InitializeShareGroupStateResponse {
  results: InitializeStateResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const InitializeShareGroupStateResponse: MessageCodec<InitializeShareGroupStateResponse> = defineMessage<InitializeShareGroupStateResponse>({
  name: "InitializeShareGroupStateResponse",
  kind: "response",
  apiKey: 83,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeInitializeShareGroupStateResponse,
  encode: encodeInitializeShareGroupStateResponse,
});

/** In `InitializeStateData.partitions`. */
export interface PartitionData {
  partition: number;
  stateEpoch: number;
  startOffset: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `InitializeShareGroupStateRequest.topics`. */
export interface InitializeStateData {
  topicId: Uuid;
  partitions: PartitionData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `InitializeStateResult.partitions`. */
export interface PartitionResult {
  partition: number;
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `InitializeShareGroupStateResponse.results`. */
export interface InitializeStateResult {
  topicId: Uuid;
  partitions: PartitionResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodePartitionData(reader: WireReader, _version: number): PartitionData {
  const partition = reader.int32("PartitionData.partition");
  const stateEpoch = reader.int32("PartitionData.stateEpoch");
  const startOffset = reader.int64("PartitionData.startOffset");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("PartitionData"); left > 0; left--) {
    const tag = reader.unsignedVarint("PartitionData");
    const end = reader.taggedFieldEnd("PartitionData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: PartitionData = { partition, stateEpoch, startOffset };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodePartitionData(writer: WireWriter, message: Input<PartitionData>, _version: number): void {
  const { partition = 0, stateEpoch = 0, startOffset = 0, unknownTaggedFields } = message;
  writer.int32(partition, "PartitionData.partition");
  writer.int32(stateEpoch, "PartitionData.stateEpoch");
  writer.int64(startOffset, "PartitionData.startOffset");
  writer.taggedFields(unknownTaggedFields, "PartitionData");
}

function decodeInitializeStateData(reader: WireReader, version: number): InitializeStateData {
  const topicId = reader.uuid("InitializeStateData.topicId");
  const partitions: PartitionData[] = [];
  for (let left = reader.compactArrayLength(17, "InitializeStateData.partitions"); left > 0; left--) partitions.push(decodePartitionData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("InitializeStateData"); left > 0; left--) {
    const tag = reader.unsignedVarint("InitializeStateData");
    const end = reader.taggedFieldEnd("InitializeStateData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: InitializeStateData = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeInitializeStateData(writer: WireWriter, message: Input<InitializeStateData>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "InitializeStateData.topicId");
  writer.compactArrayLength(partitions, "InitializeStateData.partitions");
  for (const element of partitions) encodePartitionData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "InitializeStateData");
}

function decodeInitializeShareGroupStateRequest(reader: WireReader, version: number): InitializeShareGroupStateRequest {
  const groupId = reader.compactString("InitializeShareGroupStateRequest.groupId");
  const topics: InitializeStateData[] = [];
  for (let left = reader.compactArrayLength(18, "InitializeShareGroupStateRequest.topics"); left > 0; left--) topics.push(decodeInitializeStateData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("InitializeShareGroupStateRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("InitializeShareGroupStateRequest");
    const end = reader.taggedFieldEnd("InitializeShareGroupStateRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: InitializeShareGroupStateRequest = { groupId, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeInitializeShareGroupStateRequest(writer: WireWriter, message: Input<InitializeShareGroupStateRequest>, version: number): void {
  const { groupId = "", topics = [], unknownTaggedFields } = message;
  writer.compactString(groupId, "InitializeShareGroupStateRequest.groupId");
  writer.compactArrayLength(topics, "InitializeShareGroupStateRequest.topics");
  for (const element of topics) encodeInitializeStateData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "InitializeShareGroupStateRequest");
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

function decodeInitializeStateResult(reader: WireReader, version: number): InitializeStateResult {
  const topicId = reader.uuid("InitializeStateResult.topicId");
  const partitions: PartitionResult[] = [];
  for (let left = reader.compactArrayLength(8, "InitializeStateResult.partitions"); left > 0; left--) partitions.push(decodePartitionResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("InitializeStateResult"); left > 0; left--) {
    const tag = reader.unsignedVarint("InitializeStateResult");
    const end = reader.taggedFieldEnd("InitializeStateResult");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: InitializeStateResult = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeInitializeStateResult(writer: WireWriter, message: Input<InitializeStateResult>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "InitializeStateResult.topicId");
  writer.compactArrayLength(partitions, "InitializeStateResult.partitions");
  for (const element of partitions) encodePartitionResult(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "InitializeStateResult");
}

function decodeInitializeShareGroupStateResponse(reader: WireReader, version: number): InitializeShareGroupStateResponse {
  const results: InitializeStateResult[] = [];
  for (let left = reader.compactArrayLength(18, "InitializeShareGroupStateResponse.results"); left > 0; left--) results.push(decodeInitializeStateResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("InitializeShareGroupStateResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("InitializeShareGroupStateResponse");
    const end = reader.taggedFieldEnd("InitializeShareGroupStateResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: InitializeShareGroupStateResponse = { results };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeInitializeShareGroupStateResponse(writer: WireWriter, message: Input<InitializeShareGroupStateResponse>, version: number): void {
  const { results = [], unknownTaggedFields } = message;
  writer.compactArrayLength(results, "InitializeShareGroupStateResponse.results");
  for (const element of results) encodeInitializeStateResult(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "InitializeShareGroupStateResponse");
}
