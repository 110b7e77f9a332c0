/**
 * DescribeCluster (key 60), versions 0–2, at a controller.
 *
 * Behavior: the cluster's id, the controllers that listen where the request came in, and which of them is active.
 *
 * Version notes
 * - v0: asks for brokers, which a controller does not give (KIP-700)
 * - v1: endpoint type, errors for the wrong one (KIP-919)
 * - v2: fenced brokers on request (KIP-1073)
 */

import { AclOperation, ApiKey, ErrorCode, errorMessage } from "@ottla/protocol";
import { DescribeClusterRequest, DescribeClusterResponse } from "@ottla/protocol/messages/describe-cluster";
import { authorizedClusterOperations } from "../handlers/authorized-operations.ts";
import { EndpointType, wrongEndpointType } from "../handlers/endpoint-type.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "../handlers/handler.ts";
import type { ControllerServices } from "../services/controller-services.ts";

function handle(
  request: DescribeClusterRequest,
  context: RequestContext<ControllerServices>,
): HandlerResponse<DescribeClusterResponse> {
  const { services, apiVersion, connection } = context;
  const wrong = wrongEndpointType(request.endpointType, { expected: EndpointType.CONTROLLER, apiVersion });
  if (wrong !== undefined) return wrong;
  const { controller, clusterId } = services;
  const controllers = [...controller.image.cluster.controllers.values()].flatMap(({ id: brokerId, endpoints }) => {
    const endpoint = endpoints.find(({ listenerName }) => listenerName === connection.listenerName);
    return endpoint === undefined ? [] : [{ brokerId, host: endpoint.host, port: endpoint.port, rack: null }];
  });
  return {
    errorCode: ErrorCode.NONE,
    endpointType: EndpointType.CONTROLLER,
    clusterId,
    controllerId: controller.activeControllerId,
    brokers: controllers,
    clusterAuthorizedOperations: authorizedClusterOperations(context, request.includeClusterAuthorizedOperations),
  };
}

function errorResponse(
  _request: DescribeClusterRequest,
  errorCode: number,
  _context?: RequestContext<ControllerServices>,
  message: string = errorMessage(errorCode),
): HandlerResponse<DescribeClusterResponse> {
  return { errorCode, errorMessage: message };
}

/** See the head of this file. */
export const handler: RequestHandler<DescribeClusterRequest, DescribeClusterResponse, ControllerServices> = {
  apiKey: ApiKey.DescribeCluster,
  request: DescribeClusterRequest,
  response: DescribeClusterResponse,
  clusterOperation: AclOperation.ALTER,
  handle,
  errorResponse,
};
