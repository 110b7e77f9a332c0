/**
 * A record as a worker's handler gets it.
 */
import type { ConsumerRecord } from "../consumer/consumer-record.ts";
import type { WorkerRecord } from "./messages.ts";

/** A copy with bytes of its own: those of a batch cannot be given to another thread without copying all of it. */
export function workerRecord(record: ConsumerRecord): WorkerRecord {
  const copy = (bytes: Uint8Array | null): Uint8Array | null => (bytes === null ? null : new Uint8Array(bytes));
  return {
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    timestamp: record.timestamp,
    timestampType: record.timestampType,
    leaderEpoch: record.leaderEpoch,
    key: copy(record.rawKey),
    value: copy(record.rawValue),
    headers: record.headers.map(({ key, value }) => ({ key, value: copy(value) })),
  };
}
