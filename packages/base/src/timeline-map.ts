/**
 * A map, a set and a value that can be read as they were at a snapshot and be reverted to it. Reads of the latest state
 * cost what a plain `Map` costs; a write costs one more map entry when a snapshot has to remember the old value.
 * Iteration order is that of a `Map`, except that a key whose deletion is reverted comes last.
 */
import type { Revertible, SnapshotRegistry } from "./snapshot-registry.ts";
import { assert } from "./assert.ts";

const ABSENT: unique symbol = Symbol("absent");
type MapDelta<K, V> = Map<K, V | typeof ABSENT>;

/** A revertible map. Values are kept as they are: a mutable value must itself be a timeline structure. */
export class TimelineMap<K, V> {
  readonly #registry: SnapshotRegistry;
  readonly #latest = new Map<K, V>();
  readonly #revertible: Revertible<MapDelta<K, V>>;

  constructor(registry: SnapshotRegistry) {
    this.#registry = registry;
    const latest = this.#latest;
    this.#revertible = {
      revert(delta) {
        for (const [key, old] of delta) {
          if (old === ABSENT) latest.delete(key);
          else latest.set(key, old);
        }
      },
      merge(older, newer) {
        for (const [key, old] of newer) if (!older.has(key)) older.set(key, old);
      },
    };
  }

  get size(): number {
    return this.#latest.size;
  }

  /** The value now, or as it was at the snapshot `epoch`, which must exist. */
  get(key: K, epoch?: number): V | undefined {
    if (epoch !== undefined) {
      for (const delta of this.#registry.deltasFrom(this.#revertible, epoch)) {
        const old = delta.get(key);
        if (old !== undefined || delta.has(key)) return old === ABSENT ? undefined : old;
      }
    }
    return this.#latest.get(key);
  }

  has(key: K, epoch?: number): boolean {
    if (epoch !== undefined) {
      for (const delta of this.#registry.deltasFrom(this.#revertible, epoch)) {
        if (delta.has(key)) return delta.get(key) !== ABSENT;
      }
    }
    return this.#latest.has(key);
  }

  set(key: K, value: V): this {
    this.#remember(key);
    this.#latest.set(key, value);
    return this;
  }

  /** Sets the value and returns the one it replaces. */
  put(key: K, value: V): V | undefined {
    const old = this.#latest.get(key);
    this.set(key, value);
    return old;
  }

  /** Deletes the key; false when it was not there. */
  delete(key: K): boolean {
    if (!this.#latest.has(key)) return false;
    this.#remember(key);
    return this.#latest.delete(key);
  }

  clear(): void {
    for (const key of this.#latest.keys()) this.#remember(key);
    this.#latest.clear();
  }

  keys(): MapIterator<K> {
    return this.#latest.keys();
  }

  values(): MapIterator<V> {
    return this.#latest.values();
  }

  entries(): MapIterator<[K, V]> {
    return this.#latest.entries();
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.#latest.entries();
  }

  forEach(visit: (value: V, key: K) => void): void {
    for (const [key, value] of this.#latest) visit(value, key);
  }

  /** A copy of the whole map as it was at the snapshot `epoch`: costs the size of the map. */
  toMap(epoch?: number): Map<K, V> {
    const copy = new Map(this.#latest);
    if (epoch === undefined) return copy;
    const deltas = this.#registry.deltasFrom(this.#revertible, epoch);
    for (let i = deltas.length - 1; i >= 0; i--) {
      for (const [key, old] of deltas[i]!) {
        if (old === ABSENT) copy.delete(key);
        else copy.set(key, old);
      }
    }
    return copy;
  }

  #remember(key: K): void {
    const snapshot = this.#registry.latest;
    if (snapshot === undefined) return;
    let delta = snapshot.delta(this.#revertible);
    if (delta === undefined) {
      delta = new Map();
      snapshot.setDelta(this.#revertible, delta);
    } else if (delta.has(key)) {
      return;
    }
    const old = this.#latest.get(key);
    delta.set(key, old !== undefined || this.#latest.has(key) ? (old as V) : ABSENT);
  }
}

/** A revertible set. */
export class TimelineSet<T> {
  readonly #map: TimelineMap<T, true>;

  constructor(registry: SnapshotRegistry) {
    this.#map = new TimelineMap(registry);
  }

  get size(): number {
    return this.#map.size;
  }

  has(value: T, epoch?: number): boolean {
    return this.#map.has(value, epoch);
  }

  /** Adds the value; false when it was there. */
  add(value: T): boolean {
    if (this.#map.has(value)) return false;
    this.#map.set(value, true);
    return true;
  }

  delete(value: T): boolean {
    return this.#map.delete(value);
  }

  clear(): void {
    this.#map.clear();
  }

  values(): MapIterator<T> {
    return this.#map.keys();
  }

  [Symbol.iterator](): MapIterator<T> {
    return this.#map.keys();
  }

  /** A copy of the whole set as it was at the snapshot `epoch`. */
  toSet(epoch?: number): Set<T> {
    return new Set(this.#map.toMap(epoch).keys());
  }
}

/** A revertible value: Kafka's `TimelineObject`, `TimelineInteger` and `TimelineLong`. */
export class TimelineValue<T> {
  readonly #registry: SnapshotRegistry;
  readonly #revertible: Revertible<{ readonly old: T }>;
  #value: T;

  constructor(registry: SnapshotRegistry, initial: T) {
    assert(initial !== undefined, "a timeline value starts with a value");
    this.#registry = registry;
    this.#value = initial;
    this.#revertible = {
      revert: (delta) => {
        this.#value = delta.old;
      },
      merge() {},
    };
  }

  /** The value now, or as it was at the snapshot `epoch`, which must exist. */
  get(epoch?: number): T {
    if (epoch !== undefined) {
      const first = this.#registry.deltasFrom(this.#revertible, epoch)[0];
      if (first !== undefined) return first.old;
    }
    return this.#value;
  }

  set(value: T): void {
    const snapshot = this.#registry.latest;
    if (snapshot !== undefined && snapshot.delta(this.#revertible) === undefined) {
      snapshot.setDelta(this.#revertible, { old: this.#value });
    }
    this.#value = value;
  }
}
