// kafka-consumer-groups --delete and --delete-offsets.
import type { Admin, TopicPartition } from "@ottla/client";
import { KafkaError } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import { javaExceptionText } from "../../java-exception.ts";
import { namedCells, paddedRow, widest } from "../../table.ts";
import type { ToolOptions } from "../../tool.ts";
import { callOptions, groupIds, MISSING, parseTopicPartitions } from "./group-options.ts";

export async function deleteGroups(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const ids = await groupIds(admin, values);
  const results = await admin.deleteConsumerGroups(ids, callOptions(values));
  const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(", ");
  const deleted = [...results].filter(([, outcome]) => outcome.ok).map(([group]) => group);
  const failed = results.errors();
  if (failed.length === 0) {
    io.stdout.write(`Deletion of requested consumer groups (${quoted(deleted)}) was successful.\n`);
    return;
  }
  io.onFailure?.();
  io.stdout.write("\nError: Deletion of some consumer groups failed:\n");
  for (const [group, error] of failed) {
    io.stdout.write(`* Group '${group}' could not be deleted due to: ${javaExceptionText(error)}\n`);
  }
  if (deleted.length > 0) io.stdout.write(`\nThese consumer groups were deleted successfully: ${quoted(deleted)}\n`);
}

const GROUP_ERRORS = ["INVALID_GROUP_ID", "GROUP_ID_NOT_FOUND", "GROUP_AUTHORIZATION_FAILED", "NON_EMPTY_GROUP"];
const PARTITION_ERRORS = ["GROUP_SUBSCRIBED_TO_TOPIC", "TOPIC_AUTHORIZATION_FAILED", "UNKNOWN_TOPIC_OR_PARTITION"];

function verdict(groupId: string, error: Error | undefined): string {
  if (error === undefined) return `Request succeeded for deleting offsets from group ${groupId}.\n`;
  const code = error instanceof KafkaError ? error.code : "UNKNOWN_SERVER_ERROR";
  if (GROUP_ERRORS.includes(code)) return `\nError: ${error.message}\n`;
  if (PARTITION_ERRORS.includes(code))
    return "\nError: Encountered some partition-level error, see the follow-up details.\n";
  return `\nError: Encountered some unknown error: ${code}\n`;
}

/** @param option the option that names topics */
export async function deleteOffsets(admin: Admin, values: ToolOptions, io: CommandIo, option = "topic"): Promise<void> {
  const groupId = values.list("group")[0] ?? "";
  const topics = values.list(option);
  const rows: Row[] = [];
  const partitions: TopicPartition[] = topics.filter((topic) => topic.includes(":")).flatMap(parseTopicPartitions);
  const whole = topics.filter((topic) => !topic.includes(":"));
  if (whole.length > 0) {
    for (const [topic, outcome] of await admin.describeTopics(whole, callOptions(values))) {
      if (outcome.ok) partitions.push(...outcome.value.partitions.map(({ partition }) => ({ topic, partition })));
      else rows.push({ partition: { topic, partition: -1 }, error: outcome.error });
    }
  }
  await deletePartitionOffsets(admin, partitions, rows, { groupId, values, io });
}

interface Row {
  readonly partition: TopicPartition;
  readonly error: Error | undefined;
}

/** @param rows what is known of other partitions already */
export async function deletePartitionOffsets(
  admin: Admin,
  partitions: readonly TopicPartition[],
  rows: Row[],
  { groupId, values, io }: { readonly groupId: string; readonly values: ToolOptions; readonly io: CommandIo },
): Promise<void> {
  try {
    const results = await admin.deleteConsumerGroupOffsets(groupId, partitions, callOptions(values));
    for (const [partition, outcome] of results) rows.push({ partition, error: outcome.ok ? undefined : outcome.error });
    io.stdout.write(verdict(groupId, results.errors()[0]?.[1]));
  } catch (error) {
    // What is wrong with the group is wrong with each of its partitions.
    if (!(error instanceof KafkaError)) throw error;
    rows.push(...partitions.map((partition) => ({ partition, error })));
    io.onFailure?.();
    io.stdout.write(verdict(groupId, error));
  }
  if (rows.some((row) => row.error !== undefined)) io.onFailure?.();
  printStatus(rows, io);
}

function printStatus(rows: readonly Row[], io: CommandIo): void {
  const headings = ["TOPIC", "PARTITION", "STATUS"];
  const key = ({ topic, partition }: TopicPartition): string => `${topic}${partition}`;
  const cells = rows
    .toSorted((a, b) => (key(a.partition) < key(b.partition) ? -1 : 1))
    .map(({ partition: { topic, partition }, error }) => [
      topic,
      partition >= 0 ? String(partition) : MISSING,
      error === undefined ? "Successful" : `Error: ${javaExceptionText(error)}`,
    ]);
  if (io.row !== undefined) {
    for (const row of cells) io.row(namedCells(headings, row));
    return;
  }
  const topics = rows.map((row) => row.partition.topic);
  const widths = [widest(topics, 15), 10, 15];
  io.stdout.write(`${[headings, ...cells].map((row) => `\n${paddedRow(row, widths)}`).join("")}\n`);
}
