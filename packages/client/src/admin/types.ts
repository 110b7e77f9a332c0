/**
 * The values that go into and come out of the admin client: Java Admin's classes as plain objects, with Java's names.
 */
import type { KafkaNode } from "../node.ts";
import type { TopicPartition } from "../topic-partition.ts";

/** Options every admin call takes. */
export interface AdminCallOptions {
  /** How long the call may take altogether, in milliseconds; default `default.api.timeout.ms`. */
  readonly timeoutMs?: number;
  /** Ends the wait for the call, which then rejects with an `AbortError`. What was sent to a broker by then may still take effect. */
  readonly signal?: AbortSignal | undefined;
}

/** A topic to create. Leave out the counts for the broker's defaults; with `replicasAssignments` both counts must be left out. */
export interface NewTopic {
  readonly name: string;
  readonly numPartitions?: number;
  readonly replicationFactor?: number;
  /** Replica ids by partition number. */
  readonly replicasAssignments?: ReadonlyMap<number, readonly number[]>;
  readonly configs?: ReadonlyMap<string, string | null> | Readonly<Record<string, string | null>>;
}

export interface CreateTopicsOptions extends AdminCallOptions {
  /** Check the request, create nothing. */
  readonly validateOnly?: boolean;
  /** Try again by itself while the controller's quota says to wait; default true. */
  readonly retryOnQuotaViolation?: boolean;
}

/** What the broker says about a topic it created (or would create). `config` is undefined when it may not be told. */
export interface CreatedTopic {
  readonly topicId: string;
  readonly numPartitions: number;
  readonly replicationFactor: number;
  readonly config: readonly ConfigEntry[] | undefined;
}

export interface TopicListing {
  readonly name: string;
  readonly topicId: string;
  readonly isInternal: boolean;
}

export interface ListTopicsOptions extends AdminCallOptions {
  /** Also list internal topics such as `__consumer_offsets`; default false, as in Java. */
  readonly listInternal?: boolean;
}

/** Topics by name, or by id. */
export type TopicCollection =
  | readonly string[]
  | { readonly topicNames: readonly string[] }
  | { readonly topicIds: readonly string[] };

export interface DescribeTopicsOptions extends AdminCallOptions {
  readonly includeAuthorizedOperations?: boolean;
  /** The most partitions that one response brings; default 2,000. */
  readonly partitionSizeLimitPerResponse?: number;
}

export interface TopicPartitionInfo {
  readonly partition: number;
  readonly leader: KafkaNode | null;
  readonly leaderEpoch: number;
  readonly replicas: readonly KafkaNode[];
  readonly isr: readonly KafkaNode[];
  readonly offlineReplicas: readonly KafkaNode[];
  /** Eligible leader replicas; null when the cluster does not tell. */
  readonly elr: readonly KafkaNode[] | null;
  readonly lastKnownElr: readonly KafkaNode[] | null;
}

export interface TopicDescription {
  readonly name: string;
  readonly topicId: string;
  readonly isInternal: boolean;
  readonly partitions: readonly TopicPartitionInfo[];
  /** Codes of AclOperation; undefined unless asked for. */
  readonly authorizedOperations: readonly number[] | undefined;
}

export interface NewPartitions {
  readonly topic: string;
  /** How many partitions the topic shall have. */
  readonly totalCount: number;
  /** Replica ids for each added partition. */
  readonly newAssignments?: readonly (readonly number[])[];
}

export interface CreatePartitionsOptions extends AdminCallOptions {
  readonly validateOnly?: boolean;
  readonly retryOnQuotaViolation?: boolean;
}

/** Kinds of config resources, by protocol code. */
export const ConfigResourceType = {
  UNKNOWN: 0,
  TOPIC: 2,
  BROKER: 4,
  BROKER_LOGGER: 8,
  CLIENT_METRICS: 16,
  GROUP: 32,
} as const;
export type ConfigResourceType = (typeof ConfigResourceType)[keyof typeof ConfigResourceType];

