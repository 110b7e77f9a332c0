/**
 * ApiVersions (key 18), versions 0–4.
 *
 * Behavior: lists the API keys and versions that are really served, and the cluster's features. It is answered before
 * authentication, and in version 0 to a client whose version we lack (the router does that), so that any client can find out
 * what to speak. The client's library name and version are remembered for the log.
 *
 * Version notes
 * - v1: throttle time (KIP-35)
 * - v2: client throttles itself (KIP-219)
 * - v3: flexible body with the old response header; client software (KIP-511); features (KIP-584)
 * - v4: features whose lowest level is 0 are listed (KIP-1022)
 */

import { ApiKey, ErrorCode } from "@ottla/protocol";
import { ApiVersionsRequest, ApiVersionsResponse } from "@ottla/protocol/messages/api-versions";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";
import type { AdminServices } from "../services/controller-services.ts";

const SOFTWARE_TEXT = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/;
const CLIENT_SOFTWARE_SINCE_VERSION = 3;
/** Older clients cannot read a feature whose lowest level is 0 (KAFKA-17492). */
const LEVEL_ZERO_SINCE_VERSION = 4;

function handle(
  request: ApiVersionsRequest,
  context: RequestContext<AdminServices>,
): HandlerResponse<ApiVersionsResponse> {
  const { services, apiVersion } = context;
  if (apiVersion >= CLIENT_SOFTWARE_SINCE_VERSION) {
    const { clientSoftwareName: name, clientSoftwareVersion: version } = request;
    if (!SOFTWARE_TEXT.test(name) || !SOFTWARE_TEXT.test(version)) {
      return errorResponse(request, ErrorCode.INVALID_REQUEST, context);
    }
    context.clientSoftware = { name, version };
  }
  const { image } = services.metadata;
  const finalized = new Map(image.features.finalizedVersions);
  if (image.features.metadataVersion > 0) {
    finalized.set("metadata.version", image.features.metadataVersion);
  }
  return {
    errorCode: ErrorCode.NONE,
    apiKeys: [...services.servedApis],
    supportedFeatures: [...services.supportedFeatures]
      .filter(([, range]) => range.min > 0 || apiVersion >= LEVEL_ZERO_SINCE_VERSION)
      .map(([name, range]) => ({ name, minVersion: range.min, maxVersion: range.max })),
    finalizedFeaturesEpoch: image.provenance.lastContainedOffset,
    finalizedFeatures: [...finalized]
      .filter(([, level]) => level > 0)
      .map(([name, level]) => ({ name, minVersionLevel: level, maxVersionLevel: level })),
  };
}

function errorResponse(
  _request: ApiVersionsRequest,
  errorCode: number,
  context: RequestContext<AdminServices>,
): HandlerResponse<ApiVersionsResponse> {
  const own = context.services.servedApis.filter((api) => api.apiKey === ApiKey.ApiVersions);
  return { errorCode, apiKeys: errorCode === ErrorCode.UNSUPPORTED_VERSION ? own : [] };
}

/** See the head of this file. */
export const handler: RequestHandler<ApiVersionsRequest, ApiVersionsResponse, AdminServices> = {
  apiKey: ApiKey.ApiVersions,
  request: ApiVersionsRequest,
  response: ApiVersionsResponse,
  handle,
  errorResponse,
};
