/**
 * The check of a transactional write before it is appended (KIP-890): unless the log knows that the producer's transaction is
 * open there, the transaction's coordinator must say that the partition is part of it, or makes it so for clients that
 * leave this to the broker (Produce 12, TxnOffsetCommit 5).
 */

import type { Clock } from "@ottla/base";
import type { KafkaConfig } from "@ottla/config";
import type { MetadataImage } from "@ottla/metadata";
import { ErrorCode } from "@ottla/protocol";
import { VerificationGuard } from "@ottla/storage";
import { TransactionVersion, type TopicPartition } from "@ottla/transaction-coordinator";
import type { BrokerConnections } from "../inter-broker/broker-connections.ts";
import type { ReplicaManager } from "../replica-manager/replica-manager.ts";
import type { TransactionCoordinatorService } from "../services/transaction-coordinator-service.ts";
import { TRANSACTION_STATE_TOPIC_NAME } from "./transactions-topic.ts";

/** What a client's request version allows: old errors only, TRANSACTION_ABORTABLE too, or adding partitions implicitly. */
export const TransactionSupport = { DEFAULT_ERROR: 0, GENERIC_ERROR: 1, ADD_PARTITION: 2 } as const;
export type TransactionSupport = (typeof TransactionSupport)[keyof typeof TransactionSupport];

export function transactionSupportOfProduce(apiVersion: number): TransactionSupport {
  if (apiVersion >= 12) return TransactionSupport.ADD_PARTITION;
  return apiVersion === 11 ? TransactionSupport.GENERIC_ERROR : TransactionSupport.DEFAULT_ERROR;
}

export function transactionSupportOfTxnOffsetCommit(apiVersion: number): TransactionSupport {
  if (apiVersion >= 5) return TransactionSupport.ADD_PARTITION;
  return apiVersion === 4 ? TransactionSupport.GENERIC_ERROR : TransactionSupport.DEFAULT_ERROR;
}

export interface TransactionalWrite extends TopicPartition {
  /** Of the first record; −1 for a coordinator's records. */
  readonly baseSequence: number;
}

export interface VerificationRequest {
  /** Null when the request has none: nothing is verified, and the log has the last word. */
  readonly transactionalId: string | null;
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly support: TransactionSupport;
  readonly writes: readonly TransactionalWrite[];
}

/** What became of one write: an error, or the guard to append it with. */
export interface VerifiedWrite {
  readonly errorCode: number;
  readonly guard: VerificationGuard;
}

export interface TransactionVerificationOptions {
  readonly nodeId: number;
  readonly clock: Clock;
  readonly config: () => KafkaConfig;
  readonly image: () => MetadataImage;
  readonly replicaManager: ReplicaManager;
  /** Loads the coordinator if need be. */
  readonly coordinator: () => Promise<TransactionCoordinatorService>;
  /** The way to coordinators on other brokers; undefined where there are none. */
  readonly brokers?: BrokerConnections | undefined;
}

export class TransactionVerification {
  readonly #options: TransactionVerificationOptions;

  constructor(options: TransactionVerificationOptions) {
    this.#options = options;
  }

