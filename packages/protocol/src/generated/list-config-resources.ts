// Generated from schema/74-list-config-resources.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ListConfigResourcesRequest: API key 74, versions 0–1, flexible 0+. */
export interface ListConfigResourcesRequest {
  /** Versions 1+. */
  resourceTypes: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ListConfigResourcesRequest: MessageCodec<ListConfigResourcesRequest> = defineMessage<ListConfigResourcesRequest>({
  name: "ListConfigResourcesRequest",
  kind: "request",
  apiKey: 74,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeListConfigResourcesRequest,
  encode: encodeListConfigResourcesRequest,
});

/** ListConfigResourcesResponse: API key 74, versions 0–1, flexible 0+. */
export interface ListConfigResourcesResponse {
  throttleTimeMs: number;
  errorCode: number;
  configResources: ConfigResource[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ListConfigResourcesResponse: MessageCodec<ListConfigResourcesResponse> = defineMessage<ListConfigResourcesResponse>({
  name: "ListConfigResourcesResponse",
  kind: "response",
  apiKey: 74,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeListConfigResourcesResponse,
  encode: encodeListConfigResourcesResponse,
});

/** In `ListConfigResourcesResponse.configResources`. */
export interface ConfigResource {
  resourceName: string;
  /** Versions 1+. Default 16. Dropped where the version lacks it. */
  resourceType: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeListConfigResourcesRequest(reader: WireReader, version: number): ListConfigResourcesRequest {
  const resourceTypes: number[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(1, "ListConfigResourcesRequest.resourceTypes") : 0; left > 0; left--) resourceTypes.push(reader.int8("ListConfigResourcesRequest.resourceTypes"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ListConfigResourcesRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("ListConfigResourcesRequest");
    const end = reader.taggedFieldEnd("ListConfigResourcesRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ListConfigResourcesRequest = { resourceTypes };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeListConfigResourcesRequest(writer: WireWriter, message: Input<ListConfigResourcesRequest>, version: number): void {
  const { resourceTypes = [], unknownTaggedFields } = message;
  if (version >= 1) {
    writer.compactArrayLength(resourceTypes, "ListConfigResourcesRequest.resourceTypes");
    for (const element of resourceTypes) writer.int8(element, "ListConfigResourcesRequest.resourceTypes");
  } else {
    if (resourceTypes.length > 0) writer.unsupported("ListConfigResourcesRequest.resourceTypes", version);
  }
  writer.taggedFields(unknownTaggedFields, "ListConfigResourcesRequest");
}

function decodeConfigResource(reader: WireReader, version: number): ConfigResource {
  const resourceName = reader.compactString("ConfigResource.resourceName");
  const resourceType = version >= 1 ? reader.int8("ConfigResource.resourceType") : 16;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ConfigResource"); left > 0; left--) {
    const tag = reader.unsignedVarint("ConfigResource");
    const end = reader.taggedFieldEnd("ConfigResource");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ConfigResource = { resourceName, resourceType };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeConfigResource(writer: WireWriter, message: Input<ConfigResource>, version: number): void {
  const { resourceName = "", resourceType = 16, unknownTaggedFields } = message;
  writer.compactString(resourceName, "ConfigResource.resourceName");
  if (version >= 1) {
    writer.int8(resourceType, "ConfigResource.resourceType");
  }
  writer.taggedFields(unknownTaggedFields, "ConfigResource");
}

function decodeListConfigResourcesResponse(reader: WireReader, version: number): ListConfigResourcesResponse {
  const throttleTimeMs = reader.int32("ListConfigResourcesResponse.throttleTimeMs");
  const errorCode = reader.int16("ListConfigResourcesResponse.errorCode");
  const configResources: ConfigResource[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(3, "ListConfigResourcesResponse.configResources") : reader.compactArrayLength(2, "ListConfigResourcesResponse.configResources"); left > 0; left--) configResources.push(decodeConfigResource(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ListConfigResourcesResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("ListConfigResourcesResponse");
    const end = reader.taggedFieldEnd("ListConfigResourcesResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ListConfigResourcesResponse = { throttleTimeMs, errorCode, configResources };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeListConfigResourcesResponse(writer: WireWriter, message: Input<ListConfigResourcesResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, configResources = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "ListConfigResourcesResponse.throttleTimeMs");
  writer.int16(errorCode, "ListConfigResourcesResponse.errorCode");
  writer.compactArrayLength(configResources, "ListConfigResourcesResponse.configResources");
  for (const element of configResources) encodeConfigResource(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ListConfigResourcesResponse");
}
