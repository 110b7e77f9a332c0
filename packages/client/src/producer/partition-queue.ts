/**
 * The batches of one partition: those that wait, first to be sent first, and those in flight. With it goes the producer's sequence for the
 * partition.
 */
import { decrementSequence } from "@ottla/records";
import type { ProducerBatch } from "./producer-batch.ts";
import { PartitionSequence } from "./partition-sequence.ts";

/** The batches of one partition. */
export class PartitionQueue {
  readonly topic: string;
  readonly partition: number;
  readonly waiting: ProducerBatch[] = [];
  readonly inFlight: ProducerBatch[] = [];
  /** The size of the batch sent last, in bytes before compression. */
  lastBatchBytes = 0;
  readonly sequence: PartitionSequence = new PartitionSequence();

  constructor(topic: string, partition: number) {
    this.topic = topic;
    this.partition = partition;
  }

  get first(): ProducerBatch | undefined {
    return this.waiting[0];
  }

  get last(): ProducerBatch | undefined {
    return this.waiting[this.waiting.length - 1];
  }

  get isIdle(): boolean {
    return this.waiting.length === 0 && this.inFlight.length === 0;
  }

  /** Puts a batch that was sent back in its place: before all that have a later sequence, and all that have none. */
  putBack(batch: ProducerBatch): void {
    if (!batch.hasSequence) {
      this.waiting.unshift(batch);
      return;
    }
    let index = 0;
    while (index < this.waiting.length) {
      const other = this.waiting[index] as ProducerBatch;
      if (!other.hasSequence || isBefore(batch.baseSequence, other.baseSequence)) break;
      index++;
    }
    this.waiting.splice(index, 0, batch);
  }

  removeInFlight(batch: ProducerBatch): void {
    const index = this.inFlight.indexOf(batch);
    if (index >= 0) this.inFlight.splice(index, 1);
  }

  /** In-flight batches in the order of their sequences; also those that wait to be sent again still own theirs. */
  sequencedBatches(): ProducerBatch[] {
    const batches = [...this.inFlight, ...this.waiting.filter((batch) => batch.hasSequence)];
    return batches.sort((left, right) =>
      left.baseSequence === right.baseSequence ? 0 : isBefore(left.baseSequence, right.baseSequence) ? -1 : 1,
    );
  }

  /** The lowest sequence that was given out and is not acknowledged; -1 when there is none. */
  firstUnacknowledgedSequence(): number {
    return this.sequencedBatches()[0]?.baseSequence ?? -1;
  }
}

const INT32_HALF = 0x4000_0000;

/** Order on the circle of sequences: the nearer way round decides. */
function isBefore(left: number, right: number): boolean {
  return left !== right && decrementSequence(right, left) < INT32_HALF;
}
