/**
 * Writes `src/generated/` from `schema/`. With `--check` nothing is written: the exit code is 1 and the files are named
 * when what is there differs from what would be written.
 */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { emitJsonFields } from "./emit-json-fields.ts";
import { emitModule } from "./emit-module.ts";
import { emitApiTable, emitErrorFields, emitModuleTable } from "./emit-tables.ts";
import { loadSchemas, moduleName } from "./load-schemas.ts";
import type { Schemas } from "./load-schemas.ts";
import { buildModule } from "./model.ts";

const target = new URL("../src/generated/", import.meta.url);

/** File name to text of everything that belongs into `src/generated/`. */
function generateAll(schemas: Schemas): Map<string, string> {
  const files = new Map<string, string>();
  for (const { schema, file } of schemas.apis) {
    const name = moduleName(file);
    const module = buildModule(name, [
      { schema: schema.request, kind: "request", id: schema.apiKey },
      { schema: schema.response, kind: "response", id: schema.apiKey },
    ]);
    files.set(`${name}.ts`, emitModule(module, `schema/${file}`));
  }
  for (const { schema, file } of schemas.families) {
    const messages = schema.messages.map((message) => ({ schema: message, kind: message.kind, id: message.id ?? -1 }));
    const module = buildModule(schema.name, messages);
    files.set(`${moduleName(file)}.ts`, emitModule(module, `schema/${file}`));
    if (schema.hasJson === true) files.set(`${moduleName(file)}-json.ts`, emitJsonFields(module, `schema/${file}`));
  }
  files.set("api-table.ts", emitApiTable(schemas));
  files.set("module-table.ts", emitModuleTable(schemas));
  files.set("error-fields.ts", emitErrorFields(schemas));
  return files;
}

async function driftedFiles(files: ReadonlyMap<string, string>): Promise<string[]> {
  const present = await readdir(target).catch((): string[] => []);
  const drifted = present.filter((file) => !files.has(file));
  for (const [file, text] of files) {
    const current = present.includes(file) ? await readFile(new URL(file, target), "utf8") : null;
    if (current !== text) drifted.push(file);
  }
  return drifted;
}

const files = generateAll(await loadSchemas());
const drifted = await driftedFiles(files);
if (process.argv.includes("--check")) {
  if (drifted.length > 0) {
    console.error(
      `packages/protocol/src/generated is not what schema/ says: ${drifted.join(", ")}. Run npm run generate.`,
    );
    process.exitCode = 1;
  }
} else {
  await mkdir(target, { recursive: true });
  for (const file of drifted) {
    const text = files.get(file);
    if (text === undefined) await rm(new URL(file, target));
    else await writeFile(new URL(file, target), text);
  }
  console.log(`${files.size} files in packages/protocol/src/generated, ${drifted.length} changed`);
}
