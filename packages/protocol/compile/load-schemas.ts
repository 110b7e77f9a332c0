/** Imports every file of `schema/` and sorts it into APIs and record families. */
import { readdir } from "node:fs/promises";
import type { ApiSchema, RecordFamilySchema } from "./schema-types.ts";

/** All schemas, each with the file it comes from. */
export interface Schemas {
  /** By API key. */
  readonly apis: readonly { readonly schema: ApiSchema; readonly file: string }[];
  readonly families: readonly { readonly schema: RecordFamilySchema; readonly file: string }[];
}

/** Reads `schema/`: `NN-name.ts` is an API, `name.ts` a record family, a folder holds parts of a large one. */
export async function loadSchemas(): Promise<Schemas> {
  const folder = new URL("../schema/", import.meta.url);
  const apis: { schema: ApiSchema; file: string }[] = [];
  const families: { schema: RecordFamilySchema; file: string }[] = [];
  const files = (await readdir(folder)).filter((name) => name.endsWith(".ts"));
  for (const file of files.toSorted()) {
    const exported = Object.values((await import(new URL(file, folder).href)) as Record<string, unknown>);
    if (exported.length !== 1) throw new Error(`${file} exports ${exported.length} values instead of one schema`);
    if (/^\d\d-/.test(file)) apis.push({ schema: exported[0] as ApiSchema, file });
    else families.push({ schema: exported[0] as RecordFamilySchema, file });
  }
  for (const [index, { schema, file }] of apis.entries()) {
    if (schema.apiKey !== index || !file.startsWith(String(index).padStart(2, "0"))) {
      throw new Error(`${file} declares API key ${schema.apiKey} where ${index} belongs`);
    }
  }
  return { apis, families };
}

/** `01-fetch.ts` → `fetch`: the name of the generated module. */
export function moduleName(file: string): string {
  return file.replace(/^\d\d-/, "").replace(/\.ts$/, "");
}
