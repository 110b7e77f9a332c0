// The harness itself: an Apache Kafka starts, answers, is administered by its own tools, and stops.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startApache } from "../apache/broker.ts";
import { apacheSkip } from "../apache/jars.ts";
import { answersApiVersions } from "../apache/probe.ts";
import { TOOLS, runTool } from "../apache/tool.ts";

void test("Apache Kafka 4.3.0 starts, its tools reach it, and it stops", { skip: apacheSkip() }, async () => {
  const apache = await startApache();
  try {
    const created = await runTool(TOOLS["kafka-topics"], [
      "--bootstrap-server",
      apache.bootstrap,
      "--create",
      "--topic",
      "harness",
    ]);
    assert.equal(created.stdout.trim(), "Created topic harness.", created.stderr);
    const version = await runTool(TOOLS["kafka-topics"], ["--version"]);
    assert.match(version.stdout, new RegExp(`^${apache.version.replaceAll(".", "\\.")}`));
  } finally {
    await apache.stop();
  }
  assert.equal(await answersApiVersions("127.0.0.1", apache.port, 1000), false);
});
