/**
 * AlterPartitionReassignments (key 45), versions 0–1.
 *
 * Behavior: partitions go to other brokers, or, with null for the brokers, a reassignment that is under way is taken back. The answer comes when
 * that has begun; ListPartitionReassignments tells what is still under way. One partition's failure leaves the others alone.
 *
 * Version notes
 * - v0: (KIP-455)
 * - v1: allowReplicationFactorChange (KIP-860)
 */

import { AclOperation, ApiKey, errorMessage } from "@ottla/protocol";
import {
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse,
} from "@ottla/protocol/messages/alter-partition-reassignments";
import { controllerOutcome } from "./controller-outcome.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";
import type { AdminServices } from "../services/controller-services.ts";

type Response = HandlerResponse<AlterPartitionReassignmentsResponse>;

function handle(
  request: AlterPartitionReassignmentsRequest,
  { services }: RequestContext<AdminServices>,
): Promise<Response> | Response {
  // Kafka's answer to nothing is made of defaults, of which the message is one.
  if (request.topics.length === 0) return { errorMessage: "", responses: [] };
  const altered = services.controller.alterPartitionReassignments(request);
  return controllerOutcome<AlterPartitionReassignmentsResponse>(altered, (code) => errorResponse(request, code));
}

function errorResponse(
  request: AlterPartitionReassignmentsRequest,
  errorCode: number,
  _context?: RequestContext<AdminServices>,
  message: string = errorMessage(errorCode),
): Response {
  const error = { errorCode, errorMessage: message };
  return {
    ...error,
    responses: request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, ...error })),
    })),
  };
}

/** See the head of this file. */
export const handler: RequestHandler<
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse,
  AdminServices
> = {
  apiKey: ApiKey.AlterPartitionReassignments,
  request: AlterPartitionReassignmentsRequest,
  response: AlterPartitionReassignmentsResponse,
  clusterOperation: AclOperation.ALTER,
  handle,
  errorResponse,
};
