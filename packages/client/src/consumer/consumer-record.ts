/** Records as a consumer gives them. */
import type { TopicPartition } from "../topic-partition.ts";

/** A header of a consumed record. */
export interface RecordHeader {
  readonly key: string;
  readonly value: Uint8Array | null;
}

/** A record as read. Key, value and headers are decoded when first looked at. */
export interface ConsumerRecord<K = Uint8Array | null, V = Uint8Array | null> {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly timestampType: "CreateTime" | "LogAppendTime" | "NoTimestampType";
  /** Undefined when the batch does not tell. */
  readonly leaderEpoch: number | undefined;
  readonly key: K;
  readonly value: V;
  /** The bytes as they are on the wire. They share memory with their batch: copy what is kept for long. */
  readonly rawKey: Uint8Array | null;
  readonly rawValue: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
  /** -1 for null. */
  readonly serializedKeySize: number;
  /** -1 for null. */
  readonly serializedValueSize: number;
}

/** What a poll gives: records grouped by partition, in order within each. */
export interface ConsumerRecords<K = Uint8Array | null, V = Uint8Array | null> extends Iterable<ConsumerRecord<K, V>> {
  readonly count: number;
  readonly partitions: readonly TopicPartition[];
  records(partition: TopicPartition): readonly ConsumerRecord<K, V>[];
}
