// CreateTopics, DeleteTopics and CreatePartitions: every version, every refusal (M3, M4).
import { CreatePartitions, CreateTopics, DeleteTopics, Metadata } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { scenario, scenarioPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import type { CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import { createTopic, untilGone, untilServing } from "../topics.ts";

interface Creation {
  readonly name?: string;
  readonly numPartitions?: number;
  readonly replicationFactor?: number;
  readonly configs?: readonly (readonly [string, string | null])[];
  readonly assignments?: readonly (readonly [number, readonly number[]])[];
  readonly validateOnly?: boolean;
}

function create(s: Session, version: number, ...creations: Creation[]): Promise<CreateTopicsResponse> {
  return s.send(CreateTopics, version, {
    timeoutMs: 10_000,
    validateOnly: creations.some((creation) => creation.validateOnly === true),
    topics: creations.map((creation) => ({
      name: creation.name ?? s.id,
      numPartitions: creation.numPartitions ?? 1,
      replicationFactor: creation.replicationFactor ?? 1,
      configs: (creation.configs ?? []).map(([name, value]) => ({ name, value })),
      assignments: (creation.assignments ?? []).map(([partitionIndex, brokerIds]) => ({
        partitionIndex,
        brokerIds: [...brokerIds],
      })),
    })),
  });
}

const VERSIONS = versionsOf(CreateTopics);

scenarioPerVersion("CreateTopics/creates", VERSIONS, async (s, version) => {
  await create(s, version, {
    numPartitions: 3,
    configs: [
      ["retention.ms", "1000"],
      ["cleanup.policy", "compact"],
    ],
  });
  await untilServing(s, s.id, 3);
  await s.send(Metadata, 9, { topics: [{ name: s.id }], allowAutoTopicCreation: false });
  await create(s, version, {});
  await create(s, version, {
    name: `${s.id}-default`,
    ...(version >= 4 ? { numPartitions: -1, replicationFactor: -1 } : {}),
  });
  await create(s, version);
});

scenarioPerVersion("CreateTopics/with assignments", VERSIONS, async (s, version) => {
  const assigned = { numPartitions: -1, replicationFactor: -1 };
  await create(s, version, {
    ...assigned,
    name: `${s.id}-ok`,
    assignments: [
      [0, [1]],
      [1, [1]],
    ],
  });
  await create(s, version, {
    ...assigned,
    name: `${s.id}-gap`,
    assignments: [
      [0, [1]],
      [2, [1]],
    ],
  });
  await create(s, version, { ...assigned, name: `${s.id}-unknown`, assignments: [[0, [9]]] });
  await create(s, version, { ...assigned, name: `${s.id}-double`, assignments: [[0, [1, 1]]] });
  await create(s, version, { ...assigned, name: `${s.id}-none`, assignments: [[0, []]] });
  await create(s, version, {
    ...assigned,
    name: `${s.id}-twice`,
    assignments: [
      [0, [1]],
      [0, [1]],
    ],
  });
  await create(s, version, { ...assigned, name: `${s.id}-one`, assignments: [[1, [1]]] });
  await create(s, version, { name: `${s.id}-both`, assignments: [[0, [1]]] });
  await create(s, version, { ...assigned, name: `${s.id}-negative`, assignments: [[0, [-1]]] });
});

scenarioPerVersion("CreateTopics/refused", VERSIONS, async (s, version) => {
  for (const name of ["", ".", "..", "a b", "a/b", "ü", "x".repeat(250), "__proto__x!"])
    await create(s, version, { name });
  for (const numPartitions of [0, -2]) await create(s, version, { name: `${s.id}-p`, numPartitions });
  for (const replicationFactor of [0, -2, 2, 3, 32_767])
    await create(s, version, { name: `${s.id}-r`, replicationFactor });
  await create(s, version, { name: `${s.id}-p`, numPartitions: -1 });
  await create(s, version, { name: `${s.id}-p`, replicationFactor: -1 });
  await create(s, version, { name: `${s.id}-twice` }, { name: `${s.id}-twice` }, { name: `${s.id}-once` });
});

scenarioPerVersion("CreateTopics/configs that are refused", VERSIONS, async (s, version) => {
  const refused: readonly (readonly (readonly [string, string | null])[])[] = [
    [["no.such.config", "1"]],
    [["retention.ms", "soon"]],
    [["retention.ms", "-2"]],
    [["retention.ms", ""]],
    [["retention.ms", null]],
    [["cleanup.policy", "shred"]],
    [["cleanup.policy", "delete,delete"]],
    [["segment.bytes", "10"]],
    [["compression.type", "brotli"]],
    [["min.insync.replicas", "0"]],
    [["max.message.bytes", "2147483648"]],
    [["min.cleanable.dirty.ratio", "1.5"]],
    [["preallocate", "yes"]],
    [["message.timestamp.type", "createtime"]],
    [
      ["min.compaction.lag.ms", "100"],
      ["max.compaction.lag.ms", "50"],
    ],
    [["message.format.version", "3.0"]],
    [["message.downconversion.enable", "true"]],
    [["", "x"]],
    [
      ["retention.ms", "1"],
      ["retention.ms", "2"],
    ],
    [["remote.storage.enable", "true"]],
    [["local.retention.ms", "100"]],
    [["follower.replication.throttled.replicas", "nonsense"]],
    [["compression.gzip.level", "0"]],
    [["compression.lz4.level", "18"]],
    [["compression.zstd.level", "23"]],
  ];
  for (const [index, configs] of refused.entries()) await create(s, version, { name: `${s.id}-${index}`, configs });
});

scenarioPerVersion("CreateTopics/validate only", VERSIONS, async (s, version) => {
  await create(s, version, { validateOnly: true, numPartitions: 2, configs: [["retention.ms", "7"]] });
  await create(s, version, { validateOnly: true, replicationFactor: 9 });
  await s.send(Metadata, 9, { topics: [{ name: s.id }], allowAutoTopicCreation: false });
  await createTopic(s);
  await create(s, version, { validateOnly: true });
});

scenarioPerVersion("CreateTopics/names that collide", VERSIONS, async (s, version) => {
  await create(s, version, { name: `${s.id}.a_b` });
  await create(s, version, { name: `${s.id}_a.b` });
  await create(s, version, { name: `${s.id}-c.d` }, { name: `${s.id}-c_d` });
});

scenario("CreateTopics/internal names and prototypes", async (s) => {
  for (const name of ["__consumer_offsets", "__cluster_metadata", "__proto__", "constructor", "toString"])
    await create(s, 7, { name });
});

scenario("CreateTopics/timeouts that have passed", async (s) => {
  for (const timeoutMs of [0, -1, 1]) {
    await s.attempt(CreateTopics, 7, {
      timeoutMs,
      validateOnly: true,
      topics: [{ name: s.id, numPartitions: 1, replicationFactor: 1 }],
    });
  }
});

scenarioPerVersion("DeleteTopics/by name", versionsOf(DeleteTopics), async (s, version) => {
  const a = await createTopic(s, { suffix: "a" });
  const b = await createTopic(s, { suffix: "b" });
  const remove = (...names: string[]): Promise<unknown> =>
    s.send(
      DeleteTopics,
      version,
      version >= 6
        ? { timeoutMs: 10_000, topics: names.map((name) => ({ name })) }
        : { timeoutMs: 10_000, topicNames: names },
    );
  await remove(a.name, `${s.id}-not`);
  await untilGone(s, a.name);
  await remove(a.name);
  await remove(b.name, b.name);
  await remove("");
  await remove("a b");
  await remove();
});

scenario("DeleteTopics/by id", async (s) => {
  const a = await createTopic(s, { suffix: "a" });
  const b = await createTopic(s, { suffix: "b" });
  const c = await createTopic(s, { suffix: "c" });
  const remove = (...topics: { name: string | null; topicId?: string }[]): Promise<unknown> =>
    s.send(DeleteTopics, 6, { timeoutMs: 10_000, topics });
  await remove({ name: null, topicId: a.id });
  await untilGone(s, a.name);
  await remove({ name: null, topicId: a.id });
  await remove({ name: null, topicId: "tMQ6NQ2rQkiSGq1MQmG5TQ" });
  await remove({ name: b.name, topicId: b.id });
  await remove({ name: null });
  await remove({ name: c.name }, { name: null, topicId: c.id });
  await remove({ name: null, topicId: c.id }, { name: null, topicId: c.id });
});

scenario("DeleteTopics/created again with another id", async (s) => {
  const { name } = await createTopic(s);
  await s.send(DeleteTopics, 6, { timeoutMs: 10_000, topics: [{ name }] });
  await untilGone(s, name);
  await create(s, 7, { name, numPartitions: 2 });
  await untilServing(s, name, 2);
  await s.send(Metadata, 12, { topics: [{ name }], allowAutoTopicCreation: false });
});

scenarioPerVersion("CreatePartitions/more, fewer, none", versionsOf(CreatePartitions), async (s, version) => {
  const { name } = await createTopic(s, { partitions: 2 });
  const grow = (
    count: number,
    more: { topic?: string; assignments?: number[][] | null; validateOnly?: boolean } = {},
  ): Promise<unknown> =>
    s.send(CreatePartitions, version, {
      timeoutMs: 10_000,
      validateOnly: more.validateOnly ?? false,
      topics: [
        { name: more.topic ?? name, count, assignments: more.assignments?.map((brokerIds) => ({ brokerIds })) ?? null },
      ],
    });
  await grow(4, { validateOnly: true });
  for (const count of [2, 1, 0, -1]) await grow(count);
  await grow(3, { assignments: [[1]] });
  await untilServing(s, name, 3);
  await grow(4, { assignments: [[9]] });
  await grow(4, { assignments: [[1], [1]] });
  await grow(4, { assignments: [] });
  await grow(5, { assignments: [[1]] });
  await grow(4, { assignments: [[1, 1]] });
  await grow(4, { assignments: [[]] });
  await grow(5);
  await grow(3, { topic: `${name}-not` });
  await grow(3, { topic: "" });
  await grow(100, { topic: "__consumer_offsets", validateOnly: true });
  await untilServing(s, name, 5);
});

scenarioPerVersion("CreatePartitions/the same topic twice", versionsOf(CreatePartitions), async (s, version) => {
  const { name } = await createTopic(s);
  const topics = [2, 3].map((count) => ({ name, count, assignments: null }));
  await s.send(CreatePartitions, version, { timeoutMs: 10_000, topics });
  await s.send(CreatePartitions, version, { timeoutMs: 10_000, topics: [] });
});
