// DescribeProducers: what a partition knows of its producers (KIP-664).
import { DescribeProducers } from "../apis.ts";
import { batch, records } from "../batch.ts";
import { produce } from "../produce.ts";
import { scenario } from "../scenario.ts";
import { createTopic } from "../topics.ts";

scenario("DescribeProducers/active producers", async (s) => {
  const topic = await createTopic(s, { partitions: 2 });
  const ask = (partitionIndexes: number[]): Promise<unknown> =>
    s.send(DescribeProducers, 0, { topics: [{ name: topic.name, partitionIndexes }] });
  await ask([0, 1]);
  await produce(s, 9, topic, batch(records(3), { producerId: 910_000n, producerEpoch: 2, baseSequence: 0 }));
  await ask([0]);
  await produce(s, 9, topic, batch(records(2), { producerId: 910_000n, producerEpoch: 2, baseSequence: 3 }));
  await ask([0]);
  await produce(s, 9, topic, batch(records(2), { producerId: 910_000n, producerEpoch: 3, baseSequence: 0 }));
  await ask([1, 0]);
});

scenario("DescribeProducers/unknown topics and partitions", async (s) => {
  const topic = await createTopic(s);
  await s.send(DescribeProducers, 0, {
    topics: [
      { name: topic.name, partitionIndexes: [0, 1, -1] },
      { name: `${topic.name}-not`, partitionIndexes: [0] },
      { name: "a b", partitionIndexes: [0] },
      { name: "", partitionIndexes: [0] },
    ],
  });
  await s.send(DescribeProducers, 0, { topics: [] });
  await s.send(DescribeProducers, 0, { topics: [{ name: topic.name, partitionIndexes: [] }] });
  await s.send(DescribeProducers, 0, { topics: [{ name: topic.name, partitionIndexes: [0, 0] }] });
});
