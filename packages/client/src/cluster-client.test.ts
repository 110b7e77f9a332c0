import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { NetworkError } from "@ottla/network";
import type { Network } from "@ottla/network";
import { HeartbeatRequest, HeartbeatResponse } from "@ottla/protocol/messages/heartbeat";
import { MetadataRequest, MetadataResponse } from "@ottla/protocol/messages/metadata";
import { ClusterClient } from "./cluster-client.ts";
import { ADMIN_CONFIG } from "./config/admin-config.ts";
import { resolveConfig } from "./config/resolve.ts";
import { Deadline } from "./deadline.ts";
import { KafkaError } from "./errors.ts";
import { CLOSE, DROP, ScriptedCluster } from "./testing/scripted-broker.ts";

const HEARTBEAT = { request: HeartbeatRequest, response: HeartbeatResponse };
const METADATA = { request: MetadataRequest, response: MetadataResponse };

function clientOf(cluster: ScriptedCluster, options: object = {}, servers = cluster.bootstrapServers): ClusterClient {
  const topics = ["t"];
  return new ClusterClient({
    kind: "consumer",
    config: resolveConfig(ADMIN_CONFIG, { bootstrapServers: servers, ...options }),
    ports: cluster.ports,
    interest: { topics: () => topics, isOfInterest: (topic) => topics.includes(topic) },
    allowAutoTopicCreation: false,
  });
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return await promise.then(
    () => "fulfilled",
    (error: unknown) => (error instanceof KafkaError ? error.code : String(error)),
  );
}

/** Has the client learn the cluster's brokers. */
async function learn(cluster: ScriptedCluster, client: ClusterClient): Promise<void> {
  const { version } = client.metadata;
  client.updater.requestUpdate({ isUrgent: true });
  const updated = client.updater.awaitUpdate(version, new Deadline(cluster.clock, 5_000));
  await cluster.advance(5_000);
  await updated;
}

