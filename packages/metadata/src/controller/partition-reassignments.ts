/**
 * AlterPartitionReassignments and ListPartitionReassignments: partitions move to other brokers. The replicas that come copy the partition first;
 * when all of them are in sync, whoever goes is dropped. What is under way can be changed again, or taken back. KIP-455, KIP-860.
 */

import { ErrorCode } from "@ottla/protocol";
import type {
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse,
} from "@ottla/protocol/messages/alter-partition-reassignments";
import type {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
} from "@ottla/protocol/messages/list-partition-reassignments";
import type { PartitionRegistration } from "../image/partition-registration.ts";
import type { TopicImage } from "../image/topics-image.ts";
import type { MetadataRecord } from "../records/metadata-record.ts";
import { type ApiError, apiError, NO_ERROR } from "./api-error.ts";
import { isUncleanEnabled } from "./broker-registration.ts";
import { atomicResult, type ControllerResult } from "./controller-result.ts";
import type { ControllerState } from "./controller-state.ts";
import { MAX_RECORDS_PER_USER_OP } from "./limits.ts";
import { manualAssignmentError } from "./partition-assignment.ts";
import { changeRecordOf } from "./partition-change.ts";
import { ReplicaLimit } from "./replica-limit.ts";
import { isReassigning, reassignmentTo, revertedReassignment } from "./reassignment.ts";

type Outcome = { readonly record: MetadataRecord | undefined } | { readonly error: ApiError };
type OngoingTopic = ListPartitionReassignmentsResponse["topics"][0];

interface Target {
  readonly topic: TopicImage;
  readonly partitionId: number;
  readonly partition: PartitionRegistration;
}

/** See the file's head. One partition's failure leaves the others alone; `replicas: null` takes a reassignment back. */
export function handleAlterPartitionReassignments(
  state: ControllerState,
  request: AlterPartitionReassignmentsRequest,
): ControllerResult<AlterPartitionReassignmentsResponse> {
  const { allowReplicationFactorChange } = request;
  const records: MetadataRecord[] = [];
  const limit = new ReplicaLimit(state);
  const responses = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex, replicas }) => {
      const outcome = alterOne(state, limit, { name, partitionIndex, replicas, allowReplicationFactorChange });
      const error = "error" in outcome ? outcome.error : NO_ERROR;
      const record = "record" in outcome ? outcome.record : undefined;
      if (record !== undefined && records.length >= MAX_RECORDS_PER_USER_OP) {
        return { partitionIndex, errorCode: ErrorCode.UNKNOWN_SERVER_ERROR, errorMessage: null };
      }
      if (record !== undefined) records.push(record);
      return { partitionIndex, errorCode: error.code, errorMessage: error.message };
    }),
  }));
  return atomicResult(records, {
    throttleTimeMs: 0,
    allowReplicationFactorChange,
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    responses,
  });
}

function alterOne(
  state: ControllerState,
  limit: ReplicaLimit,
  asked: {
    readonly name: string;
    readonly partitionIndex: number;
    readonly replicas: readonly number[] | null;
    readonly allowReplicationFactorChange: boolean;
  },
): Outcome {
  const { name, partitionIndex: partitionId, replicas, allowReplicationFactorChange } = asked;
  const unknown = (message: string): Outcome => ({ error: apiError(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, message) });
  const topic = state.image.topics.getByName(name);
  if (topic === undefined) return unknown(`Unable to find a topic named ${name}.`);
  const partition = topic.partitions[partitionId];
  if (partition === undefined) return unknown(`Unable to find partition ${name}:${partitionId}.`);
  const target = { topic, partitionId, partition };
  return replicas === null
    ? takeBack(state, target)
    : change(state, target, { replicas, mayChangeFactor: allowReplicationFactorChange, limit });
}

