// ShareFetch (KIP-932): share sessions, which records are acquired and how often, where a group begins.
import { DeleteRecords, DeleteTopics } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { batch, RECORD_TIME, records } from "../batch.ts";
import { scenario, scenarioPerVersion, strictScenario } from "../scenario.ts";
import type { Session } from "../session.ts";
import { ReadShareGroupState, ShareFetch } from "../share-apis.ts";
import { ACCEPT, readingMember, REJECT, RELEASE, ShareMember, topicsOf } from "../share-groups.ts";
import { append, appendBytes, createTopic, untilGone, type TestTopic } from "../topics.ts";
import { Txn } from "../transactions.ts";

const VERSIONS: readonly number[] = versionsOf(ShareFetch);
const UNKNOWN_ID = "tMQ6NQ2rQkiSGq1MQmG5TQ";
/** Long enough for a share partition to be read from the coordinator. */
const PATIENT = { maxWaitMs: 5000 };

scenarioPerVersion("ShareFetch/records are acquired once", VERSIONS, async (s, version) => {
  const topic = await createTopic(s);
  for (const from of [0, 5, 10]) await append(s, s.id, 5, 0, from);
  const first = await readingMember(s, { version });
  await first.fetch(topic, PATIENT);
  await first.fetch(topic);
  const second = new ShareMember(s, { memberId: "member-b", version, on: 1 });
  await second.fetch(topic);
  await second.fetch(topic);
  await first.fetch(topic, { shareSessionEpoch: -1, topics: [] });
  await second.fetch(topic, PATIENT);
  await second.fetch(topic, {}, [[0, 14, ACCEPT]]);
  await append(s, s.id, 2, 0, 15);
  await second.fetch(topic, PATIENT);
});

scenarioPerVersion("ShareFetch/acknowledges on the way", VERSIONS, async (s, version) => {
  const topic = await createTopic(s);
  for (const from of [0, 4, 8]) await append(s, s.id, 4, 0, from);
  const member = await readingMember(s, { version });
  await member.fetch(topic, PATIENT);
  await member.fetch(topic, PATIENT, [
    [0, 3, ACCEPT, RELEASE, REJECT, ACCEPT],
    [5, 6, RELEASE],
  ]);
  await member.fetch(topic, {}, [[0, 1, ACCEPT]]);
  await member.fetch(topic, {}, [[100, 101, ACCEPT]]);
  await member.fetch(topic, {}, [[4, 5, 9]]);
  await member.fetch(topic, {}, [[8, 4, ACCEPT]]);
  await member.fetch(topic, {}, [[4, 6, ACCEPT, ACCEPT]]);
  const second = new ShareMember(s, { memberId: "member-b", version, on: 1 });
  await second.fetch(topic);
  await second.fetch(topic, {}, [[10, 11, ACCEPT]]);
  await member.fetch(topic, { shareSessionEpoch: -1 }, [[8, 9, ACCEPT]]);
  await second.fetch(topic, PATIENT);
});

for (const [maxRecords, batchSize] of [
  [5, 2],
  [3, 10],
  [10, 4],
  [1, 1],
  [100, 7],
] as const) {
  for (const shareAcquireMode of [0, 1]) {
    scenario(`ShareFetch/at most ${maxRecords} in batches of ${batchSize}, mode ${shareAcquireMode}`, async (s) => {
      const topic = await createTopic(s);
      for (const from of [0, 5, 10, 15]) await append(s, s.id, 5, 0, from);
      const member = await readingMember(s);
      const change = { ...PATIENT, maxRecords, batchSize, shareAcquireMode };
      await member.fetch(topic, change);
      await member.fetch(topic, change);
      await member.fetch(topic, change, [[0, 0, RELEASE]]);
    });
  }
}

scenarioPerVersion("ShareFetch/sessions", VERSIONS, async (s, version) => {
  const topic = await createTopic(s);
  await append(s, s.id, 3);
  const member = await readingMember(s, { version });
  await member.fetch(topic, { shareSessionEpoch: 1 });
  await member.fetch(topic, { shareSessionEpoch: -1 });
  await member.fetch(topic, { shareSessionEpoch: 0 }, [[0, 1, ACCEPT]]);
  await member.fetch(topic, { shareSessionEpoch: 0, ...PATIENT });
  await member.fetch(topic, { shareSessionEpoch: 5 });
  await member.fetch(topic, { shareSessionEpoch: -2 });
  await member.fetch(topic, { shareSessionEpoch: 1 });
  await member.fetch(topic, { shareSessionEpoch: 1 });
  await member.fetch(topic, { shareSessionEpoch: 2, topics: [] });
  await member.fetch(topic, { shareSessionEpoch: 0, ...PATIENT });
  await member.fetch(topic, { shareSessionEpoch: 1 }, [[0, 2, ACCEPT]]);
  await member.fetch(topic, { shareSessionEpoch: -1, topics: [] });
  await member.fetch(topic, { shareSessionEpoch: -1, topics: [] });
  await member.fetch(topic, { shareSessionEpoch: 2 });
});

