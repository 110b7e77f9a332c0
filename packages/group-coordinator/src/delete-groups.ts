/**
 * DeleteGroups: a group without members goes, with all its offsets. Those of a share group are state of the share coordinator,
 * which is deleted first (`share/offsets-admin`).
 */

import type { CoordinatorResult } from "@ottla/coordinator";
import { ErrorCode, type Input } from "@ottla/protocol";
import type { DeletableGroupResult } from "@ottla/protocol/messages/delete-groups";
import { ClassicGroupState } from "./classic/classic-group-state.ts";
import type { GroupCoordinatorContext } from "./group-coordinator-context.ts";
import { tombstonesOfGroupItself } from "./group-tombstones.ts";
import { tombstonesOfGroup } from "./offsets/delete.ts";
import type { GroupRecord } from "./records/group-record.ts";

export function handleDeleteGroups(
  context: GroupCoordinatorContext,
  groupIds: readonly string[],
): CoordinatorResult<Input<DeletableGroupResult>[], GroupRecord> {
  const records: GroupRecord[] = [];
  const response = groupIds.map((groupId) => {
    const errorCode = validateDeletion(context, groupId);
    if (errorCode === ErrorCode.NONE) {
      records.push(...tombstonesOfGroup(context, groupId), ...tombstonesOfGroupItself(context, groupId));
    }
    return { groupId, errorCode };
  });
  return { records, response };
}

function validateDeletion(context: GroupCoordinatorContext, groupId: string): number {
  const consumerGroup = context.groups.consumerGroup(groupId);
  if (consumerGroup !== undefined) return consumerGroup.isEmpty ? ErrorCode.NONE : ErrorCode.NON_EMPTY_GROUP;
  const shareGroup = context.groups.shareGroup(groupId);
  if (shareGroup !== undefined) return shareGroup.isEmpty ? ErrorCode.NONE : ErrorCode.NON_EMPTY_GROUP;
  const group = context.groups.classicGroup(groupId, context.time.nowMs);
  if (group === undefined || group.isInState(ClassicGroupState.DEAD)) return ErrorCode.GROUP_ID_NOT_FOUND;
  return group.isEmpty ? ErrorCode.NONE : ErrorCode.NON_EMPTY_GROUP;
}
