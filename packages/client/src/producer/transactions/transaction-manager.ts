/**
 * The memory of a transactional producer: its state, what belongs to the transaction, and the requests that wait. Java's TransactionManager (KIP-98, KIP-360,
 * KIP-447, KIP-890).
 *
 * Pure: the application's calls, the fate of batches and the coordinator's answers come in; what to send next goes out by {@link nextStep}. One request is
 * under way at a time. The end of a transaction is not sent before every batch has ended, and no batch leaves before its partition belongs to the transaction.
 */
import { ErrorCode } from "@ottla/protocol";
import type { ConsumerGroupMetadata, PartitionOffset } from "../../consumer/consumer-types.ts";
import { KafkaError, protocolError } from "../../errors.ts";
import { TopicPartitionMap } from "../../topic-partition.ts";
import type { TopicPartition } from "../../topic-partition.ts";
import type { Idempotence } from "../idempotence.ts";
import {
  abortableCause,
  abortableSendError,
  errorStateError,
  illegalState,
  isFatalForTransactions,
} from "./transaction-errors.ts";
import { priorityOf } from "./transaction-requests.ts";
import type { TransactionStep } from "./transaction-requests.ts";
import { TransactionResult } from "./transaction-result.ts";
import { isTransitionValid } from "./transaction-state.ts";
import type { TransactionState } from "./transaction-state.ts";

/** The level of the feature `transaction.version` from which on the broker adds partitions by itself. */
const VERSION_WITH_IMPLICIT_ADDS = 2;

interface PendingTransition {
  readonly result: TransactionResult;
  readonly target: TransactionState;
  readonly operation: string;
}

/** What is known of the cluster when a coordinator has been reached. */
export interface CoordinatorAbilities {
  /** It can give the next epoch of a producer id. */
  readonly canBumpEpoch: boolean;
}

/** The finalized features of the cluster, as far as transactions care. */
export interface TransactionFeatures {
  readonly epoch: number;
  /** The finalized level of `transaction.version`; 0 when it is not finalized. */
  readonly transactionVersion: number;
}

/** The transactions of one producer. */
export class TransactionManager {
  readonly transactionalId: string;
  readonly #idempotence: Idempotence;
  readonly #features: () => TransactionFeatures;
  #state: TransactionState = "UNINITIALIZED";
  #lastError: KafkaError | undefined;
  #pending: PendingTransition | undefined;
  readonly #steps: TransactionStep[] = [];
  readonly #newPartitions = new TopicPartitionMap<true>();
  readonly #addingPartitions = new TopicPartitionMap<true>();
  readonly #partitions = new TopicPartitionMap<true>();
  /** Whether the broker may know of the transaction, so that it must be told of the end. */
  #isStarted = false;
  #needsEpochBump = false;
  #canBumpEpoch = false;
  #isV2 = false;
  #featuresEpoch = -1;

  constructor(options: {
    readonly transactionalId: string;
    readonly idempotence: Idempotence;
    /** Asked when a transaction may change its protocol: at the first and behind each one. */
    readonly features: () => TransactionFeatures;
  }) {
    this.transactionalId = options.transactionalId;
    this.#idempotence = options.idempotence;
    this.#features = options.features;
  }

  get state(): TransactionState {
    return this.#state;
  }

  get lastError(): KafkaError | undefined {
    return this.#lastError;
  }

  get hasFatalError(): boolean {
    return this.#state === "FATAL_ERROR";
  }

  get hasAbortableError(): boolean {
    return this.#state === "ABORTABLE_ERROR";
  }

  get isAborting(): boolean {
    return this.#state === "ABORTING_TRANSACTION";
  }

  get isCompleting(): boolean {
    return this.#state === "COMMITTING_TRANSACTION" || this.isAborting;
  }

  /** Whether closing should abort first. */
  get hasOngoingTransaction(): boolean {
    return this.#state === "IN_TRANSACTION" || this.isCompleting || this.hasAbortableError;
  }

  /** Whether brokers add partitions and offsets to the transaction by themselves. */
  get isV2(): boolean {
    return this.#isV2;
  }

  // What the application asks for.

