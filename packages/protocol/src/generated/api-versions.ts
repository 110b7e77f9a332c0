// Generated from schema/18-api-versions.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ApiVersionsRequest: API key 18, versions 0–4, flexible 3+. */
export interface ApiVersionsRequest {
  /** Versions 3+. Dropped where the version lacks it. */
  clientSoftwareName: string;
  /** Versions 3+. Dropped where the version lacks it. */
  clientSoftwareVersion: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ApiVersionsRequest: MessageCodec<ApiVersionsRequest> = defineMessage<ApiVersionsRequest>({
  name: "ApiVersionsRequest",
  kind: "request",
  apiKey: 18,
  lowestVersion: 0,
  highestVersion: 4,
  flexibleFrom: 3,
  decode: decodeApiVersionsRequest,
  encode: encodeApiVersionsRequest,
});

/** ApiVersionsResponse: API key 18, versions 0–4, flexible 3+. */
export interface ApiVersionsResponse {
  errorCode: number;
  apiKeys: ApiVersion[];
  /** Versions 1+. Dropped where the version lacks it. */
  throttleTimeMs: number;
  /** Versions 3+. Tag 0. Dropped where the version lacks it. */
  supportedFeatures: SupportedFeatureKey[];
  /** Versions 3+. Tag 1. Default -1. Dropped where the version lacks it. */
  finalizedFeaturesEpoch: number;
  /** Versions 3+. Tag 2. Dropped where the version lacks it. */
  finalizedFeatures: FinalizedFeatureKey[];
  /** Versions 3+. Tag 3. Default false. Dropped where the version lacks it. */
  zkMigrationReady: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ApiVersionsResponse: MessageCodec<ApiVersionsResponse> = defineMessage<ApiVersionsResponse>({
  name: "ApiVersionsResponse",
  kind: "response",
  apiKey: 18,
  lowestVersion: 0,
  highestVersion: 4,
  flexibleFrom: 3,
  decode: decodeApiVersionsResponse,
  encode: encodeApiVersionsResponse,
});

/** In `ApiVersionsResponse.apiKeys`. */
export interface ApiVersion {
  apiKey: number;
  minVersion: number;
  maxVersion: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ApiVersionsResponse.supportedFeatures`. */
export interface SupportedFeatureKey {
  name: string;
  minVersion: number;
  maxVersion: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ApiVersionsResponse.finalizedFeatures`. */
export interface FinalizedFeatureKey {
  name: string;
  maxVersionLevel: number;
  minVersionLevel: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeApiVersionsRequest(reader: WireReader, version: number): ApiVersionsRequest {
  const clientSoftwareName = version >= 3 ? reader.compactString("ApiVersionsRequest.clientSoftwareName") : "";
  const clientSoftwareVersion = version >= 3 ? reader.compactString("ApiVersionsRequest.clientSoftwareVersion") : "";
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("ApiVersionsRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("ApiVersionsRequest");
      const end = reader.taggedFieldEnd("ApiVersionsRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: ApiVersionsRequest = { clientSoftwareName, clientSoftwareVersion };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeApiVersionsRequest(writer: WireWriter, message: Input<ApiVersionsRequest>, version: number): void {
  const { clientSoftwareName = "", clientSoftwareVersion = "", unknownTaggedFields } = message;
  if (version >= 3) {
    writer.compactString(clientSoftwareName, "ApiVersionsRequest.clientSoftwareName");
  }
  if (version >= 3) {
    writer.compactString(clientSoftwareVersion, "ApiVersionsRequest.clientSoftwareVersion");
  }
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "ApiVersionsRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ApiVersionsRequest", version);
  }
}

function decodeApiVersion(reader: WireReader, version: number): ApiVersion {
  const apiKey = reader.int16("ApiVersion.apiKey");
  const minVersion = reader.int16("ApiVersion.minVersion");
  const maxVersion = reader.int16("ApiVersion.maxVersion");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("ApiVersion"); left > 0; left--) {
      const tag = reader.unsignedVarint("ApiVersion");
      const end = reader.taggedFieldEnd("ApiVersion");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: ApiVersion = { apiKey, minVersion, maxVersion };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeApiVersion(writer: WireWriter, message: Input<ApiVersion>, version: number): void {
  const { apiKey = 0, minVersion = 0, maxVersion = 0, unknownTaggedFields } = message;
  writer.int16(apiKey, "ApiVersion.apiKey");
  writer.int16(minVersion, "ApiVersion.minVersion");
  writer.int16(maxVersion, "ApiVersion.maxVersion");
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "ApiVersion");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ApiVersion", version);
  }
}

function decodeSupportedFeatureKey(reader: WireReader, _version: number): SupportedFeatureKey {
  const name = reader.compactString("SupportedFeatureKey.name");
  const minVersion = reader.int16("SupportedFeatureKey.minVersion");
  const maxVersion = reader.int16("SupportedFeatureKey.maxVersion");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("SupportedFeatureKey"); left > 0; left--) {
    const tag = reader.unsignedVarint("SupportedFeatureKey");
    const end = reader.taggedFieldEnd("SupportedFeatureKey");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: SupportedFeatureKey = { name, minVersion, maxVersion };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeSupportedFeatureKey(writer: WireWriter, message: Input<SupportedFeatureKey>, _version: number): void {
  const { name = "", minVersion = 0, maxVersion = 0, unknownTaggedFields } = message;
  writer.compactString(name, "SupportedFeatureKey.name");
  writer.int16(minVersion, "SupportedFeatureKey.minVersion");
  writer.int16(maxVersion, "SupportedFeatureKey.maxVersion");
  writer.taggedFields(unknownTaggedFields, "SupportedFeatureKey");
}

function decodeFinalizedFeatureKey(reader: WireReader, _version: number): FinalizedFeatureKey {
  const name = reader.compactString("FinalizedFeatureKey.name");
  const maxVersionLevel = reader.int16("FinalizedFeatureKey.maxVersionLevel");
  const minVersionLevel = reader.int16("FinalizedFeatureKey.minVersionLevel");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("FinalizedFeatureKey"); left > 0; left--) {
    const tag = reader.unsignedVarint("FinalizedFeatureKey");
    const end = reader.taggedFieldEnd("FinalizedFeatureKey");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: FinalizedFeatureKey = { name, maxVersionLevel, minVersionLevel };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeFinalizedFeatureKey(writer: WireWriter, message: Input<FinalizedFeatureKey>, _version: number): void {
  const { name = "", maxVersionLevel = 0, minVersionLevel = 0, unknownTaggedFields } = message;
  writer.compactString(name, "FinalizedFeatureKey.name");
  writer.int16(maxVersionLevel, "FinalizedFeatureKey.maxVersionLevel");
  writer.int16(minVersionLevel, "FinalizedFeatureKey.minVersionLevel");
  writer.taggedFields(unknownTaggedFields, "FinalizedFeatureKey");
}

function decodeApiVersionsResponse(reader: WireReader, version: number): ApiVersionsResponse {
  const errorCode = reader.int16("ApiVersionsResponse.errorCode");
  const apiKeys: ApiVersion[] = [];
  for (let left = version >= 3 ? reader.compactArrayLength(7, "ApiVersionsResponse.apiKeys") : reader.arrayLength(6, "ApiVersionsResponse.apiKeys"); left > 0; left--) apiKeys.push(decodeApiVersion(reader, version));
  const throttleTimeMs = version >= 1 ? reader.int32("ApiVersionsResponse.throttleTimeMs") : 0;
  let supportedFeatures: SupportedFeatureKey[] = [];
  let finalizedFeaturesEpoch: number = -1;
  let finalizedFeatures: FinalizedFeatureKey[] = [];
  let zkMigrationReady: boolean = false;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("ApiVersionsResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("ApiVersionsResponse");
      const end = reader.taggedFieldEnd("ApiVersionsResponse");
      switch (tag) {
        case 0: {
          supportedFeatures = [];
          for (let left = reader.compactArrayLength(6, "ApiVersionsResponse.supportedFeatures"); left > 0; left--) supportedFeatures.push(decodeSupportedFeatureKey(reader, version));
          break;
        }
        case 1: {
          finalizedFeaturesEpoch = reader.int64("ApiVersionsResponse.finalizedFeaturesEpoch");
          break;
        }
        case 2: {
          finalizedFeatures = [];
          for (let left = reader.compactArrayLength(6, "ApiVersionsResponse.finalizedFeatures"); left > 0; left--) finalizedFeatures.push(decodeFinalizedFeatureKey(reader, version));
          break;
        }
        case 3: {
          zkMigrationReady = reader.boolean("ApiVersionsResponse.zkMigrationReady");
          break;
        }
        default:
        (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
      }
      reader.endTaggedField(end, "ApiVersionsResponse");
    }
  }
  const message: ApiVersionsResponse = { errorCode, apiKeys, throttleTimeMs, supportedFeatures, finalizedFeaturesEpoch, finalizedFeatures, zkMigrationReady };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeApiVersionsResponse(writer: WireWriter, message: Input<ApiVersionsResponse>, version: number): void {
  const { errorCode = 0, apiKeys = [], throttleTimeMs = 0, supportedFeatures = [], finalizedFeaturesEpoch = -1, finalizedFeatures = [], zkMigrationReady = false, unknownTaggedFields } = message;
  writer.int16(errorCode, "ApiVersionsResponse.errorCode");
  if (version >= 3) {
    writer.compactArrayLength(apiKeys, "ApiVersionsResponse.apiKeys");
    for (const element of apiKeys) encodeApiVersion(writer, element, version);
  } else {
    writer.arrayLength(apiKeys, "ApiVersionsResponse.apiKeys");
    for (const element of apiKeys) encodeApiVersion(writer, element, version);
  }
  if (version >= 1) {
    writer.int32(throttleTimeMs, "ApiVersionsResponse.throttleTimeMs");
  }
  if (version >= 3) {
    const hasSupportedFeatures = supportedFeatures.length > 0;
    const hasFinalizedFeaturesEpoch = finalizedFeaturesEpoch !== -1;
    const hasFinalizedFeatures = finalizedFeatures.length > 0;
    const hasZkMigrationReady = zkMigrationReady !== false;
    const pending = writer.beginTaggedFields((hasSupportedFeatures ? 1 : 0) + (hasFinalizedFeaturesEpoch ? 1 : 0) + (hasFinalizedFeatures ? 1 : 0) + (hasZkMigrationReady ? 1 : 0), unknownTaggedFields, "ApiVersionsResponse");
    if (hasSupportedFeatures) {
      const mark = writer.beginTag(0, pending, "ApiVersionsResponse.supportedFeatures");
      writer.compactArrayLength(supportedFeatures, "ApiVersionsResponse.supportedFeatures");
      for (const element of supportedFeatures) encodeSupportedFeatureKey(writer, element, version);
      writer.endTag(mark);
    }
    if (hasFinalizedFeaturesEpoch) {
      const mark = writer.beginTag(1, pending, "ApiVersionsResponse.finalizedFeaturesEpoch");
      writer.int64(finalizedFeaturesEpoch, "ApiVersionsResponse.finalizedFeaturesEpoch");
      writer.endTag(mark);
    }
    if (hasFinalizedFeatures) {
      const mark = writer.beginTag(2, pending, "ApiVersionsResponse.finalizedFeatures");
      writer.compactArrayLength(finalizedFeatures, "ApiVersionsResponse.finalizedFeatures");
      for (const element of finalizedFeatures) encodeFinalizedFeatureKey(writer, element, version);
      writer.endTag(mark);
    }
    if (hasZkMigrationReady) {
      const mark = writer.beginTag(3, pending, "ApiVersionsResponse.zkMigrationReady");
      writer.boolean(zkMigrationReady, "ApiVersionsResponse.zkMigrationReady");
      writer.endTag(mark);
    }
    writer.unknownTagsFrom(pending, "ApiVersionsResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ApiVersionsResponse", version);
  }
}
