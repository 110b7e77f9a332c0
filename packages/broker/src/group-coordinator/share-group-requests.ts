/**
 * Hosts the share groups of the group coordinator. Their offsets are state of the share coordinator: each operation that needs
 * it there is a write here, a question there, and a write of the outcome here. A broker that dies between them leaves a note in
 * the group's log, from which the next heartbeat, or the next attempt of the operator, goes on.
 */

import type { Uuid } from "@ottla/base";
import { CoordinatorError, coordinatorErrorOf, type CoordinatorRuntime, type WriteOperation } from "@ottla/coordinator";
import {
  Refusal,
  shareHeartbeatRefusal,
  validateShareGroupHeartbeat,
  type GroupCoordinatorShard,
  type GroupRecord,
  type GroupRequestContext,
  type GroupTimer,
  type PartitionsByTopic,
  type ShareStateInitialization,
  type TopicsImage,
} from "@ottla/group-coordinator";
import { ErrorCode, errorMessage, type Input } from "@ottla/protocol";
import type {
  AlterShareGroupOffsetsRequest,
  AlterShareGroupOffsetsResponse,
  AlterShareGroupOffsetsResponseTopic,
} from "@ottla/protocol/messages/alter-share-group-offsets";
import type {
  DeleteShareGroupOffsetsRequest,
  DeleteShareGroupOffsetsResponse,
  DeleteShareGroupOffsetsResponseTopic,
} from "@ottla/protocol/messages/delete-share-group-offsets";
import type {
  DescribeShareGroupOffsetsRequestGroup,
  DescribeShareGroupOffsetsResponseGroup,
  DescribeShareGroupOffsetsResponsePartition,
} from "@ottla/protocol/messages/describe-share-group-offsets";
import type { DescribedGroup } from "@ottla/protocol/messages/share-group-describe";
import type {
  ShareGroupHeartbeatRequest,
  ShareGroupHeartbeatResponse,
} from "@ottla/protocol/messages/share-group-heartbeat";
import type { Logger } from "../logging/logger.ts";
import type { ShareGroupService } from "../services/group-coordinator-service.ts";
import type { ShareStatePersister } from "../share-coordinator/share-state-persister.ts";

export interface ShareGroupRequestsOptions {
  readonly runtime: CoordinatorRuntime<GroupCoordinatorShard, GroupRecord, GroupTimer>;
  readonly partitionFor: (groupId: string) => number;
  readonly persister: () => Promise<ShareStatePersister>;
  readonly topics: () => TopicsImage;
  /** The end of what may be read of a partition; undefined when it is not led here. */
  readonly latestOffset: (topic: string, partition: number) => number | undefined;
  readonly logger: Logger;
}

/** Error codes by topic and partition. */
type Outcomes = ReadonlyMap<Uuid, ReadonlyMap<number, number>>;

/** Of a share partition that has no state: as Kafka answers. */
const NO_START_OFFSET = -1;
const NO_LAG = -1;

export class ShareGroupRequests implements ShareGroupService {
  readonly #options: ShareGroupRequestsOptions;

  constructor(options: ShareGroupRequestsOptions) {
    this.#options = options;
  }

  async heartbeat(
    request: ShareGroupHeartbeatRequest,
    context: GroupRequestContext,
  ): Promise<Input<ShareGroupHeartbeatResponse>> {
    const refusal = validateShareGroupHeartbeat(request);
    if (refusal !== undefined) return shareHeartbeatRefusal(refusal);
    const { runtime, partitionFor } = this.#options;
    try {
      const { response, initialization } = await runtime.write(partitionFor(request.groupId), (shard, time) =>
        shard.shareGroupHeartbeat(request, context, time),
      );
      if (initialization !== undefined) void this.#initialize(initialization);
      return response;
    } catch (error) {
      return { errorCode: errorOf(error) };
    }
  }

  describe(groupIds: readonly string[]): Input<DescribedGroup>[] {
    const { runtime, partitionFor } = this.#options;
    return groupIds.map((groupId) => {
      if (groupId === "") return { groupId, errorCode: ErrorCode.INVALID_GROUP_ID };
      try {
        return runtime.read(partitionFor(groupId), (shard, epoch) => shard.describeShareGroups([groupId], epoch)[0]!);
      } catch (error) {
        return { groupId, errorCode: errorOf(error) };
      }
    });
  }

  // Offsets

