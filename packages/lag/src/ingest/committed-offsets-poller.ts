// Asks for committed offsets through the admin API, where the offsets topic may not be read. An offset that is not the one seen last counts as a commit
// of now; commits at one and the same offset cannot be seen this way, so that a group that stalls reads as one that has stopped.
import type { Admin } from "@ottla/client";
import type { RestoredCommits } from "../state/restored-commits.ts";
import type { ClusterStore } from "../store/cluster-store.ts";

export interface CommittedOffsetsPollerOptions {
  readonly admin: Admin;
  readonly store: ClusterStore;
  readonly restored: RestoredCommits | undefined;
  acceptsGroup(group: string): boolean;
  nowMs(): number;
}

const GROUPS_AT_ONCE = 100;

export class CommittedOffsetsPoller {
  readonly #options: CommittedOffsetsPollerOptions;
  #order: number = 0;
  #known: ReadonlySet<string> = new Set();

  constructor(options: CommittedOffsetsPollerOptions) {
    this.#options = options;
  }

  /** Looks at all groups once. */
  async poll(): Promise<void> {
    const { admin, store, acceptsGroup } = this.#options;
    const { groups, errors } = await admin.listConsumerGroups();
    const names = groups.map((one) => one.groupId).filter(acceptsGroup);
    for (let at = 0; at < names.length; at += GROUPS_AT_ONCE) {
      const some = names.slice(at, at + GROUPS_AT_ONCE);
      await this.#offsets(some);
      await this.#owners(some);
    }
    // A broker that could not be asked says nothing about its groups.
    if (errors.length === 0) {
      const there = new Set(names);
      for (const name of this.#known) if (!there.has(name)) store.onGroupDeleted(name);
      this.#known = there;
    }
  }

  async #offsets(groups: readonly string[]): Promise<void> {
    const { admin, store, restored, nowMs } = this.#options;
    const results = await admin.listConsumerGroupOffsets(groups);
    const timestampMs = nowMs();
    for (const [group, outcome] of results) {
      if (!outcome.ok) continue;
      for (const { topic, partition, committed } of outcome.value) {
        const offset = committed?.offset;
        if (offset !== undefined) restored?.onSeen(group, topic);
        if (offset === undefined || store.newestOffset(group, topic, partition) === offset) continue;
        // Places go on after a restart.
        this.#order = Math.max(this.#order + 1, timestampMs);
        store.onCommit({ group, topic, partition, offset, order: this.#order, timestampMs }, timestampMs);
      }
    }
  }

  async #owners(groups: readonly string[]): Promise<void> {
    const { admin, store } = this.#options;
    for (const [group, outcome] of await admin.describeConsumerGroups(groups)) {
      if (!outcome.ok) continue;
      store.onOwnersCleared(group);
      for (const { host, clientId, assignment } of outcome.value.members) {
        for (const where of assignment) store.onOwner(group, where, { host, clientId });
      }
    }
  }
}
