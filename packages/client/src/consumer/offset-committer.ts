/**
 * Commits offsets to the group, and asks for what is committed.
 */
import { ErrorCode } from "@ottla/protocol";
import type { OffsetCommitRequest, OffsetCommitResponse } from "@ottla/protocol/messages/offset-commit";
import type { OffsetFetchRequest, OffsetFetchResponse } from "@ottla/protocol/messages/offset-fetch";
import { byTopic } from "../by-topic.ts";
import type { Deadline } from "../deadline.ts";
import { KafkaError, protocolError } from "../errors.ts";
import type { GroupMetrics } from "../metrics/consumer-metrics.ts";
import { TopicPartitionMap, topicPartitionName } from "../topic-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { OffsetAndMetadata, PartitionOffset } from "./consumer-types.ts";
import type { CoordinatorLookup } from "./coordinator-lookup.ts";
import { LazyApi } from "../network/api-versions.ts";

const COMMIT_API = new LazyApi<OffsetCommitRequest, OffsetCommitResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/offset-commit");
  return { request: codecs.OffsetCommitRequest, response: codecs.OffsetCommitResponse };
});
const FETCH_API = new LazyApi<OffsetFetchRequest, OffsetFetchResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/offset-fetch");
  return { request: codecs.OffsetFetchRequest, response: codecs.OffsetFetchResponse };
});
/** From version 10 on topics go by id; names also serve topics that are not known (yet). */
const LAST_VERSION_WITH_NAMES = 9;

/** Who commits. A simple consumer without membership has generation -1 and no member id. */
export interface CommitIdentity {
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
}

export interface OffsetCommitterOptions {
  readonly groupId: string;
  readonly lookup: CoordinatorLookup;
  readonly metrics: GroupMetrics;
  readonly requireStable: boolean;
  /** Who we are now. Throws when we are a member of no generation and should be. */
  readonly identity: () => CommitIdentity;
  /** The group refused a commit because of who we are. */
  readonly onRefused: (errorCode: number, generationId: number) => void;
  /** The group took a commit. */
  readonly onCommitted: (offsets: readonly PartitionOffset[]) => void;
}

/** Offsets of one group. */
export class OffsetCommitter {
  readonly #options: OffsetCommitterOptions;

  constructor(options: OffsetCommitterOptions) {
    this.#options = options;
  }

  /** Commits, again and again until it succeeds, cannot, or time is up. */
  async commitSync(offsets: readonly PartitionOffset[], deadline: Deadline): Promise<void> {
    await this.#options.lookup.retrying(deadline, "successfully committing offsets", () => this.commit(offsets));
  }

