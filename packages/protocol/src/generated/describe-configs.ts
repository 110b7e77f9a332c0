// Generated from schema/32-describe-configs.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** DescribeConfigsRequest: API key 32, versions 1–4, flexible 4+. */
export interface DescribeConfigsRequest {
  resources: DescribeConfigsResource[];
  /** Default false. */
  includeSynonyms: boolean;
  /** Versions 3+. Default false. */
  includeDocumentation: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeConfigsRequest: MessageCodec<DescribeConfigsRequest> = defineMessage<DescribeConfigsRequest>({
  name: "DescribeConfigsRequest",
  kind: "request",
  apiKey: 32,
  lowestVersion: 1,
  highestVersion: 4,
  flexibleFrom: 4,
  decode: decodeDescribeConfigsRequest,
  encode: encodeDescribeConfigsRequest,
});

/** DescribeConfigsResponse: API key 32, versions 1–4, flexible 4+. */
export interface DescribeConfigsResponse {
  throttleTimeMs: number;
  results: DescribeConfigsResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeConfigsResponse: MessageCodec<DescribeConfigsResponse> = defineMessage<DescribeConfigsResponse>({
  name: "DescribeConfigsResponse",
  kind: "response",
  apiKey: 32,
  lowestVersion: 1,
  highestVersion: 4,
  flexibleFrom: 4,
  decode: decodeDescribeConfigsResponse,
  encode: encodeDescribeConfigsResponse,
});

/** In `DescribeConfigsRequest.resources`. */
export interface DescribeConfigsResource {
  resourceType: number;
  resourceName: string;
  configurationKeys: string[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeConfigsResourceResult.synonyms`. */
export interface DescribeConfigsSynonym {
  name: string;
  value: string | null;
  source: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeConfigsResult.configs`. */
export interface DescribeConfigsResourceResult {
  name: string;
  value: string | null;
  readOnly: boolean;
  /** Default -1. */
  configSource: number;
  isSensitive: boolean;
  synonyms: DescribeConfigsSynonym[];
  /** Versions 3+. Default 0. Dropped where the version lacks it. */
  configType: number;
  /** Versions 3+. Dropped where the version lacks it. */
  documentation: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeConfigsResponse.results`. */
export interface DescribeConfigsResult {
  errorCode: number;
  errorMessage: string | null;
  resourceType: number;
  resourceName: string;
  configs: DescribeConfigsResourceResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeDescribeConfigsResource(reader: WireReader, version: number): DescribeConfigsResource {
  const resourceType = reader.int8("DescribeConfigsResource.resourceType");
  const resourceName = version >= 4 ? reader.compactString("DescribeConfigsResource.resourceName") : reader.string("DescribeConfigsResource.resourceName");
  let configurationKeys: string[] | null = null;
  const configurationKeysLength = version >= 4 ? reader.compactNullableArrayLength(1, "DescribeConfigsResource.configurationKeys") : reader.nullableArrayLength(2, "DescribeConfigsResource.configurationKeys");
  if (configurationKeysLength >= 0) {
    configurationKeys = [];
    for (let left = configurationKeysLength; left > 0; left--) configurationKeys.push(version >= 4 ? reader.compactString("DescribeConfigsResource.configurationKeys") : reader.string("DescribeConfigsResource.configurationKeys"));
  }
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("DescribeConfigsResource"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribeConfigsResource");
      const end = reader.taggedFieldEnd("DescribeConfigsResource");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribeConfigsResource = { resourceType, resourceName, configurationKeys };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeConfigsResource(writer: WireWriter, message: Input<DescribeConfigsResource>, version: number): void {
  const { resourceType = 0, resourceName = "", configurationKeys = [], unknownTaggedFields } = message;
  writer.int8(resourceType, "DescribeConfigsResource.resourceType");
  if (version >= 4) {
    writer.compactString(resourceName, "DescribeConfigsResource.resourceName");
  } else {
    writer.string(resourceName, "DescribeConfigsResource.resourceName");
  }
  if (version >= 4) {
    writer.compactNullableArrayLength(configurationKeys, "DescribeConfigsResource.configurationKeys");
    if (configurationKeys !== null) for (const element of configurationKeys) writer.compactString(element, "DescribeConfigsResource.configurationKeys");
  } else {
    writer.nullableArrayLength(configurationKeys, "DescribeConfigsResource.configurationKeys");
    if (configurationKeys !== null) for (const element of configurationKeys) writer.string(element, "DescribeConfigsResource.configurationKeys");
  }
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "DescribeConfigsResource");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribeConfigsResource", version);
  }
}

function decodeDescribeConfigsRequest(reader: WireReader, version: number): DescribeConfigsRequest {
  const resources: DescribeConfigsResource[] = [];
  for (let left = version >= 4 ? reader.compactArrayLength(4, "DescribeConfigsRequest.resources") : reader.arrayLength(7, "DescribeConfigsRequest.resources"); left > 0; left--) resources.push(decodeDescribeConfigsResource(reader, version));
  const includeSynonyms = reader.boolean("DescribeConfigsRequest.includeSynonyms");
  const includeDocumentation = version >= 3 ? reader.boolean("DescribeConfigsRequest.includeDocumentation") : false;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("DescribeConfigsRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribeConfigsRequest");
      const end = reader.taggedFieldEnd("DescribeConfigsRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribeConfigsRequest = { resources, includeSynonyms, includeDocumentation };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeConfigsRequest(writer: WireWriter, message: Input<DescribeConfigsRequest>, version: number): void {
  const { resources = [], includeSynonyms = false, includeDocumentation = false, unknownTaggedFields } = message;
  if (version >= 4) {
    writer.compactArrayLength(resources, "DescribeConfigsRequest.resources");
    for (const element of resources) encodeDescribeConfigsResource(writer, element, version);
  } else {
    writer.arrayLength(resources, "DescribeConfigsRequest.resources");
    for (const element of resources) encodeDescribeConfigsResource(writer, element, version);
  }
  writer.boolean(includeSynonyms, "DescribeConfigsRequest.includeSynonyms");
  if (version >= 3) {
    writer.boolean(includeDocumentation, "DescribeConfigsRequest.includeDocumentation");
  } else {
    if (includeDocumentation !== false) writer.unsupported("DescribeConfigsRequest.includeDocumentation", version);
  }
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "DescribeConfigsRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribeConfigsRequest", version);
  }
}

function decodeDescribeConfigsSynonym(reader: WireReader, version: number): DescribeConfigsSynonym {
  const name = version >= 4 ? reader.compactString("DescribeConfigsSynonym.name") : reader.string("DescribeConfigsSynonym.name");
  const value = version >= 4 ? reader.compactNullableString("DescribeConfigsSynonym.value") : reader.nullableString("DescribeConfigsSynonym.value");
  const source = reader.int8("DescribeConfigsSynonym.source");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("DescribeConfigsSynonym"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribeConfigsSynonym");
      const end = reader.taggedFieldEnd("DescribeConfigsSynonym");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribeConfigsSynonym = { name, value, source };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeConfigsSynonym(writer: WireWriter, message: Input<DescribeConfigsSynonym>, version: number): void {
  const { name = "", value = "", source = 0, unknownTaggedFields } = message;
  if (version >= 4) {
    writer.compactString(name, "DescribeConfigsSynonym.name");
  } else {
    writer.string(name, "DescribeConfigsSynonym.name");
  }
  if (version >= 4) {
    writer.compactNullableString(value, "DescribeConfigsSynonym.value");
  } else {
    writer.nullableString(value, "DescribeConfigsSynonym.value");
  }
  writer.int8(source, "DescribeConfigsSynonym.source");
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "DescribeConfigsSynonym");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribeConfigsSynonym", version);
  }
}

function decodeDescribeConfigsResourceResult(reader: WireReader, version: number): DescribeConfigsResourceResult {
  const name = version >= 4 ? reader.compactString("DescribeConfigsResourceResult.name") : reader.string("DescribeConfigsResourceResult.name");
  const value = version >= 4 ? reader.compactNullableString("DescribeConfigsResourceResult.value") : reader.nullableString("DescribeConfigsResourceResult.value");
  const readOnly = reader.boolean("DescribeConfigsResourceResult.readOnly");
  const configSource = reader.int8("DescribeConfigsResourceResult.configSource");
  const isSensitive = reader.boolean("DescribeConfigsResourceResult.isSensitive");
  const synonyms: DescribeConfigsSynonym[] = [];
  for (let left = version >= 4 ? reader.compactArrayLength(4, "DescribeConfigsResourceResult.synonyms") : reader.arrayLength(5, "DescribeConfigsResourceResult.synonyms"); left > 0; left--) synonyms.push(decodeDescribeConfigsSynonym(reader, version));
  const configType = version >= 3 ? reader.int8("DescribeConfigsResourceResult.configType") : 0;
  const documentation = version >= 4 ? reader.compactNullableString("DescribeConfigsResourceResult.documentation") : version >= 3 ? reader.nullableString("DescribeConfigsResourceResult.documentation") : "";
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("DescribeConfigsResourceResult"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribeConfigsResourceResult");
      const end = reader.taggedFieldEnd("DescribeConfigsResourceResult");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribeConfigsResourceResult = { name, value, readOnly, configSource, isSensitive, synonyms, configType, documentation };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeConfigsResourceResult(writer: WireWriter, message: Input<DescribeConfigsResourceResult>, version: number): void {
  const { name = "", value = "", readOnly = false, configSource = -1, isSensitive = false, synonyms = [], configType = 0, documentation = "", unknownTaggedFields } = message;
  if (version >= 4) {
    writer.compactString(name, "DescribeConfigsResourceResult.name");
  } else {
    writer.string(name, "DescribeConfigsResourceResult.name");
  }
  if (version >= 4) {
    writer.compactNullableString(value, "DescribeConfigsResourceResult.value");
  } else {
    writer.nullableString(value, "DescribeConfigsResourceResult.value");
  }
  writer.boolean(readOnly, "DescribeConfigsResourceResult.readOnly");
  writer.int8(configSource, "DescribeConfigsResourceResult.configSource");
  writer.boolean(isSensitive, "DescribeConfigsResourceResult.isSensitive");
  if (version >= 4) {
    writer.compactArrayLength(synonyms, "DescribeConfigsResourceResult.synonyms");
    for (const element of synonyms) encodeDescribeConfigsSynonym(writer, element, version);
  } else {
    writer.arrayLength(synonyms, "DescribeConfigsResourceResult.synonyms");
    for (const element of synonyms) encodeDescribeConfigsSynonym(writer, element, version);
  }
  if (version >= 3) {
    writer.int8(configType, "DescribeConfigsResourceResult.configType");
  }
  if (version >= 4) {
    writer.compactNullableString(documentation, "DescribeConfigsResourceResult.documentation");
  } else if (version >= 3) {
    writer.nullableString(documentation, "DescribeConfigsResourceResult.documentation");
  }
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "DescribeConfigsResourceResult");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribeConfigsResourceResult", version);
  }
}

function decodeDescribeConfigsResult(reader: WireReader, version: number): DescribeConfigsResult {
  const errorCode = reader.int16("DescribeConfigsResult.errorCode");
  const errorMessage = version >= 4 ? reader.compactNullableString("DescribeConfigsResult.errorMessage") : reader.nullableString("DescribeConfigsResult.errorMessage");
  const resourceType = reader.int8("DescribeConfigsResult.resourceType");
  const resourceName = version >= 4 ? reader.compactString("DescribeConfigsResult.resourceName") : reader.string("DescribeConfigsResult.resourceName");
  const configs: DescribeConfigsResourceResult[] = [];
  for (let left = version >= 4 ? reader.compactArrayLength(9, "DescribeConfigsResult.configs") : version >= 3 ? reader.arrayLength(14, "DescribeConfigsResult.configs") : reader.arrayLength(11, "DescribeConfigsResult.configs"); left > 0; left--) configs.push(decodeDescribeConfigsResourceResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("DescribeConfigsResult"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribeConfigsResult");
      const end = reader.taggedFieldEnd("DescribeConfigsResult");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribeConfigsResult = { errorCode, errorMessage, resourceType, resourceName, configs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeConfigsResult(writer: WireWriter, message: Input<DescribeConfigsResult>, version: number): void {
  const { errorCode = 0, errorMessage = "", resourceType = 0, resourceName = "", configs = [], unknownTaggedFields } = message;
  writer.int16(errorCode, "DescribeConfigsResult.errorCode");
  if (version >= 4) {
    writer.compactNullableString(errorMessage, "DescribeConfigsResult.errorMessage");
  } else {
    writer.nullableString(errorMessage, "DescribeConfigsResult.errorMessage");
  }
  writer.int8(resourceType, "DescribeConfigsResult.resourceType");
  if (version >= 4) {
    writer.compactString(resourceName, "DescribeConfigsResult.resourceName");
  } else {
    writer.string(resourceName, "DescribeConfigsResult.resourceName");
  }
  if (version >= 4) {
    writer.compactArrayLength(configs, "DescribeConfigsResult.configs");
    for (const element of configs) encodeDescribeConfigsResourceResult(writer, element, version);
  } else {
    writer.arrayLength(configs, "DescribeConfigsResult.configs");
    for (const element of configs) encodeDescribeConfigsResourceResult(writer, element, version);
  }
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "DescribeConfigsResult");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribeConfigsResult", version);
  }
}

function decodeDescribeConfigsResponse(reader: WireReader, version: number): DescribeConfigsResponse {
  const throttleTimeMs = reader.int32("DescribeConfigsResponse.throttleTimeMs");
  const results: DescribeConfigsResult[] = [];
  for (let left = version >= 4 ? reader.compactArrayLength(7, "DescribeConfigsResponse.results") : reader.arrayLength(11, "DescribeConfigsResponse.results"); left > 0; left--) results.push(decodeDescribeConfigsResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 4) {
    for (let left = reader.taggedFieldCount("DescribeConfigsResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribeConfigsResponse");
      const end = reader.taggedFieldEnd("DescribeConfigsResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribeConfigsResponse = { throttleTimeMs, results };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeConfigsResponse(writer: WireWriter, message: Input<DescribeConfigsResponse>, version: number): void {
  const { throttleTimeMs = 0, results = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "DescribeConfigsResponse.throttleTimeMs");
  if (version >= 4) {
    writer.compactArrayLength(results, "DescribeConfigsResponse.results");
    for (const element of results) encodeDescribeConfigsResult(writer, element, version);
  } else {
    writer.arrayLength(results, "DescribeConfigsResponse.results");
    for (const element of results) encodeDescribeConfigsResult(writer, element, version);
  }
  if (version >= 4) {
    writer.taggedFields(unknownTaggedFields, "DescribeConfigsResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribeConfigsResponse", version);
  }
}
