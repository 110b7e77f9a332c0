/** The end of a group of any kind: what deletes it from the log. Its offsets are another matter (`offsets/delete`). */

import type { GroupCoordinatorContext } from "./group-coordinator-context.ts";
import { groupTombstones } from "./consumer/downgrade.ts";
import { tombstonesOfShareGroup } from "./share/fence.ts";
import { groupMetadataTombstone } from "./records/group-metadata-record.ts";
import type { GroupRecord } from "./records/group-record.ts";

/** Nothing when there is no such group. */
export function tombstonesOfGroupItself({ groups }: GroupCoordinatorContext, groupId: string): GroupRecord[] {
  const entry = groups.entry(groupId);
  switch (entry?.type) {
    case undefined:
      return [];
    case "classic":
      return [groupMetadataTombstone(groupId)];
    case "consumer":
      return groupTombstones(entry.group);
    case "share":
      return tombstonesOfShareGroup(entry.group);
  }
}
