/** Rolls, truncation, retention, recovery and what is on disk after each. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { LogConfig } from "@ottla/config";
import { ErrorCode } from "@ottla/protocol";
import { baseOffsetAt } from "@ottla/records";
import type { DiskOperation, MemoryDisk } from "../disk/memory-disk.ts";
import { batch, logConfig, openTestLog, readAll, type TestLog } from "../testing/fixtures.ts";

const LEADER = { leaderEpoch: 0 };
const T0 = 1_735_689_600_000;
/** A batch of one record with a value of one byte. */
const SIZE = 69;

async function append(t: TestLog, ...timestamps: number[]): Promise<void> {
  for (const timestamp of timestamps)
    await t.log.appendAsLeader(batch({ records: [{ value: "v", timestamp: T0 + timestamp }] }), LEADER);
}

async function names(disk: MemoryDisk): Promise<string[]> {
  return (await disk.list("/d/t-0")).map((entry) => entry.name);
}

async function hexOf(disk: MemoryDisk, name: string): Promise<string> {
  return Buffer.from(await disk.readFile(`/d/t-0/${name}`)).toString("hex");
}

describe("a segment rolls (A13)", () => {
  const rolled = async (
    config: Partial<LogConfig>,
    play: (t: TestLog) => Promise<void>,
  ): Promise<readonly number[]> => {
    const t = await openTestLog({ config });
    await play(t);
    return t.log.segmentBaseOffsets;
  };

  test("when the batch would pass segment.bytes", async () => {
    assert.deepEqual(await rolled({ segmentBytes: SIZE * 2 }, (t) => append(t, 0, 0, 0, 0, 0)), [0, 2, 4]);
  });

  test("when the batch is more than segment.ms younger than the first one", async () => {
    assert.deepEqual(await rolled({ segmentMs: 1000 }, (t) => append(t, 0, 1000, 1001, 1500, 2001, 2002)), [0, 2, 5]);
  });

  test("by max.compaction.lag.ms on a compacted topic, if that is sooner", async () => {
    const config = { segmentMs: 1000, maxCompactionLagMs: 300, compact: true };
    const t = await openTestLog({ config });
    for (const ms of [0, 300, 301])
      await t.log.appendAsLeader(batch({ records: [{ key: "k", value: "v", timestamp: T0 + ms }] }), LEADER);
    assert.deepEqual(t.log.segmentBaseOffsets, [0, 2]);
  });

  test("by the clock if its first batch has no timestamp, and never while it is empty", async () => {
    const found = await rolled({ segmentMs: 1000 }, async (t) => {
      t.clock.advance(5000);
      await append(t, -1 - T0);
      t.clock.advance(1001 + 5000);
      await append(t, -1 - T0);
    });
    assert.deepEqual(found, [0, 1]);
  });

  test("up to segment.jitter.ms sooner", async () => {
    const bases = await rolled({ segmentMs: 1000, segmentJitterMs: 1000 }, (t) => append(t, 0, 999, 1000));
    assert.ok(bases.length > 1);
  });

  test("when an index is full", async () => {
    // Two offset entries: every batch after the first makes one.
    const config = { segmentIndexBytes: 36, indexIntervalBytes: 0 };
    const bases = await rolled(config, (t) => append(t, 0, 1, 2, 3, 4, 5, 6, 7));
    assert.deepEqual(bases, [0, 3, 6]);
  });

  test("when the offset is more than 2^31-1 beyond its base", async () => {
    const t = await openTestLog();
    const max = 0x7fff_ffff;
    for (const baseOffset of [0, max, max + 1]) await t.log.appendAsFollower(batch({ baseOffset, leaderEpoch: 0 }), 0);
    assert.deepEqual(t.log.segmentBaseOffsets, [0, max + 1]);
  });

  test("on demand, but not if it is empty", async () => {
    const t = await openTestLog();
    await t.log.roll();
    await append(t, 0);
    await t.log.roll();
    await t.log.roll();
    assert.deepEqual(t.log.segmentBaseOffsets, [0, 1]);
    await append(t, 1);
    assert.equal((await readAll(t.log, { startOffset: 1 })).fetchOffsetMetadata.segmentBaseOffset, 1);
  });
});

