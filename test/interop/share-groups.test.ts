// Apache Kafka's share consumers and tools 4.3 against our broker (java/ShareInterop.java), and DumpLogSegments over the share
// state and the groups it left behind.
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

describe("share groups of Apache Kafka's clients and tools", { timeout: 300_000 }, () => {
  const skip = apacheSkip() || (hasProgram("javac", "-version") ? false : skipFor("javac is not on the PATH"));
  let server: OttlaProcess | undefined;
  let classes = "";
  before(async () => {
    if (skip !== false) return;
    server = await startOttla();
    classes = mkdtempSync(join(tmpdir(), "ottla-java-share-"));
    const source = join(ROOT, "test/interop/java/ShareInterop.java");
    const compiled = spawnSync("javac", ["-cp", classPath, "-d", classes, source], { encoding: "utf8" });
    assert.equal(compiled.status, 0, compiled.stderr);
  });
  after(async () => {
    if (server === undefined) return;
    if (!server.hasExited()) await server.kill();
    server.remove();
    rmSync(classes, { recursive: true, force: true });
  });

  it("KafkaShareConsumer: implicit and explicit acknowledgement, renewal, two members, offsets", { skip }, async () => {
    assert(server !== undefined);
    const options = { extraClassPath: [classes], timeoutMs: 180_000 };
    const result = await runTool("ShareInterop", [server.bootstrap], options);
    assert.equal(result.status, 0, result.stdout + result.stderr);
    assert.match(result.stdout, /implicit\nexplicit\nrenewal\ntogether\nadministration/);
  });

  it("the console share consumer and kafka-share-groups", { skip }, async () => {
    assert(server !== undefined);
    const at = ["--bootstrap-server", server.bootstrap];
    const share = (...args: string[]) => runTool(TOOLS["kafka-share-groups"], [...at, ...args]);
    const group = ["--group", "share-explicit"];
    const offsets = await share("--describe", ...group);
    assert.match(offsets.stdout, /share-explicit +share-explicit +0 +\d+ +0/, offsets.stdout + offsets.stderr);
    const reset = await share("--reset-offsets", ...group, "--topic", "share-explicit", "--to-earliest", "--execute");
    assert.match(reset.stdout, /share-explicit +share-explicit +0 +0/, reset.stdout + reset.stderr);
    const topic = ["--topic", "share-explicit", ...group, "--max-messages", "100", "--timeout-ms", "30000"];
    const consumed = await runTool(TOOLS["kafka-console-share-consumer"], [...at, ...topic]);
    assert.equal(consumed.stdout.split("\n").filter((line) => /^v\d+$/.test(line)).length, 100, consumed.stderr);
    assert.match((await share("--list", "--state")).stdout, /share-explicit +Empty/);
    const deleted = await share("--delete", ...group);
    assert.match(deleted.stdout, /successful/, deleted.stdout + deleted.stderr);
  });

  it("DumpLogSegments reads the share state and the records of the groups", { skip }, async () => {
    assert(server !== undefined);
    const { dataDir } = server;
    assert.equal(await server.stop(), 0);
    const dump = async (topic: string, decoder: string): Promise<string> => {
      const files = globSync(`${topic}-*/*.log`, { cwd: dataDir }).map((path) => join(dataDir, path));
      const result = await runTool(TOOLS["kafka-dump-log"], [decoder, "--files", files.join(",")], {
        timeoutMs: 120_000,
      });
      const output = result.stdout + result.stderr;
      assert.equal(result.status, 0, output.slice(-2000));
      assert.doesNotMatch(output, /isvalid: false|corrupt|Exception|Could not decode|not a valid/i);
      return output;
    };
    const state = await dump("__share_group_state", "--share-group-state-decoder");
    assert.match(state, /"groupId":"share-implicit"[^]*"snapshotEpoch":\d+[^]*"startOffset":/);
    const groups = await dump("__consumer_offsets", "--offsets-decoder");
    assert.match(groups, /"initializedTopics":\[\{"topicId"[^]*"topicName":"share-implicit"/);
  });
});
