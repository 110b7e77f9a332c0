// Generated from schema/37-create-partitions.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** CreatePartitionsRequest: API key 37, versions 0–3, flexible 2+. */
export interface CreatePartitionsRequest {
  topics: CreatePartitionsTopic[];
  timeoutMs: number;
  validateOnly: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const CreatePartitionsRequest: MessageCodec<CreatePartitionsRequest> = defineMessage<CreatePartitionsRequest>({
  name: "CreatePartitionsRequest",
  kind: "request",
  apiKey: 37,
  lowestVersion: 0,
  highestVersion: 3,
  flexibleFrom: 2,
  decode: decodeCreatePartitionsRequest,
  encode: encodeCreatePartitionsRequest,
});

/** CreatePartitionsResponse: API key 37, versions 0–3, flexible 2+. */
export interface CreatePartitionsResponse {
  throttleTimeMs: number;
  results: CreatePartitionsTopicResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const CreatePartitionsResponse: MessageCodec<CreatePartitionsResponse> = defineMessage<CreatePartitionsResponse>({
  name: "CreatePartitionsResponse",
  kind: "response",
  apiKey: 37,
  lowestVersion: 0,
  highestVersion: 3,
  flexibleFrom: 2,
  decode: decodeCreatePartitionsResponse,
  encode: encodeCreatePartitionsResponse,
});

/** In `CreatePartitionsTopic.assignments`. */
export interface CreatePartitionsAssignment {
  /** A broker id. */
  brokerIds: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `CreatePartitionsRequest.topics`. */
export interface CreatePartitionsTopic {
  /** A topic name. */
  name: string;
  count: number;
  assignments: CreatePartitionsAssignment[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `CreatePartitionsResponse.results`. */
export interface CreatePartitionsTopicResult {
  /** A topic name. */
  name: string;
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeCreatePartitionsAssignment(reader: WireReader, version: number): CreatePartitionsAssignment {
  const brokerIds: number[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(4, "CreatePartitionsAssignment.brokerIds") : reader.arrayLength(4, "CreatePartitionsAssignment.brokerIds"); left > 0; left--) brokerIds.push(reader.int32("CreatePartitionsAssignment.brokerIds"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("CreatePartitionsAssignment"); left > 0; left--) {
      const tag = reader.unsignedVarint("CreatePartitionsAssignment");
      const end = reader.taggedFieldEnd("CreatePartitionsAssignment");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: CreatePartitionsAssignment = { brokerIds };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCreatePartitionsAssignment(writer: WireWriter, message: Input<CreatePartitionsAssignment>, version: number): void {
  const { brokerIds = [], unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactArrayLength(brokerIds, "CreatePartitionsAssignment.brokerIds");
    for (const element of brokerIds) writer.int32(element, "CreatePartitionsAssignment.brokerIds");
  } else {
    writer.arrayLength(brokerIds, "CreatePartitionsAssignment.brokerIds");
    for (const element of brokerIds) writer.int32(element, "CreatePartitionsAssignment.brokerIds");
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "CreatePartitionsAssignment");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "CreatePartitionsAssignment", version);
  }
}

function decodeCreatePartitionsTopic(reader: WireReader, version: number): CreatePartitionsTopic {
  const name = version >= 2 ? reader.compactString("CreatePartitionsTopic.name") : reader.string("CreatePartitionsTopic.name");
  const count = reader.int32("CreatePartitionsTopic.count");
  let assignments: CreatePartitionsAssignment[] | null = null;
  const assignmentsLength = version >= 2 ? reader.compactNullableArrayLength(2, "CreatePartitionsTopic.assignments") : reader.nullableArrayLength(4, "CreatePartitionsTopic.assignments");
  if (assignmentsLength >= 0) {
    assignments = [];
    for (let left = assignmentsLength; left > 0; left--) assignments.push(decodeCreatePartitionsAssignment(reader, version));
  }
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("CreatePartitionsTopic"); left > 0; left--) {
      const tag = reader.unsignedVarint("CreatePartitionsTopic");
      const end = reader.taggedFieldEnd("CreatePartitionsTopic");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: CreatePartitionsTopic = { name, count, assignments };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCreatePartitionsTopic(writer: WireWriter, message: Input<CreatePartitionsTopic>, version: number): void {
  const { name = "", count = 0, assignments = [], unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactString(name, "CreatePartitionsTopic.name");
  } else {
    writer.string(name, "CreatePartitionsTopic.name");
  }
  writer.int32(count, "CreatePartitionsTopic.count");
  if (version >= 2) {
    writer.compactNullableArrayLength(assignments, "CreatePartitionsTopic.assignments");
    if (assignments !== null) for (const element of assignments) encodeCreatePartitionsAssignment(writer, element, version);
  } else {
    writer.nullableArrayLength(assignments, "CreatePartitionsTopic.assignments");
    if (assignments !== null) for (const element of assignments) encodeCreatePartitionsAssignment(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "CreatePartitionsTopic");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "CreatePartitionsTopic", version);
  }
}

function decodeCreatePartitionsRequest(reader: WireReader, version: number): CreatePartitionsRequest {
  const topics: CreatePartitionsTopic[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(7, "CreatePartitionsRequest.topics") : reader.arrayLength(10, "CreatePartitionsRequest.topics"); left > 0; left--) topics.push(decodeCreatePartitionsTopic(reader, version));
  const timeoutMs = reader.int32("CreatePartitionsRequest.timeoutMs");
  const validateOnly = reader.boolean("CreatePartitionsRequest.validateOnly");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("CreatePartitionsRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("CreatePartitionsRequest");
      const end = reader.taggedFieldEnd("CreatePartitionsRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: CreatePartitionsRequest = { topics, timeoutMs, validateOnly };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCreatePartitionsRequest(writer: WireWriter, message: Input<CreatePartitionsRequest>, version: number): void {
  const { topics = [], timeoutMs = 0, validateOnly = false, unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactArrayLength(topics, "CreatePartitionsRequest.topics");
    for (const element of topics) encodeCreatePartitionsTopic(writer, element, version);
  } else {
    writer.arrayLength(topics, "CreatePartitionsRequest.topics");
    for (const element of topics) encodeCreatePartitionsTopic(writer, element, version);
  }
  writer.int32(timeoutMs, "CreatePartitionsRequest.timeoutMs");
  writer.boolean(validateOnly, "CreatePartitionsRequest.validateOnly");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "CreatePartitionsRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "CreatePartitionsRequest", version);
  }
}

function decodeCreatePartitionsTopicResult(reader: WireReader, version: number): CreatePartitionsTopicResult {
  const name = version >= 2 ? reader.compactString("CreatePartitionsTopicResult.name") : reader.string("CreatePartitionsTopicResult.name");
  const errorCode = reader.int16("CreatePartitionsTopicResult.errorCode");
  const errorMessage = version >= 2 ? reader.compactNullableString("CreatePartitionsTopicResult.errorMessage") : reader.nullableString("CreatePartitionsTopicResult.errorMessage");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("CreatePartitionsTopicResult"); left > 0; left--) {
      const tag = reader.unsignedVarint("CreatePartitionsTopicResult");
      const end = reader.taggedFieldEnd("CreatePartitionsTopicResult");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: CreatePartitionsTopicResult = { name, errorCode, errorMessage };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCreatePartitionsTopicResult(writer: WireWriter, message: Input<CreatePartitionsTopicResult>, version: number): void {
  const { name = "", errorCode = 0, errorMessage = null, unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactString(name, "CreatePartitionsTopicResult.name");
  } else {
    writer.string(name, "CreatePartitionsTopicResult.name");
  }
  writer.int16(errorCode, "CreatePartitionsTopicResult.errorCode");
  if (version >= 2) {
    writer.compactNullableString(errorMessage, "CreatePartitionsTopicResult.errorMessage");
  } else {
    writer.nullableString(errorMessage, "CreatePartitionsTopicResult.errorMessage");
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "CreatePartitionsTopicResult");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "CreatePartitionsTopicResult", version);
  }
}

function decodeCreatePartitionsResponse(reader: WireReader, version: number): CreatePartitionsResponse {
  const throttleTimeMs = reader.int32("CreatePartitionsResponse.throttleTimeMs");
  const results: CreatePartitionsTopicResult[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(5, "CreatePartitionsResponse.results") : reader.arrayLength(6, "CreatePartitionsResponse.results"); left > 0; left--) results.push(decodeCreatePartitionsTopicResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("CreatePartitionsResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("CreatePartitionsResponse");
      const end = reader.taggedFieldEnd("CreatePartitionsResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: CreatePartitionsResponse = { throttleTimeMs, results };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCreatePartitionsResponse(writer: WireWriter, message: Input<CreatePartitionsResponse>, version: number): void {
  const { throttleTimeMs = 0, results = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "CreatePartitionsResponse.throttleTimeMs");
  if (version >= 2) {
    writer.compactArrayLength(results, "CreatePartitionsResponse.results");
    for (const element of results) encodeCreatePartitionsTopicResult(writer, element, version);
  } else {
    writer.arrayLength(results, "CreatePartitionsResponse.results");
    for (const element of results) encodeCreatePartitionsTopicResult(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "CreatePartitionsResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "CreatePartitionsResponse", version);
  }
}
