// OffsetCommit, OffsetFetch and OffsetDelete: with and without members, in every version (G13, G14, G16).
import { OffsetCommit, OffsetDelete, OffsetFetch } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { Member, stableMember, stablePair, untilGroup } from "../groups.ts";
import { scenario, scenarioPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import type { OffsetFetchResponse } from "@ottla/protocol/messages/offset-fetch";
import { createTopic } from "../topics.ts";
import type { TestTopic } from "../topics.ts";

const UNKNOWN_ID = "tMQ6NQ2rQkiSGq1MQmG5TQ";

interface Commit {
  readonly group?: string;
  readonly generation?: number;
  readonly memberId?: string;
  readonly offset?: number;
  readonly partition?: number;
  readonly metadata?: string | null;
  readonly leaderEpoch?: number;
}

function commit(s: Session, version: number, topic: TestTopic, commitOf: Commit = {}): Promise<unknown> {
  const partition = {
    partitionIndex: commitOf.partition ?? 0,
    committedOffset: commitOf.offset ?? 5,
    committedMetadata: commitOf.metadata === undefined ? "meta" : commitOf.metadata,
    ...(version >= 6 ? { committedLeaderEpoch: commitOf.leaderEpoch ?? -1 } : {}),
  };
  return s.send(OffsetCommit, version, {
    groupId: commitOf.group ?? s.id,
    generationIdOrMemberEpoch: commitOf.generation ?? -1,
    memberId: commitOf.memberId ?? "",
    topics: [{ name: topic.name, topicId: topic.id, partitions: [partition] }],
  });
}

function fetchOffsets(
  s: Session,
  version: number,
  topic: TestTopic,
  partitionIndexes: number[] | null,
  groupId: string = s.id,
): Promise<OffsetFetchResponse> {
  const topics = partitionIndexes === null ? null : [{ name: topic.name, topicId: topic.id, partitionIndexes }];
  if (version >= 8) return s.send(OffsetFetch, version, { groups: [{ groupId, topics }] });
  return s.send(OffsetFetch, version, { groupId, topics });
}

scenarioPerVersion("OffsetCommit/without a group", versionsOf(OffsetCommit), async (s, version) => {
  const topic = await createTopic(s, { partitions: 2 });
  await commit(s, version, topic);
  await commit(s, version, topic, { offset: 7, metadata: null, partition: 1, leaderEpoch: 3 });
  await commit(s, version, topic, { offset: 0, metadata: "" });
  await commit(s, version, topic, { offset: -1 });
  await commit(s, version, topic, { offset: -7, partition: 1 });
  for (const fetchVersion of [1, 5, 8, 9, 10]) await fetchOffsets(s, fetchVersion, topic, [0, 1]);
});

scenarioPerVersion("OffsetCommit/refused", versionsOf(OffsetCommit), async (s, version) => {
  const topic = await createTopic(s);
  await commit(s, version, topic, { partition: 1 });
  await commit(s, version, topic, { partition: -1 });
  await commit(s, version, { name: `${topic.name}-not`, id: UNKNOWN_ID });
  await commit(s, version, { name: "a b", id: "AAAAAAAAAAAAAAAAAAAAAA" });
  await commit(s, version, topic, { metadata: "x".repeat(4096) });
  await commit(s, version, topic, { metadata: "x".repeat(4097) });
  await commit(s, version, topic, { group: "" });
  await commit(s, version, topic, { group: `${s.id}-new`, generation: 0 });
  await commit(s, version, topic, { group: `${s.id}-new`, generation: 5, memberId: "m" });
  await commit(s, version, topic, { group: `${s.id}-new`, memberId: "m" });
  await commit(s, version, topic, { group: `${s.id}-new`, generation: -2 });
  await fetchOffsets(s, 8, topic, null);
  await fetchOffsets(s, 8, topic, null, `${s.id}-new`);
});

scenarioPerVersion("OffsetCommit/by members", versionsOf(OffsetCommit), async (s, version) => {
  const topic = await createTopic(s);
  const member = new Member(s, 4, { on: 1 });
  await member.enter();
  await member.commit(version, topic, 1);
  await member.sync({ [member.memberId]: "all" });
  await member.commit(version, topic, 2);
  await member.commit(version, topic, 3, { generationId: 0 });
  await member.commit(version, topic, 3, { generationId: 2 });
  await member.commit(version, topic, 3, { generationId: -1 });
  await member.commit(version, topic, 3, { memberId: "someone" });
  await member.commit(version, topic, 3, { memberId: "", generationId: -1 });
  const second = new Member(s, 4, { on: 2 });
  const entering = second.enter();
  await untilGroup(s, member.group, "PreparingRebalance");
  await member.commit(version, topic, 4);
  await member.join();
  await entering;
  await member.commit(version, topic, 5);
  await fetchOffsets(s, 8, topic, [0]);
  await member.leave();
  await second.leave();
  await commit(s, version, topic, { offset: 6 });
  await fetchOffsets(s, 8, topic, [0]);
});

scenarioPerVersion("OffsetCommit/several topics", versionsOf(OffsetCommit), async (s, version) => {
  const a = await createTopic(s, { suffix: "a", partitions: 2 });
  const b = await createTopic(s, { suffix: "b" });
  const partitions = (indexes: number[]): object[] =>
    indexes.map((partitionIndex) => ({ partitionIndex, committedOffset: partitionIndex + 10, committedMetadata: "" }));
  await s.send(OffsetCommit, version, {
    groupId: s.id,
    generationIdOrMemberEpoch: -1,
    memberId: "",
    topics: [
      { name: b.name, topicId: b.id, partitions: partitions([0, 4]) },
      { name: `${b.name}-not`, topicId: UNKNOWN_ID, partitions: partitions([0]) },
      { name: a.name, topicId: a.id, partitions: partitions([1, 0]) },
    ],
  });
  await s.send(OffsetCommit, version, { groupId: s.id, generationIdOrMemberEpoch: -1, memberId: "", topics: [] });
  await fetchOffsets(s, 8, a, null);
  await fetchOffsets(s, 8, b, [0, 4]);
});

scenario("OffsetCommit/a retention time of version 2 to 4", async (s) => {
  const topic = await createTopic(s);
  for (const version of [2, 3, 4]) {
    for (const retentionTimeMs of [-1, 0, 100_000]) {
      await s.send(OffsetCommit, version, {
        groupId: s.id,
        generationIdOrMemberEpoch: -1,
        memberId: "",
        retentionTimeMs,
        topics: [{ name: topic.name, partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: "" }] }],
      });
    }
  }
});

