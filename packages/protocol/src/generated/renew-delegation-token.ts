// Generated from schema/39-renew-delegation-token.ts by `npm run generate`: do not edit.
import { EMPTY_BYTES } from "../wire/empty-bytes.ts";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** RenewDelegationTokenRequest: API key 39, versions 1–2, flexible 2+. */
export interface RenewDelegationTokenRequest {
  hmac: Uint8Array;
  renewPeriodMs: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const RenewDelegationTokenRequest: MessageCodec<RenewDelegationTokenRequest> = defineMessage<RenewDelegationTokenRequest>({
  name: "RenewDelegationTokenRequest",
  kind: "request",
  apiKey: 39,
  lowestVersion: 1,
  highestVersion: 2,
  flexibleFrom: 2,
  decode: decodeRenewDelegationTokenRequest,
  encode: encodeRenewDelegationTokenRequest,
});

/** RenewDelegationTokenResponse: API key 39, versions 1–2, flexible 2+. */
export interface RenewDelegationTokenResponse {
  errorCode: number;
  expiryTimestampMs: number;
  throttleTimeMs: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const RenewDelegationTokenResponse: MessageCodec<RenewDelegationTokenResponse> = defineMessage<RenewDelegationTokenResponse>({
  name: "RenewDelegationTokenResponse",
  kind: "response",
  apiKey: 39,
  lowestVersion: 1,
  highestVersion: 2,
  flexibleFrom: 2,
  decode: decodeRenewDelegationTokenResponse,
  encode: encodeRenewDelegationTokenResponse,
});

function decodeRenewDelegationTokenRequest(reader: WireReader, version: number): RenewDelegationTokenRequest {
  const hmac = version >= 2 ? reader.compactBytes("RenewDelegationTokenRequest.hmac") : reader.bytes("RenewDelegationTokenRequest.hmac");
  const renewPeriodMs = reader.int64("RenewDelegationTokenRequest.renewPeriodMs");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("RenewDelegationTokenRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("RenewDelegationTokenRequest");
      const end = reader.taggedFieldEnd("RenewDelegationTokenRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: RenewDelegationTokenRequest = { hmac, renewPeriodMs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeRenewDelegationTokenRequest(writer: WireWriter, message: Input<RenewDelegationTokenRequest>, version: number): void {
  const { hmac = EMPTY_BYTES, renewPeriodMs = 0, unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactBytes(hmac, "RenewDelegationTokenRequest.hmac");
  } else {
    writer.bytes(hmac, "RenewDelegationTokenRequest.hmac");
  }
  writer.int64(renewPeriodMs, "RenewDelegationTokenRequest.renewPeriodMs");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "RenewDelegationTokenRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "RenewDelegationTokenRequest", version);
  }
}

function decodeRenewDelegationTokenResponse(reader: WireReader, version: number): RenewDelegationTokenResponse {
  const errorCode = reader.int16("RenewDelegationTokenResponse.errorCode");
  const expiryTimestampMs = reader.int64("RenewDelegationTokenResponse.expiryTimestampMs");
  const throttleTimeMs = reader.int32("RenewDelegationTokenResponse.throttleTimeMs");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("RenewDelegationTokenResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("RenewDelegationTokenResponse");
      const end = reader.taggedFieldEnd("RenewDelegationTokenResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: RenewDelegationTokenResponse = { errorCode, expiryTimestampMs, throttleTimeMs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeRenewDelegationTokenResponse(writer: WireWriter, message: Input<RenewDelegationTokenResponse>, version: number): void {
  const { errorCode = 0, expiryTimestampMs = 0, throttleTimeMs = 0, unknownTaggedFields } = message;
  writer.int16(errorCode, "RenewDelegationTokenResponse.errorCode");
  writer.int64(expiryTimestampMs, "RenewDelegationTokenResponse.expiryTimestampMs");
  writer.int32(throttleTimeMs, "RenewDelegationTokenResponse.throttleTimeMs");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "RenewDelegationTokenResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "RenewDelegationTokenResponse", version);
  }
}
