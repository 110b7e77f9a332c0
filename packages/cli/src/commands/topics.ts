// kafka-topics: create, alter, describe, list and delete topics. Errors print `Error while executing topic command : …` on stdout and end with
// exit code 1, as Kafka's tool does.
import type { Command } from "../command.ts";
import { addConnectionOptions, openAdmin } from "../connection.ts";
import { UsageError } from "../failure.ts";
import { exactlyOneAction, refuseWith, repeatable, toolCommand } from "../tool.ts";
import type { Tool, ToolOptions } from "../tool.ts";
import { alterTopics, createTopic, deleteTopics, listTopics } from "./topics/change-topics.ts";
import { describeTopics } from "./topics/describe-topics.ts";

const ACTIONS = ["create", "list", "alter", "describe", "delete"];
const REPORTS = [
  "under-replicated-partitions",
  "under-min-isr-partitions",
  "at-min-isr-partitions",
  "unavailable-partitions",
];

/** Which actions each option goes with, in the order Kafka checks them. */
const OPTION_ACTIONS: readonly (readonly [string, readonly string[]])[] = [
  ["config", ["create"]],
  ["partitions", ["alter", "create"]],
  ["replication-factor", ["create"]],
  ["replica-assignment", ["alter", "create"]],
  ...REPORTS.map((report) => [report, ["describe"]] as const),
  ["topics-with-overrides", ["describe"]],
  ["if-exists", ["alter", "delete", "describe"]],
  ["if-not-exists", ["create"]],
  ["exclude-internal", ["list", "describe"]],
];

function checkOptions(values: ToolOptions, action: string, say: (text: string) => unknown): void {
  if (!values.has("bootstrap-server")) throw new UsageError("--bootstrap-server must be specified");
  if (action === "describe" && values.has("if-exists") && !values.has("topic") && !values.has("topic-id")) {
    throw new UsageError("--topic or --topic-id is required to describe a topic");
  }
  if (action === "describe" && values.has("if-exists") && values.has("topic") && values.has("topic-id")) {
    say(
      "Only topic id will be used when both --topic and --topic-id are specified and topicId is not Uuid.ZERO_UUID\n",
    );
  }
  if (action !== "list" && action !== "describe") values.required("topic");
  if (action === "alter") {
    if (values.has("config")) {
      throw new UsageError(
        'Option combination "[[bootstrap-server], [config]]" can\'t be used with option "[alter]" (To alter topic configurations, ' +
          "the kafka-configs tool can be used.)",
      );
    }
    values.required("partitions");
  }
  for (const [option, actions] of OPTION_ACTIONS) {
    if (values.has(option) && !actions.includes(action)) refuseWith(values, option, [action]);
  }
  if (action === "create")
    refuseWith(
      values,
      "replica-assignment",
      values.has("replica-assignment") ? ["partitions", "replication-factor"] : [],
    );
  for (const report of REPORTS) {
    if (values.has(report)) refuseWith(values, report, ["topics-with-overrides"]);
  }
}

const tool: Tool = {
  name: "kafka-topics",
  description: "Create, delete, describe, or change a topic.",
  options(options) {
    addConnectionOptions(options);
    options
      .option("--create", "create a topic")
      .option("--alter", "increase the number of partitions of a topic")
      .option("--delete", "delete topics")
      .option("--describe", "describe topics")
      .option("--list", "list topics")
      .option("--topic <name>", "the topic; for all but --create it may be a regular expression")
      .option("--topic-id <id>", "the topic's id, with --describe only")
      .option("--partitions <count>", "number of partitions; the cluster's default if left out of --create")
      .option("--replication-factor <count>", "replicas of each partition; the cluster's default if left out")
      .option(
        "--replica-assignment <list>",
        "replicas by hand: broker1:broker2 for partition 0, then a comma for each next one",
      )
      .option("--config <name=value>", "a configuration of the topic being created; may be repeated", repeatable)
      .option("--delete-config <name>", "no longer supported since 4.0", repeatable)
      .option("--if-exists", "with --alter, --delete or --describe: do nothing for a topic that does not exist")
      .option("--if-not-exists", "with --create: do nothing if the topic exists")
      .option("--exclude-internal", "with --list or --describe: leave internal topics out")
      .option("--topics-with-overrides", "with --describe: only topics with configurations of their own")
      .option("--under-replicated-partitions", "with --describe: only partitions with replicas out of sync")
      .option("--under-min-isr-partitions", "with --describe: only partitions below min.insync.replicas")
      .option("--at-min-isr-partitions", "with --describe: only partitions at min.insync.replicas")
      .option("--unavailable-partitions", "with --describe: only partitions without a leader")
      .option("--partition-size-limit-per-response <count>", "partitions in one answer of the broker, with --describe");
  },
  async run(values, io) {
    const action = exactlyOneAction(
      values,
      ACTIONS,
      "Command must include exactly one action: --list, --describe, --create, --alter or --delete",
    );
    if (values.has("delete-config")) {
      io.stderr.write(
        "delete-config option is no longer supported and deprecated since version 4.0. The config will be fully removed in future releases.\n",
      );
    }
    checkOptions(values, action, (text) => io.stdout.write(text));
    const actions = {
      create: createTopic,
      alter: alterTopics,
      delete: deleteTopics,
      describe: describeTopics,
      list: listTopics,
    };
    const act = new Map(Object.entries(actions)).get(action);
    await using admin = await openAdmin(values, io);
    try {
      if (act !== undefined) await act(admin, values, io);
      return 0;
    } catch (error) {
      io.stdout.write(
        `Error while executing topic command : ${error instanceof Error ? error.message : String(error)}\n`,
      );
      return 1;
    }
  },
};

export const topics: Command = toolCommand(tool);
