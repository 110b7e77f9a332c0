// Reads, transforms, writes: each input is answered exactly once, whatever crashes in between. Reads what produce-and-consume.ts sent.
import { Consumer, Producer } from "@ottla/client";
import type { PartitionOffset } from "@ottla/client";

const bootstrapServers = process.env["KAFKA_BOOTSTRAP"] ?? "127.0.0.1:9092";
const topic = process.env["TOPIC"] ?? "example-orders";

await using producer = new Producer({ bootstrapServers, transactionalId: `${topic}-bills` });
await using consumer = new Consumer<unknown, string>({
  bootstrapServers,
  groupId: `${topic}-billing`,
  autoOffsetReset: "earliest",
  // Offsets are committed by the producer, together with what was made of the records.
  enableAutoCommit: false,
  isolationLevel: "read_committed",
  valueDeserializer: "StringDeserializer",
});
consumer.subscribe(topic);

let billed = 0;
while (billed < 10) {
  const records = await consumer.poll({ timeoutMs: 1_000 });
  if (records.isEmpty) continue;
  await producer.transactional(async (transaction) => {
    const offsets: PartitionOffset[] = [];
    for (const partition of records.partitions) {
      for (const record of records.records(partition)) {
        // Not awaited one by one: the commit waits for all of them.
        void transaction.send({ topic: `${topic}-bills`, value: `bill for ${record.value}` });
        offsets.push({ ...partition, offset: record.offset + 1 });
      }
    }
    await transaction.sendOffsets(offsets, consumer.groupMetadata());
  });
  billed += records.count;
  console.log(`${records.count} bills`);
}
