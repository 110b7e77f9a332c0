/**
 * Hosts the group coordinator: finds the shard of a group, asks it, and turns what keeps it from answering into what the
 * client of that request understands. What groups do is in `@ottla/group-coordinator`.
 */

import { assert, type Clock, type Random } from "@ottla/base";
import type { KafkaConfig } from "@ottla/config";
import {
  CoordinatorError,
  CoordinatorRuntime,
  ParkedResponse,
  coordinatorErrorOf,
  coordinatorPartitionOf,
  type CoordinatorMetrics,
  type CoordinatorResult,
  type TransactionMarker,
  type WriteOperation,
} from "@ottla/coordinator";
import {
  GroupCoordinatorShard,
  groupRecordSerde,
  heartbeatRefusal,
  offsetCommitError,
  txnOffsetCommitError,
  validateConsumerGroupHeartbeat,
  type DeletedTopic,
  type GroupConfig,
  type GroupCoordinatorConfig,
  type GroupCoordinatorMetrics,
  type GroupRecord,
  type GroupRequestContext,
  type GroupTimer,
  type TopicsChange,
} from "@ottla/group-coordinator";
import { ErrorCode, type Input } from "@ottla/protocol";
import type { DeletableGroupResult } from "@ottla/protocol/messages/delete-groups";
import type { DescribedGroup } from "@ottla/protocol/messages/describe-groups";
import type { HeartbeatRequest, HeartbeatResponse } from "@ottla/protocol/messages/heartbeat";
import type { JoinGroupRequest, JoinGroupResponse } from "@ottla/protocol/messages/join-group";
import type { LeaveGroupRequest, LeaveGroupResponse } from "@ottla/protocol/messages/leave-group";
import type { ListGroupsRequest, ListGroupsResponse } from "@ottla/protocol/messages/list-groups";
import type { OffsetCommitRequest, OffsetCommitResponse } from "@ottla/protocol/messages/offset-commit";
import type { OffsetDeleteRequest, OffsetDeleteResponse } from "@ottla/protocol/messages/offset-delete";
import type { OffsetFetchRequestGroup, OffsetFetchResponseGroup } from "@ottla/protocol/messages/offset-fetch";
import type { SyncGroupRequest, SyncGroupResponse } from "@ottla/protocol/messages/sync-group";
import type { TxnOffsetCommitRequest, TxnOffsetCommitResponse } from "@ottla/protocol/messages/txn-offset-commit";
import { NO_SEQUENCE } from "@ottla/records";
import type { DescribedGroup as DescribedConsumerGroup } from "@ottla/protocol/messages/consumer-group-describe";
import type {
  ConsumerGroupHeartbeatRequest,
  ConsumerGroupHeartbeatResponse,
} from "@ottla/protocol/messages/consumer-group-heartbeat";
import { ConfigResourceType, type MetadataImage } from "@ottla/metadata";
import { compressionTypeOfConfig } from "./compression-config.ts";
import type { Logger } from "../logging/logger.ts";
import type { GroupCoordinatorService } from "../services/group-coordinator-service.ts";
import type { ShareStatePersister } from "../share-coordinator/share-state-persister.ts";
import { ShareGroupRequests } from "./share-group-requests.ts";
import type { ReplicaManager } from "../services/replica-manager-service.ts";
import { groupConfigOf, groupCoordinatorConfig } from "./group-config.ts";
import { TopicsView } from "./topics-view.ts";
import { offsetFetchError } from "./offset-fetch-error.ts";
import { InternalPartitionLog } from "../internal-topics/internal-partition-log.ts";
import type { TransactionVerification } from "../transaction-coordinator/transaction-verification.ts";
import { transactionSupportOfTxnOffsetCommit } from "../transaction-coordinator/transaction-verification.ts";
import { GROUP_METADATA_TOPIC_NAME } from "./offsets-topic.ts";