describe("files", () => {
  test("golden: index entries, final time entry, snapshot, epochs after a roll and a clean stop (A14)", async () => {
    const t = await openTestLog({ config: { indexIntervalBytes: 100, segmentBytes: 400 } });
    assert.equal(batch({ records: [{ value: "v", timestamp: T0 }] }).length, SIZE);
    for (const [i, ms] of [0, 50, 20, 70, 60, 90, 95].entries()) {
      await t.log.appendAsLeader(batch({ records: [{ value: "v", timestamp: T0 + ms }] }), {
        leaderEpoch: i < 3 ? 1 : 4,
      });
    }
    await t.log.assignTopicId("AAAAAAAAAAAAAAAAAAAAAg");
    await t.log.close();
    const { disk } = t;
    assert.deepEqual(await names(disk), [
      "00000000000000000000.index",
      "00000000000000000000.log",
      "00000000000000000000.timeindex",
      "00000000000000000005.index",
      "00000000000000000005.log",
      "00000000000000000005.snapshot",
      "00000000000000000005.timeindex",
      "00000000000000000007.snapshot",
      "leader-epoch-checkpoint",
      "partition.metadata",
    ]);
    // Batches at 0, 69, 138 …: more than 100 bytes came before the third and the fifth.
    assert.equal(await hexOf(disk, "00000000000000000000.index"), "00000002" + "0000008a" + "00000004" + "00000114");
    const time = (ms: number): string => (T0 + ms).toString(16).padStart(16, "0");
    assert.equal(await hexOf(disk, "00000000000000000000.timeindex"), time(50) + "00000001" + time(70) + "00000003");
    assert.equal(await hexOf(disk, "00000000000000000005.index"), "");
    assert.equal(await hexOf(disk, "00000000000000000005.timeindex"), time(95) + "00000001");
    assert.equal(await hexOf(disk, "00000000000000000005.snapshot"), "000148674bc700000000");
    const text = async (name: string): Promise<string> => Buffer.from(await disk.readFile(`/d/t-0/${name}`)).toString();
    assert.equal(await text("leader-epoch-checkpoint"), "0\n2\n1 0\n4 3\n");
    assert.equal(await text("partition.metadata"), "version: 0\ntopic_id: AAAAAAAAAAAAAAAAAAAAAg");
    assert.equal((await disk.readFile("/d/t-0/partition.metadata")).length, 43);
  });

  test("preallocate makes the file as long as the segment and gives the rest back", async () => {
    const t = await openTestLog({ config: { preallocate: true, segmentBytes: 1000 } });
    await append(t, 0);
    assert.equal((await t.disk.readFile("/d/t-0/00000000000000000000.log")).length, 1000);
    await t.log.roll();
    assert.equal((await t.disk.readFile("/d/t-0/00000000000000000000.log")).length, SIZE);
    await append(t, 1);
    await t.reopen();
    assert.equal(t.log.logEndOffset, 2);
    await t.log.close();
    assert.equal((await t.disk.readFile("/d/t-0/00000000000000000001.log")).length, SIZE);
  });

  test("a second topic id is refused", async () => {
    const { log } = await openTestLog();
    await log.assignTopicId("AAAAAAAAAAAAAAAAAAAAAg");
    await log.assignTopicId("AAAAAAAAAAAAAAAAAAAAAg");
    await assert.rejects(log.assignTopicId("AAAAAAAAAAAAAAAAAAAAAw"), { code: "INCONSISTENT_TOPIC_ID" });
  });
});