export interface ConfigResource {
  readonly type: ConfigResourceType;
  /** The topic, broker id, group…; empty names the cluster-wide default of brokers. */
  readonly name: string;
}

/** Where a config value comes from, by protocol code. */
export const ConfigSource = {
  UNKNOWN: 0,
  DYNAMIC_TOPIC_CONFIG: 1,
  DYNAMIC_BROKER_CONFIG: 2,
  DYNAMIC_DEFAULT_BROKER_CONFIG: 3,
  STATIC_BROKER_CONFIG: 4,
  DEFAULT_CONFIG: 5,
  DYNAMIC_BROKER_LOGGER_CONFIG: 6,
  DYNAMIC_CLIENT_METRICS_CONFIG: 7,
  DYNAMIC_GROUP_CONFIG: 8,
} as const;
export type ConfigSource = (typeof ConfigSource)[keyof typeof ConfigSource];

/** Types of config values, by protocol code. */
export const ConfigType = {
  UNKNOWN: 0,
  BOOLEAN: 1,
  STRING: 2,
  INT: 3,
  SHORT: 4,
  LONG: 5,
  DOUBLE: 6,
  LIST: 7,
  CLASS: 8,
  PASSWORD: 9,
} as const;
export type ConfigType = (typeof ConfigType)[keyof typeof ConfigType];

export interface ConfigSynonym {
  readonly name: string;
  readonly value: string | null;
  readonly source: ConfigSource;
}

export interface ConfigEntry {
  readonly name: string;
  readonly value: string | null;
  readonly source: ConfigSource;
  readonly isDefault: boolean;
  readonly isSensitive: boolean;
  readonly isReadOnly: boolean;
  readonly synonyms: readonly ConfigSynonym[];
  readonly type: ConfigType;
  readonly documentation: string | null;
}

export interface DescribeConfigsOptions extends AdminCallOptions {
  readonly includeSynonyms?: boolean;
  readonly includeDocumentation?: boolean;
}

/** How an incremental change works on a config, by protocol code. */
export const AlterConfigOpType = { SET: 0, DELETE: 1, APPEND: 2, SUBTRACT: 3 } as const;
export type AlterConfigOpType = (typeof AlterConfigOpType)[keyof typeof AlterConfigOpType];

export interface AlterConfigOp {
  readonly name: string;
  readonly op: AlterConfigOpType;
  readonly value: string | null;
}

export interface AlterConfigsOptions extends AdminCallOptions {
  readonly validateOnly?: boolean;
}

/** What to look for in {@link OffsetSpec}: a timestamp in ms, or one of Kafka's named offsets. */
export const OffsetSpec = {
  LATEST: -1,
  EARLIEST: -2,
  MAX_TIMESTAMP: -3,
  EARLIEST_LOCAL: -4,
  LATEST_TIERED: -5,
  EARLIEST_PENDING_UPLOAD: -6,
} as const;

export interface ListOffsetsQuery extends TopicPartition {
  /** A value of {@link OffsetSpec}, or a timestamp in milliseconds since the epoch. */
  readonly spec: number;
}

export interface ListOffsetsOptions extends AdminCallOptions {
  readonly isolationLevel?: IsolationLevel;
}

export type IsolationLevel = "read_uncommitted" | "read_committed";

export interface ListOffsetsResultInfo {
  /** -1 when no record matches. */
  readonly offset: number;
  /** -1 when the spec has no timestamp. */
  readonly timestamp: number;
  readonly leaderEpoch: number | undefined;
}

export interface RecordsToDelete extends TopicPartition {
  /** Records below this offset go; -1 means up to the high watermark. */
  readonly beforeOffset: number;
}

export interface DeletedRecords {
  readonly lowWatermark: number;
}

export interface ClusterDescription {
  readonly clusterId: string | null;
  readonly controller: KafkaNode | null;
  readonly nodes: readonly KafkaNode[];
  readonly authorizedOperations: readonly number[] | undefined;
}

