/**
 * How far a producer's sequence has come on one partition. Sequences count records, wrap from 2^31 − 1 to 0, and begin anew with each epoch.
 *
 * `lastAcked < next` on the circle, always; both are sequences of the same producer id and epoch.
 */
import { decrementSequence, incrementSequence } from "@ottla/records";

const NONE = -1;

/** Sequence numbers of one partition. */
export class PartitionSequence {
  producerId = -1n;
  producerEpoch: number = NONE;
  /** The sequence of the next new record. */
  next = 0;
  /** The sequence of the last record that was acknowledged; -1 for none in this epoch. */
  lastAcked: number = NONE;
  /** The offset of the last record that was acknowledged; -1 for none. */
  lastAckedOffset: number = NONE;
  /** The producer id of which the partition acknowledged something last; -1 for none. */
  knownId = -1n;
  /** A batch ran out of time after it had been sent, so nobody knows whether its sequences were used. */
  isUnresolved = false;

  /** Begins at 0 for a producer id and epoch. */
  restart(producerId: bigint, producerEpoch: number): void {
    this.producerId = producerId;
    this.producerEpoch = producerEpoch;
    this.next = 0;
    this.lastAcked = NONE;
    this.isUnresolved = false;
  }

  /** Hands out the sequences of a batch; returns the first. */
  take(recordCount: number): number {
    const base = this.next;
    this.next = incrementSequence(base, recordCount);
    return base;
  }

  /** Takes back the sequences of a batch that was not written. */
  giveBack(recordCount: number): void {
    this.next = decrementSequence(this.next, recordCount);
  }

  isOf(producerId: bigint, producerEpoch: number): boolean {
    return this.producerId === producerId && this.producerEpoch === producerEpoch;
  }

  /** Whether a batch that begins at `sequence` follows directly on the last acknowledged record. */
  isNext(sequence: number): boolean {
    return this.lastAcked === NONE ? sequence === 0 : sequence === incrementSequence(this.lastAcked, 1);
  }

  /** Notes an acknowledgement; one that comes late or twice changes nothing. */
  acknowledge(lastSequence: number, lastOffset: number): void {
    this.knownId = this.producerId;
    if (this.lastAcked === NONE || isAfter(lastSequence, this.lastAcked)) this.lastAcked = lastSequence;
    if (lastOffset > this.lastAckedOffset) this.lastAckedOffset = lastOffset;
  }
}

function isAfter(left: number, right: number): boolean {
  const distance = left - right;
  return distance > 0 ? distance < 0x4000_0000 : distance < -0x4000_0000;
}
