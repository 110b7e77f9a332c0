/**
 * Vote (key 52), versions 0–2.
 *
 * Behavior: another voter stands for election, or asks whether it would be elected. The answer leaves when the vote is durable.
 *
 * Version notes
 * - v0: (KIP-595)
 * - v1: directory ids, addresses of voters (KIP-853)
 * - v2: pre-votes (KIP-996)
 */

import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import { VoteRequest, VoteResponse } from "@ottla/protocol/messages/vote";
import type { HandlerResponse, RequestContext, RequestHandler } from "../handlers/handler.ts";
import { askedPartitions, requestError, toVoteResponse, voteRequestOf } from "../quorum/raft-wire.ts";
import type { ControllerServices } from "../services/controller-services.ts";
import { askRaft } from "./raft-request.ts";

type Context = RequestContext<ControllerServices>;

async function handle(request: VoteRequest, context: Context): Promise<HandlerResponse<VoteResponse>> {
  const { clusterId, wire } = context.services;
  const error = requestError(clusterId, request, askedPartitions(request));
  if (error !== ErrorCode.NONE) return errorResponse(request, error);
  const response = await askRaft(voteRequestOf(request), context);
  if (typeof response === "number") return errorResponse(request, response);
  return toVoteResponse(response, wire, context.apiVersion);
}

function errorResponse(_request: VoteRequest, errorCode: number): HandlerResponse<VoteResponse> {
  return { errorCode };
}

/** See the head of this file. */
export const handler: RequestHandler<VoteRequest, VoteResponse, ControllerServices> = {
  apiKey: ApiKey.Vote,
  request: VoteRequest,
  response: VoteResponse,
  clusterOperation: AclOperation.CLUSTER_ACTION,
  handle,
  errorResponse,
};
