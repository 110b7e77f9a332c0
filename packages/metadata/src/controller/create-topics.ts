/**
 * CreateTopics: names, configs and placements are checked topic by topic; what passes becomes records, TopicRecord
 * first, then its configs, then its partitions. One topic's failure leaves the others alone.
 */

import { randomUuid } from "@ottla/base";
import { effectiveTopicConfigs } from "@ottla/config";
import { ErrorCode } from "@ottla/protocol";
import type {
  CreatableTopic,
  CreatableTopicResult,
  CreateTopicsRequest,
  CreateTopicsResponse,
} from "@ottla/protocol/messages/create-topics";
import { ConfigResourceType } from "../image/configs-image.ts";
import type { PartitionRegistration } from "../image/partition-registration.ts";
import { CLUSTER_METADATA_TOPIC, topicNameError } from "../image/topic-names.ts";
import type { MetadataRecord } from "../records/metadata-record.ts";
import { partitionRecord, topicRecord } from "../records/new-records.ts";
import { AlterConfigOp, incrementalAlterResource } from "./alter-configs.ts";
import { type ApiError, apiError } from "./api-error.ts";
import { atomicResult, type ControllerResult } from "./controller-result.ts";
import type { ControllerState } from "./controller-state.ts";
import { MAX_PARTITIONS_PER_BATCH, MAX_RECORDS_PER_USER_OP } from "./limits.ts";
import { activeReplicas, manualAssignmentError, newPartition, placedPartitions } from "./partition-assignment.ts";
import { ReplicaLimit } from "./replica-limit.ts";
import { PlacementRefused } from "./replica-placer.ts";

const UNKNOWN_TOPIC_COUNT = -1;

/** See the file's head. */
export function handleCreateTopics(
  state: ControllerState,
  request: CreateTopicsRequest,
): ControllerResult<CreateTopicsResponse> {
  const byName = Map.groupBy(request.topics, (topic) => topic.name);
  const topics = request.topics.filter(({ name }) => byName.get(name)?.length === 1 && name !== CLUSTER_METADATA_TOPIC);
  if (partitionCountOf(state, topics) > MAX_PARTITIONS_PER_BATCH) {
    const error = apiError(ErrorCode.POLICY_VIOLATION, "Excessively large number of partitions per request.");
    return refuseAll(request, error);
  }
  const records: MetadataRecord[] = [];
  const limit = new ReplicaLimit(state);
  const results = topics.map((topic) => createTopic({ state, limit, records }, topic));
  if (records.length > MAX_RECORDS_PER_USER_OP) {
    const message = "Unable to perform excessively large batch operation.";
    return refuseAll(request, apiError(ErrorCode.POLICY_VIOLATION, message));
  }
  for (const [name, same] of byName) {
    if (same.length > 1) {
      results.push(failed(name, apiError(ErrorCode.INVALID_REQUEST, "Duplicate topic name.")));
    } else if (name === CLUSTER_METADATA_TOPIC) {
      const message = `Creation of internal topic ${CLUSTER_METADATA_TOPIC} is prohibited.`;
      results.push(failed(name, apiError(ErrorCode.INVALID_REQUEST, message)));
    }
  }
  const response = { throttleTimeMs: 0, topics: results };
  return atomicResult(request.validateOnly ? [] : records, response);
}

/** An answer that refuses every topic of the request for the same reason. */
export function refuseAll(request: CreateTopicsRequest, error: ApiError): ControllerResult<CreateTopicsResponse> {
  const topics = request.topics.map(({ name }) => failed(name, error));
  return atomicResult([], { throttleTimeMs: 0, topics });
}

function failed(name: string, error: ApiError): CreatableTopicResult {
  return {
    name,
    topicId: "AAAAAAAAAAAAAAAAAAAAAA",
    errorCode: error.code,
    errorMessage: error.message,
    topicConfigErrorCode: ErrorCode.NONE,
    numPartitions: UNKNOWN_TOPIC_COUNT,
    replicationFactor: UNKNOWN_TOPIC_COUNT,
    configs: [],
  };
}

