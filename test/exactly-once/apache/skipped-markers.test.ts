// A defect of Apache Kafka 4.3.0, shown with its own client and tools (decisions/016): a broker that is killed and started again within its session completes
// prepared transactions without writing their markers. Part of `npm run campaign`: when this fails, Apache may have mended it, and `process-world.ts` can
// do without its detour.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { startApache } from "../../apache/broker.ts";
import type { ApacheBroker } from "../../apache/broker.ts";
import { apacheSkip, classPath, hasProgram, skipFor } from "../../apache/jars.ts";
import { freePorts } from "../../apache/ports.ts";
import { runTool } from "../../apache/tool.ts";
import { ROOT } from "../../support/ottla-process.ts";

/** A kill between two transactions shows nothing. */
const ATTEMPTS = 5;
const TRANSACTION_TIMEOUT_MS = 4000;

describe("Apache Kafka's broker, killed and started again at once", { timeout: 300_000 }, () => {
  const skip = apacheSkip() || (hasProgram("javac", "-version") ? false : skipFor("javac is not on the PATH"));
  const home = mkdtempSync(join(tmpdir(), "skipped-markers-"));
  const running = new Set<{ kill(): unknown }>();
  after(async () => {
    for (const one of running) await one.kill();
    rmSync(home, { recursive: true, force: true });
  });

  const start = async (dataDir: string, ports: readonly [number, number]): Promise<ApacheBroker> => {
    const broker = await startApache({ dataDir, ports });
    running.add(broker);
    return broker;
  };

  const load = async (bootstrap: string): Promise<ChildProcess> => {
    const child = spawn("java", ["-cp", `${classPath}:${home}`, "SkippedMarkers", "load", bootstrap], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    running.add(child);
    let out = "";
    for await (const chunk of child.stdout) if ((out += String(chunk)).includes("loaded")) break;
    return child;
  };

  it("leaves transactions completed without their markers", { skip }, async (test) => {
    const source = join(ROOT, "test/exactly-once/apache/SkippedMarkers.java");
    const compiled = spawnSync("javac", ["-cp", classPath, "-d", home, source], { encoding: "utf8" });
    assert.equal(compiled.status, 0, compiled.stderr);
    for (let attempt = 1; ; attempt++) {
      const dataDir = join(home, String(attempt));
      const [port = 0, controllerPort = 0] = await freePorts(2);
      const first = await start(dataDir, [port, controllerPort]);
      const loader = await load(first.bootstrap);
      await first.kill();
      // With its producers gone nobody begins a transaction that would cover up what is missing.
      loader.kill("SIGKILL");
      await once(loader, "exit");
      const second = await start(dataDir, [port, controllerPort]);
      // What was open is aborted by the coordinator in this time, and every 10 s is looked.
      await new Promise((resolve) => setTimeout(resolve, TRANSACTION_TIMEOUT_MS + 12_000));
      const looked = await runTool("SkippedMarkers", ["look", second.bootstrap], { extraClassPath: [home] });
      assert.match(looked.stdout, /^looked$/m, looked.stderr);
      const skipped = readFileSync(second.serverLog, "utf8")
        .split("\n")
        .filter((line) => line.includes("likely deleted already"));
      await second.kill();
      if (skipped.length === 0 && attempt < ATTEMPTS) continue;
      for (const line of [...skipped, ...looked.stdout.split("\n")]) test.diagnostic(line);
      assert.notEqual(skipped.length, 0);
      assert.match(looked.stdout, /^stuck marked-\d+ \d+ of \d+$/m);
      assert.doesNotMatch(looked.stdout, /^transaction .* (ONGOING|PREPARE)/im, "and the coordinator knows of none");
      return;
    }
  });
});
