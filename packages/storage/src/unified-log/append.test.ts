import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import {
  baseOffsetAt,
  CompressionType,
  endTransactionMarkerBatch,
  partitionLeaderEpochAt,
  RecordBatchBuilder,
} from "@ottla/records";
import type { DiskOperation } from "../disk/memory-disk.ts";
import { StorageError } from "../storage-error.ts";
import { batch, openTestLog, readAll, type TestBatch, type TestLog } from "../testing/fixtures.ts";
import { VerificationGuard } from "../verification-guard.ts";

const LEADER = { leaderEpoch: 0 };

/** Log writes that wait until they are let go, one after the other. */
class Gate {
  readonly waiting: { readonly bytes: number; readonly go: () => void }[] = [];

  readonly delay = (operation: DiskOperation): Promise<void> | undefined => {
    if (operation.kind !== "write" || !operation.path.endsWith(".log")) return undefined;
    return new Promise((go) => this.waiting.push({ bytes: operation.bytes, go }));
  };

  async next(): Promise<number> {
    await settle();
    const { bytes, go } = this.waiting.shift()!;
    go();
    await settle();
    return bytes;
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) await Promise.resolve();
}

function idempotent(sequence: number, more: TestBatch = {}): Uint8Array {
  return batch({ producerId: 1n, baseSequence: sequence, ...more });
}

describe("an append as leader", () => {
  test("gets the next offsets and the leader epoch written into the batch it was given (A11)", async () => {
    const { log } = await openTestLog();
    const first = batch({ count: 3 });
    const second = batch({ count: 2 });
    const infos = await Promise.all([
      log.appendAsLeader(first, { leaderEpoch: 4 }),
      log.appendAsLeader(second, { leaderEpoch: 5 }),
    ]);
    assert.deepEqual(
      infos.map((info) => [info.firstOffset, info.lastOffset]),
      [
        [0, 2],
        [3, 4],
      ],
    );
    assert.deepEqual([baseOffsetAt(second, 0), partitionLeaderEpochAt(second, 0)], [3, 5]);
    assert.deepEqual([log.logEndOffset, log.latestEpoch, log.highWatermark], [5, 5, 0]);
    assert.deepEqual(log.endOffsetForEpoch(4), { leaderEpoch: 4, endOffset: 3 });
  });

  test("a refused batch leaves no trace (I4)", async () => {
    const { log } = await openTestLog({ config: { segmentBytes: 500 } });
    await log.appendAsLeader(idempotent(0), LEADER);
    const refusals = [
      await log.appendAsLeader(idempotent(5), LEADER),
      await log.appendAsLeader(batch({ records: [{ value: "x".repeat(600) }] }), LEADER),
      await log.appendAsLeader(batch({ baseOffset: 4 }), LEADER),
    ];
    assert.deepEqual(
      refusals.map((info) => [info.errorCode, info.firstOffset]),
      [
        [ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, -1],
        [ErrorCode.RECORD_LIST_TOO_LARGE, -1],
        [ErrorCode.INVALID_RECORD, -1],
      ],
    );
    assert.equal(log.logEndOffset, 1);
    assert.equal((await log.appendAsLeader(idempotent(1), LEADER)).firstOffset, 1);
  });

  test("appends under way gather into one write, and readers see them when it is done", async () => {
    const gate = new Gate();
    const { log } = await openTestLog({ diskOptions: { delay: gate.delay } });
    const size = batch().length;
    const ends: number[] = [];
    log.addListener({ onAppended: ({ logEndOffset }) => ends.push(logEndOffset) });
    const first = log.appendAsLeader(batch(), LEADER);
    await settle();
    const others = [1, 2, 3].map(() => log.appendAsLeader(batch(), LEADER));
    await settle();
    assert.deepEqual([log.logEndOffset, log.queuedBytes], [0, 4 * size]);
    assert.equal(await gate.next(), size);
    assert.equal((await first).firstOffset, 0);
    assert.equal(log.logEndOffset, 1);
    assert.equal(await gate.next(), 3 * size);
    await Promise.all(others);
    assert.deepEqual([ends, log.logEndOffset, log.queuedBytes], [[1, 4], 4, 0]);
  });

  test("appends take effect in the order of their calls, even behind a large compressed one", async () => {
    const { log } = await openTestLog();
    const big = new RecordBatchBuilder({ compression: CompressionType.GZIP });
    for (let i = 0; i < 2000; i++) big.append(1_735_689_600_000, null, crypto.getRandomValues(new Uint8Array(100)));
    const infos = await Promise.all([
      log.appendAsLeader(big.build(), LEADER),
      log.appendAsLeader(batch(), LEADER),
      log.appendAsLeader(batch(), LEADER),
    ]);
    assert.deepEqual(
      infos.map((info) => info.firstOffset),
      [0, 2000, 2001],
    );
  });

  test("the offsets are known at reservation, the outcome at the write", async () => {
    const gate = new Gate();
    const { log } = await openTestLog({ diskOptions: { delay: gate.delay } });
    const validated = log.validateAppend(batch({ count: 4 }), { ...LEADER, origin: "coordinator" });
    assert.ok(!(validated instanceof Promise));
    const { info, written } = log.reserve(validated);
    assert.deepEqual([info.firstOffset, info.lastOffset, log.logEndOffset], [0, 3, 0]);
    await gate.next();
    assert.equal(await written, info);
  });
});

