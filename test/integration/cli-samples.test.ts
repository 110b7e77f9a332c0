// Our command-line tools print what Apache Kafka 4.3's printed when it was recorded, with the same state behind them. No Java is needed; the same tools
// side by side at one broker are compared by test/interop/cli-parity.test.ts.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Admin, AlterConfigOpType, ConfigResourceType, Consumer, Producer } from "@ottla/client";
import { Broker } from "@ottla/broker";
import { KafkaConfig } from "@ottla/config";
import { runCommand } from "../../packages/cli/src/run.ts";
import { capturedIo } from "../../packages/cli/src/testing/captured-io.ts";
import { checkAll as checkSamples, RECORDED_AT } from "../support/cli-sample-check.ts";
import type { Samples } from "../support/cli-sample-check.ts";

/** 2026-11-22T19:29:00Z: record 300 of each partition of ops-orders was the first of this time. */
const SPLIT_MS = 1_795_375_740_000;

/** As few as the recorded outputs need, and none that shows in them: the test kit has some of its own. */
const CONFIG = {
  listeners: "PLAINTEXT://127.0.0.1:0",
  "group.initial.rebalance.delay.ms": "0",
  "offsets.topic.num.partitions": "1",
  "transaction.state.log.num.partitions": "1",
  // Records have the times of the recording, and would be too old to be kept.
  "log.initial.task.delay.ms": "86400000",
};

let broker: Broker;
let bootstrap: string;
let admin: Admin;
let producer: Producer;
let directory: string;

before(async () => {
  directory = mkdtempSync(join(tmpdir(), "ottla-cli-samples-"));
  const properties = new Map([...Object.entries(CONFIG), ["log.dirs", join(directory, "data")] as const]);
  broker = await Broker.start({ config: KafkaConfig.standalone(properties) });
  bootstrap = broker.bootstrapAddress;
  admin = new Admin({ "bootstrap.servers": bootstrap });
  producer = new Producer({ "bootstrap.servers": bootstrap, "linger.ms": 5 });
});

after(async () => {
  await producer.close();
  await admin.close();
  await broker.stop();
  rmSync(directory, { recursive: true, force: true });
});

const checkAll = (samples: Samples): void => checkSamples(samples, () => ({ bootstrap, directory }));

async function createTopics(...topics: readonly (readonly [string, number])[]): Promise<void> {
  (await admin.createTopics(topics.map(([name, numPartitions]) => ({ name, numPartitions })))).throwIfAnyFailed();
}

/** Lets records carry the times of the recording, whatever the day is. */
async function allowAnyTimestamp(topic: string): Promise<void> {
  const ops = [{ name: "message.timestamp.after.max.ms", op: AlterConfigOpType.SET, value: "9223372036854775807" }];
  (await admin.incrementalAlterConfigs([{ type: ConfigResourceType.TOPIC, name: topic, ops }])).throwIfAnyFailed();
}

/** Appends records up to the given counts; the first 300 of a partition are older than {@link SPLIT_MS}. */
async function fill(topic: string, from: readonly number[], to: readonly number[]): Promise<void> {
  const sent: Promise<unknown>[] = [];
  for (const [partition, end] of to.entries()) {
    for (let index = from[partition] ?? 0; index < end; index++) {
      const timestamp = index < 300 ? SPLIT_MS - 300 + index : SPLIT_MS + index - 300;
      sent.push(producer.send({ topic, partition, timestamp, value: `v${index}` }));
    }
  }
  await Promise.all(sent);
}

async function commit(group: string, offsets: readonly number[]): Promise<void> {
  const all = offsets.map((offset, partition) => ({ topic: "ops-orders", partition, offset }));
  (await admin.alterConsumerGroupOffsets(group, all)).throwIfAnyFailed();
}

