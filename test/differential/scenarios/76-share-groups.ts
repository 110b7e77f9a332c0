// ShareGroupHeartbeat and ShareGroupDescribe: members of share groups (KIP-932), and groups of other kinds with their ids.
import {
  ConsumerGroupDescribe,
  CreatePartitions,
  DeleteGroups,
  DeleteTopics,
  DescribeGroups,
  FindCoordinator,
  IncrementalAlterConfigs,
  ListGroups,
  OffsetCommit,
  OffsetDelete,
  OffsetFetch,
  UpdateFeatures,
} from "../apis.ts";
import { ConsumerMember } from "../consumer-groups.ts";
import { Member, stableMember } from "../groups.ts";
import { exclusiveScenario, scenario } from "../scenario.ts";
import {
  AlterShareGroupOffsets,
  DeleteShareGroupOffsets,
  DeleteShareGroupState,
  DescribeShareGroupOffsets,
  InitializeShareGroupState,
  ReadShareGroupState,
  ReadShareGroupStateSummary,
  ShareGroupDescribe,
  ShareGroupHeartbeat,
  WriteShareGroupState,
} from "../share-apis.ts";
import {
  configureShareGroup,
  describeShareGroup,
  ShareMember,
  untilInitialized,
  untilShareGroup,
} from "../share-groups.ts";
import { ScenarioEnd, type Session } from "../session.ts";
import { createTopic, untilConfig, untilGone, untilServing } from "../topics.ts";

scenario("ShareGroupHeartbeat/joins, keeps up and leaves", async (s) => {
  await createTopic(s, { partitions: 3 });
  const member = new ShareMember(s, { memberId: "member-a" });
  await member.join();
  await untilInitialized(s, 3);
  await member.heartbeat();
  await member.heartbeat();
  await describeShareGroup(s);
  await member.heartbeat({ subscribedTopicNames: [s.id] });
  await member.heartbeat({ rackId: "rack" });
  await describeShareGroup(s);
  await member.leave();
  await describeShareGroup(s);
  await member.leave();
  await member.heartbeat();
  await member.join();
  await describeShareGroup(s);
});

scenario("ShareGroupHeartbeat/invalid", async (s) => {
  await createTopic(s);
  const member = new ShareMember(s, { memberId: "member-a" });
  await member.join({ memberId: "" });
  await member.join({ memberId: "  " });
  await member.join({ groupId: "" });
  await member.join({ groupId: " " });
  await member.join({ rackId: "" });
  await member.join({ rackId: " " });
  await member.join({ subscribedTopicNames: null });
  await member.join({ subscribedTopicNames: [] });
  await member.join({ memberEpoch: -2 });
  await member.join({ memberEpoch: -3 });
  await member.join({ memberId: "m".repeat(37) });
  await member.join({ memberId: "m".repeat(36) });
  await untilInitialized(s, 1);
  await member.join({ subscribedTopicNames: ["a b", "", "."] });
  await member.join({ subscribedTopicNames: [s.id, s.id] });
  await describeShareGroup(s);
});

scenario("ShareGroupHeartbeat/members and groups that are not there", async (s) => {
  await createTopic(s);
  const member = new ShareMember(s, { memberId: "member-a" });
  await member.heartbeat({ memberEpoch: 1 });
  await member.leave();
  await member.join();
  await untilInitialized(s, 1);
  await member.heartbeat();
  const other = new ShareMember(s, { memberId: "member-b" });
  await other.heartbeat({ memberEpoch: 1 });
  await other.heartbeat({ memberEpoch: 5 });
  await other.leave();
});

scenario("ShareGroupHeartbeat/epochs", async (s) => {
  // One partition for both: who gets which of several hangs on the hash of the topic's random id.
  await createTopic(s, { partitions: 1 });
  const member = new ShareMember(s, { memberId: "member-a" });
  await member.join();
  await untilInitialized(s, 1);
  await member.heartbeat();
  await member.heartbeat({ memberEpoch: 1 });
  await member.heartbeat({ memberEpoch: 3 });
  await member.heartbeat({ memberEpoch: 9 });
  const other = new ShareMember(s, { memberId: "member-b" });
  await other.join();
  await other.join();
  await other.join();
  await member.heartbeat({ memberEpoch: 2 });
  await member.heartbeat({ memberEpoch: 2 });
  await member.heartbeat({ memberEpoch: 1 });
  await member.join();
  await other.heartbeat({ memberEpoch: 2 });
  await describeShareGroup(s);
});