describe("connections to a cluster", () => {
  it("speak the newest version both sides know, and refuse what there is none for", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.on(HEARTBEAT, () => ({ errorCode: 0 }), { max: 2 });
    const client = clientOf(cluster);
    const call = { api: HEARTBEAT, body: { groupId: "g" } };
    const sent = client.sendToAny(call);
    await cluster.advance(1);
    assert.equal((await sent).version, 2);
    assert.equal(cluster.seen(HeartbeatRequest)[0]?.clientId, "");
    const refused = codeOf(client.sendToAny({ ...call, versions: { min: 3 } }));
    await cluster.advance(1);
    assert.equal(await refused, "UNSUPPORTED_VERSION");
    client.close();
  });

  it("ask older brokers for their versions in the oldest form", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.on(HEARTBEAT, () => ({ errorCode: 0 }));
    cluster.apiVersionsMax = 0;
    const client = clientOf(cluster);
    const sent = client.sendToAny({ api: HEARTBEAT, body: { groupId: "g" } });
    await cluster.advance(1);
    assert.equal((await sent).version, 4);
    client.close();
  });

  it("client config request.timeout.ms: connections end when a request gets no answer in its time, and all requests behind it fail with it", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.on(HEARTBEAT, () => DROP);
    const client = clientOf(cluster, { requestTimeoutMs: 1_000 });
    const outcomes = [0, 1].map(() => codeOf(client.sendToAny({ api: HEARTBEAT, body: { groupId: "g" } })));
    await cluster.advance(1_001);
    assert.deepEqual(await Promise.all(outcomes), ["DISCONNECTED", "DISCONNECTED"]);
    assert.ok(!client.pool.isReady(-1));
    client.close();
  });

  it("client config reconnect.backoff.ms and client config reconnect.backoff.max.ms: growing pauses while a broker is away", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.on(HEARTBEAT, () => ({ errorCode: 0 }));
    const client = clientOf(cluster);
    await cluster.stop(0);
    const delays: number[] = [];
    for (let i = 0; i < 7; i++) {
      const outcome = codeOf(client.pool.connect(-1));
      await cluster.advance(client.pool.delayMs(-1));
      assert.equal(await outcome, "DISCONNECTED");
      delays.push(client.pool.delayMs(-1));
    }
    delays.forEach((delay, i) => {
      const expected = Math.min(1_000, 50 * 2 ** i);
      assert.ok(delay >= expected * 0.79 && delay <= Math.min(1_000, expected * 1.21), `${i}: ${delay}`);
    });
    await cluster.listen(0);
    const connected = client.pool.connect(-1);
    await cluster.advance(1_000);
    await connected;
    assert.equal(client.pool.delayMs(-1), 0);
    client.close();
  });

  it("client config connections.max.idle.ms: they are closed when nobody used them, and opened again at need", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.on(HEARTBEAT, () => ({ errorCode: 0 }));
    const client = clientOf(cluster, { connectionsMaxIdleMs: 10_000 });
    const call = { api: HEARTBEAT, body: { groupId: "g" } };
    for (const idleMs of [9_000, 9_000, 11_000]) {
      const sent = client.sendToAny(call);
      await cluster.advance(1);
      await sent;
      await cluster.advance(idleMs);
    }
    assert.ok(!client.pool.isReady(-1));
    assert.ok(!client.pool.isUnavailable(-1), "that is no failure");
    const again = client.sendToAny(call);
    await cluster.advance(1);
    await again;
    client.close();
  });

  it("client config socket.connection.setup.timeout.ms and client config socket.connection.setup.timeout.max.ms bound a dial, longer after failures", async () => {
    await using cluster = await ScriptedCluster.start();
    const timeouts: number[] = [];
    const network: Network = {
      listen: (options) => cluster.network.listen(options),
      connect: ({ timeoutMs = 0 }) =>
        new Promise((_resolve, reject) => {
          timeouts.push(timeoutMs);
          cluster.clock.setTimer(timeoutMs, () => reject(new NetworkError("CONNECT_FAILED", "no answer")));
        }),
    };
    const client = new ClusterClient({
      kind: "consumer",
      config: resolveConfig(ADMIN_CONFIG, {
        bootstrapServers: cluster.bootstrapServers,
        "socket.connection.setup.timeout.ms": 1_000,
        "socket.connection.setup.timeout.max.ms": 3_000,
      }),
      ports: { ...cluster.ports, network },
      interest: { topics: () => [], isOfInterest: () => false },
      allowAutoTopicCreation: false,
    });
    for (let i = 0; i < 4; i++) {
      const outcome = codeOf(client.pool.connect(-1));
      await cluster.advance(6_000);
      assert.equal(await outcome, "DISCONNECTED");
    }
    [1_000, 2_000, 3_000, 3_000].forEach((expected, i) => {
      assert.ok(
        (timeouts[i] ?? 0) >= expected * 0.79 && (timeouts[i] ?? 0) <= Math.min(3_000, expected * 1.21),
        String(timeouts),
      );
    });
    client.close();
  });

  it("client config client.id stands in every request", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.on(HEARTBEAT, () => ({ errorCode: 0 }));
    const client = clientOf(cluster, { clientId: "me" });
    const sent = client.sendToAny({ api: HEARTBEAT, body: { groupId: "g" } });
    await cluster.advance(1);
    await sent;
    assert.equal(cluster.seen(HeartbeatRequest)[0]?.clientId, "me");
    client.close();
  });

  it("wait while a broker throttles", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.on(HEARTBEAT, () => ({ errorCode: 0, throttleTimeMs: 500 }));
    const client = clientOf(cluster);
    const call = { api: HEARTBEAT, body: { groupId: "g" } };
    const first = client.sendToAny(call);
    await cluster.advance(1);
    await first;
    const second = client.sendToAny(call);
    await cluster.advance(400);
    assert.equal(cluster.seen(HeartbeatRequest).length, 1);
    await cluster.advance(100);
    await second;
    client.close();
  });

  it("fail with CLOSED once the client is closed, also those that wait", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.on(HEARTBEAT, () => DROP);
    const client = clientOf(cluster);
    const waiting = codeOf(client.updater.awaitUpdate(99, new Deadline(cluster.clock, 60_000)));
    await cluster.advance(1);
    client.close();
    assert.equal(await waiting, "CLOSED");
    assert.equal(await codeOf(client.sendToAny({ api: HEARTBEAT, body: { groupId: "g" } })), "CLOSED");
    assert.equal(cluster.clock.pendingTimers, 0, "nothing keeps the process alive");
  });
});

