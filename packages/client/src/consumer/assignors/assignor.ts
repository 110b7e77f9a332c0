/**
 * The contract of a partition assignor: a pure function from what members want to what they get, run by the group's leader.
 */
import type { TopicPartition } from "../../topic-partition.ts";

/** EAGER members give everything up before they join again; COOPERATIVE ones keep what they will not lose. */
export type RebalanceProtocol = "EAGER" | "COOPERATIVE";

/** What one member told the group when it joined. */
export interface MemberSubscription {
  readonly topics: readonly string[];
  readonly userData: Uint8Array | null;
  readonly ownedPartitions: readonly TopicPartition[];
  readonly generationId: number | undefined;
  readonly rackId: string | undefined;
  readonly groupInstanceId: string | undefined;
}

/** What a member gets. */
export interface MemberAssignment {
  readonly partitions: readonly TopicPartition[];
  readonly userData: Uint8Array | null;
}

/** The cluster as the leader knows it. */
export interface AssignorCluster {
  /** How many partitions a topic has; undefined when it does not exist (yet). */
  partitionCount(topic: string): number | undefined;
  /** The racks that hold a replica of a partition; empty when the cluster knows no racks. */
  replicaRacks(topic: string, partition: number): readonly string[];
}

/** Divides partitions between the members of a classic group. */
export interface PartitionAssignor {
  /** The protocol name on the wire: `range`, `roundrobin`, `sticky`, `cooperative-sticky`, or one's own. */
  readonly name: string;
  readonly version: number;
  readonly supportedProtocols: readonly RebalanceProtocol[];
  /** Whatever the assignor wants to tell the leader's instance of itself; null for nothing. */
  subscriptionUserData(topics: readonly string[]): Uint8Array | null;
  assign(cluster: AssignorCluster, members: ReadonlyMap<string, MemberSubscription>): Map<string, MemberAssignment>;
  /** Told what this member got, with the generation it is valid for. */
  onAssignment?(assignment: MemberAssignment, generationId: number): void;
}
