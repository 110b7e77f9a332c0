// The lag monitor on a live cluster: what it reads from the offsets topic and from the admin API, and what it says over HTTP.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Consumer, Producer } from "@ottla/client";
import { JsonLogger, LagMonitor, lagConfigOf } from "@ottla/lag";
import { clientTarget, until } from "./client-target.ts";

interface LagAnswer {
  readonly status: {
    readonly status: string;
    readonly totallag: number;
    readonly partitions: readonly {
      readonly topic: string;
      readonly owner: string;
      readonly client_id: string;
      readonly current_lag: number;
      readonly end: { readonly offset: number } | null;
    }[];
  };
}

const target = clientTarget();

function config(bootstrap: string): object {
  return {
    cluster: {
      Live: { "class-name": "kafka", servers: [bootstrap], "offset-refresh": 1, "topic-refresh": 1 },
      asked: { "class-name": "kafka", servers: [bootstrap], "offset-refresh": 1, "topic-refresh": 1 },
    },
    consumer: {
      read: { "class-name": "kafka", cluster: "live" },
      asked: { "class-name": "kafka_admin", cluster: "asked", refresh: 1 },
    },
    evaluator: { default: { "class-name": "caching", "expire-cache": 0, "young-grace": 600 } },
    httpserver: { default: { address: "127.0.0.1:0" } },
  };
}

describe("the lag monitor", () => {
  let monitor: LagMonitor;
  const lines: string[] = [];

  before(async () => {
    const logger = new JsonLogger("warn", (line) => void lines.push(line), Date.now);
    monitor = new LagMonitor({ config: lagConfigOf(config(target.bootstrapServers)), logger });
    await monitor.start();
  });
  after(() => monitor.stop());

  async function get(path: string): Promise<{ code: number; body: string }> {
    const answer = await fetch(`http://127.0.0.1:${monitor.ports.get("default") ?? 0}${path}`);
    return { code: answer.status, body: await answer.text() };
  }

  async function lag(group: string, cluster = "Live"): Promise<LagAnswer["status"] | undefined> {
    const { code, body } = await get(`/v3/kafka/${cluster}/consumer/${encodeURIComponent(group)}/lag`);
    return code === 200 ? (JSON.parse(body) as LagAnswer).status : undefined;
  }

  async function produce(topic: string, count: number): Promise<void> {
    await using producer = new Producer({ bootstrapServers: target.bootstrapServers });
    await Promise.all(Array.from({ length: count }, (_, index) => producer.send({ topic, value: String(index) })));
  }

  function consumer(groupId: string, options: object = {}): Consumer {
    return new Consumer({
      bootstrapServers: target.bootstrapServers,
      groupId,
      clientId: "reader",
      autoOffsetReset: "earliest",
      enableAutoCommit: false,
      ...options,
    });
  }

  it("is ready when it has read what was there", async () => {
    await until(async () => (await get("/burrow/admin/ready")).code === 200, "the monitor to be ready");
    assert.equal((await get("/v3/kafka")).body.includes('"clusters":["Live","asked"]'), true);
  });

  for (const protocol of ["classic", "consumer"] as const) {
    it(`sees commits, owners and lag of a group of the ${protocol} protocol`, async () => {
      const topic = await target.topic({ numPartitions: 2 });
      const group = `${target.name("group")}/${protocol} 1`;
      await produce(topic, 20);
      const reader = consumer(group, { groupProtocol: protocol });
      reader.subscribe([topic]);
      let read = 0;
      await until(async () => {
        read += (await reader.poll({ timeoutMs: 200 })).count;
        return read === 20;
      }, "20 records");
      await reader.commitSync();
      await until(async () => {
        const status = await lag(group);
        const owned = status?.partitions.filter((one) => one.client_id === "reader" && one.owner.startsWith("/"));
        return owned?.length === 2 && status?.totallag === 0;
      }, "both partitions to have an owner and no lag");
      await produce(topic, 7);
      await until(async () => (await lag(group))?.totallag === 7, "a lag of 7");
      await until(async () => (await lag(group, "asked"))?.totallag === 7, "a lag of 7 by the admin API");
      await reader.close();
      await until(async () => (await lag(group))?.partitions.every((one) => one.owner === "") === true, "no owners");
    });
  }

  it("a topic made anew begins anew", async () => {
    const topic = await target.topic();
    const group = target.name("group");
    await produce(topic, 10);
    const reader = consumer(group);
    await reader.commitSync([{ topic, partition: 0, offset: 10 }]);
    await until(async () => (await lag(group))?.partitions[0]?.end?.offset === 10, "the commit");
    (await target.admin.deleteTopics([topic])).throwIfAnyFailed();
    await until(async () => !(await get("/v3/kafka/Live/topic")).body.includes(`"${topic}"`), "the topic to be gone");
    assert.deepEqual((await lag(group))?.partitions, []);
    await reader.close();
  });

  it("the marks of transactions are no lag", async () => {
    const topic = await target.topic();
    const group = target.name("group");
    await using producer = new Producer({
      bootstrapServers: target.bootstrapServers,
      transactionalId: target.name("tx"),
    });
    await producer.initTransactions();
    for (let round = 0; round < 3; round++) {
      producer.beginTransaction();
      await producer.send({ topic, value: "x" });
      await producer.commitTransaction();
    }
    // Three records and three marks: behind the last record there is one mark.
    const reader = consumer(group);
    await reader.commitSync([{ topic, partition: 0, offset: 5 }]);
    await until(async () => (await lag(group))?.partitions[0]?.end?.offset === 5, "the commit");
    await until(async () => (await lag(group))?.totallag === 0, "the mark to be seen through");
    await reader.commitSync([{ topic, partition: 0, offset: 4 }]);
    await until(async () => (await lag(group))?.partitions[0]?.end?.offset === 4, "the second commit");
    assert.equal((await lag(group))?.totallag, 2);
    await reader.close();
  });

  it("a group that is deleted goes", async () => {
    const topic = await target.topic();
    const group = target.name("group");
    const reader = consumer(group);
    await reader.commitSync([{ topic, partition: 0, offset: 0 }]);
    await reader.close();
    await until(async () => (await lag(group)) !== undefined, "the group");
    (await target.admin.deleteConsumerGroups([group])).throwIfAnyFailed();
    await until(async () => (await lag(group)) === undefined, "the group to be gone");
    assert.deepEqual(lines, []);
  });
});
