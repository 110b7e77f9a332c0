// kafka-producer-perf-test: sends records as fast as it can, or at a rate, and prints rates and latencies as Kafka's tool prints them.
import { randomUuid, systemRandom } from "@ottla/base";
import { Producer } from "@ottla/client";
import type { Options } from "../declared-options.ts";
import type { Command, CommandIo } from "../command.ts";
import { connect } from "../connection.ts";
import { InputError, UsageError } from "../failure.ts";
import { propertiesOfFile, propertiesOfPairs } from "../properties.ts";
import { toolCommand } from "../tool.ts";
import type { Tool, ToolOptions } from "../tool.ts";
import { printMetrics } from "./perf/print-metrics.ts";
import { payloads } from "./perf/payloads.ts";
import { ProducerStats } from "./perf/producer-stats.ts";
import { aheadMs, throttle } from "./perf/throttle.ts";

const DURATION_MS = 3_000;
/** After so many records the loop waits for those that were sent so many stretches before: what is under way is bounded. */
const SENDS_AT_ONCE = 500;
const STRETCHES_MAX = 40;

interface Plan {
  readonly topic: string;
  readonly numRecords: number;
  readonly throughput: number;
  readonly warmupRecords: number;
  readonly reportingIntervalMs: number;
  readonly transactionDurationMs: number | undefined;
  readonly config: Map<string, string>;
}

/** @throws UsageError for options that are missing or wrong */
function planOf(values: ToolOptions, io: CommandIo): Plan {
  const topic = values.required("topic");
  const numRecords = values.integer("num-records");
  if (numRecords === undefined) values.required("num-records");
  if (numRecords === undefined || numRecords <= 0) throw new UsageError("--num-records should be greater than zero.");
  const throughput = Number(values.required("throughput"));
  if (Number.isNaN(throughput))
    throw new UsageError(`argument --throughput: could not convert '${values.text("throughput")}'`);
  const warmupRecords = values.integer("warmup-records") ?? 0;
  if (warmupRecords < 0) throw new UsageError("The value for --warmup-records must be greater than or equal to 0.");
  if (warmupRecords >= numRecords)
    throw new UsageError(
      "The value for --warmup-records must be strictly fewer than the number of records in the test, --num-records.",
    );
  const reportingIntervalMs = values.integer("reporting-interval") ?? 5_000;
  if (reportingIntervalMs <= 0) throw new UsageError("--reporting-interval should be greater than zero.");
  const duration = values.integer("transaction-duration-ms");
  if (duration !== undefined && duration <= 0)
    throw new UsageError("--transaction-duration-ms should be greater than zero.");
  const config = configOf(values, io);
  if (duration !== undefined && !config.has("transactional.id"))
    config.set("transactional.id", `performance-producer-${randomUuid(systemRandom)}`);
  const transactionDurationMs = config.has("transactional.id") ? (duration ?? DURATION_MS) : undefined;
  return { topic, numRecords, throughput, warmupRecords, reportingIntervalMs, transactionDurationMs, config };
}

function configOf(values: ToolOptions, io: CommandIo): Map<string, string> {
  const deprecated = (old: string, name: string): void =>
    void io.stdout.write(
      `Option --${old} has been deprecated and will be removed in a future version. Use --${name} instead.\n`,
    );
  if (values.has("producer-props")) deprecated("producer-props", "command-property");
  if (values.has("producer.config")) deprecated("producer.config", "command-config");
  const file = values.text("command-config") ?? values.text("producer.config");
  const config = file === undefined ? new Map<string, string>() : propertiesOfFile(file);
  const pairs = [...values.list("producer-props"), ...values.list("command-property")];
  for (const [name, value] of propertiesOfPairs(pairs, { needsValue: true })) config.set(name, value);
  const servers = values.text("bootstrap-server");
  if (servers !== undefined) config.set("bootstrap.servers", servers);
  if (!config.has("bootstrap.servers"))
    throw new UsageError(
      "At least one of --bootstrap-server, --command-property, --producer-props, --producer.config or --command-config must be specified.",
    );
  if (!config.has("client.id")) config.set("client.id", "perf-producer-client");
  const transactionalId = values.text("transactional-id");
  if (transactionalId !== undefined) config.set("transactional.id", transactionalId);
  for (const name of ["key.serializer", "value.serializer"]) config.delete(name);
  return config;
}

function nowMs(): number {
  return Date.now();
}

class Run {
  readonly #plan: Plan;
  readonly #io: CommandIo;
  readonly #producer: Producer;
  readonly #stats: ProducerStats;
  #steady: ProducerStats | undefined;
  #failure: Error | undefined;
  readonly #stretches: Promise<void>[] = [];
  #inTransaction: number = 0;
  #transactionStartMs: number = 0;

  constructor(plan: Plan, io: CommandIo, producer: Producer) {
    this.#plan = plan;
    this.#io = io;
    this.#producer = producer;
    this.#stats = this.#newStats(plan.numRecords, false);
  }

