// What the sections about clusters, consumers and clients of a monitor's configuration do, seen with a running broker.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, createServer as createTcpServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { TlsOptions } from "node:tls";
import { fileURLToPath } from "node:url";
import { after, before, describe, it } from "node:test";
import { Admin, Consumer, Producer } from "@ottla/client";
import { JsonLogger, LagMonitor, lagConfigOf } from "@ottla/lag";
import { Broker } from "@ottla/testkit";
import { until } from "../support/until.ts";

const TLS = fileURLToPath(new URL("../fixtures/tls/", import.meta.url));

/** A running monitor and what it has said. */
class Watching implements AsyncDisposable {
  readonly monitor: LagMonitor;
  readonly log: string[] = [];

  constructor(sections: object) {
    const config = lagConfigOf({
      evaluator: { e: { "class-name": "caching", "expire-cache": 0 } },
      httpserver: { default: { address: "127.0.0.1:0" } },
      ...sections,
    });
    this.monitor = new LagMonitor({ config, logger: new JsonLogger("debug", (line) => this.log.push(line), Date.now) });
  }

  static async start(sections: object): Promise<Watching> {
    const started = new Watching(sections);
    await started.monitor.start();
    return started;
  }

  get groups(): string[] {
    return [...(this.monitor.clusters.get("a")?.groups() ?? [])].toSorted();
  }

  get topics(): string[] {
    return this.monitor.clusters.get("a")?.topics() ?? [];
  }

  untilReady(): Promise<void> {
    return until("the monitor to be ready", () => this.monitor.isReady);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.monitor.stop();
  }
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  assert(typeof address === "object" && address !== null);
  return address.port;
}

