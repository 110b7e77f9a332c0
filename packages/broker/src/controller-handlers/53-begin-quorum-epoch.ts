/**
 * BeginQuorumEpoch (key 53), versions 0–1.
 *
 * Behavior: another voter says that it leads an epoch; whoever knows no later one follows it.
 *
 * Version notes
 * - v0: (KIP-595)
 * - v1: flexible; directory ids, addresses of the leader (KIP-853)
 */

import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import { BeginQuorumEpochRequest, BeginQuorumEpochResponse } from "@ottla/protocol/messages/begin-quorum-epoch";
import type { HandlerResponse, RequestContext, RequestHandler } from "../handlers/handler.ts";
import { askedPartitions, beginRequestOf, requestError, toAnnouncementResponse } from "../quorum/raft-wire.ts";
import type { ControllerServices } from "../services/controller-services.ts";
import { askRaft } from "./raft-request.ts";

type Context = RequestContext<ControllerServices>;

async function handle(
  request: BeginQuorumEpochRequest,
  context: Context,
): Promise<HandlerResponse<BeginQuorumEpochResponse>> {
  const { clusterId, wire } = context.services;
  const error = requestError(clusterId, request, askedPartitions(request));
  if (error !== ErrorCode.NONE) return errorResponse(request, error);
  const response = await askRaft(beginRequestOf(request), context);
  if (typeof response === "number") return errorResponse(request, response);
  return toAnnouncementResponse(response, wire, context.apiVersion);
}

function errorResponse(
  _request: BeginQuorumEpochRequest,
  errorCode: number,
): HandlerResponse<BeginQuorumEpochResponse> {
  return { errorCode };
}

/** See the head of this file. */
export const handler: RequestHandler<BeginQuorumEpochRequest, BeginQuorumEpochResponse, ControllerServices> = {
  apiKey: ApiKey.BeginQuorumEpoch,
  request: BeginQuorumEpochRequest,
  response: BeginQuorumEpochResponse,
  clusterOperation: AclOperation.CLUSTER_ACTION,
  handle,
  errorResponse,
};
