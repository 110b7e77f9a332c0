// Exactly once as others do it: Kafka Streams with exactly_once_v2 (java/StreamsCount.java) and franz-go's transactions and sessions
// (go/main.go) against our broker.
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { promisify } from "node:util";
import { apacheSkip, classPath, hasProgram, skipFor } from "../apache/jars.ts";
import { runTool } from "../apache/tool.ts";
import { ROOT, startOttla } from "../support/ottla-process.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";

describe("exactly once with other clients", { timeout: 600_000 }, () => {
  let server: OttlaProcess | undefined;
  const directory = mkdtempSync(join(tmpdir(), "ottla-exactly-once-"));
  before(async () => {
    server = await startOttla();
  });
  after(async () => {
    if (server !== undefined && !server.hasExited()) await server.kill();
    server?.remove();
    rmSync(directory, { recursive: true, force: true });
  });

  const skipJava = apacheSkip() || (hasProgram("javac", "-version") ? false : skipFor("javac is not on the PATH"));
  it("Kafka Streams counts with exactly_once_v2 and a changelog", { skip: skipJava }, async () => {
    assert(server !== undefined);
    const source = join(ROOT, "test/interop/java/StreamsCount.java");
    const compiled = spawnSync("javac", ["-cp", classPath, "-d", directory, source], { encoding: "utf8" });
    assert.equal(compiled.status, 0, compiled.stderr);
    const result = await runTool("StreamsCount", [server.bootstrap, join(directory, "state")], {
      extraClassPath: [directory],
      timeoutMs: 180_000,
    });
    assert.equal(result.status, 0, (result.stdout + result.stderr).slice(-4000));
    assert.match(result.stdout, /^exactly once: 3000 records, 20 keys$/m);
  });

  const skipGo = hasProgram("go", "version") ? false : skipFor("go is not on the PATH");
  it("franz-go commits, aborts, is fenced, and copies in a group", { skip: skipGo }, async () => {
    assert(server !== undefined);
    const cache = join(ROOT, ".cache/go");
    mkdirSync(cache, { recursive: true });
    const binary = join(cache, "interop");
    const cwd = join(ROOT, "test/interop/go");
    const built = spawnSync("go", ["build", "-o", binary, "."], { cwd, encoding: "utf8" });
    assert.equal(built.status, 0, built.stderr);
    const { stdout } = await promisify(execFile)(binary, [server.bootstrap], { timeout: 150_000 });
    assert.equal(stdout, "transactions\nfencing\nconsume-transform-produce\n");
  });
});
