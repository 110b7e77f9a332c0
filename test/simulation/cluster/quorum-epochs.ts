/**
 * When the epochs of the metadata quorum began. Who leads it refuses a change by what it knows, without writing anything, in Apache Kafka too: a
 * leader that is cut off does not know what was committed since the next epoch began, until it gives up.
 */
export class QuorumEpochs {
  /** Epoch → when somebody first knew of it, in ms: before anybody led it. */
  readonly #beganMs = new Map<number, number>();

  /** A node knows of an epoch. */
  onEpoch(epoch: number, nowMs: number): void {
    if (!this.#beganMs.has(epoch)) this.#beganMs.set(epoch, nowMs);
  }

  isKnown(epoch: number): boolean {
    return this.#beganMs.has(epoch);
  }

  /** From when on the state may be that a leader of an epoch answers by, when it is asked at a time. */
  knownFromMs(epoch: number, askedMs: number): number {
    let fromMs = askedMs;
    for (const [later, beganMs] of this.#beganMs) if (later > epoch) fromMs = Math.min(fromMs, beganMs);
    return fromMs;
  }
}
