// Generated from schema/81-remove-raft-voter.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** RemoveRaftVoterRequest: API key 81, versions 0, flexible 0+. */
export interface RemoveRaftVoterRequest {
  clusterId: string | null;
  voterId: number;
  voterDirectoryId: Uuid;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const RemoveRaftVoterRequest: MessageCodec<RemoveRaftVoterRequest> = defineMessage<RemoveRaftVoterRequest>({
  name: "RemoveRaftVoterRequest",
  kind: "request",
  apiKey: 81,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeRemoveRaftVoterRequest,
  encode: encodeRemoveRaftVoterRequest,
});

/** RemoveRaftVoterResponse: API key 81, versions 0, flexible 0+. */
export interface RemoveRaftVoterResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const RemoveRaftVoterResponse: MessageCodec<RemoveRaftVoterResponse> = defineMessage<RemoveRaftVoterResponse>({
  name: "RemoveRaftVoterResponse",
  kind: "response",
  apiKey: 81,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeRemoveRaftVoterResponse,
  encode: encodeRemoveRaftVoterResponse,
});

function decodeRemoveRaftVoterRequest(reader: WireReader, _version: number): RemoveRaftVoterRequest {
  const clusterId = reader.compactNullableString("RemoveRaftVoterRequest.clusterId");
  const voterId = reader.int32("RemoveRaftVoterRequest.voterId");
  const voterDirectoryId = reader.uuid("RemoveRaftVoterRequest.voterDirectoryId");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("RemoveRaftVoterRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("RemoveRaftVoterRequest");
    const end = reader.taggedFieldEnd("RemoveRaftVoterRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: RemoveRaftVoterRequest = { clusterId, voterId, voterDirectoryId };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeRemoveRaftVoterRequest(writer: WireWriter, message: Input<RemoveRaftVoterRequest>, _version: number): void {
  const { clusterId = "", voterId = 0, voterDirectoryId = ZERO_UUID, unknownTaggedFields } = message;
  writer.compactNullableString(clusterId, "RemoveRaftVoterRequest.clusterId");
  writer.int32(voterId, "RemoveRaftVoterRequest.voterId");
  writer.uuid(voterDirectoryId, "RemoveRaftVoterRequest.voterDirectoryId");
  writer.taggedFields(unknownTaggedFields, "RemoveRaftVoterRequest");
}

function decodeRemoveRaftVoterResponse(reader: WireReader, _version: number): RemoveRaftVoterResponse {
  const throttleTimeMs = reader.int32("RemoveRaftVoterResponse.throttleTimeMs");
  const errorCode = reader.int16("RemoveRaftVoterResponse.errorCode");
  const errorMessage = reader.compactNullableString("RemoveRaftVoterResponse.errorMessage");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("RemoveRaftVoterResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("RemoveRaftVoterResponse");
    const end = reader.taggedFieldEnd("RemoveRaftVoterResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: RemoveRaftVoterResponse = { throttleTimeMs, errorCode, errorMessage };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeRemoveRaftVoterResponse(writer: WireWriter, message: Input<RemoveRaftVoterResponse>, _version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = "", unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "RemoveRaftVoterResponse.throttleTimeMs");
  writer.int16(errorCode, "RemoveRaftVoterResponse.errorCode");
  writer.compactNullableString(errorMessage, "RemoveRaftVoterResponse.errorMessage");
  writer.taggedFields(unknownTaggedFields, "RemoveRaftVoterResponse");
}
