// DescribeConfigs, IncrementalAlterConfigs, AlterConfigs and ListConfigResources: names, values, sources, synonyms.
import { AlterConfigs, CreateTopics, DescribeConfigs, IncrementalAlterConfigs, ListConfigResources } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { exclusiveScenario, scenario, scenarioPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import { createTopic, untilConfig } from "../topics.ts";

const TOPIC = 2;
const BROKER = 4;
const GROUP = 32;

function describe(
  s: Session,
  version: number,
  resourceType: number,
  resourceName: string,
  keys: string[] | null = null,
): Promise<unknown> {
  return s.send(DescribeConfigs, version, {
    resources: [{ resourceType, resourceName, configurationKeys: keys }],
    includeSynonyms: true,
    ...(version >= 3 ? { includeDocumentation: true } : {}),
  });
}

type Operation = readonly [name: string, operation: number, value: string | null];
const SET = 0;
const DELETE = 1;
const APPEND = 2;
const SUBTRACT = 3;

function alter(
  s: Session,
  version: number,
  resourceType: number,
  resourceName: string,
  operations: readonly Operation[],
  validateOnly = false,
): Promise<unknown> {
  const configs = operations.map(([name, configOperation, value]) => ({ name, configOperation, value }));
  return s.send(IncrementalAlterConfigs, version, {
    resources: [{ resourceType, resourceName, configs }],
    validateOnly,
  });
}

scenarioPerVersion("DescribeConfigs/of a topic", versionsOf(DescribeConfigs), async (s, version) => {
  const topic = await createTopic(s, {
    configs: { "retention.ms": "12345", "cleanup.policy": "compact,delete", "min.insync.replicas": "1" },
  });
  await describe(s, version, TOPIC, topic.name);
  await describe(s, version, TOPIC, topic.name, ["retention.ms", "no.such", "segment.bytes"]);
  await describe(s, version, TOPIC, topic.name, []);
  await s.send(DescribeConfigs, version, {
    resources: [{ resourceType: TOPIC, resourceName: topic.name, configurationKeys: null }],
  });
});

exclusiveScenario("DescribeConfigs/of the broker", async (s) => {
  for (const version of versionsOf(DescribeConfigs)) {
    await describe(s, version, BROKER, "1");
    await describe(s, version, BROKER, "");
  }
});

scenarioPerVersion("DescribeConfigs/of a group", versionsOf(DescribeConfigs), async (s, version) => {
  await describe(s, version, GROUP, s.id);
});

scenarioPerVersion("DescribeConfigs/of what does not exist", versionsOf(DescribeConfigs), async (s, version) => {
  for (const [type, name] of [
    [TOPIC, `${s.id}-not`],
    [TOPIC, "a b"],
    [TOPIC, ""],
    [BROKER, "9"],
    [BROKER, "x"],
    [GROUP, ""],
    [8, "x"],
    [0, "x"],
    [1, "x"],
    [3, "x"],
    [16, ""],
    [16, s.id],
    [77, "x"],
  ] as const) {
    await describe(s, version, type, name);
  }
  await s.send(DescribeConfigs, version, { resources: [] });
});

scenarioPerVersion("DescribeConfigs/several resources", versionsOf(DescribeConfigs), async (s, version) => {
  const a = await createTopic(s, { suffix: "a" });
  const keys = ["retention.ms"];
  await s.send(DescribeConfigs, version, {
    resources: [
      { resourceType: TOPIC, resourceName: a.name, configurationKeys: keys },
      { resourceType: TOPIC, resourceName: `${a.name}-not`, configurationKeys: keys },
      { resourceType: BROKER, resourceName: "1", configurationKeys: ["log.retention.ms", "log.retention.hours"] },
    ],
  });
  await s.send(DescribeConfigs, version, {
    resources: [1, 2].map(() => ({ resourceType: TOPIC, resourceName: a.name, configurationKeys: keys })),
  });
});

scenarioPerVersion("IncrementalAlterConfigs/of a topic", versionsOf(IncrementalAlterConfigs), async (s, version) => {
  const { name } = await createTopic(s);
  const resource = { type: TOPIC, name };
  await alter(s, version, TOPIC, name, [
    ["retention.ms", SET, "5000"],
    ["cleanup.policy", APPEND, "compact"],
  ]);
  await untilConfig(s, resource, "retention.ms", "5000");
  await describe(s, 4, TOPIC, name, ["retention.ms", "cleanup.policy"]);
  await alter(s, version, TOPIC, name, [
    ["cleanup.policy", SUBTRACT, "delete"],
    ["retention.ms", DELETE, null],
  ]);
  await untilConfig(s, resource, "cleanup.policy", "compact");
  await describe(s, 4, TOPIC, name, ["retention.ms", "cleanup.policy"]);
  await alter(s, version, TOPIC, name, [["retention.ms", SET, "77"]], true);
  await describe(s, 4, TOPIC, name, ["retention.ms"]);
  await alter(s, version, TOPIC, name, []);
});

scenarioPerVersion("IncrementalAlterConfigs/refused", versionsOf(IncrementalAlterConfigs), async (s, version) => {
  const { name } = await createTopic(s);
  const refused: readonly (readonly Operation[])[] = [
    [["no.such.config", SET, "1"]],
    [["no.such.config", DELETE, null]],
    [["retention.ms", SET, "soon"]],
    [["retention.ms", SET, null]],
    [["retention.ms", APPEND, "1"]],
    [["retention.ms", SUBTRACT, "1"]],
    [["retention.ms", 4, "1"]],
    [["retention.ms", -1, "1"]],
    [
      ["retention.ms", SET, "1"],
      ["retention.ms", SET, "2"],
    ],
    [["cleanup.policy", APPEND, "shred"]],
    [["cleanup.policy", APPEND, "delete"]],
    [["cleanup.policy", SUBTRACT, "nothing"]],
    [["cleanup.policy", APPEND, null]],
    [["segment.bytes", SET, "1"]],
    [
      ["min.compaction.lag.ms", SET, "9"],
      ["max.compaction.lag.ms", SET, "5"],
    ],
    [["remote.storage.enable", SET, "true"]],
    [["", SET, "x"]],
  ];
  for (const operations of refused) await alter(s, version, TOPIC, name, operations);
  await describe(s, 4, TOPIC, name, ["retention.ms", "cleanup.policy", "segment.bytes"]);
});

scenarioPerVersion(
  "IncrementalAlterConfigs/of what does not exist",
  versionsOf(IncrementalAlterConfigs),
  async (s, version) => {
    const operations: Operation[] = [["retention.ms", SET, "1"]];
    for (const [type, name] of [
      [TOPIC, `${s.id}-not`],
      [TOPIC, "a b"],
      [TOPIC, ""],
      [BROKER, "9"],
      [BROKER, "x"],
      [8, "1"],
      [0, "x"],
      [77, "x"],
      [16, ""],
      [GROUP, ""],
    ] as const) {
      await alter(s, version, type, name, operations);
    }
    const { name } = await createTopic(s);
    const resource = {
      resourceType: TOPIC,
      resourceName: name,
      configs: [{ name: "retention.ms", configOperation: SET, value: "9" }],
    };
    await s.send(IncrementalAlterConfigs, version, { resources: [resource, resource] });
    await s.send(IncrementalAlterConfigs, version, { resources: [] });
  },
);

exclusiveScenario("IncrementalAlterConfigs/of the broker", async (s) => {
  const changes: readonly (readonly [name: string, value: string])[] = [
    ["log.retention.ms", "999999"],
    ["message.max.bytes", "2000000"],
    ["log.cleaner.threads", "2"],
    ["log.cleaner.threads", "100"],
    ["num.io.threads", "9"],
    ["node.id", "7"],
    ["log.dirs", "x"],
    ["no.such.config", "1"],
    ["compression.type", "nonsense"],
    ["min.insync.replicas", "1"],
    ["auto.create.topics.enable", "false"],
    ["max.connections", "1000"],
    ["listeners", "PLAINTEXT://127.0.0.1:1"],
    ["offsets.retention.minutes", "10"],
    ["group.max.size", "10"],
    ["unclean.leader.election.enable", "true"],
  ];
  for (const [name, value] of changes) {
    await alter(s, 1, BROKER, "1", [[name, SET, value]], true);
    await alter(s, 1, BROKER, "", [[name, SET, value]], true);
  }
  await alter(s, 1, BROKER, "1", [["log.retention.ms", SET, "999999"]]);
  await alter(s, 1, BROKER, "", [["log.retention.ms", SET, "888888"]]);
  await untilConfig(s, { type: BROKER, name: "1" }, "log.retention.ms", "999999");
  await untilConfig(s, { type: BROKER, name: "" }, "log.retention.ms", "888888");
  const topic = await createTopic(s);
  await describe(s, 4, BROKER, "1", ["log.retention.ms"]);
  await describe(s, 4, BROKER, "", null);
  await describe(s, 4, TOPIC, topic.name, ["retention.ms"]);
  await s.send(ListConfigResources, 1, { resourceTypes: [BROKER] });
  await alter(s, 1, BROKER, "1", [["log.retention.ms", DELETE, null]]);
  await alter(s, 1, BROKER, "", [["log.retention.ms", DELETE, null]]);
});

scenarioPerVersion("IncrementalAlterConfigs/of a group", versionsOf(IncrementalAlterConfigs), async (s, version) => {
  for (const operation of [
    ["consumer.session.timeout.ms", SET, "50000"],
    ["consumer.session.timeout.ms", SET, "1"],
    ["consumer.heartbeat.interval.ms", SET, "1000000"],
    ["no.such", SET, "1"],
    ["share.isolation.level", SET, "x"],
  ] as const) {
    await alter(s, version, GROUP, s.id, [operation]);
  }
});

scenarioPerVersion("AlterConfigs/of a topic", versionsOf(AlterConfigs), async (s, version) => {
  const { name } = await createTopic(s, { configs: { "retention.ms": "1000" } });
  const replace = (
    configs: readonly (readonly [string, string | null])[],
    validateOnly = false,
    resourceName = name,
  ): Promise<unknown> =>
    s.send(AlterConfigs, version, {
      resources: [
        { resourceType: TOPIC, resourceName, configs: configs.map(([key, value]) => ({ name: key, value })) },
      ],
      validateOnly,
    });
  await replace([["segment.ms", "2000"]]);
  await untilConfig(s, { type: TOPIC, name }, "segment.ms", "2000");
  await describe(s, 4, TOPIC, name, ["retention.ms", "segment.ms"]);
  await replace([["retention.ms", "x"]]);
  await replace([["no.such", "x"]]);
  await replace([["retention.ms", null]]);
  await replace([
    ["retention.ms", "1"],
    ["retention.ms", "2"],
  ]);
  await replace([["retention.ms", "5"]], true);
  await replace([["retention.ms", "5"]], false, `${name}-not`);
  await replace([]);
  await untilConfig(s, { type: TOPIC, name }, "segment.ms", "604800000");
  await describe(s, 4, TOPIC, name, ["retention.ms", "segment.ms"]);
});

scenarioPerVersion("AlterConfigs/of other resources", versionsOf(AlterConfigs), async (s, version) => {
  for (const [resourceType, resourceName] of [
    [BROKER, "9"],
    [BROKER, "x"],
    [0, "x"],
    [8, "1"],
    [77, "x"],
    [TOPIC, ""],
    [TOPIC, "a b"],
  ] as const) {
    await s.send(AlterConfigs, version, {
      resources: [{ resourceType, resourceName, configs: [{ name: "retention.ms", value: "1" }] }],
    });
  }
  await s.send(AlterConfigs, version, {
    resources: [{ resourceType: BROKER, resourceName: "1", configs: [{ name: "node.id", value: "3" }] }],
    validateOnly: true,
  });
  await s.send(AlterConfigs, version, { resources: [] });
});

exclusiveScenario("ListConfigResources/every type", async (s) => {
  await createTopic(s);
  await s.send(ListConfigResources, 0, {});
  await s.send(ListConfigResources, 1, {});
  for (const type of [TOPIC, BROKER, GROUP, 8, 16]) await s.send(ListConfigResources, 1, { resourceTypes: [type] });
  await s.send(ListConfigResources, 1, { resourceTypes: [TOPIC, GROUP] });
  for (const type of [0, 1, 77, -1]) await s.attempt(ListConfigResources, 1, { resourceTypes: [type] });
});

/** A value other than the default for every topic config, so that one topic can have them all. */
const VALUES: Readonly<Record<string, string>> = {
  "compression.type": "zstd",
  "compression.gzip.level": "2",
  "compression.lz4.level": "10",
  "compression.zstd.level": "5",
  "file.delete.delay.ms": "2",
  "flush.messages": "3",
  "flush.ms": "4",
  "index.interval.bytes": "5",
  "max.message.bytes": "7",
  "message.timestamp.after.max.ms": "8",
  "message.timestamp.before.max.ms": "9",
  "message.timestamp.type": "LogAppendTime",
  "min.insync.replicas": "2",
  preallocate: "true",
  "retention.bytes": "11",
  "retention.ms": "12",
  "segment.bytes": "1048577",
  "segment.index.bytes": "13",
  "segment.jitter.ms": "14",
  "segment.ms": "15",
  "delete.retention.ms": "1",
  "max.compaction.lag.ms": "60",
  "min.cleanable.dirty.ratio": "0.25",
  "min.compaction.lag.ms": "10",
};

async function createWith(s: Session, values: Readonly<Record<string, string>>): Promise<number | undefined> {
  const configs = Object.entries(values).map(([name, value]) => ({ name, value }));
  const topics = [{ name: s.id, numPartitions: 1, replicationFactor: 1, configs }];
  return (await s.send(CreateTopics, 7, { timeoutMs: 10_000, topics })).topics[0]?.errorCode;
}

scenario("DescribeConfigs/after creation with every topic config", async (s) => {
  await createWith(s, VALUES);
  await untilConfig(s, { type: TOPIC, name: s.id }, "segment.ms", "15");
  await describe(s, 4, TOPIC, s.id);
});

for (const [name, value] of Object.entries({
  ...VALUES,
  "unclean.leader.election.enable": "true",
})) {
  scenario(`DescribeConfigs/of a topic with another ${name}`, async (s) => {
    if ((await createWith(s, { [name]: value })) !== 0) return;
    await untilConfig(s, { type: TOPIC, name: s.id }, name, value);
    await describe(s, 4, TOPIC, s.id, [name]);
    await alter(s, 1, TOPIC, s.id, [[name, DELETE, null]]);
  });
}

/** Nothing that any config but one of text would take, and the edges of what numbers take. */
const DOUBTFUL: readonly (string | null)[] = [
  "",
  " ",
  "x",
  "-3",
  "-2",
  "-1",
  "0",
  "1.5",
  "2147483648",
  "9223372036854775808",
  null,
];

for (const name of [...Object.keys(VALUES), "cleanup.policy", "unclean.leader.election.enable"]) {
  scenario(`IncrementalAlterConfigs/doubtful values of ${name}`, async (s) => {
    const { name: topic } = await createTopic(s);
    for (const value of DOUBTFUL) await alter(s, 1, TOPIC, topic, [[name, SET, value]], true);
  });
}