scenarioPerVersion("ShareFetch/refused", VERSIONS, async (s, version) => {
  const topic = await createTopic(s);
  await append(s, s.id, 3);
  const member = await readingMember(s, { version });
  await member.fetch(topic, { groupId: null });
  // The group without a name is everybody's: its members are told apart by the scenario.
  await member.fetch(topic, { groupId: "", memberId: s.id });
  await member.fetch(topic, { memberId: null });
  await member.fetch(topic, { memberId: "" });
  await member.fetch(topic, { memberId: "m".repeat(37) });
  await member.fetch(topic, { shareSessionEpoch: 0, topics: [{ topicId: topic.id, partitions: [] }] });
  const partitions = [7, -1, 0].map((partitionIndex) => ({ partitionIndex }));
  await member.fetch(topic, { shareSessionEpoch: 0, topics: [{ topicId: topic.id, partitions }], ...PATIENT });
  await member.fetch(topic, { topics: [] });
  // The session goes on to its next epoch, whatever the answer.
  await member.fetch(topic, { topics: topicsOf({ id: UNKNOWN_ID, name: "" }) });
  await member.fetch(topic, { shareSessionEpoch: 0, topics: topicsOf({ id: UNKNOWN_ID, name: "" }) });
});

scenarioPerVersion("ShareFetch/limits", VERSIONS, async (s, version) => {
  const topic = await createTopic(s);
  for (const from of [0, 5, 10, 15, 20, 25, 30]) await append(s, s.id, 5, 0, from);
  const member = await readingMember(s, { version });
  await member.fetch(topic, { ...PATIENT, maxRecords: 2, batchSize: 2 });
  for (const change of [
    { maxBytes: 0 },
    { maxRecords: 0 },
    { maxRecords: -1 },
    { maxBytes: 1, maxRecords: 1 },
    { minBytes: 0, maxRecords: 1 },
    { minBytes: -1, maxRecords: 1 },
    { minBytes: 2_000_000, maxBytes: 1_000_000, maxRecords: 1 },
    { maxWaitMs: -1, maxRecords: 1 },
  ]) {
    await member.fetch(topic, change);
  }
  await member.fetch(topic, { maxBytes: -1, maxRecords: 1 });
});

scenario("ShareFetch/batches of no records", async (s) => {
  const topic = await createTopic(s);
  for (const from of [0, 5, 10]) await append(s, s.id, 5, 0, from);
  const member = await readingMember(s);
  await member.fetch(topic, { ...PATIENT, batchSize: 0, maxRecords: 1 });
  await member.fetch(topic, { batchSize: -1, maxRecords: 1 });
});

scenario("ShareFetch/waits for records", async (s) => {
  const topic = await createTopic(s);
  await append(s, s.id, 1);
  const member = await readingMember(s);
  await member.fetch(topic, PATIENT);
  await member.fetch(topic, { maxWaitMs: 700 }, [], { delayMs: 700 });
  const waiting = member.fetch(topic, { maxWaitMs: 15_000 });
  await append(s, s.id, 1, 0, 1);
  await waiting;
});

scenario("ShareFetch/several topics and forgotten ones", async (s) => {
  const one = await createTopic(s, { suffix: "one", partitions: 2 });
  const two = await createTopic(s, { suffix: "two" });
  const { name } = one;
  const member = await readingMember(s, { topics: [one.name, two.name], partitions: 3 });
  await append(s, name, 2, 1);
  await member.fetch(one, { ...PATIENT, topics: [{ topicId: one.id, partitions: [{ partitionIndex: 1 }] }] });
  await append(s, name, 3, 0);
  await member.fetch(one, PATIENT);
  await append(s, two.name, 4);
  await member.fetch(two, PATIENT);
  await member.fetch(one, { topics: [], forgottenTopicsData: [{ topicId: two.id, partitions: [0] }] });
  await append(s, two.name, 1, 0, 4);
  await member.fetch(one, { topics: [], forgottenTopicsData: [{ topicId: UNKNOWN_ID, partitions: [0] }] });
  await member.fetch(two, { ...PATIENT, forgottenTopicsData: [{ topicId: one.id, partitions: [0, 1] }] });
  await append(s, name, 1, 0, 3);
  await member.fetch(one, { topics: [] });
});

