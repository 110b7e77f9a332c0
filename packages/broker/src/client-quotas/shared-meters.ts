/**
 * What is measured of each client, or of all who share a limit. Client ids are made up by clients, so their number is bounded: who was not heard of
 * for an hour is forgotten, as by Kafka, and the one that was silent longest where there are too many.
 */

const INACTIVE_MS = 3_600_000;
const SWEEP_MS = 60_000;
const METERS_MAX = 10_000;
/** What is left of too many. */
const METERS_KEPT = 9_000;

interface Meter<T> {
  readonly value: T;
  usedMs: number;
}

/** See the file's head. */
export class SharedMeters<T> {
  readonly #make: () => T;
  readonly #meters = new Map<string, Meter<T>>();
  #sweptMs = -Infinity;

  constructor(make: () => T) {
    this.#make = make;
  }

  get size(): number {
    return this.#meters.size;
  }

  of(sharedBy: string, nowMs: number): T {
    if (nowMs - this.#sweptMs >= SWEEP_MS) this.#sweep(nowMs);
    const known = this.#meters.get(sharedBy);
    if (known !== undefined) {
      known.usedMs = nowMs;
      return known.value;
    }
    if (this.#meters.size === METERS_MAX) this.#dropOldest();
    const meter = { value: this.#make(), usedMs: nowMs };
    this.#meters.set(sharedBy, meter);
    return meter.value;
  }

  clear(): void {
    this.#meters.clear();
  }

  #sweep(nowMs: number): void {
    this.#sweptMs = nowMs;
    for (const [sharedBy, { usedMs }] of this.#meters) {
      if (nowMs - usedMs >= INACTIVE_MS) this.#meters.delete(sharedBy);
    }
  }

  #dropOldest(): void {
    const byAge = [...this.#meters].toSorted(([, one], [, other]) => one.usedMs - other.usedMs);
    for (const [sharedBy] of byAge.slice(0, METERS_MAX - METERS_KEPT)) this.#meters.delete(sharedBy);
  }
}
