/**
 * A cleaning that is cut off at each of its disk operations in turn, by the end of the process and by a loss of power: the next start finds a log
 * in which every key has its last value and nothing else has changed, and cleans on to the same end.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Prng, randomBelow } from "@ottla/base";
import { endTransactionMarkerBatch } from "@ottla/records";
import type { UnifiedLog } from "../unified-log/unified-log.ts";
import { batchesOf, CleanerWorld, recordsOf } from "../testing/cleaner-world.ts";

const CONFIG = { segmentBytes: 400, minCleanableDirtyRatio: 0.01, indexIntervalBytes: 100 };
const KEYS = 7;
/** OTTLA_SIMULATION_RUNS asks for more. */
const SEEDS = Array.from({ length: Number(process.env["OTTLA_SIMULATION_RUNS"] ?? 1) }, (_, i) => i + 1);

/** Two segments' worth of clean records, and more that are dirty: values, delete markers, an idempotent producer, transactions. */
async function fill(world: CleanerWorld, seed: number): Promise<void> {
  const random = new Prng(seed);
  const below = (bound: number): number => randomBelow(random, bound);
  let sequence = 0;
  const append = async (): Promise<void> => {
    const records = Array.from({ length: 1 + below(3) }, () => ({
      key: `k${below(KEYS)}`,
      value: below(5) === 0 ? null : `v${below(1000)}`,
    }));
    const kind = below(4);
    if (kind > 1) return void (await world.append({ records }));
    await world.append({ records, producerId: 7n, baseSequence: sequence });
    sequence += records.length;
  };
  const transact = async (isAborted: boolean): Promise<void> => {
    const producerId = isAborted ? 8n : 9n;
    await world.append({ records: [{ key: `k${below(KEYS)}`, value: "txn" }], producerId, isTransactional: true });
    const log = await world.log();
    const marker = endTransactionMarkerBatch(
      { type: isAborted ? 0 : 1, coordinatorEpoch: 1 },
      { producerId, producerEpoch: 0 },
      { timestamp: world.clock.nowMs() },
    );
    await log.appendAsLeader(marker, { leaderEpoch: 0, origin: "coordinator", transactionVersion: 0 });
    log.updateHighWatermark(log.logEndOffset);
  };
  for (let i = 0; i < 5; i++) await append();
  await transact(true);
  await world.cleanAll();
  for (let i = 0; i < 9; i++) await append();
  await transact(false);
  await world.roll();
  await append();
}

/** The last word on every key, "k=v" or "k" for a delete marker. */
function lastWords(records: readonly string[]): Map<string, string> {
  const last = new Map<string, string>();
  for (const text of records) {
    const record = text.slice(text.indexOf(":") + 1);
    last.set(record.split("=")[0]!, text);
  }
  return last;
}

async function openFilled(seed: number): Promise<CleanerWorld> {
  const world = await CleanerWorld.open(CONFIG, { tracksDurability: true });
  for (const directory of ["/", "/a"]) await world.disk.syncDirectory(directory);
  await fill(world, seed);
  // Several of the segments fit one now.
  world.setConfig({ segmentBytes: 1000 });
  const log = await world.log();
  await log.flush();
  await world.manager.checkpointRecoveryPoints();
  await world.manager.checkpointHighWatermarks();
  return world;
}

/** Runs a cleaning until its n-th operation on the disk, or to its end; true if it got there. */
async function cleanUntil(world: CleanerWorld, n: number, kind: "process" | "power"): Promise<boolean> {
  let count = 0;
  let hasCrashed = false;
  world.disk.options = {
    ...world.disk.options,
    onOperation: () => {
      if (++count === n && !hasCrashed) {
        hasCrashed = true;
        world.disk.crash({ random: new Prng(n), kind });
      }
      return undefined;
    },
  };
  await world.manager.cleaner.cleanOnce();
  world.disk.options = { ...world.disk.options, onOperation: () => undefined };
  return !hasCrashed;
}

async function check(log: UnifiedLog, before: readonly string[]): Promise<void> {
  const after = await recordsOf(log);
  const known = new Set(before);
  for (const record of after) assert.ok(known.has(record), `${record} was not there before`);
  const offsets = after.map((record) => Number(record.split(":")[0]));
  assert.deepEqual(
    offsets,
    [...new Set(offsets)].sort((a, b) => a - b),
    "offsets ascend",
  );
  // Segments that lie over each other would show from their first offset on.
  for (const base of log.segmentBaseOffsets) {
    const rest = after.filter((record) => Number(record.split(":")[0]) >= base);
    if (base < log.logEndOffset) assert.deepEqual(await recordsOf(log, base), rest, `from offset ${base} on`);
  }
  const last = lastWords(after);
  for (const [key, record] of lastWords(before)) {
    if (record.includes("=")) assert.equal(last.get(key), record, `the last value of ${key}`);
  }
}

const producersOf = (log: UnifiedLog): Map<bigint, unknown> =>
  new Map(log.activeProducers().map((producer) => [producer.producerId, producer]));

describe("a cleaning that is cut off", () => {
  for (const kind of ["process", "power"] as const) {
    for (const seed of SEEDS) {
      test(`at any step by the end of the ${kind}, seed ${seed}`, async () => {
        const reference = await openFilled(seed);
        const before = await recordsOf(await reference.log());
        await reference.cleanAll();
        const expected = await recordsOf(await reference.log());
        assert.ok(expected.length < before.length);
        const producers = producersOf(await reference.log());
        let n = 1;
        for (; ; n++) {
          const world = await openFilled(seed);
          const isDone = await cleanUntil(world, n, kind);
          if (isDone) break;
          await world.reopen();
          const log = await world.log();
          log.updateHighWatermark(log.logEndOffset);
          await check(log, before);
          await world.cleanAll();
          assert.deepEqual(await recordsOf(log), expected, `after a crash at operation ${n}`);
          assert.deepEqual(producersOf(log), producers, `after a crash at operation ${n}`);
          const names = await world.names();
          assert.deepEqual(
            names.filter((name) => name.endsWith(".swap") || name.endsWith(".cleaned")),
            [],
          );
          assert.equal((await batchesOf(log)).at(-1)?.header.lastOffset, log.logEndOffset - 1);
        }
        assert.ok(n > 60, `${n} operations`);
      });
    }
  }
});