export interface GroupCoordinatorOptions {
  readonly config: KafkaConfig;
  /** The configuration in effect, with dynamic configs. */
  readonly currentConfig: () => KafkaConfig;
  /** The newest metadata. */
  readonly image: () => MetadataImage;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly replicaManager: ReplicaManager;
  readonly transactionVerification: Pick<TransactionVerification, "verify">;
  /** Partitions of `__consumer_offsets` in the newest image; undefined while it does not exist. */
  readonly offsetsPartitionCount: () => number | undefined;
  /** `max.message.bytes` of `__consumer_offsets`, now. */
  readonly maxBatchBytes: () => number;
  readonly sharePersister: () => Promise<ShareStatePersister>;
  readonly metrics?: GroupCoordinatorMetrics;
  readonly runtimeMetrics?: CoordinatorMetrics;
}

/** What keeps a group's partition from being here or ready. */
const NOT_HERE: ReadonlySet<number> = new Set([
  ErrorCode.COORDINATOR_NOT_AVAILABLE,
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
  ErrorCode.NOT_COORDINATOR,
]);

type Runtime = CoordinatorRuntime<GroupCoordinatorShard, GroupRecord, GroupTimer>;
type Result<T> = CoordinatorResult<T, GroupRecord>;

export class GroupCoordinator implements GroupCoordinatorService {
  readonly #config: GroupCoordinatorConfig;
  readonly #runtime: Runtime;
  readonly share: ShareGroupRequests;
  readonly #logger: Logger;
  readonly #options: GroupCoordinatorOptions;
  /** The topics of the newest image of which all shards have been told. */
  #topics: TopicsView;
  /** Fixed at first sight: groups must not move when partitions are added to the topic. */
  #partitionCount: number | undefined;

