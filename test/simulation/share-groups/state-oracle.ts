// What the share coordinator must know of each share partition, kept offset by offset: told of every write that was acknowledged.
import assert from "node:assert/strict";
import type { ReadShareState, SharePartitionKey } from "@ottla/share-coordinator";

export interface Delivery {
  readonly state: number;
  readonly count: number;
}

interface Known {
  stateEpoch: number;
  startOffset: number;
  readonly deliveries: Map<number, Delivery>;
}

export interface OracleWrite {
  /** −1: as it was. */
  readonly startOffset: number;
  readonly stateBatches: readonly {
    readonly firstOffset: number;
    readonly lastOffset: number;
    readonly deliveryState: number;
    readonly deliveryCount: number;
  }[];
}

export class StateOracle {
  readonly #known = new Map<string, Known>();

  has(key: SharePartitionKey): boolean {
    return this.#known.has(nameOf(key));
  }

  stateEpochOf(key: SharePartitionKey): number {
    return this.#known.get(nameOf(key))?.stateEpoch ?? 0;
  }

  startOffsetOf(key: SharePartitionKey): number {
    return this.#known.get(nameOf(key))?.startOffset ?? -1;
  }

  initialized(key: SharePartitionKey, stateEpoch: number, startOffset: number): void {
    this.#known.set(nameOf(key), { stateEpoch, startOffset, deliveries: new Map() });
  }

  /** What has been delivered more often is newer; as often, the later state. */
  written(key: SharePartitionKey, { startOffset, stateBatches }: OracleWrite): void {
    const known = this.#known.get(nameOf(key));
    assert(known !== undefined, `${nameOf(key)} is written and has no state`);
    if (startOffset !== -1) known.startOffset = startOffset;
    for (const { firstOffset, lastOffset, deliveryState: state, deliveryCount: count } of stateBatches) {
      for (let offset = firstOffset; offset <= lastOffset; offset++) {
        const before = known.deliveries.get(offset);
        const isNewer =
          before === undefined || count > before.count || (count === before.count && state > before.state);
        if (isNewer) known.deliveries.set(offset, { state, count });
      }
    }
    for (const offset of known.deliveries.keys()) {
      if (offset < known.startOffset) known.deliveries.delete(offset);
    }
  }

  deleted(key: SharePartitionKey): void {
    this.#known.delete(nameOf(key));
  }

  topicDeleted(topicId: string): void {
    for (const name of this.#known.keys()) if (name.includes(`/${topicId}/`)) this.#known.delete(name);
  }

  /** A leader has been told what is known. */
  check(key: SharePartitionKey, read: ReadShareState): void {
    const known = this.#known.get(nameOf(key));
    assert(known !== undefined, `${nameOf(key)} is read and has no state`);
    assert.equal(read.stateEpoch, known.stateEpoch, `state epoch of ${nameOf(key)}`);
    assert.equal(read.startOffset, known.startOffset, `start offset of ${nameOf(key)}`);
    const deliveries = new Map<number, Delivery>();
    for (const { firstOffset, lastOffset, deliveryState: state, deliveryCount: count } of read.stateBatches) {
      for (let offset = firstOffset; offset <= lastOffset; offset++) {
        assert(!deliveries.has(offset), `offset ${offset} of ${nameOf(key)} is in two batches`);
        deliveries.set(offset, { state, count });
      }
    }
    assert.deepEqual(sorted(deliveries), sorted(known.deliveries), `deliveries of ${nameOf(key)}`);
  }
}

function nameOf({ groupId, topicId, partition }: SharePartitionKey): string {
  return `${groupId}/${topicId}/${partition}`;
}

function sorted(deliveries: ReadonlyMap<number, Delivery>): [number, Delivery][] {
  return [...deliveries].sort(([a], [b]) => a - b);
}
