/** Which share partition a state belongs to: one partition as one share group reads it. */

import { isUuid, type Uuid } from "@ottla/base";

export interface SharePartitionKey {
  readonly groupId: string;
  readonly topicId: Uuid;
  readonly partition: number;
}

/** The key as Kafka writes it (`groupId:topicId:partition`): what FindCoordinator is asked for, and what is hashed. */
export function shareCoordinatorKey({ groupId, topicId, partition }: SharePartitionKey): string {
  return `${groupId}:${topicId}:${partition}`;
}

/** Undefined when `key` is none. A group id may hold colons. */
export function parseShareCoordinatorKey(key: string): SharePartitionKey | undefined {
  const tokens = key.split(":");
  // As Java splits: trailing empty tokens are none.
  while (tokens.at(-1) === "") tokens.pop();
  if (tokens.length < 3) return undefined;
  const partitionText = tokens.at(-1)!;
  const topicId = tokens.at(-2)!;
  const groupId = tokens.slice(0, -2).join(":");
  if (groupId.trim() === "" || !isUuid(topicId) || !/^[+-]?\d+$/.test(partitionText)) return undefined;
  const partition = Number(partitionText);
  return partition === (partition | 0) ? { groupId, topicId, partition } : undefined;
}
