/**
 * InitProducerId (key 22), versions 0–5.
 *
 * Behavior: without a transactional id, hands out a producer id that is unique in the cluster, with epoch 0; whatever producer id
 * and epoch the client had are ignored, as in Kafka. With one, the producer takes over the transactional id: its epoch rises, so
 * that whoever had it before is fenced, and an open transaction is aborted first, during which the answer is
 * CONCURRENT_TRANSACTIONS. Two-phase commit (KIP-939) needs version 6, which no release of Kafka has finished.
 *
 * Version notes
 * - v0: (KIP-98)
 * - v1: client throttles itself (KIP-219)
 * - v2: flexible (KIP-482)
 * - v3: the producer's present id and epoch (KIP-360)
 * - v4: PRODUCER_FENCED; older versions see INVALID_PRODUCER_EPOCH (KIP-588)
 * - v5: errors of a transaction that can be retried (KIP-890)
 */

import { AclOperation, ApiKey, ErrorCode, ResourceType } from "@ottla/protocol";
import { InitProducerIdRequest, InitProducerIdResponse } from "@ottla/protocol/messages/init-producer-id";
import { isAuthorizedByResourceType, isClusterAuthorized } from "../authorizer/access.ts";
import { isTransactionalIdAuthorized } from "../authorizer/authorized-names.ts";
import { fencedErrorOf } from "../transaction-coordinator/fenced-error.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

const NO_PRODUCER_ID = -1n;
const NO_PRODUCER_EPOCH = -1;
const FENCED_SINCE_VERSION = 4;

function handle(
  request: InitProducerIdRequest,
  context: RequestContext,
): HandlerResponse<InitProducerIdResponse> | Promise<HandlerResponse<InitProducerIdResponse>> {
  const { transactionalId, producerId, producerEpoch } = request;
  const refusal = authorizationError(transactionalId, context);
  if (refusal !== ErrorCode.NONE) return errorResponse(request, refusal);
  if ((producerId === NO_PRODUCER_ID) !== (producerEpoch === NO_PRODUCER_EPOCH)) {
    return errorResponse(request, ErrorCode.INVALID_REQUEST);
  }
  return transactionalId === null
    ? anyProducer(request, context)
    : transactionalProducer(request, context, transactionalId);
}

/** Whoever may write to any topic at all may do so idempotently (KIP-679). */
function authorizationError(transactionalId: string | null, context: RequestContext): number {
  if (transactionalId !== null) {
    return isTransactionalIdAuthorized(context, AclOperation.WRITE, transactionalId)
      ? ErrorCode.NONE
      : ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
  }
  return isClusterAuthorized(context, AclOperation.IDEMPOTENT_WRITE, { logIfDenied: false }) ||
    isAuthorizedByResourceType(context, AclOperation.WRITE, ResourceType.TOPIC)
    ? ErrorCode.NONE
    : ErrorCode.CLUSTER_AUTHORIZATION_FAILED;
}

async function anyProducer(
  request: InitProducerIdRequest,
  { services, clientId }: RequestContext,
): Promise<HandlerResponse<InitProducerIdResponse>> {
  try {
    return { errorCode: ErrorCode.NONE, producerId: await services.producerIds.next(), producerEpoch: 0 };
  } catch (cause) {
    services.logger.warn({ client: clientId, error: cause }, "no producer id can be handed out");
    return errorResponse(request, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
  }
}

async function transactionalProducer(
  { transactionTimeoutMs, producerId, producerEpoch }: InitProducerIdRequest,
  { services, apiVersion }: RequestContext,
  transactionalId: string,
): Promise<HandlerResponse<InitProducerIdResponse>> {
  const coordinator = await services.transactionCoordinator();
  const { errorCode, ...identity } = await coordinator.initProducerId({
    transactionalId,
    transactionTimeoutMs,
    expected: producerId === NO_PRODUCER_ID ? undefined : { producerId, producerEpoch },
  });
  return { ...identity, errorCode: fencedErrorOf(errorCode, apiVersion >= FENCED_SINCE_VERSION) };
}

function errorResponse(_request: InitProducerIdRequest, errorCode: number): HandlerResponse<InitProducerIdResponse> {
  return { errorCode, producerId: NO_PRODUCER_ID, producerEpoch: NO_PRODUCER_EPOCH };
}

/** See the head of this file. */
export const handler: RequestHandler<InitProducerIdRequest, InitProducerIdResponse> = {
  apiKey: ApiKey.InitProducerId,
  request: InitProducerIdRequest,
  response: InitProducerIdResponse,
  handle,
  errorResponse,
};
