/** Writes the interface of a struct: the superset of all versions, every field required. */
import { decodedDefault } from "./defaults.ts";
import type { FieldModel, StructModel, TypeModel } from "./model.ts";
import type { VersionRange } from "./versions.ts";

/** The lines of the struct's interface. */
export function emitInterface(struct: StructModel, about: string): string[] {
  const lines = [`/** ${about} */`, `export interface ${struct.name} {`];
  for (const field of struct.fields) {
    const notes = fieldNotes(field, struct);
    if (notes !== "") lines.push(`/** ${notes} */`);
    lines.push(`${field.name}: ${typeScriptType(field.type)}${field.isNullable ? " | null" : ""};`);
  }
  if (struct.flexible.low <= struct.versions.high) {
    lines.push(`/** Tagged fields that this schema does not know; written back when encoded. */`);
    lines.push(`unknownTaggedFields?: RawTaggedField[];`);
  }
  lines.push("}");
  return lines;
}

/** What the schema knows about a field, in words. */
function fieldNotes(field: FieldModel, struct: StructModel): string {
  const notes: string[] = [];
  if (field.schema.entity !== undefined) notes.push(`A ${spaced(field.schema.entity)}.`);
  if (field.versions.low > field.versions.high) notes.push("In no valid version.");
  else if (field.versions.low > struct.versions.low || field.versions.high < struct.versions.high) {
    notes.push(`Versions ${rangeText(field.versions, struct.versions.high)}.`);
  }
  if (field.schema.tag !== undefined) notes.push(`Tag ${field.schema.tag}.`);
  if (field.isNullable && field.nullable.low > Math.max(field.versions.low, struct.versions.low)) {
    notes.push(`Nullable from version ${field.nullable.low}.`);
  }
  if (field.schema.default !== undefined) notes.push(`Default ${decodedDefault(field)}.`);
  if (field.schema.ignorable === true && isPartial(field, struct)) notes.push("Dropped where the version lacks it.");
  return notes.join(" ");
}

function isPartial(field: FieldModel, struct: StructModel): boolean {
  return field.versions.low > struct.versions.low || field.versions.high < struct.versions.high;
}

function rangeText({ low, high }: VersionRange, highest: number): string {
  if (high >= highest) return `${low}+`;
  return low === high ? String(low) : `${low}–${high}`;
}

function spaced(entity: string): string {
  return entity.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** The TypeScript type of a decoded value. */
export function typeScriptType(type: TypeModel): string {
  if (type.kind === "array") return `${typeScriptType(type.element)}[]`;
  if (type.kind === "struct") return type.struct.name;
  switch (type.name) {
    case "bool":
      return "boolean";
    case "string":
      return "string";
    case "uuid":
      return "Uuid";
    case "bytes":
    case "records":
      return "Uint8Array";
    default:
      return type.isBigInt ? "bigint" : "number";
  }
}
