/**
 * DescribeQuorum (key 55), versions 0–2.
 *
 * Behavior: the quorum of controllers as its leader sees it: epoch, high watermark, and how far each voter and observer
 * is. Only the partition of the metadata log can be asked about.
 *
 * Version notes
 * - v0: (KIP-595)
 * - v1: times of the last fetch (KIP-836)
 * - v2: directory ids, addresses of the controllers, error messages (KIP-853)
 */

import { ZERO_UUID } from "@ottla/base";
import { AclOperation, ApiKey, ErrorCode, errorMessage } from "@ottla/protocol";
import { DescribeQuorumRequest, DescribeQuorumResponse } from "@ottla/protocol/messages/describe-quorum";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";
import type { AdminServices } from "../services/controller-services.ts";

const METADATA_TOPIC = "__cluster_metadata";
const NODES_SINCE_VERSION = 2;

function handle(
  request: DescribeQuorumRequest,
  { services, apiVersion }: RequestContext<AdminServices>,
): HandlerResponse<DescribeQuorumResponse> {
  const [topic] = request.topics;
  const isMetadata =
    request.topics.length === 1 &&
    topic?.topicName === METADATA_TOPIC &&
    topic.partitions.length === 1 &&
    topic.partitions[0]?.partitionIndex === 0;
  if (!isMetadata) return partitionErrors(request, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  const quorum = services.controller.describeQuorum();
  if (quorum === undefined) return partitionErrors(request, ErrorCode.NOT_LEADER_OR_FOLLOWER);
  const replicaStates = (
    replicas: typeof quorum.voters,
  ): DescribeQuorumResponse["topics"][0]["partitions"][0]["observers"] =>
    replicas.map((replica) => ({
      replicaId: replica.replicaId,
      replicaDirectoryId: ZERO_UUID,
      logEndOffset: replica.logEndOffset,
      lastFetchTimestamp: replica.lastFetchTimestampMs,
      lastCaughtUpTimestamp: replica.lastCaughtUpTimestampMs,
    }));
  const partition = {
    partitionIndex: 0,
    errorCode: ErrorCode.NONE,
    leaderId: quorum.leaderId,
    leaderEpoch: quorum.leaderEpoch,
    highWatermark: quorum.highWatermark,
    currentVoters: replicaStates(quorum.voters),
    observers: replicaStates(quorum.observers),
  };
  const { controllers } = services.metadata.image.cluster;
  const topics = [{ topicName: METADATA_TOPIC, partitions: [partition] }];
  if (apiVersion < NODES_SINCE_VERSION) return { topics };
  return {
    topics,
    nodes: quorum.voters.map(({ replicaId }) => ({
      nodeId: replicaId,
      listeners: (controllers.get(replicaId)?.endpoints ?? []).map(({ listenerName, host, port }) => ({
        name: listenerName,
        host,
        port,
      })),
    })),
  };
}

function partitionErrors(request: DescribeQuorumRequest, errorCode: number): HandlerResponse<DescribeQuorumResponse> {
  return {
    topics: request.topics.map(({ topicName, partitions }) => ({
      topicName,
      partitions: partitions.map(({ partitionIndex }) => ({
        partitionIndex,
        errorCode,
        errorMessage: errorMessage(errorCode),
      })),
    })),
  };
}

function errorResponse(_request: DescribeQuorumRequest, errorCode: number): HandlerResponse<DescribeQuorumResponse> {
  return { errorCode, errorMessage: errorMessage(errorCode) };
}

/** See the head of this file. */
export const handler: RequestHandler<DescribeQuorumRequest, DescribeQuorumResponse, AdminServices> = {
  apiKey: ApiKey.DescribeQuorum,
  request: DescribeQuorumRequest,
  response: DescribeQuorumResponse,
  clusterOperation: AclOperation.DESCRIBE,
  handle,
  errorResponse,
};
