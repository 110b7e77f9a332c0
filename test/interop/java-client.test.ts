// Apache Kafka's Java client 4.3 against our broker (java/Interop.java), and Apache's DumpLogSegments over the files it left behind.
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

describe("Apache Kafka's Java client and tools", { timeout: 300_000 }, () => {
  const skip = apacheSkip() || (hasProgram("javac", "-version") ? false : skipFor("javac is not on the PATH"));
  let server: OttlaProcess | undefined;
  let classes = "";
  before(async () => {
    if (skip !== false) return;
    server = await startOttla();
    classes = mkdtempSync(join(tmpdir(), "ottla-java-"));
    const source = join(ROOT, "test/interop/java/Interop.java");
    const compiled = spawnSync("javac", ["-cp", classPath, "-d", classes, source], { encoding: "utf8" });
    assert.equal(compiled.status, 0, compiled.stderr);
  });
  after(async () => {
    if (server === undefined) return;
    if (!server.hasExited()) await server.kill();
    server.remove();
    rmSync(classes, { recursive: true, force: true });
  });

  it("produces and consumes with every codec, rebalances and administers", { skip }, async () => {
    assert(server !== undefined);
    const result = await runTool("Interop", [server.bootstrap], { extraClassPath: [classes], timeoutMs: 180_000 });
    assert.equal(result.status, 0, result.stdout + result.stderr);
    assert.match(
      result.stdout,
      /codec none\ncodec gzip\ncodec snappy\ncodec lz4\ncodec zstd\nrebalance\nadministration/,
    );
  });

  it("the console producer's lines come back through the console consumer", { skip }, async () => {
    assert(server !== undefined);
    const target = ["--bootstrap-server", server.bootstrap, "--topic", "console"];
    const produced = await runTool(TOOLS["kafka-console-producer"], target, { stdin: "one\ntwo\nthree\n" });
    assert.equal(produced.status, 0, produced.stderr);
    const consumed = await runTool(TOOLS["kafka-console-consumer"], [
      ...target,
      "--from-beginning",
      "--max-messages",
      "3",
    ]);
    assert.equal(consumed.stdout, "one\ntwo\nthree\n");
  });

  it("DumpLogSegments reads every segment, index and the metadata log without a complaint", { skip }, async () => {
    assert(server !== undefined);
    assert.equal(await server.stop(), 0);
    const files = globSync("*/*.{log,index,timeindex,snapshot}", { cwd: server.dataDir }).map((path) =>
      join(server?.dataDir ?? "", path),
    );
    const data = files.filter((path) => !path.includes("__cluster_metadata"));
    const metadata = files.filter((path) => path.includes("__cluster_metadata") && path.endsWith(".log"));
    assert(data.length > 20 && metadata.length > 0);
    const dump = async (args: readonly string[]): Promise<string> => {
      const result = await runTool(TOOLS["kafka-dump-log"], args, { timeoutMs: 120_000 });
      const output = result.stdout + result.stderr;
      assert.equal(result.status, 0, output.slice(-2000));
      assert.doesNotMatch(output, /isvalid: false|Found .* (mismatches|out of order)|corrupt|Exception|not a valid/i);
      return output;
    };
    const records = await dump([
      "--deep-iteration",
      "--print-data-log",
      "--files",
      data.filter((path) => path.endsWith(".log")).join(","),
    ]);
    assert.match(records, /payload: v0v0v0/);
    await dump(["--index-sanity-check", "--files", data.filter((path) => /index$/.test(path)).join(",")]);
    await dump(["--files", data.filter((path) => path.endsWith(".snapshot")).join(",")]);
    const offsets = data.filter((path) => path.includes("__consumer_offsets") && path.endsWith(".log"));
    assert.match(
      await dump(["--offsets-decoder", "--files", offsets.join(",")]),
      /"protocolType":"consumer"[^]*"commitTimestamp"/,
    );
    assert.match(await dump(["--cluster-metadata-decoder", "--files", metadata.join(",")]), /TOPIC_RECORD/);
  });
});
