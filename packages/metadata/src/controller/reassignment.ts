/**
 * A reassignment of one partition to other brokers: from what is asked to the replicas there are meanwhile, and from those to what there is when
 * it is completed or taken back. Kafka's `PartitionReassignmentReplicas` and `PartitionReassignmentRevert`.
 *
 *   replicas [1,2] ──asked [2,3]──► [2,3,1] adding 3, removing 1 ──3 is in sync──► [2,3]
 *                                            └──────────taken back──────────────► [2,1]
 */

import type { PartitionRegistration } from "../image/partition-registration.ts";

/** The replicas of a partition, with those that come and those that go among them. */
export interface Reassignment {
  readonly replicas: readonly number[];
  readonly removing: readonly number[];
  readonly adding: readonly number[];
}

/** Replicas and in-sync replicas, when a reassignment has ended. */
export interface EndedReassignment {
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

/** Whether replicas come or go. */
export function isReassigning({
  removingReplicas,
  addingReplicas,
}: Pick<PartitionRegistration, "removingReplicas" | "addingReplicas">): boolean {
  return removingReplicas.length > 0 || addingReplicas.length > 0;
}

/** From the replicas there are, those of a reassignment under way included, to those that are asked for. */
export function reassignmentTo(current: readonly number[], asked: readonly number[]): Reassignment {
  const removing = ascending(current.filter((replica) => !asked.includes(replica)));
  const adding = ascending(asked.filter((replica) => !current.includes(replica)));
  return { replicas: [...asked, ...removing], removing, adding };
}

/** What a reassignment comes to with these in-sync replicas; undefined while it cannot be completed, or where there is none. */
export function completedReassignment(
  { replicas, removing, adding }: Reassignment,
  isr: readonly number[],
): EndedReassignment | undefined {
  if (removing.length === 0 && adding.length === 0) return undefined;
  const staying = replicas.filter((replica) => !removing.includes(replica));
  const inSync = isr.filter((replica) => !removing.includes(replica));
  if (removing.length > 0 && (staying.length === 0 || inSync.length === 0)) return undefined;
  if (!adding.every((replica) => inSync.includes(replica))) return undefined;
  // Fewer replicas than before: without all of them the in-sync set would shrink, although who leaves may be in it.
  const isReducing = adding.length < removing.length;
  if (isReducing && !staying.every((replica) => inSync.includes(replica))) return undefined;
  return { replicas: staying, isr: inSync };
}

/**
 * What there is when a reassignment is taken back: without those that were coming. Where nobody else is in sync, the first that stays is
 * declared so: `isUnclean`.
 */
export function revertedReassignment(
  partition: PartitionRegistration,
): EndedReassignment & { readonly isUnclean: boolean } {
  const isOriginal = (replica: number): boolean => !partition.addingReplicas.includes(replica);
  const replicas = partition.replicas.filter(isOriginal);
  const isr = partition.isr.filter(isOriginal);
  return isr.length === 0
    ? { replicas, isr: replicas.slice(0, 1), isUnclean: true }
    : { replicas, isr, isUnclean: false };
}

function ascending(replicas: readonly number[]): number[] {
  return replicas.toSorted((one, other) => one - other);
}
