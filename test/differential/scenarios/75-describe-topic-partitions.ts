// DescribeTopicPartitions: paging with a cursor (KIP-966).
import { DescribeTopicPartitions } from "../apis.ts";
import { scenario } from "../scenario.ts";
import { createTopic } from "../topics.ts";

scenario("DescribeTopicPartitions/named topics", async (s) => {
  const a = await createTopic(s, { suffix: "a", partitions: 3 });
  const b = await createTopic(s, { suffix: "b" });
  await s.send(DescribeTopicPartitions, 0, { topics: [{ name: b.name }, { name: a.name }] });
  await s.send(DescribeTopicPartitions, 0, { topics: [{ name: a.name }, { name: a.name }] });
  await s.send(DescribeTopicPartitions, 0, { topics: [{ name: a.name }, { name: `${a.name}-not` }] });
});

scenario("DescribeTopicPartitions/pages", async (s) => {
  const a = await createTopic(s, { suffix: "a", partitions: 5 });
  const b = await createTopic(s, { suffix: "b", partitions: 2 });
  const topics = [{ name: a.name }, { name: b.name }];
  for (const limit of [0, 1, 3, 5, 6, 7, 100, -1]) {
    await s.attempt(DescribeTopicPartitions, 0, { topics, responsePartitionLimit: limit });
    await s.attempt(DescribeTopicPartitions, 0, {
      topics,
      responsePartitionLimit: limit,
      cursor: { topicName: a.name, partitionIndex: 3 },
    });
  }
  for (const [topicName, partitionIndex] of [
    [a.name, 9],
    [b.name, 0],
    [b.name, 2],
    ["zzz", 0],
    ["", 0],
    [a.name, -1],
    [`${a.name}a`, 0],
  ] as const) {
    await s.attempt(DescribeTopicPartitions, 0, {
      topics,
      responsePartitionLimit: 3,
      cursor: { topicName, partitionIndex },
    });
  }
});

scenario("DescribeTopicPartitions/impossible names", async (s) => {
  for (const name of ["", ".", "a b", "x".repeat(250)])
    await s.attempt(DescribeTopicPartitions, 0, { topics: [{ name }] });
});

scenario("DescribeTopicPartitions/an internal topic", async (s) => {
  await s.send(DescribeTopicPartitions, 0, { topics: [{ name: "__consumer_offsets" }] });
});
