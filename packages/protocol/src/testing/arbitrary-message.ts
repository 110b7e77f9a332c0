/** Random messages that a version can carry, every field filled in, derived from the schema. */
import { uuidFromBytes } from "@ottla/base";
import fc from "fast-check";
import type { FieldModel, StructModel, TypeModel } from "../../compile/model.ts";
import { includes } from "../../compile/versions.ts";
import { INT64_EXACT_LIMIT, INT64_MAX } from "../wire/int64.ts";
import { defaultValue } from "./kafka-json.ts";
import type { Fields } from "./kafka-json.ts";

const text = fc.oneof(
  fc.string({ maxLength: 20, unit: "binary" }),
  fc.constantFrom("", "orders", "한국어", "🚀".repeat(40)),
);
const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));

/** Messages whose fields are within the version; fields that it lacks have their default. */
export function arbitraryMessage(struct: StructModel, version: number): fc.Arbitrary<Fields> {
  const fields: Record<string, fc.Arbitrary<unknown>> = {};
  for (const field of struct.fields) fields[field.name] = arbitraryField(field, version);
  return fc.record(fields, { noNullPrototype: true });
}

function arbitraryField(field: FieldModel, version: number): fc.Arbitrary<unknown> {
  const fallback = fc.constant(null).map(() => defaultValue(field));
  if (!includes(field.versions, version)) return fallback;
  const value = arbitraryValue(field.type, version);
  const isNullable = includes(field.nullable, version);
  const choices = field.schema.default === null && !isNullable ? [value] : [value, value, fallback];
  return fc.oneof(...choices, ...(isNullable ? [fc.constant(null)] : []));
}

function arbitraryValue(type: TypeModel, version: number): fc.Arbitrary<unknown> {
  if (type.kind === "array") return fc.array(arbitraryValue(type.element, version), { maxLength: 3 });
  if (type.kind === "struct") return arbitraryMessage(type.struct, version);
  switch (type.name) {
    case "bool":
      return fc.boolean();
    case "int8":
      return fc.integer({ min: -0x80, max: 0x7f });
    case "int16":
      return fc.integer({ min: -0x8000, max: 0x7fff });
    case "uint16":
      return fc.integer({ min: 0, max: 0xffff });
    case "int32":
      return fc.integer({ min: -0x80000000, max: 0x7fffffff });
    case "uint32":
      return fc.integer({ min: 0, max: 0xffffffff });
    case "int64":
      if (type.isBigInt) return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
      return fc.oneof(fc.maxSafeInteger(), fc.constantFrom(INT64_MAX, INT64_EXACT_LIMIT, -INT64_EXACT_LIMIT, -1));
    case "float64":
      return fc.double({ noNaN: true });
    case "uuid":
      return fc.uint8Array({ minLength: 16, maxLength: 16 }).map((array) => uuidFromBytes(array, 0));
    case "string":
      return text;
    default:
      return bytes;
  }
}
