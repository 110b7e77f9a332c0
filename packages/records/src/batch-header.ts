/**
 * Reads a batch's header straight from its bytes: `bytes` holds a batch of magic 2 that begins at `at` and whose 61 header
 * bytes are there (a `BatchIterator` makes sure of both). Single fields cost no object; `readBatchHeader` collects all.
 */
import { crc32c } from "@ottla/base";
import {
  ATTRIBUTES_OFFSET,
  BASE_OFFSET_OFFSET,
  BASE_SEQUENCE_OFFSET,
  BASE_TIMESTAMP_OFFSET,
  BATCH_LENGTH_OFFSET,
  COMPRESSION_MASK,
  CONTROL_MASK,
  CRC_OFFSET,
  DELETE_HORIZON_MASK,
  LAST_OFFSET_DELTA_OFFSET,
  LOG_OVERHEAD,
  MAGIC_OFFSET,
  MAX_TIMESTAMP_OFFSET,
  PARTITION_LEADER_EPOCH_OFFSET,
  PRODUCER_EPOCH_OFFSET,
  PRODUCER_ID_OFFSET,
  RECORD_COUNT_OFFSET,
  TIMESTAMP_TYPE_MASK,
  TRANSACTIONAL_MASK,
  TimestampType,
} from "./batch-layout.ts";
import { readBigInt64, readInt16, readInt32, readInt64, readUint32 } from "./int-bytes.ts";

/** All fields of a batch's header. */
export interface BatchHeader {
  /** The whole batch in bytes: the length field and the 12 bytes before what it counts. */
  readonly sizeInBytes: number;
  readonly baseOffset: number;
  /** `baseOffset + lastOffsetDelta`; compaction may have removed the record itself. */
  readonly lastOffset: number;
  readonly partitionLeaderEpoch: number;
  readonly magic: number;
  /** As stored, unsigned. */
  readonly crc: number;
  readonly attributes: number;
  /** 0..7; 5 to 7 are no codec. */
  readonly compression: number;
  readonly timestampType: TimestampType;
  readonly isTransactional: boolean;
  readonly isControl: boolean;
  /** Present when the batch carries a delete horizon (KIP-534): it then stands in the base timestamp's place. */
  readonly deleteHorizonMs: number | undefined;
  readonly lastOffsetDelta: number;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly recordCount: number;
}

/** The whole batch in bytes, as its length field claims; may be negative in hostile bytes. Needs 12 bytes at `at`. */
export function batchLengthAt(bytes: Uint8Array, at: number): number {
  return readInt32(bytes, at + BATCH_LENGTH_OFFSET) + LOG_OVERHEAD;
}

/** The magic, which lies at the same place in every magic. Needs 17 bytes at `at`. */
export function magicAt(bytes: Uint8Array, at: number): number {
  return (bytes[at + MAGIC_OFFSET]! << 24) >> 24;
}

export function baseOffsetAt(bytes: Uint8Array, at: number): number {
  return readInt64(bytes, at + BASE_OFFSET_OFFSET);
}

export function lastOffsetDeltaAt(bytes: Uint8Array, at: number): number {
  return readInt32(bytes, at + LAST_OFFSET_DELTA_OFFSET);
}

export function lastOffsetAt(bytes: Uint8Array, at: number): number {
  return baseOffsetAt(bytes, at) + lastOffsetDeltaAt(bytes, at);
}

export function partitionLeaderEpochAt(bytes: Uint8Array, at: number): number {
  return readInt32(bytes, at + PARTITION_LEADER_EPOCH_OFFSET);
}

/** The stored checksum, unsigned. */
export function crcAt(bytes: Uint8Array, at: number): number {
  return readUint32(bytes, at + CRC_OFFSET);
}

/** The low byte of the attributes; Kafka gives the high byte no meaning. */
export function attributesAt(bytes: Uint8Array, at: number): number {
  return bytes[at + ATTRIBUTES_OFFSET + 1]!;
}

/** 0..7; 5 to 7 are no codec. */
export function compressionAt(bytes: Uint8Array, at: number): number {
  return attributesAt(bytes, at) & COMPRESSION_MASK;
}

