/**
 * A record with the number of its delivery among its headers (`kafka_deliveryAttempt`, four bytes), as `deliveryAttemptHeader` wants it. One object for all
 * deliveries of the record, so that its dead letter says how many there were, as in Spring.
 */
import type { ConsumerRecord, RecordHeader } from "@ottla/client";
import { int32Bytes } from "../headers/header-bytes.ts";
import { KafkaHeaders } from "../headers/kafka-headers.ts";

type AnyRecord = ConsumerRecord<unknown, unknown>;

export class AttemptedRecord implements AnyRecord {
  readonly #record: AnyRecord;
  #headers: readonly RecordHeader[];

  constructor(record: AnyRecord) {
    this.#record = record;
    this.#headers = record.headers;
  }

  /** The delivery that comes now; 1 for the first. What the sender wrote under that name stands before it, so the last one counts. */
  set deliveryAttempt(attempt: number) {
    const header = { key: KafkaHeaders.DELIVERY_ATTEMPT, value: int32Bytes(attempt) };
    this.#headers = [...this.#record.headers, header];
  }

  get headers(): readonly RecordHeader[] {
    return this.#headers;
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

  get timestampType(): AnyRecord["timestampType"] {
    return this.#record.timestampType;
  }

  get leaderEpoch(): number | undefined {
    return this.#record.leaderEpoch;
  }

  get key(): unknown {
    return this.#record.key;
  }

  get value(): unknown {
    return this.#record.value;
  }

  get rawKey(): Uint8Array | null {
    return this.#record.rawKey;
  }

  get rawValue(): Uint8Array | null {
    return this.#record.rawValue;
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
}

/** Says to a record which of its deliveries comes now, if it is one that is to know. */
export function tellAttempt(record: AnyRecord, attempt: number): void {
  if (record instanceof AttemptedRecord) record.deliveryAttempt = attempt;
}
