// Makes a fresh clone usable: installs what package-lock.json names, then bundles the executable when a source is newer
// than the bundle. Plain JavaScript for whatever Node starts `npm`, because Node 24 itself comes with the install.
// Usage: node tools/prepare.mjs [--build]
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs a program with its output on stderr, so that stdout stays the product's own; ends this process when it fails. */
function run(command, args, what) {
  const result = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (result.status !== 0) {
    process.stderr.write(`ottla: ${what} failed: ${result.error?.message ?? `exit code ${result.status}`}\n`);
    process.exit(1);
  }
}

function modifiedMs(path) {
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}

function newestBelow(folder) {
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === "node_modules" || entry.name === "dist") continue;
    const path = join(folder, entry.name);
    newest = Math.max(newest, entry.isDirectory() ? newestBelow(path) : statSync(path).mtimeMs);
  }
  return newest;
}

const installed = join(root, "node_modules", ".package-lock.json");
const nodeBinary = join(root, "node_modules", ".bin", process.platform === "win32" ? "node.cmd" : "node");
if (!existsSync(nodeBinary) || modifiedMs(installed) < modifiedMs(join(root, "package-lock.json"))) {
  process.stderr.write("ottla: installing dependencies\n");
  const npm = process.env.npm_execpath;
  // Not `npm ci`: it refuses a lock file whose optional binaries for other platforms a registry mirror does not have. The lock file
  // is obeyed and left as it is all the same.
  const args = ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  if (npm?.endsWith("js")) run(process.execPath, [npm, ...args], "npm install");
  else run("npm", args, "npm install");
}

if (process.argv.includes("--build")) {
  const bundle = join(root, "packages", "cli", "dist", "ottla.js");
  const newest = Math.max(newestBelow(join(root, "packages")), modifiedMs(join(root, "tools", "bundle.ts")));
  if (modifiedMs(bundle) < newest) {
    process.stderr.write("ottla: building\n");
    run(nodeBinary, [join(root, "tools", "bundle.ts")], "the build");
  }
}
