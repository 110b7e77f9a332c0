/**
 * EndQuorumEpoch (key 54), versions 0–1.
 *
 * Behavior: the leader of an epoch leads it no more and says who should stand first.
 *
 * Version notes
 * - v0: (KIP-595)
 * - v1: flexible; candidates with directory ids, addresses of the leader (KIP-853)
 */

import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import { EndQuorumEpochRequest, EndQuorumEpochResponse } from "@ottla/protocol/messages/end-quorum-epoch";
import type { HandlerResponse, RequestContext, RequestHandler } from "../handlers/handler.ts";
import { askedPartitions, endRequestOf, requestError, toAnnouncementResponse } from "../quorum/raft-wire.ts";
import type { ControllerServices } from "../services/controller-services.ts";
import { askRaft } from "./raft-request.ts";

type Context = RequestContext<ControllerServices>;

async function handle(
  request: EndQuorumEpochRequest,
  context: Context,
): Promise<HandlerResponse<EndQuorumEpochResponse>> {
  const { clusterId, wire } = context.services;
  const error = requestError(clusterId, request, askedPartitions(request));
  if (error !== ErrorCode.NONE) return errorResponse(request, error);
  const response = await askRaft(endRequestOf(request), context);
  if (typeof response === "number") return errorResponse(request, response);
  return toAnnouncementResponse(response, wire, context.apiVersion);
}

function errorResponse(_request: EndQuorumEpochRequest, errorCode: number): HandlerResponse<EndQuorumEpochResponse> {
  return { errorCode };
}

/** See the head of this file. */
export const handler: RequestHandler<EndQuorumEpochRequest, EndQuorumEpochResponse, ControllerServices> = {
  apiKey: ApiKey.EndQuorumEpoch,
  request: EndQuorumEpochRequest,
  response: EndQuorumEpochResponse,
  clusterOperation: AclOperation.CLUSTER_ACTION,
  handle,
  errorResponse,
};
