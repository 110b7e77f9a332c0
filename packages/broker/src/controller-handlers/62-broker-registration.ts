/**
 * BrokerRegistration (key 62), versions 0–4.
 *
 * Behavior: a broker that starts says where it listens and what it serves, and gets the epoch of its registration. It is fenced until its
 * heartbeats say that it has read its registration and wants to serve.
 *
 * Version notes
 * - v0: (KIP-631)
 * - v1: migration from ZooKeeper (KIP-866)
 * - v2: log directories (KIP-858)
 * - v3: epoch before the last clean stop (KIP-966)
 * - v4: features with minimum 0 (KIP-1022)
 */

import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import { BrokerRegistrationRequest, BrokerRegistrationResponse } from "@ottla/protocol/messages/broker-registration";
import { controllerOutcome } from "../handlers/controller-outcome.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "../handlers/handler.ts";
import type { ControllerServices } from "../services/controller-services.ts";

const NO_EPOCH = -1;

async function register(
  request: BrokerRegistrationRequest,
  { services }: RequestContext<ControllerServices>,
): Promise<HandlerResponse<BrokerRegistrationResponse>> {
  const registration = {
    brokerId: request.brokerId,
    clusterId: request.clusterId,
    incarnationId: request.incarnationId,
    endpoints: request.listeners.map(({ name: listenerName, ...endpoint }) => ({ listenerName, ...endpoint })),
    features: new Map(
      request.features.map(({ name, minSupportedVersion: min, maxSupportedVersion: max }) => [name, { min, max }]),
    ),
    rack: request.rack,
    logDirectories: request.logDirs,
  };
  const outcome = await services.controller.submit((controller, context) =>
    controller.handleRemoteRegistration(registration, context),
  );
  if ("brokerEpoch" in outcome) return { errorCode: ErrorCode.NONE, brokerEpoch: outcome.brokerEpoch };
  services.logger.warn({ broker: request.brokerId, reason: outcome.message ?? "" }, "a broker is not taken");
  return { errorCode: outcome.code, brokerEpoch: NO_EPOCH };
}

function handle(
  request: BrokerRegistrationRequest,
  context: RequestContext<ControllerServices>,
): Promise<HandlerResponse<BrokerRegistrationResponse>> {
  return controllerOutcome(register(request, context), (errorCode) => errorResponse(request, errorCode));
}

function errorResponse(
  _request: BrokerRegistrationRequest,
  errorCode: number,
): HandlerResponse<BrokerRegistrationResponse> {
  return { errorCode, brokerEpoch: NO_EPOCH };
}

/** See the head of this file. */
export const handler: RequestHandler<BrokerRegistrationRequest, BrokerRegistrationResponse, ControllerServices> = {
  apiKey: ApiKey.BrokerRegistration,
  request: BrokerRegistrationRequest,
  response: BrokerRegistrationResponse,
  clusterOperation: AclOperation.CLUSTER_ACTION,
  handle,
  errorResponse,
};
