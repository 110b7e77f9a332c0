// Generated from schema/57-update-features.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** UpdateFeaturesRequest: API key 57, versions 0–2, flexible 0+. */
export interface UpdateFeaturesRequest {
  /** Default 60000. */
  timeoutMs: number;
  featureUpdates: FeatureUpdateKey[];
  /** Versions 1+. Default false. */
  validateOnly: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const UpdateFeaturesRequest: MessageCodec<UpdateFeaturesRequest> = defineMessage<UpdateFeaturesRequest>({
  name: "UpdateFeaturesRequest",
  kind: "request",
  apiKey: 57,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 0,
  decode: decodeUpdateFeaturesRequest,
  encode: encodeUpdateFeaturesRequest,
});

/** UpdateFeaturesResponse: API key 57, versions 0–2, flexible 0+. */
export interface UpdateFeaturesResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  /** Versions 0–1. Dropped where the version lacks it. */
  results: UpdatableFeatureResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const UpdateFeaturesResponse: MessageCodec<UpdateFeaturesResponse> = defineMessage<UpdateFeaturesResponse>({
  name: "UpdateFeaturesResponse",
  kind: "response",
  apiKey: 57,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 0,
  decode: decodeUpdateFeaturesResponse,
  encode: encodeUpdateFeaturesResponse,
});

/** In `UpdateFeaturesRequest.featureUpdates`. */
export interface FeatureUpdateKey {
  feature: string;
  maxVersionLevel: number;
  /** Versions 0. */
  allowDowngrade: boolean;
  /** Versions 1+. Default 1. */
  upgradeType: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `UpdateFeaturesResponse.results`. */
export interface UpdatableFeatureResult {
  feature: string;
  errorCode: number;
  errorMessage: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeFeatureUpdateKey(reader: WireReader, version: number): FeatureUpdateKey {
  const feature = reader.compactString("FeatureUpdateKey.feature");
  const maxVersionLevel = reader.int16("FeatureUpdateKey.maxVersionLevel");
  const allowDowngrade = version >= 1 ? false : reader.boolean("FeatureUpdateKey.allowDowngrade");
  const upgradeType = version >= 1 ? reader.int8("FeatureUpdateKey.upgradeType") : 1;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("FeatureUpdateKey"); left > 0; left--) {
    const tag = reader.unsignedVarint("FeatureUpdateKey");
    const end = reader.taggedFieldEnd("FeatureUpdateKey");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: FeatureUpdateKey = { feature, maxVersionLevel, allowDowngrade, upgradeType };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeFeatureUpdateKey(writer: WireWriter, message: Input<FeatureUpdateKey>, version: number): void {
  const { feature = "", maxVersionLevel = 0, allowDowngrade = false, upgradeType = 1, unknownTaggedFields } = message;
  writer.compactString(feature, "FeatureUpdateKey.feature");
  writer.int16(maxVersionLevel, "FeatureUpdateKey.maxVersionLevel");
  if (version >= 1) {
    if (allowDowngrade !== false) writer.unsupported("FeatureUpdateKey.allowDowngrade", version);
  } else {
    writer.boolean(allowDowngrade, "FeatureUpdateKey.allowDowngrade");
  }
  if (version >= 1) {
    writer.int8(upgradeType, "FeatureUpdateKey.upgradeType");
  } else {
    if (upgradeType !== 1) writer.unsupported("FeatureUpdateKey.upgradeType", version);
  }
  writer.taggedFields(unknownTaggedFields, "FeatureUpdateKey");
}

function decodeUpdateFeaturesRequest(reader: WireReader, version: number): UpdateFeaturesRequest {
  const timeoutMs = reader.int32("UpdateFeaturesRequest.timeoutMs");
  const featureUpdates: FeatureUpdateKey[] = [];
  for (let left = reader.compactArrayLength(5, "UpdateFeaturesRequest.featureUpdates"); left > 0; left--) featureUpdates.push(decodeFeatureUpdateKey(reader, version));
  const validateOnly = version >= 1 ? reader.boolean("UpdateFeaturesRequest.validateOnly") : false;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("UpdateFeaturesRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("UpdateFeaturesRequest");
    const end = reader.taggedFieldEnd("UpdateFeaturesRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: UpdateFeaturesRequest = { timeoutMs, featureUpdates, validateOnly };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeUpdateFeaturesRequest(writer: WireWriter, message: Input<UpdateFeaturesRequest>, version: number): void {
  const { timeoutMs = 60000, featureUpdates = [], validateOnly = false, unknownTaggedFields } = message;
  writer.int32(timeoutMs, "UpdateFeaturesRequest.timeoutMs");
  writer.compactArrayLength(featureUpdates, "UpdateFeaturesRequest.featureUpdates");
  for (const element of featureUpdates) encodeFeatureUpdateKey(writer, element, version);
  if (version >= 1) {
    writer.boolean(validateOnly, "UpdateFeaturesRequest.validateOnly");
  } else {
    if (validateOnly !== false) writer.unsupported("UpdateFeaturesRequest.validateOnly", version);
  }
  writer.taggedFields(unknownTaggedFields, "UpdateFeaturesRequest");
}

function decodeUpdatableFeatureResult(reader: WireReader, _version: number): UpdatableFeatureResult {
  const feature = reader.compactString("UpdatableFeatureResult.feature");
  const errorCode = reader.int16("UpdatableFeatureResult.errorCode");
  const errorMessage = reader.compactNullableString("UpdatableFeatureResult.errorMessage");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("UpdatableFeatureResult"); left > 0; left--) {
    const tag = reader.unsignedVarint("UpdatableFeatureResult");
    const end = reader.taggedFieldEnd("UpdatableFeatureResult");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: UpdatableFeatureResult = { feature, errorCode, errorMessage };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeUpdatableFeatureResult(writer: WireWriter, message: Input<UpdatableFeatureResult>, _version: number): void {
  const { feature = "", errorCode = 0, errorMessage = "", unknownTaggedFields } = message;
  writer.compactString(feature, "UpdatableFeatureResult.feature");
  writer.int16(errorCode, "UpdatableFeatureResult.errorCode");
  writer.compactNullableString(errorMessage, "UpdatableFeatureResult.errorMessage");
  writer.taggedFields(unknownTaggedFields, "UpdatableFeatureResult");
}

function decodeUpdateFeaturesResponse(reader: WireReader, version: number): UpdateFeaturesResponse {
  const throttleTimeMs = reader.int32("UpdateFeaturesResponse.throttleTimeMs");
  const errorCode = reader.int16("UpdateFeaturesResponse.errorCode");
  const errorMessage = reader.compactNullableString("UpdateFeaturesResponse.errorMessage");
  const results: UpdatableFeatureResult[] = [];
  for (let left = version >= 2 ? 0 : reader.compactArrayLength(5, "UpdateFeaturesResponse.results"); left > 0; left--) results.push(decodeUpdatableFeatureResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("UpdateFeaturesResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("UpdateFeaturesResponse");
    const end = reader.taggedFieldEnd("UpdateFeaturesResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: UpdateFeaturesResponse = { throttleTimeMs, errorCode, errorMessage, results };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeUpdateFeaturesResponse(writer: WireWriter, message: Input<UpdateFeaturesResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = "", results = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "UpdateFeaturesResponse.throttleTimeMs");
  writer.int16(errorCode, "UpdateFeaturesResponse.errorCode");
  writer.compactNullableString(errorMessage, "UpdateFeaturesResponse.errorMessage");
  if (version >= 2) {
  } else {
    writer.compactArrayLength(results, "UpdateFeaturesResponse.results");
    for (const element of results) encodeUpdatableFeatureResult(writer, element, version);
  }
  writer.taggedFields(unknownTaggedFields, "UpdateFeaturesResponse");
}
