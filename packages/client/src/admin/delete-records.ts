/**
 * Admin: deleteRecords.
 */
import { DeleteRecordsRequest, DeleteRecordsResponse } from "@ottla/protocol/messages/delete-records";
import { protocolError } from "../errors.ts";
import { topicPartitionName } from "../topic-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { AdminContext } from "./admin-context.ts";
import { byTopic } from "../by-topic.ts";
import { partitionLeaders, partitionOf } from "./partition-leaders.ts";
import { Results } from "./results.ts";
import type { AdminCallOptions, DeletedRecords, RecordsToDelete } from "./types.ts";

const API = { request: DeleteRecordsRequest, response: DeleteRecordsResponse };

export async function deleteRecords(
  context: AdminContext,
  records: readonly RecordsToDelete[],
  options: AdminCallOptions,
): Promise<Results<TopicPartition, DeletedRecords>> {
  const scope = context.scope("deleteRecords", options);
  const results = new Results<TopicPartition, DeletedRecords>(topicPartitionName, records);
  return await context.forEachItem(scope, {
    keys: records,
    results,
    lookup: (keys) => partitionLeaders(context, scope, keys, results),
    async ask(nodeId, keys, _scope, retry) {
      const topics = [...byTopic(keys)].map(([name, group]) => ({
        name,
        partitions: group.map((one) => ({ partitionIndex: one.partition, offset: one.beforeOffset })),
      }));
      const timeoutMs = context.requestTimeoutMs(scope);
      const { response } = await context.client.send(nodeId, {
        api: API,
        body: { topics, timeoutMs: Math.ceil(timeoutMs) },
        timeoutMs,
      });
      for (const topic of response.topics) {
        for (const one of topic.partitions) {
          const key = { topic: topic.name, partition: one.partitionIndex };
          const error = one.errorCode === 0 ? undefined : protocolError(one.errorCode);
          if (error === undefined) results.succeed(key, { lowWatermark: one.lowWatermark });
          else if (error.retriable) retry(error);
          else results.fail(partitionOf(key), error);
        }
      }
    },
  });
}
