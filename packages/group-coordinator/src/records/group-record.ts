/**
 * The records of `__consumer_offsets` that this version understands, as data. Keys and values are Kafka's own
 * (`records/serde`); a null value is a tombstone. Other kinds of groups add their types here.
 */

import type {
  GroupMetadataKey,
  GroupMetadataValue,
  OffsetCommitKey,
  OffsetCommitValue,
} from "@ottla/protocol/messages/group-coordinator-records";

export interface OffsetCommitRecord {
  readonly type: "offset-commit";
  readonly key: OffsetCommitKey;
  readonly value: OffsetCommitValue | null;
}

export interface GroupMetadataRecord {
  readonly type: "group-metadata";
  readonly key: GroupMetadataKey;
  readonly value: GroupMetadataValue | null;
}

export type GroupRecord = OffsetCommitRecord | GroupMetadataRecord;