describe("truncation", () => {
  test("cuts at the batch that holds the offset; epochs, producers and indexes follow", async () => {
    const t = await openTestLog({ config: { segmentBytes: 400, indexIntervalBytes: 0 } });
    for (let i = 0; i < 12; i++) {
      const bytes = batch({ count: 2, producerId: 1n, baseSequence: i * 2, timestamp: T0 + i });
      await t.log.appendAsLeader(bytes, { leaderEpoch: i >> 1 });
    }
    t.log.updateHighWatermark(4);
    assert.equal(await t.log.truncateTo(11), true);
    assert.deepEqual([t.log.logEndOffset, t.log.latestEpoch, t.log.activeProducers()[0]?.lastSequence], [10, 2, 9]);
    assert.equal((await t.log.offsetForTimestamp(-3)).offset, 8);
    const next = await t.log.appendAsLeader(batch({ count: 2, producerId: 1n, baseSequence: 10 }), { leaderEpoch: 9 });
    assert.deepEqual([next.errorCode, next.firstOffset], [0, 10]);
    assert.equal(await t.log.truncateTo(100), false);
    await t.reopen();
    assert.deepEqual([t.log.logEndOffset, t.log.latestEpoch], [12, 9]);
  });

  test("below the first segment starts over", async () => {
    const t = await openTestLog();
    await t.log.truncateFullyAndStartAt(50);
    await append(t, 0, 1);
    assert.deepEqual([t.log.logStartOffset, t.log.logEndOffset, t.log.highWatermark], [50, 52, 50]);
    await t.log.truncateTo(20);
    assert.deepEqual([t.log.logStartOffset, t.log.logEndOffset, t.log.segmentBaseOffsets], [20, 20, [20]]);
    await append(t, 5);
    assert.equal(baseOffsetAt((await readAll(t.log, { startOffset: 20 })).bytes, 0), 20);
  });

  test("that starts over does so in one step: at no moment does a read find neither records nor a later start", async () => {
    let look = (): void => {};
    const delay = ({ kind }: DiskOperation): undefined => {
      if (kind !== "read" && kind !== "open") look();
    };
    const t = await openTestLog({ config: { segmentBytes: SIZE * 2 }, diskOptions: { delay }, tailCacheBytesMax: 0 });
    await append(t, 0, 1, 2, 3, 4, 5, 6);
    const reads: ReturnType<typeof readAll>[] = [];
    look = () => {
      assert.ok(t.log.segmentBaseOffsets.length > 0, "a log has a segment");
      reads.push(readAll(t.log, { startOffset: 1 }));
    };
    const done = t.log.truncateFullyAndStartAt(50);
    look();
    await done;
    assert.ok(reads.length > 4, `${reads.length} reads`);
    for (const { errorCode, sizeInBytes } of await Promise.all(reads)) {
      assert.ok(sizeInBytes > 0 || errorCode === ErrorCode.OFFSET_OUT_OF_RANGE, `${errorCode}`);
    }
  });

  test("refuses appends while it runs", async () => {
    const t = await openTestLog();
    await append(t, 0, 1, 2);
    const truncated = t.log.truncateTo(1);
    const refused = await t.log.appendAsLeader(batch(), LEADER);
    assert.equal(refused.errorCode, ErrorCode.NOT_LEADER_OR_FOLLOWER);
    assert.equal(await truncated, true);
    assert.equal((await t.log.appendAsLeader(batch(), LEADER)).firstOffset, 1);
  });
});

