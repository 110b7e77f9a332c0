// Apache's ProducerPerformance against both brokers: 100 B and 1 KB records, acks 0, 1 and all, 1 and 6 partitions.
import { alternate, printFigures } from "./lib/bench.ts";
import type { Bench, Figure } from "./lib/bench.ts";
import { produce } from "./lib/java-tools.ts";
import type { Throughput } from "./lib/java-tools.ts";
import { ACKS, cpu, figuresOf, LOADS, milliseconds, nameOf, rate } from "./lib/matrix.ts";
import type { Load, Quantity } from "./lib/matrix.ts";
import { startBoth } from "./lib/server.ts";
import type { Server } from "./lib/server.ts";
import { createTopic, deleteTopic } from "./lib/topics.ts";

const QUANTITIES: readonly Quantity<Throughput>[] = [
  rate("rate", (run) => run.recordsPerSecond),
  cpu("broker CPU", (run) => run.cpuSecondsPerGb),
  milliseconds("p99", (run) => run.p99Ms),
];

let topicNumber = 0;

async function once(server: Server, load: Load, acks: string): Promise<Throughput> {
  const topic = `produce-${topicNumber++}`;
  await createTopic(server, topic, load.partitions);
  const result = await produce(server, topic, load, acks);
  await deleteTopic(server, topic);
  return result;
}

export const bench: Bench = {
  name: "java-produce",
  about:
    "kafka-producer-perf-test 4.3.0 at full speed: records per second, broker CPU seconds per GB, p99 of the acknowledgement.",
  async run(context) {
    const { ottla, apache } = await startBoth(context);
    const figures: Figure[] = [];
    for (const load of LOADS) {
      for (const acks of ACKS) {
        const name = nameOf(load, acks);
        if (!context.wants(name)) continue;
        const runs = await alternate(
          context.rounds,
          () => once(ottla, load, acks),
          () => once(apache, load, acks),
        );
        // What acks=0 calls the acknowledgement is the write to the socket.
        const found = figuresOf(name, runs, acks === "0" ? QUANTITIES.slice(0, 2) : QUANTITIES);
        context.say(printFigures(found));
        figures.push(...found);
      }
    }
    await ottla.stop();
    await apache.stop();
    return figures;
  },
};
