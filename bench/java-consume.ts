// Apache's ConsumerPerformance against both brokers, from the tail cache (read right after it was written) and cold (after a restart).
import { alternate } from "./lib/bench.ts";
import type { Bench, Figure } from "./lib/bench.ts";
import { consume, produce } from "./lib/java-tools.ts";
import type { Load, Throughput } from "./lib/java-tools.ts";
import { startApacheServer, startOttla } from "./lib/server.ts";
import type { Server } from "./lib/server.ts";
import { createTopic } from "./lib/topics.ts";

const LOADS: readonly { readonly load: Load; readonly partitions: number }[] = [
  { load: { topic: "consume-100-1", recordBytes: 100, recordCount: 3_000_000 }, partitions: 1 },
  { load: { topic: "consume-100-6", recordBytes: 100, recordCount: 3_000_000 }, partitions: 6 },
  { load: { topic: "consume-1000-1", recordBytes: 1000, recordCount: 600_000 }, partitions: 1 },
  { load: { topic: "consume-1000-6", recordBytes: 1000, recordCount: 600_000 }, partitions: 6 },
];

async function fill(server: Server, load: Load, partitions: number): Promise<void> {
  await createTopic(server, load.topic, partitions);
  await produce(server, load, "all");
}

export const bench: Bench = {
  name: "java-consume",
  about:
    "kafka-consumer-perf-test 4.3.0 from the beginning: records per second of fetching, broker CPU seconds per GB.",
  async run({ rounds, say, wants }) {
    const [ottla, apache] = [await startOttla(), await startApacheServer()];
    say(`ottla ${ottla.configuration} · apache ${apache.configuration}`);
    const figures: Figure[] = [];
    for (const { load, partitions } of LOADS) {
      const name = `${load.recordBytes} B, ${partitions} partition${partitions > 1 ? "s" : ""}`;
      if (!wants(name)) continue;
      say(name);
      await fill(ottla, load, partitions);
      await fill(apache, load, partitions);
      const runs = await alternate(
        rounds,
        () => consume(ottla, load),
        () => consume(apache, load),
      );
      const figure = (
        suffix: string,
        unit: string,
        pick: (one: Throughput) => number,
        higherIsBetter: boolean,
      ): Figure => ({
        name: `${name}: ${suffix}`,
        unit,
        ottla: runs.ottla.map(pick),
        peer: runs.peer.map(pick),
        higherIsBetter,
      });
      figures.push(
        figure("rate", "records/s", (one) => one.recordsPerSecond, true),
        figure("broker CPU", "s/GB", (one) => one.cpuSecondsPerGb, false),
      );
    }
    await ottla.stop();
    await apache.stop();
    return figures;
  },
};
