/** A classic group as it lives again after its last generation has been read from the log. */

import type { GroupMetadataValue } from "@ottla/protocol/messages/group-coordinator-records";
import { ClassicGroup } from "./classic-group.ts";
import { ClassicGroupMember } from "./classic-group-member.ts";
import { ClassicGroupState } from "./classic-group-state.ts";

/**
 * `metadata` is undefined for a group that has only committed offsets. A group with members was Stable: only then is it
 * written with members.
 */
export function restoreClassicGroup(
  groupId: string,
  metadata: GroupMetadataValue | undefined,
  nowMs: number,
): ClassicGroup {
  if (metadata === undefined) {
    return new ClassicGroup({ groupId, state: ClassicGroupState.EMPTY, currentStateTimestampMs: nowMs });
  }
  const group = new ClassicGroup({
    groupId,
    state: metadata.members.length === 0 ? ClassicGroupState.EMPTY : ClassicGroupState.STABLE,
    generationId: metadata.generation,
    protocolType: metadata.protocolType === "" ? null : metadata.protocolType,
    // A generation with members has a protocol; should a foreign record lack it, it is the one without a name.
    protocolName: metadata.members.length === 0 ? metadata.protocol : (metadata.protocol ?? ""),
    leaderId: metadata.leader,
    currentStateTimestampMs: metadata.currentStateTimestamp === -1 ? null : metadata.currentStateTimestamp,
  });
  for (const member of metadata.members) {
    group.add(
      new ClassicGroupMember({
        memberId: member.memberId,
        groupInstanceId: member.groupInstanceId,
        clientId: member.clientId,
        clientHost: member.clientHost,
        rebalanceTimeoutMs: member.rebalanceTimeout === -1 ? member.sessionTimeout : member.rebalanceTimeout,
        sessionTimeoutMs: member.sessionTimeout,
        protocolType: metadata.protocolType,
        supportedProtocols: [{ name: metadata.protocol ?? "", metadata: member.subscription }],
        assignment: member.assignment,
      }),
    );
  }
  group.subscribedTopics = group.computeSubscribedTopics();
  return group;
}
