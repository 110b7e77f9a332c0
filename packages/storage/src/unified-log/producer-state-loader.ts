/**
 * Producer state from disk: the newest snapshot that can be read, then the headers of the batches behind it. Runs at start and after a
 * truncation.
 */
import { baseOffsetAt, batchLengthAt, hasProducerIdAt, isControlAt, lastOffsetAt } from "@ottla/records";
import type { LogSegment } from "../log-segment.ts";
import { readEndTxnMarker } from "../producer-state/end-txn-marker.ts";
import type { CompletedTxn, ProducerStateManager } from "../producer-state/producer-state-manager.ts";
import { scanBatches, type ScannedBatch } from "../segment-scan.ts";
import { StorageError } from "../storage-error.ts";
import { producerBatchAt } from "./append.ts";
import type { LogState } from "./log-state.ts";
import { findBatch } from "./positions.ts";

/** Makes the state that of all records below `endOffset`, and a snapshot of it. */
export async function loadProducerState(
  log: LogState,
  { endOffset, hadCleanShutdown }: { readonly endOffset: number; readonly hadCleanShutdown: boolean },
): Promise<void> {
  const { producers, snapshots } = log;
  producers.clear();
  await snapshots.deleteWhere((offset) => offset > endOffset || (offset <= log.logStartOffset && offset !== endOffset));
  const hasSnapshots = snapshots.offsets.length > 0;
  const snapshot = await snapshots.readLatest((message) => log.environment.logger("warn", message));
  for (const entry of snapshot?.entries ?? []) producers.loadEntry(entry, producerExpiry(log));
  // A log that was closed well and has no snapshot never had a producer: no need to read it.
  const isKnownEmpty = !hasSnapshots && hadCleanShutdown;
  producers.mapEndOffset = isKnownEmpty ? endOffset : (snapshot?.offset ?? log.logStartOffset);
  log.lastSnapshotOffset = snapshot?.offset ?? log.logStartOffset;
  if (producers.mapEndOffset >= endOffset) {
    producers.mapEndOffset = endOffset;
    return;
  }
  const lastTwo = new Set(
    log.segments
      .all()
      .slice(-2)
      .map((segment) => segment.baseOffset),
  );
  for (const segment of log.segments.overlapping(producers.mapEndOffset, endOffset)) {
    const startOffset = Math.max(segment.baseOffset, producers.mapEndOffset);
    producers.mapEndOffset = startOffset;
    if (lastTwo.has(segment.baseOffset) && startOffset === segment.baseOffset)
      await takeProducerSnapshot(log, { sync: true });
    await replaySegment(log, segment, { startOffset, endOffset });
  }
  producers.mapEndOffset = endOffset;
  await takeProducerSnapshot(log, { sync: true });
}

/** Who is forgotten now. */
export function producerExpiry(log: LogState): { readonly nowMs: number; readonly expirationMs: number } {
  return { nowMs: log.environment.clock.nowMs(), expirationMs: log.options.producerIdExpirationMs };
}

/** Writes the state as it is, if it has moved since the last snapshot. */
export async function takeProducerSnapshot(log: LogState, options: { readonly sync: boolean }): Promise<void> {
  const offset = log.producers.mapEndOffset;
  if (offset <= log.lastSnapshotOffset) return;
  // Nothing known and no snapshot says the same, and costs no fsync for each partition that never had an idempotent producer.
  if (log.producers.producerCount === 0 && log.snapshots.offsets.length === 0) return;
  await log.snapshots.writeEntries(offset, log.producers.entries(), options);
  log.lastSnapshotOffset = offset;
}

async function replaySegment(
  log: LogState,
  segment: LogSegment,
  { startOffset, endOffset }: { readonly startOffset: number; readonly endOffset: number },
): Promise<void> {
  const from = startOffset === segment.baseOffset ? 0 : (await findBatch(log, segment, startOffset))?.position;
  if (from === undefined) return;
  const result = await scanBatches(
    segment,
    { from, to: segment.sizeInBytes },
    {
      environment: log.environment,
      visit: (batch) => {
        if (baseOffsetAt(batch.bytes, batch.at) >= endOffset) return false;
        replayBatch(log.producers, batch);
        return true;
      },
    },
  );
  if (result.stop === "invalid")
    throw new StorageError("CORRUPT_LOG", `${segment.logPath} has no batch at byte ${result.end}`);
}

/** What the leader accepted is taken as it is. Returns the transaction that a marker ended. */
export function replayBatch(
  producers: ProducerStateManager,
  { bytes, at }: Pick<ScannedBatch, "bytes" | "at">,
): CompletedTxn | undefined {
  producers.mapEndOffset = lastOffsetAt(bytes, at) + 1;
  if (!hasProducerIdAt(bytes, at)) return undefined;
  if (!isControlAt(bytes, at)) {
    producers.appendBatch(producerBatchAt(bytes, at), "replication");
    return undefined;
  }
  const marker = readEndTxnMarker(bytes.subarray(at, at + batchLengthAt(bytes, at)), 0);
  if (!marker) return undefined;
  const updated = producers.appendMarker(marker, { origin: "replication", transactionVersion: 0 });
  return updated.kind === "updated" ? updated.completedTxn : undefined;
}
