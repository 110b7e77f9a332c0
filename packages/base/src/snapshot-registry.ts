/**
 * Epochs to which the timeline structures can be read and reverted. A coordinator replays records before they are
 * committed: it makes a snapshot at each offset it may have to return to, reverts when an append fails, and deletes
 * snapshots once the high watermark has passed them. Semantics are those of Kafka's `SnapshotRegistry`.
 *
 * The latest state lives in the structures themselves. A snapshot holds, for each structure changed since it was made,
 * what has to be put back; a structure that nobody changes costs a snapshot nothing.
 */
import { assert } from "./assert.ts";

/** @internal A structure that puts back what one of its deltas says. */
export interface Revertible<D> {
  revert(delta: D): void;
  /** Adds to `older` what only `newer` knows; `older` wins, because it remembers an earlier state. */
  merge(older: D, newer: D): void;
}

/** @internal One epoch: the deltas of all structures since it was made. */
export class Snapshot {
  readonly epoch: number;
  // Each structure keeps deltas of a type of its own, which it alone stores and reads back.
  readonly #deltas = new Map<Revertible<never>, unknown>();

  constructor(epoch: number) {
    this.epoch = epoch;
  }

  delta<D>(owner: Revertible<D>): D | undefined {
    return this.#deltas.get(owner) as D | undefined;
  }

  setDelta<D>(owner: Revertible<D>, delta: D): void {
    this.#deltas.set(owner, delta);
  }

  revert(): void {
    for (const [owner, delta] of this.#deltas) owner.revert(delta as never);
    this.#deltas.clear();
  }

  /** Takes over what `newer`, which is about to be deleted, knows of the states after it. */
  absorb(newer: Snapshot): void {
    for (const [owner, delta] of newer.#deltas) {
      const own = this.#deltas.get(owner);
      if (own === undefined) this.#deltas.set(owner, delta);
      else owner.merge(own as never, delta as never);
    }
  }
}

export class SnapshotRegistry {
  /** Strictly ascending by epoch. */
  readonly #snapshots: Snapshot[] = [];

  /** @internal The newest snapshot, which records the changes made now; undefined when nothing has to be remembered. */
  latest: Snapshot | undefined;

  /** The epochs that can be read or reverted to, ascending. */
  get epochs(): number[] {
    return this.#snapshots.map((snapshot) => snapshot.epoch);
  }

  /** The newest epoch; -Infinity when there is none. */
  get latestEpoch(): number {
    return this.latest?.epoch ?? -Infinity;
  }

  hasSnapshot(epoch: number): boolean {
    return this.#indexOf(epoch) !== -1;
  }

  /** Remembers the present state as `epoch`, which is not below the newest one; the newest one again does nothing. */
  createSnapshot(epoch: number): void {
    const latestEpoch = this.latestEpoch;
    assert(epoch >= latestEpoch, `a snapshot at ${epoch} comes after the one at ${latestEpoch}`);
    if (epoch === latestEpoch) return;
    this.latest = new Snapshot(epoch);
    this.#snapshots.push(this.latest);
  }

  /** Returns every structure to its state at `epoch`, which must exist and stays; later snapshots are gone. */
  revertTo(epoch: number): void {
    const index = this.#indexOf(epoch);
    assert(index !== -1, `there is a snapshot at ${epoch} to revert to (there are ${this.epochs.join(", ")})`);
    for (let i = this.#snapshots.length - 1; i >= index; i--) this.#snapshots[i]!.revert();
    this.#snapshots.length = index + 1;
    this.latest = this.#snapshots[index];
  }

  /** Forgets the snapshots before `epoch`; the state does not change. */
  deleteUpTo(epoch: number): void {
    let count = 0;
    while (count < this.#snapshots.length && this.#snapshots[count]!.epoch < epoch) count++;
    if (count === 0) return;
    this.#snapshots.splice(0, count);
    this.latest = this.#snapshots.at(-1);
  }

  /** Forgets one snapshot; older ones stay readable. */
  deleteSnapshot(epoch: number): void {
    const index = this.#indexOf(epoch);
    assert(index !== -1, `there is a snapshot at ${epoch} to delete`);
    if (index > 0) this.#snapshots[index - 1]!.absorb(this.#snapshots[index]!);
    this.#snapshots.splice(index, 1);
    this.latest = this.#snapshots.at(-1);
  }

  /** Forgets all snapshots; the state does not change. */
  clear(): void {
    this.#snapshots.length = 0;
    this.latest = undefined;
  }

  /**
   * @internal What the owner remembers of the state at `epoch`: its deltas from that snapshot on, oldest first.
   */
  deltasFrom<D>(owner: Revertible<D>, epoch: number): D[] {
    const index = this.#indexOf(epoch);
    assert(index !== -1, `there is a snapshot at ${epoch} to read`);
    const deltas: D[] = [];
    for (let i = index; i < this.#snapshots.length; i++) {
      const delta = this.#snapshots[i]!.delta(owner);
      if (delta !== undefined) deltas.push(delta);
    }
    return deltas;
  }

  #indexOf(epoch: number): number {
    let low = 0;
    let high = this.#snapshots.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#snapshots[middle]!.epoch;
      if (found === epoch) return middle;
      if (found < epoch) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}
