/** Writes a struct's encode function, with Kafka's refusal of values that the version cannot carry. */
import { inputDefault, isNotDefault } from "./defaults.ts";
import { primitiveMethod } from "./emit-decode.ts";
import type { FieldModel, StructModel, TypeModel } from "./model.ts";
import { isCompact } from "./model.ts";
import { includes, statementsByVersion } from "./versions.ts";

/** The lines of `encode<Struct>`. */
export function emitEncode(struct: StructModel): string[] {
  const hasTags = struct.flexible.low <= struct.versions.high;
  const lines = [
    `function encode${struct.name}(writer: WireWriter, message: Input<${struct.name}>, version: number): void {`,
  ];
  const names = struct.fields.map((field) => destructured(field));
  if (hasTags) names.push("unknownTaggedFields");
  if (names.length > 0) lines.push(`const { ${names.join(", ")} } = message;`);
  const untagged = struct.fields.filter((field) => field.schema.tag === undefined);
  const tagged = struct.fields
    .filter((field) => field.schema.tag !== undefined)
    .toSorted((a, b) => (a.schema.tag ?? 0) - (b.schema.tag ?? 0));
  for (const field of untagged) {
    lines.push(
      ...statementsByVersion(struct.versions, (version) =>
        includes(field.versions, version) ? encodeValue(field, version) : refusal(field),
      ),
    );
  }
  if (hasTags) lines.push(...encodeTags(struct, tagged));
  lines.push("}");
  return lines;
}

/** The lines of `isDefault<Struct>`: whether nothing but defaults is in the value. */
export function emitIsDefault(struct: StructModel): string[] {
  const hasTags = struct.flexible.low <= struct.versions.high;
  const names = struct.fields.map((field) => destructured(field));
  if (hasTags) names.push("unknownTaggedFields");
  const conditions = struct.fields.map((field) => `!(${isNotDefault(field, field.local)})`);
  if (hasTags) conditions.push("(unknownTaggedFields === undefined || unknownTaggedFields.length === 0)");
  return [
    `function isDefault${struct.name}(message: Input<${struct.name}>): boolean {`,
    `const { ${names.join(", ")} } = message;`,
    `return ${conditions.join(" && ")};`,
    "}",
  ];
}

function destructured(field: FieldModel): string {
  const target = field.local === field.name ? field.name : `${field.name}: ${field.local}`;
  const fallback = inputDefault(field);
  return fallback === null ? target : `${target} = ${fallback}`;
}

function refusal(field: FieldModel): string {
  if (field.schema.ignorable === true) return "";
  return `if (${isNotDefault(field, field.local)}) writer.unsupported("${field.label}", version);`;
}

function encodeTags(struct: StructModel, tagged: readonly FieldModel[]): string[] {
  const label = `"${struct.name}"`;
  const lines: string[] = [];
  const from = Math.max(struct.flexible.low, struct.versions.low);
  const isAlways = struct.flexible.low <= struct.versions.low;
  if (!isAlways) lines.push(`if (version >= ${from}) {`);
  if (tagged.length === 0) {
    lines.push(`writer.taggedFields(unknownTaggedFields, ${label});`);
  } else {
    for (const field of tagged) {
      const differs = isNotDefault(field, field.local);
      if (field.versions.low > from) {
        lines.push(`const has${upper(field.name)} = version >= ${field.versions.low} && (${differs});`);
        if (field.schema.ignorable !== true) {
          lines.push(
            `if (version < ${field.versions.low} && (${differs})) writer.unsupported("${field.label}", version);`,
          );
        }
      } else {
        lines.push(`const has${upper(field.name)} = ${differs};`);
      }
    }
    const count = tagged.map((field) => `(has${upper(field.name)} ? 1 : 0)`).join(" + ");
    lines.push(`const pending = writer.beginTaggedFields(${count}, unknownTaggedFields, ${label});`);
    for (const field of tagged) {
      lines.push(`if (has${upper(field.name)}) {`);
      lines.push(`const mark = writer.beginTag(${field.schema.tag}, pending, "${field.label}");`);
      lines.push(...statementsByVersion(field.versions, (version) => encodeValue(field, version)));
      lines.push("writer.endTag(mark);", "}");
    }
    lines.push(`writer.unknownTagsFrom(pending, ${label});`);
  }
  if (!isAlways) {
    lines.push("} else {");
    for (const field of tagged) {
      const text = refusal(field);
      if (text !== "") lines.push(text);
    }
    lines.push(`writer.noTaggedFields(unknownTaggedFields, ${label}, version);`, "}");
  }
  return lines;
}

function encodeValue(field: FieldModel, version: number): string {
  const { type, local } = field;
  const isNullable = includes(field.nullable, version);
  const compact = isCompact(field, version);
  if (type.kind === "array") {
    const method = `${compact ? "compact" : ""}${isNullable ? "Nullable" : ""}ArrayLength`;
    const loop = `for (const element of ${local}) ${encodeElement(type.element, field, version)}`;
    return [
      `writer.${method.slice(0, 1).toLowerCase()}${method.slice(1)}(${local}, "${field.label}");`,
      field.isNullable ? `if (${local} !== null) ${loop}` : loop,
    ].join("\n");
  }
  if (type.kind === "primitive") {
    return `writer.${primitiveMethod(type, { isCompact: compact, isNullable })}(${local}, "${field.label}");`;
  }
  const isOptional = inputDefault(field) === null && field.schema.tag === undefined;
  const encode = `encode${type.struct.name}(writer, ${isOptional ? `${local} === undefined ? {} : ${local}` : local}, version);`;
  if (!isNullable) return encode;
  const present = field.schema.tag === undefined ? "structPresent" : "taggedStructPresent";
  return `writer.${present}(${local} !== null);\nif (${local} !== null) ${encode}`;
}

function encodeElement(element: TypeModel, field: FieldModel, version: number): string {
  if (element.kind === "struct") return `encode${element.struct.name}(writer, element, version);`;
  if (element.kind === "primitive") {
    const method = primitiveMethod(element, { isCompact: isCompact(field, version), isNullable: false });
    return `writer.${method}(element, "${field.label}");`;
  }
  throw new Error(`${field.label}: Kafka has no arrays of arrays`);
}

function upper(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
