// Everything a monitor keeps of one cluster: the ends of its topics' partitions, and what its groups committed. Pure: what happens comes in as
// calls with the time in them, and what is asked is answered from memory.
//
// It keeps what Burrow's storage keeps, in two points more carefully: a commit older than the first thing known about its partition's end has no lag
// against an end that came later, and a topic that was deleted and made again under the same name starts anew.
import type { CommitWindow } from "../evaluation/commit-window.ts";
import type { GroupPartition } from "../evaluation/group-status.ts";
import { storedCommits } from "./commit-windows.ts";
import type { CommitWindows, StoredCommit, StoredWindow } from "./commit-windows.ts";
import { EndOffsets } from "./end-offsets.ts";
import { GroupTopic } from "./group-topic.ts";
import type { Owner } from "./group-topic.ts";

/** What is configured about the storage (`[storage.NAME]`). */
export interface StoreOptions {
  /** Forget a group whose last commit is older than this, in ms; 0 or more. */
  readonly expireGroupMs: number;
  /** A commit that follows the one before within this takes its place, in ms. */
  readonly minDistanceMs: number;
  /** Which groups are kept at all. */
  acceptsGroup(group: string): boolean;
}

/** Where a partition ends. */
export interface EndOffsetSample {
  readonly topic: string;
  readonly partition: number;
  /** How many partitions the topic has; more than `partition`. */
  readonly partitionCount: number;
  readonly offset: number;
  readonly timeMs: number;
}

/** A commit of a group, as it was read. */
export interface OffsetCommit {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Its place in the log it was read from. */
  readonly order: number;
  readonly timestampMs: number;
  /** Which topic of that name was read, where the record says so (OffsetCommitValue version 4). */
  readonly topicId?: string;
}

/** Which topic it is, as far as that is known. */
export interface StoredTopic {
  readonly topicId: string | undefined;
  readonly partitionCount: number;
}

type Samples = readonly (readonly [offset: number, timeMs: number])[];

interface Topic {
  id: string | undefined;
  readonly partitions: (EndOffsets | undefined)[];
}

/** A partition of a group as it is looked at. Most are judged without their ends, which are put together only when asked for. */
class StoredPartition implements GroupPartition {
  readonly topic: string;
  readonly partition: number;
  readonly owner: string;
  readonly clientId: string;
  readonly commits: CommitWindow | undefined;
  readonly currentLag: number;
  readonly #ends: EndOffsets | undefined;

  constructor(stored: {
    readonly topic: string;
    readonly partition: number;
    readonly owner: Owner | undefined;
    readonly commits: CommitWindow | undefined;
    readonly ends: EndOffsets | undefined;
    readonly currentLag: number;
  }) {
    this.topic = stored.topic;
    this.partition = stored.partition;
    this.owner = stored.owner?.host ?? "";
    this.clientId = stored.owner?.clientId ?? "";
    this.commits = stored.commits;
    this.currentLag = stored.currentLag;
    this.#ends = stored.ends;
  }

  get endOffsets(): readonly number[] {
    return this.#ends?.recent() ?? [];
  }
}

interface Group {
  readonly topics: Map<string, GroupTopic>;
  /** The newest commit's timestamp; -Infinity before the first. */
  lastCommitMs: number;
}

/** One cluster's topics and groups. */
export class ClusterStore {
  readonly #windows: CommitWindows;
  readonly #options: StoreOptions;
  readonly #topics: Map<string, Topic> = new Map();
  readonly #groups: Map<string, Group> = new Map();

  constructor(windows: CommitWindows, options: StoreOptions) {
    this.#windows = windows;
    this.#options = options;
  }

  // What happens

  /** Says which topic stands behind a name; another one than before takes what is kept of the old one away. */
  onTopicId(name: string, id: string): void {
    const topic = this.#topics.get(name);
    if (topic?.id !== undefined && topic.id !== id) this.onTopicDeleted(name);
    this.#ensureTopic(name).id = id;
  }

