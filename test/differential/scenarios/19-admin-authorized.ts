// Requests of operators on servers with an authorizer: those that need a permission for the cluster, and those that look at each resource.
import type { Input } from "@ottla/protocol";
import { AclOperation as O } from "@ottla/protocol";
import { CLIENT, onCluster, onGroup, onTopic } from "../access.ts";
import { giveAccess } from "../acls.ts";
import { type Api, versionsOf } from "../api.ts";
import {
  AlterConfigs,
  AlterPartitionReassignments,
  CreatePartitions,
  CreateTopics,
  DeleteTopics,
  DescribeConfigs,
  DescribeLogDirs,
  DescribeQuorum,
  ElectLeaders,
  IncrementalAlterConfigs,
  ListConfigResources,
  ListPartitionReassignments,
  UnregisterBroker,
  UpdateFeatures,
} from "../apis.ts";
import { authorizedPerVersion } from "../scenario.ts";
import {
  AlterClientQuotas,
  AlterUserScramCredentials,
  DescribeClientQuotas,
  DescribeUserScramCredentials,
} from "../security-apis.ts";
import { createTopic, untilGone } from "../topics.ts";

const UNKNOWN_ID = "tMQ6NQ2rQkiSGq1MQmG5TQ";
const TOPIC = 2;
const BROKER = 4;
const BROKER_LOGGER = 8;
const CLIENT_METRICS = 16;
const GROUP = 32;

/** Whoever may do the one may do the other. */
const IMPLYING: ReadonlyMap<O, readonly O[]> = new Map([
  [O.DESCRIBE, [O.ALTER]],
  [O.DESCRIBE_CONFIGS, [O.ALTER_CONFIGS]],
]);

/** A request that is refused until its sender has that permission for the cluster, but not with all others. */
function needsCluster<Req, Res>(
  api: Api<Req, Res>,
  operation: O,
  body: (version: number, id: string) => Input<Req>,
  isContentOpen = false,
): void {
  const others = [O.ALTER, O.ALTER_CONFIGS, O.DESCRIBE_CONFIGS, O.CLUSTER_ACTION, O.CREATE, O.IDEMPOTENT_WRITE];
  authorizedPerVersion(`${api.name}/who may`, versionsOf(api), async (s, version) => {
    await s.send(api, version, body(version, s.id), CLIENT);
    const useless = others.filter((other) => other !== operation && !(IMPLYING.get(operation) ?? []).includes(other));
    await giveAccess(s, ...useless.map((other) => onCluster(other)));
    await s.send(api, version, body(version, s.id), CLIENT);
    await giveAccess(s, onCluster(operation));
    await s.send(api, version, body(version, s.id), { ...CLIENT, isContentOpen });
  });
}

const missing = (id: string): string => `${id}-missing`;

needsCluster(ElectLeaders, O.ALTER, (version, id) => ({
  ...(version >= 1 ? { electionType: 0 } : {}),
  topicPartitions: [{ topic: missing(id), partitions: [0, 1] }],
  timeoutMs: 10_000,
}));
needsCluster(AlterPartitionReassignments, O.ALTER, (_, id) => ({
  timeoutMs: 10_000,
  topics: [{ name: missing(id), partitions: [{ partitionIndex: 0, replicas: [1] }] }],
}));
needsCluster(ListPartitionReassignments, O.DESCRIBE, (_, id) => ({
  timeoutMs: 10_000,
  topics: [{ name: missing(id), partitionIndexes: [0, 1] }],
}));
needsCluster(AlterClientQuotas, O.ALTER_CONFIGS, (_, id) => ({
  entries: [
    {
      entity: [{ entityType: "user", entityName: id }],
      ops: [{ key: "request_percentage", value: 1000, remove: false }],
    },
    { entity: [{ entityType: "client-id", entityName: null }], ops: [{ key: "none", value: 0, remove: true }] },
  ],
  validateOnly: true,
}));
needsCluster(DescribeClientQuotas, O.DESCRIBE_CONFIGS, (_, id) => ({
  components: [{ entityType: "user", matchType: 0, match: id }],
  strict: true,
}));
needsCluster(AlterUserScramCredentials, O.ALTER, (_, id) => ({
  deletions: [
    { name: `${id}-b`, mechanism: 1 },
    { name: `${id}-a`, mechanism: 1 },
  ],
  upsertions: [],
}));
needsCluster(DescribeUserScramCredentials, O.DESCRIBE, (_, id) => ({ users: [{ name: id }, { name: `${id}-b` }] }));
needsCluster(UpdateFeatures, O.ALTER, (version) => ({
  timeoutMs: 10_000,
  ...(version >= 1 ? { validateOnly: true } : {}),
  featureUpdates: [{ feature: "no.such.feature", maxVersionLevel: 1 }],
}));
needsCluster(UnregisterBroker, O.ALTER, () => ({ brokerId: 77 }));
needsCluster(DescribeQuorum, O.DESCRIBE, () => ({
  topics: [{ topicName: "other", partitions: [{ partitionIndex: 0 }] }],
}));
needsCluster(ListConfigResources, O.DESCRIBE_CONFIGS, () => ({}), true);
needsCluster(DescribeLogDirs, O.DESCRIBE, (_, id) => ({ topics: [{ topic: missing(id), partitions: [0] }] }));

