// Produce: acknowledgements, unknown partitions, and what is given back, in every version.
import { Fetch, Metadata, Produce } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { CODEC, RECORD_TIME, batch, records } from "../batch.ts";
import { scenario, scenarioPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import { append, createTopic } from "../topics.ts";
import type { TestTopic } from "../topics.ts";
import { fetchAll, produce, produceBody } from "../produce.ts";

const VERSIONS = versionsOf(Produce);

scenarioPerVersion("Produce/appends", VERSIONS, async (s, version) => {
  const topic = await createTopic(s, { partitions: 2 });
  for (const acks of [-1, 1]) {
    await produce(s, version, topic, batch(records(3)), { acks });
    await produce(s, version, topic, batch(records(1)), { acks, partition: 1 });
  }
  await fetchAll(s, topic, 0);
  await fetchAll(s, topic, 1);
});

scenarioPerVersion("Produce/several topics and partitions in one request", VERSIONS, async (s, version) => {
  const a = await createTopic(s, { partitions: 3, suffix: "a" });
  const b = await createTopic(s, { partitions: 1, suffix: "b" });
  const data = (topic: TestTopic, partitions: number[]): object => ({
    name: topic.name,
    topicId: topic.id,
    partitionData: partitions.map((index) => ({ index, records: batch(records(index + 1)) })),
  });
  await s.send(Produce, version, { acks: -1, timeoutMs: 5000, topicData: [data(b, [0]), data(a, [2, 0, 1])] });
  await s.send(Produce, version, { acks: -1, timeoutMs: 5000, topicData: [data(a, [0, 9]), data(b, [0, 1])] });
  for (const partition of [0, 1, 2]) await fetchAll(s, a, partition);
});

scenarioPerVersion("Produce/nothing in the request", VERSIONS, async (s, version) => {
  const topic = await createTopic(s);
  await s.send(Produce, version, { acks: -1, timeoutMs: 5000, topicData: [] });
  await s.send(Produce, version, {
    acks: -1,
    timeoutMs: 5000,
    topicData: [{ name: topic.name, topicId: topic.id, partitionData: [] }],
  });
});

scenarioPerVersion("Produce/unknown topics and partitions", VERSIONS, async (s, version) => {
  const topic = await createTopic(s);
  await produce(s, version, topic, batch(records(1)), { partition: 1 });
  await produce(s, version, topic, batch(records(1)), { partition: -1 });
  await produce(s, version, { name: `${topic.name}-not`, id: "tMQ6NQ2rQkiSGq1MQmG5TQ" }, batch(records(1)));
  await produce(s, version, { name: "not a name!", id: "AAAAAAAAAAAAAAAAAAAAAA" }, batch(records(1)));
  await produce(s, version, { name: "", id: "AAAAAAAAAAAAAAAAAAAAAQ" }, batch(records(1)));
  await fetchAll(s, topic);
});

scenarioPerVersion("Produce/acks that do not exist", VERSIONS, async (s, version) => {
  const topic = await createTopic(s);
  for (const acks of [2, -2, 32767]) await produce(s, version, topic, batch(records(1)), { acks });
  await fetchAll(s, topic);
});

scenarioPerVersion("Produce/acks=0 is not answered", VERSIONS, async (s, version) => {
  const topic = await createTopic(s);
  const body = produceBody(topic, batch(records(2)), { acks: 0 });
  await s.post(Produce, version, body);
  await s.post(Produce, version, body);
  await produce(s, version, topic, batch(records(1)));
  await fetchAll(s, topic);
});

scenarioPerVersion("Produce/acks=0 closes the connection on an error", VERSIONS, async (s, version) => {
  const topic = await createTopic(s);
  await s.post(Produce, version, produceBody(topic, batch(records(1)), { acks: 0, partition: 7 }));
  await s.expectClose();
  await s.post(Produce, version, produceBody(topic, batch(records(1), { isCorrupt: true }), { acks: 0 }), { on: 1 });
  await s.expectClose(1);
});

scenarioPerVersion("Produce/internal topics", VERSIONS, async (s, version) => {
  const internal = { name: "__consumer_offsets", id: await topicId(s, "__consumer_offsets") };
  await produce(s, version, internal, batch(records(1)));
});

async function topicId(s: Session, name: string): Promise<string> {
  const metadata = await s.quiet(Metadata, 12, { topics: [{ name }] });
  return metadata.topics[0]?.topicId ?? "";
}

for (const [codec, number] of Object.entries(CODEC)) {
  scenarioPerVersion(`Produce/codec ${codec}`, VERSIONS, async (s, version) => {
    const topic = await createTopic(s);
    await produce(s, version, topic, batch(records(5), { attributes: number }));
    await fetchAll(s, topic);
  });
}

scenarioPerVersion("Produce/no records", VERSIONS, async (s, version) => {
  const topic = await createTopic(s);
  await s.attempt(Produce, version, produceBody(topic, null), { silenceMs: 700 });
  await s.attempt(Produce, version, produceBody(topic, Buffer.alloc(0)), { on: 1 });
  await fetchAll(s, topic, 0, { on: 2 });
});

scenarioPerVersion("Produce/two batches for one partition", VERSIONS, async (s, version) => {
  const topic = await createTopic(s);
  await produce(s, version, topic, Buffer.concat([batch(records(1)), batch(records(2))]));
  await fetchAll(s, topic);
});

scenarioPerVersion("Produce/the same partition twice", VERSIONS, async (s, version) => {
  const topic = await createTopic(s);
  const partition = { index: 0, records: batch(records(1)) };
  const topicData = { name: topic.name, topicId: topic.id, partitionData: [partition, partition] };
  await s.attempt(Produce, version, { acks: -1, timeoutMs: 5000, topicData: [topicData] });
  await s.attempt(Produce, version, { acks: -1, timeoutMs: 5000, topicData: [topicData, topicData] }, { on: 1 });
  await fetchAll(s, topic, 0, { on: 2 });
});

scenarioPerVersion("Produce/a transactional id without a transactional batch", VERSIONS, async (s, version) => {
  const topic = await createTopic(s);
  await s.send(Produce, version, { ...produceBody(topic, batch(records(1))), transactionalId: "tx" });
  await fetchAll(s, topic);
});

scenarioPerVersion("Produce/record times are given back", VERSIONS, async (s, version) => {
  const create = await createTopic(s, { suffix: "create" });
  const stamped = await createTopic(s, { suffix: "append", configs: { "message.timestamp.type": "LogAppendTime" } });
  for (const topic of [create, stamped]) {
    await produce(s, version, topic, batch([{ value: "a", timestampDelta: 5 }, { value: "b" }]));
    await produce(s, version, topic, batch([{ value: "a" }], { baseTimestamp: -1 }));
    await produce(s, version, topic, batch([{ value: "a" }], { attributes: 8 }));
    await produce(s, version, topic, batch([{ value: "a" }], { attributes: 8, baseTimestamp: -1 }));
    await produce(s, version, topic, batch(records(2), { maxTimestamp: RECORD_TIME + 999 }));
    await fetchAll(s, topic);
  }
});

scenario("Produce/timeout 0 is enough for one replica", async (s) => {
  const topic = await createTopic(s);
  await s.send(Produce, 9, { ...produceBody(topic, batch(records(1))), timeoutMs: 0 });
  await s.send(Produce, 9, { ...produceBody(topic, batch(records(1))), timeoutMs: -1 });
});

scenario("Produce/answers keep their order", async (s) => {
  const topic = await createTopic(s);
  const sends = [1, 2, 3, 4, 5].map((n) => produce(s, 9, topic, batch(records(n))));
  await Promise.all(sends);
  await fetchAll(s, topic);
});

scenario("Produce/answers keep their order behind a waiting fetch", async (s) => {
  const topic = await createTopic(s);
  await append(s, topic.name, 1);
  const waiting = s.send(Fetch, 12, {
    maxWaitMs: 300,
    minBytes: 1,
    maxBytes: 1000,
    topics: [{ topic: topic.name, partitions: [{ partition: 0, fetchOffset: 1, partitionMaxBytes: 1000 }] }],
  });
  await produce(s, 9, topic, batch(records(1)));
  await waiting;
});
