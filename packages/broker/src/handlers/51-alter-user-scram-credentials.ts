/**
 * AlterUserScramCredentials (key 51), version 0.
 *
 * Behavior: credentials of users are set and deleted, one change for each user of a request; one user's failure leaves the others alone. What is
 * kept are the keys that a server checks with; SASL listeners of any node of the cluster can use them.
 *
 * Version notes
 * - v0: (KIP-554)
 */

import { AclOperation, ApiKey } from "@ottla/protocol";
import {
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsResponse,
} from "@ottla/protocol/messages/alter-user-scram-credentials";
import type { AdminServices } from "../services/controller-services.ts";
import { controllerOutcome } from "./controller-outcome.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

type Response = HandlerResponse<AlterUserScramCredentialsResponse>;

function handle(
  request: AlterUserScramCredentialsRequest,
  { services }: RequestContext<AdminServices>,
): Promise<Response> | Response {
  if (request.deletions.length === 0 && request.upsertions.length === 0) return { results: [] };
  const altered = services.controller.security.alterUserScramCredentials(request);
  return controllerOutcome<AlterUserScramCredentialsResponse>(altered, (code) => errorResponse(request, code));
}

function errorResponse(
  { deletions, upsertions }: AlterUserScramCredentialsRequest,
  errorCode: number,
  _context?: RequestContext<AdminServices>,
  message: string | null = null,
): Response {
  const users = new Set([...deletions, ...upsertions].map(({ name }) => name));
  const error = { errorCode, errorMessage: message };
  return { results: [...users].toSorted().map((user) => ({ user, ...error })) };
}

/** See the head of this file. */
export const handler: RequestHandler<
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsResponse,
  AdminServices
> = {
  apiKey: ApiKey.AlterUserScramCredentials,
  request: AlterUserScramCredentialsRequest,
  response: AlterUserScramCredentialsResponse,
  clusterOperation: AclOperation.ALTER,
  handle,
  errorResponse,
};
