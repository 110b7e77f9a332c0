/** What a read takes from one segment: into a buffer at once, or described, to be read when it is sent. */
import type { ByteChunk, TransferableBytes } from "@ottla/base";
import { baseOffsetAt, batchLengthAt, RECORDS_OFFSET } from "@ottla/records";
import type { LogSegment } from "../log-segment.ts";
import type { FetchDataInfo, ReadOptions } from "../log-types.ts";
import { StorageError } from "../storage-error.ts";
import { BatchWalk } from "./batch-walk.ts";
import type { LogState } from "./log-state.ts";
import type { BatchPosition } from "./positions.ts";

const NO_ABORTED: FetchDataInfo["abortedTransactions"] = [];

function doNothing(): void {}

/** Where in one segment a read begins and what may be read of it. */
export interface SegmentRead extends ReadOptions {
  readonly position: number;
  /** One behind the last byte that may be read. */
  readonly end: number;
  /** The batch at `position`, if its head is known. */
  readonly batch: BatchPosition | undefined;
}

/** One read, or two if the first batch alone is larger than asked for and must come whole. */
export async function readSegment(log: LogState, segment: LogSegment, options: SegmentRead): Promise<FetchDataInfo> {
  const { position, end, maxBytes } = options;
  const { buffers } = log.environment;
  const available = end - position;
  let size = Math.min(available, Math.max(maxBytes, RECORDS_OFFSET));
  let buffer = buffers.take(size);
  try {
    size = await segment.read(buffer.subarray(0, size), position);
    if (size < RECORDS_OFFSET) throw endsTooEarly(segment, position + size);
    const first = { position, sizeInBytes: batchLengthAt(buffer, 0), baseOffset: baseOffsetAt(buffer, 0) };
    let wanted = wantedBytes(options, first);
    if (wanted > size) {
      buffers.give(buffer);
      buffer = buffers.take(wanted);
      size = await segment.read(buffer.subarray(0, wanted), position);
      wanted = Math.min(wanted, size);
    }
    const found = buffer.subarray(0, wanted);
    const walk = new BatchWalk(position, position + wanted);
    walk.push(found);
    noteNextRead(log, segment, walk);
    return {
      ...infoOf(segment, options, first),
      records: wanted > 0 ? [found] : [],
      sizeInBytes: wanted,
      release: () => buffers.give(buffer),
    };
  } catch (error) {
    buffers.give(buffer);
    throw error;
  }
}

/** Reads no more than the head of the first batch, and that only if it is not known. */
export async function describeSegment(
  log: LogState,
  segment: LogSegment,
  options: SegmentRead,
): Promise<FetchDataInfo<ByteChunk>> {
  const batch = options.batch ?? (await readHead(segment, options.position));
  return describeFrom(log, segment, { ...options, batch });
}

/** The same when the first batch is known. */
export function describeFrom(
  log: LogState,
  segment: LogSegment,
  options: SegmentRead & { readonly batch: BatchPosition },
): FetchDataInfo<ByteChunk> {
  const { position, batch } = options;
  const length = wantedBytes(options, batch);
  return {
    ...infoOf(segment, options, batch),
    records: length > 0 ? [new SegmentTransfer(log, segment, { position, length })] : [],
    sizeInBytes: length,
    release: doNothing,
  };
}

/** A part of a segment's file that is read when it is sent (Kafka: a slice of FileRecords). */
class SegmentTransfer implements TransferableBytes {
  readonly length: number;
  readonly #log: LogState;
  readonly #segment: LogSegment;
  readonly #position: number;
  readonly #walk: BatchWalk;

  constructor(log: LogState, segment: LogSegment, place: { readonly position: number; readonly length: number }) {
    this.#log = log;
    this.#segment = segment;
    this.#position = place.position;
    this.length = place.length;
    this.#walk = new BatchWalk(place.position, place.position + place.length);
  }

  async read(target: Uint8Array, position: number): Promise<void> {
    const from = this.#position + position;
    const count = await this.#segment.read(target, from);
    if (count < target.length) throw endsTooEarly(this.#segment, from + count);
  }

  readNow(target: Uint8Array, position: number): boolean {
    const { pace, environment } = this.#log;
    if (!pace.mayReadNow()) return false;
    const startMs = environment.clock.monotonicMs();
    try {
      return this.#segment.readNow(target, this.#position + position) === target.length;
    } catch {
      return false;
    } finally {
      pace.onReadNow(environment.clock.monotonicMs() - startMs);
    }
  }

  pass(piece: Uint8Array): void {
    this.#walk.push(piece);
    if (this.#walk.isAtEnd) noteNextRead(this.#log, this.#segment, this.#walk);
  }
}

async function readHead(segment: LogSegment, position: number): Promise<BatchPosition> {
  const head = new Uint8Array(RECORDS_OFFSET);
  const count = await segment.read(head, position);
  if (count < RECORDS_OFFSET) throw endsTooEarly(segment, position + count);
  return { position, sizeInBytes: batchLengthAt(head, 0), baseOffset: baseOffsetAt(head, 0) };
}

/** How much of a segment is returned, given its first batch. */
function wantedBytes({ position, end, maxBytes, minOneMessage }: SegmentRead, batch: BatchPosition): number {
  return Math.min(end - position, minOneMessage ? Math.max(maxBytes, batch.sizeInBytes) : maxBytes);
}

function infoOf(
  segment: LogSegment,
  { position, maxBytes, minOneMessage, isolation }: SegmentRead,
  batch: BatchPosition,
): Omit<FetchDataInfo, "records" | "sizeInBytes" | "release"> {
  return {
    errorCode: 0,
    errorMessage: null,
    fetchOffsetMetadata: {
      messageOffset: batch.baseOffset,
      segmentBaseOffset: segment.baseOffset,
      relativePositionInSegment: position,
    },
    firstEntryIncomplete: !minOneMessage && maxBytes < batch.sizeInBytes,
    abortedTransactions: isolation === "txn-committed" ? NO_ABORTED : null,
  };
}

/** Remembers where a reader that comes in order will go on. */
function noteNextRead(log: LogState, segment: LogSegment, { nextOffset, position, cut }: BatchWalk): void {
  // Positions of a segment that was cleaned meanwhile mean nothing in its successor.
  if (nextOffset < 0 || log.segments.get(segment.baseOffset) !== segment) return;
  log.hints.set(nextOffset, { segmentBaseOffset: segment.baseOffset, position, batch: cut });
}

function endsTooEarly(segment: LogSegment, position: number): StorageError {
  return new StorageError("CORRUPT_LOG", `${segment.logPath} ends at ${position}, inside of what was written`);
}
