// kafka-share-groups --delete and --delete-offsets.
import { KafkaError } from "@ottla/client";
import type { Admin } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import { javaExceptionText } from "../../java-exception.ts";
import { paddedRow, widest } from "../../table.ts";
import type { ToolOptions } from "../../tool.ts";
import { callOptions } from "../consumer-groups/group-options.ts";
import { shareGroupListings } from "./list.ts";

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(", ");

export async function deleteShareGroups(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const listings = new Map((await shareGroupListings(admin, values)).map((one) => [one.groupId, one]));
  const ids = values.has("all-groups") ? [...listings.keys()] : [...new Set(values.list("group"))];
  const failed = new Map<string, string>();
  // What cannot be deleted is found before the brokers are asked, as Kafka's tool does.
  for (const id of ids) {
    const state = listings.get(id)?.state;
    const prefix = "org.apache.kafka.common.errors";
    if (!listings.has(id)) failed.set(id, `java.lang.IllegalArgumentException: Group '${id}' is not a share group.`);
    else if (state === "Dead")
      failed.set(id, `java.lang.IllegalStateException: Share group '${id}' group state is DEAD.`);
    else if (state !== undefined && state !== "Empty") {
      failed.set(id, `${prefix}.GroupNotEmptyException: Share group '${id}' is not EMPTY.`);
    }
  }
  const asked = ids.filter((id) => !failed.has(id));
  const deleted: string[] = [];
  if (asked.length > 0) {
    for (const [id, outcome] of await admin.deleteShareGroups(asked, callOptions(values))) {
      if (outcome.ok) deleted.push(id);
      else failed.set(id, javaExceptionText(outcome.error));
    }
  }
  if (failed.size === 0) {
    io.stdout.write(`Deletion of requested share groups (${quoted(deleted)}) was successful.\n`);
    return;
  }
  io.onFailure?.();
  io.stdout.write("\nError: Deletion of some share groups failed:\n");
  for (const [id, reason] of failed) io.stdout.write(`* Group '${id}' could not be deleted due to: ${reason}\n`);
  if (deleted.length > 0) io.stdout.write(`\nThese share groups were deleted successfully: ${quoted(deleted)}\n`);
}

const GROUP_ERRORS = ["INVALID_GROUP_ID", "GROUP_ID_NOT_FOUND", "GROUP_AUTHORIZATION_FAILED", "NON_EMPTY_GROUP"];
const TOPIC_ERRORS = ["TOPIC_AUTHORIZATION_FAILED", "UNKNOWN_TOPIC_OR_PARTITION"];

export async function deleteShareOffsets(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const groupId = values.list("group")[0] ?? "";
  const topics = [...new Set(values.list("topic"))];
  const rows = new Map<string, string>();
  let first: Error | undefined;
  try {
    const results = await admin.deleteShareGroupOffsets(groupId, topics, callOptions(values));
    first = results.errors()[0]?.[1];
    for (const [topic, outcome] of results)
      rows.set(topic, outcome.ok ? "Successful" : `Error: ${outcome.error.message}`);
  } catch (error) {
    // What is wrong with the group is wrong with each of its topics.
    if (!(error instanceof KafkaError)) throw error;
    first = error;
    for (const topic of topics) rows.set(topic, `Error: ${error.message}`);
  }
  if (first !== undefined) io.onFailure?.();
  const code = first instanceof KafkaError ? first.code : undefined;
  if (first !== undefined && code !== undefined && GROUP_ERRORS.includes(code)) {
    io.stdout.write(`\nError: ${first.message}\n`);
  } else if (first !== undefined && (code === undefined || !TOPIC_ERRORS.includes(code))) {
    io.stdout.write(`\nError: Encounter some unknown error: ${javaExceptionText(first)}\n`);
  }
  const widths = [widest(rows.keys(), 15)];
  io.stdout.write(`\n${paddedRow(["TOPIC", "STATUS"], widths)}`);
  for (const [topic, status] of [...rows].sort(([a], [b]) => (a < b ? -1 : 1))) {
    io.stdout.write(`\n${paddedRow([topic, status], widths)}`);
  }
  io.stdout.write("\n");
}
