// What a controller's own listener tells a tool: which controllers there are and which of them is active. In memory and on a virtual clock.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode, type Input } from "@ottla/protocol";
import { DescribeClusterRequest, DescribeClusterResponse } from "@ottla/protocol/messages/describe-cluster";
import { clusterOf } from "../support/cluster-scene.ts";
import type { MemoryCluster } from "../support/memory-cluster.ts";

const [BROKERS, CONTROLLERS] = [1, 2];

async function describeCluster(
  cluster: MemoryCluster,
  { version, ...body }: Input<DescribeClusterRequest> & { readonly version: number },
): Promise<DescribeClusterResponse> {
  const client = await cluster.dial(2, "controller");
  const codecs = [DescribeClusterRequest, DescribeClusterResponse] as const;
  const response = await cluster.run(client.request(codecs, version, body));
  client.connection.close();
  return response;
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
