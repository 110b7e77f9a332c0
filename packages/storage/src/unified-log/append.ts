/**
 * Phase 2 of an append, and its write (design decision 9).
 *
 * `reserve` is one synchronous step: it assigns offsets, checks producers, rolls, takes a place in the segment, and queues the write. The write
 * comes later, together with others. Interleavings that matter:
 *
 * 1. Appends A and B are reserved, A's write fails: B is taken back first, then A, and both answer KAFKA_STORAGE_ERROR. The next append
 *    gets A's offsets. No reader has seen them, because the log end offset moves only after a write.
 * 2. A retry of A arrives while A is being written: it is a duplicate, and its answer waits for A's write and shares its fate.
 * 3. A rolls and fails: the new segment disappears, the old one is active again.
 */
import { ErrorCode } from "@ottla/protocol";
import {
  baseOffsetAt,
  baseSequenceAt,
  batchLengthAt,
  hasProducerIdAt,
  incrementSequence,
  isControlAt,
  isTransactionalAt,
  lastOffsetAt,
  lastOffsetDeltaAt,
  maxTimestampAt,
  partitionLeaderEpochAt,
  producerEpochAt,
  producerIdAt,
  setBaseOffset,
  setPartitionLeaderEpoch,
} from "@ottla/records";
import type { LogAppendInfo, ReservedAppend } from "../log-types.ts";
import type { ValidatedAppend } from "../log-validator.ts";
import type { BatchMetadata, ProducerStateEntry } from "../producer-state/producer-state-entry.ts";
import { firstOffsetOf } from "../producer-state/producer-state-entry.ts";
import { readEndTxnMarker } from "../producer-state/end-txn-marker.ts";
import type { ProducerBatch, ProducerRefusal } from "../producer-state/producer-checks.ts";
import type { CompletedTxn, Undo } from "../producer-state/producer-state-manager.ts";
import { RELATIVE_OFFSET_MAX } from "../log-segment.ts";
import { VerificationGuard } from "../verification-guard.ts";
import type { LogState } from "./log-state.ts";
import type { PendingAppend } from "./pending-append.ts";
import { type PlannedRoll, planRollAt, rollForAppend } from "./roll.ts";
import { NO_RECORD_ERRORS, refusedInfo } from "./append-info.ts";
import { repair } from "./repair.ts";

/** Assigns offsets and queues the write, or refuses. */
export function reserve(log: LogState, append: ValidatedAppend): ReservedAppend {
  if (append.errorCode !== 0)
    return settled(refusedInfo(log, append.errorCode, append.errorMessage, append.recordErrors));
  const unavailable = unavailability(log);
  if (unavailable) return settled(unavailable);
  const { records } = append;
  if (records.length === 0) return settled({ ...refusedInfo(log, 0, null), firstOffset: -1, lastOffset: -1 });

  const assigned = assignOffsets(log, append);
  if ("errorCode" in assigned) return settled(assigned);
  if (records.length > log.config.segmentBytes) {
    return settled(
      refusedInfo(
        log,
        ErrorCode.RECORD_LIST_TOO_LARGE,
        `Message batch size is ${records.length} bytes in append to partition ${log.name}, ` +
          `which exceeds the maximum configured segment size of ${log.config.segmentBytes}.`,
      ),
    );
  }
  // Before the producers change: a roll's snapshot is their state below the new segment.
  const roll = planRoll(log, append, assigned);
  const updated = updateProducers(log, append);
  if (updated.kind === "refused") return settled(refusedInfo(log, updated.refusal.errorCode, updated.refusal.message));
  if (updated.kind === "duplicate") return duplicateOf(log, append, updated.batch);
  return enqueue(log, append, { ...assigned, ...updated, plannedRoll: roll });
}

function unavailability(log: LogState): LogAppendInfo | undefined {
  if (log.isClosed || log.exclusiveTasks > 0) {
    return refusedInfo(
      log,
      ErrorCode.NOT_LEADER_OR_FOLLOWER,
      `The log of ${log.name} is ${log.isClosed ? "closed" : "being truncated"}.`,
    );
  }
  if (!log.failure) return undefined;
  // The disk may have room again: each refused append asks for one more try.
  if (!log.isOffline) void log.queue.run(() => repair(log));
  return refusedInfo(log, ErrorCode.KAFKA_STORAGE_ERROR, log.failure.message);
}

interface AssignedOffsets {
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly lastLeaderEpoch: number;
}

