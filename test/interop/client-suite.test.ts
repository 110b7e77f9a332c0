// The client's and the listeners' own suites, file by file as they run against our broker, against Apache Kafka 4.3.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { startApache } from "../apache/broker.ts";
import type { ApacheBroker } from "../apache/broker.ts";
import { apacheSkip } from "../apache/jars.ts";
import { QUICK } from "../integration/client-target.ts";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Those that start and stop the broker themselves can only do that with ours. */
const OURS_ONLY: ReadonlySet<string> = new Set(["client-restart.test.ts"]);

const FILES = globSync("{client,listener}-*.test.ts", { cwd: join(root, "test/integration") })
  .filter((file) => !OURS_ONLY.has(file))
  .sort();

interface Run {
  readonly status: number | null;
  readonly passed: number;
  readonly skipped: number;
  readonly output: string;
}

function runFile(file: string, bootstrap: string): Promise<Run> {
  const child = spawn(
    process.execPath,
    ["--conditions=@ottla/source", "--test", "--test-reporter=spec", join("test/integration", file)],
    {
      cwd: root,
      // A test inside a test would report to its parent instead of printing.
      env: { ...process.env, KAFKA_BOOTSTRAP: bootstrap, NODE_TEST_CONTEXT: undefined },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const count = (label: string): number => Number(new RegExp(`^ℹ ${label} (\\d+)$`, "m").exec(output)?.[1] ?? 0);
  return new Promise((resolve) => {
    child.on("close", (status) => resolve({ status, passed: count("pass"), skipped: count("skipped"), output }));
  });
}

void describe("the suites of the client and of listeners pass against Apache Kafka", { skip: apacheSkip() }, () => {
  let apache: ApacheBroker;
  before(async () => {
    apache = await startApache({
      features: {},
      overrides: QUICK,
    });
  });
  after(() => apache.stop());
  for (const file of FILES) {
    it(file, async () => {
      const run = await runFile(file, apache.bootstrap);
      assert.equal(run.status, 0, run.output);
      assert.ok(run.passed > 0 && run.skipped === 0, run.output);
    });
  }
});
