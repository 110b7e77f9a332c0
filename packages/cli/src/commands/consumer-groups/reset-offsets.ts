// kafka-consumer-groups --reset-offsets: works out new offsets for inactive groups by one of eight scenarios, shows or exports them, and
// commits them with --execute.
import { KafkaError } from "@ottla/client";
import type { Admin, TopicPartition } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import type { Options } from "../../declared-options.ts";
import { InputError, UsageError } from "../../failure.ts";
import { namedCells, paddedRow, widest } from "../../table.ts";
import type { ToolOptions } from "../../tool.ts";
import { byPartition, nameOf } from "../../partition-names.ts";
import { callOptions, groupIds, parseTopicPartitions } from "./group-options.ts";
import { planReset } from "./reset-plan.ts";
import type { NewOffset } from "./reset-plan.ts";

export const RESET_SCENARIOS: readonly string[] = [
  "to-offset",
  "shift-by",
  "from-file",
  "to-datetime",
  "by-duration",
  "to-latest",
  "to-current",
  "to-earliest",
];

/** The partitions in scope, by --topic or --all-topics. */
async function partitionsInScope(admin: Admin, groupId: string, values: ToolOptions): Promise<TopicPartition[]> {
  if (values.has("all-topics")) {
    const offsets = await admin.listConsumerGroupOffsets([groupId], callOptions(values));
    return offsets.value(groupId).map(({ topic, partition }) => ({ topic, partition }));
  }
  const topics = values.list("topic");
  if (topics.length === 0) {
    if (values.has("from-file")) return [];
    throw new UsageError("One of the reset scopes should be defined: --all-topics, --topic.");
  }
  return await namedPartitions(admin, values);
}

/** The options of --reset-offsets that groups of consumers and of Kafka Streams share. */
export function addResetOptions(options: Options): void {
  options
    .option("--dry-run", "only show what a reset would do")
    .option("--execute", "reset for real")
    .option("--export", "print the new offsets as CSV")
    .option("--to-offset <offset>", "reset to an offset")
    .option("--to-earliest", "reset to the earliest offset")
    .option("--to-latest", "reset to the latest offset")
    .option("--to-current", "reset to the committed offset")
    .option("--shift-by <count>", "reset to the committed offset plus count, which may be negative")
    .option("--to-datetime <datetime>", "reset to the offset at a time: YYYY-MM-DDThh:mm:ss.sss")
    .option("--by-duration <duration>", "reset to the offset at a time ago: PnDTnHnMnS")
    .option("--from-file <file>", "reset to the offsets of a CSV file");
}

/** The partitions that --topic names. @param option the option that names topics */
export async function namedPartitions(admin: Admin, values: ToolOptions, option = "topic"): Promise<TopicPartition[]> {
  const topics = values.list(option);
  const named = topics.filter((topic) => topic.includes(":")).flatMap(parseTopicPartitions);
  const whole = topics.filter((topic) => !topic.includes(":"));
  if (whole.length === 0) return named;
  const described = await admin.describeTopics(whole, callOptions(values));
  const all = described
    .all()
    .flatMap(([topic, { partitions }]) => partitions.map(({ partition }) => ({ topic, partition })));
  return [...named, ...all];
}

/** @throws InputError when one of the partitions does not exist */
export async function checkPartitionsExist(
  admin: Admin,
  partitions: readonly TopicPartition[],
  values: ToolOptions,
): Promise<void> {
  const topics = [...new Set(partitions.map((one) => one.topic))];
  if (topics.length === 0) return;
  const existing = new Set<string>();
  for (const [topic, outcome] of await admin.describeTopics(topics, callOptions(values))) {
    if (outcome.ok) for (const { partition } of outcome.value.partitions) existing.add(nameOf({ topic, partition }));
  }
  const missing = partitions.map(nameOf).filter((name) => !existing.has(name));
  if (missing.length > 0) throw new InputError(`The partitions "${missing.join(",")}" do not exist`);
}

async function isInactive(admin: Admin, groupId: string, values: ToolOptions, io: CommandIo): Promise<boolean> {
  const outcome = (await admin.describeConsumerGroups([groupId], callOptions(values))).outcome(groupId);
  if (outcome?.ok === true) {
    const { state } = outcome.value;
    if (state === "Empty" || state === "Dead") return true;
    io.onFailure?.();
    io.stdout.write(
      `\nError: Assignments can only be reset if the group '${groupId}' is inactive, but the current state is ${state}.\n`,
    );
    return false;
  }
  if (outcome?.error instanceof KafkaError && outcome.error.code === "GROUP_ID_NOT_FOUND") return true;
  throw outcome?.error ?? new UsageError(`Group ${groupId} could not be described.`);
}

const HEADINGS = ["GROUP", "TOPIC", "PARTITION", "NEW-OFFSET"];

/** @param fixed widths of the columns, where they do not follow what is in them */
export function printPlan(
  plan: ReadonlyMap<string, readonly NewOffset[]>,
  io: CommandIo,
  fixed?: readonly number[],
): void {
  const rows = [...plan].flatMap(([group, list]) =>
    list.map(({ topic, partition, offset }) => [group, topic, String(partition), String(offset)]),
  );
  if (io.row !== undefined) {
    for (const row of rows) io.row(namedCells(HEADINGS, row));
    return;
  }
  const topics = rows.map(([, topic = ""]) => topic);
  const widths = fixed ?? [widest(plan.keys(), 15), widest(topics, 15), 10];
  const printed = plan.size > 0 ? [HEADINGS, ...rows] : rows;
  io.stdout.write(`${printed.map((row) => `\n${paddedRow(row, widths)}`).join("")}\n`);
}

/** New offsets as CSV: with the group in front of each, unless there is one group only. */
export function exportPlan(plan: ReadonlyMap<string, readonly NewOffset[]>, values: ToolOptions, io: CommandIo): void {
  const isOneGroup = values.list("group").length === 1;
  for (const [group, list] of plan) {
    for (const { topic, partition, offset } of list)
      io.stdout.write(`${isOneGroup ? "" : `${group},`}${topic},${partition},${offset}\n`);
  }
  io.stdout.write("\n");
}

export async function resetOffsets(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const plan = new Map<string, readonly NewOffset[]>();
  for (const groupId of [...(await groupIds(admin, values))].sort()) {
    if (!(await isInactive(admin, groupId, values, io))) {
      plan.set(groupId, []);
      continue;
    }
    const partitions = await partitionsInScope(admin, groupId, values);
    await checkPartitionsExist(admin, partitions, values);
    const offsets = await planReset(admin, groupId, partitions, values, io);
    const sorted = [...offsets].sort(byPartition);
    if (values.has("execute"))
      (await admin.alterConsumerGroupOffsets(groupId, sorted, callOptions(values))).throwIfAnyFailed();
    plan.set(groupId, sorted);
  }
  if (values.has("export") && io.row === undefined) exportPlan(plan, values, io);
  else printPlan(plan, io);
}
