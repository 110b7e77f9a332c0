/** Who may describe or alter configs: those of topics and groups are their own, all others those of the cluster. */

import { type ApiError, apiError, ConfigResourceType, type ConfigResource } from "@ottla/metadata";
import { type AclOperation, ErrorCode } from "@ottla/protocol";
import { type AccessContext, isClusterAuthorized } from "../authorizer/access.ts";
import { isGroupAuthorized, isTopicAuthorized } from "../authorizer/authorized-names.ts";

/** Undefined if the client may. Nobody needs to ask about a resource of a type that has no configs. */
export function configAuthorizationError(
  { type, name }: ConfigResource,
  operation: AclOperation,
  context: AccessContext,
): ApiError | undefined {
  switch (type) {
    case ConfigResourceType.TOPIC:
      return isTopicAuthorized(context, operation, name) ? undefined : apiError(ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    case ConfigResourceType.GROUP:
      return isGroupAuthorized(context, operation, name) ? undefined : apiError(ErrorCode.GROUP_AUTHORIZATION_FAILED);
    case ConfigResourceType.BROKER:
    case ConfigResourceType.BROKER_LOGGER:
    case ConfigResourceType.CLIENT_METRICS:
      return isClusterAuthorized(context, operation) ? undefined : apiError(ErrorCode.CLUSTER_AUTHORIZATION_FAILED);
    default:
      return undefined;
  }
}
