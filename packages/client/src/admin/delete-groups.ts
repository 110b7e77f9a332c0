/**
 * Admin: deleteConsumerGroups and removeMembersFromConsumerGroup.
 */
import { DeleteGroupsRequest, DeleteGroupsResponse } from "@ottla/protocol/messages/delete-groups";
import { LeaveGroupRequest, LeaveGroupResponse } from "@ottla/protocol/messages/leave-group";
import { protocolError } from "../errors.ts";
import type { AdminContext, CallScope } from "./admin-context.ts";
import { describeConsumerGroups } from "./describe-groups.ts";
import { askCoordinator, groupCoordinators, isCoordinatorRetry, throwGroupError } from "./group-coordinators.ts";
import { Results } from "./results.ts";
import type { AdminCallOptions, RemoveMembersOptions } from "./types.ts";

const DELETE_API = { request: DeleteGroupsRequest, response: DeleteGroupsResponse };
const LEAVE_API = { request: LeaveGroupRequest, response: LeaveGroupResponse };
/** The longest reason Kafka takes, in characters. */
const REASON_LENGTH_MAX = 255;
const DEFAULT_REASON = "member was removed by an admin";

interface Member {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
}

export async function deleteConsumerGroups(
  context: AdminContext,
  groupIds: readonly string[],
  options: AdminCallOptions,
): Promise<Results<string, void>> {
  const scope = context.scope("deleteConsumerGroups", options);
  const results = new Results<string, void>((groupId) => groupId, groupIds);
  return await context.forEachItem(scope, {
    keys: groupIds,
    results,
    lookup: (keys) => groupCoordinators(context, keys, results),
    async ask(nodeId, keys) {
      const timeoutMs = context.requestTimeoutMs(scope);
      const { response } = await context.client.send(nodeId, {
        api: DELETE_API,
        body: { groupsNames: keys },
        timeoutMs,
      });
      for (const { groupId, errorCode } of response.results) {
        if (errorCode === 0) results.succeed(groupId, undefined);
        else if (!isCoordinatorRetry(errorCode)) results.fail(groupId, protocolError(errorCode));
      }
    },
  });
}

export async function removeMembersFromConsumerGroup(
  context: AdminContext,
  groupId: string,
  options: RemoveMembersOptions,
): Promise<Results<string, void>> {
  const scope = context.scope("removeMembersFromConsumerGroup", options);
  const members: readonly Member[] =
    options.members?.map((one) => ({ memberId: "", groupInstanceId: one.groupInstanceId })) ??
    (await allMembers(context, groupId, options));
  const results = new Results<string, void>((member) => member);
  if (members.length === 0) return results;
  const given =
    options.reason === undefined || options.reason === "" ? DEFAULT_REASON : `${DEFAULT_REASON}: ${options.reason}`;
  const reason = given.slice(0, REASON_LENGTH_MAX);
  const response = await leave(context, scope, { groupId, members, reason });
  for (const member of response.members) {
    const key = member.groupInstanceId ?? member.memberId;
    if (member.errorCode === 0) results.succeed(key, undefined);
    else results.fail(key, protocolError(member.errorCode));
  }
  return results;
}

async function leave(
  context: AdminContext,
  scope: CallScope,
  request: { readonly groupId: string; readonly members: readonly Member[]; readonly reason: string },
): Promise<LeaveGroupResponse> {
  const { groupId, members, reason } = request;
  return await askCoordinator(context, scope, groupId, async (nodeId) => {
    const { response } = await context.client.send(nodeId, {
      api: LEAVE_API,
      body: { groupId, members: members.map((one) => ({ ...one, reason })) },
      versions: { min: 3 },
      timeoutMs: context.requestTimeoutMs(scope),
    });
    throwGroupError(response.errorCode);
    return response;
  });
}

async function allMembers(
  context: AdminContext,
  groupId: string,
  options: AdminCallOptions,
): Promise<readonly Member[]> {
  const description = (await describeConsumerGroups(context, [groupId], options)).value(groupId);
  return description.members.map(({ memberId, groupInstanceId }) => ({
    // A static member is named by its instance, whoever holds it now.
    memberId: groupInstanceId === undefined ? memberId : "",
    groupInstanceId: groupInstanceId ?? null,
  }));
}
