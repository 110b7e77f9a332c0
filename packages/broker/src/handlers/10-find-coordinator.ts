/**
 * FindCoordinator (key 10), versions 0–6.
 *
 * Behavior: names the broker that coordinates a group: the leader of the group's partition of `__consumer_offsets`. The
 * topic is created when the first client asks; Apache Kafka answers that client COORDINATOR_NOT_AVAILABLE and lets it ask
 * again, here the answer waits for the topic. While the partition has no leader: COORDINATOR_NOT_AVAILABLE.
 * A transactional id's coordinator is found the same way in `__transaction_state`, that of a share partition in
 * `__share_group_state`.
 *
 * Version notes
 * - v1: key type, error message (KIP-98)
 * - v2: throttling after the answer (KIP-219)
 * - v3: flexible (KIP-482)
 * - v4: several keys in one request (KIP-699)
 * - v5: TRANSACTION_ABORTABLE for newer clients (KIP-890)
 * - v6: key type of share groups (KIP-932)
 */

import { AclOperation, ApiKey, ErrorCode, errorMessage, type Input } from "@ottla/protocol";
import {
  FindCoordinatorRequest,
  FindCoordinatorResponse,
  type Coordinator,
} from "@ottla/protocol/messages/find-coordinator";
import { parseShareCoordinatorKey } from "@ottla/share-coordinator";
import { isClusterAuthorized } from "../authorizer/access.ts";
import { isGroupAuthorized, isTransactionalIdAuthorized } from "../authorizer/authorized-names.ts";
import { GROUP_METADATA_TOPIC_NAME } from "../group-coordinator/offsets-topic.ts";
import { TRANSACTION_STATE_TOPIC_NAME } from "../transaction-coordinator/transactions-topic.ts";
import { SHARE_GROUP_STATE_TOPIC_NAME } from "../share-coordinator/share-state-topic.ts";
import type { RequestContext, RequestHandler } from "./handler.ts";

const BATCHED_SINCE_VERSION = 4;
const SHARE_SINCE_VERSION = 6;

const CoordinatorType = { GROUP: 0, TRANSACTION: 1, SHARE: 2 } as const;

const NO_NODE = { nodeId: -1, host: "", port: -1 } as const;

/** What one key comes to; `message` only where Kafka's text for the code would not do. */
interface Found {
  readonly errorCode: number;
  readonly message?: string;
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
}

async function handle(
  request: FindCoordinatorRequest,
  context: RequestContext,
): Promise<Input<FindCoordinatorResponse>> {
  const { keyType } = request;
  if (!Object.values<number>(CoordinatorType).includes(keyType)) {
    return errorResponse(request, ErrorCode.INVALID_REQUEST, context);
  }
  // The coordinators of share partitions are asked for by brokers.
  const isOfBrokers = keyType === CoordinatorType.SHARE && context.apiVersion >= SHARE_SINCE_VERSION;
  if (isOfBrokers && request.coordinatorKeys.length > 0 && !isClusterAuthorized(context, AclOperation.CLUSTER_ACTION)) {
    return errorResponse(request, ErrorCode.CLUSTER_AUTHORIZATION_FAILED, context);
  }
  if (context.apiVersion < BATCHED_SINCE_VERSION) {
    const { message, ...found } = await findCoordinator(keyType, request.key, context);
    return { ...found, errorMessage: message ?? textOf(found.errorCode) };
  }
  const coordinators: Input<Coordinator>[] = [];
  for (const key of request.coordinatorKeys) {
    const { message, ...found } = await findCoordinator(keyType, key, context);
    coordinators.push({ key, ...found, errorMessage: message });
  }
  return { coordinators };
}

async function findCoordinator(keyType: number, key: string, context: RequestContext): Promise<Found> {
  if (keyType === CoordinatorType.SHARE && context.apiVersion < SHARE_SINCE_VERSION) {
    return notFound(ErrorCode.INVALID_REQUEST);
  }
  const { groupCoordinator } = context.services;
  if (keyType === CoordinatorType.GROUP) {
    if (!isGroupAuthorized(context, AclOperation.DESCRIBE, key)) {
      return notFound(ErrorCode.GROUP_AUTHORIZATION_FAILED);
    }
    return findLeader(GROUP_METADATA_TOPIC_NAME, () => groupCoordinator.partitionFor(key), context);
  }
  if (keyType === CoordinatorType.TRANSACTION) {
    if (!isTransactionalIdAuthorized(context, AclOperation.DESCRIBE, key)) {
      return notFound(ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    }
    const transactionCoordinator = await context.services.transactionCoordinator();
    return findLeader(TRANSACTION_STATE_TOPIC_NAME, () => transactionCoordinator.partitionFor(key), context);
  }
  if (parseShareCoordinatorKey(key) === undefined) return notFound(ErrorCode.INVALID_REQUEST);
  const { coordinator } = await context.services.shareGroups.load();
  return findLeader(SHARE_GROUP_STATE_TOPIC_NAME, () => coordinator.partitionFor(key), context);
}

/** The leader of a partition of an internal topic, which is created if it has to be. */
async function findLeader(topic: string, partitionOf: () => number, context: RequestContext): Promise<Found> {
  const { metadata, autoTopicCreation } = context.services;
  if (metadata.image.topics.getByName(topic) === undefined) {
    await autoTopicCreation.createTopics([topic], undefined);
  }
  const leader = metadata.image.topics.getPartition(topic, partitionOf())?.leader ?? -1;
  const endpoint = leader < 0 ? undefined : context.services.advertisedEndpoint(leader, context);
  if (endpoint === undefined) return notFound(ErrorCode.COORDINATOR_NOT_AVAILABLE);
  const { nodeId, host, port } = endpoint;
  return { errorCode: ErrorCode.NONE, nodeId, host, port };
}

function notFound(errorCode: number, message?: string): Found {
  return message === undefined ? { errorCode, ...NO_NODE } : { errorCode, message, ...NO_NODE };
}

/** Kafka's text; of NONE it is its name. */
function textOf(errorCode: number): string {
  return errorCode === ErrorCode.NONE ? "NONE" : errorMessage(errorCode);
}

function errorResponse(
  { coordinatorKeys }: FindCoordinatorRequest,
  errorCode: number,
  { apiVersion }: Pick<RequestContext, "apiVersion">,
): Input<FindCoordinatorResponse> {
  const error = { errorCode, errorMessage: textOf(errorCode), ...NO_NODE };
  if (apiVersion < BATCHED_SINCE_VERSION) return error;
  return { coordinators: coordinatorKeys.map((key) => ({ key, ...error })) };
}

export const handler: RequestHandler<FindCoordinatorRequest, FindCoordinatorResponse> = {
  apiKey: ApiKey.FindCoordinator,
  request: FindCoordinatorRequest,
  response: FindCoordinatorResponse,
  handle,
  errorResponse,
};
