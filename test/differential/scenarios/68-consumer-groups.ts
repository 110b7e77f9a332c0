// ConsumerGroupHeartbeat and ConsumerGroupDescribe (KIP-848): members in every state, epochs, static members, subscriptions.
import {
  ConsumerGroupDescribe,
  ConsumerGroupHeartbeat,
  CreatePartitions,
  DeleteTopics,
  DescribeGroups,
  IncrementalAlterConfigs,
  ListGroups,
} from "../apis.ts";
import { versionsOf } from "../api.ts";
import {
  ConsumerMember,
  createSubscribedTopic,
  describeConsumerGroup,
  untilConsumerGroup,
} from "../consumer-groups.ts";
import { Member, stableMember } from "../groups.ts";
import { scenario, scenarioPerVersion } from "../scenario.ts";
import { untilConfig, untilGone, untilServing } from "../topics.ts";

scenarioPerVersion(
  "ConsumerGroupHeartbeat/invalid requests",
  versionsOf(ConsumerGroupHeartbeat),
  async (s, version) => {
    const valid = {
      groupId: s.id,
      memberId: "m",
      memberEpoch: 0,
      rebalanceTimeoutMs: 1_000,
      subscribedTopicNames: ["t"],
      topicPartitions: [],
    };
    const changes = [
      { groupId: "" },
      { groupId: " " },
      { memberId: "", memberEpoch: 1 },
      { memberId: "", memberEpoch: -1 },
      { memberId: "  ", memberEpoch: 1 },
      { instanceId: "" },
      { rackId: "" },
      { rebalanceTimeoutMs: -1 },
      { topicPartitions: null },
      { topicPartitions: [{ topicId: "AAAAAAAAAAAAAAAAAAAAAQ", partitions: [0] }] },
      { subscribedTopicNames: null },
      { memberEpoch: -2 },
      { memberEpoch: -3 },
      { serverAssignor: "" },
      { serverAssignor: "sticky" },
      { memberEpoch: 5 },
      { memberEpoch: -1 },
      { memberEpoch: -2, instanceId: "i" },
    ];
    for (const change of changes) await s.send(ConsumerGroupHeartbeat, version, { ...valid, ...change });
    await describeConsumerGroup(s, s.id);
  },
);

scenarioPerVersion("ConsumerGroupHeartbeat/two members", versionsOf(ConsumerGroupHeartbeat), async (s, version) => {
  await createSubscribedTopic(s, { partitions: 5 });
  const first = new ConsumerMember(s, { memberId: "member-a", version });
  const second = new ConsumerMember(s, { memberId: "member-b", version });
  await first.join();
  await describeConsumerGroup(s, s.id);
  await first.heartbeat();
  await second.join();
  await describeConsumerGroup(s, s.id);
  await second.heartbeat();
  await first.heartbeat({ topicPartitions: null });
  await describeConsumerGroup(s, s.id);
  await first.heartbeat();
  await describeConsumerGroup(s, s.id);
  await second.heartbeat();
  await describeConsumerGroup(s, s.id);
  await s.send(ListGroups, 5, { typesFilter: ["consumer"], statesFilter: ["nonsense"] });
  await first.leave();
  await describeConsumerGroup(s, s.id);
  await second.heartbeat();
  await second.heartbeat();
  await second.leave();
  await describeConsumerGroup(s, s.id);
  await second.heartbeat();
});

scenarioPerVersion("ConsumerGroupHeartbeat/epochs", versionsOf(ConsumerGroupHeartbeat), async (s, version) => {
  await createSubscribedTopic(s, { partitions: 4 });
  const first = new ConsumerMember(s, { memberId: "member-a", version });
  const second = new ConsumerMember(s, { memberId: "member-b", version });
  await first.heartbeat({ memberEpoch: 3 });
  await first.join();
  for (const memberEpoch of [1, 3, 99]) await first.heartbeat({ memberEpoch });
  await second.join();
  const before = first.owned;
  await first.heartbeat();
  await first.heartbeat();
  const { epoch } = first;
  await first.send({ memberEpoch: epoch - 1, topicPartitions: null });
  await first.send({ memberEpoch: epoch - 1, topicPartitions: before });
  await first.send({ memberEpoch: epoch - 1, topicPartitions: first.owned });
  await first.send({ memberEpoch: 0, rebalanceTimeoutMs: 30_000, subscribedTopicNames: [s.id], topicPartitions: [] });
  await new ConsumerMember(s, { memberId: "stranger" }).heartbeat({ memberEpoch: 2 });
  await new ConsumerMember(s, { memberId: "stranger" }).leave();
  await describeConsumerGroup(s, s.id);
});

