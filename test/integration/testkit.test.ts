import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { Admin, Producer } from "@ottla/client";
import { Broker } from "@ottla/testkit";

describe("a broker inside a test", () => {
  it("serves on a free port, in memory, and is gone after the block", async () => {
    let bootstrap = "";
    {
      await using broker = await Broker.start();
      bootstrap = broker.bootstrapServers;
      await using producer = new Producer({ "bootstrap.servers": bootstrap });
      assert.equal((await producer.send({ topic: "t", value: "v" })).offset, 0);
    }
    await using admin = new Admin({
      "bootstrap.servers": bootstrap,
      "default.api.timeout.ms": 300,
      "request.timeout.ms": 200,
    });
    await assert.rejects(admin.listTopics());
  });

  it("runs beside others", async () => {
    await using one = await Broker.start();
    await using other = await Broker.start();
    assert.notEqual(one.bootstrapServers, other.bootstrapServers);
    assert.notEqual(one.clusterId, other.clusterId);
  });

  it("forgets topics, groups and offsets when it is reset", async () => {
    await using broker = await Broker.start();
    await using producer = new Producer({ "bootstrap.servers": broker.bootstrapServers });
    await using admin = new Admin({ "bootstrap.servers": broker.bootstrapServers });
    await producer.send({ topic: "t", value: "v" });
    (await admin.alterConsumerGroupOffsets("g", [{ topic: "t", partition: 0, offset: 1 }])).throwIfAnyFailed();
    assert.equal((await admin.listGroups()).groups.length, 1);
    await broker.reset();
    assert.deepEqual(await admin.listTopics({ listInternal: true }), []);
    assert.deepEqual((await admin.listGroups()).groups, []);
    assert.equal((await producer.send({ topic: "t", value: "v" })).offset, 0);
  });

  it("keeps its data in a directory when one is given", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "ottla-testkit-"));
    try {
      for (const offset of [0, 1]) {
        await using broker = await Broker.start({ dataDir });
        await using producer = new Producer({ "bootstrap.servers": broker.bootstrapServers });
        assert.equal((await producer.send({ topic: "t", value: "v" })).offset, offset);
      }
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});
