/**
 * Hosts the transaction coordinator: finds the shard of a transactional id, asks it, and turns what keeps it from answering
 * into what a producer understands. What transactions do is in `@ottla/transaction-coordinator`.
 */

import type { Clock } from "@ottla/base";
import type { KafkaConfig } from "@ottla/config";
import {
  CoordinatorError,
  CoordinatorRuntime,
  coordinatorErrorOf,
  coordinatorPartitionOf,
  type WriteOperation,
  type CoordinatorMetrics,
} from "@ottla/coordinator";
import { ErrorCode, type Input } from "@ottla/protocol";
import type { TransactionState as DescribedTransaction } from "@ottla/protocol/messages/describe-transactions";
import type { ListTransactionsRequest, ListTransactionsResponse } from "@ottla/protocol/messages/list-transactions";
import { CompressionType } from "@ottla/records";
import {
  noProducer,
  TransactionCoordinatorShard,
  transactionRecordSerde,
  transactionVersionOfLevel,
  type AddPartitionsRequest,
  type EndTransactionRequest,
  type InitProducerIdRequest,
  type MarkersWritten,
  type ProducerIdentity,
  type TransactionCoordinatorConfig,
  type TransactionRecord,
  type TransactionTimer,
  type TransactionVersion,
} from "@ottla/transaction-coordinator";
import { InternalPartitionLog } from "../internal-topics/internal-partition-log.ts";
import type { Logger } from "../logging/logger.ts";
import type { ProducerIds } from "../services/broker-services.ts";
import type { ReplicaManager } from "../services/replica-manager-service.ts";
import type { TransactionCoordinatorService } from "../services/transaction-coordinator-service.ts";
import { listTransactionsFilter } from "./list-filter.ts";
import { MarkerSender, type MarkerTransport, type ReportOutcome } from "./marker-sender.ts";
import { TRANSACTION_STATE_TOPIC_NAME } from "./transactions-topic.ts";

export interface TransactionCoordinatorOptions {
  readonly config: () => KafkaConfig;
  /** How long an answer waits for its records to be committed, in milliseconds (`request.timeout.ms`). */
  readonly requestTimeoutMs: number;
  readonly runtimeMetrics?: CoordinatorMetrics;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly replicaManager: ReplicaManager;
  readonly producerIds: ProducerIds;
  /** The way of markers to the partitions' leaders. */
  readonly markerTransport: MarkerTransport;
  /** Partitions of `__transaction_state` in the newest image; undefined while it does not exist. */
  readonly partitionCount: () => number | undefined;
  /** `max.message.bytes` of `__transaction_state`, now. */
  readonly maxBatchBytes: () => number;
  /** The finalized level of `transaction.version`. */
  readonly transactionVersionLevel: () => number;
}

type Shard = TransactionCoordinatorShard;
type Runtime = CoordinatorRuntime<Shard, TransactionRecord, TransactionTimer>;

export class TransactionCoordinator implements TransactionCoordinatorService {
  readonly #options: TransactionCoordinatorOptions;
  readonly #runtime: Runtime;
  readonly #sender: MarkerSender;
  /** Fixed at first sight: transactional ids must not move when partitions are added to the topic. */
  #partitionCount: number | undefined;