scenario("ShareGroupHeartbeat/the group is full", async (s) => {
  await createTopic(s, { partitions: 1 });
  await new ShareMember(s, { memberId: "member-a" }).join();
  await untilInitialized(s, 1);
  for (const name of ["b", "c", "d", "e"]) await new ShareMember(s, { memberId: `member-${name}` }).join();
  await new ShareMember(s, { memberId: "member-a" }).join();
  await describeShareGroup(s);
});

for (const partitions of [1, 3, 10]) {
  scenario(`ShareGroupHeartbeat/members come and go, ${partitions} partitions`, async (s) => {
    const { id } = await createTopic(s, { partitions });
    // Who gets which partitions hangs on the hash of the topic's id: the members of several are compared by how many each has.
    const members = ["a", "b", "c", "d"].map(
      (name) => new ShareMember(s, { memberId: `member-${name}`, isContentOpen: partitions > 1 }),
    );
    const round = async (): Promise<void> => {
      for (const member of members) if (member.epoch > 0) await member.heartbeat();
      const { groups } = await s.quiet(ShareGroupDescribe, 1, { groupIds: [s.id] });
      const assigned = (groups[0]?.members ?? []).map(({ assignment }) =>
        assignment.topicPartitions.flatMap(({ topicId, partitions: held }) => (topicId === id ? held : [])),
      );
      const sharing = Math.ceil(assigned.length / partitions);
      const [least, most] = [Math.floor, Math.ceil].map((rounded) => rounded((sharing * partitions) / assigned.length));
      const isEven = assigned.every(({ length }) => length >= (least ?? 0) && length <= (most ?? 0));
      const isWhole = new Set(assigned.flat()).size === partitions;
      if (!isEven || !isWhole) throw new ScenarioEnd(`assigned ${JSON.stringify(assigned)}`);
    };
    await members[0]?.join();
    await untilInitialized(s, partitions);
    await round();
    for (const member of members.slice(1)) {
      await member.join();
      await round();
    }
    for (const index of [1, 0]) {
      await members[index]?.leave();
      await round();
    }
    await members[1]?.join();
    await round();
    if (partitions === 1) await describeShareGroup(s);
  });
}

scenario("ShareGroupHeartbeat/subscriptions differ and change", async (s) => {
  const { name: one } = await createTopic(s, { suffix: "one", partitions: 4 });
  const { name: two } = await createTopic(s, { suffix: "two", partitions: 3 });
  const first = new ShareMember(s, { memberId: "member-a", topics: [one] });
  await first.join();
  await untilInitialized(s, 4);
  await first.heartbeat();
  await first.heartbeat({ subscribedTopicNames: [one, two] });
  await untilInitialized(s, 7);
  await first.heartbeat();
  const second = new ShareMember(s, { memberId: "member-b", topics: [two] });
  await second.join();
  await first.heartbeat();
  await second.heartbeat();
  await describeShareGroup(s);
  await first.heartbeat({ subscribedTopicNames: [two] });
  await second.heartbeat();
  await first.heartbeat({ subscribedTopicNames: [] });
  await first.heartbeat({ subscribedTopicNames: [`${s.id}-none`] });
  await second.heartbeat({ subscribedTopicNames: [one] });
  await describeShareGroup(s);
});

scenario("ShareGroupHeartbeat/topics change", async (s) => {
  const member = new ShareMember(s, { memberId: "member-a" });
  await member.join();
  await describeShareGroup(s);
  await createTopic(s, { partitions: 1 });
  await untilAssigned(s, member, 1);
  await member.heartbeat();
  await s.quiet(CreatePartitions, 3, { topics: [{ name: s.id, count: 3, assignments: null }], timeoutMs: 10_000 });
  await untilServing(s, s.id, 3);
  await untilAssigned(s, member, 3);
  await member.heartbeat();
  await describeShareGroup(s);
  await s.quiet(DeleteTopics, 6, { topics: [{ name: s.id }], timeoutMs: 10_000 });
  await untilGone(s, s.id);
  await untilAssigned(s, member, 0);
  await member.heartbeat();
  await describeShareGroup(s);
});

/** Keeps the member alive until it has so many partitions in an epoch above the one it had; not recorded. */
async function untilAssigned(s: Session, member: ShareMember, count: number): Promise<void> {
  const { epoch } = member;
  await s.until(`${count} partitions`, async () => {
    const answer = await s.quiet(ShareGroupHeartbeat, 1, {
      groupId: s.id,
      memberId: member.options.memberId,
      memberEpoch: member.epoch,
    });
    member.epoch = answer.memberEpoch;
    const { groups } = await s.quiet(ShareGroupDescribe, 1, { groupIds: [s.id] });
    const assigned = groups[0]?.members[0]?.assignment.topicPartitions ?? [];
    const isReconciled = groups[0]?.groupEpoch === member.epoch && member.epoch > epoch;
    return isReconciled && assigned.reduce((sum, { partitions }) => sum + partitions.length, 0) === count;
  });
}

