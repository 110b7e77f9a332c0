// Generated from schema/11-join-group.ts by `npm run generate`: do not edit.
import { EMPTY_BYTES } from "../wire/empty-bytes.ts";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** JoinGroupRequest: API key 11, versions 0–9, flexible 6+. */
export interface JoinGroupRequest {
  /** A group id. */
  groupId: string;
  sessionTimeoutMs: number;
  /** Versions 1+. Default -1. Dropped where the version lacks it. */
  rebalanceTimeoutMs: number;
  memberId: string;
  /** Versions 5+. Default null. */
  groupInstanceId: string | null;
  protocolType: string;
  protocols: JoinGroupRequestProtocol[];
  /** Versions 8+. Default null. Dropped where the version lacks it. */
  reason: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const JoinGroupRequest: MessageCodec<JoinGroupRequest> = defineMessage<JoinGroupRequest>({
  name: "JoinGroupRequest",
  kind: "request",
  apiKey: 11,
  lowestVersion: 0,
  highestVersion: 9,
  flexibleFrom: 6,
  decode: decodeJoinGroupRequest,
  encode: encodeJoinGroupRequest,
});

/** JoinGroupResponse: API key 11, versions 0–9, flexible 6+. */
export interface JoinGroupResponse {
  /** Versions 2+. Dropped where the version lacks it. */
  throttleTimeMs: number;
  errorCode: number;
  /** Default -1. */
  generationId: number;
  /** Versions 7+. Default null. Dropped where the version lacks it. */
  protocolType: string | null;
  /** Nullable from version 7. */
  protocolName: string | null;
  leader: string;
  /** Versions 9+. Default false. */
  skipAssignment: boolean;
  memberId: string;
  members: JoinGroupResponseMember[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const JoinGroupResponse: MessageCodec<JoinGroupResponse> = defineMessage<JoinGroupResponse>({
  name: "JoinGroupResponse",
  kind: "response",
  apiKey: 11,
  lowestVersion: 0,
  highestVersion: 9,
  flexibleFrom: 6,
  decode: decodeJoinGroupResponse,
  encode: encodeJoinGroupResponse,
});

/** In `JoinGroupRequest.protocols`. */
export interface JoinGroupRequestProtocol {
  name: string;
  metadata: Uint8Array;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `JoinGroupResponse.members`. */
export interface JoinGroupResponseMember {
  memberId: string;
  /** Versions 5+. Default null. Dropped where the version lacks it. */
  groupInstanceId: string | null;
  metadata: Uint8Array;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeJoinGroupRequestProtocol(reader: WireReader, version: number): JoinGroupRequestProtocol {
  const name = version >= 6 ? reader.compactString("JoinGroupRequestProtocol.name") : reader.string("JoinGroupRequestProtocol.name");
  const metadata = version >= 6 ? reader.compactBytes("JoinGroupRequestProtocol.metadata") : reader.bytes("JoinGroupRequestProtocol.metadata");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 6) {
    for (let left = reader.taggedFieldCount("JoinGroupRequestProtocol"); left > 0; left--) {
      const tag = reader.unsignedVarint("JoinGroupRequestProtocol");
      const end = reader.taggedFieldEnd("JoinGroupRequestProtocol");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: JoinGroupRequestProtocol = { name, metadata };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeJoinGroupRequestProtocol(writer: WireWriter, message: Input<JoinGroupRequestProtocol>, version: number): void {
  const { name = "", metadata = EMPTY_BYTES, unknownTaggedFields } = message;
  if (version >= 6) {
    writer.compactString(name, "JoinGroupRequestProtocol.name");
  } else {
    writer.string(name, "JoinGroupRequestProtocol.name");
  }
  if (version >= 6) {
    writer.compactBytes(metadata, "JoinGroupRequestProtocol.metadata");
  } else {
    writer.bytes(metadata, "JoinGroupRequestProtocol.metadata");
  }
  if (version >= 6) {
    writer.taggedFields(unknownTaggedFields, "JoinGroupRequestProtocol");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "JoinGroupRequestProtocol", version);
  }
}

function decodeJoinGroupRequest(reader: WireReader, version: number): JoinGroupRequest {
  const groupId = version >= 6 ? reader.compactString("JoinGroupRequest.groupId") : reader.string("JoinGroupRequest.groupId");
  const sessionTimeoutMs = reader.int32("JoinGroupRequest.sessionTimeoutMs");
  const rebalanceTimeoutMs = version >= 1 ? reader.int32("JoinGroupRequest.rebalanceTimeoutMs") : -1;
  const memberId = version >= 6 ? reader.compactString("JoinGroupRequest.memberId") : reader.string("JoinGroupRequest.memberId");
  const groupInstanceId = version >= 6 ? reader.compactNullableString("JoinGroupRequest.groupInstanceId") : version >= 5 ? reader.nullableString("JoinGroupRequest.groupInstanceId") : null;
  const protocolType = version >= 6 ? reader.compactString("JoinGroupRequest.protocolType") : reader.string("JoinGroupRequest.protocolType");
  const protocols: JoinGroupRequestProtocol[] = [];
  for (let left = version >= 6 ? reader.compactArrayLength(3, "JoinGroupRequest.protocols") : reader.arrayLength(6, "JoinGroupRequest.protocols"); left > 0; left--) protocols.push(decodeJoinGroupRequestProtocol(reader, version));
  const reason = version >= 8 ? reader.compactNullableString("JoinGroupRequest.reason") : null;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 6) {
    for (let left = reader.taggedFieldCount("JoinGroupRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("JoinGroupRequest");
      const end = reader.taggedFieldEnd("JoinGroupRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: JoinGroupRequest = { groupId, sessionTimeoutMs, rebalanceTimeoutMs, memberId, groupInstanceId, protocolType, protocols, reason };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeJoinGroupRequest(writer: WireWriter, message: Input<JoinGroupRequest>, version: number): void {
  const { groupId = "", sessionTimeoutMs = 0, rebalanceTimeoutMs = -1, memberId = "", groupInstanceId = null, protocolType = "", protocols = [], reason = null, unknownTaggedFields } = message;
  if (version >= 6) {
    writer.compactString(groupId, "JoinGroupRequest.groupId");
  } else {
    writer.string(groupId, "JoinGroupRequest.groupId");
  }
  writer.int32(sessionTimeoutMs, "JoinGroupRequest.sessionTimeoutMs");
  if (version >= 1) {
    writer.int32(rebalanceTimeoutMs, "JoinGroupRequest.rebalanceTimeoutMs");
  }
  if (version >= 6) {
    writer.compactString(memberId, "JoinGroupRequest.memberId");
  } else {
    writer.string(memberId, "JoinGroupRequest.memberId");
  }
  if (version >= 6) {
    writer.compactNullableString(groupInstanceId, "JoinGroupRequest.groupInstanceId");
  } else if (version >= 5) {
    writer.nullableString(groupInstanceId, "JoinGroupRequest.groupInstanceId");
  } else {
    if (groupInstanceId !== null) writer.unsupported("JoinGroupRequest.groupInstanceId", version);
  }
  if (version >= 6) {
    writer.compactString(protocolType, "JoinGroupRequest.protocolType");
  } else {
    writer.string(protocolType, "JoinGroupRequest.protocolType");
  }
  if (version >= 6) {
    writer.compactArrayLength(protocols, "JoinGroupRequest.protocols");
    for (const element of protocols) encodeJoinGroupRequestProtocol(writer, element, version);
  } else {
    writer.arrayLength(protocols, "JoinGroupRequest.protocols");
    for (const element of protocols) encodeJoinGroupRequestProtocol(writer, element, version);
  }
  if (version >= 8) {
    writer.compactNullableString(reason, "JoinGroupRequest.reason");
  }
  if (version >= 6) {
    writer.taggedFields(unknownTaggedFields, "JoinGroupRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "JoinGroupRequest", version);
  }
}

function decodeJoinGroupResponseMember(reader: WireReader, version: number): JoinGroupResponseMember {
  const memberId = version >= 6 ? reader.compactString("JoinGroupResponseMember.memberId") : reader.string("JoinGroupResponseMember.memberId");
  const groupInstanceId = version >= 6 ? reader.compactNullableString("JoinGroupResponseMember.groupInstanceId") : version >= 5 ? reader.nullableString("JoinGroupResponseMember.groupInstanceId") : null;
  const metadata = version >= 6 ? reader.compactBytes("JoinGroupResponseMember.metadata") : reader.bytes("JoinGroupResponseMember.metadata");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 6) {
    for (let left = reader.taggedFieldCount("JoinGroupResponseMember"); left > 0; left--) {
      const tag = reader.unsignedVarint("JoinGroupResponseMember");
      const end = reader.taggedFieldEnd("JoinGroupResponseMember");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: JoinGroupResponseMember = { memberId, groupInstanceId, metadata };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeJoinGroupResponseMember(writer: WireWriter, message: Input<JoinGroupResponseMember>, version: number): void {
  const { memberId = "", groupInstanceId = null, metadata = EMPTY_BYTES, unknownTaggedFields } = message;
  if (version >= 6) {
    writer.compactString(memberId, "JoinGroupResponseMember.memberId");
  } else {
    writer.string(memberId, "JoinGroupResponseMember.memberId");
  }
  if (version >= 6) {
    writer.compactNullableString(groupInstanceId, "JoinGroupResponseMember.groupInstanceId");
  } else if (version >= 5) {
    writer.nullableString(groupInstanceId, "JoinGroupResponseMember.groupInstanceId");
  }
  if (version >= 6) {
    writer.compactBytes(metadata, "JoinGroupResponseMember.metadata");
  } else {
    writer.bytes(metadata, "JoinGroupResponseMember.metadata");
  }
  if (version >= 6) {
    writer.taggedFields(unknownTaggedFields, "JoinGroupResponseMember");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "JoinGroupResponseMember", version);
  }
}

function decodeJoinGroupResponse(reader: WireReader, version: number): JoinGroupResponse {
  const throttleTimeMs = version >= 2 ? reader.int32("JoinGroupResponse.throttleTimeMs") : 0;
  const errorCode = reader.int16("JoinGroupResponse.errorCode");
  const generationId = reader.int32("JoinGroupResponse.generationId");
  const protocolType = version >= 7 ? reader.compactNullableString("JoinGroupResponse.protocolType") : null;
  const protocolName = version >= 7 ? reader.compactNullableString("JoinGroupResponse.protocolName") : version >= 6 ? reader.compactString("JoinGroupResponse.protocolName") : reader.string("JoinGroupResponse.protocolName");
  const leader = version >= 6 ? reader.compactString("JoinGroupResponse.leader") : reader.string("JoinGroupResponse.leader");
  const skipAssignment = version >= 9 ? reader.boolean("JoinGroupResponse.skipAssignment") : false;
  const memberId = version >= 6 ? reader.compactString("JoinGroupResponse.memberId") : reader.string("JoinGroupResponse.memberId");
  const members: JoinGroupResponseMember[] = [];
  for (let left = version >= 6 ? reader.compactArrayLength(4, "JoinGroupResponse.members") : version >= 5 ? reader.arrayLength(8, "JoinGroupResponse.members") : reader.arrayLength(6, "JoinGroupResponse.members"); left > 0; left--) members.push(decodeJoinGroupResponseMember(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 6) {
    for (let left = reader.taggedFieldCount("JoinGroupResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("JoinGroupResponse");
      const end = reader.taggedFieldEnd("JoinGroupResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: JoinGroupResponse = { throttleTimeMs, errorCode, generationId, protocolType, protocolName, leader, skipAssignment, memberId, members };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeJoinGroupResponse(writer: WireWriter, message: Input<JoinGroupResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, generationId = -1, protocolType = null, protocolName = "", leader = "", skipAssignment = false, memberId = "", members = [], unknownTaggedFields } = message;
  if (version >= 2) {
    writer.int32(throttleTimeMs, "JoinGroupResponse.throttleTimeMs");
  }
  writer.int16(errorCode, "JoinGroupResponse.errorCode");
  writer.int32(generationId, "JoinGroupResponse.generationId");
  if (version >= 7) {
    writer.compactNullableString(protocolType, "JoinGroupResponse.protocolType");
  }
  if (version >= 7) {
    writer.compactNullableString(protocolName, "JoinGroupResponse.protocolName");
  } else if (version >= 6) {
    writer.compactString(protocolName, "JoinGroupResponse.protocolName");
  } else {
    writer.string(protocolName, "JoinGroupResponse.protocolName");
  }
  if (version >= 6) {
    writer.compactString(leader, "JoinGroupResponse.leader");
  } else {
    writer.string(leader, "JoinGroupResponse.leader");
  }
  if (version >= 9) {
    writer.boolean(skipAssignment, "JoinGroupResponse.skipAssignment");
  } else {
    if (skipAssignment !== false) writer.unsupported("JoinGroupResponse.skipAssignment", version);
  }
  if (version >= 6) {
    writer.compactString(memberId, "JoinGroupResponse.memberId");
  } else {
    writer.string(memberId, "JoinGroupResponse.memberId");
  }
  if (version >= 6) {
    writer.compactArrayLength(members, "JoinGroupResponse.members");
    for (const element of members) encodeJoinGroupResponseMember(writer, element, version);
  } else {
    writer.arrayLength(members, "JoinGroupResponse.members");
    for (const element of members) encodeJoinGroupResponseMember(writer, element, version);
  }
  if (version >= 6) {
    writer.taggedFields(unknownTaggedFields, "JoinGroupResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "JoinGroupResponse", version);
  }
}
