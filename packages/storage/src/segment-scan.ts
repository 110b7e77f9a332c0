/** Sequential reads of a segment's batches from disk: whole batches for recovery, headers only for searches. */
import { setImmediate } from "node:timers/promises";
import { batchLengthAt, MIN_BATCH_LENGTH, LOG_OVERHEAD, MAGIC_V2, magicAt, RECORDS_OFFSET } from "@ottla/records";
import type { LogEnvironment } from "./log-environment.ts";

/** At start reads do not wait for the event loop, so a scan gives way to it by itself. */
const SLICE_MS_MAX = 10;
const SCAN_BYTES = 1024 * 1024;
const HEADER_SCAN_BYTES = 32 * 1024;
/** Longer length fields are not followed: no config allows such a batch, so the bytes are not one. */
const BATCH_BYTES_MAX = 2 ** 31 - 1;

/** What is scanned: a segment, or any file of batches. */
export interface ScanSource {
  /** Reads up to `target.length` bytes; short only at the end. */
  read(target: Uint8Array, position: number): Promise<number>;
}

export interface ScanRange {
  /** Position of a batch. */
  readonly from: number;
  /** Bytes from here on are not looked at. */
  readonly to: number;
}

/** What a visitor sees: the batch's bytes and where it lies in the segment. */
export interface ScannedBatch {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly sizeInBytes: number;
  readonly position: number;
}

export interface ScanResult {
  /** Position behind the last batch that was visited. */
  readonly end: number;
  /** Why the scan ended before `to`: bytes that are no whole batch, or the visitor said stop. */
  readonly stop: "end" | "invalid" | "visitor";
}

/** The state of a scan is one mutable object for the visitor; it is valid only during the call. */
class Cursor implements ScannedBatch {
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  sizeInBytes = 0;
  position = 0;
}

/**
 * Visits whole batches; `visit` returns false to stop before the batch it was shown. A batch whose header cannot be one ends the scan as
 * `invalid`; checksums are the visitor's business.
 */
export async function scanBatches(
  source: ScanSource,
  range: ScanRange,
  context: { readonly environment: LogEnvironment; readonly visit: (batch: ScannedBatch) => boolean },
): Promise<ScanResult> {
  const { buffers, clock } = context.environment;
  const cursor = new Cursor();
  let buffer = buffers.take(Math.min(SCAN_BYTES, Math.max(1, range.to - range.from)));
  let position = range.from;
  let sliceStartMs = clock.monotonicMs();
  try {
    while (position < range.to) {
      if (clock.monotonicMs() - sliceStartMs > SLICE_MS_MAX) {
        await setImmediate();
        sliceStartMs = clock.monotonicMs();
      }
      const count = await source.read(buffer.subarray(0, Math.min(buffer.length, range.to - position)), position);
      let at = 0;
      while (at < count) {
        const size = batchSize(buffer, at, count);
        if (size === undefined || at + size > count) break;
        cursor.bytes = buffer;
        cursor.at = at;
        cursor.sizeInBytes = size;
        cursor.position = position + at;
        if (!context.visit(cursor)) return { end: position + at, stop: "visitor" };
        at += size;
      }
      if (at === 0) {
        const size = batchSize(buffer, 0, count);
        if (size === undefined || position + size > range.to || count < Math.min(buffer.length, range.to - position)) {
          return { end: position, stop: "invalid" };
        }
        buffers.give(buffer);
        buffer = buffers.take(size);
        continue;
      }
      position += at;
    }
    return { end: position, stop: "end" };
  } finally {
    buffers.give(buffer);
  }
}

/**
 * Visits headers: of each batch only the first 61 bytes are sure to be in `bytes`, so large batches are stepped over without reading
 * them. `visit` returns false to stop.
 */
export async function scanHeaders(
  source: ScanSource,
  range: ScanRange,
  context: { readonly environment: LogEnvironment; readonly visit: (batch: ScannedBatch) => boolean },
): Promise<ScanResult> {
  const { buffers } = context.environment;
  const cursor = new Cursor();
  const buffer = buffers.take(HEADER_SCAN_BYTES);
  let position = range.from;
  try {
    while (position < range.to) {
      const count = await source.read(buffer.subarray(0, Math.min(buffer.length, range.to - position)), position);
      let at = 0;
      while (at + RECORDS_OFFSET <= count) {
        const size = batchSize(buffer, at, count);
        if (size === undefined || position + at + size > range.to) return { end: position + at, stop: "invalid" };
        cursor.bytes = buffer;
        cursor.at = at;
        cursor.sizeInBytes = size;
        cursor.position = position + at;
        if (!context.visit(cursor)) return { end: position + at, stop: "visitor" };
        at += size;
      }
      if (at === 0) return { end: position, stop: "invalid" };
      position += at;
    }
    return { end: position, stop: "end" };
  } finally {
    buffers.give(buffer);
  }
}

/** The size of the batch at `at` if its header is there and can be one. */
function batchSize(bytes: Uint8Array, at: number, end: number): number | undefined {
  if (at + RECORDS_OFFSET > end) return undefined;
  const size = batchLengthAt(bytes, at);
  const isBatch =
    size >= Math.max(RECORDS_OFFSET, LOG_OVERHEAD + MIN_BATCH_LENGTH) &&
    size <= BATCH_BYTES_MAX &&
    magicAt(bytes, at) === MAGIC_V2;
  return isBatch ? size : undefined;
}
