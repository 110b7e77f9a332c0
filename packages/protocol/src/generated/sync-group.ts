// Generated from schema/14-sync-group.ts by `npm run generate`: do not edit.
import { EMPTY_BYTES } from "../wire/empty-bytes.ts";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** SyncGroupRequest: API key 14, versions 0–5, flexible 4+. */
export interface SyncGroupRequest {
  /** A group id. */
  groupId: string;
  generationId: number;
  memberId: string;
  /** Versions 3+. Default null. */
  groupInstanceId: string | null;
  /** Versions 5+. Default null. Dropped where the version lacks it. */
  protocolType: string | null;
  /** Versions 5+. Default null. Dropped where the version lacks it. */
  protocolName: string | null;
  assignments: SyncGroupRequestAssignment[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const SyncGroupRequest: MessageCodec<SyncGroupRequest> = defineMessage<SyncGroupRequest>({
  name: "SyncGroupRequest",
  kind: "request",
  apiKey: 14,
  lowestVersion: 0,
  highestVersion: 5,
  flexibleFrom: 4,
  decode: decodeSyncGroupRequest,
  encode: encodeSyncGroupRequest,
});

/** SyncGroupResponse: API key 14, versions 0–5, flexible 4+. */
export interface SyncGroupResponse {
  /** Versions 1+. Dropped where the version lacks it. */
  throttleTimeMs: number;
  errorCode: number;
  /** Versions 5+. Default null. Dropped where the version lacks it. */
  protocolType: string | null;
  /** Versions 5+. Default null. Dropped where the version lacks it. */
  protocolName: string | null;
  assignment: Uint8Array;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const SyncGroupResponse: MessageCodec<SyncGroupResponse> = defineMessage<SyncGroupResponse>({
  name: "SyncGroupResponse",
  kind: "response",
  apiKey: 14,
  lowestVersion: 0,
  highestVersion: 5,
  flexibleFrom: 4,
  decode: decodeSyncGroupResponse,
  encode: encodeSyncGroupResponse,
});

/** In `SyncGroupRequest.assignments`. */
export interface SyncGroupRequestAssignment {
  memberId: string;
  assignment: Uint8Array;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeSyncGroupRequestAssignment(reader: WireReader, version: number): SyncGroupRequestAssignment {
  const memberId = version >= 4 ? reader.compactString("SyncGroupRequestAssignment.memberId") : reader.string("SyncGroupRequestAssignment.memberId");
  const assignment = version >= 4 ? reader.compactBytes("SyncGroupRequestAssignment.assignment") : reader.bytes("SyncGroupRequestAssignment.assignment");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("SyncGroupRequestAssignment"); left > 0; left--) {
      const tag = reader.unsignedVarint("SyncGroupRequestAssignment");
      const end = reader.taggedFieldEnd("SyncGroupRequestAssignment");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: SyncGroupRequestAssignment = { memberId, assignment };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeSyncGroupRequestAssignment(writer: WireWriter, message: Input<SyncGroupRequestAssignment>, version: number): void {
  const { memberId = "", assignment = EMPTY_BYTES, unknownTaggedFields } = message;
  if (version >= 4) {
    writer.compactString(memberId, "SyncGroupRequestAssignment.memberId");
  } else {
    writer.string(memberId, "SyncGroupRequestAssignment.memberId");
  }
  if (version >= 4) {
    writer.compactBytes(assignment, "SyncGroupRequestAssignment.assignment");
  } else {
    writer.bytes(assignment, "SyncGroupRequestAssignment.assignment");
  }
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "SyncGroupRequestAssignment");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "SyncGroupRequestAssignment", version);
  }
}

function decodeSyncGroupRequest(reader: WireReader, version: number): SyncGroupRequest {
  const groupId = version >= 4 ? reader.compactString("SyncGroupRequest.groupId") : reader.string("SyncGroupRequest.groupId");
  const generationId = reader.int32("SyncGroupRequest.generationId");
  const memberId = version >= 4 ? reader.compactString("SyncGroupRequest.memberId") : reader.string("SyncGroupRequest.memberId");
  const groupInstanceId = version >= 4 ? reader.compactNullableString("SyncGroupRequest.groupInstanceId") : version >= 3 ? reader.nullableString("SyncGroupRequest.groupInstanceId") : null;
  const protocolType = version >= 5 ? reader.compactNullableString("SyncGroupRequest.protocolType") : null;
  const protocolName = version >= 5 ? reader.compactNullableString("SyncGroupRequest.protocolName") : null;
  const assignments: SyncGroupRequestAssignment[] = [];
  for (let left = version >= 4 ? reader.compactArrayLength(3, "SyncGroupRequest.assignments") : reader.arrayLength(6, "SyncGroupRequest.assignments"); left > 0; left--) assignments.push(decodeSyncGroupRequestAssignment(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("SyncGroupRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("SyncGroupRequest");
      const end = reader.taggedFieldEnd("SyncGroupRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: SyncGroupRequest = { groupId, generationId, memberId, groupInstanceId, protocolType, protocolName, assignments };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeSyncGroupRequest(writer: WireWriter, message: Input<SyncGroupRequest>, version: number): void {
  const { groupId = "", generationId = 0, memberId = "", groupInstanceId = null, protocolType = null, protocolName = null, assignments = [], unknownTaggedFields } = message;
  if (version >= 4) {
    writer.compactString(groupId, "SyncGroupRequest.groupId");
  } else {
    writer.string(groupId, "SyncGroupRequest.groupId");
  }
  writer.int32(generationId, "SyncGroupRequest.generationId");
  if (version >= 4) {
    writer.compactString(memberId, "SyncGroupRequest.memberId");
  } else {
    writer.string(memberId, "SyncGroupRequest.memberId");
  }
  if (version >= 4) {
    writer.compactNullableString(groupInstanceId, "SyncGroupRequest.groupInstanceId");
  } else if (version >= 3) {
    writer.nullableString(groupInstanceId, "SyncGroupRequest.groupInstanceId");
  } else {
    if (groupInstanceId !== null) writer.unsupported("SyncGroupRequest.groupInstanceId", version);
  }
  if (version >= 5) {
    writer.compactNullableString(protocolType, "SyncGroupRequest.protocolType");
  }
  if (version >= 5) {
    writer.compactNullableString(protocolName, "SyncGroupRequest.protocolName");
  }
  if (version >= 4) {
    writer.compactArrayLength(assignments, "SyncGroupRequest.assignments");
    for (const element of assignments) encodeSyncGroupRequestAssignment(writer, element, version);
  } else {
    writer.arrayLength(assignments, "SyncGroupRequest.assignments");
    for (const element of assignments) encodeSyncGroupRequestAssignment(writer, element, version);
  }
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "SyncGroupRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "SyncGroupRequest", version);
  }
}

function decodeSyncGroupResponse(reader: WireReader, version: number): SyncGroupResponse {
  const throttleTimeMs = version >= 1 ? reader.int32("SyncGroupResponse.throttleTimeMs") : 0;
  const errorCode = reader.int16("SyncGroupResponse.errorCode");
  const protocolType = version >= 5 ? reader.compactNullableString("SyncGroupResponse.protocolType") : null;
  const protocolName = version >= 5 ? reader.compactNullableString("SyncGroupResponse.protocolName") : null;
  const assignment = version >= 4 ? reader.compactBytes("SyncGroupResponse.assignment") : reader.bytes("SyncGroupResponse.assignment");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("SyncGroupResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("SyncGroupResponse");
      const end = reader.taggedFieldEnd("SyncGroupResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: SyncGroupResponse = { throttleTimeMs, errorCode, protocolType, protocolName, assignment };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeSyncGroupResponse(writer: WireWriter, message: Input<SyncGroupResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, protocolType = null, protocolName = null, assignment = EMPTY_BYTES, unknownTaggedFields } = message;
  if (version >= 1) {
    writer.int32(throttleTimeMs, "SyncGroupResponse.throttleTimeMs");
  }
  writer.int16(errorCode, "SyncGroupResponse.errorCode");
  if (version >= 5) {
    writer.compactNullableString(protocolType, "SyncGroupResponse.protocolType");
  }
  if (version >= 5) {
    writer.compactNullableString(protocolName, "SyncGroupResponse.protocolName");
  }
  if (version >= 4) {
    writer.compactBytes(assignment, "SyncGroupResponse.assignment");
  } else {
    writer.bytes(assignment, "SyncGroupResponse.assignment");
  }
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "SyncGroupResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "SyncGroupResponse", version);
  }
}
