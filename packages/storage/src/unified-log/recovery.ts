/**
 * Recovery after an unclean stop (brokers.md §6.2). Segments before the recovery point are trusted: they were synced. From the segment that holds
 * the recovery point on, every batch is looked at; the first that is not whole ends the log, and later segments go. Indexes, producer state
 * and leader epochs come out of the same pass.
 *
 * Below the recovery point the bytes of that first segment were synced too, so their checksums are not computed again, which Apache does; it
 * halves the time where the recovery point is fresh.
 *
 * Segments that do not follow each other are a hole, unless compaction made it. Our cleaner makes gaps below the recovery point only
 * (`cleanLog`), and nobody looks there; `gapsBelow` is for a directory whose recovery points are lost, or that Apache Kafka has cleaned.
 */
import { crc32c } from "@ottla/base";
import {
  ATTRIBUTES_OFFSET,
  baseOffsetAt,
  crcAt,
  lastOffsetAt,
  lastOffsetDeltaAt,
  partitionLeaderEpochAt,
  maxTimestampAt,
} from "@ottla/records";
import { type LogSegment, RELATIVE_OFFSET_MAX } from "../log-segment.ts";
import { scanBatches, type ScannedBatch } from "../segment-scan.ts";
import { deleteSegments } from "./delete-segments.ts";
import type { LogState } from "./log-state.ts";
import { loadProducerState, replayBatch, takeProducerSnapshot } from "./producer-state-loader.ts";

export interface RecoveredLog {
  /** After the last whole batch. */
  readonly endOffset: number;
  /** Base offset of the last segment in front of which there is a gap; 0 if there is none. */
  readonly gapsEnd: number;
}

/**
 * Recovers all segments that may hold unsynced bytes, up to the first that was torn. The producers are known afterwards, and have a snapshot
 * at every segment but none at the end: whoever recovers next begins no later than here, and ten thousand logs would wait for as many fsyncs. The
 * active segment's indexes stay in memory for the same reason, as those of one that is written to do.
 */
export async function recoverLog(
  log: LogState,
  { recoveryPoint, gapsBelow }: { readonly recoveryPoint: number; readonly gapsBelow: number },
): Promise<RecoveredLog> {
  const unflushed = log.segments.overlapping(recoveryPoint, Infinity);
  let endOffset = log.segments.first.baseOffset;
  let gapsEnd = 0;
  for (const [i, segment] of unflushed.entries()) {
    if (i > 0 && !follows(segment, { endOffset, gapsBelow: log.config.compact ? Infinity : gapsBelow })) {
      await dropFrom(
        log,
        unflushed.slice(i),
        `records end at ${endOffset}, the next segment begins at ${segment.baseOffset}`,
      );
      break;
    }
    if (i > 0) {
      if (segment.baseOffset > endOffset) gapsEnd = segment.baseOffset;
      log.producers.mapEndOffset = segment.baseOffset;
      await takeProducerSnapshot(log, { sync: true });
    }
    const recovered = await recoverSegment(log, segment, {
      trustedBelow: recoveryPoint,
      replacesIndexes: false,
      knowsProducers: i > 0,
    });
    endOffset = recovered.endOffset;
    if (recovered.truncatedBytes === 0) continue;
    await dropFrom(log, unflushed.slice(i + 1), `${recovered.truncatedBytes} bytes cut off in ${segment.logPath}`);
    break;
  }
  return { endOffset, gapsEnd };
}

/**
 * A machine that loses power may keep a later segment and lose all of an earlier one, which then shows no torn batch; or it may bring back
 * one that was deleted. Only compaction leaves gaps of its own. (Apache does not look for this and goes on with a hole.)
 */
function follows(
  { baseOffset }: LogSegment,
  { endOffset, gapsBelow }: { readonly endOffset: number; readonly gapsBelow: number },
): boolean {
  return baseOffset === endOffset || (baseOffset > endOffset && baseOffset <= gapsBelow);
}

