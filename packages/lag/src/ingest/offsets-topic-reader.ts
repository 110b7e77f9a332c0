// Reads __consumer_offsets of one cluster from its beginning (or from its end) and tells the store what groups commit and who their members are. It
// reads committed records only: offsets that a transaction took back have never been the group's. It is in no group and commits nothing.
import { Consumer } from "@ottla/client";
import type { ConsumerRecord, TopicPartition } from "@ottla/client";
import type { ClientSetup } from "../config/client-setup.ts";
import { GroupMembers } from "../groups/group-members.ts";
import { readGroupRecord } from "../groups/group-record.ts";
import type { GroupRecord } from "../groups/group-record.ts";
import { reasonOf } from "../logger.ts";
import type { Logger } from "../logger.ts";
import type { RestoredCommits } from "../state/restored-commits.ts";
import type { ClusterStore } from "../store/cluster-store.ts";
import { EarlyCommits } from "./early-commits.ts";

export interface OffsetsTopicReaderOptions {
  readonly store: ClusterStore;
  readonly restored: RestoredCommits | undefined;
  readonly logger: Logger;
  readonly client: ClientSetup;
  readonly topic: string;
  readonly partitionCount: number;
  /** Begin at the end instead of the beginning. */
  readonly startLatest: boolean;
  /** Having begun at the end, also read what was there before; it fills windows behind what is newer. */
  readonly backfillEarliest: boolean;
  acceptsGroup(group: string): boolean;
  topicName(id: string): string | undefined;
  /** A commit names a topic by an id that is not known: topics should be looked at. */
  onUnknownTopic(): void;
  nowMs(): number;
}

const POLL_MS = 1_000;
const RECORDS_AT_ONCE = "2000";
const UNKNOWN_IDS_MAX = 10_000;

export class OffsetsTopicReader {
  readonly #options: OffsetsTopicReaderOptions;
  readonly #members: GroupMembers = new GroupMembers();
  readonly #consumers: Set<Consumer> = new Set();
  readonly #reported: Set<string> = new Set();
  readonly #unknownIds: Set<string> = new Set();
  readonly #early: EarlyCommits;
  #isClosed: boolean = false;
  #loops: Promise<void>[] = [];

  constructor(options: OffsetsTopicReaderOptions) {
    this.#options = options;
    this.#early = new EarlyCommits(options.store);
  }

  /** Begins to read; resolves when everything that had been written before has been read. May be called again after it failed. */
  async start(): Promise<void> {
    const consumer = this.#consumer();
    try {
      await this.#start(consumer);
    } catch (error) {
      this.#consumers.delete(consumer);
      await consumer.close();
      throw error;
    }
  }

  async #start(consumer: Consumer): Promise<void> {
    const { topic, partitionCount, startLatest, backfillEarliest } = this.#options;
    const partitions = Array.from({ length: partitionCount }, (_, partition) => ({ topic, partition }));
    consumer.assign(partitions);
    const ends = await consumer.endOffsets(partitions);
    const targets = new Map(partitions.map((one) => [one.partition, ends.get(one) ?? 0]));
    if (startLatest) {
      for (const one of partitions) consumer.seek(one, targets.get(one.partition) ?? 0);
      this.#loops.push(this.#follow(consumer));
      if (backfillEarliest) this.#loops.push(this.#backfill(partitions, targets));
      return;
    }
    consumer.seekToBeginning(partitions);
    await this.#readUpTo(consumer, partitions, targets);
    this.#loops.push(this.#follow(consumer));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const consumer of this.#consumers) consumer.wakeup();
    await Promise.all(this.#loops);
    await Promise.all([...this.#consumers].map((consumer) => consumer.close()));
  }

  #consumer(): Consumer {
    const config = new Map(this.#options.client.options);
    config.set("isolation.level", "read_committed");
    config.set("enable.auto.commit", "false");
    config.set("auto.offset.reset", "earliest");
    config.set("allow.auto.create.topics", "false");
    config.set("max.poll.records", RECORDS_AT_ONCE);
    const consumer = new Consumer(config, this.#options.client.ports);
    this.#consumers.add(consumer);
    return consumer;
  }

  async #backfill(partitions: readonly TopicPartition[], targets: ReadonlyMap<number, number>): Promise<void> {
    const consumer = this.#consumer();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    await this.#readUpTo(consumer, partitions, targets).catch((error: unknown) => this.#failed(error));
    this.#consumers.delete(consumer);
    await consumer.close();
  }

  /** Reads until each partition's position has reached where it ended. */
  async #readUpTo(
    consumer: Consumer,
    partitions: readonly TopicPartition[],
    targets: ReadonlyMap<number, number>,
  ): Promise<void> {
    const left = new Set(partitions.filter((one) => (targets.get(one.partition) ?? 0) > 0));
    while (left.size > 0 && !this.#isClosed) {
      await this.#poll(consumer);
      for (const one of left) {
        if ((await consumer.position(one)) >= (targets.get(one.partition) ?? 0)) left.delete(one);
      }
    }
  }

  async #follow(consumer: Consumer): Promise<void> {
    while (!this.#isClosed) await this.#poll(consumer).catch((error: unknown) => this.#failed(error));
  }

  async #poll(consumer: Consumer): Promise<void> {
    const records = await consumer.poll({ timeoutMs: POLL_MS });
    const changed = this.#early.retry(this.#options.nowMs());
    if (records.count > 0 || changed.size > 0) this.#take(records, changed);
  }

