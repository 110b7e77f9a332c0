/**
 * A record with the number of its delivery among its headers (`kafka_deliveryAttempt`, four bytes), as `deliveryAttemptHeader` wants it. One object for all
 * deliveries of the record, so that its dead letter says how many there were, as in Spring.
 */
import { RecordView } from "@ottla/client";
import type { ConsumerRecord, RecordHeader } from "@ottla/client";
import { int32Bytes } from "../headers/header-bytes.ts";
import { KafkaHeaders } from "../headers/kafka-headers.ts";

type AnyRecord = ConsumerRecord<unknown, unknown>;

export class AttemptedRecord extends RecordView {
  #attempt: RecordHeader | undefined;
  #headers: readonly RecordHeader[] | undefined;

  /** The delivery that comes now; 1 for the first. What the sender wrote under that name stands before it, so the last one counts. */
  set deliveryAttempt(attempt: number) {
    this.#attempt = { key: KafkaHeaders.DELIVERY_ATTEMPT, value: int32Bytes(attempt) };
    this.#headers = undefined;
  }

  override get headers(): readonly RecordHeader[] {
    this.#headers ??= this.#attempt === undefined ? super.headers : [...super.headers, this.#attempt];
    return this.#headers;
  }
}

/** Says to a record which of its deliveries comes now, if it is one that is to know. */
export function tellAttempt(record: AnyRecord, attempt: number): void {
  if (record instanceof AttemptedRecord) record.deliveryAttempt = attempt;
}
