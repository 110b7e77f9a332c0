// Generated from schema/64-unregister-broker.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** UnregisterBrokerRequest: API key 64, versions 0, flexible 0+. */
export interface UnregisterBrokerRequest {
  /** A broker id. */
  brokerId: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const UnregisterBrokerRequest: MessageCodec<UnregisterBrokerRequest> = defineMessage<UnregisterBrokerRequest>({
  name: "UnregisterBrokerRequest",
  kind: "request",
  apiKey: 64,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeUnregisterBrokerRequest,
  encode: encodeUnregisterBrokerRequest,
});

/** UnregisterBrokerResponse: API key 64, versions 0, flexible 0+. */
export interface UnregisterBrokerResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const UnregisterBrokerResponse: MessageCodec<UnregisterBrokerResponse> = defineMessage<UnregisterBrokerResponse>({
  name: "UnregisterBrokerResponse",
  kind: "response",
  apiKey: 64,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeUnregisterBrokerResponse,
  encode: encodeUnregisterBrokerResponse,
});

function decodeUnregisterBrokerRequest(reader: WireReader, _version: number): UnregisterBrokerRequest {
  const brokerId = reader.int32("UnregisterBrokerRequest.brokerId");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("UnregisterBrokerRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("UnregisterBrokerRequest");
    const end = reader.taggedFieldEnd("UnregisterBrokerRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: UnregisterBrokerRequest = { brokerId };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeUnregisterBrokerRequest(writer: WireWriter, message: Input<UnregisterBrokerRequest>, _version: number): void {
  const { brokerId = 0, unknownTaggedFields } = message;
  writer.int32(brokerId, "UnregisterBrokerRequest.brokerId");
  writer.taggedFields(unknownTaggedFields, "UnregisterBrokerRequest");
}

function decodeUnregisterBrokerResponse(reader: WireReader, _version: number): UnregisterBrokerResponse {
  const throttleTimeMs = reader.int32("UnregisterBrokerResponse.throttleTimeMs");
  const errorCode = reader.int16("UnregisterBrokerResponse.errorCode");
  const errorMessage = reader.compactNullableString("UnregisterBrokerResponse.errorMessage");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("UnregisterBrokerResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("UnregisterBrokerResponse");
    const end = reader.taggedFieldEnd("UnregisterBrokerResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: UnregisterBrokerResponse = { throttleTimeMs, errorCode, errorMessage };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeUnregisterBrokerResponse(writer: WireWriter, message: Input<UnregisterBrokerResponse>, _version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = "", unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "UnregisterBrokerResponse.throttleTimeMs");
  writer.int16(errorCode, "UnregisterBrokerResponse.errorCode");
  writer.compactNullableString(errorMessage, "UnregisterBrokerResponse.errorMessage");
  writer.taggedFields(unknownTaggedFields, "UnregisterBrokerResponse");
}
