import assert from "node:assert/strict";
import { test } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { CLUSTER_ID, ControllerHarness } from "../testing/controller-harness.ts";
import type { BrokerHeartbeatReply } from "./broker-heartbeat.ts";
import { SUPPORTED_FEATURES } from "./features.ts";

const SESSION_MS = 9000;

class Cluster extends ControllerHarness {
  nowMs = 10_000;

  register(id: number, incarnation: string): number | undefined {
    const outcome = this.run((controller, context) =>
      controller.handleRemoteRegistration(
        {
          brokerId: id,
          clusterId: CLUSTER_ID,
          incarnationId: incarnation.padEnd(22, "A"),
          endpoints: [],
          features: SUPPORTED_FEATURES,
          rack: null,
          logDirectories: [`directory000000000${String(id).padStart(3, "0")}A`],
        },
        { ...context, monotonicMs: this.nowMs },
      ),
    );
    return "brokerEpoch" in outcome ? outcome.brokerEpoch : undefined;
  }

  /** With everything read, unless said otherwise. */
  beat(
    id: number,
    wants: { fence?: boolean; shutDown?: boolean; offset?: number; epoch?: number } = {},
  ): string | number {
    const request = {
      brokerId: id,
      brokerEpoch: wants.epoch ?? this.broker(id).epoch,
      currentMetadataOffset: wants.offset ?? this.nextOffset - 1,
      wantFence: wants.fence ?? false,
      wantShutDown: wants.shutDown ?? false,
    };
    const reply = this.run((controller, context) =>
      controller.handleBrokerHeartbeat(request, { ...context, monotonicMs: this.nowMs }),
    );
    return "code" in reply ? reply.code : describe(reply);
  }

  expire(): number | undefined {
    return this.run((controller, context) =>
      controller.handleExpiredSession(-1, { ...context, monotonicMs: this.nowMs }),
    );
  }
}

function describe({ isCaughtUp, isFenced, shouldShutDown }: BrokerHeartbeatReply): string {
  return [
    isCaughtUp ? "caught up" : "behind",
    isFenced ? "fenced" : "active",
    ...(shouldShutDown ? ["may stop"] : []),
  ].join();
}

function clusterOf(...ids: number[]): Cluster {
  const cluster = new Cluster();
  for (const id of ids) {
    cluster.register(id, `first${id}`);
    cluster.beat(id);
  }
  return cluster;
}

test("a broker serves when it wants to and has read its registration", () => {
  const cluster = new Cluster();
  const epoch = cluster.register(1, "first");
  assert.equal(cluster.beat(1, { offset: (epoch ?? 0) - 1 }), "behind,fenced");
  assert.equal(cluster.beat(1, { fence: true }), "caught up,fenced");
  assert.equal(cluster.beat(1), "caught up,active");
  assert.equal(cluster.broker(1).fenced, false);
  assert.equal(cluster.beat(1, { fence: true }), "caught up,fenced");
});

test("a heartbeat with another epoch, or of nobody, is stale", () => {
  const cluster = clusterOf(1);
  assert.equal(cluster.beat(1, { epoch: 0 }), ErrorCode.STALE_BROKER_EPOCH);
  const request = { brokerId: 7, brokerEpoch: 1, currentMetadataOffset: 1, wantFence: false, wantShutDown: false };
  const reply = cluster.run((controller, context) => controller.handleBrokerHeartbeat(request, context));
  assert.ok("code" in reply && reply.code === ErrorCode.STALE_BROKER_EPOCH);
});

test("another incarnation has to wait until the session of the one before is over", () => {
  const cluster = clusterOf(1);
  assert.equal(cluster.register(1, "second"), undefined);
  const before = cluster.broker(1).epoch;
  assert.equal(cluster.register(1, "first1"), before, "the same incarnation keeps its epoch");
  cluster.nowMs += SESSION_MS;
  const epoch = cluster.register(1, "second");
  assert.ok(epoch !== undefined && epoch > before);
});

test("whoever is silent for a session is fenced, its partitions led by others, and lets itself be heard again", () => {
  const cluster = clusterOf(1, 2);
  cluster.create("t", { replicationFactor: 2 });
  const leaderOf = (): number => cluster.image.topics.getPartition("t", 0)?.leader ?? -1;
  const first = leaderOf();
  cluster.nowMs += SESSION_MS - 1;
  cluster.beat(3 - first);
  assert.equal(cluster.expire(), undefined);
  cluster.nowMs += 1;
  assert.equal(cluster.expire(), first);
  assert.equal(cluster.expire(), undefined);
  assert.equal(leaderOf(), 3 - first);
  assert.deepEqual(cluster.image.topics.getPartition("t", 0)?.isr, [3 - first]);
  assert.equal(cluster.beat(first), "caught up,active");
});

test("a broker that wants to stop may when it leads nothing and everybody knows", () => {
  const cluster = clusterOf(1, 2);
  cluster.create("t", { replicationFactor: 2 });
  const leader = cluster.image.topics.getPartition("t", 0)?.leader ?? -1;
  const other = 3 - leader;
  const before = cluster.nextOffset - 1;
  cluster.beat(other, { offset: before });
  assert.equal(cluster.beat(leader, { shutDown: true }), "caught up,active");
  assert.equal(cluster.image.topics.getPartition("t", 0)?.leader, other);
  assert.equal(cluster.beat(leader, { shutDown: true }), "caught up,active", "the other does not know yet");
  cluster.beat(other);
  assert.equal(cluster.beat(leader, { shutDown: true }), "caught up,fenced,may stop");
  assert.equal(cluster.beat(other, { shutDown: true }), "caught up,active", "its leadership has nowhere to go yet");
});

test("a broker that leads nothing, or is fenced, may stop at once", () => {
  const cluster = clusterOf(1, 2);
  assert.equal(cluster.beat(1, { shutDown: true }), "caught up,fenced,may stop");
  assert.equal(cluster.beat(1, { shutDown: true }), "caught up,fenced,may stop");
});