scenario("ConsumerGroupHeartbeat/a full request is answered in full", async (s) => {
  await createSubscribedTopic(s, { partitions: 2 });
  const member = new ConsumerMember(s, { memberId: "member-a" });
  await member.join();
  await member.heartbeat();
  await member.heartbeat({ rebalanceTimeoutMs: 30_000, subscribedTopicNames: [s.id] });
  await member.heartbeat({ rebalanceTimeoutMs: 20_000 });
  await member.heartbeat({ rackId: "rack", serverAssignor: "range" });
  await describeConsumerGroup(s, s.id);
});

scenarioPerVersion("ConsumerGroupHeartbeat/static members", versionsOf(ConsumerGroupHeartbeat), async (s, version) => {
  await createSubscribedTopic(s, { partitions: 4 });
  const first = new ConsumerMember(s, { memberId: "member-a", instanceId: "one", version });
  const second = new ConsumerMember(s, { memberId: "member-b", instanceId: "two", version });
  await first.join();
  await second.join();
  await first.heartbeat();
  await first.heartbeat();
  await second.heartbeat();
  const again = new ConsumerMember(s, { memberId: "member-c", instanceId: "one", version });
  await again.join();
  await again.heartbeat({ memberEpoch: 3 });
  await first.leave(-2);
  await describeConsumerGroup(s, s.id);
  await second.heartbeat();
  await again.join();
  await describeConsumerGroup(s, s.id);
  await first.heartbeat({ memberEpoch: 3 });
  await first.leave(-2);
  await again.heartbeat();
  await new ConsumerMember(s, { memberId: "member-d", instanceId: "nobody" }).leave(-2);
  await new ConsumerMember(s, { memberId: "member-d", instanceId: "nobody" }).heartbeat({ memberEpoch: 3 });
  await again.leave();
  await second.heartbeat();
  await describeConsumerGroup(s, s.id);
});

for (const assignor of ["uniform", "range"]) {
  scenario(`ConsumerGroupHeartbeat/assignor ${assignor}`, async (s) => {
    await createSubscribedTopic(s, { partitions: 10 });
    const members = ["a", "b", "c", "d"].map((name) => new ConsumerMember(s, { memberId: `member-${name}`, assignor }));
    for (const member of members) {
      await member.join();
      for (let round = 0; round < 3; round++)
        for (const other of members.filter(({ epoch }) => epoch > 0)) await other.heartbeat();
    }
    await describeConsumerGroup(s, s.id);
    await members[1]?.leave();
    for (let round = 0; round < 3; round++)
      for (const [i, member] of members.entries()) if (i !== 1) await member.heartbeat();
    await describeConsumerGroup(s, s.id);
  });
}

scenario("ConsumerGroupHeartbeat/the assignor most members ask for", async (s) => {
  await createSubscribedTopic(s, { partitions: 3 });
  const first = new ConsumerMember(s, { memberId: "member-a", assignor: "uniform" });
  const second = new ConsumerMember(s, { memberId: "member-b", assignor: "range" });
  const third = new ConsumerMember(s, { memberId: "member-c", assignor: "range" });
  await first.join();
  await describeConsumerGroup(s, s.id);
  await second.join();
  await describeConsumerGroup(s, s.id);
  await third.join();
  await describeConsumerGroup(s, s.id);
});

scenario("ConsumerGroupHeartbeat/subscriptions change", async (s) => {
  const { name: one } = await createSubscribedTopic(s, { suffix: "one", partitions: 2 });
  const { name: two } = await createSubscribedTopic(s, { suffix: "two", partitions: 2 });
  const member = new ConsumerMember(s, { memberId: "member-a", topics: [one] });
  await member.join();
  await member.heartbeat({ subscribedTopicNames: [one, two] });
  await member.heartbeat({ subscribedTopicNames: [two] });
  await member.heartbeat();
  await member.heartbeat({ subscribedTopicNames: [] });
  await member.heartbeat();
  await member.heartbeat({ subscribedTopicNames: [`${s.id}-none`] });
  await describeConsumerGroup(s, s.id);
  const second = new ConsumerMember(s, { memberId: "member-b", topics: [one] });
  await second.join();
  await member.heartbeat({ subscribedTopicNames: [two] });
  await second.heartbeat();
  await describeConsumerGroup(s, s.id);
});

