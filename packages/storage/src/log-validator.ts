/**
 * Phase 1 of an append: everything about a batch that needs no state of the log (A5–A10, A12). The common batch is checked and patched where
 * it lies; only another codec or wrong offset deltas make a new one. Large compressed batches are decompressed on the thread pool,
 * which makes the result a promise.
 *
 * What it must not do: assign offsets or look at producers; phase 2 does, in one synchronous step.
 */
import type { LogConfig } from "@ottla/config";
import { ErrorCode } from "@ottla/protocol";
import {
  attributesAt,
  baseOffsetAt,
  baseSequenceAt,
  BatchIterator,
  baseTimestampAt,
  compress,
  compressAsync,
  compressionAt,
  compressionTypeOf,
  CompressionType,
  decompress,
  decompressAsync,
  hasProducerIdAt,
  isControlAt,
  lastOffsetDeltaAt,
  maxTimestampAt,
  partitionLeaderEpochAt,
  producerIdAt,
  RecordFailure,
  recordCountAt,
  RECORDS_OFFSET,
  setMaxTimestamp,
  TIMESTAMP_TYPE_MASK,
  TimestampType,
  verifyCrc,
} from "@ottla/records";
import type { AppendOptions, AppendOrigin, RecordError } from "./log-types.ts";
import { type RecordRules, walkRecords, type WalkedBatch, type WalkResult } from "./record-batch-checks.ts";
import { rebuildBatch, renumberRecords } from "./record-batch-rebuild.ts";

/** Compressed batches up to this size are decompressed on the spot: a fraction of a millisecond. */
const INLINE_COMPRESSED_BYTES = 64 * 1024;
/** A batch may decompress to this much, or to 16 times max.message.bytes if that is more. */
const DECOMPRESSED_BYTES_MAX = 64 * 1024 * 1024;
const NO_RECORD_ERRORS: readonly RecordError[] = [];

/** A batch or several that passed phase 1, or the reason why not; give it to `reserve` of the same log. */
export interface ValidatedAppend {
  readonly options: AppendOptions;
  readonly origin: AppendOrigin;
  /** 0 if it may be appended. */
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly recordErrors: readonly RecordError[];
  /** Whole batches, checked; empty if there is nothing to append. */
  readonly records: Uint8Array;
  readonly recordCount: number;
  readonly maxTimestamp: number;
  /** −1 unless the topic has LogAppendTime. */
  readonly logAppendTimeMs: number;
}

export interface ValidationContext {
  readonly config: LogConfig;
  readonly partitionName: string;
  readonly nowMs: number;
}

/** Checks `records` for an append of this origin. */
export function validateAppend(
  records: Uint8Array,
  options: AppendOptions,
  context: ValidationContext,
): ValidatedAppend | Promise<ValidatedAppend> {
  const origin = options.origin ?? "client";
  const analyzed = analyzeBatches(records, options, context);
  if (analyzed.errorCode !== 0 || origin === "replication" || origin === "raft-leader" || analyzed.records.length === 0)
    return analyzed;
  return validateRecords(analyzed, context);
}

