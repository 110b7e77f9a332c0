// Generated from schema/33-alter-configs.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** AlterConfigsRequest: API key 33, versions 0–2, flexible 2+. */
export interface AlterConfigsRequest {
  resources: AlterConfigsResource[];
  validateOnly: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AlterConfigsRequest: MessageCodec<AlterConfigsRequest> = defineMessage<AlterConfigsRequest>({
  name: "AlterConfigsRequest",
  kind: "request",
  apiKey: 33,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 2,
  decode: decodeAlterConfigsRequest,
  encode: encodeAlterConfigsRequest,
});

/** AlterConfigsResponse: API key 33, versions 0–2, flexible 2+. */
export interface AlterConfigsResponse {
  throttleTimeMs: number;
  responses: AlterConfigsResourceResponse[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AlterConfigsResponse: MessageCodec<AlterConfigsResponse> = defineMessage<AlterConfigsResponse>({
  name: "AlterConfigsResponse",
  kind: "response",
  apiKey: 33,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 2,
  decode: decodeAlterConfigsResponse,
  encode: encodeAlterConfigsResponse,
});

/** In `AlterConfigsResource.configs`. */
export interface AlterableConfig {
  name: string;
  value: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AlterConfigsRequest.resources`. */
export interface AlterConfigsResource {
  resourceType: number;
  resourceName: string;
  configs: AlterableConfig[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AlterConfigsResponse.responses`. */
export interface AlterConfigsResourceResponse {
  errorCode: number;
  errorMessage: string | null;
  resourceType: number;
  resourceName: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeAlterableConfig(reader: WireReader, version: number): AlterableConfig {
  const name = version >= 2 ? reader.compactString("AlterableConfig.name") : reader.string("AlterableConfig.name");
  const value = version >= 2 ? reader.compactNullableString("AlterableConfig.value") : reader.nullableString("AlterableConfig.value");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("AlterableConfig"); left > 0; left--) {
      const tag = reader.unsignedVarint("AlterableConfig");
      const end = reader.taggedFieldEnd("AlterableConfig");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AlterableConfig = { name, value };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterableConfig(writer: WireWriter, message: Input<AlterableConfig>, version: number): void {
  const { name = "", value = "", unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactString(name, "AlterableConfig.name");
  } else {
    writer.string(name, "AlterableConfig.name");
  }
  if (version >= 2) {
    writer.compactNullableString(value, "AlterableConfig.value");
  } else {
    writer.nullableString(value, "AlterableConfig.value");
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "AlterableConfig");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AlterableConfig", version);
  }
}

function decodeAlterConfigsResource(reader: WireReader, version: number): AlterConfigsResource {
  const resourceType = reader.int8("AlterConfigsResource.resourceType");
  const resourceName = version >= 2 ? reader.compactString("AlterConfigsResource.resourceName") : reader.string("AlterConfigsResource.resourceName");
  const configs: AlterableConfig[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(3, "AlterConfigsResource.configs") : reader.arrayLength(4, "AlterConfigsResource.configs"); left > 0; left--) configs.push(decodeAlterableConfig(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
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
  if (version >= 2) {
    writer.compactString(resourceName, "AlterConfigsResource.resourceName");
  } else {
    writer.string(resourceName, "AlterConfigsResource.resourceName");
  }
  if (version >= 2) {
    writer.compactArrayLength(configs, "AlterConfigsResource.configs");
    for (const element of configs) encodeAlterableConfig(writer, element, version);
  } else {
    writer.arrayLength(configs, "AlterConfigsResource.configs");
    for (const element of configs) encodeAlterableConfig(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "AlterConfigsResource");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AlterConfigsResource", version);
  }
}

function decodeAlterConfigsRequest(reader: WireReader, version: number): AlterConfigsRequest {
  const resources: AlterConfigsResource[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(4, "AlterConfigsRequest.resources") : reader.arrayLength(7, "AlterConfigsRequest.resources"); left > 0; left--) resources.push(decodeAlterConfigsResource(reader, version));
  const validateOnly = reader.boolean("AlterConfigsRequest.validateOnly");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("AlterConfigsRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("AlterConfigsRequest");
      const end = reader.taggedFieldEnd("AlterConfigsRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AlterConfigsRequest = { resources, validateOnly };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterConfigsRequest(writer: WireWriter, message: Input<AlterConfigsRequest>, version: number): void {
  const { resources = [], validateOnly = false, unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactArrayLength(resources, "AlterConfigsRequest.resources");
    for (const element of resources) encodeAlterConfigsResource(writer, element, version);
  } else {
    writer.arrayLength(resources, "AlterConfigsRequest.resources");
    for (const element of resources) encodeAlterConfigsResource(writer, element, version);
  }
  writer.boolean(validateOnly, "AlterConfigsRequest.validateOnly");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "AlterConfigsRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AlterConfigsRequest", version);
  }
}

function decodeAlterConfigsResourceResponse(reader: WireReader, version: number): AlterConfigsResourceResponse {
  const errorCode = reader.int16("AlterConfigsResourceResponse.errorCode");
  const errorMessage = version >= 2 ? reader.compactNullableString("AlterConfigsResourceResponse.errorMessage") : reader.nullableString("AlterConfigsResourceResponse.errorMessage");
  const resourceType = reader.int8("AlterConfigsResourceResponse.resourceType");
  const resourceName = version >= 2 ? reader.compactString("AlterConfigsResourceResponse.resourceName") : reader.string("AlterConfigsResourceResponse.resourceName");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
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
  if (version >= 2) {
    writer.compactNullableString(errorMessage, "AlterConfigsResourceResponse.errorMessage");
  } else {
    writer.nullableString(errorMessage, "AlterConfigsResourceResponse.errorMessage");
  }
  writer.int8(resourceType, "AlterConfigsResourceResponse.resourceType");
  if (version >= 2) {
    writer.compactString(resourceName, "AlterConfigsResourceResponse.resourceName");
  } else {
    writer.string(resourceName, "AlterConfigsResourceResponse.resourceName");
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "AlterConfigsResourceResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AlterConfigsResourceResponse", version);
  }
}

function decodeAlterConfigsResponse(reader: WireReader, version: number): AlterConfigsResponse {
  const throttleTimeMs = reader.int32("AlterConfigsResponse.throttleTimeMs");
  const responses: AlterConfigsResourceResponse[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(6, "AlterConfigsResponse.responses") : reader.arrayLength(7, "AlterConfigsResponse.responses"); left > 0; left--) responses.push(decodeAlterConfigsResourceResponse(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("AlterConfigsResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("AlterConfigsResponse");
      const end = reader.taggedFieldEnd("AlterConfigsResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AlterConfigsResponse = { throttleTimeMs, responses };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterConfigsResponse(writer: WireWriter, message: Input<AlterConfigsResponse>, version: number): void {
  const { throttleTimeMs = 0, responses = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "AlterConfigsResponse.throttleTimeMs");
  if (version >= 2) {
    writer.compactArrayLength(responses, "AlterConfigsResponse.responses");
    for (const element of responses) encodeAlterConfigsResourceResponse(writer, element, version);
  } else {
    writer.arrayLength(responses, "AlterConfigsResponse.responses");
    for (const element of responses) encodeAlterConfigsResourceResponse(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "AlterConfigsResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AlterConfigsResponse", version);
  }
}
