// What of a cluster has changed since it was last written: records for the state topic, made one after the other. Pure.
import type { ClusterStore } from "../store/cluster-store.ts";
import { storedCommits } from "../store/commit-windows.ts";
import type { StoredCommit, StoredWindow } from "../store/commit-windows.ts";
import { commitsKey, commitsText, endsKey, endsText, parseKey } from "./state-record.ts";

/** A record of the state topic; null takes the key away. */
export type StateRecord = readonly [key: string, value: string | null];

/** Commits, and ends, that one record holds at most, so that it stays far below a message's largest size. */
const COMMITS_AT_ONCE = 2_000;
const PARTITIONS_AT_ONCE = 50;
/** Ends that do not move are written this often, so that a restart knows until when they did not. */
const ENDS_MS = 600_000;

/** Tells nothing: the record is written whatever is there. */
const UNKNOWN = -1;

export class Capture {
  readonly #cluster: string;
  readonly #store: ClusterStore;
  readonly #partitionsAtOnce: number;
  /** What stands in the topic: a number that changes with the value, by key. */
  readonly #written: Map<string, number> = new Map();

  constructor(cluster: string, store: ClusterStore, intervals: number) {
    this.#cluster = cluster;
    this.#store = store;
    this.#partitionsAtOnce = Math.max(1, Math.min(PARTITIONS_AT_ONCE, Math.floor(COMMITS_AT_ONCE / intervals)));
  }

  /** A key of this cluster stands in the topic, or not any more. */
  onRecord(key: string, isThere: boolean): void {
    if (isThere) this.#written.set(key, UNKNOWN);
    else this.#written.delete(key);
  }

  /** Somebody else has written meanwhile. */
  forget(): void {
    for (const key of this.#written.keys()) this.#written.set(key, UNKNOWN);
  }

  /** The records that are to be written. Those that were given out count as written. */
  *changes(nowMs: number): Generator<StateRecord> {
    const seen = new Set<string>();
    for (const topic of this.#store.topics()) yield* this.#ends(topic, nowMs, seen);
    for (const group of this.#store.groups()) {
      if (!this.#store.hasGroup(group, nowMs)) continue;
      for (const topic of this.#store.groupTopics(group)) yield* this.#commits(group, topic, seen);
    }
    for (const key of [...this.#written.keys()]) {
      if (seen.has(key) || parseKey(key) === undefined) continue;
      this.#written.delete(key);
      yield [key, null];
    }
  }

  *#ends(topic: string, nowMs: number, seen: Set<string>): Generator<StateRecord> {
    const known = this.#store.topicOf(topic);
    if (known === undefined) return;
    for (let first = 0; first < known.partitionCount; first += this.#partitionsAtOnce) {
      const key = endsKey(this.#cluster, topic, first);
      const samples = new Map<number, (readonly [number, number])[]>();
      let print = Math.floor(nowMs / ENDS_MS);
      for (const partition of this.#partitions(first, known.partitionCount)) {
        const ends = this.#store.ends(topic, partition);
        if (ends === undefined) continue;
        print = mixed(print, ends.newest ?? 0);
        samples.set(partition, []);
      }
      if (samples.size === 0) continue;
      seen.add(key);
      if (this.#written.get(key) === print) continue;
      for (const [partition, row] of samples) row.push(...(this.#store.ends(topic, partition)?.samples() ?? []));
      this.#written.set(key, print);
      yield [key, endsText({ ...known, samples })];
    }
  }

  *#commits(group: string, topic: string, seen: Set<string>): Generator<StateRecord> {
    const known = this.#store.topicOf(topic);
    if (known === undefined) return;
    for (let first = 0; first < known.partitionCount; first += this.#partitionsAtOnce) {
      const found: [number, StoredWindow][] = [];
      let print = 0;
      for (const partition of this.#partitions(first, known.partitionCount)) {
        const window = this.#store.storedWindow(group, topic, partition);
        if (window === undefined || window.length === 0) continue;
        found.push([partition, window]);
        print = mixed(mixed(mixed(print, window.order(0)), window.order(window.length - 1)), window.length);
      }
      if (found.length === 0) continue;
      const key = commitsKey(this.#cluster, group, topic, first);
      seen.add(key);
      if (this.#written.get(key) === print) continue;
      this.#written.set(key, print);
      const windows = new Map<number, StoredCommit[]>(
        found.map(([partition, window]) => [partition, storedCommits(window)]),
      );
      yield [key, commitsText({ ...known, windows })];
    }
  }

  *#partitions(first: number, count: number): Generator<number> {
    for (let at = first; at < Math.min(count, first + this.#partitionsAtOnce); at++) yield at;
  }
}

/** A number in 0..2^31−1 that depends on both. */
function mixed(print: number, number: number): number {
  const low = number % 0x8000_0000;
  const high = Math.floor(number / 0x8000_0000);
  return (Math.imul(Math.imul(print, 31) ^ low, 0x9e37_79b1) ^ high) & 0x7fff_ffff;
}
