/**
 * A transaction as a function: begun before it, committed behind it, aborted if it throws.
 */
import type { Clock } from "@ottla/base";
import type { ConsumerGroupMetadata, PartitionOffset } from "../../consumer/consumer-types.ts";
import { Deadline } from "../../deadline.ts";
import { KafkaError } from "../../errors.ts";
import type { ProducerRecord, RecordMetadata, SendOptions } from "../producer-record.ts";

/** What can be done within a transaction. */
export interface Transaction<K, V> {
  /** As the producer's `send`. A record that fails makes the commit fail, whether or not its promise is looked at. */
  send(record: ProducerRecord<K, V>, options?: SendOptions): Promise<RecordMetadata>;
  /** As the producer's `sendBatch`. */
  sendBatch(records: readonly ProducerRecord<K, V>[], options?: SendOptions): Promise<RecordMetadata[]>;
  /** Makes consumed offsets part of the transaction: they count as committed when it is (KIP-447). `group` is the consumer's `groupMetadata()`. */
  sendOffsets(offsets: readonly PartitionOffset[], group: ConsumerGroupMetadata): Promise<void>;
}

/** The verbs of a producer that a transaction is made of. */
export interface TransactionVerbs<K, V> {
  begin(): void;
  send(record: ProducerRecord<K, V>, options?: SendOptions): Promise<RecordMetadata>;
  sendBatch(records: readonly ProducerRecord<K, V>[], options?: SendOptions): Promise<RecordMetadata[]>;
  sendOffsets(offsets: readonly PartitionOffset[], group: ConsumerGroupMetadata): Promise<void>;
  commit(): Promise<void>;
  abort(): Promise<void>;
}

/** Runs one transaction. Rejects with what `work` threw, or with the error of the commit; `fatal` on it says that the producer is of no use any more. */
export async function runTransaction<K, V, R>(
  verbs: TransactionVerbs<K, V>,
  work: (transaction: Transaction<K, V>) => R | Promise<R>,
  limit: { readonly clock: Clock; readonly transactionTimeoutMs: number },
): Promise<R> {
  const deadline = new Deadline(limit.clock, limit.transactionTimeoutMs);
  verbs.begin();
  try {
    const result = await work({
      send: (record, options) => seen(verbs.send(record, options)),
      sendBatch: (records, options) => seen(verbs.sendBatch(records, options)),
      sendOffsets: (offsets, group) => seen(verbs.sendOffsets(offsets, group)),
    });
    await commitUntil(verbs, deadline);
    return result;
  } catch (error) {
    if (!(error instanceof KafkaError && error.fatal)) await verbs.abort().catch(() => undefined);
    throw error;
  }
}

/** A commit whose outcome is not known cannot be taken back, only waited for. The coordinator keeps a transaction no longer than its timeout. */
async function commitUntil(verbs: Pick<TransactionVerbs<never, never>, "commit">, deadline: Deadline): Promise<void> {
  for (;;) {
    try {
      await verbs.commit();
      return;
    } catch (error) {
      if (!(error instanceof KafkaError && error.code === "TIMEOUT") || deadline.isOver) throw error;
    }
  }
}

/** A failure is reported by the commit, so a promise nobody looks at is no mistake. */
function seen<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
