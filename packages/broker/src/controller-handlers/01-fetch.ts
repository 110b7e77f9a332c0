/**
 * Fetch (key 1) of the metadata log, versions 4–18.
 *
 * Behavior: another node says how far its copy of the metadata log goes and gets what follows, or where its copy parts from the
 * leader's, or which snapshot it needs first. Limits for consumers do not apply: a fetch waits for `max_wait_ms`, whatever it asks as minimum,
 * and `partition_max_bytes` is not looked at, since Apache's raft client says 0.
 *
 * Version notes
 * - v4–v12: there is no id of a topic yet, and Kafka knows the metadata log by its id alone: INVALID_REQUEST, which v4–v6 have no place for
 * - v13: topic ids (KIP-516)
 * - v15: replica state (KIP-903)
 * - v17: directory ids, addresses of the leader (KIP-853)
 * - v18: high watermark of the fetching node: one that is behind with it is answered at once (KIP-1166)
 */

import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import type { HandlerResponse, RequestContext, RequestHandler } from "../handlers/handler.ts";
import { fetchedPartitions, fetchRequestOf, requestError, toFetchResponse } from "../quorum/raft-wire.ts";
import type { ControllerServices } from "../services/controller-services.ts";
import { askRaft } from "./raft-request.ts";

type Context = RequestContext<ControllerServices>;

async function handle(request: FetchRequest, context: Context): Promise<HandlerResponse<FetchResponse>> {
  const { services, apiVersion } = context;
  // Nodes of the quorum are not clients.
  context.quotas?.exempt();
  const error = requestError(services.clusterId, request, fetchedPartitions(request));
  if (error !== ErrorCode.NONE) return errorResponse(request, error);
  const response = await askRaft(fetchRequestOf(request, apiVersion), context);
  if (typeof response === "number") return errorResponse(request, response);
  return toFetchResponse(response, services.wire, apiVersion);
}

function errorResponse(_request: FetchRequest, errorCode: number): HandlerResponse<FetchResponse> {
  return { errorCode, sessionId: 0, responses: [] };
}

/** See the head of this file. */
export const handler: RequestHandler<FetchRequest, FetchResponse, ControllerServices> = {
  apiKey: ApiKey.Fetch,
  request: FetchRequest,
  response: FetchResponse,
  clusterOperation: AclOperation.CLUSTER_ACTION,
  handle,
  errorResponse,
};
