// How far a group is behind, seen from outside, and how a consumer sees it itself.
import { Admin, Consumer, OffsetSpec } from "@ottla/client";

const bootstrapServers = process.env["KAFKA_BOOTSTRAP"] ?? "127.0.0.1:9092";
const topic = process.env["TOPIC"] ?? "example-orders";
const groupId = `${topic}-readers`;

await using admin = new Admin({ bootstrapServers });
const committed = (await admin.listConsumerGroupOffsets([groupId])).value(groupId);
const ends = await admin.listOffsets(committed.map((one) => ({ ...one, spec: OffsetSpec.LATEST })));
for (const one of committed) {
  const end = ends.value({ topic: one.topic, partition: one.partition }).offset;
  console.log(`${one.topic}-${one.partition}: ${end - (one.committed?.offset ?? 0)} records behind`);
}

await using consumer = new Consumer({ bootstrapServers, autoOffsetReset: "earliest", maxPollRecords: 1 });
consumer.assign([{ topic, partition: 0 }]);
while ((await consumer.poll({ timeoutMs: 1_000 })).isEmpty);
for (const metric of consumer.metrics()) {
  if (metric.name === "records-lag")
    console.log(`records-lag of partition ${metric.tags["partition"]}: ${metric.value()}`);
}
const { isHealthy, partitions } = consumer.health();
console.log(
  isHealthy ? "healthy" : "not healthy",
  partitions.map((one) => `${one.condition}: ${one.reason}`).join("; "),
);
