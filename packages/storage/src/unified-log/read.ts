/**
 * Reading. At the tail: views of the cached bytes, at once. Further back: one read from disk into a pooled buffer, whose place comes from
 * where the last read ended or from the index; for a reader that goes on in order it was begun before. One read stays within one segment (F7).
 *
 * A segment may be deleted while a read waits for its bytes. An open file can still be read; if it is gone before it was opened, the read
 * begins again with what the log is by then.
 */
import { ErrorCode } from "@ottla/protocol";
import { baseOffsetAt, batchLengthAt, lastOffsetAt, RECORDS_OFFSET } from "@ottla/records";
import type { LogSegment } from "../log-segment.ts";
import type { FetchDataInfo, FetchIsolation, LogOffsetMetadata, ReadOptions } from "../log-types.ts";
import { StorageError } from "../storage-error.ts";
import type { TailRead } from "../tail-cache.ts";
import { abortedIn, hasAborted } from "./aborted-transactions.ts";
import type { LogState } from "./log-state.ts";
import { findBatch, knownMetadataOf, positionOf } from "./positions.ts";
import type { ReadHint } from "./read-hints.ts";

/** How often a read begins again because its segment went away. */
const ATTEMPTS_MAX = 5;
const NO_ABORTED: FetchDataInfo["abortedTransactions"] = [];
/** A read is answered with at most this many pieces; more are joined. */
const SLICES_MAX = 64;
/** Who asks for less at a time is not read ahead for. */
const AHEAD_BYTES_MIN = 64 * 1024;

function doNothing(): void {}

/** Reads from the batch that holds `startOffset`, see `ReadOptions`. */
export function read(log: LogState, options: ReadOptions): FetchDataInfo | Promise<FetchDataInfo> {
  const { startOffset, isolation } = options;
  const refused = outOfRange(log, startOffset);
  if (refused) return refused;
  const upperOffset = isolationOffset(log, isolation);
  if (startOffset >= upperOffset) return emptyRead(knownMetadataOf(log, startOffset), isolation);
  return (
    readFromTail(log, options, upperOffset) ?? readFromAhead(log, options, upperOffset) ?? readFromDisk(log, options)
  );
}

export function isolationOffset(log: LogState, isolation: FetchIsolation): number {
  switch (isolation) {
    case "log-end":
      return log.logEndOffset;
    case "high-watermark":
      return log.highWatermark;
    case "txn-committed":
      return log.lastStableOffset;
  }
}

function readFromTail(
  log: LogState,
  options: ReadOptions,
  upperOffset: number,
): FetchDataInfo | Promise<FetchDataInfo> | undefined {
  if (options.startOffset < log.tail.startOffset) return undefined;
  const end = upperOffset === log.logEndOffset ? log.endPosition : log.tail.positionOf(upperOffset);
  if (!end) return undefined;
  const found = log.tail.read({ ...options, end });
  if (!found) return undefined;
  const info = tailInfo(found, options);
  if (options.isolation !== "txn-committed" || !hasAborted(log, found.segmentBaseOffset)) return info;
  return addAbortedOrReadAgain(log, info, options);
}

/** At once, if what is asked for has been read ahead and where the readable log ends is known. */
function readFromAhead(
  log: LogState,
  options: ReadOptions,
  upperOffset: number,
): FetchDataInfo | Promise<FetchDataInfo> | undefined {
  const { startOffset, isolation } = options;
  const hint = log.hints.peek(startOffset);
  if (hint?.ahead?.isReady !== true) return undefined;
  const segment = log.segments.floor(startOffset);
  const upper = upperOffset === log.logEndOffset ? log.endPosition : log.tail.positionOf(upperOffset);
  if (!segment || !upper || hint.segmentBaseOffset !== segment.baseOffset) return undefined;
  log.hints.take(startOffset);
  const end = upper.segmentBaseOffset === segment.baseOffset ? upper.position : segment.sizeInBytes;
  const info = readAhead(log, segment, { ...options, position: hint.position, end, hint });
  if (info === undefined || isolation !== "txn-committed" || !hasAborted(log, segment.baseOffset)) return info;
  return addAbortedOrReadAgain(log, info, options);
}

async function addAbortedOrReadAgain(log: LogState, info: FetchDataInfo, options: ReadOptions): Promise<FetchDataInfo> {
  const { replacements } = log;
  const complete = await addAborted(log, info, { startOffset: options.startOffset, replacements });
  return complete ?? (await readFromDisk(log, options));
}

