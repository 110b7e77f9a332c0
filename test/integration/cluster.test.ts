// Three and more brokers of one cluster: the quorum elects, brokers register and are fenced, partitions are replicated and led by others
// when their leader is gone. On a virtual clock.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { clusterOf, leaderOf, produce, QUICK, read } from "../support/cluster-scene.ts";

describe("a cluster", () => {
  it("three nodes that are broker and controller replicate what is acknowledged", async (context) => {
    const cluster = await clusterOf(context, { voters: [1, 2, 3] });
    await cluster.createTopic(1, { name: "t", partitions: 1, replicas: 3 });
    await cluster.until("a leader", async () => (await leaderOf(cluster, 1)) > 0);
    const leader = await leaderOf(cluster, 1);
    for (let i = 0; i < 5; i++) assert.equal(await produce(cluster, leader, `value ${i}`), ErrorCode.NONE);
    for (const id of [1, 2, 3]) {
      await cluster.until(`replica ${id} has it all`, async () => (await read(cluster, id)).highWatermark === 5);
      assert.equal((await read(cluster, id)).records, 5);
    }
  });

  it("a broker that is no controller joins, and requests that change the cluster find their way from there", async (context) => {
    const cluster = await clusterOf(context, { voters: [1], brokers: [4, 5] });
    await cluster.createTopic(5, { name: "t", partitions: 1, replicas: 3 });
    await cluster.until("a leader", async () => (await leaderOf(cluster, 4)) > 0);
    assert.equal(await produce(cluster, await leaderOf(cluster, 4), "value"), ErrorCode.NONE);
  });

  it("config process.roles: controllers that are no brokers lead the cluster, and another takes over", async (context) => {
    for (const voters of [[11], [11, 12, 13]]) {
      const cluster = await clusterOf(context, { voters, brokers: [1, 2], votersAreBrokers: false });
      await cluster.createTopic(1, { name: "t", partitions: 1, replicas: 2 });
      await cluster.until("a leader", async () => (await leaderOf(cluster, 2)) > 0);
      assert.equal(await produce(cluster, await leaderOf(cluster, 2), "value"), ErrorCode.NONE);
      const replicas = (await cluster.partitions(1, "t"))[0]?.replicaNodes.toSorted();
      assert.deepEqual(replicas, [1, 2], "no partition goes to a controller");
      if (voters.length === 1) continue;
      const first = await cluster.controllerId(1);
      assert.ok(first !== undefined && voters.includes(first));
      await cluster.stop(first);
      await cluster.until(
        "another controller",
        async () => ![undefined, first].includes(await cluster.controllerId(2)),
      );
      await cluster.createTopic(2, { name: "after", partitions: 1, replicas: 2 });
      await cluster.start(first);
      assert.equal(await produce(cluster, await leaderOf(cluster, 2), "value"), ErrorCode.NONE);
    }
  });

  it("config broker.session.timeout.ms and config broker.heartbeat.interval.ms: a leader that falls silent is replaced, and comes back", async (context) => {
    const cluster = await clusterOf(context, { voters: [1, 2, 3] });
    await cluster.createTopic(1, { name: "t", partitions: 1, replicas: 3 });
    await cluster.until("a leader", async () => (await leaderOf(cluster, 1)) > 0);
    const first = await leaderOf(cluster, 1);
    const [other = 0] = [1, 2, 3].filter((id) => id !== first);
    assert.equal(await produce(cluster, first, "before"), ErrorCode.NONE);
    const cutMs = cluster.clock.monotonicMs();
    cluster.cut(first);
    await cluster.until("another leader", async () => ![first, -1].includes(await leaderOf(cluster, other)));
    const goneMs = cluster.clock.monotonicMs() - cutMs;
    assert.ok(goneMs > 1000 && goneMs < 12_000, `a session and an election, not ${goneMs} ms`);
    const second = await leaderOf(cluster, other);
    assert.equal(await produce(cluster, second, "while it was away"), ErrorCode.NONE);
    cluster.heal(first);
    await cluster.until("all are in sync again", async () => {
      const [partition] = await cluster.partitions(second, "t");
      return partition?.isrNodes.length === 3;
    });
    await cluster.until("it has what it missed", async () => (await read(cluster, first)).highWatermark === 2);
  });

  it("config replica.lag.time.max.ms: whoever does not fetch for so long is not waited for any more", async (context) => {
    // The session outlives the lag: only the leader notices.
    const cluster = await clusterOf(
      context,
      { voters: [1], brokers: [2] },
      { ...QUICK, "broker.session.timeout.ms": "60000" },
    );
    await cluster.createTopic(1, { name: "t", partitions: 1, replicas: 2 });
    await cluster.until("a leader", async () => (await leaderOf(cluster, 1)) > 0);
    if ((await leaderOf(cluster, 1)) === 2) {
      await cluster.stop(2);
      await cluster.start(2);
      await cluster.until("node 1 leads", async () => (await leaderOf(cluster, 1)) === 1);
    }
    await cluster.until("both are in sync", async () => (await cluster.partitions(1, "t"))[0]?.isrNodes.length === 2);
    assert.equal(await produce(cluster, 1, "before"), ErrorCode.NONE);
    cluster.cut(2);
    const cutMs = cluster.clock.monotonicMs();
    assert.equal(await produce(cluster, 1, "after"), ErrorCode.NONE);
    const waitedMs = cluster.clock.monotonicMs() - cutMs;
    assert.ok(waitedMs >= 2000 && waitedMs <= 7000, `the lag and at most a half more, not ${waitedMs} ms`);
  });

  it("config controller.quorum.fetch.timeout.ms and config controller.quorum.election.timeout.ms: another controller takes over", async (context) => {
    const takeoverMs = async (props: Readonly<Record<string, string>>): Promise<number> => {
      const cluster = await clusterOf(context, { voters: [1, 2, 3] }, { ...QUICK, ...props });
      const client = await cluster.dial(1);
      client.connection.close();
      const active = (await cluster.controllerId(1)) ?? 0;
      const [other = 0] = [1, 2, 3].filter((id) => id !== active);
      const cutMs = cluster.clock.monotonicMs();
      cluster.cut(active);
      await cluster.until("another controller", async () => {
        const now = await cluster.controllerId(other);
        return now !== undefined && now !== active;
      });
      return cluster.clock.monotonicMs() - cutMs;
    };
    const quick = await takeoverMs({
      "controller.quorum.fetch.timeout.ms": "300",
      "controller.quorum.election.timeout.ms": "200",
    });
    const slow = await takeoverMs({
      "controller.quorum.fetch.timeout.ms": "6000",
      "controller.quorum.election.timeout.ms": "1000",
    });
    assert.ok(quick < 3000 && slow > 5000, `${quick} ms and ${slow} ms`);
  });

  it("a topic that was made anew while a broker was away finds no log of the one before there", async (context) => {
    const cluster = await clusterOf(context, { voters: [1, 2, 3] });
    await cluster.createTopic(1, { name: "t", partitions: 1, replicas: 3 });
    await cluster.until("a leader", async () => (await leaderOf(cluster, 1)) > 0);
    assert.equal(await produce(cluster, await leaderOf(cluster, 1), "of the first"), ErrorCode.NONE);
    await cluster.stop(3);
    await cluster.deleteTopic(1, "t");
    await cluster.createTopic(1, { name: "t", partitions: 1, replicas: 3 });
    await cluster.start(3);
    await cluster.until("all are in sync", async () => (await cluster.partitions(1, "t"))[0]?.isrNodes.length === 3);
  });

  it("a broker that comes back leads and follows nothing before its new registration is in the metadata", async (context) => {
    const config = { ...QUICK, "broker.session.timeout.ms": "60000" };
    const cluster = await clusterOf(context, { voters: [1], brokers: [2] }, config);
    await cluster.createTopic(1, { name: "t", partitions: 1, replicas: [2] });
    await cluster.until("a leader", async () => (await leaderOf(cluster, 1)) === 2);
    const registrationOf2 = (): number | undefined =>
      cluster.partsOf(1)?.controller.image.cluster.brokers.get(2)?.epoch;
    const registered = registrationOf2();
    // The controller does not hear that it ends, and refuses it until the session is over.
    cluster.cut(2);
    await cluster.stop(2);
    cluster.heal(2);
    assert.equal(registrationOf2(), registered);
    const before = new Set<number>();
    const look = (): void => {
      const { controller, replicaManager } = cluster.partsOf(2) ?? {};
      if (registrationOf2() !== registered) return;
      if (replicaManager !== undefined && controller?.image.topics.getByName("t") !== undefined)
        before.add(replicaManager.replicaCount);
      cluster.clock.setTimer(50, look);
    };
    cluster.clock.setTimer(50, look);
    await cluster.start(2);
    assert.notEqual(registrationOf2(), registered);
    assert.deepEqual([...before], [0]);
    await cluster.until("it leads again", async () => (await leaderOf(cluster, 1)) === 2);
    assert.equal(cluster.partsOf(2)?.replicaManager?.replicaCount, 1);
  });

  it("a node that stops in order hands its partitions over first", async (context) => {
    const cluster = await clusterOf(context, { voters: [1, 2, 3] });
    await cluster.createTopic(1, { name: "t", partitions: 1, replicas: 3 });
    await cluster.until("a leader", async () => (await leaderOf(cluster, 1)) > 0);
    const first = await leaderOf(cluster, 1);
    const [other = 0] = [1, 2, 3].filter((id) => id !== first);
    assert.equal(await produce(cluster, first, "before"), ErrorCode.NONE);
    await cluster.stop(first);
    const second = await leaderOf(cluster, other);
    assert.ok(second > 0 && second !== first, "another leads as soon as it has stopped");
    assert.equal(await produce(cluster, second, "after"), ErrorCode.NONE);
    await cluster.start(first);
    await cluster.until("it is in sync again", async () => {
      return (await cluster.partitions(second, "t"))[0]?.isrNodes.length === 3;
    });
  });

  it("a controller that stops in order hands its quorum over, though one of the others cannot be told", async (context) => {
    const cluster = await clusterOf(context, { voters: [1, 2, 3] });
    await cluster.until("somebody leads", async () => (await cluster.controllerId(1)) !== undefined);
    const first = (await cluster.controllerId(1)) ?? 0;
    const [lost = 0, next = 0] = [1, 2, 3].filter((id) => id !== first);
    cluster.cut(lost);
    await cluster.stop(first);
    await cluster.clock.advanceAsync(200);
    assert.equal(
      cluster.partsOf(next)?.controller.quorum.isLeader,
      true,
      "it was told, and has the vote of who stopped",
    );
  });

  it("nodes that stop all at once are let go, to the last one", async (context) => {
    const cluster = await clusterOf(context, { voters: [1, 2, 3] });
    await cluster.createTopic(1, { name: "t", partitions: 6, replicas: 3 });
    await cluster.until("a leader", async () => (await leaderOf(cluster, 1)) > 0);
    const startMs = cluster.clock.monotonicMs();
    await cluster.stop(1, 2, 3);
    const tookMs = cluster.clock.monotonicMs() - startMs;
    assert.ok(tookMs < 2000, `they stopped within ${tookMs} ms`);
  });

  it("a node that is left without controllers waits for them as long as an election takes", async (context) => {
    const cluster = await clusterOf(context, { voters: [1, 2, 3] });
    for (const id of [1, 2]) cluster.cut(id);
    const startMs = cluster.clock.monotonicMs();
    await cluster.stop(3);
    const tookMs = cluster.clock.monotonicMs() - startMs;
    assert.ok(tookMs > 3000 && tookMs < 6000, `it stopped within ${tookMs} ms`);
  });
});