describe("a repeated batch", () => {
  test("is answered with the first offsets and not appended again (I1)", async () => {
    const { log } = await openTestLog();
    for (let i = 0; i < 5; i++) await log.appendAsLeader(idempotent(i * 2, { count: 2 }), LEADER);
    const again = await log.appendAsLeader(idempotent(4, { count: 2 }), LEADER);
    assert.deepEqual([again.isDuplicate, again.firstOffset, again.lastOffset, log.logEndOffset], [true, 4, 5, 10]);
    assert.equal(again.logAppendTimeMs, 1_735_689_600_000);
  });

  test("waits for the write of the original", async () => {
    const gate = new Gate();
    const { log } = await openTestLog({ diskOptions: { delay: gate.delay } });
    const original = log.appendAsLeader(idempotent(0), LEADER);
    await settle();
    let isAnswered = false;
    const repeated = log.appendAsLeader(idempotent(0), LEADER).then((info) => ((isAnswered = true), info));
    await settle();
    assert.equal(isAnswered, false);
    await gate.next();
    assert.deepEqual(
      [(await original).firstOffset, (await repeated).firstOffset, (await repeated).isDuplicate],
      [0, 0, true],
    );
  });

  test("fails with the original, and can then be sent again", async () => {
    let fails = true;
    const { log } = await openTestLog({
      diskOptions: {
        onOperation: ({ kind, path }) => {
          if (!fails || kind !== "write" || !path.endsWith(".log")) return undefined;
          fails = false;
          return { error: new StorageError("NO_SPACE", "full") };
        },
      },
    });
    const original = log.appendAsLeader(idempotent(0), LEADER);
    await Promise.resolve();
    const repeated = log.appendAsLeader(idempotent(0), LEADER);
    assert.deepEqual(
      [(await original).errorCode, (await repeated).errorCode],
      [ErrorCode.KAFKA_STORAGE_ERROR, ErrorCode.KAFKA_STORAGE_ERROR],
    );
    assert.equal((await log.appendAsLeader(idempotent(0), LEADER)).firstOffset, 0);
  });

  test("is still recognised after a restart, clean or not (I5)", async () => {
    for (const hadCleanShutdown of [true, false]) {
      const t = await openTestLog();
      for (let i = 0; i < 3; i++) await t.log.appendAsLeader(idempotent(i), LEADER);
      if (hadCleanShutdown) await t.log.close();
      await t.reopen({ hadCleanShutdown });
      const again = await t.log.appendAsLeader(idempotent(2), LEADER);
      assert.deepEqual([again.errorCode, again.isDuplicate, again.firstOffset], [0, true, 2]);
      assert.equal((await t.log.appendAsLeader(idempotent(3), LEADER)).firstOffset, 3);
    }
  });
});

