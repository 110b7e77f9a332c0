// How far a consumer is behind, as it knows by itself: while it works, and only of its own partitions. A monitor from outside sees all groups, also those that
// do not work: `ottla consumer-groups --describe`, or the lag monitor.
import { Consumer, Producer } from "@ottla/client";
import { createTopics, runIfMain } from "../run.ts";

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
    count += records.count;
    for (const partition of consumer.assignment()) {
      say(`records-lag of ${partition.topic}-${partition.partition}: ${consumer.currentLag(partition) ?? "unknown"}`);
    }
  }
}

await runIfMain(import.meta.url, lag);
