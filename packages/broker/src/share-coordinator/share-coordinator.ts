/**
 * Hosts the share coordinator: splits a request into its share partitions, asks the shard of each, and puts the answers together.
 * What becomes of state is in `@ottla/share-coordinator`. Every so often it deletes the part of the logs that no load needs.
 */

import { TimerQueue, type Clock, type Uuid } from "@ottla/base";
import type { KafkaConfig } from "@ottla/config";
import {
  CoordinatorError,
  CoordinatorRuntime,
  coordinatorErrorOf,
  coordinatorPartitionOf,
  type CoordinatorMetrics,
  type OperationTime,
} from "@ottla/coordinator";
import { ErrorCode, errorMessage } from "@ottla/protocol";
import type { DeleteShareGroupStateRequest } from "@ottla/protocol/messages/delete-share-group-state";
import type { InitializeShareGroupStateRequest } from "@ottla/protocol/messages/initialize-share-group-state";
import type { ReadShareGroupStateRequest } from "@ottla/protocol/messages/read-share-group-state";
import type { ReadShareGroupStateSummaryRequest } from "@ottla/protocol/messages/read-share-group-state-summary";
import type { WriteShareGroupStateRequest } from "@ottla/protocol/messages/write-share-group-state";
import {
  ShareCoordinatorShard,
  shareCoordinatorKey,
  shareRecordSerde,
  type ReadShareState,
  type SharePartitionKey,
  type ShareRecord,
  type ShareStateOutcome,
  type ShareStateSummary,
  type ShareTimer,
} from "@ottla/share-coordinator";
import { compressionTypeOfConfig } from "../group-coordinator/compression-config.ts";
import { InternalPartitionLog } from "../internal-topics/internal-partition-log.ts";
import type { Logger } from "../logging/logger.ts";
import { DeleteRecordsEntry, deleteRecordsOnLeader } from "../replica-manager/delete-records.ts";
import type { ReplicaManager } from "../replica-manager/replica-manager.ts";
import type {
  ShareCoordinatorService,
  ShareStateResult,
  ShareStateResults,
} from "../services/share-coordinator-service.ts";
import { SHARE_GROUP_STATE_TOPIC_NAME } from "./share-state-topic.ts";

export interface ShareCoordinatorOptions {
  readonly config: KafkaConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly replicaManager: ReplicaManager;
  /** Partitions of `__share_group_state` in the newest image; undefined while it does not exist. */
  readonly statePartitionCount: () => number | undefined;
  /** Partitions of any topic in the newest image; undefined when it does not exist. */
  readonly partitionCountOf: (topicId: Uuid) => number | undefined;
  /** `max.message.bytes` of `__share_group_state`, now. */
  readonly maxBatchBytes: () => number;
  readonly runtimeMetrics?: CoordinatorMetrics;
}

/** What a request says about the partitions of one topic. */
interface TopicOf<P> {
  readonly topicId: Uuid;
  readonly partitions: readonly P[];
}

type Operation<P, O> = (
  shard: ShareCoordinatorShard,
  key: SharePartitionKey,
  partition: P,
  time: OperationTime,
) => { readonly records: readonly ShareRecord[]; readonly response: O };

export class ShareCoordinator implements ShareCoordinatorService {
  readonly #options: ShareCoordinatorOptions;
  readonly #runtime: CoordinatorRuntime<ShareCoordinatorShard, ShareRecord, ShareTimer>;
  readonly #timers: TimerQueue;
  readonly #prunedTo = new Map<number, number>();
  /** Fixed at first sight: state must not move when partitions are added to the topic. */
  #partitionCount: number | undefined;

