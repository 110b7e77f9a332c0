// ottla advise partitions: how many partitions a topic needs, measured, counted and explained.
import { ConfigResourceType, Consumer, OffsetSpec } from "@ottla/client";
import type { Admin, TopicPartition } from "@ottla/client";
import type { Command, CommandIo } from "../command.ts";
import { addConnectionOptions, connect, openAdmin } from "../connection.ts";
import { InputError, UsageError } from "../failure.ts";
import { ottlaCommand } from "../ottla-command.ts";
import type { OttlaCommand } from "../ottla-command.ts";
import { startProgress } from "../progress.ts";
import { propertiesOfFile } from "../properties.ts";
import type { ToolOptions } from "../tool-options.ts";
import { explain } from "./advise/explain.ts";
import type { Report } from "./advise/explain.ts";
import { offsetsAt, trialRun, watchTopic } from "./advise/measure.ts";
import type { TrialMeasure } from "./advise/measure.ts";
import { advise, costOf, movedKeys } from "./advise/partition-advice.ts";
import { parseDuration } from "./consume/offset-range.ts";

const DURATION = "20s";
const HISTORY = "24h";
const HEAD_ROOM = 1.5;
const GROWTH = 2;
const MAX_PARTITION_FETCH_BYTES = 1_048_576;
const BATCH_SIZE = 16_384;

/** @throws UsageError for what is no number, or below `least` */
function numberOf(values: ToolOptions, name: string, least: number): number | undefined {
  const text = values.text(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < least)
    throw new UsageError(`--${name} ${text} is not a number of at least ${least}`);
  return value;
}

/** @throws UsageError for what is no duration */
function durationOf(values: ToolOptions, name: string, otherwise: string): number {
  const text = values.text(name) ?? otherwise;
  if (!/^(?:\d+(?:ms|s|m|h|d))+$/.test(text) || parseDuration(text) === 0)
    throw new UsageError(`--${name} ${text} is not a duration: 30s, 5m, 24h`);
  return parseDuration(text);
}

interface TopicFacts {
  readonly partitions: readonly TopicPartition[];
  readonly replicationFactor: number;
  readonly configs: ReadonlyMap<string, string | null>;
  /** Of one replica of the whole topic. */
  readonly bytes: number;
  readonly recordBytes: number;
  /** Replicas on each broker, of all topics. */
  readonly replicasByBroker: ReadonlyMap<number, number>;
}

async function factsOf(admin: Admin, topic: string): Promise<TopicFacts> {
  const { partitions: described } = (await admin.describeTopics([topic])).value(topic);
  const partitions = described.map(({ partition }) => ({ topic, partition }));
  const resource = { type: ConfigResourceType.TOPIC, name: topic };
  const entries = (await admin.describeConfigs([resource])).value(resource);
  const starts = await offsetsAt(admin, partitions, OffsetSpec.EARLIEST);
  const ends = await offsetsAt(admin, partitions, OffsetSpec.LATEST);
  const { nodes } = await admin.describeCluster();
  const directories = await admin.describeLogDirs(nodes.map((node) => node.id));
  const sizes = new Map<number, number>();
  const replicasByBroker = new Map<number, number>();
  for (const { id } of nodes) {
    const replicas = directories.value(id).flatMap((directory) => directory.replicas);
    replicasByBroker.set(id, replicas.length);
    for (const one of replicas)
      if (one.topic === topic && !one.isFuture)
        sizes.set(one.partition, Math.max(sizes.get(one.partition) ?? 0, one.sizeBytes));
  }
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const records = partitions.reduce(
    (sum, { partition }) => sum + (ends.get(partition) ?? 0) - (starts.get(partition) ?? 0),
    0,
  );
  return {
    partitions,
    replicationFactor: described[0]?.replicas.length ?? 1,
    configs: new Map(entries.map(({ name, value }) => [name, value])),
    bytes,
    recordBytes: records === 0 ? 0 : bytes / records,
    replicasByBroker,
  };
}

async function trial(facts: TopicFacts, values: ToolOptions, io: CommandIo): Promise<TrialMeasure> {
  const file = values.text("command-config");
  const config = file === undefined ? new Map<string, string>() : propertiesOfFile(file);
  config.set("bootstrap.servers", values.required("bootstrap-server"));
  config.set("enable.auto.commit", "false");
  const durationMs = durationOf(values, "duration", DURATION);
  await using consumer = await connect(config, io, (known, ports): Consumer => new Consumer(known, ports));
  using progress = startProgress(io, "a trial run of a consumer", durationMs);
  return await trialRun(consumer, facts.partitions, durationMs, progress);
}

