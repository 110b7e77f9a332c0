/**
 * One step of a member towards its target assignment. It first gives up what it has to, staying in its epoch until it says
 * that it has; then it moves to the target's epoch and gets what nobody else holds; what others hold follows with later
 * heartbeats.
 */

import { JavaHashMap, javaIntHashCode, javaUuidHashCode, type Uuid } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type { Assignment } from "../modern/assignment.ts";
import { MemberState } from "../modern/member-state.ts";
import type { TopicsImage } from "../modern/topics-image.ts";
import { Refusal } from "../refusal.ts";
import { NO_PARTITIONS, regexOf, type ConsumerGroupMember, type PartitionEpochs } from "./consumer-group-member.ts";
import type { OwnedPartitions } from "./member-lookup.ts";

export interface CurrentAssignmentOptions {
  readonly member: ConsumerGroupMember;
  readonly image: TopicsImage;
  readonly targetAssignmentEpoch: number;
  readonly targetAssignment: Assignment;
  readonly hasSubscriptionChanged: boolean;
  /** The topics a regular expression stands for; undefined while that is not known. */
  readonly resolvedTopics: (regex: string) => ReadonlySet<string> | undefined;
  /** The epoch of the member that has the partition; −1 when nobody has it. */
  readonly partitionEpoch: (topicId: Uuid, partition: number) => number;
  /** What the member says it owns; null when it says nothing. */
  readonly ownedPartitions: OwnedPartitions;
}

/** The member after the step: the very same when there is nothing to do. */
export function nextAssignment(options: CurrentAssignmentOptions): ConsumerGroupMember | Refusal {
  const { member, targetAssignmentEpoch, hasSubscriptionChanged, ownedPartitions } = options;
  const step = new AssignmentStep(options);
  switch (member.state) {
    case MemberState.STABLE:
      if (member.memberEpoch !== targetAssignmentEpoch) return step.advance(member.memberEpoch);
      return hasSubscriptionChanged ? step.dropUnsubscribed() : member;
    case MemberState.UNREVOKED_PARTITIONS:
      if (!step.owns(member.partitionsPendingRevocation)) return step.advance(member.memberEpoch);
      return hasSubscriptionChanged ? step.dropUnsubscribed() : member;
    case MemberState.UNRELEASED_PARTITIONS:
      return step.advance(member.memberEpoch);
    case MemberState.UNKNOWN:
      // Whoever owns nothing can begin anew.
      if (ownedPartitions !== null && ownedPartitions.length === 0) return step.advance(targetAssignmentEpoch);
      return new Refusal(
        ErrorCode.FENCED_MEMBER_EPOCH,
        "The consumer group member is in a unknown state. The member must abandon all its partitions and rejoin.",
      );
  }
}

type EpochTable = Map<Uuid, ReadonlyMap<number, number>>;

class AssignmentStep {
  readonly #options: CurrentAssignmentOptions;
  readonly #member: ConsumerGroupMember;

  constructor(options: CurrentAssignmentOptions) {
    this.#options = options;
    this.#member = options.member;
  }

  /** Whether the member still says that it owns some of these; without a word it may own all of them. */
  owns(partitions: PartitionEpochs): boolean {
    const { ownedPartitions } = this.#options;
    if (ownedPartitions === null) return true;
    return ownedPartitions.some(({ topicId, partitions: owned }) => {
      const epochs = partitions.get(topicId);
      return epochs !== undefined && owned.some((partition) => epochs.has(partition));
    });
  }

  /** The target has not changed, the subscription has: topics it no longer wants are taken away already. */
  dropUnsubscribed(): ConsumerGroupMember {
    const member = this.#member;
    const { assignedPartitions } = member;
    const { isSubscribed, isEmpty } = this.#subscription();
    const kept: EpochTable = new Map();
    const pending: EpochTable = new Map(member.partitionsPendingRevocation);
    for (const [topicId, epochs] of assignedPartitions) {
      if (isSubscribed(topicId)) kept.set(topicId, epochs);
      else pending.set(topicId, new Map([...(pending.get(topicId) ?? []), ...epochs]));
    }
    // Kafka writes the member again when it subscribes to nothing, even if it has nothing.
    const isAllGone = isEmpty && member.partitionsPendingRevocation.size === 0;
    if (kept.size === assignedPartitions.size && !isAllGone) return member;
    const before = { memberEpoch: member.memberEpoch, previousMemberEpoch: member.memberEpoch };
    if (pending.size === 0 || !this.owns(pending)) return { ...member, ...before, assignedPartitions: kept };
    return {
      ...member,
      ...before,
      state: MemberState.UNREVOKED_PARTITIONS,
      assignedPartitions: kept,
      partitionsPendingRevocation: pending,
    };
  }

