/**
 * What an admin call gives back: one outcome for each item that was asked for, so that a partial failure is visible and no item's
 * success is lost behind another's error.
 */
import type { KafkaError } from "../errors.ts";

/** The result of one item: its value, or the error that Kafka gave for it. */
export type Outcome<V> = { readonly ok: true; readonly value: V } | { readonly ok: false; readonly error: KafkaError };

/** The outcomes of an admin call, in the order the items were asked for. Keys are compared by value. */
export class Results<K, V> implements Iterable<readonly [K, Outcome<V>]> {
  readonly #keyOf: (key: K) => string;
  readonly #outcomes: Map<string, readonly [K, Outcome<V>]> = new Map();
  readonly #order: readonly K[];

  /** @param order the items in the order they shall be listed; others follow behind them */
  constructor(keyOf: (key: K) => string, order: readonly K[] = []) {
    this.#keyOf = keyOf;
    this.#order = order;
  }

  get size(): number {
    return this.#outcomes.size;
  }

  succeed(key: K, value: V): void {
    this.#outcomes.set(this.#keyOf(key), [key, { ok: true, value }]);
  }

  fail(key: K, error: KafkaError): void {
    this.#outcomes.set(this.#keyOf(key), [key, { ok: false, error }]);
  }

  has(key: K): boolean {
    return this.#outcomes.has(this.#keyOf(key));
  }

  /** The outcome of one item, or undefined when it was not asked for. */
  outcome(key: K): Outcome<V> | undefined {
    return this.#outcomes.get(this.#keyOf(key))?.[1];
  }

  /** The value of one item. Throws the item's error, or a RangeError when it was not asked for. */
  value(key: K): V {
    const outcome = this.outcome(key);
    if (outcome === undefined) throw new RangeError(`no result for ${this.#keyOf(key)}`);
    if (!outcome.ok) throw outcome.error;
    return outcome.value;
  }

  /** All items with their values. Throws the first item's error if any failed. */
  all(): [K, V][] {
    const entries: [K, V][] = [];
    for (const [key, outcome] of this) {
      if (!outcome.ok) throw outcome.error;
      entries.push([key, outcome.value]);
    }
    return entries;
  }

  /** The values of all items. Throws the first item's error if any failed. */
  values(): V[] {
    return this.all().map(([, value]) => value);
  }

  /** The items that failed, with their errors. */
  errors(): [K, KafkaError][] {
    const failures: [K, KafkaError][] = [];
    for (const [key, outcome] of this) {
      if (!outcome.ok) failures.push([key, outcome.error]);
    }
    return failures;
  }

  /** Throws the first error, if there is one. */
  throwIfAnyFailed(): void {
    for (const [, outcome] of this) if (!outcome.ok) throw outcome.error;
  }

  *[Symbol.iterator](): IterableIterator<readonly [K, Outcome<V>]> {
    const listed = new Set<string>();
    for (const key of this.#order) {
      const text = this.#keyOf(key);
      const entry = this.#outcomes.get(text);
      if (entry === undefined || listed.has(text)) continue;
      listed.add(text);
      yield entry;
    }
    for (const [text, entry] of this.#outcomes) if (!listed.has(text)) yield entry;
  }
}
