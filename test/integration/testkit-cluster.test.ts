// A cluster of the kit, in one process: clients over TCP, leaders and coordinators that move, nodes that die.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Consumer, Producer } from "@ottla/client";
import { Cluster, consumeAll } from "@ottla/testkit";
import { until } from "./client-target.ts";

describe("a cluster for a test", () => {
  it("has its topics replicated; a leader moves, a node dies, and no record is lost", async () => {
    await using cluster = await Cluster.start({ topics: { t: { partitions: 2, records: ["a"] } } });
    assert.deepEqual(cluster.nodeIds, [1, 2, 3]);
    assert.ok(cluster.controllerId > 0);
    await using producer = new Producer({ bootstrapServers: cluster.bootstrapServers });
    const seat = { topic: "t", partition: 0 };
    for (const nodeId of [1, 2, 3]) {
      await cluster.move(seat, nodeId);
      assert.equal(cluster.leaderOf(seat), nodeId);
      await producer.send({ topic: "t", partition: 0, value: `led by ${nodeId}` });
    }
    await cluster.kill(3);
    await cluster.advance(4_000);
    await until(() => Promise.resolve(cluster.leaderOf(seat) !== 3), "another leader");
    await producer.send({ topic: "t", partition: 0, value: "after" });
    await cluster.up(3);
    const values = (await consumeAll(cluster, "t")).map((record) => record.value);
    assert.deepEqual(values.sort(), ["a", "after", "led by 1", "led by 2", "led by 3"]);
  });

  it("a coordinator moves while its group consumes", async () => {
    await using cluster = await Cluster.start({ topics: { t: { records: ["a", "b"] } }, controls: true });
    const options = { bootstrapServers: cluster.bootstrapServers, groupId: "g", autoOffsetReset: "earliest" } as const;
    await using consumer = new Consumer(options);
    consumer.subscribe("t");
    let seen = 0;
    await until(async () => (seen += (await consumer.poll({ timeoutMs: 50 })).count) === 2, "both records");
    const from = cluster.leaderOf({ group: "g" });
    const to = cluster.nodeIds.find((id) => id !== from) ?? 0;
    await cluster.move({ group: "g" }, to);
    cluster.control(to).clear();
    await consumer.commitSync();
    assert.equal(cluster.control(to).requestsOf("OffsetCommit").length, 1);
  });

  it("of one and of two nodes it is a cluster as well; a node that is down is down", async () => {
    await using cluster = await Cluster.start({ brokers: 2, topics: { t: 1 } });
    await using producer = new Producer({ bootstrapServers: cluster.bootstrapServers });
    await producer.send({ topic: "t", value: "a" });
    await cluster.down(2);
    assert.throws(() => cluster.maintenance(2), /down/);
    await producer.send({ topic: "t", value: "b" });
    assert.equal((await consumeAll(cluster, "t")).length, 2);
    await assert.rejects(Cluster.start({ brokers: 0 }), /at least one/);
  });
});
