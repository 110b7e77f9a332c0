/**
 * Changes fields of a batch in place. What lies before the checksum's range (base offset, leader epoch) is just written;
 * anything behind it makes the checksum stale, so those functions recompute it over the whole batch.
 */
import {
  ATTRIBUTES_OFFSET,
  BASE_OFFSET_OFFSET,
  BASE_SEQUENCE_OFFSET,
  CRC_OFFSET,
  MAX_TIMESTAMP_OFFSET,
  PARTITION_LEADER_EPOCH_OFFSET,
  PRODUCER_EPOCH_OFFSET,
  PRODUCER_ID_OFFSET,
  TIMESTAMP_TYPE_MASK,
  TRANSACTIONAL_MASK,
  TimestampType,
} from "./batch-layout.ts";
import { attributesAt, computeCrc, lastOffsetDeltaAt, maxTimestampAt, timestampTypeAt } from "./batch-header.ts";
import { writeBigInt64, writeInt16, writeInt32, writeInt64 } from "./int-bytes.ts";

export function setBaseOffset(bytes: Uint8Array, at: number, baseOffset: number): void {
  writeInt64(bytes, at + BASE_OFFSET_OFFSET, baseOffset);
}

/** Moves the batch so that its last offset is `lastOffset`. */
export function setLastOffset(bytes: Uint8Array, at: number, lastOffset: number): void {
  setBaseOffset(bytes, at, lastOffset - lastOffsetDeltaAt(bytes, at));
}

export function setPartitionLeaderEpoch(bytes: Uint8Array, at: number, epoch: number): void {
  writeInt32(bytes, at + PARTITION_LEADER_EPOCH_OFFSET, epoch);
}

/** Recomputes and stores the checksum. */
export function updateCrc(bytes: Uint8Array, at: number): void {
  writeInt32(bytes, at + CRC_OFFSET, computeCrc(bytes, at));
}

/**
 * Sets the timestamp type and the greatest timestamp, and the checksum if either changed. With `LOG_APPEND_TIME` the
 * greatest timestamp is the time of the append, which then counts for every record.
 */
export function setMaxTimestamp(bytes: Uint8Array, at: number, type: TimestampType, maxTimestamp: number): void {
  if (timestampTypeAt(bytes, at) === type && maxTimestampAt(bytes, at) === maxTimestamp) return;
  const others = attributesAt(bytes, at) & ~TIMESTAMP_TYPE_MASK;
  const flag = type === TimestampType.LOG_APPEND_TIME ? TIMESTAMP_TYPE_MASK : 0;
  // As in Kafka the high byte, which has no meaning, is cleared.
  writeInt16(bytes, at + ATTRIBUTES_OFFSET, others | flag);
  writeInt64(bytes, at + MAX_TIMESTAMP_OFFSET, maxTimestamp);
  updateCrc(bytes, at);
}

/** Sets producer id, epoch, first sequence and the transactional flag, and the checksum. */
export function setProducerState(
  bytes: Uint8Array,
  at: number,
  state: { producerId: bigint; producerEpoch: number; baseSequence: number; isTransactional: boolean },
): void {
  const others = attributesAt(bytes, at) & ~TRANSACTIONAL_MASK;
  writeInt16(bytes, at + ATTRIBUTES_OFFSET, others | (state.isTransactional ? TRANSACTIONAL_MASK : 0));
  writeBigInt64(bytes, at + PRODUCER_ID_OFFSET, state.producerId);
  writeInt16(bytes, at + PRODUCER_EPOCH_OFFSET, state.producerEpoch);
  writeInt32(bytes, at + BASE_SEQUENCE_OFFSET, state.baseSequence);
  updateCrc(bytes, at);
}
