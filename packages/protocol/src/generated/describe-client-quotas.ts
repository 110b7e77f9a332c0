// Generated from schema/48-describe-client-quotas.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** DescribeClientQuotasRequest: API key 48, versions 0–1, flexible 1+. */
export interface DescribeClientQuotasRequest {
  components: ComponentData[];
  strict: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeClientQuotasRequest: MessageCodec<DescribeClientQuotasRequest> = defineMessage<DescribeClientQuotasRequest>({
  name: "DescribeClientQuotasRequest",
  kind: "request",
  apiKey: 48,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 1,
  decode: decodeDescribeClientQuotasRequest,
  encode: encodeDescribeClientQuotasRequest,
});

/** DescribeClientQuotasResponse: API key 48, versions 0–1, flexible 1+. */
export interface DescribeClientQuotasResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  entries: EntryData[] | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeClientQuotasResponse: MessageCodec<DescribeClientQuotasResponse> = defineMessage<DescribeClientQuotasResponse>({
  name: "DescribeClientQuotasResponse",
  kind: "response",
  apiKey: 48,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 1,
  decode: decodeDescribeClientQuotasResponse,
  encode: encodeDescribeClientQuotasResponse,
});

/** In `DescribeClientQuotasRequest.components`. */
export interface ComponentData {
  entityType: string;
  matchType: number;
  match: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `EntryData.entity`. */
export interface EntityData {
  entityType: string;
  entityName: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `EntryData.values`. */
export interface ValueData {
  key: string;
  value: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeClientQuotasResponse.entries`. */
export interface EntryData {
  entity: EntityData[];
  values: ValueData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeComponentData(reader: WireReader, version: number): ComponentData {
  const entityType = version >= 1 ? reader.compactString("ComponentData.entityType") : reader.string("ComponentData.entityType");
  const matchType = reader.int8("ComponentData.matchType");
  const match = version >= 1 ? reader.compactNullableString("ComponentData.match") : reader.nullableString("ComponentData.match");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("ComponentData"); left > 0; left--) {
      const tag = reader.unsignedVarint("ComponentData");
      const end = reader.taggedFieldEnd("ComponentData");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: ComponentData = { entityType, matchType, match };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeComponentData(writer: WireWriter, message: Input<ComponentData>, version: number): void {
  const { entityType = "", matchType = 0, match = "", unknownTaggedFields } = message;
  if (version >= 1) {
    writer.compactString(entityType, "ComponentData.entityType");
  } else {
    writer.string(entityType, "ComponentData.entityType");
  }
  writer.int8(matchType, "ComponentData.matchType");
  if (version >= 1) {
    writer.compactNullableString(match, "ComponentData.match");
  } else {
    writer.nullableString(match, "ComponentData.match");
  }
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "ComponentData");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ComponentData", version);
  }
}

function decodeDescribeClientQuotasRequest(reader: WireReader, version: number): DescribeClientQuotasRequest {
  const components: ComponentData[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(4, "DescribeClientQuotasRequest.components") : reader.arrayLength(5, "DescribeClientQuotasRequest.components"); left > 0; left--) components.push(decodeComponentData(reader, version));
  const strict = reader.boolean("DescribeClientQuotasRequest.strict");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("DescribeClientQuotasRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribeClientQuotasRequest");
      const end = reader.taggedFieldEnd("DescribeClientQuotasRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribeClientQuotasRequest = { components, strict };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeClientQuotasRequest(writer: WireWriter, message: Input<DescribeClientQuotasRequest>, version: number): void {
  const { components = [], strict = false, unknownTaggedFields } = message;
  if (version >= 1) {
    writer.compactArrayLength(components, "DescribeClientQuotasRequest.components");
    for (const element of components) encodeComponentData(writer, element, version);
  } else {
    writer.arrayLength(components, "DescribeClientQuotasRequest.components");
    for (const element of components) encodeComponentData(writer, element, version);
  }
  writer.boolean(strict, "DescribeClientQuotasRequest.strict");
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "DescribeClientQuotasRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribeClientQuotasRequest", version);
  }
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

function decodeValueData(reader: WireReader, version: number): ValueData {
  const key = version >= 1 ? reader.compactString("ValueData.key") : reader.string("ValueData.key");
  const value = reader.float64("ValueData.value");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("ValueData"); left > 0; left--) {
      const tag = reader.unsignedVarint("ValueData");
      const end = reader.taggedFieldEnd("ValueData");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: ValueData = { key, value };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeValueData(writer: WireWriter, message: Input<ValueData>, version: number): void {
  const { key = "", value = 0, unknownTaggedFields } = message;
  if (version >= 1) {
    writer.compactString(key, "ValueData.key");
  } else {
    writer.string(key, "ValueData.key");
  }
  writer.float64(value, "ValueData.value");
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "ValueData");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ValueData", version);
  }
}

function decodeEntryData(reader: WireReader, version: number): EntryData {
  const entity: EntityData[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(3, "EntryData.entity") : reader.arrayLength(4, "EntryData.entity"); left > 0; left--) entity.push(decodeEntityData(reader, version));
  const values: ValueData[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(10, "EntryData.values") : reader.arrayLength(10, "EntryData.values"); left > 0; left--) values.push(decodeValueData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("EntryData"); left > 0; left--) {
      const tag = reader.unsignedVarint("EntryData");
      const end = reader.taggedFieldEnd("EntryData");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: EntryData = { entity, values };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeEntryData(writer: WireWriter, message: Input<EntryData>, version: number): void {
  const { entity = [], values = [], unknownTaggedFields } = message;
  if (version >= 1) {
    writer.compactArrayLength(entity, "EntryData.entity");
    for (const element of entity) encodeEntityData(writer, element, version);
  } else {
    writer.arrayLength(entity, "EntryData.entity");
    for (const element of entity) encodeEntityData(writer, element, version);
  }
  if (version >= 1) {
    writer.compactArrayLength(values, "EntryData.values");
    for (const element of values) encodeValueData(writer, element, version);
  } else {
    writer.arrayLength(values, "EntryData.values");
    for (const element of values) encodeValueData(writer, element, version);
  }
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "EntryData");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "EntryData", version);
  }
}

function decodeDescribeClientQuotasResponse(reader: WireReader, version: number): DescribeClientQuotasResponse {
  const throttleTimeMs = reader.int32("DescribeClientQuotasResponse.throttleTimeMs");
  const errorCode = reader.int16("DescribeClientQuotasResponse.errorCode");
  const errorMessage = version >= 1 ? reader.compactNullableString("DescribeClientQuotasResponse.errorMessage") : reader.nullableString("DescribeClientQuotasResponse.errorMessage");
  let entries: EntryData[] | null = null;
  const entriesLength = version >= 1 ? reader.compactNullableArrayLength(3, "DescribeClientQuotasResponse.entries") : reader.nullableArrayLength(8, "DescribeClientQuotasResponse.entries");
  if (entriesLength >= 0) {
    entries = [];
    for (let left = entriesLength; left > 0; left--) entries.push(decodeEntryData(reader, version));
  }
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("DescribeClientQuotasResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("DescribeClientQuotasResponse");
      const end = reader.taggedFieldEnd("DescribeClientQuotasResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: DescribeClientQuotasResponse = { throttleTimeMs, errorCode, errorMessage, entries };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeClientQuotasResponse(writer: WireWriter, message: Input<DescribeClientQuotasResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = "", entries = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "DescribeClientQuotasResponse.throttleTimeMs");
  writer.int16(errorCode, "DescribeClientQuotasResponse.errorCode");
  if (version >= 1) {
    writer.compactNullableString(errorMessage, "DescribeClientQuotasResponse.errorMessage");
  } else {
    writer.nullableString(errorMessage, "DescribeClientQuotasResponse.errorMessage");
  }
  if (version >= 1) {
    writer.compactNullableArrayLength(entries, "DescribeClientQuotasResponse.entries");
    if (entries !== null) for (const element of entries) encodeEntryData(writer, element, version);
  } else {
    writer.nullableArrayLength(entries, "DescribeClientQuotasResponse.entries");
    if (entries !== null) for (const element of entries) encodeEntryData(writer, element, version);
  }
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "DescribeClientQuotasResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "DescribeClientQuotasResponse", version);
  }
}
