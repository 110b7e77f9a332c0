/** Reads one record at a known offset, with a consumer of its own. */
import type { ConsumerRecord, PartitionOffset } from "@ottla/client";
import type { ConsumerFactory } from "../container/consumer-factory.ts";

export async function receiveOne(
  consumerFactory: ConsumerFactory,
  { topic, partition, offset }: PartitionOffset,
  timeoutMs: number,
): Promise<ConsumerRecord<unknown, unknown> | undefined> {
  const consumer = consumerFactory.createConsumer({ "group.id": null, "max.poll.records": 1 });
  try {
    consumer.assign([{ topic, partition }]);
    consumer.seek({ topic, partition }, offset);
    const [record] = await consumer.poll({ timeoutMs });
    return record?.offset === offset ? record : undefined;
  } finally {
    await consumer.close();
  }
}
