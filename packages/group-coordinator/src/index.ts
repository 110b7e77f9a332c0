export { ClassicGroup } from "./classic/classic-group.ts";
export {
  ClassicGroupMember,
  type ClassicGroupMemberOptions,
  type JoinWaiter,
  type MemberProtocol,
  type SyncWaiter,
} from "./classic/classic-group-member.ts";
export { ClassicGroupState } from "./classic/classic-group-state.ts";
export type { PartitionAssignor } from "./assignor/partition-assignor.ts";
export { heartbeatRefusal } from "./consumer/heartbeat.ts";
export { validateConsumerGroupHeartbeat } from "./consumer/validation.ts";
export {
  CONSUMER_GROUP_ASSIGNORS,
  CONSUMER_GROUP_MIGRATION_POLICIES,
  DEFAULT_GROUP_COORDINATOR_CONFIG,
  type GroupConfig,
  type GroupConfigSource,
  type GroupCoordinatorConfig,
} from "./group-coordinator-config.ts";
export type { TopicMetadata, TopicsChange, TopicsImage } from "./modern/topics-image.ts";
export type { GroupCoordinatorContextOptions, GroupRequestContext } from "./group-coordinator-context.ts";
export type { GroupCoordinatorLog, GroupCoordinatorMetrics } from "./group-coordinator-metrics.ts";
export { GroupCoordinatorShard } from "./group-coordinator-shard.ts";
export type { GroupTimer } from "./group-timer.ts";
export { GroupType } from "./groups.ts";
export type { ListGroupsFilter } from "./list-groups.ts";
export { offsetCommitError } from "./offsets/commit.ts";
export { txnOffsetCommitError } from "./offsets/txn-commit.ts";
export type { DeletedTopic } from "./offsets/topic-deletion.ts";
export type { GroupMetadataRecord, GroupRecord, OffsetCommitRecord } from "./records/group-record.ts";
export { Refusal } from "./refusal.ts";
export { shareHeartbeatRefusal, type ShareHeartbeatOutcome } from "./share/heartbeat.ts";
export type { ShareGroupDeletions, ShareOffsetAlteration, ShareOffsetDeletion } from "./share/offsets-admin.ts";
export type { PartitionsByTopic } from "./share/share-state-topics.ts";
export type { ShareStateInitialization } from "./share/state-initialization.ts";
export { validateShareGroupHeartbeat } from "./share/validation.ts";
export { groupRecordSerde } from "./records/serde.ts";
