/** Records as the controller writes them, at the versions of metadata.version 30. */

import type { Uuid } from "@ottla/base";
import type { PartitionRegistration } from "../image/partition-registration.ts";
import type { MetadataRecord } from "./metadata-record.ts";

export function topicRecord(name: string, topicId: Uuid): MetadataRecord {
  return { name: "TopicRecord", version: 0, value: { name, topicId } };
}

export function removeTopicRecord(topicId: Uuid): MetadataRecord {
  return { name: "RemoveTopicRecord", version: 0, value: { topicId } };
}

/** The whole state of a partition. Eligible leader replicas are written only where there are any. */
export function partitionRecord(topicId: Uuid, partitionId: number, partition: PartitionRegistration): MetadataRecord {
  return {
    name: "PartitionRecord",
    version: 2,
    value: {
      partitionId,
      topicId,
      replicas: [...partition.replicas],
      isr: [...partition.isr],
      removingReplicas: [...partition.removingReplicas],
      addingReplicas: [...partition.addingReplicas],
      leader: partition.leader,
      leaderRecoveryState: partition.leaderRecoveryState,
      leaderEpoch: partition.leaderEpoch,
      partitionEpoch: partition.partitionEpoch,
      directories: [...partition.directories],
      eligibleLeaderReplicas: partition.elr.length === 0 ? null : [...partition.elr],
      lastKnownElr: partition.lastKnownElr.length === 0 ? null : [...partition.lastKnownElr],
    },
  };
}

/** A value of null removes the key. */
export function configRecord(
  resource: { readonly type: number; readonly name: string },
  name: string,
  value: string | null,
): MetadataRecord {
  return {
    name: "ConfigRecord",
    version: 0,
    value: { resourceType: resource.type, resourceName: resource.name, name, value },
  };
}

export function featureLevelRecord(name: string, featureLevel: number): MetadataRecord {
  return { name: "FeatureLevelRecord", version: 0, value: { name, featureLevel } };
}

export function noOpRecord(): MetadataRecord {
  return { name: "NoOpRecord", version: 0, value: {} };
}

/** The changes of one broker that a registration change record can say; what is left out stays as it is. */
export function brokerRegistrationChangeRecord(
  broker: { readonly id: number; readonly epoch: number },
  change: { readonly fenced?: boolean; readonly inControlledShutdown?: true; readonly logDirs?: readonly Uuid[] },
): MetadataRecord {
  const lowestVersion = change.inControlledShutdown === undefined ? 0 : 1;
  return {
    name: "BrokerRegistrationChangeRecord",
    version: change.logDirs === undefined ? lowestVersion : 2,
    value: {
      brokerId: broker.id,
      brokerEpoch: broker.epoch,
      fenced: change.fenced === undefined ? 0 : change.fenced ? 1 : -1,
      inControlledShutdown: change.inControlledShutdown === undefined ? 0 : 1,
      logDirs: [...(change.logDirs ?? [])],
      cordonedLogDirs: null,
    },
  };
}