/** A leader writes offsets and its epoch into the batches; for others the batches must follow the log (A11, A16). */
function assignOffsets(log: LogState, append: ValidatedAppend): AssignedOffsets | LogAppendInfo {
  const { records, origin, options } = append;
  const assigns = origin === "client" || origin === "coordinator";
  let nextOffset = log.reservedEndOffset;
  const firstOffset = assigns ? nextOffset : baseOffsetAt(records, 0);
  if (firstOffset < nextOffset) {
    const lastOffset = lastOffsetAt(records, 0);
    return {
      ...refusedInfo(
        log,
        ErrorCode.OFFSET_OUT_OF_RANGE,
        `Unexpected offset in append to ${log.name}. First offset ${firstOffset} is less than the next offset ${nextOffset}. ` +
          `Log start offset = ${log.logStartOffset}`,
      ),
      firstOffset,
      lastOffset,
    };
  }
  let lastLeaderEpoch = -1;
  for (let at = 0; at < records.length; at += batchLengthAt(records, at)) {
    if (assigns) {
      setBaseOffset(records, at, nextOffset);
      setPartitionLeaderEpoch(records, at, options.leaderEpoch);
    }
    lastLeaderEpoch = partitionLeaderEpochAt(records, at);
    nextOffset = baseOffsetAt(records, at) + lastOffsetDeltaAt(records, at) + 1;
  }
  return { firstOffset, lastOffset: nextOffset - 1, lastLeaderEpoch };
}

type ProducersUpdated =
  | { readonly kind: "updated"; readonly undos: readonly Undo[]; readonly completedTxns: readonly CompletedTxn[] }
  | { readonly kind: "refused"; readonly refusal: ProducerRefusal }
  | { readonly kind: "duplicate"; readonly batch: BatchMetadata };

const NOTHING_UPDATED: ProducersUpdated = { kind: "updated", undos: [], completedTxns: [] };

/** Checks every batch that has a producer and updates its state; all or nothing. */
function updateProducers(log: LogState, append: ValidatedAppend): ProducersUpdated {
  const { records } = append;
  let undos: Undo[] | undefined;
  let completedTxns: CompletedTxn[] | undefined;
  for (let at = 0; at < records.length; at += batchLengthAt(records, at)) {
    if (!hasProducerIdAt(records, at)) continue;
    const updated = updateProducer(log, append, at);
    if (updated === undefined) continue;
    if (updated.kind !== "updated") {
      undos?.reverse().forEach((undo) => undo());
      return updated;
    }
    (undos ??= []).push(updated.undo);
    if (updated.completedTxn) (completedTxns ??= []).push(updated.completedTxn);
  }
  return undos ? { kind: "updated", undos, completedTxns: completedTxns ?? [] } : NOTHING_UPDATED;
}

function updateProducer(log: LogState, append: ValidatedAppend, at: number): ReturnType<typeof updateWithBatch> {
  const { records, origin } = append;
  if (!isControlAt(records, at)) return updateWithBatch(log, append, at);
  const marker = readEndTxnMarker(records, at);
  if (!marker) return undefined;
  return log.producers.appendMarker(marker, {
    origin,
    transactionVersion: append.options.transactionVersion ?? (origin === "replication" ? -1 : 0),
  });
}

function updateWithBatch(
  log: LogState,
  append: ValidatedAppend,
  at: number,
):
  | ReturnType<typeof log.producers.appendBatch>
  | { readonly kind: "duplicate"; readonly batch: BatchMetadata }
  | undefined {
  const { origin } = append;
  const batch = producerBatchAt(append.records, at);
  if (origin === "client") {
    const duplicate = log.producers.duplicateOf(batch);
    if (duplicate) return { kind: "duplicate", batch: duplicate };
  }
  if ((origin === "client" || origin === "coordinator") && batch.isTransactional) {
    const refusal = checkVerified(log, batch, append.options.verificationGuard ?? VerificationGuard.SENTINEL);
    if (refusal) return { kind: "refused", refusal };
  }
  return log.producers.appendBatch(batch, origin);
}

/** The batch at `at` as producer state sees it. */
export function producerBatchAt(records: Uint8Array, at: number): ProducerBatch {
  const firstSequence = baseSequenceAt(records, at);
  const firstOffset = baseOffsetAt(records, at);
  const delta = lastOffsetDeltaAt(records, at);
  return {
    producerId: producerIdAt(records, at),
    producerEpoch: producerEpochAt(records, at),
    firstSequence,
    lastSequence: firstSequence < 0 ? -1 : incrementSequence(firstSequence, delta),
    firstOffset,
    lastOffset: firstOffset + delta,
    maxTimestamp: maxTimestampAt(records, at),
    isTransactional: isTransactionalAt(records, at),
  };
}