  constructor(options: TransactionCoordinatorOptions) {
    const { clock, logger, replicaManager, requestTimeoutMs } = options;
    this.#options = options;
    const log = new InternalPartitionLog({
      topic: TRANSACTION_STATE_TOPIC_NAME,
      replicaManager,
      maxBatchBytes: options.maxBatchBytes,
      requiredAcks: -1,
      timeoutMs: requestTimeoutMs,
    });
    this.#sender = new MarkerSender({
      clock,
      logger,
      transport: options.markerTransport,
      coordinatorEpochOf: (partition) => replicaManager.partition(TRANSACTION_STATE_TOPIC_NAME, partition)?.leaderEpoch,
      onWritten: (partition, written) => this.#onMarkersWritten(partition, written),
    });
    this.#runtime = new CoordinatorRuntime({
      createShard: ({ partition, snapshots, timers }) =>
        new TransactionCoordinatorShard({
          config: () => transactionCoordinatorConfig(options.config()),
          snapshots,
          timers,
          producerIds: { take: () => options.producerIds.take() },
          markers: { send: (markers) => this.#sender.send(partition, markers) },
          transactionVersion: () => transactionVersionOfLevel(options.transactionVersionLevel()),
          log: logger,
        }),
      serde: transactionRecordSerde,
      reader: log,
      writer: log,
      clock,
      writeTimeoutMs: requestTimeoutMs,
      appendLingerMs: 0,
      loadBufferBytes: options.config().number("transaction.state.log.load.buffer.size"),
      compressionType: CompressionType.NONE,
      ...(options.runtimeMetrics === undefined ? {} : { metrics: options.runtimeMetrics }),
      onFailure: ({ partition, leaderEpoch, phase, cause }) =>
        logger.error({ partition, leaderEpoch, phase, error: cause }, "a transaction coordinator partition has failed"),
      onTimerFailure: ({ key, cause }) =>
        logger.warn({ key, error: cause }, "what a round over transactions did was not written"),
    });
  }

  // Lifecycle

  onElection(partitionIndex: number, leaderEpoch: number): void {
    this.#runtime.onElection(partitionIndex, leaderEpoch);
  }

  onResignation(partitionIndex: number, leaderEpoch: number | undefined): void {
    this.#runtime.onResignation(partitionIndex, leaderEpoch);
    if (this.#runtime.stateOf(partitionIndex) === undefined) this.#sender.removePartition(partitionIndex);
  }

  stop(): Promise<void> {
    this.#sender.close();
    this.#runtime.close();
    return Promise.resolve();
  }

  async expire(): Promise<void> {
    await Promise.all(this.#runtime.writeAll((shard, time) => shard.onTimer({ kind: "abort-timed-out" }, time)));
    await Promise.all(this.#runtime.writeAll((shard, time) => shard.onTimer({ kind: "remove-expired" }, time)));
  }

  partitionFor(transactionalId: string): number {
    this.#partitionCount ??= this.#options.partitionCount();
    const count = this.#partitionCount ?? this.#options.config().number("transaction.state.log.num.partitions");
    return coordinatorPartitionOf(transactionalId, count);
  }

  // Producers

  async initProducerId(request: InitProducerIdRequest): Promise<ProducerIdentity> {
    if (!(await this.#hasProducerIds())) return noProducer(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
    return this.#write(request.transactionalId, (shard, time) => shard.initProducerId(request, time), noProducer);
  }

  addPartitions(request: AddPartitionsRequest, clientTransactionVersion: TransactionVersion): Promise<number> {
    return this.#write(
      request.transactionalId,
      (shard, time) => shard.addPartitions(request, clientTransactionVersion, time),
      (errorCode) => errorCode,
    );
  }

  verifyPartitions(request: AddPartitionsRequest): Promise<readonly number[]> {
    return this.#write(
      request.transactionalId,
      (shard, time) => shard.verifyPartitions(request, time),
      (errorCode) => request.partitions.map(() => errorCode),
    );
  }

  async endTransaction(
    request: EndTransactionRequest,
    clientTransactionVersion: TransactionVersion,
  ): Promise<ProducerIdentity> {
    // An end may use up the last epoch of a producer id.
    if (!(await this.#hasProducerIds())) return noProducer(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
    return this.#write(
      request.transactionalId,
      (shard, time) => shard.endTransaction(request, clientTransactionVersion, time),
      noProducer,
    );
  }

  // Administrators

  describeTransactions(transactionalIds: readonly string[]): Input<DescribedTransaction>[] {
    return transactionalIds.map((transactionalId) => {
      if (transactionalId === "") return { transactionalId, errorCode: ErrorCode.INVALID_REQUEST };
      try {
        const partition = this.partitionFor(transactionalId);
        return this.#runtime.read(partition, (shard, epoch) => shard.describeTransaction(transactionalId, epoch));
      } catch (error) {
        return { transactionalId, errorCode: errorOf(error) };
      }
    });
  }

  listTransactions(request: ListTransactionsRequest): Input<ListTransactionsResponse> {
    const parsed = listTransactionsFilter(request);
    if (typeof parsed === "number") return { errorCode: parsed };
    const { filter, unknownStateFilters } = parsed;
    const nowMs = Math.floor(this.#options.clock.nowMs());
    const transactionStates: NonNullable<Input<ListTransactionsResponse>["transactionStates"]>[number][] = [];
    for (const partition of this.#runtime.partitions) {
      try {
        transactionStates.push(
          ...this.#runtime.read(partition, (shard, epoch) => shard.listTransactions(filter, { epoch, nowMs })),
        );
      } catch (error) {
        const errorCode = errorOf(error);
        if (errorCode !== ErrorCode.NOT_COORDINATOR) return { errorCode };
      }
    }
    return { unknownStateFilters, transactionStates };
  }

  // Asking the shard

  async #hasProducerIds(): Promise<boolean> {
    try {
      await this.#options.producerIds.prepare();
      return true;
    } catch (error) {
      this.#options.logger.warn({ error }, "no producer id can be handed out");
      return false;
    }
  }

  #write<T>(
    transactionalId: string,
    operation: WriteOperation<Shard, T, TransactionRecord>,
    onError: (errorCode: number) => T,
  ): Promise<T> {
    return this.#runtime
      .write(this.partitionFor(transactionalId), operation)
      .catch((error: unknown) => onError(errorOf(error)));
  }

  /** What kept a completion out of the log may pass, as long as the transaction's shard is the one that sent the markers. */
  async #onMarkersWritten(partition: number, written: MarkersWritten): Promise<ReportOutcome> {
    try {
      await this.#runtime.write(partition, (shard, time) => shard.onMarkersWritten(written, time));
      return "taken";
    } catch (error) {
      if (!(error instanceof CoordinatorError)) throw error;
      return this.#runtime.stateOf(partition) === "active" ? "not taken" : "nobody there";
    }
  }
}

export function transactionCoordinatorConfig(config: KafkaConfig): TransactionCoordinatorConfig {
  return {
    transactionMaxTimeoutMs: config.number("transaction.max.timeout.ms"),
    transactionalIdExpirationMs: config.number("transactional.id.expiration.ms"),
    abortTimedOutIntervalMs: config.number("transaction.abort.timed.out.transaction.cleanup.interval.ms"),
    removeExpiredIntervalMs: config.number("transaction.remove.expired.transaction.cleanup.interval.ms"),
  };
}

/** What keeps the shard from answering is a value; anything else is a bug and goes on. */
function errorOf(error: unknown): number {
  if (error instanceof CoordinatorError) return coordinatorErrorOf(error.errorCode);
  throw error;
}