describe("a write that fails", () => {
  async function failing(code: "NO_SPACE" | "IO", failAt: number): Promise<TestLog & { readonly errors: Error[] }> {
    let writes = 0;
    const errors: Error[] = [];
    const t = await openTestLog({
      config: { segmentBytes: 300 },
      diskOptions: {
        onOperation: ({ kind, path, bytes }) =>
          kind === "write" && path.endsWith(".log") && ++writes === failAt
            ? { error: new StorageError(code, "disk trouble"), writtenBytes: bytes >> 1 }
            : undefined,
      },
    });
    t.log.addListener({ onStorageError: (error) => errors.push(error) });
    return Object.assign(t, { errors });
  }

  test("takes back offsets, sequences, epochs and rolls of everything behind it; then the log goes on", async () => {
    const t = await failing("NO_SPACE", 2);
    const { log } = t;
    await log.appendAsLeader(idempotent(0, { count: 2 }), { leaderEpoch: 1 });
    const appends = [2, 4, 6, 8].map((sequence) =>
      log.appendAsLeader(idempotent(sequence, { count: 2 }), { leaderEpoch: 2 }),
    );
    const codes = (await Promise.all(appends)).map((info) => info.errorCode);
    assert.deepEqual(codes, Array(4).fill(ErrorCode.KAFKA_STORAGE_ERROR));
    assert.deepEqual([log.logEndOffset, log.latestEpoch, log.segmentBaseOffsets], [2, 1, [0]]);
    assert.deepEqual(
      log.activeProducers().map((producer) => producer.lastSequence),
      [1],
    );
    assert.equal(t.errors.length, 1);
    const after = await log.appendAsLeader(idempotent(2, { count: 2 }), { leaderEpoch: 2 });
    assert.deepEqual([after.errorCode, after.firstOffset, log.failure], [0, 2, undefined]);
    const { bytes } = await readAll(log);
    assert.equal(bytes.length, log.sizeInBytes);
    await t.reopen();
    assert.equal(t.log.logEndOffset, 4);
  });

  test("with an error that will not pass refuses all further appends, and reads go on", async () => {
    const { log } = await failing("IO", 2);
    await log.appendAsLeader(batch({ count: 3 }), LEADER);
    assert.equal((await log.appendAsLeader(batch(), LEADER)).errorCode, ErrorCode.KAFKA_STORAGE_ERROR);
    assert.equal((await log.appendAsLeader(batch(), LEADER)).errorCode, ErrorCode.KAFKA_STORAGE_ERROR);
    assert.equal((await readAll(log)).sizeInBytes, log.sizeInBytes);
  });

  test("on a full disk refuses until there is room", async () => {
    const t = await openTestLog({ diskOptions: { capacityBytes: 1500 } });
    let appended = 0;
    let info = await t.log.appendAsLeader(batch({ count: 5 }), LEADER);
    while (info.errorCode === 0) {
      appended += 5;
      info = await t.log.appendAsLeader(batch({ count: 5 }), LEADER);
    }
    assert.ok(appended > 10);
    assert.equal(info.errorCode, ErrorCode.KAFKA_STORAGE_ERROR);
    assert.equal(t.log.logEndOffset, appended);
    t.disk.options = { ...t.disk.options, capacityBytes: 100_000 };
    const again = await t.log.appendAsLeader(batch({ count: 5 }), LEADER);
    assert.deepEqual([again.errorCode, again.firstOffset], [0, appended]);
  });
});

describe("flush.messages", () => {
  test("an append is answered after the fsync that it demands", async () => {
    const { log, disk } = await openTestLog({ config: { flushMessages: 3 } });
    await log.appendAsLeader(batch({ count: 2 }), LEADER);
    assert.deepEqual([log.recoveryPoint, disk.counts.get("sync") ?? 0], [0, 0]);
    await log.appendAsLeader(batch({ count: 1 }), LEADER);
    assert.equal(log.recoveryPoint, 3);
    assert.ok(disk.counts.get("sync")! > 0);
  });

  test("a failed fsync fails the append for good: what it left behind is unknown", async () => {
    const { log } = await openTestLog({
      config: { flushMessages: 1 },
      diskOptions: {
        onOperation: ({ kind, path }) =>
          kind === "sync" && path.endsWith(".log") ? { error: new StorageError("IO", "gone") } : undefined,
      },
    });
    assert.equal((await log.appendAsLeader(batch(), LEADER)).errorCode, ErrorCode.KAFKA_STORAGE_ERROR);
    assert.equal(log.logEndOffset, 0);
    assert.equal((await log.appendAsLeader(batch(), LEADER)).errorCode, ErrorCode.KAFKA_STORAGE_ERROR);
  });
});

describe("an append with its own offsets", () => {
  test("keeps them, gaps included, and refuses to go back", async () => {
    const { log } = await openTestLog();
    await log.appendAsFollower(batch({ count: 2, baseOffset: 10, leaderEpoch: 3 }), 3);
    await log.appendAsFollower(batch({ count: 1, baseOffset: 20, leaderEpoch: 4 }), 4);
    assert.deepEqual([log.logEndOffset, log.latestEpoch, log.segmentBaseOffsets], [21, 4, [0]]);
    const back = await log.appendAsFollower(batch({ baseOffset: 20, leaderEpoch: 4 }), 4);
    assert.deepEqual([back.errorCode, back.firstOffset], [ErrorCode.OFFSET_OUT_OF_RANGE, 20]);
    const read = await readAll(log, { startOffset: 15 });
    assert.equal(baseOffsetAt(read.bytes, 0), 20);
  });

  test("nothing to append is no error", async () => {
    const { log } = await openTestLog();
    const info = await log.appendAsFollower(batch({ leaderEpoch: 9 }), 3);
    assert.deepEqual([info.errorCode, info.lastOffset, log.logEndOffset], [0, -1, 0]);
  });
});

