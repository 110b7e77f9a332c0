/**
 * lz4 frames as Kafka's Java clients write them: independent blocks of 64 KiB, no content size, no checksum but the
 * header's. Read are all standard frames without a dictionary: every block size, linked blocks, block and content
 * checksums, which are verified. (Java verifies no content checksum and takes no linked blocks.)
 */
import { RecordFailure } from "../record-failure.ts";
import { decompressLz4BlockByWasm } from "./block-module.ts";
import { compressLz4Block, decompressLz4Block, maxLz4CompressedLength } from "./lz4-block.ts";
import { compressLz4BlockHc } from "./lz4-hc.ts";
import { xxh32 } from "./xxh32.ts";

const MAGIC = 0x184d2204;
const HEADER_BYTES = 7;
const BLOCK_BYTES = 64 * 1024;
const INCOMPRESSIBLE = 0x8000_0000;
/** The level at which Java uses the fast compressor; every other level is one of high compression. */
const FAST_LEVEL = 9;
/** A byte of lz4 yields at most 255 bytes. */
const MAX_RATIO = 255;

const FLAG_BLOCK_INDEPENDENT = 0x20;
const FLAG_BLOCK_CHECKSUM = 0x10;
const FLAG_CONTENT_SIZE = 0x08;
const FLAG_CONTENT_CHECKSUM = 0x04;

/** Magic, version 1 with independent blocks, 64 KiB blocks, and the second byte of the hash of those two. */
const HEADER: Uint8Array = Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82);

export function compressLz4(bytes: Uint8Array, level: number): Uint8Array {
  const blocks = Math.ceil(bytes.length / BLOCK_BYTES);
  const target = new Uint8Array(HEADER_BYTES + maxLz4CompressedLength(bytes.length) + blocks * 20 + 4);
  target.set(HEADER);
  let at = HEADER_BYTES;
  for (let start = 0; start < bytes.length; start += BLOCK_BYTES) {
    const end = Math.min(start + BLOCK_BYTES, bytes.length);
    const body = at + 4;
    let bodyEnd =
      level === FAST_LEVEL
        ? compressLz4Block(bytes, start, end, target, body)
        : compressLz4BlockHc(bytes, start, end, target, body, level);
    let flag = 0;
    if (bodyEnd - body >= end - start) {
      target.set(bytes.subarray(start, end), body);
      bodyEnd = body + end - start;
      flag = INCOMPRESSIBLE;
    }
    writeLittle32(target, at, (bodyEnd - body) | flag);
    at = bodyEnd;
  }
  writeLittle32(target, at, 0);
  return target.subarray(0, at + 4);
}

export function decompressLz4(bytes: Uint8Array, maxBytes: number): Uint8Array | RecordFailure {
  const frame = readFrameHeader(bytes);
  return frame instanceof RecordFailure ? frame : new FrameReader(bytes, frame, maxBytes).read();
}

interface FrameHeader {
  readonly flags: number;
  readonly maxBlockBytes: number;
  /** undefined when the frame does not say. */
  readonly contentSize: number | undefined;
  readonly size: number;
}

function readFrameHeader(bytes: Uint8Array): FrameHeader | RecordFailure {
  if (bytes.length < HEADER_BYTES) return damaged("Stream ended prematurely", 0);
  if (readLittle32(bytes, 0) !== MAGIC) return damaged("Stream unsupported (invalid magic bytes)", 0);
  const flags = bytes[4]!;
  const blockSizeId = (bytes[5]! >> 4) & 7;
  if (flags >> 6 !== 1) return damaged(`Version ${flags >> 6} is unsupported`, 4);
  if ((flags & 3) !== 0) return damaged("Reserved bits must be 0", 4);
  if ((bytes[5]! & 0x8f) !== 0) return damaged("Reserved bits must be 0", 5);
  if (blockSizeId < 4) return damaged("Block size value must be between 4 and 7", 5);
  let at = 6;
  let contentSize: number | undefined;
  if ((flags & FLAG_CONTENT_SIZE) !== 0) {
    if (bytes.length < at + 9) return damaged("Stream ended prematurely", at);
    contentSize = readLittle32(bytes, at) + readLittle32(bytes, at + 4) * 0x1_0000_0000;
    at += 8;
  }
  if (bytes[at] !== ((xxh32(bytes, 4, at) >> 8) & 0xff)) return damaged("Stream frame descriptor corrupted", at);
  return { flags, maxBlockBytes: 1 << (8 + 2 * blockSizeId), contentSize, size: at + 1 };
}

/** What the blocks yield at most: all but the last are full as a rule, so little of it is in vain. */
function expectedBytes(bytes: Uint8Array, { flags, size, maxBlockBytes }: FrameHeader): number {
  const checksumBytes = (flags & FLAG_BLOCK_CHECKSUM) !== 0 ? 4 : 0;
  let expected = 0;
  let blocks = 0;
  // Each turn uses at least four bytes of input; what is broken is found when it is read.
  for (let at = size; bytes.length - at >= 4;) {
    const field = readLittle32(bytes, at);
    if (field === 0) break;
    const blockBytes = field % INCOMPRESSIBLE;
    expected += field >= INCOMPRESSIBLE ? blockBytes : Math.min(maxBlockBytes, blockBytes * MAX_RATIO);
    at += 4 + blockBytes + checksumBytes;
    blocks++;
  }
  // The only block of a small frame is far from full; it makes its own room.
  return blocks === 1 ? 0 : expected;
}

