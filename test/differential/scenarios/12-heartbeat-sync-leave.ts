// Heartbeat, SyncGroup and LeaveGroup: states and refusals (G9–G11).
import { Heartbeat, JoinGroup, LeaveGroup, SyncGroup } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { describeGroups, Member, stableMember, stablePair, subscription, untilGroup } from "../groups.ts";
import { scenarioPerVersion } from "../scenario.ts";

scenarioPerVersion("Heartbeat/in every state", versionsOf(Heartbeat), async (s, version) => {
  const beat = (groupId: string, memberId: string, generationId: number): Promise<unknown> =>
    s.send(Heartbeat, version, { groupId, memberId, generationId });
  const member = new Member(s, 4, { on: 1 });
  await beat(member.group, "nobody", 1);
  await beat("", "nobody", 1);
  await member.enter();
  await beat(member.group, member.memberId, 1);
  await beat(member.group, member.memberId, 2);
  await member.sync({ [member.memberId]: "all" });
  await beat(member.group, member.memberId, 1);
  await beat(member.group, member.memberId, 0);
  await beat(member.group, member.memberId, -1);
  await beat(member.group, "", 1);
  await beat(member.group, "other", 1);
  const second = new Member(s, 4, { on: 2 });
  const entering = second.enter();
  await untilGroup(s, member.group, "PreparingRebalance");
  await beat(member.group, member.memberId, 1);
  await beat(member.group, member.memberId, 7);
  await member.join();
  await entering;
  await member.leave();
  await second.leave();
  await beat(member.group, member.memberId, 2);
});

scenarioPerVersion("Heartbeat/with an instance id that is unknown", versionsOf(Heartbeat, 3), async (s, version) => {
  const member = await stableMember(s, 5, { instanceId: "one" });
  for (const [memberId, groupInstanceId] of [
    [member.memberId, "one"],
    [member.memberId, "two"],
    ["x", "one"],
    [member.memberId, null],
    ["", "one"],
  ] as const) {
    await s.send(Heartbeat, version, { groupId: member.group, memberId, groupInstanceId, generationId: 1 });
  }
});

scenarioPerVersion("SyncGroup/refused", versionsOf(SyncGroup), async (s, version) => {
  const named = version >= 5 ? { protocolType: "consumer", protocolName: "range" } : {};
  const sync = (groupId: string, memberId: string, generationId: number, more: object = {}): Promise<unknown> =>
    s.send(SyncGroup, version, { groupId, memberId, generationId, ...named, ...more, assignments: [] });
  const member = new Member(s, 4, { on: 1 });
  await sync(member.group, "nobody", 1);
  await sync("", "nobody", 1);
  await member.enter();
  await sync(member.group, "nobody", 1);
  await sync(member.group, "", 1);
  await sync(member.group, member.memberId, 2);
  await sync(member.group, member.memberId, -1);
  if (version >= 5) {
    await sync(member.group, member.memberId, 1, { protocolType: "connect" });
    await sync(member.group, member.memberId, 1, { protocolName: "sticky" });
    await sync(member.group, member.memberId, 1, { protocolType: null, protocolName: null });
  }
  await sync(member.group, member.memberId, 1);
  await sync(member.group, member.memberId, 1);
});

scenarioPerVersion("SyncGroup/members wait for the leader", versionsOf(SyncGroup), async (s, version) => {
  const named = version >= 5 ? { protocolType: "consumer", protocolName: "range" } : {};
  const [first, second] = await stablePair(s, 4);
  const rejoin = first.join();
  await untilGroup(s, first.group, "PreparingRebalance");
  const during = { groupId: first.group, memberId: second.memberId, generationId: second.generationId, ...named };
  await s.send(SyncGroup, version, { ...during, assignments: [] });
  await second.join();
  await rejoin;
  const waiting = s.send(
    SyncGroup,
    version,
    { groupId: first.group, memberId: second.memberId, generationId: 3, ...named, assignments: [] },
    { on: 5 },
  );
  await first.sync({ [second.memberId]: "for the second only", stranger: "x" });
  await waiting;
  await first.sync();
  await describeGroups(s, 5, [first.group]);
});