/** Checks of batch headers and checksums; cuts off a torn end. */
function analyzeBatches(records: Uint8Array, options: AppendOptions, context: ValidationContext): ValidatedAppend {
  const origin = options.origin ?? "client";
  const refuse = (errorCode: number, message: string): ValidatedAppend =>
    refused({ options, origin }, errorCode, message);
  const { partitionName, config } = context;
  const iterator = new BatchIterator(records);
  let validBytes = 0;
  let maxTimestamp = -1;
  let recordCount = 0;
  let lastOffset = -1;
  while (iterator.next()) {
    const at = iterator.position;
    const size = iterator.sizeInBytes;
    const epoch = partitionLeaderEpochAt(records, at);
    if (origin === "raft-leader" && epoch !== options.leaderEpoch) {
      return refuse(
        ErrorCode.INVALID_RECORD,
        `Append from Raft leader did not set the batch epoch correctly, expected ${options.leaderEpoch} but the batch has ${epoch}`,
      );
    }
    const baseOffset = baseOffsetAt(records, at);
    if (origin === "client" && baseOffset !== 0) {
      return refuse(
        ErrorCode.INVALID_RECORD,
        `The baseOffset of the record batch in the append to ${partitionName} should be 0, but it is ${baseOffset}`,
      );
    }
    // A leader ahead of what this replica knows: the rest waits until the replica has heard of the new epoch (A16).
    if (origin === "replication" && epoch !== -1 && epoch > options.leaderEpoch) break;
    if (origin !== "replication" && size > config.maxMessageBytes) {
      return refuse(
        ErrorCode.MESSAGE_TOO_LARGE,
        `The record batch size in the append to ${partitionName} is ${size} bytes which exceeds the maximum configured value of ${config.maxMessageBytes}).`,
      );
    }
    if (!verifyCrc(records, at, size))
      return refuse(ErrorCode.CORRUPT_MESSAGE, `Record is corrupt in topic partition ${partitionName}.`);
    const batchLastOffset = baseOffset + lastOffsetDeltaAt(records, at);
    if ((origin === "replication" || origin === "raft-leader") && batchLastOffset <= lastOffset) {
      return refuse(
        ErrorCode.UNKNOWN_SERVER_ERROR,
        `Out of order offsets found in append to ${partitionName}: ${batchLastOffset} after ${lastOffset}`,
      );
    }
    lastOffset = batchLastOffset;
    maxTimestamp = Math.max(maxTimestamp, maxTimestampAt(records, at));
    recordCount += recordCountAt(records, at);
    validBytes = at + size;
  }
  const { failure } = iterator;
  if (failure && failure.kind !== "truncated")
    return refuse(codeOf(failure), `${failure.message} in topic partition ${partitionName}`);
  return {
    options,
    origin,
    errorCode: 0,
    errorMessage: null,
    recordErrors: NO_RECORD_ERRORS,
    records: validBytes === records.length ? records : records.subarray(0, validBytes),
    recordCount,
    maxTimestamp,
    logAppendTimeMs: -1,
  };
}

/** The checks of batches that get their offsets here. A client sends one batch; a coordinator may send several, uncompressed. */
function validateRecords(
  append: ValidatedAppend,
  context: ValidationContext,
): ValidatedAppend | Promise<ValidatedAppend> {
  const { records } = append;
  const { config } = context;
  const sourceType = compressionAt(records, 0);
  const targetType =
    config.compressionType === "producer"
      ? sourceType
      : (compressionTypeOf(config.compressionType) ?? CompressionType.NONE);
  const isPlain =
    sourceType === CompressionType.NONE && (targetType === CompressionType.NONE || isControlAt(records, 0));
  if (isPlain) return validatePlain(append, context);

  const headerRefusal = checkHeader(append, 0, context);
  if (headerRefusal) return headerRefusal;
  const iterator = new BatchIterator(records);
  iterator.next();
  if (iterator.sizeInBytes !== records.length)
    return refused(append, ErrorCode.INVALID_RECORD, "Compressed outer record has more than one batch");

  const section = records.subarray(RECORDS_OFFSET);
  const maxBytes = Math.max(DECOMPRESSED_BYTES_MAX, 16 * config.maxMessageBytes);
  const validate = (plain: Uint8Array | RecordFailure): ValidatedAppend | Promise<ValidatedAppend> =>
    plain instanceof RecordFailure
      ? refused(append, codeOf(plain), plain.message)
      : validateCompressed({ append, plain, targetType: targetType as CompressionType }, context);
  if (section.length <= INLINE_COMPRESSED_BYTES) return validate(decompress(sourceType, section, { maxBytes }));
  return decompressAsync(sourceType, section, { maxBytes }).then(validate);
}

