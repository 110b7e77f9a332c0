/**
 * Transactions of a container: each record (or batch) is handled in one, with what it sends through templates of the same factory, and with its offset. A
 * failure takes all of it back; what an error handler then does (a dead letter) is a transaction of its own, with the offset in it.
 *
 * A consumer that has lost its partitions cannot commit: its group's metadata goes along (KIP-447).
 */
import type { ConsumerGroupMetadata, PartitionOffset } from "@ottla/client";
import type { ProducerFactory } from "./producer-factory.ts";
import { inTransaction } from "./transaction-scope.ts";

export interface TransactionManagerOptions {
  /** Default: the factory's. */
  readonly transactionIdPrefix?: string;
}

/** What a transaction ends with: a value, and the offsets that are committed in it. */
export interface TransactionOutcome<R> {
  readonly result: R;
  readonly offsets: readonly PartitionOffset[];
}

export class KafkaTransactionManager {
  readonly producerFactory: ProducerFactory;
  readonly #options: TransactionManagerOptions;

  constructor(producerFactory: ProducerFactory, options: TransactionManagerOptions = {}) {
    if (!producerFactory.isTransactionCapable && options.transactionIdPrefix === undefined) {
      throw new TypeError("A transaction manager needs a producer factory with a transactionIdPrefix");
    }
    this.producerFactory = producerFactory;
    this.#options = options;
  }

  /** Runs `work` in a transaction and commits it with the offsets that come of it; aborts it when anything throws. */
  async execute<R>(work: () => Promise<TransactionOutcome<R>>, groupMetadata: () => ConsumerGroupMetadata): Promise<R> {
    return await inTransaction(
      this.producerFactory,
      async (producer) => {
        const { result, offsets } = await work();
        if (offsets.length > 0) await producer.sendOffsetsToTransaction(offsets, groupMetadata());
        return result;
      },
      this.#options.transactionIdPrefix,
    );
  }
}
