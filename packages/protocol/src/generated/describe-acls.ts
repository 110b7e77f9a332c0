// Generated from schema/29-describe-acls.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** DescribeAclsRequest: API key 29, versions 1–3, flexible 2+. */
export interface DescribeAclsRequest {
  resourceTypeFilter: number;
  resourceNameFilter: string | null;
  /** Default 3. */
  patternTypeFilter: number;
  principalFilter: string | null;
  hostFilter: string | null;
  operation: number;
  permissionType: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeAclsRequest: MessageCodec<DescribeAclsRequest> = defineMessage<DescribeAclsRequest>({
  name: "DescribeAclsRequest",
  kind: "request",
  apiKey: 29,
  lowestVersion: 1,
  highestVersion: 3,
  flexibleFrom: 2,
  decode: decodeDescribeAclsRequest,
  encode: encodeDescribeAclsRequest,
});

/** DescribeAclsResponse: API key 29, versions 1–3, flexible 2+. */
export interface DescribeAclsResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  resources: DescribeAclsResource[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeAclsResponse: MessageCodec<DescribeAclsResponse> = defineMessage<DescribeAclsResponse>({
  name: "DescribeAclsResponse",
  kind: "response",
  apiKey: 29,
  lowestVersion: 1,
  highestVersion: 3,
  flexibleFrom: 2,
  decode: decodeDescribeAclsResponse,
  encode: encodeDescribeAclsResponse,
});

/** In `DescribeAclsResource.acls`. */
export interface AclDescription {
  principal: string;
  host: string;
  operation: number;
  permissionType: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeAclsResponse.resources`. */
export interface DescribeAclsResource {
  resourceType: number;
  resourceName: string;
  /** Default 3. */
  patternType: number;
  acls: AclDescription[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeDescribeAclsRequest(reader: WireReader, version: number): DescribeAclsRequest {
  const resourceTypeFilter = reader.int8("DescribeAclsRequest.resourceTypeFilter");
  const resourceNameFilter = version >= 2 ? reader.compactNullableString("DescribeAclsRequest.resourceNameFilter") : reader.nullableString("DescribeAclsRequest.resourceNameFilter");
  const patternTypeFilter = reader.int8("DescribeAclsRequest.patternTypeFilter");
  const principalFilter = version >= 2 ? reader.compactNullableString("DescribeAclsRequest.principalFilter") : reader.nullableString("DescribeAclsRequest.principalFilter");
  const hostFilter = version >= 2 ? reader.compactNullableString("DescribeAclsRequest.hostFilter") : reader.nullableString("DescribeAclsRequest.hostFilter");
  const operation = reader.int8("DescribeAclsRequest.operation");
  const permissionType = reader.int8("DescribeAclsRequest.permissionType");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DescribeAclsRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribeAclsRequest");
      const end = reader.taggedFieldEnd("DescribeAclsRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribeAclsRequest = { resourceTypeFilter, resourceNameFilter, patternTypeFilter, principalFilter, hostFilter, operation, permissionType };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeAclsRequest(writer: WireWriter, message: Input<DescribeAclsRequest>, version: number): void {
  const { resourceTypeFilter = 0, resourceNameFilter = "", patternTypeFilter = 3, principalFilter = "", hostFilter = "", operation = 0, permissionType = 0, unknownTaggedFields } = message;
  writer.int8(resourceTypeFilter, "DescribeAclsRequest.resourceTypeFilter");
  if (version >= 2) {
    writer.compactNullableString(resourceNameFilter, "DescribeAclsRequest.resourceNameFilter");
  } else {
    writer.nullableString(resourceNameFilter, "DescribeAclsRequest.resourceNameFilter");
  }
  writer.int8(patternTypeFilter, "DescribeAclsRequest.patternTypeFilter");
  if (version >= 2) {
    writer.compactNullableString(principalFilter, "DescribeAclsRequest.principalFilter");
  } else {
    writer.nullableString(principalFilter, "DescribeAclsRequest.principalFilter");
  }
  if (version >= 2) {
    writer.compactNullableString(hostFilter, "DescribeAclsRequest.hostFilter");
  } else {
    writer.nullableString(hostFilter, "DescribeAclsRequest.hostFilter");
  }
  writer.int8(operation, "DescribeAclsRequest.operation");
  writer.int8(permissionType, "DescribeAclsRequest.permissionType");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DescribeAclsRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribeAclsRequest", version);
  }
}

function decodeAclDescription(reader: WireReader, version: number): AclDescription {
  const principal = version >= 2 ? reader.compactString("AclDescription.principal") : reader.string("AclDescription.principal");
  const host = version >= 2 ? reader.compactString("AclDescription.host") : reader.string("AclDescription.host");
  const operation = reader.int8("AclDescription.operation");
  const permissionType = reader.int8("AclDescription.permissionType");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("AclDescription"); left > 0; left--) {
      const tag = reader.unsignedVarint("AclDescription");
      const end = reader.taggedFieldEnd("AclDescription");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AclDescription = { principal, host, operation, permissionType };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAclDescription(writer: WireWriter, message: Input<AclDescription>, version: number): void {
  const { principal = "", host = "", operation = 0, permissionType = 0, unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactString(principal, "AclDescription.principal");
  } else {
    writer.string(principal, "AclDescription.principal");
  }
  if (version >= 2) {
    writer.compactString(host, "AclDescription.host");
  } else {
    writer.string(host, "AclDescription.host");
  }
  writer.int8(operation, "AclDescription.operation");
  writer.int8(permissionType, "AclDescription.permissionType");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "AclDescription");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AclDescription", version);
  }
}

function decodeDescribeAclsResource(reader: WireReader, version: number): DescribeAclsResource {
  const resourceType = reader.int8("DescribeAclsResource.resourceType");
  const resourceName = version >= 2 ? reader.compactString("DescribeAclsResource.resourceName") : reader.string("DescribeAclsResource.resourceName");
  const patternType = reader.int8("DescribeAclsResource.patternType");
  const acls: AclDescription[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(5, "DescribeAclsResource.acls") : reader.arrayLength(6, "DescribeAclsResource.acls"); left > 0; left--) acls.push(decodeAclDescription(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DescribeAclsResource"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribeAclsResource");
      const end = reader.taggedFieldEnd("DescribeAclsResource");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribeAclsResource = { resourceType, resourceName, patternType, acls };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeAclsResource(writer: WireWriter, message: Input<DescribeAclsResource>, version: number): void {
  const { resourceType = 0, resourceName = "", patternType = 3, acls = [], unknownTaggedFields } = message;
  writer.int8(resourceType, "DescribeAclsResource.resourceType");
  if (version >= 2) {
    writer.compactString(resourceName, "DescribeAclsResource.resourceName");
  } else {
    writer.string(resourceName, "DescribeAclsResource.resourceName");
  }
  writer.int8(patternType, "DescribeAclsResource.patternType");
  if (version >= 2) {
    writer.compactArrayLength(acls, "DescribeAclsResource.acls");
    for (const element of acls) encodeAclDescription(writer, element, version);
  } else {
    writer.arrayLength(acls, "DescribeAclsResource.acls");
    for (const element of acls) encodeAclDescription(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DescribeAclsResource");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribeAclsResource", version);
  }
}

function decodeDescribeAclsResponse(reader: WireReader, version: number): DescribeAclsResponse {
  const throttleTimeMs = reader.int32("DescribeAclsResponse.throttleTimeMs");
  const errorCode = reader.int16("DescribeAclsResponse.errorCode");
  const errorMessage = version >= 2 ? reader.compactNullableString("DescribeAclsResponse.errorMessage") : reader.nullableString("DescribeAclsResponse.errorMessage");
  const resources: DescribeAclsResource[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(5, "DescribeAclsResponse.resources") : reader.arrayLength(8, "DescribeAclsResponse.resources"); left > 0; left--) resources.push(decodeDescribeAclsResource(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DescribeAclsResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribeAclsResponse");
      const end = reader.taggedFieldEnd("DescribeAclsResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribeAclsResponse = { throttleTimeMs, errorCode, errorMessage, resources };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeAclsResponse(writer: WireWriter, message: Input<DescribeAclsResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = "", resources = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "DescribeAclsResponse.throttleTimeMs");
  writer.int16(errorCode, "DescribeAclsResponse.errorCode");
  if (version >= 2) {
    writer.compactNullableString(errorMessage, "DescribeAclsResponse.errorMessage");
  } else {
    writer.nullableString(errorMessage, "DescribeAclsResponse.errorMessage");
  }
  if (version >= 2) {
    writer.compactArrayLength(resources, "DescribeAclsResponse.resources");
    for (const element of resources) encodeDescribeAclsResource(writer, element, version);
  } else {
    writer.arrayLength(resources, "DescribeAclsResponse.resources");
    for (const element of resources) encodeDescribeAclsResource(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DescribeAclsResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribeAclsResponse", version);
  }
}
