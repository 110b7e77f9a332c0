/**
 * The plain values of the consumer: what it takes, and what it gives back besides records.
 */
import type { TopicPartition } from "../topic-partition.ts";

/** A committed (or to be committed) position. `offset` is the next record to read. */
export interface OffsetAndMetadata {
  readonly offset: number;
  readonly leaderEpoch?: number | undefined;
  readonly metadata?: string;
}

/** A partition with the offset to commit for it. */
export interface PartitionOffset extends TopicPartition, OffsetAndMetadata {}

/** The first record at or after a timestamp. */
export interface OffsetAndTimestamp {
  readonly offset: number;
  readonly timestamp: number;
  readonly leaderEpoch: number | undefined;
}

/** Who the consumer is within its group, for `sendOffsetsToTransaction`. */
export interface ConsumerGroupMetadata {
  readonly groupId: string;
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | undefined;
}

/** Told about the group's decisions; each call is awaited before the rebalance goes on. */
export interface RebalanceListener {
  /** Partitions were added. Positions are set after this returns, so `seek` works here. */
  onPartitionsAssigned?(partitions: readonly TopicPartition[]): void | Promise<void>;
  /** Partitions are about to go to someone else; commits still succeed. */
  onPartitionsRevoked?(partitions: readonly TopicPartition[]): void | Promise<void>;
  /** Partitions have gone already; commits would be refused. Default: `onPartitionsRevoked`. */
  onPartitionsLost?(partitions: readonly TopicPartition[]): void | Promise<void>;
}

export interface PollOptions {
  /** How long to wait for the first record, in milliseconds; default 0 means: give what is there. */
  readonly timeoutMs?: number;
  /** At most this many records; default `max.poll.records`. */
  readonly maxRecords?: number;
  /** Ends the poll, which then rejects with an `AbortError`; no record is lost by it. */
  readonly signal?: AbortSignal | undefined;
}

/** Turns bytes into a key or value. */
export type Deserializer<T> = (data: Uint8Array | null, topic: string) => T;
