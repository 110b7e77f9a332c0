// Offsets and deletion of consumer groups (KIP-848): who may commit, fetch and delete in which epoch and state.
import { DeleteGroups, OffsetCommit, OffsetDelete, OffsetFetch } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { ConsumerMember, createSubscribedTopic, describeConsumerGroup } from "../consumer-groups.ts";
import { scenario, scenarioPerVersion } from "../scenario.ts";

scenarioPerVersion("ConsumerGroup offsets/commit", versionsOf(OffsetCommit), async (s, version) => {
  const topic = await createSubscribedTopic(s, { partitions: 4 });
  const first = new ConsumerMember(s, { memberId: "member-a" });
  const second = new ConsumerMember(s, { memberId: "member-b" });
  const commit = (memberId: string, epoch: number, partition = 0): Promise<unknown> =>
    s.send(OffsetCommit, version, {
      groupId: s.id,
      generationIdOrMemberEpoch: epoch,
      memberId,
      topics: [
        {
          ...(version >= 10 ? { topicId: topic.id } : { name: topic.name }),
          partitions: [{ partitionIndex: partition, committedOffset: 5, committedMetadata: "" }],
        },
      ],
    });
  await first.join();
  for (const epoch of [-1, 1, 2, 3]) await commit("member-a", epoch);
  await commit("", -1);
  await commit("nobody", 2);
  await second.join();
  await first.heartbeat();
  await first.heartbeat();
  await second.heartbeat();
  // One epoch behind: for what it has had since then, not for what it has given up.
  for (const partition of [0, 1, 2, 3]) await commit("member-a", 2, partition);
  await commit("member-b", 1, 2);
  await first.leave();
  await second.leave();
  await commit("", -1);
  await commit("member-a", 3);
});

scenarioPerVersion(
  "ConsumerGroup offsets/fetch",
  versionsOf(OffsetFetch).filter((version) => version >= 9),
  async (s, version) => {
    const topic = await createSubscribedTopic(s, { partitions: 1 });
    const member = new ConsumerMember(s, { memberId: "member-a" });
    await member.join();
    await s.send(OffsetCommit, 9, {
      groupId: s.id,
      generationIdOrMemberEpoch: 2,
      memberId: "member-a",
      topics: [{ name: topic.name, partitions: [{ partitionIndex: 0, committedOffset: 5, committedMetadata: "m" }] }],
    });
    const topics = [{ ...(version >= 10 ? { topicId: topic.id } : { name: topic.name }), partitionIndexes: [0] }];
    for (const requireStable of [false, true]) {
      for (const [memberId, memberEpoch] of [
        ["member-a", 2],
        ["member-a", 1],
        ["member-a", 3],
        ["nobody", 2],
        [null, -1],
        [null, 2],
      ] as const) {
        await s.send(OffsetFetch, version, {
          groups: [{ groupId: s.id, memberId, memberEpoch, topics }],
          requireStable,
        });
        await s.send(OffsetFetch, version, {
          groups: [{ groupId: s.id, memberId, memberEpoch, topics: null }],
          requireStable,
        });
      }
    }
  },
);

scenario("ConsumerGroup offsets/delete", async (s) => {
  const topic = await createSubscribedTopic(s, { partitions: 1 });
  const other = await createSubscribedTopic(s, { suffix: "other", partitions: 1 });
  const member = new ConsumerMember(s, { memberId: "member-a" });
  await member.join();
  for (const { name } of [topic, other]) {
    await s.send(OffsetCommit, 9, {
      groupId: s.id,
      generationIdOrMemberEpoch: 2,
      memberId: "member-a",
      topics: [{ name, partitions: [{ partitionIndex: 0, committedOffset: 5, committedMetadata: "" }] }],
    });
  }
  for (const { name } of [topic, other]) {
    await s.send(OffsetDelete, 0, { groupId: s.id, topics: [{ name, partitions: [{ partitionIndex: 0 }] }] });
  }
  await member.leave();
  await s.send(OffsetDelete, 0, { groupId: s.id, topics: [{ name: topic.name, partitions: [{ partitionIndex: 0 }] }] });
});

scenarioPerVersion("ConsumerGroup offsets/delete the group", versionsOf(DeleteGroups), async (s, version) => {
  const topic = await createSubscribedTopic(s, { partitions: 1 });
  const member = new ConsumerMember(s, { memberId: "member-a" });
  await member.join();
  await s.send(DeleteGroups, version, { groupsNames: [s.id] });
  await member.leave();
  await s.send(OffsetCommit, 9, {
    groupId: s.id,
    generationIdOrMemberEpoch: -1,
    memberId: "",
    topics: [{ name: topic.name, partitions: [{ partitionIndex: 0, committedOffset: 5, committedMetadata: "" }] }],
  });
  await s.send(DeleteGroups, version, { groupsNames: [s.id] });
  await describeConsumerGroup(s, s.id);
  await s.send(OffsetFetch, 8, { groups: [{ groupId: s.id, topics: null }] });
});
