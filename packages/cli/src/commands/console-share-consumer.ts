// kafka-console-share-consumer: prints the records that a share group gives, and accepts, releases or rejects them.
import { ShareConsumer } from "@ottla/client";
import type { AcknowledgeType } from "@ottla/client";
import type { Command, CommandIo } from "../command.ts";
import { connect } from "../connection.ts";
import { UsageError } from "../failure.ts";
import { repeatable, toolCommand } from "../tool.ts";
import type { Tool, ToolOptions } from "../tool.ts";
import { consumeSharedTo } from "./console/consume-shared.ts";
import { messageFormatter } from "./console/message-formatter.ts";
import { rowFormatter } from "./console/record-row.ts";
import { chooseName, mergedProperties } from "./console/properties.ts";
import type { Renamed } from "./console/properties.ts";

const DEFAULT_GROUP = "share";
const REPLACED = "is deprecated and will be removed in a future version. Use";
const RENAMED = {
  file: {
    current: "command-config",
    deprecated: "consumer-config",
    notice: `Option --consumer-config ${REPLACED} --command-config instead.`,
    namedFirst: "deprecated",
  },
  pairs: {
    current: "command-property",
    deprecated: "consumer-property",
    notice: `Option --consumer-property ${REPLACED} --command-property instead.`,
    namedFirst: "deprecated",
  },
  formatter: {
    current: "formatter-property",
    deprecated: "property",
    notice: `Option --property ${REPLACED} --formatter-property instead.`,
    namedFirst: "deprecated",
  },
} satisfies Record<string, Renamed>;

function acknowledgeType(values: ToolOptions): AcknowledgeType {
  if (values.has("reject")) return "REJECT";
  return values.has("release") ? "RELEASE" : "ACCEPT";
}

function consumerConfig(values: ToolOptions, io: CommandIo): Map<string, string> {
  const say = (text: string): unknown => io.stdout.write(text);
  const config = mergedProperties(
    values,
    chooseName(values, RENAMED.file, say),
    chooseName(values, RENAMED.pairs, say),
  );
  const groups = new Set([values.text("group"), config.get("group.id")].filter((group) => group !== undefined));
  if (groups.size > 1) {
    const list = [...groups].map((group) => `'${group}'`).join(", ");
    throw new UsageError(
      "The group ids provided in different places (directly using '--group', via '--command-property', or via '--command-config') do not " +
        `match. Detected group ids: ${list}`,
    );
  }
  const [group = DEFAULT_GROUP] = groups;
  config.set("group.id", group);
  config.set("bootstrap.servers", values.required("bootstrap-server"));
  config.set("share.acknowledgement.mode", "explicit");
  if (!config.has("client.id")) config.set("client.id", "console-share-consumer");
  return config;
}

const tool: Tool = {
  name: "kafka-console-share-consumer",
  description: "This tool helps to read data from Kafka topics using share groups and outputs it to standard output.",
  options(options) {
    options
      .option("--bootstrap-server <server>", "REQUIRED: the servers to connect to")
      .option("--topic <topic>", "REQUIRED: the topic to consume from")
      .option("--group <group>", `the share group (default ${DEFAULT_GROUP})`)
      .option("--max-messages <count>", "end after this many records")
      .option("--timeout-ms <ms>", "end when no record comes for this long")
      .option("--reject", "reject the records instead of accepting them")
      .option("--release", "release the records instead of accepting them")
      .option("--reject-message-on-error", "reject a record that cannot be printed, and go on")
      .option("--formatter <class>", "Default-, Logging- or NoOpMessageFormatter")
      .option("--formatter-property <key=value>", "a property of the formatter; may be repeated", repeatable)
      .option("--formatter-config <file>", "property file for the formatter")
      .option("--property <key=value>", "deprecated: use --formatter-property", repeatable)
      .option("--key-deserializer <class>", "how keys are read")
      .option("--value-deserializer <class>", "how values are read")
      .option("--enable-systest-events", "say when the consumer has shut down")
      .option("--command-property <key=value>", "a configuration of the consumer; may be repeated", repeatable)
      .option("--command-config <file>", "property file for the consumer")
      .option("--consumer-property <key=value>", "deprecated: use --command-property", repeatable)
      .option("--consumer-config <file>", "deprecated: use --command-config");
  },
  async run(values, io) {
    if (!values.has("topic")) throw new UsageError("--topic is a required argument");
    values.required("bootstrap-server");
    if (values.has("reject") && values.has("release")) {
      throw new UsageError("At most one of --reject and --release may be specified.");
    }
    const config = consumerConfig(values, io);
    const pairs = chooseName(values, RENAMED.formatter, (text) => io.stdout.write(text));
    const properties = mergedProperties(values, "formatter-config", pairs);
    for (const name of ["key-deserializer", "value-deserializer"]) {
      const given = values.text(name);
      if (given !== undefined && !properties.has(name.replace("-", "."))) properties.set(name.replace("-", "."), given);
    }
    const format =
      io.row === undefined ? await messageFormatter(values.text("formatter"), properties) : rowFormatter(io.row);
    const timeoutMs = values.integer("timeout-ms") ?? -1;
    let exitCode: number;
    {
      await using consumer = await connect(
        config,
        io,
        (known, ports): ShareConsumer => new ShareConsumer(known, ports),
      );
      consumer.subscribe(values.required("topic"));
      exitCode = await consumeSharedTo(consumer, {
        format,
        maxMessages: values.integer("max-messages") ?? -1,
        timeoutMs: timeoutMs < 0 ? Infinity : timeoutMs,
        acknowledgeType: acknowledgeType(values),
        rejectsErrors: values.has("reject-message-on-error"),
        io,
      });
    }
    if (values.has("enable-systest-events")) io.stdout.write("shutdown_complete\n");
    return exitCode;
  },
};

export const consoleShareConsumer: Command = toolCommand(tool);
