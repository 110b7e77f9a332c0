// Generated from schema/31-delete-acls.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** DeleteAclsRequest: API key 31, versions 1–3, flexible 2+. */
export interface DeleteAclsRequest {
  filters: DeleteAclsFilter[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DeleteAclsRequest: MessageCodec<DeleteAclsRequest> = defineMessage<DeleteAclsRequest>({
  name: "DeleteAclsRequest",
  kind: "request",
  apiKey: 31,
  lowestVersion: 1,
  highestVersion: 3,
  flexibleFrom: 2,
  decode: decodeDeleteAclsRequest,
  encode: encodeDeleteAclsRequest,
});

/** DeleteAclsResponse: API key 31, versions 1–3, flexible 2+. */
export interface DeleteAclsResponse {
  throttleTimeMs: number;
  filterResults: DeleteAclsFilterResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DeleteAclsResponse: MessageCodec<DeleteAclsResponse> = defineMessage<DeleteAclsResponse>({
  name: "DeleteAclsResponse",
  kind: "response",
  apiKey: 31,
  lowestVersion: 1,
  highestVersion: 3,
  flexibleFrom: 2,
  decode: decodeDeleteAclsResponse,
  encode: encodeDeleteAclsResponse,
});

/** In `DeleteAclsRequest.filters`. */
export interface DeleteAclsFilter {
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

/** In `DeleteAclsFilterResult.matchingAcls`. */
export interface DeleteAclsMatchingAcl {
  errorCode: number;
  errorMessage: string | null;
  resourceType: number;
  resourceName: string;
  /** Default 3. */
  patternType: number;
  principal: string;
  host: string;
  operation: number;
  permissionType: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DeleteAclsResponse.filterResults`. */
export interface DeleteAclsFilterResult {
  errorCode: number;
  errorMessage: string | null;
  matchingAcls: DeleteAclsMatchingAcl[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeDeleteAclsFilter(reader: WireReader, version: number): DeleteAclsFilter {
  const resourceTypeFilter = reader.int8("DeleteAclsFilter.resourceTypeFilter");
  const resourceNameFilter = version >= 2 ? reader.compactNullableString("DeleteAclsFilter.resourceNameFilter") : reader.nullableString("DeleteAclsFilter.resourceNameFilter");
  const patternTypeFilter = reader.int8("DeleteAclsFilter.patternTypeFilter");
  const principalFilter = version >= 2 ? reader.compactNullableString("DeleteAclsFilter.principalFilter") : reader.nullableString("DeleteAclsFilter.principalFilter");
  const hostFilter = version >= 2 ? reader.compactNullableString("DeleteAclsFilter.hostFilter") : reader.nullableString("DeleteAclsFilter.hostFilter");
  const operation = reader.int8("DeleteAclsFilter.operation");
  const permissionType = reader.int8("DeleteAclsFilter.permissionType");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DeleteAclsFilter"); left > 0; left--) {
      const tag = reader.unsignedVarint("DeleteAclsFilter");
      const end = reader.taggedFieldEnd("DeleteAclsFilter");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DeleteAclsFilter = { resourceTypeFilter, resourceNameFilter, patternTypeFilter, principalFilter, hostFilter, operation, permissionType };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteAclsFilter(writer: WireWriter, message: Input<DeleteAclsFilter>, version: number): void {
  const { resourceTypeFilter = 0, resourceNameFilter = "", patternTypeFilter = 3, principalFilter = "", hostFilter = "", operation = 0, permissionType = 0, unknownTaggedFields } = message;
  writer.int8(resourceTypeFilter, "DeleteAclsFilter.resourceTypeFilter");
  if (version >= 2) {
    writer.compactNullableString(resourceNameFilter, "DeleteAclsFilter.resourceNameFilter");
  } else {
    writer.nullableString(resourceNameFilter, "DeleteAclsFilter.resourceNameFilter");
  }
  writer.int8(patternTypeFilter, "DeleteAclsFilter.patternTypeFilter");
  if (version >= 2) {
    writer.compactNullableString(principalFilter, "DeleteAclsFilter.principalFilter");
  } else {
    writer.nullableString(principalFilter, "DeleteAclsFilter.principalFilter");
  }
  if (version >= 2) {
    writer.compactNullableString(hostFilter, "DeleteAclsFilter.hostFilter");
  } else {
    writer.nullableString(hostFilter, "DeleteAclsFilter.hostFilter");
  }
  writer.int8(operation, "DeleteAclsFilter.operation");
  writer.int8(permissionType, "DeleteAclsFilter.permissionType");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DeleteAclsFilter");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DeleteAclsFilter", version);
  }
}

function decodeDeleteAclsRequest(reader: WireReader, version: number): DeleteAclsRequest {
  const filters: DeleteAclsFilter[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(8, "DeleteAclsRequest.filters") : reader.arrayLength(10, "DeleteAclsRequest.filters"); left > 0; left--) filters.push(decodeDeleteAclsFilter(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DeleteAclsRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("DeleteAclsRequest");
      const end = reader.taggedFieldEnd("DeleteAclsRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DeleteAclsRequest = { filters };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteAclsRequest(writer: WireWriter, message: Input<DeleteAclsRequest>, version: number): void {
  const { filters = [], unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactArrayLength(filters, "DeleteAclsRequest.filters");
    for (const element of filters) encodeDeleteAclsFilter(writer, element, version);
  } else {
    writer.arrayLength(filters, "DeleteAclsRequest.filters");
    for (const element of filters) encodeDeleteAclsFilter(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DeleteAclsRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DeleteAclsRequest", version);
  }
}

function decodeDeleteAclsMatchingAcl(reader: WireReader, version: number): DeleteAclsMatchingAcl {
  const errorCode = reader.int16("DeleteAclsMatchingAcl.errorCode");
  const errorMessage = version >= 2 ? reader.compactNullableString("DeleteAclsMatchingAcl.errorMessage") : reader.nullableString("DeleteAclsMatchingAcl.errorMessage");
  const resourceType = reader.int8("DeleteAclsMatchingAcl.resourceType");
  const resourceName = version >= 2 ? reader.compactString("DeleteAclsMatchingAcl.resourceName") : reader.string("DeleteAclsMatchingAcl.resourceName");
  const patternType = reader.int8("DeleteAclsMatchingAcl.patternType");
  const principal = version >= 2 ? reader.compactString("DeleteAclsMatchingAcl.principal") : reader.string("DeleteAclsMatchingAcl.principal");
  const host = version >= 2 ? reader.compactString("DeleteAclsMatchingAcl.host") : reader.string("DeleteAclsMatchingAcl.host");
  const operation = reader.int8("DeleteAclsMatchingAcl.operation");
  const permissionType = reader.int8("DeleteAclsMatchingAcl.permissionType");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DeleteAclsMatchingAcl"); left > 0; left--) {
      const tag = reader.unsignedVarint("DeleteAclsMatchingAcl");
      const end = reader.taggedFieldEnd("DeleteAclsMatchingAcl");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DeleteAclsMatchingAcl = { errorCode, errorMessage, resourceType, resourceName, patternType, principal, host, operation, permissionType };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteAclsMatchingAcl(writer: WireWriter, message: Input<DeleteAclsMatchingAcl>, version: number): void {
  const { errorCode = 0, errorMessage = "", resourceType = 0, resourceName = "", patternType = 3, principal = "", host = "", operation = 0, permissionType = 0, unknownTaggedFields } = message;
  writer.int16(errorCode, "DeleteAclsMatchingAcl.errorCode");
  if (version >= 2) {
    writer.compactNullableString(errorMessage, "DeleteAclsMatchingAcl.errorMessage");
  } else {
    writer.nullableString(errorMessage, "DeleteAclsMatchingAcl.errorMessage");
  }
  writer.int8(resourceType, "DeleteAclsMatchingAcl.resourceType");
  if (version >= 2) {
    writer.compactString(resourceName, "DeleteAclsMatchingAcl.resourceName");
  } else {
    writer.string(resourceName, "DeleteAclsMatchingAcl.resourceName");
  }
  writer.int8(patternType, "DeleteAclsMatchingAcl.patternType");
  if (version >= 2) {
    writer.compactString(principal, "DeleteAclsMatchingAcl.principal");
  } else {
    writer.string(principal, "DeleteAclsMatchingAcl.principal");
  }
  if (version >= 2) {
    writer.compactString(host, "DeleteAclsMatchingAcl.host");
  } else {
    writer.string(host, "DeleteAclsMatchingAcl.host");
  }
  writer.int8(operation, "DeleteAclsMatchingAcl.operation");
  writer.int8(permissionType, "DeleteAclsMatchingAcl.permissionType");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DeleteAclsMatchingAcl");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DeleteAclsMatchingAcl", version);
  }
}

function decodeDeleteAclsFilterResult(reader: WireReader, version: number): DeleteAclsFilterResult {
  const errorCode = reader.int16("DeleteAclsFilterResult.errorCode");
  const errorMessage = version >= 2 ? reader.compactNullableString("DeleteAclsFilterResult.errorMessage") : reader.nullableString("DeleteAclsFilterResult.errorMessage");
  const matchingAcls: DeleteAclsMatchingAcl[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(11, "DeleteAclsFilterResult.matchingAcls") : reader.arrayLength(14, "DeleteAclsFilterResult.matchingAcls"); left > 0; left--) matchingAcls.push(decodeDeleteAclsMatchingAcl(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DeleteAclsFilterResult"); left > 0; left--) {
      const tag = reader.unsignedVarint("DeleteAclsFilterResult");
      const end = reader.taggedFieldEnd("DeleteAclsFilterResult");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DeleteAclsFilterResult = { errorCode, errorMessage, matchingAcls };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteAclsFilterResult(writer: WireWriter, message: Input<DeleteAclsFilterResult>, version: number): void {
  const { errorCode = 0, errorMessage = "", matchingAcls = [], unknownTaggedFields } = message;
  writer.int16(errorCode, "DeleteAclsFilterResult.errorCode");
  if (version >= 2) {
    writer.compactNullableString(errorMessage, "DeleteAclsFilterResult.errorMessage");
  } else {
    writer.nullableString(errorMessage, "DeleteAclsFilterResult.errorMessage");
  }
  if (version >= 2) {
    writer.compactArrayLength(matchingAcls, "DeleteAclsFilterResult.matchingAcls");
    for (const element of matchingAcls) encodeDeleteAclsMatchingAcl(writer, element, version);
  } else {
    writer.arrayLength(matchingAcls, "DeleteAclsFilterResult.matchingAcls");
    for (const element of matchingAcls) encodeDeleteAclsMatchingAcl(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DeleteAclsFilterResult");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DeleteAclsFilterResult", version);
  }
}

function decodeDeleteAclsResponse(reader: WireReader, version: number): DeleteAclsResponse {
  const throttleTimeMs = reader.int32("DeleteAclsResponse.throttleTimeMs");
  const filterResults: DeleteAclsFilterResult[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(5, "DeleteAclsResponse.filterResults") : reader.arrayLength(8, "DeleteAclsResponse.filterResults"); left > 0; left--) filterResults.push(decodeDeleteAclsFilterResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("DeleteAclsResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("DeleteAclsResponse");
      const end = reader.taggedFieldEnd("DeleteAclsResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DeleteAclsResponse = { throttleTimeMs, filterResults };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDeleteAclsResponse(writer: WireWriter, message: Input<DeleteAclsResponse>, version: number): void {
  const { throttleTimeMs = 0, filterResults = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "DeleteAclsResponse.throttleTimeMs");
  if (version >= 2) {
    writer.compactArrayLength(filterResults, "DeleteAclsResponse.filterResults");
    for (const element of filterResults) encodeDeleteAclsFilterResult(writer, element, version);
  } else {
    writer.arrayLength(filterResults, "DeleteAclsResponse.filterResults");
    for (const element of filterResults) encodeDeleteAclsFilterResult(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "DeleteAclsResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DeleteAclsResponse", version);
  }
}
