/** Where each record goes. The one way in which the state that the log holds changes. */

import type { RecordPosition } from "@ottla/coordinator";
import { replayConsumerGroupRecord } from "./consumer/replay.ts";
import type { GroupCoordinatorContext } from "./group-coordinator-context.ts";
import type { GroupRecord } from "./records/group-record.ts";
import { replayShareGroupRecord } from "./share/replay.ts";

export function replayRecord(
  { groups, offsets, time }: GroupCoordinatorContext,
  record: GroupRecord,
  position: RecordPosition,
): void {
  switch (record.type) {
    case "offset-commit":
      if (record.value !== null) groups.replayOffsetCommit(record.key.group);
      offsets.replay(record.key, record.value, position);
      return;
    case "group-metadata":
      groups.replayMetadata(record.key.group, record.value);
      return;
    case "share-group-metadata":
    case "share-group-member-metadata":
    case "share-group-target-assignment-metadata":
    case "share-group-target-assignment-member":
    case "share-group-current-member-assignment":
    case "share-group-state-partition-metadata":
      replayShareGroupRecord(groups, record, time.nowMs);
      return;
    default:
      replayConsumerGroupRecord(groups, record);
  }
}
