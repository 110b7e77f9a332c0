// Asks a cluster which topics it has and where their partitions end, and tells the store. Topics that are gone go; a name that stands for another
// topic than before begins anew.
import { OffsetSpec } from "@ottla/client";
import type { Admin } from "@ottla/client";
import type { ClusterStore } from "../store/cluster-store.ts";

export interface Topic {
  readonly name: string;
  readonly topicId: string;
  readonly partitionCount: number;
  /** Those that have a leader. */
  readonly led: readonly number[];
}

const ZERO_ID = "AAAAAAAAAAAAAAAAAAAAAA";

export class EndOffsetPoller {
  readonly #admin: Admin;
  readonly #store: ClusterStore;
  readonly #nowMs: () => number;
  readonly #isolation: "read_committed" | "read_uncommitted";
  readonly #timeoutMs: number;
  #topics: readonly Topic[] = [];
  #names: ReadonlyMap<string, string> = new Map();

  constructor(options: {
    readonly admin: Admin;
    readonly store: ClusterStore;
    readonly isolation: string;
    /** A partition that does not answer by then (its topic may be gone) must not hold up the others. */
    readonly timeoutMs: number;
    nowMs(): number;
  }) {
    this.#admin = options.admin;
    this.#store = options.store;
    this.#nowMs = options.nowMs;
    this.#timeoutMs = options.timeoutMs;
    this.#isolation = options.isolation === "read_committed" ? "read_committed" : "read_uncommitted";
  }

  /** The name of a topic by its id. */
  topicName(id: string): string | undefined {
    return this.#names.get(id);
  }

  topic(name: string): Topic | undefined {
    return this.#topics.find((one) => one.name === name);
  }

  /** Looks which topics there are. */
  async refreshTopics(): Promise<void> {
    const listed = await this.#admin.listTopics({ listInternal: true });
    const described = listed.length === 0 ? [] : [...(await this.#admin.describeTopics(listed.map((one) => one.name)))];
    // A topic that went away between the two questions has no description.
    this.#topics = described.flatMap(([, outcome]) => {
      if (!outcome.ok) return [];
      const { name, topicId, partitions } = outcome.value;
      const led = partitions.filter((one) => one.leader !== null).map((one) => one.partition);
      return [{ name, topicId, partitionCount: partitions.length, led }];
    });
    this.#names = new Map(this.#topics.map(({ name, topicId }) => [topicId, name]));
    const there = new Set(listed.map((one) => one.name));
    for (const name of this.#store.topics()) if (!there.has(name)) this.#store.onTopicDeleted(name);
    for (const { name, topicId } of this.#topics) if (topicId !== ZERO_ID) this.#store.onTopicId(name, topicId);
  }

  /** Asks where all partitions end; answers whether topics should be looked at again. */
  async poll(): Promise<boolean> {
    const spec = OffsetSpec.LATEST;
    const queries = this.#topics.flatMap(({ name: topic, led }) =>
      led.map((partition) => ({ topic, partition, spec })),
    );
    if (queries.length === 0) return false;
    const results = await this.#admin.listOffsets(queries, {
      isolationLevel: this.#isolation,
      timeoutMs: this.#timeoutMs,
    });
    const timeMs = this.#nowMs();
    const counts = new Map(this.#topics.map(({ name, partitionCount }) => [name, partitionCount]));
    let isStale = false;
    for (const [{ topic, partition }, outcome] of results) {
      const partitionCount = counts.get(topic);
      if (outcome.ok && partitionCount !== undefined) {
        this.#store.onEndOffset({ topic, partition, partitionCount, offset: outcome.value.offset, timeMs });
      } else isStale = true;
    }
    return isStale;
  }
}
