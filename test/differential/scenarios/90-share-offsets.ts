// Offsets of share groups, as operators see and change them: DescribeShareGroupOffsets, AlterShareGroupOffsets,
// DeleteShareGroupOffsets (KIP-932, KIP-1226).
import { DeleteTopics } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { ConsumerMember } from "../consumer-groups.ts";
import { stableMember } from "../groups.ts";
import { scenario, scenarioPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import {
  AlterShareGroupOffsets,
  DeleteShareGroupOffsets,
  DescribeShareGroupOffsets,
  ShareGroupDescribe,
} from "../share-apis.ts";
import { ACCEPT, describeShareGroup, readingMember, RELEASE, ShareMember, untilInitialized } from "../share-groups.ts";
import { append, createTopic, untilGone } from "../topics.ts";

interface Topic {
  readonly topicName: string;
  readonly partitions: number[];
}

async function describeOffsets(s: Session, version = 1, topics: Topic[] | null = null, groupId = s.id): Promise<void> {
  await s.send(DescribeShareGroupOffsets, version, { groups: [{ groupId, topics }] });
}

/** Partition and offset. */
type Start = readonly [partition: number, offset: number];

async function alter(
  s: Session,
  topics: Readonly<Record<string, readonly Start[]>>,
  groupId: string = s.id,
): Promise<void> {
  await s.send(AlterShareGroupOffsets, 0, {
    groupId,
    topics: Object.entries(topics).map(([topicName, starts]) => ({
      topicName,
      partitions: starts.map(([partitionIndex, startOffset]) => ({ partitionIndex, startOffset })),
    })),
  });
}

async function remove(s: Session, topicNames: readonly string[], groupId: string = s.id): Promise<void> {
  await s.send(DeleteShareGroupOffsets, 0, { groupId, topics: topicNames.map((topicName) => ({ topicName })) });
}

scenarioPerVersion(
  "DescribeShareGroupOffsets/where a group is",
  versionsOf(DescribeShareGroupOffsets),
  async (s, version) => {
    const topic = await createTopic(s, { partitions: 2 });
    await append(s, s.id, 10);
    const member = await readingMember(s, { partitions: 2 });
    await describeOffsets(s, version);
    await member.fetch(topic, { maxWaitMs: 5000 });
    await describeOffsets(s, version);
    await member.acknowledge(topic, [
      [0, 3, ACCEPT],
      [6, 7, ACCEPT],
      [8, 9, RELEASE],
    ]);
    await describeOffsets(s, version);
    await describeOffsets(s, version, [{ topicName: s.id, partitions: [1, 0] }]);
    await describeOffsets(s, version, [{ topicName: s.id, partitions: [0, -1] }]);
    await describeOffsets(s, version, [{ topicName: s.id, partitions: [] }]);
    await describeOffsets(s, version, []);
    await describeOffsets(s, version, [{ topicName: `${s.id}-none`, partitions: [0] }]);
    await describeOffsets(s, version, [{ topicName: "", partitions: [0] }]);
    await member.leave();
    await describeOffsets(s, version);
  },
);

scenarioPerVersion(
  "DescribeShareGroupOffsets/groups of other kinds and none",
  versionsOf(DescribeShareGroupOffsets),
  async (s, version) => {
    await createTopic(s);
    await stableMember(s, 4, { group: `${s.id}-classic`, on: 1 });
    await new ConsumerMember(s, { memberId: "m", group: `${s.id}-consumer` }).join();
    for (const topics of [null, [{ topicName: s.id, partitions: [0] }], []]) {
      for (const kind of ["classic", "consumer", "none"]) await describeOffsets(s, version, topics, `${s.id}-${kind}`);
      await describeOffsets(s, version, topics, "");
    }
    await s.send(DescribeShareGroupOffsets, version, { groups: [] });
    const groups = ["a", "b"].map((name) => ({ groupId: `${s.id}-${name}`, topics: null }));
    await s.send(DescribeShareGroupOffsets, version, { groups });
  },
);

scenario("AlterShareGroupOffsets/a group without members", async (s) => {
  const topic = await createTopic(s, { partitions: 2 });
  await append(s, s.id, 10);
  await alter(s, { [s.id]: [[0, 4]] });
  await describeOffsets(s);
  await describeShareGroup(s);
  await alter(s, {
    [s.id]: [
      [0, 6],
      [1, 0],
    ],
  });
  await describeOffsets(s);
  await alter(s, { [s.id]: [[0, -1]] });
  await alter(s, { [s.id]: [[0, -2]] });
  await alter(s, { [s.id]: [[2, 0]] });
  await alter(s, { [s.id]: [[-1, 0]] });
  await alter(s, {
    [s.id]: [
      [0, 5],
      [0, 6],
    ],
  });
  await alter(s, { [s.id]: [] });
  await alter(s, {});
  await alter(s, { [`${s.id}-none`]: [[0, 0]], [s.id]: [[0, 7]] });
  await alter(s, { "": [[0, 0]] });
  await alter(s, { [s.id]: [[0, 7]] }, "");
  await describeOffsets(s);
  const member = new ShareMember(s, { memberId: "m" });
  await member.join();
  await untilInitialized(s, 2);
  await member.heartbeat();
  await member.fetch(topic, { maxWaitMs: 5000 });
  await alter(s, { [s.id]: [[0, 1]] });
  await describeOffsets(s);
});

scenario("AlterShareGroupOffsets/groups of other kinds", async (s) => {
  await createTopic(s);
  await stableMember(s, 4, { group: `${s.id}-classic`, on: 1 });
  const left = await stableMember(s, 4, { group: `${s.id}-empty`, on: 2 });
  await left.leave();
  await new ConsumerMember(s, { memberId: "m", group: `${s.id}-consumer` }).join();
  for (const kind of ["classic", "empty", "consumer"]) {
    await alter(s, { [s.id]: [[0, 0]] }, `${s.id}-${kind}`);
    await remove(s, [s.id], `${s.id}-${kind}`);
  }
  const kinds = ["classic", "empty", "consumer"].map((kind) => `${s.id}-${kind}`);
  await s.send(ShareGroupDescribe, 1, { groupIds: kinds });
});

scenario("DeleteShareGroupOffsets/of topics", async (s) => {
  await createTopic(s, { suffix: "one", partitions: 2 });
  await createTopic(s, { suffix: "two", partitions: 1 });
  const [one, two] = [`${s.id}-one`, `${s.id}-two`];
  await remove(s, [one]);
  const member = new ShareMember(s, { memberId: "m", topics: [one] });
  await member.join();
  await untilInitialized(s, 2);
  await remove(s, [one]);
  await member.leave();
  await remove(s, [one, two]);
  await describeOffsets(s);
  await remove(s, [one]);
  await remove(s, []);
  await remove(s, [`${s.id}-none`, ""]);
  await remove(s, [one], "");
  await describeShareGroup(s);
  await alter(s, { [one]: [[1, 3]], [two]: [[0, 2]] });
  await describeOffsets(s);
  await remove(s, [two]);
  await describeOffsets(s);
  await s.quiet(DeleteTopics, 6, { topics: [{ name: one }], timeoutMs: 10_000 });
  await untilGone(s, one);
  await s.until("state gone", async () => {
    const { groups } = await s.quiet(DescribeShareGroupOffsets, 1, { groups: [{ groupId: s.id, topics: null }] });
    return groups[0]?.topics.length === 0;
  });
  await describeOffsets(s);
  await remove(s, [one]);
});