describe("metadata of a cluster", () => {
  it("client config bootstrap.servers, client config metadata.max.age.ms: asked of another broker when one is away, and again when it is old", async () => {
    await using cluster = await ScriptedCluster.start(3);
    cluster.addTopic("t", [0]);
    await cluster.stop(0);
    await cluster.stop(1);
    const client = clientOf(cluster, { metadataMaxAgeMs: 60_000 });
    await learn(cluster, client);
    assert.equal(client.metadata.topic("t")?.partitions.length, 1);
    const before = cluster.seen(MetadataRequest).length;
    await cluster.advance(61_000);
    assert.ok(cluster.seen(MetadataRequest).length > before);
    client.close();
  });

  it("starts over from the bootstrap addresses when no known broker can be reached", async () => {
    await using old = await ScriptedCluster.start();
    old.addTopic("t", [0]);
    const [address = ""] = old.bootstrapServers;
    const client = clientOf(old, {}, [address]);
    await learn(old, client);
    assert.deepEqual([...client.metadata.nodes.keys()], [0]);
    // The cluster moves: the broker that is known is gone, and behind the bootstrap address there is another one.
    old.nodeIdOffset = 7;
    old.disconnect(0);
    client.metadata.update(
      { clusterId: "c", controllerId: 0, topics: [], brokers: [{ nodeId: 0, host: "localhost", port: 1, rack: null }] },
      () => true,
    );
    await learn(old, client);
    await old.advance(10_000);
    assert.deepEqual([...client.metadata.nodes.keys()], [7]);
    client.close();
  });

  it("client config metadata.recovery.strategy none does not start over", async () => {
    await using cluster = await ScriptedCluster.start();
    const client = clientOf(cluster, { metadataRecoveryStrategy: "none" });
    await learn(cluster, client);
    client.metadata.update(
      { clusterId: "c", controllerId: 0, topics: [], brokers: [{ nodeId: 0, host: "localhost", port: 1, rack: null }] },
      () => true,
    );
    cluster.disconnect(0);
    client.updater.requestUpdate({ isUrgent: true });
    await cluster.advance(10_000);
    assert.ok(!client.metadata.isBootstrap);
    client.close();
  });

  it("starts over when a broker says so", async () => {
    await using cluster = await ScriptedCluster.start();
    const client = clientOf(cluster);
    await learn(cluster, client);
    cluster.on(METADATA, () => ({ errorCode: ErrorCode.REBOOTSTRAP_REQUIRED }));
    client.updater.requestUpdate({ isUrgent: true });
    await cluster.advance(1);
    assert.ok(client.metadata.isBootstrap);
    client.close();
  });

  it("client config metadata.recovery.rebootstrap.trigger.ms: starts over when brokers answer with errors for that long", async () => {
    await using cluster = await ScriptedCluster.start();
    const client = clientOf(cluster, { metadataRecoveryRebootstrapTriggerMs: 20_000 });
    await learn(cluster, client);
    cluster.on(METADATA, () => CLOSE);
    client.updater.requestUpdate({ isUrgent: true });
    await cluster.advance(15_000);
    assert.ok(!client.metadata.isBootstrap);
    await cluster.advance(7_000);
    assert.ok(client.metadata.isBootstrap);
    client.close();
  });

  it("client config retry.backoff.ms and client config retry.backoff.max.ms: the pauses between attempts", async () => {
    await using cluster = await ScriptedCluster.start();
    const seenAt: number[] = [];
    const client = clientOf(cluster, {
      retryBackoffMs: 200,
      retryBackoffMaxMs: 900,
      reconnectBackoffMs: 5,
      reconnectBackoffMaxMs: 5,
    });
    cluster.on(METADATA, () => {
      seenAt.push(cluster.clock.monotonicMs());
      return CLOSE;
    });
    client.updater.requestUpdate({ isUrgent: true });
    await cluster.advance(20_000);
    const gaps = seenAt.slice(1).map((at, i) => at - (seenAt[i] ?? 0));
    [200, 400, 800, 900, 900].forEach((expected, i) => {
      const gap = gaps[i] ?? 0;
      assert.ok(gap >= expected * 0.79 && gap <= expected * 1.21, `${i}: ${gap}`);
    });
    assert.ok(gaps.every((gap) => gap <= 910));
    client.close();
  });

  it("backs off while brokers answer with errors", async () => {
    await using cluster = await ScriptedCluster.start();
    cluster.on(METADATA, () => CLOSE);
    const client = clientOf(cluster);
    client.updater.requestUpdate({ isUrgent: true });
    await cluster.advance(10_000);
    const count = cluster.seen(MetadataRequest).length;
    assert.ok(count >= 8 && count <= 20, String(count));
    client.close();
  });
});
