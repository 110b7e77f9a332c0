/**
 * ListGroups (key 16), versions 0–5.
 *
 * Behavior: the groups this broker coordinates, to whoever may describe the cluster; to others those that they may describe. While one of its partitions is being loaded the whole answer is
 * COORDINATOR_LOAD_IN_PROGRESS. A name of a state or type that does not exist matches nothing.
 *
 * Version notes
 * - v1: throttle time (KIP-124)
 * - v3: flexible (KIP-482)
 * - v4: states, and a filter for them (KIP-518)
 * - v5: types, and a filter for them (KIP-848)
 */

import { AclOperation, ApiKey } from "@ottla/protocol";
import { ListGroupsRequest, ListGroupsResponse } from "@ottla/protocol/messages/list-groups";
import { isClusterAuthorized } from "../authorizer/access.ts";
import { authorizedGroups } from "../authorizer/authorized-names.ts";
import type { RequestHandler } from "./handler.ts";

export const handler: RequestHandler<ListGroupsRequest, ListGroupsResponse> = {
  apiKey: ApiKey.ListGroups,
  request: ListGroupsRequest,
  response: ListGroupsResponse,
  handle(request, context) {
    const response = context.services.groupCoordinator.listGroups(request);
    if (isClusterAuthorized(context, AclOperation.DESCRIBE, { logIfDenied: false })) return response;
    const mayDescribe = authorizedGroups(context, AclOperation.DESCRIBE, { logIfDenied: false });
    return { ...response, groups: response.groups?.filter(({ groupId = "" }) => mayDescribe(groupId)) };
  },
  errorResponse: (_request, errorCode) => ({ errorCode }),
};