  /** As {@link commitSync}, also when the member's epoch grows meanwhile: it is still ours to commit until we have given the partitions up. */
  async commitBeforeRebalance(offsets: readonly PartitionOffset[], deadline: Deadline): Promise<void> {
    await this.#options.lookup.retrying(deadline, "successfully committing offsets", async () => {
      try {
        await this.commit(offsets);
      } catch (error) {
        if (!(error instanceof KafkaError && error.errorCode === ErrorCode.STALE_MEMBER_EPOCH)) throw error;
        throw new KafkaError("STALE_MEMBER_EPOCH", error.message, { retriable: true, cause: error });
      }
    });
  }

  /** Commits once. Rejects with `COMMIT_FAILED`, `REBALANCE_IN_PROGRESS`, or the broker's error. */
  async commit(offsets: readonly PartitionOffset[]): Promise<void> {
    if (offsets.length === 0) return;
    for (const { offset } of offsets) {
      if (!(offset >= 0 && Number.isSafeInteger(offset)))
        throw new KafkaError("INVALID_ARGUMENT", `Invalid offset: ${offset}`);
    }
    const { groupId, lookup, metrics } = this.#options;
    const identity = this.#options.identity();
    const begunMs = lookup.nowMs();
    const { generationId, memberId, groupInstanceId } = identity;
    const response = await lookup.ask({
      api: COMMIT_API,
      body: (version) => ({
        groupId,
        generationIdOrMemberEpoch: generationId,
        memberId,
        ...(version >= 7 ? { groupInstanceId } : {}),
        topics: commitTopics(offsets),
      }),
      versions: { max: LAST_VERSION_WITH_NAMES },
    });
    metrics.onCommit(lookup.nowMs() - begunMs);
    const unauthorized = new Set<string>();
    for (const topic of response.topics) {
      for (const { partitionIndex, errorCode } of topic.partitions) {
        if (errorCode === ErrorCode.TOPIC_AUTHORIZATION_FAILED) unauthorized.add(topic.name);
        else if (errorCode !== 0) this.#throwCommitError(errorCode, identity, `${topic.name}-${partitionIndex}`);
      }
    }
    if (unauthorized.size > 0) {
      const sentence = `Not authorized to access topics: [${[...unauthorized].join(", ")}]`;
      throw protocolError(ErrorCode.TOPIC_AUTHORIZATION_FAILED, sentence);
    }
    this.#options.onCommitted(offsets);
  }

  /** What is committed for the partitions; null where nothing is. */
  async committed(
    partitions: readonly TopicPartition[],
    deadline: Deadline,
  ): Promise<TopicPartitionMap<OffsetAndMetadata | null>> {
    if (partitions.length === 0) return new TopicPartitionMap();
    const { lookup } = this.#options;
    return await lookup.retrying(deadline, "the last committed offset for partitions could be determined", () =>
      this.fetchCommitted(partitions),
    );
  }

  /** As {@link committed}, asking once. */
  async fetchCommitted(partitions: readonly TopicPartition[]): Promise<TopicPartitionMap<OffsetAndMetadata | null>> {
    const { groupId, lookup, requireStable } = this.#options;
    const topics = [...byTopic(partitions)].map(([name, group]) => ({
      name,
      partitionIndexes: group.map((one) => one.partition),
    }));
    const response = await lookup.ask({
      api: FETCH_API,
      body: (version) => ({
        ...(version >= 8 ? { groups: [{ groupId, topics }] } : { groupId, topics }),
        ...(version >= 7 ? { requireStable } : {}),
      }),
      versions: { max: LAST_VERSION_WITH_NAMES },
    });
    const group = response.groups[0] ?? response;
    lookup.throwIfFailed(group.errorCode);
    const committed = new TopicPartitionMap<OffsetAndMetadata | null>();
    for (const partition of partitions) committed.set(partition, null);
    for (const topic of group.topics) {
      for (const one of topic.partitions) {
        const partition = { topic: topic.name, partition: one.partitionIndex };
        if (one.errorCode === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) {
          throw new KafkaError(
            "UNKNOWN_TOPIC_OR_PARTITION",
            `Topic or Partition ${topicPartitionName(partition)} does not exist`,
          );
        }
        if (one.errorCode !== 0) throw protocolError(one.errorCode);
        if (one.committedOffset < 0) continue;
        committed.set(partition, {
          offset: one.committedOffset,
          leaderEpoch: one.committedLeaderEpoch < 0 ? undefined : one.committedLeaderEpoch,
          metadata: one.metadata ?? "",
        });
      }
    }
    return committed;
  }

  #throwCommitError(errorCode: number, identity: CommitIdentity, partition: string): never {
    const { lookup, onRefused } = this.#options;
    switch (errorCode) {
      case ErrorCode.COORDINATOR_NOT_AVAILABLE:
      case ErrorCode.NOT_COORDINATOR:
      case ErrorCode.REQUEST_TIMED_OUT:
        lookup.lose();
        throw protocolError(errorCode);
      case ErrorCode.REBALANCE_IN_PROGRESS:
        onRefused(errorCode, identity.generationId);
        throw rebalanceInProgressError();
      case ErrorCode.UNKNOWN_MEMBER_ID:
      case ErrorCode.ILLEGAL_GENERATION:
        onRefused(errorCode, identity.generationId);
        throw commitFailedError();
      case ErrorCode.STALE_MEMBER_EPOCH:
        throw new KafkaError(
          "COMMIT_FAILED",
          `OffsetCommit failed with stale member epoch. ${protocolError(errorCode).message}`,
          { errorCode },
        );
      case ErrorCode.GROUP_AUTHORIZATION_FAILED:
        throw protocolError(errorCode, `Not authorized to access group: ${this.#options.groupId}`);
      default:
        throw protocolError(
          errorCode,
          `Offset commit failed on partition ${partition}: ${protocolError(errorCode).message}`,
        );
    }
  }
}

/** The member is not in the group any more, so its partitions may belong to somebody else by now. */
export function commitFailedError(): KafkaError {
  return new KafkaError(
    "COMMIT_FAILED",
    "Offset commit cannot be completed since the consumer is not part of an active group for auto partition assignment; " +
      "it is likely that the consumer was kicked out of the group. Most likely the time between two polls was longer than " +
      "max.poll.interval.ms: raise it, or handle fewer records per poll (max.poll.records).",
  );
}

/** A rebalance is going on; poll finishes it. */
export function rebalanceInProgressError(): KafkaError {
  return new KafkaError(
    "REBALANCE_IN_PROGRESS",
    "Offset commit cannot be completed since the consumer is undergoing a rebalance for auto partition assignment. " +
      "You can try completing the rebalance by calling poll() and then retry the operation.",
    { errorCode: ErrorCode.REBALANCE_IN_PROGRESS },
  );
}

function commitTopics(offsets: readonly PartitionOffset[]): {
  name: string;
  partitions: {
    partitionIndex: number;
    committedOffset: number;
    committedLeaderEpoch: number;
    committedMetadata: string;
  }[];
}[] {
  return [...byTopic(offsets)].map(([name, group]) => ({
    name,
    partitions: group.map((one) => ({
      partitionIndex: one.partition,
      committedOffset: one.offset,
      committedLeaderEpoch: one.leaderEpoch ?? -1,
      committedMetadata: one.metadata ?? "",
    })),
  }));
}
