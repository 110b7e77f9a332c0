// Metrics that clients push to our broker (KIP-714): Java's clients and ours beside each other, their names, kinds and labels (java/TelemetryPush.java).
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { AlterConfigOpType, Admin, ConfigResourceType, Consumer, Producer } from "@ottla/client";
import { compileJava, javacSkip } from "../apache/compile-java.ts";
import { apacheSkip } from "../apache/jars.ts";
import { startTool } from "../apache/tool.ts";
import type { RunningTool } from "../apache/tool.ts";
import { ROOT, startOttla } from "../support/ottla-process.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";
import { until } from "../support/until.ts";

const TOPIC = "telemetry";
const KINDS = ["producer", "classic", "consumer"] as const;

/** Of Java's own threads and the queues between them; the client metrics of both are compared whole in client-metrics.test.ts. */
const JAVA_ONLY = /_(application_events?|background_event|unsent_requests)_|_time_between_network_thread_poll_/;

interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

describe("metrics that Java's clients and ours push", { timeout: 180_000, skip: apacheSkip() || javacSkip() }, () => {
  let broker: OttlaProcess;
  let classes = "";
  let java: RunningTool;
  let url = "";
  const ours: (Producer | Consumer)[] = [];
  const isOver = new AbortController();
  let working: Promise<void>[] = [];

  async function seriesOf(clientId: string): Promise<Series[]> {
    const text = await (await fetch(url)).text();
    const lines = text.split("\n").filter((line) => line.startsWith("org_apache_kafka_"));
    const all = lines.map((line) => {
      const [, name = "", labels = "", value = ""] = /^(\w+)\{(.*)\} (\S+)$/.exec(line) ?? [];
      const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", text = ""]) => [key, text]);
      return { name, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) };
    });
    return all.filter(({ labels }) => labels["client_id"] === clientId);
  }

  /** Names with the names of their labels, by client, as they have been seen so far: an average goes again when nothing was measured for long. */
  const shapes = new Map<string, Set<string>>();
  async function look(): Promise<void> {
    for (const kind of KINDS) {
      for (const clientId of [`java-${kind}`, `ours-${kind}`]) {
        const seen = shapes.get(clientId) ?? new Set();
        shapes.set(clientId, seen);
        for (const { name, labels } of await seriesOf(clientId)) {
          // Of a consumer, while it is a member of its group.
          const isIt = kind === "producer" || labels["group_member_id"] !== undefined;
          if (isIt && !JAVA_ONLY.test(name)) seen.add(`${name} ${Object.keys(labels).sort().join()}`);
        }
      }
    }
  }
  const sorted = (clientId: string): string[] => [...(shapes.get(clientId) ?? [])].sort();

  before(async () => {
    broker = await startOttla({
      arguments: ["--metrics-port", "0"],
      overrides: { "group.initial.rebalance.delay.ms": "0" },
    });
    url = /metrics are served url=(\S+)/.exec(broker.log())?.[1] ?? "";
    await using admin = new Admin({ bootstrapServers: broker.bootstrap });
    (await admin.createTopics([{ name: TOPIC, numPartitions: 1 }])).throwIfAnyFailed();
    const ops = Object.entries({ metrics: "*", "interval.ms": "200" }).map(([name, value]) => ({
      ...{ name, value, op: AlterConfigOpType.SET },
    }));
    const resource = { type: ConfigResourceType.CLIENT_METRICS, name: "all" };
    (await admin.incrementalAlterConfigs([{ ...resource, ops }])).throwIfAnyFailed();
    classes = compileJava(join(ROOT, "test/interop/java/TelemetryPush.java"));
    java = startTool("TelemetryPush", [broker.bootstrap, TOPIC], { extraClassPath: [classes], timeoutMs: 170_000 });
    const { bootstrap: bootstrapServers } = broker;
    const producer = new Producer({ bootstrapServers, clientId: "ours-producer" });
    const consumers = (["classic", "consumer"] as const).map((groupProtocol) => {
      const clientId = `ours-${groupProtocol}`;
      const options = {
        bootstrapServers,
        clientId,
        groupId: clientId,
        groupProtocol,
        autoOffsetReset: "earliest",
      } as const;
      const consumer = new Consumer(options);
      consumer.subscribe([TOPIC]);
      return consumer;
    });
    ours.push(producer, ...consumers);
    working = consumers.map(async (consumer) => {
      while (!isOver.signal.aborted) {
        await producer.send({ topic: TOPIC, value: Buffer.alloc(10) });
        await consumer.poll({ timeoutMs: 50 });
        await consumer.commitSync();
      }
    });
  });
  after(async () => {
    isOver.abort();
    await Promise.all(working);
    for (const client of ours) await client.close();
    java.interrupt();
    await java.ended;
    await broker.stop();
    broker.remove();
    rmSync(classes, { recursive: true, force: true });
  });

  for (const kind of KINDS) {
    it(`have the same names, kinds and labels for a ${kind === "producer" ? kind : `consumer, protocol ${kind}`}`, async () => {
      // Each pushes what it has measured so far, and does so again and again.
      await until("both to be the same", async () => {
        await look();
        const [theirs, own] = [sorted(`java-${kind}`), sorted(`ours-${kind}`)];
        return own.length > 30 && theirs.join() === own.join();
      }).catch(() => assert.deepEqual(sorted(`ours-${kind}`), sorted(`java-${kind}`)));
    });
  }

  it("grow with what the clients do", async () => {
    for (const side of ["java", "ours"]) {
      const sent = async (): Promise<number> =>
        (await seriesOf(`${side}-producer`)).find(
          ({ name, labels }) => name === "org_apache_kafka_producer_record_send_total" && !("topic" in labels),
        )?.value ?? 0;
      const before = await sent();
      await until(`${side} to send more`, async () => (await sent()) > before);
    }
  });

  it("of a client that has ended hold its last push", async () => {
    java.interrupt();
    const { status, stderr } = await java.ended;
    assert.equal(status, 143, stderr);
    await until("the broker to forget it", async () => {
      const text = await (await fetch(url)).text();
      return /^kafka_server_client_metrics_instance_count 3$/m.test(text);
    });
    assert.ok((await seriesOf("java-producer")).length > 20);
  });
});