class FrameReader {
  readonly #bytes: Uint8Array;
  readonly #frame: FrameHeader;
  readonly #maxBytes: number;
  #target: Uint8Array;
  #out = 0;

  constructor(bytes: Uint8Array, frame: FrameHeader, maxBytes: number) {
    this.#bytes = bytes;
    this.#frame = frame;
    this.#maxBytes = maxBytes;
    // A size that is declared is believed only as far as the input can yield it.
    const expected = frame.contentSize ?? expectedBytes(bytes, frame);
    this.#target = new Uint8Array(Math.min(expected, bytes.length * MAX_RATIO, maxBytes));
  }

  read(): Uint8Array | RecordFailure {
    const bytes = this.#bytes;
    const { flags, size, maxBlockBytes, contentSize } = this.#frame;
    let at = size;
    // Each turn uses at least four bytes of input.
    for (;;) {
      if (bytes.length - at < 4) return damaged("Stream ended prematurely", at);
      const field = readLittle32(bytes, at);
      at += 4;
      if (field === 0) break;
      const blockBytes = field % INCOMPRESSIBLE;
      if (blockBytes > maxBlockBytes) return damaged(`Block size ${blockBytes} exceeded max: ${maxBlockBytes}`, at);
      const checksumBytes = (flags & FLAG_BLOCK_CHECKSUM) !== 0 ? 4 : 0;
      if (bytes.length - at < blockBytes + checksumBytes) return damaged("Stream ended prematurely", at);
      const end = at + blockBytes;
      if (checksumBytes !== 0 && xxh32(bytes, at, end) !== readLittle32(bytes, end)) {
        return damaged("Block checksum mismatch", at);
      }
      const failure = field >= INCOMPRESSIBLE ? this.#store(at, end) : this.#inflate(at, end);
      if (failure !== undefined) return failure;
      at = end + checksumBytes;
    }
    const content = this.#target.subarray(0, this.#out);
    if ((flags & FLAG_CONTENT_CHECKSUM) !== 0) {
      if (bytes.length - at < 4) return damaged("Stream ended prematurely", at);
      if (xxh32(content) !== readLittle32(bytes, at)) return damaged("Content checksum mismatch", at);
    }
    if (contentSize !== undefined && contentSize !== this.#out) return damaged("Content size mismatch", at);
    return content;
  }

  #store(start: number, end: number): RecordFailure | undefined {
    if (!this.#reserve(end - start)) return this.#tooLarge(start);
    this.#target.set(this.#bytes.subarray(start, end), this.#out);
    this.#out += end - start;
    return undefined;
  }

  #inflate(start: number, end: number): RecordFailure | undefined {
    const { flags, maxBlockBytes } = this.#frame;
    if ((flags & FLAG_BLOCK_INDEPENDENT) === 0) return this.#inflateHere(start, end);
    const mostBytes = Math.min(maxBlockBytes, this.#maxBytes - this.#out);
    const content = decompressLz4BlockByWasm(this.#bytes, start, end, mostBytes);
    if (content === undefined) return this.#inflateHere(start, end);
    if (content === -2 && mostBytes < maxBlockBytes) return this.#tooLarge(start);
    if (!(content instanceof Uint8Array)) return damaged("a block is broken", start);
    this.#reserve(content.length);
    this.#target.set(content, this.#out);
    this.#out += content.length;
    return undefined;
  }

  #inflateHere(start: number, end: number): RecordFailure | undefined {
    const out = this.#out;
    const most = Math.min(this.#frame.maxBlockBytes, (end - start) * MAX_RATIO);
    const isWhole = this.#reserve(most);
    const windowStart = (this.#frame.flags & FLAG_BLOCK_INDEPENDENT) !== 0 ? out : Math.max(0, out - 0xffff);
    const limit = Math.min(this.#target.length, out + this.#frame.maxBlockBytes);
    const stop = decompressLz4Block(this.#bytes, start, end, this.#target, out, limit, windowStart);
    if (stop === -2 && !isWhole) return this.#tooLarge(start);
    if (stop < 0) return damaged("a block is broken", start);
    this.#out = stop;
    return undefined;
  }

  /** Makes room for `count` more bytes, or for as many as the bound allows: then false. */
  #reserve(count: number): boolean {
    const wanted = this.#out + count;
    if (wanted > this.#target.length) {
      const grown = new Uint8Array(Math.min(Math.max(wanted, 2 * this.#target.length), this.#maxBytes));
      grown.set(this.#target.subarray(0, this.#out));
      this.#target = grown;
    }
    return wanted <= this.#target.length;
  }

  #tooLarge(position: number): RecordFailure {
    return new RecordFailure("too-large", `the records decompress to more than ${this.#maxBytes} bytes`, position);
  }
}

function readLittle32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

function writeLittle32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >> 8;
  bytes[at + 2] = value >> 16;
  bytes[at + 3] = value >> 24;
}

function damaged(reason: string, position: number): RecordFailure {
  return new RecordFailure("corrupt-compression", `the lz4 data is damaged: ${reason}`, position);
}