describe("retention", () => {
  async function segmented(config: Partial<LogConfig>): Promise<TestLog> {
    const t = await openTestLog({ config: { segmentBytes: SIZE * 2, ...config } });
    await append(t, 0, 100, 200, 300, 400, 500, 600);
    t.log.updateHighWatermark(7);
    assert.deepEqual(t.log.segmentBaseOffsets, [0, 2, 4, 6]);
    return t;
  }

  test("by time: segments whose largest timestamp is too old go, oldest first (R2)", async () => {
    const t = await segmented({ retentionMs: 1000 });
    t.clock.advance(1300);
    assert.equal(await t.log.deleteOldSegments(), 1);
    t.clock.advance(1);
    assert.equal(await t.log.deleteOldSegments(), 1);
    assert.deepEqual([t.log.logStartOffset, t.log.segmentBaseOffsets], [4, [4, 6]]);
    assert.equal((await readAll(t.log, { startOffset: 3 })).errorCode, ErrorCode.OFFSET_OUT_OF_RANGE);
  });

  test("by time: the active segment goes too, and an empty one takes its place (R1)", async () => {
    const t = await segmented({ retentionMs: 1000 });
    t.clock.advance(100_000);
    assert.equal(await t.log.deleteOldSegments(), 4);
    assert.deepEqual([t.log.logStartOffset, t.log.segmentBaseOffsets, t.log.sizeInBytes], [7, [7], 0]);
    assert.equal(await t.log.deleteOldSegments(), 0);
    await append(t, 700);
    assert.equal(t.log.logEndOffset, 8);
  });

  test("by size: while the rest is at least retention.bytes (R3)", async () => {
    const t = await segmented({ retentionMs: -1, retentionBytes: SIZE * 3 });
    assert.equal(await t.log.deleteOldSegments(), 2);
    assert.deepEqual(t.log.segmentBaseOffsets, [4, 6]);
    const exact = await segmented({ retentionMs: -1, retentionBytes: SIZE * 3 + 1 });
    assert.equal(await exact.log.deleteOldSegments(), 1);
  });

  test("never past the high watermark (R1)", async () => {
    const t = await openTestLog({ config: { segmentBytes: SIZE * 2, retentionMs: 0 } });
    await append(t, 0, 0, 0, 0);
    t.clock.advance(10_000);
    assert.equal(await t.log.deleteOldSegments(), 0);
    t.log.updateHighWatermark(2);
    assert.equal(await t.log.deleteOldSegments(), 1);
  });

  test("DeleteRecords moves the log start at once, the segments go with the next pass, whatever the policy (D1, R4)", async () => {
    for (const config of [{ delete: true }, { delete: false }]) {
      const t = await segmented({ ...config, retentionMs: -1 });
      assert.equal(
        t.log.maybeIncrementLogStartOffset(8, "client delete records request"),
        ErrorCode.OFFSET_OUT_OF_RANGE,
      );
      assert.equal(t.log.maybeIncrementLogStartOffset(5, "client delete records request"), 0);
      assert.deepEqual([t.log.logStartOffset, t.log.segmentCount], [5, 4]);
      assert.equal(await t.log.deleteOldSegments(), 2);
      assert.deepEqual(t.log.segmentBaseOffsets, [4, 6]);
    }
  });

  test("without delete in the policy nothing goes by age or size (R5)", async () => {
    const t = await segmented({ delete: false, retentionMs: 0, retentionBytes: 0 });
    t.clock.advance(10_000_000);
    assert.equal(await t.log.deleteOldSegments(), 0);
  });

  test("files are renamed at once and removed after file.delete.delay.ms; a start removes what is left (R6)", async () => {
    const t = await segmented({ retentionMs: 1000, fileDeleteDelayMs: 5000 });
    t.clock.advance(1301);
    await t.log.deleteOldSegments();
    assert.ok((await names(t.disk)).includes("00000000000000000000.log.deleted"));
    assert.ok(!(await names(t.disk)).includes("00000000000000000000.log"));
    t.clock.advance(4999);
    assert.ok((await names(t.disk)).includes("00000000000000000000.log.deleted"));
    await t.clock.advanceAsync(1);
    assert.ok(!(await names(t.disk)).some((name) => name.endsWith(".deleted")));
    t.clock.advance(1301);
    await t.log.deleteOldSegments();
    await t.reopen();
    assert.ok(!(await names(t.disk)).some((name) => name.endsWith(".deleted")));
  });

  test("a new config counts at once", async () => {
    const t = await segmented({ retentionMs: -1 });
    t.clock.advance(10_000_000);
    assert.equal(await t.log.deleteOldSegments(), 0);
    t.log.updateConfig(logConfig({ retentionMs: 1000 }));
    assert.equal(await t.log.deleteOldSegments(), 4);
  });

  test("a read under way when its segment is deleted gets its bytes or the new truth", async () => {
    const t = await openTestLog({ config: { segmentBytes: SIZE * 2, retentionMs: 1000 }, tailCacheBytesMax: 0 });
    await append(t, 0, 100, 200, 300, 400);
    t.log.updateHighWatermark(5);
    t.clock.advance(1301);
    const [read] = await Promise.all([readAll(t.log, { startOffset: 0 }), t.log.deleteOldSegments()]);
    assert.ok(read.errorCode === 0 || read.errorCode === ErrorCode.OFFSET_OUT_OF_RANGE);
    assert.equal((await readAll(t.log, { startOffset: 4 })).errorCode, 0);
  });
});

