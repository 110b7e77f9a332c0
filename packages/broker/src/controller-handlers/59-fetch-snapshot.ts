/**
 * FetchSnapshot (key 59), versions 0–1.
 *
 * Behavior: a piece of a snapshot of the metadata log, as it lies on disk.
 *
 * Version notes
 * - v0: (KIP-630)
 * - v1: directory ids, addresses of the leader (KIP-853)
 */

import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import { FetchSnapshotRequest, FetchSnapshotResponse } from "@ottla/protocol/messages/fetch-snapshot";
import type { HandlerResponse, RequestContext, RequestHandler } from "../handlers/handler.ts";
import { fetchSnapshotRequestOf, toFetchSnapshotResponse } from "../quorum/raft-wire.ts";
import type { ControllerServices } from "../services/controller-services.ts";
import { askRaft } from "./raft-request.ts";

type Context = RequestContext<ControllerServices>;

async function handle(
  request: FetchSnapshotRequest,
  context: Context,
): Promise<HandlerResponse<FetchSnapshotResponse>> {
  const { clusterId, wire } = context.services;
  const { topics } = request;
  if (request.clusterId !== null && request.clusterId !== clusterId) {
    return errorResponse(request, ErrorCode.INCONSISTENT_CLUSTER_ID);
  }
  const [first] = topics;
  const asked = first?.partitions[0];
  if (topics.length !== 1 || asked === undefined) return errorResponse(request, ErrorCode.INVALID_REQUEST);
  const message = fetchSnapshotRequestOf(request);
  if (message === undefined) {
    const partition = { index: asked.partition, errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION };
    return { topics: [{ name: first?.name ?? "", partitions: [partition] }] };
  }
  const response = await askRaft(message, context);
  if (typeof response === "number") return errorResponse(request, response);
  return toFetchSnapshotResponse(response, wire, context.apiVersion);
}

function errorResponse(_request: FetchSnapshotRequest, errorCode: number): HandlerResponse<FetchSnapshotResponse> {
  return { errorCode };
}

/** See the head of this file. */
export const handler: RequestHandler<FetchSnapshotRequest, FetchSnapshotResponse, ControllerServices> = {
  apiKey: ApiKey.FetchSnapshot,
  request: FetchSnapshotRequest,
  response: FetchSnapshotResponse,
  clusterOperation: AclOperation.CLUSTER_ACTION,
  handle,
  errorResponse,
};
