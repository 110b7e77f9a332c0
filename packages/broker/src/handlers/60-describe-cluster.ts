/**
 * DescribeCluster (key 60), versions 0–2.
 *
 * Behavior: the cluster's id and the brokers a client can reach through its listener; any of them serves as controller
 * for a client. Endpoints of controllers are asked of controllers.
 *
 * Version notes
 * - v0: (KIP-700)
 * - v1: endpoint type, errors for the wrong one (KIP-919)
 * - v2: fenced brokers on request (KIP-1073)
 */

import { ApiKey, ErrorCode, errorMessage } from "@ottla/protocol";
import { DescribeClusterRequest, DescribeClusterResponse } from "@ottla/protocol/messages/describe-cluster";
import { authorizedClusterOperations } from "./authorized-operations.ts";
import { EndpointType, wrongEndpointType } from "./endpoint-type.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

const NO_CONTROLLER = -1;

function handle(request: DescribeClusterRequest, context: RequestContext): HandlerResponse<DescribeClusterResponse> {
  const { services, apiVersion } = context;
  const wrong = wrongEndpointType(request.endpointType, { expected: EndpointType.BROKER, apiVersion });
  if (wrong !== undefined) return wrong;
  const brokers: { brokerId: number; host: string; port: number; rack: string | null; isFenced: boolean }[] = [];
  for (const broker of services.metadata.image.cluster.brokers.values()) {
    if (broker.fenced && !request.includeFencedBrokers) continue;
    const registered = broker.endpoints.find(({ listenerName }) => listenerName === context.connection.listenerName);
    const endpoint = broker.fenced ? registered : services.advertisedEndpoint(broker.id, context);
    if (endpoint === undefined) continue;
    const { host, port } = endpoint;
    brokers.push({ brokerId: broker.id, host, port, rack: broker.rack, isFenced: broker.fenced });
  }
  return {
    errorCode: ErrorCode.NONE,
    endpointType: EndpointType.BROKER,
    clusterId: services.clusterId,
    controllerId: brokers.find(({ isFenced }) => !isFenced)?.brokerId ?? NO_CONTROLLER,
    brokers,
    clusterAuthorizedOperations: authorizedClusterOperations(context, request.includeClusterAuthorizedOperations),
  };
}

function errorResponse(_request: DescribeClusterRequest, errorCode: number): HandlerResponse<DescribeClusterResponse> {
  return { errorCode, errorMessage: errorMessage(errorCode) };
}

/** See the head of this file. */
export const handler: RequestHandler<DescribeClusterRequest, DescribeClusterResponse> = {
  apiKey: ApiKey.DescribeCluster,
  request: DescribeClusterRequest,
  response: DescribeClusterResponse,
  handle,
  errorResponse,
};
