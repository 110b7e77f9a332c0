// What a controller's own listener tells tools and brokers: which controllers there are and which of them is active, configs, brokers and their directories.
// In memory and on a virtual clock.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode, type Input, type MessageCodec } from "@ottla/protocol";
import {
  AssignReplicasToDirsRequest,
  AssignReplicasToDirsResponse,
} from "@ottla/protocol/messages/assign-replicas-to-dirs";
import { DescribeConfigsRequest, DescribeConfigsResponse } from "@ottla/protocol/messages/describe-configs";
import { UnregisterBrokerRequest, UnregisterBrokerResponse } from "@ottla/protocol/messages/unregister-broker";
import { DescribeClusterRequest, DescribeClusterResponse } from "@ottla/protocol/messages/describe-cluster";
import { clusterOf } from "../support/cluster-scene.ts";
import type { MemoryCluster } from "../support/memory-cluster.ts";

const [BROKERS, CONTROLLERS] = [1, 2];

/** Asks the listener of a node's controller, or of its broker. */
async function ask<Req, Res>(
  cluster: MemoryCluster,
  to: { readonly node: number; readonly listener: "controller" | "broker" },
  request: {
    readonly codecs: readonly [MessageCodec<Req>, MessageCodec<Res>];
    readonly version: number;
    readonly body: Input<Req>;
  },
): Promise<Res> {
  const client = await cluster.dial(to.node, to.listener);
  const response = await cluster.run(client.request(request.codecs, request.version, request.body));
  client.connection.close();
  return response;
}

function describeCluster(
  cluster: MemoryCluster,
  { version, ...body }: Input<DescribeClusterRequest> & { readonly version: number },
): Promise<DescribeClusterResponse> {
  const codecs = [DescribeClusterRequest, DescribeClusterResponse] as const;
  return ask(cluster, { node: 2, listener: "controller" }, { codecs, version, body });
}

describe("DescribeCluster at a controller", () => {
  it("tells the controllers and which is active", async (context) => {
    const cluster = await clusterOf(context, {
      voters: [1, 2, 3],
      brokers: [4],
      votersAreBrokers: false,
    });
    let found: DescribeClusterResponse | undefined;
    await cluster.until("all controllers are registered", async () => {
      found = await describeCluster(cluster, { version: 1, endpointType: CONTROLLERS });
      return found.brokers.length === 3;
    });
    const places = found?.brokers.map(({ brokerId, host, port }) => [brokerId, host, port]);
    assert.deepEqual(
      places?.toSorted(),
      [1, 2, 3].map((id) => [id, `n${id}`, 9500 + id]),
    );
    assert.equal(found?.endpointType, CONTROLLERS);
    assert.equal(found.controllerId, await cluster.controllerId(4));
  });

  it("gives no brokers", async (context) => {
    const cluster = await clusterOf(context, { voters: [1, 2, 3] });
    const cases = [
      [0, BROKERS, ErrorCode.INVALID_REQUEST, "endpoint of type CONTROLLER, but we wanted an endpoint of type BROKER"],
      [
        1,
        BROKERS,
        ErrorCode.MISMATCHED_ENDPOINT_TYPE,
        "endpoint of type CONTROLLER, but we wanted an endpoint of type BROKER",
      ],
      [2, 7, ErrorCode.UNSUPPORTED_ENDPOINT_TYPE, "Unsupported endpoint type 7"],
    ] as const;
    for (const [version, endpointType, errorCode, message] of cases) {
      const asked = version === 0 ? { version } : { version, endpointType };
      const answer = await describeCluster(cluster, asked);
      assert.equal(answer.errorCode, errorCode);
      assert.ok(answer.errorMessage?.endsWith(message), answer.errorMessage ?? "");
      assert.deepEqual(answer.brokers, []);
    }
  });
});

describe("what a controller serves beside", () => {
  it("DescribeConfigs: its own, and those of topics; not those of another node", async (context) => {
    const cluster = await clusterOf(context, { voters: [1], brokers: [2], votersAreBrokers: false });
    await cluster.createTopic(2, { name: "t", partitions: 1, replicas: 1, configs: { "retention.ms": "1234" } });
    const described = async (
      resourceType: number,
      resourceName: string,
    ): Promise<[number, Map<string, string | null>]> => {
      const codecs = [DescribeConfigsRequest, DescribeConfigsResponse] as const;
      const body = { resources: [{ resourceType, resourceName, configurationKeys: null }] };
      const { results } = await ask(cluster, { node: 1, listener: "controller" }, { codecs, version: 4, body });
      const [result] = results;
      return [result?.errorCode ?? -1, new Map(result?.configs.map(({ name, value }) => [name, value]))];
    };
    const [topic, broker] = [2, 4];
    const [errorCode, own] = await described(broker, "1");
    assert.deepEqual([errorCode, own.get("process.roles"), own.get("node.id")], [ErrorCode.NONE, "controller", "1"]);
    assert.equal((await described(topic, "t"))[1].get("retention.ms"), "1234");
    assert.equal((await described(broker, "2"))[0], ErrorCode.INVALID_REQUEST);
  });

  it("UnregisterBroker, also by way of a broker: who is gone is forgotten, and may come back", async (context) => {
    const cluster = await clusterOf(context, { voters: [1], brokers: [2, 3] });
    const forget = async (listener: "controller" | "broker", brokerId: number): Promise<number> => {
      const codecs = [UnregisterBrokerRequest, UnregisterBrokerResponse] as const;
      const node = listener === "controller" ? 1 : 2;
      return (await ask(cluster, { node, listener }, { codecs, version: 0, body: { brokerId } })).errorCode;
    };
    await cluster.stop(3);
    assert.equal(await forget("broker", 3), ErrorCode.NONE);
    assert.equal(cluster.partsOf(1)?.controller.image.cluster.brokers.has(3), false);
    assert.equal(await forget("broker", 3), ErrorCode.BROKER_ID_NOT_REGISTERED);
    assert.equal(await forget("controller", 7), ErrorCode.BROKER_ID_NOT_REGISTERED);
    await cluster.start(3);
    assert.equal(cluster.partsOf(1)?.controller.image.cluster.brokers.get(3)?.fenced, false);
  });

  it("AssignReplicasToDirs: of the broker that is registered, with its epoch", async (context) => {
    const cluster = await clusterOf(context, { voters: [1], brokers: [2] });
    await cluster.createTopic(2, { name: "t", partitions: 1, replicas: [2] });
    const { image } = cluster.partsOf(1)!.controller;
    const [topicId, id] = [image.topics.getByName("t")!.id, image.topics.getPartition("t", 0)!.directories[0]!];
    const assign = async (brokerEpoch: number): Promise<AssignReplicasToDirsResponse> => {
      const codecs = [AssignReplicasToDirsRequest, AssignReplicasToDirsResponse] as const;
      const directories = [{ id, topics: [{ topicId, partitions: [{ partitionIndex: 0 }, { partitionIndex: 1 }] }] }];
      const body = { brokerId: 2, brokerEpoch, directories };
      return ask(cluster, { node: 1, listener: "controller" }, { codecs, version: 0, body });
    };
    const answer = await assign(image.cluster.brokers.get(2)!.epoch);
    assert.deepEqual(
      answer.directories[0]?.topics[0]?.partitions.map(({ errorCode }) => errorCode),
      [ErrorCode.NONE, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
    );
    assert.equal((await assign(1)).errorCode, ErrorCode.STALE_BROKER_EPOCH);
  });
});
