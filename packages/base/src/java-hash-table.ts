/**
 * The order in which Java's hash tables iterate. Kafka's assignors and records follow it without meaning to, so whoever wants
 * the same assignment for the same history has to follow it too.
 *
 * `JavaHashMap` is `java.util.HashMap` with its chains and its growth (its trees, which need eight keys in one bucket, are not
 * imitated). `timelineOrder` is Kafka's `TimelineHashMap`.
 */

import { assert } from "./assert.ts";
import { javaStringHashCode } from "./murmur2.ts";
import { UUID_BYTES, uuidToBytes, type Uuid } from "./uuid.ts";

const DEFAULT_CAPACITY = 16;
const LOAD_FACTOR = 0.75;

/** `Uuid.hashCode`: the four words, xored. */
export function javaUuidHashCode(uuid: Uuid): number {
  uuidToBytes(uuid, scratch);
  return scratchView.getInt32(0) ^ scratchView.getInt32(4) ^ scratchView.getInt32(8) ^ scratchView.getInt32(12);
}

/** `Integer.hashCode` */
export function javaIntHashCode(value: number): number {
  return value | 0;
}

/** `new HashMap(initialCapacity)` */
export class JavaHashMap<K, V> {
  readonly #hashCode: (key: K) => number;
  readonly #values = new Map<K, V>();
  /** Chains of keys; its length is a power of two. */
  #buckets: K[][];

  /** `capacity` as in Java: the table has the smallest power of two that is not below it. */
  constructor(hashCode: (key: K) => number, capacity: number = DEFAULT_CAPACITY) {
    this.#hashCode = hashCode;
    this.#buckets = emptyBuckets(powerOfTwoFrom(capacity));
  }

  get size(): number {
    return this.#values.size;
  }

  has(key: K): boolean {
    return this.#values.has(key);
  }

  get(key: K): V | undefined {
    return this.#values.get(key);
  }

  /** `put`: a new key comes last in its chain, and the table grows after it. */
  set(key: K, value: V): this {
    const isNew = !this.#values.has(key);
    this.#values.set(key, value);
    if (!isNew) return this;
    this.#chainOf(key).push(key);
    if (this.#values.size > this.#threshold) this.#grow();
    return this;
  }

  /** `computeIfAbsent`: a new key comes first in its chain; the table grows before anything else, even for a key that is there. */
  computeIfAbsent(key: K, make: () => V): V {
    if (this.#values.size > this.#threshold) this.#grow();
    const present = this.#values.get(key);
    if (present !== undefined) return present;
    const value = make();
    this.#values.set(key, value);
    this.#chainOf(key).unshift(key);
    return value;
  }

  delete(key: K): boolean {
    if (!this.#values.delete(key)) return false;
    const chain = this.#chainOf(key);
    chain.splice(chain.indexOf(key), 1);
    return true;
  }

  keys(): readonly K[] {
    return this.#buckets.flat();
  }

  *entries(): IterableIterator<[K, V]> {
    for (const key of this.keys()) yield [key, this.#values.get(key)!];
  }

  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.entries();
  }

  get #threshold(): number {
    return Math.trunc(this.#buckets.length * LOAD_FACTOR);
  }

  #chainOf(key: K): K[] {
    const hash = this.#hashCode(key);
    return this.#buckets[(hash ^ (hash >>> 16)) & (this.#buckets.length - 1)]!;
  }

  #grow(): void {
    const before = this.#buckets;
    this.#buckets = emptyBuckets(before.length * 2);
    for (const chain of before) for (const key of chain) this.#chainOf(key).push(key);
  }
}

function emptyBuckets<K>(capacity: number): K[][] {
  return Array.from({ length: capacity }, () => []);
}

/** The capacity of `new HashSet(collection)` and `new HashMap(map)`'s like, for a collection of this size. */
export function javaCopyCapacity(size: number): number {
  return Math.max(Math.trunc(size / LOAD_FACTOR) + 1, DEFAULT_CAPACITY);
}

/** The strings as a default `HashMap` or `HashSet` to which they are added in this order iterates over them. */
export function javaStringOrder(keys: Iterable<string>): readonly string[] {
  const map = new JavaHashMap<string, true>(javaStringHashCode);
  for (const key of keys) map.set(key, true);
  return map.keys();
}

/**
 * The strings, in the order in which they came, as a `TimelineHashMap` iterates over them that has grown to `grownTo` keys
 * (tables never shrink). Default: as many as there are.
 */
export function timelineOrder(keys: readonly string[], grownTo: number = keys.length): readonly string[] {
  let capacity = 2;
  for (let size = 1; size <= grownTo; size++) if (size * LOAD_FACTOR > capacity) capacity *= 2;
  const shift = BigInt(65 - (32 - Math.clz32(capacity)));
  // Within a slot the newest comes first.
  return keys
    .toReversed()
    .map((key) => ({ key, slot: BigInt.asUintN(64, BigInt(javaStringHashCode(key)) * FIBONACCI) >> shift }))
    .sort((a, b) => Number(a.slot - b.slot))
    .map(({ key }) => key);
}

const FIBONACCI = -7046029254386353131n;

function powerOfTwoFrom(capacity: number): number {
  assert(capacity >= 0, "a capacity is not negative");
  let power = 1;
  while (power < capacity) power *= 2;
  return power;
}

const scratch: Uint8Array = new Uint8Array(UUID_BYTES);
const scratchView: DataView = new DataView(scratch.buffer);
