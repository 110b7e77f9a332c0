// Options that the actions of kafka-consumer-groups share.
import type { Admin, AdminCallOptions, TopicPartition } from "@ottla/client";
import { UsageError } from "../../failure.ts";
import type { ToolOptions } from "../../tool.ts";

/** What stands in a column without a value. */
export const MISSING = "-";

export function callOptions(values: ToolOptions): AdminCallOptions {
  return { timeoutMs: values.integer("timeout") ?? 30_000 };
}

/** The groups meant by --group or --all-groups. */
export async function groupIds(admin: Admin, values: ToolOptions): Promise<readonly string[]> {
  if (!values.has("all-groups")) return values.list("group");
  const { groups } = await admin.listConsumerGroups(callOptions(values));
  return groups.map((group) => group.groupId).sort();
}

/** `topic:0,1` → its partitions. @throws UsageError when malformed */
export function parseTopicPartitions(text: string): TopicPartition[] {
  const [topic, list, ...rest] = text.split(":");
  if (topic === undefined || list === undefined || rest.length > 0) {
    throw new UsageError(`Invalid topic arg '${text}', expected topic name and partitions`);
  }
  return list.split(",").map((partition) => {
    if (!/^\d+$/.test(partition))
      throw new UsageError(`Invalid partition '${partition}' specified in topic arg '${text}''`);
    return { topic, partition: Number(partition) };
  });
}
