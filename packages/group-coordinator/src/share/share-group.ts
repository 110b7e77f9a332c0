/**
 * A share group (KIP-932) as the log has it. Members share partitions, so there is nothing to hand over: a member has its
 * target as soon as it hears of it.
 *
 *   Empty ── a member joins ──► Stable ── the last one goes ──► Empty
 */

import { TimelineValue, type SnapshotRegistry } from "@ottla/base";
import { setEquals } from "../consumer/consumer-group-member.ts";
import { ModernGroup, subscriptionTypeOf } from "../modern/modern-group.ts";
import type { ShareGroupMember } from "./share-group-member.ts";
import type { ShareStateTopics } from "./share-state-topics.ts";

export const SHARE_PROTOCOL_TYPE = "share";

export const ShareGroupState = { EMPTY: "Empty", STABLE: "Stable" } as const;
export type ShareGroupState = (typeof ShareGroupState)[keyof typeof ShareGroupState];

export class ShareGroup extends ModernGroup<ShareGroupMember> {
  readonly state: TimelineValue<ShareGroupState>;
  /** Null until the state of the first partition is to be made. */
  readonly stateTopics: TimelineValue<ShareStateTopics | null>;

  constructor(snapshots: SnapshotRegistry, groupId: string) {
    super(snapshots, groupId);
    this.state = new TimelineValue<ShareGroupState>(snapshots, ShareGroupState.EMPTY);
    this.stateTopics = new TimelineValue<ShareStateTopics | null>(snapshots, null);
  }

  get isEmpty(): boolean {
    return this.state.get() === ShareGroupState.EMPTY;
  }

  /** Whether partitions have got their state that nobody has been assigned, or the other way round. */
  get isInitializedAssignmentPending(): boolean {
    const initialized = this.stateTopics.get()?.initialized;
    if (this.isEmpty || initialized === undefined) return false;
    for (const [topicId, { name, partitions }] of initialized) {
      if (!this.isSubscribedToTopic(name)) continue;
      const assigned = new Set<number>();
      for (const target of this.targetAssignment.values()) {
        for (const partition of target.get(topicId) ?? []) assigned.add(partition);
      }
      if (!setEquals(assigned, partitions)) return true;
    }
    return false;
  }

  replayMember(newMember: ShareGroupMember): void {
    const oldMember = this.members.put(newMember.memberId, newMember);
    this.#onMemberChange(oldMember, newMember);
  }

  replayMemberRemoval(memberId: string): void {
    const oldMember = this.members.get(memberId);
    if (oldMember === undefined) return;
    this.members.delete(memberId);
    this.#onMemberChange(oldMember, undefined);
  }

  protected override updateGroupState(): void {
    const state = this.members.size === 0 ? ShareGroupState.EMPTY : ShareGroupState.STABLE;
    if (state !== this.state.get()) this.state.set(state);
  }

  #onMemberChange(oldMember: ShareGroupMember | undefined, newMember: ShareGroupMember | undefined): void {
    this.updateSubscribedTopicNames({ oldMember, newMember });
    this.updateGroupState();
    this.subscriptionType.set(subscriptionTypeOf(this.subscribedTopicNames, this.members.size));
  }
}
