// kafka-streams-groups: list, describe and delete groups of Kafka Streams (KIP-1071), reset and delete their offsets. Unlike with other groups' tools,
// what a broker refuses ends with exit code 1.
import type { Command } from "../command.ts";
import { addConnectionOptions, withAdmin } from "../connection.ts";
import { UsageError } from "../failure.ts";
import { javaExceptionText } from "../java-exception.ts";
import { KafkaError } from "@ottla/client";
import { exactlyOneAction, refuseWith, repeatable, toolCommand } from "../tool.ts";
import type { Tool, ToolOptions } from "../tool.ts";
import { addResetOptions, RESET_SCENARIOS } from "./consumer-groups/reset-offsets.ts";
import { deleteStreamsGroups, deleteStreamsOffsets } from "./streams-groups/delete.ts";
import { describeStreamsGroups, listStreamsGroups } from "./streams-groups/describe.ts";
import { resetStreamsOffsets } from "./streams-groups/reset.ts";

const ACTIONS = ["list", "describe", "delete", "reset-offsets", "delete-offsets"];

function requireGroups(values: ToolOptions, action: string): void {
  if (!values.has("group") && !values.has("all-groups"))
    throw new UsageError(`Option [${action}] takes one of these options: [all-groups], [group]`);
}

function checkDescribe(values: ToolOptions): void {
  requireGroups(values, "describe");
  if (["members", "offsets", "state"].filter((view) => values.has(view)).length > 1)
    throw new UsageError("Option [describe] takes at most one of these options: [members], [offsets], [state]");
  if (values.text("state") !== undefined) throw new UsageError("Option [describe] does not take a value for [state]");
}

function checkDeleteOffsets(values: ToolOptions): void {
  if ((!values.has("input-topic") && !values.has("all-input-topics")) || !values.has("group")) {
    throw new UsageError(
      "Option [delete-offsets] takes the [group] and one of these options: [all-input-topics], [input-topic]",
    );
  }
  const groups = values.list("group");
  if (groups.length > 1) {
    throw new UsageError(
      `Option [delete-offsets] supports only one [group] at a time, but found: [${groups.join(", ")}]`,
    );
  }
}

function checkReset(values: ToolOptions): void {
  if (values.has("dry-run") && values.has("execute"))
    throw new UsageError("Option [reset-offsets] only accepts one of [execute] and [dry-run]");
  if (!values.has("dry-run") && !values.has("execute"))
    throw new UsageError("Option [reset-offsets] takes the option: [execute] or [dry-run]");
  requireGroups(values, "reset-offsets");
  for (const scenario of RESET_SCENARIOS.filter((one) => values.has(one))) {
    const others = RESET_SCENARIOS.filter((one) => one !== scenario);
    refuseWith(values, scenario, others);
  }
}

function checkInternalTopics(values: ToolOptions): void {
  const isExecuted = values.has("reset-offsets") && values.has("execute");
  if (values.has("delete-all-internal-topics")) {
    if (!values.has("reset-offsets") && !values.has("delete")) {
      throw new UsageError("Option [delete-all-internal-topics] takes one of these options: [delete], [reset-offsets]");
    }
    if (values.has("reset-offsets") && !isExecuted)
      throw new UsageError("Option [delete-all-internal-topics] takes [execute] when [reset-offsets] is used.");
  } else if (values.has("delete-internal-topic") && !isExecuted) {
    throw new UsageError("Option [delete-internal-topic] takes [reset-offsets] when [execute] is used.");
  }
}

function checkOptions(values: ToolOptions): void {
  values.required("bootstrap-server");
  if (values.has("describe")) checkDescribe(values);
  if (values.has("delete")) {
    requireGroups(values, "delete");
    if (values.has("input-topic") || values.has("all-input-topics"))
      throw new UsageError("Kafka Streams does not support topic-specific offset deletion from a streams group.");
  }
  if (values.has("delete-offsets")) checkDeleteOffsets(values);
  if (values.has("reset-offsets")) checkReset(values);
  checkInternalTopics(values);
  if ((values.has("dry-run") || values.has("execute")) && !values.has("reset-offsets"))
    throw new UsageError("Only Option [reset-offsets] accepts [execute] or [dry-run]");
  for (const [option, allowed] of [
    ["members", ["describe"]],
    ["offsets", ["describe"]],
    ["verbose", ["describe"]],
    ["state", ["describe", "list"]],
  ] as const) {
    if (values.has(option) && !allowed.some((one) => values.has(one)))
      throw new UsageError(`Option(s) [${option}] are unavailable given other options on the command line`);
  }
  if (values.has("group")) refuseWith(values, "group", ["all-groups", "list"]);
  if (values.has("input-topic")) refuseWith(values, "input-topic", ["list", "describe", "delete"]);
}

const ACTORS = new Map(
  Object.entries({
    list: listStreamsGroups,
    describe: describeStreamsGroups,
    delete: deleteStreamsGroups,
    "reset-offsets": resetStreamsOffsets,
    "delete-offsets": deleteStreamsOffsets,
  }),
);

const tool: Tool = {
  name: "kafka-streams-groups",
  description: "This tool helps to list, describe, reset and delete groups of Kafka Streams.",
  options(options) {
    addConnectionOptions(options);
    options
      .option("--list", "list all streams groups")
      .option("--describe", "describe streams groups and their lag")
      .option("--delete", "delete streams groups")
      .option("--reset-offsets", "reset the offsets of inactive groups")
      .option("--delete-offsets", "delete the offsets of one group in input topics")
      .option("--group <group>", "the streams group; may be repeated", repeatable)
      .option("--all-groups", "all streams groups")
      .option("--input-topic <topic>", "an input topic, or partitions of it: topic:0,1; may be repeated", repeatable)
      .option("--all-input-topics", "all source topics of the group's topology")
      .option("--members", "with --describe: the members and their tasks")
      .option("--offsets", "with --describe: the lag (default)")
      .option(
        "--state [states]",
        "with --describe: the state; with --list: the state column, or only groups in these states",
      )
      .option("--verbose", "with --describe: more columns")
      .option("--timeout <ms>", "how long an operation may take, in ms (default 30000)")
      .option(
        "--delete-internal-topic <topic>",
        "with --reset-offsets --execute: delete it; may be repeated",
        repeatable,
      )
      .option("--delete-all-internal-topics", "with --delete or --reset-offsets --execute: delete all of them");
    addResetOptions(options);
  },
  async run(values, io) {
    checkOptions(values);
    const action = exactlyOneAction(
      values,
      ACTIONS,
      "Command must include exactly one action: --list, --describe, --delete, --reset-offsets, or --delete-offsets.",
    );
    const act = ACTORS.get(action);
    try {
      if (act !== undefined) await withAdmin(values, io, (admin) => act(admin, values, io));
      return 0;
    } catch (error) {
      if (error instanceof UsageError || !(error instanceof Error)) throw error;
      const text = error instanceof KafkaError ? javaExceptionText(error) : error.message;
      io.stdout.write(`\nError: Executing streams group command failed due to ${text}\n`);
      return 1;
    }
  },
};

export const streamsGroups: Command = toolCommand(tool);
