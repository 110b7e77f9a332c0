/**
 * Snappy as Kafka's Java clients frame it (snappy-java's `SnappyOutputStream`): a 16-byte header, then blocks of at most
 * 32 KiB of input, each with its compressed size in front. librdkafka and others send one raw block instead, so both are
 * read; the framed form is written, because every client reads it.
 */
import { RecordFailure } from "../record-failure.ts";
import { readInt32, writeInt32 } from "../int-bytes.ts";
import {
  compressSnappyBlock,
  decompressSnappyBlock,
  maxSnappyCompressedLength,
  snappyDecompressedLength,
} from "./snappy-block.ts";

/** 0x82 "SNAPPY" 0x00, then the version and the lowest compatible version, both 1. */
const HEADER: Uint8Array = Uint8Array.of(0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1);
const MAGIC_BYTES = 8;
const BLOCK_BYTES = 32 * 1024;
/** No block expands by more than this: a copy of three bytes yields at most 64. */
const MAX_RATIO = 22;

export function compressSnappy(bytes: Uint8Array): Uint8Array {
  const blocks = Math.ceil(bytes.length / BLOCK_BYTES);
  const lastBlock = bytes.length - (blocks - 1) * BLOCK_BYTES;
  const bound =
    HEADER.length +
    Math.max(0, blocks - 1) * (4 + maxSnappyCompressedLength(BLOCK_BYTES)) +
    (blocks > 0 ? 4 + maxSnappyCompressedLength(lastBlock) : 0);
  const target = new Uint8Array(bound);
  target.set(HEADER);
  let at = HEADER.length;
  for (let start = 0; start < bytes.length; start += BLOCK_BYTES) {
    const end = compressSnappyBlock(bytes, start, Math.min(start + BLOCK_BYTES, bytes.length), target, at + 4);
    writeInt32(target, at, end - at - 4);
    at = end;
  }
  return target.subarray(0, at);
}

export function decompressSnappy(bytes: Uint8Array, maxBytes: number): Uint8Array | RecordFailure {
  const blocks: number[] = [];
  if (isFramed(bytes, 0)) {
    const failure = collectBlocks(bytes, blocks);
    if (failure !== undefined) return failure;
  } else {
    blocks.push(0, bytes.length);
  }
  const sizes: number[] = [];
  let total = 0;
  for (let i = 0; i < blocks.length; i += 2) {
    const start = blocks[i]!;
    const end = blocks[i + 1]!;
    const size = snappyDecompressedLength(bytes, start, end);
    if (size < 0 || size > (end - start) * MAX_RATIO) return damaged("its size is impossible", start);
    total += size;
    if (total > maxBytes) {
      return new RecordFailure("too-large", `the records decompress to more than ${maxBytes} bytes`, start);
    }
    sizes.push(size);
  }
  const target = new Uint8Array(total);
  let at = 0;
  for (let i = 0; i < sizes.length; i++) {
    const start = blocks[2 * i]!;
    if (!decompressSnappyBlock(bytes, start, blocks[2 * i + 1]!, target, at, sizes[i]!)) {
      return damaged("a block is broken", start);
    }
    at += sizes[i]!;
  }
  return target;
}

function isFramed(bytes: Uint8Array, at: number): boolean {
  if (bytes.length - at < HEADER.length) return false;
  for (let i = 0; i < MAGIC_BYTES; i++) if (bytes[at + i] !== HEADER[i]) return false;
  return true;
}

/** Appends start and end of each block. Streams that were joined repeat the header between blocks. */
function collectBlocks(bytes: Uint8Array, blocks: number[]): RecordFailure | undefined {
  if (readInt32(bytes, 12) > 1) return damaged("its framing has an unknown version", 8);
  let at = 0;
  while (at < bytes.length) {
    if (isFramed(bytes, at)) {
      at += HEADER.length;
      continue;
    }
    if (bytes.length - at < 4) return damaged("it ends inside a block's size", at);
    const size = readInt32(bytes, at);
    if (size < 0 || size > bytes.length - at - 4) return damaged("a block is larger than the rest", at);
    blocks.push(at + 4, at + 4 + size);
    at += 4 + size;
  }
  return undefined;
}

function damaged(reason: string, position: number): RecordFailure {
  return new RecordFailure("corrupt-compression", `the snappy data is damaged: ${reason}`, position);
}
