/**
 * AssignReplicasToDirs (key 73), version 0.
 *
 * Behavior: a broker with several log directories says in which of them replicas lie, so that the controller knows whom the loss of one concerns.
 *
 * Version notes
 * - v0: (KIP-858)
 */

import { AclOperation, ApiKey } from "@ottla/protocol";
import {
  AssignReplicasToDirsRequest,
  AssignReplicasToDirsResponse,
} from "@ottla/protocol/messages/assign-replicas-to-dirs";
import { controllerOutcome } from "../handlers/controller-outcome.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "../handlers/handler.ts";
import type { ControllerServices } from "../services/controller-services.ts";

function handle(
  request: AssignReplicasToDirsRequest,
  { services }: RequestContext<ControllerServices>,
): Promise<HandlerResponse<AssignReplicasToDirsResponse>> {
  const assigned = services.controller.submit((controller) => controller.handleAssignReplicasToDirs(request));
  return controllerOutcome<AssignReplicasToDirsResponse>(assigned, (errorCode) => errorResponse(request, errorCode));
}

function errorResponse(
  _request: AssignReplicasToDirsRequest,
  errorCode: number,
): HandlerResponse<AssignReplicasToDirsResponse> {
  return { errorCode };
}

/** See the head of this file. */
export const handler: RequestHandler<AssignReplicasToDirsRequest, AssignReplicasToDirsResponse, ControllerServices> = {
  apiKey: ApiKey.AssignReplicasToDirs,
  request: AssignReplicasToDirsRequest,
  response: AssignReplicasToDirsResponse,
  clusterOperation: AclOperation.CLUSTER_ACTION,
  handle,
  errorResponse,
};