  constructor(options: GroupCoordinatorOptions) {
    const { config, logger, clock } = options;
    this.#options = options;
    this.#logger = logger;
    this.#config = groupCoordinatorConfig(config, options.currentConfig);
    this.#topics = new TopicsView(options.image());
    const { replicaManager, maxBatchBytes } = options;
    const log = new InternalPartitionLog({ topic: GROUP_METADATA_TOPIC_NAME, replicaManager, maxBatchBytes });
    this.#runtime = new CoordinatorRuntime({
      createShard: ({ snapshots, timers }) =>
        new GroupCoordinatorShard({
          config: this.#config,
          snapshots,
          timers,
          random: options.random,
          log: logger,
          image: () => this.#topics,
          groupConfig: (groupId) => this.#groupConfig(groupId),
          ...(options.metrics === undefined ? {} : { metrics: options.metrics }),
        }),
      serde: groupRecordSerde,
      reader: log,
      writer: log,
      clock,
      writeTimeoutMs: config.number("offsets.commit.timeout.ms"),
      appendLingerMs: config.number("group.coordinator.append.linger.ms"),
      loadBufferBytes: config.number("offsets.load.buffer.size"),
      compressionType: compressionTypeOfConfig(config.number("offsets.topic.compression.codec")),
      ...(options.runtimeMetrics === undefined ? {} : { metrics: options.runtimeMetrics }),
      onFailure: ({ partition, leaderEpoch, phase, cause }) =>
        logger.error({ partition, leaderEpoch, phase, error: cause }, "a group coordinator partition has failed"),
      onTimerFailure: ({ key, cause }) =>
        logger.warn({ key, error: cause }, "what a group's timer did was not written"),
    });
    this.share = new ShareGroupRequests({
      runtime: this.#runtime,
      partitionFor: (groupId) => this.partitionFor(groupId),
      persister: options.sharePersister,
      topics: () => this.#topics,
      latestOffset: (topic, partition) => {
        const local = replicaManager.partition(topic, partition);
        return local?.isLeader === true ? local.highWatermark : undefined;
      },
      logger,
    });
  }

  // Lifecycle

  onElection(partitionIndex: number, leaderEpoch: number): void {
    this.#runtime.onElection(partitionIndex, leaderEpoch);
  }

  onResignation(partitionIndex: number, leaderEpoch: number | undefined): void {
    this.#runtime.onResignation(partitionIndex, leaderEpoch);
  }

  onTopicsChanged(change: TopicsChange): void {
    this.#topics = new TopicsView(this.#options.image());
    this.#runtime.tellAll((shard) => {
      shard.onTopicsChanged(change);
    });
  }

  onTopicsDeleted(topics: readonly DeletedTopic[]): void {
    if (topics.length === 0) return;
    for (const written of this.#runtime.writeAll((shard, time) => shard.onTopicsDeleted(topics, time))) {
      written.catch((error: unknown) => {
        // A partition that is still loading, or no longer ours, has no offsets to drop here and now.
        if (error instanceof CoordinatorError && error.retriable) return;
        this.#logger.error({ error }, "the offsets of deleted topics could not be dropped");
      });
    }
  }

  stop(): Promise<void> {
    this.#runtime.close();
    return Promise.resolve();
  }

  async expire(): Promise<void> {
    await Promise.all(this.#runtime.writeAll((shard, time) => shard.onTimer({ kind: "expire-offsets" }, time)));
  }

  partitionFor(groupId: string): number {
    this.#partitionCount ??= this.#options.offsetsPartitionCount();
    const count = this.#partitionCount ?? this.#options.config.number("offsets.topic.num.partitions");
    return coordinatorPartitionOf(groupId, count);
  }

  // Members

  joinGroup(request: JoinGroupRequest, context: GroupRequestContext): Promise<Input<JoinGroupResponse>> {
    const { groupId, memberId, sessionTimeoutMs } = request;
    if (groupId === "") return Promise.resolve({ memberId, errorCode: ErrorCode.INVALID_GROUP_ID });
    const { groupMinSessionTimeoutMs, groupMaxSessionTimeoutMs } = this.#config;
    if (sessionTimeoutMs < groupMinSessionTimeoutMs || sessionTimeoutMs > groupMaxSessionTimeoutMs) {
      return Promise.resolve({ memberId, errorCode: ErrorCode.INVALID_SESSION_TIMEOUT });
    }
    return this.#park<JoinGroupResponse>(
      groupId,
      (waiter) => (shard, time) => shard.joinGroup(request, context, waiter, time),
    );
  }

  syncGroup(request: SyncGroupRequest): Promise<Input<SyncGroupResponse>> {
    if (request.groupId === "") return Promise.resolve({ errorCode: ErrorCode.INVALID_GROUP_ID });
    return this.#park<SyncGroupResponse>(
      request.groupId,
      (waiter) => (shard, time) => shard.syncGroup(request, waiter, time),
    );
  }

  heartbeat(request: HeartbeatRequest): Promise<Input<HeartbeatResponse>> {
    if (request.groupId === "") return Promise.resolve({ errorCode: ErrorCode.INVALID_GROUP_ID });
    return this.#write(
      request.groupId,
      (shard, time) => shard.heartbeat(request, time),
      // While the log is read nobody's session can end; a member need not know.
      (errorCode) => ({ errorCode: errorCode === ErrorCode.COORDINATOR_LOAD_IN_PROGRESS ? ErrorCode.NONE : errorCode }),
    );
  }

  leaveGroup(request: LeaveGroupRequest): Promise<Input<LeaveGroupResponse>> {
    if (request.groupId === "") return Promise.resolve({ errorCode: ErrorCode.INVALID_GROUP_ID });
    return this.#write(
      request.groupId,
      (shard, time) => shard.leaveGroup(request, time),
      (errorCode) => ({ errorCode }),
    );
  }

  consumerGroupHeartbeat(
    request: ConsumerGroupHeartbeatRequest,
    context: GroupRequestContext,
  ): Promise<Input<ConsumerGroupHeartbeatResponse>> {
    const refusal = validateConsumerGroupHeartbeat(request, context.apiVersion, this.#config);
    if (refusal !== undefined) return Promise.resolve(heartbeatRefusal(refusal));
    return this.#write(
      request.groupId,
      (shard, time) => shard.consumerGroupHeartbeat(request, context, time),
      (errorCode) => ({ errorCode }),
    );
  }

  // Groups

  listGroups(request: ListGroupsRequest): Input<ListGroupsResponse> {
    const filter = { states: request.statesFilter, types: request.typesFilter };
    const groups: NonNullable<Input<ListGroupsResponse>["groups"]>[number][] = [];
    for (const partition of this.#runtime.partitions) {
      try {
        groups.push(...this.#runtime.read(partition, (shard, epoch) => shard.listGroups(filter, epoch)));
      } catch (error) {
        const errorCode = this.#errorOf(error);
        if (errorCode !== ErrorCode.NOT_COORDINATOR) return { errorCode };
      }
    }
    return { groups };
  }

  describeGroups(groupIds: readonly string[], apiVersion: number): Input<DescribedGroup>[] {
    return groupIds.map((groupId) => {
      try {
        return this.#runtime.read(
          this.partitionFor(groupId),
          (shard, epoch) => shard.describeGroups([groupId], apiVersion, epoch)[0]!,
        );
      } catch (error) {
        return { groupId, errorCode: this.#errorOf(error) };
      }
    });
  }

  describeConsumerGroups(groupIds: readonly string[]): Input<DescribedConsumerGroup>[] {
    return groupIds.map((groupId) => {
      if (groupId === "") return { groupId, errorCode: ErrorCode.INVALID_GROUP_ID };
      try {
        return this.#runtime.read(
          this.partitionFor(groupId),
          (shard, epoch) => shard.describeConsumerGroups([groupId], epoch)[0]!,
        );
      } catch (error) {
        return { groupId, errorCode: this.#errorOf(error) };
      }
    });
  }

  async deleteGroups(groupIds: readonly string[]): Promise<Input<DeletableGroupResult>[]> {
    const byPartition = Map.groupBy(groupIds, (groupId) => this.partitionFor(groupId));
    const deleted = [...byPartition.values()].map((ids) => this.#deleteGroups(ids));
    return (await Promise.all(deleted)).flat();
  }

  /** Groups of one partition. What share groups have with the share coordinator goes first. */
  async #deleteGroups(groupIds: readonly string[]): Promise<Input<DeletableGroupResult>[]> {
    const errors = await this.share.deleteStateOf(groupIds);
    const refused = [...errors].map(([groupId, errorCode]) => ({ groupId, errorCode }));
    const ids = groupIds.filter((groupId) => !errors.has(groupId));
    if (ids.length === 0) return refused;
    const deleted = await this.#write(
      ids[0]!,
      (shard, time) => shard.deleteGroups(ids, time),
      (errorCode): Input<DeletableGroupResult>[] => ids.map((groupId) => ({ groupId, errorCode })),
    );
    return [...refused, ...deleted];
  }

  // Offsets

  commitOffsets(request: OffsetCommitRequest, context: GroupRequestContext): Promise<Input<OffsetCommitResponse>> {
    return this.#write(
      request.groupId,
      (shard, time) => shard.commitOffsets(request, context, time),
      (errorCode) => offsetCommitError(request, errorCode),
    );
  }

  async commitTransactionalOffsets(
    request: TxnOffsetCommitRequest,
    context: GroupRequestContext,
  ): Promise<Input<TxnOffsetCommitResponse>> {
    const { groupId, transactionalId, producerId, producerEpoch } = request;
    if (groupId === "") return txnOffsetCommitError(request, ErrorCode.INVALID_GROUP_ID);
    const partition = this.partitionFor(groupId);
    const [verified] = await this.#options.transactionVerification.verify({
      transactionalId,
      producerId,
      producerEpoch,
      support: transactionSupportOfTxnOffsetCommit(context.apiVersion),
      writes: [{ topic: GROUP_METADATA_TOPIC_NAME, partition, baseSequence: NO_SEQUENCE }],
    });
    assert(verified !== undefined, "one write has one outcome");
    if (verified.errorCode !== ErrorCode.NONE) {
      return txnOffsetCommitError(request, coordinatorErrorOf(verified.errorCode));
    }
    return this.#runtime
      .writeTransactional(partition, { producerId, producerEpoch, verification: verified.guard }, (shard, time) =>
        shard.commitTransactionalOffsets(request, time),
      )
      .catch((error: unknown) => txnOffsetCommitError(request, this.#errorOf(error)));
  }

  async completeTransaction(partitionIndex: number, marker: TransactionMarker): Promise<number> {
    try {
      await this.#runtime.completeTransaction(partitionIndex, marker);
      return ErrorCode.NONE;
    } catch (error) {
      if (!(error instanceof CoordinatorError)) throw error;
      // The transaction coordinator knows errors of partitions, not of groups.
      return NOT_HERE.has(error.errorCode) ? ErrorCode.NOT_LEADER_OR_FOLLOWER : error.errorCode;
    }
  }

  fetchOffsets(
    request: OffsetFetchRequestGroup,
    { requireStable, apiVersion }: { readonly requireStable: boolean; readonly apiVersion: number },
  ): Promise<Input<OffsetFetchResponseGroup>> {
    const { groupId } = request;
    if (requireStable) {
      // The newest state, answered when it is committed.
      return this.#runtime
        .write(this.partitionFor(groupId), (shard) => ({
          records: [],
          response: shard.fetchOffsets(request, undefined),
        }))
        .catch((error: unknown) => offsetFetchError(request, this.#fetchErrorOf(error), apiVersion));
    }
    try {
      const read = this.#runtime.read(this.partitionFor(groupId), (shard, epoch) => shard.fetchOffsets(request, epoch));
      return Promise.resolve(read);
    } catch (error) {
      return Promise.resolve(offsetFetchError(request, this.#errorOf(error), apiVersion));
    }
  }

  deleteOffsets(request: OffsetDeleteRequest): Promise<Input<OffsetDeleteResponse>> {
    if (request.groupId === "") return Promise.resolve({ errorCode: ErrorCode.INVALID_GROUP_ID });
    return this.#write(
      request.groupId,
      (shard, time) => shard.deleteOffsets(request, time),
      (errorCode) => ({
        errorCode,
      }),
    );
  }

  #groupConfig(groupId: string): GroupConfig | undefined {
    const configs = this.#options.image().configs.configs({ type: ConfigResourceType.GROUP, name: groupId });
    return groupConfigOf(configs, this.#options.currentConfig());
  }

  // Asking the shard

  #write<T>(
    groupId: string,
    operation: WriteOperation<GroupCoordinatorShard, T, GroupRecord>,
    onError: (errorCode: number) => T,
  ): Promise<T> {
    return this.#runtime
      .write(this.partitionFor(groupId), operation)
      .catch((error: unknown) => onError(this.#errorOf(error)));
  }

  /** The shard may keep the waiter; if the operation fails before it does, the waiter is answered with the error. */
  #park<T extends { errorCode: number }>(
    groupId: string,
    operationOf: (
      waiter: ParkedResponse<Input<T>>,
    ) => (shard: GroupCoordinatorShard, time: Parameters<GroupCoordinatorShard["onTimer"]>[1]) => Result<undefined>,
  ): Promise<Input<T>> {
    const { promise, resolve, reject } = Promise.withResolvers<Input<T>>();
    const waiter = new ParkedResponse<Input<T>>(resolve);
    this.#runtime.write(this.partitionFor(groupId), operationOf(waiter)).catch((error: unknown) => {
      if (!(error instanceof CoordinatorError)) reject(error);
      else if (!waiter.isComplete) waiter.complete({ errorCode: this.#errorOf(error) } as Input<T>);
    });
    return promise;
  }

  /** What keeps the shard from answering is a value; anything else is a bug and goes on. */
  #errorOf(error: unknown): number {
    if (error instanceof CoordinatorError) return coordinatorErrorOf(error.errorCode);
    throw error;
  }

  /** Consumers of before 3.9 know no COORDINATOR_NOT_AVAILABLE here; NOT_COORDINATOR also makes them look again. */
  #fetchErrorOf(error: unknown): number {
    const errorCode = this.#errorOf(error);
    return errorCode === ErrorCode.COORDINATOR_NOT_AVAILABLE ? ErrorCode.NOT_COORDINATOR : errorCode;
  }
}
