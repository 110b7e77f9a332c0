/**
 * Asks leaders of partitions for offsets: by timestamp (ListOffsets) and by leader epoch (OffsetForLeaderEpoch). Retries what a new leader answers.
 */
import { ErrorCode, describeError } from "@ottla/protocol";
import type { ListOffsetsRequest, ListOffsetsResponse } from "@ottla/protocol/messages/list-offsets";
import type {
  OffsetForLeaderEpochRequest,
  OffsetForLeaderEpochResponse,
} from "@ottla/protocol/messages/offset-for-leader-epoch";
import { byTopic } from "../by-topic.ts";
import type { ClusterClient } from "../cluster-client.ts";
import { sleep } from "../deadline.ts";
import type { Deadline } from "../deadline.ts";
import { KafkaError, TimeoutError, protocolError, toKafkaError } from "../errors.ts";
import { backoffMs } from "../network/backoff.ts";
import { TopicPartitionMap } from "../topic-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import { LazyApi } from "../network/api-versions.ts";

const LIST_API = new LazyApi<ListOffsetsRequest, ListOffsetsResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/list-offsets");
  return { request: codecs.ListOffsetsRequest, response: codecs.ListOffsetsResponse };
});
const EPOCH_API = new LazyApi<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>(async () => {
  const codecs = await import("@ottla/protocol/messages/offset-for-leader-epoch");
  return { request: codecs.OffsetForLeaderEpochRequest, response: codecs.OffsetForLeaderEpochResponse };
});
/** The special timestamps of ListOffsets. */
export const LATEST_TIMESTAMP = -1;
export const EARLIEST_TIMESTAMP = -2;
const CONSUMER_REPLICA_ID = -1;

/** What to look for. */
export interface TimestampQuery extends TopicPartition {
  readonly timestamp: number;
}

/** What was found; offset -1 when no record is that young. */
export interface FoundOffset {
  readonly offset: number;
  readonly timestamp: number;
  readonly leaderEpoch: number;
}

/** Up to where a leader epoch reaches; both -1 when the leader knows nothing of it. */
export interface EpochEnd {
  readonly leaderEpoch: number;
  readonly endOffset: number;
}

/** Queries of one client. */
export class OffsetQuery {
  readonly #client: ClusterClient;
  readonly #isolationLevel: number;

  constructor(client: ClusterClient, isolationLevel: "read_uncommitted" | "read_committed") {
    this.#client = client;
    this.#isolationLevel = isolationLevel === "read_committed" ? 1 : 0;
  }

  /** The offsets of all queries, asking again until all are answered or time is up. */
  async all(queries: readonly TimestampQuery[], deadline: Deadline): Promise<TopicPartitionMap<FoundOffset>> {
    const { config, ports, updater, metadata } = this.#client;
    const found = new TopicPartitionMap<FoundOffset>();
    const bounds = { initialMs: config["retry.backoff.ms"], maxMs: config["retry.backoff.max.ms"] };
    for (let attempt = 0; ; attempt++) {
      const missing = queries.filter((query) => !found.has(query));
      if (missing.length === 0) return inOrder(queries, found);
      const { version } = metadata;
      for (const [partition, answer] of await this.once(missing)) {
        if (!(answer instanceof KafkaError)) found.set(partition, answer);
        else if (!answer.retriable) throw answer;
      }
      if (queries.every((query) => found.has(query))) continue;
      if (deadline.isOver) throw new TimeoutError(`Failed to get offsets by times in ${deadline.timeoutMs}ms`);
      // A leader that is not known yet is known with the next metadata; any other failure takes its time.
      updater.requestUpdate();
      const hasUnknown = missing.some((query) => metadata.topic(query.topic) === undefined);
      if (!hasUnknown)
        await sleep(ports.clock, Math.min(backoffMs(bounds, attempt, ports.random), deadline.remainingMs()));
      else await updater.awaitUpdate(version, deadline).catch(() => undefined);
    }
  }

