/**
 * Records as a consumer gives them. A record is a light view of its batch: key, value and headers are decoded when first looked at, so that
 * what a program does not read costs nothing.
 */
import { readHeaders } from "@ottla/records";
import type { RecordWalker } from "@ottla/records";
import { KafkaError } from "../errors.ts";
import { TopicPartitionMap } from "../topic-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { Deserializer } from "./consumer-types.ts";

/** A header of a consumed record. */
export interface RecordHeader {
  readonly key: string;
  readonly value: Uint8Array | null;
}

export type TimestampTypeName = "CreateTime" | "LogAppendTime" | "NoTimestampType";

/** A record as read. Key, value and headers are decoded when first looked at. */
export interface ConsumerRecord<K = Uint8Array | null, V = Uint8Array | null> {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly timestampType: TimestampTypeName;
  /** Undefined when the batch does not tell. */
  readonly leaderEpoch: number | undefined;
  /** Throws a {@link KafkaError} `DESERIALIZATION` when the deserializer does. */
  readonly key: K;
  /** Throws a {@link KafkaError} `DESERIALIZATION` when the deserializer does. */
  readonly value: V;
  /** The bytes as they are on the wire. They share memory with their batch: copy what is kept for long. */
  readonly rawKey: Uint8Array | null;
  readonly rawValue: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
  /** -1 for null. */
  readonly serializedKeySize: number;
  /** -1 for null. */
  readonly serializedValueSize: number;
  /** How often a share group has given the record to someone, this time included; undefined for other consumers. */
  readonly deliveryCount?: number | undefined;
}

/** What all records of a batch share. */
export interface BatchContext {
  readonly topic: string;
  readonly partition: number;
  readonly bytes: Uint8Array;
  readonly timestampType: TimestampTypeName;
  readonly leaderEpoch: number | undefined;
  readonly keyDeserializer: Deserializer<unknown> | null;
  readonly valueDeserializer: Deserializer<unknown> | null;
}

const UNREAD: unique symbol = Symbol("unread");

/** A record that lies in fetched bytes. */
export class FetchedRecord implements ConsumerRecord<unknown, unknown> {
  readonly offset: number;
  readonly timestamp: number;
  readonly serializedKeySize: number;
  readonly serializedValueSize: number;
  deliveryCount: number | undefined = undefined;
  readonly #batch: BatchContext;
  readonly #keyStart: number;
  readonly #valueStart: number;
  readonly #headersStart: number;
  readonly #headerCount: number;
  #key: unknown = UNREAD;
  #value: unknown = UNREAD;
  #headers: readonly RecordHeader[] | undefined;

  /** @param walker stands on the record, which lies in the batch's bytes */
  constructor(batch: BatchContext, walker: RecordWalker, offset: number, timestamp: number) {
    this.#batch = batch;
    this.offset = offset;
    this.timestamp = timestamp;
    this.serializedKeySize = walker.keyLength;
    this.serializedValueSize = walker.valueLength;
    this.#keyStart = walker.keyStart;
    this.#valueStart = walker.valueStart;
    this.#headersStart = walker.headersStart;
    this.#headerCount = walker.headerCount;
  }

  get topic(): string {
    return this.#batch.topic;
  }

  get partition(): number {
    return this.#batch.partition;
  }

  get timestampType(): TimestampTypeName {
    return this.#batch.timestampType;
  }

  get leaderEpoch(): number | undefined {
    return this.#batch.leaderEpoch;
  }

  get rawKey(): Uint8Array | null {
    return this.#slice(this.#keyStart, this.serializedKeySize);
  }

  get rawValue(): Uint8Array | null {
    return this.#slice(this.#valueStart, this.serializedValueSize);
  }

  get key(): unknown {
    if (this.#key === UNREAD) this.#key = this.#read("key", this.rawKey, this.#batch.keyDeserializer);
    return this.#key;
  }

  get value(): unknown {
    if (this.#value === UNREAD) this.#value = this.#read("value", this.rawValue, this.#batch.valueDeserializer);
    return this.#value;
  }

  get headers(): readonly RecordHeader[] {
    this.#headers ??= readHeaders(this.#batch.bytes, this.#headersStart, this.#headerCount);
    return this.#headers;
  }

  /** All of it, for logs and inspection. */
  toJSON(): object {
    return recordJson(this);
  }

  #slice(start: number, length: number): Uint8Array | null {
    return length < 0 ? null : this.#batch.bytes.subarray(start, start + length);
  }

  #read(part: "key" | "value", data: Uint8Array | null, deserializer: Deserializer<unknown> | null): unknown {
    if (deserializer === null) return data;
    try {
      return deserializer(data, this.topic);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new KafkaError(
        "DESERIALIZATION",
        `Error deserializing the ${part} for partition ${this.topic}-${this.partition} at offset ${this.offset}: ${reason}`,
        { cause: error },
      );
    }
  }
}

inspectable(FetchedRecord);

/** What a record's `toJSON` gives. */
export function recordJson(record: ConsumerRecord<unknown, unknown>): object {
  const { topic, partition, offset, timestamp, timestampType, leaderEpoch, key, value, headers } = record;
  return { topic, partition, offset, timestamp, timestampType, leaderEpoch, key, value, headers };
}

/** `console.log` shows fields only, and those of a record are private; this makes it show what matters. */
export function inspectable(recordClass: { readonly prototype: { toJSON(): object } }): void {
  Object.defineProperty(recordClass.prototype, Symbol.for("nodejs.util.inspect.custom"), {
    value(this: { toJSON(): object }): object {
      return this.toJSON();
    },
  });
}

/** What a poll gives: records grouped by partition, in order within each. */
export class ConsumerRecords<K = Uint8Array | null, V = Uint8Array | null> implements Iterable<ConsumerRecord<K, V>> {
  readonly #byPartition: TopicPartitionMap<ConsumerRecord<K, V>[]> = new TopicPartitionMap();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** The partitions that have records here. */
  get partitions(): readonly TopicPartition[] {
    return [...this.#byPartition.keys()];
  }

  records(partition: TopicPartition): readonly ConsumerRecord<K, V>[] {
    return this.#byPartition.get(partition) ?? [];
  }

  /** All of them, partition by partition, in an array of the caller's. */
  all(): ConsumerRecord<K, V>[] {
    return ([] as ConsumerRecord<K, V>[]).concat(...this.#byPartition.values());
  }

  /** Adds records of one partition; called by the consumer only. */
  add(partition: TopicPartition, records: ConsumerRecord<K, V>[]): void {
    const known = this.#byPartition.get(partition);
    if (known === undefined) this.#byPartition.set({ topic: partition.topic, partition: partition.partition }, records);
    else for (const record of records) known.push(record);
    this.#count += records.length;
  }

  *[Symbol.iterator](): IterableIterator<ConsumerRecord<K, V>> {
    for (const records of this.#byPartition.values()) yield* records;
  }
}
