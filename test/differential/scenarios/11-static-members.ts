// Static members (KIP-345, KIP-814): a restart without a rebalance, a fenced double, leaving by instance id (G12).
import { JoinGroup, LeaveGroup } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { describeGroups, Member, stableMember, untilGroup } from "../groups.ts";
import { scenarioPerVersion } from "../scenario.ts";
import { createTopic } from "../topics.ts";

const VERSIONS = versionsOf(JoinGroup, 5);

scenarioPerVersion("JoinGroup/static: a restart keeps the generation", VERSIONS, async (s, version) => {
  const leader = await stableMember(s, version, { on: 1, instanceId: "i-1" });
  const again = new Member(s, version, { on: 2, instanceId: "i-1" });
  await again.join();
  await again.sync({ [again.memberId]: "everything" });
  await again.heartbeat();
  await leader.heartbeat();
  await leader.join();
  await leader.sync();
  await describeGroups(s, 5, [leader.group]);
});

scenarioPerVersion("JoinGroup/static: a follower restarts", VERSIONS, async (s, version) => {
  const leader = await stableMember(s, version, { on: 1, instanceId: "leader" });
  const follower = new Member(s, version, { on: 2, instanceId: "follower" });
  const entering = follower.join();
  await untilGroup(s, leader.group, "PreparingRebalance");
  await leader.join();
  await entering;
  const syncing = follower.sync();
  await leader.sync({ [leader.memberId]: "a", [follower.memberId]: "b" });
  await syncing;
  const again = new Member(s, version, { on: 3, instanceId: "follower" });
  await again.join();
  await again.sync();
  await follower.heartbeat();
  await again.heartbeat();
  await leader.heartbeat();
});

scenarioPerVersion("JoinGroup/static: a restart with other protocols rebalances", VERSIONS, async (s, version) => {
  const protocols = ["range", "sticky"];
  const leader = await stableMember(s, version, { on: 1, instanceId: "leader", protocols });
  const follower = new Member(s, version, { on: 2, instanceId: "follower", protocols });
  const entering = follower.join();
  await untilGroup(s, leader.group, "PreparingRebalance");
  await leader.join();
  await entering;
  const syncing = follower.sync();
  await leader.sync({ [follower.memberId]: "b" });
  await syncing;
  const again = new Member(s, version, { on: 3, instanceId: "follower", protocols });
  const rejoining = again.join({ protocols: ["sticky"] });
  await untilGroup(s, leader.group, "PreparingRebalance");
  await leader.heartbeat();
  await leader.join();
  await rejoining;
  await follower.heartbeat();
  await describeGroups(s, 5, [leader.group]);
});

scenarioPerVersion("JoinGroup/static: fenced", VERSIONS, async (s, version) => {
  const member = await stableMember(s, version, { on: 1, instanceId: "one" });
  const topic = await createTopic(s);
  await member.join({ memberId: "someone-else" });
  await member.sync({}, { memberId: "someone-else" });
  await member.heartbeat({ memberId: "someone-else" });
  await member.heartbeat({ instanceId: "two" });
  for (const commitVersion of [7, 8, 9, 10]) {
    await member.commit(commitVersion, topic, 1, { memberId: "someone-else" });
    await member.commit(commitVersion, topic, 1, { instanceId: "two" });
  }
  await member.leave({ memberId: "someone-else" });
  await member.leave({ memberId: "", instanceId: "two" });
  await member.heartbeat();
});

scenarioPerVersion("LeaveGroup/static members by their instance ids", versionsOf(LeaveGroup, 3), async (s, version) => {
  const first = await stableMember(s, 7, { on: 1, instanceId: "one" });
  const second = new Member(s, 7, { on: 2, instanceId: "two" });
  const entering = second.join();
  await untilGroup(s, first.group, "PreparingRebalance");
  await first.join();
  await entering;
  await s.send(LeaveGroup, version, {
    groupId: first.group,
    members: [
      { memberId: "", groupInstanceId: "one" },
      { memberId: "", groupInstanceId: "nobody" },
      { memberId: "wrong", groupInstanceId: "two" },
      { memberId: "unknown", groupInstanceId: null },
      { memberId: "", groupInstanceId: null },
    ],
  });
  await describeGroups(s, 5, [first.group]);
  await second.heartbeat();
});
