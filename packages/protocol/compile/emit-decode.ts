/** Writes a struct's decode function: one straight line with a condition where the versions differ. */
import { decodedDefault } from "./defaults.ts";
import { typeScriptType } from "./emit-interface.ts";
import type { FieldModel, StructModel, TypeModel } from "./model.ts";
import { elementMinimumBytes, isCompact } from "./model.ts";
import { expressionByVersion, includes } from "./versions.ts";
import type { VersionRange } from "./versions.ts";

/** The lines of `decode<Struct>`. */
export function emitDecode(struct: StructModel): string[] {
  const lines = [`function decode${struct.name}(reader: WireReader, version: number): ${struct.name} {`];
  const untagged = struct.fields.filter((field) => field.schema.tag === undefined);
  const tagged = struct.fields.filter((field) => field.schema.tag !== undefined);
  for (const field of untagged) lines.push(...decodeField(field, struct));
  for (const field of tagged) lines.push(`let ${field.local}: ${fieldType(field)} = ${decodedDefault(field)};`);
  const hasTags = struct.flexible.low <= struct.versions.high;
  if (hasTags) lines.push(...decodeTags(struct, tagged));
  const values = struct.fields.map(({ name, local }) => (name === local ? name : `${name}: ${local}`)).join(", ");
  if (hasTags) {
    lines.push(`const message: ${struct.name} = ${values === "" ? "{}" : `{ ${values} }`};`);
    lines.push(`if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;`);
    lines.push(`return message;`);
  } else {
    lines.push(`return ${values === "" ? "{}" : `{ ${values} }`};`);
  }
  lines.push("}");
  return lines;
}

/** The lines of `default<Struct>`, for fields that the bytes do not have. */
export function emitDefault(struct: StructModel): string[] {
  const values = struct.fields.map((field) => `${field.name}: ${decodedDefault(field)}`).join(", ");
  return [`function default${struct.name}(): ${struct.name} {`, `return { ${values} };`, "}"];
}

function fieldType(field: FieldModel): string {
  return `${typeScriptType(field.type)}${field.isNullable ? " | null" : ""}`;
}

function decodeField(field: FieldModel, struct: StructModel): string[] {
  if (field.type.kind === "array") {
    if (field.versions.low > field.versions.high) {
      return [`const ${field.local}: ${fieldType(field)} = ${decodedDefault(field)};`];
    }
    return decodeArray(
      field,
      struct.versions,
      `${field.isNullable ? "let" : "const"} ${field.local}: ${fieldType(field)}`,
    );
  }
  const expression = expressionByVersion(struct.versions, (version) =>
    includes(field.versions, version) ? decodeValue(field, version) : decodedDefault(field),
  );
  return [`const ${field.local} = ${expression};`];
}

/** Declares or assigns the array named in `target` and fills it. */
function decodeArray(field: FieldModel, versions: VersionRange, target: string): string[] {
  const element = field.type.kind === "array" ? field.type.element : field.type;
  const length = expressionByVersion(versions, (version) => {
    if (!includes(field.versions, version)) return field.schema.default === null ? "-1" : "0";
    const nullable = includes(field.nullable, version) ? "Nullable" : "";
    const method = isCompact(field, version) ? `compact${nullable}ArrayLength` : `${lower(nullable)}ArrayLength`;
    return `reader.${lower(method)}(${elementMinimumBytes(element, field, version)}, "${field.label}")`;
  });
  const present: VersionRange = {
    low: Math.max(versions.low, field.versions.low),
    high: Math.min(versions.high, field.versions.high),
  };
  const value = expressionByVersion(present, (version) => decodeElement(element, field, version));
  if (!field.isNullable) {
    return [`${target} = [];`, `for (let left = ${length}; left > 0; left--) ${field.local}.push(${value});`];
  }
  const lengthName = `${field.local}Length`;
  return [
    `${target} = null;`,
    `const ${lengthName} = ${length};`,
    `if (${lengthName} >= 0) {`,
    `${field.local} = [];`,
    `for (let left = ${lengthName}; left > 0; left--) ${field.local}.push(${value});`,
    `}`,
  ];
}

function decodeTags(struct: StructModel, tagged: readonly FieldModel[]): string[] {
  const isAlways = struct.flexible.low <= struct.versions.low;
  const lines = [`let unknownTaggedFields: RawTaggedField[] | undefined;`];
  const label = `"${struct.name}"`;
  if (!isAlways) lines.push(`if (version >= ${struct.flexible.low}) {`);
  lines.push(`for (let left = reader.taggedFieldCount(${label}); left > 0; left--) {`);
  lines.push(`const tag = reader.unsignedVarint(${label});`);
  lines.push(`const end = reader.taggedFieldEnd(${label});`);
  const keep = `(unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));`;
  if (tagged.length === 0) {
    lines.push(keep);
  } else {
    lines.push("switch (tag) {");
    for (const field of tagged) lines.push(`case ${field.schema.tag}: {`, ...decodeTag(field, struct), "break;", "}");
    lines.push("default:", keep, "}", `reader.endTaggedField(end, ${label});`);
  }
  lines.push("}");
  if (!isAlways) lines.push("}");
  return lines;
}

function decodeTag(field: FieldModel, struct: StructModel): string[] {
  const lines: string[] = [];
  if (field.versions.low > Math.max(struct.versions.low, struct.flexible.low)) {
    const reason = `tag ${field.schema.tag} is not valid before version ${field.versions.low}`;
    lines.push(`if (version < ${field.versions.low}) reader.fail("${reason}", "${field.label}");`);
  }
  if (field.type.kind === "array") return [...lines, ...decodeArray(field, field.versions, field.local)];
  const value = expressionByVersion(field.versions, (version) => decodeValue(field, version));
  return [...lines, `${field.local} = ${value};`];
}

function decodeValue(field: FieldModel, version: number): string {
  const { type } = field;
  const isNullable = includes(field.nullable, version);
  if (type.kind === "array") throw new Error(`${field.label}: an array is not an expression`);
  if (type.kind === "primitive") return decodePrimitive(type, field, { version, isNullable });
  const decoded = `decode${type.struct.name}(reader, version)`;
  const present = field.schema.tag === undefined ? "structPresent" : "taggedStructPresent";
  return isNullable ? `reader.${present}("${field.label}") ? ${decoded} : null` : decoded;
}

function decodeElement(element: TypeModel, field: FieldModel, version: number): string {
  if (element.kind === "struct") return `decode${element.struct.name}(reader, version)`;
  if (element.kind === "primitive") return decodePrimitive(element, field, { version, isNullable: false });
  throw new Error(`${field.label}: Kafka has no arrays of arrays`);
}

function decodePrimitive(
  type: Extract<TypeModel, { kind: "primitive" }>,
  field: FieldModel,
  at: { version: number; isNullable: boolean },
): string {
  return `reader.${primitiveMethod(type, { isCompact: isCompact(field, at.version), isNullable: at.isNullable })}("${field.label}")`;
}

/** The method of reader and writer for a primitive type. */
export function primitiveMethod(
  type: Extract<TypeModel, { kind: "primitive" }>,
  how: { isCompact: boolean; isNullable: boolean },
): string {
  if (type.name === "bool") return "boolean";
  if (type.name === "int64" && type.isBigInt) return "int64BigInt";
  if (type.name !== "string" && type.name !== "bytes" && type.name !== "records") return type.name;
  const noun = type.name === "string" ? "String" : "Bytes";
  return lower(`${how.isCompact ? "Compact" : ""}${how.isNullable ? "Nullable" : ""}${noun}`);
}

function lower(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
