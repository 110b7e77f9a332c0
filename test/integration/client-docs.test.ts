// The code of the client's pages compiles, strictly, against the client as it is: what a page shows exists under that name and takes what it is given.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { it } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** Within the root, so that the packages are found. */
const FOLDER = join(ROOT, ".cache", "client-docs");
const BLOCK = /^```ts\n(.*?)^```$/gms;

/** What the pages leave to the reader: names of his own program. */
const READERS_OWN = `
declare global {
  type Order = { id: number };
  const bootstrapServers: string;
  const groupId: string;
  const signal: AbortSignal;
  const knownCustomers: string[];
  const ORDER_SCHEMA: string;
  function handle(record: unknown, signal?: AbortSignal): Promise<void>;
  const offsets: Map<import("@ottla/client").TopicPartition, import("@ottla/client").OffsetAndMetadata>;
  const transaction: import("@ottla/client").Transaction;
  const producer: import("@ottla/client").Producer;
  const consumer: import("@ottla/client").Consumer;
}
export {};
`;

/** Names that a page has imported before, or says where they come from. */
const IMPORTED = ["Consumer", "ParallelConsumer", "Producer", "grownTopicsPartitioner", "mskIamTokenProvider"];

/** A block as a module: with the imports that it leaves out. */
function moduleOf(block: string): string {
  // The half that shows another client is not ours to compile.
  const ours = block.includes("// @ottla/client") ? block.slice(block.indexOf("// @ottla/client")) : block;
  const missing = IMPORTED.filter((name) => new RegExp(`\\b${name}\\b`).test(ours) && !isImported(name, ours));
  const imports = missing.length === 0 ? "" : `import { ${missing.join(", ")} } from "@ottla/client";\n`;
  return `${imports}${ours}\nexport {};\n`;
}

function isImported(name: string, code: string): boolean {
  return new RegExp(`^import \\{[^}]*\\b${name}\\b[^}]*\\} from`, "m").test(code);
}

it("the code of docs/client compiles", () => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, "reader.d.ts"), READERS_OWN);
  const pages = globSync("docs/client/*.md", { cwd: ROOT }).toSorted();
  let count = 0;
  for (const page of pages) {
    for (const [index, [, block = ""]] of [...readFileSync(join(ROOT, page), "utf8").matchAll(BLOCK)].entries()) {
      writeFileSync(join(FOLDER, `${basename(page, ".md")}-${index}.ts`), moduleOf(block));
      count++;
    }
  }
  assert.ok(count >= 13, `${count} blocks were found`);
  const compilerOptions = {
    noEmit: true,
    types: ["node"],
    // The packages as they stand here, whether or not anything is built.
    customConditions: ["@ottla/source"],
    noUnusedLocals: false,
    noUnusedParameters: false,
  };
  writeFileSync(
    join(FOLDER, "tsconfig.json"),
    JSON.stringify({ extends: "../../tsconfig.base.json", compilerOptions, include: ["*.ts"] }),
  );
  const tsc = join(ROOT, "node_modules", ".bin", "tsc");
  const result = spawnSync(tsc, ["-p", FOLDER], { encoding: "utf8" });
  assert.equal(result.status, 0, result.stdout + result.stderr);
});
