// kafka-log-dirs: the log directories of brokers, and the size of each partition in them, as one line of JSON.
import { javaStringHashCode } from "@ottla/base";
import type { Admin, LogDirDescription } from "@ottla/client";
import type { Command, CommandIo, Row } from "../command.ts";
import { addConnectionOptions, withAdmin } from "../connection.ts";
import { UsageError } from "../failure.ts";
import { javaExceptionName } from "../java-exception.ts";
import { inHashOrder, javaHashOrder } from "../java-hash-order.ts";
import { toolCommand } from "../tool.ts";
import type { Tool, ToolOptions } from "../tool.ts";

type Replica = LogDirDescription["replicas"][number];

function listed(values: ToolOptions, name: string): string[] {
  return (values.text(name) ?? "").split(",").filter((part) => part !== "");
}

function brokerId(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new UsageError(`For input string: "${text}"`);
  return Number(text);
}

/** The hash of Java's TopicPartition. */
function partitionHash({ topic, partition }: Replica): number {
  return (Math.imul(31, 31 + partition) + javaStringHashCode(topic)) | 0;
}

function replicasJson(replicas: readonly Replica[]): string {
  const texts = inHashOrder(replicas, partitionHash).map(
    ({ topic, partition, sizeBytes, offsetLag, isFuture }) =>
      `{"partition":${JSON.stringify(`${topic}-${partition}`)},"size":${sizeBytes},"offsetLag":${offsetLag},"isFuture":${isFuture}}`,
  );
  return `[${texts.join(",")}]`;
}

function directoryJson({ path, error, replicas }: LogDirDescription, topics: ReadonlySet<string>): string {
  // Java puts all of them into one table, and those that are shown into another.
  const all = inHashOrder(replicas, partitionHash);
  const shown = topics.size === 0 ? all : all.filter(({ topic }) => topics.has(topic));
  const errorText = error === null ? "null" : `"org.apache.kafka.common.errors.${javaExceptionName(error)}"`;
  return `{"partitions":${replicasJson(shown)},"error":${errorText},"logDir":${JSON.stringify(path)}}`;
}

/** The line that is printed; its members stand where Java's hash tables have them. */
export function logDirsJson(
  brokers: readonly (readonly [number, readonly LogDirDescription[]])[],
  topics: ReadonlySet<string>,
): string {
  const texts = brokers.map(([broker, directories]) => {
    const byPath = new Map(directories.map((directory) => [directory.path, directory]));
    const ordered = javaHashOrder([...byPath.keys()]).flatMap((path) => byPath.get(path) ?? []);
    return `{"broker":${broker},"logDirs":[${ordered.map((one) => directoryJson(one, topics)).join(",")}]}`;
  });
  return `{"brokers":[${texts.join(",")}],"version":1}`;
}

/** The same, an object a broker. */
function logDirsOf(
  brokers: readonly (readonly [number, readonly LogDirDescription[]])[],
  topics: ReadonlySet<string>,
): Row[] {
  return brokers.map(([broker, directories]) => ({
    broker,
    logDirs: directories.map(({ path, error, replicas }) => ({
      logDir: path,
      error: error === null ? null : javaExceptionName(error),
      partitions: replicas.filter(({ topic }) => topics.size === 0 || topics.has(topic)),
    })),
  }));
}

async function describe(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const topics = new Set(listed(values, "topic-list"));
  const asked = [...new Set(listed(values, "broker-list").map(brokerId))];
  const { nodes } = await admin.describeCluster();
  const existing = nodes.map(({ id }) => id).sort((a, b) => a - b);
  const unknown = asked.filter((id) => !existing.includes(id)).sort((a, b) => a - b);
  if (unknown.length > 0) {
    throw new UsageError(
      `ERROR: The given brokers do not exist from --broker-list: ${unknown.join(",")}. ` +
        `Current existent brokers: ${existing.join(",")}`,
    );
  }
  const brokers = asked.length === 0 ? existing : asked.sort((a, b) => a - b);
  if (io.row === undefined) io.stdout.write("Querying brokers for log directories information\n");
  const described = await admin.describeLogDirs(brokers);
  described.throwIfAnyFailed();
  const pairs = brokers.map((id) => [id, described.value(id)] as const);
  if (io.row !== undefined) {
    for (const one of logDirsOf(pairs, topics)) io.row(one);
    return;
  }
  io.stdout.write(`Received log directory information from brokers ${brokers.join(",")}\n`);
  io.stdout.write(`${logDirsJson(pairs, topics)}\n`);
}

const tool: Tool = {
  name: "kafka-log-dirs",
  description: "Tells what is in the log directories of brokers.",
  options(options) {
    addConnectionOptions(options);
    options
      .option("--describe", "REQUIRED: describe the log directories of the brokers")
      .option("--topic-list <topics>", "topics, separated by commas; all when left out")
      .option("--broker-list <brokers>", "ids of brokers, separated by commas; all when left out");
  },
  async run(values, io) {
    values.required("bootstrap-server");
    if (!values.has("describe")) throw new UsageError('Missing required argument "[describe]"');
    await withAdmin(values, io, (admin) => describe(admin, values, io));
    return 0;
  },
};

export const logDirs: Command = toolCommand(tool);
