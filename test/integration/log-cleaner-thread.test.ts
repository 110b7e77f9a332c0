// The log cleaner over the real disk: it works on a thread of its own, which ends with the log manager.
import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setImmediate } from "node:timers/promises";
import type { TestContext } from "node:test";
import { systemClock, systemRandom } from "@ottla/base";
import { logConfigOf } from "@ottla/config";
import { BatchIterator, CompressionType, RecordBatchBuilder, RecordFailure, decodeBatch } from "@ottla/records";
import { NodeDisk, openLogManager } from "@ottla/storage";
import { until } from "../support/until.ts";
import type { CleanerConfig, LogManager, UnifiedLog } from "@ottla/storage";

const CLEANER: CleanerConfig = {
  isEnabled: true,
  threads: 1,
  dedupeBufferBytes: 1 << 20,
  dedupeBufferLoadFactor: 0.9,
  ioBufferBytes: 4096,
  ioBytesPerSecondMax: Number.MAX_VALUE,
  backoffMs: 15_000,
};

interface Fixture {
  readonly directory: string;
  readonly manager: LogManager;
  readonly log: UnifiedLog;
  readonly messages: string[];
}

async function open(context: TestContext, cleaner: Partial<CleanerConfig> = {}): Promise<Fixture> {
  const directory = await mkdtemp(join(tmpdir(), "ottla-cleaner-"));
  const messages: string[] = [];
  const manager = await openLogManager({
    disk: new NodeDisk(),
    clock: systemClock,
    random: systemRandom,
    logDirectories: [directory],
    clusterId: "cluster",
    nodeId: 1,
    configOf: () => ({
      ...logConfigOf(),
      compact: true,
      delete: false,
      segmentBytes: 4000,
      minCleanableDirtyRatio: 0.01,
    }),
    cleanerConfig: () => ({ ...CLEANER, ...cleaner }),
    logger: (level, message) => messages.push(`${level} ${message}`),
  });
  context.after(async () => {
    await manager.close();
    await rm(directory, { recursive: true });
  });
  const log = await manager.getOrCreateLog(
    { topic: "t", partition: 0 },
    { topicId: "AAAAAAAAAAAAAAAAAAAAAg", isNew: true },
  );
  return { directory, manager, log, messages };
}

/** Every batch has the same ten keys. */
async function fill(log: UnifiedLog, batches: number, compression: CompressionType): Promise<void> {
  for (let i = 0; i < batches; i++) {
    const builder = new RecordBatchBuilder({ compression });
    for (let key = 0; key < 10; key++)
      builder.append(Date.now(), Buffer.from(`key-${key}`), Buffer.from(`value-${i}`.padEnd(100, "x")));
    const info = await log.appendAsLeader(builder.build(), { leaderEpoch: 0 });
    assert.equal(info.errorCode, 0);
  }
  log.updateHighWatermark(log.logEndOffset);
}

async function valuesOf(log: UnifiedLog): Promise<Map<number, string>> {
  const values = new Map<number, string>();
  for (let offset = log.logStartOffset; offset < log.logEndOffset;) {
    const info = await log.read({ startOffset: offset, maxBytes: 1 << 20, isolation: "log-end", minOneMessage: true });
    const bytes = Buffer.concat(info.records);
    info.release();
    const before = offset;
    for (const iterator = new BatchIterator(bytes); iterator.next();) {
      const batch = decodeBatch(bytes, iterator.position);
      assert(!(batch instanceof RecordFailure));
      for (const { offset: at, key, value } of batch.records)
        values.set(at, `${Buffer.from(key!).toString()}=${Buffer.from(value!).toString().replace(/x+$/, "")}`);
      offset = batch.header.lastOffset + 1;
    }
    assert.ok(offset > before, `nothing at ${before}`);
  }
  return values;
}

describe("the log cleaner on its thread", () => {
  for (const [name, compression] of Object.entries(CompressionType)) {
    it(`leaves the last value of every key, ${name}`, async (context) => {
      const { log, manager, directory, messages } = await open(context);
      const batches = compression === CompressionType.NONE ? 60 : 150;
      await fill(log, batches, compression);
      await log.roll();
      const before = await valuesOf(log);
      const firstSegment = join(directory, "t-0", "00000000000000000000.log");
      const reads = readWhile(log, () => manager.cleaner.cleanOnce());
      assert.equal(await reads, true, messages.join("\n"));
      const after = await valuesOf(log);
      const last = [...before].slice(-10);
      assert.deepEqual([...after], last);
      assert.ok((await stat(firstSegment)).size < 3000);
      const names = await readdir(join(directory, "t-0"));
      assert.deepEqual(
        names.filter((file) => file.endsWith(".cleaned") || file.endsWith(".swap")),
        [],
      );
      assert.equal(manager.cleaner.checkpointOf(log), log.logEndOffset);
    });
  }

  it("stops in the middle of its work and leaves nothing behind", async (context) => {
    const { log, manager, directory } = await open(context, { ioBytesPerSecondMax: 1000 });
    await fill(log, 60, CompressionType.NONE);
    await log.roll();
    manager.cleaner.start();
    const partition = join(directory, "t-0");
    await until("a cleaning", () => manager.cleaner.isCleaning(log));
    assert.equal(await log.truncateTo(5), true);
    assert.equal(manager.cleaner.isCleaning(log), false);
    assert.deepEqual(
      (await readdir(partition)).filter((file) => file.endsWith(".cleaned")),
      [],
    );
    assert.equal(manager.cleaner.checkpointOf(log), undefined);
  });
});

/** Reads the log again and again until the work is done; every read must be whole. */
async function readWhile<T>(log: UnifiedLog, work: () => Promise<T>): Promise<T> {
  const state = { isDone: false };
  const done = work().finally(() => {
    state.isDone = true;
  });
  while (!state.isDone) {
    await valuesOf(log);
    // What lies in memory is read without a turn of the event loop.
    await setImmediate();
  }
  return await done;
}