export function timestampTypeAt(bytes: Uint8Array, at: number): TimestampType {
  return (attributesAt(bytes, at) & TIMESTAMP_TYPE_MASK) === 0
    ? TimestampType.CREATE_TIME
    : TimestampType.LOG_APPEND_TIME;
}

export function isTransactionalAt(bytes: Uint8Array, at: number): boolean {
  return (attributesAt(bytes, at) & TRANSACTIONAL_MASK) !== 0;
}

export function isControlAt(bytes: Uint8Array, at: number): boolean {
  return (attributesAt(bytes, at) & CONTROL_MASK) !== 0;
}

/** The delete horizon (KIP-534), when the batch carries one. */
export function deleteHorizonMsAt(bytes: Uint8Array, at: number): number | undefined {
  return (attributesAt(bytes, at) & DELETE_HORIZON_MASK) === 0 ? undefined : baseTimestampAt(bytes, at);
}

export function baseTimestampAt(bytes: Uint8Array, at: number): number {
  return readInt64(bytes, at + BASE_TIMESTAMP_OFFSET);
}

export function maxTimestampAt(bytes: Uint8Array, at: number): number {
  return readInt64(bytes, at + MAX_TIMESTAMP_OFFSET);
}

export function hasProducerIdAt(bytes: Uint8Array, at: number): boolean {
  return bytes[at + PRODUCER_ID_OFFSET]! < 0x80;
}

export function producerIdAt(bytes: Uint8Array, at: number): bigint {
  return readBigInt64(bytes, at + PRODUCER_ID_OFFSET);
}

export function producerEpochAt(bytes: Uint8Array, at: number): number {
  return readInt16(bytes, at + PRODUCER_EPOCH_OFFSET);
}

export function baseSequenceAt(bytes: Uint8Array, at: number): number {
  return readInt32(bytes, at + BASE_SEQUENCE_OFFSET);
}

export function recordCountAt(bytes: Uint8Array, at: number): number {
  return readInt32(bytes, at + RECORD_COUNT_OFFSET);
}

/** Computes the checksum over the batch of `sizeInBytes` at `at`. */
export function computeCrc(bytes: Uint8Array, at: number, sizeInBytes: number = batchLengthAt(bytes, at)): number {
  return crc32c(bytes, at + ATTRIBUTES_OFFSET, at + sizeInBytes);
}

/** Whether the stored checksum is that of the batch. */
export function verifyCrc(bytes: Uint8Array, at: number, sizeInBytes: number = batchLengthAt(bytes, at)): boolean {
  return crcAt(bytes, at) === computeCrc(bytes, at, sizeInBytes);
}

/** All fields of the header at `at`. */
export function readBatchHeader(bytes: Uint8Array, at = 0): BatchHeader {
  const attributes = attributesAt(bytes, at);
  const baseOffset = baseOffsetAt(bytes, at);
  const lastOffsetDelta = lastOffsetDeltaAt(bytes, at);
  return {
    sizeInBytes: batchLengthAt(bytes, at),
    baseOffset,
    lastOffset: baseOffset + lastOffsetDelta,
    partitionLeaderEpoch: partitionLeaderEpochAt(bytes, at),
    magic: magicAt(bytes, at),
    crc: crcAt(bytes, at),
    attributes,
    compression: attributes & COMPRESSION_MASK,
    timestampType: timestampTypeAt(bytes, at),
    isTransactional: (attributes & TRANSACTIONAL_MASK) !== 0,
    isControl: (attributes & CONTROL_MASK) !== 0,
    deleteHorizonMs: deleteHorizonMsAt(bytes, at),
    lastOffsetDelta,
    baseTimestamp: baseTimestampAt(bytes, at),
    maxTimestamp: maxTimestampAt(bytes, at),
    producerId: producerIdAt(bytes, at),
    producerEpoch: producerEpochAt(bytes, at),
    baseSequence: baseSequenceAt(bytes, at),
    recordCount: recordCountAt(bytes, at),
  };
}
