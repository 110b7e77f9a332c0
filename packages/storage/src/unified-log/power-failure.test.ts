/** Defects that the simulation found, each as the few steps that show it; the disk forgets another part of what was not synced with each seed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Prng } from "@ottla/base";
import {
  BatchIterator,
  baseOffsetAt,
  ControlRecordType,
  endTransactionMarkerBatch,
  lastOffsetAt,
} from "@ottla/records";
import type { DiskFault, DiskOperation } from "../disk/memory-disk.ts";
import { StorageError } from "../storage-error.ts";
import { batch, openTestLog, readAll, type TestLog, type TestLogOptions } from "../testing/fixtures.ts";

const LEADER = { leaderEpoch: 0 };
const TOPIC_ID = "AAAAAAAAAAAAAAAAAAAAAg";
const SEEDS = 100;
const FULL = new StorageError("NO_SPACE", "no space left on device");

/** A log on a disk that knows what a power failure may take, with its directory there for good. */
async function open(
  options: TestLogOptions = {},
  onOperation?: (operation: DiskOperation) => DiskFault | undefined,
): Promise<TestLog> {
  const test = await openTestLog({
    ...options,
    diskOptions: { tracksDurability: true, ...(onOperation ? { onOperation } : {}) },
  });
  for (const directory of ["/", "/d"]) await test.disk.syncDirectory(directory);
  return test;
}

async function append({ log }: TestLog, valueBytes: number): Promise<number> {
  return (await log.appendAsLeader(batch({ records: [{ value: "v".repeat(valueBytes) }] }), LEADER)).errorCode;
}

async function offsets({ log }: TestLog): Promise<number[]> {
  const { bytes } = await readAll(log);
  const found: number[] = [];
  for (const iterator = new BatchIterator(bytes); iterator.next();)
    for (let at = iterator.position, offset = baseOffsetAt(bytes, at); offset <= lastOffsetAt(bytes, at); offset++)
      found.push(offset);
  return found;
}

test("the file of a roll that was taken back does not come back as the next segment (seed 897982 of the first simulation)", async () => {
  const ends = new Set<number>();
  for (let seed = 1; seed <= SEEDS; seed++) {
    let isFull = false;
    const test = await open({ config: { segmentBytes: 1000 } }, ({ kind, path }) =>
      isFull && kind === "write" && path.endsWith("1.log") ? { error: FULL } : undefined,
    );
    assert.equal(await append(test, 600), 0);
    await test.log.flush();
    isFull = true;
    assert.notEqual(await append(test, 600), 0);
    assert.equal(await append(test, 100), 0);
    const { recoveryPoint } = test.log;
    test.disk.crash({ random: new Prng(seed), kind: "power" });
    await test.reopen({ recoveryPoint });
    const found = await offsets(test);
    assert.deepEqual(found, [0, 1].slice(0, test.log.logEndOffset));
    ends.add(test.log.logEndOffset);
  }
  assert.deepEqual([...ends].sort(), [1, 2]);
});

test("a roll that fails is taken back whole: preallocated zeros do not end the log before the next segment", async () => {
  let isFull = false;
  const test = await open({ config: { preallocate: true, segmentBytes: 2000 } }, ({ kind, path }) =>
    isFull && kind === "write" && path.endsWith(".timeindex") ? { error: FULL } : undefined,
  );
  assert.equal(await append(test, 100), 0);
  isFull = true;
  await test.log.roll();
  isFull = false;
  assert.equal(await append(test, 100), 0);
  test.disk.crash({ random: new Prng(1), kind: "process" });
  await test.reopen({});
  assert.deepEqual(await offsets(test), [0, 1]);
});

test("a truncation that stops halfway is the end of the log in this process", async () => {
  let fails = false;
  const test = await open({}, ({ kind, path }) =>
    fails && kind === "sync" && path.endsWith(".log") ? { error: new StorageError("IO", "bad sector") } : undefined,
  );
  for (let i = 0; i < 3; i++) assert.equal(await append(test, 10), 0);
  fails = true;
  await assert.rejects(test.log.truncateTo(1), /bad sector/);
  fails = false;
  assert.notEqual(await append(test, 10), 0);
  assert.match(test.log.failure?.message ?? "", /bad sector/);
  test.disk.crash({ random: new Prng(1), kind: "process" });
  await test.reopen({});
  assert.deepEqual(await offsets(test), [0]);
});

