/** Which partition of a coordinator's internal topic a group id or transactional id belongs to. */

import { javaAbs, javaStringHashCode } from "@ottla/base";

/** Kafka's rule: |hashCode| modulo the partition count (the absolute value, not the masked sign of the partitioner). */
export function coordinatorPartitionOf(id: string, partitionCount: number): number {
  return javaAbs(javaStringHashCode(id)) % partitionCount;
}