scenarioPerVersion("OffsetFetch/of nothing", versionsOf(OffsetFetch), async (s, version) => {
  const topic = await createTopic(s);
  await fetchOffsets(s, version, topic, [0, 5]);
  await fetchOffsets(s, version, topic, []);
  if (version >= 2) await fetchOffsets(s, version, topic, null);
  await fetchOffsets(s, version, { name: `${topic.name}-not`, id: UNKNOWN_ID }, [0]);
  await fetchOffsets(s, version, { name: "a b", id: "AAAAAAAAAAAAAAAAAAAAAA" }, [0]);
  await fetchOffsets(s, version, topic, [0], "");
});

scenarioPerVersion("OffsetFetch/everything", versionsOf(OffsetFetch, 2), async (s, version) => {
  const topic = await createTopic(s, { partitions: 3 });
  await commit(s, 8, topic, { partition: 1, offset: 11, leaderEpoch: 2 });
  await commit(s, 8, topic, { partition: 2, offset: 12, metadata: "ü" });
  await fetchOffsets(s, version, topic, null);
});

scenarioPerVersion("OffsetFetch/parts", versionsOf(OffsetFetch), async (s, version) => {
  const topic = await createTopic(s, { partitions: 3 });
  await commit(s, 8, topic, { partition: 1, offset: 11, leaderEpoch: 2 });
  await commit(s, 8, topic, { partition: 2, offset: 12, metadata: "ü" });
  await fetchOffsets(s, version, topic, [2, 0, 1]);
  await fetchOffsets(s, version, topic, [1, 1]);
  if (version < 7) return;
  const topics = [{ name: topic.name, topicId: topic.id, partitionIndexes: [1] }];
  const body = version >= 8 ? { groups: [{ groupId: s.id, topics }] } : { groupId: s.id, topics };
  await s.send(OffsetFetch, version, { ...body, requireStable: true });
});