  #newStats(numRecords: number, isSteadyState: boolean): ProducerStats {
    const { reportingIntervalMs } = this.#plan;
    const write = (line: string): void => void this.#io.stdout.write(line);
    const { row } = this.#io;
    const options = { numRecords, isSteadyState, reportingIntervalMs, nowMs, write };
    return new ProducerStats(row === undefined ? options : { ...options, row });
  }

  async send(next: (index: number) => Uint8Array): Promise<void> {
    const { numRecords, throughput, warmupRecords, transactionDurationMs } = this.#plan;
    if (warmupRecords > 0)
      this.#io.stdout.write(
        `Warmup first ${warmupRecords} records. Steady state results will print after the complete test summary.\n`,
      );
    if (transactionDurationMs !== undefined) await this.#producer.initTransactions();
    const startMs = nowMs();
    for (let index = 0; index < numRecords && this.#failure === undefined; index++) {
      if (transactionDurationMs !== undefined && this.#inTransaction === 0) {
        this.#producer.beginTransaction();
        this.#transactionStartMs = nowMs();
      }
      if (warmupRecords > 0 && index === warmupRecords) {
        this.#steady = this.#newStats(numRecords - warmupRecords, true);
        this.#stats.suppressPrinting();
      }
      const last = this.#sendOne(next(index), this.#steady);
      await this.#endTransaction(false);
      if (aheadMs(index + 1, startMs, nowMs(), throughput) >= 1) await throttle(index + 1, startMs, throughput);
      else if (index % SENDS_AT_ONCE === SENDS_AT_ONCE - 1) await this.#giveWay(last);
    }
    await this.#endTransaction(true);
    await this.#producer.close();
    this.#stats.printTotal();
    this.#steady?.printTotal();
  }

  #sendOne(value: Uint8Array, steady: ProducerStats | undefined): Promise<void> {
    const sentMs = nowMs();
    this.#inTransaction++;
    return this.#producer.send({ topic: this.#plan.topic, value }).then(
      () => {
        const latencyMs = nowMs() - sentMs;
        this.#stats.record(latencyMs, value.length);
        steady?.record(latencyMs, value.length);
      },
      (error: unknown) => this.#failed(error),
    );
  }

  #failed(error: unknown): void {
    const failure = error instanceof Error ? error : new Error(String(error));
    if (this.#failure === undefined) this.#io.stderr.write(`${failure.message}\n`);
    this.#failure ??= failure;
  }

  /** Gives the network its turn, and bounds what is under way. */
  async #giveWay(last: Promise<void>): Promise<void> {
    this.#stretches.push(last);
    if (this.#stretches.length > STRETCHES_MAX) await this.#stretches.shift();
    else await new Promise((resolve) => setImmediate(resolve));
  }

  async #endTransaction(isLast: boolean): Promise<void> {
    const { transactionDurationMs } = this.#plan;
    if (transactionDurationMs === undefined || this.#inTransaction === 0) return;
    if (!isLast && nowMs() - this.#transactionStartMs < transactionDurationMs) return;
    await this.#producer.commitTransaction();
    this.#inTransaction = 0;
  }

  get failure(): Error | undefined {
    return this.#failure;
  }
}

const several = (value: string, earlier: readonly string[] | undefined): readonly string[] => [
  ...(earlier ?? []),
  value,
];

const tool: Tool = {
  name: "producer-performance",
  description:
    "This tool is used to verify the producer performance. With a transactional id it sends in transactions.",
  options(options: Options) {
    options
      .option("--topic <topic>", "REQUIRED: produce to this topic")
      .option("--num-records <number>", "REQUIRED: how many records to send")
      .option("--throughput <records>", "REQUIRED: records a second; -1 as fast as it goes")
      .option("--record-size <bytes>", "size of a record")
      .option("--payload-file <file>", "a text file; a record is one of its lines, chosen at random")
      .option("--payload-delimiter <regex>", "what stands between the records of --payload-file; default: a new line")
      .option("--payload-monotonic", "records are numbers, one after the other")
      .option("--bootstrap-server <server>", "the Kafka server to connect to")
      .option("--command-property <key=value...>", "configurations of the producer", several)
      .option("--producer-props <key=value...>", "DEPRECATED: the same as --command-property", several)
      .option("--command-config <file>", "property file with configurations of the producer")
      .option("--producer.config <file>", "DEPRECATED: the same as --command-config")
      .option("--transactional-id <id>", "send in transactions of this id")
      .option("--transaction-duration-ms <ms>", "how long a transaction stays open; default 3000")
      .option("--print-metrics", "print the producer's metrics at the end")
      .option("--warmup-records <number>", "leave the first records out of the steady state's figures; default 0")
      .option("--reporting-interval <ms>", "how often figures are printed; default 5000");
  },
  async run(values, io) {
    const plan = planOf(values, io);
    const next = payloads(values, io);
    await using producer = await connect(plan.config, io, (known, ports) => new Producer(known, ports));
    const run = new Run(plan, io, producer);
    await run.send(next);
    if (values.has("print-metrics")) printMetrics(producer.metrics(), io);
    if (run.failure !== undefined && !(run.failure instanceof InputError)) return 1;
    return 0;
  },
};

export const producerPerfTest: Command = toolCommand(tool);
