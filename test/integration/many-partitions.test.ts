// Many partitions under a low limit of open files: one file each at rest, a warning before the limit, a clear refusal at it, and everything there
// again after a clean stop and after kill -9. The figures for 10,000 are bench/ten-thousand-partitions.ts.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readlinkSync } from "node:fs";
import { dirname } from "node:path";
import { after, before, describe, it } from "node:test";
import { Admin, KafkaError, Producer } from "@ottla/client";
import { startOttla } from "../support/ottla-process.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";
import { until } from "../support/until.ts";

/** A quarter is for other things than logs: 750 partitions. */
const OPEN_FILES = 1_000;
const PARTITIONS_MAX = 750;
const TOPICS = 7;
const PARTITIONS = 100;
const SKIP = spawnSync("prlimit", ["--version"]).error === undefined ? false : "prlimit is not there";

/** Open files by the directory they lie in, for directories of partitions. */
function filesByPartition(pid: number, dataDir: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const descriptor of readdirSync(`/proc/${pid}/fd`)) {
    let path: string;
    try {
      path = readlinkSync(`/proc/${pid}/fd/${descriptor}`);
    } catch {
      continue; // The descriptor of this very listing.
    }
    const directory = dirname(path);
    if (directory.startsWith(`${dataDir}/t-`)) counts.set(directory, (counts.get(directory) ?? 0) + 1);
  }
  return counts;
}

function assertOneEach({ pid, dataDir }: OttlaProcess): void {
  const counts = filesByPartition(pid, dataDir);
  assert.ok(counts.size <= TOPICS * PARTITIONS);
  assert.deepEqual(
    [...counts].filter(([, count]) => count > 1),
    [],
    "at most one open file a partition",
  );
  assert.ok(readdirSync(`/proc/${pid}/fd`).length < OPEN_FILES, "within the limit");
}

describe("700 partitions under a limit of 1,000 open files", { skip: SKIP, timeout: 240_000 }, () => {
  let broker: OttlaProcess;

  const start = async (dataDir?: string): Promise<void> => {
    broker = await startOttla({
      wrapper: ["prlimit", `--nofile=${OPEN_FILES}`],
      startTimeoutMs: 60_000,
      ...(dataDir === undefined ? {} : { dataDir }),
    });
  };
  const open = (): Admin => new Admin({ "bootstrap.servers": broker.bootstrap });

  const sendToAll = async (value: string): Promise<number> => {
    await using producer = new Producer({ "bootstrap.servers": broker.bootstrap, acks: "all", "linger.ms": 5 });
    const sent: Promise<{ readonly offset: number }>[] = [];
    for (let topic = 0; topic < TOPICS; topic++) {
      for (let partition = 0; partition < PARTITIONS; partition++) {
        sent.push(producer.send({ topic: `t-${topic}`, partition, value }));
      }
    }
    const offsets = new Set((await Promise.all(sent)).map(({ offset }) => offset));
    assert.equal(offsets.size, 1, "every partition is as long as the others");
    return [...offsets][0] ?? -1;
  };

  before(() => start());
  after(async () => {
    await broker.kill();
    broker.remove();
  });

  it("are made, warned of before the limit, and rest with one open file each", async () => {
    await using admin = open();
    for (let topic = 0; topic < TOPICS; topic++) {
      if (topic === 5) assert.doesNotMatch(broker.log(), /nears its limit/);
      (await admin.createTopics([{ name: `t-${topic}`, numPartitions: PARTITIONS }])).throwIfAnyFailed();
    }
    assert.match(
      broker.log(),
      /WARN .*the broker nears its limit of partitions, one open file each; ulimit -n raises it/,
    );
    assert.equal(filesByPartition(broker.pid, broker.dataDir).size, TOPICS * PARTITIONS);
    assertOneEach(broker);
  });

  it("take records, and rest with one open file each", async () => {
    assert.equal(await sendToAll("first"), 0);
    await until("files are closed", () =>
      [...filesByPartition(broker.pid, broker.dataDir).values()].every((n) => n === 1),
    );
    assertOneEach(broker);
  });

  it("are not joined by more than the limit allows", async () => {
    await using admin = open();
    const refused = async (call: Promise<{ throwIfAnyFailed(): void }>): Promise<void> => {
      const results = await call;
      assert.throws(
        () => results.throwIfAnyFailed(),
        (error: unknown) => {
          assert.ok(error instanceof KafkaError);
          assert.equal(error.code, "POLICY_VIOLATION");
          assert.match(error.message, /^Broker 1 has 700 partition\(s\) and can hold 750, one open file each; 51 more/);
          return true;
        },
      );
    };
    await refused(admin.createTopics([{ name: "more", numPartitions: 51 }]));
    await refused(admin.createPartitions([{ topic: "t-0", totalCount: PARTITIONS + 51 }]));
    (
      await admin.createTopics([{ name: "fits", numPartitions: PARTITIONS_MAX - TOPICS * PARTITIONS }])
    ).throwIfAnyFailed();
    (await admin.deleteTopics(["fits"])).throwIfAnyFailed();
  });

  it("are there again after a clean stop", async () => {
    assert.equal(await broker.stop(), 0);
    assert.doesNotMatch(broker.log(), /ERROR/);
    await start(broker.dataDir);
    assert.match(broker.log(), /Loaded 700 logs from \S+ in \d+ms after a clean shutdown/);
    assertOneEach(broker);
    assert.equal(await sendToAll("second"), 1);
    assertOneEach(broker);
  });

  it("are there again after kill -9", async () => {
    await broker.kill();
    await start(broker.dataDir);
    assert.match(broker.log(), /Loaded 700 logs from \S+ in \d+ms with recovery/);
    assert.equal(await sendToAll("third"), 2);
    assertOneEach(broker);
  });
});
