/**
 * AlterConfigs (key 33), versions 0–2. Superseded by IncrementalAlterConfigs.
 *
 * Behavior: replaces all dynamic configs of each resource; a key that is not named is removed. The broker checks
 * broker configs, the controller the rest; a resource's change is made whole or not at all.
 *
 * Version notes
 * - v0: (KIP-133)
 * - v1: client throttles itself (KIP-219)
 * - v2: flexible (KIP-482)
 */

import { AlterConfigOp, type ApiError, apiError } from "@ottla/metadata";
import { ApiKey, ErrorCode } from "@ottla/protocol";
import { AlterConfigsRequest, AlterConfigsResponse } from "@ottla/protocol/messages/alter-configs";
import { type AlterRequest, preprocessAlterations } from "../config-admin/alter-configs.ts";
import { answersOf } from "../config-admin/answer-alterations.ts";
import { controllerOutcome } from "./controller-outcome.ts";
import type { HandlerResponse, PartlyAnswered, RequestContext, RequestHandler } from "./handler.ts";
import type { AdminServices } from "../services/controller-services.ts";

function alterationsOf(request: AlterConfigsRequest): AlterRequest[] {
  return request.resources.map(({ resourceType, resourceName, configs }): AlterRequest => ({
    resource: { type: resourceType, name: resourceName },
    changes: configs.map(({ name, value }) => ({ name, operation: AlterConfigOp.SET, value })),
    isWhole: true,
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
  request: AlterConfigsRequest,
  context: RequestContext<AdminServices>,
): PartlyAnswered<AlterConfigsRequest, AlterConfigsResponse> | undefined {
  const refused = refusedHere(alterationsOf(request), context);
  if (refused.size === 0) return undefined;
  const resources = request.resources.filter((_, index) => !refused.has(index));
  return {
    rest: resources.length === 0 ? undefined : { ...request, resources },
    complete: (answer) => ({ responses: answersOf(request.resources, refused, answer?.responses ?? []) }),
  };
}

async function alter(
  request: AlterConfigsRequest,
  context: RequestContext<AdminServices>,
): Promise<HandlerResponse<AlterConfigsResponse>> {
  const { controller } = context.services;
  const requests = alterationsOf(request);
  const refused = refusedHere(requests, context);
  const passed = requests.filter((_, index) => !refused.has(index));
  const changes = passed.map((one) => ({
    resource: one.resource,
    configs: new Map(one.changes.map(({ name, value }) => [name, value])),
  }));
  const options = { validateOnly: request.validateOnly };
  const outcomes = changes.length === 0 ? [] : await controller.legacyAlterConfigs(changes, options);
  return {
    responses: requests.map(({ resource: { type, name } }, index) => {
      const outcome = outcomes.find(({ resource }) => resource.type === type && resource.name === name);
      const error = refused.get(index) ?? outcome?.error ?? apiError(ErrorCode.UNKNOWN_SERVER_ERROR);
      return { resourceType: type, resourceName: name, errorCode: error.code, errorMessage: error.message };
    }),
  };
}

function handle(
  request: AlterConfigsRequest,
  context: RequestContext<AdminServices>,
): Promise<HandlerResponse<AlterConfigsResponse>> {
  return controllerOutcome(alter(request, context), (errorCode) => errorResponse(request, errorCode));
}

function errorResponse(request: AlterConfigsRequest, errorCode: number): HandlerResponse<AlterConfigsResponse> {
  return {
    responses: request.resources.map(({ resourceType, resourceName }) => ({ resourceType, resourceName, errorCode })),
  };
}

/** See the head of this file. */
export const handler: RequestHandler<AlterConfigsRequest, AlterConfigsResponse, AdminServices> = {
  apiKey: ApiKey.AlterConfigs,
  request: AlterConfigsRequest,
  response: AlterConfigsResponse,
  handle,
  checkBeforeForwarding,
  errorResponse,
};
