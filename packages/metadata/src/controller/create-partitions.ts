/** CreatePartitions: a topic grows; its present partitions stay as they are. */

import { assert } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type {
  CreatePartitionsRequest,
  CreatePartitionsResponse,
  CreatePartitionsTopic,
} from "@ottla/protocol/messages/create-partitions";
import type { PartitionRegistration } from "../image/partition-registration.ts";
import type { TopicImage } from "../image/topics-image.ts";
import type { MetadataRecord } from "../records/metadata-record.ts";
import { partitionRecord } from "../records/new-records.ts";
import { type ApiError, apiError, NO_ERROR } from "./api-error.ts";
import { atomicResult, type ControllerResult } from "./controller-result.ts";
import type { ControllerState } from "./controller-state.ts";
import { MAX_RECORDS_PER_USER_OP } from "./limits.ts";
import { activeReplicas, manualAssignmentError, newPartition, placedPartitions } from "./partition-assignment.ts";
import { ReplicaLimit } from "./replica-limit.ts";
import { PlacementRefused } from "./replica-placer.ts";

/** See the file's head. A topic named twice is refused. */
export function handleCreatePartitions(
  state: ControllerState,
  request: CreatePartitionsRequest,
): ControllerResult<CreatePartitionsResponse> {
  const byName = Map.groupBy(request.topics, (topic) => topic.name);
  const records: MetadataRecord[] = [];
  const results: { name: string; error: ApiError }[] = [];
  for (const [name, same] of byName) {
    if (same.length > 1) {
      results.push({ name, error: apiError(ErrorCode.INVALID_REQUEST, "Duplicate topic name.") });
    }
  }
  const limit = new ReplicaLimit(state);
  for (const [name, [topic]] of [...byName].filter(([, same]) => same.length === 1)) {
    assert(topic !== undefined, "a group is not empty");
    const outcome = recordsOf(state, limit, topic);
    if (!Array.isArray(outcome)) results.push({ name, error: outcome });
    else if (records.length + outcome.length > MAX_RECORDS_PER_USER_OP) results.push({ name, error: TOO_LARGE });
    else {
      records.push(...outcome);
      results.push({ name, error: NO_ERROR });
    }
  }
  const response = {
    throttleTimeMs: 0,
    results: results.map(({ name, error }) => ({ name, errorCode: error.code, errorMessage: error.message })),
  };
  return atomicResult(request.validateOnly ? [] : records, response);
}

const TOO_LARGE: ApiError = apiError(
  ErrorCode.POLICY_VIOLATION,
  "Unable to perform excessively large batch operation.",
);

function recordsOf(
  state: ControllerState,
  limit: ReplicaLimit,
  request: CreatePartitionsTopic,
): MetadataRecord[] | ApiError {
  const topic = state.image.topics.getByName(request.name);
  if (topic === undefined) return apiError(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, null);
  const present = topic.partitions.length;
  if (request.count === present) {
    return apiError(ErrorCode.INVALID_PARTITIONS, `Topic already has ${present} partition(s).`);
  }
  if (request.count < present) {
    return apiError(
      ErrorCode.INVALID_PARTITIONS,
      `The topic ${request.name} currently has ${present} partition(s); ${request.count} would not be an increase.`,
    );
  }
  const { assignments } = request;
  const additional = request.count - present;
  if (assignments !== null && assignments.length !== additional) {
    return apiError(
      ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      `Attempted to add ${additional} additional partition(s), but only ${assignments.length} assignment(s) ` +
        "were specified.",
    );
  }
  if (state.partitionChangeQuota?.mayChange(additional) === false) {
    return apiError(ErrorCode.THROTTLING_QUOTA_EXCEEDED, null);
  }
  const partitions = newPartitions(state, topic, request);
  if (!Array.isArray(partitions)) return partitions;
  const excess = limit.add(request.name, partitions);
  if (excess !== undefined) return excess;
  return partitions.map((partition, index) => partitionRecord(topic.id, present + index, partition));
}

function newPartitions(
  state: ControllerState,
  topic: TopicImage,
  request: CreatePartitionsTopic,
): PartitionRegistration[] | ApiError {
  const additional = request.count - topic.partitions.length;
  const replicationFactor = topic.partitions[0]?.replicas.length ?? 0;
  if (request.assignments === null) {
    if (additional > MAX_RECORDS_PER_USER_OP) return TOO_LARGE;
    const placed = placedPartitions(state, { partitionCount: additional, replicationFactor });
    if (!(placed instanceof PlacementRefused)) return placed;
    const prefix = placed.isAllFenced ? `Unable to replicate the partition ${replicationFactor} time(s): ` : "";
    return apiError(ErrorCode.INVALID_REPLICATION_FACTOR, prefix + placed.message);
  }
  const { cluster } = state.image;
  const partitions: PartitionRegistration[] = [];
  for (const [index, { brokerIds }] of request.assignments.entries()) {
    const error = manualAssignmentError(cluster, brokerIds, replicationFactor);
    if (error !== undefined) return error;
    const isr = activeReplicas(cluster, brokerIds);
    if (isr.length === 0) {
      return apiError(
        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
        "All brokers specified in the manual partition assignment for partition " +
          `${topic.partitions.length + index} are fenced or in controlled shutdown.`,
      );
    }
    partitions.push(newPartition(cluster, brokerIds, isr));
  }
  return partitions;
}
