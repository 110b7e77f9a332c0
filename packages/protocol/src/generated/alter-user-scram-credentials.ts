// Generated from schema/51-alter-user-scram-credentials.ts by `npm run generate`: do not edit.
import { EMPTY_BYTES } from "../wire/empty-bytes.ts";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** AlterUserScramCredentialsRequest: API key 51, versions 0, flexible 0+. */
export interface AlterUserScramCredentialsRequest {
  deletions: ScramCredentialDeletion[];
  upsertions: ScramCredentialUpsertion[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AlterUserScramCredentialsRequest: MessageCodec<AlterUserScramCredentialsRequest> = defineMessage<AlterUserScramCredentialsRequest>({
  name: "AlterUserScramCredentialsRequest",
  kind: "request",
  apiKey: 51,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeAlterUserScramCredentialsRequest,
  encode: encodeAlterUserScramCredentialsRequest,
});

/** AlterUserScramCredentialsResponse: API key 51, versions 0, flexible 0+. */
export interface AlterUserScramCredentialsResponse {
  throttleTimeMs: number;
  results: AlterUserScramCredentialsResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AlterUserScramCredentialsResponse: MessageCodec<AlterUserScramCredentialsResponse> = defineMessage<AlterUserScramCredentialsResponse>({
  name: "AlterUserScramCredentialsResponse",
  kind: "response",
  apiKey: 51,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeAlterUserScramCredentialsResponse,
  encode: encodeAlterUserScramCredentialsResponse,
});

/** In `AlterUserScramCredentialsRequest.deletions`. */
export interface ScramCredentialDeletion {
  name: string;
  mechanism: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AlterUserScramCredentialsRequest.upsertions`. */
export interface ScramCredentialUpsertion {
  name: string;
  mechanism: number;
  iterations: number;
  salt: Uint8Array;
  saltedPassword: Uint8Array;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AlterUserScramCredentialsResponse.results`. */
export interface AlterUserScramCredentialsResult {
  user: string;
  errorCode: number;
  errorMessage: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeScramCredentialDeletion(reader: WireReader, _version: number): ScramCredentialDeletion {
  const name = reader.compactString("ScramCredentialDeletion.name");
  const mechanism = reader.int8("ScramCredentialDeletion.mechanism");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ScramCredentialDeletion"); left > 0; left--) {
    const tag = reader.unsignedVarint("ScramCredentialDeletion");
    const end = reader.taggedFieldEnd("ScramCredentialDeletion");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ScramCredentialDeletion = { name, mechanism };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeScramCredentialDeletion(writer: WireWriter, message: Input<ScramCredentialDeletion>, _version: number): void {
  const { name = "", mechanism = 0, unknownTaggedFields } = message;
  writer.compactString(name, "ScramCredentialDeletion.name");
  writer.int8(mechanism, "ScramCredentialDeletion.mechanism");
  writer.taggedFields(unknownTaggedFields, "ScramCredentialDeletion");
}

function decodeScramCredentialUpsertion(reader: WireReader, _version: number): ScramCredentialUpsertion {
  const name = reader.compactString("ScramCredentialUpsertion.name");
  const mechanism = reader.int8("ScramCredentialUpsertion.mechanism");
  const iterations = reader.int32("ScramCredentialUpsertion.iterations");
  const salt = reader.compactBytes("ScramCredentialUpsertion.salt");
  const saltedPassword = reader.compactBytes("ScramCredentialUpsertion.saltedPassword");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ScramCredentialUpsertion"); left > 0; left--) {
    const tag = reader.unsignedVarint("ScramCredentialUpsertion");
    const end = reader.taggedFieldEnd("ScramCredentialUpsertion");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ScramCredentialUpsertion = { name, mechanism, iterations, salt, saltedPassword };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeScramCredentialUpsertion(writer: WireWriter, message: Input<ScramCredentialUpsertion>, _version: number): void {
  const { name = "", mechanism = 0, iterations = 0, salt = EMPTY_BYTES, saltedPassword = EMPTY_BYTES, unknownTaggedFields } = message;
  writer.compactString(name, "ScramCredentialUpsertion.name");
  writer.int8(mechanism, "ScramCredentialUpsertion.mechanism");
  writer.int32(iterations, "ScramCredentialUpsertion.iterations");
  writer.compactBytes(salt, "ScramCredentialUpsertion.salt");
  writer.compactBytes(saltedPassword, "ScramCredentialUpsertion.saltedPassword");
  writer.taggedFields(unknownTaggedFields, "ScramCredentialUpsertion");
}

function decodeAlterUserScramCredentialsRequest(reader: WireReader, version: number): AlterUserScramCredentialsRequest {
  const deletions: ScramCredentialDeletion[] = [];
  for (let left = reader.compactArrayLength(3, "AlterUserScramCredentialsRequest.deletions"); left > 0; left--) deletions.push(decodeScramCredentialDeletion(reader, version));
  const upsertions: ScramCredentialUpsertion[] = [];
  for (let left = reader.compactArrayLength(9, "AlterUserScramCredentialsRequest.upsertions"); left > 0; left--) upsertions.push(decodeScramCredentialUpsertion(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AlterUserScramCredentialsRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("AlterUserScramCredentialsRequest");
    const end = reader.taggedFieldEnd("AlterUserScramCredentialsRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AlterUserScramCredentialsRequest = { deletions, upsertions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterUserScramCredentialsRequest(writer: WireWriter, message: Input<AlterUserScramCredentialsRequest>, version: number): void {
  const { deletions = [], upsertions = [], unknownTaggedFields } = message;
  writer.compactArrayLength(deletions, "AlterUserScramCredentialsRequest.deletions");
  for (const element of deletions) encodeScramCredentialDeletion(writer, element, version);
  writer.compactArrayLength(upsertions, "AlterUserScramCredentialsRequest.upsertions");
  for (const element of upsertions) encodeScramCredentialUpsertion(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AlterUserScramCredentialsRequest");
}

function decodeAlterUserScramCredentialsResult(reader: WireReader, _version: number): AlterUserScramCredentialsResult {
  const user = reader.compactString("AlterUserScramCredentialsResult.user");
  const errorCode = reader.int16("AlterUserScramCredentialsResult.errorCode");
  const errorMessage = reader.compactNullableString("AlterUserScramCredentialsResult.errorMessage");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AlterUserScramCredentialsResult"); left > 0; left--) {
    const tag = reader.unsignedVarint("AlterUserScramCredentialsResult");
    const end = reader.taggedFieldEnd("AlterUserScramCredentialsResult");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AlterUserScramCredentialsResult = { user, errorCode, errorMessage };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterUserScramCredentialsResult(writer: WireWriter, message: Input<AlterUserScramCredentialsResult>, _version: number): void {
  const { user = "", errorCode = 0, errorMessage = "", unknownTaggedFields } = message;
  writer.compactString(user, "AlterUserScramCredentialsResult.user");
  writer.int16(errorCode, "AlterUserScramCredentialsResult.errorCode");
  writer.compactNullableString(errorMessage, "AlterUserScramCredentialsResult.errorMessage");
  writer.taggedFields(unknownTaggedFields, "AlterUserScramCredentialsResult");
}

function decodeAlterUserScramCredentialsResponse(reader: WireReader, version: number): AlterUserScramCredentialsResponse {
  const throttleTimeMs = reader.int32("AlterUserScramCredentialsResponse.throttleTimeMs");
  const results: AlterUserScramCredentialsResult[] = [];
  for (let left = reader.compactArrayLength(5, "AlterUserScramCredentialsResponse.results"); left > 0; left--) results.push(decodeAlterUserScramCredentialsResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AlterUserScramCredentialsResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("AlterUserScramCredentialsResponse");
    const end = reader.taggedFieldEnd("AlterUserScramCredentialsResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AlterUserScramCredentialsResponse = { throttleTimeMs, results };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterUserScramCredentialsResponse(writer: WireWriter, message: Input<AlterUserScramCredentialsResponse>, version: number): void {
  const { throttleTimeMs = 0, results = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "AlterUserScramCredentialsResponse.throttleTimeMs");
  writer.compactArrayLength(results, "AlterUserScramCredentialsResponse.results");
  for (const element of results) encodeAlterUserScramCredentialsResult(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AlterUserScramCredentialsResponse");
}