export interface DescribeClusterOptions extends AdminCallOptions {
  readonly includeAuthorizedOperations?: boolean;
  readonly includeFencedBrokers?: boolean;
}

export interface ApiVersionRange {
  readonly apiKey: number;
  readonly minVersion: number;
  readonly maxVersion: number;
}

/** What one broker answers to ApiVersions. */
export interface BrokerApiVersions {
  readonly apis: readonly ApiVersionRange[];
  readonly supportedFeatures: ReadonlyMap<string, { readonly min: number; readonly max: number }>;
  readonly finalizedFeatures: ReadonlyMap<string, { readonly min: number; readonly max: number }>;
  /** -1 when unknown. */
  readonly finalizedFeaturesEpoch: number;
  readonly zkMigrationReady: boolean;
}

export interface FeatureMetadata {
  readonly finalizedFeatures: ReadonlyMap<string, { readonly min: number; readonly max: number }>;
  readonly finalizedFeaturesEpoch: number | undefined;
  readonly supportedFeatures: ReadonlyMap<string, { readonly min: number; readonly max: number }>;
}

export interface ReplicaInfo extends TopicPartition {
  readonly sizeBytes: number;
  readonly offsetLag: number;
  readonly isFuture: boolean;
}

export interface LogDirDescription {
  readonly path: string;
  /** The directory's own error, such as KAFKA_STORAGE_ERROR; null when it is fine. */
  readonly error: Error | null;
  readonly replicas: readonly ReplicaInfo[];
  readonly totalBytes: number | undefined;
  readonly usableBytes: number | undefined;
}

export interface ProducerState {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly lastSequence: number;
  readonly lastTimestamp: number;
  readonly coordinatorEpoch: number | undefined;
  readonly currentTransactionStartOffset: number | undefined;
}

export interface DescribeProducersOptions extends AdminCallOptions {
  /** Ask this broker instead of the leader of each partition. */
  readonly brokerId?: number;
}

export interface GroupListing {
  readonly groupId: string;
  /** `Classic`, `Consumer`, `Share`, `Streams`; undefined from a broker that does not tell. */
  readonly type: string | undefined;
  readonly protocolType: string;
  /** `Stable`, `Empty`…; undefined from a broker that does not tell. */
  readonly state: string | undefined;
  readonly isSimpleConsumerGroup: boolean;
}

export interface ListGroupsOptions extends AdminCallOptions {
  readonly states?: readonly string[];
  readonly types?: readonly string[];
  readonly protocolTypes?: readonly string[];
}

/** Groups, and the errors of the brokers that could not be asked. */
export interface GroupListings {
  readonly groups: readonly GroupListing[];
  readonly errors: readonly Error[];
}

export interface MemberDescription {
  readonly memberId: string;
  readonly groupInstanceId: string | undefined;
  readonly clientId: string;
  readonly host: string;
  readonly assignment: readonly TopicPartition[];
  /** Where the group is heading; undefined for classic groups. */
  readonly targetAssignment: readonly TopicPartition[] | undefined;
  readonly memberEpoch: number | undefined;
  /** Whether the member has moved from the classic to the consumer protocol; undefined when not told. */
  readonly upgraded: boolean | undefined;
}

export interface GroupDescription {
  readonly groupId: string;
  readonly isSimpleConsumerGroup: boolean;
  readonly members: readonly MemberDescription[];
  readonly partitionAssignor: string;
  readonly type: string;
  readonly protocolType: string;
  readonly state: string;
  readonly coordinator: KafkaNode;
  readonly groupEpoch: number | undefined;
  readonly targetAssignmentEpoch: number | undefined;
  readonly authorizedOperations: readonly number[] | undefined;
}

export interface DescribeGroupsOptions extends AdminCallOptions {
  readonly includeAuthorizedOperations?: boolean;
}

