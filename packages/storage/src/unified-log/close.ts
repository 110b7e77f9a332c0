/** The end of a log in this process. After a clean close the next start has nothing to recover. */
import { flushUpTo, syncPartitionMetadata } from "./flush.ts";
import type { LogState } from "./log-state.ts";
import { takeProducerSnapshot } from "./producer-state-loader.ts";
import { repair } from "./repair.ts";
import { finishSegment } from "./roll.ts";

/** Appends are refused from the call on; those before it are written. */
export async function closeLog(
  log: LogState,
  { isClean, leavesSync }: { readonly isClean: boolean; readonly leavesSync: boolean },
): Promise<void> {
  if (log.isClosed) return;
  log.isClosed = true;
  for (const timer of log.deletions) timer.cancel();
  log.deletions.clear();
  try {
    await log.queue.run(async () => {
      // What a failed write left behind must not pass for a batch at the next start.
      if (isClean) await repair(log);
      if (isClean && !log.failure) await finish(log, leavesSync);
    });
  } finally {
    await log.backgroundDone();
    log.tail.clear();
    log.hints.clear();
    log.listeners.clear();
    await log.environment.files.closeUnder(log.directory);
  }
}

/**
 * Made by this process, and nothing was ever in it. A machine that fails after the stop may take its files: an empty log is made anew all
 * the same, so its files are written and not waited for. (Stopping ten thousand of them would take as many fsyncs several times over.)
 */
function isUntouched(log: LogState): boolean {
  const { active } = log.segments;
  return (
    log.isNew &&
    !log.config.preallocate &&
    log.truncations === 1 &&
    log.segments.count === 1 &&
    active.reservedBytes === 0
  );
}

/** Closing it takes fsyncs. */
export function needsSync(log: LogState): boolean {
  if (isUntouched(log)) return false;
  const isUnsynced = log.recoveryPoint < log.logEndOffset || log.segments.active.isDirty;
  return isUnsynced || log.epochs.isDirty || log.needsDirectorySync || log.needsMetadataSync;
}

async function finish(log: LogState, leavesSync: boolean): Promise<void> {
  const { active } = log.segments;
  if (isUntouched(log)) {
    await log.writeEpochs({ leavesSync: true });
    return;
  }
  active.onBecomeInactive();
  await finishSegment(log, active);
  if (leavesSync) {
    await log.writeEpochs({ leavesSync });
    await takeProducerSnapshot(log, { sync: false });
    log.recoveryPoint = log.logEndOffset;
    return;
  }
  await flushUpTo(log, log.logEndOffset);
  await active.syncIndexes();
  if (active.isDirty) await active.syncLog();
  await log.writeEpochs();
  await takeProducerSnapshot(log, { sync: true });
  // The one before, where nothing has changed since: without a snapshot the next start takes it that there never was a producer.
  await log.snapshots.sync(log.lastSnapshotOffset);
  await syncPartitionMetadata(log);
  if (log.needsDirectorySync) await log.environment.disk.syncDirectory(log.directory);
}
