// Generated from schema/44-incremental-alter-configs.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** IncrementalAlterConfigsRequest: API key 44, versions 0–1, flexible 1+. */
export interface IncrementalAlterConfigsRequest {
  resources: AlterConfigsResource[];
  validateOnly: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const IncrementalAlterConfigsRequest: MessageCodec<IncrementalAlterConfigsRequest> = defineMessage<IncrementalAlterConfigsRequest>({
  name: "IncrementalAlterConfigsRequest",
  kind: "request",
  apiKey: 44,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 1,
  decode: decodeIncrementalAlterConfigsRequest,
  encode: encodeIncrementalAlterConfigsRequest,
});

/** IncrementalAlterConfigsResponse: API key 44, versions 0–1, flexible 1+. */
export interface IncrementalAlterConfigsResponse {
  throttleTimeMs: number;
  responses: AlterConfigsResourceResponse[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const IncrementalAlterConfigsResponse: MessageCodec<IncrementalAlterConfigsResponse> = defineMessage<IncrementalAlterConfigsResponse>({
  name: "IncrementalAlterConfigsResponse",
  kind: "response",
  apiKey: 44,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 1,
  decode: decodeIncrementalAlterConfigsResponse,
  encode: encodeIncrementalAlterConfigsResponse,
});

/** In `AlterConfigsResource.configs`. */
export interface AlterableConfig {
  name: string;
  configOperation: number;
  value: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `IncrementalAlterConfigsRequest.resources`. */
export interface AlterConfigsResource {
  resourceType: number;
  resourceName: string;
  configs: AlterableConfig[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `IncrementalAlterConfigsResponse.responses`. */
export interface AlterConfigsResourceResponse {
  errorCode: number;
  errorMessage: string | null;
  resourceType: number;
  resourceName: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeAlterableConfig(reader: WireReader, version: number): AlterableConfig {
  const name = version >= 1 ? reader.compactString("AlterableConfig.name") : reader.string("AlterableConfig.name");
  const configOperation = reader.int8("AlterableConfig.configOperation");
  const value = version >= 1 ? reader.compactNullableString("AlterableConfig.value") : reader.nullableString("AlterableConfig.value");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("AlterableConfig"); left > 0; left--) {
      const tag = reader.unsignedVarint("AlterableConfig");
      const end = reader.taggedFieldEnd("AlterableConfig");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AlterableConfig = { name, configOperation, value };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterableConfig(writer: WireWriter, message: Input<AlterableConfig>, version: number): void {
  const { name = "", configOperation = 0, value = "", unknownTaggedFields } = message;
  if (version >= 1) {
    writer.compactString(name, "AlterableConfig.name");
  } else {
    writer.string(name, "AlterableConfig.name");
  }
  writer.int8(configOperation, "AlterableConfig.configOperation");
  if (version >= 1) {
    writer.compactNullableString(value, "AlterableConfig.value");
  } else {
    writer.nullableString(value, "AlterableConfig.value");
  }
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "AlterableConfig");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AlterableConfig", version);
  }
}

function decodeAlterConfigsResource(reader: WireReader, version: number): AlterConfigsResource {
  const resourceType = reader.int8("AlterConfigsResource.resourceType");
  const resourceName = version >= 1 ? reader.compactString("AlterConfigsResource.resourceName") : reader.string("AlterConfigsResource.resourceName");
  const configs: AlterableConfig[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(4, "AlterConfigsResource.configs") : reader.arrayLength(5, "AlterConfigsResource.configs"); left > 0; left--) configs.push(decodeAlterableConfig(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("AlterConfigsResource"); left > 0; left--) {
      const tag = reader.unsignedVarint("AlterConfigsResource");
      const end = reader.taggedFieldEnd("AlterConfigsResource");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AlterConfigsResource = { resourceType, resourceName, configs };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterConfigsResource(writer: WireWriter, message: Input<AlterConfigsResource>, version: number): void {
  const { resourceType = 0, resourceName = "", configs = [], unknownTaggedFields } = message;
  writer.int8(resourceType, "AlterConfigsResource.resourceType");
  if (version >= 1) {
    writer.compactString(resourceName, "AlterConfigsResource.resourceName");
  } else {
    writer.string(resourceName, "AlterConfigsResource.resourceName");
  }
  if (version >= 1) {
    writer.compactArrayLength(configs, "AlterConfigsResource.configs");
    for (const element of configs) encodeAlterableConfig(writer, element, version);
  } else {
    writer.arrayLength(configs, "AlterConfigsResource.configs");
    for (const element of configs) encodeAlterableConfig(writer, element, version);
  }
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "AlterConfigsResource");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AlterConfigsResource", version);
  }
}

function decodeIncrementalAlterConfigsRequest(reader: WireReader, version: number): IncrementalAlterConfigsRequest {
  const resources: AlterConfigsResource[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(4, "IncrementalAlterConfigsRequest.resources") : reader.arrayLength(7, "IncrementalAlterConfigsRequest.resources"); left > 0; left--) resources.push(decodeAlterConfigsResource(reader, version));
  const validateOnly = reader.boolean("IncrementalAlterConfigsRequest.validateOnly");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("IncrementalAlterConfigsRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("IncrementalAlterConfigsRequest");
      const end = reader.taggedFieldEnd("IncrementalAlterConfigsRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: IncrementalAlterConfigsRequest = { resources, validateOnly };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeIncrementalAlterConfigsRequest(writer: WireWriter, message: Input<IncrementalAlterConfigsRequest>, version: number): void {
  const { resources = [], validateOnly = false, unknownTaggedFields } = message;
  if (version >= 1) {
    writer.compactArrayLength(resources, "IncrementalAlterConfigsRequest.resources");
    for (const element of resources) encodeAlterConfigsResource(writer, element, version);
  } else {
    writer.arrayLength(resources, "IncrementalAlterConfigsRequest.resources");
    for (const element of resources) encodeAlterConfigsResource(writer, element, version);
  }
  writer.boolean(validateOnly, "IncrementalAlterConfigsRequest.validateOnly");
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "IncrementalAlterConfigsRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "IncrementalAlterConfigsRequest", version);
  }
}

function decodeAlterConfigsResourceResponse(reader: WireReader, version: number): AlterConfigsResourceResponse {
  const errorCode = reader.int16("AlterConfigsResourceResponse.errorCode");
  const errorMessage = version >= 1 ? reader.compactNullableString("AlterConfigsResourceResponse.errorMessage") : reader.nullableString("AlterConfigsResourceResponse.errorMessage");
  const resourceType = reader.int8("AlterConfigsResourceResponse.resourceType");
  const resourceName = version >= 1 ? reader.compactString("AlterConfigsResourceResponse.resourceName") : reader.string("AlterConfigsResourceResponse.resourceName");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("AlterConfigsResourceResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("AlterConfigsResourceResponse");
      const end = reader.taggedFieldEnd("AlterConfigsResourceResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AlterConfigsResourceResponse = { errorCode, errorMessage, resourceType, resourceName };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterConfigsResourceResponse(writer: WireWriter, message: Input<AlterConfigsResourceResponse>, version: number): void {
  const { errorCode = 0, errorMessage = "", resourceType = 0, resourceName = "", unknownTaggedFields } = message;
  writer.int16(errorCode, "AlterConfigsResourceResponse.errorCode");
  if (version >= 1) {
    writer.compactNullableString(errorMessage, "AlterConfigsResourceResponse.errorMessage");
  } else {
    writer.nullableString(errorMessage, "AlterConfigsResourceResponse.errorMessage");
  }
  writer.int8(resourceType, "AlterConfigsResourceResponse.resourceType");
  if (version >= 1) {
    writer.compactString(resourceName, "AlterConfigsResourceResponse.resourceName");
  } else {
    writer.string(resourceName, "AlterConfigsResourceResponse.resourceName");
  }
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "AlterConfigsResourceResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AlterConfigsResourceResponse", version);
  }
}

function decodeIncrementalAlterConfigsResponse(reader: WireReader, version: number): IncrementalAlterConfigsResponse {
  const throttleTimeMs = reader.int32("IncrementalAlterConfigsResponse.throttleTimeMs");
  const responses: AlterConfigsResourceResponse[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(6, "IncrementalAlterConfigsResponse.responses") : reader.arrayLength(7, "IncrementalAlterConfigsResponse.responses"); left > 0; left--) responses.push(decodeAlterConfigsResourceResponse(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("IncrementalAlterConfigsResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("IncrementalAlterConfigsResponse");
      const end = reader.taggedFieldEnd("IncrementalAlterConfigsResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: IncrementalAlterConfigsResponse = { throttleTimeMs, responses };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeIncrementalAlterConfigsResponse(writer: WireWriter, message: Input<IncrementalAlterConfigsResponse>, version: number): void {
  const { throttleTimeMs = 0, responses = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "IncrementalAlterConfigsResponse.throttleTimeMs");
  if (version >= 1) {
    writer.compactArrayLength(responses, "IncrementalAlterConfigsResponse.responses");
    for (const element of responses) encodeAlterConfigsResourceResponse(writer, element, version);
  } else {
    writer.arrayLength(responses, "IncrementalAlterConfigsResponse.responses");
    for (const element of responses) encodeAlterConfigsResourceResponse(writer, element, version);
  }
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "IncrementalAlterConfigsResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "IncrementalAlterConfigsResponse", version);
  }
}
