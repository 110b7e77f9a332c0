// Apache's ProducerPerformance against both brokers: 100 B and 1 KB records, acks 0, 1 and all, 1 and 6 partitions.
import { alternate, printFigures } from "./lib/bench.ts";
import type { Bench, Figure } from "./lib/bench.ts";
import { produce } from "./lib/java-tools.ts";
import type { Throughput } from "./lib/java-tools.ts";
import { startApacheServer, startOttla } from "./lib/server.ts";
import type { Server } from "./lib/server.ts";
import { createTopic, deleteTopic } from "./lib/topics.ts";

const RECORDS: ReadonlyMap<number, number> = new Map([
  [100, 3_000_000],
  [1000, 600_000],
]);

let topicNumber = 0;

async function once(server: Server, recordBytes: number, acks: string, partitions: number): Promise<Throughput> {
  const topic = `produce-${topicNumber++}`;
  await createTopic(server, topic, partitions);
  const result = await produce(server, { topic, recordBytes, recordCount: RECORDS.get(recordBytes) ?? 0 }, acks);
  await deleteTopic(server, topic);
  return result;
}

export const bench: Bench = {
  name: "java-produce",
  about:
    "kafka-producer-perf-test 4.3.0 at full speed: records per second, broker CPU seconds per GB, p99 of the acknowledgement.",
  async run({ rounds, say, wants }) {
    const [ottla, apache] = [await startOttla(), await startApacheServer()];
    say(`ottla ${ottla.configuration} · apache ${apache.configuration}`);
    const figures: Figure[] = [];
    for (const recordBytes of RECORDS.keys()) {
      for (const acks of ["0", "1", "all"]) {
        for (const partitions of [1, 6]) {
          const name = `${recordBytes} B, acks ${acks}, ${partitions} partition${partitions > 1 ? "s" : ""}`;
          if (!wants(name)) continue;
          say(name);
          const runs = await alternate(
            rounds,
            () => once(ottla, recordBytes, acks, partitions),
            () => once(apache, recordBytes, acks, partitions),
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
          if (acks !== "0") figures.push(figure("p99", "ms", (one) => one.p99Ms, false));
          say(printFigures(figures.slice(acks === "0" ? -2 : -3)));
        }
      }
    }
    await ottla.stop();
    await apache.stop();
    return figures;
  },
};
