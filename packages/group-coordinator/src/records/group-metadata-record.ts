/** Makes GroupMetadata records: one for each generation of a classic group that is worth finding again. */

import { assert } from "@ottla/base";
import type { ClassicGroup } from "../classic/classic-group.ts";
import type { GroupMetadataRecord } from "./group-record.ts";

/** A generation with its members and what each is assigned. Every member must be in `assignments`. */
export function groupMetadataRecord(
  group: ClassicGroup,
  assignments: ReadonlyMap<string, Uint8Array>,
): GroupMetadataRecord {
  const members = [...group.members()].map((member) => {
    assert(group.protocolName !== null, "a generation with members has a protocol");
    const assignment = assignments.get(member.memberId);
    assert(assignment !== undefined, "every member of a written generation has an assignment");
    return {
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      rebalanceTimeout: member.rebalanceTimeoutMs,
      sessionTimeout: member.sessionTimeoutMs,
      subscription: member.metadataOf(group.protocolName),
      assignment,
    };
  });
  return {
    type: "group-metadata",
    key: { group: group.groupId },
    value: {
      protocolType: group.protocolType ?? "",
      generation: group.generationId,
      protocol: group.protocolName,
      leader: group.leaderId,
      currentStateTimestamp: group.currentStateTimestampMs ?? -1,
      members,
    },
  };
}

/** A group that exists from now on, without members or generation. */
export function emptyGroupMetadataRecord(group: ClassicGroup): GroupMetadataRecord {
  return {
    type: "group-metadata",
    key: { group: group.groupId },
    value: {
      protocolType: "",
      generation: 0,
      protocol: null,
      leader: null,
      currentStateTimestamp: group.currentStateTimestampMs ?? -1,
      members: [],
    },
  };
}

export function groupMetadataTombstone(groupId: string): GroupMetadataRecord {
  return { type: "group-metadata", key: { group: groupId }, value: null };
}
