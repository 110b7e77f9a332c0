// Asks how far share groups have come. Everything below a partition's start offset is settled, and beyond it records are settled one by one, which only
// the lag that the coordinator reckons tells (KIP-1226): what is committed is taken to be that far behind the end.
import type { Admin } from "@ottla/client";
import type { RestoredCommits } from "../state/restored-commits.ts";
import type { ClusterStore } from "../store/cluster-store.ts";

export interface ShareOffsetsPollerOptions {
  readonly admin: Admin;
  readonly store: ClusterStore;
  readonly restored: RestoredCommits | undefined;
  acceptsGroup(group: string): boolean;
  nowMs(): number;
}

export class ShareOffsetsPoller {
  readonly #options: ShareOffsetsPollerOptions;
  #order: number = 0;
  /** Start offsets as they were last: one that falls is a reset. */
  #starts: ReadonlyMap<string, number> = new Map();

  constructor(options: ShareOffsetsPollerOptions) {
    this.#options = options;
  }

  async poll(): Promise<void> {
    const { admin, store, restored, acceptsGroup, nowMs } = this.#options;
    const { groups } = await admin.listGroups({ types: ["Share"] });
    const names = groups.map((one) => one.groupId).filter(acceptsGroup);
    if (names.length === 0) return;
    const results = await admin.listShareGroupOffsets(names);
    const timestampMs = nowMs();
    const starts = new Map<string, number>();
    for (const [group, outcome] of results) {
      if (!outcome.ok) continue;
      for (const { topic, partition, startOffset, lag } of outcome.value) {
        if (startOffset === undefined) continue;
        restored?.onSeen(group, topic);
        const key = JSON.stringify([group, topic, partition]);
        starts.set(key, startOffset);
        const before = store.newestOffset(group, topic, partition);
        const settled = settledOffset(startOffset, lag, store.ends(topic, partition)?.newest);
        // The end is known from a moment ago: what is reckoned from it does not go back, unless the group was set back.
        const isReset = startOffset < (this.#starts.get(key) ?? 0);
        const offset = before === undefined || isReset ? settled : Math.max(before, settled);
        if (before === offset) continue;
        // Places go on after a restart.
        this.#order = Math.max(this.#order + 1, timestampMs);
        store.onCommit({ group, topic, partition, offset, order: this.#order, timestampMs }, timestampMs);
      }
    }
    this.#starts = starts;
  }
}

function settledOffset(startOffset: number, lag: number | undefined, end: number | undefined): number {
  return lag === undefined || lag < 0 || end === undefined ? startOffset : Math.max(startOffset, end - lag);
}
