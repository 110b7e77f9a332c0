// Generated from schema/20-delete-topics.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** DeleteTopicsRequest: API key 20, versions 1–6, flexible 4+. */
export interface DeleteTopicsRequest {
  /** Versions 6+. */
  topics: DeleteTopicState[];
  /** A topic name. Versions 1–5. Dropped where the version lacks it. */
  topicNames: string[];
  timeoutMs: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DeleteTopicsRequest: MessageCodec<DeleteTopicsRequest> = defineMessage<DeleteTopicsRequest>({
  name: "DeleteTopicsRequest",
  kind: "request",
  apiKey: 20,
  lowestVersion: 1,
  highestVersion: 6,
  flexibleFrom: 4,
  decode: decodeDeleteTopicsRequest,
  encode: encodeDeleteTopicsRequest,
});

/** DeleteTopicsResponse: API key 20, versions 1–6, flexible 4+. */
export interface DeleteTopicsResponse {
  throttleTimeMs: number;
  responses: DeletableTopicResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DeleteTopicsResponse: MessageCodec<DeleteTopicsResponse> = defineMessage<DeleteTopicsResponse>({
  name: "DeleteTopicsResponse",
  kind: "response",
  apiKey: 20,
  lowestVersion: 1,
  highestVersion: 6,
  flexibleFrom: 4,
  decode: decodeDeleteTopicsResponse,
  encode: encodeDeleteTopicsResponse,
});

/** In `DeleteTopicsRequest.topics`. */
export interface DeleteTopicState {
  /** A topic name. Default null. */
  name: string | null;
  topicId: Uuid;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DeleteTopicsResponse.responses`. */
export interface DeletableTopicResult {
  /** A topic name. Nullable from version 6. */
  name: string | null;
  /** Versions 6+. Dropped where the version lacks it. */
  topicId: Uuid;
  errorCode: number;
  /** Versions 5+. Default null. Dropped where the version lacks it. */
  errorMessage: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeDeleteTopicState(reader: WireReader, _version: number): DeleteTopicState {
  const name = reader.compactNullableString("DeleteTopicState.name");
  const topicId = reader.uuid("DeleteTopicState.topicId");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DeleteTopicState"); left > 0; left--) {
    const tag = reader.unsignedVarint("DeleteTopicState");
    const end = reader.taggedFieldEnd("DeleteTopicState");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DeleteTopicState = { name, topicId };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteTopicState(writer: WireWriter, message: Input<DeleteTopicState>, _version: number): void {
  const { name = null, topicId = ZERO_UUID, unknownTaggedFields } = message;
  writer.compactNullableString(name, "DeleteTopicState.name");
  writer.uuid(topicId, "DeleteTopicState.topicId");
  writer.taggedFields(unknownTaggedFields, "DeleteTopicState");
}

function decodeDeleteTopicsRequest(reader: WireReader, version: number): DeleteTopicsRequest {
  const topics: DeleteTopicState[] = [];
  for (let left = version >= 6 ? reader.compactArrayLength(18, "DeleteTopicsRequest.topics") : 0; left > 0; left--) topics.push(decodeDeleteTopicState(reader, version));
  const topicNames: string[] = [];
  for (let left = version >= 6 ? 0 : version >= 4 ? reader.compactArrayLength(1, "DeleteTopicsRequest.topicNames") : reader.arrayLength(2, "DeleteTopicsRequest.topicNames"); left > 0; left--) topicNames.push(version >= 4 ? reader.compactString("DeleteTopicsRequest.topicNames") : reader.string("DeleteTopicsRequest.topicNames"));
  const timeoutMs = reader.int32("DeleteTopicsRequest.timeoutMs");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("DeleteTopicsRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("DeleteTopicsRequest");
      const end = reader.taggedFieldEnd("DeleteTopicsRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DeleteTopicsRequest = { topics, topicNames, timeoutMs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteTopicsRequest(writer: WireWriter, message: Input<DeleteTopicsRequest>, version: number): void {
  const { topics = [], topicNames = [], timeoutMs = 0, unknownTaggedFields } = message;
  if (version >= 6) {
    writer.compactArrayLength(topics, "DeleteTopicsRequest.topics");
    for (const element of topics) encodeDeleteTopicState(writer, element, version);
  } else {
    if (topics.length > 0) writer.unsupported("DeleteTopicsRequest.topics", version);
  }
  if (version >= 6) {
  } else if (version >= 4) {
    writer.compactArrayLength(topicNames, "DeleteTopicsRequest.topicNames");
    for (const element of topicNames) writer.compactString(element, "DeleteTopicsRequest.topicNames");
  } else {
    writer.arrayLength(topicNames, "DeleteTopicsRequest.topicNames");
    for (const element of topicNames) writer.string(element, "DeleteTopicsRequest.topicNames");
  }
  writer.int32(timeoutMs, "DeleteTopicsRequest.timeoutMs");
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "DeleteTopicsRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DeleteTopicsRequest", version);
  }
}

function decodeDeletableTopicResult(reader: WireReader, version: number): DeletableTopicResult {
  const name = version >= 6 ? reader.compactNullableString("DeletableTopicResult.name") : version >= 4 ? reader.compactString("DeletableTopicResult.name") : reader.string("DeletableTopicResult.name");
  const topicId = version >= 6 ? reader.uuid("DeletableTopicResult.topicId") : ZERO_UUID;
  const errorCode = reader.int16("DeletableTopicResult.errorCode");
  const errorMessage = version >= 5 ? reader.compactNullableString("DeletableTopicResult.errorMessage") : null;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("DeletableTopicResult"); left > 0; left--) {
      const tag = reader.unsignedVarint("DeletableTopicResult");
      const end = reader.taggedFieldEnd("DeletableTopicResult");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DeletableTopicResult = { name, topicId, errorCode, errorMessage };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeletableTopicResult(writer: WireWriter, message: Input<DeletableTopicResult>, version: number): void {
  const { name = "", topicId = ZERO_UUID, errorCode = 0, errorMessage = null, unknownTaggedFields } = message;
  if (version >= 6) {
    writer.compactNullableString(name, "DeletableTopicResult.name");
  } else if (version >= 4) {
    writer.compactString(name, "DeletableTopicResult.name");
  } else {
    writer.string(name, "DeletableTopicResult.name");
  }
  if (version >= 6) {
    writer.uuid(topicId, "DeletableTopicResult.topicId");
  }
  writer.int16(errorCode, "DeletableTopicResult.errorCode");
  if (version >= 5) {
    writer.compactNullableString(errorMessage, "DeletableTopicResult.errorMessage");
  }
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "DeletableTopicResult");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DeletableTopicResult", version);
  }
}

function decodeDeleteTopicsResponse(reader: WireReader, version: number): DeleteTopicsResponse {
  const throttleTimeMs = reader.int32("DeleteTopicsResponse.throttleTimeMs");
  const responses: DeletableTopicResult[] = [];
  for (let left = version >= 6 ? reader.compactArrayLength(21, "DeleteTopicsResponse.responses") : version >= 5 ? reader.compactArrayLength(5, "DeleteTopicsResponse.responses") : version >= 4 ? reader.compactArrayLength(4, "DeleteTopicsResponse.responses") : reader.arrayLength(4, "DeleteTopicsResponse.responses"); left > 0; left--) responses.push(decodeDeletableTopicResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("DeleteTopicsResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("DeleteTopicsResponse");
      const end = reader.taggedFieldEnd("DeleteTopicsResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DeleteTopicsResponse = { throttleTimeMs, responses };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteTopicsResponse(writer: WireWriter, message: Input<DeleteTopicsResponse>, version: number): void {
  const { throttleTimeMs = 0, responses = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "DeleteTopicsResponse.throttleTimeMs");
  if (version >= 4) {
    writer.compactArrayLength(responses, "DeleteTopicsResponse.responses");
    for (const element of responses) encodeDeletableTopicResult(writer, element, version);
  } else {
    writer.arrayLength(responses, "DeleteTopicsResponse.responses");
    for (const element of responses) encodeDeletableTopicResult(writer, element, version);
  }
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "DeleteTopicsResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DeleteTopicsResponse", version);
  }
}
