// The clients that run in a process of their own: Java's, by Apache's load generators, and librdkafka, by ours in C.
import { consume, produce } from "../lib/java-tools.ts";
import { latency, perf } from "../lib/librdkafka-tool.ts";
import type { Load } from "../lib/matrix.ts";
import { PACED_PER_SECOND, PACED_RECORDS, PARTITIONS, VALUE } from "./peer.ts";
import type { FullTopic, Peer, Run } from "./peer.ts";

const SENT = 1_000_000;
const load = (recordCount: number): Load => ({ recordBytes: VALUE.length, recordCount, partitions: PARTITIONS });

export const java: Peer = {
  name: "Java",
  singles: async (server, topic) => ({
    perSecond: (await produce(server, topic, load(SENT), "all")).recordsPerSecond,
  }),
  readBatches: async (server, { name, count }) => ({
    perSecond: (await consume(server, name, load(count))).recordsPerSecond,
  }),
};

async function consumed(bootstrap: string, { name, count }: FullTopic): Promise<Run> {
  const { records, seconds } = await perf(["consume", bootstrap, name, String(count), String(PARTITIONS)]);
  return { perSecond: records / seconds };
}

export const librdkafka: Peer = {
  name: "librdkafka",
  async singles({ bootstrap }, topic) {
    const { records, seconds } = await perf([
      ...(["produce", bootstrap, topic] as const),
      ...[String(SENT), String(VALUE.length), "all"],
    ]);
    return { perSecond: records / seconds };
  },
  readEach: ({ bootstrap }, topic) => consumed(bootstrap, topic),
  async endToEnd({ bootstrap }, topic) {
    const { p50, p99 } = await latency([
      ...[bootstrap, topic, String(PACED_RECORDS), String(VALUE.length)],
      ...["all", String(PACED_PER_SECOND)],
    ]);
    return { p50Ms: p50, p99Ms: p99 };
  },
};
