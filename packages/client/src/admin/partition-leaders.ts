/**
 * Finding the leaders of partitions for calls that only a leader can answer.
 */
import { ErrorCode } from "@ottla/protocol";
import { KafkaError, protocolError } from "../errors.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { AdminContext, CallScope } from "./admin-context.ts";
import { byTopic } from "../by-topic.ts";
import type { Results } from "./results.ts";

/** Fails the items whose partition cannot be found for good; the rest grouped by leader. Throws when all have to wait. */
export async function partitionLeaders<K extends TopicPartition, V>(
  context: AdminContext,
  scope: CallScope,
  keys: readonly K[],
  results: Results<TopicPartition, V>,
): Promise<Map<number, K[]>> {
  const groups = byTopic(keys);
  const response = await context.client.fetchMetadata(
    [...groups.keys()].map((name) => ({ name })),
    { timeoutMs: context.requestTimeoutMs(scope) },
  );
  context.client.metadata.update(response, () => false);
  const leaders = new Map<number, K[]>();
  let waiting: KafkaError | undefined;
  for (const topic of response.topics) {
    const wanted = groups.get(topic.name ?? "") ?? [];
    if (topic.errorCode !== 0) {
      const error = protocolError(topic.errorCode);
      if (error.retriable) waiting ??= error;
      else for (const key of wanted) results.fail(partitionOf(key), error);
      continue;
    }
    const known = new Map(topic.partitions.map((one) => [one.partitionIndex, one]));
    for (const key of wanted) {
      const partition = known.get(key.partition);
      if (partition === undefined) {
        waiting ??= protocolError(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
      } else if (partition.leaderId < 0) {
        waiting ??= protocolError(partition.errorCode === 0 ? ErrorCode.LEADER_NOT_AVAILABLE : partition.errorCode);
      } else {
        const group = leaders.get(partition.leaderId);
        if (group === undefined) leaders.set(partition.leaderId, [key]);
        else group.push(key);
      }
    }
  }
  if (leaders.size === 0 && waiting !== undefined) throw waiting;
  return leaders;
}

/** Only the partition of a key that carries more. */
export function partitionOf(key: TopicPartition): TopicPartition {
  return { topic: key.topic, partition: key.partition };
}