function tailInfo(found: TailRead, options: ReadOptions): FetchDataInfo {
  const isJoined = found.slices.length > SLICES_MAX;
  const release = (): void => {
    for (const block of found.blocks) block.unpin();
  };
  const info: FetchDataInfo = {
    errorCode: 0,
    errorMessage: null,
    fetchOffsetMetadata: {
      messageOffset: found.baseOffset,
      segmentBaseOffset: found.segmentBaseOffset,
      relativePositionInSegment: found.position,
    },
    records: isJoined ? [join(found.slices, found.sizeInBytes)] : found.slices,
    sizeInBytes: found.sizeInBytes,
    firstEntryIncomplete: !options.minOneMessage && options.maxBytes < found.firstBatchBytes,
    abortedTransactions: options.isolation === "txn-committed" ? NO_ABORTED : null,
    release: isJoined ? doNothing : release,
  };
  if (isJoined) release();
  return info;
}

function join(slices: readonly Uint8Array[], sizeInBytes: number): Uint8Array {
  const joined = new Uint8Array(sizeInBytes);
  let at = 0;
  for (const slice of slices) {
    joined.set(slice, at);
    at += slice.length;
  }
  return joined;
}

async function readFromDisk(log: LogState, options: ReadOptions): Promise<FetchDataInfo> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { replacements } = log;
      const info = await tryReadFromDisk(log, options);
      if (options.isolation !== "txn-committed" || info.sizeInBytes === 0) return info;
      const complete = await addAborted(log, info, { startOffset: options.startOffset, replacements });
      if (complete) return complete;
      if (attempt < ATTEMPTS_MAX) continue;
      return errorRead(ErrorCode.KAFKA_STORAGE_ERROR, `${log.name} is cleaned faster than it can be read`);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      const isGone = error.code === "NOT_FOUND" && !log.isClosed;
      if (isGone && attempt < ATTEMPTS_MAX) {
        const refused = outOfRange(log, options.startOffset);
        if (refused) return refused;
        continue;
      }
      if (!log.isClosed && error.code !== "CLOSED")
        log.environment.logger("error", `read of ${log.directory} failed: ${error.message}`);
      return errorRead(ErrorCode.KAFKA_STORAGE_ERROR, error.message);
    }
  }
}

async function tryReadFromDisk(log: LogState, options: ReadOptions): Promise<FetchDataInfo> {
  const { startOffset, isolation } = options;
  const upper = await positionOf(log, isolationOffset(log, isolation));
  const hint = log.hints.take(startOffset);
  try {
    for (let segment = log.segments.floor(startOffset); segment; segment = log.segments.higher(segment)) {
      const place = hint?.segmentBaseOffset === segment.baseOffset ? hint : undefined;
      const position = place?.position ?? (await findBatch(log, segment, startOffset))?.position;
      const end = upper?.segmentBaseOffset === segment.baseOffset ? upper.position : segment.sizeInBytes;
      if (position === undefined || position >= end) continue;
      return await readSegment(log, segment, { ...options, position, end, hint: place });
    }
    return emptyRead(log.logEndOffsetMetadata, isolation);
  } finally {
    hint?.ahead?.drop();
  }
}

/** Where in one segment a read begins and what may be read of it. */
interface SegmentRead extends ReadOptions {
  readonly position: number;
  readonly end: number;
  /** The hint that told the position: the reader goes through the log in order. */
  readonly hint: ReadHint | undefined;
}

/** One read, or two if the first batch alone is larger than asked for and must come whole. */
async function readSegment(log: LogState, segment: LogSegment, options: SegmentRead): Promise<FetchDataInfo> {
  const { position, end, maxBytes, hint } = options;
  await hint?.ahead?.done;
  const ready = readAhead(log, segment, options);
  if (ready) return ready;
  const { buffers } = log.environment;
  const available = end - position;
  let size = Math.min(available, Math.max(maxBytes, RECORDS_OFFSET));
  let buffer = buffers.take(size);
  try {
    size = await segment.read(buffer.subarray(0, size), position);
    if (size < RECORDS_OFFSET)
      throw new StorageError(
        "CORRUPT_LOG",
        `${segment.logPath} ends at ${position + size}, inside of what was written`,
      );
    const wanted = wantedBytes(buffer, options);
    if (wanted > size) {
      buffers.give(buffer);
      buffer = buffers.take(wanted);
      size = await segment.read(buffer.subarray(0, wanted), position);
    }
    return diskInfo(log, segment, { ...options, buffer, wanted: Math.min(wanted, size) });
  } catch (error) {
    buffers.give(buffer);
    throw error;
  }
}

/** What was read ahead for this read, if it is all that was asked for. */
function readAhead(log: LogState, segment: LogSegment, options: SegmentRead): FetchDataInfo | undefined {
  const { position, end, maxBytes, hint } = options;
  const sizeBytes = hint?.ahead?.sizeBytes ?? 0;
  const buffer = hint?.ahead?.take();
  if (buffer === undefined) return undefined;
  const wanted = wantedBytes(buffer, options);
  if (Math.max(wanted, Math.min(end - position, maxBytes)) > sizeBytes) {
    log.environment.buffers.give(buffer);
    return undefined;
  }
  return diskInfo(log, segment, { ...options, buffer, wanted });
}

