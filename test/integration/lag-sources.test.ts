// What the lag monitor sees besides commits of the offsets topic: how far share groups have come, and where a reader of committed records would end; and
// names of clusters in lower case, for those who are used to Burrow's.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Admin, ConfigResourceType, Consumer, Producer, ShareConsumer } from "@ottla/client";
import { JsonLogger, LagMonitor, lagConfigOf } from "@ottla/lag";
import { Broker } from "@ottla/testkit";
import { until } from "../support/until.ts";

interface Status {
  readonly totallag: number;
}

describe("what a lag monitor sees", () => {
  let broker: Broker;
  let monitor: LagMonitor;

  before(async () => {
    broker = await Broker.start();
    await using admin = new Admin({ bootstrapServers: broker.bootstrapServers });
    (await admin.createTopics([{ name: "jobs", numPartitions: 1 }])).throwIfAnyFailed();
    (await admin.createTopics([{ name: "payments", numPartitions: 1 }])).throwIfAnyFailed();
    const shared = {
      "class-name": "kafka",
      servers: [broker.bootstrapServers],
      "offset-refresh": 1,
      "topic-refresh": 1,
    };
    const config = lagConfigOf({
      general: { "lowercase-names": true },
      cluster: {
        All: { ...shared, "share-group-refresh": 1 },
        Committed: { ...shared, isolation: "read_committed" },
      },
      consumer: {
        a: { "class-name": "kafka", cluster: "All" },
        c: { "class-name": "kafka", cluster: "Committed" },
      },
      evaluator: { default: { "class-name": "caching", "expire-cache": 0 } },
      httpserver: { default: { address: "127.0.0.1:0" } },
    });
    monitor = new LagMonitor({ config, logger: new JsonLogger("fatal", () => undefined, Date.now) });
    await monitor.start();
    await until("the monitor to be ready", () => monitor.isReady);
  });
  after(async () => {
    await monitor.stop();
    await broker.stop();
  });

  async function get(path: string): Promise<unknown> {
    const answer = await fetch(`http://127.0.0.1:${monitor.ports.get("default") ?? 0}/v3/kafka${path}`);
    return answer.status === 200 ? answer.json() : undefined;
  }

  async function lag(cluster: string, group: string): Promise<number | undefined> {
    const found = (await get(`/${cluster}/consumer/${group}/lag`)) as { status: Status } | undefined;
    return found?.status.totallag;
  }

  it("lag config general.lowercase-names: clusters in lower case, found in any", async () => {
    assert.deepEqual(((await get("")) as { clusters: string[] }).clusters, ["all", "committed"]);
    assert.notEqual(await get("/ALL/topic"), undefined);
  });

  it("lag config cluster.share-group-refresh: how far a share group has come", async () => {
    const { bootstrapServers } = broker;
    await using admin = new Admin({ bootstrapServers });
    const ops = [{ name: "share.auto.offset.reset", op: 0 as const, value: "earliest" }];
    (
      await admin.incrementalAlterConfigs([{ type: ConfigResourceType.GROUP, name: "workers", ops }])
    ).throwIfAnyFailed();
    await using producer = new Producer({ bootstrapServers });
    for (let index = 0; index < 8; index++) await producer.send({ topic: "jobs", value: "x" });
    await using worker = new ShareConsumer({ bootstrapServers, groupId: "workers", maxPollRecords: 5 });
    worker.subscribe(["jobs"]);
    let count = 0;
    await until("all jobs", async () => {
      count += (await worker.poll({ timeoutMs: 500 })).count;
      return count === 8;
    });
    await worker.commitSync();
    await until("no lag", async () => (await lag("all", "workers")) === 0);
    for (let index = 0; index < 3; index++) await producer.send({ topic: "jobs", value: "x" });
    await until("a lag of 3", async () => (await lag("all", "workers")) === 3);
  });

  it("lag config cluster.isolation and consumer.cluster: records of an open transaction: lag for one who reads everything, none for one who reads what is committed", async () => {
    const { bootstrapServers } = broker;
    await using consumer = new Consumer({ bootstrapServers, groupId: "books", enableAutoCommit: false });
    await consumer.commitSync([{ topic: "payments", partition: 0, offset: 0 }]);
    await using producer = new Producer({ bootstrapServers, transactionalId: "t" });
    await producer.initTransactions();
    producer.beginTransaction();
    for (let index = 0; index < 4; index++) await producer.send({ topic: "payments", value: "x" });
    await until("a lag of 4", async () => (await lag("all", "books")) === 4);
    assert.equal(await lag("committed", "books"), 0);
    await producer.commitTransaction();
    await until("a lag of the records and their mark", async () => (await lag("committed", "books")) === 5);
  });
});
