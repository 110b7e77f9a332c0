// The names, groups and tags of our clients' metrics beside those of Apache's clients, live, after the same work (java/MetricNames.java).
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Admin, Consumer, Producer, ShareConsumer } from "@ottla/client";
import type { Metric } from "@ottla/client";
import { Broker } from "@ottla/testkit";
import { apacheSkip, classPath, hasProgram, skipFor } from "../apache/jars.ts";
import { runTool } from "../apache/tool.ts";
import { raiseFeature, SHARE_FEATURE } from "../integration/client-target.ts";
import { ROOT } from "../support/ottla-process.ts";
import { until } from "../support/until.ts";

/** What Java has and we cannot: its own threads and queues between them. */
const JAVA_ONLY: ReadonlySet<string> = new Set(
  ["consumer-metrics", "consumer-share-metrics"].flatMap((group) =>
    [
      "application-event-queue-processing-time-avg",
      "application-event-queue-processing-time-max",
      "application-event-queue-size",
      "application-event-queue-time-avg",
      "application-event-queue-time-max",
      "application-events-expired-count",
      "background-event-queue-processing-time-avg",
      "background-event-queue-processing-time-max",
      "background-event-queue-size",
      "background-event-queue-time-avg",
      "background-event-queue-time-max",
      "time-between-network-thread-poll-avg",
      "time-between-network-thread-poll-max",
      "unsent-requests-queue-size",
      "unsent-requests-queue-time-avg",
      "unsent-requests-queue-time-max",
    ].map((name) => `${group}/${name}`),
  ),
);

const TOPIC = "metric-names";
const OPTIONS = { clientId: "metrics" } as const;

describe("the metrics of our clients and of Java's", { timeout: 120_000 }, () => {
  const skip = apacheSkip() || (hasProgram("javac", "-version") ? false : skipFor("javac is not on the PATH"));
  let broker: Broker;
  let classes = "";
  const java = new Map<string, Set<string>>();

  before(async () => {
    broker = await Broker.start({});
    await using admin = new Admin({ bootstrapServers: broker.bootstrapServers });
    assert.ok(await raiseFeature(admin, SHARE_FEATURE));
    if (skip !== false) return;
    classes = mkdtempSync(join(tmpdir(), "ottla-java-metrics-"));
    const source = join(ROOT, "test/interop/java/MetricNames.java");
    const compiled = spawnSync("javac", ["-cp", classPath, "-d", classes, source], { encoding: "utf8" });
    assert.equal(compiled.status, 0, compiled.stderr);
    const options = { extraClassPath: [classes], timeoutMs: 60_000 };
    const run = await runTool("MetricNames", [broker.bootstrapServers, TOPIC], options);
    assert.equal(run.status, 0, run.stdout + run.stderr);
    for (const line of run.stdout.split("\n")) {
      const [client = "", group = "", name = "", tags = ""] = line.split("\t");
      if (name === "") continue;
      const names = java.get(client) ?? new Set();
      java.set(client, names.add(`${group}/${name} {${tags}}`));
    }
  });
  after(async () => {
    await broker.stop();
    if (classes !== "") rmSync(classes, { recursive: true, force: true });
  });

  function expectSame(client: string, metrics: readonly Metric[]): void {
    const ours = metrics.map(({ group, name, tags }) => `${group}/${name} {${Object.keys(tags).sort().join(",")}}`);
    const theirs = [...(java.get(client) ?? [])].filter((name) => !JAVA_ONLY.has(name.split(" ")[0] ?? ""));
    assert.ok(theirs.length > 30, `${client}: ${theirs.length}`);
    assert.deepEqual([...new Set(ours)].sort(), theirs.sort());
  }

  async function sendTen(producer: Producer): Promise<void> {
    for (let i = 0; i < 10; i++) await producer.send({ topic: TOPIC, value: Buffer.alloc(10) });
  }

  it("are the same for a producer", { skip }, async () => {
    await using producer = new Producer({ bootstrapServers: broker.bootstrapServers, ...OPTIONS });
    await sendTen(producer);
    expectSame("producer", producer.metrics());
  });

  for (const groupProtocol of ["classic", "consumer"] as const) {
    it(`are the same for a consumer of the ${groupProtocol} protocol`, { skip }, async () => {
      await using producer = new Producer({ bootstrapServers: broker.bootstrapServers });
      await sendTen(producer);
      const { bootstrapServers } = broker;
      const groupId = `ours-${groupProtocol}`;
      const autoOffsetReset = "earliest";
      await using consumer = new Consumer({ bootstrapServers, groupId, groupProtocol, autoOffsetReset, ...OPTIONS });
      consumer.subscribe([TOPIC]);
      for (let read = 0; read < 10;) read += (await consumer.poll({ timeoutMs: 1_000 })).count;
      await consumer.commitSync();
      await consumer.poll({ timeoutMs: 100 });
      expectSame(`consumer-${groupProtocol}`, consumer.metrics());
    });
  }

  it("are the same for a share consumer", { skip }, async () => {
    const { bootstrapServers } = broker;
    await using producer = new Producer({ bootstrapServers });
    await using consumer = new ShareConsumer({ bootstrapServers, groupId: "ours-share", ...OPTIONS });
    consumer.subscribe([TOPIC]);
    // A share group begins behind the last record, so there must be new ones once it has begun.
    await until("a record of the share group", async () => {
      await producer.send({ topic: TOPIC, value: Buffer.alloc(10) });
      return (await consumer.poll({ timeoutMs: 100 })).count > 0;
    });
    await consumer.commitSync();
    expectSame("share", consumer.metrics());
  });

  it("are the same for an admin", { skip }, async () => {
    await using admin = new Admin({ bootstrapServers: broker.bootstrapServers, ...OPTIONS });
    await admin.listTopics();
    expectSame("admin", admin.metrics());
  });
});
