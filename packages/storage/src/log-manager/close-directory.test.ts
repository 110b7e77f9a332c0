// A clean stop of many logs: one sync for all of them, and the word of a clean stop only if it has worked.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Prng, VirtualClock } from "@ottla/base";
import { MemoryDisk } from "../disk/memory-disk.ts";
import { ProcessDisk } from "../disk/process-disk.ts";
import { batch, logConfig } from "../testing/fixtures.ts";
import { type LogManager, openLogManager } from "./log-manager.ts";

const LOGS = 5;
const ID = "AAAAAAAAAAAAAAAAAAAAAg";

/** `syncs` answers each sync of the whole disk. */
async function open(disk: MemoryDisk, syncs?: () => boolean): Promise<LogManager> {
  const process = new ProcessDisk(disk);
  if (syncs) process.syncAll = async (path) => syncs() && (await disk.syncAll(path));
  return await openLogManager({
    disk: process,
    clock: new VirtualClock(),
    random: new Prng(7),
    logDirectories: ["/a"],
    clusterId: "cluster",
    nodeId: 1,
    configOf: () => logConfig(),
    wholeSyncMin: LOGS,
  });
}

async function fill(manager: LogManager, count: number): Promise<void> {
  for (let partition = 0; partition < count; partition++) {
    const log = await manager.getOrCreateLog({ topic: "t", partition }, { topicId: ID, isNew: true });
    const info = await log.appendAsLeader(batch({ producerId: 7n, count: 2 }), { leaderEpoch: 0 });
    assert.equal(info.errorCode, 0);
  }
}

async function newDisk(): Promise<MemoryDisk> {
  const disk = new MemoryDisk({ tracksDurability: true });
  await disk.mkdir("/a");
  await disk.syncDirectory("/");
  return disk;
}

const isClean = async (disk: MemoryDisk): Promise<boolean> =>
  (await disk.stat("/a/.kafka_cleanshutdown")) !== undefined;

describe("a clean stop", () => {
  for (const [how, count] of [
    ["many logs at once", LOGS],
    ["a few logs one by one", LOGS - 1],
  ] as const) {
    test(`makes ${how} durable`, async () => {
      for (let seed = 1; seed <= 20; seed++) {
        const disk = await newDisk();
        let whole = 0;
        const manager = await open(disk, () => ++whole > 0);
        await fill(manager, count);
        const before = disk.counts.get("sync") ?? 0;
        await manager.close();
        const fsyncs = (disk.counts.get("sync") ?? 0) - before;
        if (count === LOGS)
          assert.deepEqual([whole, fsyncs < LOGS], [2, true], `${whole} of the whole, ${fsyncs} of files`);
        else assert.deepEqual([whole, fsyncs > 2 * count], [0, true], `${fsyncs} of files`);
        disk.crash({ random: new Prng(seed), kind: "power" });
        assert.ok(await isClean(disk));
        const again = await open(disk);
        for (const log of again.allLogs()) {
          assert.deepEqual([log.logEndOffset, log.recoveryPoint], [2, 2]);
          assert.equal(log.activeProducers()[0]?.lastSequence, 1);
        }
        assert.equal(again.allLogs().length, count);
      }
    });
  }

  test("of a platform that cannot sync its whole disk syncs file by file", async () => {
    const disk = await newDisk();
    const manager = await open(disk, () => false);
    await fill(manager, LOGS);
    const before = disk.counts.get("sync") ?? 0;
    await manager.close();
    assert.ok((disk.counts.get("sync") ?? 0) - before > 2 * LOGS);
    assert.ok(await isClean(disk));
  });

  test("whose last sync fails is none", async () => {
    const disk = await newDisk();
    let whole = 0;
    const manager = await open(disk, () => ++whole === 1);
    await fill(manager, LOGS);
    await manager.close();
    assert.equal(whole, 2);
    assert.ok(!(await isClean(disk)));
    const again = await open(disk);
    assert.deepEqual(
      again.allLogs().map((log) => log.logEndOffset),
      Array.from({ length: LOGS }, () => 2),
    );
  });
});
