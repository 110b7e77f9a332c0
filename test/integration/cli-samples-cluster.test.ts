// Further recorded calls of Apache Kafka 4.3's tools, beside cli-samples.test.ts: about the cluster, transactions, share groups,
// lists of groups, performance, and the formatting of a node.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Admin, Consumer, Producer, ShareConsumer } from "@ottla/client";
import { Broker } from "@ottla/broker";
import { KafkaConfig } from "@ottla/config";
import { runCommand } from "../../packages/cli/src/run.ts";
import { capturedIo } from "../../packages/cli/src/testing/captured-io.ts";
import { checkAll as checkSamples, RECORDED_AT } from "../support/cli-sample-check.ts";
import type { Expectation, Samples } from "../support/cli-sample-check.ts";

const CONFIG = {
  listeners: "PLAINTEXT://127.0.0.1:0",
  "group.initial.rebalance.delay.ms": "0",
  "offsets.topic.num.partitions": "1",
  "transaction.state.log.num.partitions": "1",
  "share.coordinator.state.topic.num.partitions": "1",
};
/** Groups of the recording that were of the classic protocol. */
const CLASSIC = ["ops-rewind", "3700398c-g", "ops-live", "ops-stop", "perf-consumer-50970", "ops-stall", "ops-warn"];
const MORE_CLASSIC = ["3700398c-copy", "ops-young", "ops-ok"];
const UUID: readonly [RegExp, string] = [/\b[\w-]{22}(?![\w-])/g, "(id)"];
const ENDS = [944, 942, 941];

let broker: Broker;
let bootstrap: string;
let admin: Admin;
let producer: Producer;
let directory: string;

const checkAll = (samples: Samples): void => checkSamples(samples, () => ({ bootstrap, directory }));

before(async () => {
  directory = mkdtempSync(join(tmpdir(), "ottla-cli-samples-"));
  const properties = new Map([...Object.entries(CONFIG), ["log.dirs", join(directory, "kafka")] as const]);
  broker = await Broker.start({ config: KafkaConfig.standalone(properties) });
  bootstrap = broker.bootstrapAddress;
  admin = new Admin({ "bootstrap.servers": bootstrap });
  producer = new Producer({ "bootstrap.servers": bootstrap, "linger.ms": 5 });
  const topics = ["ops-orders", "ops-idle"].map((name) => ({ name, numPartitions: 3 }));
  (await admin.createTopics([...topics, { name: "ops-con", numPartitions: 1 }])).throwIfAnyFailed();
});

after(async () => {
  await producer.close();
  await admin.close();
  await broker.stop();
  rmSync(directory, { recursive: true, force: true });
});

describe("a cluster", () => {
  checkAll({
    "cluster-id": { masks: [[/(?<=Cluster ID: ).*/g, "(id)"]] },
    "cluster-endpoints": {},
    "cluster-endpoints-fenced": {},
    "quorum-status": {
      numbers: true,
      masks: [
        [/(?<=ClusterId: +).*/g, "(id)"],
        [/"id": .*/g, "(voter)"],
      ],
    },
    "quorum-replication": { numbers: true, masks: [UUID] },
    "quorum-replication-human": { numbers: true, masks: [UUID, [/ago +/g, "ago "]] },
    "leaderelection-preferred": {},
    "leaderelection-unclean": {},
    "leaderelection-missing": { clearer: /^1 replica\(s\) could not be elected\n$/ },
    "leaderelection-all": {},
    "reassign-list": {},
    "reassign-noaction": {},
    logdirs: { numbers: true },
    "clientmetrics-generate": { masks: [[/(?<=config for )[\w-]{22}/g, "(id)"]] },
  });
});

describe("lists of groups", () => {
  before(async () => {
    const offsets = [0, 1, 2].map((partition) => ({ topic: "ops-idle", partition, offset: 0 }));
    for (const group of [...CLASSIC, ...MORE_CLASSIC])
      (await admin.alterConsumerGroupOffsets(group, offsets)).throwIfAnyFailed();
    await using member = new Consumer({ bootstrapServers: bootstrap, groupId: "ops-848", groupProtocol: "consumer" });
    member.subscribe(["ops-idle"]);
    while (member.assignment().length === 0) await member.poll({ timeoutMs: 100 });
    await member.commitSync([{ topic: "ops-idle", partition: 0, offset: 0 }]);
  });

  checkAll({
    "groups-list": { unordered: true },
    "groups-list-state": { unordered: true },
    "groups-list-state-filter": { unordered: true },
    "groups-list-type": { unordered: true },
    "groups-list-type-state": { unordered: true },
    "groups-reset-all-groups": { unordered: true },
  });
});

describe("transactions", () => {
  before(async () => {
    await using transactional = new Producer({ bootstrapServers: bootstrap, transactionalId: "ops-tx" });
    await transactional.initTransactions();
  });

  checkAll({
    "transactions-list-filtered": { numbers: true },
    "transactions-describe-ongoing": { numbers: true },
    "transactions-find-hanging": {},
    "transactions-forceterminate": {},
  });
});

