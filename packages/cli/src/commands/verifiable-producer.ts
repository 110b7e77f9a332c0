// kafka-verifiable-producer: sends counted numbers and prints what became of each, for tests that check what a cluster does with them.
import { KafkaError, Producer } from "@ottla/client";
import type { Command, CommandIo } from "../command.ts";
import { connect } from "../connection.ts";
import { UsageError } from "../failure.ts";
import { propertiesOfFile } from "../properties.ts";
import { toolCommand } from "../tool.ts";
import type { Tool, ToolOptions } from "../tool.ts";
import { throttle } from "./perf/throttle.ts";
import { StopFlag, eventPrinter } from "./verifiable/events.ts";

interface Plan {
  readonly topic: string;
  readonly messagesMax: number;
  readonly throughput: number;
  readonly valuePrefix: number | undefined;
  readonly repeatingKeys: number | undefined;
  readonly createTimeMs: number | undefined;
  readonly config: Map<string, string>;
}

/** After so many records the loop waits for those under way. */
const SENDS_AT_ONCE = 1_000;

/** @throws UsageError for options that are missing or wrong */
function planOf(values: ToolOptions, io: CommandIo): Plan {
  const topic = values.required("topic");
  if (values.has("producer.config"))
    io.stdout.write(
      "Option --producer.config has been deprecated and will be removed in a future version. Use --command-config instead.\n",
    );
  const file = values.text("command-config") ?? values.text("producer.config");
  const config = file === undefined ? new Map<string, string>() : propertiesOfFile(file);
  config.set("bootstrap.servers", values.required("bootstrap-server"));
  config.set("acks", values.text("acks") ?? "-1");
  config.set("retries", "0");
  for (const name of ["key.serializer", "value.serializer"]) config.delete(name);
  if (config.get("acks") === "0" || config.get("acks") === "1") config.set("enable.idempotence", "false");
  const repeatingKeys = values.integer("repeating-keys");
  if (repeatingKeys !== undefined && repeatingKeys <= 0) throw new UsageError("--repeating-keys is above 0");
  const createTime = values.integer("message-create-time") ?? -1;
  return {
    topic,
    messagesMax: values.integer("max-messages") ?? -1,
    throughput: values.integer("throughput") ?? -1,
    valuePrefix: values.integer("value-prefix"),
    repeatingKeys,
    createTimeMs: createTime === -1 ? undefined : createTime,
    config,
  };
}

class Run {
  readonly #plan: Plan;
  readonly #producer: Producer;
  readonly #print: ReturnType<typeof eventPrinter>;
  readonly #startMs: number = Date.now();
  sent: number = 0;
  acked: number = 0;

  constructor(plan: Plan, producer: Producer, io: CommandIo) {
    this.#plan = plan;
    this.#producer = producer;
    this.#print = eventPrinter(io);
  }

  async run(stop: StopFlag): Promise<void> {
    const { messagesMax, throughput } = this.#plan;
    this.#print("startup_complete");
    let underWay: Promise<void>[] = [];
    for (let index = 0; (messagesMax < 0 || index < messagesMax) && !stop.isSet; index++) {
      underWay.push(this.#send(index));
      if (throughput >= 0) await throttle(index + 1, this.#startMs, throughput);
      if (underWay.length < SENDS_AT_ONCE) continue;
      await Promise.all(underWay);
      underWay = [];
    }
    await Promise.all(underWay);
    await this.#producer.close();
    this.#print("shutdown_complete");
    const throughputSeen = (1000 * this.acked) / Math.max(1, Date.now() - this.#startMs);
    this.#print("tool_data", {
      sent: this.sent,
      acked: this.acked,
      target_throughput: throughput,
      avg_throughput: throughputSeen,
    });
  }

  async #send(index: number): Promise<void> {
    const { topic, valuePrefix, repeatingKeys, createTimeMs } = this.#plan;
    const value = valuePrefix === undefined ? String(index) : `${valuePrefix}.${index}`;
    const key = repeatingKeys === undefined ? null : String(index % repeatingKeys);
    const timestamp = createTimeMs === undefined ? {} : { timestamp: createTimeMs + (Date.now() - this.#startMs) };
    this.sent++;
    try {
      const { offset, partition } = await this.#producer.send({ topic, key, value, ...timestamp });
      this.acked++;
      this.#print("producer_send_success", { key, value, offset, topic, partition });
    } catch (error) {
      const exception = error instanceof KafkaError ? error.code : String(error);
      const message = error instanceof Error ? error.message : "";
      this.#print("producer_send_error", { topic, key, value, exception, message });
    }
  }
}

const tool: Tool = {
  name: "verifiable-producer",
  description:
    "This tool produces increasing integers to the specified topic and prints JSON metadata to stdout on each send request.",
  options(options) {
    options
      .option("--topic <topic>", "REQUIRED: produce to this topic")
      .option("--bootstrap-server <servers>", "REQUIRED: the Kafka servers to connect to")
      .option("--max-messages <number>", "how many; default -1: until it is stopped")
      .option("--throughput <number>", "how many a second; default -1: as fast as it goes")
      .option("--acks <acks>", "who must have a record; default -1: all in-sync replicas")
      .option("--command-config <file>", "property file with configurations of the producer")
      .option("--producer.config <file>", "DEPRECATED: the same as --command-config")
      .option("--message-create-time <ms>", "the time of the first record; default: now")
      .option("--value-prefix <number>", "put this number and a point before each value")
      .option("--repeating-keys <number>", "give records keys from 0 to this, again and again");
  },
  async run(values, io) {
    const plan = planOf(values, io);
    const producer = await connect(plan.config, io, (known, ports) => new Producer(known, ports));
    using stop = new StopFlag();
    const run = new Run(plan, producer, io);
    await run.run(stop);
    return run.acked < run.sent ? 1 : 0;
  },
};

export const verifiableProducer: Command = toolCommand(tool);
