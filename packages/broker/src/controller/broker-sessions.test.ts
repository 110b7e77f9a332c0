// Sessions of brokers at the controller, whose time of day is set meanwhile.
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { SUPPORTED_FEATURES } from "@ottla/metadata";
import { readMetaProperties } from "@ottla/storage";
import type { ClusterController } from "./cluster-controller.ts";
import { MemoryMetadataLog } from "./testing/memory-metadata-log.ts";
import { DATA, TestNode } from "./testing/test-node.ts";

const BROKER_ID = 7;
const HOUR_MS = 3_600_000;
/** `broker.session.timeout.ms` is 9 s. */
const MOST_OF_A_SESSION_MS = 8000;
const REST_OF_A_SESSION_MS = 2000;

async function controllerWithBroker(
  context: TestContext,
): Promise<{ readonly node: TestNode; readonly controller: ClusterController }> {
  const node = new TestNode({ "node.id": "1" });
  const transport = { send: () => Promise.reject(new Error("unreachable")), close: () => {} };
  const controller = await node.start(new MemoryMetadataLog(), { voterIds: [1], transport });
  context.after(() => controller.stop());
  const clusterId = (await readMetaProperties(node.disk, DATA))?.clusterId ?? "";
  const outcome = await controller.submit((active, given) =>
    active.handleRemoteRegistration(
      {
        brokerId: BROKER_ID,
        clusterId,
        incarnationId: "2FvKuJjbRd6TmbVH4WYQBg",
        endpoints: [{ listenerName: "PLAINTEXT", host: "localhost", port: 9092, securityProtocol: 0 }],
        features: SUPPORTED_FEATURES,
        rack: null,
        logDirectories: ["4L6g3nShT-eMCtK--X86sw"],
      },
      given,
    ),
  );
  assert.ok("brokerEpoch" in outcome, JSON.stringify(outcome));
  const { brokerEpoch } = outcome;
  const heartbeat = { brokerId: BROKER_ID, brokerEpoch, currentMetadataOffset: brokerEpoch };
  await controller.submit((active, given) =>
    active.handleBrokerHeartbeat({ ...heartbeat, wantFence: false, wantShutDown: false }, given),
  );
  assert.equal(isFenced(controller), false);
  return { node, controller };
}

function isFenced(controller: ClusterController): boolean | undefined {
  return controller.image.cluster.brokers.get(BROKER_ID)?.fenced;
}

test("config broker.session.timeout.ms: a time of day that jumps ahead ends no session", async (context) => {
  const { node, controller } = await controllerWithBroker(context);
  node.clock.jumpWall(HOUR_MS);
  await node.clock.advanceAsync(MOST_OF_A_SESSION_MS);
  assert.equal(isFenced(controller), false);
  await node.clock.advanceAsync(REST_OF_A_SESSION_MS);
  assert.equal(isFenced(controller), true);
});

test("config broker.session.timeout.ms: a time of day that jumps back keeps no session alive", async (context) => {
  const { node, controller } = await controllerWithBroker(context);
  node.clock.jumpWall(-HOUR_MS);
  await node.clock.advanceAsync(MOST_OF_A_SESSION_MS + REST_OF_A_SESSION_MS);
  assert.equal(isFenced(controller), true);
});
