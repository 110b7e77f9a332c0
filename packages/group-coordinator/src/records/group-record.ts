/**
 * The records of `__consumer_offsets` that this version understands, as data. Keys and values are Kafka's own
 * (`records/serde`); a null value is a tombstone. Other kinds of groups add their types here.
 */

import type {
  ConsumerGroupCurrentMemberAssignmentKey,
  ConsumerGroupCurrentMemberAssignmentValue,
  ConsumerGroupMemberMetadataKey,
  ConsumerGroupMemberMetadataValue,
  ConsumerGroupMetadataKey,
  ConsumerGroupMetadataValue,
  ConsumerGroupPartitionMetadataKey,
  ConsumerGroupPartitionMetadataValue,
  ConsumerGroupRegularExpressionKey,
  ConsumerGroupRegularExpressionValue,
  ConsumerGroupTargetAssignmentMemberKey,
  ConsumerGroupTargetAssignmentMemberValue,
  ConsumerGroupTargetAssignmentMetadataKey,
  ConsumerGroupTargetAssignmentMetadataValue,
  GroupMetadataKey,
  GroupMetadataValue,
  OffsetCommitKey,
  OffsetCommitValue,
  ShareGroupCurrentMemberAssignmentKey,
  ShareGroupCurrentMemberAssignmentValue,
  ShareGroupMemberMetadataKey,
  ShareGroupMemberMetadataValue,
  ShareGroupMetadataKey,
  ShareGroupMetadataValue,
  ShareGroupStatePartitionMetadataKey,
  ShareGroupStatePartitionMetadataValue,
  ShareGroupTargetAssignmentMemberKey,
  ShareGroupTargetAssignmentMemberValue,
  ShareGroupTargetAssignmentMetadataKey,
  ShareGroupTargetAssignmentMetadataValue,
} from "@ottla/protocol/messages/group-coordinator-records";

interface RecordOf<T extends string, K, V> {
  readonly type: T;
  readonly key: K;
  readonly value: V | null;
}

export type OffsetCommitRecord = RecordOf<"offset-commit", OffsetCommitKey, OffsetCommitValue>;
export type GroupMetadataRecord = RecordOf<"group-metadata", GroupMetadataKey, GroupMetadataValue>;

/** The records of consumer groups (KIP-848). */
export type ConsumerGroupRecord =
  | RecordOf<"consumer-group-metadata", ConsumerGroupMetadataKey, ConsumerGroupMetadataValue>
  /** Written by Kafka before 4.1 only; since then tombstones get rid of it. */
  | RecordOf<
      "consumer-group-partition-metadata",
      ConsumerGroupPartitionMetadataKey,
      ConsumerGroupPartitionMetadataValue
    >
  | RecordOf<"consumer-group-member-metadata", ConsumerGroupMemberMetadataKey, ConsumerGroupMemberMetadataValue>
  | RecordOf<
      "consumer-group-target-assignment-metadata",
      ConsumerGroupTargetAssignmentMetadataKey,
      ConsumerGroupTargetAssignmentMetadataValue
    >
  | RecordOf<
      "consumer-group-target-assignment-member",
      ConsumerGroupTargetAssignmentMemberKey,
      ConsumerGroupTargetAssignmentMemberValue
    >
  | RecordOf<
      "consumer-group-current-member-assignment",
      ConsumerGroupCurrentMemberAssignmentKey,
      ConsumerGroupCurrentMemberAssignmentValue
    >
  | RecordOf<
      "consumer-group-regular-expression",
      ConsumerGroupRegularExpressionKey,
      ConsumerGroupRegularExpressionValue
    >;

/** The records of share groups (KIP-932). */
export type ShareGroupRecord =
  | RecordOf<"share-group-member-metadata", ShareGroupMemberMetadataKey, ShareGroupMemberMetadataValue>
  | RecordOf<"share-group-metadata", ShareGroupMetadataKey, ShareGroupMetadataValue>
  | RecordOf<
      "share-group-target-assignment-metadata",
      ShareGroupTargetAssignmentMetadataKey,
      ShareGroupTargetAssignmentMetadataValue
    >
  | RecordOf<
      "share-group-target-assignment-member",
      ShareGroupTargetAssignmentMemberKey,
      ShareGroupTargetAssignmentMemberValue
    >
  | RecordOf<
      "share-group-current-member-assignment",
      ShareGroupCurrentMemberAssignmentKey,
      ShareGroupCurrentMemberAssignmentValue
    >
  | RecordOf<
      "share-group-state-partition-metadata",
      ShareGroupStatePartitionMetadataKey,
      ShareGroupStatePartitionMetadataValue
    >;

export type GroupRecord = OffsetCommitRecord | GroupMetadataRecord | ConsumerGroupRecord | ShareGroupRecord;