test("aborted transactions of a finished segment are known after a power failure", async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const test = await open({ options: { transactionVerificationEnabled: () => false } });
    await test.log.appendAsLeader(batch({ producerId: 7n, isTransactional: true }), LEADER);
    const marker = { type: ControlRecordType.ABORT, coordinatorEpoch: 0 } as const;
    const bytes = endTransactionMarkerBatch(marker, { producerId: 7n, producerEpoch: 0 }, { timestamp: 1 });
    const options = { ...LEADER, origin: "coordinator", transactionVersion: 0 } as const;
    assert.equal((await test.log.appendAsLeader(bytes, options)).errorCode, 0);
    await test.log.roll();
    await test.log.flush();
    const { recoveryPoint } = test.log;
    assert.equal(recoveryPoint, 2);
    test.disk.crash({ random: new Prng(seed), kind: "power" });
    await test.reopen({ recoveryPoint });
    assert.deepEqual(await test.log.abortedTransactions(0, 2), [{ producerId: 7n, firstOffset: 0 }]);
  }
});

test("records that were deleted are not called durable", async () => {
  const test = await open();
  for (let i = 0; i < 3; i++) assert.equal(await append(test, 10), 0);
  test.log.updateHighWatermark(3);
  assert.equal(test.log.maybeIncrementLogStartOffset(2, "client delete records request"), 0);
  assert.equal(test.log.recoveryPoint, 0);
});

test("after a truncation no transaction that is over holds back the last stable offset", async () => {
  const test = await open({ options: { transactionVerificationEnabled: () => false } });
  await test.log.appendAsLeader(batch({ producerId: 7n, isTransactional: true }), LEADER);
  const marker = { type: ControlRecordType.COMMIT, coordinatorEpoch: 0 } as const;
  const bytes = endTransactionMarkerBatch(marker, { producerId: 7n, producerEpoch: 0 }, { timestamp: 1 });
  await test.log.appendAsLeader(bytes, { ...LEADER, origin: "coordinator", transactionVersion: 0 });
  test.log.updateHighWatermark(2);
  assert.equal(await append(test, 10), 0);
  await test.log.truncateTo(2);
  assert.equal(test.log.lastStableOffset, 2);
});

test("a clean stop makes a snapshot durable that the process before it has written", async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const test = await open({}, ({ kind, path }) => {
      if (kind === "sync" && path.endsWith(".snapshot") && test.disk.generation === 0)
        test.disk.crash({ random: new Prng(seed), kind: "process" });
      return undefined;
    });
    await test.log.appendAsLeader(batch({ producerId: 7n, count: 3 }), LEADER);
    await test.log.flush();
    const { recoveryPoint } = test.log;
    await test.log.roll();
    await test.log.flush().catch(() => {});
    await test.log.closeHandlers();
    assert.equal(test.disk.generation, 1);
    await test.reopen({ recoveryPoint });
    await test.log.close();
    test.disk.crash({ random: new Prng(seed), kind: "power" });
    const snapshot = await test.disk.stat("/d/t-0/00000000000000000003.snapshot");
    assert.equal(snapshot?.sizeBytes, 56);
    await test.reopen({ recoveryPoint, hadCleanShutdown: true });
    assert.deepEqual(
      test.log.activeProducers().map(({ producerId, lastSequence }) => [producerId, lastSequence]),
      [[7n, 2]],
    );
  }
});

test("a snapshot that is damaged after a clean stop does not pass for none at all", async () => {
  const test = await open();
  await test.log.appendAsLeader(batch({ producerId: 7n, count: 3 }), LEADER);
  await test.log.close();
  const path = "/d/t-0/00000000000000000003.snapshot";
  await test.disk.replaceFile(path, (await test.disk.readFile(path)).slice(0, 20));
  await test.reopen({ hadCleanShutdown: true });
  assert.equal(test.log.activeProducers().length, 1);
});

test("an index that is missing after a clean stop costs no producer its sequences", async () => {
  const test = await open();
  assert.equal(await append(test, 10), 0);
  await test.log.roll();
  await test.log.appendAsLeader(batch({ producerId: 7n, count: 3 }), LEADER);
  await test.log.close();
  await test.disk.unlink("/d/t-0/00000000000000000000.index");
  await test.reopen({ hadCleanShutdown: true });
  assert.equal(test.log.activeProducers().length, 1);
});

for (const kind of ["a clean stop", "a crash"] as const) {
  test(`the topic id of a log that was empty at ${kind} of the process that made it lasts as long as what is appended next`, async () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const test = await open();
      await test.log.assignTopicId(TOPIC_ID);
      if (kind === "a clean stop") await test.log.close();
      else test.disk.crash({ random: new Prng(seed), kind: "process" });
      await test.reopen({ hadCleanShutdown: kind === "a clean stop" });
      assert.equal(await append(test, 10), 0);
      await test.log.flush();
      const { recoveryPoint } = test.log;
      test.disk.crash({ random: new Prng(seed), kind: "power" });
      await test.reopen({ recoveryPoint });
      assert.deepEqual([test.log.topicId, await offsets(test)], [TOPIC_ID, [0]]);
    }
  });
}
