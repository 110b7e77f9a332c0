// The recovery matrix: every file beside the records, damaged in every way, before a start that has a clean stop behind it or not. The records are the
// truth: they are all served, found by offset and by time, and what is known of producers, aborted transactions and epochs comes out of them.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Prng, type Random } from "@ottla/base";
import { BatchIterator, baseOffsetAt, ControlRecordType, endTransactionMarkerBatch } from "@ottla/records";
import { LEADER_EPOCH_CHECKPOINT, PARTITION_METADATA } from "../checkpoint-file.ts";
import { batch, openTestLog, readAll, type TestLog } from "../testing/fixtures.ts";
import type { UnifiedLog } from "./unified-log.ts";

const T0 = 1_735_689_600_000;
const TOPIC_ID = "AAAAAAAAAAAAAAAAAAAAAg";
const SEEDS = 2;

/** Three segments: an idempotent producer, an aborted transaction, two leader epochs, an index entry for each batch. */
async function fill(): Promise<TestLog> {
  const test = await openTestLog({
    config: { indexIntervalBytes: 0, fileDeleteDelayMs: 0 },
    options: { transactionVerificationEnabled: () => false },
  });
  const { log } = test;
  await log.assignTopicId(TOPIC_ID);
  for (let i = 0; i < 12; i++) {
    const leaderEpoch = i < 6 ? 3 : 4;
    const plain = batch({ producerId: 7n, baseSequence: i * 2, count: 2, timestamp: T0 + i * 1000 });
    assert.equal((await log.appendAsLeader(plain, { leaderEpoch })).errorCode, 0);
    const ofTransaction = batch({
      producerId: 8n,
      isTransactional: true,
      baseSequence: i,
      timestamp: T0 + i * 1000 + 1,
    });
    assert.equal((await log.appendAsLeader(ofTransaction, { leaderEpoch })).errorCode, 0);
    if (i % 4 !== 3) continue;
    const marker = { type: ControlRecordType.ABORT, coordinatorEpoch: 0 } as const;
    const bytes = endTransactionMarkerBatch(
      marker,
      { producerId: 8n, producerEpoch: 0 },
      { timestamp: T0 + i * 1000 + 2 },
    );
    const options = { leaderEpoch, origin: "coordinator", transactionVersion: 0 } as const;
    assert.equal((await log.appendAsLeader(bytes, options)).errorCode, 0);
    await log.roll();
  }
  await log.appendAsLeader(batch({ timestamp: T0 + 20_000 }), { leaderEpoch: 4 });
  log.updateHighWatermark(log.logEndOffset);
  return test;
}

/** What clients can learn of a log. */
async function learn(log: UnifiedLog): Promise<Record<string, unknown>> {
  log.updateHighWatermark(log.logEndOffset);
  const found: number[] = [];
  const firstOf: number[] = [];
  for (let offset = 0; offset < log.logEndOffset; offset++) {
    const { bytes, errorCode } = await readAll(log, { startOffset: offset });
    assert.equal(errorCode, 0, `a read at ${offset}`);
    firstOf.push(baseOffsetAt(bytes, 0));
  }
  for (let next = 0; next < log.logEndOffset;) {
    const { bytes } = await readAll(log, { startOffset: next });
    for (const iterator = new BatchIterator(bytes); iterator.next();)
      found.push(baseOffsetAt(bytes, iterator.position));
    next = firstOf.findIndex((first) => first > found.at(-1)!);
    if (next < 0) break;
  }
  const times: unknown[] = [];
  for (let i = -1; i < 22; i++) times.push(await log.offsetForTimestamp(T0 + i * 1000));
  return {
    ...{ found, firstOf, times, end: log.logEndOffset },
    aborted: await log.abortedTransactions(0, log.logEndOffset),
    producers: log.activeProducers(),
    stable: log.lastStableOffset,
    epochs: firstOf.map((offset) => log.epochForOffset(offset)),
  };
}

type Damage = (bytes: Uint8Array, random: Random) => Uint8Array | undefined;

const DAMAGES: Readonly<Record<string, Damage>> = {
  missing: () => undefined,
  empty: () => new Uint8Array(0),
  "cut off": (bytes) => bytes.slice(0, Math.max(0, bytes.length - 3)),
  "all zeros": (bytes) => new Uint8Array(bytes.length),
  "followed by garbage": (bytes, random) => {
    const longer = new Uint8Array(bytes.length + 24);
    random.fill(longer);
    longer.set(bytes);
    return longer;
  },
  "all garbage": (bytes, random) => {
    const garbage = new Uint8Array(bytes.length);
    random.fill(garbage);
    return garbage;
  },
};

const FILES: Readonly<Record<string, (name: string) => boolean>> = {
  "an offset index": (name) => name.endsWith(".index"),
  "a time index": (name) => name.endsWith(".timeindex"),
  "a transaction index": (name) => name.endsWith(".txnindex"),
  "a producer snapshot": (name) => name.endsWith(".snapshot"),
  "the leader epochs": (name) => name === LEADER_EPOCH_CHECKPOINT,
  "the topic id": (name) => name === PARTITION_METADATA,
};

describe("after an unclean stop", () => {
  for (const [file, isMeant] of Object.entries(FILES)) {
    for (const [how, damage] of Object.entries(DAMAGES)) {
      test(`${file} that is ${how} is made anew`, async () => {
        for (let seed = 1; seed <= SEEDS; seed++) {
          const world = await fill();
          const before = await learn(world.log);
          world.disk.crash({ random: new Prng(seed), kind: "process" });
          await damageAll(world, isMeant, { damage, seed });
          const log = await world.reopen({ recoveryPoint: 0 });
          assert.deepEqual(await learn(log), before);
          await log.assignTopicId(TOPIC_ID);
          await log.close();
          assert.deepEqual(await learn(await world.reopen({ hadCleanShutdown: true })), before);
        }
      });
    }
  }
});

/** Nobody looks for damage then, as with Apache Kafka; what shows it is made anew when it is first used, and the rest costs no record. */
describe("after a clean stop", () => {
  for (const file of ["an offset index", "a time index", "a producer snapshot"] as const) {
    for (const [how, damage] of Object.entries(DAMAGES)) {
      test(`${file} that is ${how} costs no record`, async () => {
        for (let seed = 1; seed <= SEEDS; seed++) {
          const world = await fill();
          const { found, firstOf, end } = await learn(world.log);
          await world.log.close();
          await damageAll(world, FILES[file]!, { damage, seed });
          const log = await world.reopen({ hadCleanShutdown: true });
          const after = await learn(log);
          assert.deepEqual([after["found"], after["firstOf"], after["end"]], [found, firstOf, end]);
          assert.equal((await log.appendAsLeader(batch(), { leaderEpoch: 4 })).firstOffset, end);
        }
      });
    }
  }
});

async function damageAll(
  world: TestLog,
  isMeant: (name: string) => boolean,
  { damage, seed }: { readonly damage: Damage; readonly seed: number },
): Promise<void> {
  const random = new Prng(seed);
  const names = (await world.disk.list("/d/t-0")).map(({ name }) => name).filter(isMeant);
  assert.ok(names.length > 0);
  for (const name of names) {
    const path = `/d/t-0/${name}`;
    const bytes = damage(await world.disk.readFile(path), random);
    if (bytes === undefined) await world.disk.unlink(path);
    else await world.disk.replaceFile(path, bytes);
  }
}
