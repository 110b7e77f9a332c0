/**
 * The admin client: Java Admin's method names with plain results.
 *
 * Each area of methods lives in its own module that is loaded when first used, so that a program that only lists topics does not load
 * the codecs of everything else. All methods share one {@link AdminContext}: connections, metadata, deadlines and retries.
 */
import { ADMIN_CONFIG } from "../config/admin-config.ts";
import type { AdminOptions } from "../config/admin-config.ts";
import { resolveConfig } from "../config/resolve.ts";
import { clientPorts } from "../client-ports.ts";
import type { ClientPorts } from "../client-ports.ts";
import type { KafkaError } from "../errors.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { Metric } from "../metrics/metrics.ts";
import { AdminContext } from "./admin-context.ts";
import type { Results } from "./results.ts";
import type * as S from "./security-types.ts";
import type * as T from "./types.ts";

/** Administers a cluster. Safe to use for many calls at once. */
export class Admin implements AsyncDisposable {
  readonly #context: AdminContext;

  constructor(options: AdminOptions, ports?: Partial<ClientPorts>) {
    this.#context = new AdminContext(resolveConfig(ADMIN_CONFIG, options), clientPorts(ports));
  }

  /** What this client measures, with the names, groups and tags of Java's. */
  metrics(): readonly Metric[] {
    return this.#context.client.metrics.all();
  }

