/** ListGroups: the groups of one shard, in the states (KIP-518) and of the types (KIP-848) that are asked for. */

import type { Input } from "@ottla/protocol";
import type { ListedGroup } from "@ottla/protocol/messages/list-groups";
import type { GroupCoordinatorContext } from "./group-coordinator-context.ts";
import { GroupType } from "./groups.ts";

export interface ListGroupsFilter {
  /** Names of states in any case; empty for all. An unknown name matches nothing. */
  readonly states: readonly string[];
  /** Names of types in any case; empty for all. An unknown name matches nothing. */
  readonly types: readonly string[];
}

export function listGroups(
  context: GroupCoordinatorContext,
  filter: ListGroupsFilter,
  epoch: number,
): Input<ListedGroup>[] {
  const states = new Set(filter.states.map((state) => state.toLowerCase().trim()));
  const types = new Set(filter.types.map((type) => type.toLowerCase()));
  const listed: Input<ListedGroup>[] = [];
  for (const [groupId] of context.groups.entries(epoch)) {
    const group = context.groups.classicGroupAt(groupId, epoch, context.time.nowMs);
    if (group === undefined) continue;
    if (states.size > 0 && !states.has(group.state.toLowerCase())) continue;
    if (types.size > 0 && !types.has(GroupType.CLASSIC)) continue;
    listed.push({
      groupId,
      protocolType: group.protocolType ?? "",
      groupState: group.state,
      groupType: GroupType.CLASSIC,
    });
  }
  return listed;
}
