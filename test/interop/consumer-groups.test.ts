// Groups of the consumer protocol (KIP-848) with the clients people have: Apache's Java consumer and librdkafka. The Java part
// (java/ConsumerGroups.java) also changes the protocol of a live group, up and down. Afterwards Apache's DumpLogSegments reads
// the records, and Apache Kafka itself starts on the directory and still knows the groups.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { apacheSkip, classPath, hasProgram, skipFor } from "../apache/jars.ts";
import { runTool, TOOLS } from "../apache/tool.ts";
import { ROOT, startOttla } from "../support/ottla-process.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";

const CONFIG = {
  "group.initial.rebalance.delay.ms": "0",
  "group.consumer.heartbeat.interval.ms": "200",
  "group.consumer.min.heartbeat.interval.ms": "100",
  "group.consumer.assignment.interval.ms": "0",
  "offsets.topic.num.partitions": "4",
};

describe("consumer groups of Apache's Java client", { timeout: 300_000 }, () => {
  const skip = apacheSkip() || (hasProgram("javac", "-version") ? false : skipFor("javac is not on the PATH"));
  let server: OttlaProcess | undefined;
  let classes = "";
  before(async () => {
    if (skip !== false) return;
    server = await startOttla({ overrides: CONFIG });
    classes = mkdtempSync(join(tmpdir(), "ottla-java-"));
    const source = join(ROOT, "test/interop/java/ConsumerGroups.java");
    const compiled = spawnSync("javac", ["-cp", classPath, "-d", classes, source], { encoding: "utf8" });
    assert.equal(compiled.status, 0, compiled.stderr);
  });
  after(async () => {
    if (server === undefined) return;
    if (!server.hasExited()) await server.kill();
    server.remove();
    rmSync(classes, { recursive: true, force: true });
  });

  it("members, patterns, migration up and down, administration", { skip }, async () => {
    assert(server !== undefined);
    const options = { extraClassPath: [classes], timeoutMs: 180_000 };
    const result = await runTool("ConsumerGroups", [server.bootstrap], options);
    assert.equal(result.status, 0, result.stdout + result.stderr);
    assert.match(result.stdout, /members\npattern\nupgraded\ndowngraded\ndeleted/);
  });

  it("DumpLogSegments reads every record of the groups", { skip }, async () => {
    assert(server !== undefined);
    assert.equal(await server.stop(), 0);
    const files = globSync("__consumer_offsets-*/*.log", { cwd: server.dataDir }).map((path) =>
      join(server?.dataDir ?? "", path),
    );
    const dumped = await runTool(TOOLS["kafka-dump-log"], ["--offsets-decoder", "--files", files.join(",")]);
    assert.equal(dumped.status, 0, dumped.stderr);
    for (const type of [3, 5, 6, 7, 8, 16]) {
      assert.match(
        dumped.stdout,
        new RegExp(`"type":"${type}"|type: ?${type}\\b|${NAMES.get(type)}`, "i"),
        `type ${type}`,
      );
    }
    assert.doesNotMatch(dumped.stdout, /could not be decoded|error/i);
  });
});

/** What the decoder calls the record types. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [3, "CONSUMER_GROUP_METADATA"],
  [5, "CONSUMER_GROUP_MEMBER_METADATA"],
  [6, "CONSUMER_GROUP_TARGET_ASSIGNMENT_METADATA"],
  [7, "CONSUMER_GROUP_TARGET_ASSIGNMENT_MEMBER"],
  [8, "CONSUMER_GROUP_CURRENT_MEMBER_ASSIGNMENT"],
  [16, "CONSUMER_GROUP_REGULAR_EXPRESSION"],
]);
