/**
 * What an application subscribes to or is assigned: names and partitions that can be ones, and what a cluster says against them for good.
 */
import { KafkaError, protocolError } from "../errors.ts";
import type { MetadataCache } from "../metadata/metadata-cache.ts";
import type { TopicPartition } from "../topic-partition.ts";

/** The names, each once. Throws `INVALID_ARGUMENT` for one that is none. */
export function subscribedTopics(topics: string | readonly string[]): ReadonlySet<string> {
  const names = new Set(typeof topics === "string" ? [topics] : topics);
  for (const name of names) {
    if (typeof name !== "string" || name.trim() === "") {
      throw new KafkaError("INVALID_ARGUMENT", "Topic collection to subscribe to cannot contain null or empty topic");
    }
  }
  return names;
}

/** Throws `INVALID_ARGUMENT` for what can be no partition. */
export function checkPartitions(partitions: readonly TopicPartition[]): void {
  for (const { topic, partition } of partitions) {
    if (typeof topic !== "string" || topic.trim() === "" || !Number.isInteger(partition) || partition < 0) {
      throw new KafkaError("INVALID_ARGUMENT", `Invalid partition to assign: ${topic}-${partition}`);
    }
  }
}

/** The error of a topic that can never be read: its name is not one, or we may not read it. */
export function topicError(metadata: MetadataCache, topics: Iterable<string>): KafkaError | undefined {
  for (const topic of topics) {
    const errorCode = metadata.topicError(topic);
    if (errorCode === 0) continue;
    const error = protocolError(errorCode);
    if (!error.retriable) return protocolError(errorCode, `${error.message} (topic ${topic})`);
  }
  return undefined;
}
