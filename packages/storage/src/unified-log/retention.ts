/**
 * cleanup.policy=delete and the log start offset (R1–R6): whole segments go, oldest first, never past the high watermark, up to the first that
 * stays. The active segment may go too, if it holds anything; an empty one takes its place.
 */
import { ErrorCode } from "@ottla/protocol";
import type { LogSegment } from "../log-segment.ts";
import type { LogStartOffsetIncrementReason } from "../log-types.ts";
import { deleteSegments } from "./delete-segments.ts";
import type { LogState } from "./log-state.ts";
import { withIndexes } from "./rebuild-indexes.ts";
import { roll } from "./roll.ts";

type DeletionCondition = (segment: LogSegment, next: LogSegment | undefined) => boolean | Promise<boolean>;

/** Deletes what the cleanup policy demands; resolves with the number of segments. */
export async function deleteOldSegments(log: LogState): Promise<number> {
  if (log.isClosed || log.failure) return 0;
  let deleted = await deleteWhile(
    log,
    "log start offset",
    (_, next) => next !== undefined && next.baseOffset <= log.logStartOffset,
  );
  if (!log.config.delete) return deleted;
  deleted += await deleteBySize(log);
  deleted += await deleteByTime(log);
  return deleted;
}

async function deleteBySize(log: LogState): Promise<number> {
  const { retentionBytes } = log.config;
  let excess = log.segments.sizeInBytes - retentionBytes;
  if (retentionBytes < 0 || excess < 0) return 0;
  return await deleteWhile(log, `retention size ${retentionBytes}`, (segment) => {
    if (excess - segment.sizeInBytes < 0) return false;
    excess -= segment.sizeInBytes;
    return true;
  });
}

async function deleteByTime(log: LogState): Promise<number> {
  const { retentionMs } = log.config;
  if (retentionMs < 0) return 0;
  const nowMs = log.environment.clock.nowMs();
  return await deleteWhile(log, `retention time ${retentionMs}ms`, async (segment) => {
    const largest = await withIndexes(log, segment, () => segment.largestTimestamp());
    return nowMs - largest > retentionMs;
  });
}

async function deleteWhile(log: LogState, reason: string, isDeletable: DeletionCondition): Promise<number> {
  const doomed: LogSegment[] = [];
  const segments = log.segments.all();
  for (const [i, segment] of segments.entries()) {
    const next = segments[i + 1];
    const upperBound = next?.baseOffset ?? log.reservedEndOffset;
    if (log.highWatermark < upperBound || !(await isDeletable(segment, next))) break;
    if (!next && segment.reservedBytes === 0) break;
    doomed.push(segment);
  }
  if (doomed.length === 0) return 0;
  // All of them: a new segment is needed first, which begins where the log ends.
  if (doomed.length === log.segments.count) await roll(log);
  const remove = async (): Promise<number> => {
    // Appends may have come while the conditions were looked at; what is active now stays.
    const present = new Set(log.segments.all());
    present.delete(log.segments.active);
    const going = doomed.filter((segment) => present.has(segment));
    const last = going.at(-1);
    if (!last) return 0;
    const newStart = log.segments.higher(last)!.baseOffset;
    maybeIncrementLogStartOffset(log, newStart, "segment deletion");
    log.environment.logger(
      "info",
      `Deleting ${going.length} segments of ${log.name} due to ${reason}, up to ${last.baseOffset}`,
    );
    await deleteSegments(log, going);
    return going.length;
  };
  return await log.queue.run(() => log.flushes.run(() => log.changeFiles(remove)));
}

/** Raises the log start offset; OFFSET_OUT_OF_RANGE if that would pass the high watermark, otherwise 0 (D1). */
export function maybeIncrementLogStartOffset(
  log: LogState,
  offset: number,
  reason: LogStartOffsetIncrementReason,
): number {
  if (offset > log.highWatermark) return ErrorCode.OFFSET_OUT_OF_RANGE;
  if (offset <= log.logStartOffset) return 0;
  log.logStartOffset = offset;
  log.epochs.truncateFromStart(offset);
  log.producers.onLogStartOffsetIncremented(offset);
  log.environment.logger("info", `Incremented log start offset of ${log.name} to ${offset} due to ${reason}`);
  return 0;
}
