// The delay of the broker's event loop at full rate: what else waits meanwhile. There is no peer: the column named peer is the target.
import { fork } from "node:child_process";
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { printFigures } from "./lib/bench.ts";
import type { Bench, Figure } from "./lib/bench.ts";
import { produce } from "./lib/java-tools.ts";
import { perf } from "./lib/librdkafka-tool.ts";
import type { Load } from "./lib/matrix.ts";
import type { Server } from "./lib/server.ts";
import { createTopic } from "./lib/topics.ts";

const here: string = dirname(fileURLToPath(import.meta.url));
const TARGET_MS = 50;
const PARTITIONS = 6;
const WARM_UP_RECORDS = 200_000;

/** What runs at full speed while the loop is watched; the topic is there. */
type Work = (server: Server, topic: string) => Promise<unknown>;

const java: Load = { recordBytes: 1000, recordCount: 1_000_000, partitions: PARTITIONS };
const produced = (server: Server, topic: string, recordBytes: number, records: number): Promise<unknown> =>
  perf(["produce", server.bootstrap, topic, String(records), String(recordBytes), "all"]);
const consumed = (server: Server, topic: string, records: number): Promise<unknown> =>
  perf(["consume", server.bootstrap, topic, String(records), String(PARTITIONS)]);

const WORKS: ReadonlyMap<string, Work> = new Map<string, Work>([
  ["kafka-producer-perf-test, 1000 B", (server, topic) => produce(server, topic, java, "all")],
  ["librdkafka produces and consumes, 100 B", (server, topic) => both(server, topic, 100, 3_000_000)],
  ["librdkafka produces and consumes, 1000 B", (server, topic) => both(server, topic, 1000, 1_000_000)],
]);

async function both(server: Server, topic: string, recordBytes: number, records: number): Promise<void> {
  await Promise.all([produced(server, topic, recordBytes, records), consumed(server, topic, records)]);
}

async function delayDuring(work: Work): Promise<number> {
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
  await createTopic(server, "watched", PARTITIONS);
  // Handlers are loaded when first needed, and here from their sources: that is not what full rate costs.
  await createTopic(server, "warm-up", PARTITIONS);
  await both(server, "warm-up", 100, WARM_UP_RECORDS);
  child.send("watch");
  await work(server, "watched");
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
  about: "p99.9 of the event loop's delay at full speed, acks=all, 6 partitions, in ms (peer: the target).",
  async run({ rounds, say, wants }) {
    const figures: Figure[] = [];
    for (const [name, work] of WORKS) {
      if (!wants(name)) continue;
      const delays: number[] = [];
      for (let round = 0; round < rounds; round++) delays.push(await delayDuring(work));
      figures.push({ name: `${name}: p99.9`, unit: "ms", ottla: delays, peer: [TARGET_MS], higherIsBetter: false });
      say(printFigures(figures.slice(-1)));
    }
    return figures;
  },
};
