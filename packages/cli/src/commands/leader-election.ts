// kafka-leader-election: has leaders of partitions elected, the preferred ones or (unclean) whoever is there.
import { ElectionType } from "@ottla/client";
import type { Admin, Results, TopicPartition } from "@ottla/client";
import type { Command, CommandIo } from "../command.ts";
import { withAdmin } from "../connection.ts";
import { InputError, UsageError } from "../failure.ts";
import { javaExceptionText } from "../java-exception.ts";
import { duplicates, nameOf } from "../partition-names.ts";
import { readTextFile } from "../properties.ts";
import { ToolOptions, toolCommand } from "../tool.ts";
import type { Tool } from "../tool.ts";

const TYPES: ReadonlyMap<string, ElectionType> = new Map([
  ["preferred", ElectionType.PREFERRED],
  ["unclean", ElectionType.UNCLEAN],
]);

/** The partitions that a file names. @throws InputError for a file that does not */
function partitionsOf(path: string): TopicPartition[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readTextFile(path));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError("Replica election data is empty", { cause: error });
  }
  const listed =
    typeof parsed === "object" && parsed !== null && "partitions" in parsed ? parsed.partitions : undefined;
  if (!Array.isArray(listed)) throw new InputError('Replica election data is missing "partitions" field');
  const found = listed.map((one: unknown) => {
    const topic = typeof one === "object" && one !== null && "topic" in one ? one.topic : undefined;
    const partition = typeof one === "object" && one !== null && "partition" in one ? one.partition : undefined;
    if (typeof topic !== "string" || typeof partition !== "number")
      throw new InputError(`Replica election data holds ${JSON.stringify(one)}, which is no partition`);
    return { topic, partition };
  });
  const twice = duplicates(found.map(nameOf));
  if (twice.length > 0)
    throw new InputError(`Replica election data contains duplicate partitions: [${twice.join(", ")}]`);
  return found;
}

/** @throws UsageError for options that are missing or do not go together */
function wanted(values: ToolOptions): { type: ElectionType; word: string; partitions: TopicPartition[] | undefined } {
  const missing = ["bootstrap-server", "election-type"].filter((name) => !values.has(name));
  const ways = ["topic", "all-topic-partitions", "path-to-json-file"].filter((name) => values.has(name));
  if (missing.length > 0) throw new UsageError(`Missing required option(s): ${missing.join(", ")}`);
  if (ways.length !== 1)
    throw new UsageError(
      "One and only one of the following options is required: topic, all-topic-partitions, path-to-json-file",
    );
  if (values.has("topic") && !values.has("partition")) throw new UsageError("Missing required option(s): partition");
  if (values.has("partition") && !values.has("topic"))
    throw new UsageError("Option partition is only allowed if topic is used");
  const word = values.required("election-type").toLowerCase();
  const type = TYPES.get(word);
  if (type === undefined) throw new UsageError(`Cannot parse argument '${word}' of option election-type`);
  if (values.has("all-topic-partitions")) return { type, word, partitions: undefined };
  const file = values.text("path-to-json-file");
  if (file !== undefined) return { type, word, partitions: partitionsOf(file) };
  return { type, word, partitions: [{ topic: values.required("topic"), partition: values.integer("partition") ?? 0 }] };
}

/** What became of each, as rows. @returns how many failed */
function printRows(
  results: Results<TopicPartition, void>,
  electionType: string,
  row: NonNullable<CommandIo["row"]>,
): number {
  let failures = 0;
  for (const [{ topic, partition }, outcome] of results) {
    const error = outcome.ok ? undefined : outcome.error;
    const isUnneeded = error?.code === "ELECTION_NOT_NEEDED";
    const result = outcome.ok ? "elected" : isUnneeded ? "not needed" : "failed";
    const failure = error === undefined || isUnneeded ? undefined : error;
    if (failure !== undefined) failures++;
    row({ topic, partition, electionType, result, error: failure?.code ?? null, message: failure?.message ?? null });
  }
  return failures;
}

async function elect(admin: Admin, values: ToolOptions, io: CommandIo): Promise<number> {
  const { type, word, partitions } = wanted(values);
  const results = await admin.electLeaders(type, partitions);
  const name = word.toUpperCase();
  if (io.row !== undefined) return told(printRows(results, name, io.row), io);
  const elected: string[] = [];
  const unneeded: string[] = [];
  const failed: [string, Error][] = [];
  for (const [partition, outcome] of results) {
    if (outcome.ok) elected.push(nameOf(partition));
    else if (outcome.error.code === "ELECTION_NOT_NEEDED") unneeded.push(nameOf(partition));
    else failed.push([nameOf(partition), outcome.error]);
  }
  if (elected.length > 0)
    io.stdout.write(`Successfully completed leader election (${name}) for partitions ${elected.join(", ")}\n`);
  if (unneeded.length > 0) io.stdout.write(`Valid replica already elected for partitions ${unneeded.join(", ")}\n`);
  for (const [partition, error] of failed) {
    io.stdout.write(
      `Error completing leader election (${name}) for partition: ${partition}: ${javaExceptionText(error)}\n`,
    );
  }
  return told(failed.length, io);
}

/** @returns the exit code */
function told(failures: number, io: CommandIo): number {
  if (failures === 0) return 0;
  io.stderr.write(`${failures} replica(s) could not be elected\n`);
  return 1;
}

/** The options with the old name of --command-config in its place. */
function withNewName(values: ToolOptions, io: CommandIo): ToolOptions {
  const old = values.text("admin.config");
  if (old === undefined) return values;
  io.stdout.write(
    "Option --admin.config has been deprecated and will be removed in a future version. Use --command-config instead.\n",
  );
  return new ToolOptions({ "bootstrap-server": values.text("bootstrap-server"), "command-config": old });
}

const tool: Tool = {
  name: "kafka-leader-election",
  description:
    "This tool attempts to elect a new leader for a set of topic partitions. The type of elections supported are preferred replicas and unclean replicas.",
  options(options) {
    options
      .option("--bootstrap-server <server>", "REQUIRED: the Kafka server to connect to")
      .option("--command-config <file>", "property file with configurations for the client")
      .option("--admin.config <file>", "DEPRECATED: the same as --command-config")
      .option("--election-type <type>", "REQUIRED: preferred or unclean")
      .option("--topic <topic>", "the topic of the partition")
      .option("--partition <partition>", "the partition of --topic")
      .option("--all-topic-partitions", "all partitions that need it")
      .option("--path-to-json-file <file>", 'a file such as {"partitions": [{"topic": "foo", "partition": 1}]}');
  },
  async run(values, io) {
    wanted(values);
    return await withAdmin(withNewName(values, io), io, (admin) => elect(admin, values, io));
  },
};

export const leaderElection: Command = toolCommand(tool);
