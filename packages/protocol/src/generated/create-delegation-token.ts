// Generated from schema/38-create-delegation-token.ts by `npm run generate`: do not edit.
import { EMPTY_BYTES } from "../wire/empty-bytes.ts";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** CreateDelegationTokenRequest: API key 38, versions 1–3, flexible 2+. */
export interface CreateDelegationTokenRequest {
  /** Versions 3+. */
  ownerPrincipalType: string | null;
  /** Versions 3+. */
  ownerPrincipalName: string | null;
  renewers: CreatableRenewers[];
  maxLifetimeMs: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const CreateDelegationTokenRequest: MessageCodec<CreateDelegationTokenRequest> = defineMessage<CreateDelegationTokenRequest>({
  name: "CreateDelegationTokenRequest",
  kind: "request",
  apiKey: 38,
  lowestVersion: 1,
  highestVersion: 3,
  flexibleFrom: 2,
  decode: decodeCreateDelegationTokenRequest,
  encode: encodeCreateDelegationTokenRequest,
});

/** CreateDelegationTokenResponse: API key 38, versions 1–3, flexible 2+. */
export interface CreateDelegationTokenResponse {
  errorCode: number;
  principalType: string;
  principalName: string;
  /** Versions 3+. */
  tokenRequesterPrincipalType: string;
  /** Versions 3+. */
  tokenRequesterPrincipalName: string;
  issueTimestampMs: number;
  expiryTimestampMs: number;
  maxTimestampMs: number;
  tokenId: string;
  hmac: Uint8Array;
  throttleTimeMs: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const CreateDelegationTokenResponse: MessageCodec<CreateDelegationTokenResponse> = defineMessage<CreateDelegationTokenResponse>({
  name: "CreateDelegationTokenResponse",
  kind: "response",
  apiKey: 38,
  lowestVersion: 1,
  highestVersion: 3,
  flexibleFrom: 2,
  decode: decodeCreateDelegationTokenResponse,
  encode: encodeCreateDelegationTokenResponse,
});

/** In `CreateDelegationTokenRequest.renewers`. */
export interface CreatableRenewers {
  principalType: string;
  principalName: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeCreatableRenewers(reader: WireReader, version: number): CreatableRenewers {
  const principalType = version >= 2 ? reader.compactString("CreatableRenewers.principalType") : reader.string("CreatableRenewers.principalType");
  const principalName = version >= 2 ? reader.compactString("CreatableRenewers.principalName") : reader.string("CreatableRenewers.principalName");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("CreatableRenewers"); left > 0; left--) {
      const tag = reader.unsignedVarint("CreatableRenewers");
      const end = reader.taggedFieldEnd("CreatableRenewers");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: CreatableRenewers = { principalType, principalName };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCreatableRenewers(writer: WireWriter, message: Input<CreatableRenewers>, version: number): void {
  const { principalType = "", principalName = "", unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactString(principalType, "CreatableRenewers.principalType");
  } else {
    writer.string(principalType, "CreatableRenewers.principalType");
  }
  if (version >= 2) {
    writer.compactString(principalName, "CreatableRenewers.principalName");
  } else {
    writer.string(principalName, "CreatableRenewers.principalName");
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "CreatableRenewers");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "CreatableRenewers", version);
  }
}

function decodeCreateDelegationTokenRequest(reader: WireReader, version: number): CreateDelegationTokenRequest {
  const ownerPrincipalType = version >= 3 ? reader.compactNullableString("CreateDelegationTokenRequest.ownerPrincipalType") : "";
  const ownerPrincipalName = version >= 3 ? reader.compactNullableString("CreateDelegationTokenRequest.ownerPrincipalName") : "";
  const renewers: CreatableRenewers[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(3, "CreateDelegationTokenRequest.renewers") : reader.arrayLength(4, "CreateDelegationTokenRequest.renewers"); left > 0; left--) renewers.push(decodeCreatableRenewers(reader, version));
  const maxLifetimeMs = reader.int64("CreateDelegationTokenRequest.maxLifetimeMs");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("CreateDelegationTokenRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("CreateDelegationTokenRequest");
      const end = reader.taggedFieldEnd("CreateDelegationTokenRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: CreateDelegationTokenRequest = { ownerPrincipalType, ownerPrincipalName, renewers, maxLifetimeMs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCreateDelegationTokenRequest(writer: WireWriter, message: Input<CreateDelegationTokenRequest>, version: number): void {
  const { ownerPrincipalType = "", ownerPrincipalName = "", renewers = [], maxLifetimeMs = 0, unknownTaggedFields } = message;
  if (version >= 3) {
    writer.compactNullableString(ownerPrincipalType, "CreateDelegationTokenRequest.ownerPrincipalType");
  } else {
    if (ownerPrincipalType !== "") writer.unsupported("CreateDelegationTokenRequest.ownerPrincipalType", version);
  }
  if (version >= 3) {
    writer.compactNullableString(ownerPrincipalName, "CreateDelegationTokenRequest.ownerPrincipalName");
  } else {
    if (ownerPrincipalName !== "") writer.unsupported("CreateDelegationTokenRequest.ownerPrincipalName", version);
  }
  if (version >= 2) {
    writer.compactArrayLength(renewers, "CreateDelegationTokenRequest.renewers");
    for (const element of renewers) encodeCreatableRenewers(writer, element, version);
  } else {
    writer.arrayLength(renewers, "CreateDelegationTokenRequest.renewers");
    for (const element of renewers) encodeCreatableRenewers(writer, element, version);
  }
  writer.int64(maxLifetimeMs, "CreateDelegationTokenRequest.maxLifetimeMs");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "CreateDelegationTokenRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "CreateDelegationTokenRequest", version);
  }
}

function decodeCreateDelegationTokenResponse(reader: WireReader, version: number): CreateDelegationTokenResponse {
  const errorCode = reader.int16("CreateDelegationTokenResponse.errorCode");
  const principalType = version >= 2 ? reader.compactString("CreateDelegationTokenResponse.principalType") : reader.string("CreateDelegationTokenResponse.principalType");
  const principalName = version >= 2 ? reader.compactString("CreateDelegationTokenResponse.principalName") : reader.string("CreateDelegationTokenResponse.principalName");
  const tokenRequesterPrincipalType = version >= 3 ? reader.compactString("CreateDelegationTokenResponse.tokenRequesterPrincipalType") : "";
  const tokenRequesterPrincipalName = version >= 3 ? reader.compactString("CreateDelegationTokenResponse.tokenRequesterPrincipalName") : "";
  const issueTimestampMs = reader.int64("CreateDelegationTokenResponse.issueTimestampMs");
  const expiryTimestampMs = reader.int64("CreateDelegationTokenResponse.expiryTimestampMs");
  const maxTimestampMs = reader.int64("CreateDelegationTokenResponse.maxTimestampMs");
  const tokenId = version >= 2 ? reader.compactString("CreateDelegationTokenResponse.tokenId") : reader.string("CreateDelegationTokenResponse.tokenId");
  const hmac = version >= 2 ? reader.compactBytes("CreateDelegationTokenResponse.hmac") : reader.bytes("CreateDelegationTokenResponse.hmac");
  const throttleTimeMs = reader.int32("CreateDelegationTokenResponse.throttleTimeMs");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("CreateDelegationTokenResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("CreateDelegationTokenResponse");
      const end = reader.taggedFieldEnd("CreateDelegationTokenResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: CreateDelegationTokenResponse = { errorCode, principalType, principalName, tokenRequesterPrincipalType, tokenRequesterPrincipalName, issueTimestampMs, expiryTimestampMs, maxTimestampMs, tokenId, hmac, throttleTimeMs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCreateDelegationTokenResponse(writer: WireWriter, message: Input<CreateDelegationTokenResponse>, version: number): void {
  const { errorCode = 0, principalType = "", principalName = "", tokenRequesterPrincipalType = "", tokenRequesterPrincipalName = "", issueTimestampMs = 0, expiryTimestampMs = 0, maxTimestampMs = 0, tokenId = "", hmac = EMPTY_BYTES, throttleTimeMs = 0, unknownTaggedFields } = message;
  writer.int16(errorCode, "CreateDelegationTokenResponse.errorCode");
  if (version >= 2) {
    writer.compactString(principalType, "CreateDelegationTokenResponse.principalType");
  } else {
    writer.string(principalType, "CreateDelegationTokenResponse.principalType");
  }
  if (version >= 2) {
    writer.compactString(principalName, "CreateDelegationTokenResponse.principalName");
  } else {
    writer.string(principalName, "CreateDelegationTokenResponse.principalName");
  }
  if (version >= 3) {
    writer.compactString(tokenRequesterPrincipalType, "CreateDelegationTokenResponse.tokenRequesterPrincipalType");
  } else {
    if (tokenRequesterPrincipalType !== "") writer.unsupported("CreateDelegationTokenResponse.tokenRequesterPrincipalType", version);
  }
  if (version >= 3) {
    writer.compactString(tokenRequesterPrincipalName, "CreateDelegationTokenResponse.tokenRequesterPrincipalName");
  } else {
    if (tokenRequesterPrincipalName !== "") writer.unsupported("CreateDelegationTokenResponse.tokenRequesterPrincipalName", version);
  }
  writer.int64(issueTimestampMs, "CreateDelegationTokenResponse.issueTimestampMs");
  writer.int64(expiryTimestampMs, "CreateDelegationTokenResponse.expiryTimestampMs");
  writer.int64(maxTimestampMs, "CreateDelegationTokenResponse.maxTimestampMs");
  if (version >= 2) {
    writer.compactString(tokenId, "CreateDelegationTokenResponse.tokenId");
  } else {
    writer.string(tokenId, "CreateDelegationTokenResponse.tokenId");
  }
  if (version >= 2) {
    writer.compactBytes(hmac, "CreateDelegationTokenResponse.hmac");
  } else {
    writer.bytes(hmac, "CreateDelegationTokenResponse.hmac");
  }
  writer.int32(throttleTimeMs, "CreateDelegationTokenResponse.throttleTimeMs");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "CreateDelegationTokenResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "CreateDelegationTokenResponse", version);
  }
}
