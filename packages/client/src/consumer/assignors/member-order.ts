/**
 * The order in which assignors serve members: static ones first, by instance, so that restarts do not move partitions; then by member id.
 */
import type { AssignorCluster, MemberSubscription } from "./assignor.ts";

/** Member ids in the order of service. */
export function sortedMemberIds(members: ReadonlyMap<string, MemberSubscription>): string[] {
  return [...members.keys()].sort((left, right) => {
    const leftInstance = members.get(left)?.groupInstanceId;
    const rightInstance = members.get(right)?.groupInstanceId;
    if (leftInstance !== undefined && rightInstance !== undefined) return compareText(leftInstance, rightInstance);
    if (leftInstance !== undefined) return -1;
    if (rightInstance !== undefined) return 1;
    return compareText(left, right);
  });
}

/** Orders text by its UTF-16 units, as Java does. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The partition counts of all topics that somebody wants and that exist, by name in order. */
export function subscribedTopicCounts(
  cluster: AssignorCluster,
  members: ReadonlyMap<string, MemberSubscription>,
): Map<string, number> {
  const names = new Set([...members.values()].flatMap((member) => member.topics));
  const counts = new Map<string, number>();
  for (const name of [...names].sort(compareText)) {
    const count = cluster.partitionCount(name);
    if (count !== undefined && count > 0) counts.set(name, count);
  }
  return counts;
}
