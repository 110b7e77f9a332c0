import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BufferPool, Prng, randomBelow } from "@ottla/base";
import type { ByteChunk, TransferableBytes } from "@ottla/base";
import { AnswerWriter } from "./answer-writer.ts";
import type { Channel } from "./network.ts";

const MIB = 1024 * 1024;

interface Taken {
  readonly bytes: Uint8Array;
  readonly onTaken: (() => void) | undefined;
}

/** A channel whose transport takes what it is told to take. */
class SlowChannel implements Channel {
  readonly localAddress = { host: "127.0.0.1", port: 1 };
  readonly remoteAddress = { host: "127.0.0.1", port: 2 };
  readonly sent: Buffer[] = [];
  readonly waiting: Taken[] = [];
  writableLength = 0;
  /** Whatever is written is taken before `write` returns. */
  isFast = false;

  open(): void {}
  pause(): void {}
  resume(): void {}
  end(): void {}
  destroy(): void {}

  write(chunks: readonly Uint8Array[], onTaken?: () => void): void {
    for (const [i, bytes] of chunks.entries()) {
      this.waiting.push({ bytes, onTaken: i === chunks.length - 1 ? onTaken : undefined });
      this.writableLength += bytes.length;
    }
    if (this.isFast) while (this.take());
  }

  writeNow(chunks: readonly Uint8Array[]): void {
    this.write(chunks);
  }

  /** Takes one chunk. */
  take(): boolean {
    const taken = this.waiting.shift();
    if (taken === undefined) return false;
    this.sent.push(Buffer.from(taken.bytes));
    this.writableLength -= taken.bytes.length;
    taken.onTaken?.();
    return true;
  }
}

/** A file of bytes that follow from their positions; reads end when they are told to. */
class File implements TransferableBytes {
  readonly length: number;
  readonly passed: Buffer[] = [];
  readonly reads: { readonly target: Uint8Array; readonly finish: (error?: Error) => void }[] = [];
  readonly #start: number;
  readonly #isInMemory: () => boolean;
  readsNow = 0;

  constructor(start: number, length: number, isInMemory: () => boolean = () => false) {
    this.#start = start;
    this.length = length;
    this.#isInMemory = isInMemory;
  }

