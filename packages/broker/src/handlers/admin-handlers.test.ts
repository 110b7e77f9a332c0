import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { Prng, VirtualClock, ZERO_UUID } from "@ottla/base";
import { AlterConfigOp, ConfigResourceType } from "@ottla/metadata";
import { InMemoryNetwork } from "@ottla/network";
import { ErrorCode } from "@ottla/protocol";
import { AlterConfigsRequest, AlterConfigsResponse } from "@ottla/protocol/messages/alter-configs";
import { CreatePartitionsRequest, CreatePartitionsResponse } from "@ottla/protocol/messages/create-partitions";
import { CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import { DeleteTopicsRequest, DeleteTopicsResponse } from "@ottla/protocol/messages/delete-topics";
import { DescribeClusterRequest, DescribeClusterResponse } from "@ottla/protocol/messages/describe-cluster";
import { DescribeConfigsRequest, DescribeConfigsResponse } from "@ottla/protocol/messages/describe-configs";
import type { DescribeConfigsResourceResult } from "@ottla/protocol/messages/describe-configs";
import { DescribeQuorumRequest, DescribeQuorumResponse } from "@ottla/protocol/messages/describe-quorum";
import {
  DescribeTopicPartitionsRequest,
  DescribeTopicPartitionsResponse,
} from "@ottla/protocol/messages/describe-topic-partitions";
import {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from "@ottla/protocol/messages/incremental-alter-configs";
import {
  ListConfigResourcesRequest,
  ListConfigResourcesResponse,
} from "@ottla/protocol/messages/list-config-resources";
import { MetadataRequest, MetadataResponse } from "@ottla/protocol/messages/metadata";
import { MemoryDisk } from "@ottla/storage";
import { Broker } from "../broker.ts";
import { RawClient } from "../testing/raw-client.ts";

const ADDRESS = { host: "127.0.0.1", port: 9092 };
const METADATA = [MetadataRequest, MetadataResponse] as const;
const CREATE_TOPICS = [CreateTopicsRequest, CreateTopicsResponse] as const;
const DELETE_TOPICS = [DeleteTopicsRequest, DeleteTopicsResponse] as const;
const CREATE_PARTITIONS = [CreatePartitionsRequest, CreatePartitionsResponse] as const;
const DESCRIBE_CONFIGS = [DescribeConfigsRequest, DescribeConfigsResponse] as const;
const ALTER_CONFIGS = [AlterConfigsRequest, AlterConfigsResponse] as const;
const INCREMENTAL = [IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse] as const;
const LIST_RESOURCES = [ListConfigResourcesRequest, ListConfigResourcesResponse] as const;
const DESCRIBE_CLUSTER = [DescribeClusterRequest, DescribeClusterResponse] as const;
const DESCRIBE_QUORUM = [DescribeQuorumRequest, DescribeQuorumResponse] as const;
const DESCRIBE_PARTITIONS = [DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse] as const;

async function start(context: TestContext, config: Record<string, string> = {}): Promise<RawClient> {
  const clock = new VirtualClock();
  const network = new InMemoryNetwork();
  const disk = new MemoryDisk({ nowMs: () => clock.nowMs() });
  const broker = await Broker.start({ clock, network, disk, random: new Prng(1), ...ADDRESS, config });
  const client = await RawClient.dial(network, ADDRESS, clock);
  context.after(async () => {
    let isStopped = false;
    const stopped = broker.stop().finally(() => {
      isStopped = true;
    });
    // oxlint-disable-next-line no-unmodified-loop-condition -- the stop sets it while the clock advances.
    while (!isStopped) await clock.advanceAsync(10);
    await stopped;
  });
  return client;
}

async function create(client: RawClient, name: string, numPartitions = 1): Promise<string> {
  const body = { topics: [{ name, numPartitions, replicationFactor: 1 }], timeoutMs: 1000 };
  const { topics } = await client.request(CREATE_TOPICS, 7, body);
  assert.equal(topics[0]?.errorCode, ErrorCode.NONE);
  return topics[0]?.topicId ?? ZERO_UUID;
}

async function describe(
  client: RawClient,
  resourceType: number,
  resourceName: string,
): Promise<Map<string, DescribeConfigsResourceResult>> {
  const resources = [{ resourceType, resourceName, configurationKeys: null }];
  const body = { resources, includeSynonyms: true, includeDocumentation: true };
  const { results } = await client.request(DESCRIBE_CONFIGS, 4, body);
  assert.equal(results[0]?.errorCode, ErrorCode.NONE);
  return new Map(results[0]?.configs.map((config) => [config.name, config]));
}

async function set(
  client: RawClient,
  resource: { resourceType: number; resourceName: string },
  changes: Record<string, string>,
): Promise<[number | undefined, string | null | undefined]> {
  const configs = Object.entries(changes).map(([name, value]) => ({ name, configOperation: AlterConfigOp.SET, value }));
  const { responses } = await client.request(INCREMENTAL, 1, { resources: [{ ...resource, configs }] });
  return [responses[0]?.errorCode, responses[0]?.errorMessage];
}

test("a topic is created, described in every version, grown and deleted", async (context) => {
  const client = await start(context);
  const topicId = await create(client, "orders", 2);
  for (let version = 0; version <= 13; version++) {
    const { topics, brokers, controllerId } = await client.request(METADATA, version, { topics: [{ name: "orders" }] });
    assert.deepEqual(
      brokers.map(({ nodeId, host, port }) => [nodeId, host, port]),
      [[1, "127.0.0.1", 9092]],
    );
    assert.equal(controllerId, version === 0 ? -1 : 1);
    assert.deepEqual(
      topics.map(({ errorCode, name, partitions }) => [errorCode, name, partitions.map(({ leaderId }) => leaderId)]),
      [[ErrorCode.NONE, "orders", [1, 1]]],
    );
    assert.equal(topics[0]?.topicId, version >= 10 ? topicId : ZERO_UUID);
  }
  const grow = { topics: [{ name: "orders", count: 5, assignments: null }], timeoutMs: 1000 };
  assert.equal((await client.request(CREATE_PARTITIONS, 3, grow)).results[0]?.errorCode, ErrorCode.NONE);
  const byId = await client.request(METADATA, 12, { topics: [{ topicId, name: null }] });
  assert.equal(byId.topics[0]?.partitions.length, 5);
  const remove = { topics: [{ name: null, topicId }], timeoutMs: 1000 };
  assert.equal((await client.request(DELETE_TOPICS, 6, remove)).responses[0]?.errorCode, ErrorCode.NONE);
  const gone = await client.request(METADATA, 12, { topics: [{ topicId, name: null }] });
  assert.equal(gone.topics[0]?.errorCode, ErrorCode.UNKNOWN_TOPIC_ID);
});

test("metadata lists all topics for null, and in version 0 for none; later none means none", async (context) => {
  const client = await start(context);
  await create(client, "a");
  await create(client, "b");
  const names = async (version: number, topics: [] | null): Promise<string[]> =>
    (await client.request(METADATA, version, { topics })).topics.map(({ name }) => String(name)).toSorted();
  assert.deepEqual(await names(0, []), ["a", "b"]);
  assert.deepEqual(await names(9, null), ["a", "b"]);
  assert.deepEqual(await names(9, []), []);
});

test("config auto.create.topics.enable decides with the request whether a missing topic is created", async (context) => {
  const client = await start(context);
  const ask = async (name: string, allowAutoTopicCreation: boolean): Promise<number | undefined> =>
    (await client.request(METADATA, 12, { topics: [{ name }], allowAutoTopicCreation })).topics[0]?.errorCode;
  assert.equal(await ask("missing", false), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  assert.equal(await ask("bad name", false), ErrorCode.INVALID_TOPIC_EXCEPTION);
  assert.equal(await ask("bad name", true), ErrorCode.INVALID_TOPIC_EXCEPTION);
  assert.equal(await ask("missing", true), ErrorCode.NONE);
  const strict = await start(context, { "auto.create.topics.enable": "false" });
  const { topics } = await strict.request(METADATA, 12, {
    topics: [{ name: "missing" }],
    allowAutoTopicCreation: true,
  });
  assert.equal(topics[0]?.errorCode, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
});

test("authorized operations are all there are where they are asked for", async (context) => {
  const client = await start(context);
  await create(client, "a");
  const asked = { topics: [{ name: "a" }], includeTopicAuthorizedOperations: true };
  const { topics, clusterAuthorizedOperations } = await client.request(METADATA, 10, {
    ...asked,
    includeClusterAuthorizedOperations: true,
  });
  assert.equal(topics[0]?.topicAuthorizedOperations, 3576);
  assert.equal(clusterAuthorizedOperations, 8096);
  const plain = await client.request(METADATA, 10, { topics: [{ name: "a" }] });
  assert.equal(plain.topics[0]?.topicAuthorizedOperations, -2147483648);
});

test("config broker.rack and the cluster id are shown, and endpoints of controllers are asked elsewhere", async (context) => {
  const client = await start(context, { "broker.rack": "rack7" });
  const cluster = await client.request(DESCRIBE_CLUSTER, 2, { endpointType: 1 });
  assert.deepEqual(
    cluster.brokers.map(({ brokerId, rack, isFenced }) => [brokerId, rack, isFenced]),
    [[1, "rack7", false]],
  );
  assert.equal(cluster.controllerId, 1);
  const metadata = await client.request(METADATA, 12, { topics: [] });
  assert.deepEqual([metadata.clusterId, metadata.brokers[0]?.rack], [cluster.clusterId, "rack7"]);
  const wrong = await client.request(DESCRIBE_CLUSTER, 1, { endpointType: 2 });
  assert.equal(wrong.errorCode, ErrorCode.MISMATCHED_ENDPOINT_TYPE);
  const unknown = await client.request(DESCRIBE_CLUSTER, 1, { endpointType: 9 });
  assert.equal(unknown.errorCode, ErrorCode.UNSUPPORTED_ENDPOINT_TYPE);
});

test("a topic's configs come with source, synonyms, type and documentation", async (context) => {
  const client = await start(context, { "log.retention.hours": "2" });
  await create(client, "orders");
  const topic = { resourceType: ConfigResourceType.TOPIC, resourceName: "orders" };
  assert.deepEqual(await set(client, topic, { "cleanup.policy": "compact, delete" }), [ErrorCode.NONE, null]);
  const everyBroker = { resourceType: ConfigResourceType.BROKER, resourceName: "" };
  assert.deepEqual(await set(client, everyBroker, { "log.segment.bytes": "2097152" }), [ErrorCode.NONE, null]);
  const configs = await describe(client, ConfigResourceType.TOPIC, "orders");
  assert.equal(configs.size, 33);
  const policy = configs.get("cleanup.policy");
  assert.deepEqual([policy?.value, policy?.configSource, policy?.configType], ["compact,delete", 1, 7]);
  assert.deepEqual(policy?.synonyms, [
    { name: "cleanup.policy", value: "compact,delete", source: 1 },
    { name: "log.cleanup.policy", value: "delete", source: 5 },
  ]);
  assert.deepEqual([configs.get("segment.bytes")?.value, configs.get("segment.bytes")?.configSource], ["2097152", 3]);
  assert.equal(configs.get("retention.ms")?.value, "7200000");
  assert.equal(configs.get("flush.messages")?.value, "9223372036854775807");
  assert.ok(String(policy?.documentation).length > 20);
  const [resources] = [[{ resourceType: 2, resourceName: "orders", configurationKeys: ["retention.ms"] }]];
  const { results } = await client.request(DESCRIBE_CONFIGS, 4, { resources });
  assert.deepEqual(
    results[0]?.configs.map(({ name, documentation }) => [name, documentation]),
    [["retention.ms", null]],
  );
});

test("a broker's configs hide secrets, and say what can change while it runs", async (context) => {
  const client = await start(context, { "my.plugin.key": "value" });
  const configs = await describe(client, ConfigResourceType.BROKER, "1");
  const secret = configs.get("ssl.keystore.password");
  assert.deepEqual([secret?.value, secret?.isSensitive], [null, true]);
  assert.equal(configs.get("node.id")?.readOnly, true);
  assert.equal(configs.get("log.retention.ms")?.readOnly, false);
  assert.equal(configs.get("log.cleaner.io.max.bytes.per.second")?.value, "1.7976931348623157E308");
  const custom = configs.get("my.plugin.key");
  assert.deepEqual([custom?.value, custom?.isSensitive, custom?.configSource], [null, true, 4]);
  assert.equal(configs.has("log.initial.task.delay.ms"), false, "internal configs are not shown");
  assert.equal((await describe(client, ConfigResourceType.BROKER, "")).size, 0);
  assert.deepEqual([...(await describe(client, ConfigResourceType.BROKER_LOGGER, "1")).keys()], ["root"]);
});

test("what cannot be described is said", async (context) => {
  const client = await start(context);
  const error = async (resourceType: number, resourceName: string): Promise<unknown> => {
    const resources = [{ resourceType, resourceName, configurationKeys: null }];
    const { results } = await client.request(DESCRIBE_CONFIGS, 4, { resources });
    return [results[0]?.errorCode, results[0]?.errorMessage];
  };
  assert.deepEqual(await error(ConfigResourceType.TOPIC, "missing"), [ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ""]);
  assert.deepEqual(await error(ConfigResourceType.BROKER, "7"), [
    ErrorCode.INVALID_REQUEST,
    "Unexpected broker id, expected 1 or empty string, but received 7",
  ]);
  assert.deepEqual(await error(ConfigResourceType.BROKER, "x"), [
    ErrorCode.INVALID_REQUEST,
    "Broker id must be an integer, but it is: x",
  ]);
  assert.deepEqual(await error(ConfigResourceType.BROKER_LOGGER, ""), [
    ErrorCode.INVALID_REQUEST,
    "Broker id must not be empty",
  ]);
  assert.deepEqual(await error(ConfigResourceType.GROUP, ""), [
    ErrorCode.INVALID_REQUEST,
    "Group name must not be empty",
  ]);
});

test("broker configs change while the broker runs, where they can", async (context) => {
  const client = await start(context);
  const broker = { resourceType: ConfigResourceType.BROKER, resourceName: "1" };
  assert.deepEqual(await set(client, broker, { "log.retention.ms": "5000" }), [ErrorCode.NONE, null]);
  assert.equal((await describe(client, ConfigResourceType.BROKER, "1")).get("log.retention.ms")?.value, "5000");
  assert.deepEqual(await set(client, broker, { "node.id": "5" }), [
    ErrorCode.INVALID_REQUEST,
    "Cannot update these configs dynamically: [node.id]",
  ]);
  assert.deepEqual(await set(client, broker, { "log.retention.ms": "0" }), [
    ErrorCode.INVALID_REQUEST,
    "requirement failed: log.retention.ms must be unlimited (-1) or, greater than or equal to 1",
  ]);
  assert.deepEqual(await set(client, { ...broker, resourceName: "9" }, { "log.retention.ms": "5" }), [
    ErrorCode.INVALID_REQUEST,
    "Unexpected broker id, expected 1, but received 9",
  ]);
  assert.equal((await set(client, broker, { "num.io.threads": "9" }))[0], ErrorCode.INVALID_REQUEST);
  const logger = { resourceType: ConfigResourceType.BROKER_LOGGER, resourceName: "1" };
  assert.deepEqual(await set(client, logger, { "kafka.server": "DEBUG" }), [
    ErrorCode.INVALID_CONFIG,
    "Logger kafka.server does not exist!",
  ]);
});

test("duplicates in a change are refused before anything else", async (context) => {
  const client = await start(context);
  await create(client, "orders");
  const config = { name: "retention.ms", configOperation: AlterConfigOp.SET, value: "5" };
  const resource = { resourceType: ConfigResourceType.TOPIC, resourceName: "orders" };
  const twice = await client.request(INCREMENTAL, 1, { resources: [{ ...resource, configs: [config, config] }] });
  assert.equal(twice.responses[0]?.errorMessage, "Error due to duplicate config keys");
  const same = { ...resource, configs: [config] };
  const both = await client.request(INCREMENTAL, 1, { resources: [same, same] });
  assert.deepEqual(
    both.responses.map(({ errorMessage }) => errorMessage),
    ["Each resource must appear at most once.", "Each resource must appear at most once."],
  );
  const missing = await client.request(INCREMENTAL, 1, {
    resources: [{ ...resource, configs: [{ ...config, value: null }] }],
  });
  assert.equal(missing.responses[0]?.errorMessage, "Null value not supported for : retention.ms");
});

test("the legacy change replaces a topic's configs, and validateOnly does not", async (context) => {
  const client = await start(context);
  await create(client, "orders");
  const topic = { resourceType: ConfigResourceType.TOPIC, resourceName: "orders" };
  await set(client, topic, { "retention.ms": "5" });
  const replace = async (validateOnly: boolean): Promise<number | undefined> => {
    const resources = [{ ...topic, configs: [{ name: "segment.ms", value: "7" }] }];
    return (await client.request(ALTER_CONFIGS, 2, { resources, validateOnly })).responses[0]?.errorCode;
  };
  assert.equal(await replace(true), ErrorCode.NONE);
  assert.equal((await describe(client, ConfigResourceType.TOPIC, "orders")).get("retention.ms")?.configSource, 1);
  assert.equal(await replace(false), ErrorCode.NONE);
  const configs = await describe(client, ConfigResourceType.TOPIC, "orders");
  assert.deepEqual([configs.get("retention.ms")?.configSource, configs.get("segment.ms")?.value], [5, "7"]);
});

test("resources with configs are listed by type", async (context) => {
  const client = await start(context);
  await create(client, "orders");
  const list = async (version: number, resourceTypes: number[]): Promise<unknown> => {
    const { errorCode, configResources } = await client.request(LIST_RESOURCES, version, { resourceTypes });
    return errorCode === 0
      ? configResources.map(({ resourceName, resourceType }) => [resourceType, resourceName])
      : errorCode;
  };
  assert.deepEqual(await list(1, []), [
    [ConfigResourceType.BROKER_LOGGER, "1"],
    [ConfigResourceType.BROKER, "1"],
    [ConfigResourceType.TOPIC, "orders"],
  ]);
  assert.deepEqual(await list(1, [ConfigResourceType.TOPIC]), [[ConfigResourceType.TOPIC, "orders"]]);
  assert.deepEqual(await list(0, []), []);
  assert.equal(await list(1, [99]), ErrorCode.UNSUPPORTED_VERSION);
});

test("the quorum is described by its leader, for the metadata log alone", async (context) => {
  const client = await start(context);
  const ask = (topicName: string): Promise<DescribeQuorumResponse> =>
    client.request(DESCRIBE_QUORUM, 2, { topics: [{ topicName, partitions: [{ partitionIndex: 0 }] }] });
  const partition = (await ask("__cluster_metadata")).topics[0]?.partitions[0];
  assert.deepEqual([partition?.errorCode, partition?.leaderId, partition?.leaderEpoch], [ErrorCode.NONE, 1, 1]);
  assert.ok((partition?.highWatermark ?? 0) > 5);
  assert.equal(partition?.currentVoters[0]?.logEndOffset, partition?.highWatermark);
  const other = (await ask("orders")).topics[0]?.partitions[0];
  assert.equal(other?.errorCode, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
});

test("config max.request.partition.size.limit pages through partitions with a cursor", async (context) => {
  const client = await start(context, { "max.request.partition.size.limit": "4" });
  await create(client, "a", 3);
  await create(client, "b", 6);
  await create(client, "c", 1);
  const seen: string[] = [];
  let cursor: { topicName: string; partitionIndex: number } | null = null;
  let pages = 0;
  do {
    const page: DescribeTopicPartitionsResponse = await client.request(DESCRIBE_PARTITIONS, 0, {
      topics: [],
      responsePartitionLimit: 2000,
      cursor,
    });
    const partitions = page.topics.flatMap((topic) =>
      topic.partitions.map((one) => `${topic.name}${one.partitionIndex}`),
    );
    assert.ok(partitions.length <= 4);
    seen.push(...partitions);
    cursor = page.nextCursor;
    pages++;
  } while (cursor !== null && pages < 10);
  assert.deepEqual(seen, ["a0", "a1", "a2", "b0", "b1", "b2", "b3", "b4", "b5", "c0"]);
  const named = await client.request(DESCRIBE_PARTITIONS, 0, {
    topics: [{ name: "missing" }, { name: "a" }],
    cursor: null,
  });
  assert.deepEqual(
    named.topics.map(({ name, errorCode }) => [name, errorCode]),
    [
      ["a", ErrorCode.NONE],
      ["missing", ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
    ],
  );
  const outside = await client.request(DESCRIBE_PARTITIONS, 0, {
    topics: [{ name: "a" }],
    cursor: { topicName: "b", partitionIndex: 0 },
  });
  assert.equal(outside.topics[0]?.errorCode, ErrorCode.INVALID_REQUEST);
});
