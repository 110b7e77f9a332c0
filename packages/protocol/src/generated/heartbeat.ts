// Generated from schema/12-heartbeat.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** HeartbeatRequest: API key 12, versions 0–4, flexible 4+. */
export interface HeartbeatRequest {
  /** A group id. */
  groupId: string;
  generationId: number;
  memberId: string;
  /** Versions 3+. Default null. */
  groupInstanceId: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const HeartbeatRequest: MessageCodec<HeartbeatRequest> = defineMessage<HeartbeatRequest>({
  name: "HeartbeatRequest",
  kind: "request",
  apiKey: 12,
  lowestVersion: 0,
  highestVersion: 4,
  flexibleFrom: 4,
  decode: decodeHeartbeatRequest,
  encode: encodeHeartbeatRequest,
});

/** HeartbeatResponse: API key 12, versions 0–4, flexible 4+. */
export interface HeartbeatResponse {
  /** Versions 1+. Dropped where the version lacks it. */
  throttleTimeMs: number;
  errorCode: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const HeartbeatResponse: MessageCodec<HeartbeatResponse> = defineMessage<HeartbeatResponse>({
  name: "HeartbeatResponse",
  kind: "response",
  apiKey: 12,
  lowestVersion: 0,
  highestVersion: 4,
  flexibleFrom: 4,
  decode: decodeHeartbeatResponse,
  encode: encodeHeartbeatResponse,
});

function decodeHeartbeatRequest(reader: WireReader, version: number): HeartbeatRequest {
  const groupId = version >= 4 ? reader.compactString("HeartbeatRequest.groupId") : reader.string("HeartbeatRequest.groupId");
  const generationId = reader.int32("HeartbeatRequest.generationId");
  const memberId = version >= 4 ? reader.compactString("HeartbeatRequest.memberId") : reader.string("HeartbeatRequest.memberId");
  const groupInstanceId = version >= 4 ? reader.compactNullableString("HeartbeatRequest.groupInstanceId") : version >= 3 ? reader.nullableString("HeartbeatRequest.groupInstanceId") : null;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("HeartbeatRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("HeartbeatRequest");
      const end = reader.taggedFieldEnd("HeartbeatRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: HeartbeatRequest = { groupId, generationId, memberId, groupInstanceId };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeHeartbeatRequest(writer: WireWriter, message: Input<HeartbeatRequest>, version: number): void {
  const { groupId = "", generationId = 0, memberId = "", groupInstanceId = null, unknownTaggedFields } = message;
  if (version >= 4) {
    writer.compactString(groupId, "HeartbeatRequest.groupId");
  } else {
    writer.string(groupId, "HeartbeatRequest.groupId");
  }
  writer.int32(generationId, "HeartbeatRequest.generationId");
  if (version >= 4) {
    writer.compactString(memberId, "HeartbeatRequest.memberId");
  } else {
    writer.string(memberId, "HeartbeatRequest.memberId");
  }
  if (version >= 4) {
    writer.compactNullableString(groupInstanceId, "HeartbeatRequest.groupInstanceId");
  } else if (version >= 3) {
    writer.nullableString(groupInstanceId, "HeartbeatRequest.groupInstanceId");
  } else {
    if (groupInstanceId !== null) writer.unsupported("HeartbeatRequest.groupInstanceId", version);
  }
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "HeartbeatRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "HeartbeatRequest", version);
  }
}

function decodeHeartbeatResponse(reader: WireReader, version: number): HeartbeatResponse {
  const throttleTimeMs = version >= 1 ? reader.int32("HeartbeatResponse.throttleTimeMs") : 0;
  const errorCode = reader.int16("HeartbeatResponse.errorCode");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("HeartbeatResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("HeartbeatResponse");
      const end = reader.taggedFieldEnd("HeartbeatResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: HeartbeatResponse = { throttleTimeMs, errorCode };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeHeartbeatResponse(writer: WireWriter, message: Input<HeartbeatResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, unknownTaggedFields } = message;
  if (version >= 1) {
    writer.int32(throttleTimeMs, "HeartbeatResponse.throttleTimeMs");
  }
  writer.int16(errorCode, "HeartbeatResponse.errorCode");
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "HeartbeatResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "HeartbeatResponse", version);
  }
}
