// Generated from schema/49-alter-client-quotas.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** AlterClientQuotasRequest: API key 49, versions 0–1, flexible 1+. */
export interface AlterClientQuotasRequest {
  entries: AlterClientQuotasRequestEntryData[];
  validateOnly: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AlterClientQuotasRequest: MessageCodec<AlterClientQuotasRequest> = defineMessage<AlterClientQuotasRequest>({
  name: "AlterClientQuotasRequest",
  kind: "request",
  apiKey: 49,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 1,
  decode: decodeAlterClientQuotasRequest,
  encode: encodeAlterClientQuotasRequest,
});

/** AlterClientQuotasResponse: API key 49, versions 0–1, flexible 1+. */
export interface AlterClientQuotasResponse {
  throttleTimeMs: number;
  entries: AlterClientQuotasResponseEntryData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AlterClientQuotasResponse: MessageCodec<AlterClientQuotasResponse> = defineMessage<AlterClientQuotasResponse>({
  name: "AlterClientQuotasResponse",
  kind: "response",
  apiKey: 49,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 1,
  decode: decodeAlterClientQuotasResponse,
  encode: encodeAlterClientQuotasResponse,
});

/** In `AlterClientQuotasRequestEntryData.entity`, `AlterClientQuotasResponseEntryData.entity`. */
export interface EntityData {
  entityType: string;
  entityName: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AlterClientQuotasRequestEntryData.ops`. */
export interface OpData {
  key: string;
  value: number;
  remove: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AlterClientQuotasRequest.entries`. */
export interface AlterClientQuotasRequestEntryData {
  entity: EntityData[];
  ops: OpData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AlterClientQuotasResponse.entries`. */
export interface AlterClientQuotasResponseEntryData {
  errorCode: number;
  errorMessage: string | null;
  entity: EntityData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeEntityData(reader: WireReader, version: number): EntityData {
  const entityType = version >= 1 ? reader.compactString("EntityData.entityType") : reader.string("EntityData.entityType");
  const entityName = version >= 1 ? reader.compactNullableString("EntityData.entityName") : reader.nullableString("EntityData.entityName");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("EntityData"); left > 0; left--) {
      const tag = reader.unsignedVarint("EntityData");
      const end = reader.taggedFieldEnd("EntityData");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: EntityData = { entityType, entityName };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeEntityData(writer: WireWriter, message: Input<EntityData>, version: number): void {
  const { entityType = "", entityName = "", unknownTaggedFields } = message;
  if (version >= 1) {
    writer.compactString(entityType, "EntityData.entityType");
  } else {
    writer.string(entityType, "EntityData.entityType");
  }
  if (version >= 1) {
    writer.compactNullableString(entityName, "EntityData.entityName");
  } else {
    writer.nullableString(entityName, "EntityData.entityName");
  }
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "EntityData");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "EntityData", version);
  }
}

function decodeOpData(reader: WireReader, version: number): OpData {
  const key = version >= 1 ? reader.compactString("OpData.key") : reader.string("OpData.key");
  const value = reader.float64("OpData.value");
  const remove = reader.boolean("OpData.remove");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("OpData"); left > 0; left--) {
      const tag = reader.unsignedVarint("OpData");
      const end = reader.taggedFieldEnd("OpData");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: OpData = { key, value, remove };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeOpData(writer: WireWriter, message: Input<OpData>, version: number): void {
  const { key = "", value = 0, remove = false, unknownTaggedFields } = message;
  if (version >= 1) {
    writer.compactString(key, "OpData.key");
  } else {
    writer.string(key, "OpData.key");
  }
  writer.float64(value, "OpData.value");
  writer.boolean(remove, "OpData.remove");
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "OpData");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "OpData", version);
  }
}

function decodeAlterClientQuotasRequestEntryData(reader: WireReader, version: number): AlterClientQuotasRequestEntryData {
  const entity: EntityData[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(3, "AlterClientQuotasRequestEntryData.entity") : reader.arrayLength(4, "AlterClientQuotasRequestEntryData.entity"); left > 0; left--) entity.push(decodeEntityData(reader, version));
  const ops: OpData[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(11, "AlterClientQuotasRequestEntryData.ops") : reader.arrayLength(11, "AlterClientQuotasRequestEntryData.ops"); left > 0; left--) ops.push(decodeOpData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("AlterClientQuotasRequestEntryData"); left > 0; left--) {
      const tag = reader.unsignedVarint("AlterClientQuotasRequestEntryData");
      const end = reader.taggedFieldEnd("AlterClientQuotasRequestEntryData");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AlterClientQuotasRequestEntryData = { entity, ops };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterClientQuotasRequestEntryData(writer: WireWriter, message: Input<AlterClientQuotasRequestEntryData>, version: number): void {
  const { entity = [], ops = [], unknownTaggedFields } = message;
  if (version >= 1) {
    writer.compactArrayLength(entity, "AlterClientQuotasRequestEntryData.entity");
    for (const element of entity) encodeEntityData(writer, element, version);
  } else {
    writer.arrayLength(entity, "AlterClientQuotasRequestEntryData.entity");
    for (const element of entity) encodeEntityData(writer, element, version);
  }
  if (version >= 1) {
    writer.compactArrayLength(ops, "AlterClientQuotasRequestEntryData.ops");
    for (const element of ops) encodeOpData(writer, element, version);
  } else {
    writer.arrayLength(ops, "AlterClientQuotasRequestEntryData.ops");
    for (const element of ops) encodeOpData(writer, element, version);
  }
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "AlterClientQuotasRequestEntryData");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AlterClientQuotasRequestEntryData", version);
  }
}

function decodeAlterClientQuotasRequest(reader: WireReader, version: number): AlterClientQuotasRequest {
  const entries: AlterClientQuotasRequestEntryData[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(3, "AlterClientQuotasRequest.entries") : reader.arrayLength(8, "AlterClientQuotasRequest.entries"); left > 0; left--) entries.push(decodeAlterClientQuotasRequestEntryData(reader, version));
  const validateOnly = reader.boolean("AlterClientQuotasRequest.validateOnly");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("AlterClientQuotasRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("AlterClientQuotasRequest");
      const end = reader.taggedFieldEnd("AlterClientQuotasRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AlterClientQuotasRequest = { entries, validateOnly };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterClientQuotasRequest(writer: WireWriter, message: Input<AlterClientQuotasRequest>, version: number): void {
  const { entries = [], validateOnly = false, unknownTaggedFields } = message;
  if (version >= 1) {
    writer.compactArrayLength(entries, "AlterClientQuotasRequest.entries");
    for (const element of entries) encodeAlterClientQuotasRequestEntryData(writer, element, version);
  } else {
    writer.arrayLength(entries, "AlterClientQuotasRequest.entries");
    for (const element of entries) encodeAlterClientQuotasRequestEntryData(writer, element, version);
  }
  writer.boolean(validateOnly, "AlterClientQuotasRequest.validateOnly");
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "AlterClientQuotasRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AlterClientQuotasRequest", version);
  }
}

function decodeAlterClientQuotasResponseEntryData(reader: WireReader, version: number): AlterClientQuotasResponseEntryData {
  const errorCode = reader.int16("AlterClientQuotasResponseEntryData.errorCode");
  const errorMessage = version >= 1 ? reader.compactNullableString("AlterClientQuotasResponseEntryData.errorMessage") : reader.nullableString("AlterClientQuotasResponseEntryData.errorMessage");
  const entity: EntityData[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(3, "AlterClientQuotasResponseEntryData.entity") : reader.arrayLength(4, "AlterClientQuotasResponseEntryData.entity"); left > 0; left--) entity.push(decodeEntityData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("AlterClientQuotasResponseEntryData"); left > 0; left--) {
      const tag = reader.unsignedVarint("AlterClientQuotasResponseEntryData");
      const end = reader.taggedFieldEnd("AlterClientQuotasResponseEntryData");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AlterClientQuotasResponseEntryData = { errorCode, errorMessage, entity };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterClientQuotasResponseEntryData(writer: WireWriter, message: Input<AlterClientQuotasResponseEntryData>, version: number): void {
  const { errorCode = 0, errorMessage = "", entity = [], unknownTaggedFields } = message;
  writer.int16(errorCode, "AlterClientQuotasResponseEntryData.errorCode");
  if (version >= 1) {
    writer.compactNullableString(errorMessage, "AlterClientQuotasResponseEntryData.errorMessage");
  } else {
    writer.nullableString(errorMessage, "AlterClientQuotasResponseEntryData.errorMessage");
  }
  if (version >= 1) {
    writer.compactArrayLength(entity, "AlterClientQuotasResponseEntryData.entity");
    for (const element of entity) encodeEntityData(writer, element, version);
  } else {
    writer.arrayLength(entity, "AlterClientQuotasResponseEntryData.entity");
    for (const element of entity) encodeEntityData(writer, element, version);
  }
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "AlterClientQuotasResponseEntryData");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AlterClientQuotasResponseEntryData", version);
  }
}

function decodeAlterClientQuotasResponse(reader: WireReader, version: number): AlterClientQuotasResponse {
  const throttleTimeMs = reader.int32("AlterClientQuotasResponse.throttleTimeMs");
  const entries: AlterClientQuotasResponseEntryData[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(5, "AlterClientQuotasResponse.entries") : reader.arrayLength(8, "AlterClientQuotasResponse.entries"); left > 0; left--) entries.push(decodeAlterClientQuotasResponseEntryData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("AlterClientQuotasResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("AlterClientQuotasResponse");
      const end = reader.taggedFieldEnd("AlterClientQuotasResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AlterClientQuotasResponse = { throttleTimeMs, entries };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterClientQuotasResponse(writer: WireWriter, message: Input<AlterClientQuotasResponse>, version: number): void {
  const { throttleTimeMs = 0, entries = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "AlterClientQuotasResponse.throttleTimeMs");
  if (version >= 1) {
    writer.compactArrayLength(entries, "AlterClientQuotasResponse.entries");
    for (const element of entries) encodeAlterClientQuotasResponseEntryData(writer, element, version);
  } else {
    writer.arrayLength(entries, "AlterClientQuotasResponse.entries");
    for (const element of entries) encodeAlterClientQuotasResponseEntryData(writer, element, version);
  }
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "AlterClientQuotasResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AlterClientQuotasResponse", version);
  }
}
