/**
 * Cutting the end of a log, as a follower does when its leader's history differs, and starting over at an offset. Both wait for the writes
 * before them; appends are refused meanwhile.
 *
 * What is taken away is taken away durably before anything new is written: a file, a length or a producer snapshot that came back after a
 * power failure would pass for history.
 */
import { baseOffsetAt, lastOffsetAt, maxTimestampAt } from "@ottla/records";
import type { LogSegment } from "../log-segment.ts";
import { scanHeaders } from "../segment-scan.ts";
import { deleteSegments } from "./delete-segments.ts";
import type { LogState } from "./log-state.ts";
import { findBatch } from "./positions.ts";
import { loadProducerState } from "./producer-state-loader.ts";
import { withIndexes } from "./rebuild-indexes.ts";
import { createFiles, newSegment } from "./roll.ts";

/** Removes `offset` and everything behind it; resolves false if there was nothing. */
export async function truncateTo(log: LogState, offset: number): Promise<boolean> {
  return await withoutCleaner(log, offset, async () => {
    if (offset >= log.logEndOffset) {
      log.epochs.truncateFromEnd(log.logEndOffset);
      await log.writeEpochs();
      return false;
    }
    if (offset < log.highWatermark) {
      log.environment.logger(
        "warn",
        `Truncating ${log.name} to offset ${offset} below high watermark ${log.highWatermark}`,
      );
    }
    if (log.segments.first.baseOffset > offset) {
      await startOver(log, offset, offset);
      return true;
    }
    forgetCached(log);
    await deleteNewestFirst(
      log,
      log.segments.all().filter((segment) => segment.baseOffset > offset),
    );
    // Never inside of a batch: what is left must be whole. (Apache would leave a gap where the rest of the batch was.)
    const endOffset = await truncateSegment(log, log.segments.active, offset);
    log.epochs.truncateFromEnd(endOffset);
    log.logStartOffset = Math.min(log.logStartOffset, endOffset);
    log.setEnd(endOffset);
    await log.writeEpochs();
    await loadProducerState(log, { endOffset, hadCleanShutdown: false });
    log.updateHighWatermark(log.highWatermark);
    // Also if it did not move: the state was loaded anew, with transactions in it that are long over.
    log.producers.onHighWatermarkUpdated(log.highWatermark);
    await syncDirectory(log);
    await log.checkpointRecoveryPoint?.();
    return true;
  });
}

/**
 * Whatever a power failure leaves of this must be a log without a hole, since the recovery point that was checkpointed lies behind it: so later
 * segments go before earlier ones, and all of them before the last one is cut.
 */
async function deleteNewestFirst(log: LogState, segments: readonly LogSegment[]): Promise<void> {
  if (segments.length === 0) return;
  await deleteSegments(log, segments.toReversed());
  await log.environment.disk.syncDirectory(log.directory);
}

/** Removes everything; the log is empty and begins at `offset`. */
export async function truncateFullyAndStartAt(
  log: LogState,
  offset: number,
  logStartOffset: number = offset,
): Promise<void> {
  await withoutCleaner(log, offset, () => startOver(log, offset, logStartOffset));
}

/** Cuts the log while nobody cleans it, and tells the cleaner where it ends. */
async function withoutCleaner<T>(log: LogState, offset: number, cut: () => Promise<T>): Promise<T> {
  // Appends are refused from the call on. Not within the queue: the cleaner may be about to wait for it.
  log.exclusiveTasks++;
  const resume = await log.cleaning?.abortAndPause();
  try {
    const done = await exclusively(log, cut);
    await log.cleaning?.onTruncated(offset);
    return done;
  } finally {
    log.exclusiveTasks--;
    resume?.();
  }
}

/** Runs a change of the files behind all queued writes and beside no flush, with appends refused until it is done. */
export async function exclusively<T>(log: LogState, change: () => Promise<T>): Promise<T> {
  log.exclusiveTasks++;
  try {
    return await log.queue.run(() => log.flushes.run(() => log.changeFiles(change)));
  } finally {
    log.exclusiveTasks--;
  }
}

