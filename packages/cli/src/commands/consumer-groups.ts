// kafka-consumer-groups: list, describe and delete groups, reset and delete their offsets, validate a regular expression. As with Kafka's
// tool, what a broker refuses is printed on stdout and the exit code stays 0.
import type { Command } from "../command.ts";
import { addConnectionOptions, withAdmin } from "../connection.ts";
import { UsageError } from "../failure.ts";
import { exactlyOneAction, refuseWith, repeatable, toolCommand } from "../tool.ts";
import type { Tool, ToolOptions } from "../tool.ts";
import { deleteGroups, deleteOffsets } from "./consumer-groups/delete-groups.ts";
import { describeGroups } from "./consumer-groups/describe-groups.ts";
import { listGroups } from "./consumer-groups/list-groups.ts";
import { addResetOptions, RESET_SCENARIOS, resetOffsets } from "./consumer-groups/reset-offsets.ts";
import { validateRegex } from "./consumer-groups/validate-regex.ts";

const ACTIONS = ["list", "describe", "delete", "reset-offsets", "delete-offsets", "validate-regex"];

function requireGroups(values: ToolOptions, action: string): void {
  if (!values.has("group") && !values.has("all-groups")) {
    throw new UsageError(`Option [${action}] takes one of these options: [group], [all-groups]`);
  }
}

function checkDescribe(values: ToolOptions): void {
  requireGroups(values, "describe");
  const views = ["members", "offsets", "state"].filter((view) => values.has(view));
  if (views.length > 1) {
    throw new UsageError("Option [describe] takes at most one of these options: [members], [offsets], [state]");
  }
  if (values.text("state") !== undefined) throw new UsageError("Option [describe] does not take a value for [state]");
}

function checkReset(values: ToolOptions, warn: (text: string) => unknown): void {
  if (values.has("dry-run") && values.has("execute")) {
    throw new UsageError("Option [reset-offsets] only accepts one of [execute] and [dry-run]");
  }
  if (!values.has("dry-run") && !values.has("execute")) {
    warn(
      "WARN: No action will be performed as the --execute option is missing. In version 5.0, this command will require either --dry-run " +
        "or --execute to be specified. You should add the --dry-run option explicitly if you are scripting this command and want to keep " +
        "the current default behavior without prompting.\n",
    );
  }
  requireGroups(values, "reset-offsets");
  for (const scenario of RESET_SCENARIOS) {
    if (values.has(scenario))
      refuseWith(
        values,
        scenario,
        RESET_SCENARIOS.filter((other) => other !== scenario),
      );
  }
}

function checkOptions(values: ToolOptions, action: string, warn: (text: string) => unknown): void {
  if (action !== "validate-regex") values.required("bootstrap-server");
  if (action === "describe") checkDescribe(values);
  if (action === "delete") {
    requireGroups(values, "delete");
    if (values.has("topic")) {
      throw new UsageError("The consumer does not support topic-specific offset deletion from a consumer group.");
    }
  }
  if (action === "delete-offsets" && !(values.has("group") && values.has("topic"))) {
    throw new UsageError("Option [delete-offsets] takes the following options: [group], [topic]");
  }
  if (action === "reset-offsets") checkReset(values, warn);
  if (values.has("group")) refuseWith(values, "group", ["all-groups"]);
  if (values.has("group") && action === "list") refuseWith(values, "group", ["list"]);
  if (values.has("topic") && (action === "list" || action === "describe")) refuseWith(values, "topic", [action]);
  for (const [option, allowed] of [
    ["members", ["describe"]],
    ["offsets", ["describe"]],
    ["verbose", ["describe"]],
    ["state", ["describe", "list"]],
    ["type", ["list"]],
    ["execute", ["reset-offsets"]],
    ["dry-run", ["reset-offsets"]],
    ["export", ["reset-offsets"]],
  ] as const) {
    if (values.has(option) && !allowed.some((one) => one === action)) {
      throw new UsageError(`Option(s) [${option}] are unavailable given other options on the command line`);
    }
  }
}

const ACTORS = new Map(
  Object.entries({
    list: listGroups,
    describe: describeGroups,
    delete: deleteGroups,
    "reset-offsets": resetOffsets,
    "delete-offsets": deleteOffsets,
  }),
);

const tool: Tool = {
  name: "kafka-consumer-groups",
  description:
    "This tool helps to list all consumer groups, describe a consumer group, delete consumer group info, or reset consumer group offsets.",
  options(options) {
    addConnectionOptions(options);
    options
      .option("--list", "list all consumer groups")
      .option("--describe", "describe groups and their lag")
      .option("--delete", "delete groups with all their offsets")
      .option("--reset-offsets", "reset the offsets of inactive groups")
      .option("--delete-offsets", "delete the offsets of one group in topics")
      .option("--validate-regex <regex>", "check a regular expression in RE2 syntax")
      .option("--group <group>", "the group; may be repeated", repeatable)
      .option("--all-groups", "all groups")
      .option("--topic <topic>", "a topic, or partitions of it: topic:0,1; may be repeated", repeatable)
      .option("--all-topics", "all topics the group has offsets for")
      .option("--members", "with --describe: the members")
      .option("--offsets", "with --describe: the offsets and the lag (default)")
      .option(
        "--state [states]",
        "with --describe: the state; with --list: the state column, or only groups in these states",
      )
      .option("--type [types]", "with --list: the type column, or only groups of these types")
      .option("--verbose", "with --describe: more columns")
      .option("--timeout <ms>", "how long an operation may take, in ms (default 30000)");
    addResetOptions(options);
  },
  async run(values, io) {
    const action = exactlyOneAction(
      values,
      ACTIONS,
      `Command must include exactly one action: ${ACTIONS.map((one) => `--${one}`).join(", ")}`,
    );
    checkOptions(values, action, (text) => io.stderr.write(text));
    if (action === "validate-regex") {
      const answer = await validateRegex(values.required("validate-regex"));
      if (!/is valid/.test(answer)) io.onFailure?.();
      io.stdout.write(answer);
      return 0;
    }
    const act = ACTORS.get(action);
    try {
      if (act !== undefined) await withAdmin(values, io, (admin) => act(admin, values, io));
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const message = error instanceof Error ? error.message : String(error);
      io.onFailure?.();
      io.stdout.write(`\nError: Executing consumer group command failed due to ${message}\n`);
    }
    return 0;
  },
};

export const consumerGroups: Command = toolCommand(tool);
