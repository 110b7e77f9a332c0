// kafka-verifiable-consumer: reads in a group and prints what it was given, read and committed, for tests that check what a cluster does.
import { Consumer } from "@ottla/client";
import type { ConsumerRecord, TopicPartition } from "@ottla/client";
import type { Command, CommandIo } from "../command.ts";
import { connect } from "../connection.ts";
import { UsageError } from "../failure.ts";
import { propertiesOfFile } from "../properties.ts";
import { toolCommand } from "../tool.ts";
import type { Tool, ToolOptions } from "../tool.ts";
import { StopFlag, eventPrinter } from "./verifiable/events.ts";

interface Plan {
  readonly topic: string;
  readonly messagesMax: number;
  readonly isVerbose: boolean;
  readonly autoCommits: boolean;
  readonly config: Map<string, string>;
}

const RANGE = "org.apache.kafka.clients.consumer.RangeAssignor";
const POLL_MS = 200;
const RESETS = ["earliest", "latest", "none"];

/** @throws UsageError for options that are missing or wrong */
function planOf(values: ToolOptions, io: CommandIo): Plan {
  const topic = values.required("topic");
  if (values.has("consumer.config"))
    io.stdout.write(
      "Option --consumer.config has been deprecated and will be removed in a future version. Use --command-config instead.\n",
    );
  const file = values.text("command-config") ?? values.text("consumer.config");
  const config = file === undefined ? new Map<string, string>() : propertiesOfFile(file);
  const reset = values.text("reset-policy") ?? "earliest";
  if (!RESETS.includes(reset)) throw new UsageError(`--reset-policy is one of ${RESETS.join(", ")}`);
  const set = (name: string, value: string | undefined): void => void (value !== undefined && config.set(name, value));
  set("bootstrap.servers", values.required("bootstrap-server"));
  set("group.id", values.required("group-id"));
  set("group.instance.id", values.text("group-instance-id"));
  set("group.protocol", values.text("group-protocol"));
  set("group.remote.assignor", values.text("group-remote-assignor"));
  const isClassic = (config.get("group.protocol") ?? "classic").toLowerCase() === "classic";
  if (isClassic) {
    set("session.timeout.ms", values.text("session-timeout") ?? "30000");
    set("partition.assignment.strategy", values.text("assignment-strategy") ?? RANGE);
  }
  set("auto.offset.reset", reset);
  set("enable.auto.commit", String(values.has("enable-autocommit")));
  for (const name of ["key.deserializer", "value.deserializer"]) config.delete(name);
  return {
    topic,
    messagesMax: values.integer("max-messages") ?? -1,
    isVerbose: values.has("verbose"),
    autoCommits: values.has("enable-autocommit"),
    config,
  };
}

function text(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString("utf8");
}

class Run {
  readonly #plan: Plan;
  readonly #consumer: Consumer;
  readonly #print: ReturnType<typeof eventPrinter>;
  #consumed: number = 0;

  constructor(plan: Plan, consumer: Consumer, io: CommandIo) {
    this.#plan = plan;
    this.#consumer = consumer;
    this.#print = eventPrinter(io);
  }

  async run(stop: StopFlag): Promise<void> {
    const { topic, messagesMax } = this.#plan;
    const assigned = (name: string) => (partitions: readonly TopicPartition[]) =>
      this.#print(name, { partitions: partitions.map((one) => ({ topic: one.topic, partition: one.partition })) });
    this.#print("startup_complete");
    this.#consumer.subscribe([topic], {
      onPartitionsAssigned: assigned("partitions_assigned"),
      onPartitionsRevoked: assigned("partitions_revoked"),
    });
    try {
      while (!stop.isSet && (messagesMax < 0 || this.#consumed < messagesMax)) {
        await this.#take([...(await this.#consumer.poll({ timeoutMs: POLL_MS }))]);
      }
    } finally {
      await this.#consumer.close();
      this.#print("shutdown_complete");
      this.#print("shutdown_requested");
    }
  }

  async #take(records: readonly ConsumerRecord[]): Promise<void> {
    const { messagesMax, isVerbose, autoCommits } = this.#plan;
    if (records.length === 0) return;
    const taken = messagesMax < 0 ? records : records.slice(0, messagesMax - this.#consumed);
    const byPartition = new Map<
      string,
      { topic: string; partition: number; count: number; minOffset: number; maxOffset: number }
    >();
    for (const record of taken) {
      const { topic, partition, offset } = record;
      if (isVerbose)
        this.#print("record_data", {
          key: text(record.rawKey),
          value: text(record.rawValue),
          topic,
          partition,
          offset,
        });
      const name = `${topic}-${partition}`;
      const sum = byPartition.get(name) ?? { topic, partition, count: 0, minOffset: offset, maxOffset: offset };
      byPartition.set(name, { ...sum, count: sum.count + 1, maxOffset: offset });
    }
    this.#consumed += taken.length;
    const partitions = [...byPartition.values()];
    // As in Kafka's tool the count is of all that the poll brought, also beyond the limit.
    this.#print("records_consumed", { count: records.length, partitions });
    if (autoCommits) return;
    const offsets = partitions.map(({ topic, partition, maxOffset }) => ({ topic, partition, offset: maxOffset + 1 }));
    try {
      await this.#consumer.commitSync(offsets);
      this.#print("offsets_committed", { offsets, success: true });
    } catch (error) {
      this.#print("offsets_committed", {
        offsets,
        error: error instanceof Error ? error.message : String(error),
        success: false,
      });
    }
  }
}

const tool: Tool = {
  name: "verifiable-consumer",
  description:
    "This tool consumes messages from a specific topic and emits consumer events (e.g. group rebalances, received messages, and offsets committed) as JSON objects to STDOUT.",
  options(options) {
    options
      .option("--topic <topic>", "REQUIRED: consume from this topic")
      .option("--bootstrap-server <servers>", "REQUIRED: the Kafka servers to connect to")
      .option("--group-id <group>", "REQUIRED: the group to read in")
      .option("--group-instance-id <id>", "the name of a static member")
      .option("--group-protocol <protocol>", "classic (default) or consumer")
      .option("--group-remote-assignor <assignor>", "with the consumer protocol: the coordinator's assignor")
      .option("--assignment-strategy <class>", `with the classic protocol: its assignor; default ${RANGE}`)
      .option("--max-messages <number>", "how many; default -1: until it is stopped")
      .option("--session-timeout <ms>", "of the member; default 30000")
      .option("--verbose", "print every record")
      .option("--enable-autocommit", "let the consumer commit by itself")
      .option("--reset-policy <policy>", "where to begin without an offset: earliest (default), latest, none")
      .option("--command-config <file>", "property file with configurations of the consumer")
      .option("--consumer.config <file>", "DEPRECATED: the same as --command-config");
  },
  async run(values, io) {
    const plan = planOf(values, io);
    const consumer = await connect(plan.config, io, (known, ports) => new Consumer(known, ports));
    using stop = new StopFlag();
    await new Run(plan, consumer, io).run(stop);
    return 0;
  },
};

export const verifiableConsumer: Command = toolCommand(tool);