for (const onAll of [false, true]) {
  authorizedPerVersion(
    `CreateTopics/who may ${onAll ? "all" : "some"}`,
    versionsOf(CreateTopics),
    async (s, version) => {
      const [a, b, c] = ["a", "b", "c"].map((name) => `${s.id}-${name}`);
      const ask = (...names: (string | undefined)[]): Promise<unknown> =>
        s.send(
          CreateTopics,
          version,
          {
            timeoutMs: 10_000,
            topics: names.map((name = "") => ({ name, numPartitions: 1, replicationFactor: 1 })),
          },
          CLIENT,
        );
      await ask(a, b, "__cluster_metadata", "a b", c, c);
      await giveAccess(s, onTopic(O.DESCRIBE, a ?? ""), onTopic(O.WRITE, b ?? ""));
      await ask(a, b, c, c);
      await giveAccess(s, ...(onAll ? [onCluster(O.CREATE)] : [onTopic(O.CREATE, a ?? ""), onTopic(O.CREATE, "a b")]));
      await giveAccess(s, onTopic(O.DESCRIBE_CONFIGS, b ?? ""), onTopic(O.CREATE, `${s.id}-d`));
      await giveAccess(s, onTopic(O.ALTER_CONFIGS, `${s.id}-d`));
      await ask(a, b, `${s.id}-d`, "__cluster_metadata", "a b", c, c);
      await ask(a);
    },
  );
}

authorizedPerVersion("DeleteTopics/who may", versionsOf(DeleteTopics), async (s, version) => {
  const open = await createTopic(s, { suffix: "open" });
  const shown = await createTopic(s, { suffix: "shown" });
  const closed = await createTopic(s, { suffix: "closed" });
  const names = [closed.name, missing(s.id), shown.name, open.name];
  const ids = [closed.id, UNKNOWN_ID, shown.id, open.id];
  const ask = async (ofNames: readonly string[], ofIds: readonly string[]): Promise<void> => {
    const topicNames = [...ofNames];
    if (version < 6) {
      await s.send(DeleteTopics, version, { timeoutMs: 10_000, topicNames }, CLIENT);
      return;
    }
    const topics = [
      ...ofNames.map((name) => ({ name, topicId: "AAAAAAAAAAAAAAAAAAAAAA" })),
      ...ofIds.map((topicId) => ({ name: null, topicId })),
    ];
    await s.send(DeleteTopics, version, { timeoutMs: 10_000, topics }, CLIENT);
  };
  await ask(names, []);
  await ask([], ids);
  await giveAccess(s, onTopic(O.READ, shown.name), onTopic(O.DESCRIBE, open.name));
  await ask(names, []);
  await ask([], ids);
  await ask([shown.name, shown.name, missing(s.id)], [closed.id, closed.id]);
  await giveAccess(s, onTopic(O.DELETE, open.name), onTopic(O.DELETE, missing(s.id)));
  await ask(names, []);
  await untilGone(s, open.name);
  await giveAccess(s, onCluster(O.DELETE));
  await ask([missing(s.id)], [shown.id]);
  if (version >= 6) await untilGone(s, shown.name);
});

