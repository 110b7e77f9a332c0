// kafka-get-offsets: the offset of partitions at a time, or their earliest or latest, one `topic:partition:offset` a line.
import { KafkaError, OffsetSpec } from "@ottla/client";
import type { PartitionOffset, TopicPartition } from "@ottla/client";
import type { Command, CommandIo } from "../command.ts";
import { addConnectionOptions, withAdmin } from "../connection.ts";
import { describeFailure, UsageError } from "../failure.ts";
import { topicFilter } from "../java-regex.ts";
import { toolCommand } from "../tool.ts";
import type { Tool, ToolOptions } from "../tool.ts";

interface PartitionFilter {
  allowsTopic(topic: string): boolean;
  allows(topic: string, partition: number): boolean;
}

const NAMED_TIMES: ReadonlyMap<string, number> = new Map([
  ["latest", OffsetSpec.LATEST],
  ["earliest", OffsetSpec.EARLIEST],
  ["max-timestamp", OffsetSpec.MAX_TIMESTAMP],
  ["earliest-local", OffsetSpec.EARLIEST_LOCAL],
  ["latest-tiered", OffsetSpec.LATEST_TIERED],
  ["earliest-pending-upload", OffsetSpec.EARLIEST_PENDING_UPLOAD],
]);

/** The timestamp that ListOffsets is asked with. @throws UsageError for what is neither a name nor a number */
export function parseTime(text: string): number {
  const named = NAMED_TIMES.get(text);
  if (named !== undefined) return named;
  const value = Number(text);
  if (/^-?\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new UsageError(
    `Malformed time argument ${text}. Please use -1 or latest / -2 or earliest / -3 or max-timestamp / -4 or earliest-local / ` +
      "-5 or latest-tiered / -6 or earliest-pending-upload, or a specified long format timestamp",
  );
}

/** `topic`, `topic:3`, `topic:1-4` (4 left out), `:2-` …: a topic pattern and a partition, a half-open range of them, or all. */
function parseRule(rule: string): PartitionFilter {
  const match = /^([^:]+?)?(?::(?:(\d+)|(\d*)-(\d*))?)?$/.exec(rule);
  if (match === null) throw new UsageError(`Invalid rule specification: ${rule}`);
  const [, topic, single, from, to] = match;
  const filter = topicFilter(topic ?? ".*");
  const low = Number(single ?? (from === "" ? 0 : (from ?? 0)));
  const high = single === undefined ? (to === undefined || to === "" ? Infinity : Number(to)) : low + 1;
  return {
    allowsTopic: (name) => filter.test(name),
    allows: (name, partition) => filter.test(name) && partition >= low && partition < high,
  };
}

/** @throws UsageError for malformed filters */
export function partitionFilter(values: ToolOptions): PartitionFilter {
  const rules = values.text("topic-partitions");
  if (rules !== undefined) {
    if (values.has("topic") || values.has("partitions")) {
      throw new UsageError("--topic-partitions cannot be used with --topic or --partitions");
    }
    const parsed = rules.split(",").map(parseRule);
    return {
      allowsTopic: (name) => parsed.some((rule) => rule.allowsTopic(name)),
      allows: (name, partition) => parsed.some((rule) => rule.allows(name, partition)),
    };
  }
  const topic = topicFilter(values.text("topic") ?? ".*");
  const list = values.text("partitions") ?? "";
  const ids = list === "" ? [] : list.split(",").map((id) => (/^\d+$/.test(id) ? Number(id) : Number.NaN));
  if (ids.some(Number.isNaN)) {
    throw new UsageError(`--partitions expects a comma separated list of numeric partition ids, but received: ${list}`);
  }
  const wanted = new Set(ids);
  return {
    allowsTopic: (name) => topic.test(name),
    allows: (name, partition) => topic.test(name) && (wanted.size === 0 || wanted.has(partition)),
  };
}

async function getOffsets(values: ToolOptions, io: CommandIo): Promise<PartitionOffset[]> {
  const spec = parseTime(values.text("time") ?? "latest");
  const filter = partitionFilter(values);
  return withAdmin(values, io, async (admin) => {
    const listed = await admin.listTopics({ listInternal: !values.has("exclude-internal-topics") });
    const names = listed.map((topic) => topic.name).filter((name) => filter.allowsTopic(name));
    const described = names.length === 0 ? [] : (await admin.describeTopics(names)).values();
    const partitions: TopicPartition[] = described.flatMap((topic) =>
      topic.partitions
        .map(({ partition }) => ({ topic: topic.name, partition }))
        .filter((one) => filter.allows(one.topic, one.partition)),
    );
    if (partitions.length === 0)
      throw new UsageError("Could not match any topic-partitions with the specified filters");
    const results = await admin.listOffsets(partitions.map((one) => ({ ...one, spec })));
    const name = (one: TopicPartition): string => `${one.topic}-${one.partition}`;
    const found: PartitionOffset[] = [];
    for (const one of partitions.sort((a, b) => (name(a) < name(b) ? -1 : 1))) {
      const outcome = results.outcome(one);
      if (outcome?.ok === true) {
        if (outcome.value.offset !== -1) found.push({ ...one, offset: outcome.value.offset });
      } else if (outcome?.error instanceof KafkaError) {
        io.onFailure?.();
        io.stderr.write(
          `Skip getting offsets for topic-partition ${name(one)} due to error: ${outcome.error.message}\n`,
        );
      }
    }
    return found;
  });
}

const tool: Tool = {
  name: "kafka-get-offsets",
  description: "An interactive shell for getting topic-partition offsets.",
  options(options) {
    addConnectionOptions(options);
    options
      .option("--topic-partitions <list>", "patterns `topic:partition`, `topic:from-to`, `:partition`, comma separated")
      .option("--topic <pattern>", "the topics; all if left out")
      .option("--partitions <ids>", "partition numbers, comma separated; all if left out")
      .option(
        "--time <time>",
        "a timestamp in ms, or latest, earliest, max-timestamp, earliest-local, latest-tiered, earliest-pending-upload",
      )
      .option("--exclude-internal-topics", "leave internal topics out");
  },
  async run(values, io) {
    values.required("bootstrap-server");
    try {
      for (const { topic, partition, offset } of await getOffsets(values, io)) {
        if (io.row === undefined) io.stdout.write(`${topic}:${partition}:${offset}\n`);
        else io.row({ topic, partition, offset });
      }
      return 0;
    } catch (error) {
      io.stderr.write(`Error occurred: ${describeFailure(error).replace(/^Error: /, "")}\n`);
      return 1;
    }
  },
};

export const getOffsetsCommand: Command = toolCommand(tool);
