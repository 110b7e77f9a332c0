/**
 * AlterPartition (key 56), versions 2–3.
 *
 * Behavior: the leader of a partition says which replicas are in sync, and that it has recovered from an unclean election.
 *
 * Version notes
 * - v2: topic ids (KIP-841)
 * - v3: broker epochs of the in-sync replicas (KIP-903)
 */

import { AclOperation, ApiKey } from "@ottla/protocol";
import { AlterPartitionRequest, AlterPartitionResponse } from "@ottla/protocol/messages/alter-partition";
import { controllerOutcome } from "../handlers/controller-outcome.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "../handlers/handler.ts";
import type { ControllerServices } from "../services/controller-services.ts";

function handle(
  request: AlterPartitionRequest,
  { services }: RequestContext<ControllerServices>,
): Promise<HandlerResponse<AlterPartitionResponse>> {
  const altered = services.controller.submit((controller) => controller.handleAlterPartition(request));
  return controllerOutcome<AlterPartitionResponse>(altered, (errorCode) => errorResponse(request, errorCode));
}

function errorResponse(_request: AlterPartitionRequest, errorCode: number): HandlerResponse<AlterPartitionResponse> {
  return { errorCode };
}

/** See the head of this file. */
export const handler: RequestHandler<AlterPartitionRequest, AlterPartitionResponse, ControllerServices> = {
  apiKey: ApiKey.AlterPartition,
  request: AlterPartitionRequest,
  response: AlterPartitionResponse,
  clusterOperation: AclOperation.CLUSTER_ACTION,
  handle,
  errorResponse,
};
