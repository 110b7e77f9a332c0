// Three of Apache's brokers under a controller of ours: Apache's verifiable producer and consumer run while Apache's tools move partitions and
// leaderships, a broker is stopped and another killed; and an unclean election where nobody in sync is left.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Producer } from "@ottla/client";
import type { Admin } from "@ottla/client";
import { ErrorCode } from "@ottla/protocol";
import { apacheSkip } from "../apache/jars.ts";
import { MixedCluster } from "../apache/mixed-cluster.ts";
import { startTool, TOOLS } from "../apache/tool.ts";
import type { RunningTool } from "../apache/tool.ts";
import { until } from "../support/until.ts";
import { startToolServer } from "./cli-parity/tool-server.ts";
import type { ToolServer } from "./cli-parity/tool-server.ts";
import { readAll } from "./mixed/load.ts";
import { createAs, produceAs } from "./mixed/quotas.ts";
import { assertSameBytes, inSync, ledBy, openAdmin, partitionsOf, untilPartitions } from "./mixed/partitions.ts";

const BROKERS = [2, 3, 4];
const TOPIC = "verified";
const UNCLEAN = "unclean";
const SLOW = "slow";
const PARTITIONS = 4;
const RATE = 150;
/** Their hashes reach every partition. Without keys one partition gets 16 KiB before the next one gets anything: there may be one with nothing in it. */
const KEYS = 8;
const ENOUGH = 1000;
const TOOL_MS = 300_000;
const CAUGHT_UP_MS = 90_000;

interface ToolEvent {
  readonly name: string;
  readonly value?: string;
  readonly partition?: number;
  readonly offset?: number;
}

/** A verifiable tool that runs, and what it has told. */
class VerifiableTool {
  readonly #tool: RunningTool;
  readonly #events: ToolEvent[] = [];
  #readChars = 0;

  constructor(mainClass: string, args: readonly string[]) {
    this.#tool = startTool(mainClass, args, { timeoutMs: TOOL_MS });
  }