/** A committed offset. */
export interface OffsetAndMetadata {
  readonly offset: number;
  readonly leaderEpoch?: number | undefined;
  readonly metadata?: string;
}

export interface ListConsumerGroupOffsetsOptions extends AdminCallOptions {
  /** Only these partitions; default: all that have a committed offset. */
  readonly topicPartitions?: readonly TopicPartition[];
  /** Wait until no transaction has a pending offset commit; default false. */
  readonly requireStable?: boolean;
}

/** A partition with the offset to commit for it. */
export interface PartitionOffset extends TopicPartition, OffsetAndMetadata {}

export interface MemberToRemove {
  readonly groupInstanceId: string;
}

export interface RemoveMembersOptions extends AdminCallOptions {
  /** Only these static members; default: every member. */
  readonly members?: readonly MemberToRemove[];
  readonly reason?: string;
}

export const ElectionType = { PREFERRED: 0, UNCLEAN: 1 } as const;
export type ElectionType = (typeof ElectionType)[keyof typeof ElectionType];

export interface AlterPartitionReassignmentsOptions extends AdminCallOptions {
  /** Whether a partition may get another number of replicas (KIP-860); default true. Refusing it needs a broker that knows how to. */
  readonly allowReplicationFactorChange?: boolean;
}

export interface PartitionReassignment {
  readonly replicas: readonly number[];
  readonly addingReplicas: readonly number[];
  readonly removingReplicas: readonly number[];
}

export interface QuorumReplicaState {
  readonly replicaId: number;
  readonly replicaDirectoryId: string;
  readonly logEndOffset: number;
  readonly lastFetchTimestamp: number | undefined;
  readonly lastCaughtUpTimestamp: number | undefined;
}

export interface QuorumInfo {
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly highWatermark: number;
  readonly voters: readonly QuorumReplicaState[];
  readonly observers: readonly QuorumReplicaState[];
  readonly nodes: readonly {
    readonly nodeId: number;
    readonly endpoints: readonly { readonly name: string; readonly host: string; readonly port: number }[];
  }[];
}

export interface TransactionListing {
  readonly transactionalId: string;
  readonly producerId: bigint;
  /** `Empty`, `Ongoing`, `PrepareCommit`, `PrepareAbort`, `CompleteCommit`, `CompleteAbort`, `PrepareEpochFence`, … */
  readonly state: string;
}

export interface ListTransactionsOptions extends AdminCallOptions {
  readonly filteredStates?: readonly string[];
  readonly filteredProducerIds?: readonly bigint[];
  /** Only transactions that have run for longer than this, in ms. */
  readonly filteredDuration?: number;
  /** Only transactional ids that match this regular expression (RE2). */
  readonly filteredTransactionalIdPattern?: string;
}

export interface TransactionDescription {
  readonly coordinatorId: number;
  readonly state: string;
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly transactionTimeoutMs: number;
  /** Undefined while no transaction is open. */
  readonly transactionStartTimeMs: number | undefined;
  readonly topicPartitions: readonly TopicPartition[];
}

/** A transaction that its coordinator has forgotten, by what a partition knows of it. */
export interface AbortTransactionSpec extends TopicPartition {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
}

/** The id and epoch that a fenced producer's successor would have. */
export interface FencedProducer {
  readonly producerId: bigint;
  readonly producerEpoch: number;
}

export interface ShareMemberDescription {
  readonly memberId: string;
  readonly clientId: string;
  readonly host: string;
  readonly memberEpoch: number;
  readonly assignment: readonly TopicPartition[];
}

export interface ShareGroupDescription {
  readonly groupId: string;
  readonly members: readonly ShareMemberDescription[];
  readonly state: string;
  readonly coordinator: KafkaNode;
  readonly groupEpoch: number;
  readonly targetAssignmentEpoch: number;
  readonly authorizedOperations: readonly number[] | undefined;
}

