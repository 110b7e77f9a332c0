/**
 * Reading. At the tail: views of the cached bytes, at once. Further back: a part of one segment (F7), whose place comes from where the last read
 * ended or from the index; it is read into a pooled buffer, or, for who sends it on as it is, when it is sent (`readForTransfer`).
 *
 * A segment may be deleted while a read waits for its bytes. An open file can still be read; if it is gone before it was opened, the read
 * begins again with what the log is by then.
 */
import type { ByteChunk } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type { LogSegment } from "../log-segment.ts";
import type { FetchDataInfo, FetchIsolation, LogOffsetMetadata, ReadOptions } from "../log-types.ts";
import { StorageError } from "../storage-error.ts";
import type { TailRead } from "../tail-cache.ts";
import { abortedIn, hasAborted } from "./aborted-transactions.ts";
import type { LogState } from "./log-state.ts";
import { findBatch, knownMetadataOf, positionOf } from "./positions.ts";
import { describeFrom, describeSegment, readSegment } from "./read-segment.ts";
import type { SegmentRead } from "./read-segment.ts";

/** How often a read begins again because its segment went away. */
const ATTEMPTS_MAX = 5;
const NO_ABORTED: FetchDataInfo["abortedTransactions"] = [];
/** A read is answered with at most this many pieces; more are joined. */
const SLICES_MAX = 64;

function doNothing(): void {}

/** Takes what a read wants from its segment. */
type FromSegment<Chunk extends ByteChunk> = (
  log: LogState,
  segment: LogSegment,
  options: SegmentRead,
) => Promise<FetchDataInfo<Chunk>>;

/** Reads from the batch that holds `startOffset`, see `ReadOptions`. */
export function read(log: LogState, options: ReadOptions): FetchDataInfo | Promise<FetchDataInfo> {
  const upperOffset = isolationOffset(log, options.isolation);
  return readWithoutDisk(log, options, upperOffset) ?? readFromDisk(log, options, readSegment);
}

/** As `read`, for who sends the records on as they are: what is not in the tail cache is read when it is sent. */
export function readForTransfer(
  log: LogState,
  options: ReadOptions,
): FetchDataInfo<ByteChunk> | Promise<FetchDataInfo<ByteChunk>> {
  const upperOffset = isolationOffset(log, options.isolation);
  return (
    readWithoutDisk(log, options, upperOffset) ??
    describeByHint(log, options, upperOffset) ??
    readFromDisk(log, options, describeSegment)
  );
}

function readWithoutDisk(
  log: LogState,
  options: ReadOptions,
  upperOffset: number,
): FetchDataInfo | Promise<FetchDataInfo> | undefined {
  const { startOffset, isolation } = options;
  const refused = outOfRange(log, startOffset);
  if (refused) return refused;
  if (startOffset >= upperOffset) return emptyRead(knownMetadataOf(log, startOffset), isolation);
  return readFromTail(log, options, upperOffset);
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
  return addAbortedOrReadAgain(log, info, { options, fromSegment: readSegment });
}

/** At once, if the batch and where the readable log ends are known. */
function describeByHint(
  log: LogState,
  options: ReadOptions,
  upperOffset: number,
): FetchDataInfo<ByteChunk> | Promise<FetchDataInfo<ByteChunk>> | undefined {
  const { startOffset, isolation } = options;
  const hint = log.hints.peek(startOffset);
  const batch = hint?.batch;
  const segment = log.segments.floor(startOffset);
  const upper = upperOffset === log.logEndOffset ? log.endPosition : log.tail.positionOf(upperOffset);
  if (!batch || !segment || !upper || hint?.segmentBaseOffset !== segment.baseOffset) return undefined;
  const end = upper.segmentBaseOffset === segment.baseOffset ? upper.position : segment.sizeInBytes;
  if (batch.position >= end) return undefined;
  log.hints.take(startOffset);
  const info = describeFrom(log, segment, { ...options, position: batch.position, end, batch });
  if (isolation !== "txn-committed" || !hasAborted(log, segment.baseOffset)) return info;
  return addAbortedOrReadAgain(log, info, { options, fromSegment: describeSegment });
}

interface Again<Chunk extends ByteChunk> {
  readonly options: ReadOptions;
  readonly fromSegment: FromSegment<Chunk>;
}

async function addAbortedOrReadAgain<Chunk extends ByteChunk>(
  log: LogState,
  info: FetchDataInfo<Chunk>,
  { options, fromSegment }: Again<Chunk>,
): Promise<FetchDataInfo<Chunk>> {
  const { replacements } = log;
  const complete = await addAborted(log, info, { startOffset: options.startOffset, replacements });
  return complete ?? (await readFromDisk(log, options, fromSegment));
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

async function readFromDisk<Chunk extends ByteChunk>(
  log: LogState,
  options: ReadOptions,
  fromSegment: FromSegment<Chunk>,
): Promise<FetchDataInfo<Chunk>> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { replacements } = log;
      const info = await tryReadFromDisk(log, options, fromSegment);
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
      log.onReadError(error);
      return errorRead(ErrorCode.KAFKA_STORAGE_ERROR, error.message);
    }
  }
}

async function tryReadFromDisk<Chunk extends ByteChunk>(
  log: LogState,
  options: ReadOptions,
  fromSegment: FromSegment<Chunk>,
): Promise<FetchDataInfo<Chunk>> {
  const { startOffset, isolation } = options;
  const upper = await positionOf(log, isolationOffset(log, isolation));
  const hint = log.hints.take(startOffset);
  for (let segment = log.segments.floor(startOffset); segment; segment = log.segments.higher(segment)) {
    const known = hint?.segmentBaseOffset === segment.baseOffset ? hint : undefined;
    const batch = known === undefined ? await findBatch(log, segment, startOffset) : known.batch;
    const position = known?.position ?? batch?.position;
    const end = upper?.segmentBaseOffset === segment.baseOffset ? upper.position : segment.sizeInBytes;
    if (position === undefined || position >= end) continue;
    return await fromSegment(log, segment, { ...options, position, end, batch });
  }
  return emptyRead(log.logEndOffsetMetadata, isolation);
}

/**
 * Undefined if segments were replaced since the read began: the bytes may hold aborted records that the indexes do not tell of any more, because
 * the cleaner has removed them.
 */
async function addAborted<Chunk extends ByteChunk>(
  log: LogState,
  info: FetchDataInfo<Chunk>,
  { startOffset, replacements }: { readonly startOffset: number; readonly replacements: number },
): Promise<FetchDataInfo<Chunk> | undefined> {
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
    log.onReadError(error);
    return errorRead(ErrorCode.KAFKA_STORAGE_ERROR, error.message);
  }
}

function outOfRange(log: LogState, startOffset: number): FetchDataInfo<never> | undefined {
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

function emptyRead(fetchOffsetMetadata: LogOffsetMetadata, isolation: FetchIsolation): FetchDataInfo<never> {
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

function errorRead(errorCode: number, errorMessage: string): FetchDataInfo<never> {
  const nowhere = { messageOffset: -1, segmentBaseOffset: -1, relativePositionInSegment: -1 };
  return { ...emptyRead(nowhere, "high-watermark"), errorCode, errorMessage };
}
