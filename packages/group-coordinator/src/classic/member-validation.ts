/** Whether a request comes from a member of the group, and from the one that holds the static identity it claims. */

import { ErrorCode } from "@ottla/protocol";
import type { ClassicGroup } from "./classic-group.ts";

/** NONE, UNKNOWN_MEMBER_ID or FENCED_INSTANCE_ID. */
export function validateMember(group: ClassicGroup, memberId: string, groupInstanceId: string | null): number {
  if (groupInstanceId !== null) {
    const holder = group.staticMemberId(groupInstanceId);
    if (holder === undefined) return ErrorCode.UNKNOWN_MEMBER_ID;
    if (holder !== memberId) return ErrorCode.FENCED_INSTANCE_ID;
  }
  return group.hasMember(memberId) ? ErrorCode.NONE : ErrorCode.UNKNOWN_MEMBER_ID;
}
