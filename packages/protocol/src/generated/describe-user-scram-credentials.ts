// Generated from schema/50-describe-user-scram-credentials.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** DescribeUserScramCredentialsRequest: API key 50, versions 0, flexible 0+. */
export interface DescribeUserScramCredentialsRequest {
  users: UserName[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeUserScramCredentialsRequest: MessageCodec<DescribeUserScramCredentialsRequest> = defineMessage<DescribeUserScramCredentialsRequest>({
  name: "DescribeUserScramCredentialsRequest",
  kind: "request",
  apiKey: 50,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeDescribeUserScramCredentialsRequest,
  encode: encodeDescribeUserScramCredentialsRequest,
});

/** DescribeUserScramCredentialsResponse: API key 50, versions 0, flexible 0+. */
export interface DescribeUserScramCredentialsResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  results: DescribeUserScramCredentialsResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeUserScramCredentialsResponse: MessageCodec<DescribeUserScramCredentialsResponse> = defineMessage<DescribeUserScramCredentialsResponse>({
  name: "DescribeUserScramCredentialsResponse",
  kind: "response",
  apiKey: 50,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeDescribeUserScramCredentialsResponse,
  encode: encodeDescribeUserScramCredentialsResponse,
});

/** In `DescribeUserScramCredentialsRequest.users`. */
export interface UserName {
  name: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeUserScramCredentialsResult.credentialInfos`. */
export interface CredentialInfo {
  mechanism: number;
  iterations: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeUserScramCredentialsResponse.results`. */
export interface DescribeUserScramCredentialsResult {
  user: string;
  errorCode: number;
  errorMessage: string | null;
  credentialInfos: CredentialInfo[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeUserName(reader: WireReader, _version: number): UserName {
  const name = reader.compactString("UserName.name");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("UserName"); left > 0; left--) {
    const tag = reader.unsignedVarint("UserName");
    const end = reader.taggedFieldEnd("UserName");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: UserName = { name };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeUserName(writer: WireWriter, message: Input<UserName>, _version: number): void {
  const { name = "", unknownTaggedFields } = message;
  writer.compactString(name, "UserName.name");
  writer.taggedFields(unknownTaggedFields, "UserName");
}

function decodeDescribeUserScramCredentialsRequest(reader: WireReader, version: number): DescribeUserScramCredentialsRequest {
  let users: UserName[] | null = null;
  const usersLength = reader.compactNullableArrayLength(2, "DescribeUserScramCredentialsRequest.users");
  if (usersLength >= 0) {
    users = [];
    for (let left = usersLength; left > 0; left--) users.push(decodeUserName(reader, version));
  }
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeUserScramCredentialsRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeUserScramCredentialsRequest");
    const end = reader.taggedFieldEnd("DescribeUserScramCredentialsRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeUserScramCredentialsRequest = { users };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeUserScramCredentialsRequest(writer: WireWriter, message: Input<DescribeUserScramCredentialsRequest>, version: number): void {
  const { users = [], unknownTaggedFields } = message;
  writer.compactNullableArrayLength(users, "DescribeUserScramCredentialsRequest.users");
  if (users !== null) for (const element of users) encodeUserName(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "DescribeUserScramCredentialsRequest");
}

function decodeCredentialInfo(reader: WireReader, _version: number): CredentialInfo {
  const mechanism = reader.int8("CredentialInfo.mechanism");
  const iterations = reader.int32("CredentialInfo.iterations");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("CredentialInfo"); left > 0; left--) {
    const tag = reader.unsignedVarint("CredentialInfo");
    const end = reader.taggedFieldEnd("CredentialInfo");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: CredentialInfo = { mechanism, iterations };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCredentialInfo(writer: WireWriter, message: Input<CredentialInfo>, _version: number): void {
  const { mechanism = 0, iterations = 0, unknownTaggedFields } = message;
  writer.int8(mechanism, "CredentialInfo.mechanism");
  writer.int32(iterations, "CredentialInfo.iterations");
  writer.taggedFields(unknownTaggedFields, "CredentialInfo");
}

function decodeDescribeUserScramCredentialsResult(reader: WireReader, version: number): DescribeUserScramCredentialsResult {
  const user = reader.compactString("DescribeUserScramCredentialsResult.user");
  const errorCode = reader.int16("DescribeUserScramCredentialsResult.errorCode");
  const errorMessage = reader.compactNullableString("DescribeUserScramCredentialsResult.errorMessage");
  const credentialInfos: CredentialInfo[] = [];
  for (let left = reader.compactArrayLength(6, "DescribeUserScramCredentialsResult.credentialInfos"); left > 0; left--) credentialInfos.push(decodeCredentialInfo(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeUserScramCredentialsResult"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeUserScramCredentialsResult");
    const end = reader.taggedFieldEnd("DescribeUserScramCredentialsResult");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeUserScramCredentialsResult = { user, errorCode, errorMessage, credentialInfos };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeUserScramCredentialsResult(writer: WireWriter, message: Input<DescribeUserScramCredentialsResult>, version: number): void {
  const { user = "", errorCode = 0, errorMessage = "", credentialInfos = [], unknownTaggedFields } = message;
  writer.compactString(user, "DescribeUserScramCredentialsResult.user");
  writer.int16(errorCode, "DescribeUserScramCredentialsResult.errorCode");
  writer.compactNullableString(errorMessage, "DescribeUserScramCredentialsResult.errorMessage");
  writer.compactArrayLength(credentialInfos, "DescribeUserScramCredentialsResult.credentialInfos");
  for (const element of credentialInfos) encodeCredentialInfo(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "DescribeUserScramCredentialsResult");
}

function decodeDescribeUserScramCredentialsResponse(reader: WireReader, version: number): DescribeUserScramCredentialsResponse {
  const throttleTimeMs = reader.int32("DescribeUserScramCredentialsResponse.throttleTimeMs");
  const errorCode = reader.int16("DescribeUserScramCredentialsResponse.errorCode");
  const errorMessage = reader.compactNullableString("DescribeUserScramCredentialsResponse.errorMessage");
  const results: DescribeUserScramCredentialsResult[] = [];
  for (let left = reader.compactArrayLength(6, "DescribeUserScramCredentialsResponse.results"); left > 0; left--) results.push(decodeDescribeUserScramCredentialsResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeUserScramCredentialsResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeUserScramCredentialsResponse");
    const end = reader.taggedFieldEnd("DescribeUserScramCredentialsResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeUserScramCredentialsResponse = { throttleTimeMs, errorCode, errorMessage, results };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeUserScramCredentialsResponse(writer: WireWriter, message: Input<DescribeUserScramCredentialsResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = "", results = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "DescribeUserScramCredentialsResponse.throttleTimeMs");
  writer.int16(errorCode, "DescribeUserScramCredentialsResponse.errorCode");
  writer.compactNullableString(errorMessage, "DescribeUserScramCredentialsResponse.errorMessage");
  writer.compactArrayLength(results, "DescribeUserScramCredentialsResponse.results");
  for (const element of results) encodeDescribeUserScramCredentialsResult(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "DescribeUserScramCredentialsResponse");
}
