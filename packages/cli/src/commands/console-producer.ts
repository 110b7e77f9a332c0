// kafka-console-producer: each line of standard input becomes a record.
import { Producer } from "@ottla/client";
import type { Command, CommandIo } from "../command.ts";
import { connect } from "../connection.ts";
import { UsageError } from "../failure.ts";
import { repeatable, toolCommand } from "../tool.ts";
import type { Tool, ToolOptions } from "../tool.ts";
import { LineMessageReader } from "./console/line-message-reader.ts";
import { chooseName, mergedProperties } from "./console/properties.ts";
import type { Renamed } from "./console/properties.ts";
import { sendLines } from "./console/send-lines.ts";

const REPLACED = "is deprecated and will be removed in a future version. Use";
const RENAMED = {
  file: {
    current: "command-config",
    deprecated: "producer.config",
    notice: `Warning: --producer.config ${REPLACED} --command-config instead.`,
    namedFirst: "current",
  },
  pairs: {
    current: "command-property",
    deprecated: "producer-property",
    notice: `Warning: --producer-property ${REPLACED} --command-property instead.`,
    namedFirst: "current",
  },
  reader: {
    current: "reader-property",
    deprecated: "property",
    notice: `Warning: --property ${REPLACED} --reader-property instead.`,
    namedFirst: "current",
  },
} satisfies Record<string, Renamed>;

/** Options with a whole number that set a configuration of the producer: the option, the configuration, and the tool's own default. */
const CONFIG_OPTIONS: readonly (readonly [string, string, string])[] = [
  ["timeout", "linger.ms", "1000"],
  ["request-timeout-ms", "request.timeout.ms", "1500"],
  ["message-send-max-retries", "retries", "3"],
  ["retry-backoff-ms", "retry.backoff.ms", "100"],
  ["max-memory-bytes", "buffer.memory", "33554432"],
  ["batch-size", "batch.size", "16384"],
  ["metadata-expiry-ms", "metadata.max.age.ms", "300000"],
  ["max-block-ms", "max.block.ms", "60000"],
];

function producerConfig(values: ToolOptions, io: CommandIo): Map<string, string> {
  const say = (text: string): unknown => io.stdout.write(text);
  const config = mergedProperties(
    values,
    chooseName(values, RENAMED.file, say),
    chooseName(values, RENAMED.pairs, say),
  );
  config.set("bootstrap.servers", values.required("bootstrap-server"));
  config.set(
    "compression.type",
    values.has("compression-codec") ? (values.text("compression-codec") ?? "gzip") : "none",
  );
  if (!config.has("client.id")) config.set("client.id", "console-producer");
  for (const [option, name, fallback] of CONFIG_OPTIONS) {
    const given = values.integer(option);
    if (given !== undefined) config.set(name, String(given));
    else if (!config.has(name)) config.set(name, fallback);
  }
  const acks = values.text("request-required-acks");
  if (acks !== undefined || !config.has("acks")) config.set("acks", acks ?? "-1");
  if (values.integer("socket-buffer-size") !== undefined) {
    io.stderr.write(
      "WARN --socket-buffer-size has no effect: the operating system chooses the size of socket buffers.\n",
    );
  }
  const partitionMemory = values.integer("max-partition-memory-bytes");
  if (partitionMemory !== undefined) {
    say(
      "Warning: --max-partition-memory-bytes is deprecated and will be removed in Apache Kafka 5.0. Use --batch-size instead.\n",
    );
    config.set("batch.size", String(partitionMemory));
  }
  return config;
}

const tool: Tool = {
  name: "kafka-console-producer",
  description: "This tool helps to read data from standard input and publish it to Kafka.",
  options(options) {
    options
      .option("--bootstrap-server <server>", "REQUIRED: the servers to connect to")
      .option("--topic <topic>", "REQUIRED: the topic to produce to")
      .option("--sync", "send one record at a time and wait for its acknowledgement")
      .option("--compression-codec [codec]", "none, gzip, snappy, lz4 or zstd; gzip when no value is given")
      .option("--batch-size <bytes>", "batch.size (default 16384)")
      .option("--message-send-max-retries <count>", "retries (default 3)")
      .option("--retry-backoff-ms <ms>", "retry.backoff.ms (default 100)")
      .option("--timeout <ms>", "linger.ms (default 1000)")
      .option("--request-required-acks <acks>", "acks (default -1)")
      .option("--request-timeout-ms <ms>", "request.timeout.ms (default 1500)")
      .option("--metadata-expiry-ms <ms>", "metadata.max.age.ms (default 300000)")
      .option("--max-block-ms <ms>", "max.block.ms (default 60000)")
      .option("--max-memory-bytes <bytes>", "buffer.memory (default 33554432)")
      .option("--max-partition-memory-bytes <bytes>", "deprecated: use --batch-size")
      .option("--socket-buffer-size <bytes>", "has no effect here: the operating system chooses")
      .option("--line-reader <class>", "how lines are read; only org.apache.kafka.tools.LineMessageReader is there")
      .option("--reader-property <key=value>", "a property of the line reader; may be repeated", repeatable)
      .option("--reader-config <file>", "property file for the line reader")
      .option("--property <key=value>", "deprecated: use --reader-property", repeatable)
      .option("--command-property <key=value>", "a configuration of the producer; may be repeated", repeatable)
      .option("--command-config <file>", "property file for the producer")
      .option("--producer-property <key=value>", "deprecated: use --command-property", repeatable)
      .option("--producer.config <file>", "deprecated: use --command-config");
  },
  async run(values, io) {
    const topic = values.required("topic");
    const lineReader = values.text("line-reader");
    if (lineReader !== undefined && !/(^|\.)LineMessageReader$/.test(lineReader)) {
      throw new UsageError(`The line reader ${lineReader} is a Java class, which this tool cannot load.`);
    }
    values.required("bootstrap-server");
    const config = producerConfig(values, io);
    const readerPairs = chooseName(values, RENAMED.reader, (text) => io.stdout.write(text));
    const reader = new LineMessageReader(topic, mergedProperties(values, "reader-config", readerPairs));
    await using producer = await connect(config, io, (known, ports): Producer => new Producer(known, ports));
    return await sendLines(producer, reader, values.has("sync"), io);
  },
};

export const consoleProducer: Command = toolCommand(tool);
