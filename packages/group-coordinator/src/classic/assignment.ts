/** Hands a generation's assignment, or the error in its place, to the members whose SyncGroup waits. */

import { ErrorCode } from "@ottla/protocol";
import type { GroupCoordinatorContext } from "../group-coordinator-context.ts";
import type { ClassicGroup } from "./classic-group.ts";
import { rescheduleHeartbeat } from "./session.ts";

export function propagateAssignment(context: GroupCoordinatorContext, group: ClassicGroup, errorCode: number): void {
  const isAssigned = errorCode === ErrorCode.NONE;
  for (const member of group.members()) {
    const hasWaited = group.completeSync(member, {
      protocolName: isAssigned ? group.protocolName : null,
      protocolType: isAssigned ? group.protocolType : null,
      assignment: member.assignment,
      errorCode,
    });
    // While it waited, the end of its session would have passed unnoticed and set no further deadline.
    if (hasWaited) rescheduleHeartbeat(context, group, member);
  }
}
