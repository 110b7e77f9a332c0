// TxnOffsetCommit: offsets that count with their transaction (T14); OffsetFetch beside it.
import { OffsetFetch, TxnOffsetCommit } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { Member, stableMember } from "../groups.ts";
import { exclusivePerVersion, scenarioPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import type { TestTopic } from "../topics.ts";
import { Txn, txnTopic } from "../transactions.ts";

const VERSIONS = versionsOf(TxnOffsetCommit);
const IMPLICIT = 5;

function fetchOffsets(s: Session, topic: TestTopic, requireStable: boolean, version = 8): Promise<unknown> {
  const topics = [{ name: topic.name, topicId: topic.id, partitionIndexes: [0, 1] }];
  return s.send(OffsetFetch, version, { groups: [{ groupId: s.id, topics }], requireStable });
}

/** A transaction that the group's offsets are part of, unless the version does that by itself. */
async function begun(s: Session, version: number): Promise<Txn> {
  const txn = await Txn.start(s);
  if (version < IMPLICIT) await txn.addOffsets(4, s.id);
  return txn;
}

for (const committed of [true, false]) {
  scenarioPerVersion(`TxnOffsetCommit/${committed ? "committed" : "aborted"}`, VERSIONS, async (s, version) => {
    const topic = await txnTopic(s, { partitions: 2 });
    const txn = await begun(s, version);
    await txn.commitOffsets(version, topic, 5);
    await txn.describe();
    await fetchOffsets(s, topic, false);
    await fetchOffsets(s, topic, true);
    await txn.commitOffsets(version, topic, 6);
    await txn.commitOffsets(version, topic, 7, { partition: 1, metadata: "" });
    await txn.finish(version < IMPLICIT ? 3 : 5, committed);
    await fetchOffsets(s, topic, true);
    await fetchOffsets(s, topic, false, 9);
  });
}

scenarioPerVersion(
  "TxnOffsetCommit/read in every version of OffsetFetch",
  versionsOf(OffsetFetch, 7),
  async (s, version) => {
    const topic = await txnTopic(s, { partitions: 2 });
    const txn = await begun(s, 3);
    await txn.commitOffsets(3, topic, 5);
    const topics = [{ name: topic.name, topicId: topic.id, partitionIndexes: [0, 1] }];
    for (const requireStable of [true, false]) {
      if (version >= 8) await s.send(OffsetFetch, version, { groups: [{ groupId: s.id, topics }], requireStable });
      else await s.send(OffsetFetch, version, { groupId: s.id, topics, requireStable });
      if (version >= 8)
        await s.send(OffsetFetch, version, { groups: [{ groupId: s.id, topics: null }], requireStable });
    }
  },
);

exclusivePerVersion("TxnOffsetCommit/refused", VERSIONS, async (s, version) => {
  const topic = await txnTopic(s, { partitions: 2 });
  const txn = await Txn.start(s);
  await txn.init();
  await txn.commitOffsets(version, topic, 5, { transactionalId: `${s.id}-unknown` });
  await txn.commitOffsets(version, topic, 5, { transactionalId: "" });
  await txn.commitOffsets(version, topic, 5, { producerId: txn.producerId + 1_000_000n });
  await txn.commitOffsets(version, topic, 5, { producerEpoch: txn.producerEpoch - 1 });
  await txn.commitOffsets(version, topic, 5, { producerEpoch: txn.producerEpoch + 1 });
  if (version < IMPLICIT) await txn.commitOffsets(version, topic, 5);
  if (version < IMPLICIT) await txn.addOffsets(4, s.id);
  await txn.commitOffsets(version, topic, 5, { partition: 7 });
  await txn.commitOffsets(version, { name: `${topic.name}-not`, id: "" }, 5);
  await txn.commitOffsets(version, topic, 5, { metadata: "x".repeat(4097) });
  await txn.commitOffsets(version, topic, 5, { groupId: "" });
  await txn.commitOffsets(version, topic, 5);
  await txn.commitOffsets(version, topic, 5, { producerEpoch: txn.producerEpoch - 1 });
  await txn.commitOffsets(version, topic, 5, { transactionalId: `${s.id}-unknown` });
  await fetchOffsets(s, topic, true);
});

scenarioPerVersion("TxnOffsetCommit/some partitions are unknown", VERSIONS, async (s, version) => {
  const topic = await txnTopic(s, { partitions: 2 });
  const txn = await begun(s, version);
  const partitions = [0, 9, 1].map((partitionIndex) => ({
    partitionIndex,
    committedOffset: 4,
    committedMetadata: null,
  }));
  const topics = [
    { name: topic.name, partitions },
    { name: `${topic.name}-not`, partitions: partitions.slice(0, 1) },
  ];
  await txn.commitOffsets(version, topic, 0, { topics });
  await txn.finish(3, true);
  await fetchOffsets(s, topic, true);
});

scenarioPerVersion("TxnOffsetCommit/by members", versionsOf(TxnOffsetCommit, 3), async (s, version) => {
  const topic = await txnTopic(s, { partitions: 2 });
  const txn = await begun(s, version);
  await txn.commitOffsets(version, topic, 1, { generationId: 1, memberId: "m" });
  const member = await stableMember(s, 4, { on: 1 });
  const { memberId } = member;
  await txn.commitOffsets(version, topic, 2, { generationId: 1, memberId });
  await txn.commitOffsets(version, topic, 3, { generationId: 0, memberId });
  await txn.commitOffsets(version, topic, 3, { generationId: 2, memberId });
  await txn.commitOffsets(version, topic, 3, { generationId: -1, memberId });
  await txn.commitOffsets(version, topic, 3, { generationId: 1, memberId: "someone" });
  await txn.commitOffsets(version, topic, 3, { generationId: 1, memberId, groupInstanceId: "static" });
  await txn.commitOffsets(version, topic, 4, { partition: 1 });
  await txn.finish(version < IMPLICIT ? 3 : 5, true);
  await fetchOffsets(s, topic, true);
});

scenarioPerVersion("TxnOffsetCommit/by static members", versionsOf(TxnOffsetCommit, 3), async (s, version) => {
  const topic = await txnTopic(s, { partitions: 2 });
  const txn = await begun(s, version);
  const member = new Member(s, 5, { on: 1, instanceId: "one" });
  await member.enter();
  await member.sync({ [member.memberId]: "all" });
  const { memberId } = member;
  await txn.commitOffsets(version, topic, 2, { generationId: 1, memberId, groupInstanceId: "one" });
  await txn.commitOffsets(version, topic, 2, { generationId: 1, memberId: "x", groupInstanceId: "one" });
  await txn.commitOffsets(version, topic, 2, { generationId: 1, memberId, groupInstanceId: "two" });
});

scenarioPerVersion("TxnOffsetCommit/while a transaction is being ended", VERSIONS, async (s, version) => {
  const topic = await txnTopic(s, { partitions: 2 });
  const txn = await Txn.start(s);
  await txn.stick(topic, true);
  await txn.commitOffsets(version, topic, 5);
});
