// kafka-consumer-perf-test: reads records as fast as they come and prints how much that was, as Kafka's tool prints it.
import { randomInt } from "node:crypto";
import { Consumer } from "@ottla/client";
import type { Metric } from "@ottla/client";
import type { Command, CommandIo, Row } from "../command.ts";
import { connect } from "../connection.ts";
import { UsageError } from "../failure.ts";
import { propertiesOfFile, propertiesOfPairs } from "../properties.ts";
import { repeatable, toolCommand } from "../tool.ts";
import type { Tool, ToolOptions } from "../tool.ts";
import { printMetrics } from "./perf/print-metrics.ts";
import { formatDate } from "./perf/date-format.ts";

const MEBIBYTE = 1_048_576;
const POLL_MS = 100;
const DATE_FORMAT = "yyyy-MM-dd HH:mm:ss:SSS";
const TAIL = "rebalance.time.ms, fetch.time.ms, fetch.MB.sec, fetch.nMsg.sec";

interface Plan {
  readonly topic: string | RegExp;
  readonly numRecords: number;
  readonly timeoutMs: number;
  readonly reportingIntervalMs: number;
  readonly dateFormat: string;
  readonly isDetailed: boolean;
  readonly hidesHeader: boolean;
  readonly printsMetrics: boolean;
  readonly config: Map<string, string>;
}

/** @throws UsageError for options that are missing or wrong */
function planOf(values: ToolOptions, io: CommandIo): Plan {
  const servers = values.required("bootstrap-server");
  const numRecords = countOf(values, io);
  const [topic, include] = [values.text("topic"), values.text("include")];
  if ((topic === undefined) === (include === undefined))
    throw new UsageError("Exactly one of the following arguments is required: topic, include");
  const reportingIntervalMs = values.integer("reporting-interval") ?? 5_000;
  if (reportingIntervalMs <= 0) throw new UsageError("Reporting interval must be greater than 0.");
  if (values.integer("socket-buffer-size") !== undefined)
    io.stderr.write(
      "WARN --socket-buffer-size has no effect: the operating system chooses the size of socket buffers.\n",
    );
  const dateFormat = values.text("date-format") ?? DATE_FORMAT;
  formatDate(0, dateFormat);
  const config = configOf(values, servers, io);
  return {
    topic: topic ?? patternOf(include ?? ""),
    numRecords,
    timeoutMs: values.integer("timeout") ?? 10_000,
    reportingIntervalMs,
    dateFormat,
    isDetailed: values.has("show-detailed-stats"),
    hidesHeader: values.has("hide-header"),
    printsMetrics: values.has("print-metrics"),
    config,
  };
}

function countOf(values: ToolOptions, io: CommandIo): number {
  const old = values.integer("messages");
  if (old !== undefined) {
    if (values.has("num-records"))
      throw new UsageError('Option "[messages]" can\'t be used with option "[num-records]"');
    io.stdout.write(
      "Option --messages has been deprecated and will be removed in a future version. Use --num-records instead.\n",
    );
    return old;
  }
  const given = values.integer("num-records");
  if (given === undefined) throw new UsageError('Missing required argument "[num-records]"');
  return given;
}

function patternOf(include: string): RegExp {
  try {
    return new RegExp(`^(?:${include})$`);
  } catch {
    throw new UsageError(`${include} is an invalid regex.`);
  }
}

function configOf(values: ToolOptions, servers: string, io: CommandIo): Map<string, string> {
  if (values.has("consumer.config"))
    io.stdout.write(
      "Option --consumer.config has been deprecated and will be removed in a future version. Use --command-config instead.\n",
    );
  const file = values.text("command-config") ?? values.text("consumer.config");
  const config = file === undefined ? new Map<string, string>() : propertiesOfFile(file);
  for (const [name, value] of propertiesOfPairs(values.list("command-property"), { needsValue: true }))
    config.set(name, value);
  config.set("bootstrap.servers", servers);
  config.set("group.id", values.text("group") ?? `perf-consumer-${randomInt(100_000)}`);
  config.set("max.partition.fetch.bytes", values.text("fetch-size") ?? String(MEBIBYTE));
  config.set("auto.offset.reset", values.has("from-latest") ? "latest" : "earliest");
  config.set("check.crcs", "false");
  if (!config.has("client.id")) config.set("client.id", "perf-consumer-client");
  for (const name of ["key.deserializer", "value.deserializer"]) config.delete(name);
  return config;
}

