// kafka-streams-groups --delete and --delete-offsets.
import type { Admin } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import { javaExceptionText } from "../../java-exception.ts";
import type { ToolOptions } from "../../tool-options.ts";
import { deletePartitionOffsets, deleteOffsets } from "../consumer-groups/delete-groups.ts";
import { callOptions } from "../consumer-groups/group-options.ts";
import { streamsGroupListings } from "./describe.ts";
import { internalTopics } from "./internal-topics.ts";
import { asExecutionException, describeGroup, sourceOffsets } from "./streams-group-offsets.ts";

const quoted = (names: Iterable<string>): string => [...names].map((name) => `'${name}'`).join(", ");

/** Why a group cannot be deleted, found before the brokers are asked, as Kafka's tool does. */
async function refusals(admin: Admin, ids: readonly string[], values: ToolOptions): Promise<Map<string, string>> {
  const listings = new Map((await streamsGroupListings(admin, values)).map((one) => [one.groupId, one.state]));
  const refused = new Map<string, string>();
  for (const id of ids) {
    const state = listings.get(id);
    if (!listings.has(id))
      refused.set(id, `java.lang.IllegalArgumentException: Group '${id}' does not exist or is not a streams group.`);
    else if (state === "Dead")
      refused.set(id, `java.lang.IllegalStateException: Streams group '${id}' group state is DEAD.`);
    else if (state !== undefined && state !== "Empty") {
      const name = "org.apache.kafka.common.errors.GroupNotEmptyException";
      refused.set(id, `${name}: Streams group '${id}' is not EMPTY.`);
    }
  }
  return refused;
}

/** Deletes the internal topics of groups that are gone; answers with what failed, by group. */
async function deleteInternalTopics(
  admin: Admin,
  topicsOf: ReadonlyMap<string, readonly string[]>,
  deleted: readonly string[],
  { values, io }: { readonly values: ToolOptions; readonly io: CommandIo },
): Promise<Map<string, string>> {
  const failed = new Map<string, string>();
  for (const group of deleted) {
    const topics = topicsOf.get(group) ?? [];
    if (topics.length === 0) continue;
    const errors = (await admin.deleteTopics(topics, callOptions(values))).errors();
    for (const [topic] of errors) io.stdout.write(`Failed to delete internal topic: ${String(topic)}\n`);
    const [first] = errors;
    if (first !== undefined) failed.set(group, javaExceptionText(first[1]));
  }
  return failed;
}

export async function deleteStreamsGroups(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const ids = values.has("all-groups")
    ? (await streamsGroupListings(admin, values)).map((one) => one.groupId)
    : [...new Set(values.list("group"))];
  const failed = await refusals(admin, ids, values);
  const asked = ids.filter((id) => !failed.has(id));
  const deleted: string[] = [];
  let topicsOf = new Map<string, string[]>();
  let failedTopics = new Map<string, string>();
  if (asked.length > 0) {
    // Which topics they are is known only while the group is there.
    if (values.has("delete-all-internal-topics")) topicsOf = await internalTopics(admin, asked, values, io);
    for (const [id, outcome] of await admin.deleteStreamsGroups(asked, callOptions(values))) {
      if (outcome.ok) deleted.push(id);
      else failed.set(id, javaExceptionText(outcome.error));
    }
    failedTopics = await deleteInternalTopics(admin, topicsOf, deleted, { values, io });
  }
  if (failed.size === 0) {
    io.stdout.write(`Deletion of requested streams groups (${quoted(deleted)}) was successful.\n`);
  } else {
    io.onFailure?.();
    io.stdout.write("\nError: Deletion of some streams groups failed:\n");
    for (const [id, reason] of failed) io.stdout.write(`* Group '${id}' could not be deleted due to: ${reason}\n`);
    if (deleted.length > 0) io.stdout.write(`\nThese streams groups were deleted successfully: ${quoted(deleted)}.\n`);
  }
  if (topicsOf.size === 0 || deleted.length === 0) return;
  if (failedTopics.size === 0) {
    const names = quoted(deleted.filter((id) => topicsOf.has(id)));
    io.stdout.write(`Deletion of associated internal topics of the streams groups (${names}) was successful.\n`);
    return;
  }
  io.onFailure?.();
  io.stdout.write("Deletion of some associated internal topics failed:\n");
  for (const [id, reason] of failedTopics)
    io.stdout.write(`* Internal topics of the streams group '${id}' could not be deleted due to: ${reason}\n`);
}

export async function deleteStreamsOffsets(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  if (!values.has("all-input-topics")) {
    await deleteOffsets(admin, values, io, "input-topic");
    return;
  }
  const groupId = values.list("group")[0] ?? "";
  const group = await describeGroup(admin, groupId, values).catch(asExecutionException);
  await deletePartitionOffsets(admin, await sourceOffsets(admin, group, values), [], { groupId, values, io });
}
