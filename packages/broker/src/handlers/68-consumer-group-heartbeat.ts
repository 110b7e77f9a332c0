/**
 * ConsumerGroupHeartbeat (key 68), versions 0–1 (KIP-848).
 *
 * Behavior: a member of a consumer group joins (epoch 0), keeps up, or leaves (−1, −2 for a static member that will come back).
 * Each heartbeat is one step towards the member's target assignment, which the broker makes. The answer carries what the
 * member has whenever that is news. A member must be allowed to describe the topics that it names; of those that its regular expression fits it gets only
 * such. UNSUPPORTED_VERSION while `group.version` is 0.
 *
 * Version notes
 * - v1: members make their own ids (KIP-1082); subscriptions by regular expression, which the broker resolves
 */

import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
} from "@ottla/protocol/messages/consumer-group-heartbeat";
import { authorizedTopics, isGroupAuthorized } from "../authorizer/authorized-names.ts";
import { groupRequestContext } from "../group-coordinator/group-request-context.ts";
import { consumerProtocolError } from "../group-coordinator/group-version.ts";
import type { RequestHandler } from "./handler.ts";

export const handler: RequestHandler<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse> = {
  apiKey: ApiKey.ConsumerGroupHeartbeat,
  request: ConsumerGroupHeartbeatRequest,
  response: ConsumerGroupHeartbeatResponse,
  handle(request, context) {
    const { services } = context;
    const errorCode = consumerProtocolError(services);
    if (errorCode !== undefined) return { errorCode };
    if (!isGroupAuthorized(context, AclOperation.READ, request.groupId)) {
      return { errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED };
    }
    const mayDescribe = authorizedTopics(context, AclOperation.DESCRIBE);
    if (request.subscribedTopicNames?.every(mayDescribe) === false) {
      return { errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED };
    }
    return services.groupCoordinator.consumerGroupHeartbeat(request, groupRequestContext(context));
  },
  errorResponse: (_request, errorCode) => ({ errorCode }),
};
