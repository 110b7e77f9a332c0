// Apache's ConsumerPerformance against both brokers. At the tail: the consumer waits at the end of the topic while ProducerPerformance writes
// at full speed. Cold: it reads from the beginning after the broker was restarted, so that nothing of what was written is in the
// memory of its process (the system's page cache is what it is, for both).
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { alternate, printFigures } from "./lib/bench.ts";
import type { Bench, BenchContext, Figure } from "./lib/bench.ts";
import { consume, follow, produce } from "./lib/java-tools.ts";
import type { Throughput } from "./lib/java-tools.ts";
import { cpu, figuresOf, LOADS, nameOf, rate } from "./lib/matrix.ts";
import type { Load, Quantity } from "./lib/matrix.ts";
import { startBoth } from "./lib/server.ts";
import type { Server } from "./lib/server.ts";
import { createTopic, deleteTopic } from "./lib/topics.ts";

const QUANTITIES: readonly Quantity<Throughput>[] = [
  rate("rate", (run) => run.recordsPerSecond),
  cpu("broker CPU", (run) => run.cpuSecondsPerGb),
];

const coldTopic = ({ recordBytes, partitions }: Load): string => `cold-${recordBytes}-${partitions}`;
const tailName = (load: Load): string => `at the tail, written meanwhile: ${nameOf(load)}`;
const coldName = (load: Load): string => `cold: ${nameOf(load)}`;

let topicNumber = 0;

async function tail(server: Server, load: Load): Promise<Throughput> {
  const topic = `tail-${topicNumber++}`;
  await createTopic(server, topic, load.partitions);
  const result = await follow(server, topic, load);
  await deleteTopic(server, topic);
  return result;
}

async function measure(
  context: BenchContext,
  name: string,
  sides: { readonly ottla: () => Promise<Throughput>; readonly apache: () => Promise<Throughput> },
): Promise<Figure[]> {
  const runs = await alternate(context.rounds, sides.ottla, sides.apache);
  const found = figuresOf(name, runs, QUANTITIES);
  context.say(printFigures(found));
  return found;
}

async function measureAll(context: BenchContext, home: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  const directories = { ottla: join(home, "ottla"), apache: join(home, "apache") };
  const coldLoads = LOADS.filter((load) => context.wants(coldName(load)));
  let { ottla, apache } = await startBoth(context, { directories });
  try {
    for (const load of LOADS.filter((one) => context.wants(tailName(one)))) {
      const [first, second] = [ottla, apache];
      figures.push(
        ...(await measure(context, tailName(load), {
          ottla: () => tail(first, load),
          apache: () => tail(second, load),
        })),
      );
    }
    if (coldLoads.length === 0) return figures;
    for (const server of [ottla, apache]) {
      for (const load of coldLoads) {
        await createTopic(server, coldTopic(load), load.partitions);
        await produce(server, coldTopic(load), load, "all");
      }
      await server.stop();
    }
    context.say("both brokers restart");
    ({ ottla, apache } = await startBoth(context, { directories }));
    for (const load of coldLoads) {
      const [first, second] = [ottla, apache];
      figures.push(
        ...(await measure(context, coldName(load), {
          ottla: () => consume(first, coldTopic(load), load),
          apache: () => consume(second, coldTopic(load), load),
        })),
      );
    }
    return figures;
  } finally {
    await ottla.stop();
    await apache.stop();
  }
}

export const bench: Bench = {
  name: "java-consume",
  about:
    "kafka-consumer-perf-test 4.3.0 at the tail of a topic that is written to (CPU: of both), and from the beginning after a restart: records per second, broker CPU seconds per GB.",
  async run(context) {
    const home = mkdtempSync(join(tmpdir(), "ottla-bench-"));
    try {
      return await measureAll(context, home);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  },
};
