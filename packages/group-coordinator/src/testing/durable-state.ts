/** What a shard holds that the log holds too, as plain data that can be compared. */

import type { GroupMetadataValue } from "@ottla/protocol/messages/group-coordinator-records";
import type { GroupCoordinatorShard } from "../group-coordinator-shard.ts";
import type { ClassicGroup } from "../classic/classic-group.ts";
import type { OffsetTable } from "../offsets/offset-table.ts";

export function durableState({ context }: GroupCoordinatorShard): Record<string, unknown> {
  return {
    groups: sorted([...context.groups.entries()].map(([id, { metadata }]) => [id, comparable(metadata)])),
    offsets: offsetsOf(context.offsets.table),
    count: context.offsets.count,
    pending: sorted([...context.offsets.pendingOffsets()].map(([id, table]) => [String(id), offsetsOf(table)])),
  };
}

/** What the log would hold of a live group if it were written now. */
export function liveGeneration(group: ClassicGroup): Record<string, unknown> {
  return {
    generation: group.generationId,
    protocolType: group.protocolType ?? "",
    protocol: group.protocolName,
    leader: group.leaderId,
    members: sorted(
      [...group.members()].map((member) => [
        member.memberId,
        { instance: member.groupInstanceId, assignment: [...member.assignment] },
      ]),
    ),
  };
}

function offsetsOf(table: OffsetTable): [string, unknown][] {
  return sorted([...table].map(([group, topic, partition, offset]) => [`${group}/${topic}-${partition}`, offset]));
}

function sorted<T>(entries: readonly (readonly [string, T])[]): [string, T][] {
  return entries.map(([key, value]): [string, T] => [key, value]).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Bytes as numbers: a Buffer and a Uint8Array of the same bytes are the same. */
function comparable(metadata: GroupMetadataValue | undefined): unknown {
  if (metadata === undefined) return null;
  const members = metadata.members.map((member) => ({
    ...member,
    subscription: [...member.subscription],
    assignment: [...member.assignment],
  }));
  return { ...metadata, members };
}
