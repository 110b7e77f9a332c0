/**
 * AllocateProducerIds (key 67), version 0.
 *
 * Behavior: the next block of producer ids goes to the broker that asks.
 *
 * Version notes
 * - v0: (KIP-730)
 */

import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import {
  AllocateProducerIdsRequest,
  AllocateProducerIdsResponse,
} from "@ottla/protocol/messages/allocate-producer-ids";
import { controllerOutcome } from "../handlers/controller-outcome.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "../handlers/handler.ts";
import type { ControllerServices } from "../services/controller-services.ts";

async function allocate(
  request: AllocateProducerIdsRequest,
  { services }: RequestContext<ControllerServices>,
): Promise<HandlerResponse<AllocateProducerIdsResponse>> {
  const { brokerId, brokerEpoch } = request;
  const { image } = services.controller;
  if (image.cluster.brokers.get(brokerId)?.epoch !== brokerEpoch) {
    return errorResponse(request, ErrorCode.STALE_BROKER_EPOCH);
  }
  const block = await services.controller.allocateProducerIdsFor({ brokerId, brokerEpoch });
  return { errorCode: ErrorCode.NONE, producerIdStart: block.firstProducerId, producerIdLen: block.length };
}

function handle(
  request: AllocateProducerIdsRequest,
  context: RequestContext<ControllerServices>,
): Promise<HandlerResponse<AllocateProducerIdsResponse>> {
  return controllerOutcome(allocate(request, context), (errorCode) => errorResponse(request, errorCode));
}

function errorResponse(
  _request: AllocateProducerIdsRequest,
  errorCode: number,
): HandlerResponse<AllocateProducerIdsResponse> {
  return { errorCode };
}

/** See the head of this file. */
export const handler: RequestHandler<AllocateProducerIdsRequest, AllocateProducerIdsResponse, ControllerServices> = {
  apiKey: ApiKey.AllocateProducerIds,
  request: AllocateProducerIdsRequest,
  response: AllocateProducerIdsResponse,
  clusterOperation: AclOperation.CLUSTER_ACTION,
  handle,
  errorResponse,
};
