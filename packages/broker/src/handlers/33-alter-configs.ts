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

import { AlterConfigOp } from "@ottla/metadata";
import { ApiKey } from "@ottla/protocol";
import { AlterConfigsRequest, AlterConfigsResponse } from "@ottla/protocol/messages/alter-configs";
import type { AlterRequest } from "../config-admin/alter-configs.ts";
import { answerAlterations, checkAlterationsFirst, sameAnswer } from "../config-admin/answer-alterations.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";
import type { AdminServices } from "../services/controller-services.ts";

function alterationsOf(request: AlterConfigsRequest): AlterRequest[] {
  return request.resources.map(({ resourceType, resourceName, configs }): AlterRequest => ({
    resource: { type: resourceType, name: resourceName },
    changes: configs.map(({ name, value }) => ({ name, operation: AlterConfigOp.SET, value })),
    isWhole: true,
  }));
}

function handle(
  request: AlterConfigsRequest,
  context: RequestContext<AdminServices>,
): Promise<HandlerResponse<AlterConfigsResponse>> {
  const { validateOnly } = request;
  return answerAlterations(alterationsOf(request), context, (passed) => {
    const changes = passed.map(({ resource, changes: keys }) => ({
      resource,
      configs: new Map(keys.map(({ name, value }) => [name, value])),
    }));
    return context.services.controller.legacyAlterConfigs(changes, { validateOnly });
  });
}

/** See the head of this file. */
export const handler: RequestHandler<AlterConfigsRequest, AlterConfigsResponse, AdminServices> = {
  apiKey: ApiKey.AlterConfigs,
  request: AlterConfigsRequest,
  response: AlterConfigsResponse,
  handle,
  checkBeforeForwarding: (request, context) => checkAlterationsFirst(request, alterationsOf(request), context),
  errorResponse: ({ resources }, errorCode) => sameAnswer(resources, errorCode),
};
