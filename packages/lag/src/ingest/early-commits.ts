// Commits that came before the end of their partition was known: of a topic that has just been made, say. Burrow drops them; here the newest of a
// group on a partition waits for a while.
import type { ClusterStore, OffsetCommit } from "../store/cluster-store.ts";

const KEPT_MAX = 50_000;
const KEPT_MS = 180_000;

export class EarlyCommits {
  readonly #store: ClusterStore;
  readonly #kept: Map<string, { readonly commit: OffsetCommit; readonly untilMs: number }> = new Map();

  constructor(store: ClusterStore) {
    this.#store = store;
  }

  keep(commit: OffsetCommit, nowMs: number): void {
    const key = `${commit.topic}-${commit.partition} ${commit.group}`;
    this.#kept.delete(key);
    this.#kept.set(key, { commit, untilMs: nowMs + KEPT_MS });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT_MAX && oldest !== undefined) this.#kept.delete(oldest);
  }

  /** Tells the store those whose partition's end is known by now; answers with their groups. */
  retry(nowMs: number): Set<string> {
    const told = new Set<string>();
    for (const [key, { commit, untilMs }] of this.#kept) {
      const isKnown = this.#store.ends(commit.topic, commit.partition) !== undefined;
      if (!isKnown && nowMs < untilMs) continue;
      this.#kept.delete(key);
      if (isKnown && this.#store.onCommit(commit, nowMs)) told.add(commit.group);
    }
    return told;
  }
}
