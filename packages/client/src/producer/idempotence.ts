/**
 * The idempotent producer's memory: its id and epoch, and what to do about sequences when a batch fails. Java's rules:
 *
 * - A batch gets its sequence when it is first drained, and keeps it over retries, so that a broker recognises a repetition.
 * - Without transactions, a gap (a batch that failed for good, or whose end is unknown) is closed by bumping the epoch, which begins sequences at 0 again; batches of
 *   that partition in flight are given new sequences. Other partitions move to the new epoch when nothing of theirs is in flight.
 * - With transactions, a gap is closed by moving later batches up, and what cannot be known (was it written?) makes the transaction fail.
 *
 * One rule Java does not have: until a partition has acknowledged something of the producer, one batch is in flight there. A broker that knows nothing of a
 * producer takes whatever sequence comes first. Of several batches to a topic in the making the first is refused for want of a leader, the second is taken, and
 * from then on the first is out of order until its delivery times out.
 *
 * Pure: it is told what happened, and tells whether to retry. The sender asks the broker for ids.
 */
import { ErrorCode } from "@ottla/protocol";
import { decrementSequence } from "@ottla/records";
import type { PartitionQueue } from "./partition-queue.ts";
import type { ProducerBatch } from "./producer-batch.ts";

const EPOCH_MAX = 32_767;

/** What a produce response says about one partition, as far as idempotence cares. */
export interface SequenceOutcome {
  readonly errorCode: number;
  readonly logStartOffset: number;
}

/** How a transactional producer differs: it cannot close gaps by itself, so the transaction must be aborted. */
export interface TransactionalSequences {
  /** Batches were sent of which nobody knows whether they were written. */
  readonly onSequenceLost: () => void;
}

/** Producer id, epoch and the rules of sequences. */
export class Idempotence {
  readonly #transactional: TransactionalSequences | undefined;
  #producerId = -1n;
  #producerEpoch = -1;
  #needsNewEpoch = false;
  readonly #toRestart: Set<PartitionQueue> = new Set();

  constructor(transactional?: TransactionalSequences) {
    this.#transactional = transactional;
  }

  /** Whether there is an id to send with. */
  get hasProducerId(): boolean {
    return this.#producerId >= 0n;
  }

  get producerId(): bigint {
    return this.#producerId;
  }

  get producerEpoch(): number {
    return this.#producerEpoch;
  }

  /** Takes an id and epoch that a broker gave. */
  onProducerId(producerId: bigint, producerEpoch: number): void {
    this.#producerId = producerId;
    this.#producerEpoch = producerEpoch;
    this.#restartPartitions();
  }

