/**
 * Turns a message in Kafka's JSON form into the values of our codecs: bytes and records from base64, opaque 64-bit values
 * into bigint, Long.MAX_VALUE into INT64_MAX.
 */
import { ZERO_UUID } from "@ottla/base";
import type { FieldModel, StructModel, TypeModel } from "../../compile/model.ts";
import { INT64_MAX } from "../wire/int64.ts";

/** A message as plain data. */
export type Fields = Record<string, unknown>;

const LONG_MAX = 9223372036854775807n;

/** The message with only the fields that the JSON has: what an encoder is given. */
export function inputFromJson(struct: StructModel, json: Fields): Fields {
  const message: Fields = {};
  const known = new Map(struct.fields.map((field) => [field.name, field]));
  for (const [name, value] of Object.entries(json)) {
    const field = known.get(name);
    if (field === undefined) throw new Error(`${struct.name} has no field ${name}`);
    message[name] = valueFromJson(field.type, value, inputFromJson);
  }
  return message;
}

/** The message with every field, the defaults filled in: what a decoder must return. */
export function messageFromJson(struct: StructModel, json: Fields): Fields {
  const message = inputFromJson(struct, {});
  for (const field of struct.fields) {
    message[field.name] =
      field.name in json ? valueFromJson(field.type, json[field.name], messageFromJson) : defaultValue(field);
  }
  return message;
}

function valueFromJson(
  type: TypeModel,
  value: unknown,
  convert: (struct: StructModel, json: Fields) => Fields,
): unknown {
  if (value === null) return null;
  if (type.kind === "array")
    return (value as unknown[]).map((element) => valueFromJson(type.element, element, convert));
  if (type.kind === "struct") return convert(type.struct, value as Fields);
  if (type.name === "bytes" || type.name === "records") return Buffer.from(value as string, "base64");
  if (type.name === "int64")
    return type.isBigInt ? BigInt(value as number) : value === Number(LONG_MAX) ? INT64_MAX : value;
  return value;
}

/** The value of a field that is not on the wire. */
export function defaultValue(field: FieldModel): unknown {
  const { type, schema } = field;
  if (schema.default === null) return null;
  if (type.kind === "array") return [];
  if (type.kind === "struct") return messageFromJson(type.struct, {});
  switch (type.name) {
    case "bool":
      return schema.default === true;
    case "string":
      return schema.default ?? "";
    case "uuid":
      return ZERO_UUID;
    case "bytes":
      return Buffer.alloc(0);
    case "records":
      return field.isNullable ? null : Buffer.alloc(0);
    case "int64":
      if (schema.default === String(LONG_MAX)) return INT64_MAX;
      return type.isBigInt ? BigInt(schema.default ?? 0) : (schema.default ?? 0);
    default:
      return schema.default ?? 0;
  }
}