describe("transactional appends", () => {
  const transactional = (sequence: number): Uint8Array => idempotent(sequence, { isTransactional: true });
  const marker = (type: 0 | 1): Uint8Array =>
    endTransactionMarkerBatch(
      { type, coordinatorEpoch: 0 },
      { producerId: 1n, producerEpoch: 0 },
      { timestamp: 1_735_689_600_000 },
    );

  test("the first one needs the guard of its verification", async () => {
    const { log } = await openTestLog();
    assert.equal((await log.appendAsLeader(transactional(0), LEADER)).errorCode, ErrorCode.INVALID_TXN_STATE);
    const start = { producerId: 1n, sequence: 0, producerEpoch: 0, supportsEpochBump: false };
    const { guard } = log.maybeStartTransactionVerification(start);
    const stranger = await log.appendAsLeader(transactional(0), {
      ...LEADER,
      verificationGuard: VerificationGuard.create(),
    });
    assert.equal(stranger.errorCode, ErrorCode.INVALID_TXN_STATE);
    assert.equal((await log.appendAsLeader(transactional(0), { ...LEADER, verificationGuard: guard })).errorCode, 0);
    assert.ok(log.hasOngoingTransaction(1n, 0));
    assert.equal(log.maybeStartTransactionVerification(start).guard, VerificationGuard.SENTINEL);
    assert.equal((await log.appendAsLeader(transactional(1), LEADER)).errorCode, 0);
    await log.appendAsLeader(idempotent(0, { producerEpoch: 3, producerId: 5n }), LEADER);
    const fenced = log.maybeStartTransactionVerification({ ...start, producerId: 5n, producerEpoch: 2 });
    assert.equal(fenced.errorCode, ErrorCode.INVALID_PRODUCER_EPOCH);
  });

  test("hold the last stable offset until the marker is below the high watermark; aborted ones are listed to readers", async () => {
    const { log } = await openTestLog({ options: { transactionVerificationEnabled: () => false } });
    await log.appendAsLeader(batch({ count: 3 }), LEADER);
    await log.appendAsLeader(transactional(0), LEADER);
    await log.appendAsLeader(batch({ count: 2 }), LEADER);
    log.updateHighWatermark(log.logEndOffset);
    assert.deepEqual([log.lastStableOffset, log.highWatermark], [3, 6]);
    const open = await readAll(log, { isolation: "txn-committed" });
    assert.deepEqual([open.abortedTransactions, open.sizeInBytes < log.sizeInBytes], [[], true]);
    await log.appendAsLeader(marker(0), { ...LEADER, origin: "coordinator", transactionVersion: 0 });
    assert.equal(log.lastStableOffset, 3);
    log.updateHighWatermark(log.logEndOffset);
    assert.equal(log.lastStableOffset, 7);
    const closed = await readAll(log, { isolation: "txn-committed" });
    assert.deepEqual(closed.abortedTransactions, [{ producerId: 1n, firstOffset: 3 }]);
    assert.equal((await readAll(log)).abortedTransactions, null);
    assert.deepEqual(await log.abortedTransactions(4, 7), [{ producerId: 1n, firstOffset: 3 }]);
    assert.deepEqual(await log.abortedTransactions(7, 9), []);
  });

  test("aborted transactions survive a restart, clean or not, and rolls", async () => {
    for (const hadCleanShutdown of [true, false]) {
      const t = await openTestLog({
        config: { segmentBytes: 300 },
        options: { transactionVerificationEnabled: () => false },
      });
      await t.log.appendAsLeader(transactional(0), LEADER);
      for (let i = 0; i < 5; i++) await t.log.appendAsLeader(batch({ count: 3 }), LEADER);
      await t.log.appendAsLeader(marker(0), { ...LEADER, origin: "coordinator", transactionVersion: 0 });
      if (hadCleanShutdown) await t.log.close();
      await t.reopen({ hadCleanShutdown });
      assert.ok(t.log.segmentCount > 1);
      t.log.updateHighWatermark(t.log.logEndOffset);
      const read = await readAll(t.log, { isolation: "txn-committed" });
      assert.deepEqual(read.abortedTransactions, [{ producerId: 1n, firstOffset: 0 }]);
    }
  });
});