  readNow(target: Uint8Array, position: number): boolean {
    if (!this.#isInMemory()) return false;
    this.readsNow += 1;
    target.set(this.content(position, target.length));
    return true;
  }

  content(position = 0, length = this.length): Buffer {
    return Buffer.from(Uint8Array.from({ length }, (_, i) => (this.#start + position + i) % 251));
  }

  read(target: Uint8Array, position: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.reads.push({
        target,
        finish: (error) => {
          if (error) {
            reject(error);
            return;
          }
          target.set(this.content(position, target.length));
          resolve();
        },
      });
    });
  }

  pass(piece: Uint8Array): void {
    this.passed.push(Buffer.from(piece));
  }
}

const settled = (): Promise<void> => new Promise(setImmediate);

interface Made {
  readonly channel: SlowChannel;
  readonly pool: BufferPool;
  readonly writer: AnswerWriter;
  readonly errors: unknown[];
  idle: number;
}

function make(): Made {
  const channel = new SlowChannel();
  const pool = new BufferPool(64 * MIB);
  const errors: unknown[] = [];
  const writer = new AnswerWriter({
    channel,
    pool,
    onReadError: (error) => errors.push(error),
    onIdle: () => {
      made.idle += 1;
    },
  });
  const made: Made = { channel, pool, writer, errors, idle: 0 };
  return made;
}

describe("the writer of answers", () => {
  it("hands over at once what is there", () => {
    const { channel, writer } = make();
    let taken = 0;
    writer.write([Buffer.from("ab"), Buffer.from("c")], () => (taken += 1));
    assert.equal(channel.waiting.length, 2);
    assert.equal(writer.pendingBytes, 3);
    assert.equal(writer.isIdle, true);
    while (channel.take());
    assert.equal(taken, 1);
    assert.equal(writer.pendingBytes, 0);
  });

  it("keeps the order, whenever reads end and whenever the transport takes", async () => {
    const seed = 2026;
    const random = new Prng(seed);
    for (let round = 0; round < 25; round += 1) {
      const { channel, pool, writer } = make();
      const expected: Buffer[] = [];
      const files: File[] = [];
      const taken: number[] = [];
      const answers = 1 + randomBelow(random, 4);
      for (let answer = 0; answer < answers; answer += 1) {
        const chunks: ByteChunk[] = [];
        for (let i = 1 + randomBelow(random, 4); i > 0; i -= 1) {
          if (randomBelow(random, 2) === 0) {
            const bytes = Buffer.alloc(1 + randomBelow(random, 300), answer * 16 + i);
            chunks.push(bytes);
            expected.push(bytes);
          } else {
            const file = new File(randomBelow(random, 251), 1 + randomBelow(random, 700_000), () => {
              return randomBelow(random, 2) === 0;
            });
            files.push(file);
            chunks.push(file);
            expected.push(file.content());
          }
        }
        writer.write(chunks, () => taken.push(answer));
      }
      while (!writer.isIdle || channel.waiting.length > 0) {
        const open = files.flatMap((file) => file.reads);
        const next = open[randomBelow(random, Math.max(1, open.length))];
        if (next !== undefined && randomBelow(random, 2) === 0) {
          for (const file of files) if (file.reads.includes(next)) file.reads.splice(file.reads.indexOf(next), 1);
          next.finish();
          await settled();
        } else {
          channel.take();
        }
      }
      assert.ok(Buffer.concat(channel.sent).equals(Buffer.concat(expected)), `seed ${seed}, round ${round}`);
      assert.deepEqual(taken, [...taken.keys()], `seed ${seed}, round ${round}`);
      assert.equal(taken.length, answers);
      for (const file of files) assert.ok(Buffer.concat(file.passed).equals(file.content()));
      assert.ok(pool.keptBytes <= 2 * MIB, "a few pieces are all the memory it takes");
    }
  });

  it("reads two pieces ahead and no more while the transport takes nothing", async () => {
    const { channel, writer } = make();
    const file = new File(0, 10 * MIB);
    writer.write([Buffer.from("head"), file]);
    assert.equal(writer.pendingBytes, 4 + 10 * MIB);
    assert.equal(channel.waiting.length, 0, "the head waits for the first piece");
    for (let turn = 0; turn < 20; turn += 1) {
      file.reads.shift()?.finish();
      await settled();
    }
    assert.equal(channel.waiting.length, 3, "the head and two pieces");
    assert.equal(channel.writableLength, 4 + 512 * 1024);
    assert.equal(file.passed.length, 2);
    assert.equal(writer.pendingBytes, 4 + 10 * MIB);
    channel.take();
    channel.take();
    assert.equal(channel.waiting.length, 2, "one more");
  });

  it("reads at once what is in memory, and no more than the transport takes", () => {
    const { channel, writer } = make();
    const file = new File(0, 10 * MIB, () => true);
    let taken = 0;
    writer.write([Buffer.from("head"), file], () => (taken += 1));
    assert.equal(channel.waiting.length, 3, "the head and two pieces");
    assert.equal(file.readsNow, 3, "one more waits");
    assert.equal(file.reads.length, 0);
    while (channel.take());
    assert.equal(file.readsNow, 40);
    assert.equal(taken, 1);
    assert.ok(Buffer.concat(channel.sent).equals(Buffer.concat([Buffer.from("head"), file.content()])));
  });

  it("leaves the event loop to others now and then, however fast the transport takes", async () => {
    const { channel, writer } = make();
    channel.isFast = true;
    const file = new File(0, 10 * MIB, () => true);
    let taken = 0;
    writer.write([file], () => (taken += 1));
    assert.deepEqual([file.readsNow, file.reads.length], [16, 2]);
    for (let turn = 0; turn < 10 && taken === 0; turn += 1) {
      for (const read of file.reads.splice(0)) read.finish();
      await settled();
    }
    assert.equal(taken, 1);
    assert.ok(Buffer.concat(channel.sent).equals(file.content()));
  });

  it("a piece read at once waits for the one before it", async () => {
    const { channel, writer } = make();
    let isInMemory = false;
    const file = new File(0, 512 * 1024, () => isInMemory || !(isInMemory = true));
    writer.write([file]);
    assert.deepEqual([file.reads.length, file.readsNow, channel.waiting.length], [1, 1, 0]);
    file.reads[0]?.finish();
    await settled();
    while (channel.take());
    assert.ok(Buffer.concat(channel.sent).equals(file.content()));
  });

  it("gives all memory back and calls everybody back when it is closed in the middle", async () => {
    const { channel, pool, writer } = make();
    const file = new File(0, MIB);
    let taken = 0;
    writer.write([file], () => (taken += 1));
    writer.write([Buffer.from("behind")], () => (taken += 1));
    file.reads[0]?.finish();
    await settled();
    assert.equal(channel.waiting.length, 1);
    assert.equal(file.reads.length, 3);
    file.reads[1]?.finish();
    await settled();
    writer.close();
    writer.close();
    assert.equal(taken, 2);
    file.reads[2]?.finish();
    await settled();
    while (channel.take());
    assert.equal(taken, 2);
    assert.equal(pool.keptBytes, 3 * 256 * 1024);
    writer.write([Buffer.from("late")], () => (taken += 1));
    assert.equal(taken, 3);
    assert.equal(channel.waiting.length, 0);
  });

  it("ends with a piece that cannot be read", async () => {
    const { channel, pool, writer, errors } = make();
    const file = new File(0, MIB);
    let taken = 0;
    writer.write([Buffer.from("head"), file], () => (taken += 1));
    file.reads[0]?.finish(new Error("the disk has a cough"));
    file.reads[1]?.finish();
    await settled();
    assert.deepEqual(errors.map(String), ["Error: the disk has a cough"]);
    assert.equal(channel.waiting.length, 0);
    assert.equal(taken, 1);
    assert.equal(pool.keptBytes, 512 * 1024);
  });

  it("says when nothing waits any more", async () => {
    const made = make();
    const file = new File(0, 10);
    made.writer.write([file]);
    assert.deepEqual([made.idle, made.writer.isIdle], [0, false]);
    file.reads[0]?.finish();
    await settled();
    assert.deepEqual([made.idle, made.writer.isIdle], [1, true]);
  });
});