class Reading {
  readonly #plan: Plan;
  readonly #io: CommandIo;
  records: number = 0;
  bytes: number = 0;
  joinMs: number = 0;
  #roundJoinMs: number = 0;
  #lastRecords: number = 0;
  #lastBytes: number = 0;
  #lastReportMs: number = 0;

  constructor(plan: Plan, io: CommandIo) {
    this.#plan = plan;
    this.#io = io;
  }

  async read(consumer: Consumer): Promise<void> {
    const { topic, numRecords, timeoutMs, reportingIntervalMs } = this.#plan;
    const assigned = new Set<string>();
    let joinStartMs = Date.now();
    consumer.subscribe(typeof topic === "string" ? [topic] : topic, {
      onPartitionsAssigned: (partitions) => {
        if (assigned.size === 0) {
          this.joinMs += Date.now() - joinStartMs;
          this.#roundJoinMs += Date.now() - joinStartMs;
        }
        for (const one of partitions) assigned.add(`${one.topic}-${one.partition}`);
      },
      onPartitionsRevoked: (partitions) => {
        for (const one of partitions) assigned.delete(`${one.topic}-${one.partition}`);
        if (assigned.size === 0) joinStartMs = Date.now();
      },
    });
    let nowMs = Date.now();
    let consumedMs = nowMs;
    this.#lastReportMs = nowMs;
    while (this.records < numRecords && nowMs - consumedMs <= timeoutMs) {
      const records = await consumer.poll({ timeoutMs: POLL_MS });
      nowMs = Date.now();
      if (records.count > 0) consumedMs = nowMs;
      for (const { serializedKeySize, serializedValueSize } of records) {
        this.records++;
        this.bytes += Math.max(0, serializedKeySize) + Math.max(0, serializedValueSize);
        if (nowMs - this.#lastReportMs >= reportingIntervalMs) this.#report(nowMs);
      }
    }
    if (this.records < numRecords) {
      this.#io.stdout.write(
        `WARNING: Exiting before consuming the expected number of records: timeout (${timeoutMs} ms) exceeded. ` +
          "You can use the --timeout option to increase the timeout.\n",
      );
    }
  }

  #report(nowMs: number): void {
    if (this.#plan.isDetailed) this.#print(nowMs);
    this.#roundJoinMs = 0;
    this.#lastReportMs = nowMs;
    this.#lastRecords = this.records;
    this.#lastBytes = this.bytes;
  }

