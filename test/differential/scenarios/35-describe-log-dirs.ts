// DescribeLogDirs: sizes of partitions on disk, in every version.
import { DescribeLogDirs } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { scenarioPerVersion } from "../scenario.ts";
import { append, createTopic } from "../topics.ts";

scenarioPerVersion("DescribeLogDirs/of named partitions", versionsOf(DescribeLogDirs), async (s, version) => {
  const topic = await createTopic(s, { partitions: 3 });
  await append(s, topic.name, 5, 1);
  const ask = (partitions: number[]): Promise<unknown> =>
    s.send(DescribeLogDirs, version, { topics: [{ topic: topic.name, partitions }] });
  await ask([0, 1, 2]);
  await ask([1]);
  await ask([7]);
  await ask([]);
  await s.send(DescribeLogDirs, version, { topics: [] });
  await s.send(DescribeLogDirs, version, { topics: [{ topic: `${topic.name}-not`, partitions: [0] }] });
});
