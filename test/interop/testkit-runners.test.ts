// The test kit as it is published, in the runners of others: the same test file, with kafkajs as the client under test, in vitest and in jest.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { skipFor } from "../apache/jars.ts";
import { ROOT } from "../support/ottla-process.ts";
import { NPM, installClient, run } from "./client-package/install.ts";

interface Runner {
  readonly name: string;
  readonly version: string;
  /** Its executable, within its package. */
  readonly executable: string;
  readonly words: readonly string[];
  readonly nodeOptions: string;
}

const JEST_CONFIG = { transform: {}, testMatch: ["**/*.test.mjs"], testTimeout: 60_000 };

const RUNNERS: readonly Runner[] = [
  {
    name: "vitest",
    version: "5",
    executable: "vitest.mjs",
    words: ["run", "--root", ".", "--globals", "--testTimeout=60000", "--hookTimeout=60000"],
    nodeOptions: "",
  },
  {
    name: "jest",
    version: "30",
    executable: "bin/jest.js",
    words: ["--rootDir", ".", "--config", JSON.stringify(JEST_CONFIG)],
    // Jest takes ES modules, which the kit is, with this.
    nodeOptions: "--experimental-vm-modules",
  },
];

/** Where the runner is, in the cache; undefined when the registry does not have it. */
function packageOf({ name, version }: Runner): string | undefined {
  const folder = join(ROOT, ".cache", "runners", `${name}-${version}`);
  const installed = join(folder, "node_modules", name);
  if (!existsSync(installed)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
    const args = ["install", "--prefix", folder, "--ignore-scripts", ...NPM, `${name}@${version}`];
    spawnSync("npm", args, { cwd: folder, encoding: "utf8", timeout: 300_000 });
  }
  return existsSync(installed) ? installed : undefined;
}

function runIn(
  folder: string,
  { executable, name, words, nodeOptions }: Runner,
): Promise<{ readonly status: number | null; readonly output: string }> {
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: nodeOptions, NO_COLOR: "1", CI: "1" };
  const command = [join(folder, "node_modules", name, executable), ...words];
  const child = spawn(process.execPath, command, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => {
    child.on("close", (status) => resolve({ status, output }));
  });
}

describe("the test kit in other runners", { timeout: 900_000 }, () => {
  let folder = "";
  before(() => {
    folder = installClient(["client", "testkit"]);
    run("npm", ["install", "--offline", ...NPM, "./ottla-testkit-0.1.0.tgz"], folder);
    symlinkSync(join(ROOT, "node_modules", "kafkajs"), join(folder, "node_modules", "kafkajs"));
    copyFileSync(join(ROOT, "test/interop/testkit/orders.test.mjs"), join(folder, "orders.test.mjs"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const runner of RUNNERS) {
    it(runner.name, async (context) => {
      const installed = packageOf(runner);
      if (installed === undefined) {
        context.skip(skipFor(`the registry does not have ${runner.name}`));
        return;
      }
      symlinkSync(installed, join(folder, "node_modules", runner.name));
      const { status, output } = await runIn(folder, runner);
      assert.equal(status, 0, output);
      assert.match(output, /Tests:? +3 passed/, output);
    });
  }
});