describe("kafka-topics and kafka-configs", () => {
  before(async () => {
    const ops = [{ name: "min.insync.replicas", op: AlterConfigOpType.SET, value: "1" }];
    (await admin.incrementalAlterConfigs([{ type: ConfigResourceType.BROKER, name: "", ops }])).throwIfAnyFailed();
    await createTopics(["p1", 1], ["p6", 6], ["ops-orders", 3], ["ops-idle", 3], ["rdk_rnd472e286b54c58b79_0012", 1]);
  });

  checkAll({
    "topics-create": {},
    "topics-create-exists": {},
    "topics-create-if-not-exists": {},
    "topics-create-badconfig": {},
    "topics-create-badname": { args: ["--bootstrap-server", RECORDED_AT, "--create", "--topic", "bad name!"] },
    "topics-create-rf-too-big": {},
    "topics-create-warning-dot": {},
    "topics-create-assignment": {},
    "topics-describe": {},
    "topics-describe-regex": { unordered: true },
    "topics-describe-missing": {},
    "topics-describe-missing-if-exists": {},
    "topics-describe-under-replicated": {},
    "topics-list-exclude-internal": {},
    "topics-list-regex": {},
    "topics-two-actions": {},
    "topics-noaction": {},
    "topics-nobootstrap": {},
    "topics-unknown-flag": {},
    "topics-version": {},
    "configs-describe-topic": {},
    "configs-describe-topic-all": {},
    "configs-describe-missing-topic": {},
    "configs-describe-broker": {},
    "configs-describe-broker-defaults": {},
    "configs-alter-bad-key": { clearer: /^Error: Unknown topic config name: nope\n$/ },
    "configs-alter-bad-value": {
      clearer: /^Error: Invalid value abc for configuration retention.ms: Not a number of type LONG\n$/,
    },
    "configs-alter-topic": {},
    "configs-delete-topic": {},
    "configs-delete-missing": {},
    "configs-no-entity": {},
    "configs-noaction": {},
    "topics-alter-partitions": {},
    "topics-alter-fewer": {},
    "topics-delete": {},
    "topics-delete-missing": {},
  });
});

describe("kafka-consumer-groups, of groups without members", () => {
  before(async () => {
    await allowAnyTimestamp("ops-orders");
    await fill("ops-orders", [], [942, 942, 940]);
    await commit("ops-warn", [172, 940, 940]);
    await commit("ops-stall", [20, 940, 940]);
    writeFileSync(join(directory, "reset.csv"), "ops-orders,0,33\nops-orders,1,44\n");
  });

  checkAll({
    "groups-describe-inactive": {},
    "groups-describe-inactive-verbose": {},
    "groups-describe-members-inactive": {},
    "groups-describe-state-inactive": {},
    "groups-describe-missing": {},
    "groups-reset-default-warning": {},
    "groups-reset-dryrun": {},
    "groups-reset-datetime": {},
    "groups-reset-execute": {},
    "groups-reset-shift": {},
    "groups-reset-export": {},
    "groups-reset-export-multi": {},
    "groups-reset-from-file": {},
    "groups-reset-offset-out-of-range": {},
    "groups-reset-no-scenario": {},
    "groups-noaction": {},
    "groups-delete-offsets": {},
    "groups-delete-offsets-missing": {},
    "groups-delete": {},
    "groups-delete-missing": {},
    "groups-validate-regex-bad": {},
    "groups-validate-regex-ok": {},
  });
});

describe("kafka-consumer-groups, of a group with members", () => {
  const polls: Promise<void>[] = [];
  const leaving = new AbortController();

  async function member(clientId: string): Promise<void> {
    await using consumer = new Consumer({
      "bootstrap.servers": bootstrap,
      "group.id": "ops-live",
      "client.id": clientId,
      "partition.assignment.strategy": "range",
    });
    consumer.subscribe(["ops-orders"]);
    while (!leaving.signal.aborted) await consumer.poll({ timeoutMs: 50 });
  }

  /** Resolves when both are members and the group has settled. */
  async function untilStable(): Promise<void> {
    for (;;) {
      const { state, members } = (await admin.describeConsumerGroups(["ops-live"])).value("ops-live");
      if (state === "Stable" && members.length === 2) return;
    }
  }

  before(async () => {
    await commit("ops-live", [942, 942, 940]);
    polls.push(member("ops-kcat-1"), member("ops-kcat-2"));
    await untilStable();
  });

  after(async () => {
    leaving.abort();
    await Promise.all(polls);
  });

  checkAll({
    "groups-describe-active": {},
    "groups-describe-active-members": { unordered: true },
    "groups-describe-active-members-verbose": { unordered: true },
    "groups-describe-active-state": {},
    "groups-describe-active-state-verbose": {},
    "groups-reset-active": {},
    "groups-delete-active": {},
  });
});

