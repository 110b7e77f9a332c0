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
  readonly #entries = new Map<K, V>();
  #capacity: number;
  /** Chains of keys. Null until somebody asks for the order, and after each change of the keys. */
  #order: K[] | undefined;

  /** `capacity` as in Java: the smallest power of two that is not below it. */
  constructor(hashCode: (key: K) => number, capacity: number = DEFAULT_CAPACITY) {
    this.#hashCode = hashCode;
    this.#capacity = powerOfTwoFrom(capacity);
  }

  get size(): number {
    return this.#entries.size;
  }

  has(key: K): boolean {
    return this.#entries.has(key);
  }

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  set(key: K, value: V): this {
    if (!this.#entries.has(key)) this.#order = undefined;
    this.#entries.set(key, value);
    while (this.#entries.size > this.#capacity * LOAD_FACTOR) this.#capacity *= 2;
    return this;
  }

  delete(key: K): boolean {
    this.#order = undefined;
    return this.#entries.delete(key);
  }

  keys(): readonly K[] {
    this.#order ??= inBuckets([...this.#entries.keys()], (key) => spread(this.#hashCode(key)) & (this.#capacity - 1));
    return this.#order;
  }

  *entries(): IterableIterator<[K, V]> {
    for (const key of this.keys()) yield [key, this.#entries.get(key)!];
  }

  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.entries();
  }
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

/** The strings as a `TimelineHashMap` of this size, grown from empty, iterates over them. */
export function timelineOrder(keys: readonly string[]): readonly string[] {
  let capacity = 2;
  for (let size = 1; size <= keys.length; size++) if (size * LOAD_FACTOR > capacity) capacity *= 2;
  const shift = BigInt(65 - (32 - Math.clz32(capacity)));
  // Within a slot the newest comes first.
  return inBuckets(keys.toReversed(), (key) => {
    const product = BigInt.asUintN(64, BigInt(javaStringHashCode(key)) * -7046029254386353131n);
    return Number(product >> shift);
  });
}

function inBuckets<K>(keys: readonly K[], bucketOf: (key: K) => number): K[] {
  return keys
    .map((key) => ({ key, bucket: bucketOf(key) }))
    .sort((a, b) => a.bucket - b.bucket)
    .map(({ key }) => key);
}

function spread(hash: number): number {
  return hash ^ (hash >>> 16);
}

function powerOfTwoFrom(capacity: number): number {
  assert(capacity >= 0, "a capacity is not negative");
  let power = 1;
  while (power < capacity) power *= 2;
  return power;
}

const scratch: Uint8Array = new Uint8Array(UUID_BYTES);
const scratchView: DataView = new DataView(scratch.buffer);