export interface ListShareGroupOffsetsOptions extends AdminCallOptions {
  /** Only these partitions; default: all the group has read. */
  readonly topicPartitions?: readonly TopicPartition[];
}

/** How far a share group has come in a partition. */
export interface SharePartitionOffset extends TopicPartition {
  /** All records below it are settled; undefined before the group has begun. */
  readonly startOffset: number | undefined;
  readonly leaderEpoch: number | undefined;
  /** Records that are not settled; undefined when not told. */
  readonly lag: number | undefined;
}

/** How a feature may change, by protocol code. */
export const FeatureUpgradeType = { UPGRADE: 1, SAFE_DOWNGRADE: 2, UNSAFE_DOWNGRADE: 3 } as const;
export type FeatureUpgradeType = (typeof FeatureUpgradeType)[keyof typeof FeatureUpgradeType];

export interface FeatureUpdate {
  readonly feature: string;
  /** 0 takes the feature away. */
  readonly maxVersionLevel: number;
  /** Default: UPGRADE. */
  readonly upgradeType?: FeatureUpgradeType;
}

export interface UpdateFeaturesOptions extends AdminCallOptions {
  readonly validateOnly?: boolean;
}

/** A replica on one broker. */
export interface TopicPartitionReplica extends TopicPartition {
  readonly brokerId: number;
}

/** Where a replica lies, and where it is being moved to. */
export interface ReplicaLogDirInfo {
  /** Undefined when the broker has no such replica, or its directory is offline. */
  readonly currentReplicaLogDir: string | undefined;
  /** How far the replica is behind the high watermark (or the log end, on its leader); -1 when unknown. */
  readonly currentReplicaOffsetLag: number;
  readonly futureReplicaLogDir: string | undefined;
  /** How far the copy is behind the replica; -1 when there is none. */
  readonly futureReplicaOffsetLag: number;
}

/** Where the other voters reach a voter, by listener. */
export interface RaftVoterEndpoint {
  /** The name of the listener. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

export interface RaftVoterOptions extends AdminCallOptions {
  /** Refuse if the cluster is another one. */
  readonly clusterId?: string;
}

/** Tasks of a member of a streams group, by subtopology. */
export interface StreamsTaskIds {
  readonly subtopologyId: string;
  readonly partitions: readonly number[];
}

export interface StreamsTaskAssignment {
  readonly activeTasks: readonly StreamsTaskIds[];
  readonly standbyTasks: readonly StreamsTaskIds[];
  readonly warmupTasks: readonly StreamsTaskIds[];
}

export interface StreamsGroupMember {
  readonly memberId: string;
  readonly memberEpoch: number;
  readonly instanceId: string | undefined;
  readonly rackId: string | undefined;
  readonly clientId: string;
  readonly clientHost: string;
  readonly topologyEpoch: number;
  readonly processId: string;
  readonly userEndpoint: { readonly host: string; readonly port: number } | undefined;
  readonly clientTags: ReadonlyMap<string, string>;
  readonly assignment: StreamsTaskAssignment;
  readonly targetAssignment: StreamsTaskAssignment;
  readonly isClassic: boolean;
}

export interface StreamsSubtopology {
  readonly subtopologyId: string;
  readonly sourceTopics: readonly string[];
  readonly repartitionSinkTopics: readonly string[];
  readonly stateChangelogTopics: readonly string[];
  readonly repartitionSourceTopics: readonly string[];
}

export interface StreamsGroupDescription {
  readonly groupId: string;
  readonly groupEpoch: number;
  readonly targetAssignmentEpoch: number;
  /** -1 when the group has no topology yet. */
  readonly topologyEpoch: number;
  readonly subtopologies: readonly StreamsSubtopology[];
  readonly members: readonly StreamsGroupMember[];
  readonly groupState: string;
  readonly coordinator: KafkaNode;
  /** Codes of {@link AclOperation}; undefined unless asked for. */
  readonly authorizedOperations: readonly number[] | undefined;
}
