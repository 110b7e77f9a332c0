// Commits of a former life, kept as they were written until the cluster has confirmed them: a group may have been deleted meanwhile, or the whole
// cluster made anew. A group's commits are taken in topic by topic when the group is seen again. Pure.
import type { ClusterStore } from "../store/cluster-store.ts";
import { parseCommits } from "./state-record.ts";

export class RestoredCommits {
  readonly #store: ClusterStore;
  /** Values by key, by topic, by group. */
  readonly #kept: Map<string, Map<string, Map<string, Uint8Array>>> = new Map();
  /** Where groups were removed, by their place in the log: what they committed before is not theirs any more. */
  readonly #removedAt: Map<string, number> = new Map();

  constructor(store: ClusterStore) {
    this.#store = store;
  }

  /** A record of the state topic. */
  keep(group: string, topic: string, key: string, value: Uint8Array | null): void {
    const topics = this.#kept.get(group) ?? new Map<string, Map<string, Uint8Array>>();
    const values = topics.get(topic) ?? new Map<string, Uint8Array>();
    if (value === null) values.delete(key);
    else values.set(key, value);
    topics.set(topic, values);
    this.#kept.set(group, topics);
  }

  /** The log that is read anew holds the removal of a group. */
  onGroupRemoved(group: string, order: number): void {
    if (this.#kept.has(group)) this.#removedAt.set(group, order);
  }

  /** A group has been seen on a topic by asking for its offsets: whatever is kept of it goes on. */
  onSeen(group: string, topic: string): void {
    const values = this.#kept.get(group)?.get(topic);
    if (values === undefined) return;
    this.#kept.get(group)?.delete(topic);
    this.#take(group, topic, values, false);
  }

  /**
   * The log has been read to its end: what it confirms is taken in, for groups of one source.
   * @param isConfirmed false where only the log's end was read, which confirms nothing
   */
  onCaughtUp(acceptsGroup: (group: string) => boolean, isConfirmed: boolean): void {
    for (const [group, topics] of this.#kept) {
      // Those of share groups are not in that log: they wait for being seen.
      if (!acceptsGroup(group) || (isConfirmed && this.#store.groupTopics(group).length === 0)) continue;
      for (const [topic, values] of topics) this.#take(group, topic, values, isConfirmed);
      this.#kept.delete(group);
    }
  }

  #take(group: string, topic: string, values: ReadonlyMap<string, Uint8Array>, isConfirmed: boolean): void {
    const removedAt = this.#removedAt.get(group) ?? -1;
    for (const value of values.values()) {
      const parsed = parseCommits(Buffer.from(value).toString("utf8"));
      if (parsed === undefined) continue;
      const windows = new Map(
        [...parsed.windows].map(([partition, commits]) => [partition, commits.filter((one) => one.order > removedAt)]),
      );
      this.#store.restoreCommits(group, topic, { ...parsed, windows }, isConfirmed);
    }
  }
}
