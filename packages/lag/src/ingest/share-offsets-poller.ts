// Asks how far share groups have come. What is committed there is the start offset: everything below it is settled.
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
    for (const [group, outcome] of results) {
      if (!outcome.ok) continue;
      for (const { topic, partition, startOffset: offset } of outcome.value) {
        if (offset !== undefined) restored?.onSeen(group, topic);
        if (offset === undefined || store.newestOffset(group, topic, partition) === offset) continue;
        // Places go on after a restart.
        this.#order = Math.max(this.#order + 1, timestampMs);
        store.onCommit({ group, topic, partition, offset, order: this.#order, timestampMs }, timestampMs);
      }
    }
  }
}