/** An upper bound of the partitions asked for. */
function partitionCountOf(state: ControllerState, topics: readonly CreatableTopic[]): number {
  let count = 0;
  for (const { assignments, numPartitions } of topics) {
    if (assignments.length > 0) count += assignments.length;
    else if (numPartitions === -1) count += state.options.config.number("num.partitions");
    else count += Math.max(0, numPartitions);
  }
  return count;
}

interface Creation {
  readonly state: ControllerState;
  readonly limit: ReplicaLimit;
  readonly records: MetadataRecord[];
}

/** Adds the topic's records if it can be created. */
function createTopic({ state, limit, records }: Creation, topic: CreatableTopic): CreatableTopicResult {
  const { name } = topic;
  const nameError = newNameError(state, name);
  if (nameError !== undefined) return failed(name, nameError);
  const configs = configRecordsOf(state, topic);
  if (!Array.isArray(configs)) return failed(name, configs);
  const partitions = partitionsOf(state, topic);
  if (!Array.isArray(partitions)) return failed(name, partitions);
  const refusal = policyError(state, topic, partitions);
  if (refusal !== undefined) return failed(name, refusal);
  if (state.partitionChangeQuota?.mayChange(partitions.length) === false) {
    return failed(name, apiError(ErrorCode.THROTTLING_QUOTA_EXCEEDED, null));
  }
  const excess = limit.add(name, partitions);
  if (excess !== undefined) return failed(name, excess);
  const topicId = randomUuid(state.options.random);
  records.push(topicRecord(name, topicId), ...configs);
  for (const [index, partition] of partitions.entries()) records.push(partitionRecord(topicId, index, partition));
  return {
    ...failed(name, { code: ErrorCode.NONE, message: null }),
    topicId,
    numPartitions: partitions.length,
    replicationFactor: partitions[0]?.replicas.length ?? UNKNOWN_TOPIC_COUNT,
    configs: effectiveConfigsOf(state, topic),
  };
}

function newNameError(state: ControllerState, name: string): ApiError | undefined {
  const { topics } = state.image;
  if (topics.getByName(name) !== undefined) {
    return apiError(ErrorCode.TOPIC_ALREADY_EXISTS, `Topic '${name}' already exists.`);
  }
  const colliding = topics.collidingName(name);
  if (colliding !== undefined) {
    const message = `Topic '${name}' collides with existing topic: ${colliding}`;
    return apiError(ErrorCode.INVALID_TOPIC_EXCEPTION, message);
  }
  const invalid = topicNameError(name);
  return invalid === undefined ? undefined : apiError(ErrorCode.INVALID_TOPIC_EXCEPTION, invalid);
}

function configRecordsOf(state: ControllerState, topic: CreatableTopic): MetadataRecord[] | ApiError {
  const nullConfigs = topic.configs.filter(({ value }) => value === null).map(({ name }) => name);
  if (nullConfigs.length > 0) {
    const message = `Null value not supported for topic configs: ${nullConfigs.join(",")}`;
    return apiError(ErrorCode.INVALID_CONFIG, message);
  }
  const changes = topic.configs.map(({ name, value }) => ({ name, operation: AlterConfigOp.SET, value }));
  const resource = { type: ConfigResourceType.TOPIC, name: topic.name };
  return incrementalAlterResource(state, resource, changes, { isNewResource: true });
}

