// `kill -9` under load, right after acknowledgements: every record acknowledged with acks=all is there once, at the offset that was
// acknowledged, and the records of one producer are in order. The rounds and the seed can be given: CRASH_ROUNDS, CRASH_SEED.
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { Prng } from "@ottla/base";
import { Admin, Consumer, Producer } from "@ottla/client";
import { startOttla } from "../support/ottla-process.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";
import { checkHistory } from "./history.ts";
import type { Acknowledged, Read } from "./history.ts";

const ROUNDS = Number(process.env["CRASH_ROUNDS"] ?? 50);
const SEED = Number(process.env["CRASH_SEED"] ?? Date.now() % 1_000_000);
const TOPIC = "crash";
const PARTITIONS = 3;
const OUTSTANDING_MAX = 200;

/** Sends until the broker is gone; acknowledged records are kept. `killAfter` acknowledgements, `kill` is called. */
async function load(
  server: OttlaProcess,
  round: number,
  killAfter: number,
  compression: "none" | "gzip" | "snappy" | "lz4" | "zstd",
): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = [];
  const producer = new Producer({
    "bootstrap.servers": server.bootstrap,
    acks: "all",
    "linger.ms": 1,
    "batch.size": 4096,
    "compression.type": compression,
    "delivery.timeout.ms": 3000,
    "request.timeout.ms": 2000,
  });
  let killed: Promise<void> | undefined;
  const pending = new Set<Promise<void>>();
  for (let sequence = 0; killed === undefined; sequence++) {
    const partition = sequence % PARTITIONS;
    const value = `${round}:${partition}:${sequence}`;
    const sent = producer
      .send({ topic: TOPIC, partition, value })
      .then(({ offset }) => {
        acknowledged.push({ partition, offset, value });
        if (acknowledged.length >= killAfter) killed ??= server.kill();
      })
      .catch(() => undefined)
      .finally(() => pending.delete(sent));
    pending.add(sent);
    if (pending.size >= OUTSTANDING_MAX) await Promise.race(pending);
  }
  await killed;
  await producer.close({ timeoutMs: 0 });
  await Promise.all(pending);
  return acknowledged;
}

async function readAll(server: OttlaProcess): Promise<Read[]> {
  const partitions = Array.from({ length: PARTITIONS }, (_, partition) => ({ topic: TOPIC, partition }));
  await using consumer = new Consumer({ "bootstrap.servers": server.bootstrap, "auto.offset.reset": "earliest" });
  consumer.assign(partitions);
  consumer.seekToBeginning(partitions);
  const ends = await consumer.endOffsets(partitions);
  const read: Read[] = [];
  const isAtEnd = async (): Promise<boolean> => {
    for (const partition of partitions) {
      if ((await consumer.position(partition)) < (ends.get(partition) ?? 0)) return false;
    }
    return true;
  };
  const deadline = performance.now() + 60_000;
  while (!(await isAtEnd())) {
    assert(performance.now() < deadline, "the records can be read in time");
    for (const record of await consumer.poll({ timeoutMs: 1000 })) {
      read.push({
        partition: record.partition,
        offset: record.offset,
        value: Buffer.from(record.rawValue ?? []).toString(),
      });
    }
  }
  return read;
}

describe(`kill -9 under load (${ROUNDS} rounds, seed ${SEED})`, () => {
  let server: OttlaProcess | undefined;
  after(async () => {
    if (server === undefined) return;
    if (!server.hasExited()) await server.kill();
    server.remove();
  });

  it("loses, doubles and reorders no acknowledged record", { timeout: 60_000 + ROUNDS * 5_000 }, async (test) => {
    const random = new Prng(SEED);
    const codecs = ["none", "gzip", "snappy", "lz4", "zstd"] as const;
    const acknowledged: Acknowledged[] = [];
    const readyMs: number[] = [];
    server = await startOttla();
    const { dataDir } = server;
    await using admin = new Admin({ "bootstrap.servers": server.bootstrap });
    (
      await admin.createTopics([{ name: TOPIC, numPartitions: PARTITIONS, configs: { "segment.bytes": "1048576" } }])
    ).throwIfAnyFailed();
    for (let round = 0; round < ROUNDS; round++) {
      const killAfter = 1 + (random.uint32() % 3000);
      acknowledged.push(...(await load(server, round, killAfter, codecs[round % codecs.length] ?? "none")));
      server = await startOttla({ dataDir });
      readyMs.push(server.readyMs);
    }
    const read = await readAll(server);
    assert.deepEqual(checkHistory(acknowledged, read), []);
    readyMs.sort((a, b) => a - b);
    const median = readyMs[Math.floor(readyMs.length / 2)]?.toFixed(0);
    test.diagnostic(
      `${acknowledged.length} records acknowledged, ${read.length} read; ready again after ${median} ms (median), ${readyMs.at(-1)?.toFixed(0)} ms (worst)`,
    );
    assert.equal(await server.stop(), 0);
  });
});
