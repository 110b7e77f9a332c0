/**
 * The first look at the records of a produce request, before any log is asked: is there exactly one batch, of magic 2, in a
 * codec that the request version knows? The rules are those of Kafka's batch iterator, byte for byte: bytes after the batch
 * that are no whole batch are cut off, and a header that cannot be is corrupt.
 */

import { ErrorCode } from "@ottla/protocol";
import {
  batchLengthAt,
  compressionAt,
  CompressionType,
  HEADER_SIZE_UP_TO_MAGIC,
  isTransactionalAt,
  LOG_OVERHEAD,
  MAGIC_V2,
  magicAt,
  MIN_BATCH_LENGTH,
  RECORDS_OFFSET,
} from "@ottla/records";

const ZSTD_SINCE_VERSION = 7;

/** What stands at a position: a whole batch of some length, none, or something corrupt. */
type Found = number | "none" | "corrupt";

function batchAt(records: Uint8Array, at: number): Found {
  const remaining = records.length - at;
  if (remaining < LOG_OVERHEAD) return "none";
  const length = batchLengthAt(records, at);
  if (length < MIN_BATCH_LENGTH + LOG_OVERHEAD) return "corrupt";
  if (remaining < HEADER_SIZE_UP_TO_MAGIC) return "none";
  const magic = magicAt(records, at);
  if (magic < 0 || magic > MAGIC_V2) return "corrupt";
  return remaining < length ? "none" : length;
}

/** What a request's records say about transactions, seen before anything else is. */
export function transactionalFlag(records: Uint8Array | null): "transactional" | "plain" | "corrupt" {
  const first = records === null ? "none" : batchAt(records, 0);
  if (first === "corrupt") return "corrupt";
  if (records === null || first === "none" || first < RECORDS_OFFSET || magicAt(records, 0) !== MAGIC_V2) return "plain";
  return isTransactionalAt(records, 0) ? "transactional" : "plain";
}

/** The one batch, or the error code of records that a request of this version may not carry. */
export function singleBatch(records: Uint8Array | null, apiVersion: number): Uint8Array | number {
  if (records === null) return ErrorCode.INVALID_RECORD;
  const length = batchAt(records, 0);
  if (length === "corrupt") return ErrorCode.CORRUPT_MESSAGE;
  if (length === "none" || magicAt(records, 0) !== MAGIC_V2) return ErrorCode.INVALID_RECORD;
  if (length < RECORDS_OFFSET) return ErrorCode.CORRUPT_MESSAGE;
  if (apiVersion < ZSTD_SINCE_VERSION && compressionAt(records, 0) === CompressionType.ZSTD) {
    return ErrorCode.UNSUPPORTED_COMPRESSION_TYPE;
  }
  if (length === records.length) return records;
  const next = batchAt(records, length);
  if (next === "corrupt") return ErrorCode.CORRUPT_MESSAGE;
  return next === "none" ? records.subarray(0, length) : ErrorCode.INVALID_RECORD;
}
