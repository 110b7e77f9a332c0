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

import { ApiKey } from "@ottla/protocol";
import {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse,
} from "@ottla/protocol/messages/incremental-alter-configs";
import type { AlterRequest } from "../config-admin/alter-configs.ts";
import { answerAlterations, checkAlterationsFirst, sameAnswer } from "../config-admin/answer-alterations.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";
import type { AdminServices } from "../services/controller-services.ts";

function alterationsOf(request: IncrementalAlterConfigsRequest): AlterRequest[] {
  return request.resources.map(({ resourceType, resourceName, configs }): AlterRequest => ({
    resource: { type: resourceType, name: resourceName },
    changes: configs.map(({ name, configOperation, value }) => ({ name, operation: configOperation, value })),
    isWhole: false,
  }));
}

function handle(
  request: IncrementalAlterConfigsRequest,
  context: RequestContext<AdminServices>,
): Promise<HandlerResponse<IncrementalAlterConfigsResponse>> {
  const { controller } = context.services;
  const options = { validateOnly: request.validateOnly };
  return answerAlterations(alterationsOf(request), context, (passed) =>
    controller.incrementalAlterConfigs(passed, options),
  );
}

/** See the head of this file. */
export const handler: RequestHandler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse, AdminServices> = {
  apiKey: ApiKey.IncrementalAlterConfigs,
  request: IncrementalAlterConfigsRequest,
  response: IncrementalAlterConfigsResponse,
  handle,
  checkBeforeForwarding: (request, context) => checkAlterationsFirst(request, alterationsOf(request), context),
  errorResponse: ({ resources }, errorCode) => sameAnswer(resources, errorCode),
};