  /** One attempt; each query ends with an offset or an error. */
  async once(queries: readonly TimestampQuery[]): Promise<TopicPartitionMap<FoundOffset | KafkaError>> {
    const answers = new TopicPartitionMap<FoundOffset | KafkaError>();
    const asks = [...this.#byLeader(queries, answers)].map(async ([nodeId, group]) => {
      try {
        const { response } = await this.#client.send(nodeId, {
          api: LIST_API,
          body: (version) => ({
            replicaId: CONSUMER_REPLICA_ID,
            isolationLevel: version >= 2 ? this.#isolationLevel : 0,
            topics: [...byTopic(group)].map(([name, partitions]) => ({
              name,
              partitions: partitions.map((one) => ({
                partitionIndex: one.partition,
                currentLeaderEpoch: this.#leaderEpoch(one),
                timestamp: one.timestamp,
              })),
            })),
            timeoutMs: this.#client.config["request.timeout.ms"],
          }),
          versions: { min: this.#isolationLevel > 0 ? 2 : 1 },
        });
        for (const topic of response.topics) {
          for (const one of topic.partitions) {
            const { offset, timestamp, leaderEpoch, errorCode } = one;
            const key = { topic: topic.name, partition: one.partitionIndex };
            if (errorCode === 0) answers.set(key, { offset, timestamp, leaderEpoch });
            else answers.set(key, this.#error(errorCode, key));
          }
        }
      } catch (thrown) {
        for (const one of group) answers.set(one, toKafkaError(thrown));
      }
    });
    await Promise.all(asks);
    return answers;
  }

  /** Where epochs end, in one attempt; each ends with an answer or an error. */
  async epochEnds(
    queries: readonly (TopicPartition & { readonly leaderEpoch: number })[],
  ): Promise<TopicPartitionMap<EpochEnd | KafkaError>> {
    const answers = new TopicPartitionMap<EpochEnd | KafkaError>();
    const asks = [...this.#byLeader(queries, answers)].map(async ([nodeId, group]) => {
      try {
        const { response } = await this.#client.send(nodeId, {
          api: EPOCH_API,
          body: (version) => ({
            ...(version >= 3 ? { replicaId: CONSUMER_REPLICA_ID } : {}),
            topics: [...byTopic(group)].map(([topic, partitions]) => ({
              topic,
              partitions: partitions.map((one) => ({
                partition: one.partition,
                currentLeaderEpoch: this.#leaderEpoch(one),
                leaderEpoch: one.leaderEpoch,
              })),
            })),
          }),
          versions: { min: 3 },
        });
        for (const topic of response.topics) {
          for (const one of topic.partitions) {
            const key = { topic: topic.topic, partition: one.partition };
            const { errorCode, leaderEpoch, endOffset } = one;
            answers.set(key, errorCode === 0 ? { leaderEpoch, endOffset } : this.#error(errorCode, key));
          }
        }
      } catch (thrown) {
        for (const one of group) answers.set(one, toKafkaError(thrown));
      }
    });
    await Promise.all(asks);
    return answers;
  }

  /** Queries by leader; those without one get a retriable answer. */
  #byLeader<Q extends TopicPartition>(
    queries: readonly Q[],
    answers: TopicPartitionMap<FoundOffset | KafkaError> | TopicPartitionMap<EpochEnd | KafkaError>,
  ): Map<number, Q[]> {
    const { metadata, updater } = this.#client;
    const groups = new Map<number, Q[]>();
    for (const query of queries) {
      const leaderId = metadata.partition(query.topic, query.partition)?.leaderId ?? -1;
      if (leaderId < 0) {
        const topicError = metadata.topicError(query.topic);
        answers.set(query, protocolError(topicError === 0 ? ErrorCode.LEADER_NOT_AVAILABLE : topicError));
        updater.requestUpdate({ isUrgent: metadata.topic(query.topic) === undefined && topicError === 0 });
        continue;
      }
      const group = groups.get(leaderId);
      if (group === undefined) groups.set(leaderId, [query]);
      else group.push(query);
    }
    return groups;
  }

  #leaderEpoch({ topic, partition }: TopicPartition): number {
    return this.#client.metadata.partition(topic, partition)?.leaderEpoch ?? -1;
  }

  #error(errorCode: number, { topic, partition }: TopicPartition): KafkaError {
    const { invalidatesMetadata, name, message } = describeError(errorCode);
    if (invalidatesMetadata) this.#client.updater.requestUpdate();
    if (errorCode === ErrorCode.TOPIC_AUTHORIZATION_FAILED) {
      return protocolError(errorCode, `Not authorized to access topics: [${topic}]`);
    }
    // Whatever it is, the partition may be answered by another broker or later, as in Java.
    return new KafkaError(name, `${message ?? name} (${topic}-${partition})`, { errorCode, retriable: true });
  }
}

/** The answers in the order of the questions. */
function inOrder(
  queries: readonly TimestampQuery[],
  found: TopicPartitionMap<FoundOffset>,
): TopicPartitionMap<FoundOffset> {
  const ordered = new TopicPartitionMap<FoundOffset>();
  for (const query of queries) {
    const answer = found.get(query);
    if (answer !== undefined) ordered.set({ topic: query.topic, partition: query.partition }, answer);
  }
  return ordered;
}
