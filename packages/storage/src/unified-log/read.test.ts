import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { BatchIterator, baseOffsetAt } from "@ottla/records";
import { ListOffsetsTimestamp } from "../log-types.ts";
import { batch, openTestLog, readAll, type TestLog, type TestLogOptions } from "../testing/fixtures.ts";
import type { UnifiedLog } from "./unified-log.ts";

const LEADER = { leaderEpoch: 0 };
const T0 = 1_735_689_600_000;

/** `batches` batches of 3 records each, 100 ms apart. */
async function filled(batches: number, options: TestLogOptions = {}): Promise<TestLog> {
  const t = await openTestLog(options);
  for (let i = 0; i < batches; i++) {
    await t.log.appendAsLeader(batch({ count: 3, timestamp: T0 + i * 100 }), { leaderEpoch: i >> 2 });
  }
  t.log.updateHighWatermark(t.log.logEndOffset);
  return t;
}

function baseOffsets(bytes: Uint8Array): number[] {
  const iterator = new BatchIterator(bytes);
  const found: number[] = [];
  while (iterator.next()) found.push(baseOffsetAt(bytes, iterator.position));
  return found;
}

/** The same log read at the tail and from disk. */
const PLACES: readonly [string, TestLogOptions][] = [
  ["at the tail", {}],
  ["from disk", { tailCacheBytesMax: 0 }],
];

for (const [place, options] of PLACES) {
  describe(`a read ${place}`, () => {
    test("begins with the batch that holds the offset and ends at the limit, maybe inside a batch (F3)", async () => {
      const { log } = await filled(10, options);
      const size = log.sizeInBytes / 10;
      for (let offset = 0; offset < 30; offset++) {
        const read = await readAll(log, { startOffset: offset, maxBytes: size * 2 + 5 });
        const first = offset - (offset % 3);
        assert.equal(read.fetchOffsetMetadata.messageOffset, first);
        assert.equal(read.fetchOffsetMetadata.relativePositionInSegment, (first / 3) * size);
        assert.equal(read.sizeInBytes, Math.min(size * 2 + 5, (10 - first / 3) * size));
        assert.equal(baseOffsets(read.bytes)[0], first);
      }
    });

    test("gives a first batch that is too large whole, or nothing of it (F4)", async () => {
      const { log } = await filled(3, options);
      const size = log.sizeInBytes / 3;
      const whole = await readAll(log, { startOffset: 3, maxBytes: 10 });
      assert.deepEqual([whole.sizeInBytes, whole.firstEntryIncomplete], [size, false]);
      const part = await readAll(log, { startOffset: 3, maxBytes: 70, minOneMessage: false });
      assert.deepEqual([part.sizeInBytes, part.firstEntryIncomplete], [70, true]);
      const none = await readAll(log, { startOffset: 3, maxBytes: 0, minOneMessage: false });
      assert.deepEqual([none.sizeInBytes, none.firstEntryIncomplete], [0, true]);
    });

    test("sees no further than its isolation (F2)", async () => {
      const { log } = await filled(4, options);
      for (let i = 0; i < 3; i++) await log.appendAsLeader(batch({ count: 3 }), LEADER);
      const below = await readAll(log, { startOffset: 9, isolation: "high-watermark" });
      assert.deepEqual(baseOffsets(below.bytes), [9]);
      const all = await readAll(log, { startOffset: 9, isolation: "log-end" });
      assert.deepEqual(baseOffsets(all.bytes), [9, 12, 15, 18]);
      for (const startOffset of [12, 13, 21]) {
        const empty = await readAll(log, { startOffset, isolation: "high-watermark" });
        assert.deepEqual([empty.errorCode, empty.sizeInBytes], [0, 0]);
      }
    });

    test("outside of the log is OFFSET_OUT_OF_RANGE (F1)", async () => {
      const { log } = await filled(3, options);
      assert.equal((await readAll(log, { startOffset: 10 })).errorCode, ErrorCode.OFFSET_OUT_OF_RANGE);
      assert.equal((await readAll(log, { startOffset: 9 })).errorCode, 0);
      assert.equal(log.maybeIncrementLogStartOffset(4, "client delete records request"), 0);
      assert.equal((await readAll(log, { startOffset: 3 })).errorCode, ErrorCode.OFFSET_OUT_OF_RANGE);
      assert.equal(baseOffsets((await readAll(log, { startOffset: 4 })).bytes)[0], 3);
    });

    test("stays within a segment (F7), and a reader in order gets everything", async () => {
      const { log } = await filled(40, { ...options, config: { segmentBytes: 700, indexIntervalBytes: 100 } });
      assert.ok(log.segmentCount > 5);
      const seen: number[] = [];
      for (let offset = 0; offset < log.logEndOffset;) {
        const read = await readAll(log, { startOffset: offset, maxBytes: 100_000 });
        const found = baseOffsets(read.bytes);
        const segments = new Set(found.map((base) => log.segmentBaseOffsets.findLast((start) => start <= base)));
        assert.equal(segments.size, 1);
        seen.push(...found);
        offset = found.at(-1)! + 3;
      }
      assert.deepEqual(
        seen,
        Array.from({ length: 40 }, (_, i) => i * 3),
      );
    });
  });
}