function partitionsOf(state: ControllerState, topic: CreatableTopic): PartitionRegistration[] | ApiError {
  if (topic.assignments.length > 0) return assignedPartitions(state, topic);
  if (topic.replicationFactor < -1 || topic.replicationFactor === 0) {
    const message = "Replication factor must be larger than 0, or -1 to use the default value.";
    return apiError(ErrorCode.INVALID_REPLICATION_FACTOR, message);
  }
  if (topic.numPartitions < -1 || topic.numPartitions === 0) {
    const message = "Number of partitions was set to an invalid non-positive value.";
    return apiError(ErrorCode.INVALID_PARTITIONS, message);
  }
  const { config } = state.options;
  const partitionCount = topic.numPartitions === -1 ? config.number("num.partitions") : topic.numPartitions;
  const replicationFactor =
    topic.replicationFactor === -1 ? config.number("default.replication.factor") : topic.replicationFactor;
  const placed = placedPartitions(state, { partitionCount, replicationFactor });
  if (!(placed instanceof PlacementRefused)) return placed;
  const message = `Unable to replicate the partition ${replicationFactor} time(s): ${placed.message}`;
  return apiError(ErrorCode.INVALID_REPLICATION_FACTOR, message);
}

function assignedPartitions(state: ControllerState, topic: CreatableTopic): PartitionRegistration[] | ApiError {
  const { cluster } = state.image;
  const manual = "A manual partition assignment was specified, but";
  if (topic.replicationFactor !== -1) {
    return apiError(ErrorCode.INVALID_REQUEST, `${manual} replication factor was not set to -1.`);
  }
  if (topic.numPartitions !== -1) {
    return apiError(ErrorCode.INVALID_REQUEST, `${manual} numPartitions was not set to -1.`);
  }
  const byIndex = new Map<number, PartitionRegistration>();
  let replicationFactor: number | undefined;
  for (const { partitionIndex, brokerIds } of topic.assignments) {
    if (byIndex.has(partitionIndex)) {
      const message = `Found multiple manual partition assignments for partition ${partitionIndex}`;
      return apiError(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message);
    }
    const error = manualAssignmentError(cluster, brokerIds, replicationFactor);
    if (error !== undefined) return error;
    replicationFactor = brokerIds.length;
    const isr = activeReplicas(cluster, brokerIds);
    if (isr.length === 0) {
      return apiError(
        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
        `All brokers specified in the manual partition assignment for partition ${partitionIndex} are fenced or in ` +
          "controlled shutdown.",
      );
    }
    byIndex.set(partitionIndex, newPartition(cluster, brokerIds, isr));
  }
  const partitions: PartitionRegistration[] = [];
  for (let index = 0; index < byIndex.size; index++) {
    const partition = byIndex.get(index);
    if (partition === undefined) {
      const message = "partitions should be a consecutive 0-based integer sequence";
      return apiError(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message);
    }
    partitions.push(partition);
  }
  return partitions;
}

function policyError(
  state: ControllerState,
  topic: CreatableTopic,
  partitions: readonly PartitionRegistration[],
): ApiError | undefined {
  const policy = state.options.createTopicPolicy;
  if (policy === undefined) return undefined;
  const isManual = topic.assignments.length > 0;
  const reason = policy({
    name: topic.name,
    partitionCount: isManual ? null : partitions.length,
    replicationFactor: isManual ? null : (partitions[0]?.replicas.length ?? null),
    assignments: isManual ? new Map(partitions.map((partition, index) => [index, partition.replicas])) : null,
    configs: creationConfigs(topic),
  });
  return reason === undefined ? undefined : apiError(ErrorCode.POLICY_VIOLATION, reason);
}

function creationConfigs(topic: CreatableTopic): Map<string, string> {
  const configs = new Map<string, string>();
  for (const { name, value } of topic.configs) if (value !== null) configs.set(name, value);
  return configs;
}

function effectiveConfigsOf(state: ControllerState, topic: CreatableTopic): CreatableTopicResult["configs"] {
  const { configs } = state.image;
  const { config, nodeId } = state.options;
  const effective = effectiveTopicConfigs({
    topic: creationConfigs(topic),
    broker: configs.brokerConfigs(String(nodeId)),
    defaultBroker: configs.brokerConfigs(""),
    static: config.staticProps,
  });
  return effective.map(({ name, value, source, isSensitive }) => ({
    name,
    value: isSensitive ? null : value,
    readOnly: false,
    configSource: source,
    isSensitive,
  }));
}