/** How much of a segment is returned, given its first bytes. */
function wantedBytes(bytes: Uint8Array, { position, end, maxBytes, minOneMessage }: SegmentRead): number {
  return Math.min(end - position, minOneMessage ? Math.max(maxBytes, batchLengthAt(bytes, 0)) : maxBytes);
}

/** The answer of a read from disk, whose buffer goes back when it is released. */
function diskInfo(
  log: LogState,
  segment: LogSegment,
  options: SegmentRead & { readonly buffer: Uint8Array; readonly wanted: number },
): FetchDataInfo {
  const { position, buffer, wanted, maxBytes, minOneMessage, isolation } = options;
  const found = buffer.subarray(0, wanted);
  noteNextRead(log, segment, { ...options, found });
  return {
    errorCode: 0,
    errorMessage: null,
    fetchOffsetMetadata: {
      messageOffset: baseOffsetAt(buffer, 0),
      segmentBaseOffset: segment.baseOffset,
      relativePositionInSegment: position,
    },
    records: wanted > 0 ? [found] : [],
    sizeInBytes: wanted,
    firstEntryIncomplete: !minOneMessage && maxBytes < batchLengthAt(buffer, 0),
    abortedTransactions: isolation === "txn-committed" ? NO_ABORTED : null,
    release: () => log.environment.buffers.give(buffer),
  };
}

/**
 * Remembers where the batch behind the last whole one begins. For a reader that comes in order and takes much at a time, its next read is
 * begun now, unless the end is near: more will be there by then.
 */
function noteNextRead(
  log: LogState,
  segment: LogSegment,
  { found, position, end, hint, maxBytes }: SegmentRead & { readonly found: Uint8Array },
): void {
  let at = 0;
  let nextOffset = -1;
  while (at + RECORDS_OFFSET <= found.length) {
    const size = batchLengthAt(found, at);
    if (size < RECORDS_OFFSET || at + size > found.length) break;
    nextOffset = lastOffsetAt(found, at) + 1;
    at += size;
  }
  // Positions of a segment that was cleaned meanwhile mean nothing in its successor.
  if (nextOffset < 0 || log.segments.get(segment.baseOffset) !== segment) return;
  const next = position + at;
  const isAheadWorthwhile =
    hint !== undefined && maxBytes >= AHEAD_BYTES_MIN && next + maxBytes <= end && nextOffset < log.tail.startOffset;
  const ahead = isAheadWorthwhile
    ? log.environment.readAhead.start(maxBytes, (target) => segment.read(target, next))
    : undefined;
  log.hints.set(nextOffset, { segmentBaseOffset: segment.baseOffset, position: next, ahead });
}

/**
 * Undefined if segments were replaced since the read began: the bytes may hold aborted records that the indexes do not tell of any more, because
 * the cleaner has removed them.
 */
async function addAborted(
  log: LogState,
  info: FetchDataInfo,
  { startOffset, replacements }: { readonly startOffset: number; readonly replacements: number },
): Promise<FetchDataInfo | undefined> {
  try {
    const abortedTransactions = await abortedIn(log, info.fetchOffsetMetadata, {
      startOffset,
      sizeInBytes: info.sizeInBytes,
    });
    if (replacements === log.replacements) return { ...info, abortedTransactions };
    info.release();
    return undefined;
  } catch (error) {
    info.release();
    if (!(error instanceof StorageError)) throw error;
    return errorRead(ErrorCode.KAFKA_STORAGE_ERROR, error.message);
  }
}

function outOfRange(log: LogState, startOffset: number): FetchDataInfo | undefined {
  if (startOffset >= log.logStartOffset && startOffset <= log.logEndOffset) return undefined;
  const message =
    startOffset < log.logStartOffset
      ? `but we only have log segments starting from offset: ${log.logStartOffset}.`
      : `but we only have log segments upto ${log.logEndOffset}.`;
  return errorRead(
    ErrorCode.OFFSET_OUT_OF_RANGE,
    `Received request for offset ${startOffset} for partition ${log.name}, ${message}`,
  );
}

function emptyRead(fetchOffsetMetadata: LogOffsetMetadata, isolation: FetchIsolation): FetchDataInfo {
  return {
    errorCode: 0,
    errorMessage: null,
    fetchOffsetMetadata,
    records: [],
    sizeInBytes: 0,
    firstEntryIncomplete: false,
    abortedTransactions: isolation === "txn-committed" ? NO_ABORTED : null,
    release: doNothing,
  };
}

function errorRead(errorCode: number, errorMessage: string): FetchDataInfo {
  const nowhere = { messageOffset: -1, segmentBaseOffset: -1, relativePositionInSegment: -1 };
  return { ...emptyRead(nowhere, "high-watermark"), errorCode, errorMessage };
}
