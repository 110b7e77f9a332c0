/** Topics have been deleted: what was committed for them goes too, in every group. */

import { ZERO_UUID, type Uuid } from "@ottla/base";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import type { GroupResult } from "../group-result.ts";
import type { GroupRecord } from "../records/group-record.ts";
import { offsetCommitTombstone } from "../records/offset-commit-record.ts";
import { forgetDeletedTopics } from "../share/state-initialization.ts";
import type { OffsetTable } from "./offset-table.ts";

export interface DeletedTopic {
  readonly name: string;
  /** An offset committed for a later topic of the same name stays; one that does not say which topic it means goes. */
  readonly topicId: Uuid;
}

export function onTopicsDeleted(context: GroupCoordinatorContext, topics: readonly DeletedTopic[]): GroupResult {
  const records: GroupRecord[] = [];
  collectTombstones(context.offsets.table, topics, records);
  for (const [, pending] of context.offsets.pendingOffsets()) collectTombstones(pending, topics, records);
  records.push(...forgetDeletedTopics(context, new Set(topics.map(({ topicId }) => topicId))));
  return { records, response: undefined, isAtomic: false };
}

function collectTombstones(table: OffsetTable, topics: readonly DeletedTopic[], records: GroupRecord[]): void {
  for (const groupId of table.groupIds()) {
    const offsets = table.group(groupId)!;
    for (const { name: topic, topicId } of topics) {
      for (const [partition, offset] of offsets.get(topic) ?? []) {
        if (offset.topicId === ZERO_UUID || offset.topicId === topicId) {
          records.push(offsetCommitTombstone({ groupId, topic, partition }));
        }
      }
    }
  }
}
