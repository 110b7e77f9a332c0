/**
 * Log directories of brokers (KIP-858): a broker says in which of its directories a replica lies, and which of them it has lost. A replica whose directory
 * is gone can neither lead nor be in sync. Kafka's `ReplicationControlManager.handleAssignReplicasToDirs` and `handleDirectoriesOffline`.
 */

import type { Uuid } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type {
  AssignReplicasToDirsRequest,
  AssignReplicasToDirsResponse,
} from "@ottla/protocol/messages/assign-replicas-to-dirs";
import type { BrokerRegistration } from "../image/cluster-image.ts";
import type { MetadataRecord } from "../records/metadata-record.ts";
import { brokerRegistrationChangeRecord } from "../records/new-records.ts";
import { brokerEpochError } from "./broker-heartbeat.ts";
import { leadershipChanges } from "./broker-registration.ts";
import type { ControllerResult } from "./controller-result.ts";
import { type ControllerState, hasOnlineDirectory } from "./controller-state.ts";
import { changeRecordOf } from "./partition-change.ts";

/** Notes the directories of replicas; those in one that the broker does not have are taken for lost. One error code for each. */
export function handleAssignReplicasToDirs(
  state: ControllerState,
  request: AssignReplicasToDirsRequest,
): ControllerResult<AssignReplicasToDirsResponse> {
  const { brokerId } = request;
  const broker = state.image.cluster.brokers.get(brokerId);
  const error = brokerEpochError(broker, request);
  if (error !== undefined || broker === undefined) {
    const errorCode = error?.code ?? ErrorCode.STALE_BROKER_EPOCH;
    return { records: [], response: { throttleTimeMs: 0, errorCode, directories: [] }, isAtomic: false };
  }
  const records: MetadataRecord[] = [];
  const lost = new Map<Uuid, Set<number>>();
  const directories = request.directories.map(({ id, topics }) => {
    const isOffline = !hasOnlineDirectory(state.image.cluster, brokerId, id);
    const answers = topics.map(({ topicId, partitions }) => ({
      topicId,
      partitions: partitions.map(({ partitionIndex }) => {
        const assigned = assign(state, { brokerId, directory: id, topicId, partitionIndex });
        if (assigned.record !== undefined) records.push(assigned.record);
        if (isOffline && assigned.errorCode === ErrorCode.NONE) {
          lost.set(topicId, (lost.get(topicId) ?? new Set()).add(partitionIndex));
        }
        return { partitionIndex, errorCode: assigned.errorCode };
      }),
    }));
    return { id, topics: answers };
  });
  const isMeant = (topicId: Uuid, partition: number): boolean => lost.get(topicId)?.has(partition) === true;
  if (lost.size > 0) records.push(...leadershipChanges(state, { brokerToRemove: brokerId, isMeant }));
  return { records, response: { throttleTimeMs: 0, errorCode: ErrorCode.NONE, directories }, isAtomic: false };
}

function assign(
  { image }: ControllerState,
  replica: {
    readonly brokerId: number;
    readonly directory: Uuid;
    readonly topicId: Uuid;
    readonly partitionIndex: number;
  },
): { readonly errorCode: number; readonly record?: MetadataRecord | undefined } {
  const { brokerId, directory, topicId, partitionIndex: partitionId } = replica;
  const topic = image.topics.getById(topicId);
  if (topic === undefined) return { errorCode: ErrorCode.UNKNOWN_TOPIC_ID };
  const partition = topic.partitions[partitionId];
  if (partition === undefined) return { errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION };
  if (!partition.replicas.includes(brokerId)) return { errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER };
  const targetDirectories = new Map([[brokerId, directory]]);
  const change = { topicId, partitionId, cluster: image.cluster, election: "online", targetDirectories } as const;
  return { errorCode: ErrorCode.NONE, record: changeRecordOf(partition, change) };
}

/** What follows from the loss of directories that the broker had until now: its replicas in them leave the in-sync sets. */
export function directoriesLost(
  state: ControllerState,
  broker: BrokerRegistration | undefined,
  offline: readonly Uuid[],
): readonly MetadataRecord[] {
  const lost = broker?.directories.filter((directory) => offline.includes(directory)) ?? [];
  if (broker === undefined || lost.length === 0) return [];
  const changes = leadershipChanges(state, {
    brokerToRemove: broker.id,
    isMeant: (_topicId, _partitionId, { replicas, directories }) =>
      lost.includes(directories[replicas.indexOf(broker.id)] ?? ""),
  });
  const left = broker.directories.filter((directory) => !lost.includes(directory));
  return [...changes, brokerRegistrationChangeRecord(broker, { logDirs: left })];
}