  async describeOffsets({
    groupId,
    topics,
  }: DescribeShareGroupOffsetsRequestGroup): Promise<Input<DescribeShareGroupOffsetsResponseGroup>> {
    const image = this.#options.topics();
    const asked = topics ?? this.#initializedTopics(groupId);
    if (typeof asked === "number") return { groupId, errorCode: asked, errorMessage: errorMessage(asked) };
    const described = asked.map(async ({ topicName, partitions }) => {
      const topic = image.topic(topicName);
      const partitionsOf = partitions.map((partitionIndex) =>
        this.#describePartition(groupId, { topicName, topicId: topic?.id, partitionIndex }),
      );
      const response = { topicName, partitions: await Promise.all(partitionsOf) };
      return topic === undefined ? response : { ...response, topicId: topic.id };
    });
    return { groupId, topics: await Promise.all(described) };
  }

  async alterOffsets(request: AlterShareGroupOffsetsRequest): Promise<Input<AlterShareGroupOffsetsResponse>> {
    const { groupId } = request;
    if (groupId === "") return failed(ErrorCode.INVALID_GROUP_ID);
    const altered = await this.#write(groupId, (shard, time) => shard.alterShareGroupOffsets(request, time));
    if (altered instanceof Refusal) return refused(altered);
    const outcomes = await this.#initialize(altered.initialization);
    return { responses: altered.topics.map((topic) => withOutcomes(topic, outcomes)) };
  }

  async deleteOffsets(request: DeleteShareGroupOffsetsRequest): Promise<Input<DeleteShareGroupOffsetsResponse>> {
    const { groupId, topics } = request;
    if (groupId === "") return failed(ErrorCode.INVALID_GROUP_ID);
    const names = topics.map(({ topicName }) => topicName);
    const started = await this.#write(groupId, (shard, time) => shard.startShareOffsetDeletion(groupId, names, time));
    if (started instanceof Refusal) return refused(started);
    const outcomes = await this.#deleteState(groupId, started.partitions);
    const deletedIds = new Set(
      [...outcomes].filter(([, codes]) => firstError(codes) === ErrorCode.NONE).map(([id]) => id),
    );
    if (deletedIds.size > 0) {
      const done = await this.#write(groupId, (shard, time) =>
        shard.completeShareOffsetDeletion(groupId, deletedIds, time),
      );
      if (done instanceof Refusal) return refused(done);
    }
    const image = this.#options.topics();
    const responses = [...outcomes].map(([topicId, codes]): Input<DeleteShareGroupOffsetsResponseTopic> => {
      const topicName = image.topicById(topicId)?.name ?? "";
      return { topicId, topicName, ...errorFields(firstError(codes)) };
    });
    return { responses: [...responses, ...started.refused] };
  }

  /** Deletes the state of the share groups among these. By group id: why the group must not be deleted. */
  async deleteStateOf(groupIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const errors = new Map<string, number>();
    const [first] = groupIds;
    if (first === undefined) return errors;
    const deletions = await this.#write(first, (shard, time) => shard.startShareGroupDeletion(groupIds, time));
    if (deletions instanceof Refusal) return new Map(groupIds.map((groupId) => [groupId, deletions.errorCode]));
    for (const [groupId, partitions] of deletions) {
      const outcomes = partitions instanceof Refusal ? undefined : await this.#deleteState(groupId, partitions);
      const codes = [...(outcomes?.values() ?? [])].map(firstError);
      const errorCode =
        partitions instanceof Refusal
          ? partitions.errorCode
          : (codes.find((code) => code !== ErrorCode.NONE) ?? ErrorCode.NONE);
      if (errorCode !== ErrorCode.NONE) errors.set(groupId, errorCode);
    }
    return errors;
  }

  /** The topics that have state, or what keeps them from being known. */
  #initializedTopics(groupId: string): { topicName: string; partitions: number[] }[] | number {
    const { runtime, partitionFor } = this.#options;
    const image = this.#options.topics();
    try {
      const topics = runtime.read(partitionFor(groupId), (shard, epoch) =>
        shard.initializedSharePartitions(groupId, epoch),
      );
      return [...topics].flatMap(([topicId, partitions]) => {
        const topicName = image.topicById(topicId)?.name;
        return topicName === undefined ? [] : [{ topicName, partitions: [...partitions] }];
      });
    } catch (error) {
      return errorOf(error);
    }
  }

  async #describePartition(
    groupId: string,
    target: { readonly topicName: string; readonly topicId: Uuid | undefined; readonly partitionIndex: number },
  ): Promise<Input<DescribeShareGroupOffsetsResponsePartition>> {
    const { topicName, topicId, partitionIndex } = target;
    if (topicId === undefined) return { partitionIndex, startOffset: NO_START_OFFSET };
    const persister = await this.#options.persister();
    const summary = await persister.readSummary({ groupId, topicId, partition: partitionIndex }, -1);
    if (summary.errorCode !== ErrorCode.NONE) {
      return { partitionIndex, startOffset: NO_START_OFFSET, leaderEpoch: 0, lag: NO_LAG };
    }
    const { startOffset, leaderEpoch, deliveryCompleteCount } = summary;
    if (startOffset === NO_START_OFFSET || deliveryCompleteCount === -1) {
      return { partitionIndex, startOffset, leaderEpoch, lag: NO_LAG };
    }
    const latest = this.#options.latestOffset(topicName, partitionIndex);
    if (latest === undefined) return { partitionIndex, ...errorFields(ErrorCode.NOT_LEADER_OR_FOLLOWER) };
    return { partitionIndex, startOffset, leaderEpoch, lag: latest - startOffset - deliveryCompleteCount };
  }

  // The share coordinator

  /** Has state made, and writes down what has come of it. */
  async #initialize({ groupId, stateEpoch, topics }: ShareStateInitialization): Promise<Outcomes> {
    const { logger } = this.#options;
    const persister = await this.#options.persister();
    const outcomes = await outcomesOf(topics, ({ topicId, partitions }) =>
      partitions.map(async ({ partition, startOffset }) => {
        const key = { groupId, topicId, partition };
        const { errorCode } = await persister.initialize(key, stateEpoch, startOffset);
        return [partition, errorCode] as const;
      }),
    );
    const partitions = new Map([...outcomes].map(([topicId, codes]) => [topicId, new Set(codes.keys())]));
    const errorCode = [...outcomes.values()].map(firstError).find((code) => code !== ErrorCode.NONE);
    if (errorCode !== undefined) logger.warn({ groupId, errorCode }, "the state of share partitions could not be made");
    const written = await this.#write(groupId, (shard, time) =>
      errorCode === undefined
        ? shard.onShareStateInitialized(groupId, partitions, time)
        : shard.onShareStateInitializationFailed(groupId, partitions, time),
    );
    if (written instanceof Refusal) {
      logger.warn({ groupId, errorCode: written.errorCode }, "what came of share state could not be written");
    }
    return outcomes;
  }

  async #deleteState(groupId: string, topics: PartitionsByTopic): Promise<Outcomes> {
    const persister = await this.#options.persister();
    const asked = [...topics].map(([topicId, partitions]) => ({ topicId, partitions: [...partitions] }));
    return outcomesOf(asked, ({ topicId, partitions }) =>
      partitions.map(async (partition) => {
        const { errorCode } = await persister.delete({ groupId, topicId, partition });
        return [partition, errorCode] as const;
      }),
    );
  }

  /** What keeps the shard from answering comes back as a refusal. */
  async #write<T>(
    groupId: string,
    operation: WriteOperation<GroupCoordinatorShard, T, GroupRecord>,
  ): Promise<T | Refusal> {
    const { runtime, partitionFor } = this.#options;
    try {
      return await runtime.write(partitionFor(groupId), operation);
    } catch (error) {
      const errorCode = errorOf(error);
      return new Refusal(errorCode, errorMessage(errorCode));
    }
  }
}

