// Record batches for scenarios, right and deliberately wrong, and batches taken apart for comparison. Written against the
// format alone: nothing of @ottla/records is used, so that its mistakes cannot hide here.
import { gzipSync, zstdCompressSync } from "node:zlib";

export interface TestRecord {
  readonly key?: string | null;
  readonly value?: string | null;
  readonly headers?: readonly (readonly [string, string | null])[];
  /** Added to the batch's base timestamp. */
  readonly timestampDelta?: number;
  /** Default: the position in the batch. */
  readonly offsetDelta?: number;
}

/** Header fields of a batch that a scenario can set, also to what no client would send. */
export interface BatchFields {
  readonly baseOffset?: number;
  readonly partitionLeaderEpoch?: number;
  readonly magic?: number;
  /** Bits 0–2 codec, 3 append time, 4 transactional, 5 control. */
  readonly attributes?: number;
  readonly lastOffsetDelta?: number;
  readonly baseTimestamp?: number;
  readonly maxTimestamp?: number;
  readonly producerId?: bigint;
  readonly producerEpoch?: number;
  readonly baseSequence?: number;
  readonly recordsCount?: number;
  /** Flip a bit of the checksum. */
  readonly isCorrupt?: boolean;
  /** Bytes instead of the encoded records. */
  readonly payload?: Uint8Array;
  /** Added to the length field. */
  readonly lengthError?: number;
}

/** A fixed time in the past for records, the same on both servers: compared as it is. */
export const RECORD_TIME = 1_700_000_000_000;

export const CODEC = { none: 0, gzip: 1, snappy: 2, lz4: 3, zstd: 4 } as const;

export function batch(records: readonly TestRecord[], fields: BatchFields = {}): Buffer {
  const attributes = fields.attributes ?? 0;
  const encoded = Buffer.concat(records.map((record, index) => encodeRecord(record, index)));
  const payload = fields.payload ?? compress(attributes & 7, encoded);
  const maxDelta = Math.max(0, ...records.map((record) => record.timestampDelta ?? 0));
  const baseTimestamp = fields.baseTimestamp ?? RECORD_TIME;
  const header = Buffer.alloc(61);
  header.writeBigInt64BE(BigInt(fields.baseOffset ?? 0), 0);
  header.writeInt32BE(49 + payload.length + (fields.lengthError ?? 0), 8);
  header.writeInt32BE(fields.partitionLeaderEpoch ?? -1, 12);
  header.writeInt8(fields.magic ?? 2, 16);
  header.writeInt16BE(attributes, 21);
  header.writeInt32BE(fields.lastOffsetDelta ?? records.length - 1, 23);
  header.writeBigInt64BE(BigInt(baseTimestamp), 27);
  header.writeBigInt64BE(
    BigInt(fields.maxTimestamp ?? (baseTimestamp < 0 ? baseTimestamp : baseTimestamp + maxDelta)),
    35,
  );
  header.writeBigInt64BE(fields.producerId ?? -1n, 43);
  header.writeInt16BE(fields.producerEpoch ?? -1, 51);
  header.writeInt32BE(fields.baseSequence ?? -1, 53);
  header.writeInt32BE(fields.recordsCount ?? records.length, 57);
  const bytes = Buffer.concat([header, payload]);
  const crc = crc32c(bytes.subarray(21));
  bytes.writeUInt32BE((fields.isCorrupt === true ? crc ^ 1 : crc) >>> 0, 17);
  return bytes;
}

/** `count` records with keys k0… and values v0…. */
export function records(count: number, from = 0): TestRecord[] {
  return Array.from({ length: count }, (_, i) => ({ key: `k${from + i}`, value: `v${from + i}` }));
}

function encodeRecord(record: TestRecord, index: number): Buffer {
  const parts: Buffer[] = [Buffer.from([0]), varint(record.timestampDelta ?? 0), varint(record.offsetDelta ?? index)];
  parts.push(text(record.key), text(record.value));
  const headers = record.headers ?? [];
  parts.push(varint(headers.length));
  for (const [name, value] of headers) parts.push(text(name), text(value));
  const body = Buffer.concat(parts);
  return Buffer.concat([varint(body.length), body]);
}

function text(value: string | null | undefined): Buffer {
  if (value === null || value === undefined) return varint(-1);
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(bytes.length), bytes]);
}

/** Zigzag. */
export function varint(value: number): Buffer {
  let rest = BigInt.asUintN(64, (BigInt(value) << 1n) ^ (BigInt(value) >> 63n));
  const bytes: number[] = [];
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

function compress(codec: number, bytes: Buffer): Buffer {
  if (codec === CODEC.gzip) return gzipSync(bytes);
  if (codec === CODEC.zstd) return zstdCompressSync(bytes);
  if (codec === CODEC.snappy) return snappyLiteral(bytes);
  if (codec === CODEC.lz4) return lz4Stored(bytes);
  return bytes;
}

/** Raw snappy made of literals: valid, and needs no compressor. */
function snappyLiteral(bytes: Buffer): Buffer {
  const parts: Buffer[] = [unsignedVarint(bytes.length)];
  for (let at = 0; at < bytes.length; at += 60) {
    const piece = bytes.subarray(at, at + 60);
    parts.push(Buffer.from([(piece.length - 1) << 2]), piece);
  }
  return Buffer.concat(parts);
}

/** An LZ4 frame of one stored (uncompressed) block: independent blocks, no checksums. */
function lz4Stored(bytes: Buffer): Buffer {
  const descriptor = Buffer.from([0x60, 0x40]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE((bytes.length | 0x80000000) >>> 0);
  const check = Buffer.from([(xxhash32(descriptor) >>> 8) & 0xff]);
  return Buffer.concat([Buffer.from("04224d18", "hex"), descriptor, check, size, bytes, Buffer.alloc(4)]);
}

function unsignedVarint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}

/** xxHash32 with seed 0, of fewer than four bytes: all that an LZ4 frame descriptor needs. */
function xxhash32(bytes: Uint8Array): number {
  let hash = (0x165667b1 + bytes.length) >>> 0;
  for (const byte of bytes) {
    hash = (hash + Math.imul(byte, 0x165667b1)) >>> 0;
    hash = Math.imul((hash << 11) | (hash >>> 21), 0x9e3779b1) >>> 0;
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca77) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae3d) >>> 0;
  return (hash ^ (hash >>> 16)) >>> 0;
}

const CRC_TABLE: Uint32Array = new Uint32Array(256).map((_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0x82f63b78 : c >>> 1;
  return c >>> 0;
});

export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}