/** For whoever reads it the log begins and ends at `offset` from the call on, and has a segment; the disk follows. */
async function startOver(log: LogState, offset: number, logStartOffset: number): Promise<void> {
  forgetCached(log);
  // Leaves the list of segments empty, and only until the next statement.
  const deleted = deleteSegments(log, log.segments.all());
  const segment = newSegment(log, offset);
  log.segments.add(segment);
  log.epochs.clear();
  log.producers.clear();
  log.producers.mapEndOffset = offset;
  log.lastSnapshotOffset = offset;
  log.logStartOffset = logStartOffset;
  log.setEnd(offset);
  log.updateHighWatermark(offset);
  await deleted;
  await createFiles(log, segment);
  log.recoveryPoint = offset;
  await log.writeEpochs();
  await log.snapshots.deleteWhere(() => true);
  await syncDirectory(log);
  await log.checkpointRecoveryPoint?.();
}

async function syncDirectory(log: LogState): Promise<void> {
  await log.environment.disk.syncDirectory(log.directory);
  log.needsDirectorySync = false;
}

/** Readers of what is cut get no more of it from memory; a flush under way does not count for it. */
function forgetCached(log: LogState): void {
  log.truncations++;
  log.tail.clear();
  log.hints.clear();
}

/** Returns the offset at which the segment ends then: `offset`, or where the batch began that held it. */
async function truncateSegment(log: LogState, segment: LogSegment, offset: number): Promise<number> {
  const batch = await findBatch(log, segment, offset);
  await withIndexes(log, segment, async () => {
    await segment.offsetIndex.truncateTo(offset);
    await segment.timeIndex.truncateTo(offset);
  });
  await segment.txnIndex.truncateTo(offset);
  const sizeInBytes = batch?.position ?? segment.sizeInBytes;
  await log.environment.files.use(segment.logPath, "readWriteCreate", async (file) => {
    await file.truncate(sizeInBytes);
    await file.sync();
  });
  segment.isDirty = false;
  const lastEntry = await segment.timeIndex.lastEntry();
  const from = (await segment.offsetIndex.lookup(lastEntry.offset)).position;
  let largest = lastEntry.timestamp < 0 ? { timestamp: -1, offset: -1 } : lastEntry;
  let firstBatchTimestamp: number | undefined;
  await scanHeaders(
    segment,
    { from: Math.min(from, sizeInBytes), to: sizeInBytes },
    {
      environment: log.environment,
      visit: ({ bytes, at }) => {
        if (baseOffsetAt(bytes, at) === segment.baseOffset) firstBatchTimestamp = maxTimestampAt(bytes, at);
        if (maxTimestampAt(bytes, at) > largest.timestamp)
          largest = { timestamp: maxTimestampAt(bytes, at), offset: lastOffsetAt(bytes, at) };
        return true;
      },
    },
  );
  segment.afterTruncation(sizeInBytes, largest, lastEntry.timestamp);
  if (sizeInBytes > 0) {
    firstBatchTimestamp ??= await readFirstBatchTimestamp(log, segment);
    segment.setFirstBatchTimestamp(firstBatchTimestamp ?? -1);
  }
  return Math.min(offset, batch?.baseOffset ?? offset);
}

/** maxTimestamp of the segment's first batch, by which it rolls. */
export async function readFirstBatchTimestamp(
  log: Pick<LogState, "environment">,
  segment: LogSegment,
): Promise<number | undefined> {
  let timestamp: number | undefined;
  await scanHeaders(
    segment,
    { from: 0, to: segment.sizeInBytes },
    {
      environment: log.environment,
      visit: ({ bytes, at }) => {
        timestamp = maxTimestampAt(bytes, at);
        return false;
      },
    },
  );
  return timestamp;
}