scenario("ShareGroupHeartbeat/a session ends", async (s) => {
  await createTopic(s, { partitions: 2 });
  await configureShareGroup(s, { "share.heartbeat.interval.ms": "100", "share.session.timeout.ms": "1000" });
  const member = new ShareMember(s, { memberId: "member-a" });
  await member.join();
  await untilShareGroup(s, "Empty");
  await describeShareGroup(s);
  await member.heartbeat();
  await member.join();
  await member.leave();
});

scenario("ShareGroupHeartbeat/configs of a group", async (s) => {
  const set = (...configs: readonly (readonly [string, string])[]): Promise<unknown> =>
    s.send(IncrementalAlterConfigs, 1, {
      resources: [
        {
          resourceType: 32,
          resourceName: s.id,
          configs: configs.map(([name, value]) => ({ name, configOperation: 0, value })),
        },
      ],
    });
  await set(["share.session.timeout.ms", "60001"]);
  await set(["share.session.timeout.ms", "99"]);
  await set(["share.heartbeat.interval.ms", "15001"]);
  await set(["share.heartbeat.interval.ms", "49"]);
  await set(["share.heartbeat.interval.ms", "50000"], ["share.session.timeout.ms", "50000"]);
  await set(["share.assignment.interval.ms", "-1"]);
  await set(["share.assignment.interval.ms", "15001"]);
  await set(["share.record.lock.duration.ms", "60001"]);
  await set(["share.record.lock.duration.ms", "999"]);
  await set(["share.delivery.count.limit", "1"]);
  await set(["share.delivery.count.limit", "11"]);
  await set(["share.partition.max.record.locks", "99"]);
  await set(["share.partition.max.record.locks", "4001"]);
  for (const value of ["none", "by_duration:", "by_duration:x", "by_duration:-PT1H", "by_duration:PT1H", "LATEST"]) {
    await set(["share.auto.offset.reset", value]);
  }
  await set(["share.isolation.level", "read"]);
  await set(["share.isolation.level", "READ_COMMITTED"]);
  await set(["share.renew.acknowledge.enable", "maybe"]);
  await set(["share.unknown", "1"]);
  await set(["share.heartbeat.interval.ms", "7000"], ["share.session.timeout.ms", "50000"]);
  await untilConfig(s, { type: 32, name: s.id }, "share.heartbeat.interval.ms", "7000");
  // The coordinator hears of it a moment later.
  await s.until("heartbeats every 7 s", async () => {
    const request = { groupId: s.id, memberId: "member-a", memberEpoch: 0, subscribedTopicNames: [s.id] };
    return (await s.quiet(ShareGroupHeartbeat, 1, request)).heartbeatIntervalMs === 7000;
  });
  await new ShareMember(s, { memberId: "member-a" }).join();
});

scenario("ShareGroupHeartbeat/groups of other kinds", async (s) => {
  await createTopic(s);
  await stableMember(s, 4, { group: `${s.id}-classic`, on: 1 });
  const left = await stableMember(s, 4, { group: `${s.id}-empty`, on: 2 });
  await left.leave();
  await new ConsumerMember(s, { memberId: "m", group: `${s.id}-consumer` }).join();
  const share = new ShareMember(s, { memberId: "m", group: `${s.id}-share` });
  await share.join();
  await untilInitialized(s, 1, `${s.id}-share`);
  for (const kind of ["classic", "empty", "consumer"]) {
    const member = new ShareMember(s, { memberId: "m", group: `${s.id}-${kind}` });
    await member.join();
    await member.heartbeat({ memberEpoch: 1 });
    await member.leave();
  }
  const kinds = ["classic", "empty", "consumer", "share"].map((kind) => `${s.id}-${kind}`);
  await s.send(ShareGroupDescribe, 1, { groupIds: kinds });
  await s.send(ConsumerGroupDescribe, 1, { groupIds: kinds });
  for (const version of [5, 6]) await s.send(DescribeGroups, version, { groups: [`${s.id}-share`] });
});