scenario("ShareFetch/delivered as often as is allowed", async (s) => {
  const topic = await createTopic(s);
  await append(s, s.id, 3);
  const member = await readingMember(s, { configs: { "share.delivery.count.limit": "3" } });
  await member.fetch(topic, PATIENT);
  await member.fetch(topic, PATIENT, [[0, 2, RELEASE]]);
  await member.fetch(topic, PATIENT, [[1, 2, RELEASE]]);
  await append(s, s.id, 1, 0, 3);
  await member.fetch(topic, PATIENT, [[0, 2, RELEASE]]);
  await member.fetch(topic);
  await readState(s, topic);
});

/** What the share coordinator has of partition 0, as the leader of the first epoch would read it; recorded. */
async function readState(s: Session, { id: topicId }: TestTopic): Promise<void> {
  await s.send(ReadShareGroupState, 0, {
    groupId: s.id,
    topics: [{ topicId, partitions: [{ partition: 0, leaderEpoch: 0 }] }],
  });
}

scenario("ShareFetch/locks time out", async (s) => {
  const topic = await createTopic(s);
  await append(s, s.id, 4);
  const member = await readingMember(s, { configs: { "share.record.lock.duration.ms": "1000" } });
  await member.fetch(topic, PATIENT);
  const second = new ShareMember(s, { memberId: "member-b", on: 1 });
  await second.fetch(topic);
  await second.fetch(topic, { maxWaitMs: 10_000 });
  await member.acknowledge(topic, [[0, 0, ACCEPT]]);
  await second.acknowledge(topic, [[0, 0, ACCEPT]]);
});

scenario("ShareFetch/no more locks", async (s) => {
  const topic = await createTopic(s);
  for (const from of [0, 80, 160]) await append(s, s.id, 80, 0, from);
  const member = await readingMember(s, { configs: { "share.partition.max.record.locks": "100" } });
  await member.fetch(topic, PATIENT);
  await member.fetch(topic);
  await member.fetch(topic, PATIENT, [[0, 9, ACCEPT]]);
  await member.fetch(topic, PATIENT, [[10, 79, ACCEPT]]);
  await member.fetch(topic, PATIENT, [[90, 95, RELEASE]]);
  await member.fetch(topic, PATIENT, [[80, 89, REJECT]]);
});

for (const isolation of ["read_uncommitted", "read_committed"]) {
  scenario(`ShareFetch/transactions, ${isolation}`, async (s) => {
    const topic = await createTopic(s, { configs: { "segment.ms": "9223372036854775807" } });
    const txn = await Txn.start(s);
    await txn.produce(12, topic, { count: 2 });
    await txn.finish(5, false);
    await txn.produce(12, topic, { count: 3 });
    await txn.finish(5, true);
    await append(s, s.id, 2);
    await txn.produce(12, topic, { count: 1 });
    await append(s, s.id, 2);
    const member = await readingMember(s, { configs: { "share.isolation.level": isolation } });
    await member.fetch(topic, PATIENT);
    await member.fetch(topic, {}, [[3, 4, ACCEPT]]);
    await readState(s, topic);
    await txn.finish(5, true);
    await member.fetch(topic, PATIENT);
  });
}

const DAY_MS = 86_400_000;
/** Between the times of the two batches. */
const DAYS_BETWEEN = Math.floor((Date.now() - RECORD_TIME) / DAY_MS) + 50;

for (const [what, reset] of [
  ["at the earliest record", "earliest"],
  ["at the latest record", "latest"],
  ["where there is nothing so young", "by_duration:PT1H"],
  ["with all that is not too old", "by_duration:P30000D"],
  ["in the middle", `by_duration:P${DAYS_BETWEEN}D`],
] as const) {
  scenarioPerVersion(`ShareFetch/begins ${what}`, VERSIONS, async (s, version) => {
    const topic = await createTopic(s, { configs: { "segment.ms": "9223372036854775807" } });
    await appendBytes(s, s.id, batch(records(3), { baseTimestamp: RECORD_TIME - 100 * DAY_MS }));
    await append(s, s.id, 2, 0, 3);
    const member = await readingMember(s, { version, configs: { "share.auto.offset.reset": reset } });
    await member.fetch(topic, { maxWaitMs: 1000 });
    await append(s, s.id, 1, 0, 5);
    await member.fetch(topic, PATIENT);
    await readState(s, topic);
  });
}

