/**
 * InitProducerId (key 22), versions 0–5.
 *
 * Behavior: without a transactional id, hands out a producer id that is unique in the cluster, with epoch 0; whatever producer id
 * and epoch the client had are ignored, as in Kafka. With one, transactions would be set up: they are not served yet, so the
 * answer is COORDINATOR_NOT_AVAILABLE, which no client takes for success.
 *
 * Version notes
 * - v0: (KIP-98)
 * - v1: client throttles itself (KIP-219)
 * - v2: flexible (KIP-482)
 * - v3: the producer's present id and epoch (KIP-360)
 * - v4: PRODUCER_FENCED (KIP-588)
 * - v5: errors of a transaction that can be retried (KIP-890)
 */

import { ApiKey, ErrorCode } from "@ottla/protocol";
import { InitProducerIdRequest, InitProducerIdResponse } from "@ottla/protocol/messages/init-producer-id";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

const NO_PRODUCER_ID = -1n;
const NO_PRODUCER_EPOCH = -1;

async function handle(
  request: InitProducerIdRequest,
  context: RequestContext,
): Promise<HandlerResponse<InitProducerIdResponse>> {
  const error = checkRequest(request);
  if (error !== ErrorCode.NONE) {
    return errorResponse(request, error);
  }
  let producerId: bigint;
  try {
    producerId = await context.services.producerIds.next();
  } catch (cause) {
    context.services.logger.warn({ client: context.clientId, error: cause }, "no producer id can be handed out");
    return errorResponse(request, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
  }
  return { errorCode: ErrorCode.NONE, producerId, producerEpoch: 0 };
}

function checkRequest(request: InitProducerIdRequest): number {
  if ((request.producerId === NO_PRODUCER_ID) !== (request.producerEpoch === NO_PRODUCER_EPOCH)) {
    return ErrorCode.INVALID_REQUEST;
  }
  if (request.transactionalId === null) {
    return ErrorCode.NONE;
  }
  return request.transactionalId === "" ? ErrorCode.INVALID_REQUEST : ErrorCode.COORDINATOR_NOT_AVAILABLE;
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
