/** Makes OffsetCommit records. */

import type { OffsetCommitValue } from "@ottla/protocol/messages/group-coordinator-records";
import type { OffsetCommitRecord } from "./group-record.ts";

export interface OffsetCommitTarget {
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
}

export function offsetCommitRecord(target: OffsetCommitTarget, value: OffsetCommitValue): OffsetCommitRecord {
  return { type: "offset-commit", key: keyOf(target), value };
}

export function offsetCommitTombstone(target: OffsetCommitTarget): OffsetCommitRecord {
  return { type: "offset-commit", key: keyOf(target), value: null };
}

function keyOf({ groupId, topic, partition }: OffsetCommitTarget): OffsetCommitRecord["key"] {
  return { group: groupId, topic, partition };
}
