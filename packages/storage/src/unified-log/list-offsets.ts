/** Offsets by timestamp: the special ones and the first record at or after a time (L1–L8, KIP-79, KIP-734). */
import { ErrorCode } from "@ottla/protocol";
import {
  baseOffsetAt,
  maxTimestampAt,
  partitionLeaderEpochAt,
  readRecordsBodyAsync,
  RecordFailure,
  RecordReader,
  timestampTypeAt,
  TimestampType,
} from "@ottla/records";
import { ListOffsetsTimestamp, type TimestampAndOffset } from "../log-types.ts";
import type { LogSegment } from "../log-segment.ts";
import { scanHeaders } from "../segment-scan.ts";
import { StorageError } from "../storage-error.ts";
import type { LogState } from "./log-state.ts";
import { withIndexes } from "./rebuild-indexes.ts";

const NONE: TimestampAndOffset = { errorCode: 0, timestamp: -1, offset: -1, leaderEpoch: -1 };

export async function offsetForTimestamp(log: LogState, timestamp: number): Promise<TimestampAndOffset> {
  switch (timestamp) {
    case ListOffsetsTimestamp.EARLIEST: {
      const earliest = log.epochs.earliestEntry;
      const leaderEpoch = earliest && earliest.startOffset <= log.logStartOffset ? earliest.epoch : -1;
      return { ...NONE, offset: log.logStartOffset, leaderEpoch };
    }
    case ListOffsetsTimestamp.EARLIEST_LOCAL: {
      const earliest = log.epochs.earliestEntry;
      const leaderEpoch = earliest && earliest.startOffset <= log.logStartOffset ? earliest.epoch : -1;
      return { ...NONE, offset: log.logStartOffset, leaderEpoch };
    }
    case ListOffsetsTimestamp.LATEST:
      return { ...NONE, offset: log.logEndOffset, leaderEpoch: log.epochs.latestEpoch ?? -1 };
    case ListOffsetsTimestamp.LATEST_TIERED:
    case ListOffsetsTimestamp.EARLIEST_PENDING_UPLOAD:
      return NONE;
    default:
      return await search(log, timestamp);
  }
}

/** How often a search begins again because retention took its segment away. */
const ATTEMPTS_MAX = 5;

async function search(log: LogState, timestamp: number): Promise<TimestampAndOffset> {
  for (let attempt = 1; ; attempt++) {
    try {
      if (timestamp === ListOffsetsTimestamp.MAX_TIMESTAMP) return await offsetOfMaxTimestamp(log);
      if (timestamp < 0) return { ...NONE, errorCode: ErrorCode.UNSUPPORTED_VERSION };
      return await firstAtOrAfter(log, timestamp);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      if (error.code === "NOT_FOUND" && attempt < ATTEMPTS_MAX && !log.isClosed) continue;
      log.onReadError(error);
      return { ...NONE, errorCode: ErrorCode.KAFKA_STORAGE_ERROR };
    }
  }
}

async function firstAtOrAfter(log: LogState, timestamp: number): Promise<TimestampAndOffset> {
  for (const segment of log.segments.all()) {
    if ((await withIndexes(log, segment, () => segment.largestTimestamp())) < timestamp) continue;
    return await firstInSegment(log, segment, timestamp);
  }
  return NONE;
}

async function firstInSegment(log: LogState, segment: LogSegment, timestamp: number): Promise<TimestampAndOffset> {
  const entry = await withIndexes(log, segment, () => segment.timeIndex.lookup(timestamp));
  let from = (await segment.offsetIndex.lookup(Math.max(entry.offset, log.logStartOffset))).position;
  // A batch may turn out to hold no such record at or behind the log start; then the search goes on behind it.
  while (true) {
    const batch = await findBatchByTimestamp(log, segment, {
      from,
      isWanted: (maxTimestamp) => maxTimestamp >= timestamp,
    });
    if (!batch) return NONE;
    const found = await findRecord(
      batch.bytes,
      (record) => record.timestamp >= timestamp && record.offset >= log.logStartOffset,
    );
    if (found && found.offset < log.logEndOffset) return found;
    from = batch.end;
  }
}

/** The first record with the largest timestamp of the log (KIP-734). */
async function offsetOfMaxTimestamp(log: LogState): Promise<TimestampAndOffset> {
  let holder: LogSegment | undefined;
  let largest = { timestamp: -1, offset: -1 };
  for (const segment of log.segments.all()) {
    const candidate = await withIndexes(log, segment, () => segment.maxTimestampSoFar());
    if (holder && candidate.timestamp <= largest.timestamp) continue;
    holder = segment;
    largest = candidate;
  }
  if (!holder || largest.timestamp < 0) return NONE;
  const { position } = await holder.offsetIndex.lookup(largest.offset);
  const batch = await findBatchByTimestamp(log, holder, {
    from: position,
    isWanted: (maxTimestamp) => maxTimestamp === largest.timestamp,
  });
  if (!batch) return NONE;
  if (timestampTypeAt(batch.bytes, 0) === TimestampType.LOG_APPEND_TIME) {
    return {
      errorCode: 0,
      timestamp: largest.timestamp,
      offset: baseOffsetAt(batch.bytes, 0),
      leaderEpoch: partitionLeaderEpochAt(batch.bytes, 0),
    };
  }
  return (await findRecord(batch.bytes, (record) => record.timestamp === largest.timestamp)) ?? NONE;
}

/** The bytes of the first batch whose greatest timestamp is wanted, and the position behind it. */
async function findBatchByTimestamp(
  log: LogState,
  segment: LogSegment,
  search: { readonly from: number; readonly isWanted: (maxTimestamp: number) => boolean },
): Promise<{ readonly bytes: Uint8Array; readonly end: number } | undefined> {
  let place: { position: number; sizeInBytes: number } | undefined;
  await scanHeaders(
    segment,
    { from: search.from, to: segment.sizeInBytes },
    {
      environment: log.environment,
      visit: ({ bytes, at, position, sizeInBytes }) => {
        if (!search.isWanted(maxTimestampAt(bytes, at))) return true;
        place = { position, sizeInBytes };
        return false;
      },
    },
  );
  if (!place) return undefined;
  const bytes = new Uint8Array(place.sizeInBytes);
  await segment.read(bytes, place.position);
  return { bytes, end: place.position + place.sizeInBytes };
}

async function findRecord(
  bytes: Uint8Array,
  isWanted: (record: { readonly timestamp: number; readonly offset: number }) => boolean,
): Promise<TimestampAndOffset | undefined> {
  const body = await readRecordsBodyAsync(bytes);
  if (body instanceof RecordFailure) throw new StorageError("CORRUPT_LOG", body.message);
  const reader = new RecordReader(bytes, 0, body);
  for (const record of reader) {
    if (isWanted(record)) {
      return {
        errorCode: 0,
        timestamp: record.timestamp,
        offset: record.offset,
        leaderEpoch: partitionLeaderEpochAt(bytes, 0),
      };
    }
  }
  if (reader.failure) throw new StorageError("CORRUPT_LOG", reader.failure.message);
  return undefined;
}