  /** One outcome for each write, in their order. */
  async verify(request: VerificationRequest): Promise<readonly VerifiedWrite[]> {
    const { config } = this.#options;
    const isVerifying = config().boolean("transaction.partition.verification.enable");
    const isAdding = request.support === TransactionSupport.ADD_PARTITION;
    if (request.transactionalId === null || (!isAdding && !isVerifying)) return request.writes.map(() => UNVERIFIED);
    const started = await Promise.all(request.writes.map((write) => this.#start(write, request)));
    const asked = request.writes.filter((_, index) => started[index]!.guard !== VerificationGuard.SENTINEL);
    if (asked.length === 0) return started;
    const errors = await this.#ask({ ...request, transactionalId: request.transactionalId, writes: asked });
    let next = 0;
    return started.map((verified) =>
      verified.guard === VerificationGuard.SENTINEL ? verified : { ...verified, errorCode: errors[next++]! },
    );
  }

  /**
   * As `verify`, for clients that leave adding to the broker: while the transaction before is still being ended, tries again
   * for a moment, because the client would have to send everything again.
   */
  async verifyWithRetries(request: VerificationRequest): Promise<readonly VerifiedWrite[]> {
    if (request.support !== TransactionSupport.ADD_PARTITION) return this.verify(request);
    const { clock, config } = this.#options;
    const backoffMs = config().number("add.partitions.to.txn.retry.backoff.ms");
    const limitMs = Math.min(
      config().number("add.partitions.to.txn.retry.backoff.max.ms"),
      config().number("request.timeout.ms"),
    );
    const startMs = clock.monotonicMs();
    for (;;) {
      const verified = await this.verify(request);
      const isConcurrent = verified.some(({ errorCode }) => errorCode === ErrorCode.CONCURRENT_TRANSACTIONS);
      if (!isConcurrent || clock.monotonicMs() - startMs >= limitMs) return verified;
      await new Promise<void>((resolve) => clock.setTimer(backoffMs, resolve));
    }
  }

  /** Whether the log has to be convinced at all. */
  async #start(
    { topic, partition, baseSequence }: TransactionalWrite,
    request: VerificationRequest,
  ): Promise<VerifiedWrite> {
    const found = this.#options.replicaManager.findReplica(topic, partition);
    if (typeof found === "number") return failed(found);
    await found.opening?.catch(() => {});
    const error = found.checkServes(-1, true);
    if (error !== ErrorCode.NONE || found.log === undefined) return failed(error);
    return found.log.maybeStartTransactionVerification({
      producerId: request.producerId,
      producerEpoch: request.producerEpoch,
      sequence: baseSequence,
      supportsEpochBump: request.support === TransactionSupport.ADD_PARTITION,
    });
  }

  async #ask(request: VerificationRequest & { readonly transactionalId: string }): Promise<readonly number[]> {
    const { transactionalId, producerId, producerEpoch, support, writes } = request;
    const { coordinator, image, nodeId } = this.#options;
    const service = await coordinator();
    const partition = service.partitionFor(transactionalId);
    const leader = image().topics.getPartition(TRANSACTION_STATE_TOPIC_NAME, partition)?.leader;
    if (leader !== nodeId) {
      const errors = await this.#askRemote(leader, request);
      return errors.map((errorCode) => producerErrorOf(errorCode, support));
    }
    const asked = { transactionalId, producerId, producerEpoch, partitions: writes };
    if (support !== TransactionSupport.ADD_PARTITION) {
      return (await service.verifyPartitions(asked)).map((errorCode) => producerErrorOf(errorCode, support));
    }
    const errorCode = producerErrorOf(await service.addPartitions(asked, TransactionVersion.TV_2), support);
    return writes.map(() => errorCode);
  }

  /** A coordinator that cannot be asked now may be another one soon: the producer tries again. */
  async #askRemote(
    leader: number | undefined,
    request: VerificationRequest & { readonly transactionalId: string },
  ): Promise<readonly number[]> {
    const { brokers } = this.#options;
    const unavailable = request.writes.map(() => ErrorCode.COORDINATOR_NOT_AVAILABLE);
    if (leader === undefined || leader < 0 || brokers === undefined) return unavailable;
    try {
      const { askCoordinator } = await import("./remote-coordinator.ts");
      return await askCoordinator(brokers, leader, request);
    } catch {
      return unavailable;
    }
  }
}

const UNVERIFIED: VerifiedWrite = { errorCode: ErrorCode.NONE, guard: VerificationGuard.SENTINEL };

function failed(errorCode: number): VerifiedWrite {
  return { errorCode, guard: VerificationGuard.SENTINEL };
}

/** What producers expect to hear in this place, by what they know. */
function producerErrorOf(errorCode: number, support: TransactionSupport): number {
  if (errorCode === ErrorCode.PRODUCER_FENCED) return ErrorCode.INVALID_PRODUCER_EPOCH;
  const isUnknownToClient =
    errorCode === ErrorCode.TRANSACTION_ABORTABLE && support === TransactionSupport.DEFAULT_ERROR;
  return isUnknownToClient ? ErrorCode.INVALID_TXN_STATE : errorCode;
}
