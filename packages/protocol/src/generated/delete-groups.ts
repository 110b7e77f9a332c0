// Generated from schema/42-delete-groups.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** DeleteGroupsRequest: API key 42, versions 0–2, flexible 2+. */
export interface DeleteGroupsRequest {
  /** A group id. */
  groupsNames: string[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DeleteGroupsRequest: MessageCodec<DeleteGroupsRequest> = defineMessage<DeleteGroupsRequest>({
  name: "DeleteGroupsRequest",
  kind: "request",
  apiKey: 42,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 2,
  decode: decodeDeleteGroupsRequest,
  encode: encodeDeleteGroupsRequest,
});

/** DeleteGroupsResponse: API key 42, versions 0–2, flexible 2+. */
export interface DeleteGroupsResponse {
  throttleTimeMs: number;
  results: DeletableGroupResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DeleteGroupsResponse: MessageCodec<DeleteGroupsResponse> = defineMessage<DeleteGroupsResponse>({
  name: "DeleteGroupsResponse",
  kind: "response",
  apiKey: 42,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 2,
  decode: decodeDeleteGroupsResponse,
  encode: encodeDeleteGroupsResponse,
});

/** In `DeleteGroupsResponse.results`. */
export interface DeletableGroupResult {
  /** A group id. */
  groupId: string;
  errorCode: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeDeleteGroupsRequest(reader: WireReader, version: number): DeleteGroupsRequest {
  const groupsNames: string[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(1, "DeleteGroupsRequest.groupsNames") : reader.arrayLength(2, "DeleteGroupsRequest.groupsNames"); left > 0; left--) groupsNames.push(version >= 2 ? reader.compactString("DeleteGroupsRequest.groupsNames") : reader.string("DeleteGroupsRequest.groupsNames"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DeleteGroupsRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("DeleteGroupsRequest");
      const end = reader.taggedFieldEnd("DeleteGroupsRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DeleteGroupsRequest = { groupsNames };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteGroupsRequest(writer: WireWriter, message: Input<DeleteGroupsRequest>, version: number): void {
  const { groupsNames = [], unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactArrayLength(groupsNames, "DeleteGroupsRequest.groupsNames");
    for (const element of groupsNames) writer.compactString(element, "DeleteGroupsRequest.groupsNames");
  } else {
    writer.arrayLength(groupsNames, "DeleteGroupsRequest.groupsNames");
    for (const element of groupsNames) writer.string(element, "DeleteGroupsRequest.groupsNames");
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DeleteGroupsRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DeleteGroupsRequest", version);
  }
}

function decodeDeletableGroupResult(reader: WireReader, version: number): DeletableGroupResult {
  const groupId = version >= 2 ? reader.compactString("DeletableGroupResult.groupId") : reader.string("DeletableGroupResult.groupId");
  const errorCode = reader.int16("DeletableGroupResult.errorCode");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DeletableGroupResult"); left > 0; left--) {
      const tag = reader.unsignedVarint("DeletableGroupResult");
      const end = reader.taggedFieldEnd("DeletableGroupResult");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DeletableGroupResult = { groupId, errorCode };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeletableGroupResult(writer: WireWriter, message: Input<DeletableGroupResult>, version: number): void {
  const { groupId = "", errorCode = 0, unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactString(groupId, "DeletableGroupResult.groupId");
  } else {
    writer.string(groupId, "DeletableGroupResult.groupId");
  }
  writer.int16(errorCode, "DeletableGroupResult.errorCode");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DeletableGroupResult");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DeletableGroupResult", version);
  }
}

function decodeDeleteGroupsResponse(reader: WireReader, version: number): DeleteGroupsResponse {
  const throttleTimeMs = reader.int32("DeleteGroupsResponse.throttleTimeMs");
  const results: DeletableGroupResult[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(4, "DeleteGroupsResponse.results") : reader.arrayLength(4, "DeleteGroupsResponse.results"); left > 0; left--) results.push(decodeDeletableGroupResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DeleteGroupsResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("DeleteGroupsResponse");
      const end = reader.taggedFieldEnd("DeleteGroupsResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DeleteGroupsResponse = { throttleTimeMs, results };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteGroupsResponse(writer: WireWriter, message: Input<DeleteGroupsResponse>, version: number): void {
  const { throttleTimeMs = 0, results = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "DeleteGroupsResponse.throttleTimeMs");
  if (version >= 2) {
    writer.compactArrayLength(results, "DeleteGroupsResponse.results");
    for (const element of results) encodeDeletableGroupResult(writer, element, version);
  } else {
    writer.arrayLength(results, "DeleteGroupsResponse.results");
    for (const element of results) encodeDeletableGroupResult(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DeleteGroupsResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DeleteGroupsResponse", version);
  }
}
