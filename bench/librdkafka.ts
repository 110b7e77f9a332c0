// librdkafka's producer and consumer against both brokers; what is consumed must have the checksum of what was produced.
import { alternate, printFigures } from "./lib/bench.ts";
import type { Bench, Figure } from "./lib/bench.ts";
import { perf } from "./lib/librdkafka-tool.ts";
import type { PerfResult } from "./lib/librdkafka-tool.ts";
import { ACKS, cpu, figuresOf, gigabytesOf, LOADS, nameOf, rate } from "./lib/matrix.ts";
import type { Load, Quantity } from "./lib/matrix.ts";
import { cpuSeconds, startBoth } from "./lib/server.ts";
import type { Server } from "./lib/server.ts";
import { createTopic, deleteTopic } from "./lib/topics.ts";

interface Run {
  readonly produced: number;
  readonly consumed: number;
  readonly produceCpu: number;
  readonly consumeCpu: number;
}

const QUANTITIES: readonly Quantity<Run>[] = [
  rate("produce", (run) => run.produced),
  cpu("produce CPU", (run) => run.produceCpu),
  rate("consume", (run) => run.consumed),
  cpu("consume CPU", (run) => run.consumeCpu),
];

let topicNumber = 0;

async function once(server: Server, load: Load, acks: string): Promise<Run> {
  const topic = `rdkafka-${topicNumber++}`;
  const { recordBytes, recordCount, partitions } = load;
  await createTopic(server, topic, partitions);
  const idle = cpuSeconds(server.pid);
  const produced = await perf(["produce", server.bootstrap, topic, String(recordCount), String(recordBytes), acks]);
  const written = cpuSeconds(server.pid);
  const consumed = await perf(["consume", server.bootstrap, topic, String(recordCount), String(partitions)]);
  const read = cpuSeconds(server.pid);
  await deleteTopic(server, topic);
  checkSame(server, produced, consumed);
  return {
    produced: recordCount / produced.seconds,
    consumed: recordCount / consumed.seconds,
    produceCpu: (written - idle) / gigabytesOf(load),
    consumeCpu: (read - written) / gigabytesOf(load),
  };
}

function checkSame(server: Server, produced: PerfResult, consumed: PerfResult): void {
  if (consumed.checksum !== produced.checksum) throw new Error(`${server.name} gave back other data than was produced`);
}

export const bench: Bench = {
  name: "librdkafka",
  about:
    "librdkafka at full speed, produced, then consumed from the beginning and check-summed: records per second, broker CPU seconds per GB.",
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
        const found = figuresOf(name, runs, QUANTITIES);
        context.say(printFigures(found));
        figures.push(...found);
      }
    }
    await ottla.stop();
    await apache.stop();
    return figures;
  },
};
