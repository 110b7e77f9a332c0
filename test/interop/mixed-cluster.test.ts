// One cluster of ours and Apache's: an Apache Kafka 4.3 broker registers with our controller, leads and follows partitions together with our
// broker, is killed, and catches up. What is on the disks of both is the same, byte for byte.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Admin, Consumer, Producer } from "@ottla/client";
import { startApache } from "../apache/broker.ts";
import type { ApacheBroker } from "../apache/broker.ts";
import { apacheAvailability } from "../apache/jars.ts";
import { freePorts } from "../apache/ports.ts";
import { startOttla } from "../support/ottla-process.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";
import { until } from "../support/until.ts";

const CLUSTER_ID = "4L6g3nShT-eMCtK--X86sw";
const TOPIC = "mixed";
const PARTITIONS = 4;
const OURS = 1;
const THEIRS = 2;
const availability = apacheAvailability();

function metaProperties(dir: string, id: number): void {
  mkdirSync(dir, { recursive: true });
  const lines = ["version=1", `cluster.id=${CLUSTER_ID}`, `node.id=${id}`, `directory.id=directory00000000000${id}A`];
  writeFileSync(join(dir, "meta.properties"), `${lines.join("\n")}\n`);
}

describe(
  "an Apache broker under our controller",
  { skip: availability.available ? false : availability.reason },
  () => {
    const home = mkdtempSync(join(tmpdir(), "ottla-mixed-"));
    const [ourDir, theirHome] = [join(home, "ours"), join(home, "theirs")];
    let ports: readonly number[] = [];
    let ours: OttlaProcess | undefined;
    let theirs: ApacheBroker | undefined;
    const sent = new Map<number, string[]>();

    const voters = (): string => `${OURS}@127.0.0.1:${ports[1]}`;
    const startTheirs = async (): Promise<ApacheBroker> => {
      const port = ports[2] ?? 0;
      const broker = await startApache({
        ports: [port, ports[3] ?? 0],
        dataDir: theirHome,
        jvmArgs: ["-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"],
        overrides: {
          "process.roles": "broker",
          "node.id": String(THEIRS),
          listeners: `PLAINTEXT://127.0.0.1:${port}`,
          "advertised.listeners": `PLAINTEXT://127.0.0.1:${port}`,
          "controller.quorum.voters": voters(),
        },
      });
      theirs = broker;
      return broker;
    };

    const isrSizes = async (at: string): Promise<number[]> => {
      await using admin = new Admin({ "bootstrap.servers": at });
      const described = (await admin.describeTopics([TOPIC])).values().flat();
      return described.flatMap(({ partitions }) => partitions.map(({ isr }) => isr.length));
    };

    /** Sends to every partition with acks=all, and notes what was acknowledged. */
    const produce = async (at: string, count: number): Promise<void> => {
      await using producer = new Producer({ "bootstrap.servers": at, acks: "all", "delivery.timeout.ms": 60_000 });
      await Promise.all(
        Array.from({ length: count }, async (_, i) => {
          const partition = i % PARTITIONS;
          const known = sent.get(partition) ?? [];
          sent.set(partition, known);
          const value = `${known.length}`;
          known.push(value);
          await producer.send({ topic: TOPIC, partition, value });
        }),
      );
    };

    const read = async (at: string): Promise<Map<number, string[]>> => {
      const partitions = Array.from({ length: PARTITIONS }, (_, partition) => ({ topic: TOPIC, partition }));
      await using consumer = new Consumer({ "bootstrap.servers": at });
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      const total = [...sent.values()].reduce((sum, values) => sum + values.length, 0);
      const found = new Map<number, string[]>();
      let count = 0;
      const deadlineMs = performance.now() + 60_000;
      while (count < total) {
        assert.ok(performance.now() < deadlineMs, `${count} of ${total} records`);
        for (const { partition, rawValue } of await consumer.poll({ timeoutMs: 500 })) {
          found.set(partition, [...(found.get(partition) ?? []), Buffer.from(rawValue ?? []).toString()]);
          count++;
        }
      }
      return found;
    };

    before(async () => {
      ports = await freePorts(4);
      metaProperties(ourDir, OURS);
      metaProperties(join(theirHome, "data"), THEIRS);
      const listener = `PLAINTEXT://127.0.0.1:${ports[0]}`;
      ours = await startOttla({
        dataDir: ourDir,
        overrides: {
          "node.id": String(OURS),
          listeners: `${listener},CONTROLLER://127.0.0.1:${ports[1]}`,
          "advertised.listeners": listener,
          "controller.quorum.voters": voters(),
          "broker.session.timeout.ms": "6000",
        },
      });
      await startTheirs();
    });

    after(async () => {
      await theirs?.kill();
      await ours?.kill();
      rmSync(home, { recursive: true, force: true });
    });

    it("creates a topic that is asked for at theirs, led by both", async () => {
      const at = theirs?.bootstrap ?? "";
      await using admin = new Admin({ "bootstrap.servers": at });
      await until("both brokers are there", async () => (await admin.describeCluster()).nodes.length === 2);
      const topic = { name: TOPIC, numPartitions: PARTITIONS, replicationFactor: 2 };
      (await admin.createTopics([topic])).throwIfAnyFailed();
      await until("every replica is in sync", async () => (await isrSizes(at)).every((size) => size === 2));
      const described = (await admin.describeTopics([TOPIC])).values().flat();
      const leaders = described.flatMap(({ partitions }) => partitions.map(({ leader }) => leader?.id));
      assert.deepEqual(new Set(leaders), new Set([OURS, THEIRS]));
    });

    it("acknowledges with acks=all, and both give the records back", async () => {
      await produce(theirs?.bootstrap ?? "", 400);
      assert.deepEqual(await read(ours?.bootstrap ?? ""), sent);
    });

    it("goes on at ours when theirs is killed, and theirs catches up", { timeout: 150_000 }, async () => {
      await theirs?.kill();
      const at = ours?.bootstrap ?? "";
      await until("theirs is out of every in-sync set", async () => (await isrSizes(at)).every((size) => size === 1));
      await produce(at, 400);
      await startTheirs();
      await until("theirs is in sync again", async () => (await isrSizes(at)).every((size) => size === 2), 60_000);
      await produce(at, 100);
      assert.deepEqual(await read(at), sent);
    });

    it("has the same bytes on both disks", async () => {
      for (let partition = 0; partition < PARTITIONS; partition++) {
        const file = join(`${TOPIC}-${partition}`, `${"0".repeat(20)}.log`);
        const [one, other] = [join(ourDir, file), join(theirHome, "data", file)];
        assert.ok(existsSync(one) && existsSync(other));
        await until(`partition ${partition} is the same`, async () => readFileSync(one).equals(readFileSync(other)));
      }
    });
  },
);
