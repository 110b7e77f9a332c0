/**
 * Reading. At the tail: views of the cached bytes, at once. Further back: one read from disk into a pooled buffer, whose place comes from
 * where the last read ended or from the index. One read stays within one segment (F7).
 *
 * A segment may be deleted while a read waits for its bytes. An open file can still be read; if it is gone before it was opened, the read
 * begins again with what the log is by then.
 */
import { ErrorCode } from "@ottla/protocol";
import { baseOffsetAt, batchLengthAt, lastOffsetAt, RECORDS_OFFSET } from "@ottla/records";
import type { LogSegment } from "../log-segment.ts";
import type { FetchDataInfo, FetchIsolation, LogOffsetMetadata, ReadOptions } from "../log-types.ts";
import { StorageError } from "../storage-error.ts";
import type { TailPosition, TailRead } from "../tail-cache.ts";
import { abortedIn, hasAborted } from "./aborted-transactions.ts";
import type { LogState } from "./log-state.ts";
import { findBatch, knownMetadataOf, positionOf } from "./positions.ts";

/** How often a read begins again because its segment went away. */
const ATTEMPTS_MAX = 5;
const NO_ABORTED: FetchDataInfo["abortedTransactions"] = [];
/** A read is answered with at most this many pieces; more are joined. */
const SLICES_MAX = 64;

function doNothing(): void {}

/** Reads from the batch that holds `startOffset`, see `ReadOptions`. */
export function read(log: LogState, options: ReadOptions): FetchDataInfo | Promise<FetchDataInfo> {
  const { startOffset, isolation } = options;
  const refused = outOfRange(log, startOffset);
  if (refused) return refused;
  const upperOffset = isolationOffset(log, isolation);
  if (startOffset >= upperOffset) return emptyRead(knownMetadataOf(log, startOffset), isolation);
  return readFromTail(log, options, upperOffset) ?? readFromDisk(log, options);
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
  return addAborted(log, info, options.startOffset);
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
      const info = await tryReadFromDisk(log, options);
      return options.isolation === "txn-committed" && info.sizeInBytes > 0
        ? await addAborted(log, info, options.startOffset)
        : info;
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
  let hint = log.hints.take(startOffset);
  for (let segment = log.segments.floor(startOffset); segment; segment = log.segments.higher(segment)) {
    const position =
      hint?.segmentBaseOffset === segment.baseOffset
        ? hint.position
        : (await findBatch(log, segment, startOffset))?.position;
    hint = undefined;
    const end = upper?.segmentBaseOffset === segment.baseOffset ? upper.position : segment.sizeInBytes;
    if (position === undefined || position >= end) continue;
    return await readSegment(log, segment, { ...options, position, end });
  }
  return emptyRead(log.logEndOffsetMetadata, isolation);
}

/** One read, or two if the first batch alone is larger than asked for and must come whole. */
async function readSegment(
  log: LogState,
  segment: LogSegment,
  options: ReadOptions & { readonly position: number; readonly end: number },
): Promise<FetchDataInfo> {
  const { position, end, maxBytes, minOneMessage, isolation } = options;
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
    const firstBatchBytes = batchLengthAt(buffer, 0);
    let wanted = Math.min(available, minOneMessage ? Math.max(maxBytes, firstBatchBytes) : maxBytes);
    if (wanted > size) {
      buffers.give(buffer);
      buffer = buffers.take(wanted);
      wanted = await segment.read(buffer.subarray(0, wanted), position);
    }
    const found = buffer.subarray(0, wanted);
    noteNextRead(log, found, { segmentBaseOffset: segment.baseOffset, position });
    const taken = buffer;
    return {
      errorCode: 0,
      errorMessage: null,
      fetchOffsetMetadata: {
        messageOffset: baseOffsetAt(taken, 0),
        segmentBaseOffset: segment.baseOffset,
        relativePositionInSegment: position,
      },
      records: wanted > 0 ? [found] : [],
      sizeInBytes: wanted,
      firstEntryIncomplete: !minOneMessage && maxBytes < firstBatchBytes,
      abortedTransactions: isolation === "txn-committed" ? NO_ABORTED : null,
      release: () => buffers.give(taken),
    };
  } catch (error) {
    buffers.give(buffer);
    throw error;
  }
}

/** Remembers where the batch behind the last whole one begins. */
function noteNextRead(log: LogState, bytes: Uint8Array, start: TailPosition): void {
  let at = 0;
  let nextOffset = -1;
  while (at + RECORDS_OFFSET <= bytes.length) {
    const size = batchLengthAt(bytes, at);
    if (size < RECORDS_OFFSET || at + size > bytes.length) break;
    nextOffset = lastOffsetAt(bytes, at) + 1;
    at += size;
  }
  if (nextOffset >= 0)
    log.hints.set(nextOffset, { segmentBaseOffset: start.segmentBaseOffset, position: start.position + at });
}

async function addAborted(log: LogState, info: FetchDataInfo, startOffset: number): Promise<FetchDataInfo> {
  try {
    return {
      ...info,
      abortedTransactions: await abortedIn(log, info.fetchOffsetMetadata, {
        startOffset,
        sizeInBytes: info.sizeInBytes,
      }),
    };
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
