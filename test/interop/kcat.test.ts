// kcat (librdkafka) against our broker: every codec, and a group that rebalances.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { after, before, describe, it } from "node:test";
import { hasProgram, skipFor } from "../apache/jars.ts";
import { startOttla } from "../support/ottla-process.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";
import { until } from "../support/until.ts";

const lines = Array.from({ length: 500 }, (_, i) => `k${i}:${`v${i}`.repeat(20)}`);

describe("kcat", { timeout: 120_000 }, () => {
  const skip = hasProgram("kcat", "-V") ? false : skipFor("kcat is not on the PATH");
  let server: OttlaProcess | undefined;
  const kcat = (args: readonly string[], input = ""): string => {
    const result = spawnSync("kcat", ["-b", server?.bootstrap ?? "", ...args], {
      input,
      encoding: "utf8",
      timeout: 30_000,
    });
    assert.equal(result.status, 0, result.stderr);
    return result.stdout;
  };
  before(async () => {
    if (skip === false) server = await startOttla();
  });
  after(async () => {
    if (server === undefined) return;
    assert.equal(await server.stop(), 0);
    server.remove();
  });

  for (const codec of ["none", "gzip", "snappy", "lz4", "zstd"]) {
    it(`produces and consumes with ${codec}`, { skip }, () => {
      const topic = `kcat-${codec}`;
      kcat(["-P", "-t", topic, "-K:", "-z", codec, "-X", "acks=all"], `${lines.join("\n")}\n`);
      const read = kcat(["-C", "-t", topic, "-K:", "-o", "beginning", "-e", "-q", "-X", "check.crcs=true"]);
      assert.deepEqual(read.trim().split("\n"), lines);
    });
  }

  it("a member that leaves gives its partitions to the one that stays", { skip }, async () => {
    assert(server !== undefined);
    const { bootstrap } = server;
    const received: string[] = [];
    const logs: string[] = ["", ""];
    const join = (index: number): ChildProcess => {
      const flags = [
        "-X",
        "auto.offset.reset=earliest",
        "-X",
        "session.timeout.ms=6000",
        "-X",
        "heartbeat.interval.ms=200",
      ];
      const child = spawn("kcat", ["-b", bootstrap, "-G", "kcat-group", "-u", ...flags, "kcat-rebalance"]);
      child.stdout.on("data", (chunk: Buffer) => received.push(...chunk.toString().trim().split("\n")));
      child.stderr.on("data", (chunk: Buffer) => (logs[index] = `${logs[index]}${chunk.toString()}`));
      return child;
    };
    const assigned = (index: number): number =>
      (/assigned: ([^\n]*)\n?$/.exec((logs[index] ?? "").split("rebalanced").at(-1) ?? "")?.[1] ?? "").split(
        "kcat-rebalance [",
      ).length - 1;
    const made = spawnSync(process.execPath, [
      "packages/cli/dist/ottla.js",
      "topics",
      "--bootstrap-server",
      bootstrap,
      "--create",
      "--topic",
      "kcat-rebalance",
      "--partitions",
      "4",
    ]);
    assert.equal(made.status, 0, made.stdout.toString());
    const children = [join(0), join(1)];
    try {
      await until("both have two partitions", () => assigned(0) === 2 && assigned(1) === 2);
      kcat(["-P", "-t", "kcat-rebalance"], Array.from({ length: 40 }, (_, i) => `${i}\n`).join(""));
      await until("forty are read", () => received.length >= 40);
      children[1]?.kill("SIGTERM");
      await until("one has all", () => assigned(0) === 4);
      kcat(["-P", "-t", "kcat-rebalance"], Array.from({ length: 40 }, (_, i) => `${40 + i}\n`).join(""));
      await until("eighty are read", () => new Set(received).size >= 80);
    } finally {
      for (const child of children) child.kill("SIGKILL");
    }
  });
});
