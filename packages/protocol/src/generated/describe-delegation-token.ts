// Generated from schema/41-describe-delegation-token.ts by `npm run generate`: do not edit.
import { EMPTY_BYTES } from "../wire/empty-bytes.ts";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** DescribeDelegationTokenRequest: API key 41, versions 1–3, flexible 2+. */
export interface DescribeDelegationTokenRequest {
  owners: DescribeDelegationTokenOwner[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeDelegationTokenRequest: MessageCodec<DescribeDelegationTokenRequest> = defineMessage<DescribeDelegationTokenRequest>({
  name: "DescribeDelegationTokenRequest",
  kind: "request",
  apiKey: 41,
  lowestVersion: 1,
  highestVersion: 3,
  flexibleFrom: 2,
  decode: decodeDescribeDelegationTokenRequest,
  encode: encodeDescribeDelegationTokenRequest,
});

/** DescribeDelegationTokenResponse: API key 41, versions 1–3, flexible 2+. */
export interface DescribeDelegationTokenResponse {
  errorCode: number;
  tokens: DescribedDelegationToken[];
  throttleTimeMs: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeDelegationTokenResponse: MessageCodec<DescribeDelegationTokenResponse> = defineMessage<DescribeDelegationTokenResponse>({
  name: "DescribeDelegationTokenResponse",
  kind: "response",
  apiKey: 41,
  lowestVersion: 1,
  highestVersion: 3,
  flexibleFrom: 2,
  decode: decodeDescribeDelegationTokenResponse,
  encode: encodeDescribeDelegationTokenResponse,
});

/** In `DescribeDelegationTokenRequest.owners`. */
export interface DescribeDelegationTokenOwner {
  principalType: string;
  principalName: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribedDelegationToken.renewers`. */
export interface DescribedDelegationTokenRenewer {
  principalType: string;
  principalName: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeDelegationTokenResponse.tokens`. */
export interface DescribedDelegationToken {
  principalType: string;
  principalName: string;
  /** Versions 3+. */
  tokenRequesterPrincipalType: string;
  /** Versions 3+. */
  tokenRequesterPrincipalName: string;
  issueTimestamp: number;
  expiryTimestamp: number;
  maxTimestamp: number;
  tokenId: string;
  hmac: Uint8Array;
  renewers: DescribedDelegationTokenRenewer[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeDescribeDelegationTokenOwner(reader: WireReader, version: number): DescribeDelegationTokenOwner {
  const principalType = version >= 2 ? reader.compactString("DescribeDelegationTokenOwner.principalType") : reader.string("DescribeDelegationTokenOwner.principalType");
  const principalName = version >= 2 ? reader.compactString("DescribeDelegationTokenOwner.principalName") : reader.string("DescribeDelegationTokenOwner.principalName");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DescribeDelegationTokenOwner"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribeDelegationTokenOwner");
      const end = reader.taggedFieldEnd("DescribeDelegationTokenOwner");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribeDelegationTokenOwner = { principalType, principalName };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeDelegationTokenOwner(writer: WireWriter, message: Input<DescribeDelegationTokenOwner>, version: number): void {
  const { principalType = "", principalName = "", unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactString(principalType, "DescribeDelegationTokenOwner.principalType");
  } else {
    writer.string(principalType, "DescribeDelegationTokenOwner.principalType");
  }
  if (version >= 2) {
    writer.compactString(principalName, "DescribeDelegationTokenOwner.principalName");
  } else {
    writer.string(principalName, "DescribeDelegationTokenOwner.principalName");
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DescribeDelegationTokenOwner");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribeDelegationTokenOwner", version);
  }
}

function decodeDescribeDelegationTokenRequest(reader: WireReader, version: number): DescribeDelegationTokenRequest {
  let owners: DescribeDelegationTokenOwner[] | null = null;
  const ownersLength = version >= 2 ? reader.compactNullableArrayLength(3, "DescribeDelegationTokenRequest.owners") : reader.nullableArrayLength(4, "DescribeDelegationTokenRequest.owners");
  if (ownersLength >= 0) {
    owners = [];
    for (let left = ownersLength; left > 0; left--) owners.push(decodeDescribeDelegationTokenOwner(reader, version));
  }
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DescribeDelegationTokenRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribeDelegationTokenRequest");
      const end = reader.taggedFieldEnd("DescribeDelegationTokenRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribeDelegationTokenRequest = { owners };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeDelegationTokenRequest(writer: WireWriter, message: Input<DescribeDelegationTokenRequest>, version: number): void {
  const { owners = [], unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactNullableArrayLength(owners, "DescribeDelegationTokenRequest.owners");
    if (owners !== null) for (const element of owners) encodeDescribeDelegationTokenOwner(writer, element, version);
  } else {
    writer.nullableArrayLength(owners, "DescribeDelegationTokenRequest.owners");
    if (owners !== null) for (const element of owners) encodeDescribeDelegationTokenOwner(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DescribeDelegationTokenRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribeDelegationTokenRequest", version);
  }
}

function decodeDescribedDelegationTokenRenewer(reader: WireReader, version: number): DescribedDelegationTokenRenewer {
  const principalType = version >= 2 ? reader.compactString("DescribedDelegationTokenRenewer.principalType") : reader.string("DescribedDelegationTokenRenewer.principalType");
  const principalName = version >= 2 ? reader.compactString("DescribedDelegationTokenRenewer.principalName") : reader.string("DescribedDelegationTokenRenewer.principalName");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DescribedDelegationTokenRenewer"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribedDelegationTokenRenewer");
      const end = reader.taggedFieldEnd("DescribedDelegationTokenRenewer");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribedDelegationTokenRenewer = { principalType, principalName };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribedDelegationTokenRenewer(writer: WireWriter, message: Input<DescribedDelegationTokenRenewer>, version: number): void {
  const { principalType = "", principalName = "", unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactString(principalType, "DescribedDelegationTokenRenewer.principalType");
  } else {
    writer.string(principalType, "DescribedDelegationTokenRenewer.principalType");
  }
  if (version >= 2) {
    writer.compactString(principalName, "DescribedDelegationTokenRenewer.principalName");
  } else {
    writer.string(principalName, "DescribedDelegationTokenRenewer.principalName");
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DescribedDelegationTokenRenewer");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribedDelegationTokenRenewer", version);
  }
}

function decodeDescribedDelegationToken(reader: WireReader, version: number): DescribedDelegationToken {
  const principalType = version >= 2 ? reader.compactString("DescribedDelegationToken.principalType") : reader.string("DescribedDelegationToken.principalType");
  const principalName = version >= 2 ? reader.compactString("DescribedDelegationToken.principalName") : reader.string("DescribedDelegationToken.principalName");
  const tokenRequesterPrincipalType = version >= 3 ? reader.compactString("DescribedDelegationToken.tokenRequesterPrincipalType") : "";
  const tokenRequesterPrincipalName = version >= 3 ? reader.compactString("DescribedDelegationToken.tokenRequesterPrincipalName") : "";
  const issueTimestamp = reader.int64("DescribedDelegationToken.issueTimestamp");
  const expiryTimestamp = reader.int64("DescribedDelegationToken.expiryTimestamp");
  const maxTimestamp = reader.int64("DescribedDelegationToken.maxTimestamp");
  const tokenId = version >= 2 ? reader.compactString("DescribedDelegationToken.tokenId") : reader.string("DescribedDelegationToken.tokenId");
  const hmac = version >= 2 ? reader.compactBytes("DescribedDelegationToken.hmac") : reader.bytes("DescribedDelegationToken.hmac");
  const renewers: DescribedDelegationTokenRenewer[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(3, "DescribedDelegationToken.renewers") : reader.arrayLength(4, "DescribedDelegationToken.renewers"); left > 0; left--) renewers.push(decodeDescribedDelegationTokenRenewer(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DescribedDelegationToken"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribedDelegationToken");
      const end = reader.taggedFieldEnd("DescribedDelegationToken");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribedDelegationToken = { principalType, principalName, tokenRequesterPrincipalType, tokenRequesterPrincipalName, issueTimestamp, expiryTimestamp, maxTimestamp, tokenId, hmac, renewers };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribedDelegationToken(writer: WireWriter, message: Input<DescribedDelegationToken>, version: number): void {
  const { principalType = "", principalName = "", tokenRequesterPrincipalType = "", tokenRequesterPrincipalName = "", issueTimestamp = 0, expiryTimestamp = 0, maxTimestamp = 0, tokenId = "", hmac = EMPTY_BYTES, renewers = [], unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactString(principalType, "DescribedDelegationToken.principalType");
  } else {
    writer.string(principalType, "DescribedDelegationToken.principalType");
  }
  if (version >= 2) {
    writer.compactString(principalName, "DescribedDelegationToken.principalName");
  } else {
    writer.string(principalName, "DescribedDelegationToken.principalName");
  }
  if (version >= 3) {
    writer.compactString(tokenRequesterPrincipalType, "DescribedDelegationToken.tokenRequesterPrincipalType");
  } else {
    if (tokenRequesterPrincipalType !== "") writer.unsupported("DescribedDelegationToken.tokenRequesterPrincipalType", version);
  }
  if (version >= 3) {
    writer.compactString(tokenRequesterPrincipalName, "DescribedDelegationToken.tokenRequesterPrincipalName");
  } else {
    if (tokenRequesterPrincipalName !== "") writer.unsupported("DescribedDelegationToken.tokenRequesterPrincipalName", version);
  }
  writer.int64(issueTimestamp, "DescribedDelegationToken.issueTimestamp");
  writer.int64(expiryTimestamp, "DescribedDelegationToken.expiryTimestamp");
  writer.int64(maxTimestamp, "DescribedDelegationToken.maxTimestamp");
  if (version >= 2) {
    writer.compactString(tokenId, "DescribedDelegationToken.tokenId");
  } else {
    writer.string(tokenId, "DescribedDelegationToken.tokenId");
  }
  if (version >= 2) {
    writer.compactBytes(hmac, "DescribedDelegationToken.hmac");
  } else {
    writer.bytes(hmac, "DescribedDelegationToken.hmac");
  }
  if (version >= 2) {
    writer.compactArrayLength(renewers, "DescribedDelegationToken.renewers");
    for (const element of renewers) encodeDescribedDelegationTokenRenewer(writer, element, version);
  } else {
    writer.arrayLength(renewers, "DescribedDelegationToken.renewers");
    for (const element of renewers) encodeDescribedDelegationTokenRenewer(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DescribedDelegationToken");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribedDelegationToken", version);
  }
}

function decodeDescribeDelegationTokenResponse(reader: WireReader, version: number): DescribeDelegationTokenResponse {
  const errorCode = reader.int16("DescribeDelegationTokenResponse.errorCode");
  const tokens: DescribedDelegationToken[] = [];
  for (let left = version >= 3 ? reader.compactArrayLength(32, "DescribeDelegationTokenResponse.tokens") : version >= 2 ? reader.compactArrayLength(30, "DescribeDelegationTokenResponse.tokens") : reader.arrayLength(38, "DescribeDelegationTokenResponse.tokens"); left > 0; left--) tokens.push(decodeDescribedDelegationToken(reader, version));
  const throttleTimeMs = reader.int32("DescribeDelegationTokenResponse.throttleTimeMs");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DescribeDelegationTokenResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribeDelegationTokenResponse");
      const end = reader.taggedFieldEnd("DescribeDelegationTokenResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribeDelegationTokenResponse = { errorCode, tokens, throttleTimeMs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeDelegationTokenResponse(writer: WireWriter, message: Input<DescribeDelegationTokenResponse>, version: number): void {
  const { errorCode = 0, tokens = [], throttleTimeMs = 0, unknownTaggedFields } = message;
  writer.int16(errorCode, "DescribeDelegationTokenResponse.errorCode");
  if (version >= 2) {
    writer.compactArrayLength(tokens, "DescribeDelegationTokenResponse.tokens");
    for (const element of tokens) encodeDescribedDelegationToken(writer, element, version);
  } else {
    writer.arrayLength(tokens, "DescribeDelegationTokenResponse.tokens");
    for (const element of tokens) encodeDescribedDelegationToken(writer, element, version);
  }
  writer.int32(throttleTimeMs, "DescribeDelegationTokenResponse.throttleTimeMs");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DescribeDelegationTokenResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribeDelegationTokenResponse", version);
  }
}
