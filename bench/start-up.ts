// From the command to the first acknowledged record: our command line against Apache's, and our broker inside this process.
import { once } from "node:events";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Producer } from "@ottla/client";
import { startApache } from "../test/apache/broker.ts";
import { freePorts } from "../test/apache/ports.ts";
import { alternate } from "./lib/bench.ts";
import type { Bench } from "./lib/bench.ts";
import { OTTLA } from "./lib/server.ts";

/** Sends one record, trying until the broker answers; resolves when it is acknowledged. */
async function firstRecord(bootstrap: string): Promise<void> {
  await using producer = new Producer({
    "bootstrap.servers": bootstrap,
    "linger.ms": 0,
    "reconnect.backoff.ms": 2,
    "retry.backoff.ms": 2,
  });
  await producer.send({ topic: "first", value: "light" });
}

async function ottlaCommandLine(): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), "ottla-bench-"));
  const started = performance.now();
  const child = spawn(process.execPath, [OTTLA, "start", "--port", "0", "--data", data], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  let text = "";
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.includes("ready on ")) break;
  }
  const address = /ready on (\S+?),/.exec(text)?.[1];
  if (address === undefined) throw new Error(`ottla ended before it was ready: ${text}`);
  await firstRecord(address);
  const elapsed = performance.now() - started;
  child.kill("SIGTERM");
  await once(child, "exit");
  rmSync(data, { recursive: true, force: true });
  return elapsed;
}

async function apacheCommandLine(): Promise<number> {
  const ports = await freePorts(2);
  const dataDir = mkdtempSync(join(tmpdir(), "ottla-bench-"));
  // Formatting is left out of Apache's time, and is part of ours.
  const prepared = await startApache({ dataDir });
  await prepared.stop();
  const started = performance.now();
  const broker = await startApache({ dataDir, ports: [ports[0] ?? 0, ports[1] ?? 0], jvmArgs: ["-Xmx1G", "-Xms1G"] });
  await firstRecord(broker.bootstrap);
  const elapsed = performance.now() - started;
  await broker.stop();
  rmSync(dataDir, { recursive: true, force: true });
  return elapsed;
}

async function inProcess(): Promise<number> {
  const { Broker } = await import("@ottla/testkit");
  const started = performance.now();
  const broker = await Broker.start({ port: 0, memory: true });
  await firstRecord(broker.bootstrapServers);
  const elapsed = performance.now() - started;
  await broker.stop();
  return elapsed;
}

export const bench: Bench = {
  name: "start-up",
  about: "From the command to the first acknowledged record, in milliseconds.",
  async run({ rounds, say }) {
    say("ottla formats its directory in the measured time; Apache's directory is formatted before");
    await inProcess();
    const times = await alternate(rounds, ottlaCommandLine, apacheCommandLine);
    const inside: number[] = [];
    for (let round = 0; round < rounds * 3; round++) inside.push(await inProcess());
    return [
      { name: "command line", unit: "ms", ottla: times.ottla, peer: times.peer, higherIsBetter: false },
      { name: "in process (warm)", unit: "ms", ottla: inside, peer: times.peer, higherIsBetter: false },
    ];
  },
};
