/** The write queue's side of an append: writing a group, publishing it, or taking it back. */
import { ErrorCode } from "@ottla/protocol";
import type { StorageError } from "../storage-error.ts";
import { WriteQueue } from "../write-queue.ts";
import { refusedInfo } from "./append-info.ts";
import { flushUpTo } from "./flush.ts";
import type { LogState } from "./log-state.ts";
import type { PendingAppend } from "./pending-append.ts";
import { repair } from "./repair.ts";
import { undoRoll } from "./roll.ts";

export function createWriteQueue(log: LogState): WriteQueue<PendingAppend> {
  return new WriteQueue<PendingAppend>({
    write: (group) => writeGroup(log, group),
    onFailed: (appends, error) => takeBack(log, appends, error),
  });
}

/** Writes the group as one, flushes if flush.messages says so, then moves the log end offset and answers. */
async function writeGroup(log: LogState, group: readonly PendingAppend[]): Promise<void> {
  const first = group[0]!;
  const last = group.at(-1)!;
  const segment = first.target;
  const pieces = mergeNeighbours(group);
  await log.environment.files.use(segment.logPath, "readWriteCreate", (file) =>
    pieces.length === 1 ? file.write(pieces[0]!, first.position) : file.writev(pieces, first.position),
  );
  segment.onWritten(last.position + last.sizeInBytes, last.maxTimestamp);
  for (const { completedTxns } of group) {
    for (const txn of completedTxns) if (txn.isAborted) segment.txnIndex.append(txn);
  }
  if (last.nextOffset - log.recoveryPoint >= log.config.flushMessages) await flushGroup(log, last);
  log.logEndOffset = last.nextOffset;
  log.endPosition = { segmentBaseOffset: segment.baseOffset, position: segment.sizeInBytes };
  for (const pending of group) {
    pending.copy.block.unpin();
    pending.resolve(pending.info);
  }
  for (const listener of log.listeners) listener.onAppended?.(log);
  try {
    await segment.writeFullPages();
  } catch (error) {
    // The records are written and answered; only their index is behind, which costs a later start a rebuild.
    log.onStorageError(error as StorageError);
  }
}

async function flushGroup(log: LogState, last: PendingAppend): Promise<void> {
  try {
    await flushUpTo(log, last.nextOffset);
  } catch (error) {
    // What a failed fsync left on the device is unknown: this log is over, trying again would only hide it.
    log.isOffline = true;
    throw error;
  }
}

/** Appends lie side by side in the tail's blocks: those of one block become one piece. */
function mergeNeighbours(group: readonly PendingAppend[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let last: Uint8Array | undefined;
  for (const { copy } of group) {
    const { bytes } = copy;
    if (last && last.buffer === bytes.buffer && last.byteOffset + last.length === bytes.byteOffset) {
      last = new Uint8Array(last.buffer, last.byteOffset, last.length + bytes.length);
      pieces[pieces.length - 1] = last;
    } else {
      last = bytes;
      pieces.push(bytes);
    }
  }
  return pieces;
}

/** Everything the appends changed goes back to how it was, newest first; then they are answered. */
function takeBack(log: LogState, appends: readonly PendingAppend[], error: StorageError): void {
  for (const pending of appends.toReversed()) {
    for (const undo of pending.undos.toReversed()) undo();
    pending.target.restore(pending.mark);
    log.torn.add(pending.target);
    if (pending.roll) undoRoll(log, pending.roll);
    log.epochs.restore(pending.epochs);
    log.reservedEndOffset = pending.previousEndOffset;
    log.producers.mapEndOffset = pending.previousEndOffset;
  }
  // A roll that no append stood behind is gone as well, if it lies behind the new end …
  for (let last = log.segments.active; last.baseOffset > log.reservedEndOffset; last = log.segments.active) {
    log.segments.remove(last);
    log.abandoned.push(last);
  }
  // … or if it is what failed: the old segment was not finished, and must not be left as if it were.
  for (const roll of [...log.rollsUnderWay].toReversed()) if (log.segments.active === roll.to) undoRoll(log, roll);
  log.rollsUnderWay.clear();
  log.lastSnapshotOffset = Math.min(log.lastSnapshotOffset, log.reservedEndOffset);
  log.tail.clear();
  log.hints.clear();
  log.onStorageError(error);
  if (!log.isOffline) void log.queue.run(() => repair(log));
  const info = refusedInfo(log, ErrorCode.KAFKA_STORAGE_ERROR, error.message);
  for (const pending of appends) {
    pending.copy.block.unpin();
    pending.resolve(info);
  }
}
