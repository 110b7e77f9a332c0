// Generated from schema/40-expire-delegation-token.ts by `npm run generate`: do not edit.
import { EMPTY_BYTES } from "../wire/empty-bytes.ts";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ExpireDelegationTokenRequest: API key 40, versions 1–2, flexible 2+. */
export interface ExpireDelegationTokenRequest {
  hmac: Uint8Array;
  expiryTimePeriodMs: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ExpireDelegationTokenRequest: MessageCodec<ExpireDelegationTokenRequest> = defineMessage<ExpireDelegationTokenRequest>({
  name: "ExpireDelegationTokenRequest",
  kind: "request",
  apiKey: 40,
  lowestVersion: 1,
  highestVersion: 2,
  flexibleFrom: 2,
  decode: decodeExpireDelegationTokenRequest,
  encode: encodeExpireDelegationTokenRequest,
});

/** ExpireDelegationTokenResponse: API key 40, versions 1–2, flexible 2+. */
export interface ExpireDelegationTokenResponse {
  errorCode: number;
  expiryTimestampMs: number;
  throttleTimeMs: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ExpireDelegationTokenResponse: MessageCodec<ExpireDelegationTokenResponse> = defineMessage<ExpireDelegationTokenResponse>({
  name: "ExpireDelegationTokenResponse",
  kind: "response",
  apiKey: 40,
  lowestVersion: 1,
  highestVersion: 2,
  flexibleFrom: 2,
  decode: decodeExpireDelegationTokenResponse,
  encode: encodeExpireDelegationTokenResponse,
});

function decodeExpireDelegationTokenRequest(reader: WireReader, version: number): ExpireDelegationTokenRequest {
  const hmac = version >= 2 ? reader.compactBytes("ExpireDelegationTokenRequest.hmac") : reader.bytes("ExpireDelegationTokenRequest.hmac");
  const expiryTimePeriodMs = reader.int64("ExpireDelegationTokenRequest.expiryTimePeriodMs");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("ExpireDelegationTokenRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("ExpireDelegationTokenRequest");
      const end = reader.taggedFieldEnd("ExpireDelegationTokenRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: ExpireDelegationTokenRequest = { hmac, expiryTimePeriodMs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeExpireDelegationTokenRequest(writer: WireWriter, message: Input<ExpireDelegationTokenRequest>, version: number): void {
  const { hmac = EMPTY_BYTES, expiryTimePeriodMs = 0, unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactBytes(hmac, "ExpireDelegationTokenRequest.hmac");
  } else {
    writer.bytes(hmac, "ExpireDelegationTokenRequest.hmac");
  }
  writer.int64(expiryTimePeriodMs, "ExpireDelegationTokenRequest.expiryTimePeriodMs");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "ExpireDelegationTokenRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ExpireDelegationTokenRequest", version);
  }
}

function decodeExpireDelegationTokenResponse(reader: WireReader, version: number): ExpireDelegationTokenResponse {
  const errorCode = reader.int16("ExpireDelegationTokenResponse.errorCode");
  const expiryTimestampMs = reader.int64("ExpireDelegationTokenResponse.expiryTimestampMs");
  const throttleTimeMs = reader.int32("ExpireDelegationTokenResponse.throttleTimeMs");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("ExpireDelegationTokenResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("ExpireDelegationTokenResponse");
      const end = reader.taggedFieldEnd("ExpireDelegationTokenResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: ExpireDelegationTokenResponse = { errorCode, expiryTimestampMs, throttleTimeMs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeExpireDelegationTokenResponse(writer: WireWriter, message: Input<ExpireDelegationTokenResponse>, version: number): void {
  const { errorCode = 0, expiryTimestampMs = 0, throttleTimeMs = 0, unknownTaggedFields } = message;
  writer.int16(errorCode, "ExpireDelegationTokenResponse.errorCode");
  writer.int64(expiryTimestampMs, "ExpireDelegationTokenResponse.expiryTimestampMs");
  writer.int32(throttleTimeMs, "ExpireDelegationTokenResponse.throttleTimeMs");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "ExpireDelegationTokenResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ExpireDelegationTokenResponse", version);
  }
}