function takeBack(state: ControllerState, { topic, partitionId, partition }: Target): Outcome {
  if (!isReassigning(partition)) return { error: apiError(ErrorCode.NO_REASSIGNMENT_IN_PROGRESS, null) };
  const { replicas, isr, isUnclean } = revertedReassignment(partition);
  const mayBeUnclean = isUncleanEnabled(state, topic.name);
  if (isUnclean && !mayBeUnclean) {
    const message =
      `Unable to revert partition assignment for ${topic.name}:${partitionId} because it would require an unclean ` +
      "leader election.";
    return { error: apiError(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message) };
  }
  const record = changeRecordOf(partition, {
    topicId: topic.id,
    partitionId,
    cluster: state.image.cluster,
    election: mayBeUnclean ? "unclean" : "online",
    targetIsr: isr,
    targetReplicas: replicas,
    targetRemoving: [],
    targetAdding: [],
  });
  return { record };
}

function change(
  state: ControllerState,
  { topic, partitionId, partition }: Target,
  asked: { readonly replicas: readonly number[]; readonly mayChangeFactor: boolean; readonly limit: ReplicaLimit },
): Outcome {
  const { cluster } = state.image;
  const invalid = manualAssignmentError(cluster, asked.replicas, undefined);
  if (invalid !== undefined) return { error: invalid };
  const factor = replicationFactorOf(partition);
  if (!asked.mayChangeFactor && factor !== asked.replicas.length) {
    const message = `The replication factor is changed from ${factor} to ${asked.replicas.length}`;
    return { error: apiError(ErrorCode.INVALID_REPLICATION_FACTOR, message) };
  }
  const { replicas, removing, adding } = reassignmentTo(partition.replicas, asked.replicas);
  const excess = asked.limit.add(topic.name, [{ replicas: adding }]);
  if (excess !== undefined) return { error: excess };
  const record = changeRecordOf(partition, {
    topicId: topic.id,
    partitionId,
    cluster,
    election: "online",
    targetReplicas: replicas,
    // As Kafka does: what a reassignment before this one was adding or removing stays so if this one names nobody.
    ...(removing.length > 0 && { targetRemoving: removing }),
    ...(adding.length > 0 && { targetAdding: adding }),
  });
  return { record };
}

/** Of the replicas there will be when what is under way is done. */
function replicationFactorOf({ replicas, removingReplicas }: PartitionRegistration): number {
  return replicas.filter((replica) => !removingReplicas.includes(replica)).length;
}

/** What is under way, of all topics or of the partitions that are named. */
export function handleListPartitionReassignments(
  state: ControllerState,
  request: ListPartitionReassignmentsRequest,
): ControllerResult<ListPartitionReassignmentsResponse> {
  const { topics } = state.image;
  const found: OngoingTopic[] = [];
  const add = (topic: TopicImage | undefined, indexes: Iterable<number>): void => {
    if (topic === undefined) return;
    const partitions = ongoingOf(topic, indexes);
    if (partitions.length > 0) found.push({ name: topic.name, partitions });
  };
  if (request.topics === null) {
    for (const topic of topics.values()) add(topic, topic.partitions.keys());
  } else {
    for (const { name, partitionIndexes } of request.topics) add(topics.getByName(name), partitionIndexes);
  }
  const response = { throttleTimeMs: 0, errorCode: ErrorCode.NONE, errorMessage: null, topics: found };
  return { records: [], response, isAtomic: false };
}

function ongoingOf(topic: TopicImage, indexes: Iterable<number>): OngoingTopic["partitions"] {
  const ongoing: OngoingTopic["partitions"] = [];
  for (const partitionIndex of indexes) {
    const partition = topic.partitions[partitionIndex];
    if (partition === undefined || !isReassigning(partition)) continue;
    const { replicas, addingReplicas, removingReplicas } = partition;
    ongoing.push({
      partitionIndex,
      replicas: [...replicas],
      addingReplicas: [...addingReplicas],
      removingReplicas: [...removingReplicas],
    });
  }
  return ongoing;
}
