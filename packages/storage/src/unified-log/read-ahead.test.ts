import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BufferPool } from "@ottla/base";
import { batchLengthAt, lastOffsetAt } from "@ottla/records";
import { MemoryDisk } from "../disk/memory-disk.ts";
import type { FetchDataInfo } from "../log-types.ts";
import { ReadAhead } from "../read-ahead.ts";
import { StorageError } from "../storage-error.ts";
import { batch, openTestLog, type TestLog, type TestLogOptions } from "../testing/fixtures.ts";

const READ_BYTES = 100_000;

/** Batches of 10 kB whose values tell their offsets. */
async function filled(batches: number, options: TestLogOptions = {}): Promise<TestLog> {
  const t = await openTestLog({ tailCacheBytesMax: 0, ...options });
  await append(t, batches, "a");
  return t;
}

async function append({ log }: TestLog, batches: number, letter: string): Promise<void> {
  for (let i = 0; i < batches; i++) {
    await log.appendAsLeader(batch({ records: [{ value: letter.repeat(10_000) }] }), { leaderEpoch: 0 });
  }
  log.updateHighWatermark(log.logEndOffset);
}

interface Step {
  readonly offset: number;
  readonly isAtOnce: boolean;
  readonly bytes: Buffer;
}

/** Reads in order, `count` times at most; each read is answered, released, and given the time to read ahead. */
async function readInOrder({ log }: TestLog, from: number, count = Infinity): Promise<Step[]> {
  const steps: Step[] = [];
  for (let offset = from; offset < log.logEndOffset && steps.length < count;) {
    const read = log.read({
      startOffset: offset,
      maxBytes: READ_BYTES,
      isolation: "high-watermark",
      minOneMessage: true,
    });
    const info: FetchDataInfo = await read;
    assert.equal(info.errorCode, 0);
    const bytes = Buffer.concat(info.records);
    info.release();
    steps.push({ offset, isAtOnce: !(read instanceof Promise), bytes });
    for (let at = 0; at + 12 <= bytes.length && at + batchLengthAt(bytes, at) <= bytes.length;) {
      offset = lastOffsetAt(bytes, at) + 1;
      at += batchLengthAt(bytes, at);
    }
    await new Promise(setImmediate);
  }
  return steps;
}

describe("a consumer that reads a log from disk in order", () => {
  test("gets from its third read on what was read ahead, the same bytes", async () => {
    const t = await filled(100);
    const steps = await readInOrder(t, 0);
    const plain = await filled(100);
    for (const { offset, bytes } of steps) {
      const info = await plain.log.read({
        startOffset: offset,
        maxBytes: READ_BYTES,
        isolation: "high-watermark",
        minOneMessage: true,
      });
      assert.ok(Buffer.concat(info.records).equals(bytes), `at ${offset}`);
    }
    assert.deepEqual(
      steps.map(({ isAtOnce }) => isAtOnce),
      // The last read is cut by the end of the log, so it was not read ahead.
      steps.map((_, i) => i >= 2 && i < steps.length - 1),
    );
  });

  test("reads each byte from disk once", async () => {
    const t = await filled(100);
    const before = t.disk.counts.get("read") ?? 0;
    const steps = await readInOrder(t, 0);
    const reads = (t.disk.counts.get("read") ?? 0) - before;
    assert.ok(reads <= steps.length + 1, `${reads} reads for ${steps.length} answers`);
  });

  test("sees nothing of a log that was cut meanwhile", async () => {
    const t = await filled(100);
    const [, , last] = await readInOrder(t, 0, 3);
    assert.ok(last !== undefined);
    await t.log.truncateTo(last.offset + 12);
    await append(t, 40, "b");
    const [next] = await readInOrder(t, last.offset + 9, 1);
    assert.equal(next?.isAtOnce, false);
    const text = next?.bytes.toString("latin1") ?? "";
    assert.ok(text.includes("a".repeat(10_000)) && text.includes("b".repeat(10_000)));
  });

  test("does not notice that reading ahead failed", async () => {
    let isBroken = false;
    const disk = new MemoryDisk({
      onOperation: ({ kind }) =>
        isBroken && kind === "read" ? { error: new StorageError("IO", "the disk has a cough") } : undefined,
    });
    const t = await filled(100, { disk });
    await readInOrder(t, 0, 1);
    // The second read is asked for and answered; what is read ahead behind it fails.
    const second = t.log.read({ startOffset: 9, maxBytes: READ_BYTES, isolation: "log-end", minOneMessage: true });
    (await second).release();
    isBroken = true;
    await new Promise(setImmediate);
    isBroken = false;
    const rest = await readInOrder(t, 18);
    assert.equal(rest.at(-1)?.offset, 99);
  });
});

describe("reads ahead", () => {
  const KIB = 1024;
  const settled = (): Promise<void> => new Promise(setImmediate);

  test("are bounded in bytes: the oldest goes", async () => {
    const buffers = new BufferPool(1 << 20);
    const ahead = new ReadAhead(64 * KIB, buffers);
    const reads = Array.from({ length: 5 }, () => ahead.start(16 * KIB, (target) => Promise.resolve(target.length)));
    await settled();
    assert.deepEqual(
      reads.map((read) => read?.isReady),
      [false, true, true, true, true],
    );
    assert.equal(ahead.bytes, 64 * KIB);
    assert.equal(buffers.keptBytes, 16 * KIB);
    assert.equal(
      ahead.start(65 * KIB, () => Promise.reject(new Error("not read"))),
      undefined,
    );
  });

  test("that are dropped while they are read give their memory back afterwards", async () => {
    const buffers = new BufferPool(1 << 20);
    const ahead = new ReadAhead(64 * KIB, buffers);
    let finish = (): void => {};
    const read = ahead.start(16 * KIB, (target) => new Promise((done) => (finish = () => done(target.length))));
    read?.drop();
    read?.drop();
    assert.deepEqual([ahead.bytes, buffers.keptBytes, read?.take()], [0, 0, undefined]);
    finish();
    await settled();
    assert.equal(buffers.keptBytes, 16 * KIB);
  });

  test("that are taken belong to the taker; short and failed ones cannot be taken", async () => {
    const buffers = new BufferPool(1 << 20);
    const ahead = new ReadAhead(64 * KIB, buffers);
    const whole = ahead.start(16 * KIB, (target) => Promise.resolve(target.length));
    const short = ahead.start(16 * KIB, (target) => Promise.resolve(target.length - 1));
    const failed = ahead.start(16 * KIB, () => Promise.reject(new Error("no disk")));
    assert.equal(whole?.take(), undefined);
    await Promise.all([whole?.done, short?.done, failed?.done]);
    assert.deepEqual([short?.take(), failed?.take()], [undefined, undefined]);
    assert.equal(buffers.keptBytes, 32 * KIB);
    assert.equal(whole?.take()?.length, 16 * KIB);
    assert.equal(whole?.take(), undefined);
    whole?.drop();
    assert.deepEqual([ahead.bytes, buffers.keptBytes], [0, 32 * KIB]);
  });
});
