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

import { AclOperation, ApiKey, ErrorCode, type Input } from "@ottla/protocol";
import {
  WriteTxnMarkersRequest,
  WriteTxnMarkersResponse,
  type WritableTxnMarker,
} from "@ottla/protocol/messages/write-txn-markers";
import { isClusterAuthorized } from "../authorizer/access.ts";
import type { RequestContext, RequestHandler } from "./handler.ts";

interface MarkedPartition {
  readonly partitionIndex: number;
  readonly errorCode: number;
}

interface MarkerResult {
  readonly producerId: bigint;
  readonly topics: readonly { readonly name: string; readonly partitions: readonly MarkedPartition[] }[];
}

async function handle(
  request: WriteTxnMarkersRequest,
  context: RequestContext,
): Promise<Input<WriteTxnMarkersResponse>> {
  // Operators may alter the cluster, brokers act for it.
  const isAllowed =
    isClusterAuthorized(context, AclOperation.ALTER, { logIfDenied: false }) ||
    isClusterAuthorized(context, AclOperation.CLUSTER_ACTION);
  if (!isAllowed) return errorResponse(request, ErrorCode.CLUSTER_AUTHORIZATION_FAILED);
  return { markers: byProducer(await Promise.all(request.markers.map((marker) => write(marker, context)))) };
}

/** One result for each producer with partitions, whatever markers the request has of it. */
function byProducer(results: readonly MarkerResult[]): MarkerResult[] {
  const producers = new Map<bigint, Map<string, MarkedPartition[]>>();
  for (const { producerId, topics } of results) {
    for (const { name, partitions } of topics) {
      if (partitions.length === 0) continue;
      let known = producers.get(producerId);
      if (known === undefined) producers.set(producerId, (known = new Map()));
      known.set(name, [...(known.get(name) ?? []), ...partitions]);
    }
  }
  return Array.from(producers, ([producerId, topics]) => ({
    producerId,
    topics: Array.from(topics, ([name, partitions]) => ({ name, partitions })),
  }));
}

async function write(
  { producerId, producerEpoch, coordinatorEpoch, transactionResult, transactionVersion, topics }: WritableTxnMarker,
  { services }: RequestContext,
): Promise<MarkerResult> {
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
