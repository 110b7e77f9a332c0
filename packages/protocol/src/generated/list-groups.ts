// Generated from schema/16-list-groups.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ListGroupsRequest: API key 16, versions 0–5, flexible 3+. */
export interface ListGroupsRequest {
  /** Versions 4+. */
  statesFilter: string[];
  /** Versions 5+. */
  typesFilter: string[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ListGroupsRequest: MessageCodec<ListGroupsRequest> = defineMessage<ListGroupsRequest>({
  name: "ListGroupsRequest",
  kind: "request",
  apiKey: 16,
  lowestVersion: 0,
  highestVersion: 5,
  flexibleFrom: 3,
  decode: decodeListGroupsRequest,
  encode: encodeListGroupsRequest,
});

/** ListGroupsResponse: API key 16, versions 0–5, flexible 3+. */
export interface ListGroupsResponse {
  /** Versions 1+. Dropped where the version lacks it. */
  throttleTimeMs: number;
  errorCode: number;
  groups: ListedGroup[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ListGroupsResponse: MessageCodec<ListGroupsResponse> = defineMessage<ListGroupsResponse>({
  name: "ListGroupsResponse",
  kind: "response",
  apiKey: 16,
  lowestVersion: 0,
  highestVersion: 5,
  flexibleFrom: 3,
  decode: decodeListGroupsResponse,
  encode: encodeListGroupsResponse,
});

/** In `ListGroupsResponse.groups`. */
export interface ListedGroup {
  /** A group id. */
  groupId: string;
  protocolType: string;
  /** Versions 4+. Dropped where the version lacks it. */
  groupState: string;
  /** Versions 5+. Dropped where the version lacks it. */
  groupType: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeListGroupsRequest(reader: WireReader, version: number): ListGroupsRequest {
  const statesFilter: string[] = [];
  for (let left = version >= 4 ? reader.compactArrayLength(1, "ListGroupsRequest.statesFilter") : 0; left > 0; left--) statesFilter.push(reader.compactString("ListGroupsRequest.statesFilter"));
  const typesFilter: string[] = [];
  for (let left = version >= 5 ? reader.compactArrayLength(1, "ListGroupsRequest.typesFilter") : 0; left > 0; left--) typesFilter.push(reader.compactString("ListGroupsRequest.typesFilter"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("ListGroupsRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("ListGroupsRequest");
      const end = reader.taggedFieldEnd("ListGroupsRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: ListGroupsRequest = { statesFilter, typesFilter };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeListGroupsRequest(writer: WireWriter, message: Input<ListGroupsRequest>, version: number): void {
  const { statesFilter = [], typesFilter = [], unknownTaggedFields } = message;
  if (version >= 4) {
    writer.compactArrayLength(statesFilter, "ListGroupsRequest.statesFilter");
    for (const element of statesFilter) writer.compactString(element, "ListGroupsRequest.statesFilter");
  } else {
    if (statesFilter.length > 0) writer.unsupported("ListGroupsRequest.statesFilter", version);
  }
  if (version >= 5) {
    writer.compactArrayLength(typesFilter, "ListGroupsRequest.typesFilter");
    for (const element of typesFilter) writer.compactString(element, "ListGroupsRequest.typesFilter");
  } else {
    if (typesFilter.length > 0) writer.unsupported("ListGroupsRequest.typesFilter", version);
  }
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "ListGroupsRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ListGroupsRequest", version);
  }
}

function decodeListedGroup(reader: WireReader, version: number): ListedGroup {
  const groupId = version >= 3 ? reader.compactString("ListedGroup.groupId") : reader.string("ListedGroup.groupId");
  const protocolType = version >= 3 ? reader.compactString("ListedGroup.protocolType") : reader.string("ListedGroup.protocolType");
  const groupState = version >= 4 ? reader.compactString("ListedGroup.groupState") : "";
  const groupType = version >= 5 ? reader.compactString("ListedGroup.groupType") : "";
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("ListedGroup"); left > 0; left--) {
      const tag = reader.unsignedVarint("ListedGroup");
      const end = reader.taggedFieldEnd("ListedGroup");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: ListedGroup = { groupId, protocolType, groupState, groupType };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeListedGroup(writer: WireWriter, message: Input<ListedGroup>, version: number): void {
  const { groupId = "", protocolType = "", groupState = "", groupType = "", unknownTaggedFields } = message;
  if (version >= 3) {
    writer.compactString(groupId, "ListedGroup.groupId");
  } else {
    writer.string(groupId, "ListedGroup.groupId");
  }
  if (version >= 3) {
    writer.compactString(protocolType, "ListedGroup.protocolType");
  } else {
    writer.string(protocolType, "ListedGroup.protocolType");
  }
  if (version >= 4) {
    writer.compactString(groupState, "ListedGroup.groupState");
  }
  if (version >= 5) {
    writer.compactString(groupType, "ListedGroup.groupType");
  }
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "ListedGroup");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ListedGroup", version);
  }
}

function decodeListGroupsResponse(reader: WireReader, version: number): ListGroupsResponse {
  const throttleTimeMs = version >= 1 ? reader.int32("ListGroupsResponse.throttleTimeMs") : 0;
  const errorCode = reader.int16("ListGroupsResponse.errorCode");
  const groups: ListedGroup[] = [];
  for (let left = version >= 5 ? reader.compactArrayLength(5, "ListGroupsResponse.groups") : version >= 4 ? reader.compactArrayLength(4, "ListGroupsResponse.groups") : version >= 3 ? reader.compactArrayLength(3, "ListGroupsResponse.groups") : reader.arrayLength(4, "ListGroupsResponse.groups"); left > 0; left--) groups.push(decodeListedGroup(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("ListGroupsResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("ListGroupsResponse");
      const end = reader.taggedFieldEnd("ListGroupsResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: ListGroupsResponse = { throttleTimeMs, errorCode, groups };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeListGroupsResponse(writer: WireWriter, message: Input<ListGroupsResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, groups = [], unknownTaggedFields } = message;
  if (version >= 1) {
    writer.int32(throttleTimeMs, "ListGroupsResponse.throttleTimeMs");
  }
  writer.int16(errorCode, "ListGroupsResponse.errorCode");
  if (version >= 3) {
    writer.compactArrayLength(groups, "ListGroupsResponse.groups");
    for (const element of groups) encodeListedGroup(writer, element, version);
  } else {
    writer.arrayLength(groups, "ListGroupsResponse.groups");
    for (const element of groups) encodeListedGroup(writer, element, version);
  }
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "ListGroupsResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ListGroupsResponse", version);
  }
}