scenario("ShareGroupHeartbeat/what a share group is not", async (s) => {
  await createTopic(s);
  const share = new ShareMember(s, { memberId: "m" });
  await share.join();
  await untilInitialized(s, 1);
  const topics = [{ name: s.id, partitions: [{ partitionIndex: 0 }] }];
  const attempts = async (): Promise<void> => {
    await new ConsumerMember(s, { memberId: "m" }).join();
    await new ConsumerMember(s, { memberId: "m" }).heartbeat({ memberEpoch: 1 });
    for (const version of [0, 4, 9]) await new Member(s, version, { on: 1 }).join();
    for (const version of [8, 9]) {
      await s.send(OffsetCommit, version, {
        groupId: s.id,
        topics: [{ name: s.id, partitions: [{ partitionIndex: 0, committedOffset: 1 }] }],
      });
      const fetched = [{ name: s.id, partitionIndexes: [0] }];
      await s.send(OffsetFetch, version, { groups: [{ groupId: s.id, topics: fetched }] });
    }
    await s.send(OffsetDelete, 0, { groupId: s.id, topics });
  };
  await attempts();
  await s.send(DeleteGroups, 2, { groupsNames: [s.id] });
  await share.leave();
  await attempts();
  await s.send(DeleteGroups, 2, { groupsNames: [s.id, `${s.id}-none`] });
  await describeShareGroup(s);
  await s.send(DeleteGroups, 2, { groupsNames: [s.id] });
});

scenario("ShareGroupDescribe/several and none", async (s) => {
  await createTopic(s);
  await s.send(ShareGroupDescribe, 1, { groupIds: [] });
  await s.send(ShareGroupDescribe, 1, { groupIds: [`${s.id}-none`, ""] });
  await new ShareMember(s, { memberId: "m" }).join();
  await s.send(ShareGroupDescribe, 1, { groupIds: [s.id, s.id], includeAuthorizedOperations: true });
});

exclusiveScenario("ShareGroupHeartbeat/listed", async (s) => {
  await createTopic(s);
  const member = new ShareMember(s, { memberId: "m" });
  await member.join();
  const left = new ShareMember(s, { memberId: "m", group: `${s.id}-left` });
  await left.join();
  await left.leave();
  for (const version of [3, 4, 5]) await s.send(ListGroups, version, {});
  await s.send(ListGroups, 5, { typesFilter: ["share"] });
  await s.send(ListGroups, 5, { typesFilter: ["Share", "classic"], statesFilter: ["stable"] });
  await s.send(ListGroups, 5, { typesFilter: ["share"], statesFilter: ["Empty"] });
  await member.leave();
});

exclusiveScenario("ShareGroupHeartbeat/share.version is 0", async (s) => {
  const topic = await createTopic(s);
  const member = new ShareMember(s, { memberId: "m" });
  await member.join();
  await untilInitialized(s, 1);
  await setShareVersion(s, 0);
  await member.join();
  await describeShareGroup(s);
  for (const version of [1, 2]) {
    const versioned = new ShareMember(s, { memberId: "m", version });
    await versioned.fetch(topic);
    await versioned.acknowledge(topic, []);
  }
  const [groupId, topicId] = [s.id, topic.id];
  await s.send(FindCoordinator, 6, { keyType: 2, coordinatorKeys: [`${s.id}:${topic.id}:0`] });
  const initialized = [{ topicId, partitions: [{ partition: 0, stateEpoch: 0, startOffset: 0 }] }];
  await s.send(InitializeShareGroupState, 0, { groupId, topics: initialized });
  const read = [{ topicId, partitions: [{ partition: 0, leaderEpoch: 0 }] }];
  await s.send(ReadShareGroupState, 0, { groupId, topics: read });
  for (const version of [0, 1]) {
    await s.send(ReadShareGroupStateSummary, version, { groupId, topics: read });
    const written = [{ topicId, partitions: [{ partition: 0, stateEpoch: 0, leaderEpoch: 0, startOffset: 0 }] }];
    await s.send(WriteShareGroupState, version, { groupId, topics: written });
    await s.send(DescribeShareGroupOffsets, version, { groups: [{ groupId, topics: null }] });
  }
  await s.send(DeleteShareGroupState, 0, { groupId, topics: [{ topicId, partitions: [{ partition: 0 }] }] });
  const altered = [{ topicName: s.id, partitions: [{ partitionIndex: 0, startOffset: 0 }] }];
  await s.send(AlterShareGroupOffsets, 0, { groupId, topics: altered });
  await s.send(DeleteShareGroupOffsets, 0, { groupId, topics: [{ topicName: s.id }] });
  await setShareVersion(s, 1);
  await member.leave();
});

/** Waits until the brokers know of it. */
async function setShareVersion(s: Session, maxVersionLevel: number): Promise<void> {
  await s.quiet(UpdateFeatures, 1, {
    timeoutMs: 10_000,
    featureUpdates: [{ feature: "share.version", maxVersionLevel, upgradeType: maxVersionLevel === 0 ? 2 : 1 }],
  });
  await s.until(`share.version ${maxVersionLevel}`, async () => {
    const answer = await s.quiet(ShareGroupHeartbeat, 1, { groupId: "", memberId: "", memberEpoch: 0 });
    return (answer.errorCode === 35) === (maxVersionLevel === 0);
  });
}