  onEndOffset(sample: EndOffsetSample): void {
    const { partitions } = this.#ensureTopic(sample.topic);
    while (partitions.length < sample.partitionCount) partitions.push(undefined);
    const known = partitions[sample.partition];
    const ends = known ?? new EndOffsets(this.#windows.intervals);
    ends.add(sample.offset, sample.timeMs);
    partitions[sample.partition] = ends;
  }

  /** See EndOffsets.onNothingReadable. */
  onNothingReadable(where: { topic: string; partition: number; offset: number; end: number }): void {
    this.ends(where.topic, where.partition)?.onNothingReadable(where.offset, where.end);
  }

  /** Keeps a commit, unless it is too old, its group is not wanted, its partition's end is not known, or it is of another topic of that name. */
  onCommit(commit: OffsetCommit, nowMs: number): boolean {
    const { group: name, topic, partition, order, offset, timestampMs } = commit;
    const wholeSecondMs = Math.floor(nowMs / 1000) * 1000;
    if (timestampMs < wholeSecondMs - this.#options.expireGroupMs || !this.#options.acceptsGroup(name)) return false;
    const known = this.#topics.get(topic);
    const ends = known?.partitions[partition];
    if (known === undefined || ends === undefined || ends.newest === undefined) return false;
    if (this.isOfOtherTopic(commit)) return false;
    const group = this.#ensureGroup(name);
    const id = this.#ensureGroupTopic(group, topic).ensureWindow(partition, known.partitions.length);
    const lag = ends.lagAt(offset, timestampMs);
    if (this.#windows.isNewest(id, order)) group.lastCommitMs = timestampMs;
    const { minDistanceMs } = this.#options;
    this.#windows.store(id, { offset, order, timestampMs, observedAtMs: wholeSecondMs, lag }, minDistanceMs);
    return true;
  }

  onOwner(name: string, where: { readonly topic: string; readonly partition: number }, owner: Owner): void {
    const partitions = this.#topics.get(where.topic)?.partitions;
    if (!this.#options.acceptsGroup(name) || partitions?.[where.partition] === undefined) return;
    const groupTopic = this.#ensureGroupTopic(this.#ensureGroup(name), where.topic);
    groupTopic.ensureWindow(where.partition, partitions.length);
    groupTopic.setOwner(where.partition, owner);
  }

  onOwnersCleared(name: string): void {
    for (const topic of this.#groups.get(name)?.topics.values() ?? []) topic.clearOwners();
  }

  /** What is known from a former life of where partitions ended, oldest first. Of another topic of that name it is not taken. */
  restoreEnds(
    name: string,
    { topicId, partitionCount, samples }: StoredTopic & { readonly samples: ReadonlyMap<number, Samples> },
  ): void {
    const topic = this.#restoredTopic(name, topicId);
    if (topic === undefined) return;
    while (topic.partitions.length < partitionCount) topic.partitions.push(undefined);
    for (const [partition, known] of samples) {
      const ends = topic.partitions[partition] ?? new EndOffsets(this.#windows.intervals);
      ends.restore(known);
      topic.partitions[partition] = ends;
    }
  }

  /**
   * Puts a group's commits of a former life into its windows.
   * @param isConfirmed only partitions that have a commit by now, read anew: the others have been forgotten by the cluster meanwhile
   */
  restoreCommits(
    name: string,
    topicName: string,
    { topicId, partitionCount, windows }: StoredTopic & { readonly windows: ReadonlyMap<number, StoredCommit[]> },
    isConfirmed: boolean,
  ): void {
    if (!this.#options.acceptsGroup(name)) return;
    const topic = this.#restoredTopic(topicName, topicId);
    if (topic === undefined) return;
    while (topic.partitions.length < partitionCount) topic.partitions.push(undefined);
    for (const [partition, commits] of windows) {
      const known = this.#groups.get(name)?.topics.get(topicName)?.window(partition);
      const newest = commits.at(-1);
      if (newest === undefined || (isConfirmed && (known === undefined || !this.#confirms(known, newest)))) continue;
      const group = this.#ensureGroup(name);
      const kept = this.#ensureGroupTopic(group, topicName);
      this.#windows.restore(kept.ensureWindow(partition, topic.partitions.length), commits);
      group.lastCommitMs = Math.max(group.lastCommitMs, newest.timestampMs);
    }
  }

  onTopicDeleted(topic: string): void {
    for (const group of this.#groups.values()) dropTopic(group, topic);
    this.#topics.delete(topic);
  }

  onGroupDeleted(name: string): void {
    const group = this.#groups.get(name);
    if (group === undefined) return;
    for (const topic of group.topics.values()) topic.release();
    this.#groups.delete(name);
  }

  /** Forgets one topic of a group. */
  onGroupTopicDeleted(name: string, topic: string): void {
    const group = this.#groups.get(name);
    if (group !== undefined) dropTopic(group, topic);
  }

  // What is known

  topics(): string[] {
    return [...this.#topics.keys()];
  }

  groups(): string[] {
    return [...this.#groups.keys()];
  }

  /** The newest ends by partition, undefined for one that is not known; undefined for a topic that is not known. */
  newestEnds(topic: string): (number | undefined)[] | undefined {
    return this.#topics.get(topic)?.partitions.map((ends) => ends?.newest);
  }

  ends(topic: string, partition: number): EndOffsets | undefined {
    return this.#topics.get(topic)?.partitions[partition];
  }

  /** A commit names another topic of that name than the one that is there: the name was given anew, or the commit is from before that. */
  isOfOtherTopic(commit: OffsetCommit): boolean {
    const id = this.#topics.get(commit.topic)?.id;
    return commit.topicId !== undefined && id !== undefined && commit.topicId !== id;
  }

  groupsOf(topic: string): string[] {
    return [...this.#groups].filter(([, group]) => group.topics.has(topic)).map(([name]) => name);
  }

  /** Whether a group is kept; one whose last commit is too old is forgotten here, as in Burrow. */
  hasGroup(name: string, nowMs: number): boolean {
    const group = this.#groups.get(name);
    if (group === undefined) return false;
    const wholeSecondMs = Math.floor(nowMs / 1000) * 1000;
    if (wholeSecondMs - this.#options.expireGroupMs <= group.lastCommitMs) return true;
    this.onGroupDeleted(name);
    return false;
  }

  /** The newest offset a group has committed on a partition. */
  newestOffset(name: string, topic: string, partition: number): number | undefined {
    const id = this.#groups.get(name)?.topics.get(topic)?.window(partition);
    if (id === undefined) return undefined;
    const commits = this.#windows.read(id);
    return commits.length === 0 ? undefined : commits.offset(commits.length - 1);
  }

  groupTopics(name: string): string[] {
    return [...(this.#groups.get(name)?.topics.keys() ?? [])];
  }

  /** A group's partitions, topic by topic. What they show holds until the store is told something. */
  *partitionsOf(name: string, only?: string): Generator<GroupPartition> {
    for (const [topic, kept] of this.#groups.get(name)?.topics ?? []) {
      if (only !== undefined && topic !== only) continue;
      for (let partition = 0; partition < kept.partitionCount; partition++) {
        yield this.#groupPartition(topic, kept, partition);
      }
    }
  }

  /** A window as it is stored; undefined where there is none. */
  storedWindow(name: string, topic: string, partition: number): StoredWindow | undefined {
    const id = this.#groups.get(name)?.topics.get(topic)?.window(partition);
    return id === undefined ? undefined : this.#windows.read(id);
  }

  /** Which topic stands behind a name, and how many partitions it has; undefined for one that is not known. */
  topicOf(name: string): StoredTopic | undefined {
    const topic = this.#topics.get(name);
    return topic === undefined ? undefined : { topicId: topic.id, partitionCount: topic.partitions.length };
  }

  /** Undefined where another topic of that name is there by now. */
  #restoredTopic(name: string, id: string | undefined): Topic | undefined {
    const topic = this.#ensureTopic(name);
    if (topic.id !== undefined && id !== undefined && topic.id !== id) return undefined;
    topic.id ??= id;
    return topic;
  }

  /** What was read anew goes on from the commit, or has it: the log is the same one. */
  #confirms(id: number, newest: StoredCommit): boolean {
    const commits = storedCommits(this.#windows.read(id));
    const last = commits.at(-1);
    if (last === undefined || last.order < newest.order || last.timestampMs < newest.timestampMs) return false;
    const same = commits.find((one) => one.order === newest.order);
    return same === undefined || same.offset === newest.offset;
  }

  #groupPartition(topic: string, kept: GroupTopic, partition: number): GroupPartition {
    const id = kept.window(partition);
    const owner = kept.owner(partition);
    const ends = this.ends(topic, partition);
    const commits = id === undefined ? undefined : this.#windows.read(id);
    const newest = commits === undefined || commits.length === 0 ? undefined : commits.offset(commits.length - 1);
    const currentLag = newest === undefined ? 0 : (ends?.lagOf(newest) ?? 0);
    return new StoredPartition({ topic, partition, owner, commits, ends, currentLag });
  }

  #ensureTopic(name: string): Topic {
    let topic = this.#topics.get(name);
    if (topic === undefined) {
      topic = { id: undefined, partitions: [] };
      this.#topics.set(name, topic);
    }
    return topic;
  }

  #ensureGroup(name: string): Group {
    let group = this.#groups.get(name);
    if (group === undefined) {
      group = { topics: new Map(), lastCommitMs: -Infinity };
      this.#groups.set(name, group);
    }
    return group;
  }

  #ensureGroupTopic(group: Group, topic: string): GroupTopic {
    let kept = group.topics.get(topic);
    if (kept === undefined) {
      kept = new GroupTopic(this.#windows);
      group.topics.set(topic, kept);
    }
    return kept;
  }
}

function dropTopic(group: Group, topic: string): void {
  group.topics.get(topic)?.release();
  group.topics.delete(topic);
}
