/**
 * The per-record part of validation: one walk over the records of a batch, without an object per record. It reads a record's timestamp, key
 * length and offset delta, and collects an error for each record that breaks a rule (A7, A8, A10).
 */
import { ErrorCode } from "@ottla/protocol";
import { type RecordFailure, RecordWalker } from "@ottla/records";
import type { RecordError } from "./log-types.ts";

/** What the topic demands of a record. */
export interface RecordRules {
  readonly isCompacted: boolean;
  readonly isLogAppendTime: boolean;
  readonly timestampBeforeMaxMs: number;
  readonly timestampAfterMaxMs: number;
  readonly nowMs: number;
  readonly partitionName: string;
}

/** What the batch says about its records. */
export interface WalkedBatch {
  readonly records: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly recordCount: number;
  readonly baseOffset: number;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  /** The producer set the LogAppendTime bit: every record then has the batch's greatest timestamp. */
  readonly hasLogAppendTimeBit: boolean;
}

export interface WalkResult {
  /** The records are not what the batch says. */
  readonly failure: RecordFailure | undefined;
  readonly errors: readonly RecordError[];
  /** INVALID_TIMESTAMP if any record error is one, else INVALID_RECORD if there is one, else 0. */
  readonly errorCode: number;
  /** Largest timestamp of all records, −1 if none has one. */
  readonly maxTimestamp: number;
  /** Offset deltas are 0, 1, 2, … */
  readonly isDense: boolean;
}

const walker: RecordWalker = new RecordWalker();
const NO_ERRORS: readonly RecordError[] = [];

/** Walks all records of the batch. */
export function walkRecords(batch: WalkedBatch, rules: RecordRules): WalkResult {
  let errors: RecordError[] | undefined;
  let hasTimestampError = false;
  let maxTimestamp = -1;
  let isDense = true;
  const { baseTimestamp, hasLogAppendTimeBit } = batch;
  const { isCompacted, isLogAppendTime, nowMs } = rules;
  // With −1 as "none" always inside, one comparison of each side decides for nearly every record.
  const oldest = nowMs - rules.timestampBeforeMaxMs;
  const newest = nowMs + rules.timestampAfterMaxMs;
  walker.start(batch.records, batch.start, batch.end, batch.recordCount);
  while (walker.next()) {
    const timestamp = hasLogAppendTimeBit ? batch.maxTimestamp : baseTimestamp + walker.timestampDelta;
    if (timestamp > maxTimestamp) maxTimestamp = timestamp;
    if (walker.offsetDelta !== walker.index) isDense = false;
    if (isCompacted && walker.keyLength < 0) {
      errors ??= [];
      errors.push({
        batchIndex: walker.index,
        message: `Compacted topic cannot accept message without key in topic partition ${rules.partitionName}`,
      });
      continue;
    }
    if (!isLogAppendTime && timestamp !== -1) {
      if (timestamp >= oldest && timestamp <= newest) continue;
      errors ??= [];
      errors.push({
        batchIndex: walker.index,
        message: outOfRange(timestamp, batch.baseOffset + walker.offsetDelta, rules),
      });
      hasTimestampError = true;
    } else if (hasLogAppendTimeBit) {
      errors ??= [];
      errors.push({
        batchIndex: walker.index,
        message: "Invalid timestamp type in message. Producer should not set timestamp type to LogAppendTime.",
      });
      hasTimestampError = true;
    }
  }
  const { failure } = walker;
  walker.release();
  const errorCode = !errors ? 0 : hasTimestampError ? ErrorCode.INVALID_TIMESTAMP : ErrorCode.INVALID_RECORD;
  return { failure, errors: errors ?? NO_ERRORS, errorCode, maxTimestamp, isDense };
}

function outOfRange(timestamp: number, offset: number, rules: RecordRules): string {
  const from = BigInt.asIntN(64, BigInt(rules.nowMs) - toLong(rules.timestampBeforeMaxMs));
  const to = BigInt.asIntN(64, BigInt(rules.nowMs) + toLong(rules.timestampAfterMaxMs));
  return `Timestamp ${timestamp} of message with offset ${offset} is out of range. The timestamp should be within [${from}, ${to}]`;
}

/** A config of 2^63−1 is `Infinity` here; the message shows what Java's arithmetic makes of it. */
function toLong(ms: number): bigint {
  return ms === Infinity ? 0x7fff_ffff_ffff_ffffn : BigInt(ms);
}