  /** @param changed groups whose owners must be told, besides those of the records */
  #take(records: Iterable<ConsumerRecord>, changed: Set<string>): void {
    const { store, restored, acceptsGroup, topicName } = this.#options;
    const removed = new Set<string>();
    for (const record of records) {
      const read = this.#read(record);
      if (read === undefined || read.kind === "other" || !acceptsGroup(read.group)) continue;
      // A group that changes its protocol is removed and made again at once.
      if (read.kind === "group removed") {
        removed.add(read.group);
        restored?.onGroupRemoved(read.group, record.offset);
      } else removed.delete(read.group);
      const group = this.#members.onRecord(read);
      if (group !== undefined) changed.add(group);
      if (read.kind === "commit") this.#commit(read, record);
    }
    for (const group of removed) store.onGroupDeleted(group);
    for (const group of changed) {
      store.onOwnersCleared(group);
      for (const { topic, partition, owner } of this.#members.owners(group, topicName)) {
        store.onOwner(group, { topic, partition }, owner);
      }
    }
  }

  #commit(commit: Extract<GroupRecord, { kind: "commit" }>, { offset: order }: ConsumerRecord): void {
    const { store, nowMs, onUnknownTopic } = this.#options;
    const { topicId, ...rest } = commit;
    const full = { ...rest, order, ...(topicId === undefined ? {} : { topicId }) };
    if (store.ends(full.topic, full.partition) === undefined) this.#early.keep(full, nowMs());
    if (store.onCommit(full, nowMs()) || topicId === undefined || !store.isOfOtherTopic(full)) return;
    // The topic may be new, or (more often) one that was deleted long ago: one look for each id.
    if (this.#unknownIds.has(topicId) || this.#unknownIds.size > UNKNOWN_IDS_MAX) return;
    this.#unknownIds.add(topicId);
    onUnknownTopic();
  }

  /** Undefined for a record that cannot be read; each kind of trouble is told once. */
  #read({ rawKey, rawValue, partition, offset }: ConsumerRecord): GroupRecord | undefined {
    if (rawKey === null) return undefined;
    try {
      const read = readGroupRecord(rawKey, rawValue);
      if (read !== undefined) return read;
      this.#tellOnce(`a kind of record that is not known: ${rawKey[0] ?? 0}.${rawKey[1] ?? 0}`, partition, offset);
    } catch (error) {
      this.#tellOnce(`a record that cannot be read: ${reasonOf(error)}`, partition, offset);
    }
    return undefined;
  }

  #tellOnce(what: string, partition: number, offset: number): void {
    const { topic, logger } = this.#options;
    if (this.#reported.has(what) || this.#reported.size > 100) return;
    this.#reported.add(what);
    logger.log("warn", `${topic} holds ${what}`, { partition, offset });
  }

  #failed(error: unknown): void {
    if (!this.#isClosed)
      this.#options.logger.log("warn", "reading the offsets topic failed", { reason: reasonOf(error) });
  }
}
