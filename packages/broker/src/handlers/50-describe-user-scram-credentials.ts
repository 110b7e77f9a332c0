/**
 * DescribeUserScramCredentials (key 50), version 0.
 *
 * Behavior: the mechanisms and iterations of the users that are named, or of all users; never a key or a salt. Every broker answers from the
 * metadata it has.
 *
 * Version notes
 * - v0: (KIP-554)
 */

import { javaStringOrder } from "@ottla/base";
import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import {
  DescribeUserScramCredentialsRequest,
  DescribeUserScramCredentialsResponse,
} from "@ottla/protocol/messages/describe-user-scram-credentials";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

type Result = DescribeUserScramCredentialsResponse["results"][0];

function handle(
  request: DescribeUserScramCredentialsRequest,
  { services }: RequestContext,
): HandlerResponse<DescribeUserScramCredentialsResponse> {
  const byUser = new Map<string, Result["credentialInfos"]>();
  for (const { name, mechanism, iterations } of services.metadata.image.keyedRecords.valuesOf(
    "UserScramCredentialRecord",
  )) {
    byUser.set(name, [...(byUser.get(name) ?? []), { mechanism, iterations }]);
  }
  const asked = request.users?.map(({ name }) => name) ?? [];
  const results = javaStringOrder(asked.length === 0 ? byUser.keys() : asked).map((user): Result => {
    if (asked.indexOf(user) !== asked.lastIndexOf(user)) {
      const message = "Cannot describe SCRAM credentials for the same user twice in a single request: ";
      return refusal(user, ErrorCode.DUPLICATE_RESOURCE, message + user);
    }
    const credentialInfos = byUser.get(user);
    if (credentialInfos === undefined) {
      const message = "Attempt to describe a user credential that does not exist: ";
      return refusal(user, ErrorCode.RESOURCE_NOT_FOUND, message + user);
    }
    credentialInfos.sort((one, other) => one.mechanism - other.mechanism);
    // Kafka leaves the message as it is made: empty, not null.
    return { user, errorCode: ErrorCode.NONE, errorMessage: "", credentialInfos };
  });
  return { results };
}

function refusal(user: string, errorCode: number, message: string | null): Result {
  return { user, errorCode, errorMessage: message, credentialInfos: [] };
}

function errorResponse(
  { users }: DescribeUserScramCredentialsRequest,
  errorCode: number,
): HandlerResponse<DescribeUserScramCredentialsResponse> {
  const error = { errorCode, errorMessage: null };
  // Kafka's answer of this kind names no user.
  return { ...error, results: (users ?? []).map(() => error) };
}

/** See the head of this file. */
export const handler: RequestHandler<DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse> = {
  apiKey: ApiKey.DescribeUserScramCredentials,
  request: DescribeUserScramCredentialsRequest,
  response: DescribeUserScramCredentialsResponse,
  clusterOperation: AclOperation.DESCRIBE,
  handle,
  errorResponse,
};
