/** The records of consumer groups, replayed (see `modern/replay`). */

import type { Groups } from "../groups.ts";
import {
  replayCurrentAssignment,
  replayGroupDeletion,
  replayMember,
  replayTargetAssignment,
  replayTargetMetadata,
} from "../modern/replay.ts";
import type { ConsumerGroupRecord } from "../records/group-record.ts";
import { newConsumerGroupMember, withCurrentAssignment, withMetadata } from "./consumer-group-member.ts";
import type { ConsumerGroup } from "./consumer-group.ts";

export function replayConsumerGroupRecord(groups: Groups, record: ConsumerGroupRecord): void {
  const { groupId } = record.key;
  const group = record.value === null ? groups.consumerGroup(groupId) : groups.replayConsumerGroup(groupId);
  if (group === undefined) return;
  if (record.type === "consumer-group-metadata" && record.value === null) replayGroupDeletion(groups, group);
  else replayInGroup(group, record);
}

function replayInGroup(group: ConsumerGroup, record: ConsumerGroupRecord): void {
  switch (record.type) {
    case "consumer-group-metadata":
      group.replayEpoch(record.value!.epoch, record.value!.metadataHash);
      return;
    case "consumer-group-partition-metadata":
      group.hasPartitionMetadataRecord.set(record.value !== null);
      return;
    case "consumer-group-member-metadata":
      replayMember(group, record, (member, value) =>
        withMetadata(member ?? newConsumerGroupMember(record.key.memberId), value),
      );
      return;
    case "consumer-group-target-assignment-metadata":
      replayTargetMetadata(group, record);
      return;
    case "consumer-group-target-assignment-member":
      replayTargetAssignment(group, record);
      return;
    case "consumer-group-current-member-assignment":
      replayCurrentAssignment(group, record, (member, value) =>
        withCurrentAssignment(member ?? newConsumerGroupMember(record.key.memberId), value),
      );
      return;
    case "consumer-group-regular-expression": {
      const { value } = record;
      const resolved =
        value === null ? null : { topics: new Set(value.topics), version: value.version, timestampMs: value.timestamp };
      group.replayRegex(record.key.regularExpression, resolved);
      return;
    }
  }
}