  /** Closes all connections; calls in progress fail with code `CLOSED`. */
  async close(): Promise<void> {
    await this.#context.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  // Topics

  async createTopics(
    topics: readonly T.NewTopic[],
    options: T.CreateTopicsOptions = {},
  ): Promise<Results<string, T.CreatedTopic>> {
    const { createTopics } = await import("./create-topics.ts");
    return createTopics(this.#context, topics, options);
  }

  /** Deletes topics by name or id; results are keyed by what was given. */
  async deleteTopics(topics: T.TopicCollection, options: T.AdminCallOptions = {}): Promise<Results<string, void>> {
    const { deleteTopics } = await import("./delete-topics.ts");
    return deleteTopics(this.#context, topics, options);
  }

  async listTopics(options: T.ListTopicsOptions = {}): Promise<readonly T.TopicListing[]> {
    const { listTopics } = await import("./describe-topics.ts");
    return listTopics(this.#context, options);
  }

  /** Describes topics by name or id; results are keyed by what was given. */
  async describeTopics(
    topics: T.TopicCollection,
    options: T.DescribeTopicsOptions = {},
  ): Promise<Results<string, T.TopicDescription>> {
    const { describeTopics } = await import("./describe-topics.ts");
    return describeTopics(this.#context, topics, options);
  }

  async createPartitions(
    topics: readonly T.NewPartitions[],
    options: T.CreatePartitionsOptions = {},
  ): Promise<Results<string, void>> {
    const { createPartitions } = await import("./create-partitions.ts");
    return createPartitions(this.#context, topics, options);
  }

  async deleteRecords(
    records: readonly T.RecordsToDelete[],
    options: T.AdminCallOptions = {},
  ): Promise<Results<TopicPartition, T.DeletedRecords>> {
    const { deleteRecords } = await import("./delete-records.ts");
    return deleteRecords(this.#context, records, options);
  }

  async listOffsets(
    queries: readonly T.ListOffsetsQuery[],
    options: T.ListOffsetsOptions = {},
  ): Promise<Results<TopicPartition, T.ListOffsetsResultInfo>> {
    const { listOffsets } = await import("./list-offsets.ts");
    return listOffsets(this.#context, queries, options);
  }

  // Configs

  async describeConfigs(
    resources: readonly T.ConfigResource[],
    options: T.DescribeConfigsOptions = {},
  ): Promise<Results<T.ConfigResource, readonly T.ConfigEntry[]>> {
    const { describeConfigs } = await import("./describe-configs.ts");
    return describeConfigs(this.#context, resources, options);
  }

  async incrementalAlterConfigs(
    changes: readonly (T.ConfigResource & { readonly ops: readonly T.AlterConfigOp[] })[],
    options: T.AlterConfigsOptions = {},
  ): Promise<Results<T.ConfigResource, void>> {
    const { incrementalAlterConfigs } = await import("./alter-configs.ts");
    return incrementalAlterConfigs(this.#context, changes, options);
  }

  /** The old API, which replaces all dynamic configs of a resource: what is not named goes back to its default. */
  async alterConfigs(
    configs: readonly (T.ConfigResource & { readonly entries: ReadonlyMap<string, string | null> })[],
    options: T.AlterConfigsOptions = {},
  ): Promise<Results<T.ConfigResource, void>> {
    const { alterConfigs } = await import("./alter-configs.ts");
    return alterConfigs(this.#context, configs, options);
  }

  /** Resources that have configs, of the given types; default: all types the cluster can list. */
  async listConfigResources(
    types: readonly T.ConfigResourceType[] = [],
    options: T.AdminCallOptions = {},
  ): Promise<readonly T.ConfigResource[]> {
    const { listConfigResources } = await import("./describe-configs.ts");
    return listConfigResources(this.#context, types, options);
  }

  /** Java's older name for the resources of client telemetry in {@link listConfigResources}. */
  async listClientMetricsResources(options: T.AdminCallOptions = {}): Promise<readonly string[]> {
    const { listConfigResources } = await import("./describe-configs.ts");
    const { ConfigResourceType } = await import("./types.ts");
    const listed = await listConfigResources(this.#context, [ConfigResourceType.CLIENT_METRICS], options);
    return listed.map((one) => one.name);
  }

  // Cluster

  async describeCluster(options: T.DescribeClusterOptions = {}): Promise<T.ClusterDescription> {
    const { describeCluster } = await import("./describe-cluster.ts");
    return describeCluster(this.#context, options);
  }

  async describeFeatures(options: T.AdminCallOptions & { readonly nodeId?: number } = {}): Promise<T.FeatureMetadata> {
    const { describeFeatures } = await import("./describe-cluster.ts");
    return describeFeatures(this.#context, options);
  }

  /** Raises, lowers or (level 0) takes away finalized features; results are keyed by feature. */
  async updateFeatures(
    updates: readonly T.FeatureUpdate[],
    options: T.UpdateFeaturesOptions = {},
  ): Promise<Results<string, void>> {
    const { updateFeatures } = await import("./update-features.ts");
    return updateFeatures(this.#context, updates, options);
  }

  /** The API versions a broker serves: every broker of the cluster, or the given ones. */
  async brokerApiVersions(
    brokerIds?: readonly number[],
    options: T.AdminCallOptions = {},
  ): Promise<Results<number, T.BrokerApiVersions>> {
    const { brokerApiVersions } = await import("./describe-cluster.ts");
    return brokerApiVersions(this.#context, brokerIds, options);
  }

  async describeMetadataQuorum(options: T.AdminCallOptions = {}): Promise<T.QuorumInfo> {
    const { describeMetadataQuorum } = await import("./describe-quorum.ts");
    return describeMetadataQuorum(this.#context, options);
  }

  /** The log directories of brokers, keyed by broker id. */
  async describeLogDirs(
    brokerIds: readonly number[],
    options: T.AdminCallOptions = {},
  ): Promise<Results<number, readonly T.LogDirDescription[]>> {
    const { describeLogDirs } = await import("./describe-log-dirs.ts");
    return describeLogDirs(this.#context, brokerIds, options);
  }

  async describeProducers(
    partitions: readonly TopicPartition[],
    options: T.DescribeProducersOptions = {},
  ): Promise<Results<TopicPartition, readonly T.ProducerState[]>> {
    const { describeProducers } = await import("./describe-producers.ts");
    return describeProducers(this.#context, partitions, options);
  }

  /** Elects leaders for the given partitions, or (undefined) for all that need it. */
  async electLeaders(
    electionType: T.ElectionType,
    partitions: readonly TopicPartition[] | undefined,
    options: T.AdminCallOptions = {},
  ): Promise<Results<TopicPartition, void>> {
    const { electLeaders } = await import("./reassignments.ts");
    return electLeaders(this.#context, electionType, partitions, options);
  }

  /** Moves partitions to the given replicas; `replicas: null` cancels a move in progress. */
  async alterPartitionReassignments(
    reassignments: readonly (TopicPartition & { readonly replicas: readonly number[] | null })[],
    options: T.AlterPartitionReassignmentsOptions = {},
  ): Promise<Results<TopicPartition, void>> {
    const { alterPartitionReassignments } = await import("./reassignments.ts");
    return alterPartitionReassignments(this.#context, reassignments, options);
  }

  /** The moves in progress, of the given partitions or (undefined) of all. */
  async listPartitionReassignments(
    partitions?: readonly TopicPartition[],
    options: T.AdminCallOptions = {},
  ): Promise<readonly (TopicPartition & T.PartitionReassignment)[]> {
    const { listPartitionReassignments } = await import("./reassignments.ts");
    return listPartitionReassignments(this.#context, partitions, options);
  }

  // Groups

  async listGroups(options: T.ListGroupsOptions = {}): Promise<T.GroupListings> {
    const { listGroups } = await import("./list-groups.ts");
    return listGroups(this.#context, options);
  }

  /** Groups that speak the consumer protocol or commit offsets without a group protocol. */
  async listConsumerGroups(options: T.ListGroupsOptions = {}): Promise<T.GroupListings> {
    const { listConsumerGroups } = await import("./list-groups.ts");
    return listConsumerGroups(this.#context, options);
  }

  async describeConsumerGroups(
    groupIds: readonly string[],
    options: T.DescribeGroupsOptions = {},
  ): Promise<Results<string, T.GroupDescription>> {
    const { describeConsumerGroups } = await import("./describe-groups.ts");
    return describeConsumerGroups(this.#context, groupIds, options);
  }

  async describeClassicGroups(
    groupIds: readonly string[],
    options: T.DescribeGroupsOptions = {},
  ): Promise<Results<string, T.GroupDescription>> {
    const { describeClassicGroups } = await import("./describe-groups.ts");
    return describeClassicGroups(this.#context, groupIds, options);
  }

  async deleteConsumerGroups(
    groupIds: readonly string[],
    options: T.AdminCallOptions = {},
  ): Promise<Results<string, void>> {
    const { deleteConsumerGroups } = await import("./delete-groups.ts");
    return deleteConsumerGroups(this.#context, groupIds, options);
  }

  /** Committed offsets of groups; a partition without one is null when it was asked for, and absent otherwise. */
  async listConsumerGroupOffsets(
    groupIds: readonly string[],
    options: T.ListConsumerGroupOffsetsOptions = {},
  ): Promise<Results<string, readonly (TopicPartition & { readonly committed: T.OffsetAndMetadata | null })[]>> {
    const { listConsumerGroupOffsets } = await import("./group-offsets.ts");
    return listConsumerGroupOffsets(this.#context, groupIds, options);
  }

  async alterConsumerGroupOffsets(
    groupId: string,
    offsets: readonly T.PartitionOffset[],
    options: T.AdminCallOptions = {},
  ): Promise<Results<TopicPartition, void>> {
    const { alterConsumerGroupOffsets } = await import("./group-offsets.ts");
    return alterConsumerGroupOffsets(this.#context, groupId, offsets, options);
  }

  async deleteConsumerGroupOffsets(
    groupId: string,
    partitions: readonly TopicPartition[],
    options: T.AdminCallOptions = {},
  ): Promise<Results<TopicPartition, void>> {
    const { deleteConsumerGroupOffsets } = await import("./group-offsets.ts");
    return deleteConsumerGroupOffsets(this.#context, groupId, partitions, options);
  }

  /** Removes static members (or all members) from a group; results are keyed by group instance id, or member id. */
  async removeMembersFromConsumerGroup(
    groupId: string,
    options: T.RemoveMembersOptions = {},
  ): Promise<Results<string, void>> {
    const { removeMembersFromConsumerGroup } = await import("./delete-groups.ts");
    return removeMembersFromConsumerGroup(this.#context, groupId, options);
  }

  async describeShareGroups(
    groupIds: readonly string[],
    options: T.DescribeGroupsOptions = {},
  ): Promise<Results<string, T.ShareGroupDescription>> {
    const { describeShareGroups } = await import("./share-groups.ts");
    return describeShareGroups(this.#context, groupIds, options);
  }

  async deleteShareGroups(
    groupIds: readonly string[],
    options: T.AdminCallOptions = {},
  ): Promise<Results<string, void>> {
    const { deleteConsumerGroups } = await import("./delete-groups.ts");
    return deleteConsumerGroups(this.#context, groupIds, options);
  }

  /** How far share groups have come: every partition they read, or the given ones. */
  async listShareGroupOffsets(
    groupIds: readonly string[],
    options: T.ListShareGroupOffsetsOptions = {},
  ): Promise<Results<string, readonly T.SharePartitionOffset[]>> {
    const { listShareGroupOffsets } = await import("./share-groups.ts");
    return listShareGroupOffsets(this.#context, groupIds, options);
  }

  /** Sets where an empty share group goes on; its records in between are given again, or never. */
  async alterShareGroupOffsets(
    groupId: string,
    offsets: readonly (TopicPartition & { readonly offset: number })[],
    options: T.AdminCallOptions = {},
  ): Promise<Results<TopicPartition, void>> {
    const { alterShareGroupOffsets } = await import("./share-groups.ts");
    return alterShareGroupOffsets(this.#context, groupId, offsets, options);
  }

  /** Makes an empty share group forget topics; results are keyed by topic. */
  async deleteShareGroupOffsets(
    groupId: string,
    topics: readonly string[],
    options: T.AdminCallOptions = {},
  ): Promise<Results<string, void>> {
    const { deleteShareGroupOffsets } = await import("./share-groups.ts");
    return deleteShareGroupOffsets(this.#context, groupId, topics, options);
  }

  // Streams groups (KIP-1071)

  async describeStreamsGroups(
    groupIds: readonly string[],
    options: T.DescribeGroupsOptions = {},
  ): Promise<Results<string, T.StreamsGroupDescription>> {
    const { describeStreamsGroups } = await import("./streams-groups.ts");
    return describeStreamsGroups(this.#context, groupIds, options);
  }

  deleteStreamsGroups(groupIds: readonly string[], options: T.AdminCallOptions = {}): Promise<Results<string, void>> {
    return this.deleteConsumerGroups(groupIds, options);
  }

  listStreamsGroupOffsets(
    groupIds: readonly string[],
    options: T.ListConsumerGroupOffsetsOptions = {},
  ): Promise<Results<string, readonly (TopicPartition & { readonly committed: T.OffsetAndMetadata | null })[]>> {
    return this.listConsumerGroupOffsets(groupIds, options);
  }

  alterStreamsGroupOffsets(
    groupId: string,
    offsets: readonly T.PartitionOffset[],
    options: T.AdminCallOptions = {},
  ): Promise<Results<TopicPartition, void>> {
    return this.alterConsumerGroupOffsets(groupId, offsets, options);
  }

  deleteStreamsGroupOffsets(
    groupId: string,
    partitions: readonly TopicPartition[],
    options: T.AdminCallOptions = {},
  ): Promise<Results<TopicPartition, void>> {
    return this.deleteConsumerGroupOffsets(groupId, partitions, options);
  }

  // Replicas and members of the cluster

  /** Moves replicas to other directories of their brokers. */
  async alterReplicaLogDirs(
    assignments: readonly (T.TopicPartitionReplica & { readonly logDir: string })[],
    options: T.AdminCallOptions = {},
  ): Promise<Results<T.TopicPartitionReplica, void>> {
    const { alterReplicaLogDirs } = await import("./replica-log-dirs.ts");
    return alterReplicaLogDirs(this.#context, assignments, options);
  }

  async describeReplicaLogDirs(
    replicas: readonly T.TopicPartitionReplica[],
    options: T.AdminCallOptions = {},
  ): Promise<Results<T.TopicPartitionReplica, T.ReplicaLogDirInfo>> {
    const { describeReplicaLogDirs } = await import("./replica-log-dirs.ts");
    return describeReplicaLogDirs(this.#context, replicas, options);
  }

  /** Makes a controller that follows the metadata log a voter (KIP-853). */
  async addRaftVoter(
    voter: { readonly id: number; readonly directoryId: string; readonly endpoints: readonly T.RaftVoterEndpoint[] },
    options: T.RaftVoterOptions = {},
  ): Promise<void> {
    const { addRaftVoter } = await import("./cluster-members.ts");
    return addRaftVoter(this.#context, voter, options);
  }

  async removeRaftVoter(
    voter: { readonly id: number; readonly directoryId: string },
    options: T.RaftVoterOptions = {},
  ): Promise<void> {
    const { removeRaftVoter } = await import("./cluster-members.ts");
    return removeRaftVoter(this.#context, voter, options);
  }

  /** Makes the cluster forget a broker that is gone for good. */
  async unregisterBroker(brokerId: number, options: T.AdminCallOptions = {}): Promise<void> {
    const { unregisterBroker } = await import("./cluster-members.ts");
    return unregisterBroker(this.#context, brokerId, options);
  }

  // Users, permissions, quotas, tokens

  /** Allows and denies; results are keyed by what was given. */
  async createAcls(
    acls: readonly S.AclBinding[],
    options: T.AdminCallOptions = {},
  ): Promise<Results<S.AclBinding, void>> {
    const { createAcls } = await import("./acls.ts");
    return createAcls(this.#context, acls, options);
  }

  async describeAcls(
    filter: S.AclBindingFilter = {},
    options: T.AdminCallOptions = {},
  ): Promise<readonly S.AclBinding[]> {
    const { describeAcls } = await import("./acls.ts");
    return describeAcls(this.#context, filter, options);
  }

  /** Deletes what matches; results are keyed by filter, and hold what was deleted, or could not be. */
  async deleteAcls(
    filters: readonly S.AclBindingFilter[],
    options: T.AdminCallOptions = {},
  ): Promise<Results<S.AclBindingFilter, readonly (S.AclBinding & { readonly error: KafkaError | undefined })[]>> {
    const { deleteAcls } = await import("./acls.ts");
    return deleteAcls(this.#context, filters, options);
  }

  async describeClientQuotas(
    filter: S.ClientQuotaFilter = { components: [] },
    options: T.AdminCallOptions = {},
  ): Promise<readonly S.ClientQuotaDescription[]> {
    const { describeClientQuotas } = await import("./client-quotas.ts");
    return describeClientQuotas(this.#context, filter, options);
  }

  /** Sets and takes away quotas; results are keyed by entity. */
  async alterClientQuotas(
    alterations: readonly S.ClientQuotaAlteration[],
    options: S.AlterClientQuotasOptions = {},
  ): Promise<Results<S.ClientQuotaEntity, void>> {
    const { alterClientQuotas } = await import("./client-quotas.ts");
    return alterClientQuotas(this.#context, alterations, options);
  }

  async createDelegationToken(options: S.CreateDelegationTokenOptions = {}): Promise<S.DelegationToken> {
    const { createDelegationToken } = await import("./delegation-tokens.ts");
    return createDelegationToken(this.#context, options);
  }

  /** Resolves with when the token expires now, in milliseconds since 1970. */
  async renewDelegationToken(hmac: Uint8Array, options: S.RenewDelegationTokenOptions = {}): Promise<number> {
    const { renewDelegationToken } = await import("./delegation-tokens.ts");
    return renewDelegationToken(this.#context, hmac, options);
  }

  /** Resolves with when the token expires now, in milliseconds since 1970. */
  async expireDelegationToken(hmac: Uint8Array, options: S.ExpireDelegationTokenOptions = {}): Promise<number> {
    const { expireDelegationToken } = await import("./delegation-tokens.ts");
    return expireDelegationToken(this.#context, hmac, options);
  }

  async describeDelegationToken(options: S.DescribeDelegationTokenOptions = {}): Promise<readonly S.DelegationToken[]> {
    const { describeDelegationToken } = await import("./delegation-tokens.ts");
    return describeDelegationToken(this.#context, options);
  }

  /** How passwords of users are kept; left out, of all users. */
  async describeUserScramCredentials(
    users?: readonly string[],
    options: T.AdminCallOptions = {},
  ): Promise<Results<string, S.UserScramCredentialsDescription>> {
    const { describeUserScramCredentials } = await import("./scram-credentials.ts");
    return describeUserScramCredentials(this.#context, users, options);
  }

  /** Sets and takes away passwords; results are keyed by user. */
  async alterUserScramCredentials(
    alterations: readonly S.UserScramCredentialAlteration[],
    options: T.AdminCallOptions = {},
  ): Promise<Results<string, void>> {
    const { alterUserScramCredentials } = await import("./scram-credentials.ts");
    return alterUserScramCredentials(this.#context, alterations, options);
  }

  // Transactions

  /** The transactional ids that each broker coordinates, keyed by broker id. */
  async listTransactions(
    options: T.ListTransactionsOptions = {},
  ): Promise<Results<number, readonly T.TransactionListing[]>> {
    const { listTransactions } = await import("./transactions.ts");
    return listTransactions(this.#context, options);
  }

  async describeTransactions(
    transactionalIds: readonly string[],
    options: T.AdminCallOptions = {},
  ): Promise<Results<string, T.TransactionDescription>> {
    const { describeTransactions } = await import("./transactions.ts");
    return describeTransactions(this.#context, transactionalIds, options);
  }

  /** Writes an abort marker for a transaction that hangs in a partition: its coordinator does not know of it any more. */
  async abortTransaction(spec: T.AbortTransactionSpec, options: T.AdminCallOptions = {}): Promise<void> {
    const { abortTransaction } = await import("./transactions.ts");
    return abortTransaction(this.#context, spec, options);
  }

  /** Ends the producers of these transactional ids: open transactions are aborted, and nothing they send later is taken. */
  async fenceProducers(
    transactionalIds: readonly string[],
    options: T.AdminCallOptions = {},
  ): Promise<Results<string, T.FencedProducer>> {
    const { fenceProducers } = await import("./transactions.ts");
    return fenceProducers(this.#context, transactionalIds, options);
  }

  /** Ends whatever transaction a transactional id has open, prepared ones too. */
  async forceTerminateTransaction(transactionalId: string, options: T.AdminCallOptions = {}): Promise<void> {
    (await this.fenceProducers([transactionalId], options)).throwIfAnyFailed();
  }
}
