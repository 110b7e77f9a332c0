/**
 * Starting a new segment. The decision and the change in memory are synchronous, so that the next reservation goes to the new segment; making
 * its files is a step in the write queue, before the first write to it. What the old segment still needs to be durable happens beside the
 * queue, and only then does the recovery point move up to the new one.
 */
import { encodeProducerSnapshot } from "../producer-state/producer-snapshot.ts";
import { LogSegment } from "../log-segment.ts";
import { flushUpTo } from "./flush.ts";
import type { LogState } from "./log-state.ts";
import type { PendingRoll } from "./pending-append.ts";
import { repair } from "./repair.ts";

/** A roll that has been decided, with the producers as they are below it. */
export interface PlannedRoll {
  readonly baseOffset: number;
  readonly snapshot: Uint8Array | undefined;
}

/** Undefined if the active segment is empty and begins there: it serves. */
export function planRollAt(log: LogState, baseOffset: number): PlannedRoll | undefined {
  const { active } = log.segments;
  if (active.baseOffset === baseOffset && active.reservedBytes === 0) return undefined;
  const snapshot = baseOffset > log.lastSnapshotOffset ? encodeProducerSnapshot(log.producers.entries()) : undefined;
  return { baseOffset, snapshot };
}

/** The next append goes to a new segment. */
export function rollForAppend(log: LogState, { baseOffset, snapshot }: PlannedRoll): PendingRoll {
  const from = log.segments.active;
  const roll: PendingRoll = {
    from,
    fromMark: from.mark(),
    to: newSegment(log, baseOffset),
    lastSnapshotOffset: log.lastSnapshotOffset,
  };
  from.onBecomeInactive();
  log.segments.add(roll.to);
  log.producers.mapEndOffset = baseOffset;
  if (snapshot) log.lastSnapshotOffset = baseOffset;
  log.rollsUnderWay.add(roll);
  log.queue.pushStep(async () => {
    await finishSegment(log, from);
    // The recovery point may be here already. With the new segment there nobody scans the old one: it must be durable as it is now.
    if (log.recoveryPoint >= baseOffset) {
      if (from.isDirty) await from.syncLog();
      await from.syncIndexes();
    }
    if (snapshot) await log.snapshots.write(baseOffset, snapshot, { sync: false });
    await createFiles(log, roll.to);
    log.rollsUnderWay.delete(roll);
    log.inBackground(async () => {
      if (snapshot) await log.snapshots.sync(baseOffset);
      await flushUpTo(log, baseOffset);
      // The file that rests open is the active segment's.
      await from.closeFiles();
    });
  });
  return roll;
}

/** Takes a roll back whose append failed. */
export function undoRoll(log: LogState, roll: PendingRoll): void {
  log.segments.remove(roll.to);
  log.abandoned.push(roll.to);
  roll.from.restore(roll.fromMark);
  log.lastSnapshotOffset = roll.lastSnapshotOffset;
}

/** Rolls if the active segment holds anything; resolves when the new segment is there. Rejects while the log cannot be written. */
export async function roll(log: LogState): Promise<void> {
  if (log.failure) await log.queue.run(() => repair(log));
  if (log.failure) throw log.failure;
  const planned = planRollAt(log, log.reservedEndOffset);
  if (planned) rollForAppend(log, planned);
  await log.queue.run(async () => {
    const { active } = log.segments;
    if (active.sizeInBytes === 0 && active.baseOffset === log.logEndOffset) log.setEnd(log.logEndOffset);
  });
}

/** A segment without files yet. */
export function newSegment(log: LogState, baseOffset: number): LogSegment {
  const segment = new LogSegment({
    directory: log.directory,
    baseOffset,
    config: log.config,
    environment: log.environment,
  });
  segment.initializeEmpty();
  return segment;
}

/** Makes the files of a new segment: empty ones, whatever was left under these names. */
export async function createFiles(log: LogState, segment: LogSegment): Promise<void> {
  const { files } = log.environment;
  await files.use(segment.logPath, "readWriteCreate", async (file) => {
    await file.truncate(0);
    if (log.config.preallocate) await file.truncate(log.config.segmentBytes);
  });
  await segment.offsetIndex.file.write();
  await segment.timeIndex.file.write();
  // Now, not before: a flush under way may have synced the directory without these names.
  log.needsDirectorySync = true;
}

/** The segment takes no more appends: index entries go to their files, preallocated space goes back. */
export async function finishSegment(log: LogState, segment: LogSegment): Promise<void> {
  await segment.writeIndexes();
  await trimPreallocated(log, segment);
}

/** With `preallocate` the file is as long as the segment may grow; nobody else must see the zeros. */
export async function trimPreallocated(log: LogState, segment: LogSegment): Promise<void> {
  if (!log.config.preallocate) return;
  await log.environment.files.use(segment.logPath, "readWriteCreate", async (file) => {
    if ((await file.size()) > segment.sizeInBytes) await file.truncate(segment.sizeInBytes);
  });
  segment.isDirty = true;
}
