/**
 * A record seen through another one: everything is the other's, but for what a subclass gives in its place. Nothing is copied, and nothing decoded before it
 * is looked at; in logs it shows what a record shows.
 */
import { inspectable, recordJson } from "./consumer-record.ts";
import type { ConsumerRecord, RecordHeader, TimestampTypeName } from "./consumer-record.ts";

/** A view of a record, to override what is to be different. */
export class RecordView implements ConsumerRecord<unknown, unknown> {
  readonly #record: ConsumerRecord<unknown, unknown>;

  constructor(record: ConsumerRecord<unknown, unknown>) {
    this.#record = record;
  }

  get topic(): string {
    return this.#record.topic;
  }
  get partition(): number {
    return this.#record.partition;
  }
  get offset(): number {
    return this.#record.offset;
  }
  get timestamp(): number {
    return this.#record.timestamp;
  }
  get timestampType(): TimestampTypeName {
    return this.#record.timestampType;
  }
  get leaderEpoch(): number | undefined {
    return this.#record.leaderEpoch;
  }
  /** Throws a `KafkaError` `DESERIALIZATION` when the deserializer does. */
  get key(): unknown {
    return this.#record.key;
  }
  /** Throws a `KafkaError` `DESERIALIZATION` when the deserializer does. */
  get value(): unknown {
    return this.#record.value;
  }
  get rawKey(): Uint8Array | null {
    return this.#record.rawKey;
  }
  get rawValue(): Uint8Array | null {
    return this.#record.rawValue;
  }
  get headers(): readonly RecordHeader[] {
    return this.#record.headers;
  }
  get serializedKeySize(): number {
    return this.#record.serializedKeySize;
  }
  get serializedValueSize(): number {
    return this.#record.serializedValueSize;
  }
  get deliveryCount(): number | undefined {
    return this.#record.deliveryCount;
  }

  /** All of it, for logs and inspection. */
  toJSON(): object {
    return recordJson(this);
  }
}

inspectable(RecordView);
