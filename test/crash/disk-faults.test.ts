// Disks that fail under a broker as its users start it: full ones that have room again, slow ones, ones that give read and write errors. Whatever
// was acknowledged is read again, before and after kill -9.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { pathToFileURL } from "node:url";
import { Admin, Consumer, Producer } from "@ottla/client";
import { type OttlaProcess, startOttla } from "../support/ottla-process.ts";
import { until } from "../support/until.ts";
import type { Plan } from "./faulty-fs.ts";

const FAULTY_FS = pathToFileURL(join(import.meta.dirname, "faulty-fs.ts")).href;
const PARTITIONS = 4;
/** For a shell: its first argument becomes a file system of this size, on which the rest runs. */
const MOUNT = (bytes: number): string => `mount -t tmpfs -o size=${bytes} tmpfs "$0" && exec "$@"`;

/** Only root may mount, and not in every container. */
function mountSkip(): string | false {
  const directory = mkdtempSync(join(tmpdir(), "ottla-mount-"));
  const { status } = spawnSync("unshare", ["--mount", "sh", "-c", MOUNT(1_000_000), directory, "true"]);
  rmSync(directory, { recursive: true });
  return status === 0 ? false : "file systems cannot be mounted here";
}

/** A broker on a faulty file system, with a topic `t`. */
class Faulty {
  readonly #home = mkdtempSync(join(tmpdir(), "ottla-faults-"));
  readonly directories: readonly string[];
  readonly #topicConfigs: Readonly<Record<string, string>>;
  #wrapper: readonly string[] = [];
  server!: OttlaProcess;
  /** By partition: the values in the order of their offsets. */
  readonly acknowledged: string[][] = Array.from({ length: PARTITIONS }, () => []);

