/**
 * The order in which records go to workers: records of one lane go one after the other, lanes go side by side. Pure.
 *
 * With order by partition a partition is a lane, with order by key a key of a partition is one, and without order each record is.
 */

/** What order is kept. */
export type WorkOrder = "partition" | "key" | "none";

/** Items in lanes. */
export class Lanes<T> {
  /** Lanes with waiting items, of which none is out; served in turn. */
  readonly #ready: string[] = [];
  /** Waiting items of each lane; a lane is here while it waits or has an item out. */
  readonly #lanes: Map<string, { readonly items: T[]; isOut: boolean }> = new Map();
  #waiting = 0;

  /** Items that were not taken yet. */
  get waitingCount(): number {
    return this.#waiting;
  }

  add(lane: string, item: T): void {
    this.#waiting++;
    const known = this.#lanes.get(lane);
    if (known === undefined) {
      this.#lanes.set(lane, { items: [item], isOut: false });
      this.#ready.push(lane);
      return;
    }
    known.items.push(item);
  }

  /** The next item whose lane is free; its lane is not, until {@link release}. */
  take(): { readonly lane: string; readonly item: T } | undefined {
    for (;;) {
      const lane = this.#ready.shift();
      if (lane === undefined) return undefined;
      const state = this.#lanes.get(lane);
      const item = state?.items.shift();
      // A lane whose items were dropped stands in the line for nothing.
      if (state === undefined || item === undefined) {
        if (state?.isOut === false) this.#lanes.delete(lane);
        continue;
      }
      state.isOut = true;
      this.#waiting--;
      return { lane, item };
    }
  }

  /** The item that was taken of a lane is done. */
  release(lane: string): void {
    const state = this.#lanes.get(lane);
    if (state === undefined) return;
    state.isOut = false;
    if (state.items.length > 0) this.#ready.push(lane);
    else this.#lanes.delete(lane);
  }

  /** Puts an item that was taken back in front of its lane, which is free again. */
  putBack(lane: string, item: T): void {
    const state = this.#lanes.get(lane);
    if (state === undefined) return;
    state.items.unshift(item);
    this.#waiting++;
    this.release(lane);
  }

  /** Drops waiting items. Those that are out are not concerned. */
  drop(isMeant: (item: T) => boolean): void {
    for (const state of this.#lanes.values()) {
      const kept = state.items.filter((item) => !isMeant(item));
      this.#waiting -= state.items.length - kept.length;
      state.items.splice(0, state.items.length, ...kept);
    }
  }
}