scenarioPerVersion("OffsetFetch/several groups", versionsOf(OffsetFetch, 8), async (s, version) => {
  const topic = await createTopic(s);
  for (const n of [1, 2]) await commit(s, 8, topic, { group: `${s.id}-${n}`, offset: n });
  const topics = [{ name: topic.name, topicId: topic.id, partitionIndexes: [0] }];
  const groups = [1, 2, 3].map((n) => ({ groupId: `${s.id}-${n}`, topics: n === 2 ? null : topics }));
  await s.send(OffsetFetch, version, { groups });
  await s.send(OffsetFetch, version, { groups: [] });
  await s.send(OffsetFetch, version, {
    groups: [
      { groupId: `${s.id}-1`, topics },
      { groupId: `${s.id}-1`, topics },
    ],
  });
});

scenarioPerVersion("OffsetFetch/with a member", versionsOf(OffsetFetch, 9), async (s, version) => {
  const topic = await createTopic(s);
  const member = await stableMember(s, 4, { on: 1 });
  await member.commit(8, topic, 3);
  const topics = [{ name: topic.name, topicId: topic.id, partitionIndexes: [0] }];
  for (const [memberId, memberEpoch] of [
    [member.memberId, 1],
    [member.memberId, 0],
    [member.memberId, 2],
    ["x", 1],
    ["", 1],
    [null, -1],
    [member.memberId, -1],
  ] as const) {
    await s.send(OffsetFetch, version, { groups: [{ groupId: s.id, memberId, memberEpoch, topics }] });
  }
});

scenario("OffsetDelete/offsets of a group without members", async (s) => {
  const topic = await createTopic(s, { partitions: 2 });
  const remove = (groupId: string, name: string, partitions: number[]): Promise<unknown> =>
    s.send(OffsetDelete, 0, {
      groupId,
      topics: [{ name, partitions: partitions.map((partitionIndex) => ({ partitionIndex })) }],
    });
  await remove(s.id, topic.name, [0]);
  await remove("", topic.name, [0]);
  await commit(s, 8, topic);
  await commit(s, 8, topic, { partition: 1 });
  await remove(s.id, topic.name, [1, 9]);
  await remove(s.id, `${topic.name}-not`, [0]);
  await fetchOffsets(s, 8, topic, null);
  await remove(s.id, topic.name, []);
  await s.send(OffsetDelete, 0, { groupId: s.id, topics: [] });
  await remove(s.id, topic.name, [0]);
  await fetchOffsets(s, 8, topic, null);
});

scenario("OffsetDelete/topics that members subscribe to", async (s) => {
  const topic = await createTopic(s, { suffix: "a" });
  const other = await createTopic(s, { suffix: "b" });
  await commit(s, 8, topic);
  await commit(s, 8, other);
  const member = new Member(s, 4, { on: 1, topics: [topic.name] });
  const remove = (...names: string[]): Promise<unknown> =>
    s.send(OffsetDelete, 0, {
      groupId: s.id,
      topics: names.map((name) => ({ name, partitions: [{ partitionIndex: 0 }] })),
    });
  await member.enter();
  await remove(topic.name, other.name);
  await member.sync({ [member.memberId]: "all" });
  await remove(topic.name, other.name);
  await member.leave();
  await remove(topic.name);
  await fetchOffsets(s, 8, topic, null);
});

scenario("OffsetDelete/a group of another protocol type", async (s) => {
  const topic = await createTopic(s);
  await commit(s, 8, topic);
  const member = new Member(s, 4, { on: 1, protocolType: "connect" });
  await member.enter();
  await s.send(OffsetDelete, 0, { groupId: s.id, topics: [{ name: topic.name, partitions: [{ partitionIndex: 0 }] }] });
});

scenario("OffsetCommit/offsets survive a rebalance", async (s) => {
  const topic = await createTopic(s);
  const [first, second] = await stablePair(s, 5);
  await first.commit(7, topic, 100);
  await second.leave();
  await first.enter();
  await fetchOffsets(s, 8, topic, [0]);
});