describe("memory and disk", () => {
  test("a consumer at the tail never touches the disk; one that reads in order from disk needs the index once", async () => {
    const { log, disk } = await filled(20);
    const before = disk.counts.get("read") ?? 0;
    for (let offset = 0; offset < 60; offset += 3) {
      const read = log.read({ startOffset: offset, maxBytes: 200, isolation: "log-end", minOneMessage: true });
      assert.ok(!(read instanceof Promise));
    }
    assert.equal(disk.counts.get("read") ?? 0, before);

    const cold = await filled(200, { tailCacheBytesMax: 0, config: { indexIntervalBytes: 200 } });
    let reads = 0;
    const counted = (): number => cold.disk.counts.get("read") ?? 0;
    for (let offset = 0; offset < 600;) {
      const start = counted();
      const { bytes } = await readAll(cold.log, { startOffset: offset, maxBytes: 1000 });
      offset = baseOffsets(bytes).at(-1)! + 3;
      reads = counted() - start;
      if (offset > 30) assert.ok(reads <= 1, `${reads} reads at ${offset}`);
    }
  });

  test("the tail cache counts whole blocks and lets the oldest go", async () => {
    const t = await openTestLog({ tailCacheBytesMax: 1 << 20 });
    const one = batch({ records: [{ value: "x".repeat(20_000) }] });
    for (let i = 0; i < 100; i++) await t.log.appendAsLeader(one.slice(), LEADER);
    const isCached = (startOffset: number): boolean =>
      !(t.log.read({ startOffset, maxBytes: 10, isolation: "log-end", minOneMessage: true }) instanceof Promise);
    const cached = Array.from({ length: 100 }, (_, i) => isCached(i));
    // Four blocks of 13 batches, the last of them not full.
    const first = cached.indexOf(true);
    assert.ok(first > 100 - 4 * 13 && first <= 100 - 3 * 13, `cached from ${first}`);
    assert.ok(cached.slice(first).every(Boolean));
  });
});

describe("offsets by timestamp", () => {
  const offsetAt = async (log: UnifiedLog, timestamp: number): Promise<number[]> => {
    const found = await log.offsetForTimestamp(timestamp);
    return [found.errorCode, found.timestamp, found.offset, found.leaderEpoch];
  };

  test("the special ones (L1–L6)", async () => {
    const { log } = await filled(10);
    log.maybeIncrementLogStartOffset(5, "client delete records request");
    assert.deepEqual(await offsetAt(log, ListOffsetsTimestamp.LATEST), [0, -1, 30, 2]);
    assert.deepEqual(await offsetAt(log, ListOffsetsTimestamp.EARLIEST), [0, -1, 5, 0]);
    assert.deepEqual(await offsetAt(log, ListOffsetsTimestamp.EARLIEST_LOCAL), [0, -1, 5, 0]);
    assert.deepEqual(await offsetAt(log, ListOffsetsTimestamp.MAX_TIMESTAMP), [0, T0 + 900, 27, 2]);
    assert.deepEqual(await offsetAt(log, ListOffsetsTimestamp.LATEST_TIERED), [0, -1, -1, -1]);
    assert.deepEqual(await offsetAt(log, ListOffsetsTimestamp.EARLIEST_PENDING_UPLOAD), [0, -1, -1, -1]);
    assert.deepEqual(await offsetAt(log, -7), [ErrorCode.UNSUPPORTED_VERSION, -1, -1, -1]);
  });

  test("an empty log has no greatest timestamp", async () => {
    const { log } = await openTestLog();
    assert.deepEqual(await offsetAt(log, ListOffsetsTimestamp.MAX_TIMESTAMP), [0, -1, -1, -1]);
    assert.deepEqual(await offsetAt(log, 5), [0, -1, -1, -1]);
    assert.deepEqual(await offsetAt(log, ListOffsetsTimestamp.EARLIEST), [0, -1, 0, -1]);
  });

  test("the first record at or after a time, within batches and over segments (L8)", async () => {
    for (const compression of [0, 4] as const) {
      const t = await openTestLog({ config: { segmentBytes: 600, indexIntervalBytes: 50 } });
      for (let i = 0; i < 20; i++) {
        const records = [0, 20, 40].map((ms) => ({ value: "v", timestamp: T0 + i * 100 + ms }));
        await t.log.appendAsLeader(batch({ records, compression }), LEADER);
      }
      for (const hadCleanShutdown of [undefined, true, false]) {
        if (hadCleanShutdown !== undefined) {
          await t.log.close();
          await t.reopen({ hadCleanShutdown });
        }
        assert.deepEqual(await offsetAt(t.log, 0), [0, T0, 0, 0]);
        assert.deepEqual(await offsetAt(t.log, T0 + 120), [0, T0 + 120, 4, 0]);
        assert.deepEqual(await offsetAt(t.log, T0 + 121), [0, T0 + 140, 5, 0]);
        assert.deepEqual(await offsetAt(t.log, T0 + 141), [0, T0 + 200, 6, 0]);
        assert.deepEqual(await offsetAt(t.log, T0 + 1940), [0, T0 + 1940, 59, 0]);
        assert.deepEqual(await offsetAt(t.log, T0 + 1941), [0, -1, -1, -1]);
      }
    }
  });

  test("timestamps that go back: the first record that is late enough, and the first greatest one", async () => {
    const { log } = await openTestLog();
    for (const ms of [500, 100, 900, 300, 900]) {
      await log.appendAsLeader(batch({ records: [{ value: "v", timestamp: T0 + ms }] }), LEADER);
    }
    assert.deepEqual(await offsetAt(log, T0 + 200), [0, T0 + 500, 0, 0]);
    assert.deepEqual(await offsetAt(log, T0 + 600), [0, T0 + 900, 2, 0]);
    assert.deepEqual(await offsetAt(log, ListOffsetsTimestamp.MAX_TIMESTAMP), [0, T0 + 900, 2, 0]);
  });
});
