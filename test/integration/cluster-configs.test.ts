// Changes of configs at a broker that is not the active controller: node 1 is the controller, node 2 forwards.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TestContext } from "node:test";
import { ApiKey, decodeRequestHeader, ErrorCode, WireReader } from "@ottla/protocol";
import { AlterConfigsRequest, AlterConfigsResponse } from "@ottla/protocol/messages/alter-configs";
import { DescribeConfigsRequest, DescribeConfigsResponse } from "@ottla/protocol/messages/describe-configs";
import {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from "@ottla/protocol/messages/incremental-alter-configs";
import { ask, clusterOf } from "../support/cluster-scene.ts";
import type { MemoryCluster } from "../support/memory-cluster.ts";

const [CONTROLLER, FORWARDER] = [1, 2];
const [TOPIC, BROKER, BROKER_LOGGER] = [2, 4, 8];
const SIZE_BYTES = 4;

/** Type, name, one config to set, and what becomes of it. */
const CASES = [
  [BROKER, "1", "log.cleaner.threads", "2", "Unexpected broker id, expected 2, but received 1"],
  [TOPIC, "t", "retention.ms", "1234", null],
  [BROKER_LOGGER, "1", "root", "INFO", "Unexpected node id. Expected 2, but received 1"],
  [BROKER, "2", "log.cleaner.threads", "2", null],
  [BROKER, "one", "log.cleaner.threads", "2", "Node id must be an integer, but it is: one"],
] as const;
const RESOURCES = CASES.map(([resourceType, resourceName, name, value]) => ({
  resourceType,
  resourceName,
  configs: [{ name, configOperation: 0, value }],
}));

interface Answer {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

async function twoNodes(context: TestContext): Promise<{ cluster: MemoryCluster; envelopes: () => number }> {
  const cluster = await clusterOf(context, { voters: [CONTROLLER], brokers: [FORWARDER] });
  await cluster.createTopic(CONTROLLER, { name: "t", partitions: 1, replicas: 1 });
  let count = 0;
  cluster.requestFilter = (_, sized) => {
    const { requestApiKey } = decodeRequestHeader(new WireReader(sized.subarray(SIZE_BYTES)));
    if (requestApiKey === ApiKey.Envelope) count++;
    return true;
  };
  return { cluster, envelopes: () => count };
}

async function valueOf(
  cluster: MemoryCluster,
  resourceType: number,
  resourceName: string,
  name: string,
): Promise<unknown> {
  const codecs = [DescribeConfigsRequest, DescribeConfigsResponse] as const;
  const resources = [{ resourceType, resourceName, configurationKeys: [name] }];
  const { results } = await ask(cluster, FORWARDER, [codecs, 4], { resources });
  return results[0]?.configs[0]?.value;
}

describe("a broker that forwards changes of configs", () => {
  type Ask = (cluster: MemoryCluster, resources: typeof RESOURCES) => Promise<readonly Answer[]>;
  const incrementally: Ask = async (cluster, resources) => {
    const codecs = [IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse] as const;
    return (await ask(cluster, FORWARDER, [codecs, 1], { resources, validateOnly: false })).responses;
  };
  const asAWhole: Ask = async (cluster, resources) => {
    const codecs = [AlterConfigsRequest, AlterConfigsResponse] as const;
    return (await ask(cluster, FORWARDER, [codecs, 2], { resources, validateOnly: false })).responses;
  };
  const apis = [
    ["IncrementalAlterConfigs", incrementally],
    ["AlterConfigs", asAWhole],
  ] as const;

  for (const [name, alter] of apis) {
    it(`${name}: refuses itself what is another broker's, and sends on the rest`, async (context) => {
      const { cluster, envelopes } = await twoNodes(context);
      const responses = await alter(cluster, RESOURCES);
      const expected = CASES.map(([resourceType, resourceName, , , message]) => {
        // The old request does not know loggers.
        const errorMessage =
          name === "AlterConfigs" && resourceType === BROKER_LOGGER ? "Unknown resource type 8" : message;
        const errorCode = message === null ? ErrorCode.NONE : ErrorCode.INVALID_REQUEST;
        return { resourceType, resourceName, errorCode, errorMessage };
      });
      assert.deepEqual(
        responses.map(({ resourceType, resourceName, errorCode, errorMessage }) => ({
          ...{ resourceType, resourceName, errorCode, errorMessage },
        })),
        expected,
      );
      assert.equal(envelopes(), 1);
      await cluster.until("both are there", async () => {
        const topics = await valueOf(cluster, TOPIC, "t", "retention.ms");
        return topics === "1234" && (await valueOf(cluster, BROKER, "2", "log.cleaner.threads")) === "2";
      });
    });

    it(`${name}: asks the controller nothing when nothing is left`, async (context) => {
      const { cluster, envelopes } = await twoNodes(context);
      const responses = await alter(cluster, RESOURCES.slice(0, 1));
      assert.deepEqual(
        responses.map(({ errorCode }) => errorCode),
        [ErrorCode.INVALID_REQUEST],
      );
      assert.equal(envelopes(), 0);
    });
  }

  it("answers for all that is left when no controller can be reached", async (context) => {
    const { cluster } = await twoNodes(context);
    cluster.requestFilter = (_, sized) =>
      decodeRequestHeader(new WireReader(sized.subarray(SIZE_BYTES))).requestApiKey !== ApiKey.Envelope;
    const responses = await incrementally(cluster, RESOURCES);
    assert.deepEqual(
      responses.map(({ errorCode }) => errorCode),
      CASES.map(([, , , , message]) => (message === null ? ErrorCode.REQUEST_TIMED_OUT : ErrorCode.INVALID_REQUEST)),
    );
  });
});
