// Generated from schema/13-leave-group.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** LeaveGroupRequest: API key 13, versions 0–5, flexible 4+. */
export interface LeaveGroupRequest {
  /** A group id. */
  groupId: string;
  /** Versions 0–2. */
  memberId: string;
  /** Versions 3+. */
  members: MemberIdentity[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const LeaveGroupRequest: MessageCodec<LeaveGroupRequest> = defineMessage<LeaveGroupRequest>({
  name: "LeaveGroupRequest",
  kind: "request",
  apiKey: 13,
  lowestVersion: 0,
  highestVersion: 5,
  flexibleFrom: 4,
  decode: decodeLeaveGroupRequest,
  encode: encodeLeaveGroupRequest,
});

/** LeaveGroupResponse: API key 13, versions 0–5, flexible 4+. */
export interface LeaveGroupResponse {
  /** Versions 1+. Dropped where the version lacks it. */
  throttleTimeMs: number;
  errorCode: number;
  /** Versions 3+. */
  members: MemberResponse[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const LeaveGroupResponse: MessageCodec<LeaveGroupResponse> = defineMessage<LeaveGroupResponse>({
  name: "LeaveGroupResponse",
  kind: "response",
  apiKey: 13,
  lowestVersion: 0,
  highestVersion: 5,
  flexibleFrom: 4,
  decode: decodeLeaveGroupResponse,
  encode: encodeLeaveGroupResponse,
});

/** In `LeaveGroupRequest.members`. */
export interface MemberIdentity {
  memberId: string;
  /** Default null. */
  groupInstanceId: string | null;
  /** Versions 5+. Default null. Dropped where the version lacks it. */
  reason: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `LeaveGroupResponse.members`. */
export interface MemberResponse {
  memberId: string;
  groupInstanceId: string | null;
  errorCode: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeMemberIdentity(reader: WireReader, version: number): MemberIdentity {
  const memberId = version >= 4 ? reader.compactString("MemberIdentity.memberId") : reader.string("MemberIdentity.memberId");
  const groupInstanceId = version >= 4 ? reader.compactNullableString("MemberIdentity.groupInstanceId") : reader.nullableString("MemberIdentity.groupInstanceId");
  const reason = version >= 5 ? reader.compactNullableString("MemberIdentity.reason") : null;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("MemberIdentity"); left > 0; left--) {
      const tag = reader.unsignedVarint("MemberIdentity");
      const end = reader.taggedFieldEnd("MemberIdentity");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: MemberIdentity = { memberId, groupInstanceId, reason };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeMemberIdentity(writer: WireWriter, message: Input<MemberIdentity>, version: number): void {
  const { memberId = "", groupInstanceId = null, reason = null, unknownTaggedFields } = message;
  if (version >= 4) {
    writer.compactString(memberId, "MemberIdentity.memberId");
  } else {
    writer.string(memberId, "MemberIdentity.memberId");
  }
  if (version >= 4) {
    writer.compactNullableString(groupInstanceId, "MemberIdentity.groupInstanceId");
  } else {
    writer.nullableString(groupInstanceId, "MemberIdentity.groupInstanceId");
  }
  if (version >= 5) {
    writer.compactNullableString(reason, "MemberIdentity.reason");
  }
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "MemberIdentity");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "MemberIdentity", version);
  }
}

function decodeLeaveGroupRequest(reader: WireReader, version: number): LeaveGroupRequest {
  const groupId = version >= 4 ? reader.compactString("LeaveGroupRequest.groupId") : reader.string("LeaveGroupRequest.groupId");
  const memberId = version >= 3 ? "" : reader.string("LeaveGroupRequest.memberId");
  const members: MemberIdentity[] = [];
  for (let left = version >= 5 ? reader.compactArrayLength(4, "LeaveGroupRequest.members") : version >= 4 ? reader.compactArrayLength(3, "LeaveGroupRequest.members") : version >= 3 ? reader.arrayLength(4, "LeaveGroupRequest.members") : 0; left > 0; left--) members.push(decodeMemberIdentity(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("LeaveGroupRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("LeaveGroupRequest");
      const end = reader.taggedFieldEnd("LeaveGroupRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: LeaveGroupRequest = { groupId, memberId, members };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeLeaveGroupRequest(writer: WireWriter, message: Input<LeaveGroupRequest>, version: number): void {
  const { groupId = "", memberId = "", members = [], unknownTaggedFields } = message;
  if (version >= 4) {
    writer.compactString(groupId, "LeaveGroupRequest.groupId");
  } else {
    writer.string(groupId, "LeaveGroupRequest.groupId");
  }
  if (version >= 3) {
    if (memberId !== "") writer.unsupported("LeaveGroupRequest.memberId", version);
  } else {
    writer.string(memberId, "LeaveGroupRequest.memberId");
  }
  if (version >= 4) {
    writer.compactArrayLength(members, "LeaveGroupRequest.members");
    for (const element of members) encodeMemberIdentity(writer, element, version);
  } else if (version >= 3) {
    writer.arrayLength(members, "LeaveGroupRequest.members");
    for (const element of members) encodeMemberIdentity(writer, element, version);
  } else {
    if (members.length > 0) writer.unsupported("LeaveGroupRequest.members", version);
  }
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "LeaveGroupRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "LeaveGroupRequest", version);
  }
}

function decodeMemberResponse(reader: WireReader, version: number): MemberResponse {
  const memberId = version >= 4 ? reader.compactString("MemberResponse.memberId") : reader.string("MemberResponse.memberId");
  const groupInstanceId = version >= 4 ? reader.compactNullableString("MemberResponse.groupInstanceId") : reader.nullableString("MemberResponse.groupInstanceId");
  const errorCode = reader.int16("MemberResponse.errorCode");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("MemberResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("MemberResponse");
      const end = reader.taggedFieldEnd("MemberResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: MemberResponse = { memberId, groupInstanceId, errorCode };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeMemberResponse(writer: WireWriter, message: Input<MemberResponse>, version: number): void {
  const { memberId = "", groupInstanceId = "", errorCode = 0, unknownTaggedFields } = message;
  if (version >= 4) {
    writer.compactString(memberId, "MemberResponse.memberId");
  } else {
    writer.string(memberId, "MemberResponse.memberId");
  }
  if (version >= 4) {
    writer.compactNullableString(groupInstanceId, "MemberResponse.groupInstanceId");
  } else {
    writer.nullableString(groupInstanceId, "MemberResponse.groupInstanceId");
  }
  writer.int16(errorCode, "MemberResponse.errorCode");
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "MemberResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "MemberResponse", version);
  }
}

function decodeLeaveGroupResponse(reader: WireReader, version: number): LeaveGroupResponse {
  const throttleTimeMs = version >= 1 ? reader.int32("LeaveGroupResponse.throttleTimeMs") : 0;
  const errorCode = reader.int16("LeaveGroupResponse.errorCode");
  const members: MemberResponse[] = [];
  for (let left = version >= 4 ? reader.compactArrayLength(5, "LeaveGroupResponse.members") : version >= 3 ? reader.arrayLength(6, "LeaveGroupResponse.members") : 0; left > 0; left--) members.push(decodeMemberResponse(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("LeaveGroupResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("LeaveGroupResponse");
      const end = reader.taggedFieldEnd("LeaveGroupResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: LeaveGroupResponse = { throttleTimeMs, errorCode, members };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeLeaveGroupResponse(writer: WireWriter, message: Input<LeaveGroupResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, members = [], unknownTaggedFields } = message;
  if (version >= 1) {
    writer.int32(throttleTimeMs, "LeaveGroupResponse.throttleTimeMs");
  }
  writer.int16(errorCode, "LeaveGroupResponse.errorCode");
  if (version >= 4) {
    writer.compactArrayLength(members, "LeaveGroupResponse.members");
    for (const element of members) encodeMemberResponse(writer, element, version);
  } else if (version >= 3) {
    writer.arrayLength(members, "LeaveGroupResponse.members");
    for (const element of members) encodeMemberResponse(writer, element, version);
  } else {
    if (members.length > 0) writer.unsupported("LeaveGroupResponse.members", version);
  }
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "LeaveGroupResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "LeaveGroupResponse", version);
  }
}
