/**
 * What a broker does at intervals of minutes and hours, done now, and a leader moved as an operator's tool moves it. The test kit is built on it: a test
 * that waits for an interval says nothing about why.
 */

import type { GroupCoordinatorService } from "../services/group-coordinator-service.ts";
import type { TransactionCoordinatorService } from "../services/transaction-coordinator-service.ts";
import { isActiveBroker, LeaderRecoveryState, type MetadataRecord } from "@ottla/metadata";
import type { UnifiedLog } from "@ottla/storage";
import { GROUP_METADATA_TOPIC_NAME } from "../group-coordinator/offsets-topic.ts";
import { TRANSACTION_STATE_TOPIC_NAME } from "../transaction-coordinator/transactions-topic.ts";
import type { CoordinatorHost } from "./coordinator-host.ts";
import type { NodeStorage } from "./node-storage.ts";

/** Leads a partition, and in which epoch; −1 where nobody leads. */
export interface PartitionLeader {
  readonly brokerId: number;
  readonly leaderEpoch: number;
  readonly isr: readonly number[];
}

export interface BrokerMaintenance {
  /** What `log.retention.check.interval.ms` is for: segments beyond retention.ms, retention.bytes or the log start offset go. */
  deleteOldSegments(): Promise<void>;
  /**
   * Has the cleaner compact what is dirty enough (min.cleanable.dirty.ratio, min.compaction.lag.ms), the active segments of compacted logs of the
   * topics (default: all) included: they are rolled first. Resolves when nothing is left to clean.
   */
  clean(topics?: readonly string[]): Promise<void>;
  /** Producer ids, offsets and groups, transactions open for too long, and transactional ids, as far as they have expired by now. */
  expire(): Promise<void>;
  /** Undefined where the partition is not known here. */
  leaderOf(topic: string, partition: number): PartitionLeader | undefined;
  /**
   * Has a broker lead the partition, in a new epoch; the one that leads it already begins a new epoch. On the active controller only.
   * @throws Error where the broker is not alive and in sync, or there is no such partition
   */
  moveLeader(topic: string, partition: number, brokerId: number): Promise<void>;
  /** The partition of `__consumer_offsets` whose leader coordinates the group; undefined as long as nothing has asked for a coordinator here. */
  groupPartition(groupId: string): { readonly topic: string; readonly partition: number } | undefined;
  /** As `groupPartition`, of `__transaction_state`. */
  transactionPartition(transactionalId: string): { readonly topic: string; readonly partition: number } | undefined;
}

/** The parts of a broker that it works on. */
export interface MaintainedParts {
  readonly storage: NodeStorage;
  readonly groupCoordinator: CoordinatorHost<GroupCoordinatorService>;
  readonly transactions: { readonly host: CoordinatorHost<TransactionCoordinatorService> };
}

/** Cleanings of one call; each makes some log cleaner than it was. */
const CLEANINGS_MAX = 10_000;

export function maintenanceOf({ storage, groupCoordinator, transactions }: MaintainedParts): BrokerMaintenance {
  const { logManager, controller } = storage;
  return {
    deleteOldSegments: () => logManager.deleteOldSegments(),
    clean: async (topics) => {
      const isMeant = (log: UnifiedLog): boolean => topics === undefined || topics.includes(log.topicPartition.topic);
      for (const log of logManager.allLogs()) if (log.config.compact && isMeant(log)) await log.roll();
      for (let round = 0; round < CLEANINGS_MAX && (await logManager.cleaner.cleanOnce()); round++);
    },
    expire: async () => {
      logManager.removeExpiredProducers();
      await Promise.all([groupCoordinator.loaded?.expire(), transactions.host.loaded?.expire()]);
    },
    leaderOf: (topic, partition) => {
      const found = controller.image.topics.getPartition(topic, partition);
      return found && { brokerId: found.leader, leaderEpoch: found.leaderEpoch, isr: found.isr };
    },
    moveLeader: (topic, partition, brokerId) =>
      controller.submit(({ image }) => {
        const record = leaderChange(image, { topic, partition, brokerId });
        return { records: [record], response: undefined, isAtomic: true };
      }),
    groupPartition: (groupId) => {
      const partition = groupCoordinator.loaded?.partitionFor(groupId);
      return partition === undefined ? undefined : { topic: GROUP_METADATA_TOPIC_NAME, partition };
    },
    transactionPartition: (transactionalId) => {
      const partition = transactions.host.loaded?.partitionFor(transactionalId);
      return partition === undefined ? undefined : { topic: TRANSACTION_STATE_TOPIC_NAME, partition };
    },
  };
}

function leaderChange(
  image: NodeStorage["controller"]["image"],
  { topic, partition, brokerId }: { readonly topic: string; readonly partition: number; readonly brokerId: number },
): MetadataRecord {
  const topicId = image.topics.getByName(topic)?.id;
  const found = image.topics.getPartition(topic, partition);
  if (topicId === undefined || found === undefined) throw new Error(`There is no partition ${topic}-${partition}`);
  if (!found.isr.includes(brokerId) || !isActiveBroker(image.cluster, brokerId)) {
    throw new Error(`Broker ${brokerId} cannot lead ${topic}-${partition}: in sync are ${found.isr.join(", ")}`);
  }
  const value = {
    partitionId: partition,
    topicId,
    isr: null,
    leader: brokerId,
    replicas: null,
    removingReplicas: null,
    addingReplicas: null,
    leaderRecoveryState: LeaderRecoveryState.RECOVERED,
    directories: null,
    eligibleLeaderReplicas: null,
    lastKnownElr: null,
  };
  return { name: "PartitionChangeRecord", version: 2, value };
}
