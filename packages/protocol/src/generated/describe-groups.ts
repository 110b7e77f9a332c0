// Generated from schema/15-describe-groups.ts by `npm run generate`: do not edit.
import { EMPTY_BYTES } from "../wire/empty-bytes.ts";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** DescribeGroupsRequest: API key 15, versions 0–6, flexible 5+. */
export interface DescribeGroupsRequest {
  /** A group id. */
  groups: string[];
  /** Versions 3+. */
  includeAuthorizedOperations: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeGroupsRequest: MessageCodec<DescribeGroupsRequest> = defineMessage<DescribeGroupsRequest>({
  name: "DescribeGroupsRequest",
  kind: "request",
  apiKey: 15,
  lowestVersion: 0,
  highestVersion: 6,
  flexibleFrom: 5,
  decode: decodeDescribeGroupsRequest,
  encode: encodeDescribeGroupsRequest,
});

/** DescribeGroupsResponse: API key 15, versions 0–6, flexible 5+. */
export interface DescribeGroupsResponse {
  /** Versions 1+. Dropped where the version lacks it. */
  throttleTimeMs: number;
  groups: DescribedGroup[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeGroupsResponse: MessageCodec<DescribeGroupsResponse> = defineMessage<DescribeGroupsResponse>({
  name: "DescribeGroupsResponse",
  kind: "response",
  apiKey: 15,
  lowestVersion: 0,
  highestVersion: 6,
  flexibleFrom: 5,
  decode: decodeDescribeGroupsResponse,
  encode: encodeDescribeGroupsResponse,
});

/** In `DescribedGroup.members`. */
export interface DescribedGroupMember {
  memberId: string;
  /** Versions 4+. Default null. Dropped where the version lacks it. */
  groupInstanceId: string | null;
  clientId: string;
  clientHost: string;
  memberMetadata: Uint8Array;
  memberAssignment: Uint8Array;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeGroupsResponse.groups`. */
export interface DescribedGroup {
  errorCode: number;
  /** Versions 6+. Default null. */
  errorMessage: string | null;
  /** A group id. */
  groupId: string;
  groupState: string;
  protocolType: string;
  protocolData: string;
  members: DescribedGroupMember[];
  /** Versions 3+. Default -2147483648. */
  authorizedOperations: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeDescribeGroupsRequest(reader: WireReader, version: number): DescribeGroupsRequest {
  const groups: string[] = [];
  for (let left = version >= 5 ? reader.compactArrayLength(1, "DescribeGroupsRequest.groups") : reader.arrayLength(2, "DescribeGroupsRequest.groups"); left > 0; left--) groups.push(version >= 5 ? reader.compactString("DescribeGroupsRequest.groups") : reader.string("DescribeGroupsRequest.groups"));
  const includeAuthorizedOperations = version >= 3 ? reader.boolean("DescribeGroupsRequest.includeAuthorizedOperations") : false;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 5) {
    for (let left = reader.taggedFieldCount("DescribeGroupsRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribeGroupsRequest");
      const end = reader.taggedFieldEnd("DescribeGroupsRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribeGroupsRequest = { groups, includeAuthorizedOperations };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeGroupsRequest(writer: WireWriter, message: Input<DescribeGroupsRequest>, version: number): void {
  const { groups = [], includeAuthorizedOperations = false, unknownTaggedFields } = message;
  if (version >= 5) {
    writer.compactArrayLength(groups, "DescribeGroupsRequest.groups");
    for (const element of groups) writer.compactString(element, "DescribeGroupsRequest.groups");
  } else {
    writer.arrayLength(groups, "DescribeGroupsRequest.groups");
    for (const element of groups) writer.string(element, "DescribeGroupsRequest.groups");
  }
  if (version >= 3) {
    writer.boolean(includeAuthorizedOperations, "DescribeGroupsRequest.includeAuthorizedOperations");
  } else {
    if (includeAuthorizedOperations !== false) writer.unsupported("DescribeGroupsRequest.includeAuthorizedOperations", version);
  }
  if (version >= 5) {
    writer.taggedFields(unknownTaggedFields, "DescribeGroupsRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribeGroupsRequest", version);
  }
}

function decodeDescribedGroupMember(reader: WireReader, version: number): DescribedGroupMember {
  const memberId = version >= 5 ? reader.compactString("DescribedGroupMember.memberId") : reader.string("DescribedGroupMember.memberId");
  const groupInstanceId = version >= 5 ? reader.compactNullableString("DescribedGroupMember.groupInstanceId") : version >= 4 ? reader.nullableString("DescribedGroupMember.groupInstanceId") : null;
  const clientId = version >= 5 ? reader.compactString("DescribedGroupMember.clientId") : reader.string("DescribedGroupMember.clientId");
  const clientHost = version >= 5 ? reader.compactString("DescribedGroupMember.clientHost") : reader.string("DescribedGroupMember.clientHost");
  const memberMetadata = version >= 5 ? reader.compactBytes("DescribedGroupMember.memberMetadata") : reader.bytes("DescribedGroupMember.memberMetadata");
  const memberAssignment = version >= 5 ? reader.compactBytes("DescribedGroupMember.memberAssignment") : reader.bytes("DescribedGroupMember.memberAssignment");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 5) {
    for (let left = reader.taggedFieldCount("DescribedGroupMember"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribedGroupMember");
      const end = reader.taggedFieldEnd("DescribedGroupMember");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribedGroupMember = { memberId, groupInstanceId, clientId, clientHost, memberMetadata, memberAssignment };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribedGroupMember(writer: WireWriter, message: Input<DescribedGroupMember>, version: number): void {
  const { memberId = "", groupInstanceId = null, clientId = "", clientHost = "", memberMetadata = EMPTY_BYTES, memberAssignment = EMPTY_BYTES, unknownTaggedFields } = message;
  if (version >= 5) {
    writer.compactString(memberId, "DescribedGroupMember.memberId");
  } else {
    writer.string(memberId, "DescribedGroupMember.memberId");
  }
  if (version >= 5) {
    writer.compactNullableString(groupInstanceId, "DescribedGroupMember.groupInstanceId");
  } else if (version >= 4) {
    writer.nullableString(groupInstanceId, "DescribedGroupMember.groupInstanceId");
  }
  if (version >= 5) {
    writer.compactString(clientId, "DescribedGroupMember.clientId");
  } else {
    writer.string(clientId, "DescribedGroupMember.clientId");
  }
  if (version >= 5) {
    writer.compactString(clientHost, "DescribedGroupMember.clientHost");
  } else {
    writer.string(clientHost, "DescribedGroupMember.clientHost");
  }
  if (version >= 5) {
    writer.compactBytes(memberMetadata, "DescribedGroupMember.memberMetadata");
  } else {
    writer.bytes(memberMetadata, "DescribedGroupMember.memberMetadata");
  }
  if (version >= 5) {
    writer.compactBytes(memberAssignment, "DescribedGroupMember.memberAssignment");
  } else {
    writer.bytes(memberAssignment, "DescribedGroupMember.memberAssignment");
  }
  if (version >= 5) {
    writer.taggedFields(unknownTaggedFields, "DescribedGroupMember");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribedGroupMember", version);
  }
}

function decodeDescribedGroup(reader: WireReader, version: number): DescribedGroup {
  const errorCode = reader.int16("DescribedGroup.errorCode");
  const errorMessage = version >= 6 ? reader.compactNullableString("DescribedGroup.errorMessage") : null;
  const groupId = version >= 5 ? reader.compactString("DescribedGroup.groupId") : reader.string("DescribedGroup.groupId");
  const groupState = version >= 5 ? reader.compactString("DescribedGroup.groupState") : reader.string("DescribedGroup.groupState");
  const protocolType = version >= 5 ? reader.compactString("DescribedGroup.protocolType") : reader.string("DescribedGroup.protocolType");
  const protocolData = version >= 5 ? reader.compactString("DescribedGroup.protocolData") : reader.string("DescribedGroup.protocolData");
  const members: DescribedGroupMember[] = [];
  for (let left = version >= 5 ? reader.compactArrayLength(7, "DescribedGroup.members") : version >= 4 ? reader.arrayLength(16, "DescribedGroup.members") : reader.arrayLength(14, "DescribedGroup.members"); left > 0; left--) members.push(decodeDescribedGroupMember(reader, version));
  const authorizedOperations = version >= 3 ? reader.int32("DescribedGroup.authorizedOperations") : -2147483648;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 5) {
    for (let left = reader.taggedFieldCount("DescribedGroup"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribedGroup");
      const end = reader.taggedFieldEnd("DescribedGroup");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribedGroup = { errorCode, errorMessage, groupId, groupState, protocolType, protocolData, members, authorizedOperations };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribedGroup(writer: WireWriter, message: Input<DescribedGroup>, version: number): void {
  const { errorCode = 0, errorMessage = null, groupId = "", groupState = "", protocolType = "", protocolData = "", members = [], authorizedOperations = -2147483648, unknownTaggedFields } = message;
  writer.int16(errorCode, "DescribedGroup.errorCode");
  if (version >= 6) {
    writer.compactNullableString(errorMessage, "DescribedGroup.errorMessage");
  } else {
    if (errorMessage !== null) writer.unsupported("DescribedGroup.errorMessage", version);
  }
  if (version >= 5) {
    writer.compactString(groupId, "DescribedGroup.groupId");
  } else {
    writer.string(groupId, "DescribedGroup.groupId");
  }
  if (version >= 5) {
    writer.compactString(groupState, "DescribedGroup.groupState");
  } else {
    writer.string(groupState, "DescribedGroup.groupState");
  }
  if (version >= 5) {
    writer.compactString(protocolType, "DescribedGroup.protocolType");
  } else {
    writer.string(protocolType, "DescribedGroup.protocolType");
  }
  if (version >= 5) {
    writer.compactString(protocolData, "DescribedGroup.protocolData");
  } else {
    writer.string(protocolData, "DescribedGroup.protocolData");
  }
  if (version >= 5) {
    writer.compactArrayLength(members, "DescribedGroup.members");
    for (const element of members) encodeDescribedGroupMember(writer, element, version);
  } else {
    writer.arrayLength(members, "DescribedGroup.members");
    for (const element of members) encodeDescribedGroupMember(writer, element, version);
  }
  if (version >= 3) {
    writer.int32(authorizedOperations, "DescribedGroup.authorizedOperations");
  } else {
    if (authorizedOperations !== -2147483648) writer.unsupported("DescribedGroup.authorizedOperations", version);
  }
  if (version >= 5) {
    writer.taggedFields(unknownTaggedFields, "DescribedGroup");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribedGroup", version);
  }
}

function decodeDescribeGroupsResponse(reader: WireReader, version: number): DescribeGroupsResponse {
  const throttleTimeMs = version >= 1 ? reader.int32("DescribeGroupsResponse.throttleTimeMs") : 0;
  const groups: DescribedGroup[] = [];
  for (let left = version >= 6 ? reader.compactArrayLength(13, "DescribeGroupsResponse.groups") : version >= 5 ? reader.compactArrayLength(12, "DescribeGroupsResponse.groups") : version >= 3 ? reader.arrayLength(18, "DescribeGroupsResponse.groups") : reader.arrayLength(14, "DescribeGroupsResponse.groups"); left > 0; left--) groups.push(decodeDescribedGroup(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 5) {
    for (let left = reader.taggedFieldCount("DescribeGroupsResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribeGroupsResponse");
      const end = reader.taggedFieldEnd("DescribeGroupsResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribeGroupsResponse = { throttleTimeMs, groups };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeGroupsResponse(writer: WireWriter, message: Input<DescribeGroupsResponse>, version: number): void {
  const { throttleTimeMs = 0, groups = [], unknownTaggedFields } = message;
  if (version >= 1) {
    writer.int32(throttleTimeMs, "DescribeGroupsResponse.throttleTimeMs");
  }
  if (version >= 5) {
    writer.compactArrayLength(groups, "DescribeGroupsResponse.groups");
    for (const element of groups) encodeDescribedGroup(writer, element, version);
  } else {
    writer.arrayLength(groups, "DescribeGroupsResponse.groups");
    for (const element of groups) encodeDescribedGroup(writer, element, version);
  }
  if (version >= 5) {
    writer.taggedFields(unknownTaggedFields, "DescribeGroupsResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribeGroupsResponse", version);
  }
}