  constructor(options: ShareCoordinatorOptions) {
    const { config, clock, logger, replicaManager, maxBatchBytes, partitionCountOf } = options;
    this.#options = options;
    const log = new InternalPartitionLog({ topic: SHARE_GROUP_STATE_TOPIC_NAME, replicaManager, maxBatchBytes });
    const shardConfig = {
      updatesPerSnapshot: config.number("share.coordinator.snapshot.update.records.per.snapshot"),
      coldPartitionSnapshotIntervalMs: config.number("share.coordinator.cold.partition.snapshot.interval.ms"),
    };
    this.#runtime = new CoordinatorRuntime({
      createShard: ({ snapshots, timers }) =>
        new ShareCoordinatorShard({ config: shardConfig, snapshots, timers, partitionCountOf }),
      serde: shareRecordSerde,
      reader: log,
      writer: log,
      clock,
      writeTimeoutMs: config.number("share.coordinator.write.timeout.ms"),
      appendLingerMs: config.number("share.coordinator.append.linger.ms"),
      loadBufferBytes: config.number("share.coordinator.load.buffer.size"),
      compressionType: compressionTypeOfConfig(config.number("share.coordinator.state.topic.compression.codec")),
      ...(options.runtimeMetrics === undefined ? {} : { metrics: options.runtimeMetrics }),
      onFailure: ({ partition, leaderEpoch, phase, cause }) =>
        logger.error({ partition, leaderEpoch, phase, error: cause }, "a share coordinator partition has failed"),
      onTimerFailure: ({ key, cause }) => logger.warn({ key, error: cause }, "share state was not written anew"),
    });
    this.#timers = new TimerQueue(clock);
    this.#schedulePruning();
  }

  // Lifecycle

  onElection(partitionIndex: number, leaderEpoch: number): void {
    this.#runtime.onElection(partitionIndex, leaderEpoch);
  }

  onResignation(partitionIndex: number, leaderEpoch: number | undefined): void {
    this.#prunedTo.delete(partitionIndex);
    this.#runtime.onResignation(partitionIndex, leaderEpoch);
  }

  onTopicsDeleted(topicIds: ReadonlySet<Uuid>): void {
    for (const written of this.#runtime.writeAll((shard) => shard.onTopicsDeleted(topicIds))) {
      written.catch((error: unknown) => {
        if (error instanceof CoordinatorError && error.retriable) return;
        this.#options.logger.error({ error }, "the share state of deleted topics could not be dropped");
      });
    }
  }

  stop(): Promise<void> {
    this.#timers.close();
    this.#runtime.close();
    return Promise.resolve();
  }

  partitionFor(key: string): number {
    this.#partitionCount ??= this.#options.statePartitionCount();
    const configured = this.#options.config.number("share.coordinator.state.topic.num.partitions");
    return coordinatorPartitionOf(key, this.#partitionCount ?? configured);
  }

  // Requests

  async initializeState({
    groupId,
    topics,
  }: InitializeShareGroupStateRequest): Promise<ShareStateResults<ShareStateOutcome>> {
    if (groupId === "" || topics.length === 0) return {};
    const results = await this.#each(groupId, topics, {
      operation: (shard, key, partition, time) => shard.initializeState(key, partition, time),
      failure: "Unable to initialize share group state",
    });
    return { results: results.filter(({ partitions }) => partitions.length > 0) };
  }

  async readState({ groupId, topics }: ReadShareGroupStateRequest): Promise<ShareStateResults<ReadShareState>> {
    if (isIncomplete(groupId, topics)) return {};
    const results = await this.#each(groupId, topics, {
      operation: (shard, key, { leaderEpoch }, time) => shard.readState(key, leaderEpoch, time),
      failure: "Unable to read share group state",
    });
    return { results };
  }

  async writeState({ groupId, topics }: WriteShareGroupStateRequest): Promise<ShareStateResults<ShareStateOutcome>> {
    if (isIncomplete(groupId, topics)) return {};
    const results = await this.#each(groupId, topics, {
      operation: (shard, key, partition, time) => shard.writeState(key, partition, time),
      failure: "Unable to write share group state",
    });
    return { results };
  }

  async deleteState({ groupId, topics }: DeleteShareGroupStateRequest): Promise<ShareStateResults<ShareStateOutcome>> {
    if (isIncomplete(groupId, topics)) return {};
    const results = await this.#each(groupId, topics, {
      operation: (shard, key) => shard.deleteState(key),
      failure: "Unable to delete share group state",
    });
    return { results };
  }

  async readStateSummary({
    groupId,
    topics,
  }: ReadShareGroupStateSummaryRequest): Promise<ShareStateResults<ShareStateSummary>> {
    if (isIncomplete(groupId, topics)) return {};
    const results = await this.#each(groupId, topics, {
      operation: (shard, key) => shard.readStateSummary(key),
      failure: "Unable to read share group state summary",
    });
    return { results };
  }

  /** Asks for each share partition; each is answered once, in the order of its number. */
  #each<P extends { readonly partition: number }, O extends ShareStateOutcome>(
    groupId: string,
    topics: readonly TopicOf<P>[],
    { operation, failure }: { readonly operation: Operation<P, O>; readonly failure: string },
  ): Promise<{ topicId: Uuid; partitions: ShareStateResult<O>[] }[]> {
    const asked = new Map<Uuid, Map<number, Promise<ShareStateOutcome & Partial<O>>>>();
    for (const { topicId, partitions } of topics) {
      let byPartition = asked.get(topicId);
      if (byPartition === undefined) asked.set(topicId, (byPartition = new Map()));
      for (const data of partitions) {
        const key = { groupId, topicId, partition: data.partition };
        const written = this.#runtime.write(this.partitionFor(shareCoordinatorKey(key)), (shard, time) =>
          operation(shard, key, data, time),
        );
        byPartition.set(
          data.partition,
          written.catch((error: unknown) => this.#outcomeOf<O>(error, failure)),
        );
      }
    }
    return Promise.all(
      [...asked].map(async ([topicId, byPartition]) => {
        const ordered = [...byPartition].sort(([a], [b]) => a - b);
        const partitions = await Promise.all(
          ordered.map(async ([partition, outcome]) => ({ partition, ...(await outcome) })),
        );
        return { topicId, partitions };
      }),
    );
  }

  /** What keeps a shard from answering is a value; anything else is a bug and goes on. */
  #outcomeOf<O>(error: unknown, failure: string): ShareStateOutcome & Partial<O> {
    if (!(error instanceof CoordinatorError)) throw error;
    const message = `${failure}: ${errorMessage(error.errorCode)}`;
    return { errorCode: coordinatorErrorOf(error.errorCode), errorMessage: message } as ShareStateOutcome & Partial<O>;
  }

  // Pruning

  #schedulePruning(): void {
    const intervalMs = this.#options.config.number("share.coordinator.state.topic.prune.interval.ms");
    this.#timers.schedule(intervalMs, () => {
      void this.#prune().finally(() => this.#schedulePruning());
    });
  }

  async #prune(): Promise<void> {
    for (const partition of this.#runtime.partitions) {
      try {
        const offset = await this.#runtime.write(partition, (shard) => shard.lastRedundantOffset());
        if (offset !== undefined && this.#prunedTo.get(partition) !== offset)
          await this.#deleteBefore(partition, offset);
      } catch (error) {
        // A partition that is being loaded or has gone elsewhere is pruned another time, or by another.
        if (error instanceof CoordinatorError) continue;
        this.#options.logger.error({ partition, error }, "old share state could not be deleted");
      }
    }
  }

  async #deleteBefore(partition: number, offset: number): Promise<void> {
    const replica = this.#options.replicaManager.findReplica(SHARE_GROUP_STATE_TOPIC_NAME, partition);
    if (typeof replica === "number") return;
    const entry = new DeleteRecordsEntry(SHARE_GROUP_STATE_TOPIC_NAME, partition, offset);
    await deleteRecordsOnLeader(entry, replica);
    if (entry.errorCode === ErrorCode.NONE) this.#prunedTo.set(partition, offset);
    else
      this.#options.logger.warn({ partition, offset, errorCode: entry.errorCode }, "old share state was not deleted");
  }
}

/** Kafka answers such a request with nothing. */
function isIncomplete(groupId: string, topics: readonly TopicOf<unknown>[]): boolean {
  return groupId === "" || topics.length === 0 || topics.some(({ partitions }) => partitions.length === 0);
}
