// kafka-topics --create, --alter, --delete and --list.
import { KafkaError } from "@ottla/client";
import type { Admin, NewTopic } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import { UsageError } from "../../failure.ts";
import { isInternalTopic, topicFilter } from "../../java-regex.ts";
import type { ToolOptions } from "../../tool.ts";

const NAME_COLLISION_WARNING =
  "WARNING: Due to limitations in metric names, topics with a period ('.') or underscore ('_') could collide. To avoid issues it is " +
  "best to use either, but not both.";

/** Names of the topics that match --topic, sorted as the cluster lists them. */
export async function matchingTopics(admin: Admin, values: ToolOptions, required: boolean): Promise<string[]> {
  const listed = await admin.listTopics({ listInternal: true });
  const wanted = values.text("topic");
  const filter = wanted === undefined || wanted === "" ? undefined : topicFilter(wanted);
  const found = listed
    .map((topic) => topic.name)
    .filter((name) => (filter?.test(name) ?? true) && !(values.has("exclude-internal") && isInternalTopic(name)));
  if (required && filter !== undefined && found.length === 0) {
    throw new UsageError(`Topic '${wanted ?? ""}' does not exist as expected`);
  }
  return found;
}

function configsToAdd(values: ToolOptions): Map<string, string> {
  return new Map(
    values.list("config").map((entry) => {
      const [name, value, ...rest] = entry.split(/\s*=\s*/);
      if (name === undefined || value === undefined || rest.length > 0) {
        throw new UsageError(
          'requirement failed: Invalid topic config: all configs to be added must be in the format "key=val".',
        );
      }
      return [name.trim(), value.trim()];
    }),
  );
}

/** `1:2,2:1` → replica ids by partition. */
export function parseReplicaAssignment(text: string): Map<number, readonly number[]> {
  const assignment = new Map<number, readonly number[]>();
  for (const [partition, list] of text.split(",").entries()) {
    const replicas = list.split(":").map((id) => {
      if (!/^\s*\d+\s*$/.test(id)) throw new UsageError(`For input string: "${id}"`);
      return Number(id);
    });
    const repeated = replicas.filter((id, index) => replicas.indexOf(id) !== index);
    if (repeated.length > 0) {
      throw new UsageError(
        `Partition replica lists may not contain duplicate entries: ${[...new Set(repeated)].join(",")}`,
      );
    }
    assignment.set(partition, replicas);
    if (replicas.length !== assignment.get(0)?.length) {
      throw new UsageError(`Partition ${partition} has different replication factor: [${replicas.join(", ")}]`);
    }
  }
  return assignment;
}

function newTopic(values: ToolOptions, name: string): NewTopic {
  const assignment = values.text("replica-assignment");
  const partitions = values.integer("partitions");
  const replicationFactor = values.integer("replication-factor");
  if (partitions !== undefined && partitions < 1) throw new UsageError("The partitions must be greater than 0");
  if (replicationFactor !== undefined && (replicationFactor < 1 || replicationFactor > 32767)) {
    throw new UsageError("The replication factor must be between 1 and 32767 inclusive");
  }
  return {
    name,
    configs: configsToAdd(values),
    ...(partitions === undefined ? {} : { numPartitions: partitions }),
    ...(replicationFactor === undefined ? {} : { replicationFactor }),
    ...(assignment === undefined ? {} : { replicasAssignments: parseReplicaAssignment(assignment) }),
  };
}

export async function createTopic(admin: Admin, values: ToolOptions, { stdout: out }: CommandIo): Promise<void> {
  const name = values.required("topic");
  const topic = newTopic(values, name);
  if (/[._]/.test(name)) out.write(`${NAME_COLLISION_WARNING}\n`);
  try {
    (await admin.createTopics([topic])).throwIfAnyFailed();
    out.write(`Created topic ${name}.\n`);
  } catch (error) {
    const exists = error instanceof KafkaError && error.code === "TOPIC_ALREADY_EXISTS";
    if (!(exists && values.has("if-not-exists"))) throw error;
  }
}

export async function alterTopics(admin: Admin, values: ToolOptions): Promise<void> {
  const names = await matchingTopics(admin, values, !values.has("if-exists"));
  if (names.length === 0) return;
  const totalCount = values.integer("partitions") ?? 0;
  const text = values.text("replica-assignment");
  const descriptions = text === undefined ? undefined : await admin.describeTopics(names);
  const changes = names.map((topic) => {
    if (text === undefined || descriptions === undefined) return { topic, totalCount };
    const existing = descriptions.value(topic).partitions.length;
    const assignment = parseReplicaAssignment(text);
    return { topic, totalCount, newAssignments: [...assignment.values()].slice(existing) };
  });
  (await admin.createPartitions(changes)).throwIfAnyFailed();
}

export async function deleteTopics(admin: Admin, values: ToolOptions): Promise<void> {
  const names = await matchingTopics(admin, values, !values.has("if-exists"));
  if (names.length > 0) (await admin.deleteTopics(names)).throwIfAnyFailed();
}

export async function listTopics(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const names = (await matchingTopics(admin, values, false)).toSorted();
  if (io.row === undefined) io.stdout.write(`${names.join("\n")}\n`);
  else for (const topic of names) io.row({ topic });
}
