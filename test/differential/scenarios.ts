// Imports every scenario file; each registers its scenarios.
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const dir: string = join(dirname(fileURLToPath(import.meta.url)), "scenarios");

export async function loadScenarios(): Promise<void> {
  for (const file of readdirSync(dir).sort()) {
    if (file.endsWith(".ts")) await import(pathToFileURL(join(dir, file)).href);
  }
}
