/**
 * Transactions as the producer's application sees them: the verbs of Java's producer, each waiting at most `max.block.ms` for its outcome.
 */
import type { ClusterClient } from "../../cluster-client.ts";
import type { ProducerConfig } from "../../config/producer-config.ts";
import type { ConsumerGroupMetadata, PartitionOffset } from "../../consumer/consumer-types.ts";
import { Deadline, within } from "../../deadline.ts";
import { AbortError, KafkaError } from "../../errors.ts";
import { Idempotence } from "../idempotence.ts";
import { illegalState } from "./transaction-errors.ts";
import { TransactionManager } from "./transaction-manager.ts";
import type { TransactionResult } from "./transaction-result.ts";
import { TransactionSender } from "./transaction-sender.ts";

const TRANSACTION_VERSION = "transaction.version";

export interface TransactionsOptions {
  readonly client: ClusterClient;
  readonly config: ProducerConfig;
  readonly transactionalId: string;
  readonly hasIncompleteBatches: () => boolean;
  /** Makes the sender look again: batches may be free to go, or must be dropped. */
  readonly wakeSender: () => void;
}

/** The transactions of one producer. */
export class Transactions {
  readonly idempotence: Idempotence;
  readonly manager: TransactionManager;
  readonly #options: TransactionsOptions;
  readonly #sender: TransactionSender;

  constructor(options: TransactionsOptions) {
    this.#options = options;
    const { client, config, transactionalId } = options;
    this.idempotence = new Idempotence({ onSequenceLost: () => this.manager.onSequenceLost() });
    this.manager = new TransactionManager({
      transactionalId,
      idempotence: this.idempotence,
      features: () => {
        const { epoch, levels } = client.pool.finalizedFeatures;
        return { epoch, transactionVersion: levels.get(TRANSACTION_VERSION) ?? 0 };
      },
    });
    this.#sender = new TransactionSender({
      client,
      manager: this.manager,
      transactionTimeoutMs: config["transaction.timeout.ms"],
      hasIncompleteBatches: options.hasIncompleteBatches,
      onProgress: options.wakeSender,
    });
  }

  /** Sends requests that wait. */
  serve(): void {
    this.#sender.wake();
  }

  async initialize(): Promise<void> {
    await this.#await(this.manager.initialize());
  }

  async sendOffsets(offsets: readonly PartitionOffset[], group: ConsumerGroupMetadata): Promise<void> {
    checkGroup(group);
    if (offsets.length > 0) await this.#await(this.manager.sendOffsets(offsets, group));
  }

  async commit(deadline?: Deadline): Promise<void> {
    await this.#await(this.manager.beginCommit(), deadline);
  }

  async abort(deadline?: Deadline): Promise<void> {
    await this.#await(this.manager.beginAbort(), deadline);
  }

  /** A record failed before it was put down. Errors of the caller's making leave the transaction as it is, as in Java. */
  onRecordRefused(error: KafkaError): void {
    const isKafkas = error.errorCode !== undefined || error.retriable || error.code === "RECORD_TOO_LARGE";
    // Java has no signals. A send that one ended is missing from the transaction as one that timed out is.
    const isFailure = isKafkas || error instanceof AbortError;
    if (isFailure && this.manager.state === "IN_TRANSACTION") this.manager.onSendFailed(error);
  }

  /** Aborts what is not over, within the deadline. */
  async close(deadline: Deadline): Promise<void> {
    const { manager } = this;
    if (!manager.hasOngoingTransaction) return;
    try {
      if (manager.state === "COMMITTING_TRANSACTION") await this.commit(deadline);
      else await this.abort(deadline);
    } catch {
      // The coordinator aborts it when transaction.timeout.ms is over.
    }
  }

  stop(error: KafkaError): void {
    this.#sender.close();
    this.manager.close(error);
  }

  /** The outcome, if it comes in time. Without it the same verb has to be called again. */
  async #await(result: TransactionResult, deadline?: Deadline): Promise<void> {
    const { client, config, wakeSender } = this.#options;
    const { clock } = client.ports;
    wakeSender();
    const until = deadline ?? new Deadline(clock, config["max.block.ms"]);
    const sentence = (): string => `Timeout expired after ${until.timeoutMs}ms while awaiting ${result.operation}`;
    try {
      await within(clock, result.promise, until, sentence);
    } finally {
      if (result.isCompleted) result.isAcked = true;
    }
  }
}

/** The error of transactional verbs on a producer without `transactional.id`. */
export function notTransactionalError(): KafkaError {
  return illegalState(
    "Cannot use transactional methods without enabling transactions by setting the transactional.id configuration property",
  );
}

function checkGroup(group: ConsumerGroupMetadata | undefined): void {
  if (group === undefined) throw new KafkaError("INVALID_ARGUMENT", "Consumer group metadata could not be null");
  if (group.generationId > 0 && group.memberId === "") {
    throw new KafkaError(
      "INVALID_ARGUMENT",
      `Passed in group metadata ${JSON.stringify(group)} has generationId > 0 but the member.id is unknown`,
    );
  }
}
