// How far a consumer is behind, as it knows by itself: from its metrics, while it works, and only of its own partitions. A monitor from outside sees all
// groups, also those that do not work: `ottla consumer-groups --describe`, or the lag monitor.
import { Consumer, Producer } from "@ottla/client";
import { createTopics, runIfMain } from "../run.ts";

const LAG = new Set(["records-lag-max", "records-lag", "records-lag-avg"]);

export async function lag(bootstrapServers: string, say: (line: string) => void = () => undefined): Promise<void> {
  await createTopics(bootstrapServers, ["test-lag", 1]);
  await using producer = new Producer({ bootstrapServers });
  await producer.sendBatch(Array.from({ length: 30 }, (_unused, i) => ({ topic: "test-lag", value: `message ${i}` })));
  await using consumer = new Consumer({
    bootstrapServers,
    groupId: "test-group",
    autoOffsetReset: "earliest",
    maxPollRecords: 10,
  });
  consumer.subscribe("test-lag");
  for (let count = 0; count < 30;) {
    const records = await consumer.poll({ timeoutMs: 1_000 });
    for (const record of records) say(`${record.partition}@${record.offset}`);
    count += records.count;
    for (const { name, tags, value } of consumer.metrics()) {
      // Of the whole consumer, and of each partition.
      if (LAG.has(name)) say(`${name}${tags["partition"] === undefined ? "" : ` of ${tags["partition"]}`}: ${value()}`);
    }
  }
}

await runIfMain(import.meta.url, lag);
