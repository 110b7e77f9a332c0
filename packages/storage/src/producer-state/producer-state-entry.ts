/**
 * What a log knows about one producer: its epoch, the last batches it wrote, its open transaction. Immutable: an append makes a new entry, so
 * a write that fails just puts the old one back.
 */
import { decrementSequence, NO_PRODUCER_EPOCH, NO_SEQUENCE, NO_TIMESTAMP } from "@ottla/records";

/** How many batches of a producer are remembered for telling duplicates (I1). */
export const BATCHES_TO_RETAIN = 5;

/** A batch as it is remembered. */
export interface BatchMetadata {
  readonly lastSequence: number;
  readonly lastOffset: number;
  readonly offsetDelta: number;
  readonly timestamp: number;
}

export interface ProducerStateEntry {
  readonly producerId: bigint;
  /** −1 before the first batch. */
  readonly producerEpoch: number;
  /** Epoch of the coordinator that wrote the last marker, −1 before the first. */
  readonly coordinatorEpoch: number;
  readonly lastTimestamp: number;
  /** −1 without an open transaction. */
  readonly currentTxnFirstOffset: number;
  /** Of `producerEpoch`, oldest first, at most `BATCHES_TO_RETAIN`. */
  readonly batches: readonly BatchMetadata[];
}

export function emptyProducerStateEntry(producerId: bigint): ProducerStateEntry {
  return {
    producerId,
    producerEpoch: NO_PRODUCER_EPOCH,
    coordinatorEpoch: -1,
    lastTimestamp: NO_TIMESTAMP,
    currentTxnFirstOffset: -1,
    batches: [],
  };
}

export function firstSequenceOf(batch: BatchMetadata): number {
  return batch.lastSequence < 0 ? NO_SEQUENCE : decrementSequence(batch.lastSequence, batch.offsetDelta);
}

export function firstOffsetOf(batch: BatchMetadata): number {
  return batch.lastOffset - batch.offsetDelta;
}

/** −1 if no batch is remembered. */
export function lastSequenceOf(entry: ProducerStateEntry): number {
  return entry.batches.at(-1)?.lastSequence ?? NO_SEQUENCE;
}

/** The remembered batch with this epoch and exactly these sequences: the one that a retry repeats. */
export function findDuplicate(
  entry: ProducerStateEntry,
  batch: { readonly producerEpoch: number; readonly firstSequence: number; readonly lastSequence: number },
): BatchMetadata | undefined {
  if (batch.producerEpoch !== entry.producerEpoch) return undefined;
  return entry.batches.find(
    (known) => known.lastSequence === batch.lastSequence && firstSequenceOf(known) === batch.firstSequence,
  );
}

/** The entry after one more batch; another epoch forgets the batches of the old one. */
export function withBatch(
  entry: ProducerStateEntry,
  batch: BatchMetadata & { readonly producerEpoch: number },
): ProducerStateEntry {
  const { producerEpoch, lastSequence, lastOffset, offsetDelta, timestamp } = batch;
  const known = entry.producerEpoch === producerEpoch ? entry.batches : [];
  const kept = known.length >= BATCHES_TO_RETAIN ? known.slice(1 - BATCHES_TO_RETAIN) : known;
  return {
    producerId: entry.producerId,
    producerEpoch,
    coordinatorEpoch: entry.coordinatorEpoch,
    lastTimestamp: timestamp,
    currentTxnFirstOffset: entry.currentTxnFirstOffset,
    batches: [...kept, { lastSequence, lastOffset, offsetDelta, timestamp }],
  };
}

/** The entry after an end-transaction marker: no open transaction; a new epoch forgets the batches. */
export function withMarker(
  entry: ProducerStateEntry,
  marker: { readonly producerEpoch: number; readonly coordinatorEpoch: number; readonly timestamp: number },
): ProducerStateEntry {
  return {
    producerId: entry.producerId,
    producerEpoch: marker.producerEpoch,
    coordinatorEpoch: marker.coordinatorEpoch,
    lastTimestamp: marker.timestamp,
    currentTxnFirstOffset: -1,
    batches: entry.producerEpoch === marker.producerEpoch ? entry.batches : [],
  };
}
