/** Defaults of fields, as TypeScript expressions. */
import type { FieldModel, StructModel } from "./model.ts";

/** Kafka's Long.MAX_VALUE in the schema files. */
const LONG_MAX = "9223372036854775807";

/** The default of a field in a decoded message. */
export function decodedDefault(field: FieldModel): string {
  if (field.type.kind === "struct" && field.schema.default !== null) return `default${field.type.struct.name}()`;
  return scalarDefault(field);
}

/**
 * The default of a field in an encoder's input; null for a struct, which stays undefined when it is left out, so that
 * nothing is allocated and compared for the tagged structs that almost every response leaves out.
 */
export function inputDefault(field: FieldModel): string | null {
  if (field.type.kind === "struct" && field.schema.default !== null) return null;
  return scalarDefault(field);
}

function scalarDefault(field: FieldModel): string {
  const { type, schema } = field;
  if (schema.default === null) return "null";
  if (type.kind === "array") return "[]";
  if (type.kind === "struct") throw new Error(`${field.label}: a struct has no scalar default`);
  switch (type.name) {
    case "bool":
      return schema.default === true ? "true" : "false";
    case "string":
      return JSON.stringify(schema.default ?? "");
    case "uuid":
      return "ZERO_UUID";
    case "bytes":
      return "EMPTY_BYTES";
    case "records":
      return field.isNullable ? "null" : "EMPTY_BYTES";
    default:
      if (schema.default === LONG_MAX) return type.isBigInt ? `${LONG_MAX}n` : "INT64_MAX";
      return `${Number(schema.default ?? 0)}${type.isBigInt ? "n" : ""}`;
  }
}

/** A condition that holds when the value is not the field's default. */
export function isNotDefault(field: FieldModel, value: string): string {
  const { type } = field;
  const isBytes = type.kind === "primitive" && (type.name === "bytes" || type.name === "records");
  const byDefault = scalarOrStruct(field);
  if (byDefault === "null") return `${value} !== null`;
  const orNull = field.isNullable ? `${value} === null || ` : "";
  if (type.kind === "struct") {
    const differs = `${orNull}!isDefault${type.struct.name}(${value})`;
    return `${value} !== undefined && ${field.isNullable ? `(${differs})` : differs}`;
  }
  if (type.kind === "array" || isBytes) return `${orNull}${value}.length > 0`;
  return `${value} !== ${byDefault}`;
}

function scalarOrStruct(field: FieldModel): string {
  return field.type.kind === "struct" ? (field.schema.default === null ? "null" : "") : scalarDefault(field);
}

/** Structs for which the generated code needs `isDefault…`, and those for which it needs `default…`. */
export function structsWithDefaults(structs: readonly StructModel[]): {
  compared: ReadonlySet<StructModel>;
  created: ReadonlySet<StructModel>;
} {
  const compared = new Set<StructModel>();
  const created = new Set<StructModel>();
  // A struct comes after the ones it contains, so going backwards sees the users first.
  for (const struct of structs.toReversed()) {
    for (const field of struct.fields) {
      if (field.type.kind !== "struct" || field.schema.default === null) continue;
      const isAbsentSomewhere = field.versions.low > struct.versions.low || field.versions.high < struct.versions.high;
      const isTagged = field.schema.tag !== undefined;
      if (isTagged || (isAbsentSomewhere && field.schema.ignorable !== true) || compared.has(struct)) {
        compared.add(field.type.struct);
      }
      if (isTagged || isAbsentSomewhere || created.has(struct)) created.add(field.type.struct);
    }
  }
  return { compared, created };
}