describe("share groups", () => {
  let leave = new AbortController();
  let polling: Promise<void> = Promise.resolve();

  async function poll(signal: AbortSignal): Promise<void> {
    const clientId = "console-share-consumer";
    await using consumer = new ShareConsumer({ bootstrapServers: bootstrap, groupId: "ops-share", clientId });
    consumer.subscribe(["ops-orders"]);
    while (!signal.aborted) await consumer.poll({ timeoutMs: 50 });
  }

  /** Resolves when the group has a member with all partitions. */
  async function join(): Promise<void> {
    leave = new AbortController();
    polling = poll(leave.signal);
    for (;;) {
      const groups = await admin.describeShareGroups(["ops-share"]);
      if (groups.outcome("ops-share")?.ok === true && groups.value("ops-share").members[0]?.assignment.length === 3)
        return;
    }
  }

  async function end(): Promise<void> {
    leave.abort();
    await polling;
  }

  before(async () => {
    const sent = ENDS.flatMap((count, partition) =>
      Array.from({ length: count }, () => producer.send({ topic: "ops-orders", partition, value: "v" })),
    );
    await Promise.all(sent);
    const starts = [5, 941, 0].map((beforeOffset, partition) => ({ topic: "ops-orders", partition, beforeOffset }));
    (await admin.deleteRecords(starts)).throwIfAnyFailed();
    await join();
    await end();
    const offsets = ENDS.map((offset, partition) => ({ topic: "ops-orders", partition, offset }));
    (await admin.alterShareGroupOffsets("ops-share", offsets)).throwIfAnyFailed();
    await join();
  });
  after(end);

  checkAll({
    "sharegroups-list": {},
    "sharegroups-list-state": {},
    "sharegroups-describe": {},
    "sharegroups-describe-verbose": {},
    "sharegroups-state": {},
    "sharegroups-members": { masks: [[/(?<= )[\w-]{22}(?= \/127)/g, "(id of 22 characters.)"]] },
  });

  describe("without members", () => {
    before(end);

    checkAll({
      "sharegroups-empty-describe": {},
      "sharegroups-reset-dry": { masks: [[/94[13]$/gm, "94N"]] },
      "sharegroups-reset-exec": { masks: [[/94[13]$/gm, "94N"]] },
      "sharegroups-delete-offsets": {},
      "sharegroups-delete": {},
    });
  });
});

describe("reading and writing much", () => {
  const perf = { numbers: true } as const;
  checkAll({
    "producerperf-txn": perf,
    // There are fewer records here than there were.
    consumerperf: {
      ...perf,
      args: ["--bootstrap-server", RECORDED_AT, "--topic", "ops-con", "--num-records", "100"],
    },
    "consumerperf-hide-header": perf,
    "consumerperf-timeout": perf,
    "consoleconsumer-missing-topic": {},
    "shareconsumer-basic": {},
  });

  it("--print-metrics prints what the client measured, behind the figures", async () => {
    const metricsOf = async (...words: string[]): Promise<string> => {
      const io = capturedIo();
      assert.equal(await runCommand([...words, "--bootstrap-server", bootstrap, "--print-metrics"], io), 0);
      return io.out();
    };
    const sent = await metricsOf(
      ..."producer-perf-test --topic ops-con --num-records 10 --record-size 9 --throughput -1".split(" "),
    );
    assert.match(sent, /99\.9th\.\n\nMetric Name +Value\n(?:.+ : .+\n)+$/);
    assert.match(sent, /^producer-metrics:record-send-total:\{client-id=perf-producer-client\} +: 10\.000$/m);
    const read = await metricsOf(..."consumer-perf-test --topic ops-con --num-records 10".split(" "));
    assert.match(
      read,
      /^consumer-fetch-manager-metrics:records-consumed-total:\{client-id=perf-consumer-client\} +: \d+\.000$/m,
    );
  });
});

describe("the verifiable tools", () => {
  before(async () => {
    (await admin.createTopics([{ name: "ops-v", numPartitions: 1 }])).throwIfAnyFailed();
  });

  // What Apache's tool prints as its JVM ends may come before or behind what it prints by then.
  const events: Expectation = {
    unordered: true,
    masks: [
      [/"timestamp":\d+/g, '"timestamp":0'],
      [/"avg_throughput":[\d.E]+/g, '"avg_throughput":0'],
    ],
  };
  checkAll({
    "verifiable-producer": events,
    "verifiable-producer-keys": events,
    "verifiable-consumer": events,
    "verifiable-consumer-more": events,
  });
});

describe("a node that is formatted", () => {
  before(() => {
    const properties = { "node.id": "1", "process.roles": "broker,controller", "log.dirs": join(directory, "run") };
    const listeners = { listeners: "PLAINTEXT://:9092,CONTROLLER://:9093", "controller.listener.names": "CONTROLLER" };
    const all = { ...properties, ...listeners, "controller.quorum.voters": "1@127.0.0.1:9093" };
    const text = Object.entries(all).map(([key, value]) => `${key}=${value}\n`);
    writeFileSync(join(directory, "fmt.properties"), text.join(""));
  });

  const metadata: readonly [RegExp, string] = [/^Bootstrap metadata: .*\n/gm, ""];
  checkAll({
    "storage-random-uuid": { masks: [UUID] },
    "storage-format": { masks: [metadata] },
    "storage-format-again": {},
    "storage-format-ignore": {},
    "storage-info-fmt": { masks: [[/(?<=directory\.id=)[\w-]{22}/g, "(id)"]] },
  });
});
