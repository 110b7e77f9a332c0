// Generated from schema/45-alter-partition-reassignments.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** AlterPartitionReassignmentsRequest: API key 45, versions 0–1, flexible 0+. */
export interface AlterPartitionReassignmentsRequest {
  /** Default 60000. */
  timeoutMs: number;
  /** Versions 1+. Default true. */
  allowReplicationFactorChange: boolean;
  topics: ReassignableTopic[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AlterPartitionReassignmentsRequest: MessageCodec<AlterPartitionReassignmentsRequest> = defineMessage<AlterPartitionReassignmentsRequest>({
  name: "AlterPartitionReassignmentsRequest",
  kind: "request",
  apiKey: 45,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeAlterPartitionReassignmentsRequest,
  encode: encodeAlterPartitionReassignmentsRequest,
});

/** AlterPartitionReassignmentsResponse: API key 45, versions 0–1, flexible 0+. */
export interface AlterPartitionReassignmentsResponse {
  throttleTimeMs: number;
  /** Versions 1+. Default true. Dropped where the version lacks it. */
  allowReplicationFactorChange: boolean;
  errorCode: number;
  errorMessage: string | null;
  responses: ReassignableTopicResponse[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AlterPartitionReassignmentsResponse: MessageCodec<AlterPartitionReassignmentsResponse> = defineMessage<AlterPartitionReassignmentsResponse>({
  name: "AlterPartitionReassignmentsResponse",
  kind: "response",
  apiKey: 45,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeAlterPartitionReassignmentsResponse,
  encode: encodeAlterPartitionReassignmentsResponse,
});

/** In `ReassignableTopic.partitions`. */
export interface ReassignablePartition {
  partitionIndex: number;
  /** A broker id. Default null. */
  replicas: number[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AlterPartitionReassignmentsRequest.topics`. */
export interface ReassignableTopic {
  /** A topic name. */
  name: string;
  partitions: ReassignablePartition[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ReassignableTopicResponse.partitions`. */
export interface ReassignablePartitionResponse {
  partitionIndex: number;
  errorCode: number;
  errorMessage: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AlterPartitionReassignmentsResponse.responses`. */
export interface ReassignableTopicResponse {
  /** A topic name. */
  name: string;
  partitions: ReassignablePartitionResponse[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeReassignablePartition(reader: WireReader, _version: number): ReassignablePartition {
  const partitionIndex = reader.int32("ReassignablePartition.partitionIndex");
  let replicas: number[] | null = null;
  const replicasLength = reader.compactNullableArrayLength(4, "ReassignablePartition.replicas");
  if (replicasLength >= 0) {
    replicas = [];
    for (let left = replicasLength; left > 0; left--) replicas.push(reader.int32("ReassignablePartition.replicas"));
  }
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ReassignablePartition"); left > 0; left--) {
    const tag = reader.unsignedVarint("ReassignablePartition");
    const end = reader.taggedFieldEnd("ReassignablePartition");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ReassignablePartition = { partitionIndex, replicas };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeReassignablePartition(writer: WireWriter, message: Input<ReassignablePartition>, _version: number): void {
  const { partitionIndex = 0, replicas = null, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "ReassignablePartition.partitionIndex");
  writer.compactNullableArrayLength(replicas, "ReassignablePartition.replicas");
  if (replicas !== null) for (const element of replicas) writer.int32(element, "ReassignablePartition.replicas");
  writer.taggedFields(unknownTaggedFields, "ReassignablePartition");
}

function decodeReassignableTopic(reader: WireReader, version: number): ReassignableTopic {
  const name = reader.compactString("ReassignableTopic.name");
  const partitions: ReassignablePartition[] = [];
  for (let left = reader.compactArrayLength(6, "ReassignableTopic.partitions"); left > 0; left--) partitions.push(decodeReassignablePartition(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ReassignableTopic"); left > 0; left--) {
    const tag = reader.unsignedVarint("ReassignableTopic");
    const end = reader.taggedFieldEnd("ReassignableTopic");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ReassignableTopic = { name, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeReassignableTopic(writer: WireWriter, message: Input<ReassignableTopic>, version: number): void {
  const { name = "", partitions = [], unknownTaggedFields } = message;
  writer.compactString(name, "ReassignableTopic.name");
  writer.compactArrayLength(partitions, "ReassignableTopic.partitions");
  for (const element of partitions) encodeReassignablePartition(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ReassignableTopic");
}

function decodeAlterPartitionReassignmentsRequest(reader: WireReader, version: number): AlterPartitionReassignmentsRequest {
  const timeoutMs = reader.int32("AlterPartitionReassignmentsRequest.timeoutMs");
  const allowReplicationFactorChange = version >= 1 ? reader.boolean("AlterPartitionReassignmentsRequest.allowReplicationFactorChange") : true;
  const topics: ReassignableTopic[] = [];
  for (let left = reader.compactArrayLength(3, "AlterPartitionReassignmentsRequest.topics"); left > 0; left--) topics.push(decodeReassignableTopic(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AlterPartitionReassignmentsRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("AlterPartitionReassignmentsRequest");
    const end = reader.taggedFieldEnd("AlterPartitionReassignmentsRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AlterPartitionReassignmentsRequest = { timeoutMs, allowReplicationFactorChange, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterPartitionReassignmentsRequest(writer: WireWriter, message: Input<AlterPartitionReassignmentsRequest>, version: number): void {
  const { timeoutMs = 60000, allowReplicationFactorChange = true, topics = [], unknownTaggedFields } = message;
  writer.int32(timeoutMs, "AlterPartitionReassignmentsRequest.timeoutMs");
  if (version >= 1) {
    writer.boolean(allowReplicationFactorChange, "AlterPartitionReassignmentsRequest.allowReplicationFactorChange");
  } else {
    if (allowReplicationFactorChange !== true) writer.unsupported("AlterPartitionReassignmentsRequest.allowReplicationFactorChange", version);
  }
  writer.compactArrayLength(topics, "AlterPartitionReassignmentsRequest.topics");
  for (const element of topics) encodeReassignableTopic(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AlterPartitionReassignmentsRequest");
}

function decodeReassignablePartitionResponse(reader: WireReader, _version: number): ReassignablePartitionResponse {
  const partitionIndex = reader.int32("ReassignablePartitionResponse.partitionIndex");
  const errorCode = reader.int16("ReassignablePartitionResponse.errorCode");
  const errorMessage = reader.compactNullableString("ReassignablePartitionResponse.errorMessage");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ReassignablePartitionResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("ReassignablePartitionResponse");
    const end = reader.taggedFieldEnd("ReassignablePartitionResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ReassignablePartitionResponse = { partitionIndex, errorCode, errorMessage };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeReassignablePartitionResponse(writer: WireWriter, message: Input<ReassignablePartitionResponse>, _version: number): void {
  const { partitionIndex = 0, errorCode = 0, errorMessage = "", unknownTaggedFields } = message;
  writer.int32(partitionIndex, "ReassignablePartitionResponse.partitionIndex");
  writer.int16(errorCode, "ReassignablePartitionResponse.errorCode");
  writer.compactNullableString(errorMessage, "ReassignablePartitionResponse.errorMessage");
  writer.taggedFields(unknownTaggedFields, "ReassignablePartitionResponse");
}

function decodeReassignableTopicResponse(reader: WireReader, version: number): ReassignableTopicResponse {
  const name = reader.compactString("ReassignableTopicResponse.name");
  const partitions: ReassignablePartitionResponse[] = [];
  for (let left = reader.compactArrayLength(8, "ReassignableTopicResponse.partitions"); left > 0; left--) partitions.push(decodeReassignablePartitionResponse(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ReassignableTopicResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("ReassignableTopicResponse");
    const end = reader.taggedFieldEnd("ReassignableTopicResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ReassignableTopicResponse = { name, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeReassignableTopicResponse(writer: WireWriter, message: Input<ReassignableTopicResponse>, version: number): void {
  const { name = "", partitions = [], unknownTaggedFields } = message;
  writer.compactString(name, "ReassignableTopicResponse.name");
  writer.compactArrayLength(partitions, "ReassignableTopicResponse.partitions");
  for (const element of partitions) encodeReassignablePartitionResponse(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ReassignableTopicResponse");
}

function decodeAlterPartitionReassignmentsResponse(reader: WireReader, version: number): AlterPartitionReassignmentsResponse {
  const throttleTimeMs = reader.int32("AlterPartitionReassignmentsResponse.throttleTimeMs");
  const allowReplicationFactorChange = version >= 1 ? reader.boolean("AlterPartitionReassignmentsResponse.allowReplicationFactorChange") : true;
  const errorCode = reader.int16("AlterPartitionReassignmentsResponse.errorCode");
  const errorMessage = reader.compactNullableString("AlterPartitionReassignmentsResponse.errorMessage");
  const responses: ReassignableTopicResponse[] = [];
  for (let left = reader.compactArrayLength(3, "AlterPartitionReassignmentsResponse.responses"); left > 0; left--) responses.push(decodeReassignableTopicResponse(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AlterPartitionReassignmentsResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("AlterPartitionReassignmentsResponse");
    const end = reader.taggedFieldEnd("AlterPartitionReassignmentsResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AlterPartitionReassignmentsResponse = { throttleTimeMs, allowReplicationFactorChange, errorCode, errorMessage, responses };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterPartitionReassignmentsResponse(writer: WireWriter, message: Input<AlterPartitionReassignmentsResponse>, version: number): void {
  const { throttleTimeMs = 0, allowReplicationFactorChange = true, errorCode = 0, errorMessage = "", responses = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "AlterPartitionReassignmentsResponse.throttleTimeMs");
  if (version >= 1) {
    writer.boolean(allowReplicationFactorChange, "AlterPartitionReassignmentsResponse.allowReplicationFactorChange");
  }
  writer.int16(errorCode, "AlterPartitionReassignmentsResponse.errorCode");
  writer.compactNullableString(errorMessage, "AlterPartitionReassignmentsResponse.errorMessage");
  writer.compactArrayLength(responses, "AlterPartitionReassignmentsResponse.responses");
  for (const element of responses) encodeReassignableTopicResponse(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AlterPartitionReassignmentsResponse");
}
