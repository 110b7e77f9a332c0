/** What DescribeCluster asks for: brokers of a broker, controllers of a controller (KIP-919). */

import { ErrorCode } from "@ottla/protocol";
import type { Input } from "@ottla/protocol";
import type { DescribeClusterResponse } from "@ottla/protocol/messages/describe-cluster";

export const EndpointType = { BROKER: 1, CONTROLLER: 2 } as const;

const NAMES: ReadonlyMap<number, string> = new Map([
  [EndpointType.BROKER, "BROKER"],
  [EndpointType.CONTROLLER, "CONTROLLER"],
]);

/** The answer to whoever asks for the endpoints of the others, or for none that are known; undefined if the request is right here. */
export function wrongEndpointType(
  endpointType: number,
  { expected, apiVersion }: { readonly expected: number; readonly apiVersion: number },
): Input<DescribeClusterResponse> | undefined {
  if (endpointType === expected) return undefined;
  const wanted = NAMES.get(endpointType);
  const errorCode = wanted === undefined ? ErrorCode.UNSUPPORTED_ENDPOINT_TYPE : ErrorCode.MISMATCHED_ENDPOINT_TYPE;
  return {
    errorCode: apiVersion === 0 ? ErrorCode.INVALID_REQUEST : errorCode,
    errorMessage:
      wanted === undefined
        ? `Unsupported endpoint type ${endpointType}`
        : `The request was sent to an endpoint of type ${NAMES.get(expected)}, but we wanted an endpoint of type ${wanted}`,
  };
}