/** Uncompressed and staying so: one walk over each batch, then the timestamp is patched in place. */
function validatePlain(append: ValidatedAppend, context: ValidationContext): ValidatedAppend {
  const { records, origin } = append;
  const rules = rulesOf(context);
  let maxTimestamp = -1;
  let batchCount = 0;
  const iterator = new BatchIterator(records);
  while (iterator.next()) {
    const at = iterator.position;
    if (origin === "client" && ++batchCount > 1) {
      return refused(append, ErrorCode.INVALID_RECORD, "Compressed outer record has more than one batch");
    }
    const headerRefusal = checkHeader(append, at, context);
    if (headerRefusal) return headerRefusal;
    const walked = walkRecords(
      walkedBatch(records, at, { start: at + RECORDS_OFFSET, end: at + iterator.sizeInBytes, section: records }),
      rules,
    );
    const refusal = refusalOf(append, walked);
    if (refusal) return refusal;
    patchTimestamp(records, at, { rules, maxTimestamp: walked.maxTimestamp });
    maxTimestamp = Math.max(maxTimestamp, walked.maxTimestamp);
  }
  return accepted(append, { records, maxTimestamp, rules });
}

/** Compressed, or to be: walks the decompressed records; keeps the bytes if codec and offset deltas may stay (A12). */
function validateCompressed(
  { append, plain, targetType }: { append: ValidatedAppend; plain: Uint8Array; targetType: CompressionType },
  context: ValidationContext,
): ValidatedAppend | Promise<ValidatedAppend> {
  const { records } = append;
  const rules = rulesOf(context);
  const walked = walkRecords(walkedBatch(records, 0, { start: 0, end: plain.length, section: plain }), rules);
  const refusal = refusalOf(append, walked);
  if (refusal) return refusal;
  if (targetType === compressionAt(records, 0) && walked.isDense) {
    patchTimestamp(records, 0, { rules, maxTimestamp: walked.maxTimestamp });
    return accepted(append, { records, maxTimestamp: walked.maxTimestamp, rules });
  }
  const recordCount = recordCountAt(records, 0);
  const section = walked.isDense ? plain : renumberRecords(plain, recordCount);
  const finish = (compressed: Uint8Array): ValidatedAppend => {
    const { isLogAppendTime, nowMs } = rules;
    const maxTimestamp = isLogAppendTime ? nowMs : walked.maxTimestamp;
    const rebuilt = rebuildBatch(compressed, {
      original: records,
      recordCount,
      maxTimestamp,
      isLogAppendTime,
      compressionType: targetType,
    });
    if (rebuilt.length > context.config.maxMessageBytes) {
      return refused(
        append,
        ErrorCode.MESSAGE_TOO_LARGE,
        `Message batch size is ${rebuilt.length} bytes in append to partition ${context.partitionName} ` +
          `which exceeds the maximum configured size of ${context.config.maxMessageBytes}.`,
      );
    }
    return accepted(append, { records: rebuilt, maxTimestamp, rules });
  };
  const level = levelOf(targetType, context.config);
  if (section.length <= INLINE_COMPRESSED_BYTES) return finish(compress(targetType, section, level));
  return compressAsync(targetType, section, level).then(finish);
}

/** A6, and the sequence that an idempotent producer must set. */
function checkHeader(
  append: ValidatedAppend,
  at: number,
  { partitionName }: ValidationContext,
): ValidatedAppend | undefined {
  if (append.origin !== "client") return undefined;
  const { records } = append;
  const refuse = (message: string): ValidatedAppend =>
    refused(append, ErrorCode.INVALID_RECORD, `${message} in topic partition ${partitionName}`);
  const baseOffset = baseOffsetAt(records, at);
  const lastOffset = baseOffset + lastOffsetDeltaAt(records, at);
  const countFromOffsets = lastOffset - baseOffset + 1;
  const count = recordCountAt(records, at);
  if (countFromOffsets <= 0) return refuse(`Batch has an invalid offset range: [${baseOffset}, ${lastOffset}]`);
  if (count <= 0) return refuse(`Invalid reported count for record batch: ${count}`);
  if (countFromOffsets !== count) {
    return refuse(`Inconsistent batch offset range [${baseOffset}, ${lastOffset}] and count of records ${count}`);
  }
  if (isControlAt(records, at)) return refuse("Clients are not allowed to write control records");
  const sequence = baseSequenceAt(records, at);
  if (hasProducerIdAt(records, at) && sequence < 0) {
    return refuse(`Invalid sequence number ${sequence} in record batch with producerId ${producerIdAt(records, at)}`);
  }
  return undefined;
}

