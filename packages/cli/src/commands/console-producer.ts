// kafka-console-producer: each line of standard input becomes a record.
import { Producer } from "@ottla/client";
import type { Command, CommandIo } from "../command.ts";
import { UsageError } from "../failure.ts";
import { repeatable, toolCommand } from "../tool.ts";
import type { Tool, ToolOptions } from "../tool.ts";
import { LineMessageReader } from "./console/line-message-reader.ts";
import { linesOf } from "./console/lines.ts";
import { chooseName, mergedProperties } from "./console/properties.ts";
import type { Renamed } from "./console/properties.ts";

const REPLACED = "is deprecated and will be removed in a future version. Use";
const RENAMED = {
  file: {
    current: "command-config",
    deprecated: "producer.config",
    notice: `Warning: --producer.config ${REPLACED} --command-config instead.`,
  },
  pairs: {
    current: "command-property",
    deprecated: "producer-property",
    notice: `Warning: --producer-property ${REPLACED} --command-property instead.`,
  },
  reader: {
    current: "reader-property",
    deprecated: "property",
    notice: `Warning: --property ${REPLACED} --reader-property instead.`,
  },
} satisfies Record<string, Renamed>;

/** Options that set a configuration of the producer: the option, the configuration, and the tool's own default. */
const CONFIG_OPTIONS: readonly (readonly [string, string, string | undefined])[] = [
  ["timeout", "linger.ms", "1000"],
  ["request-required-acks", "acks", "-1"],
  ["request-timeout-ms", "request.timeout.ms", "1500"],
  ["message-send-max-retries", "retries", "3"],
  ["retry-backoff-ms", "retry.backoff.ms", "100"],
  ["socket-buffer-size", "send.buffer.bytes", undefined],
  ["max-memory-bytes", "buffer.memory", "33554432"],
  ["batch-size", "batch.size", "16384"],
  ["metadata-expiry-ms", "metadata.max.age.ms", "300000"],
  ["max-block-ms", "max.block.ms", "60000"],
];

/** Records that may wait for their acknowledgement before more input is read. */
const OUTSTANDING_MAX = 20_000;

function producerConfig(values: ToolOptions, io: CommandIo): Map<string, string> {
  const say = (text: string): unknown => io.stdout.write(text);
  const config = mergedProperties(values, chooseName(values, RENAMED.file, say), chooseName(values, RENAMED.pairs, say));
  config.set("bootstrap.servers", values.required("bootstrap-server"));
  config.set("compression.type", values.has("compression-codec") ? (values.text("compression-codec") ?? "gzip") : "none");
  if (!config.has("client.id")) config.set("client.id", "console-producer");
  for (const [option, name, fallback] of CONFIG_OPTIONS) {
    const given = values.text(option);
    const value = given ?? (config.has(name) ? undefined : fallback);
    if (value !== undefined) config.set(name, value);
  }
  const partitionMemory = values.text("max-partition-memory-bytes");
  if (partitionMemory !== undefined) {
    say("Warning: --max-partition-memory-bytes is deprecated and will be removed in Apache Kafka 5.0. Use --batch-size instead.\n");
    config.set("batch.size", partitionMemory);
  }
  return config;
}

/** Sends everything; answers with how many records failed, each of which was reported. */
async function sendLines(producer: Producer, reader: LineMessageReader, isSync: boolean, io: CommandIo): Promise<number> {
  let outstanding = 0;
  let failed = 0;
  let resume: (() => void) | undefined;
  const settle = (): void => {
    outstanding -= 1;
    if (outstanding < OUTSTANDING_MAX / 2) resume?.();
  };
  const report = (error: unknown): void => {
    failed += 1;
    const message = error instanceof Error ? error.message : String(error);
    io.stderr.write(`Error when sending message: ${message}\n`);
    settle();
  };
  for await (const lines of linesOf(io.stdin)) {
    for (const line of lines) {
      const record = reader.read(line);
      if (isSync) {
        await producer.send(record);
        continue;
      }
      outstanding += 1;
      producer.send(record).then(settle, report);
    }
    if (outstanding >= OUTSTANDING_MAX) {
      await new Promise<void>((resolve) => {
        resume = resolve;
      });
      resume = undefined;
    }
  }
  await producer.flush();
  return failed;
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
      .option("--socket-buffer-size <bytes>", "send.buffer.bytes, which the operating system chooses here")
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
    const config = producerConfig(values, io);
    const readerPairs = chooseName(values, RENAMED.reader, (text) => io.stdout.write(text));
    const reader = new LineMessageReader(topic, mergedProperties(values, "reader-config", readerPairs));
    await using producer = new Producer(config);
    const failed = await sendLines(producer, reader, values.has("sync"), io);
    return failed === 0 ? 0 : 1;
  },
};

export const consoleProducer: Command = toolCommand(tool);