  private constructor(directories: number, topicConfigs: Readonly<Record<string, string>>) {
    this.directories = Array.from({ length: directories }, (_, i) => join(this.#home, `disk-${i}`));
    this.#topicConfigs = topicConfigs;
  }

  static async open(
    context: TestContext,
    options: {
      readonly directories?: number;
      readonly topicConfigs?: Readonly<Record<string, string>>;
      /** A file system of its own, of so many bytes, that only the broker sees. */
      readonly mountBytes?: number;
    } = {},
  ): Promise<Faulty> {
    const faulty = new Faulty(options.directories ?? 1, options.topicConfigs ?? {});
    context.after(async () => {
      if (!faulty.server.hasExited()) await faulty.server.kill();
      rmSync(faulty.#home, { recursive: true, force: true });
    });
    const { mountBytes } = options;
    if (mountBytes !== undefined) {
      const [directory = ""] = faulty.directories;
      mkdirSync(directory);
      faulty.#wrapper = ["unshare", "--mount", "sh", "-c", MOUNT(mountBytes), directory];
    }
    await faulty.start();
    await using admin = faulty.admin();
    const topic = { name: "t", numPartitions: PARTITIONS, replicationFactor: 1, configs: faulty.#topicConfigs };
    (await admin.createTopics([topic])).throwIfAnyFailed();
    for (let partition = 0; partition < PARTITIONS; partition++) await faulty.send(partition);
    return faulty;
  }

  async start(): Promise<void> {
    this.plan({});
    this.server = await startOttla({
      dataDir: join(this.#home, "unused"),
      overrides: { "log.dirs": this.directories.join(",") },
      wrapper: this.#wrapper,
      execArgv: ["--import", FAULTY_FS],
      env: { OTTLA_FAULTS: join(this.#home, "plan.json") },
    });
  }

  plan(plan: Plan): void {
    writeFileSync(join(this.#home, "plan.json"), JSON.stringify(plan));
  }

  admin(): Admin {
    return new Admin({ "bootstrap.servers": this.server.bootstrap });
  }

  /** One record, tried once. Resolves when it is acknowledged. */
  async send(partition: number): Promise<void> {
    await using producer = new Producer({
      "bootstrap.servers": this.server.bootstrap,
      ...{ acks: "all", retries: 0, "enable.idempotence": false, "linger.ms": 0, "compression.type": "none" },
    });
    const value = `${partition}:${this.acknowledged[partition]!.length}`.padEnd(500, ".");
    await producer.send({ topic: "t", partition, value });
    this.acknowledged[partition]!.push(value);
  }

  /** The message of what refuses a record; undefined if nothing does. */
  async refusal(partition: number): Promise<string | undefined> {
    return await this.send(partition).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  }

  /** Everything that was acknowledged is there, in order; what was not may be there as well, once at the most. */
  async checkReads(partitions: readonly number[] = [0, 1, 2, 3]): Promise<void> {
    await using consumer = new Consumer({
      "bootstrap.servers": this.server.bootstrap,
      "auto.offset.reset": "earliest",
    });
    for (const partition of partitions) {
      const at = [{ topic: "t", partition }];
      consumer.assign(at);
      consumer.seekToBeginning(at);
      const wanted = this.acknowledged[partition]!;
      const read: string[] = [];
      await until(`${wanted.length} records of partition ${partition}`, async () => {
        for (const { rawValue } of await consumer.poll({ timeoutMs: 200 }))
          read.push(Buffer.from(rawValue ?? []).toString());
        return read.length >= wanted.length;
      });
      assert.deepEqual(
        read.filter((value) => wanted.includes(value)),
        wanted,
        `partition ${partition}`,
      );
    }
  }

  /** Partitions of `t` in a directory. */
  async partitionsIn(directory: string): Promise<number[]> {
    await using admin = this.admin();
    const { nodes } = await admin.describeCluster();
    const described = await admin.describeLogDirs(nodes.map(({ id }) => id));
    const replicas = [...described.values()].flat().find(({ path }) => path === directory)?.replicas ?? [];
    return replicas.flatMap(({ topic, partition }) => (topic === "t" ? [partition] : [])).sort();
  }
}

describe("a disk under a broker", { timeout: 120_000 }, () => {
  it("that is full refuses writes, is read from, and takes writes again when there is room", async (context) => {
    const faulty = await Faulty.open(context);
    for (let round = 0; round < 2; round++) {
      faulty.plan({ full: "/t-" });
      for (let partition = 0; partition < PARTITIONS; partition++)
        assert.match((await faulty.refusal(partition)) ?? "", /Disk error|storage/i, `partition ${partition}`);
      await faulty.checkReads();
      faulty.plan({});
      for (let partition = 0; partition < PARTITIONS; partition++) await faulty.send(partition);
      await faulty.checkReads();
    }
    assert.match(faulty.server.log(), /ENOSPC/);
    await faulty.server.kill();
    await faulty.start();
    await faulty.checkReads();
    for (let partition = 0; partition < PARTITIONS; partition++) await faulty.send(partition);
    assert.equal(await faulty.server.stop(), 0);
  });

  it("that has no room at all is no other", { skip: mountSkip() }, async (context) => {
    const faulty = await Faulty.open(context, { mountBytes: 16 * 1024 * 1024 });
    const filler = `/proc/${faulty.server.pid}/root${faulty.directories[0]}/filler`;
    for (let round = 0; round < 2; round++) {
      const descriptor = openSync(filler, "w");
      assert.throws(() => {
        for (;;) writeSync(descriptor, Buffer.alloc(65_536));
      }, /ENOSPC/);
      closeSync(descriptor);
      let refused = 0;
      for (let i = 0; i < 200 && refused < PARTITIONS; i++) if (await faulty.refusal(i % PARTITIONS)) refused++;
      assert.equal(refused, PARTITIONS);
      await faulty.checkReads();
      rmSync(filler);
      for (let partition = 0; partition < PARTITIONS; partition++) await faulty.send(partition);
      await faulty.checkReads();
    }
    assert.equal(await faulty.server.stop(), 0);
  });

  it("that syncs slowly holds up those who wait for it, and nobody else", async (context) => {
    const faulty = await Faulty.open(context);
    await using admin = faulty.admin();
    const durable = { name: "durable", numPartitions: 1, replicationFactor: 1, configs: { "flush.messages": "1" } };
    (await admin.createTopics([durable])).throwIfAnyFailed();
    await using producer = new Producer({ "bootstrap.servers": faulty.server.bootstrap, acks: "all", "linger.ms": 0 });
    await producer.send({ topic: "durable", value: "first" });
    const slowMs = 3000;
    faulty.plan({ slowSyncs: "/durable-0/", slowMs });
    const startedMs = performance.now();
    const waiting = producer.send({ topic: "durable", value: "second" }).then(() => performance.now() - startedMs);
    for (let i = 0; i < 5; i++)
      for (let partition = 0; partition < PARTITIONS; partition++) await faulty.send(partition);
    await faulty.checkReads();
    assert.ok(performance.now() - startedMs < slowMs, "the others do not wait");
    assert.ok((await waiting) >= slowMs, "a record is acknowledged when it is durable");
  });

  it("that gives read errors takes its partitions offline, and no others", async (context) => {
    const faulty = await Faulty.open(context, { directories: 2 });
    const [first = "", second = ""] = faulty.directories;
    const lost = await faulty.partitionsIn(second);
    const kept = await faulty.partitionsIn(first);
    assert.ok(lost.length > 0 && kept.length > 0);
    // Nothing of it in memory: the next reads go to the disk.
    await faulty.server.kill();
    await faulty.start();
    faulty.plan({ readErrors: "disk-1/t-" });
    await using consumer = new Consumer({
      "bootstrap.servers": faulty.server.bootstrap,
      "auto.offset.reset": "earliest",
    });
    consumer.assign(lost.map((partition) => ({ topic: "t", partition })));
    await until("the directory is offline", async () => {
      assert.deepEqual([...(await consumer.poll({ timeoutMs: 100 }))], []);
      return /Stopping serving logs in dir \S+disk-1/.test(faulty.server.log());
    });
    for (const partition of lost) assert.match((await faulty.refusal(partition)) ?? "", /Disk error|storage/i);
    for (const partition of kept) await faulty.send(partition);
    await faulty.checkReads(kept);
    // On a mended disk everything is there again.
    await faulty.server.kill();
    await faulty.start();
    await faulty.checkReads();
  });

  for (const [what, plan] of [
    ["write errors", { writeErrors: "/t-" }],
    ["sync errors", { syncErrors: "/t-" }],
  ] as const) {
    it(`that gives ${what} in every directory ends the broker, which starts again on mended ones`, async (context) => {
      const faulty = await Faulty.open(context, { directories: 2, topicConfigs: { "flush.messages": "1" } });
      faulty.plan(plan);
      await Promise.all([0, 1, 2, 3].map((partition) => faulty.refusal(partition)));
      await until("the broker has ended", () => faulty.server.hasExited());
      assert.match(faulty.server.log(), /All log directories have failed/);
      assert.equal(await faulty.server.stop(), 1);
      await faulty.start();
      await faulty.checkReads();
    });
  }
});
