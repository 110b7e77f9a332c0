/**
 * The layout of a record batch of magic 2 (KIP-98): 61 bytes of header, then the records. Positions are relative to the
 * batch's first byte. Base offset and partition leader epoch lie before the checksum's range, so a broker assigns both
 * without recomputing it.
 */

export const BASE_OFFSET_OFFSET = 0;
export const BATCH_LENGTH_OFFSET = 8;
export const PARTITION_LEADER_EPOCH_OFFSET = 12;
export const MAGIC_OFFSET = 16;
export const CRC_OFFSET = 17;
/** The checksum covers everything from here to the end of the batch. */
export const ATTRIBUTES_OFFSET = 21;
export const LAST_OFFSET_DELTA_OFFSET = 23;
export const BASE_TIMESTAMP_OFFSET = 27;
export const MAX_TIMESTAMP_OFFSET = 35;
export const PRODUCER_ID_OFFSET = 43;
export const PRODUCER_EPOCH_OFFSET = 51;
export const BASE_SEQUENCE_OFFSET = 53;
export const RECORD_COUNT_OFFSET = 57;
/** Where the records begin: the size of the header. */
export const RECORDS_OFFSET = 61;

/** Base offset and length: what precedes the bytes that the length counts, in every magic. */
export const LOG_OVERHEAD = 12;
/** How many bytes tell the magic, in every magic. */
export const HEADER_SIZE_UP_TO_MAGIC = 17;
/** The smallest length field Kafka takes: that of an empty message of magic 0. */
export const MIN_BATCH_LENGTH = 14;

export const MAGIC_V2 = 2;

/** `compression.type` as numbered in the attributes. */
export const CompressionType = { NONE: 0, GZIP: 1, SNAPPY: 2, LZ4: 3, ZSTD: 4 } as const;
export type CompressionType = (typeof CompressionType)[keyof typeof CompressionType];

/** Names of the compression types, as configs spell them, by number. */
export const COMPRESSION_NAMES: readonly ["none", "gzip", "snappy", "lz4", "zstd"] = [
  "none",
  "gzip",
  "snappy",
  "lz4",
  "zstd",
];
export type CompressionName = (typeof COMPRESSION_NAMES)[number];

/** The type a config names; undefined for any other name. */
export function compressionTypeOf(name: string): CompressionType | undefined {
  const index = (COMPRESSION_NAMES as readonly string[]).indexOf(name);
  return index === -1 ? undefined : (index as CompressionType);
}

/** Whether a batch's timestamps are the producer's or the broker's (attribute bit 3). */
export const TimestampType = { CREATE_TIME: 0, LOG_APPEND_TIME: 1 } as const;
export type TimestampType = (typeof TimestampType)[keyof typeof TimestampType];

export const COMPRESSION_MASK = 0x07;
export const TIMESTAMP_TYPE_MASK = 0x08;
export const TRANSACTIONAL_MASK = 0x10;
export const CONTROL_MASK = 0x20;
export const DELETE_HORIZON_MASK = 0x40;

export const NO_TIMESTAMP = -1;
export const NO_PRODUCER_ID = -1n;
export const NO_PRODUCER_EPOCH = -1;
export const NO_SEQUENCE = -1;
export const NO_PARTITION_LEADER_EPOCH = -1;

/** The sequence `increment` after `sequence`, which wraps from 2^31 - 1 to 0. */
export function incrementSequence(sequence: number, increment: number): number {
  const sum = sequence + increment;
  return sum > 0x7fff_ffff ? sum - 0x8000_0000 : sum;
}

/** The sequence `decrement` before `sequence`, which wraps from 0 to 2^31 - 1. */
export function decrementSequence(sequence: number, decrement: number): number {
  const difference = sequence - decrement;
  return difference < 0 ? difference + 0x8000_0000 : difference;
}
