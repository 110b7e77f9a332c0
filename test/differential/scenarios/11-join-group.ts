// JoinGroup: entering, refusals, generations, protocols, leaders (G1–G8).
import { JoinGroup } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { describeGroups, Member, stableMember, stablePair, untilGroup } from "../groups.ts";
import { scenario, scenarioPerVersion } from "../scenario.ts";

const VERSIONS = versionsOf(JoinGroup);

scenarioPerVersion("JoinGroup/a group of one", VERSIONS, async (s, version) => {
  const member = new Member(s, version, { clientId: "me" });
  await member.enter();
  await member.join();
  await member.sync({ [member.memberId]: "all" });
  await member.heartbeat();
  await describeGroups(s, 5, [member.group]);
  await member.leave();
  await describeGroups(s, 5, [member.group]);
});

scenarioPerVersion("JoinGroup/a group of two, one leaves", VERSIONS, async (s, version) => {
  const [first, second] = await stablePair(s, version);
  await first.heartbeat();
  await second.heartbeat();
  await describeGroups(s, 5, [first.group]);
  await second.leave();
  await first.heartbeat();
  await first.enter();
  await first.sync({ [first.memberId]: "everything again" });
  await first.heartbeat();
});

scenarioPerVersion("JoinGroup/refused", VERSIONS, async (s, version) => {
  const member = new Member(s, version);
  for (const sessionTimeoutMs of [0, 99, -1, 1_800_001, 2_147_483_647]) await member.join({ sessionTimeoutMs });
  await member.join({ memberId: "nobody" });
  await member.join({ protocols: [] });
  await member.join({ protocolType: "" });
  await new Member(s, version, { group: "" }).join();
});

scenarioPerVersion("JoinGroup/the group has members already", VERSIONS, async (s, version) => {
  const member = await stableMember(s, version, { protocols: ["range", "roundrobin"] });
  const other = new Member(s, version, { on: 2 });
  await other.join({ protocolType: "connect" });
  await other.join({ protocols: ["sticky"] });
  await other.join({ protocols: [] });
  await other.join({ memberId: "nobody" });
  await member.heartbeat();
});

scenarioPerVersion("JoinGroup/rejoining changes nothing, or everything", VERSIONS, async (s, version) => {
  const [leader, follower] = await stablePair(s, version);
  await follower.join();
  const changed = follower.join({ metadata: "new" });
  await untilGroup(s, leader.group, "PreparingRebalance");
  await leader.join();
  await changed;
  await describeGroups(s, 5, [leader.group]);
});

scenarioPerVersion("JoinGroup/the leader rejoins", VERSIONS, async (s, version) => {
  const [leader, follower] = await stablePair(s, version);
  const rejoining = leader.join();
  await untilGroup(s, leader.group, "PreparingRebalance");
  await follower.heartbeat();
  await follower.join();
  await rejoining;
  await follower.heartbeat();
  await follower.join();
});

scenarioPerVersion("JoinGroup/the protocol with most votes", VERSIONS, async (s, version) => {
  const first = await stableMember(s, version, { on: 1, protocols: ["a", "b", "c"] });
  const second = new Member(s, version, { on: 2, protocols: ["c", "b"] });
  const entering = second.enter();
  await untilGroup(s, first.group, "PreparingRebalance");
  await first.join();
  await entering;
  const third = new Member(s, version, { on: 3, protocols: ["b", "c"] });
  const late = third.enter();
  await untilGroup(s, first.group, "PreparingRebalance");
  const joins = [first.join(), second.join()];
  await Promise.all([late, ...joins]);
});

scenarioPerVersion("JoinGroup/more members than the group may have", VERSIONS, async (s, version) => {
  const [first, second] = await stablePair(s, version);
  const third = new Member(s, version, { on: 3 });
  const late = third.enter();
  await untilGroup(s, first.group, "PreparingRebalance");
  await Promise.all([first.join(), second.join(), late]);
  await new Member(s, version, { on: 4 }).enter();
});

scenarioPerVersion("JoinGroup/absent members are dropped after the rebalance timeout", VERSIONS, async (s, version) => {
  const timeouts = { rebalanceTimeoutMs: 400, sessionTimeoutMs: version === 0 ? 400 : 20_000 };
  const first = await stableMember(s, version, { on: 1, ...timeouts });
  const second = new Member(s, version, { on: 2, ...timeouts });
  await second.enter();
  await second.sync({ [second.memberId]: "mine" });
  await first.heartbeat();
  await first.sync();
  await describeGroups(s, 5, [first.group]);
});

scenarioPerVersion("JoinGroup/a silent member is dropped after its session timeout", VERSIONS, async (s, version) => {
  const member = await stableMember(s, version, { sessionTimeoutMs: 200 });
  await untilGroup(s, member.group, "Empty");
  await member.heartbeat();
  await member.sync();
  await member.join();
  await describeGroups(s, 5, [member.group]);
});

scenarioPerVersion("JoinGroup/an id that was given and not used", versionsOf(JoinGroup, 4), async (s, version) => {
  const member = new Member(s, version, { sessionTimeoutMs: 200, clientId: "pending" });
  await member.join();
  const other = await stableMember(s, version, { on: 2 });
  await s.until("pending id forgotten", async () => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    return true;
  });
  await member.join();
  await other.heartbeat();
});

scenario("JoinGroup/several waiting members get one generation", async (s) => {
  const members = [1, 2, 3].map((on) => new Member(s, 9, { on, clientId: `c${on}` }));
  for (const member of members) await member.join();
  const first = members[0];
  if (first === undefined) return;
  await first.join();
  await first.sync({ [first.memberId]: "x" });
  const waiting = members.slice(1).map((member) => member.join());
  await untilGroup(s, first.group, "PreparingRebalance", 3);
  await Promise.all([first.join(), ...waiting]);
});
