/**
 * ListOffsets (key 2), versions 1–11.
 *
 * Behavior: answers for each partition an offset by time: the end that the client may see (−1), the log start (−2), the record with
 * the largest timestamp (−3), the local log start (−4), the last tiered offset (−5), the first one waiting for upload (−6), or the
 * first record at or after a timestamp ≥ 0. −4 to −6 answer as a log without tiering does.
 *
 * Version notes
 * - v1: one offset with its timestamp (KIP-79)
 * - v2: isolation level (KIP-98)
 * - v4: leader epochs (KIP-320)
 * - v5: OFFSET_NOT_AVAILABLE; older versions see LEADER_NOT_AVAILABLE (KIP-207)
 * - v6: flexible (KIP-482)
 * - v7: −3 (KIP-734)
 * - v8: −4 (KIP-405)
 * - v9: −5 (KIP-1005)
 * - v10: timeout for remote reads (KIP-1075)
 * - v11: −6 (KIP-1023)
 */

import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import type { Input } from "@ottla/protocol";
import { ListOffsetsRequest, ListOffsetsResponse } from "@ottla/protocol/messages/list-offsets";
import type {
  ListOffsetsPartition,
  ListOffsetsPartitionResponse,
  ListOffsetsTopic,
  ListOffsetsTopicResponse,
} from "@ottla/protocol/messages/list-offsets";
import { authorizedTopics, splitByName } from "../authorizer/authorized-names.ts";
import { listOffset } from "../replica-manager/list-offsets.ts";
import type { ListOffsetsIsolation } from "../replica-manager/list-offsets.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

/** The version from which on a negative timestamp has a meaning; others have none. */
const SINCE_VERSION: ReadonlyMap<number, number> = new Map([
  [-1, 1],
  [-2, 1],
  [-3, 7],
  [-4, 8],
  [-5, 9],
  [-6, 11],
]);
const CONSUMER_REPLICA_ID = -1;
const DEBUGGING_REPLICA_ID = -2;
const READ_UNCOMMITTED = 0;
const READ_COMMITTED = 1;
const OFFSET_NOT_AVAILABLE_SINCE_VERSION = 5;
const LEADER_EPOCH_SINCE_VERSION = 4;

async function handle(
  request: ListOffsetsRequest,
  context: RequestContext,
): Promise<HandlerResponse<ListOffsetsResponse>> {
  const mayDescribe = authorizedTopics(context, AclOperation.DESCRIBE);
  const { authorized, unauthorized } = splitByName(request.topics, ({ name }) => name, mayDescribe);
  const hasIsolation = request.isolationLevel === READ_UNCOMMITTED || request.isolationLevel === READ_COMMITTED;
  if (authorized.length > 0 && !hasIsolation) {
    return errorResponse(request, ErrorCode.UNKNOWN_SERVER_ERROR);
  }
  const topics = [...distinctPartitions(authorized)].map(async ([name, partitions]) => ({
    name,
    partitions: await Promise.all(
      [...partitions.values()].map(({ partition, isDuplicate }) =>
        isDuplicate
          ? Promise.resolve(failed(partition, ErrorCode.INVALID_REQUEST))
          : lookUp(request, name, partition, context),
      ),
    ),
  }));
  const refused = unauthorized.map((topic) => failedTopic(topic, ErrorCode.TOPIC_AUTHORIZATION_FAILED));
  return { topics: [...(await Promise.all(topics)), ...refused] };
}

async function lookUp(
  request: ListOffsetsRequest,
  topic: string,
  partition: ListOffsetsPartition,
  context: RequestContext,
): Promise<Input<ListOffsetsPartitionResponse>> {
  const { timestamp, partitionIndex } = partition;
  if (timestamp < 0 && context.apiVersion < (SINCE_VERSION.get(timestamp) ?? Infinity)) {
    return failed(partition, ErrorCode.UNSUPPORTED_VERSION);
  }
  const replica = context.services.replicaManager.findReplica(topic, partitionIndex);
  if (typeof replica === "number") {
    return failed(partition, replica);
  }
  const found = await listOffset(replica, {
    timestamp,
    isolation: isolationOf(request),
    currentLeaderEpoch: partition.currentLeaderEpoch,
    requiresLeader: request.replicaId !== DEBUGGING_REPLICA_ID,
  });
  if (found.errorCode !== ErrorCode.NONE) {
    const isRenamed =
      found.errorCode === ErrorCode.OFFSET_NOT_AVAILABLE && context.apiVersion < OFFSET_NOT_AVAILABLE_SINCE_VERSION;
    return failed(partition, isRenamed ? ErrorCode.LEADER_NOT_AVAILABLE : found.errorCode);
  }
  return {
    partitionIndex,
    errorCode: ErrorCode.NONE,
    timestamp: found.timestamp,
    offset: found.offset,
    leaderEpoch: context.apiVersion >= LEADER_EPOCH_SINCE_VERSION ? found.leaderEpoch : -1,
  };
}

function isolationOf(request: ListOffsetsRequest): ListOffsetsIsolation {
  if (request.replicaId !== CONSUMER_REPLICA_ID) {
    return "replica";
  }
  return request.isolationLevel === READ_COMMITTED ? "read_committed" : "read_uncommitted";
}

interface AskedPartition {
  readonly partition: ListOffsetsPartition;
  readonly isDuplicate: boolean;
}

/** Topics and partitions each once; topics without partitions are left out, as in Kafka's answer. */
function distinctPartitions(
  topics: readonly ListOffsetsTopic[],
): ReadonlyMap<string, ReadonlyMap<number, AskedPartition>> {
  const asked = new Map<string, Map<number, AskedPartition>>();
  for (const { name, partitions } of topics) {
    if (partitions.length === 0) continue;
    let known = asked.get(name);
    if (known === undefined) asked.set(name, (known = new Map()));
    for (const partition of partitions) {
      known.set(partition.partitionIndex, { partition, isDuplicate: known.has(partition.partitionIndex) });
    }
  }
  return asked;
}

function failed(partition: ListOffsetsPartition, errorCode: number): Input<ListOffsetsPartitionResponse> {
  return { partitionIndex: partition.partitionIndex, errorCode, timestamp: -1, offset: -1 };
}

function errorResponse(request: ListOffsetsRequest, errorCode: number): HandlerResponse<ListOffsetsResponse> {
  return { topics: request.topics.map((topic) => failedTopic(topic, errorCode)) };
}

function failedTopic({ name, partitions }: ListOffsetsTopic, errorCode: number): Input<ListOffsetsTopicResponse> {
  return { name, partitions: partitions.map((partition) => failed(partition, errorCode)) };
}

/** See the head of this file. */
export const handler: RequestHandler<ListOffsetsRequest, ListOffsetsResponse> = {
  apiKey: ApiKey.ListOffsets,
  request: ListOffsetsRequest,
  response: ListOffsetsResponse,
  handle,
  errorResponse,
};