scenarioPerVersion("SyncGroup/a rebalance while members wait", versionsOf(SyncGroup), async (s, version) => {
  const named = version >= 5 ? { protocolType: "consumer", protocolName: "range" } : {};
  const [first, second] = await stablePair(s, 4);
  const rejoin = first.join();
  await untilGroup(s, first.group, "PreparingRebalance");
  await second.join();
  await rejoin;
  const waiting = s.send(
    SyncGroup,
    version,
    { groupId: first.group, memberId: second.memberId, generationId: 3, ...named, assignments: [] },
    { on: 5 },
  );
  // Heartbeats of a group that completes its rebalance are answered on the same queue: then the sync is waiting.
  await second.heartbeat();
  const again = first.join({ metadata: "changed" });
  await waiting;
  await untilGroup(s, first.group, "PreparingRebalance");
  await second.join();
  await again;
});

scenarioPerVersion("SyncGroup/a leader that never syncs", [0, 3, 5], async (s, version) => {
  const named = version >= 5 ? { protocolType: "consumer", protocolName: "range" } : {};
  const member = new Member(s, 4, { on: 1, rebalanceTimeoutMs: 300 });
  await member.enter();
  await untilGroup(s, member.group, "Empty");
  await s.send(SyncGroup, version, {
    groupId: member.group,
    memberId: member.memberId,
    generationId: 1,
    ...named,
    assignments: [],
  });
  await member.heartbeat();
});

scenarioPerVersion("LeaveGroup/in every state", versionsOf(LeaveGroup), async (s, version) => {
  const leave = (groupId: string, memberId: string): Promise<unknown> =>
    s.send(LeaveGroup, version, version >= 3 ? { groupId, members: [{ memberId }] } : { groupId, memberId });
  await leave(s.id, "nobody");
  await leave("", "nobody");
  const pending = new Member(s, 4, { on: 3 });
  await pending.join();
  await leave(s.id, pending.memberId);
  await pending.join();
  const [first, second] = await stablePair(s, 4);
  await leave(s.id, "nobody");
  await leave(s.id, "");
  await leave(s.id, first.memberId);
  await leave(s.id, first.memberId);
  await second.heartbeat();
  await leave(s.id, second.memberId);
  await describeGroups(s, 5, [s.id]);
});

scenarioPerVersion("LeaveGroup/several at once", versionsOf(LeaveGroup, 3), async (s, version) => {
  const [first, second] = await stablePair(s, 4);
  const members = [first, second, { memberId: "nobody" }].map(({ memberId }) => ({
    memberId,
    ...(version >= 5 ? { reason: "test" } : {}),
  }));
  await s.send(LeaveGroup, version, { groupId: first.group, members });
  await s.send(LeaveGroup, version, { groupId: first.group, members: [] });
  await s.send(LeaveGroup, version, { groupId: `${first.group}-not`, members: [] });
});

scenarioPerVersion("LeaveGroup/a waiting join is completed", [0, 3, 5], async (s, version) => {
  const first = await stableMember(s, 4, { on: 1 });
  const second = new Member(s, 4, { on: 2 });
  const entering = second.enter();
  await untilGroup(s, first.group, "PreparingRebalance");
  const { memberId } = first;
  await s.send(
    LeaveGroup,
    version,
    version >= 3 ? { groupId: first.group, members: [{ memberId }] } : { groupId: first.group, memberId },
  );
  await entering;
  await s.send(JoinGroup, 4, {
    groupId: first.group,
    memberId,
    protocolType: "consumer",
    sessionTimeoutMs: 1000,
    rebalanceTimeoutMs: 1000,
    protocols: [{ name: "range", metadata: subscription([], "m") }],
  });
});
