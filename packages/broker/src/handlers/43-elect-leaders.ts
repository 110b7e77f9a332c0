/**
 * ElectLeaders (key 43), versions 0–2.
 *
 * Behavior: the controller gives leaderships to the preferred replicas, or, uncleanly, to any replica of a partition that has no leader. Without
 * named partitions it looks at all of them, and answers only for those that needed an election.
 *
 * Version notes
 * - v0: preferred replicas (KIP-183)
 * - v1: unclean elections, an error for all (KIP-460)
 * - v2: flexible (KIP-482)
 */

import { RequestRefused } from "@ottla/metadata";
import { AclOperation, ApiKey, errorMessage } from "@ottla/protocol";
import { ElectLeadersRequest, ElectLeadersResponse } from "@ottla/protocol/messages/elect-leaders";
import { controllerOutcome } from "./controller-outcome.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";
import type { AdminServices } from "../services/controller-services.ts";

const ERROR_FOR_ALL_SINCE_VERSION = 1;

function handle(
  request: ElectLeadersRequest,
  context: RequestContext<AdminServices>,
): Promise<HandlerResponse<ElectLeadersResponse>> | HandlerResponse<ElectLeadersResponse> {
  if (request.topicPartitions?.length === 0) return { replicaElectionResults: [] };
  return controllerOutcome<ElectLeadersResponse>(elect(request, context), (errorCode) =>
    errorResponse(request, errorCode, context),
  );
}

async function elect(
  request: ElectLeadersRequest,
  { services, apiVersion }: RequestContext<AdminServices>,
): Promise<HandlerResponse<ElectLeadersResponse>> {
  const outcome = await services.controller.electLeaders(request);
  return outcome instanceof RequestRefused ? refuse(request, outcome.error, apiVersion) : outcome;
}

function refuse(
  request: ElectLeadersRequest,
  error: { readonly code: number; readonly message: string | null },
  apiVersion: number,
): HandlerResponse<ElectLeadersResponse> {
  return {
    ...(apiVersion >= ERROR_FOR_ALL_SINCE_VERSION && { errorCode: error.code }),
    replicaElectionResults: (request.topicPartitions ?? []).map(({ topic, partitions }) => ({
      topic,
      partitionResult: partitions.map((partitionId) => ({
        partitionId,
        errorCode: error.code,
        errorMessage: error.message,
      })),
    })),
  };
}

function errorResponse(
  request: ElectLeadersRequest,
  code: number,
  { apiVersion }: RequestContext<AdminServices>,
  message: string = errorMessage(code),
): HandlerResponse<ElectLeadersResponse> {
  return refuse(request, { code, message }, apiVersion);
}

/** See the head of this file. */
export const handler: RequestHandler<ElectLeadersRequest, ElectLeadersResponse, AdminServices> = {
  apiKey: ApiKey.ElectLeaders,
  request: ElectLeadersRequest,
  response: ElectLeadersResponse,
  clusterOperation: AclOperation.ALTER,
  handle,
  errorResponse,
};