  /** Gives up what is not in the target, or, when that is done, takes what is free of it. */
  advance(memberEpoch: number): ConsumerGroupMember {
    const { kept, toRevoke, toAssign, isWaiting } = this.#compare();
    const member = this.#member;
    if (toRevoke.size > 0 && this.owns(inTableOrder(toRevoke))) {
      return {
        ...member,
        state: MemberState.UNREVOKED_PARTITIONS,
        memberEpoch,
        previousMemberEpoch: member.memberEpoch,
        assignedPartitions: inTableOrder(kept),
        partitionsPendingRevocation: inTableOrder(toRevoke),
      };
    }
    const { targetAssignmentEpoch } = this.#options;
    for (const [topicId, partitions] of toAssign) {
      const epochs = kept.computeIfAbsent(topicId, () => new JavaHashMap<number, number>(javaIntHashCode));
      for (const partition of partitions) epochs.set(partition, targetAssignmentEpoch);
    }
    return {
      ...member,
      state: isWaiting ? MemberState.UNRELEASED_PARTITIONS : MemberState.STABLE,
      memberEpoch: targetAssignmentEpoch,
      previousMemberEpoch: member.memberEpoch,
      assignedPartitions: inTableOrder(kept),
      partitionsPendingRevocation: NO_PARTITIONS,
    };
  }

  #compare(): {
    readonly kept: JavaEpochTable;
    readonly toRevoke: JavaEpochTable;
    readonly toAssign: ReadonlyMap<Uuid, readonly number[]>;
    /** Whether others hold some of the target. */
    readonly isWaiting: boolean;
  } {
    const { targetAssignment } = this.#options;
    const { assignedPartitions } = this.#member;
    const { isSubscribed } = this.#subscription();
    const kept: JavaEpochTable = new JavaHashMap(javaUuidHashCode);
    const toRevoke: JavaEpochTable = new JavaHashMap(javaUuidHashCode);
    const toAssign = new Map<Uuid, readonly number[]>();
    let isWaiting = false;
    for (const topicId of new Set([...targetAssignment.keys(), ...assignedPartitions.keys()])) {
      const target = isSubscribed(topicId) ? (targetAssignment.get(topicId) ?? NONE) : NONE;
      const assigned = assignedPartitions.get(topicId) ?? NO_EPOCHS;
      const keptHere = copyWhere(assigned, (partition) => target.has(partition));
      const revokedHere = copyWhere(assigned, (partition) => !target.has(partition));
      const missing = [...target].filter((partition) => !assigned.has(partition));
      const free = missing.filter((partition) => this.#isFree(topicId, partition));
      if (free.length < missing.length) isWaiting = true;
      if (keptHere.size > 0) kept.set(topicId, keptHere);
      if (revokedHere.size > 0) toRevoke.set(topicId, revokedHere);
      if (free.length > 0) toAssign.set(topicId, free);
    }
    return { kept, toRevoke, toAssign, isWaiting };
  }

  /** Nobody has it, or it is this member that has just said it no longer owns it. */
  #isFree(topicId: Uuid, partition: number): boolean {
    return (
      this.#options.partitionEpoch(topicId, partition) === -1 ||
      this.#member.partitionsPendingRevocation.get(topicId)?.has(partition) === true
    );
  }

  #subscription(): { readonly isSubscribed: (topicId: Uuid) => boolean; readonly isEmpty: boolean } {
    const { image, resolvedTopics } = this.#options;
    const { subscribedTopicNames } = this.#member;
    const regex = regexOf(this.#member);
    const resolved = regex === undefined ? undefined : resolvedTopics(regex);
    return {
      isSubscribed(topicId) {
        const name = image.topicById(topicId)?.name;
        return name !== undefined && (subscribedTopicNames.has(name) || resolved?.has(name) === true);
      },
      isEmpty: subscribedTopicNames.size === 0 && (resolved?.size ?? 0) === 0,
    };
  }
}

const NONE: ReadonlySet<number> = new Set();
const NO_EPOCHS: ReadonlyMap<number, number> = new Map();

/** Kafka's own tables, because what members are told and what is written follows their order. */
type JavaEpochTable = JavaHashMap<Uuid, JavaHashMap<number, number>>;

/** The table of all, without those that do not fit. */
function copyWhere(
  epochs: ReadonlyMap<number, number>,
  isKept: (partition: number) => boolean,
): JavaHashMap<number, number> {
  const copy = new JavaHashMap<number, number>(javaIntHashCode, Math.trunc(epochs.size / 0.75 + 1));
  for (const [partition, epoch] of epochs) copy.set(partition, epoch);
  for (const partition of epochs.keys()) if (!isKept(partition)) copy.delete(partition);
  return copy;
}

function inTableOrder(partitions: JavaEpochTable): PartitionEpochs {
  return new Map([...partitions].map(([topicId, epochs]) => [topicId, new Map(epochs)]));
}
