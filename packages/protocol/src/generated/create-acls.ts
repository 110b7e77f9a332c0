// Generated from schema/30-create-acls.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** CreateAclsRequest: API key 30, versions 1–3, flexible 2+. */
export interface CreateAclsRequest {
  creations: AclCreation[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const CreateAclsRequest: MessageCodec<CreateAclsRequest> = defineMessage<CreateAclsRequest>({
  name: "CreateAclsRequest",
  kind: "request",
  apiKey: 30,
  lowestVersion: 1,
  highestVersion: 3,
  flexibleFrom: 2,
  decode: decodeCreateAclsRequest,
  encode: encodeCreateAclsRequest,
});

/** CreateAclsResponse: API key 30, versions 1–3, flexible 2+. */
export interface CreateAclsResponse {
  throttleTimeMs: number;
  results: AclCreationResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const CreateAclsResponse: MessageCodec<CreateAclsResponse> = defineMessage<CreateAclsResponse>({
  name: "CreateAclsResponse",
  kind: "response",
  apiKey: 30,
  lowestVersion: 1,
  highestVersion: 3,
  flexibleFrom: 2,
  decode: decodeCreateAclsResponse,
  encode: encodeCreateAclsResponse,
});

/** In `CreateAclsRequest.creations`. */
export interface AclCreation {
  resourceType: number;
  resourceName: string;
  /** Default 3. */
  resourcePatternType: number;
  principal: string;
  host: string;
  operation: number;
  permissionType: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `CreateAclsResponse.results`. */
export interface AclCreationResult {
  errorCode: number;
  errorMessage: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeAclCreation(reader: WireReader, version: number): AclCreation {
  const resourceType = reader.int8("AclCreation.resourceType");
  const resourceName = version >= 2 ? reader.compactString("AclCreation.resourceName") : reader.string("AclCreation.resourceName");
  const resourcePatternType = reader.int8("AclCreation.resourcePatternType");
  const principal = version >= 2 ? reader.compactString("AclCreation.principal") : reader.string("AclCreation.principal");
  const host = version >= 2 ? reader.compactString("AclCreation.host") : reader.string("AclCreation.host");
  const operation = reader.int8("AclCreation.operation");
  const permissionType = reader.int8("AclCreation.permissionType");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("AclCreation"); left > 0; left--) {
      const tag = reader.unsignedVarint("AclCreation");
      const end = reader.taggedFieldEnd("AclCreation");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AclCreation = { resourceType, resourceName, resourcePatternType, principal, host, operation, permissionType };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAclCreation(writer: WireWriter, message: Input<AclCreation>, version: number): void {
  const { resourceType = 0, resourceName = "", resourcePatternType = 3, principal = "", host = "", operation = 0, permissionType = 0, unknownTaggedFields } = message;
  writer.int8(resourceType, "AclCreation.resourceType");
  if (version >= 2) {
    writer.compactString(resourceName, "AclCreation.resourceName");
  } else {
    writer.string(resourceName, "AclCreation.resourceName");
  }
  writer.int8(resourcePatternType, "AclCreation.resourcePatternType");
  if (version >= 2) {
    writer.compactString(principal, "AclCreation.principal");
  } else {
    writer.string(principal, "AclCreation.principal");
  }
  if (version >= 2) {
    writer.compactString(host, "AclCreation.host");
  } else {
    writer.string(host, "AclCreation.host");
  }
  writer.int8(operation, "AclCreation.operation");
  writer.int8(permissionType, "AclCreation.permissionType");
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "AclCreation");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AclCreation", version);
  }
}

function decodeCreateAclsRequest(reader: WireReader, version: number): CreateAclsRequest {
  const creations: AclCreation[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(8, "CreateAclsRequest.creations") : reader.arrayLength(10, "CreateAclsRequest.creations"); left > 0; left--) creations.push(decodeAclCreation(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("CreateAclsRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("CreateAclsRequest");
      const end = reader.taggedFieldEnd("CreateAclsRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: CreateAclsRequest = { creations };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCreateAclsRequest(writer: WireWriter, message: Input<CreateAclsRequest>, version: number): void {
  const { creations = [], unknownTaggedFields } = message;
  if (version >= 2) {
    writer.compactArrayLength(creations, "CreateAclsRequest.creations");
    for (const element of creations) encodeAclCreation(writer, element, version);
  } else {
    writer.arrayLength(creations, "CreateAclsRequest.creations");
    for (const element of creations) encodeAclCreation(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "CreateAclsRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "CreateAclsRequest", version);
  }
}

function decodeAclCreationResult(reader: WireReader, version: number): AclCreationResult {
  const errorCode = reader.int16("AclCreationResult.errorCode");
  const errorMessage = version >= 2 ? reader.compactNullableString("AclCreationResult.errorMessage") : reader.nullableString("AclCreationResult.errorMessage");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("AclCreationResult"); left > 0; left--) {
      const tag = reader.unsignedVarint("AclCreationResult");
      const end = reader.taggedFieldEnd("AclCreationResult");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AclCreationResult = { errorCode, errorMessage };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAclCreationResult(writer: WireWriter, message: Input<AclCreationResult>, version: number): void {
  const { errorCode = 0, errorMessage = "", unknownTaggedFields } = message;
  writer.int16(errorCode, "AclCreationResult.errorCode");
  if (version >= 2) {
    writer.compactNullableString(errorMessage, "AclCreationResult.errorMessage");
  } else {
    writer.nullableString(errorMessage, "AclCreationResult.errorMessage");
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "AclCreationResult");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AclCreationResult", version);
  }
}

function decodeCreateAclsResponse(reader: WireReader, version: number): CreateAclsResponse {
  const throttleTimeMs = reader.int32("CreateAclsResponse.throttleTimeMs");
  const results: AclCreationResult[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(4, "CreateAclsResponse.results") : reader.arrayLength(4, "CreateAclsResponse.results"); left > 0; left--) results.push(decodeAclCreationResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 2) {
    for (let left = reader.taggedFieldCount("CreateAclsResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("CreateAclsResponse");
      const end = reader.taggedFieldEnd("CreateAclsResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: CreateAclsResponse = { throttleTimeMs, results };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeCreateAclsResponse(writer: WireWriter, message: Input<CreateAclsResponse>, version: number): void {
  const { throttleTimeMs = 0, results = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "CreateAclsResponse.throttleTimeMs");
  if (version >= 2) {
    writer.compactArrayLength(results, "CreateAclsResponse.results");
    for (const element of results) encodeAclCreationResult(writer, element, version);
  } else {
    writer.arrayLength(results, "CreateAclsResponse.results");
    for (const element of results) encodeAclCreationResult(writer, element, version);
  }
  if (version >= 2) {
    writer.taggedFields(unknownTaggedFields, "CreateAclsResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "CreateAclsResponse", version);
  }
}
