// PyPI's confluent-kafka (librdkafka) against our broker; the checks themselves are in python/interop.py.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { skipFor } from "../apache/jars.ts";
import { ROOT, startOttla } from "../support/ottla-process.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";

/** `.ci/install-interop` makes it. */
const PYTHON = join(ROOT, ".cache/python/bin/python");
const hasClient = spawnSync(PYTHON, ["-c", "import confluent_kafka"]).status === 0;

describe("confluent-kafka for Python", { timeout: 180_000 }, () => {
  const skip = hasClient
    ? false
    : skipFor("confluent-kafka is not installed in .cache/python: run .ci/install-interop");
  let server: OttlaProcess | undefined;
  before(async () => {
    if (skip === false) server = await startOttla();
  });
  after(async () => {
    if (server === undefined) return;
    assert.equal(await server.stop(), 0);
    server.remove();
  });

  it(
    "produces and consumes with every codec, rebalances, administers, copies in transactions",
    { skip },
    async (test) => {
      assert(server !== undefined);
      const child = spawn(PYTHON, [join(ROOT, "test/interop/python/interop.py"), server.bootstrap], {
        timeout: 170_000,
      });
      let output = "";
      child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
      const code = await new Promise((resolve) => child.once("close", resolve));
      assert.equal(code, 0, output);
      for (const check of ["none", "gzip", "snappy", "lz4", "zstd"]) assert.match(output, new RegExp(`codec ${check}`));
      assert.match(output, /rebalance\nconsumer protocol\nadministration\n(%.*\n)*transactions\n/);
      test.diagnostic(output.trim().replaceAll("\n", ", "));
    },
  );
});
