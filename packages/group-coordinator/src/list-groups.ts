/** ListGroups: the groups of one shard, in the states (KIP-518) and of the types (KIP-848) that are asked for. */

import { assert } from "@ottla/base";
import type { Input } from "@ottla/protocol";
import type { ListedGroup } from "@ottla/protocol/messages/list-groups";
import { CONSUMER_PROTOCOL_TYPE } from "./classic/consumer-subscription.ts";
import type { GroupCoordinatorContext } from "./group-coordinator-context.ts";
import { GroupType, type GroupEntry } from "./groups.ts";
import { SHARE_PROTOCOL_TYPE } from "./share/share-group.ts";

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
  for (const [groupId, entry] of context.groups.entries(epoch)) {
    if (types.size > 0 && !types.has(entry.type)) continue;
    const group = summarize(context, groupId, entry, epoch);
    if (states.size > 0 && !states.has(group.groupState.toLowerCase())) continue;
    listed.push({ groupId, ...group, groupType: entry.type });
  }
  return listed;
}

function summarize(
  { groups, time }: GroupCoordinatorContext,
  groupId: string,
  entry: GroupEntry,
  epoch: number,
): { readonly protocolType: string; readonly groupState: string } {
  if (entry.type === GroupType.CONSUMER) {
    return { protocolType: CONSUMER_PROTOCOL_TYPE, groupState: entry.group.state.get(epoch) };
  }
  if (entry.type === GroupType.SHARE) {
    return { protocolType: SHARE_PROTOCOL_TYPE, groupState: entry.group.state.get(epoch) };
  }
  const group = groups.classicGroupAt(groupId, epoch, time.nowMs);
  assert(group !== undefined, "a classic group that is listed exists");
  return { protocolType: group.protocolType ?? "", groupState: group.state };
}
