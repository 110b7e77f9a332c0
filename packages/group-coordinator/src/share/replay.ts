/** The records of share groups, replayed (see `modern/replay`). */

import type { Groups } from "../groups.ts";
import {
  replayCurrentAssignment,
  replayGroupDeletion,
  replayMember,
  replayTargetAssignment,
  replayTargetMetadata,
} from "../modern/replay.ts";
import type { ShareGroupRecord } from "../records/group-record.ts";
import { newShareGroupMember, withShareAssignment, withShareMetadata } from "./share-group-member.ts";
import { shareStateTopicsOf } from "./share-state-topics.ts";

/** `nowMs` is when the record was written, or 0 while the log is read. */
export function replayShareGroupRecord(groups: Groups, record: ShareGroupRecord, nowMs: number): void {
  const { groupId } = record.key;
  const group = record.value === null ? groups.shareGroup(groupId) : groups.replayShareGroup(groupId);
  if (group === undefined) return;
  switch (record.type) {
    case "share-group-metadata":
      if (record.value === null) replayGroupDeletion(groups, group);
      else group.replayEpoch(record.value.epoch, record.value.metadataHash);
      return;
    case "share-group-member-metadata":
      replayMember(group, record, (member, value) =>
        withShareMetadata(member ?? newShareGroupMember(record.key.memberId), value),
      );
      return;
    case "share-group-target-assignment-metadata":
      replayTargetMetadata(group, record);
      return;
    case "share-group-target-assignment-member":
      replayTargetAssignment(group, record);
      return;
    case "share-group-current-member-assignment":
      replayCurrentAssignment(group, record, (member, value) =>
        withShareAssignment(member ?? newShareGroupMember(record.key.memberId), value),
      );
      return;
    case "share-group-state-partition-metadata":
      group.stateTopics.set(record.value === null ? null : shareStateTopicsOf(record.value, nowMs));
      return;
  }
}
