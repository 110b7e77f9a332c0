/**
 * ListConfigResources (key 74), versions 0–1.
 *
 * Behavior: the resources that have configs, of the types asked for, or of all types. Groups and client metrics
 * subscriptions are listed only where something is configured.
 *
 * Version notes
 * - v0: client metrics subscriptions (KIP-1000)
 * - v1: all types of resources (KIP-1142)
 */

import { ConfigResourceType, type MetadataImage } from "@ottla/metadata";
import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import {
  ListConfigResourcesRequest,
  ListConfigResourcesResponse,
} from "@ottla/protocol/messages/list-config-resources";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

/** In the order of Apache Kafka's answer. */
const SUPPORTED_TYPES: readonly number[] = [
  ConfigResourceType.GROUP,
  ConfigResourceType.CLIENT_METRICS,
  ConfigResourceType.BROKER_LOGGER,
  ConfigResourceType.BROKER,
  ConfigResourceType.TOPIC,
];

function handle(
  request: ListConfigResourcesRequest,
  { services, apiVersion }: RequestContext,
): HandlerResponse<ListConfigResourcesResponse> {
  const supported = apiVersion === 0 ? [ConfigResourceType.CLIENT_METRICS] : SUPPORTED_TYPES;
  const types = request.resourceTypes.length === 0 ? supported : request.resourceTypes;
  if (types.some((type) => !supported.includes(type))) return { errorCode: ErrorCode.UNSUPPORTED_VERSION };
  return {
    configResources: SUPPORTED_TYPES.filter((type) => types.includes(type)).flatMap((resourceType) =>
      [...namesOf(resourceType, services.metadata.image)].map((resourceName) => ({ resourceName, resourceType })),
    ),
  };
}

function namesOf(resourceType: number, image: MetadataImage): Iterable<string> {
  switch (resourceType) {
    case ConfigResourceType.TOPIC:
      return image.topics.names();
    case ConfigResourceType.BROKER:
    case ConfigResourceType.BROKER_LOGGER:
      return [...image.cluster.brokers.keys()].map(String);
    default:
      return [...image.configs.resources()].filter(({ type }) => type === resourceType).map(({ name }) => name);
  }
}

function errorResponse(
  _request: ListConfigResourcesRequest,
  errorCode: number,
): HandlerResponse<ListConfigResourcesResponse> {
  return { errorCode };
}

/** See the head of this file. */
export const handler: RequestHandler<ListConfigResourcesRequest, ListConfigResourcesResponse> = {
  apiKey: ApiKey.ListConfigResources,
  request: ListConfigResourcesRequest,
  response: ListConfigResourcesResponse,
  clusterOperation: AclOperation.DESCRIBE_CONFIGS,
  handle,
  errorResponse,
};
