/** Writes the tables that say how the records of a family look as JSON: field names in order, the versions that have them, defaults. */
import { decodedDefault } from "./defaults.ts";
import type { ModuleModel, StructModel, TypeModel } from "./model.ts";
import { structOf } from "./model.ts";

/** The text of `generated/<module>-json.ts`. */
export function emitJsonFields(module: ModuleModel, source: string): string {
  const body: string[] = [];
  for (const struct of module.structs) {
    const fields = fieldsOf(struct);
    if (fields.length === 0) body.push(`const ${tableName(struct)}: readonly JsonField[] = [];`);
    else
      body.push(`const ${tableName(struct)}: readonly JsonField[] = [`, ...fields.map((field) => `  ${field},`), `];`);
  }
  const messages = module.messages
    .filter(({ root }) => root.versions.low <= root.versions.high)
    .map(({ root }) => `  ["${root.name}", ${tableName(root)}],`);
  const text = body.join("\n");
  return [
    `// Generated from ${source} by \`npm run generate\`: do not edit.`,
    ...(text.includes("ZERO_UUID") ? [`import { ZERO_UUID } from "@ottla/base";`] : []),
    `import type { JsonField } from "../json-field.ts";`,
    "",
    ...body,
    "",
    "/** The fields of each message by its name. */",
    "export const JSON_FIELDS: ReadonlyMap<string, readonly JsonField[]> = new Map([",
    ...messages,
    "]);",
    "",
  ].join("\n");
}

function tableName(struct: StructModel): string {
  return `${struct.name[0]?.toLowerCase() ?? ""}${struct.name.slice(1)}Fields`;
}

function fieldsOf(struct: StructModel): string[] {
  return struct.fields
    .filter(({ versions }) => versions.low <= versions.high)
    .map((field) => {
      const parts = [`name: "${field.name}"`, `from: ${field.versions.low}`, `to: ${field.versions.high}`];
      if (field.schema.tag !== undefined && field.type.kind !== "struct")
        parts.push(`unless: ${decodedDefault(field)}`);
      if (isDouble(field.type)) parts.push("isDouble: true");
      const inner = structOf(field.type);
      if (inner !== null) parts.push(`fields: ${tableName(inner)}`);
      return `{ ${parts.join(", ")} }`.replaceAll("Infinity", "Number.POSITIVE_INFINITY");
    });
}

function isDouble(type: TypeModel): boolean {
  return type.kind === "array" ? isDouble(type.element) : type.kind === "primitive" && type.name === "float64";
}
