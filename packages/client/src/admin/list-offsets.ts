/**
 * Admin: listOffsets.
 */
import { ListOffsetsRequest, ListOffsetsResponse } from "@ottla/protocol/messages/list-offsets";
import { protocolError } from "../errors.ts";
import { topicPartitionName } from "../topic-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { AdminContext } from "./admin-context.ts";
import { byTopic } from "../by-topic.ts";
import { partitionLeaders } from "./partition-leaders.ts";
import { Results } from "./results.ts";
import { OffsetSpec } from "./types.ts";
import type { ListOffsetsOptions, ListOffsetsQuery, ListOffsetsResultInfo } from "./types.ts";

const API = { request: ListOffsetsRequest, response: ListOffsetsResponse };

export async function listOffsets(
  context: AdminContext,
  queries: readonly ListOffsetsQuery[],
  options: ListOffsetsOptions,
): Promise<Results<TopicPartition, ListOffsetsResultInfo>> {
  const scope = context.scope("listOffsets", options);
  const results = new Results<TopicPartition, ListOffsetsResultInfo>(topicPartitionName, queries);
  const isolationLevel = options.isolationLevel === "read_committed" ? 1 : 0;
  return await context.forEachItem(scope, {
    keys: queries,
    results,
    lookup: (keys) => partitionLeaders(context, scope, keys, results),
    async ask(nodeId, keys, _scope, retry) {
      const topics = [...byTopic(keys)].map(([name, group]) => ({
        name,
        partitions: group.map((one) => ({ partitionIndex: one.partition, timestamp: one.spec })),
      }));
      const timeoutMs = context.requestTimeoutMs(scope);
      const { response } = await context.client.send(nodeId, {
        api: API,
        body: (version) => ({
          replicaId: -1,
          isolationLevel: version >= 2 ? isolationLevel : 0,
          topics,
          timeoutMs: Math.ceil(timeoutMs),
        }),
        versions: { min: leastVersion(keys, isolationLevel) },
        timeoutMs,
      });
      for (const topic of response.topics) {
        for (const one of topic.partitions) {
          const key = { topic: topic.name, partition: one.partitionIndex };
          const error = one.errorCode === 0 ? undefined : protocolError(one.errorCode);
          if (error === undefined) results.succeed(key, offsetInfo(one));
          else if (error.retriable) retry(error);
          else results.fail(key, error);
        }
      }
    },
  });
}

/** Each special timestamp came with a version: max timestamp 7, local 8, tiered 9, pending upload 11. */
function leastVersion(queries: readonly ListOffsetsQuery[], isolationLevel: number): number {
  let least = isolationLevel > 0 ? 2 : 1;
  for (const { spec } of queries) {
    if (spec === OffsetSpec.MAX_TIMESTAMP) least = Math.max(least, 7);
    if (spec === OffsetSpec.EARLIEST_LOCAL) least = Math.max(least, 8);
    if (spec === OffsetSpec.LATEST_TIERED) least = Math.max(least, 9);
    if (spec === OffsetSpec.EARLIEST_PENDING_UPLOAD) least = Math.max(least, 11);
  }
  return least;
}

function offsetInfo(one: { offset: number; timestamp: number; leaderEpoch: number }): ListOffsetsResultInfo {
  const { offset, timestamp } = one;
  return { offset, timestamp, leaderEpoch: one.leaderEpoch === -1 ? undefined : one.leaderEpoch };
}