async function dropFrom(log: LogState, segments: readonly LogSegment[], why: string): Promise<void> {
  const rest = segments.length > 0 ? `, deleting ${segments.length} later segments` : "";
  log.environment.logger("warn", `Corruption found in ${log.directory}: ${why}${rest}`);
  if (segments.length === 0) return;
  await deleteSegments(log, segments);
  await log.environment.disk.syncDirectory(log.directory);
}

/**
 * Rebuilds everything that belongs to one segment; cuts off what follows its last valid batch. Where the recovery point lies behind the segment,
 * `replacesIndexes` must be set: see `IndexFile.replace`.
 */
export async function recoverSegment(
  log: LogState,
  segment: LogSegment,
  options: {
    readonly trustedBelow: number;
    readonly replacesIndexes: boolean;
    /** The producers are those below the segment. Default: they are loaded. */
    readonly knowsProducers?: boolean;
  },
): Promise<{ readonly endOffset: number; readonly truncatedBytes: number }> {
  const { trustedBelow, replacesIndexes } = options;
  if (!options.knowsProducers) await loadProducerState(log, { endOffset: segment.baseOffset, hadCleanShutdown: false });
  segment.resetIndexes();
  const sizeInBytes = segment.sizeInBytes;
  segment.sizeInBytes = segment.reservedBytes = 0;
  let nextOffset = segment.baseOffset;
  const { end } = await scanBatches(
    segment,
    { from: 0, to: sizeInBytes },
    {
      environment: log.environment,
      visit: (batch) => {
        if (!isValid(segment, batch, { trustedBelow, nextOffset })) return false;
        nextOffset = lastOffsetAt(batch.bytes, batch.at) + 1;
        adopt(log, segment, batch);
        return true;
      },
    },
  );
  if (end < sizeInBytes) {
    await log.environment.files.use(segment.logPath, "readWrite", async (file) => {
      await file.truncate(end);
      // What was cut must not come back below a recovery point that has passed it.
      await file.sync();
    });
  }
  segment.onBecomeInactive();
  segment.onWritten(end, segment.reservedMaxTimestamp);
  if (replacesIndexes) await segment.replaceIndexes();
  else if (segment === log.segments.active) await segment.writeFullPages();
  else await segment.writeIndexes();
  log.producers.mapEndOffset = Math.max(nextOffset, log.producers.mapEndOffset);
  return { endOffset: nextOffset, truncatedBytes: sizeInBytes - end };
}

function isValid(
  segment: LogSegment,
  { bytes, at, sizeInBytes }: ScannedBatch,
  { trustedBelow, nextOffset }: { readonly trustedBelow: number; readonly nextOffset: number },
): boolean {
  const baseOffset = baseOffsetAt(bytes, at);
  const delta = lastOffsetDeltaAt(bytes, at);
  if (!Number.isSafeInteger(baseOffset) || baseOffset < nextOffset || delta < 0) return false;
  if (baseOffset + delta - segment.baseOffset > RELATIVE_OFFSET_MAX) return false;
  if (baseOffset + delta < trustedBelow) return true;
  return crcAt(bytes, at) === crc32c(bytes, at + ATTRIBUTES_OFFSET, at + sizeInBytes);
}

/** The batch belongs to the segment: index entries, epochs, producers, as when it was appended. */
function adopt(log: LogState, segment: LogSegment, batch: ScannedBatch): void {
  const { bytes, at, sizeInBytes } = batch;
  segment.reserve(bytes, at, sizeInBytes);
  if (batch.position === 0) segment.setFirstBatchTimestamp(maxTimestampAt(bytes, at));
  const epoch = partitionLeaderEpochAt(bytes, at);
  const baseOffset = baseOffsetAt(bytes, at);
  const known = log.epochs.epochForOffset(baseOffset);
  // The batch is right: a power failure may have brought back a checkpoint that knows the epoch from what was cut off here before. Below the
  // first entry lies what was deleted.
  const isNews = known === undefined ? epoch > (log.epochs.latestEpoch ?? -1) : epoch !== known;
  if (epoch >= 0 && isNews) log.epochs.assign(epoch, baseOffset);
  const completed = replayBatch(log.producers, batch);
  if (completed?.isAborted) segment.txnIndex.append(completed);
}