/** The first write of a transaction needs the guard of its verification (KIP-890). */
function checkVerified(log: LogState, batch: ProducerBatch, guard: VerificationGuard): ProducerRefusal | undefined {
  const { producerId, producerEpoch } = batch;
  if (log.producers.hasOngoingTransaction(producerId, producerEpoch)) return undefined;
  const entry: ProducerStateEntry | undefined = log.producers.entry(producerId);
  if (entry && producerEpoch < entry.producerEpoch) {
    const message = `Epoch of producer ${producerId} is ${producerEpoch}, which is smaller than the last seen epoch ${entry.producerEpoch}`;
    return { errorCode: ErrorCode.INVALID_PRODUCER_EPOCH, message };
  }
  if (!log.options.transactionVerificationEnabled()) return undefined;
  const known = log.producers.verification(producerId)?.guard ?? VerificationGuard.SENTINEL;
  if (known.verify(guard)) return undefined;
  return { errorCode: ErrorCode.INVALID_TXN_STATE, message: "Record was not part of an ongoing transaction" };
}

/** The original's offsets, once the original is written. */
function duplicateOf(log: LogState, append: ValidatedAppend, batch: BatchMetadata): ReservedAppend {
  const info: LogAppendInfo = {
    ...refusedInfo(log, 0, null),
    firstOffset: firstOffsetOf(batch),
    lastOffset: batch.lastOffset,
    logAppendTimeMs: batch.timestamp,
    recordCount: append.recordCount,
    isDuplicate: true,
  };
  if (batch.lastOffset < log.logEndOffset) return settled(info);
  const { truncations } = log;
  const written = log.queue.run(async () =>
    batch.lastOffset < log.logEndOffset && truncations === log.truncations
      ? info
      : refusedInfo(
          log,
          ErrorCode.KAFKA_STORAGE_ERROR,
          `The write of the original batch failed: ${log.failure?.message ?? "unknown"}`,
        ),
  );
  return { info, written };
}

function planRoll(
  log: LogState,
  append: ValidatedAppend,
  { firstOffset, lastOffset }: AssignedOffsets,
): PlannedRoll | undefined {
  const { config, environment, segments } = log;
  const { records, maxTimestamp } = append;
  const nowMs = environment.clock.nowMs();
  if (!segments.active.shouldRoll({ config, sizeInBytes: records.length, maxTimestamp, lastOffset, nowMs }))
    return undefined;
  // A replica of a compacted log leaves out offsets. Its segments follow each other all the same, as far as a segment's offsets reach:
  // to the next recovery a gap between two of them would be a hole.
  const { reservedEndOffset } = log;
  return planRollAt(log, lastOffset - reservedEndOffset > RELATIVE_OFFSET_MAX ? firstOffset : reservedEndOffset);
}

function enqueue(
  log: LogState,
  append: ValidatedAppend,
  change: AssignedOffsets & {
    readonly undos: readonly Undo[];
    readonly completedTxns: readonly CompletedTxn[];
    readonly plannedRoll: PlannedRoll | undefined;
  },
): ReservedAppend {
  const { records } = append;
  const { firstOffset, lastOffset } = change;
  const previousEndOffset = log.reservedEndOffset;
  const epochs = log.epochs.entries;
  const roll = change.plannedRoll && rollForAppend(log, change.plannedRoll);

  const segment = log.segments.active;
  const mark = segment.mark();
  const position = segment.reservedBytes;
  for (let at = 0, size = 0; at < records.length; at += size) {
    size = batchLengthAt(records, at);
    const epoch = partitionLeaderEpochAt(records, at);
    if (epoch >= 0) log.epochs.assign(epoch, baseOffsetAt(records, at));
    segment.reserve(records, at, size);
  }
  const nextOffset = lastOffset + 1;
  log.reservedEndOffset = nextOffset;
  log.producers.mapEndOffset = nextOffset;
  const copy = log.tail.append(records, {
    segmentBaseOffset: segment.baseOffset,
    position,
    baseOffset: firstOffset,
    nextOffset,
  });
  const info = appendedInfo(log, append, change);
  const { promise: written, resolve } = Promise.withResolvers<LogAppendInfo>();
  const pending: PendingAppend = {
    target: segment,
    copy,
    position,
    sizeInBytes: records.length,
    nextOffset,
    maxTimestamp: segment.reservedMaxTimestamp,
    completedTxns: change.completedTxns,
    info,
    resolve,
    previousEndOffset,
    mark,
    roll,
    epochs,
    undos: change.undos,
  };
  log.queue.push(pending);
  return { info, written };
}

function appendedInfo(
  log: LogState,
  append: ValidatedAppend,
  { firstOffset, lastOffset, lastLeaderEpoch }: AssignedOffsets,
): LogAppendInfo {
  return {
    errorCode: 0,
    errorMessage: null,
    recordErrors: NO_RECORD_ERRORS,
    firstOffset,
    lastOffset,
    lastLeaderEpoch,
    maxTimestamp: append.maxTimestamp,
    logAppendTimeMs: append.logAppendTimeMs,
    logStartOffset: log.logStartOffset,
    sizeInBytes: append.records.length,
    recordCount: append.recordCount,
    isDuplicate: false,
  };
}

function settled(info: LogAppendInfo): ReservedAppend {
  return { info, written: Promise.resolve(info) };
}
