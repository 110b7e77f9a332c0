// An admin client with bootstrap.controllers (KIP-919): what goes to which controller, and what is refused. Java's sentences.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { DescribeClusterRequest, DescribeClusterResponse } from "@ottla/protocol/messages/describe-cluster";
import {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from "@ottla/protocol/messages/incremental-alter-configs";
import { MetadataRequest } from "@ottla/protocol/messages/metadata";
import { UpdateFeaturesRequest, UpdateFeaturesResponse } from "@ottla/protocol/messages/update-features";
import { errorOf, untilOver } from "../testing/outcome.ts";
import { ScriptedCluster } from "../testing/scripted-broker.ts";
import { Admin } from "./admin.ts";
import { AlterConfigOpType, ConfigResourceType } from "./types.ts";

const CLUSTER_API = { request: DescribeClusterRequest, response: DescribeClusterResponse };
const FEATURES_API = { request: UpdateFeaturesRequest, response: UpdateFeaturesResponse };
const NOT_SERVED = "This Admin API is not yet supported when communicating directly with the controller quorum.";
const NOBODY = -1;

/** Three controllers, 0 to 2, that say who is active. */
async function controllers(active: () => number): Promise<ScriptedCluster> {
  const cluster = await ScriptedCluster.start(3);
  cluster.on(CLUSTER_API, ({ body, version }) => {
    assert.equal(body.endpointType, 2);
    assert(version >= 1);
    return {
      endpointType: 2,
      clusterId: "the-cluster",
      controllerId: active(),
      brokers: cluster.bootstrapServers.map((server, brokerId) => {
        const [host = "", port] = server.split(":");
        return { brokerId, host, port: Number(port), rack: null };
      }),
    };
  });
  return cluster;
}

function adminAt(cluster: ScriptedCluster, options: object = {}): Admin {
  return new Admin({ bootstrapControllers: cluster.bootstrapServers, ...options }, cluster.ports);
}

const PARTITION = { topic: "t", partition: 0 };

/** Java's calls whose NodeProvider does not take controllers. */
const REFUSED: Readonly<Record<string, (admin: Admin) => Promise<unknown>>> = {
  abortTransaction: (admin) =>
    admin.abortTransaction({ ...PARTITION, producerId: 1n, producerEpoch: 0, coordinatorEpoch: 0 }),
  alterClientQuotas: (admin) => admin.alterClientQuotas([]),
  alterConfigs: (admin) => admin.alterConfigs([]),
  alterConsumerGroupOffsets: (admin) => admin.alterConsumerGroupOffsets("g", []),
  alterReplicaLogDirs: (admin) => admin.alterReplicaLogDirs([{ ...PARTITION, brokerId: 1, logDir: "/d" }]),
  alterShareGroupOffsets: (admin) => admin.alterShareGroupOffsets("g", []),
  alterStreamsGroupOffsets: (admin) => admin.alterStreamsGroupOffsets("g", []),
  alterUserScramCredentials: (admin) => admin.alterUserScramCredentials([]),
  createDelegationToken: (admin) => admin.createDelegationToken(),
  createPartitions: (admin) => admin.createPartitions([{ topic: "t", totalCount: 2 }]),
  createTopics: (admin) => admin.createTopics([{ name: "t" }]),
  deleteConsumerGroupOffsets: (admin) => admin.deleteConsumerGroupOffsets("g", [PARTITION]),
  deleteConsumerGroups: (admin) => admin.deleteConsumerGroups(["g"]),
  deleteRecords: (admin) => admin.deleteRecords([{ ...PARTITION, beforeOffset: 1 }]),
  deleteShareGroupOffsets: (admin) => admin.deleteShareGroupOffsets("g", ["t"]),
  deleteShareGroups: (admin) => admin.deleteShareGroups(["g"]),
  deleteStreamsGroupOffsets: (admin) => admin.deleteStreamsGroupOffsets("g", [PARTITION]),
  deleteStreamsGroups: (admin) => admin.deleteStreamsGroups(["g"]),
  deleteTopics: (admin) => admin.deleteTopics(["t"]),
  describeClassicGroups: (admin) => admin.describeClassicGroups(["g"]),
  describeClientQuotas: (admin) => admin.describeClientQuotas(),
  describeConsumerGroups: (admin) => admin.describeConsumerGroups(["g"]),
  describeDelegationToken: (admin) => admin.describeDelegationToken(),
  describeLogDirs: (admin) => admin.describeLogDirs([1]),
  describeProducers: (admin) => admin.describeProducers([PARTITION]),
  describeReplicaLogDirs: (admin) => admin.describeReplicaLogDirs([{ ...PARTITION, brokerId: 1 }]),
  describeShareGroups: (admin) => admin.describeShareGroups(["g"]),
  describeStreamsGroups: (admin) => admin.describeStreamsGroups(["g"]),
  describeTopics: (admin) => admin.describeTopics(["t"]),
  describeTransactions: (admin) => admin.describeTransactions(["x"]),
  describeUserScramCredentials: (admin) => admin.describeUserScramCredentials(),
  electLeaders: (admin) => admin.electLeaders(0, [PARTITION]),
  expireDelegationToken: (admin) => admin.expireDelegationToken(new Uint8Array(1)),
  fenceProducers: (admin) => admin.fenceProducers(["x"]),
  forceTerminateTransaction: (admin) => admin.forceTerminateTransaction("x"),
  listClientMetricsResources: (admin) => admin.listClientMetricsResources(),
  listConfigResources: (admin) => admin.listConfigResources(),
  listConsumerGroupOffsets: (admin) => admin.listConsumerGroupOffsets(["g"]),
  listConsumerGroups: (admin) => admin.listConsumerGroups(),
  listGroups: (admin) => admin.listGroups(),
  listOffsets: (admin) => admin.listOffsets([{ ...PARTITION, spec: -1 }]),
  listShareGroupOffsets: (admin) => admin.listShareGroupOffsets(["g"]),
  listStreamsGroupOffsets: (admin) => admin.listStreamsGroupOffsets(["g"]),
  listTopics: (admin) => admin.listTopics(),
  listTransactions: (admin) => admin.listTransactions(),
  removeMembersFromConsumerGroup: (admin) => admin.removeMembersFromConsumerGroup("g"),
  renewDelegationToken: (admin) => admin.renewDelegationToken(new Uint8Array(1)),
};

/** Java's calls whose NodeProvider takes controllers; brokerApiVersions is the client's own. */
const SERVED = [
  "addRaftVoter",
  "alterPartitionReassignments",
  "brokerApiVersions",
  "createAcls",
  "deleteAcls",
  "describeAcls",
  "describeCluster",
  "describeConfigs",
  "describeFeatures",
  "describeMetadataQuorum",
  "incrementalAlterConfigs",
  "listPartitionReassignments",
  "removeRaftVoter",
  "unregisterBroker",
  "updateFeatures",
];
const OF_THE_CLIENT = ["constructor", "close", "metrics"];

describe("calls that controllers do not answer", () => {
  it("are all that Java refuses", () => {
    const all = Object.getOwnPropertyNames(Admin.prototype).filter((name) => !OF_THE_CLIENT.includes(name));
    assert.deepEqual(all.toSorted(), [...SERVED, ...Object.keys(REFUSED)].toSorted());
  });

  for (const [name, call] of Object.entries(REFUSED)) {
    it(`${name} is refused without a request`, async () => {
      await using cluster = await controllers(() => 0);
      await using admin = adminAt(cluster);
      const error = await errorOf(call(admin));
      assert.equal(error.code, "UNSUPPORTED_ENDPOINT_TYPE");
      assert.equal(error.message, NOT_SERVED);
      assert.deepEqual(cluster.seen(DescribeClusterRequest), []);
    });
  }
});

describe("calls to controllers", () => {
  it("admin config bootstrap.controllers: go to the active one, and to the next when it has moved", async () => {
    let active = 1;
    await using cluster = await controllers(() => active);
    cluster.on(FEATURES_API, ({ broker }) => ({ errorCode: broker === active ? 0 : ErrorCode.NOT_CONTROLLER }));
    await using admin = adminAt(cluster);
    const raise = async (): Promise<void> =>
      (await untilOver(cluster, admin.updateFeatures([{ feature: "f", maxVersionLevel: 1 }]))).throwIfAnyFailed();
    await raise();
    active = 2;
    await raise();
    const asked = cluster.seen(UpdateFeaturesRequest).map(({ broker }) => broker);
    assert.deepEqual(asked, [1, 1, 2]);
    assert.deepEqual(cluster.seen(MetadataRequest), []);
  });

  it("wait until one is active", async () => {
    let active = NOBODY;
    await using cluster = await controllers(() => active);
    cluster.on(FEATURES_API, () => ({}));
    await using admin = adminAt(cluster);
    const raised = admin.updateFeatures([{ feature: "f", maxVersionLevel: 1 }]);
    raised.catch(() => undefined);
    while (cluster.seen(DescribeClusterRequest).length < 3) await cluster.advance(50);
    active = 0;
    (await untilOver(cluster, raised)).throwIfAnyFailed();
    assert.deepEqual(
      cluster.seen(UpdateFeaturesRequest).map(({ broker }) => broker),
      [0],
    );
  });

  it("end with Java's sentence when none becomes active", async () => {
    await using cluster = await controllers(() => NOBODY);
    await using admin = adminAt(cluster);
    const error = await errorOf(untilOver(cluster, admin.describeMetadataQuorum({ timeoutMs: 2_000 })));
    assert.equal(error.code, "TIMEOUT");
    assert.equal(error.message, "Timed out waiting for a node assignment. Call: describeMetadataQuorum");
  });

  it("tell of controllers where a cluster is described", async () => {
    await using cluster = await controllers(() => 2);
    await using admin = adminAt(cluster);
    const { clusterId, controller, nodes } = await untilOver(cluster, admin.describeCluster());
    assert.equal(clusterId, "the-cluster");
    assert.equal(controller?.id, 2);
    assert.deepEqual(
      nodes.map(({ id, host, port }) => [id, `${host}:${port}`]),
      cluster.bootstrapServers.map((server, id) => [id, server]),
    );
    const error = await errorOf(admin.describeCluster({ includeFencedBrokers: true }));
    assert.equal(error.message, "Cannot request fenced brokers from controller endpoint");
  });

  it("change the configuration of any node at the active one, and loggers at their own", async () => {
    await using cluster = await controllers(() => 1);
    cluster.on({ request: IncrementalAlterConfigsRequest, response: IncrementalAlterConfigsResponse }, ({ body }) => ({
      responses: body.resources.map(({ resourceType, resourceName }) => ({ resourceType, resourceName })),
    }));
    await using admin = adminAt(cluster);
    const ops = [{ name: "n", op: AlterConfigOpType.SET, value: "v" }];
    const changes = [
      { type: ConfigResourceType.BROKER, name: "7", ops },
      { type: ConfigResourceType.TOPIC, name: "t", ops },
      { type: ConfigResourceType.BROKER_LOGGER, name: "0", ops },
    ];
    (await untilOver(cluster, admin.incrementalAlterConfigs(changes))).throwIfAnyFailed();
    const asked = cluster
      .seen(IncrementalAlterConfigsRequest)
      .map(({ broker, body }) => [broker, body.resources.map((one) => one.resourceName)] as const);
    assert.deepEqual(
      asked.toSorted(([a], [b]) => a - b),
      [
        [0, ["0"]],
        [1, ["7", "t"]],
      ],
    );
  });
});

describe("what is no controller", () => {
  it("is told by a broker that answers", async () => {
    const sentence = "The request was sent to an endpoint of type BROKER, but we wanted an endpoint of type CONTROLLER";
    await using cluster = await ScriptedCluster.start();
    const errorCode = ErrorCode.MISMATCHED_ENDPOINT_TYPE;
    cluster.on(CLUSTER_API, () => ({ errorCode, errorMessage: sentence }));
    await using admin = adminAt(cluster);
    const error = await errorOf(untilOver(cluster, admin.describeMetadataQuorum()));
    assert.equal(error.code, "MISMATCHED_ENDPOINT_TYPE");
    assert.equal(error.message, sentence);
  });

  it("is found in an answer about brokers", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.on(CLUSTER_API, () => ({ endpointType: 1 }));
    await using admin = adminAt(cluster);
    const error = await errorOf(untilOver(cluster, admin.describeCluster()));
    assert.equal(error.code, "MISMATCHED_ENDPOINT_TYPE");
    assert.match(error.message, /^Expected response from CONTROLLER endpoint, but got response from endpoint type 1/);
  });

  it("cannot be told by what is older than Kafka 3.7", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.on(CLUSTER_API, () => ({}), { max: 0 });
    await using admin = adminAt(cluster);
    assert.equal((await errorOf(untilOver(cluster, admin.describeCluster()))).code, "UNSUPPORTED_VERSION");
  });
});

describe("the addresses of an admin client", () => {
  const refusals: readonly (readonly [object, RegExp])[] = [
    [{}, /^ConfigError: You must set either bootstrap\.servers or bootstrap\.controllers$/],
    [
      { bootstrapServers: "a:1", bootstrapControllers: "b:2" },
      /^ConfigError: You cannot set both bootstrap\.servers and bootstrap\.controllers$/,
    ],
    [{ bootstrapControllers: "nowhere" }, /nowhere/],
  ];
  for (const [options, sentence] of refusals)
    it(JSON.stringify(options), () => assert.throws(() => new Admin(options), sentence));

  it("that nobody answers at are named", async () => {
    await using cluster = await ScriptedCluster.start(0);
    await using admin = new Admin({ bootstrapControllers: "localhost:1", retries: 0 }, cluster.ports);
    const error = await errorOf(untilOver(cluster, admin.describeCluster()));
    assert.equal(error.message, "No controller can be reached (bootstrap.controllers: localhost:1)");
  });
});
