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

import { AlterConfigOp, apiError } from "@ottla/metadata";
import { ApiKey, ErrorCode } from "@ottla/protocol";
import { AlterConfigsRequest, AlterConfigsResponse } from "@ottla/protocol/messages/alter-configs";
import { type AlterRequest, preprocessAlterations } from "../config-admin/alter-configs.ts";
import { controllerOutcome } from "./controller-outcome.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";
import type { AdminServices } from "../services/controller-services.ts";

async function alter(
  request: AlterConfigsRequest,
  { services }: RequestContext<AdminServices>,
): Promise<HandlerResponse<AlterConfigsResponse>> {
  const { config, controller, metadata, nodeId, role } = services;
  const requests = request.resources.map(({ resourceType, resourceName, configs }): AlterRequest => ({
    resource: { type: resourceType, name: resourceName },
    changes: configs.map(({ name, value }) => ({ name, operation: AlterConfigOp.SET, value })),
    isWhole: true,
  }));
  const refused = preprocessAlterations(requests, { config, image: metadata.image, nodeId, role });
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
  errorResponse,
};