  initialize(): TransactionResult {
    return this.#transition("INITIALIZING", "initTransactions", () => {
      this.#throwIfFailed();
      this.#moveTo("INITIALIZING");
      return this.#enqueueInit(false);
    });
  }

  begin(): void {
    this.#throwIfPending("beginTransaction");
    this.#throwIfFailed();
    this.#moveTo("IN_TRANSACTION");
  }

  sendOffsets(offsets: readonly PartitionOffset[], group: ConsumerGroupMetadata): TransactionResult {
    this.#throwIfPending("sendOffsetsToTransaction");
    this.#throwIfFailed();
    if (this.#state !== "IN_TRANSACTION") {
      throw illegalState(`Cannot send offsets if a transaction is not in progress (currentState= ${this.#state})`);
    }
    const result = new TransactionResult(this.#isV2 ? "TxnOffsetCommit" : "AddOffsetsToTxn");
    const step = { ...this.#identity(), offsets, group, result, isRetry: false };
    if (this.#isV2) {
      this.#isStarted = true;
      this.#enqueue({ kind: "commitOffsets", ...step, isV2: true });
    } else this.#enqueue({ kind: "addOffsets", ...step });
    return result;
  }

  beginCommit(): TransactionResult {
    return this.#transition("COMMITTING_TRANSACTION", "commitTransaction", () => {
      this.#throwIfFailed();
      this.#moveTo("COMMITTING_TRANSACTION");
      return this.#complete(true);
    });
  }

  beginAbort(): TransactionResult {
    return this.#transition("ABORTING_TRANSACTION", "abortTransaction", () => {
      if (!this.hasAbortableError) this.#throwIfFailed();
      this.#moveTo("ABORTING_TRANSACTION");
      this.#newPartitions.clear();
      return this.#complete(false);
    });
  }

  /** Throws when nothing can be sent now. */
  checkSend(): void {
    this.#throwIfFailed();
    this.#throwIfPending("send");
    if (!this.#idempotence.hasProducerId) {
      throw illegalState("Cannot send records before completing a call to initTransactions");
    }
    if (this.#state !== "IN_TRANSACTION") throw illegalState(`Cannot send records while in state ${this.#state}`);
  }

  /** A record was put down for a partition. */
  addPartition(partition: TopicPartition): void {
    if (this.#isV2) {
      this.#partitions.set(partition, true);
      this.#isStarted = true;
    } else if (!this.#partitions.has(partition) && !this.#addingPartitions.has(partition)) {
      this.#newPartitions.set(partition, true);
    }
  }

  // What becomes of batches.

  isSendAllowed(partition: TopicPartition): boolean {
    return !this.hasFatalError && this.#partitions.has(partition);
  }

  /** A record or batch failed for good, so the transaction can only be aborted, if that. */
  onSendFailed(error: KafkaError): void {
    if (this.hasFatalError) return;
    if (isFatalForTransactions(error)) this.failForGood(error);
    else {
      if (this.#mustBumpEpochItself && !this.isCompleting) this.#needsEpochBump = true;
      this.#failAbortable(abortableSendError(error));
    }
  }

  /** Nobody knows whether some batch was written. */
  onSequenceLost(): void {
    const known =
      "The client hasn't received acknowledgment for some previously sent messages and can no longer retry them. ";
    const abortable = new KafkaError(
      "TRANSACTION_ABORTABLE",
      `${known}It is safe to abort the transaction and continue.`,
    );
    const fatal = new KafkaError("ILLEGAL_STATE", `${known}It isn't safe to continue.`, { fatal: true });
    this.#failAbortableIfEpochCanRise(abortable, fatal);
  }

  // What the coordinator is asked, and what it answers.

  /** The next request to send, if one may be sent now. In an error state all that wait are refused. */
  nextStep(hasIncompleteBatches: boolean): TransactionStep | undefined {
    this.#enqueueNewPartitions();
    for (let step = this.#steps[0]; step !== undefined; step = this.#steps[0]) {
      if (step.kind === "end" && hasIncompleteBatches) return undefined;
      this.#steps.shift();
      if (this.hasAbortableError || this.hasFatalError) step.result.fail(this.#lastError ?? this.fencedError());
      else if (step.kind !== "end" || this.#isStarted) return step;
      else {
        // The broker never heard of this transaction.
        step.result.done();
        this.onCompleted();
      }
    }
    return undefined;
  }

  /** Whether {@link nextStep} might give one. */
  get hasSteps(): boolean {
    return this.#steps.length > 0 || this.#newPartitions.size > 0;
  }

  /** Puts a request back that was not answered, or not to our liking. */
  retry(step: TransactionStep): void {
    step.isRetry = true;
    this.#enqueue(step);
  }

  /** Puts a request back that was not sent. */
  putBack(step: TransactionStep): void {
    this.#enqueue(step);
  }

  onCoordinatorReady(abilities: CoordinatorAbilities, step: TransactionStep): void {
    this.#canBumpEpoch = abilities.canBumpEpoch;
    if (step.kind === "initProducerId" && !step.isEpochBump) this.#updateVersion(true);
  }

  onInitialized(producerId: bigint, producerEpoch: number): void {
    this.#idempotence.onProducerId(producerId, producerEpoch);
    this.#moveTo("READY");
  }

  onPartitionsAdded(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) {
      this.#addingPartitions.delete(partition);
      this.#partitions.set(partition, true);
    }
    this.#isStarted = true;
  }

  /** Batches in retry of partitions that were added before must go on, so the others stop standing in the way. */
  onPartitionsRefused(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#addingPartitions.delete(partition);
  }

  get hasPartitions(): boolean {
    return this.#partitions.size > 0;
  }

  /** The group belongs to the transaction; its offsets come next, and end the step. */
  onOffsetsAdded(offsets: readonly PartitionOffset[], group: ConsumerGroupMetadata, result: TransactionResult): void {
    this.#isStarted = true;
    this.#enqueue({
      kind: "commitOffsets",
      ...this.#identity(),
      offsets,
      group,
      isV2: this.#isV2,
      result,
      isRetry: false,
    });
  }

  /** The transaction is over. A version 2 coordinator gives the epoch for the next one with it. */
  onCompleted(next?: { readonly producerId: bigint; readonly producerEpoch: number }): void {
    if (next !== undefined && next.producerId !== -1n) {
      this.#idempotence.onProducerId(next.producerId, next.producerEpoch);
    }
    if (this.hasFatalError) return;
    this.#moveTo(this.#needsEpochBump ? "INITIALIZING" : "READY");
    this.#needsEpochBump = false;
    this.#isStarted = false;
    this.#newPartitions.clear();
    this.#addingPartitions.clear();
    this.#partitions.clear();
  }

  /** The transaction can only be aborted. */
  failAbortable(error: KafkaError): void {
    this.#failAbortable(error);
  }

  /** A request was refused in a way that an abort mends. */
  failStepAbortable(step: TransactionStep, error: KafkaError): void {
    step.result.fail(error);
    this.#failAbortable(error);
  }

  /** As {@link failStepAbortable}, if a new epoch can be had; else for good. */
  failStepIfEpochCanRise(step: TransactionStep, error: KafkaError): void {
    step.result.fail(error);
    this.#failAbortableIfEpochCanRise(error, error);
  }

  /** The id may not be used, which may change: `initTransactions` can be called again. */
  failInitialization(step: TransactionStep, error: KafkaError): void {
    for (const failed of [step, ...this.#steps.splice(0)]) failed.result.fail(error);
    if (this.hasFatalError) return;
    this.#moveTo("ABORTABLE_ERROR", error);
    this.#moveTo("UNINITIALIZED");
    this.#pending?.result.fail(error);
  }

  failStepForGood(step: TransactionStep, error: KafkaError): void {
    step.result.fail(error);
    this.failForGood(error);
  }

  /** There is no way on for this producer. */
  failForGood(error: KafkaError): void {
    if (this.hasFatalError) return;
    this.#moveTo("FATAL_ERROR", error);
    this.#pending?.result.fail(error);
  }

  /** The producer is closed: whoever waits is told. */
  close(error: KafkaError): void {
    for (const step of this.#steps.splice(0)) step.result.fail(error);
    this.#pending?.result.fail(error);
    if (!this.hasFatalError) this.#moveTo("FATAL_ERROR", error);
  }

  /** Another producer with the same transactional id has taken over. */
  fencedError(): KafkaError {
    return protocolError(ErrorCode.PRODUCER_FENCED);
  }

  /** Version 1 producers ask for a new epoch themselves; with version 2 each end brings one. */
  get #mustBumpEpochItself(): boolean {
    return this.#canBumpEpoch && !this.#isV2;
  }

  #complete(isCommit: boolean): TransactionResult {
    this.#enqueueNewPartitions();
    const result = new TransactionResult(`EndTxn(${isCommit})`);
    // A transaction ends in the version in which it began; the next one may use another.
    this.#enqueue({ kind: "end", ...this.#identity(), isCommit, isV2: this.#isV2, result, isRetry: false });
    this.#updateVersion(false);
    return this.#needsEpochBump ? this.#enqueueInit(true) : result;
  }

  #enqueueInit(isEpochBump: boolean): TransactionResult {
    const result = new TransactionResult("InitProducerId");
    this.#enqueue({ kind: "initProducerId", ...this.#identity(), isEpochBump, result, isRetry: false });
    return result;
  }

  #enqueueNewPartitions(): void {
    if (this.#newPartitions.size === 0) return;
    for (const partition of this.#newPartitions.keys()) this.#addingPartitions.set(partition, true);
    this.#newPartitions.clear();
    const partitions = [...this.#addingPartitions.keys()];
    const result = new TransactionResult("AddPartitionsToTxn");
    this.#enqueue({ kind: "addPartitions", ...this.#identity(), partitions, isHasty: false, result, isRetry: false });
  }

  /** Behind those that are as urgent. */
  #enqueue(step: TransactionStep): void {
    const priority = priorityOf(step);
    const index = this.#steps.findIndex((other) => priorityOf(other) > priority);
    this.#steps.splice(index < 0 ? this.#steps.length : index, 0, step);
  }

  /** Adopts version 2 when the cluster has it. Going over to it in between needs a new epoch, so that nothing of an old transaction counts for a new one. */
  #updateVersion(isFirst: boolean): void {
    const { epoch, transactionVersion } = this.#features();
    if (epoch <= this.#featuresEpoch) return;
    this.#featuresEpoch = epoch;
    const wasV2 = this.#isV2;
    this.#isV2 = transactionVersion >= VERSION_WITH_IMPLICIT_ADDS;
    if (!isFirst && !wasV2 && this.#isV2) this.#needsEpochBump = true;
  }

  #failAbortable(error: KafkaError): void {
    // What fails while the transaction is being aborted anyway changes nothing.
    if (this.isAborting || this.hasFatalError) return;
    this.#moveTo("ABORTABLE_ERROR", error);
  }

  #failAbortableIfEpochCanRise(abortable: KafkaError, fatal: KafkaError): void {
    if (!this.#canBumpEpoch && !this.#isV2) this.failForGood(fatal);
    else {
      if (this.#mustBumpEpochItself) this.#needsEpochBump = true;
      this.#failAbortable(abortable);
    }
  }

  #moveTo(target: TransactionState, error?: KafkaError): void {
    if (!isTransitionValid(this.#state, target)) {
      throw illegalState(
        `TransactionalId ${this.transactionalId}: Invalid transition attempted from state ${this.#state} to state ${target}`,
      );
    }
    this.#lastError = error === undefined ? undefined : abortableCause(error);
    this.#state = target;
  }

  /** Starts a step that the application waits for, or goes on with the one whose outcome it did not see. */
  #transition(target: TransactionState, operation: string, start: () => TransactionResult): TransactionResult {
    const pending = this.#unacked();
    if (pending !== undefined) {
      if (pending.target !== target) throw pendingError(operation, pending);
      return pending.result;
    }
    const result = start();
    this.#pending = { result, target, operation };
    return result;
  }

  #unacked(): PendingTransition | undefined {
    if (this.#pending?.result.isAcked === true) this.#pending = undefined;
    return this.#pending;
  }

  #throwIfPending(operation: string): void {
    const pending = this.#unacked();
    if (pending !== undefined) throw pendingError(operation, pending);
  }

  #throwIfFailed(): void {
    if (this.#lastError === undefined || !(this.hasAbortableError || this.hasFatalError)) return;
    throw errorStateError(this.#lastError, {
      isFatal: this.hasFatalError,
      transactionalId: this.transactionalId,
      identity: this.#identity(),
    });
  }

  #identity(): { producerId: bigint; producerEpoch: number } {
    return { producerId: this.#idempotence.producerId, producerEpoch: this.#idempotence.producerEpoch };
  }
}

function pendingError(operation: string, pending: PendingTransition): KafkaError {
  return illegalState(
    `Cannot attempt operation \`${operation}\` because the previous call to \`${pending.operation}\` timed out and must be retried`,
  );
}
