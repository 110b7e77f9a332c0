/**
 * Makes a new batch out of the records of a client's: another codec, or offset deltas that were not 0, 1, 2, … (A12). The records' bytes
 * are kept; only a wrong offset delta is written anew. Base offset and leader epoch are left for the append to set.
 */
import {
  ATTRIBUTES_OFFSET,
  BATCH_LENGTH_OFFSET,
  BASE_OFFSET_OFFSET,
  COMPRESSION_MASK,
  type CompressionType,
  LAST_OFFSET_DELTA_OFFSET,
  LOG_OVERHEAD,
  MAX_TIMESTAMP_OFFSET,
  RECORDS_OFFSET,
  TIMESTAMP_TYPE_MASK,
  TRANSACTIONAL_MASK,
  updateCrc,
} from "@ottla/records";

export interface RebuildOptions {
  /** The batch as it came; its header is the model. */
  readonly original: Uint8Array;
  readonly recordCount: number;
  readonly maxTimestamp: number;
  readonly isLogAppendTime: boolean;
  readonly compressionType: CompressionType;
}

/** Header and (compressed) records of a new batch. Control and delete-horizon bits do not survive, as clients may not set them. */
export function rebuildBatch(records: Uint8Array, options: RebuildOptions): Uint8Array {
  const { original } = options;
  const bytes = new Uint8Array(RECORDS_OFFSET + records.length);
  bytes.set(original.subarray(0, RECORDS_OFFSET));
  bytes.set(records, RECORDS_OFFSET);
  const view = new DataView(bytes.buffer);
  const attributes =
    (options.compressionType & COMPRESSION_MASK) |
    (options.isLogAppendTime ? TIMESTAMP_TYPE_MASK : 0) |
    (original[ATTRIBUTES_OFFSET + 1]! & TRANSACTIONAL_MASK);
  view.setBigInt64(BASE_OFFSET_OFFSET, 0n);
  view.setInt32(BATCH_LENGTH_OFFSET, bytes.length - LOG_OVERHEAD);
  view.setInt16(ATTRIBUTES_OFFSET, attributes);
  view.setInt32(LAST_OFFSET_DELTA_OFFSET, options.recordCount - 1);
  view.setBigInt64(MAX_TIMESTAMP_OFFSET, BigInt(options.maxTimestamp));
  updateCrc(bytes, 0);
  return bytes;
}

/** The records with offset deltas 0, 1, 2, …; `records` has passed a walk, so every varint in it is whole. */
export function renumberRecords(records: Uint8Array, recordCount: number): Uint8Array {
  // An offset delta grows by at most 4 bytes, and with it the length by at most 4.
  const out = new Uint8Array(records.length + recordCount * 8);
  let at = 0;
  let from = 0;
  for (let i = 0; i < recordCount; i++) {
    const body = skipVarint(records, from);
    const end = body + readVarint(records, from);
    const delta = skipVarint(records, body + 1);
    const rest = skipVarint(records, delta);
    const size = delta - body + varintSize(i) + (end - rest);
    at = writeVarint(out, at, size);
    out.set(records.subarray(body, delta), at);
    at = writeVarint(out, at + delta - body, i);
    out.set(records.subarray(rest, end), at);
    at += end - rest;
    from = end;
  }
  return out.subarray(0, at);
}

function skipVarint(bytes: Uint8Array, at: number): number {
  let position = at;
  while (bytes[position]! >= 0x80) position++;
  return position + 1;
}

function readVarint(bytes: Uint8Array, at: number): number {
  let value = 0;
  let position = at;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[position++]!;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
  }
}

function varintSize(value: number): number {
  let size = 1;
  for (let rest = (value << 1) >>> 7; rest !== 0; rest >>>= 7) size++;
  return size;
}

/** Writes a value ≥ 0 zig-zag; returns the position behind it. */
function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let position = at;
  let rest = (value << 1) >>> 0;
  while (rest >= 0x80) {
    bytes[position++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[position++] = rest;
  return position;
}
