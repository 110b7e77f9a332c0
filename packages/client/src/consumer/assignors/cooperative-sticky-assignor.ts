/**
 * Kafka's `cooperative-sticky` (KIP-429): the sticky assignment, reached in steps. A partition that changes hands is left out of this round, so
 * that its owner gives it up while everybody else goes on reading; the round after gives it to the new owner.
 */
import { WireReader, WireWriter } from "@ottla/protocol";
import { TopicPartitionMap } from "../../topic-partition.ts";
import type { TopicPartition } from "../../topic-partition.ts";
import type {
  AssignorCluster,
  MemberAssignment,
  MemberSubscription,
  PartitionAssignor,
  RebalanceProtocol,
} from "./assignor.ts";
import { stickyAssignment } from "./sticky-assignment.ts";
import type { PreviousOwnership } from "./sticky-assignment.ts";

/** Kafka's `cooperative-sticky`. */
export class CooperativeStickyAssignor implements PartitionAssignor {
  readonly name = "cooperative-sticky";
  readonly version = 0;
  readonly supportedProtocols: readonly RebalanceProtocol[] = ["COOPERATIVE", "EAGER"];
  #generation = -1;

  subscriptionUserData(): Uint8Array {
    const writer = new WireWriter(16);
    writer.int32(this.#generation, "generation");
    return writer.finishBytes();
  }

  onAssignment(_assignment: MemberAssignment, generationId: number): void {
    this.#generation = generationId;
  }

  assign(cluster: AssignorCluster, members: ReadonlyMap<string, MemberSubscription>): Map<string, MemberAssignment> {
    const { assignment, transferring } = stickyAssignment(cluster, members, ownership);
    const held = transferring ?? changingHands(members, assignment);
    const result = new Map<string, MemberAssignment>();
    for (const [id, partitions] of assignment) {
      const granted = partitions.filter((partition) => held.get(partition) !== id);
      result.set(id, { partitions: granted, userData: null });
    }
    return result;
  }
}

/** From the subscription's own fields; older members have the generation in their user data. */
function ownership(subscription: MemberSubscription): PreviousOwnership {
  const { ownedPartitions: partitions, generationId, userData } = subscription;
  if (generationId !== undefined) return { partitions, generation: generationId };
  if (userData === null || userData.length < 4) return { partitions, generation: -1 };
  return { partitions, generation: new WireReader(userData).int32("generation") };
}

/** Partitions that one member gets anew while another still says it owns them. */
function changingHands(
  members: ReadonlyMap<string, MemberSubscription>,
  assignment: ReadonlyMap<string, readonly TopicPartition[]>,
): TopicPartitionMap<string> {
  const owned = new TopicPartitionMap<Set<string>>();
  for (const [id, { ownedPartitions }] of members) {
    for (const partition of ownedPartitions) {
      const ids = owned.get(partition);
      if (ids === undefined) owned.set(partition, new Set([id]));
      else ids.add(id);
    }
  }
  const changing = new TopicPartitionMap<string>();
  for (const [id, partitions] of assignment) {
    for (const partition of partitions) {
      const owners = owned.get(partition);
      if (owners !== undefined && !owners.has(id)) changing.set(partition, id);
    }
  }
  return changing;
}
