/** New partitions: from the brokers that will hold them to their first state, with the checks of manual assignments. */

import { ErrorCode } from "@ottla/protocol";
import { type ClusterImage, isActiveBroker } from "../image/cluster-image.ts";
import { LeaderRecoveryState, type PartitionRegistration } from "../image/partition-registration.ts";
import { type ApiError, apiError } from "./api-error.ts";
import { type ControllerState, defaultDirectory } from "./controller-state.ts";
import { PlacementRefused, placeReplicas } from "./replica-placer.ts";

/** A partition that begins on these brokers, led by the first in-sync one. `isr` is not empty. */
export function newPartition(
  cluster: ClusterImage,
  replicas: readonly number[],
  isr: readonly number[],
): PartitionRegistration {
  return {
    replicas,
    directories: replicas.map((replica) => defaultDirectory(cluster, replica)),
    isr,
    removingReplicas: [],
    addingReplicas: [],
    elr: [],
    lastKnownElr: [],
    leader: isr[0]!,
    leaderRecoveryState: LeaderRecoveryState.RECOVERED,
    leaderEpoch: 0,
    partitionEpoch: 0,
  };
}

/** The replicas that are in sync from the start: those on brokers that can lead. */
export function activeReplicas(cluster: ClusterImage, replicas: readonly number[]): number[] {
  return replicas.filter((replica) => isActiveBroker(cluster, replica));
}

/** What is wrong with brokers that somebody assigned by hand, or undefined. */
export function manualAssignmentError(
  cluster: ClusterImage,
  replicas: readonly number[],
  replicationFactor: number | undefined,
): ApiError | undefined {
  const invalid = (message: string): ApiError =>
    apiError(ErrorCode.INVALID_REPLICA_ASSIGNMENT, `The manual partition assignment includes ${message}`);
  if (replicas.length === 0) return invalid("an empty replica list.");
  const sorted = replicas.toSorted((one, other) => one - other);
  for (const [index, broker] of sorted.entries()) {
    if (!cluster.brokers.has(broker)) return invalid(`broker ${broker}, but no such broker is registered.`);
    if (index > 0 && sorted[index - 1] === broker) return invalid(`the broker ${broker} more than once.`);
  }
  if (replicationFactor !== undefined && replicas.length !== replicationFactor) {
    return invalid(
      `a partition with ${replicas.length} replica(s), but this is not consistent with previous partitions, which ` +
        `have ${replicationFactor} replica(s).`,
    );
  }
  return undefined;
}

/** Partitions on brokers that the placer picks. */
export function placedPartitions(
  state: ControllerState,
  spec: { readonly partitionCount: number; readonly replicationFactor: number },
): PartitionRegistration[] | PlacementRefused {
  const { cluster } = state.image;
  const placements = placeReplicas(cluster, spec, state.options.random);
  if (placements instanceof PlacementRefused) return placements;
  const partitions: PartitionRegistration[] = [];
  for (const replicas of placements) {
    const isr = activeReplicas(cluster, replicas);
    if (isr.length === 0) {
      return new PlacementRefused("All brokers are currently fenced or in controlled shutdown.", true);
    }
    partitions.push(newPartition(cluster, replicas, isr));
  }
  return partitions;
}