scenario("ShareFetch/the beginning of the log is deleted", async (s) => {
  const topic = await createTopic(s);
  for (const from of [0, 5, 10]) await append(s, s.id, 5, 0, from);
  const member = await readingMember(s);
  await member.fetch(topic, { ...PATIENT, maxRecords: 10, batchSize: 5 });
  const partitions = [{ partitionIndex: 0, offset: 7 }];
  await s.quiet(DeleteRecords, 2, { topics: [{ name: s.id, partitions }], timeoutMs: 10_000 });
  await member.acknowledge(topic, [[0, 4, ACCEPT]]);
  await member.fetch(topic, PATIENT);
  await member.acknowledge(topic, [[5, 9, ACCEPT]]);
  await member.acknowledge(topic, [[5, 9, RELEASE]]);
  await member.fetch(topic);
  await readState(s, topic);
});

scenario("ShareFetch/the topic is deleted", async (s) => {
  const topic = await createTopic(s);
  await append(s, s.id, 5);
  const member = await readingMember(s);
  await member.fetch(topic, PATIENT);
  await s.quiet(DeleteTopics, 6, { topics: [{ name: s.id }], timeoutMs: 10_000 });
  await untilGone(s, s.id);
  await member.acknowledge(topic, [[0, 4, ACCEPT]]);
  await member.fetch(topic, { topics: [] });
});

scenario("ShareFetch/a connection ends", async (s) => {
  const topic = await createTopic(s);
  await append(s, s.id, 5);
  const member = await readingMember(s, { on: 1 });
  await member.fetch(topic, PATIENT);
  const second = new ShareMember(s, { memberId: "member-b", on: 2 });
  await second.fetch(topic);
  await s.disconnect(1);
  await second.fetch(topic, PATIENT);
  await member.fetch(topic, {}, [[0, 4, ACCEPT]]);
});

scenario("ShareFetch/compressed records", async (s) => {
  const topic = await createTopic(s, { configs: { "compression.type": "gzip" } });
  for (const from of [0, 5]) await append(s, s.id, 5, 0, from);
  const member = await readingMember(s);
  await member.fetch(topic, { ...PATIENT, maxRecords: 3, batchSize: 3 });
  await member.fetch(topic, { ...PATIENT, maxRecords: 3, batchSize: 3 });
});

scenario("ShareFetch/renewals", async (s) => {
  const topic = await createTopic(s);
  await append(s, s.id, 5);
  const member = await readingMember(s);
  await member.fetch(topic, PATIENT);
  const renewal = { isRenewAck: true, maxBytes: 0, minBytes: 0, maxRecords: 0, maxWaitMs: 0 };
  await member.fetch(topic, renewal, [[0, 1, 4]]);
  await member.fetch(topic, renewal, [[2, 4, 4, ACCEPT, RELEASE]]);
  await member.fetch(topic, {}, [[0, 1, 4]]);
  for (const change of [{ maxBytes: 1 }, { minBytes: 1 }, { maxRecords: 1 }, { maxWaitMs: 1 }]) {
    await member.fetch(topic, { ...renewal, ...change }, [[0, 1, 4]]);
  }
  await member.fetch(topic, { ...renewal, batchSize: 0 }, [[0, 1, ACCEPT]]);
  await member.fetch(topic, renewal, [[3, 3, 4]]);
  await member.fetch(topic, PATIENT);
});

strictScenario("ShareFetch/too many sessions", async (s) => {
  const topic = await createTopic(s);
  for (const version of VERSIONS) {
    const members = ["a", "b", "c", "d"].map((memberId) => new ShareMember(s, { memberId, version }));
    for (const member of members) await member.fetch(topic, { topics: [] });
    const excess = new ShareMember(s, { memberId: "e", version, on: 1 });
    await excess.fetch(topic, { maxWaitMs: 300, topics: [] }, [], { delayMs: 300 });
    await members[0]?.fetch(topic, { shareSessionEpoch: -1, topics: [] });
    await s.until("a session is gone", async () => {
      const body = { groupId: s.id, memberId: "e", shareSessionEpoch: 0, maxWaitMs: 0, minBytes: 1, topics: [] };
      return (await s.quiet(ShareFetch, 1, { ...body, maxRecords: 1, batchSize: 1 })).errorCode === 0;
    });
    members[0] = new ShareMember(s, { memberId: "e", version });
    for (const member of members) await member.fetch(topic, { shareSessionEpoch: -1, topics: [] });
  }
});