scenario("ConsumerGroupHeartbeat/topics change", async (s) => {
  const member = new ConsumerMember(s, { memberId: "member-a" });
  await member.join();
  await createSubscribedTopic(s, { partitions: 1 });
  await s.until("assigned", async () => {
    const answer = await s.quiet(ConsumerGroupHeartbeat, 1, {
      groupId: s.id,
      memberId: "member-a",
      memberEpoch: member.epoch,
      topicPartitions: [],
    });
    if (answer.assignment !== null) member.owned = answer.assignment.topicPartitions;
    member.epoch = answer.memberEpoch;
    return answer.assignment !== null;
  });
  const epoch = member.epoch;
  const untilEpoch = (above: number): Promise<void> =>
    s.until(`epoch above ${above}`, async () => {
      const answer = await s.quiet(ConsumerGroupHeartbeat, 1, {
        groupId: s.id,
        memberId: "member-a",
        memberEpoch: member.epoch,
        topicPartitions: member.owned,
      });
      if (answer.assignment !== null) member.owned = answer.assignment.topicPartitions;
      member.epoch = answer.memberEpoch;
      return answer.memberEpoch > above;
    });
  await member.heartbeat();
  await s.quiet(CreatePartitions, 3, { topics: [{ name: s.id, count: 3, assignments: null }], timeoutMs: 10_000 });
  await untilServing(s, s.id, 3);
  await untilEpoch(epoch);
  await member.heartbeat();
  await describeConsumerGroup(s, s.id);
  await s.quiet(DeleteTopics, 6, { topics: [{ name: s.id }], timeoutMs: 10_000 });
  await untilGone(s, s.id);
  await untilEpoch(epoch + 1);
  await member.heartbeat();
  await describeConsumerGroup(s, s.id);
});

scenario("ConsumerGroupHeartbeat/regular expressions", async (s) => {
  await createSubscribedTopic(s, { suffix: "one", partitions: 2 });
  const member = new ConsumerMember(s, { memberId: "member-a", topics: null, regex: `${s.id}-.*` });
  for (const regex of ["(", "[a", "a{1,2000}", "(?=a)", "\\1", "*"]) {
    await member.join({ subscribedTopicRegex: regex });
  }
  await member.join();
  await untilConsumerGroup(s, s.id, "Assigning");
  await member.heartbeat();
  await member.heartbeat();
  await describeConsumerGroup(s, s.id);
  const second = new ConsumerMember(s, { memberId: "member-b", topics: [], regex: `${s.id}-.*` });
  await second.join();
  await member.heartbeat();
  await member.heartbeat();
  await second.heartbeat();
  await describeConsumerGroup(s, s.id);
  await second.heartbeat({ subscribedTopicRegex: "" });
  await second.heartbeat();
  await member.heartbeat();
  await describeConsumerGroup(s, s.id);
  await member.leave();
  await second.leave();
});

scenarioPerVersion(
  "ConsumerGroupHeartbeat/the group is full",
  versionsOf(ConsumerGroupHeartbeat),
  async (s, version) => {
    await createSubscribedTopic(s, { partitions: 1 });
    for (const name of ["a", "b", "c", "d", "e"]) {
      await new ConsumerMember(s, { memberId: `member-${name}`, version }).join();
    }
    await describeConsumerGroup(s, s.id);
  },
);

scenario("ConsumerGroupHeartbeat/a session ends", async (s) => {
  await createSubscribedTopic(s, { partitions: 2 });
  const [resourceType, resourceName] = [32, s.id];
  await s.send(IncrementalAlterConfigs, 1, {
    resources: [
      {
        resourceType,
        resourceName,
        configs: [
          { name: "consumer.session.timeout.ms", configOperation: 0, value: "1500" },
          { name: "consumer.heartbeat.interval.ms", configOperation: 0, value: "500" },
        ],
      },
    ],
  });
  await untilConfig(s, { type: 32, name: s.id }, "consumer.session.timeout.ms", "1500");
  const member = new ConsumerMember(s, { memberId: "member-a" });
  await member.join();
  await untilConsumerGroup(s, s.id, "Empty");
  await describeConsumerGroup(s, s.id);
  await member.heartbeat();
});

