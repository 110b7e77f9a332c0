// Generated from schema/86-delete-share-group-state.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** DeleteShareGroupStateRequest: API key 86, versions 0, flexible 0+. */
export interface DeleteShareGroupStateRequest {
  groupId: string;
  topics: DeleteStateData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DeleteShareGroupStateRequest: MessageCodec<DeleteShareGroupStateRequest> = defineMessage<DeleteShareGroupStateRequest>({
  name: "DeleteShareGroupStateRequest",
  kind: "request",
  apiKey: 86,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeDeleteShareGroupStateRequest,
  encode: encodeDeleteShareGroupStateRequest,
});

/** DeleteShareGroupStateResponse: API key 86, versions 0, flexible 0+. */
export interface DeleteShareGroupStateResponse {
  results: DeleteStateResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DeleteShareGroupStateResponse: MessageCodec<DeleteShareGroupStateResponse> = defineMessage<DeleteShareGroupStateResponse>({
  name: "DeleteShareGroupStateResponse",
  kind: "response",
  apiKey: 86,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeDeleteShareGroupStateResponse,
  encode: encodeDeleteShareGroupStateResponse,
});

/** In `DeleteStateData.partitions`. */
export interface PartitionData {
  partition: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DeleteShareGroupStateRequest.topics`. */
export interface DeleteStateData {
  topicId: Uuid;
  partitions: PartitionData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DeleteStateResult.partitions`. */
export interface PartitionResult {
  partition: number;
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DeleteShareGroupStateResponse.results`. */
export interface DeleteStateResult {
  topicId: Uuid;
  partitions: PartitionResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodePartitionData(reader: WireReader, _version: number): PartitionData {
  const partition = reader.int32("PartitionData.partition");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("PartitionData"); left > 0; left--) {
    const tag = reader.unsignedVarint("PartitionData");
    const end = reader.taggedFieldEnd("PartitionData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: PartitionData = { partition };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodePartitionData(writer: WireWriter, message: Input<PartitionData>, _version: number): void {
  const { partition = 0, unknownTaggedFields } = message;
  writer.int32(partition, "PartitionData.partition");
  writer.taggedFields(unknownTaggedFields, "PartitionData");
}

function decodeDeleteStateData(reader: WireReader, version: number): DeleteStateData {
  const topicId = reader.uuid("DeleteStateData.topicId");
  const partitions: PartitionData[] = [];
  for (let left = reader.compactArrayLength(5, "DeleteStateData.partitions"); left > 0; left--) partitions.push(decodePartitionData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DeleteStateData"); left > 0; left--) {
    const tag = reader.unsignedVarint("DeleteStateData");
    const end = reader.taggedFieldEnd("DeleteStateData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DeleteStateData = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteStateData(writer: WireWriter, message: Input<DeleteStateData>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "DeleteStateData.topicId");
  writer.compactArrayLength(partitions, "DeleteStateData.partitions");
  for (const element of partitions) encodePartitionData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "DeleteStateData");
}

function decodeDeleteShareGroupStateRequest(reader: WireReader, version: number): DeleteShareGroupStateRequest {
  const groupId = reader.compactString("DeleteShareGroupStateRequest.groupId");
  const topics: DeleteStateData[] = [];
  for (let left = reader.compactArrayLength(18, "DeleteShareGroupStateRequest.topics"); left > 0; left--) topics.push(decodeDeleteStateData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DeleteShareGroupStateRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("DeleteShareGroupStateRequest");
    const end = reader.taggedFieldEnd("DeleteShareGroupStateRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DeleteShareGroupStateRequest = { groupId, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteShareGroupStateRequest(writer: WireWriter, message: Input<DeleteShareGroupStateRequest>, version: number): void {
  const { groupId = "", topics = [], unknownTaggedFields } = message;
  writer.compactString(groupId, "DeleteShareGroupStateRequest.groupId");
  writer.compactArrayLength(topics, "DeleteShareGroupStateRequest.topics");
  for (const element of topics) encodeDeleteStateData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "DeleteShareGroupStateRequest");
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

function decodeDeleteStateResult(reader: WireReader, version: number): DeleteStateResult {
  const topicId = reader.uuid("DeleteStateResult.topicId");
  const partitions: PartitionResult[] = [];
  for (let left = reader.compactArrayLength(8, "DeleteStateResult.partitions"); left > 0; left--) partitions.push(decodePartitionResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DeleteStateResult"); left > 0; left--) {
    const tag = reader.unsignedVarint("DeleteStateResult");
    const end = reader.taggedFieldEnd("DeleteStateResult");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DeleteStateResult = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteStateResult(writer: WireWriter, message: Input<DeleteStateResult>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "DeleteStateResult.topicId");
  writer.compactArrayLength(partitions, "DeleteStateResult.partitions");
  for (const element of partitions) encodePartitionResult(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "DeleteStateResult");
}

function decodeDeleteShareGroupStateResponse(reader: WireReader, version: number): DeleteShareGroupStateResponse {
  const results: DeleteStateResult[] = [];
  for (let left = reader.compactArrayLength(18, "DeleteShareGroupStateResponse.results"); left > 0; left--) results.push(decodeDeleteStateResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DeleteShareGroupStateResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("DeleteShareGroupStateResponse");
    const end = reader.taggedFieldEnd("DeleteShareGroupStateResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DeleteShareGroupStateResponse = { results };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteShareGroupStateResponse(writer: WireWriter, message: Input<DeleteShareGroupStateResponse>, version: number): void {
  const { results = [], unknownTaggedFields } = message;
  writer.compactArrayLength(results, "DeleteShareGroupStateResponse.results");
  for (const element of results) encodeDeleteStateResult(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "DeleteShareGroupStateResponse");
}
