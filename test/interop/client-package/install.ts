// The client as a user installs it, in a directory of its own.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../support/ottla-process.ts";

/** Options of every npm call: nothing but errors is told. */
export const NPM: readonly string[] = ["--no-audit", "--no-fund", "--loglevel=error"];

/** Runs a program to its end, which must be a good one, and gives what it printed. */
export function run(program: string, args: readonly string[], cwd: string): string {
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: undefined };
  const result = spawnSync(program, args, { cwd, encoding: "utf8", timeout: 180_000, env });
  assert.equal(result.status, 0, `${program} ${args.join(" ")}: ${result.stdout}${result.stderr}`);
  return result.stdout;
}

/** Packs the packages and installs the client, without any registry: it depends on nothing. The directory is the caller's to remove. */
export function installClient(packages: readonly string[] = ["client"]): string {
  const folder = mkdtempSync(join(tmpdir(), "ottla-packages-"));
  run(process.execPath, [join(ROOT, "tools/package.ts"), join(folder, "packages"), ...packages], ROOT);
  for (const name of packages) {
    run("npm", ["pack", "--pack-destination", folder, "--loglevel=error"], join(folder, "packages", name));
  }
  writeFileSync(join(folder, "package.json"), '{ "type": "module", "private": true }\n');
  run("npm", ["install", "--offline", ...NPM, "./ottla-client-0.1.0.tgz"], folder);
  return folder;
}
