// What the client costs where many of it run in one process, and what a key costs: two hundred consumers at rest, and murmur2. The column named peer is the
// target of each.
import { readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { murmur2 } from "@ottla/base";
import { Consumer, Producer } from "@ottla/client";
import type { Bench, Figure } from "./lib/bench.ts";
import { startOttla } from "./lib/server.ts";
import type { Server } from "./lib/server.ts";
import { createTopic } from "./lib/topics.ts";

const CONSUMERS = 200;
const PARTITIONS = 200;
/** Bytes of a key, and how many microseconds it may take. */
const KEYS: ReadonlyMap<number, number> = new Map([
  [16, 0.05],
  [4_096, 3],
]);
const HASHED_BYTES = 200_000_000;

interface Rest {
  readonly mebibytes: number;
  readonly threads: number;
}

/** Memory and threads that the consumers add to a process that has had one of each before. */
async function atRest({ bootstrap }: Server, topic: string): Promise<Rest> {
  const consumer = (groupId: string): Consumer => {
    const one = new Consumer({ bootstrapServers: bootstrap, groupId, autoOffsetReset: "earliest" });
    one.subscribe(topic);
    return one;
  };
  const warm = consumer("warm");
  await warm.poll({ timeoutMs: 10_000 });
  await warm.close();
  const before = look();
  const all = Array.from({ length: CONSUMERS }, () => consumer("many"));
  const ended = new AbortController();
  const polls = all.map(async (one) => {
    while (!ended.signal.aborted) await one.poll({ timeoutMs: 500, signal: ended.signal }).catch(() => undefined);
  });
  while (all.reduce((sum, one) => sum + one.assignment().length, 0) < PARTITIONS) await sleep(50);
  // Everybody has a connection to its coordinator and one that fetches, and has been heard.
  await sleep(3_000);
  const { mebibytes, threads } = look();
  ended.abort();
  await Promise.all(polls);
  await Promise.all(all.map((one) => one.close()));
  return { mebibytes: (mebibytes - before.mebibytes) / CONSUMERS, threads: threads - before.threads };
}

function look(): Rest {
  return { mebibytes: process.memoryUsage.rss() / 2 ** 20, threads: readdirSync("/proc/self/task").length };
}

function microsOf(bytes: number): number {
  const key = Buffer.alloc(bytes, "k");
  const count = Math.round(HASHED_BYTES / bytes);
  let sum = 0;
  const round = (): number => {
    const start = process.cpuUsage();
    for (let i = 0; i < count; i++) {
      key[0] = i;
      sum += murmur2(key);
    }
    const { user, system } = process.cpuUsage(start);
    return (user + system) / count;
  };
  // The first round compiles it; the sum keeps the calls from being left out.
  round();
  return Number.isNaN(sum) ? sum : round();
}

export const bench: Bench = {
  name: "client-footprint",
  about: `${CONSUMERS} consumers of one group in one process, and the hash of a key (peer: the target).`,
  async run({ rounds, wants, say }) {
    const figures: Figure[] = [];
    for (const [bytes, target] of KEYS) {
      const name = `murmur2 of ${bytes} bytes`;
      if (!wants(name)) continue;
      const ottla = Array.from({ length: rounds }, () => microsOf(bytes));
      figures.push({ name, unit: "µs", ottla, peer: [target], higherIsBetter: false });
    }
    if (!wants("consumers")) return figures;
    const server = await startOttla({ overrides: { "group.initial.rebalance.delay.ms": "1000" } });
    const runs: Rest[] = [];
    for (let round = 0; round < rounds; round++) {
      const topic = `many-${round}`;
      await createTopic(server, topic, PARTITIONS);
      await using producer = new Producer({ bootstrapServers: server.bootstrap });
      await producer.sendBatch(
        Array.from({ length: PARTITIONS }, (_, partition) => ({ topic, partition, value: "v" })),
      );
      runs.push(await atRest(server, topic));
      say(JSON.stringify(runs.at(-1)));
    }
    await server.stop();
    const of = (name: string, unit: string, target: number, pick: (run: Rest) => number): Figure => ({
      ...{ name: `consumers: ${name}`, unit, higherIsBetter: false },
      ...{ ottla: runs.map(pick), peer: [target] },
    });
    figures.push(of("memory of each", "MiB", 1, (run) => run.mebibytes));
    figures.push(of("threads of the process", "threads", 1, (run) => run.threads + 1));
    return figures;
  },
};
