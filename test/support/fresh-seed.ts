// A seed that nobody has tried yet, and that everybody who has the same code tries: a change of what ships is met by histories of its own, and a
// failure in continuous integration comes back on every machine.
import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @returns 1,000,000 to 1,000,999,999, from the text of all sources that ship */
export function freshSeed(): number {
  const hash = createHash("sha256");
  for (const file of globSync("packages/*/src/**/*.ts", { cwd: root }).sort()) {
    if (!file.endsWith(".test.ts")) hash.update(readFileSync(join(root, file)));
  }
  return 1_000_000 + (hash.digest().readUInt32BE() % 1_000_000_000);
}
