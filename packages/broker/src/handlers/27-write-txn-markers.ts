/**
 * WriteTxnMarkers (key 27), versions 1–2.
 *
 * Behavior: writes the markers that end transactions into partitions led here. Transaction coordinators send it, and
 * `kafka-transactions.sh abort` does to end a transaction whose coordinator has forgotten it. A partition that is not
 * here is answered UNKNOWN_TOPIC_OR_PARTITION; a coordinator that has been replaced TRANSACTION_COORDINATOR_FENCED.
 *
 * Version notes
 * - v1: flexible (KIP-482)
 * - v2: the version of the protocol behind each marker: 2 demands a higher epoch (KIP-1228)
 */

import { ApiKey, type Input } from "@ottla/protocol";
import {
  WriteTxnMarkersRequest,
  WriteTxnMarkersResponse,
  type WritableTxnMarker,
  type WritableTxnMarkerResult,
} from "@ottla/protocol/messages/write-txn-markers";
import type { RequestContext, RequestHandler } from "./handler.ts";

async function handle(
  request: WriteTxnMarkersRequest,
  context: RequestContext,
): Promise<Input<WriteTxnMarkersResponse>> {
  return { markers: await Promise.all(request.markers.map((marker) => write(marker, context))) };
}

async function write(
  { producerId, producerEpoch, coordinatorEpoch, transactionResult, transactionVersion, topics }: WritableTxnMarker,
  { services }: RequestContext,
): Promise<Input<WritableTxnMarkerResult>> {
  const errors = await services.markerWriter.write({
    producerId,
    producerEpoch,
    coordinatorEpoch,
    result: transactionResult ? "commit" : "abort",
    transactionVersion,
    partitions: topics.flatMap(({ name, partitionIndexes }) =>
      partitionIndexes.map((partition) => ({ topic: name, partition })),
    ),
  });
  let next = 0;
  return {
    producerId,
    topics: topics.map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map((partitionIndex) => ({ partitionIndex, errorCode: errors[next++]! })),
    })),
  };
}

function errorResponse(request: WriteTxnMarkersRequest, errorCode: number): Input<WriteTxnMarkersResponse> {
  return {
    markers: request.markers.map(({ producerId, topics }) => ({
      producerId,
      topics: topics.map(({ name, partitionIndexes }) => ({
        name,
        partitions: partitionIndexes.map((partitionIndex) => ({ partitionIndex, errorCode })),
      })),
    })),
  };
}

/** See the head of this file. */
export const handler: RequestHandler<WriteTxnMarkersRequest, WriteTxnMarkersResponse> = {
  apiKey: ApiKey.WriteTxnMarkers,
  request: WriteTxnMarkersRequest,
  response: WriteTxnMarkersResponse,
  handle,
  errorResponse,
};
