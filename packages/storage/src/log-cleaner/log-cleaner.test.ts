/** The cleaner of a log manager on a virtual disk: what is left of a log, which files, and who waits for whom. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { StorageError } from "../storage-error.ts";
import { batch } from "../testing/fixtures.ts";
import { batchesOf, CleanerWorld, recordsOf } from "../testing/cleaner-world.ts";

/** All records of these tests have the same size. */
const BATCH_BYTES = batch({ records: [{ key: "K1", value: "V1" }] }).length;
const THREE_A_SEGMENT = { segmentBytes: 3 * BATCH_BYTES };

const bases = (world: CleanerWorld): Promise<string[]> =>
  world
    .names()
    .then((names) => names.filter((name) => name.endsWith(".log")).map((name) => String(parseInt(name, 10))));

describe("the example of docs/log-compaction.md", () => {
  test("a log half of which is dirty is not cleaned at 0.5, and is at 0.49", async () => {
    const world = await CleanerWorld.open({ ...THREE_A_SEGMENT, minCleanableDirtyRatio: 0 });
    const log = await world.log();
    await world.put("K1=V1", "K2=V1", "K3=V1");
    await world.roll();
    // {0–2} becomes the clean part.
    assert.equal(await world.manager.cleaner.cleanOnce(), true);
    assert.equal(world.manager.cleaner.checkpointOf(log), 3);
    world.setConfig({ minCleanableDirtyRatio: 0.5 });
    await world.put("K3=V2", "K1=V2", "K2=V2", "K1=V3");
    assert.deepEqual(await bases(world), ["0", "3", "6"]);
    assert.equal(await world.manager.cleaner.cleanOnce(), false);
    assert.equal(world.manager.cleaner.metrics.infoOf(log).dirtyRatio, 0.5);
    world.setConfig({ minCleanableDirtyRatio: 0.49 });
    assert.equal(await world.manager.cleaner.cleanOnce(), true);
    assert.deepEqual(await recordsOf(log), ["3:K3=V2", "4:K1=V2", "5:K2=V2", "6:K1=V3"]);
    assert.deepEqual([log.logStartOffset, log.logEndOffset, world.manager.cleaner.checkpointOf(log)], [0, 7, 6]);
    assert.equal(await world.manager.cleaner.cleanOnce(), false);
    await world.manager.close();
  });
});

describe("a log that is cleaned", () => {
  const SMALL = { ...THREE_A_SEGMENT, minCleanableDirtyRatio: 0.01 };

  test("is read whole by whoever reads it meanwhile, and the old files stay for file.delete.delay.ms", async () => {
    const world = await CleanerWorld.open({ ...SMALL, fileDeleteDelayMs: 5000 });
    const log = await world.log();
    await world.put("K1=V1", "K2=V1", "K1=V2", "K2=V2", "K1=V3", "K2=V3", "K1=V4");
    await log.flush();
    const before = await recordsOf(log);
    // The reader has the old segment in hand when the new one takes its place.
    let reading: Promise<string[]> | undefined;
    world.disk.options = {
      ...world.disk.options,
      delay: ({ kind, path }) => {
        if (kind === "rename" && path.endsWith(".log.cleaned")) reading ??= recordsOf(log);
        return undefined;
      },
    };
    await world.cleanAll();
    const read = await reading!;
    assert.ok(
      read.every((record) => before.includes(record)),
      read.join(),
    );
    assert.deepEqual(await recordsOf(log), ["4:K1=V3", "5:K2=V3", "6:K1=V4"]);
    assert.equal((await world.names()).filter((name) => name.endsWith(".log.deleted")).length, 2);
    await world.clock.advanceAsync(5001);
    assert.deepEqual(
      (await world.names()).filter((name) => name.endsWith(".deleted")),
      [],
    );
    await world.manager.close();
    assert.equal(world.disk.openFiles, 0);
  });

  test("keeps its producers, its end and its epochs over a restart", async () => {
    const world = await CleanerWorld.open(SMALL);
    const log = await world.log();
    await world.append({ records: [{ key: "K1", value: "V1" }], producerId: 5n, baseSequence: 0 });
    await world.put("K1=V2", "K1=V3", "K1=V4");
    await world.cleanAll();
    const [first] = await batchesOf(log);
    assert.deepEqual([first?.header.producerId, first?.records.length], [5n, 0]);
    const producers = log.activeProducers();
    await world.manager.close();
    await world.reopen();
    const again = await world.log();
    assert.deepEqual([again.activeProducers(), again.logEndOffset], [producers, 4]);
    assert.deepEqual(await recordsOf(again), ["2:K1=V3", "3:K1=V4"]);
    assert.equal(world.manager.cleaner.checkpointOf(again), 3, "the checkpoint is found again");
    await world.manager.close();
  });

  test("that is cut is aborted first, and goes on at the cut", async () => {
    const world = await CleanerWorld.open(SMALL);
    const log = await world.log();
    await world.put("K1=V1", "K2=V1", "K3=V1", "K1=V2", "K2=V2", "K3=V2", "K1=V3");
    await world.cleanAll();
    assert.equal(world.manager.cleaner.checkpointOf(log), 6);
    await log.truncateTo(4);
    assert.equal(world.manager.cleaner.checkpointOf(log), 4);
    await world.put("K1=V4", "K2=V4", "K3=V4");
    let cut: Promise<boolean> | undefined;
    let wasCleaning = false;
    world.disk.options = {
      ...world.disk.options,
      delay: ({ kind, path }) => {
        if (kind !== "write" || !path.endsWith(".log.cleaned") || cut !== undefined) return undefined;
        wasCleaning = world.manager.cleaner.isCleaning(log);
        cut = log.truncateTo(3);
        return undefined;
      },
    };
    assert.equal(await world.manager.cleaner.cleanOnce(), true);
    assert.deepEqual([await cut, wasCleaning, log.logEndOffset], [true, true, 3]);
    assert.deepEqual(
      (await world.names()).filter((name) => name.endsWith(".cleaned") || name.endsWith(".swap")),
      [],
    );
    assert.equal(world.manager.cleaner.checkpointOf(log), 3);
    await world.manager.close();
  });

  test("that is deleted while it is cleaned leaves nothing, and its successor begins at its start", async () => {
    const world = await CleanerWorld.open(SMALL);
    await world.put("K1=V1", "K1=V2", "K1=V3", "K1=V4");
    await world.cleanAll();
    await world.manager.deleteLog({ topic: "t", partition: 0 });
    const successor = await world.log();
    assert.equal(world.manager.cleaner.checkpointOf(successor), undefined);
    await world.manager.close();
  });
});

