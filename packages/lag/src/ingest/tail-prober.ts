// Finds out whether a small lag at the end of an idle partition is records or only the marks of ended transactions, which no consumer can read: it
// reads the tail. What it finds is the store's until the end moves; a tail is read once for an end and an offset.
import { Consumer } from "@ottla/client";
import type { ClientSetup } from "../config/client-setup.ts";
import type { ClusterStore } from "../store/cluster-store.ts";

export interface TailProberOptions {
  readonly store: ClusterStore;
  readonly client: ClientSetup;
  nowMs(): number;
}

interface Tail {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly end: number;
}

/** Offsets that a tail spans at most: a transaction leaves one mark in a partition. */
const TAIL_MAX = 64;
const TAILS_AT_ONCE = 32;
const REMEMBERED_MAX = 10_000;
const READ_MS = 2_000;
const GROUPS_AT_ONCE = 50;

export class TailProber {
  readonly #options: TailProberOptions;
  readonly #probed: Set<string> = new Set();
  #consumer: Consumer | undefined;

  constructor(options: TailProberOptions) {
    this.#options = options;
  }

  /** Looks for tails, and reads some of them. @param giveWay called now and then, since there may be many groups */
  async probe(giveWay: () => Promise<void>): Promise<void> {
    const tails = await this.#find(giveWay);
    for (const tail of tails) await this.#read(tail);
  }

  async close(): Promise<void> {
    await this.#consumer?.close();
  }

  async #find(giveWay: () => Promise<void>): Promise<Tail[]> {
    const { store } = this.#options;
    const found = new Map<string, Tail>();
    for (const [index, group] of store.groups().entries()) {
      if (index % GROUPS_AT_ONCE === GROUPS_AT_ONCE - 1) await giveWay();
      for (const { topic, partition, commits, endOffsets, currentLag } of store.partitionsOf(group)) {
        if (commits === undefined || currentLag === 0 || currentLag > TAIL_MAX) continue;
        const end = endOffsets.at(-1) ?? 0;
        if (endOffsets.at(-2) !== end) continue;
        const offset = commits.offset(commits.length - 1);
        const key = `${topic}-${partition} ${offset} ${end}`;
        if (!this.#probed.has(key)) found.set(key, { topic, partition, offset, end });
        if (found.size === TAILS_AT_ONCE) return this.#remember(found);
      }
    }
    return this.#remember(found);
  }

  #remember(found: ReadonlyMap<string, Tail>): Tail[] {
    for (const key of found.keys()) this.#probed.add(key);
    for (const key of this.#probed) {
      if (this.#probed.size <= REMEMBERED_MAX) break;
      this.#probed.delete(key);
    }
    return [...found.values()];
  }

  async #read({ topic, partition, offset, end }: Tail): Promise<void> {
    const consumer = (this.#consumer ??= this.#newConsumer());
    const where = { topic, partition };
    consumer.assign([where]);
    consumer.seek(where, offset);
    const deadlineMs = this.#options.nowMs() + READ_MS;
    while (this.#options.nowMs() < deadlineMs) {
      if ((await consumer.poll({ timeoutMs: 200 })).count > 0) return;
      if ((await consumer.position(where)) >= end) {
        this.#options.store.onNothingReadable({ topic, partition, offset, end });
        return;
      }
    }
  }

  #newConsumer(): Consumer {
    const config = new Map(this.#options.client.options);
    config.set("isolation.level", "read_committed");
    config.set("enable.auto.commit", "false");
    config.set("auto.offset.reset", "earliest");
    config.set("allow.auto.create.topics", "false");
    config.set("max.partition.fetch.bytes", "65536");
    return new Consumer(config, this.#options.client.ports);
  }
}
