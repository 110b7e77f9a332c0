// End-to-end latency at 10,000 records of 100 B a second, one partition, acks=all: from when a record was due to be sent until a consumer in the
// same process has it (librdkafka, linger.ms=0). A broker is warmed up before.
import { alternate } from "./lib/bench.ts";
import type { Bench, Figure } from "./lib/bench.ts";
import { latency } from "./lib/librdkafka-tool.ts";
import type { LatencyResult } from "./lib/librdkafka-tool.ts";
import { cpu, figuresOf, milliseconds } from "./lib/matrix.ts";
import type { Quantity } from "./lib/matrix.ts";
import { cpuSeconds, startBoth } from "./lib/server.ts";
import type { Server } from "./lib/server.ts";
import { createTopic } from "./lib/topics.ts";

const RECORDS_PER_SECOND = 10_000;
const WARM_UP_S = 10;
const MEASURED_S = 15;
const RECORD_BYTES = 100;

interface Run extends LatencyResult {
  readonly cpuSecondsPerGb: number;
}

const QUANTITIES: readonly Quantity<Run>[] = [
  milliseconds("p50", (run) => run.p50),
  milliseconds("p99", (run) => run.p99),
  milliseconds("p99.9", (run) => run.p999),
  milliseconds("max", (run) => run.max),
  cpu("broker CPU", (run) => run.cpuSecondsPerGb),
];

let topicNumber = 0;

async function once(server: Server, seconds: number): Promise<Run> {
  const topic = `latency-${topicNumber++}`;
  await createTopic(server, topic, 1);
  const records = seconds * RECORDS_PER_SECOND;
  const before = cpuSeconds(server.pid);
  const found = await latency([
    ...[server.bootstrap, topic, String(records), String(RECORD_BYTES)],
    ...["all", String(RECORDS_PER_SECOND)],
  ]);
  const used = cpuSeconds(server.pid) - before;
  return { ...found, cpuSecondsPerGb: used / ((records * RECORD_BYTES) / 1e9) };
}

export const bench: Bench = {
  name: "latency",
  about: "From sending a record to having it, at 10,000 records/s of 100 B with acks=all and one partition, in ms.",
  async run(context) {
    const { ottla, apache } = await startBoth(context);
    const figures: Figure[] = [];
    for (const server of [ottla, apache]) await once(server, WARM_UP_S);
    const runs = await alternate(
      context.rounds,
      () => once(ottla, MEASURED_S),
      () => once(apache, MEASURED_S),
    );
    figures.push(...figuresOf("end to end", runs, QUANTITIES));
    await ottla.stop();
    await apache.stop();
    return figures;
  },
};