describe("a log that cannot be cleaned", () => {
  const SMALL = { ...THREE_A_SEGMENT, minCleanableDirtyRatio: 0.01 };

  test("is set aside with the reason, and the others go on", async () => {
    const world = await CleanerWorld.open(SMALL);
    const { cleaner } = world.manager;
    const [bad, good] = [await world.log(0), await world.log(1)];
    for (const log of [bad, good]) {
      for (const value of ["V1", "V2", "V3", "V4"]) await world.append({ records: [{ key: "K1", value }] }, log);
    }
    const file = await world.disk.open("/a/t-0/00000000000000000000.log", "readWrite");
    await file.write(new Uint8Array([0xff]), 16);
    await file.close();
    await world.cleanAll();
    assert.match(cleaner.uncleanableReason(bad) ?? "", /may be corrupt at position 0: the magic of its batch is -1/);
    assert.deepEqual([...cleaner.uncleanableLogs.keys()], [bad]);
    assert.ok((await cleaner.uncleanableBytes("/a")) > 0);
    assert.deepEqual([cleaner.checkpointOf(bad), cleaner.checkpointOf(good)], [undefined, 3]);
    assert.ok(world.messages.some((message) => message.includes("Marking its partition as uncleanable")));
    await world.manager.deleteLog({ topic: "t", partition: 0 });
    assert.equal(cleaner.uncleanableLogs.size, 0);
    await world.manager.close();
  });

  test("for want of room is tried again, and others are not held up", async () => {
    let isFull = true;
    const world = await CleanerWorld.open(SMALL, {
      onOperation: ({ kind, path }) =>
        isFull && kind === "write" && path.endsWith(".log.cleaned")
          ? { error: new StorageError("NO_SPACE", "no space left on device") }
          : undefined,
    });
    const log = await world.log();
    await world.put("K1=V1", "K1=V2", "K1=V3", "K1=V4");
    assert.equal(await world.manager.cleaner.cleanOnce(), true);
    assert.equal(await world.manager.cleaner.cleanOnce(), false, "it is not tried again at once");
    assert.deepEqual(
      (await world.names()).filter((name) => name.endsWith(".cleaned")),
      [],
    );
    assert.deepEqual([world.manager.cleaner.uncleanableReason(log), log.failure], [undefined, undefined]);
    isFull = false;
    await world.clock.advanceAsync(15_001);
    assert.equal(await world.manager.cleaner.cleanOnce(), true);
    assert.deepEqual(await recordsOf(log), ["2:K1=V3", "3:K1=V4"]);
    await world.manager.close();
  });
});

test("compact,delete deletes old segments too, and tells how dirty a log is", async () => {
  const world = await CleanerWorld.open({ ...THREE_A_SEGMENT, delete: true, retentionMs: 1000 });
  const log = await world.log();
  await world.put("K1=V1", "K2=V1", "K3=V1", "K4=V1");
  const { cleaner } = world.manager;
  assert.equal(await cleaner.cleanOnce(), true);
  const { lastCleanMs, lastStats } = cleaner.metrics.infoOf(log);
  assert.deepEqual([lastCleanMs, lastStats?.messagesRead], [world.clock.nowMs(), 3]);
  await world.put("K5=V1", "K6=V1", "K7=V1");
  assert.equal(await cleaner.cleanOnce(), false);
  assert.deepEqual([cleaner.metrics.maxDirtyPercent, cleaner.metrics.infoOf(log).dirtyRatio], [50, 0.5]);
  await world.clock.advanceAsync(1001);
  await cleaner.cleanOnce();
  assert.ok(log.logStartOffset >= 3, `the log starts at ${log.logStartOffset}`);
  await world.manager.close();
});
