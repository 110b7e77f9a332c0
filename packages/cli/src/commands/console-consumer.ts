// kafka-console-consumer: prints the records of topics to standard output.
import { Consumer } from "@ottla/client";
import type { Command, CommandIo } from "../command.ts";
import { connect } from "../connection.ts";
import { UsageError } from "../failure.ts";
import { repeatable, toolCommand } from "../tool.ts";
import type { Tool, ToolOptions } from "../tool.ts";
import { consumeTo } from "./console/consume.ts";
import { messageFormatter } from "./console/message-formatter.ts";
import { chooseName, mergedProperties } from "./console/properties.ts";
import { rowFormatter } from "./console/record-row.ts";
import type { Renamed } from "./console/properties.ts";

const REPLACED = "is deprecated and will be removed in a future version. Use";
const RENAMED = {
  file: {
    current: "command-config",
    deprecated: "consumer.config",
    notice: `Option --consumer.config ${REPLACED} --command-config instead.`,
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

function checkOptions(values: ToolOptions): void {
  if (values.has("topic") === values.has("include")) {
    throw new UsageError("Exactly one of the following arguments is required: [topic], [include]");
  }
  if (values.has("partition")) {
    if (!values.has("topic")) throw new UsageError("The topic is required when partition is specified.");
    if (values.has("from-beginning") && values.has("offset")) {
      throw new UsageError("Options from-beginning and offset cannot be specified together.");
    }
  } else if (values.has("offset")) {
    throw new UsageError("The partition is required when offset is specified.");
  }
  values.required("bootstrap-server");
}

/** Where --partition starts to read. @throws UsageError for what is neither a name nor an offset */
function startOffset(values: ToolOptions): "earliest" | "latest" | number {
  const text = values.text("offset");
  if (text === undefined) return values.has("from-beginning") ? "earliest" : "latest";
  const lower = text.toLowerCase();
  if (lower === "earliest" || lower === "latest") return lower;
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  throw new UsageError(
    `The provided offset value '${text}' is incorrect. Valid values are 'earliest', 'latest', or a non-negative long.`,
  );
}

function setGroup(config: Map<string, string>, values: ToolOptions): void {
  const groups = new Set([values.text("group"), config.get("group.id")].filter((group) => group !== undefined));
  if (groups.size > 1) {
    const list = [...groups].map((group) => `'${group}'`).join(", ");
    throw new UsageError(
      "The group ids provided in different places (directly using '--group', via '--consumer-property', or via '--consumer.config') do " +
        `not match. Detected group ids: ${list}`,
    );
  }
  if (groups.size === 1 && values.has("partition")) {
    throw new UsageError("Options group and partition cannot be specified together.");
  }
  const [group] = groups;
  config.set("group.id", group ?? `console-consumer-${Math.floor(Math.random() * 100_000)}`);
  if (group === undefined && !config.has("enable.auto.commit")) config.set("enable.auto.commit", "false");
}

function consumerConfig(values: ToolOptions, io: CommandIo): Map<string, string> {
  const say = (text: string): unknown => io.stdout.write(text);
  const config = mergedProperties(
    values,
    chooseName(values, RENAMED.file, say),
    chooseName(values, RENAMED.pairs, say),
  );
  const reset = config.get("auto.offset.reset");
  if (reset !== undefined && reset !== "earliest" && values.has("from-beginning")) {
    throw new UsageError(
      `Can't simultaneously specify --from-beginning and 'auto.offset.reset=${reset}', please remove one option`,
    );
  }
  if (reset === undefined) config.set("auto.offset.reset", values.has("from-beginning") ? "earliest" : "latest");
  config.set("bootstrap.servers", values.required("bootstrap-server"));
  if (!config.has("client.id")) config.set("client.id", "console-consumer");
  const isolation = values.text("isolation-level");
  if (isolation !== undefined) config.set("isolation.level", isolation);
  setGroup(config, values);
  return config;
}

function position(consumer: Consumer, values: ToolOptions, start: number | "earliest" | "latest"): void {
  const topic = values.text("topic");
  const partition = values.integer("partition");
  if (topic === undefined) {
    consumer.subscribe(new RegExp(`^(?:${values.required("include")})$`));
  } else if (partition === undefined) {
    consumer.subscribe([topic]);
  } else {
    const target = { topic, partition };
    consumer.assign([target]);
    if (start === "earliest") consumer.seekToBeginning([target]);
    else if (start === "latest") consumer.seekToEnd([target]);
    else consumer.seek(target, start);
  }
}

const tool: Tool = {
  name: "kafka-console-consumer",
  description: "This tool helps to read data from Kafka topics and outputs it to standard output.",
  options(options) {
    options
      .option("--bootstrap-server <server>", "REQUIRED: the servers to connect to")
      .option("--topic <topic>", "the topic to consume from")
      .option("--include <regex>", "a regular expression of topics to consume from")
      .option("--group <group>", "the consumer group")
      .option("--from-beginning", "start with the earliest record where the group has no offset yet")
      .option("--partition <number>", "read one partition, from its end unless --offset is given")
      .option("--offset <offset>", "with --partition: an offset, earliest or latest (default)")
      .option("--max-messages <count>", "end after this many records")
      .option("--timeout-ms <ms>", "end when no record comes for this long")
      .option("--isolation-level <level>", "read_uncommitted (default) or read_committed")
      .option("--skip-message-on-error", "go on after a record that cannot be printed")
      .option(
        "--formatter <class>",
        "Default-, Logging-, NoOp-, Offsets-, GroupMetadata- or TransactionLogMessageFormatter",
      )
      .option("--formatter-property <key=value>", "a property of the formatter; may be repeated", repeatable)
      .option("--formatter-config <file>", "property file for the formatter")
      .option("--property <key=value>", "deprecated: use --formatter-property", repeatable)
      .option(
        "--key-deserializer <class>",
        "how keys are read: String, ByteArray, Short, Integer, Long, Float or DoubleDeserializer",
      )
      .option("--value-deserializer <class>", "how values are read")
      .option("--enable-systest-events", "say when the consumer has shut down")
      .option("--command-property <key=value>", "a configuration of the consumer; may be repeated", repeatable)
      .option("--command-config <file>", "property file for the consumer")
      .option("--consumer-property <key=value>", "deprecated: use --command-property", repeatable)
      .option("--consumer.config <file>", "deprecated: use --command-config");
  },
  async run(values, io) {
    checkOptions(values);
    const start = startOffset(values);
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
    const maxMessages = values.integer("max-messages") ?? -1;
    {
      await using consumer = await connect(config, io, (known, ports): Consumer => new Consumer(known, ports));
      position(consumer, values, start);
      exitCode = await consumeTo(consumer, {
        format,
        maxMessages,
        timeoutMs: timeoutMs < 0 ? Infinity : timeoutMs,
        skipsErrors: values.has("skip-message-on-error"),
        io,
      });
    }
    if (values.has("enable-systest-events")) io.stdout.write("shutdown_complete\n");
    return exitCode;
  },
};

export const consoleConsumer: Command = toolCommand(tool);
