// The schemas of requests and responses as data, for walking a decoded message field by field: which fields a version has,
// what they are, where they lie.
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ApiSchema, FieldSchema, MessageSchema } from "../../packages/protocol/compile/schema-types.ts";
import { includes, parseVersions } from "../../packages/protocol/compile/versions.ts";

const schemaDir: string = join(dirname(fileURLToPath(import.meta.url)), "../../packages/protocol/schema");

/** Every API, by key. */
export const API_SCHEMAS: ReadonlyMap<number, ApiSchema> = await load();

async function load(): Promise<Map<number, ApiSchema>> {
  const files = readdirSync(schemaDir)
    .filter((name) => /^\d\d-/.test(name))
    .sort();
  const schemas = new Map<number, ApiSchema>();
  for (const file of files) {
    const exports = (await import(pathToFileURL(join(schemaDir, file)).href)) as Record<string, ApiSchema>;
    for (const schema of Object.values(exports)) schemas.set(schema.apiKey, schema);
  }
  return schemas;
}

/** One value inside a decoded message. */
export interface FieldVisit {
  readonly field: FieldSchema;
  /** As `topics[3].partitions[0].errorCode`. */
  readonly path: string;
  /** The same without positions: `topics[].partitions[].errorCode`. */
  readonly pattern: string;
  /** The object or array that holds the value, and where in it. */
  readonly holder: Record<string | number, unknown>;
  readonly key: string | number;
  readonly value: unknown;
  /** A whole array or struct (visited before its elements and fields), or a plain value. */
  readonly shape: "array" | "struct" | "value";
  readonly nullable: boolean;
}

/** Visits every field that the version has, structs and arrays before what is inside them. */
export function walkMessage(
  message: MessageSchema,
  version: number,
  value: object,
  visit: (found: FieldVisit) => void,
  labelOf: LabelOf = (_, __, index) => String(index),
): void {
  const structs = new Map((message.structs ?? []).map((struct) => [struct.name, struct.fields]));
  const collect = (fields: readonly FieldSchema[]): void => {
    for (const field of fields) {
      if (field.fields === undefined) continue;
      structs.set(field.type.replace("[]", ""), field.fields);
      collect(field.fields);
    }
  };
  collect(message.fields);
  for (const struct of message.structs ?? []) collect(struct.fields);
  new Walker(structs, version, visit, labelOf).fields(message.fields, value as Record<string, unknown>, "", "");
}

/** What stands for an element in the path: its position, or its key where the order says nothing. */
export type LabelOf = (pattern: string, element: unknown, index: number) => string;

class Walker {
  readonly #structs: ReadonlyMap<string, readonly FieldSchema[]>;
  readonly #version: number;
  readonly #visit: (found: FieldVisit) => void;
  readonly #labelOf: LabelOf;

  constructor(
    structs: ReadonlyMap<string, readonly FieldSchema[]>,
    version: number,
    visit: (found: FieldVisit) => void,
    labelOf: LabelOf,
  ) {
    this.#structs = structs;
    this.#version = version;
    this.#visit = visit;
    this.#labelOf = labelOf;
  }

  fields(fields: readonly FieldSchema[], holder: Record<string, unknown>, path: string, pattern: string): void {
    for (const field of fields) {
      if (!includes(parseVersions(field.versions), this.#version)) continue;
      const dot = path === "" ? "" : ".";
      this.#value(field, field.type, holder, field.name, `${path}${dot}${field.name}`, `${pattern}${dot}${field.name}`);
    }
  }

  #value(
    field: FieldSchema,
    type: string,
    holder: Record<string | number, unknown>,
    key: string | number,
    path: string,
    pattern: string,
  ): void {
    const value = holder[key];
    const nullable = includes(parseVersions(field.nullable), this.#version) && type === field.type;
    const struct = this.#structs.get(type);
    const shape = Array.isArray(value) ? "array" : struct !== undefined && value !== null ? "struct" : "value";
    this.#visit({ field, path, pattern, holder, key, value, shape, nullable });
    if (Array.isArray(value)) {
      const used = new Map<string, number>();
      for (let i = 0; i < value.length; i++) {
        const elements = value as unknown as Record<number, unknown>;
        const name = this.#labelOf(pattern, value[i], i);
        const count = (used.get(name) ?? 0) + 1;
        used.set(name, count);
        const label = count === 1 ? name : `${name}#${count}`;
        this.#value(field, type.replace("[]", ""), elements, i, `${path}[${label}]`, `${pattern}[]`);
      }
    } else if (struct !== undefined && typeof value === "object" && value !== null) {
      this.fields(struct, value as Record<string, unknown>, path, pattern);
    }
  }
}