describe("kafka-get-offsets and kafka-delete-records", () => {
  before(async () => {
    await fill("ops-orders", [942, 942, 940], [945, 943, 942]);
    const partitions = [
      { topic: "ops-orders", partition: 1, offset: -1 },
      { topic: "ops-orders", partition: 0, offset: 5 },
    ];
    writeFileSync(join(directory, "del.json"), JSON.stringify({ partitions, version: 1 }));
  });

  checkAll({
    "getoffsets-topic": {},
    "getoffsets-earliest": {},
    "getoffsets-maxts": {},
    "getoffsets-ts": {},
    "getoffsets-partitions": {},
    "getoffsets-tp": {},
    "getoffsets-tiered": {},
    "getoffsets-none": {},
    "getoffsets-badtime": {},
    deleterecords: {},
  });
});

describe("tools for clusters, clients and security", () => {
  checkAll({
    "clientmetrics-alter": {},
    "clientmetrics-describe": { unordered: true },
    "clientmetrics-delete": {},
    "configs-group-add": {},
    "configs-group-describe": {},
    "delegation-describe": { clearer: /^\S+\.UnsupportedByAuthenticationException: Delegation Token requests are not/ },
    "streamsgroups-list": {},
    "sharegroups-missing": {},
    "transactions-describe-missing": {},
    "logdirs-badbroker": {},
    "features-versionmapping": {},
    "features-deps": {},
    "features-upgrade-dry": {},
    "storage-versionmapping": {},
    "storage-deps": {},
    "acls-noaction": {},
    "topics-noargs": { clearer: /Create, delete, describe, or change a topic\./ },
    "consoleconsumer-notopic": {},
    "consoleconsumer-offset-nopartition": {},
  });
});

describe("the console tools", () => {
  describe("reading", () => {
    before(async () => {
      await createTopics(["ops-con", 2]);
      await allowAnyTimestamp("ops-con");
      const headers = { h1: "a", h2: "b" };
      const topic = "ops-con";
      for (const record of [
        { topic, partition: 1, timestamp: 1_795_376_759_787, key: "k1", value: "v1" },
        { topic, partition: 1, timestamp: 1_795_376_759_804, key: "k2", value: "v2" },
        { topic, partition: 0, timestamp: 1_795_376_759_806, key: "k3", value: null },
        { topic, partition: 0, timestamp: 1_795_376_760_827, key: "k9", value: "v9", headers },
        { topic, partition: 0, timestamp: 1_795_376_762_802, value: "old" },
      ]) {
        await producer.send(record);
      }
    });

    checkAll({
      "consoleconsumer-all-props": { unordered: true },
      "consoleconsumer-partition-offset": {},
      "consoleconsumer-separators": { unordered: true },
    });

    it("prints the times of the records", async () => {
      const io = capturedIo();
      const flags =
        "--topic ops-con --partition 0 --offset 1 --max-messages 1 --formatter-property print.timestamp=true";
      await runCommand(["console-consumer", "--bootstrap-server", bootstrap, ...flags.split(" ")], io);
      assert.equal(io.out(), "CreateTime:1795376760827\tv9\n");
    });
  });

  describe("writing", () => {
    checkAll({
      "consoleproducer-key": {},
      "consoleproducer-headers": {},
      "consoleproducer-deprecated-property": {},
      "consoleproducer-nokey-error": { clearer: /^No key separator found on line number 1: 'noseparator'\n$/ },
    });
  });
});
