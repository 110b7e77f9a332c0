// What a monitor keeps in a compacted topic: a restart loses nothing, and of several instances one is active, whose place another one takes.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { after, before, describe, it } from "node:test";
import { Admin, Consumer, Producer } from "@ottla/client";
import { JsonLogger, LagMonitor, lagConfigOf } from "@ottla/lag";
import { Broker } from "@ottla/testkit";
import { until } from "../support/until.ts";

const COMMITS = 10;

interface Lag {
  readonly status: {
    readonly status: string;
    readonly partitions: readonly {
      readonly start: { readonly lag: number | null } | null;
      readonly complete: number;
    }[];
  };
}

describe("the state of a lag monitor", () => {
  let broker: Broker;
  let server: Server;
  let url = "";
  /** Who was told of what: the path, and the incident. */
  const told: string[] = [];
  const monitors = new Set<LagMonitor>();

  before(async () => {
    broker = await Broker.start();
    server = createServer((request, response) => {
      told.push(request.url ?? "");
      request.resume();
      response.end("{}");
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    assert(typeof address === "object" && address !== null);
    url = `http://127.0.0.1:${address.port}`;
    await using admin = new Admin({ bootstrapServers: broker.bootstrapServers });
    (await admin.createTopics([{ name: "orders", numPartitions: 1 }])).throwIfAnyFailed();
  });
  after(async () => {
    for (const monitor of monitors) await monitor.stop();
    server.close();
    server.closeAllConnections();
    await broker.stop();
  });

  async function start(state: object, source: object = { "class-name": "kafka" }): Promise<LagMonitor> {
    const config = lagConfigOf({
      cluster: {
        A: { "class-name": "kafka", servers: [broker.bootstrapServers], "offset-refresh": 1, "topic-refresh": 1 },
      },
      consumer: { a: { cluster: "A", ...source } },
      evaluator: { e: { "class-name": "caching", "expire-cache": 0 } },
      httpserver: { default: { address: "127.0.0.1:0" } },
      state: { s: { "class-name": "kafka", cluster: "a", interval: 1, ...state } },
      notifier: {
        n: {
          "class-name": "slack",
          interval: 1,
          webhook: `${url}/told`,
          "group-allowlist": "^(stopped|silent)$",
          "send-once": true,
          "send-close": true,
        },
      },
    });
    const monitor = new LagMonitor({ config, logger: new JsonLogger("fatal", () => undefined, Date.now) });
    monitors.add(monitor);
    await monitor.start();
    return monitor;
  }

  async function stop(monitor: LagMonitor): Promise<void> {
    monitors.delete(monitor);
    await monitor.stop();
  }

  async function lag(monitor: LagMonitor, group: string): Promise<Lag["status"] | undefined> {
    const port = monitor.ports.get("default") ?? 0;
    const answer = await fetch(`http://127.0.0.1:${port}/v3/kafka/A/consumer/${group}/lag`);
    return answer.status === 200 ? ((await answer.json()) as Lag).status : undefined;
  }

  async function produce(count: number): Promise<void> {
    await using producer = new Producer({ bootstrapServers: broker.bootstrapServers });
    await Promise.all(Array.from({ length: count }, () => producer.send({ topic: "orders", value: "x" })));
  }

  function consumer(groupId: string): Consumer {
    return new Consumer({ bootstrapServers: broker.bootstrapServers, groupId, enableAutoCommit: false });
  }

  async function commit(group: string, ...offsets: number[]): Promise<void> {
    await using committer = consumer(group);
    for (const offset of offsets) await committer.commitSync([{ topic: "orders", partition: 0, offset }]);
  }

  async function silence(monitor: LagMonitor, group: string): Promise<void> {
    const port = monitor.ports.get("default") ?? 0;
    const body = JSON.stringify({ group: `^${group}$`, duration: 600 });
    const answer = await fetch(`http://127.0.0.1:${port}/v3/silence`, { method: "POST", body });
    assert.equal(answer.status, 200);
  }

  const withoutGroup = { "one-active": false, topic: "restart" };

  it("lag config state.cluster and state.interval: a restart knows the lag of commits from before, the incident, and the silence", async () => {
    await produce(50);
    const first = await start(withoutGroup);
    await until("the monitor to be ready", () => first.isReady);
    await silence(first, "silent");
    await commit("window", ...Array.from({ length: COMMITS }, (_, index) => index + 1));
    await commit("stopped", 1);
    await commit("silent", 1);
    await until("the incident", () => told.length === 1);
    await until("the window", async () => (await lag(first, "window"))?.partitions[0]?.complete === 1);
    await until("the silent group", async () => (await lag(first, "silent"))?.status === "ERR");
    assert.equal((await lag(first, "window"))?.partitions[0]?.start?.lag, 49);
    await stop(first);

    const second = await start(withoutGroup);
    await until("the monitor to be ready", () => second.isReady && second.isActive);
    assert.equal((await lag(second, "window"))?.partitions[0]?.start?.lag, 49);
    assert.equal(second.silences.isSilent("A", "silent", Date.now()), true);
    await until("both groups", async () => (await lag(second, "stopped"))?.status === "ERR");
    // It ends: that is told, and it was not told to begin a second time.
    await commit("stopped", 50);
    await commit("silent", 50);
    await until("the end", () => told.length > 1);
    await until("the silent group to be well", async () => (await lag(second, "silent"))?.status === "OK");
    await stop(second);
    assert.equal(told.length, 2);
  });

  it("a silence is in the topic when it is answered, and its end too", async () => {
    const topic = "silences";
    await using monitor = await start({ "one-active": false, topic });
    const url = `http://127.0.0.1:${monitor.ports.get("default") ?? 0}/v3/silence`;
    const values = async (): Promise<(string | null)[]> => {
      await using reader = consumer("reader");
      const partitions = [{ topic, partition: 0 }];
      reader.assign(partitions);
      reader.seekToBeginning(partitions);
      const end = (await reader.endOffsets(partitions)).get(partitions[0]!) ?? 0;
      const found: (string | null)[] = [];
      while ((await reader.position(partitions[0]!)) < end) {
        for (const { rawKey, rawValue } of await reader.poll({ timeoutMs: 500 }))
          if (Buffer.from(rawKey ?? []).includes(id))
            found.push(rawValue === null ? null : Buffer.from(rawValue).toString());
      }
      return found;
    };
    const body = JSON.stringify({ group: "^durable$", duration: 600 });
    const added = (await (await fetch(url, { method: "POST", body })).json()) as { silence: { id: string } };
    const { id } = added.silence;
    assert.match((await values()).join(), /\^durable\$/);
    assert.equal((await fetch(`${url}/${id}`, { method: "DELETE" })).status, 200);
    assert.equal((await values()).at(-1), null);
  });

  it("lag config consumer.class-name and consumer.refresh: a group that is asked for by the admin API goes on where it was", async () => {
    const source = { "class-name": "kafka_admin", refresh: 1 };
    const state = { "one-active": false, topic: "asked" };
    const first = await start(state, source);
    for (const offset of [5, 6, 7]) {
      await commit("asked", offset);
      await until(`commit ${offset}`, () => first.clusters.get("A")?.newestOffset("asked", "orders", 0) === offset);
    }
    await stop(first);
    const second = await start(state, source);
    await until("the group", async () => (await lag(second, "asked")) !== undefined);
    assert.equal(second.clusters.get("A")?.storedWindow("asked", "orders", 0)?.length, 3);
    await stop(second);
  });

  it("lag config state.one-active and state.session-timeout: of two instances one is active, and the other goes on where it leaves", async () => {
    told.length = 0;
    const state = { topic: "shared", group: "monitors", "session-timeout": 6 };
    const both = [await start(state), await start(state)];
    await until("one to be active", () => both.filter((one) => one.isActive).length === 1);
    const active = both.find((one) => one.isActive);
    const other = both.find((one) => one !== active);
    assert(active !== undefined && other !== undefined);
    await until("both to be ready", () => both.every((one) => one.isReady));
    // A silence may be asked for anywhere.
    await silence(other, "silent");
    await until("the silence everywhere", () => active.silences.isSilent("A", "silent", Date.now()));
    await commit("silent", 2);
    await commit("stopped", 2);
    await until("the incident", () => told.length === 1);
    await until("the other one to know", async () => (await lag(other, "stopped"))?.status === "ERR");
    await stop(active);
    await until("the other one to take over", () => other.isActive);
    await commit("stopped", 50);
    await until("the end to be told", () => told.length === 2);
    await stop(other);
    assert.equal(told.length, 2);
  });
});
