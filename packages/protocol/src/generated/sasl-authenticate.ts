// Generated from schema/36-sasl-authenticate.ts by `npm run generate`: do not edit.
import { EMPTY_BYTES } from "../wire/empty-bytes.ts";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** SaslAuthenticateRequest: API key 36, versions 0–2, flexible 2+. */
export interface SaslAuthenticateRequest {
  authBytes: Uint8Array;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const SaslAuthenticateRequest: MessageCodec<SaslAuthenticateRequest> = defineMessage<SaslAuthenticateRequest>({
  name: "SaslAuthenticateRequest",
  kind: "request",
  apiKey: 36,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 2,
  decode: decodeSaslAuthenticateRequest,
  encode: encodeSaslAuthenticateRequest,
});

/** SaslAuthenticateResponse: API key 36, versions 0–2, flexible 2+. */
export interface SaslAuthenticateResponse {
  errorCode: number;
  errorMessage: string | null;
  authBytes: Uint8Array;
  /** Versions 1+. Default 0. Dropped where the version lacks it. */
  sessionLifetimeMs: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const SaslAuthenticateResponse: MessageCodec<SaslAuthenticateResponse> = defineMessage<SaslAuthenticateResponse>({
  name: "SaslAuthenticateResponse",
  kind: "response",
  apiKey: 36,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 2,
  decode: decodeSaslAuthenticateResponse,
  encode: encodeSaslAuthenticateResponse,
});

function decodeSaslAuthenticateRequest(reader: WireReader, version: number): SaslAuthenticateRequest {
  const authBytes = version >= 2 ? reader.compactBytes("SaslAuthenticateRequest.authBytes") : reader.bytes("SaslAuthenticateRequest.authBytes");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("SaslAuthenticateRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("SaslAuthenticateRequest");
      const end = reader.taggedFieldEnd("SaslAuthenticateRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: SaslAuthenticateRequest = { authBytes };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeSaslAuthenticateRequest(writer: WireWriter, message: Input<SaslAuthenticateRequest>, version: number): void {
  const { authBytes = EMPTY_BYTES, unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactBytes(authBytes, "SaslAuthenticateRequest.authBytes");
  } else {
    writer.bytes(authBytes, "SaslAuthenticateRequest.authBytes");
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "SaslAuthenticateRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "SaslAuthenticateRequest", version);
  }
}

function decodeSaslAuthenticateResponse(reader: WireReader, version: number): SaslAuthenticateResponse {
  const errorCode = reader.int16("SaslAuthenticateResponse.errorCode");
  const errorMessage = version >= 2 ? reader.compactNullableString("SaslAuthenticateResponse.errorMessage") : reader.nullableString("SaslAuthenticateResponse.errorMessage");
  const authBytes = version >= 2 ? reader.compactBytes("SaslAuthenticateResponse.authBytes") : reader.bytes("SaslAuthenticateResponse.authBytes");
  const sessionLifetimeMs = version >= 1 ? reader.int64("SaslAuthenticateResponse.sessionLifetimeMs") : 0;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("SaslAuthenticateResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("SaslAuthenticateResponse");
      const end = reader.taggedFieldEnd("SaslAuthenticateResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: SaslAuthenticateResponse = { errorCode, errorMessage, authBytes, sessionLifetimeMs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeSaslAuthenticateResponse(writer: WireWriter, message: Input<SaslAuthenticateResponse>, version: number): void {
  const { errorCode = 0, errorMessage = "", authBytes = EMPTY_BYTES, sessionLifetimeMs = 0, unknownTaggedFields } = message;
  writer.int16(errorCode, "SaslAuthenticateResponse.errorCode");
  if (version >= 2) {
    writer.compactNullableString(errorMessage, "SaslAuthenticateResponse.errorMessage");
  } else {
    writer.nullableString(errorMessage, "SaslAuthenticateResponse.errorMessage");
  }
  if (version >= 2) {
    writer.compactBytes(authBytes, "SaslAuthenticateResponse.authBytes");
  } else {
    writer.bytes(authBytes, "SaslAuthenticateResponse.authBytes");
  }
  if (version >= 1) {
    writer.int64(sessionLifetimeMs, "SaslAuthenticateResponse.sessionLifetimeMs");
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "SaslAuthenticateResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "SaslAuthenticateResponse", version);
  }
}
