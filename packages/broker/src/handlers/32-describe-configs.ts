/**
 * DescribeConfigs (key 32), versions 1–4.
 *
 * Behavior: configs of topics, of this broker, of all brokers (empty name), of groups, of client metrics subscriptions
 * and of loggers. Each value comes with its source, its type, whether it is a secret (then it is left out) or cannot be
 * changed while the broker runs, and on request with every place it could come from and its documentation. Only the
 * broker itself can describe its configs; a controller, asked at its own listener (KIP-919), those of itself.
 *
 * Version notes
 * - v1: source and synonyms (KIP-226)
 * - v2: client throttles itself (KIP-219)
 * - v3: type and documentation (KIP-569)
 * - v4: flexible (KIP-482)
 */

import { AclOperation, ApiKey, errorMessage } from "@ottla/protocol";
import { DescribeConfigsRequest, DescribeConfigsResponse } from "@ottla/protocol/messages/describe-configs";
import { configAuthorizationError } from "../config-admin/config-authorization.ts";
import { describeResource } from "../config-admin/describe-configs.ts";
import type { AdminServices } from "../services/controller-services.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

function handle(
  request: DescribeConfigsRequest,
  context: RequestContext<AdminServices>,
): HandlerResponse<DescribeConfigsResponse> {
  const { services } = context;
  const { includeSynonyms, includeDocumentation } = request;
  const { config, metadata, nodeId } = services;
  const view = { config, image: metadata.image, nodeId, includeSynonyms, includeDocumentation };
  return {
    results: request.resources.map((resource) => {
      const { resourceType, resourceName } = resource;
      const described =
        configAuthorizationError({ type: resourceType, name: resourceName }, AclOperation.DESCRIBE_CONFIGS, context) ??
        describeResource(resource, view);
      if (Array.isArray(described)) return { resourceType, resourceName, configs: described };
      return { resourceType, resourceName, errorCode: described.code, errorMessage: described.message };
    }),
  };
}

function errorResponse(request: DescribeConfigsRequest, errorCode: number): HandlerResponse<DescribeConfigsResponse> {
  return {
    results: request.resources.map(({ resourceType, resourceName }) => ({
      resourceType,
      resourceName,
      errorCode,
      errorMessage: errorMessage(errorCode),
    })),
  };
}

/** See the head of this file. */
export const handler: RequestHandler<DescribeConfigsRequest, DescribeConfigsResponse, AdminServices> = {
  apiKey: ApiKey.DescribeConfigs,
  request: DescribeConfigsRequest,
  response: DescribeConfigsResponse,
  handle,
  errorResponse,
};
