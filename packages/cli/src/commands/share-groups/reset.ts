// kafka-share-groups --reset-offsets: sets where an empty share group goes on, in one of three ways.
import { KafkaError } from "@ottla/client";
import type { Admin, TopicPartition } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import { UsageError } from "../../failure.ts";
import type { ToolOptions } from "../../tool.ts";
import { byPartition } from "../../partition-names.ts";
import { callOptions } from "../consumer-groups/group-options.ts";
import { checkPartitionsExist, namedPartitions, printPlan } from "../consumer-groups/reset-offsets.ts";
import { planReset } from "../consumer-groups/reset-plan.ts";

/** @throws UsageError when the group has members */
async function checkIsEmpty(admin: Admin, groupId: string, values: ToolOptions): Promise<void> {
  const outcome = (await admin.describeShareGroups([groupId], callOptions(values))).outcome(groupId);
  if (outcome?.ok === true) {
    const { state } = outcome.value;
    if (state !== "Empty" && state !== "Dead") throw new UsageError(`Share group '${groupId}' is not empty.`);
  } else if (!(outcome?.error instanceof KafkaError && outcome.error.code === "GROUP_ID_NOT_FOUND")) {
    throw outcome?.error ?? new UsageError(`Group ${groupId} could not be described.`);
  }
}

async function partitionsInScope(admin: Admin, groupId: string, values: ToolOptions): Promise<TopicPartition[]> {
  if (values.list("topic").length > 0) return await namedPartitions(admin, values);
  const offsets = await admin.listShareGroupOffsets([groupId], callOptions(values));
  return offsets.value(groupId).map(({ topic, partition }) => ({ topic, partition }));
}

export async function resetShareOffsets(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const groupId = values.list("group")[0] ?? "";
  await checkIsEmpty(admin, groupId, values);
  const partitions = await partitionsInScope(admin, groupId, values);
  await checkPartitionsExist(admin, partitions, values);
  const offsets = await planReset(admin, groupId, partitions, values, io);
  const sorted = [...offsets].sort(byPartition);
  if (values.has("execute")) {
    (await admin.alterShareGroupOffsets(groupId, sorted, callOptions(values))).throwIfAnyFailed();
  }
  printPlan(new Map(sorted.length === 0 ? [] : [[groupId, sorted]]), io);
}