async function measured(admin: Admin, values: ToolOptions, io: CommandIo): Promise<Report> {
  const topic = values.required("topic");
  const group = values.text("group");
  const facts = await factsOf(admin, topic);
  const durationMs = durationOf(values, "duration", DURATION);
  const given = { producer: numberOf(values, "producer-rate", 0), consumer: numberOf(values, "consumer-rate", 0.001) };
  const needsWatching = given.producer === undefined || (given.consumer === undefined && group !== undefined);
  let seen: Awaited<ReturnType<typeof watchTopic>> | undefined;
  if (needsWatching) {
    using progress = startProgress(io, `watching ${topic}`, durationMs);
    const historyMs = durationOf(values, "history", HISTORY);
    seen = await watchTopic({ admin, partitions: facts.partitions, group, durationMs, historyMs, progress });
  }
  const fromGroup =
    seen?.group !== undefined && seen.group.busyMembers > 0 ? seen.group.rate / seen.group.busyMembers : 0;
  const tried = given.consumer === undefined && fromGroup <= 0 ? await trial(facts, values, io) : undefined;
  const processingMs = numberOf(values, "processing-ms", 0) ?? 0;
  const trialRate = tried === undefined || tried.rate === 0 ? 0 : 1 / (1 / tried.rate + processingMs / 1_000);
  const consumerRate = given.consumer ?? (fromGroup > 0 ? fromGroup : trialRate);
  if (!(consumerRate > 0))
    throw new InputError(
      `${topic} has nothing to read, so how fast a consumer reads cannot be measured: say it with --consumer-rate`,
    );
  const producerRate = given.producer ?? Math.max(seen?.producers.liveRate ?? 0, seen?.producers.busiestRate ?? 0);
  const wishes = {
    headRoom: numberOf(values, "head-room", 1) ?? HEAD_ROOM,
    growth: numberOf(values, "growth", 1) ?? GROWTH,
  };
  const base = {
    partitionCount: facts.partitions.length,
    replicationFactor: facts.replicationFactor,
    producerRate,
    busiestShare: seen?.producers.busiestShare ?? Number.NaN,
    consumerRate,
    recordBytes: facts.recordBytes,
  };
  const advice = advise(base, wishes);
  const configNumber = (name: string, otherwise: number): number => Number(facts.configs.get(name) ?? otherwise);
  const costConfigs = {
    segmentIndexBytes: configNumber("segment.index.bytes", 10_485_760),
    segmentBytes: configNumber("segment.bytes", 1_073_741_824),
    batchSize: BATCH_SIZE,
    maxPartitionFetchBytes: MAX_PARTITION_FETCH_BYTES,
  };
  const cost = (count: number): Report["costNow"] => costOf(count, facts.replicationFactor, facts.bytes, costConfigs);
  return {
    topic,
    measured: base,
    producers: seen?.producers,
    group: seen?.group === undefined || group === undefined ? undefined : { name: group, ...seen.group },
    trial: tried,
    processingMs,
    consumerRateFrom: given.consumer !== undefined ? "given" : fromGroup > 0 ? "group" : "trial",
    durationMs,
    ...wishes,
    advice,
    costNow: cost(base.partitionCount),
    costThen: cost(advice.advisedPartitions),
    replicasByBroker: facts.replicasByBroker,
    movedKeys: movedKeys(base.partitionCount, advice.advisedPartitions),
    isCompacted: (facts.configs.get("cleanup.policy") ?? "").includes("compact"),
  };
}

const command: OttlaCommand = {
  name: "ottla advise",
  description: "Say how many partitions a topic needs: measured, counted and explained.",
  options(options) {
    options.argument("<what>", "partitions");
    addConnectionOptions(options);
    options
      .option("--topic <topic>", "REQUIRED: the topic")
      .option("--group <group>", "a group that reads it; while it has a lag it shows how fast a consumer is")
      .option("--duration <duration>", `how long to watch, and to read in a trial run (default ${DURATION})`)
      .option("--history <duration>", `how far back to look for the busiest time (default ${HISTORY})`)
      .option("--producer-rate <rate>", "records a second of all producers, instead of measuring them")
      .option("--consumer-rate <rate>", "records a second of one consumer, instead of measuring it")
      .option("--processing-ms <ms>", "what a consumer does with a record takes so long; added to a trial run")
      .option("--head-room <times>", `how many times what is needed (default ${HEAD_ROOM})`)
      .option("--growth <times>", `how many times as much is expected (default ${GROWTH})`);
  },
  async run(values, io, [what]) {
    if (what !== "partitions")
      throw new UsageError(`${what ?? ""} is nothing to advise on: write ottla advise partitions`);
    values.required("topic");
    await using admin = await openAdmin(values, io);
    const report = await measured(admin, values, io);
    if (io.row === undefined) io.stdout.write(explain(report));
    else io.row({ ...report });
    if (!report.advice.isEnough) io.onFailure?.();
    return 0;
  },
};

export const adviseCommand: Command = ottlaCommand(command);