  #print(nowMs: number): void {
    const elapsedMs = nowMs - this.#lastReportMs;
    const mebibytes = (this.bytes - this.#lastBytes) / MEBIBYTE;
    const records = this.records - this.#lastRecords;
    const fetchMs = elapsedMs - this.#roundJoinMs;
    const perFetch = (amount: number): number => (fetchMs <= 0 ? 0 : (1000 * amount) / fetchMs);
    const figures = {
      mebibytes: this.bytes / MEBIBYTE,
      mebibytesPerSecond: (1000 * mebibytes) / elapsedMs,
      records: this.records,
      recordsPerSecond: (1000 * records) / elapsedMs,
      joinMs: this.#roundJoinMs,
      fetchMs,
      fetchedMebibytesPerSecond: perFetch(mebibytes),
      fetchedRecordsPerSecond: perFetch(records),
    };
    if (this.#io.row === undefined)
      this.#io.stdout.write(`${formatDate(nowMs, this.#plan.dateFormat)}, 0, ${textOf(figures)}\n`);
    else this.#io.row({ kind: "interval", time: nowMs, threadId: 0, ...rowOf(figures) });
  }
}

/** What a line tells behind its times, in this order. */
interface Figures {
  readonly mebibytes: number;
  readonly mebibytesPerSecond: number;
  readonly records: number;
  readonly recordsPerSecond: number;
  readonly joinMs: number;
  readonly fetchMs: number;
  readonly fetchedMebibytesPerSecond: number;
  readonly fetchedRecordsPerSecond: number;
}

function textOf(one: Figures): string {
  const cells = [
    one.mebibytes.toFixed(4),
    one.mebibytesPerSecond.toFixed(4),
    one.records,
    one.recordsPerSecond.toFixed(4),
    one.joinMs,
    one.fetchMs,
    one.fetchedMebibytesPerSecond.toFixed(4),
    one.fetchedRecordsPerSecond.toFixed(4),
  ];
  return cells.join(", ");
}

/** Under the names of the header's columns. */
function rowOf(one: Figures): Row {
  return {
    dataConsumedInMb: one.mebibytes,
    mbPerSec: one.mebibytesPerSecond,
    dataConsumedInNMsg: one.records,
    nMsgPerSec: one.recordsPerSecond,
    rebalanceTimeMs: one.joinMs,
    fetchTimeMs: one.fetchMs,
    fetchMbPerSec: one.fetchedMebibytesPerSecond,
    fetchNMsgPerSec: one.fetchedRecordsPerSecond,
  };
}

async function test(plan: Plan, io: CommandIo): Promise<void> {
  if (!plan.hidesHeader && io.row === undefined) {
    const head = plan.isDetailed ? "time, threadId" : "start.time, end.time";
    io.stdout.write(`${head}, data.consumed.in.MB, MB.sec, data.consumed.in.nMsg, nMsg.sec, ${TAIL}\n`);
  }
  const consumer = await connect(plan.config, io, (known, ports) => new Consumer(known, ports));
  const reading = new Reading(plan, io);
  const startMs = Date.now();
  let metrics: readonly Metric[];
  try {
    await reading.read(consumer);
  } finally {
    // As they are now: a closed client has none.
    metrics = plan.printsMetrics ? consumer.metrics().map((one) => frozen(one)) : [];
    await consumer.close();
  }
  const endMs = Date.now();
  if (plan.isDetailed) {
    printMetrics(metrics, io);
    return;
  }
  const seconds = (endMs - startMs) / 1000;
  const fetchMs = endMs - startMs - reading.joinMs;
  const mebibytes = reading.bytes / MEBIBYTE;
  const figures = {
    mebibytes,
    mebibytesPerSecond: mebibytes / seconds,
    records: reading.records,
    recordsPerSecond: reading.records / seconds,
    joinMs: reading.joinMs,
    fetchMs,
    fetchedMebibytesPerSecond: mebibytes / (fetchMs / 1000),
    fetchedRecordsPerSecond: reading.records / (fetchMs / 1000),
  };
  if (io.row === undefined) {
    const times = [startMs, endMs].map((time) => formatDate(time, plan.dateFormat));
    io.stdout.write(`${times.join(", ")}, ${textOf(figures)}\n`);
  } else io.row({ kind: "total", startTime: startMs, endTime: endMs, ...rowOf(figures) });
  printMetrics(metrics, io);
}

/** A metric with the value that it has now. */
function frozen(metric: Metric): Metric {
  const value = metric.value();
  return { ...metric, value: () => value };
}

const tool: Tool = {
  name: "kafka-consumer-perf-test",
  description: "This tool is used to verify the consumer performance.",
  options(options) {
    options
      .option("--bootstrap-server <server>", "REQUIRED: the Kafka server to connect to")
      .option("--topic <topic>", "the topic to read")
      .option("--include <regex>", "the topics to read")
      .option("--num-records <number>", "REQUIRED: how many records to read")
      .option("--messages <number>", "DEPRECATED: the same as --num-records")
      .option("--group <group>", "the group to read in; default: one of its own")
      .option("--fetch-size <bytes>", "what one fetch brings of a partition; default 1048576")
      .option("--from-latest", "begin at the end where the group has no offset")
      .option("--command-property <key=value>", "a configuration of the consumer; may be repeated", repeatable)
      .option("--command-config <file>", "property file with configurations of the consumer")
      .option("--consumer.config <file>", "DEPRECATED: the same as --command-config")
      .option("--timeout <ms>", "end when nothing came for so long; default 10000")
      .option("--show-detailed-stats", "print figures for each interval")
      .option("--reporting-interval <ms>", "the length of an interval; default 5000")
      .option("--date-format <pattern>", `how times are printed; default ${DATE_FORMAT}`)
      .option("--hide-header", "leave the line with the columns' names out")
      .option("--print-metrics", "print the consumer's metrics at the end")
      .option("--socket-buffer-size <bytes>", "has no effect here: the operating system chooses");
  },
  async run(values, io) {
    await test(planOf(values, io), io);
    return 0;
  },
};

export const consumerPerfTest: Command = toolCommand(tool);
