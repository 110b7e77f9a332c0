// kafka-streams-groups --reset-offsets: sets where inactive groups go on in their input topics, and with --execute deletes internal topics that would
// else hold what was made of what will be read again.
import { KafkaError } from "@ottla/client";
import type { Admin, TopicPartition } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import { InputError, UsageError } from "../../failure.ts";
import { javaExceptionText } from "../../java-exception.ts";
import type { ToolOptions } from "../../tool-options.ts";
import { byPartition, nameOf } from "../../partition-names.ts";
import { callOptions } from "../consumer-groups/group-options.ts";
import { checkPartitionsExist, exportPlan, namedPartitions, printPlan } from "../consumer-groups/reset-offsets.ts";
import { planReset } from "../consumer-groups/reset-plan.ts";
import type { NewOffset } from "../consumer-groups/reset-plan.ts";
import { streamsGroupListings } from "./describe.ts";
import { internalTopics } from "./internal-topics.ts";
import { asExecutionException, describeGroup, partitionsOfGroup, sourceOffsets } from "./streams-group-offsets.ts";

const WIDTHS = [30, 30, 10, 15];

async function partitionsInScope(
  admin: Admin,
  groupId: string,
  values: ToolOptions,
  io: CommandIo,
): Promise<readonly TopicPartition[]> {
  if (values.has("all-input-topics")) {
    const group = await describeGroup(admin, groupId, values).catch(asExecutionException);
    return (await sourceOffsets(admin, group, values)).map(({ topic, partition }) => ({ topic, partition }));
  }
  if (!values.has("input-topic")) {
    if (values.has("from-file")) return [];
    throw new UsageError("One of the reset scopes should be defined: --all-topics, --topic.");
  }
  const partitions = await namedPartitions(admin, values, "input-topic");
  await checkPartitionsExist(admin, partitions, values);
  const known = await partitionsOfGroup(admin, groupId, values);
  if (partitions.every((one) => known.has(nameOf(one)))) return partitions;
  io.onFailure?.();
  io.stdout.write(`\nError: One or more topics are not part of the group '${groupId}'.\n`);
  return [];
}

/** undefined: the group is there no more, which is as good as inactive. */
async function stateOf(admin: Admin, groupId: string, values: ToolOptions): Promise<string | undefined> {
  try {
    return (await describeGroup(admin, groupId, values)).groupState;
  } catch (error) {
    if (error instanceof KafkaError && error.code === "GROUP_ID_NOT_FOUND") return undefined;
    return asExecutionException(error);
  }
}

async function deleteInternalTopics(admin: Admin, groupId: string, values: ToolOptions, io: CommandIo): Promise<void> {
  const topics = values.has("delete-all-internal-topics")
    ? ((await internalTopics(admin, [groupId], values, io)).get(groupId) ?? [])
    : values.list("delete-internal-topic");
  if (topics.length === 0) return;
  const [failure] = (await admin.deleteTopics(topics, callOptions(values))).errors();
  if (failure === undefined) return;
  const [, error] = failure;
  io.onFailure?.();
  const isUnknown = error instanceof KafkaError && error.code === "UNKNOWN_TOPIC_OR_PARTITION";
  const reason = isUnknown ? "because the topics do not exist." : `due to ${javaExceptionText(error)}`;
  io.stdout.write(`\nError: Deleting internal topics for group '${groupId}' failed ${reason}\n`);
}

async function newOffsets(
  admin: Admin,
  groupId: string,
  values: ToolOptions,
  io: CommandIo,
): Promise<readonly NewOffset[]> {
  const partitions = await partitionsInScope(admin, groupId, values, io);
  const offsets = (await planReset(admin, groupId, partitions, values, io)).toSorted(byPartition);
  if (values.has("execute"))
    (await admin.alterStreamsGroupOffsets(groupId, offsets, callOptions(values))).throwIfAnyFailed();
  return offsets;
}

/** What a broker refused while offsets are worked out and set is said without the name of its class. */
function asKafkaException(error: unknown): never {
  throw error instanceof KafkaError ? new InputError(error.message) : error;
}

export async function resetStreamsOffsets(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const ids = values.has("all-groups")
    ? (await streamsGroupListings(admin, values)).map((one) => one.groupId)
    : values.list("group").toSorted();
  const plan = new Map<string, readonly NewOffset[]>();
  for (const groupId of ids) {
    const state = await stateOf(admin, groupId, values);
    if (state !== undefined && state !== "Empty" && state !== "Dead") {
      io.onFailure?.();
      io.stdout.write(
        `\nError: Assignments can only be reset if the group '${groupId}' is inactive, but the current state is ${state}.\n`,
      );
      plan.set(groupId, []);
      continue;
    }
    plan.set(groupId, await newOffsets(admin, groupId, values, io).catch(asKafkaException));
    if (state !== undefined && values.has("execute")) await deleteInternalTopics(admin, groupId, values, io);
  }
  if (values.has("export") && io.row === undefined) exportPlan(plan, values, io);
  else printPlan(plan, io, WIDTHS);
}