  /** So far. */
  events(name: string): ToolEvent[] {
    const text = this.#tool.stdout();
    const end = text.lastIndexOf("\n") + 1;
    const lines = text.slice(this.#readChars, end).split("\n");
    this.#readChars = end;
    for (const line of lines) if (line.startsWith("{")) this.#events.push(JSON.parse(line));
    return this.#events.filter((event) => event.name === name);
  }

  async end(): Promise<void> {
    this.#tool.interrupt();
    await this.#tool.ended;
  }
}

describe("three of Apache's brokers under our controller", { skip: apacheSkip(), timeout: 400_000 }, () => {
  const home = mkdtempSync(join(tmpdir(), "ottla-plans-"));
  let cluster: MixedCluster;
  let admin: Admin;
  let jvm: ToolServer;
  let producer: VerifiableTool;
  let consumer: VerifiableTool;

  /** Apache's tool, which has to succeed; returns what it prints. */
  const tool = async (name: keyof typeof TOOLS, ...args: readonly string[]): Promise<string> => {
    const { status, stdout, stderr } = await jvm.run(TOOLS[name], ["--bootstrap-server", cluster.bootstrap(), ...args]);
    assert.equal(status, 0, `${name} ${args.join(" ")}: ${stdout}${stderr}`);
    return stdout;
  };

  /** As a file for Apache's tools. */
  const planOf = (topic: string, replicas: readonly number[], partitions = PARTITIONS): string => {
    const file = join(home, `${topic}-${replicas.join("-")}.json`);
    const moves = Array.from({ length: partitions }, (_, partition) => ({ topic, partition, replicas }));
    writeFileSync(file, JSON.stringify({ version: 1, partitions: moves }));
    return file;
  };

  before(async () => {
    const brokers = BROKERS.map((id) => ({ id, side: "theirs", roles: "broker" }) as const);
    const nodes = [{ id: 1, side: "ours", roles: "controller" } as const, ...brokers];
    const offsets = { "offsets.topic.replication.factor": "3", "offsets.topic.num.partitions": "3" };
    cluster = await MixedCluster.create({ nodes, overrides: offsets });
    await cluster.startAll();
    admin = openAdmin(cluster.bootstrap());
    jvm = startToolServer();
    await until("three brokers", async () => (await admin.describeCluster()).nodes.length === BROKERS.length);
  });

  after(async () => {
    await producer?.end();
    await consumer?.end();
    await jvm?.[Symbol.asyncDispose]();
    await admin?.close();
    await cluster?.close();
    rmSync(home, { recursive: true, force: true });
  });

  it("have a topic made by Apache's tool", async () => {
    const counts = ["--partitions", `${PARTITIONS}`, "--replication-factor", "2"];
    await tool("kafka-topics", "--create", "--topic", TOPIC, ...counts, "--config", "min.insync.replicas=1");
    await untilPartitions(admin, TOPIC, inSync(2));
  });

  it("run Apache's verifiable producer and consumer", async () => {
    const topic = ["--bootstrap-server", cluster.bootstrap(), "--topic", TOPIC];
    const load = ["--throughput", `${RATE}`, "--repeating-keys", `${KEYS}`];
    producer = new VerifiableTool(TOOLS["kafka-verifiable-producer"], [...topic, ...load]);
    const group = ["--group-id", "verifiers", "--verbose", "--reset-policy", "earliest"];
    consumer = new VerifiableTool(TOOLS["kafka-verifiable-consumer"], [...topic, ...group]);
    await until("records are read", () => consumer.events("record_data").length > 0, CAUGHT_UP_MS);
  });

  it("move partitions with kafka-reassign-partitions", async () => {
    const plan = ["--reassignment-json-file", planOf(TOPIC, [4, 3, 2])];
    assert.match(
      await tool("kafka-reassign-partitions", ...plan, "--execute"),
      /Successfully started partition reassignment/,
    );
    await until("the reassignment is complete", async () => {
      const verified = await tool("kafka-reassign-partitions", ...plan, "--verify");
      assert.doesNotMatch(verified, /failed/i);
      return verified.match(/Reassignment of partition \S+ is completed/g)?.length === PARTITIONS;
    });
    assert.match(await tool("kafka-reassign-partitions", "--list"), /No partition reassignments found/);
    await untilPartitions(admin, TOPIC, inSync(3));
  });

  it("elect preferred leaders with kafka-leader-election", async () => {
    const all = ["--election-type", "preferred", "--all-topic-partitions"];
    assert.match(
      await tool("kafka-leader-election", ...all),
      /Successfully completed leader election \(PREFERRED\)|Valid replica already elected/,
    );
    await untilPartitions(admin, TOPIC, ledBy(4));
  });

  it("forward quotas and credentials of Apache's tool, and keep to them", async () => {
    const rates = "producer_byte_rate=1000,controller_mutation_rate=0.5";
    const client = ["--entity-type", "clients", "--entity-name", SLOW];
    await tool("kafka-configs", "--alter", ...client, "--add-config", rates);
    const user = ["--entity-type", "users", "--entity-name", "alice"];
    await tool("kafka-configs", "--alter", ...user, "--add-config", "SCRAM-SHA-256=[iterations=4096,password=secret]");
    await until("the broker that is asked knows both", async () => {
      const described =
        (await tool("kafka-configs", "--describe", ...client)) + (await tool("kafka-configs", "--describe", ...user));
      return described.includes("producer_byte_rate=1000.0") && described.includes("SCRAM-SHA-256=iterations=4096");
    });
    const [leader] = BROKERS;
    assert.ok(leader !== undefined);
    const replicasAssignments = new Map([[0, [leader]]]);
    (await admin.createTopics([{ name: SLOW, replicasAssignments }])).throwIfAnyFailed();
    await untilPartitions(admin, SLOW, ledBy(leader));
    const port = cluster.port(leader);
    await until("its leader holds the client back", async () => (await produceAs(SLOW, port, SLOW, 20_000)) > 0);
    // At the controller, which knows the client from the envelope.
    assert.equal((await createAs(SLOW, port, `${SLOW}-a`, 30)).errorCode, ErrorCode.NONE);
    const refused = await createAs(SLOW, port, `${SLOW}-b`, 1);
    assert.equal(refused.errorCode, ErrorCode.THROTTLING_QUOTA_EXCEEDED);
    assert.ok(refused.throttleTimeMs > 0);
    await tool("kafka-configs", "--alter", ...client, "--delete-config", "producer_byte_rate,controller_mutation_rate");
    await tool("kafka-configs", "--alter", ...user, "--delete-config", "SCRAM-SHA-256");
    await until("both are gone", async () => {
      const [quotas, users] = [
        await admin.describeClientQuotas({ components: [] }),
        await admin.describeUserScramCredentials(),
      ];
      return quotas.length === 0 && users.size === 0;
    });
  });

  it("hand over what a broker leads that is stopped, and go on when one is killed", async () => {
    await cluster.stop(4);
    const led = await partitionsOf(admin, TOPIC);
    assert.ok(
      led.every(({ leader }) => leader === 2 || leader === 3),
      JSON.stringify(led),
    );
    await cluster.start(4);
    await untilPartitions(admin, TOPIC, inSync(3));
    await cluster.kill(3);
    await untilPartitions(admin, TOPIC, ["led by one that lives", ({ leader }) => leader === 2 || leader === 4]);
    await cluster.start(3);
    await untilPartitions(admin, TOPIC, inSync(3));
  });

  it("have every acknowledged message read, and nothing else", async () => {
    const sent = (): ToolEvent[] => producer.events("producer_send_success");
    await until("enough is acknowledged", () => sent().length >= ENOUGH, CAUGHT_UP_MS);
    await producer.end();
    const placeOf = ({ partition, offset, value }: ToolEvent): string => `${partition}-${offset} ${value}`;
    const all = await readAll({ bootstrap: cluster.bootstrap(), topic: TOPIC, partitions: PARTITIONS });
    const places = new Set(all.map((record) => placeOf({ name: "read", ...record })));
    assert.equal(new Set(all.map(({ value }) => value)).size, all.length, "nothing is there twice");
    // Apache's tool does not try again what fails: some of it may be there, and more than that is not.
    const failed = new Set(producer.events("producer_send_error").map(({ value }) => value));
    const acknowledged = new Set(sent().map(({ value }) => value));
    const values = new Set<string | undefined>(all.map(({ value }) => value));
    assert.deepEqual(
      [...acknowledged].filter((value) => !values.has(value)),
      [],
    );
    assert.deepEqual(
      [...values].filter((value) => !acknowledged.has(value) && !failed.has(value)),
      [],
    );
    const read = (): Set<string> => new Set(consumer.events("record_data").map(placeOf));
    await until("the consumer has read to the end", () => read().size >= places.size, CAUGHT_UP_MS);
    await consumer.end();
    assert.deepEqual(read(), places);
    for (let partition = 0; partition < PARTITIONS; partition++) {
      await assertSameBytes(
        BROKERS.map((id) => cluster.logDir(id)),
        TOPIC,
        partition,
      );
    }
  });

  it("elect a leader that was not in sync when Apache's tool asks for it", async () => {
    const [kept, lost] = [2, 3];
    const replicasAssignments = new Map([[0, [kept, lost]]]);
    (await admin.createTopics([{ name: UNCLEAN, replicasAssignments }])).throwIfAnyFailed();
    await untilPartitions(admin, UNCLEAN, inSync(2));
    const send = async (value: string): Promise<void> => {
      await using sender = new Producer({ "bootstrap.servers": cluster.bootstrap(), acks: "all" });
      await sender.send({ topic: UNCLEAN, partition: 0, value });
    };
    await send("on both");
    await cluster.kill(lost);
    await untilPartitions(admin, UNCLEAN, ["one in sync", ({ isr }) => isr.join() === `${kept}`]);
    await send("on one");
    await cluster.kill(kept);
    await untilPartitions(admin, UNCLEAN, ledBy(-1));
    await cluster.start(lost);
    const partition = ["--topic", UNCLEAN, "--partition", "0"];
    const refused = await jvm.run(TOOLS["kafka-leader-election"], [
      ...["--bootstrap-server", cluster.bootstrap(), "--election-type", "preferred", ...partition],
    ]);
    assert.match(refused.stdout + refused.stderr, /PreferredLeaderNotAvailable/);
    await untilPartitions(admin, UNCLEAN, ledBy(-1));
    const elected = await tool("kafka-leader-election", "--election-type", "unclean", ...partition);
    assert.match(elected, /Successfully completed leader election \(UNCLEAN\) for partitions unclean-0/);
    await untilPartitions(admin, UNCLEAN, [
      "led by the one that was behind",
      ({ leader, isr }) => leader === lost && isr.join() === `${lost}`,
    ]);
    await send("after");
    await cluster.start(kept);
    await untilPartitions(admin, UNCLEAN, inSync(2));
    const read = await readAll({ bootstrap: cluster.bootstrap(), topic: UNCLEAN, partitions: 1 });
    assert.deepEqual(
      read.map(({ value }) => value),
      ["on both", "after"],
    );
    await assertSameBytes(
      [kept, lost].map((id) => cluster.logDir(id)),
      UNCLEAN,
      0,
    );
  });
});
