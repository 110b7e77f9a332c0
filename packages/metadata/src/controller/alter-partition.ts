/**
 * AlterPartition: the leader of a partition says who is in sync. Whatever it does not know yet (a newer epoch, a broker that was fenced) is
 * refused, and the leader finds out from the metadata. Kafka's `ReplicationControlManager.alterPartition`.
 */

import type { Uuid } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type { AlterPartitionRequest, AlterPartitionResponse } from "@ottla/protocol/messages/alter-partition";
import { changePartition } from "../image/partition-records.ts";
import { isActiveBroker } from "../image/cluster-image.ts";
import { LeaderRecoveryState, type PartitionRegistration } from "../image/partition-registration.ts";
import type { MetadataRecord } from "../records/metadata-record.ts";
import { brokerEpochError } from "./broker-heartbeat.ts";
import { isUncleanEnabled } from "./broker-registration.ts";
import type { ControllerResult } from "./controller-result.ts";
import type { ControllerState } from "./controller-state.ts";
import { changeRecordOf } from "./partition-change.ts";

type PartitionRequest = AlterPartitionRequest["topics"][0]["partitions"][0];
type PartitionResponse = AlterPartitionResponse["topics"][0]["partitions"][0];

/** The in-sync replicas a leader wants, with the epochs it knows them by; −1 where it does not know. */
type WantedIsr = readonly { readonly brokerId: number; readonly brokerEpoch: number }[];

/** See the file's head. */
export function handleAlterPartition(
  state: ControllerState,
  request: AlterPartitionRequest,
): ControllerResult<AlterPartitionResponse> {
  const { brokerId } = request;
  const stale = brokerEpochError(state.image.cluster.brokers.get(brokerId), request);
  if (stale !== undefined) return result([], { throttleTimeMs: 0, errorCode: stale.code, topics: [] });
  const records: MetadataRecord[] = [];
  const topics = request.topics.map(({ topicId, partitions }) => ({
    topicId,
    partitions: partitions.map((wanted) => {
      const outcome = alterOne(state, { topicId, brokerId, wanted });
      if (outcome.record !== undefined) records.push(outcome.record);
      return outcome.response;
    }),
  }));
  return result(records, { throttleTimeMs: 0, errorCode: ErrorCode.NONE, topics });
}

function alterOne(
  state: ControllerState,
  {
    topicId,
    brokerId,
    wanted,
  }: { readonly topicId: Uuid; readonly brokerId: number; readonly wanted: PartitionRequest },
): { readonly record?: MetadataRecord | undefined; readonly response: PartitionResponse } {
  const { partitionIndex } = wanted;
  const refuse = (errorCode: number): { response: PartitionResponse } => ({
    response: {
      partitionIndex,
      errorCode,
      leaderId: 0,
      leaderEpoch: 0,
      isr: [],
      leaderRecoveryState: 0,
      partitionEpoch: 0,
    },
  });
  const topic = state.image.topics.getById(topicId);
  if (topic === undefined) return refuse(ErrorCode.UNKNOWN_TOPIC_ID);
  const partition = topic.partitions[partitionIndex];
  if (partition === undefined) return refuse(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  const isr: WantedIsr =
    wanted.newIsrWithEpochs.length > 0
      ? wanted.newIsrWithEpochs
      : wanted.newIsr.map((id) => ({ brokerId: id, brokerEpoch: -1 }));
  const error = requestError(state, { partition, brokerId, wanted, isr });
  if (error !== ErrorCode.NONE) return refuse(error);
  const { cluster } = state.image;
  const record = changeRecordOf(partition, {
    topicId,
    partitionId: partitionIndex,
    targetIsr: isr.map((member) => member.brokerId),
    targetRecoveryState: wanted.leaderRecoveryState,
    cluster,
    election: isUncleanEnabled(state, topic.name) ? "unclean" : "online",
  });
  const after = record?.name === "PartitionChangeRecord" ? changePartition(partition, record.value) : partition;
  // The change completed a reassignment that moves the leadership: it is made, and the leader waits for the metadata.
  if (after.leader !== brokerId) return { ...refuse(ErrorCode.NEW_LEADER_ELECTED), record };
  const response = {
    partitionIndex,
    errorCode: ErrorCode.NONE,
    leaderId: after.leader,
    leaderEpoch: after.leaderEpoch,
    isr: [...after.isr],
    leaderRecoveryState: after.leaderRecoveryState,
    partitionEpoch: after.partitionEpoch,
  };
  return { record, response };
}

function requestError(
  state: ControllerState,
  asked: {
    readonly partition: PartitionRegistration;
    readonly brokerId: number;
    readonly wanted: PartitionRequest;
    readonly isr: WantedIsr;
  },
): number {
  const { partition, brokerId, wanted, isr } = asked;
  // Whoever knows more than this controller has talked to a newer one.
  if (wanted.leaderEpoch > partition.leaderEpoch) return ErrorCode.NOT_CONTROLLER;
  if (wanted.partitionEpoch > partition.partitionEpoch) return ErrorCode.NOT_CONTROLLER;
  if (wanted.leaderEpoch < partition.leaderEpoch) return ErrorCode.FENCED_LEADER_EPOCH;
  if (brokerId !== partition.leader) return ErrorCode.INVALID_REQUEST;
  if (wanted.partitionEpoch < partition.partitionEpoch) return ErrorCode.INVALID_UPDATE_VERSION;
  const ids = isr.map((member) => member.brokerId);
  const isSubset = new Set(ids).size === ids.length && ids.every((id) => partition.replicas.includes(id));
  if (!isSubset || !ids.includes(partition.leader)) return ErrorCode.INVALID_REQUEST;
  const isRecovering = wanted.leaderRecoveryState === LeaderRecoveryState.RECOVERING;
  if (isRecovering && ids.length > 1) return ErrorCode.INVALID_REQUEST;
  if (isRecovering && partition.leaderRecoveryState === LeaderRecoveryState.RECOVERED) return ErrorCode.INVALID_REQUEST;
  const { cluster } = state.image;
  const isEligible = isr.every(
    (member) =>
      isActiveBroker(cluster, member.brokerId) &&
      (member.brokerEpoch === -1 || cluster.brokers.get(member.brokerId)?.epoch === member.brokerEpoch),
  );
  return isEligible ? ErrorCode.NONE : ErrorCode.INELIGIBLE_REPLICA;
}

function result(
  records: readonly MetadataRecord[],
  response: AlterPartitionResponse,
): ControllerResult<AlterPartitionResponse> {
  return { records, response, isAtomic: false };
}
