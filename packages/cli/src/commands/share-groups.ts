// kafka-share-groups: list, describe and delete share groups, reset and delete their offsets.
import type { Command } from "../command.ts";
import { addConnectionOptions, withAdmin } from "../connection.ts";
import { UsageError } from "../failure.ts";
import { javaExceptionText } from "../java-exception.ts";
import { exactlyOneAction, refuseWith, repeatable, toolCommand } from "../tool.ts";
import type { Tool, ToolOptions } from "../tool.ts";
import { deleteShareGroups, deleteShareOffsets } from "./share-groups/delete.ts";
import { describeShareGroups } from "./share-groups/describe.ts";
import { listShareGroups } from "./share-groups/list.ts";
import { resetShareOffsets } from "./share-groups/reset.ts";

const ACTIONS = ["list", "describe", "delete", "reset-offsets", "delete-offsets"];
const SCENARIOS = ["to-datetime", "to-earliest", "to-latest"];

function checkDescribe(values: ToolOptions): void {
  if (!values.has("group") && !values.has("all-groups")) {
    throw new UsageError("Option [describe] takes one of these options: [group], [all-groups]");
  }
  if (["members", "offsets", "state"].filter((view) => values.has(view)).length > 1) {
    throw new UsageError("Option [describe] takes at most one of these options: [members], [offsets], [state]");
  }
  if (values.text("state") !== undefined) throw new UsageError("Option [describe] does not take a value for [state]");
}

function checkDelete(values: ToolOptions): void {
  if (!values.has("group") && !values.has("all-groups")) {
    throw new UsageError("Option [delete] takes the options [group] or [all-groups]");
  }
  if (values.has("group") && values.has("all-groups")) {
    throw new UsageError("Option [delete] takes either [group] or [all-groups], not both.");
  }
  if (values.has("topic")) throw new UsageError("Option [delete] does not take the option: [topic]");
}

function checkReset(values: ToolOptions): void {
  if (values.has("dry-run") && values.has("execute")) {
    throw new UsageError("Option [reset-offsets] only accepts one of [execute] and [dry-run]");
  }
  if (!values.has("dry-run") && !values.has("execute")) {
    throw new UsageError("Option [reset-offsets] takes the option: [execute] or [dry-run]");
  }
  if (!values.has("group")) throw new UsageError("Option [reset-offsets] takes the option: [group]");
  for (const scenario of SCENARIOS) {
    const others = SCENARIOS.filter((other) => other !== scenario);
    if (values.has(scenario)) refuseWith(values, scenario, others);
  }
}

function checkOptions(values: ToolOptions): void {
  values.required("bootstrap-server");
  if (values.has("describe")) checkDescribe(values);
  if (values.has("delete")) checkDelete(values);
  if (values.has("delete-offsets") && !(values.has("group") && values.has("topic"))) {
    throw new UsageError("Option [delete-offsets] takes the following options: [group], [topic]");
  }
  if (values.has("reset-offsets")) checkReset(values);
  if (values.has("group")) refuseWith(values, "group", ["all-groups", "list"]);
  if (values.has("topic")) refuseWith(values, "topic", ["list", "describe"]);
  for (const [option, allowed] of [
    ["members", ["describe"]],
    ["offsets", ["describe"]],
    ["verbose", ["describe"]],
    ["state", ["describe", "list"]],
  ] as const) {
    if (values.has(option) && !allowed.some((action) => values.has(action))) {
      throw new UsageError(`Option(s) [${option}] are unavailable given other options on the command line`);
    }
  }
}

const ACTORS = new Map(
  Object.entries({
    list: listShareGroups,
    describe: describeShareGroups,
    delete: deleteShareGroups,
    "reset-offsets": resetShareOffsets,
    "delete-offsets": deleteShareOffsets,
  }),
);

const tool: Tool = {
  name: "kafka-share-groups",
  description: "This tool helps to list, describe, reset and delete share groups.",
  options(options) {
    addConnectionOptions(options);
    options
      .option("--list", "list all share groups")
      .option("--describe", "describe share groups and how far they have come")
      .option("--delete", "delete share groups")
      .option("--reset-offsets", "reset the offsets of an inactive share group")
      .option("--delete-offsets", "delete the offsets of one share group in topics")
      .option("--group <group>", "the share group; may be repeated", repeatable)
      .option("--all-groups", "all share groups")
      .option("--topic <topic>", "a topic, or partitions of it: topic:0,1; may be repeated", repeatable)
      .option("--all-topics", "all topics the group has read")
      .option("--members", "with --describe: the members")
      .option("--offsets", "with --describe: how far the group has come (default)")
      .option(
        "--state [states]",
        "with --describe: the state; with --list: the state column, or only groups in these states",
      )
      .option("--verbose", "with --describe: more columns")
      .option("--timeout <ms>", "how long an operation may take, in ms (default 30000)")
      .option("--dry-run", "only show what a reset would do")
      .option("--execute", "reset for real")
      .option("--to-datetime <datetime>", "reset to the offset at a time: YYYY-MM-DDThh:mm:ss.sss")
      .option("--to-earliest", "reset to the earliest offset")
      .option("--to-latest", "reset to the latest offset");
  },
  async run(values, io) {
    checkOptions(values);
    const action = exactlyOneAction(
      values,
      ACTIONS,
      `Command must include exactly one action: ${ACTIONS.map((one) => `--${one}`).join(", ")}.`,
    );
    const act = ACTORS.get(action);
    try {
      if (act !== undefined) await withAdmin(values, io, (admin) => act(admin, values, io));
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const text = error instanceof Error ? javaExceptionText(error) : String(error);
      io.onFailure?.();
      io.stdout.write(`\nError: Executing share group command failed due to ${text}\n`);
    }
    return 0;
  },
};

export const shareGroups: Command = toolCommand(tool);
