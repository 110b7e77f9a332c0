// The delay of the broker's event loop at full rate. There is no peer: the column named peer is the target of 50 ms.
import { fork } from "node:child_process";
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Bench } from "./lib/bench.ts";
import { produce } from "./lib/java-tools.ts";
import type { Server } from "./lib/server.ts";
import { createTopic } from "./lib/topics.ts";

const here: string = dirname(fileURLToPath(import.meta.url));
const TARGET_MS = 50;

async function delayAtFullRate(): Promise<number> {
  const child = fork(join(here, "lib/watched-broker.ts"), { execArgv: ["--conditions=@ottla/source"] });
  const next = (): Promise<unknown> => new Promise((resolve) => child.once("message", resolve));
  const address = await next();
  const server: Server = {
    name: "ottla",
    bootstrap: String(address),
    pid: child.pid ?? -1,
    configuration: "",
    stop: () => new Promise((resolve) => child.once("exit", () => resolve())),
  };
  await createTopic(server, "watched", 6);
  child.send("watch");
  await produce(server, { topic: "watched", recordBytes: 1000, recordCount: 1_000_000 }, "all");
  const answer = next();
  child.send("report");
  const delayMs = Number(await answer);
  const ended = server.stop();
  child.send("stop");
  await ended;
  return delayMs;
}

export const bench: Bench = {
  name: "event-loop-delay",
  about: "p99.9 of the event loop's delay while kafka-producer-perf-test runs at full speed, in ms (peer: the target).",
  async run({ rounds }) {
    const delays: number[] = [];
    for (let round = 0; round < rounds; round++) delays.push(await delayAtFullRate());
    return [{ name: "p99.9", unit: "ms", ottla: delays, peer: [TARGET_MS], higherIsBetter: false }];
  },
};
