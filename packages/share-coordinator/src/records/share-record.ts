/**
 * The records of `__share_group_state`, as data. A snapshot is the whole state of a share partition (null: it is gone); an
 * update is laid over the snapshot before it.
 */

import type {
  ShareSnapshotKey,
  ShareSnapshotValue,
  ShareUpdateKey,
  ShareUpdateValue,
} from "@ottla/protocol/messages/share-coordinator-records";

export interface ShareSnapshotRecord {
  readonly type: "share-snapshot";
  readonly key: ShareSnapshotKey;
  readonly value: ShareSnapshotValue | null;
}

export interface ShareUpdateRecord {
  readonly type: "share-update";
  readonly key: ShareUpdateKey;
  readonly value: ShareUpdateValue;
}

export type ShareRecord = ShareSnapshotRecord | ShareUpdateRecord;
