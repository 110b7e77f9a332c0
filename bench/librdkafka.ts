// librdkafka's producer and consumer against both brokers; what is consumed must have the checksum of what was produced.
import { alternate, printFigures } from "./lib/bench.ts";
import type { Bench, Figure } from "./lib/bench.ts";
import { perf } from "./lib/librdkafka-tool.ts";
import { cpuSeconds, startApacheServer, startOttla } from "./lib/server.ts";
import type { Server } from "./lib/server.ts";
import { createTopic } from "./lib/topics.ts";

const RECORDS: ReadonlyMap<number, number> = new Map([
  [100, 3_000_000],
  [1000, 600_000],
]);

interface Run {
  readonly produced: number;
  readonly consumed: number;
  readonly produceCpu: number;
  readonly consumeCpu: number;
}

let topicNumber = 0;

async function once(server: Server, recordBytes: number, acks: string, partitions: number): Promise<Run> {
  const topic = `rdkafka-${topicNumber++}`;
  const records = RECORDS.get(recordBytes) ?? 0;
  const gigabytes = (records * recordBytes) / 1e9;
  await createTopic(server, topic, partitions);
  const idle = cpuSeconds(server.pid);
  const produced = await perf(["produce", server.bootstrap, topic, String(records), String(recordBytes), acks]);
  const written = cpuSeconds(server.pid);
  const consumed = await perf(["consume", server.bootstrap, topic, String(records), String(partitions)]);
  const read = cpuSeconds(server.pid);
  if (consumed.checksum !== produced.checksum) throw new Error(`${server.name} gave back other data than was produced`);
  return {
    produced: records / produced.seconds,
    consumed: records / consumed.seconds,
    produceCpu: (written - idle) / gigabytes,
    consumeCpu: (read - written) / gigabytes,
  };
}

export const bench: Bench = {
  name: "librdkafka",
  about:
    "librdkafka at full speed, produced then consumed and check-summed: records per second, broker CPU seconds per GB.",
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
            pick: (run: Run) => number,
            higherIsBetter: boolean,
          ): Figure => ({
            name: `${name}: ${suffix}`,
            unit,
            ottla: runs.ottla.map(pick),
            peer: runs.peer.map(pick),
            higherIsBetter,
          });
          figures.push(
            figure("produce", "records/s", (run) => run.produced, true),
            figure("produce CPU", "s/GB", (run) => run.produceCpu, false),
            figure("consume", "records/s", (run) => run.consumed, true),
            figure("consume CPU", "s/GB", (run) => run.consumeCpu, false),
          );
          say(printFigures(figures.slice(-4)));
        }
      }
    }
    await ottla.stop();
    await apache.stop();
    return figures;
  },
};
