/**
 * ListPartitionReassignments (key 46), version 0.
 *
 * Behavior: the reassignments that are under way: of the partitions that are named, or of all. Others are left out, unknown ones too.
 *
 * Version notes
 * - v0: (KIP-455)
 */

import { AclOperation, ApiKey, errorMessage } from "@ottla/protocol";
import {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
} from "@ottla/protocol/messages/list-partition-reassignments";
import { controllerOutcome } from "./controller-outcome.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";
import type { AdminServices } from "../services/controller-services.ts";

type Response = HandlerResponse<ListPartitionReassignmentsResponse>;

function handle(
  request: ListPartitionReassignmentsRequest,
  { services }: RequestContext<AdminServices>,
): Promise<Response> | Response {
  if (request.topics?.length === 0) return { errorMessage: null, topics: [] };
  const listed = services.controller.listPartitionReassignments(request);
  return controllerOutcome<ListPartitionReassignmentsResponse>(listed, (code) => errorResponse(request, code));
}

function errorResponse(
  request: ListPartitionReassignmentsRequest,
  errorCode: number,
  _context?: RequestContext<AdminServices>,
  message: string = errorMessage(errorCode),
): Response {
  return {
    errorCode,
    errorMessage: message,
    topics: (request.topics ?? []).map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map((partitionIndex) => ({
        partitionIndex,
        replicas: [],
        addingReplicas: [],
        removingReplicas: [],
      })),
    })),
  };
}

/** See the head of this file. */
export const handler: RequestHandler<
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
  AdminServices
> = {
  apiKey: ApiKey.ListPartitionReassignments,
  request: ListPartitionReassignmentsRequest,
  response: ListPartitionReassignmentsResponse,
  clusterOperation: AclOperation.DESCRIBE,
  handle,
  errorResponse,
};
