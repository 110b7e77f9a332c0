/** Makes the records of share state. */

import type { StateBatch } from "../state-batch.ts";
import type { SharePartitionKey } from "../share-partition-key.ts";
import type { ShareSnapshotRecord, ShareUpdateRecord } from "./share-record.ts";

export interface ShareSnapshot {
  readonly snapshotEpoch: number;
  readonly stateEpoch: number;
  readonly leaderEpoch: number;
  readonly startOffset: number;
  readonly deliveryCompleteCount: number;
  readonly createTimestamp: number;
  readonly writeTimestamp: number;
  readonly stateBatches: readonly StateBatch[];
}

export function snapshotRecord(key: SharePartitionKey, snapshot: ShareSnapshot): ShareSnapshotRecord {
  return {
    type: "share-snapshot",
    key: { ...key },
    value: {
      snapshotEpoch: snapshot.snapshotEpoch,
      stateEpoch: snapshot.stateEpoch,
      leaderEpoch: snapshot.leaderEpoch,
      startOffset: snapshot.startOffset,
      deliveryCompleteCount: snapshot.deliveryCompleteCount,
      createTimestamp: snapshot.createTimestamp,
      writeTimestamp: snapshot.writeTimestamp,
      stateBatches: snapshot.stateBatches.map((batch) => ({ ...batch })),
    },
  };
}

export function tombstoneRecord(key: SharePartitionKey): ShareSnapshotRecord {
  return { type: "share-snapshot", key: { ...key }, value: null };
}

export interface ShareUpdate {
  readonly snapshotEpoch: number;
  readonly leaderEpoch: number;
  readonly startOffset: number;
  readonly deliveryCompleteCount: number;
  readonly stateBatches: readonly StateBatch[];
}

export function updateRecord(key: SharePartitionKey, update: ShareUpdate): ShareUpdateRecord {
  const { snapshotEpoch, leaderEpoch, startOffset, deliveryCompleteCount } = update;
  const stateBatches = update.stateBatches.map((batch) => ({ ...batch }));
  return {
    type: "share-update",
    key: { ...key },
    value: { snapshotEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches },
  };
}
