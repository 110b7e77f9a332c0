// DescribeGroups, ListGroups and DeleteGroups, in every state (G15, G16).
import { DeleteGroups, DescribeGroups, ListGroups, OffsetCommit } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { describeGroups, nudge, Member, stableMember, stablePair, untilGroup } from "../groups.ts";
import { exclusiveScenario, scenario, scenarioPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import { createTopic } from "../topics.ts";

scenarioPerVersion("DescribeGroups/in every state", versionsOf(DescribeGroups), async (s, version) => {
  const describe = (...groups: string[]): Promise<unknown> => describeGroups(s, version, groups);
  await describe(s.id);
  const member = new Member(s, 4, { on: 1, clientId: "describer" });
  await member.enter();
  await describe(s.id);
  await member.sync({ [member.memberId]: "all" });
  await describe(s.id);
  const second = new Member(s, 4, { on: 2 });
  const entering = second.enter();
  await untilGroup(s, s.id, "PreparingRebalance");
  await describe(s.id);
  await member.join();
  await entering;
  await describe(s.id);
  await member.leave();
  await second.leave();
  await describe(s.id);
});

scenarioPerVersion("DescribeGroups/several and none", versionsOf(DescribeGroups), async (s, version) => {
  await describeGroups(s, version, []);
  await describeGroups(s, version, [`${s.id}-1`, "", `${s.id}-2`]);
  await stableMember(s, 4, { group: `${s.id}-1` });
  await describeGroups(s, version, [`${s.id}-1`, `${s.id}-2`]);
  await describeGroups(s, version, [`${s.id}-1`, `${s.id}-1`]);
  if (version >= 3)
    await s.send(DescribeGroups, version, { groups: [`${s.id}-1`, "x"], includeAuthorizedOperations: true });
});

scenarioPerVersion("DescribeGroups/static members", versionsOf(DescribeGroups), async (s, version) => {
  await stableMember(s, 7, { instanceId: "the-one" });
  await describeGroups(s, version, [s.id]);
});

scenarioPerVersion("DescribeGroups/offsets only", versionsOf(DescribeGroups), async (s, version) => {
  await commitOne(s, s.id);
  await describeGroups(s, version, [s.id]);
});

async function commitOne(s: Session, groupId: string, suffix: string = groupId.slice(-6)): Promise<void> {
  const { name } = await createTopic(s, { suffix });
  await s.send(OffsetCommit, 8, {
    groupId,
    generationIdOrMemberEpoch: -1,
    memberId: "",
    topics: [{ name, partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: "" }] }],
  });
}

exclusiveScenario("ListGroups/filters", async (s) => {
  for (const version of versionsOf(ListGroups)) await s.send(ListGroups, version, {});
  await commitOne(s, "list-offsets-only");
  await stableMember(s, 4, { group: "list-stable", on: 1 });
  await stableMember(s, 4, { group: "list-connect", on: 2, protocolType: "connect" });
  const left = await stableMember(s, 4, { group: "list-empty", on: 3 });
  await left.leave();
  const completing = new Member(s, 4, { group: "list-completing", on: 4 });
  await completing.enter();
  await nudge(s);
  for (const version of versionsOf(ListGroups)) await s.send(ListGroups, version, {});
  for (const statesFilter of [
    ["Stable"],
    ["stable"],
    ["Empty", "Stable"],
    ["CompletingRebalance"],
    ["Dead"],
    ["Nonsense"],
    [""],
  ]) {
    await s.attempt(ListGroups, 4, { statesFilter });
    await s.attempt(ListGroups, 5, { statesFilter });
  }
  for (const typesFilter of [
    ["classic"],
    ["Classic"],
    ["consumer"],
    ["share"],
    ["streams"],
    ["unknown"],
    ["Nonsense"],
    [""],
  ]) {
    await s.attempt(ListGroups, 5, { typesFilter });
  }
  await s.send(ListGroups, 5, { statesFilter: ["Stable"], typesFilter: ["classic"] });
});

exclusiveScenario("DeleteGroups/the group without a name", async (s) => {
  for (const version of versionsOf(DeleteGroups)) {
    await s.send(DeleteGroups, version, { groupsNames: [""] });
    await commitOne(s, "", `${version}`);
    await s.send(DeleteGroups, version, { groupsNames: [""] });
  }
  // Other scenarios meet this group too: from here on it is always there.
  await commitOne(s, "", "stays");
});

scenarioPerVersion("DeleteGroups/in every state", versionsOf(DeleteGroups), async (s, version) => {
  const remove = (...groupsNames: string[]): Promise<unknown> => s.send(DeleteGroups, version, { groupsNames });
  await remove(`${s.id}-not`);
  await remove();
  await commitOne(s, s.id);
  const [first, second] = await stablePair(s, 4);
  await remove(s.id);
  await first.leave();
  await second.leave();
  await remove(s.id, `${s.id}-not`);
  await describeGroups(s, 5, [s.id]);
  await remove(s.id);
});

scenario("DeleteGroups/several at once", async (s) => {
  const names = [1, 2, 3].map((n) => `${s.id}-${n}`);
  for (const name of names.slice(0, 2)) await commitOne(s, name);
  await s.send(DeleteGroups, 2, { groupsNames: names });
  await s.send(DeleteGroups, 2, { groupsNames: [names[0] ?? "", names[0] ?? ""] });
});
