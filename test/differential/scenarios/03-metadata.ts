// Metadata: named topics, ids, all topics, auto-creation, in every version (M1, M2).
import { Metadata } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { exclusiveScenario, scenario, scenarioPerVersion } from "../scenario.ts";
import { createTopic, untilServing } from "../topics.ts";

const VERSIONS = versionsOf(Metadata);
const UNKNOWN_ID = "tMQ6NQ2rQkiSGq1MQmG5TQ";

const noCreation = (version: number): { allowAutoTopicCreation?: boolean } =>
  version >= 4 ? { allowAutoTopicCreation: false } : {};

scenarioPerVersion("Metadata/named topics", VERSIONS, async (s, version) => {
  const a = await createTopic(s, { suffix: "a", partitions: 3 });
  const b = await createTopic(s, { suffix: "b" });
  await s.send(Metadata, version, { topics: [{ name: b.name }, { name: a.name }], ...noCreation(version) });
  await s.send(Metadata, version, { topics: [{ name: a.name }, { name: a.name }], ...noCreation(version) });
});

exclusiveScenario("Metadata/all topics and none", async (s) => {
  for (const version of VERSIONS) {
    await s.send(Metadata, version, { topics: [], ...noCreation(version) });
    if (version >= 1) await s.send(Metadata, version, { topics: null, ...noCreation(version) });
  }
});

scenarioPerVersion("Metadata/unknown and impossible names", VERSIONS, async (s, version) => {
  for (const name of ["", ".", "..", "a b", "a/b", "ü", "x".repeat(249), "x".repeat(250), "__proto__", "constructor"]) {
    await s.send(Metadata, version, { topics: [{ name: version >= 4 ? name : `${name}!` }], ...noCreation(version) });
  }
  if (version >= 4)
    await s.send(Metadata, version, { topics: [{ name: `${s.id}-not` }], allowAutoTopicCreation: false });
});

scenarioPerVersion("Metadata/creates a topic", VERSIONS, async (s, version) => {
  const body = { topics: [{ name: s.id }], ...(version >= 4 ? { allowAutoTopicCreation: true } : {}) };
  await s.send(Metadata, version, body);
  await untilServing(s, s.id, 1);
  await s.send(Metadata, version, body);
});

scenarioPerVersion("Metadata/by topic id", [10, 11, 12, 13], async (s, version) => {
  const topic = await createTopic(s);
  const ask = async (topics: { name: string | null; topicId: string }[]): Promise<unknown> =>
    await s.attempt(Metadata, version, { topics, allowAutoTopicCreation: false });
  await ask([{ name: null, topicId: topic.id }]);
  await ask([{ name: null, topicId: UNKNOWN_ID }]);
  await ask([{ name: topic.name, topicId: topic.id }]);
  await ask([{ name: "other", topicId: topic.id }]);
  await ask([
    { name: null, topicId: topic.id },
    { name: topic.name, topicId: "AAAAAAAAAAAAAAAAAAAAAA" },
  ]);
  await ask([
    { name: null, topicId: topic.id },
    { name: null, topicId: UNKNOWN_ID },
  ]);
});

scenarioPerVersion("Metadata/a topic without name and id", [10, 11, 12, 13], async (s, version) => {
  await s.attempt(Metadata, version, { topics: [{ name: null, topicId: "AAAAAAAAAAAAAAAAAAAAAA" }] });
});

scenarioPerVersion("Metadata/authorized operations", [8, 9, 10, 11, 12, 13], async (s, version) => {
  const topic = await createTopic(s);
  await s.send(Metadata, version, {
    topics: [{ name: topic.name }],
    includeTopicAuthorizedOperations: true,
    ...(version <= 10 ? { includeClusterAuthorizedOperations: true } : {}),
  });
});

scenario("Metadata/the internal topics", async (s) => {
  for (const version of VERSIONS) {
    await s.send(Metadata, version, { topics: [{ name: "__consumer_offsets" }], ...noCreation(version) });
  }
});

scenario("Metadata/names that collide are still created on demand", async (s) => {
  await s.send(Metadata, 9, { topics: [{ name: `${s.id}.x` }], allowAutoTopicCreation: true });
  await untilServing(s, `${s.id}.x`, 1);
  await s.send(Metadata, 9, { topics: [{ name: `${s.id}_x` }], allowAutoTopicCreation: true });
});