  /** Bumps the epoch if a gap asks for it. At the last epoch the id is given up, so that a new one must be asked for. */
  bumpIfNeeded(): void {
    if (!this.#needsNewEpoch || !this.hasProducerId) return;
    this.#needsNewEpoch = false;
    if (this.#producerEpoch >= EPOCH_MAX) {
      this.#producerId = -1n;
      this.#producerEpoch = -1;
      return;
    }
    this.#producerEpoch++;
    this.#restartPartitions();
  }

  /** Asks for a new epoch because the sequences of a partition have a gap. */
  requestBump(queue: PartitionQueue): void {
    this.#needsNewEpoch = true;
    this.#toRestart.add(queue);
  }

  /** Whether the first waiting batch must not be sent yet. */
  mustWait(queue: PartitionQueue): boolean {
    const batch = queue.first;
    if (batch === undefined || !this.hasProducerId) return true;
    if (batch.hasSequence) return batch.baseSequence !== queue.firstUnacknowledgedSequence();
    if (queue.sequence.isUnresolved) return true;
    return this.isFirstUnderWay(queue);
  }

  /** Whether the partition has something in flight and does not know the producer yet. */
  isFirstUnderWay(queue: PartitionQueue): boolean {
    return !this.#isKnownAt(queue) && queue.sequencedBatches().length > 0;
  }

  /**
   * Whether the partition's broker has taken something of the producer, and so refuses what is out of order. Each transaction has an epoch of its own (KIP-890),
   * which begins at 0 wherever the id is known, so there an acknowledgement of an earlier epoch will do.
   */
  #isKnownAt({ sequence }: PartitionQueue): boolean {
    if (!sequence.isOf(this.#producerId, this.#producerEpoch)) return false;
    return sequence.lastAcked !== -1 || (this.#transactional !== undefined && sequence.knownId === this.#producerId);
  }

  /** Stamps a batch that is about to be sent for the first time. */
  stamp(queue: PartitionQueue, batch: ProducerBatch): void {
    if (batch.hasSequence) return;
    const { sequence } = queue;
    if (!sequence.isOf(this.#producerId, this.#producerEpoch)) {
      sequence.restart(this.#producerId, this.#producerEpoch);
    }
    batch.setProducer(this.#producerState(sequence.take(batch.recordCount)));
  }

  /** A batch was acknowledged. */
  onSuccess(queue: PartitionQueue, batch: ProducerBatch, baseOffset: number): void {
    const lastOffset = baseOffset === -1 ? -1 : baseOffset + batch.recordCount - 1;
    const { producerId, producerEpoch } = batch.producer;
    if (queue.sequence.isOf(producerId, producerEpoch)) queue.sequence.acknowledge(batch.lastSequence, lastOffset);
  }

  /** Whether a failed batch may be sent again; `isRetriable` is the error's own claim. */
  canRetry(queue: PartitionQueue, batch: ProducerBatch, outcome: SequenceOutcome, isRetriable: boolean): boolean {
    if (outcome.errorCode === ErrorCode.UNKNOWN_PRODUCER_ID) return this.#canRetryUnknown(queue, batch, outcome);
    if (outcome.errorCode !== ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER) return isRetriable;
    const { sequence } = queue;
    const isNext = sequence.isNext(batch.baseSequence);
    // Not its turn: the batch before it failed and will be repeated first.
    if (!sequence.isUnresolved && (batch.isSequenceReset || !isNext)) return true;
    if (this.#transactional !== undefined) return isRetriable;
    if (!sequence.isUnresolved || isNext) this.requestBump(queue);
    return true;
  }

  /** The broker forgot the producer: its records expired, or the log was truncated. The batch itself was not written. */
  #canRetryUnknown(queue: PartitionQueue, batch: ProducerBatch, outcome: SequenceOutcome): boolean {
    if (outcome.logStartOffset === -1 || batch.isSequenceReset) return true;
    if (this.#transactional === undefined) this.requestBump(queue);
    // Only what had expired is gone: the transaction can go on from sequence 0.
    else if (queue.sequence.lastAckedOffset < outcome.logStartOffset) {
      queue.sequence.knownId = -1n;
      this.#restart(queue);
    } else return false;
    return true;
  }

  /** A batch failed for good. `isCertain` says that it cannot have been written. */
  onFailure(queue: PartitionQueue, batch: ProducerBatch, errorCode: number, isCertain: boolean): void {
    if (!batch.hasSequence) return;
    if (this.#transactional !== undefined) {
      if (errorCode === ErrorCode.UNKNOWN_PRODUCER_ID) {
        queue.sequence.knownId = -1n;
        queue.sequence.restart(this.#producerId, this.#producerEpoch);
      } else if (isCertain) this.#closeGap(queue, batch);
      return;
    }
    const hasGap = errorCode === ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER || errorCode === ErrorCode.UNKNOWN_PRODUCER_ID;
    if (hasGap || isCertain) this.requestBump(queue);
  }

  /** A batch ran out of time after it had been sent: what became of it shows when the rest of its partition has ended. */
  onExpired(queue: PartitionQueue, batch: ProducerBatch): void {
    if (batch.hasSequence) queue.sequence.isUnresolved = true;
  }

  /** Settles partitions of which nothing is in flight any more. */
  resolve(queues: Iterable<PartitionQueue>): void {
    for (const queue of queues) {
      const { sequence } = queue;
      if (!sequence.isUnresolved || queue.sequencedBatches().length > 0) continue;
      sequence.isUnresolved = false;
      if (sequence.isNext(sequence.next)) continue;
      if (this.#transactional === undefined) this.requestBump(queue);
      else this.#transactional.onSequenceLost();
    }
  }

  /** Begins the sequences of partitions with a gap anew. */
  #restartPartitions(): void {
    for (const queue of this.#toRestart) this.#restart(queue);
    this.#toRestart.clear();
  }

  /** Begins the sequences of a partition anew, and gives what is in flight there its new place. */
  #restart(queue: PartitionQueue): void {
    queue.sequence.restart(this.#producerId, this.#producerEpoch);
    for (const batch of queue.sequencedBatches()) {
      batch.resetProducer(this.#producerState(queue.sequence.take(batch.recordCount)));
    }
  }

  /** Moves what was sent behind a failed batch into its place. */
  #closeGap(queue: PartitionQueue, failed: ProducerBatch): void {
    const { producerId, producerEpoch } = failed.producer;
    if (!queue.sequence.isOf(producerId, producerEpoch)) return;
    queue.sequence.giveBack(failed.recordCount);
    const batches = queue.sequencedBatches();
    for (const batch of batches.slice(batches.indexOf(failed) + 1)) {
      const baseSequence = decrementSequence(batch.baseSequence, failed.recordCount);
      batch.resetProducer({ ...batch.producer, baseSequence });
    }
  }

  #producerState(baseSequence: number): {
    producerId: bigint;
    producerEpoch: number;
    baseSequence: number;
    isTransactional: boolean;
  } {
    const { producerId, producerEpoch } = this;
    return { producerId, producerEpoch, baseSequence, isTransactional: this.#transactional !== undefined };
  }
}
