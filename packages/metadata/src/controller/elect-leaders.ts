/**
 * Elections that somebody asks for, or that the controller holds from time to time: the preferred replica takes its leadership back, and a
 * partition without a leader gets one uncleanly where that is allowed. Kafka's `ReplicationControlManager.electLeaders`.
 */

import { ErrorCode } from "@ottla/protocol";
import type { ElectLeadersRequest, ElectLeadersResponse } from "@ottla/protocol/messages/elect-leaders";
import type { PartitionRegistration } from "../image/partition-registration.ts";
import { NO_LEADER } from "../image/partition-registration.ts";
import type { TopicImage } from "../image/topics-image.ts";
import type { MetadataRecord } from "../records/metadata-record.ts";
import { type ApiError, apiError, NO_ERROR, RequestRefused } from "./api-error.ts";
import { isUncleanEnabled } from "./broker-registration.ts";
import type { ControllerResult } from "./controller-result.ts";
import type { ControllerState } from "./controller-state.ts";
import { MAX_RECORDS_PER_USER_OP } from "./limits.ts";
import { changeRecordOf } from "./partition-change.ts";

/** Kafka's `ElectionType`. */
export const ElectionType = { PREFERRED: 0, UNCLEAN: 1 } as const;

/** How many elections the controller holds by itself at once; the rest follows soon. */
export const MAX_ELECTIONS_PER_IMBALANCE = 1000;

type TopicResult = ElectLeadersResponse["replicaElectionResults"][0];

/** See the file's head. Without named partitions all are looked at, and those that need no election are left out of the answer. */
export function handleElectLeaders(
  state: ControllerState,
  request: ElectLeadersRequest,
): ControllerResult<ElectLeadersResponse | RequestRefused> {
  const { electionType, topicPartitions } = request;
  if (electionType !== ElectionType.PREFERRED && electionType !== ElectionType.UNCLEAN) {
    return refusal(apiError(ErrorCode.INVALID_REQUEST, `Unknown election type ${electionType}`));
  }
  const records: MetadataRecord[] = [];
  const elect = (topic: string, partitionId: number): TopicResult["partitionResult"][0] => {
    const { record, error } = electLeader(state, { topic, partitionId, electionType });
    if (record !== undefined) records.push(record);
    return { partitionId, errorCode: error.code, errorMessage: error.message };
  };
  const replicaElectionResults: TopicResult[] = [];
  if (topicPartitions === null) {
    for (const { name, partitions } of state.image.topics.values()) {
      const results = partitions.map((_partition, index) => elect(name, index));
      const partitionResult = results.filter(({ errorCode }) => errorCode !== ErrorCode.ELECTION_NOT_NEEDED);
      replicaElectionResults.push({ topic: name, partitionResult });
    }
  } else {
    for (const { topic, partitions } of topicPartitions) {
      replicaElectionResults.push({ topic, partitionResult: partitions.map((index) => elect(topic, index)) });
    }
  }
  if (records.length > MAX_RECORDS_PER_USER_OP) {
    const message = "Unable to perform excessively large batch operation.";
    return refusal(apiError(ErrorCode.POLICY_VIOLATION, message));
  }
  const response = { throttleTimeMs: 0, errorCode: ErrorCode.NONE, replicaElectionResults };
  return { records, response, isAtomic: false };
}

function refusal(error: ApiError): ControllerResult<RequestRefused> {
  return { records: [], response: new RequestRefused(error), isAtomic: false };
}

function electLeader(
  state: ControllerState,
  asked: { readonly topic: string; readonly partitionId: number; readonly electionType: number },
): { readonly record?: MetadataRecord; readonly error: ApiError } {
  const { topic: name, partitionId, electionType } = asked;
  const unknown = (message: string): { error: ApiError } => ({
    error: apiError(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, message),
  });
  const topic = state.image.topics.getByName(name);
  if (topic === undefined) return unknown(`No such topic as ${name}`);
  const partition = topic.partitions[partitionId];
  if (partition === undefined) return unknown(`No such partition as ${name}-${partitionId}`);
  const isPreferred = electionType === ElectionType.PREFERRED;
  const isLedWell = isPreferred ? hasPreferredLeader(partition) : partition.leader !== NO_LEADER;
  if (isLedWell) return { error: apiError(ErrorCode.ELECTION_NOT_NEEDED) };
  const record = changeRecordOf(partition, {
    topicId: topic.id,
    partitionId,
    cluster: state.image.cluster,
    election: isPreferred ? "preferred" : "unclean",
  });
  if (record !== undefined) return { record, error: NO_ERROR };
  const code = isPreferred ? ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE : ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE;
  return { error: apiError(code) };
}

function hasPreferredLeader({ leader, replicas }: PartitionRegistration): boolean {
  return leader === replicas[0];
}

/** Gives leaderships back to preferred replicas that can take them. The response says whether there may be more to do. */
export function handleBalanceLeaders(state: ControllerState): ControllerResult<boolean> {
  return electSome(state, "preferred", (_topic, partition) => !hasPreferredLeader(partition));
}

/**
 * Elects leaders uncleanly for partitions without one, in topics with `unclean.leader.election.enable`. The response says whether there may be
 * more to do.
 */
export function handleElectUncleanLeaders(state: ControllerState): ControllerResult<boolean> {
  const enabled = new Map<string, boolean>();
  return electSome(state, "unclean", ({ name }, { leader }) => {
    if (leader !== NO_LEADER) return false;
    if (!enabled.has(name)) enabled.set(name, isUncleanEnabled(state, name));
    return enabled.get(name) === true;
  });
}

function electSome(
  state: ControllerState,
  election: "preferred" | "unclean",
  isWanted: (topic: TopicImage, partition: PartitionRegistration) => boolean,
): ControllerResult<boolean> {
  const { cluster, topics } = state.image;
  const records: MetadataRecord[] = [];
  for (const topic of topics.values()) {
    for (const [partitionId, partition] of topic.partitions.entries()) {
      if (!isWanted(topic, partition)) continue;
      const record = changeRecordOf(partition, { topicId: topic.id, partitionId, cluster, election });
      if (record !== undefined) records.push(record);
      if (records.length >= MAX_ELECTIONS_PER_IMBALANCE) return { records, response: true, isAtomic: false };
    }
  }
  return { records, response: false, isAtomic: false };
}
