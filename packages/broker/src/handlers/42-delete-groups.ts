/**
 * DeleteGroups (key 42), versions 0–2.
 *
 * Behavior: deletes groups without members, with all they have committed. Each group succeeds or fails on its own; the
 * answer leaves when the deletions are committed.
 *
 * Version notes
 * - v0: KIP-229
 * - v2: flexible (KIP-482)
 */

import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import { DeleteGroupsRequest, DeleteGroupsResponse } from "@ottla/protocol/messages/delete-groups";
import { authorizedGroups, splitByName } from "../authorizer/authorized-names.ts";
import type { RequestHandler } from "./handler.ts";

export const handler: RequestHandler<DeleteGroupsRequest, DeleteGroupsResponse> = {
  apiKey: ApiKey.DeleteGroups,
  request: DeleteGroupsRequest,
  response: DeleteGroupsResponse,
  async handle({ groupsNames }, context) {
    const mayDelete = authorizedGroups(context, AclOperation.DELETE);
    const { authorized, unauthorized } = splitByName([...new Set(groupsNames)], (name) => name, mayDelete);
    const results = await context.services.groupCoordinator.deleteGroups(authorized);
    const errorCode = ErrorCode.GROUP_AUTHORIZATION_FAILED;
    return { results: [...results, ...unauthorized.map((groupId) => ({ groupId, errorCode }))] };
  },
  errorResponse: ({ groupsNames }, errorCode) => ({
    results: groupsNames.map((groupId) => ({ groupId, errorCode })),
  }),
};
