/**
 * The metadata at start: the newest snapshot, then everything in the log after it. A snapshot that reaches further than
 * the log replaces it.
 */

import { MetadataParseError, type MetadataReplayer, readMetadataBatches, readSnapshot } from "@ottla/metadata";
import type { MetadataLog } from "./metadata-log.ts";
import type { SnapshotStore } from "./snapshot-store.ts";

/** What was loaded. */
export interface LoadedMetadata {
  /** Bytes of the log behind the snapshot: they count towards the next one. */
  readonly bytesSinceSnapshot: number;
}

/** Replays the newest snapshot, if it reaches further than what `replayer` has. */
export async function loadSnapshot(
  log: MetadataLog,
  snapshots: SnapshotStore,
  replayer: MetadataReplayer,
): Promise<LoadedMetadata> {
  const newest = (await snapshots.list()).at(-1);
  const known = replayer.nextOffset;
  if (newest !== undefined && newest.endOffset > known) {
    const { records, lastContainedLogTimestampMs } = readSnapshot(await snapshots.read(newest));
    replayer.replaySnapshot(records, { ...newest, lastContainedLogTimestampMs });
  }
  const from = Math.max(known, newest?.endOffset ?? 0);
  if (log.endOffset < from) await log.startAt(from);
  if (log.startOffset > from) {
    throw new MetadataParseError(`The metadata log begins at ${log.startOffset} and no snapshot reaches that far`);
  }
  return { bytesSinceSnapshot: 0 };
}

/** Replays everything that `replayer` does not have yet. Rejects if the log is broken. */
export async function loadMetadata(
  log: MetadataLog,
  snapshots: SnapshotStore,
  replayer: MetadataReplayer,
): Promise<LoadedMetadata> {
  await loadSnapshot(log, snapshots, replayer);
  const from = replayer.nextOffset;
  let bytesSinceSnapshot = 0;
  for await (const stretch of log.read(from)) {
    for (const batch of readMetadataBatches(stretch)) {
      if (batch.lastOffset < from) continue;
      replayer.replay(batch);
      bytesSinceSnapshot += batch.sizeInBytes;
    }
  }
  return { bytesSinceSnapshot };
}
