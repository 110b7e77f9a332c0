// ShareAcknowledge (KIP-932, KIP-1222): what may be said of records that are held, and of those that are not.
import { versionsOf } from "../api.ts";
import { scenario, scenarioPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import { ReadShareGroupState, ShareAcknowledge } from "../share-apis.ts";
import {
  ACCEPT,
  GAP,
  readingMember,
  REJECT,
  RELEASE,
  RENEW,
  ShareMember,
  topicsOf,
  type Acknowledgement,
} from "../share-groups.ts";
import { append, createTopic, type TestTopic } from "../topics.ts";

const VERSIONS: readonly number[] = versionsOf(ShareAcknowledge);
const UNKNOWN_ID = "tMQ6NQ2rQkiSGq1MQmG5TQ";
const PATIENT = { maxWaitMs: 5000 };

/** A member that holds 15 records in three batches of the topic. */
async function holdingMember(s: Session, version = 2): Promise<{ topic: TestTopic; member: ShareMember }> {
  const topic = await createTopic(s);
  for (const from of [0, 5, 10]) await append(s, s.id, 5, 0, from);
  const member = await readingMember(s, { version });
  await member.fetch(topic, { ...PATIENT, batchSize: 5 });
  return { topic, member };
}

/** What the share coordinator has, recorded. */
async function readState(s: Session, { id: topicId }: TestTopic): Promise<void> {
  await s.send(ReadShareGroupState, 0, {
    groupId: s.id,
    topics: [{ topicId, partitions: [{ partition: 0, leaderEpoch: 0 }] }],
  });
}

const SAID: readonly (readonly [what: string, ...acknowledgements: Acknowledgement[]])[] = [
  ["all accepted", [0, 14, ACCEPT]],
  ["all released", [0, 14, RELEASE]],
  ["all rejected", [0, 14, REJECT]],
  ["all gaps", [0, 14, GAP]],
  ["one by one", [0, 4, ACCEPT, RELEASE, REJECT, GAP, ACCEPT], [5, 5, RELEASE], [6, 14, ACCEPT]],
  ["parts of batches", [2, 3, ACCEPT], [4, 6, RELEASE], [12, 14, REJECT]],
  ["only the middle", [5, 9, ACCEPT]],
  ["only the end", [14, 14, ACCEPT]],
  ["beyond what is held", [10, 15, ACCEPT]],
  ["far beyond what is held", [100, 101, ACCEPT]],
  ["backwards", [9, 5, ACCEPT]],
  ["overlapping", [0, 5, ACCEPT], [5, 6, ACCEPT]],
  ["out of order", [5, 6, ACCEPT], [0, 1, ACCEPT]],
  ["no types", [0, 1]],
  ["too few types", [0, 4, ACCEPT, ACCEPT]],
  ["too many types", [0, 1, ACCEPT, ACCEPT, ACCEPT]],
  ["a type that does not exist", [0, 1, 5]],
  ["a negative type", [0, 1, -1]],
  ["a renewal", [0, 1, RENEW]],
  ["negative offsets", [-5, -1, ACCEPT]],
  ["one good and one bad", [0, 4, ACCEPT], [20, 21, ACCEPT]],
  ["nothing"],
];

for (const [what, ...acknowledgements] of SAID) {
  scenarioPerVersion(`ShareAcknowledge/${what}`, VERSIONS, async (s, version) => {
    const { topic, member } = await holdingMember(s, version);
    await member.acknowledge(topic, acknowledgements);
    await readState(s, topic);
    await member.fetch(topic);
  });
}

scenarioPerVersion("ShareAcknowledge/twice, and by another", VERSIONS, async (s, version) => {
  const { topic, member } = await holdingMember(s, version);
  await member.acknowledge(topic, [[0, 4, ACCEPT]]);
  await member.acknowledge(topic, [[0, 4, ACCEPT]]);
  await member.acknowledge(topic, [[3, 6, RELEASE]]);
  const other = new ShareMember(s, { memberId: "member-b", version, on: 1 });
  await other.acknowledge(topic, [[5, 9, ACCEPT]]);
  await other.fetch(topic);
  await other.acknowledge(topic, [[5, 9, ACCEPT]]);
  await member.acknowledge(topic, [[5, 9, RELEASE]]);
  await other.fetch(topic, PATIENT);
  await other.acknowledge(topic, [[5, 9, ACCEPT]]);
  await member.acknowledge(topic, [[5, 9, ACCEPT]]);
  await member.acknowledge(topic, [[10, 14, ACCEPT]]);
  await readState(s, topic);
});

scenarioPerVersion("ShareAcknowledge/sessions", VERSIONS, async (s, version) => {
  const { topic, member } = await holdingMember(s, version);
  await member.acknowledge(topic, [[0, 0, ACCEPT]], { shareSessionEpoch: 0 });
  await member.acknowledge(topic, [[0, 0, ACCEPT]], { shareSessionEpoch: 2 });
  await member.acknowledge(topic, [[0, 0, ACCEPT]], { shareSessionEpoch: -2 });
  await member.acknowledge(topic, [[0, 0, ACCEPT]], { shareSessionEpoch: 1, memberId: "nobody" });
  await member.acknowledge(topic, [[0, 0, ACCEPT]], { shareSessionEpoch: 1 });
  await member.acknowledge(topic, [[1, 1, ACCEPT]], { shareSessionEpoch: 1 });
  await member.acknowledge(topic, [[1, 1, ACCEPT]], { shareSessionEpoch: 2 });
  await member.acknowledge(topic, [[2, 2, ACCEPT]], { shareSessionEpoch: -1 });
  await member.acknowledge(topic, [[3, 3, ACCEPT]], { shareSessionEpoch: 3 });
  await member.acknowledge(topic, [[3, 3, ACCEPT]], { shareSessionEpoch: -1 });
  const other = new ShareMember(s, { memberId: "member-b", version, on: 1 });
  await other.fetch(topic, PATIENT);
});

scenarioPerVersion("ShareAcknowledge/refused", VERSIONS, async (s, version) => {
  const { topic, member } = await holdingMember(s, version);
  await member.acknowledge(topic, [], { groupId: null });
  await member.acknowledge(topic, [], { groupId: "", memberId: s.id });
  await member.acknowledge(topic, [], { memberId: null });
  await member.acknowledge(topic, [], { memberId: "" });
  await member.acknowledge(topic, [], { memberId: "m".repeat(37) });
  await member.acknowledge(topic, [], { topics: [] });
  await member.acknowledge(topic, [], { topics: topicsOf({ id: UNKNOWN_ID, name: "" }, [[0, 1, ACCEPT]]) });
  const acknowledgementBatches = [{ firstOffset: 0, lastOffset: 0, acknowledgeTypes: [ACCEPT] }];
  const partitions = [3, -1, 0].map((partitionIndex) => ({ partitionIndex, acknowledgementBatches }));
  await member.acknowledge(topic, [], { topics: [{ topicId: topic.id, partitions }] });
  const unread = await createTopic(s, { suffix: "unread" });
  await member.acknowledge(unread, [[0, 1, ACCEPT]]);
});

scenarioPerVersion("ShareAcknowledge/of what there is not", VERSIONS, async (s, version) => {
  const { topic, member } = await holdingMember(s, version);
  await member.acknowledge(topic, [], { topics: topicsOf({ id: UNKNOWN_ID, name: "" }, [[0, 1, ACCEPT]]) });
  const acknowledgementBatches = [{ firstOffset: 0, lastOffset: 0, acknowledgeTypes: [ACCEPT] }];
  const partitions = [{ partitionIndex: 3, acknowledgementBatches }];
  await member.acknowledge(topic, [], { topics: [{ topicId: topic.id, partitions }] });
});

scenario("ShareAcknowledge/renewals", async (s) => {
  const { topic, member } = await holdingMember(s);
  await member.acknowledge(topic, [[0, 4, RENEW]], { isRenewAck: true });
  await member.acknowledge(topic, [[0, 4, RENEW, ACCEPT, RENEW, RELEASE, GAP]], { isRenewAck: true });
  await member.acknowledge(topic, [[0, 1, RENEW]], { isRenewAck: true });
  await member.acknowledge(topic, [[5, 9, RENEW]], { isRenewAck: false });
  await member.acknowledge(topic, [[5, 9, ACCEPT]], { isRenewAck: true });
  await member.acknowledge(topic, [[20, 21, RENEW]], { isRenewAck: true });
  await readState(s, topic);
});

scenario("ShareAcknowledge/renewals are not allowed", async (s) => {
  const topic = await createTopic(s);
  await append(s, s.id, 5);
  const member = await readingMember(s, { configs: { "share.renew.acknowledge.enable": "false" } });
  await member.fetch(topic, PATIENT);
  await member.acknowledge(topic, [[0, 4, RENEW]], { isRenewAck: true });
  await member.acknowledge(topic, [[0, 4, ACCEPT]]);
});

scenario("ShareAcknowledge/a renewed lock lasts longer", async (s) => {
  const topic = await createTopic(s);
  await append(s, s.id, 2);
  const member = await readingMember(s, { configs: { "share.record.lock.duration.ms": "1500" } });
  await member.fetch(topic, PATIENT);
  const other = new ShareMember(s, { memberId: "member-b", on: 1 });
  await other.fetch(topic, { maxWaitMs: 1000 });
  await member.acknowledge(topic, [[0, 0, RENEW]], { isRenewAck: true });
  await other.fetch(topic, { maxWaitMs: 10_000 });
  await member.acknowledge(topic, [[0, 0, ACCEPT]]);
  await member.acknowledge(topic, [[1, 1, ACCEPT]]);
});
