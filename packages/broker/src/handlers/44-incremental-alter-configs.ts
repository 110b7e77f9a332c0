/**
 * IncrementalAlterConfigs (key 44), versions 0–1.
 *
 * Behavior: sets, removes, appends to or subtracts from keys of resources and leaves other keys alone. The broker
 * checks broker configs, the controller the rest; a resource's changes are made together or not at all. Levels of
 * loggers cannot be changed.
 *
 * Version notes
 * - v0: (KIP-339)
 * - v1: flexible (KIP-482)
 */

import { type ApiError, apiError } from "@ottla/metadata";
import { ApiKey, ErrorCode } from "@ottla/protocol";
import {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from "@ottla/protocol/messages/incremental-alter-configs";
import { type AlterRequest, preprocessAlterations } from "../config-admin/alter-configs.ts";
import { answersOf } from "../config-admin/answer-alterations.ts";
import { controllerOutcome } from "./controller-outcome.ts";
import type { HandlerResponse, PartlyAnswered, RequestContext, RequestHandler } from "./handler.ts";
import type { AdminServices } from "../services/controller-services.ts";

function alterationsOf(request: IncrementalAlterConfigsRequest): AlterRequest[] {
  return request.resources.map(({ resourceType, resourceName, configs }): AlterRequest => ({
    resource: { type: resourceType, name: resourceName },
    changes: configs.map(({ name, configOperation, value }) => ({ name, operation: configOperation, value })),
    isWhole: false,
  }));
}

/** By the index of the resource. */
function refusedHere(
  requests: readonly AlterRequest[],
  { services }: RequestContext<AdminServices>,
): Map<number, ApiError> {
  const { config, metadata, nodeId, role } = services;
  return preprocessAlterations(requests, { config, image: metadata.image, nodeId, role });
}

/** A broker refuses what it does not take before the controller sees it, such as configs of another broker. */
function checkBeforeForwarding(
  request: IncrementalAlterConfigsRequest,
  context: RequestContext<AdminServices>,
): PartlyAnswered<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> | undefined {
  const refused = refusedHere(alterationsOf(request), context);
  if (refused.size === 0) return undefined;
  const resources = request.resources.filter((_, index) => !refused.has(index));
  return {
    rest: resources.length === 0 ? undefined : { ...request, resources },
    complete: (answer) => ({ responses: answersOf(request.resources, refused, answer?.responses ?? []) }),
  };
}

async function alter(
  request: IncrementalAlterConfigsRequest,
  context: RequestContext<AdminServices>,
): Promise<HandlerResponse<IncrementalAlterConfigsResponse>> {
  const { controller } = context.services;
  const requests = alterationsOf(request);
  const refused = refusedHere(requests, context);
  const passed = requests.filter((_, index) => !refused.has(index));
  const options = { validateOnly: request.validateOnly };
  const outcomes = passed.length === 0 ? [] : await controller.incrementalAlterConfigs(passed, options);
  return {
    responses: requests.map(({ resource: { type, name } }, index) => {
      const outcome = outcomes.find(({ resource }) => resource.type === type && resource.name === name);
      const error = refused.get(index) ?? outcome?.error ?? apiError(ErrorCode.UNKNOWN_SERVER_ERROR);
      return { resourceType: type, resourceName: name, errorCode: error.code, errorMessage: error.message };
    }),
  };
}

function handle(
  request: IncrementalAlterConfigsRequest,
  context: RequestContext<AdminServices>,
): Promise<HandlerResponse<IncrementalAlterConfigsResponse>> {
  return controllerOutcome(alter(request, context), (errorCode) => errorResponse(request, errorCode));
}

function errorResponse(
  request: IncrementalAlterConfigsRequest,
  errorCode: number,
): HandlerResponse<IncrementalAlterConfigsResponse> {
  return {
    responses: request.resources.map(({ resourceType, resourceName }) => ({ resourceType, resourceName, errorCode })),
  };
}

/** See the head of this file. */
export const handler: RequestHandler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse, AdminServices> = {
  apiKey: ApiKey.IncrementalAlterConfigs,
  request: IncrementalAlterConfigsRequest,
  response: IncrementalAlterConfigsResponse,
  handle,
  checkBeforeForwarding,
  errorResponse,
};