authorizedPerVersion("CreatePartitions/who may", versionsOf(CreatePartitions), async (s, version) => {
  const open = await createTopic(s, { suffix: "open" });
  const closed = await createTopic(s, { suffix: "closed" });
  const ask = (): Promise<unknown> =>
    s.send(
      CreatePartitions,
      version,
      {
        timeoutMs: 10_000,
        validateOnly: true,
        topics: [closed.name, missing(s.id), open.name].map((name) => ({ name, count: 2, assignments: null })),
      },
      CLIENT,
    );
  await ask();
  await giveAccess(s, onTopic(O.WRITE, open.name));
  await ask();
  await giveAccess(s, onTopic(O.ALTER, open.name), onTopic(O.ALTER, missing(s.id)));
  await ask();
});

authorizedPerVersion("DescribeConfigs/who may", versionsOf(DescribeConfigs), async (s, version) => {
  const open = await createTopic(s, { suffix: "open" });
  const closed = await createTopic(s, { suffix: "closed" });
  const configurationKeys = ["retention.ms", "consumer.heartbeat.interval.ms", "log.retention.hours", "interval.ms"];
  const resources = [
    [TOPIC, closed.name],
    [TOPIC, missing(s.id)],
    [TOPIC, open.name],
    [GROUP, s.id],
    [GROUP, `${s.id}-b`],
    [BROKER, "1"],
    [BROKER, ""],
    [CLIENT_METRICS, s.id],
  ] as const;
  const ask = (): Promise<unknown> =>
    s.send(
      DescribeConfigs,
      version,
      {
        resources: resources.map(([resourceType, resourceName]) => ({ resourceType, resourceName, configurationKeys })),
      },
      CLIENT,
    );
  await ask();
  await giveAccess(s, onTopic(O.DESCRIBE, open.name), onGroup(O.READ, s.id), onCluster(O.DESCRIBE));
  await ask();
  await giveAccess(s, onTopic(O.ALTER_CONFIGS, open.name), onTopic(O.DESCRIBE_CONFIGS, missing(s.id)));
  await giveAccess(s, onGroup(O.DESCRIBE_CONFIGS, s.id));
  await ask();
  await giveAccess(s, onCluster(O.DESCRIBE_CONFIGS));
  await ask();
});

for (const api of [AlterConfigs, IncrementalAlterConfigs]) {
  const isWhole = api === AlterConfigs;
  authorizedPerVersion(`${api.name}/who may`, versionsOf(api), async (s, version) => {
    const open = await createTopic(s, { suffix: "open" });
    const closed = await createTopic(s, { suffix: "closed" });
    const resources = [
      [TOPIC, closed.name, "retention.ms", "1000"],
      [TOPIC, missing(s.id), "retention.ms", "1000"],
      [TOPIC, open.name, "retention.ms", "1000"],
      [GROUP, s.id, "consumer.heartbeat.interval.ms", "6000"],
      [BROKER, "", "log.retention.ms", "100000"],
      [BROKER, "77", "log.retention.ms", "100000"],
      [CLIENT_METRICS, s.id, "interval.ms", "1000"],
      ...(isWhole ? [] : [[BROKER_LOGGER, "1", "no.such.logger", "INFO"] as const]),
    ] as const;
    const ask = async (): Promise<void> => {
      const changed = resources.map(([resourceType, resourceName, name, value]) => ({
        resourceType,
        resourceName,
        configs: [{ name, value, ...(isWhole ? {} : { configOperation: 0 }) }],
      }));
      const request = { resources: changed, validateOnly: true };
      await (isWhole
        ? s.send(AlterConfigs, version, request, CLIENT)
        : s.send(IncrementalAlterConfigs, version, request, CLIENT));
    };
    await ask();
    await giveAccess(s, onTopic(O.ALTER, open.name), onGroup(O.READ, s.id), onCluster(O.ALTER));
    await ask();
    await giveAccess(s, onTopic(O.ALTER_CONFIGS, open.name), onTopic(O.ALTER_CONFIGS, missing(s.id)));
    await giveAccess(s, onGroup(O.ALTER_CONFIGS, s.id));
    await ask();
    await giveAccess(s, onCluster(O.ALTER_CONFIGS));
    await ask();
  });
}
