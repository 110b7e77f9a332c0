/**
 * A consumer's questions about logs it need not be reading: offsets by time, both ends, partition ids. While one is open, the metadata of its topics is
 * kept up to date.
 */
import { ErrorCode } from "@ottla/protocol";
import type { ClusterClient } from "../cluster-client.ts";
import type { Deadline } from "../deadline.ts";
import { KafkaError, protocolError } from "../errors.ts";
import { TopicPartitionMap, topicPartitionName } from "../topic-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { OffsetAndTimestamp } from "./consumer-types.ts";
import type { FoundOffset, OffsetQuery, TimestampQuery } from "./offset-query.ts";

/** Questions of one consumer. */
export class ConsumerQueries {
  readonly #client: ClusterClient;
  readonly #query: OffsetQuery;
  /** Topics that are asked about, with the number of open questions. */
  readonly #topics: Map<string, number> = new Map();

  constructor(client: ClusterClient, query: OffsetQuery) {
    this.#client = client;
    this.#query = query;
  }

  /** The topics that questions are open about. */
  topics(): IterableIterator<string> {
    return this.#topics.keys();
  }

  /** The first records at or after the given times; null where there is none. */
  async offsetsForTimes(
    times: readonly TimestampQuery[],
    deadline: Deadline,
  ): Promise<TopicPartitionMap<OffsetAndTimestamp | null>> {
    for (const { timestamp, ...partition } of times) {
      if (timestamp >= 0) continue;
      const sentence = `The target time for partition ${topicPartitionName(partition)} is ${timestamp}. The target time cannot be negative.`;
      throw new KafkaError("INVALID_ARGUMENT", sentence);
    }
    const result = new TopicPartitionMap<OffsetAndTimestamp | null>();
    for (const [partition, { offset, timestamp, leaderEpoch }] of await this.#ask(times, deadline)) {
      const epoch = leaderEpoch < 0 ? undefined : leaderEpoch;
      result.set(partition, offset < 0 ? null : { offset, timestamp, leaderEpoch: epoch });
    }
    return result;
  }

  /** The offsets at a special timestamp: one end of the log or the other. */
  async ends(
    partitions: readonly TopicPartition[],
    timestamp: number,
    deadline: Deadline,
  ): Promise<TopicPartitionMap<number>> {
    const queries = partitions.map(({ topic, partition }) => ({ topic, partition, timestamp }));
    const result = new TopicPartitionMap<number>();
    for (const [partition, { offset }] of await this.#ask(queries, deadline)) result.set(partition, offset);
    return result;
  }

  /** The ids of a topic's partitions; empty when it does not exist. */
  async partitionsFor(topic: string, timeoutMs: number): Promise<readonly number[]> {
    const known = this.#client.metadata.topic(topic);
    if (known !== undefined) return known.partitions.map((one) => one.partition);
    const response = await this.#client.fetchMetadata([{ name: topic }], { timeoutMs });
    const [found] = response.topics;
    if (found === undefined || found.errorCode !== 0) {
      const error = protocolError(found?.errorCode ?? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
      if (error.retriable) return [];
      throw error;
    }
    return found.partitions.map((one) => one.partitionIndex).sort((left, right) => left - right);
  }

  async #ask(queries: readonly TimestampQuery[], deadline: Deadline): Promise<TopicPartitionMap<FoundOffset>> {
    const topics = new Set(queries.map((query) => query.topic));
    for (const topic of topics) this.#topics.set(topic, (this.#topics.get(topic) ?? 0) + 1);
    try {
      return await this.#query.all(queries, deadline);
    } finally {
      for (const topic of topics) {
        const count = (this.#topics.get(topic) ?? 1) - 1;
        if (count === 0) this.#topics.delete(topic);
        else this.#topics.set(topic, count);
      }
    }
  }
}
