/** The contract of server-side assignors: what they are told of a group, and what they answer. */

import type { Uuid } from "@ottla/base";
import type { Assignment } from "../modern/assignment.ts";
import type { SubscriptionType } from "../modern/modern-group.ts";

export interface MemberSpec {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly rackId: string | null;
  /** The topics that exist of those it subscribes to, in the order Kafka's table has them. */
  readonly subscribedTopicIds: readonly Uuid[];
  /** How many topics it subscribes to, existing or not: the size from which Kafka's tables begin. */
  readonly subscriptionSize: number;
  isSubscribedTo(topicId: Uuid): boolean;
  /** Its target until now. */
  readonly assignment: Assignment;
}

export interface GroupSpec {
  /** By member id, in the order Kafka's table has them. */
  readonly members: ReadonlyMap<string, MemberSpec>;
  readonly subscriptionType: SubscriptionType;
  /** Whether the partition was in somebody's target until now. */
  isPartitionAssigned(topicId: Uuid, partition: number): boolean;
  /** Whether the partition may be handed out (share groups: once its state is initialized). */
  isPartitionAssignable(topicId: Uuid, partition: number): boolean;
  /** −1 when the topic does not exist. */
  partitionCount(topicId: Uuid): number;
}

/** By member id; who is not there gets nothing. */
export type GroupAssignment = ReadonlyMap<string, Assignment>;

export interface PartitionAssignor {
  readonly name: string;
  /** @throws PartitionAssignorError */
  assign(group: GroupSpec): GroupAssignment;
}

/** The assignor cannot assign: the request that made it necessary fails. */
export class PartitionAssignorError extends Error {
  override readonly name = "PartitionAssignorError";
  readonly code = "ERR_OTTLA_PARTITION_ASSIGNOR";
  readonly retriable = false;
}
