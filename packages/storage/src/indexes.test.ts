/** Offset, time and transaction index over the virtual disk: bytes, searches over many pages, truncation at every place. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MemoryDisk } from "./disk/memory-disk.ts";
import { OffsetIndex } from "./offset-index.ts";
import { OpenFiles } from "./open-files.ts";
import { PageCache } from "./page-cache.ts";
import { TimeIndex } from "./time-index.ts";
import { TransactionIndex } from "./transaction-index.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

function files(disk: MemoryDisk): { files: OpenFiles; pages: PageCache; maxBytes: number } {
  return { files: new OpenFiles(disk, 10), pages: new PageCache(4), maxBytes: 10485760 };
}

function offsetIndex(disk = new MemoryDisk(), baseOffset = 100): OffsetIndex {
  const index = new OffsetIndex(baseOffset, { ...files(disk), path: "/i" });
  index.file.reset();
  return index;
}

describe("the offset index", () => {
  test("has Kafka's bytes", async () => {
    const disk = new MemoryDisk();
    const index = offsetIndex(disk);
    index.append({ offset: 101, position: 4200 });
    index.append({ offset: 355, position: 70_000 });
    await index.file.write();
    assert.equal(hex(await disk.readFile("/i")), "00000001" + "00001068" + "000000ff" + "00011170");
  });

  test("finds the last entry at or below an offset, among few and many pages, written or not", async () => {
    for (const count of [0, 1, 5, 511, 512, 513, 5000]) {
      for (const writesEvery of [Infinity, 700]) {
        const index = offsetIndex();
        for (let i = 0; i < count; i++) {
          index.append({ offset: 100 + i * 10, position: i * 1000 });
          if (i % writesEvery === writesEvery - 1) await index.file.write();
        }
        for (const i of [0, 1, 2, 510, 511, 512, 513, 1023, 1024, 2500, 4998, 4999].filter((at) => at < count)) {
          assert.deepEqual(await index.lookup(100 + i * 10), { offset: 100 + i * 10, position: i * 1000 });
          assert.deepEqual(await index.lookup(100 + i * 10 + 9), { offset: 100 + i * 10, position: i * 1000 });
        }
        assert.deepEqual(await index.lookup(99), { offset: 100, position: 0 });
        const last =
          count === 0 ? { offset: 100, position: 0 } : { offset: 100 + (count - 1) * 10, position: (count - 1) * 1000 };
        assert.deepEqual(await index.lookup(10 ** 9), last);
      }
    }
  });

  test("gives the first offset at or beyond a position", async () => {
    const index = offsetIndex();
    for (let i = 1; i <= 2000; i++) index.append({ offset: 100 + i, position: i * 10 });
    await index.file.write();
    assert.equal(await index.upperBoundOffset(10), 101);
    assert.equal(await index.upperBoundOffset(11), 102);
    assert.equal(await index.upperBoundOffset(20_000), 2100);
    assert.equal(await index.upperBoundOffset(20_001), undefined);
  });

  test("truncated anywhere it goes on as if the rest had never been", async () => {
    for (const keep of [0, 1, 100, 511, 512, 513, 1023, 1024, 1025, 1999, 2000]) {
      const disk = new MemoryDisk();
      const index = offsetIndex(disk);
      for (let i = 0; i < 2000; i++) {
        index.append({ offset: 100 + i, position: i });
        if (i % 300 === 299) await index.file.write();
      }
      await index.truncateTo(100 + keep);
      assert.equal(index.file.entryCount, keep);
      index.append({ offset: 5000, position: 77 });
      assert.deepEqual(
        await index.lookup(4999),
        keep === 0 ? { offset: 100, position: 0 } : { offset: 99 + keep, position: keep - 1 },
      );
      assert.deepEqual(await index.lastEntry(), { offset: 5000, position: 77 });
      await index.file.flush();
      const again = new OffsetIndex(100, { ...files(disk), path: "/i" });
      await again.file.load();
      assert.equal(again.file.entryCount, keep + 1);
      assert.deepEqual(await again.lookup(6000), { offset: 5000, position: 77 });
    }
  });

  test("a truncation while a write is under way has the last word", async () => {
    const disk = new MemoryDisk();
    const index = offsetIndex(disk);
    for (let i = 0; i < 10; i++) index.append({ offset: 100 + i, position: i });
    const writing = index.file.write();
    index.file.truncateToEntries(3);
    index.append({ offset: 200, position: 50 });
    await writing;
    await index.file.write();
    assert.equal((await disk.readFile("/i")).length, 4 * 8);
    assert.equal(hex((await disk.readFile("/i")).subarray(24)), "0000006400000032");
  });

  test("a file that is no whole number of entries is CORRUPT_INDEX", async () => {
    const disk = new MemoryDisk();
    await disk.replaceFile("/i", new Uint8Array(12));
    const index = new OffsetIndex(0, { ...files(disk), path: "/i" });
    await assert.rejects(index.file.load(), { code: "CORRUPT_INDEX" });
  });

  test("memory is bounded by a page and the cache, however long it grows", async () => {
    const disk = new MemoryDisk();
    const shared = files(disk);
    const index = new OffsetIndex(0, { ...shared, path: "/i" });
    index.file.reset();
    for (let i = 0; i < 100_000; i++) {
      index.append({ offset: i, position: i });
      if (index.file.needsWrite) await index.file.write();
    }
    for (let i = 0; i < 100_000; i += 997) assert.equal((await index.lookup(i)).position, i);
    assert.ok(shared.pages.size <= 4);
  });
});

describe("the time index", () => {
  test("has Kafka's bytes and finds the last entry at or below a time", async () => {
    const disk = new MemoryDisk();
    const index = new TimeIndex(100, { ...files(disk), path: "/i" });
    index.file.reset();
    index.append({ timestamp: 1_735_689_600_000, offset: 102 });
    index.append({ timestamp: 1_735_689_600_500, offset: 110 });
    await index.file.write();
    assert.equal(hex(await disk.readFile("/i")), "000001941f297c00" + "00000002" + "000001941f297df4" + "0000000a");
    assert.deepEqual(await index.lookup(1_735_689_600_499), { timestamp: 1_735_689_600_000, offset: 102 });
    assert.deepEqual(await index.lookup(5), { timestamp: -1, offset: 100 });
    await index.truncateTo(110);
    assert.deepEqual(await index.lastEntry(), { timestamp: 1_735_689_600_000, offset: 102 });
  });
});

describe("the transaction index", () => {
  test("has Kafka's bytes, and a file only with an entry", async () => {
    const disk = new MemoryDisk();
    const index = new TransactionIndex({ baseOffset: 0, path: "/x", files: new OpenFiles(disk, 4), exists: false });
    await index.write({ sync: true });
    assert.equal(await disk.stat("/x"), undefined);
    index.append({ producerId: 9n, firstOffset: 3, lastOffset: 7, lastStableOffset: 8 });
    await index.write({ sync: true });
    assert.equal(
      hex(await disk.readFile("/x")),
      "0000" + "0000000000000009" + "0000000000000003" + "0000000000000007" + "0000000000000008",
    );
  });

  test("collects what overlaps and knows when it is complete", async () => {
    const disk = new MemoryDisk();
    const options = { baseOffset: 0, path: "/x", files: new OpenFiles(disk, 4) };
    const writer = new TransactionIndex({ ...options, exists: false });
    writer.append({ producerId: 1n, firstOffset: 0, lastOffset: 5, lastStableOffset: 2 });
    writer.append({ producerId: 2n, firstOffset: 2, lastOffset: 9, lastStableOffset: 10 });
    writer.append({ producerId: 3n, firstOffset: 12, lastOffset: 20, lastStableOffset: 21 });
    await writer.write({ sync: false });
    const index = new TransactionIndex({ ...options, exists: true });
    const collect = async (fetchOffset: number, upperBoundOffset: number): Promise<[bigint[], boolean]> => {
      const found: Parameters<typeof index.collect>[1] = [];
      const isComplete = await index.collect({ fetchOffset, upperBoundOffset }, found);
      return [found.map((txn) => txn.producerId), isComplete];
    };
    assert.deepEqual(await collect(0, 10), [[1n, 2n], true]);
    assert.deepEqual(await collect(6, 30), [[2n, 3n], false]);
    assert.deepEqual(await collect(10, 12), [[], true]);
    await index.truncateTo(9);
    assert.deepEqual(await collect(0, 100), [[1n], false]);
    await index.write({ sync: false });
    assert.equal((await disk.readFile("/x")).length, 34);
  });
});