scenario("ConsumerGroupHeartbeat/partitions are not given up in time", async (s) => {
  await createSubscribedTopic(s, { partitions: 2 });
  const first = new ConsumerMember(s, { memberId: "member-a" });
  await first.join({ rebalanceTimeoutMs: 1_000 });
  const second = new ConsumerMember(s, { memberId: "member-b" });
  await second.join();
  await first.send({ topicPartitions: null });
  await s.until("fenced", async () => {
    const { groups } = await s.quiet(ConsumerGroupDescribe, 1, { groupIds: [s.id] });
    return groups[0]?.members.length === 1;
  });
  await first.heartbeat();
  await second.heartbeat();
  await describeConsumerGroup(s, s.id);
});

scenario("ConsumerGroupHeartbeat/configs of a group", async (s) => {
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
  await set(["consumer.session.timeout.ms", "60001"]);
  await set(["consumer.session.timeout.ms", "99"]);
  await set(["consumer.heartbeat.interval.ms", "15001"]);
  await set(["consumer.heartbeat.interval.ms", "49"]);
  await set(["consumer.assignment.interval.ms", "15001"]);
  await set(["consumer.assignment.interval.ms", "-1"]);
  await set(["consumer.session.timeout.ms", "4000"]);
  await set(["consumer.session.timeout.ms", "x"]);
  await set(["consumer.unknown", "1"]);
  await set(["consumer.heartbeat.interval.ms", "7000"], ["consumer.session.timeout.ms", "50000"]);
  await untilConfig(s, { type: 32, name: s.id }, "consumer.heartbeat.interval.ms", "7000");
  // The coordinator hears of it a moment later.
  await s.until("heartbeats every 7 s", async () => {
    const request = { groupId: s.id, memberId: "member-a", memberEpoch: 0, rebalanceTimeoutMs: 30_000 };
    const lists = { subscribedTopicNames: [s.id], topicPartitions: [] };
    return (await s.quiet(ConsumerGroupHeartbeat, 1, { ...request, ...lists })).heartbeatIntervalMs === 7000;
  });
  await new ConsumerMember(s, { memberId: "member-a" }).join();
});

scenario("ConsumerGroupHeartbeat/groups of other kinds", async (s) => {
  await stableMember(s, 4, { group: `${s.id}-connect`, on: 1, protocolType: "connect" });
  await new ConsumerMember(s, { memberId: "m", group: `${s.id}-connect` }).join();
  await new ConsumerMember(s, { memberId: "m", group: `${s.id}-connect` }).heartbeat({ memberEpoch: 1 });
  await describeConsumerGroup(s, `${s.id}-connect`);
  const left = await stableMember(s, 4, { group: `${s.id}-empty`, on: 2 });
  await left.leave();
  await new ConsumerMember(s, { memberId: "m", group: `${s.id}-empty` }).join();
  await describeConsumerGroup(s, `${s.id}-empty`);
  const consumer = new ConsumerMember(s, { memberId: "m", group: `${s.id}-empty` });
  await consumer.join();
  await consumer.leave();
  const classic = new Member(s, 4, { group: `${s.id}-empty`, on: 3 });
  await classic.enter();
  await s.until("a classic group", async () => {
    const { groups } = await s.quiet(ConsumerGroupDescribe, 1, { groupIds: [`${s.id}-empty`] });
    return groups[0]?.errorCode !== 0;
  });
  await describeConsumerGroup(s, `${s.id}-empty`);
  for (const version of [5, 6]) await s.send(DescribeGroups, version, { groups: [`${s.id}-empty`] });
});

scenarioPerVersion("ConsumerGroupDescribe/several and none", versionsOf(ConsumerGroupDescribe), async (s, version) => {
  await s.send(ConsumerGroupDescribe, version, { groupIds: [] });
  await s.send(ConsumerGroupDescribe, version, { groupIds: [`${s.id}-none`, ""] });
  await new ConsumerMember(s, { memberId: "m", group: s.id }).join();
  await s.send(ConsumerGroupDescribe, version, { groupIds: [s.id, s.id], includeAuthorizedOperations: true });
  for (const described of [5, 6]) await s.send(DescribeGroups, described, { groups: [s.id] });
});
