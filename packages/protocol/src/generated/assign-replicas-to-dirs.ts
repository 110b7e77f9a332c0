// Generated from schema/73-assign-replicas-to-dirs.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** AssignReplicasToDirsRequest: API key 73, versions 0, flexible 0+. */
export interface AssignReplicasToDirsRequest {
  /** A broker id. */
  brokerId: number;
  /** Default -1. */
  brokerEpoch: number;
  directories: AssignReplicasToDirsRequestDirectoryData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AssignReplicasToDirsRequest: MessageCodec<AssignReplicasToDirsRequest> = defineMessage<AssignReplicasToDirsRequest>({
  name: "AssignReplicasToDirsRequest",
  kind: "request",
  apiKey: 73,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeAssignReplicasToDirsRequest,
  encode: encodeAssignReplicasToDirsRequest,
});

/** AssignReplicasToDirsResponse: API key 73, versions 0, flexible 0+. */
export interface AssignReplicasToDirsResponse {
  throttleTimeMs: number;
  errorCode: number;
  directories: AssignReplicasToDirsResponseDirectoryData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AssignReplicasToDirsResponse: MessageCodec<AssignReplicasToDirsResponse> = defineMessage<AssignReplicasToDirsResponse>({
  name: "AssignReplicasToDirsResponse",
  kind: "response",
  apiKey: 73,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeAssignReplicasToDirsResponse,
  encode: encodeAssignReplicasToDirsResponse,
});

/** In `AssignReplicasToDirsRequestTopicData.partitions`. */
export interface AssignReplicasToDirsRequestPartitionData {
  partitionIndex: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AssignReplicasToDirsRequestDirectoryData.topics`. */
export interface AssignReplicasToDirsRequestTopicData {
  topicId: Uuid;
  partitions: AssignReplicasToDirsRequestPartitionData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AssignReplicasToDirsRequest.directories`. */
export interface AssignReplicasToDirsRequestDirectoryData {
  id: Uuid;
  topics: AssignReplicasToDirsRequestTopicData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AssignReplicasToDirsResponseTopicData.partitions`. */
export interface AssignReplicasToDirsResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AssignReplicasToDirsResponseDirectoryData.topics`. */
export interface AssignReplicasToDirsResponseTopicData {
  topicId: Uuid;
  partitions: AssignReplicasToDirsResponsePartitionData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AssignReplicasToDirsResponse.directories`. */
export interface AssignReplicasToDirsResponseDirectoryData {
  id: Uuid;
  topics: AssignReplicasToDirsResponseTopicData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeAssignReplicasToDirsRequestPartitionData(reader: WireReader, _version: number): AssignReplicasToDirsRequestPartitionData {
  const partitionIndex = reader.int32("AssignReplicasToDirsRequestPartitionData.partitionIndex");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AssignReplicasToDirsRequestPartitionData"); left > 0; left--) {
    const tag = reader.unsignedVarint("AssignReplicasToDirsRequestPartitionData");
    const end = reader.taggedFieldEnd("AssignReplicasToDirsRequestPartitionData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AssignReplicasToDirsRequestPartitionData = { partitionIndex };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAssignReplicasToDirsRequestPartitionData(writer: WireWriter, message: Input<AssignReplicasToDirsRequestPartitionData>, _version: number): void {
  const { partitionIndex = 0, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "AssignReplicasToDirsRequestPartitionData.partitionIndex");
  writer.taggedFields(unknownTaggedFields, "AssignReplicasToDirsRequestPartitionData");
}

function decodeAssignReplicasToDirsRequestTopicData(reader: WireReader, version: number): AssignReplicasToDirsRequestTopicData {
  const topicId = reader.uuid("AssignReplicasToDirsRequestTopicData.topicId");
  const partitions: AssignReplicasToDirsRequestPartitionData[] = [];
  for (let left = reader.compactArrayLength(5, "AssignReplicasToDirsRequestTopicData.partitions"); left > 0; left--) partitions.push(decodeAssignReplicasToDirsRequestPartitionData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AssignReplicasToDirsRequestTopicData"); left > 0; left--) {
    const tag = reader.unsignedVarint("AssignReplicasToDirsRequestTopicData");
    const end = reader.taggedFieldEnd("AssignReplicasToDirsRequestTopicData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AssignReplicasToDirsRequestTopicData = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAssignReplicasToDirsRequestTopicData(writer: WireWriter, message: Input<AssignReplicasToDirsRequestTopicData>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "AssignReplicasToDirsRequestTopicData.topicId");
  writer.compactArrayLength(partitions, "AssignReplicasToDirsRequestTopicData.partitions");
  for (const element of partitions) encodeAssignReplicasToDirsRequestPartitionData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AssignReplicasToDirsRequestTopicData");
}

function decodeAssignReplicasToDirsRequestDirectoryData(reader: WireReader, version: number): AssignReplicasToDirsRequestDirectoryData {
  const id = reader.uuid("AssignReplicasToDirsRequestDirectoryData.id");
  const topics: AssignReplicasToDirsRequestTopicData[] = [];
  for (let left = reader.compactArrayLength(18, "AssignReplicasToDirsRequestDirectoryData.topics"); left > 0; left--) topics.push(decodeAssignReplicasToDirsRequestTopicData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AssignReplicasToDirsRequestDirectoryData"); left > 0; left--) {
    const tag = reader.unsignedVarint("AssignReplicasToDirsRequestDirectoryData");
    const end = reader.taggedFieldEnd("AssignReplicasToDirsRequestDirectoryData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AssignReplicasToDirsRequestDirectoryData = { id, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAssignReplicasToDirsRequestDirectoryData(writer: WireWriter, message: Input<AssignReplicasToDirsRequestDirectoryData>, version: number): void {
  const { id = ZERO_UUID, topics = [], unknownTaggedFields } = message;
  writer.uuid(id, "AssignReplicasToDirsRequestDirectoryData.id");
  writer.compactArrayLength(topics, "AssignReplicasToDirsRequestDirectoryData.topics");
  for (const element of topics) encodeAssignReplicasToDirsRequestTopicData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AssignReplicasToDirsRequestDirectoryData");
}

function decodeAssignReplicasToDirsRequest(reader: WireReader, version: number): AssignReplicasToDirsRequest {
  const brokerId = reader.int32("AssignReplicasToDirsRequest.brokerId");
  const brokerEpoch = reader.int64("AssignReplicasToDirsRequest.brokerEpoch");
  const directories: AssignReplicasToDirsRequestDirectoryData[] = [];
  for (let left = reader.compactArrayLength(18, "AssignReplicasToDirsRequest.directories"); left > 0; left--) directories.push(decodeAssignReplicasToDirsRequestDirectoryData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AssignReplicasToDirsRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("AssignReplicasToDirsRequest");
    const end = reader.taggedFieldEnd("AssignReplicasToDirsRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AssignReplicasToDirsRequest = { brokerId, brokerEpoch, directories };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAssignReplicasToDirsRequest(writer: WireWriter, message: Input<AssignReplicasToDirsRequest>, version: number): void {
  const { brokerId = 0, brokerEpoch = -1, directories = [], unknownTaggedFields } = message;
  writer.int32(brokerId, "AssignReplicasToDirsRequest.brokerId");
  writer.int64(brokerEpoch, "AssignReplicasToDirsRequest.brokerEpoch");
  writer.compactArrayLength(directories, "AssignReplicasToDirsRequest.directories");
  for (const element of directories) encodeAssignReplicasToDirsRequestDirectoryData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AssignReplicasToDirsRequest");
}

function decodeAssignReplicasToDirsResponsePartitionData(reader: WireReader, _version: number): AssignReplicasToDirsResponsePartitionData {
  const partitionIndex = reader.int32("AssignReplicasToDirsResponsePartitionData.partitionIndex");
  const errorCode = reader.int16("AssignReplicasToDirsResponsePartitionData.errorCode");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AssignReplicasToDirsResponsePartitionData"); left > 0; left--) {
    const tag = reader.unsignedVarint("AssignReplicasToDirsResponsePartitionData");
    const end = reader.taggedFieldEnd("AssignReplicasToDirsResponsePartitionData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AssignReplicasToDirsResponsePartitionData = { partitionIndex, errorCode };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAssignReplicasToDirsResponsePartitionData(writer: WireWriter, message: Input<AssignReplicasToDirsResponsePartitionData>, _version: number): void {
  const { partitionIndex = 0, errorCode = 0, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "AssignReplicasToDirsResponsePartitionData.partitionIndex");
  writer.int16(errorCode, "AssignReplicasToDirsResponsePartitionData.errorCode");
  writer.taggedFields(unknownTaggedFields, "AssignReplicasToDirsResponsePartitionData");
}

function decodeAssignReplicasToDirsResponseTopicData(reader: WireReader, version: number): AssignReplicasToDirsResponseTopicData {
  const topicId = reader.uuid("AssignReplicasToDirsResponseTopicData.topicId");
  const partitions: AssignReplicasToDirsResponsePartitionData[] = [];
  for (let left = reader.compactArrayLength(7, "AssignReplicasToDirsResponseTopicData.partitions"); left > 0; left--) partitions.push(decodeAssignReplicasToDirsResponsePartitionData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AssignReplicasToDirsResponseTopicData"); left > 0; left--) {
    const tag = reader.unsignedVarint("AssignReplicasToDirsResponseTopicData");
    const end = reader.taggedFieldEnd("AssignReplicasToDirsResponseTopicData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AssignReplicasToDirsResponseTopicData = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAssignReplicasToDirsResponseTopicData(writer: WireWriter, message: Input<AssignReplicasToDirsResponseTopicData>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "AssignReplicasToDirsResponseTopicData.topicId");
  writer.compactArrayLength(partitions, "AssignReplicasToDirsResponseTopicData.partitions");
  for (const element of partitions) encodeAssignReplicasToDirsResponsePartitionData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AssignReplicasToDirsResponseTopicData");
}

function decodeAssignReplicasToDirsResponseDirectoryData(reader: WireReader, version: number): AssignReplicasToDirsResponseDirectoryData {
  const id = reader.uuid("AssignReplicasToDirsResponseDirectoryData.id");
  const topics: AssignReplicasToDirsResponseTopicData[] = [];
  for (let left = reader.compactArrayLength(18, "AssignReplicasToDirsResponseDirectoryData.topics"); left > 0; left--) topics.push(decodeAssignReplicasToDirsResponseTopicData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AssignReplicasToDirsResponseDirectoryData"); left > 0; left--) {
    const tag = reader.unsignedVarint("AssignReplicasToDirsResponseDirectoryData");
    const end = reader.taggedFieldEnd("AssignReplicasToDirsResponseDirectoryData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AssignReplicasToDirsResponseDirectoryData = { id, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAssignReplicasToDirsResponseDirectoryData(writer: WireWriter, message: Input<AssignReplicasToDirsResponseDirectoryData>, version: number): void {
  const { id = ZERO_UUID, topics = [], unknownTaggedFields } = message;
  writer.uuid(id, "AssignReplicasToDirsResponseDirectoryData.id");
  writer.compactArrayLength(topics, "AssignReplicasToDirsResponseDirectoryData.topics");
  for (const element of topics) encodeAssignReplicasToDirsResponseTopicData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AssignReplicasToDirsResponseDirectoryData");
}

function decodeAssignReplicasToDirsResponse(reader: WireReader, version: number): AssignReplicasToDirsResponse {
  const throttleTimeMs = reader.int32("AssignReplicasToDirsResponse.throttleTimeMs");
  const errorCode = reader.int16("AssignReplicasToDirsResponse.errorCode");
  const directories: AssignReplicasToDirsResponseDirectoryData[] = [];
  for (let left = reader.compactArrayLength(18, "AssignReplicasToDirsResponse.directories"); left > 0; left--) directories.push(decodeAssignReplicasToDirsResponseDirectoryData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AssignReplicasToDirsResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("AssignReplicasToDirsResponse");
    const end = reader.taggedFieldEnd("AssignReplicasToDirsResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AssignReplicasToDirsResponse = { throttleTimeMs, errorCode, directories };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAssignReplicasToDirsResponse(writer: WireWriter, message: Input<AssignReplicasToDirsResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, directories = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "AssignReplicasToDirsResponse.throttleTimeMs");
  writer.int16(errorCode, "AssignReplicasToDirsResponse.errorCode");
  writer.compactArrayLength(directories, "AssignReplicasToDirsResponse.directories");
  for (const element of directories) encodeAssignReplicasToDirsResponseDirectoryData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AssignReplicasToDirsResponse");
}
