/**
 * FetchSnapshot (key 59), versions 0–1.
 *
 * Behavior: a piece of a snapshot of the metadata log, as it lies on disk.
 *
 * Version notes
 * - v0: (KIP-630)
 * - v1: directory ids, addresses of the leader (KIP-853)
 */

import { ApiKey, ErrorCode } from "@ottla/protocol";
import { FetchSnapshotRequest, FetchSnapshotResponse } from "@ottla/protocol/messages/fetch-snapshot";
import type { HandlerResponse, RequestContext, RequestHandler } from "../handlers/handler.ts";
import { fetchSnapshotRequestOf, requestError, toFetchSnapshotResponse } from "../quorum/raft-wire.ts";
import type { ControllerServices } from "../services/controller-services.ts";
import { askRaft } from "./raft-request.ts";

type Context = RequestContext<ControllerServices>;

async function handle(
  request: FetchSnapshotRequest,
  context: Context,
): Promise<HandlerResponse<FetchSnapshotResponse>> {
  const { clusterId, wire } = context.services;
  const error = requestError(clusterId, request);
  if (error !== ErrorCode.NONE) return errorResponse(request, error);
  const response = await askRaft(fetchSnapshotRequestOf(request), context);
  return typeof response === "number" ? errorResponse(request, response) : toFetchSnapshotResponse(response, wire);
}

function errorResponse(_request: FetchSnapshotRequest, errorCode: number): HandlerResponse<FetchSnapshotResponse> {
  return { errorCode };
}

/** See the head of this file. */
export const handler: RequestHandler<FetchSnapshotRequest, FetchSnapshotResponse, ControllerServices> = {
  apiKey: ApiKey.FetchSnapshot,
  request: FetchSnapshotRequest,
  response: FetchSnapshotResponse,
  handle,
  errorResponse,
};
