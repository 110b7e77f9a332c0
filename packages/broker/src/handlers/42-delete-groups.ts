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

import { ApiKey } from "@ottla/protocol";
import { DeleteGroupsRequest, DeleteGroupsResponse } from "@ottla/protocol/messages/delete-groups";
import type { RequestHandler } from "./handler.ts";

export const handler: RequestHandler<DeleteGroupsRequest, DeleteGroupsResponse> = {
  apiKey: ApiKey.DeleteGroups,
  request: DeleteGroupsRequest,
  response: DeleteGroupsResponse,
  async handle({ groupsNames }, { services }) {
    return { results: await services.groupCoordinator.deleteGroups([...new Set(groupsNames)]) };
  },
  errorResponse: ({ groupsNames }, errorCode) => ({
    results: groupsNames.map((groupId) => ({ groupId, errorCode })),
  }),
};