function walkedBatch(
  records: Uint8Array,
  at: number,
  place: { start: number; end: number; section: Uint8Array },
): WalkedBatch {
  return {
    records: place.section,
    start: place.start,
    end: place.end,
    recordCount: recordCountAt(records, at),
    baseOffset: baseOffsetAt(records, at),
    baseTimestamp: baseTimestampAt(records, at),
    maxTimestamp: maxTimestampAt(records, at),
    hasLogAppendTimeBit: (attributesAt(records, at) & TIMESTAMP_TYPE_MASK) !== 0,
  };
}

function rulesOf({ config, nowMs, partitionName }: ValidationContext): RecordRules {
  return {
    isCompacted: config.compact,
    isLogAppendTime: config.messageTimestampType === "LogAppendTime",
    timestampBeforeMaxMs: config.messageTimestampBeforeMaxMs,
    timestampAfterMaxMs: config.messageTimestampAfterMaxMs,
    nowMs,
    partitionName,
  };
}

function patchTimestamp(
  records: Uint8Array,
  at: number,
  { rules, maxTimestamp }: { rules: RecordRules; maxTimestamp: number },
): void {
  if (rules.isLogAppendTime) setMaxTimestamp(records, at, TimestampType.LOG_APPEND_TIME, rules.nowMs);
  else setMaxTimestamp(records, at, TimestampType.CREATE_TIME, maxTimestamp);
}

function levelOf(type: CompressionType, config: LogConfig): number | undefined {
  if (type === CompressionType.GZIP) return config.compressionGzipLevel;
  if (type === CompressionType.LZ4) return config.compressionLz4Level;
  if (type === CompressionType.ZSTD) return config.compressionZstdLevel;
  return undefined;
}

function codeOf(failure: RecordFailure): number {
  switch (failure.kind) {
    case "corrupt":
    case "truncated":
    case "corrupt-compression":
      return ErrorCode.CORRUPT_MESSAGE;
    case "invalid-record":
    case "unsupported-magic":
      return ErrorCode.INVALID_RECORD;
    case "unsupported-compression":
      return ErrorCode.UNSUPPORTED_COMPRESSION_TYPE;
    case "too-large":
      return ErrorCode.MESSAGE_TOO_LARGE;
  }
}

function refusalOf(append: ValidatedAppend, walked: WalkResult): ValidatedAppend | undefined {
  if (walked.failure) return refused(append, codeOf(walked.failure), walked.failure.message);
  const { errors, errorCode } = walked;
  if (errorCode === 0) return undefined;
  const message =
    errorCode === ErrorCode.INVALID_TIMESTAMP
      ? "One or more records have been rejected due to invalid timestamp"
      : `One or more records have been rejected due to ${errors.length} record errors in total, and only showing the first three errors at most: ` +
        `[${errors
          .slice(0, 3)
          .map((error) => `RecordError(batchIndex=${error.batchIndex}, message='${error.message}')`)
          .join(", ")}]`;
  return { ...refused(append, errorCode, message), recordErrors: errors };
}

function refused(
  { options, origin }: { readonly options: AppendOptions; readonly origin: AppendOrigin },
  errorCode: number,
  errorMessage: string,
): ValidatedAppend {
  return {
    options,
    origin,
    errorCode,
    errorMessage,
    recordErrors: NO_RECORD_ERRORS,
    records: new Uint8Array(0),
    recordCount: 0,
    maxTimestamp: -1,
    logAppendTimeMs: -1,
  };
}

function accepted(
  append: ValidatedAppend,
  { records, maxTimestamp, rules }: { records: Uint8Array; maxTimestamp: number; rules: RecordRules },
): ValidatedAppend {
  return {
    options: append.options,
    origin: append.origin,
    errorCode: 0,
    errorMessage: null,
    recordErrors: NO_RECORD_ERRORS,
    records,
    recordCount: append.recordCount,
    maxTimestamp: rules.isLogAppendTime ? rules.nowMs : maxTimestamp,
    logAppendTimeMs: rules.isLogAppendTime ? rules.nowMs : -1,
  };
}
