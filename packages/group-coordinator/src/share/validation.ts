/** ShareGroupHeartbeat: what is wrong with a request whatever the state of the group. */

import { ErrorCode } from "@ottla/protocol";
import type { ShareGroupHeartbeatRequest } from "@ottla/protocol/messages/share-group-heartbeat";
import { MemberEpoch } from "../consumer/member-epoch.ts";
import { isBlank } from "../consumer/validation.ts";
import { Refusal } from "../refusal.ts";

export function validateShareGroupHeartbeat({
  groupId,
  memberId,
  memberEpoch,
  rackId,
  subscribedTopicNames,
}: ShareGroupHeartbeatRequest): Refusal | undefined {
  if (isBlank(memberId)) return invalid("MemberId can't be empty.");
  if (isBlank(groupId)) return invalid("GroupId can't be empty.");
  if (rackId !== null && isBlank(rackId)) return invalid("RackId can't be empty.");
  if (memberEpoch === MemberEpoch.JOIN_GROUP) {
    const hasTopics = subscribedTopicNames !== null && subscribedTopicNames.length > 0;
    return hasTopics ? undefined : invalid("SubscribedTopicNames must be set in first request.");
  }
  return memberEpoch < MemberEpoch.LEAVE_GROUP ? invalid("MemberEpoch is invalid.") : undefined;
}

function invalid(message: string): Refusal {
  return new Refusal(ErrorCode.INVALID_REQUEST, message);
}