async function outcomesOf<T extends { readonly topicId: Uuid }>(
  topics: readonly T[],
  ask: (topic: T) => readonly Promise<readonly [partition: number, errorCode: number]>[],
): Promise<Outcomes> {
  const outcomes = topics.map(async (topic) => [topic.topicId, new Map(await Promise.all(ask(topic)))] as const);
  return new Map(await Promise.all(outcomes));
}

function firstError(codes: ReadonlyMap<number, number>): number {
  return [...codes.values()].find((code) => code !== ErrorCode.NONE) ?? ErrorCode.NONE;
}

function withOutcomes(
  topic: Input<AlterShareGroupOffsetsResponseTopic>,
  outcomes: Outcomes,
): Input<AlterShareGroupOffsetsResponseTopic> {
  const codes = topic.topicId === undefined ? undefined : outcomes.get(topic.topicId);
  const partitions = (topic.partitions ?? []).map((partition) => ({
    ...partition,
    ...errorFields(codes?.get(partition.partitionIndex ?? 0) ?? ErrorCode.NONE),
    ...(partition.errorCode === undefined ? {} : { errorCode: partition.errorCode }),
  }));
  return { ...topic, partitions };
}

function errorFields(errorCode: number): { errorCode?: number; errorMessage?: string } {
  return errorCode === ErrorCode.NONE ? {} : { errorCode, errorMessage: errorMessage(errorCode) };
}

function failed(errorCode: number): { errorCode: number; errorMessage: string } {
  return { errorCode, errorMessage: errorMessage(errorCode) };
}

function refused({ errorCode, message }: Refusal): { errorCode: number; errorMessage: string } {
  return { errorCode, errorMessage: message };
}

/** What keeps the shard from answering is a value; anything else is a bug and goes on. */
function errorOf(error: unknown): number {
  if (error instanceof CoordinatorError) return coordinatorErrorOf(error.errorCode);
  throw error;
}