/** TLS in front of a broker, which advertises it: as listeners with TLS look from outside. */
async function behindTls(
  options: TlsOptions,
): Promise<{ broker: Broker; address: string; close: () => Promise<void> }> {
  const pem = readFileSync(`${TLS}broker.pem`);
  let target = 0;
  const server = createTlsServer({ cert: pem, key: pem, ...options }, (secured) => {
    const plain = connect(target, "127.0.0.1");
    for (const end of [secured, plain]) end.on("error", () => undefined);
    secured.on("close", () => plain.destroy());
    plain.on("close", () => secured.destroy());
    secured.pipe(plain).pipe(secured);
  });
  server.on("tlsClientError", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `127.0.0.1:${portOf(server)}`;
  const plainListener = createTcpServer().listen(0, "127.0.0.1");
  await once(plainListener, "listening");
  target = portOf(plainListener);
  plainListener.close();
  await once(plainListener, "close");
  const config = { "advertised.listeners": `PLAINTEXT://${address}` };
  const broker = await Broker.start({ port: target, config });
  await using admin = new Admin({
    "bootstrap.servers": address,
    "security.protocol": "SSL",
    "ssl.truststore.type": "PEM",
    "ssl.truststore.location": `${TLS}ca.pem`,
    "ssl.keystore.type": "PEM",
    "ssl.keystore.location": `${TLS}client.pem`,
  });
  (await admin.createTopics([{ name: "orders", numPartitions: 1 }])).throwIfAnyFailed();
  return {
    broker,
    address,
    async close() {
      server.close();
      await broker.stop();
    },
  };
}

describe("a monitor's clients", () => {
  const stack = new AsyncDisposableStack();
  let plain: Broker;
  let tls: Awaited<ReturnType<typeof behindTls>>;
  let mutual: Awaited<ReturnType<typeof behindTls>>;

  before(async () => {
    plain = await Broker.start();
    stack.defer(() => plain.stop());
    tls = await behindTls({});
    stack.defer(() => tls.close());
    mutual = await behindTls({ requestCert: true, rejectUnauthorized: true, ca: readFileSync(`${TLS}ca.pem`) });
    stack.defer(() => mutual.close());
  });
  after(() => stack.disposeAsync());

  /** A monitor of a cluster behind TLS, with a profile that has these keys of `[tls.t]`. */
  function overTls(address: string, keys: object): Promise<Watching> {
    return Watching.start({
      tls: { t: keys },
      "client-profile": { p: { tls: "t" } },
      cluster: { a: { "class-name": "kafka", servers: [address], "client-profile": "p" } },
    });
  }

  async function sees(address: string, keys: object): Promise<void> {
    await using watching = await overTls(address, keys);
    await until("the topic", () => watching.topics.includes("orders"));
  }

  async function doesNotSee(address: string, keys: object, why: RegExp): Promise<void> {
    await using watching = await overTls(address, keys);
    await until("the reason", () => watching.log.some((line) => why.test(line)));
    assert.deepEqual(watching.topics, []);
  }

  it("lag config client-profile.tls, cluster.client-profile and tls.cafile: whose certificates are trusted", async () => {
    await sees(tls.address, { cafile: `${TLS}ca.pem` });
    await doesNotSee(tls.address, { cafile: `${TLS}client.crt` }, /certificate/);
  });

  it("lag config tls.noverify: any certificate will do", async () => {
    await sees(tls.address, { noverify: true });
    await doesNotSee(tls.address, { noverify: false }, /certificate/);
  });

  it("lag config tls.certfile and tls.keyfile: who the monitor is", async () => {
    const identity = { certfile: `${TLS}client.crt`, keyfile: `${TLS}client.key` };
    await sees(mutual.address, { cafile: `${TLS}ca.pem`, ...identity });
    await doesNotSee(mutual.address, { cafile: `${TLS}ca.pem` }, /alert|certificate|closed|ended|reset/i);
  });

  it("a file of certificates that is not there is an error at once", async () => {
    await assert.rejects(overTls(tls.address, { cafile: "/none" }), { message: /^\/none cannot be read/ });
  });

  it("lag config client-profile.client-id and client-profile.properties: what brokers are told, by Kafka's names", async () => {
    const broker = await Broker.start({ controls: true });
    stack.defer(() => broker.stop());
    const seen = async (profile: object, wanted: string): Promise<void> => {
      await using _watching = await Watching.start({
        "client-profile": { p: profile },
        cluster: { a: { "class-name": "kafka", servers: [broker.bootstrapServers], "client-profile": "p" } },
      });
      await until(`requests of ${wanted}`, () => broker.control.requests.some(({ clientId }) => clientId === wanted));
    };
    await seen({}, "burrow-lagchecker");
    await seen({ "client-id": "ops" }, "ops");
    await seen({ "client-id": "ops", properties: { "client.id": "by-property" } }, "by-property");
  });

  it("lag config client-profile.read-timeout: a broker that does not answer in time is told of", async () => {
    const silent = createTcpServer((socket) => void socket.on("error", () => undefined).resume());
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    stack.defer(() => void silent.close());
    await using watching = await Watching.start({
      "client-profile": { p: { "read-timeout": 1, properties: { "default.api.timeout.ms": "1500" } } },
      cluster: { a: { "class-name": "kafka", servers: [`127.0.0.1:${portOf(silent)}`], "client-profile": "p" } },
    });
    await until("the reason", () => watching.log.some((line) => /cluster a: topics/.test(line)));
  });
});

describe("a monitor's consumers", () => {
  const stack = new AsyncDisposableStack();
  let broker: Broker;
  let admin: Admin;

  before(async () => {
    broker = await Broker.start({ topics: { orders: 1 } });
    stack.defer(() => broker.stop());
    admin = stack.use(new Admin({ bootstrapServers: broker.bootstrapServers }));
    await using producer = new Producer({ bootstrapServers: broker.bootstrapServers });
    await producer.send({ topic: "orders", value: "x" });
    await commit("before");
  });
  after(() => stack.disposeAsync());

  async function commit(...groups: string[]): Promise<void> {
    for (const group of groups)
      (await admin.alterConsumerGroupOffsets(group, [{ topic: "orders", partition: 0, offset: 0 }])).throwIfAnyFailed();
  }

  function watch(consumer: object, cluster: object = {}): Promise<Watching> {
    return Watching.start({
      cluster: {
        a: {
          "class-name": "kafka",
          servers: [broker.bootstrapServers],
          "offset-refresh": 1,
          "topic-refresh": 1,
          ...cluster,
        },
      },
      consumer: { c: { "class-name": "kafka", cluster: "a", ...consumer } },
    });
  }

  /** The offsets topic as it is now, under another name: groups that no broker knows can be in it. */
  async function copyOffsetsTopic(name: string): Promise<void> {
    const { bootstrapServers } = broker;
    (await admin.createTopics([{ name, numPartitions: 1 }])).throwIfAnyFailed();
    await using reader = new Consumer({ bootstrapServers, enableAutoCommit: false });
    const partitions = (await reader.partitionsFor("__consumer_offsets")).map((partition) => ({
      topic: "__consumer_offsets",
      partition,
    }));
    reader.assign(partitions);
    reader.seekToBeginning(partitions);
    const ends = await reader.endOffsets(partitions);
    let left = [...ends].reduce((sum, [, end]) => sum + end, 0);
    await using producer = new Producer({ bootstrapServers });
    while (left > 0) {
      for (const { rawKey, rawValue } of await reader.poll({ timeoutMs: 500 })) {
        left--;
        const timestamp = Date.now();
        await producer.send({ topic: name, key: rawKey, value: rawValue, timestamp });
      }
    }
  }

  it("lag config cluster.servers, cluster.topic-refresh and cluster.offset-refresh: how often topics and their ends are looked at", async () => {
    const slow = { "offset-refresh": 3600, "topic-refresh": 3600 };
    await using seldom = await watch({}, slow);
    await using often = await watch({});
    await using seldomTopics = await watch({}, { "topic-refresh": 3600 });
    const all = [seldom, often, seldomTopics];
    await until("what is there", () => all.every(({ topics }) => topics.includes("orders")));
    const end = ({ monitor }: Watching): number | undefined =>
      monitor.clusters.get("a")?.ends("orders", 0)?.recent().at(-1);
    await until("the ends", () => all.every((one) => end(one) === 1));
    (await admin.createTopics([{ name: "later", numPartitions: 1 }])).throwIfAnyFailed();
    await using producer = new Producer({ bootstrapServers: broker.bootstrapServers });
    await producer.send({ topic: "orders", value: "x" });
    await until("the new ones", () => often.topics.includes("later") && end(often) === 2 && end(seldomTopics) === 2);
    assert.deepEqual([seldom.topics.includes("later"), end(seldom)], [false, 1]);
    assert(!seldomTopics.topics.includes("later"));
  });

  it("lag config consumer.start-latest: only what is committed from now on", async () => {
    await using watching = await watch({ "start-latest": true });
    await watching.untilReady();
    await commit("from now on");
    await until("the new group", () => watching.groups.includes("from now on"));
    assert.deepEqual(watching.groups, ["from now on"]);
  });

  it("lag config consumer.backfill-earliest: what was before comes, too", async () => {
    await using watching = await watch({ "start-latest": true, "backfill-earliest": true });
    await until("the old group", () => watching.groups.includes("before"));
  });

  it("lag config consumer.group-allowlist and consumer.group-denylist: whose commits are read", async () => {
    await commit("billing", "billing-test", "shipping");
    await using watching = await watch({ "group-allowlist": "^billing", "group-denylist": "-test$" });
    await watching.untilReady();
    await until("the group", () => watching.groups.length > 0);
    assert.deepEqual(watching.groups, ["billing"]);
  });

  it("lag config consumer.offsets-topic, consumer.servers and consumer.client-profile: which topic, where, and who reads", async () => {
    await copyOffsetsTopic("copied");
    await commit("after the copy");
    await using watching = await Watching.start({
      "client-profile": { p: { "client-id": "reader" } },
      cluster: { a: { "class-name": "kafka", servers: [broker.bootstrapServers], "offset-refresh": 1 } },
      consumer: {
        c: {
          "class-name": "kafka",
          cluster: "a",
          "offsets-topic": "copied",
          servers: [broker.bootstrapServers],
          "client-profile": "p",
        },
      },
    });
    await watching.untilReady();
    await until("the group", () => watching.groups.includes("before"));
    assert(!watching.groups.includes("after the copy"));
  });

  it("lag config cluster.groups-reaper-refresh: groups that brokers do not list go", async () => {
    await commit("gone");
    await copyOffsetsTopic("with-gone");
    (await admin.deleteConsumerGroups(["gone"])).throwIfAnyFailed();
    const source = { "offsets-topic": "with-gone" };
    await using kept = await watch(source);
    await until("the group", () => kept.groups.includes("gone"));
    await using reaped = await watch(source, { "groups-reaper-refresh": 1 });
    await until("the reaping", () => reaped.groups.includes("before") && !reaped.groups.includes("gone"));
    assert(kept.groups.includes("gone"));
  });
});