describe("recovery", () => {
  async function written(count = 10, config: Partial<LogConfig> = {}): Promise<TestLog> {
    const t = await openTestLog({ config: { indexIntervalBytes: 100, ...config } });
    for (let i = 0; i < count; i++) {
      const bytes = batch({ records: [{ value: "v", timestamp: T0 + i }], producerId: 1n, baseSequence: i });
      await t.log.appendAsLeader(bytes, { leaderEpoch: i >> 2 });
    }
    return t;
  }

  async function damage(t: TestLog, name: string, change: (bytes: Uint8Array) => Uint8Array): Promise<void> {
    const path = `/d/t-0/${name}`;
    await t.disk.replaceFile(path, change(await t.disk.readFile(path)));
  }

  const active = "00000000000000000000.log";

  test("cuts a torn tail, garbage and a batch with a wrong checksum; what is before stays", async () => {
    const damages: [string, (bytes: Uint8Array) => Uint8Array, number][] = [
      ["torn", (bytes) => bytes.subarray(0, bytes.length - 5), 9],
      ["torn header", (bytes) => bytes.subarray(0, bytes.length - 60), 9],
      ["garbage", (bytes) => Buffer.concat([bytes, Buffer.alloc(333, 0xa5)]), 10],
      ["zeros", (bytes) => Buffer.concat([bytes, Buffer.alloc(5000)]), 10],
      ["bit", (bytes) => bytes.map((byte, i) => (i === SIZE * 4 + 65 ? byte ^ 1 : byte)), 4],
    ];
    for (const [what, change, endOffset] of damages) {
      const t = await written();
      await damage(t, active, change);
      await t.reopen();
      assert.equal(t.log.logEndOffset, endOffset, what);
      assert.equal(t.log.sizeInBytes, endOffset * SIZE);
      assert.equal(t.log.activeProducers()[0]?.lastSequence, endOffset - 1);
      assert.equal(t.log.latestEpoch, (endOffset - 1) >> 2);
      const again = await t.log.appendAsLeader(batch({ producerId: 1n, baseSequence: endOffset }), { leaderEpoch: 9 });
      assert.equal(again.firstOffset, endOffset);
    }
  });

  test("a torn batch in a middle segment takes the later ones with it", async () => {
    const t = await written(9, { segmentBytes: 210 });
    assert.deepEqual(t.log.segmentBaseOffsets, [0, 3, 6]);
    await damage(t, "00000000000000000003.log", (bytes) => bytes.subarray(0, SIZE + 5));
    await t.reopen();
    assert.deepEqual([t.log.logEndOffset, t.log.segmentBaseOffsets], [4, [0, 3]]);
  });

  test("segments before the recovery point are trusted", async () => {
    const t = await written(9, { segmentBytes: 210 });
    await t.log.flush(6);
    const reads = (): number => t.disk.counts.get("read") ?? 0;
    const before = reads();
    await t.reopen({ recoveryPoint: 6 });
    assert.equal(t.log.logEndOffset, 9);
    assert.ok(reads() - before < 12, `${reads() - before} reads`);
  });

  test("missing and damaged indexes, snapshots and epochs are made anew", async () => {
    for (const hadCleanShutdown of [true, false]) {
      for (const [name, change] of [
        ["00000000000000000000.index", undefined],
        ["00000000000000000000.timeindex", undefined],
        ["00000000000000000000.index", (bytes: Uint8Array) => bytes.subarray(1)],
        ["00000000000000000006.timeindex", (bytes: Uint8Array) => bytes.subarray(1)],
        ["00000000000000000006.index", undefined],
        ["00000000000000000009.snapshot", undefined],
        ["00000000000000000009.snapshot", (bytes: Uint8Array) => bytes.map((byte) => byte ^ 0xff)],
        ["leader-epoch-checkpoint", (bytes: Uint8Array) => bytes.subarray(0, 3)],
      ] as const) {
        const t = await written(9, { segmentBytes: 210 });
        await t.log.close();
        const index = await hexOf(t.disk, "00000000000000000000.index");
        if (change) await damage(t, name, change);
        else await t.disk.unlink(`/d/t-0/${name}`);
        await t.reopen({ hadCleanShutdown });
        assert.equal(t.log.logEndOffset, 9, name);
        for (let offset = 0; offset < 9; offset++) {
          assert.equal(baseOffsetAt((await readAll(t.log, { startOffset: offset })).bytes, 0), offset);
          assert.equal((await t.log.offsetForTimestamp(T0 + offset)).offset, offset, `${name} ${offset}`);
        }
        assert.equal(t.log.activeProducers()[0]?.lastSequence, 8, name);
        await t.log.close();
        assert.equal(await hexOf(t.disk, "00000000000000000000.index"), index);
      }
    }
  });

  test("a log start behind the log end starts over there", async () => {
    const t = await written();
    await t.log.close();
    await t.reopen({ logStartOffset: 50, hadCleanShutdown: true });
    assert.deepEqual([t.log.logStartOffset, t.log.logEndOffset, t.log.segmentBaseOffsets], [50, 50, [50]]);
  });

  test("an interrupted cleaning is dropped, an interrupted swap completed (C10)", async () => {
    const t = await written(9, { segmentBytes: 210 });
    await t.log.close();
    const d = "/d/t-0";
    const merged = Buffer.concat([
      await t.disk.readFile(`${d}/00000000000000000000.log`),
      await t.disk.readFile(`${d}/00000000000000000003.log`),
    ]);
    await t.disk.replaceFile(`${d}/00000000000000000000.log.swap`, merged);
    await t.disk.replaceFile(`${d}/00000000000000000000.index.swap`, new Uint8Array(0));
    await t.disk.replaceFile(`${d}/00000000000000000000.timeindex.swap`, new Uint8Array(0));
    await t.disk.replaceFile(`${d}/00000000000000000006.log.cleaned`, new Uint8Array(3));
    await t.reopen({ hadCleanShutdown: true });
    assert.deepEqual([t.log.segmentBaseOffsets, t.log.logEndOffset, t.log.sizeInBytes], [[0, 6], 9, 9 * SIZE]);
    assert.ok(!(await names(t.disk)).some((name) => /swap|cleaned/.test(name)));
    assert.equal(baseOffsetAt((await readAll(t.log, { startOffset: 5 })).bytes, 0), 5);
  });

  test("a clean stop needs no look at the records", async () => {
    const t = await written(200, { indexIntervalBytes: 1000 });
    await t.log.close();
    const before = t.disk.counts.get("read") ?? 0;
    await t.reopen({ hadCleanShutdown: true });
    assert.deepEqual([t.log.logEndOffset, t.log.recoveryPoint], [200, 200]);
    assert.ok((t.disk.counts.get("read") ?? 0) - before <= 8);
  });
});

test("a closed log refuses appends, and closing again does nothing", async () => {
  const t = await openTestLog();
  await append(t, 0);
  await Promise.all([t.log.close(), t.log.close()]);
  assert.equal((await t.log.appendAsLeader(batch(), LEADER)).errorCode, ErrorCode.NOT_LEADER_OR_FOLLOWER);
  assert.equal(t.disk.openFiles, 0);
});
