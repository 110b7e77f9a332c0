import assert from "node:assert/strict";
import { test } from "node:test";
import { BufferPool, Prng } from "@ottla/base";
import { FrameDecoder, giveFrame } from "./frame-decoder.ts";
import { NetworkError } from "./network-error.ts";

function decoderInto(frames: Uint8Array[], frameBytesMax = 1 << 20): FrameDecoder {
  return new FrameDecoder({ frameBytesMax, onFrame: (frame) => frames.push(frame) });
}

function framed(body: Uint8Array): Buffer {
  const target = Buffer.alloc(4 + body.length);
  target.writeInt32BE(body.length, 0);
  target.set(body, 4);
  return target;
}

function isInvalidFrame(error: unknown): boolean {
  return error instanceof NetworkError && error.code === "INVALID_FRAME";
}

test("frames come out whole when bytes arrive one at a time", () => {
  const frames: Uint8Array[] = [];
  const decoder = decoderInto(frames);
  const stream = Buffer.concat([framed(Buffer.from("hello")), framed(Buffer.alloc(0)), framed(Buffer.from("x"))]);
  for (const byte of stream) {
    decoder.push(Uint8Array.of(byte));
  }
  assert.deepEqual(
    frames.map((frame) => Buffer.from(frame).toString()),
    ["hello", "", "x"],
  );
  assert.ok(decoder.isBetweenFrames);
});

test("random frames in random chunks come out as they went in", () => {
  const seed = (Math.random() * 2 ** 32) >>> 0;
  const random = new Prng(seed);
  for (let round = 0; round < 50; round += 1) {
    const bodies = Array.from({ length: 1 + (random.uint32() % 20) }, () => {
      const body = new Uint8Array(random.uint32() % 5000);
      random.fill(body);
      return body;
    });
    const stream = Buffer.concat(bodies.map(framed));
    const frames: Uint8Array[] = [];
    const decoder = decoderInto(frames);
    for (let position = 0; position < stream.length;) {
      const end = Math.min(stream.length, position + 1 + (random.uint32() % 3000));
      // A chunk of its own memory, as the operating system delivers it.
      decoder.push(new Uint8Array(stream.subarray(position, end)));
      position = end;
    }
    assert.equal(Buffer.compare(Buffer.concat(frames.map(framed)), stream), 0, `seed ${seed}`);
  }
});

test("a negative size and one beyond the limit are refused, and the decoder stays dead", () => {
  for (const size of [-1, -0x8000_0000, 101, 0x7fff_ffff]) {
    const frames: Uint8Array[] = [];
    const decoder = decoderInto(frames, 100);
    const prefix = Buffer.alloc(4);
    prefix.writeInt32BE(size);
    assert.throws(() => decoder.push(prefix), isInvalidFrame, String(size));
    decoder.push(framed(Buffer.from("later")));
    assert.equal(frames.length, 0);
  }
});

test("a frame of exactly the limit is taken", () => {
  const frames: Uint8Array[] = [];
  decoderInto(frames, 100).push(framed(new Uint8Array(100)));
  assert.equal(frames[0]?.length, 100);
});

test("memory follows the bytes received, not the bytes announced", () => {
  const decoder = decoderInto([], 100 << 20);
  const prefix = Buffer.alloc(4);
  prefix.writeInt32BE(100 << 20);
  decoder.push(prefix);
  assert.equal(decoder.heldBytes, 0);
  decoder.push(new Uint8Array(1));
  assert.ok(decoder.heldBytes <= 512);
  decoder.push(new Uint8Array(10_000));
  assert.ok(decoder.heldBytes <= 4 * 10_001);
  decoder.close();
  assert.equal(decoder.heldBytes, 0);
});

test("up to announcedBytesMax a frame has all its memory from its first byte, and a larger one grows from there", () => {
  for (const [announced, held] of [
    [60_000, 60_000],
    [100 << 20, 64_000],
  ] as const) {
    const frames: Uint8Array[] = [];
    const decoder = new FrameDecoder({
      frameBytesMax: 100 << 20,
      announcedBytesMax: 64_000,
      onFrame: (frame) => frames.push(frame),
    });
    const prefix = Buffer.alloc(4);
    prefix.writeInt32BE(announced);
    decoder.push(prefix);
    assert.equal(decoder.heldBytes, 0);
    decoder.push(new Uint8Array(1));
    assert.equal(decoder.heldBytes, held);
    decoder.push(new Uint8Array(59_999).fill(7));
    assert.equal(frames.length, announced === 60_000 ? 1 : 0);
    decoder.push(new Uint8Array(40_000));
    if (announced === 60_000) assert.deepEqual([frames[0]?.length, frames[0]?.at(-1)], [60_000, 7]);
    else assert.ok(decoder.heldBytes >= 100_000 && decoder.heldBytes <= 4 * 100_000);
  }
});

test("a frame survives its chunk", () => {
  const frames: Uint8Array[] = [];
  const chunk = framed(Buffer.from("kept"));
  decoderInto(frames).push(chunk);
  chunk.fill(0);
  assert.equal(Buffer.from(frames[0] ?? []).toString(), "kept");
});

test("a small frame does not pin the large chunk that it came in", () => {
  const frames: Uint8Array[] = [];
  const chunk = new Uint8Array(Buffer.concat([framed(Buffer.alloc(100)), framed(Buffer.alloc(60_000))]));
  decoderInto(frames).push(chunk);
  assert.deepEqual(
    frames.map((frame) => frame.buffer.byteLength),
    [100, 60_000],
  );
});

test("with a pool, frames of any size and splitting come whole, and their memory is used again", () => {
  const random = new Prng(7);
  const pool = new BufferPool(1 << 20);
  let expected: Uint8Array[] = [];
  const decoder = new FrameDecoder({
    frameBytesMax: 1 << 20,
    pool,
    onFrame: (frame) => {
      assert.ok(Buffer.from(expected.shift() ?? []).equals(frame));
      giveFrame(frame, pool);
    },
  });
  for (let round = 0; round < 40; round++) {
    expected = Array.from({ length: 5 }, () => {
      const body = new Uint8Array(random.uint32() % (round % 4 === 0 ? 200_000 : 9000));
      random.fill(body);
      return body;
    });
    const stream = Buffer.concat(expected.map((body) => framed(body)));
    for (let at = 0; at < stream.length;) {
      const size = 1 + (random.uint32() % 70_000);
      decoder.push(new Uint8Array(stream.subarray(at, at + size)));
      at += size;
    }
    assert.equal(expected.length, 0);
    assert.equal(decoder.heldBytes, 0);
  }
  assert.ok(pool.keptBytes > 0 && pool.keptBytes <= 1 << 20);
});

test("with a pool, memory still follows the bytes received, unless it was there anyway", () => {
  const pool = new BufferPool(16 << 20);
  const announce = (): FrameDecoder => {
    const decoder = new FrameDecoder({ frameBytesMax: 100 << 20, pool, onFrame: () => {} });
    decoder.push(Buffer.from([0, 16, 0, 0]));
    decoder.push(new Uint8Array(10_000));
    return decoder;
  };
  const first = announce();
  assert.ok(first.heldBytes >= 10_000 && first.heldBytes <= 4 * 10_000, `${first.heldBytes}`);
  first.close();
  assert.ok(pool.keptBytes > 0);
  pool.give(pool.take(1 << 20));
  const kept = pool.keptBytes;
  const second = announce();
  assert.equal(second.heldBytes, 1 << 20);
  assert.equal(pool.keptBytes, kept - (1 << 20));
  assert.ok(announce().heldBytes <= 4 * 10_000);
});
