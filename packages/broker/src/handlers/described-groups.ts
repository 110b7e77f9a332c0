/** What DescribeGroups, ConsumerGroupDescribe and ShareGroupDescribe have in common: which groups are shown to whom, and what he may do with them. */

import { AclOperation, ErrorCode } from "@ottla/protocol";
import { type AccessContext } from "../authorizer/access.ts";
import { authorizedGroups, authorizedTopics, splitByName } from "../authorizer/authorized-names.ts";
import { authorizedGroupOperations } from "./authorized-operations.ts";

interface Group {
  readonly groupId?: string | undefined;
  readonly errorCode?: number | undefined;
}

interface RefusedGroup {
  readonly groupId: string;
  readonly errorCode: number;
  readonly errorMessage?: string;
}

/** First the groups that may not be described, then the others as `describe` shows them. */
export function describedGroups<Described extends Group>(
  { groupIds, includesOperations }: { readonly groupIds: readonly string[]; readonly includesOperations: boolean },
  context: AccessContext,
  describe: (groupIds: readonly string[]) => Described[],
): (Described | RefusedGroup)[] {
  const mayDescribe = authorizedGroups(context, AclOperation.DESCRIBE);
  const { authorized, unauthorized } = splitByName(groupIds, (groupId) => groupId, mayDescribe);
  const refused = unauthorized.map((groupId) => ({ groupId, errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED }));
  const described = describe(authorized);
  if (!includesOperations) return [...refused, ...described];
  const withOperations = described.map((group) =>
    isDescribed(group)
      ? { ...group, authorizedOperations: authorizedGroupOperations(context, group.groupId ?? "") }
      : group,
  );
  return [...refused, ...withOperations];
}

/** A group is not shown to whoever may not describe all its topics. */
export function withoutHiddenTopics<Described extends Group>(
  groups: readonly (Described | RefusedGroup)[],
  context: AccessContext,
  topicsOf: (group: Described | RefusedGroup) => readonly string[],
): (Described | RefusedGroup)[] {
  if (context.services.authorizer === undefined) return [...groups];
  const mayDescribe = authorizedTopics(context, AclOperation.DESCRIBE);
  return groups.map((group) =>
    topicsOf(group).every(mayDescribe)
      ? group
      : {
          groupId: group.groupId ?? "",
          errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED,
          errorMessage: "The group has described topic(s) that the client is not authorized to describe.",
        },
  );
}

function isDescribed({ errorCode = ErrorCode.NONE }: Group): boolean {
  return errorCode === ErrorCode.NONE;
}
