// Generated from schema/92-delete-share-group-offsets.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** DeleteShareGroupOffsetsRequest: API key 92, versions 0, flexible 0+. */
export interface DeleteShareGroupOffsetsRequest {
  /** A group id. */
  groupId: string;
  topics: DeleteShareGroupOffsetsRequestTopic[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DeleteShareGroupOffsetsRequest: MessageCodec<DeleteShareGroupOffsetsRequest> = defineMessage<DeleteShareGroupOffsetsRequest>({
  name: "DeleteShareGroupOffsetsRequest",
  kind: "request",
  apiKey: 92,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeDeleteShareGroupOffsetsRequest,
  encode: encodeDeleteShareGroupOffsetsRequest,
});

/** DeleteShareGroupOffsetsResponse: API key 92, versions 0, flexible 0+. */
export interface DeleteShareGroupOffsetsResponse {
  throttleTimeMs: number;
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  responses: DeleteShareGroupOffsetsResponseTopic[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DeleteShareGroupOffsetsResponse: MessageCodec<DeleteShareGroupOffsetsResponse> = defineMessage<DeleteShareGroupOffsetsResponse>({
  name: "DeleteShareGroupOffsetsResponse",
  kind: "response",
  apiKey: 92,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeDeleteShareGroupOffsetsResponse,
  encode: encodeDeleteShareGroupOffsetsResponse,
});

/** In `DeleteShareGroupOffsetsRequest.topics`. */
export interface DeleteShareGroupOffsetsRequestTopic {
  /** A topic name. */
  topicName: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DeleteShareGroupOffsetsResponse.responses`. */
export interface DeleteShareGroupOffsetsResponseTopic {
  /** A topic name. */
  topicName: string;
  topicId: Uuid;
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeDeleteShareGroupOffsetsRequestTopic(reader: WireReader, _version: number): DeleteShareGroupOffsetsRequestTopic {
  const topicName = reader.compactString("DeleteShareGroupOffsetsRequestTopic.topicName");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DeleteShareGroupOffsetsRequestTopic"); left > 0; left--) {
    const tag = reader.unsignedVarint("DeleteShareGroupOffsetsRequestTopic");
    const end = reader.taggedFieldEnd("DeleteShareGroupOffsetsRequestTopic");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DeleteShareGroupOffsetsRequestTopic = { topicName };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteShareGroupOffsetsRequestTopic(writer: WireWriter, message: Input<DeleteShareGroupOffsetsRequestTopic>, _version: number): void {
  const { topicName = "", unknownTaggedFields } = message;
  writer.compactString(topicName, "DeleteShareGroupOffsetsRequestTopic.topicName");
  writer.taggedFields(unknownTaggedFields, "DeleteShareGroupOffsetsRequestTopic");
}

function decodeDeleteShareGroupOffsetsRequest(reader: WireReader, version: number): DeleteShareGroupOffsetsRequest {
  const groupId = reader.compactString("DeleteShareGroupOffsetsRequest.groupId");
  const topics: DeleteShareGroupOffsetsRequestTopic[] = [];
  for (let left = reader.compactArrayLength(2, "DeleteShareGroupOffsetsRequest.topics"); left > 0; left--) topics.push(decodeDeleteShareGroupOffsetsRequestTopic(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DeleteShareGroupOffsetsRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("DeleteShareGroupOffsetsRequest");
    const end = reader.taggedFieldEnd("DeleteShareGroupOffsetsRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DeleteShareGroupOffsetsRequest = { groupId, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteShareGroupOffsetsRequest(writer: WireWriter, message: Input<DeleteShareGroupOffsetsRequest>, version: number): void {
  const { groupId = "", topics = [], unknownTaggedFields } = message;
  writer.compactString(groupId, "DeleteShareGroupOffsetsRequest.groupId");
  writer.compactArrayLength(topics, "DeleteShareGroupOffsetsRequest.topics");
  for (const element of topics) encodeDeleteShareGroupOffsetsRequestTopic(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "DeleteShareGroupOffsetsRequest");
}

function decodeDeleteShareGroupOffsetsResponseTopic(reader: WireReader, _version: number): DeleteShareGroupOffsetsResponseTopic {
  const topicName = reader.compactString("DeleteShareGroupOffsetsResponseTopic.topicName");
  const topicId = reader.uuid("DeleteShareGroupOffsetsResponseTopic.topicId");
  const errorCode = reader.int16("DeleteShareGroupOffsetsResponseTopic.errorCode");
  const errorMessage = reader.compactNullableString("DeleteShareGroupOffsetsResponseTopic.errorMessage");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DeleteShareGroupOffsetsResponseTopic"); left > 0; left--) {
    const tag = reader.unsignedVarint("DeleteShareGroupOffsetsResponseTopic");
    const end = reader.taggedFieldEnd("DeleteShareGroupOffsetsResponseTopic");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DeleteShareGroupOffsetsResponseTopic = { topicName, topicId, errorCode, errorMessage };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteShareGroupOffsetsResponseTopic(writer: WireWriter, message: Input<DeleteShareGroupOffsetsResponseTopic>, _version: number): void {
  const { topicName = "", topicId = ZERO_UUID, errorCode = 0, errorMessage = null, unknownTaggedFields } = message;
  writer.compactString(topicName, "DeleteShareGroupOffsetsResponseTopic.topicName");
  writer.uuid(topicId, "DeleteShareGroupOffsetsResponseTopic.topicId");
  writer.int16(errorCode, "DeleteShareGroupOffsetsResponseTopic.errorCode");
  writer.compactNullableString(errorMessage, "DeleteShareGroupOffsetsResponseTopic.errorMessage");
  writer.taggedFields(unknownTaggedFields, "DeleteShareGroupOffsetsResponseTopic");
}

function decodeDeleteShareGroupOffsetsResponse(reader: WireReader, version: number): DeleteShareGroupOffsetsResponse {
  const throttleTimeMs = reader.int32("DeleteShareGroupOffsetsResponse.throttleTimeMs");
  const errorCode = reader.int16("DeleteShareGroupOffsetsResponse.errorCode");
  const errorMessage = reader.compactNullableString("DeleteShareGroupOffsetsResponse.errorMessage");
  const responses: DeleteShareGroupOffsetsResponseTopic[] = [];
  for (let left = reader.compactArrayLength(21, "DeleteShareGroupOffsetsResponse.responses"); left > 0; left--) responses.push(decodeDeleteShareGroupOffsetsResponseTopic(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DeleteShareGroupOffsetsResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("DeleteShareGroupOffsetsResponse");
    const end = reader.taggedFieldEnd("DeleteShareGroupOffsetsResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DeleteShareGroupOffsetsResponse = { throttleTimeMs, errorCode, errorMessage, responses };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteShareGroupOffsetsResponse(writer: WireWriter, message: Input<DeleteShareGroupOffsetsResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = null, responses = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "DeleteShareGroupOffsetsResponse.throttleTimeMs");
  writer.int16(errorCode, "DeleteShareGroupOffsetsResponse.errorCode");
  writer.compactNullableString(errorMessage, "DeleteShareGroupOffsetsResponse.errorMessage");
  writer.compactArrayLength(responses, "DeleteShareGroupOffsetsResponse.responses");
  for (const element of responses) encodeDeleteShareGroupOffsetsResponseTopic(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "DeleteShareGroupOffsetsResponse");
}
