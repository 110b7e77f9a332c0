/**
 * UnregisterBroker (key 64), version 0.
 *
 * Behavior: the controller forgets a broker. Its leaderships go to others; its replicas stay assigned to it. One that is alive goes on, and is refused until
 * it registers anew.
 *
 * Version notes
 * - v0: (KIP-631)
 */

import { AclOperation, ApiKey, errorMessage } from "@ottla/protocol";
import { UnregisterBrokerRequest, UnregisterBrokerResponse } from "@ottla/protocol/messages/unregister-broker";
import type { AdminServices } from "../services/controller-services.ts";
import { controllerOutcome } from "./controller-outcome.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

type Response = HandlerResponse<UnregisterBrokerResponse>;

function handle(request: UnregisterBrokerRequest, { services }: RequestContext<AdminServices>): Promise<Response> {
  const forgotten = services.controller.unregisterBroker(request.brokerId);
  return controllerOutcome<UnregisterBrokerResponse>(
    forgotten.then(({ code, message }) => ({ errorCode: code, errorMessage: message })),
    (errorCode) => errorResponse(request, errorCode),
  );
}

function errorResponse(
  _request: UnregisterBrokerRequest,
  errorCode: number,
  _context?: RequestContext<AdminServices>,
  message: string = errorMessage(errorCode),
): Response {
  return { errorCode, errorMessage: message };
}

/** See the head of this file. */
export const handler: RequestHandler<UnregisterBrokerRequest, UnregisterBrokerResponse, AdminServices> = {
  apiKey: ApiKey.UnregisterBroker,
  request: UnregisterBrokerRequest,
  response: UnregisterBrokerResponse,
  clusterOperation: AclOperation.ALTER,
  handle,
  errorResponse,
};
