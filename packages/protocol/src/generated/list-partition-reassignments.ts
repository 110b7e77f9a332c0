// Generated from schema/46-list-partition-reassignments.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ListPartitionReassignmentsRequest: API key 46, versions 0, flexible 0+. */
export interface ListPartitionReassignmentsRequest {
  /** Default 60000. */
  timeoutMs: number;
  /** Default null. */
  topics: ListPartitionReassignmentsTopics[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ListPartitionReassignmentsRequest: MessageCodec<ListPartitionReassignmentsRequest> = defineMessage<ListPartitionReassignmentsRequest>({
  name: "ListPartitionReassignmentsRequest",
  kind: "request",
  apiKey: 46,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeListPartitionReassignmentsRequest,
  encode: encodeListPartitionReassignmentsRequest,
});

/** ListPartitionReassignmentsResponse: API key 46, versions 0, flexible 0+. */
export interface ListPartitionReassignmentsResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  topics: OngoingTopicReassignment[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ListPartitionReassignmentsResponse: MessageCodec<ListPartitionReassignmentsResponse> = defineMessage<ListPartitionReassignmentsResponse>({
  name: "ListPartitionReassignmentsResponse",
  kind: "response",
  apiKey: 46,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeListPartitionReassignmentsResponse,
  encode: encodeListPartitionReassignmentsResponse,
});

/** In `ListPartitionReassignmentsRequest.topics`. */
export interface ListPartitionReassignmentsTopics {
  /** A topic name. */
  name: string;
  partitionIndexes: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `OngoingTopicReassignment.partitions`. */
export interface OngoingPartitionReassignment {
  partitionIndex: number;
  /** A broker id. */
  replicas: number[];
  /** A broker id. */
  addingReplicas: number[];
  /** A broker id. */
  removingReplicas: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ListPartitionReassignmentsResponse.topics`. */
export interface OngoingTopicReassignment {
  /** A topic name. */
  name: string;
  partitions: OngoingPartitionReassignment[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeListPartitionReassignmentsTopics(reader: WireReader, _version: number): ListPartitionReassignmentsTopics {
  const name = reader.compactString("ListPartitionReassignmentsTopics.name");
  const partitionIndexes: number[] = [];
  for (let left = reader.compactArrayLength(4, "ListPartitionReassignmentsTopics.partitionIndexes"); left > 0; left--) partitionIndexes.push(reader.int32("ListPartitionReassignmentsTopics.partitionIndexes"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ListPartitionReassignmentsTopics"); left > 0; left--) {
    const tag = reader.unsignedVarint("ListPartitionReassignmentsTopics");
    const end = reader.taggedFieldEnd("ListPartitionReassignmentsTopics");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ListPartitionReassignmentsTopics = { name, partitionIndexes };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeListPartitionReassignmentsTopics(writer: WireWriter, message: Input<ListPartitionReassignmentsTopics>, _version: number): void {
  const { name = "", partitionIndexes = [], unknownTaggedFields } = message;
  writer.compactString(name, "ListPartitionReassignmentsTopics.name");
  writer.compactArrayLength(partitionIndexes, "ListPartitionReassignmentsTopics.partitionIndexes");
  for (const element of partitionIndexes) writer.int32(element, "ListPartitionReassignmentsTopics.partitionIndexes");
  writer.taggedFields(unknownTaggedFields, "ListPartitionReassignmentsTopics");
}

function decodeListPartitionReassignmentsRequest(reader: WireReader, version: number): ListPartitionReassignmentsRequest {
  const timeoutMs = reader.int32("ListPartitionReassignmentsRequest.timeoutMs");
  let topics: ListPartitionReassignmentsTopics[] | null = null;
  const topicsLength = reader.compactNullableArrayLength(3, "ListPartitionReassignmentsRequest.topics");
  if (topicsLength >= 0) {
    topics = [];
    for (let left = topicsLength; left > 0; left--) topics.push(decodeListPartitionReassignmentsTopics(reader, version));
  }
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ListPartitionReassignmentsRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("ListPartitionReassignmentsRequest");
    const end = reader.taggedFieldEnd("ListPartitionReassignmentsRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ListPartitionReassignmentsRequest = { timeoutMs, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeListPartitionReassignmentsRequest(writer: WireWriter, message: Input<ListPartitionReassignmentsRequest>, version: number): void {
  const { timeoutMs = 60000, topics = null, unknownTaggedFields } = message;
  writer.int32(timeoutMs, "ListPartitionReassignmentsRequest.timeoutMs");
  writer.compactNullableArrayLength(topics, "ListPartitionReassignmentsRequest.topics");
  if (topics !== null) for (const element of topics) encodeListPartitionReassignmentsTopics(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ListPartitionReassignmentsRequest");
}

function decodeOngoingPartitionReassignment(reader: WireReader, _version: number): OngoingPartitionReassignment {
  const partitionIndex = reader.int32("OngoingPartitionReassignment.partitionIndex");
  const replicas: number[] = [];
  for (let left = reader.compactArrayLength(4, "OngoingPartitionReassignment.replicas"); left > 0; left--) replicas.push(reader.int32("OngoingPartitionReassignment.replicas"));
  const addingReplicas: number[] = [];
  for (let left = reader.compactArrayLength(4, "OngoingPartitionReassignment.addingReplicas"); left > 0; left--) addingReplicas.push(reader.int32("OngoingPartitionReassignment.addingReplicas"));
  const removingReplicas: number[] = [];
  for (let left = reader.compactArrayLength(4, "OngoingPartitionReassignment.removingReplicas"); left > 0; left--) removingReplicas.push(reader.int32("OngoingPartitionReassignment.removingReplicas"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("OngoingPartitionReassignment"); left > 0; left--) {
    const tag = reader.unsignedVarint("OngoingPartitionReassignment");
    const end = reader.taggedFieldEnd("OngoingPartitionReassignment");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: OngoingPartitionReassignment = { partitionIndex, replicas, addingReplicas, removingReplicas };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOngoingPartitionReassignment(writer: WireWriter, message: Input<OngoingPartitionReassignment>, _version: number): void {
  const { partitionIndex = 0, replicas = [], addingReplicas = [], removingReplicas = [], unknownTaggedFields } = message;
  writer.int32(partitionIndex, "OngoingPartitionReassignment.partitionIndex");
  writer.compactArrayLength(replicas, "OngoingPartitionReassignment.replicas");
  for (const element of replicas) writer.int32(element, "OngoingPartitionReassignment.replicas");
  writer.compactArrayLength(addingReplicas, "OngoingPartitionReassignment.addingReplicas");
  for (const element of addingReplicas) writer.int32(element, "OngoingPartitionReassignment.addingReplicas");
  writer.compactArrayLength(removingReplicas, "OngoingPartitionReassignment.removingReplicas");
  for (const element of removingReplicas) writer.int32(element, "OngoingPartitionReassignment.removingReplicas");
  writer.taggedFields(unknownTaggedFields, "OngoingPartitionReassignment");
}

function decodeOngoingTopicReassignment(reader: WireReader, version: number): OngoingTopicReassignment {
  const name = reader.compactString("OngoingTopicReassignment.name");
  const partitions: OngoingPartitionReassignment[] = [];
  for (let left = reader.compactArrayLength(8, "OngoingTopicReassignment.partitions"); left > 0; left--) partitions.push(decodeOngoingPartitionReassignment(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("OngoingTopicReassignment"); left > 0; left--) {
    const tag = reader.unsignedVarint("OngoingTopicReassignment");
    const end = reader.taggedFieldEnd("OngoingTopicReassignment");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: OngoingTopicReassignment = { name, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOngoingTopicReassignment(writer: WireWriter, message: Input<OngoingTopicReassignment>, version: number): void {
  const { name = "", partitions = [], unknownTaggedFields } = message;
  writer.compactString(name, "OngoingTopicReassignment.name");
  writer.compactArrayLength(partitions, "OngoingTopicReassignment.partitions");
  for (const element of partitions) encodeOngoingPartitionReassignment(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "OngoingTopicReassignment");
}

function decodeListPartitionReassignmentsResponse(reader: WireReader, version: number): ListPartitionReassignmentsResponse {
  const throttleTimeMs = reader.int32("ListPartitionReassignmentsResponse.throttleTimeMs");
  const errorCode = reader.int16("ListPartitionReassignmentsResponse.errorCode");
  const errorMessage = reader.compactNullableString("ListPartitionReassignmentsResponse.errorMessage");
  const topics: OngoingTopicReassignment[] = [];
  for (let left = reader.compactArrayLength(3, "ListPartitionReassignmentsResponse.topics"); left > 0; left--) topics.push(decodeOngoingTopicReassignment(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ListPartitionReassignmentsResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("ListPartitionReassignmentsResponse");
    const end = reader.taggedFieldEnd("ListPartitionReassignmentsResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ListPartitionReassignmentsResponse = { throttleTimeMs, errorCode, errorMessage, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeListPartitionReassignmentsResponse(writer: WireWriter, message: Input<ListPartitionReassignmentsResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = "", topics = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "ListPartitionReassignmentsResponse.throttleTimeMs");
  writer.int16(errorCode, "ListPartitionReassignmentsResponse.errorCode");
  writer.compactNullableString(errorMessage, "ListPartitionReassignmentsResponse.errorMessage");
  writer.compactArrayLength(topics, "ListPartitionReassignmentsResponse.topics");
  for (const element of topics) encodeOngoingTopicReassignment(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ListPartitionReassignmentsResponse");
}
