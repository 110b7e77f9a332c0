import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ByteChunk } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { batchLengthAt, lastOffsetAt } from "@ottla/records";
import { MemoryDisk } from "../disk/memory-disk.ts";
import { StorageError } from "../storage-error.ts";
import { batch, openTestLog, type TestLog, type TestLogOptions } from "../testing/fixtures.ts";

const READ_BYTES = 100_000;
const OPTIONS = { maxBytes: READ_BYTES, isolation: "high-watermark", minOneMessage: true } as const;

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

/** Sends chunks to nobody, in pieces. */
async function send(chunks: readonly ByteChunk[], pieceBytes: number): Promise<Buffer> {
  const sent: Buffer[] = [];
  for (const chunk of chunks) {
    if (chunk instanceof Uint8Array) {
      sent.push(Buffer.from(chunk));
      continue;
    }
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      const piece = Buffer.alloc(Math.min(pieceBytes, chunk.length - at));
      await chunk.read(piece, at);
      chunk.pass(piece);
      sent.push(piece);
    }
  }
  return Buffer.concat(sent);
}

interface Step {
  readonly offset: number;
  readonly isAtOnce: boolean;
  readonly bytes: Buffer;
}

/** Reads in order, `count` times at most; each read is sent and released before the next. */
async function readInOrder({ log }: TestLog, from: number, count = Infinity, pieceBytes = 7000): Promise<Step[]> {
  const steps: Step[] = [];
  for (let offset = from; offset < log.logEndOffset && steps.length < count;) {
    const read = log.readForTransfer({ ...OPTIONS, startOffset: offset });
    const info = await read;
    assert.equal(info.errorCode, 0);
    const bytes = await send(info.records, pieceBytes);
    assert.equal(bytes.length, info.sizeInBytes);
    info.release();
    steps.push({ offset, isAtOnce: !(read instanceof Promise), bytes });
    for (let at = 0; at + 12 <= bytes.length && at + batchLengthAt(bytes, at) <= bytes.length;) {
      offset = lastOffsetAt(bytes, at) + 1;
      at += batchLengthAt(bytes, at);
    }
  }
  return steps;
}

describe("what is read when it is sent", () => {
  test("is what a plain read gives, and known at once from the second read on", async () => {
    const t = await filled(100);
    const steps = await readInOrder(t, 0);
    const plain = await filled(100);
    for (const { offset, bytes } of steps) {
      const info = await plain.log.read({ ...OPTIONS, startOffset: offset });
      assert.ok(Buffer.concat(info.records).equals(bytes), `at ${offset}`);
      const described = await plain.log.readForTransfer({ ...OPTIONS, startOffset: offset });
      const { records: _records, release: _release, ...rest } = described;
      const { records: _plain, release: _releasePlain, ...plainRest } = info;
      assert.deepEqual(rest, plainRest);
    }
    assert.deepEqual(
      steps.map(({ isAtOnce }) => isAtOnce),
      steps.map((_, i) => i >= 1),
    );
  });

  test("costs no read from disk but those of its pieces, once a reader comes in order", async () => {
    const t = await filled(100);
    await readInOrder(t, 0, 1);
    const before = t.disk.counts.get("read") ?? 0;
    const steps = await readInOrder(t, 9, Infinity, READ_BYTES);
    assert.equal((t.disk.counts.get("read") ?? 0) - before, steps.length);
  });

  test("is whole batches where no more than one fits, whatever the limit", async () => {
    const t = await filled(5);
    for (let offset = 0; offset < 5; offset++) {
      const info = await t.log.readForTransfer({ ...OPTIONS, maxBytes: 10, startOffset: offset });
      const bytes = await send(info.records, 4096);
      assert.deepEqual([bytes.length, lastOffsetAt(bytes, 0)], [batchLengthAt(bytes, 0), offset]);
    }
    const none = await t.log.readForTransfer({ ...OPTIONS, maxBytes: 10, minOneMessage: false, startOffset: 2 });
    assert.equal(none.firstEntryIncomplete, true);
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

  test("fails while it is sent when the log was cut below it, and is not padded", async () => {
    const t = await filled(20);
    const info = await t.log.readForTransfer({ ...OPTIONS, startOffset: 5 });
    await t.log.truncateTo(8);
    await assert.rejects(send(info.records, READ_BYTES), { code: "CORRUPT_LOG" });
  });

  test("is an error of the disk before it is promised, and one of the sending after", async () => {
    let isBroken = false;
    const disk = new MemoryDisk({
      onOperation: ({ kind }) =>
        isBroken && kind === "read" ? { error: new StorageError("IO", "the disk has a cough") } : undefined,
    });
    const t = await filled(100, { disk });
    const info = await t.log.readForTransfer({ ...OPTIONS, startOffset: 0 });
    isBroken = true;
    assert.equal(
      (await t.log.readForTransfer({ ...OPTIONS, startOffset: 30 })).errorCode,
      ErrorCode.KAFKA_STORAGE_ERROR,
    );
    await assert.rejects(send(info.records, 5000), /the disk has a cough/);
    isBroken = false;
    const rest = await readInOrder(t, 18);
    assert.equal(rest.at(-1)?.offset, 99);
  });

  test("comes from the tail cache where it can", async () => {
    const t = await openTestLog({});
    await append(t, 3, "t");
    const info = t.log.readForTransfer({ ...OPTIONS, startOffset: 0 });
    assert.ok(!(info instanceof Promise) && info.records.every((chunk) => chunk instanceof Uint8Array));
  });
});
