// A straightforward model of what a monitor keeps and says, written from the description of Burrow's rules without looking at ours: plain objects,
// every window built anew from a list. It is slow, and random histories must give the same answers in both.
import { EXPIRE_GROUP_MS, INTERVALS } from "./options.ts";

interface Entry {
  order: number;
  offset: number;
  timestamp: number;
  observedAt: number;
  lag: number | null;
}

interface Known {
  entries: Entry[];
  owner: string;
  isOwned: boolean;
}

export interface ModelCommit {
  group: string;
  topic: string;
  partition: number;
  offset: number;
  order: number;
  timestampMs: number;
}

/** What the model says about one partition. */
export interface ModelPartition {
  topic: string;
  partition: number;
  status: string;
  lag: number;
  complete: number;
  owner: string;
  commits: Entry[];
}

export class LagModel {
  readonly minDistanceMs: number;
  readonly allowedLag: number;
  readonly minimumComplete: number;
  readonly #ends: Map<string, { offset: number; timeMs: number }[][]> = new Map();
  readonly #groups: Map<string, { topics: Map<string, Known[]>; last: number }> = new Map();

  constructor(options: { minDistanceMs: number; allowedLag: number; minimumComplete: number }) {
    this.minDistanceMs = options.minDistanceMs;
    this.allowedLag = options.allowedLag;
    this.minimumComplete = options.minimumComplete;
  }

  end(topic: string, partition: number, count: number, offset: number, timeMs: number): void {
    const partitions = this.#ends.get(topic) ?? [];
    this.#ends.set(topic, partitions);
    while (partitions.length < count) partitions.push([]);
    partitions[partition]?.push({ offset, timeMs });
  }

  commit(commit: ModelCommit, nowMs: number): void {
    const ends = this.#ends.get(commit.topic)?.[commit.partition] ?? [];
    const second = Math.floor(nowMs / 1000) * 1000;
    if (ends.length === 0 || commit.timestampMs < second - EXPIRE_GROUP_MS) return;
    const known = this.#known(commit.group, commit.topic, commit.partition);
    const { entries } = known;
    const group = this.#groups.get(commit.group);
    if (group && entries.every((one) => one.order < commit.order)) group.last = commit.timestampMs;
    if (entries.some((one) => one.order === commit.order)) return;
    if (entries.length === INTERVALS && entries.every((one) => one.order > commit.order)) return;
    const isNewest = entries.every((one) => one.order < commit.order);
    const isSeen = commit.timestampMs >= (ends[0]?.timeMs ?? 0);
    const lagNow = Math.max(0, (ends.at(-1)?.offset ?? 0) - commit.offset);
    // The log was never longer before: a commit from the past that has no lag now had none.
    const lag = isNewest && (isSeen || lagNow === 0) ? lagNow : null;
    const entry: Entry = {
      order: commit.order,
      offset: commit.offset,
      timestamp: commit.timestampMs,
      observedAt: second,
      lag,
    };
    const before = entries.filter((one) => one.order < commit.order).at(-1);
    const isOldestOfFull = entries.length === INTERVALS && !isNewest && before === entries[0];
    if (before && !isOldestOfFull && commit.timestampMs - before.timestamp < this.minDistanceMs) {
      entries[entries.indexOf(before)] = { ...entry, timestamp: before.timestamp };
      return;
    }
    known.entries = [...entries, entry].sort((a, b) => a.order - b.order).slice(-INTERVALS);
  }

  own(group: string, topic: string, partition: number, owner: string): void {
    if ((this.#ends.get(topic)?.[partition] ?? []).length === 0) return;
    const known = this.#known(group, topic, partition);
    known.owner = owner;
    known.isOwned = true;
  }

  disown(group: string): void {
    for (const partitions of this.#groups.get(group)?.topics.values() ?? [])
      for (const one of partitions) one.owner = "";
  }

  deleteTopic(topic: string): void {
    this.#ends.delete(topic);
    for (const group of this.#groups.values()) group.topics.delete(topic);
  }

  deleteGroup(group: string): void {
    this.#groups.delete(group);
  }

  /** The groups that are still there; those whose last commit is too old go. */
  groups(nowMs: number): string[] {
    const oldest = Math.floor(nowMs / 1000) * 1000 - EXPIRE_GROUP_MS;
    for (const [name, group] of [...this.#groups]) if (group.last < oldest) this.#groups.delete(name);
    return [...this.#groups.keys()];
  }

  evaluate(group: string, nowMs: number): ModelPartition[] {
    const found: ModelPartition[] = [];
    for (const [topic, partitions] of this.#groups.get(group)?.topics ?? []) {
      for (const [partition, known] of partitions.entries()) {
        const { entries, owner, isOwned } = known;
        const ends = (this.#ends.get(topic)?.[partition] ?? []).slice(-INTERVALS).map((one) => one.offset);
        const last = entries.at(-1);
        const lag = last === undefined ? 0 : Math.max(0, (ends.at(-1) ?? 0) - last.offset);
        const places = entries.length === 0 && isOwned ? 1 : entries.length;
        const complete = Math.fround(places / INTERVALS);
        const status = this.#judge(entries, ends, lag, complete, Math.floor(nowMs / 1000) * 1000);
        found.push({ topic, partition, status, lag, complete, owner, commits: entries });
      }
    }
    return found;
  }

  #judge(entries: Entry[], ends: number[], lag: number, complete: number, now: number): string {
    const [first] = entries;
    const last = entries.at(-1);
    if (first === undefined || last === undefined) return "OK";
    if (complete < Math.fround(this.minimumComplete)) return "OK";
    if (lag <= this.allowedLag) return "OK";
    const silent = now - last.timestamp > last.timestamp - first.timestamp;
    if (silent && Math.min(...ends) > last.offset) return "STOP";
    const offsets = entries.map((one) => one.offset);
    const drop = offsets.findIndex((offset, index) => index > 0 && offset < (offsets[index - 1] ?? 0));
    if (drop > 0 && Math.max(...offsets.slice(drop)) < (offsets[drop - 1] ?? 0)) return "REWIND";
    const lags = entries.flatMap((one) => (one.lag === null ? [] : [one.lag]));
    if (lags.some((one) => one <= this.allowedLag)) return "OK";
    if (new Set(offsets).size === 1) return "STALL";
    const falls = lags.slice(1).filter((one, index) => one < (lags[index] ?? 0));
    return lags.length > 1 && falls.length === 0 ? "WARN" : "OK";
  }

  #known(groupName: string, topic: string, partition: number): Known {
    const group = this.#groups.get(groupName) ?? { topics: new Map<string, Known[]>(), last: -Infinity };
    this.#groups.set(groupName, group);
    const partitions = group.topics.get(topic) ?? [];
    group.topics.set(topic, partitions);
    const count = this.#ends.get(topic)?.length ?? 0;
    if (partition >= partitions.length) {
      while (partitions.length < count) partitions.push({ entries: [], owner: "", isOwned: false });
    }
    const known = partitions[partition];
    if (known === undefined) throw new Error("a partition within the topic is named");
    return known;
  }
}
