/**
 * ControllerRegistration (key 70), version 0.
 *
 * Behavior: a controller that starts says where it listens and what it serves, so that features are only raised to what every controller knows.
 *
 * Version notes
 * - v0: (KIP-919)
 */

import { AclOperation, ApiKey, ErrorCode, errorMessage } from "@ottla/protocol";
import {
  ControllerRegistrationRequest,
  ControllerRegistrationResponse,
} from "@ottla/protocol/messages/controller-registration";
import { controllerOutcome } from "../handlers/controller-outcome.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "../handlers/handler.ts";
import type { ControllerServices } from "../services/controller-services.ts";

async function register(
  request: ControllerRegistrationRequest,
  { services }: RequestContext<ControllerServices>,
): Promise<HandlerResponse<ControllerRegistrationResponse>> {
  const registration = {
    controllerId: request.controllerId,
    incarnationId: request.incarnationId,
    endpoints: request.listeners.map(({ name: listenerName, ...endpoint }) => ({ listenerName, ...endpoint })),
    features: new Map(
      request.features.map(({ name, minSupportedVersion: min, maxSupportedVersion: max }) => [name, { min, max }]),
    ),
  };
  await services.controller.submit((controller) => controller.handleRegisterController(registration));
  return { errorCode: ErrorCode.NONE, errorMessage: null };
}

function handle(
  request: ControllerRegistrationRequest,
  context: RequestContext<ControllerServices>,
): Promise<HandlerResponse<ControllerRegistrationResponse>> {
  return controllerOutcome(register(request, context), (errorCode) => errorResponse(request, errorCode));
}

function errorResponse(
  _request: ControllerRegistrationRequest,
  errorCode: number,
): HandlerResponse<ControllerRegistrationResponse> {
  return { errorCode, errorMessage: errorMessage(errorCode) };
}

/** See the head of this file. */
export const handler: RequestHandler<
  ControllerRegistrationRequest,
  ControllerRegistrationResponse,
  ControllerServices
> = {
  apiKey: ApiKey.ControllerRegistration,
  request: ControllerRegistrationRequest,
  response: ControllerRegistrationResponse,
  clusterOperation: AclOperation.CLUSTER_ACTION,
  handle,
  errorResponse,
};
