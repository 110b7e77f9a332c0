// The files of kafka-reassign-partitions: which partitions go where (`{"version":1,"partitions":[…]}`), and topics to move.
import type { TopicPartition, TopicPartitionReplica } from "@ottla/client";
import type { CommandIo } from "../../command.ts";
import { InputError } from "../../failure.ts";
import { byPartition, duplicates, nameOf } from "../../partition-names.ts";
import { replicaKey } from "./names.ts";

const VERSION = 1;
/** The word for a log directory that the broker picks. */
const ANY_LOG_DIR = "any";

/** A partition and the brokers it shall be on. */
export interface Assignment extends TopicPartition {
  readonly replicas: readonly number[];
}

/** A replica and the log directory it shall be in. */
export type DirectoryMove = TopicPartitionReplica & { readonly logDir: string };

export interface ReassignmentPlan {
  readonly partitions: readonly Assignment[];
  readonly moves: readonly DirectoryMove[];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InputError("The input string is not a valid JSON", { cause });
  }
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new InputError(`Expected JSON object, received ${JSON.stringify(value)}`);
  }
  return new Map(Object.entries(value));
}

function arrayOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new InputError(`Expected JSON array, received ${JSON.stringify(value)}`);
  return value;
}

function required(fields: ReadonlyMap<string, unknown>, name: string): unknown {
  if (!fields.has(name)) throw new InputError(`No such field exists: \`${name}\``);
  return fields.get(name);
}

function textOf(value: unknown): string {
  if (typeof value !== "string") throw new InputError(`Expected \`String\` value, received ${JSON.stringify(value)}`);
  return value;
}

function integerOf(value: unknown): number {
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw new InputError(`Expected \`Integer\` value, received ${JSON.stringify(value)}`);
  }
  return value;
}

/** The members of a file of the version that there is. */
function contentOf(text: string): ReadonlyMap<string, unknown> {
  const fields = fieldsOf(parsed(text));
  const version = fields.has("version") ? integerOf(fields.get("version")) : VERSION;
  if (version !== VERSION) throw new InputError(`Not supported version field value ${version}`);
  return fields;
}

/** Reads a plan as it stands there, duplicates included. @throws InputError for a file that is none */
export function parsePlan(text: string): ReassignmentPlan {
  const partitions: Assignment[] = [];
  const moves = new Map<string, DirectoryMove>();
  for (const entry of arrayOf(contentOf(text).get("partitions") ?? [])) {
    const fields = fieldsOf(entry);
    const topic = textOf(required(fields, "topic"));
    const partition = integerOf(required(fields, "partition"));
    const replicas = arrayOf(required(fields, "replicas")).map(integerOf);
    const logDirs = fields.has("log_dirs")
      ? arrayOf(fields.get("log_dirs")).map(textOf)
      : replicas.map(() => ANY_LOG_DIR);
    if (logDirs.length !== replicas.length) {
      throw new InputError(
        `Size of replicas list [${replicas.join(", ")}] is different from size of log dirs list ` +
          `[${logDirs.join(", ")}] for partition ${topic}-${partition}`,
      );
    }
    partitions.push({ topic, partition, replicas });
    for (const [index, brokerId] of replicas.entries()) {
      const move = { topic, partition, brokerId, logDir: logDirs[index]! };
      if (move.logDir !== ANY_LOG_DIR) moves.set(replicaKey(move), move);
    }
  }
  return { partitions, moves: [...moves.values()] };
}

/** Reads a plan that is to be executed: it must not be empty, nor name anything twice. @throws InputError */
export function parseExecutablePlan(text: string): ReassignmentPlan {
  const plan = parsePlan(text);
  const { partitions } = plan;
  if (partitions.length === 0) throw new InputError("Partition reassignment list cannot be empty");
  if (partitions.some(({ replicas }) => replicas.length === 0)) {
    throw new InputError("Partition replica list cannot be empty");
  }
  const twice = duplicates(partitions.map(nameOf));
  if (twice.length > 0) {
    throw new InputError(`Partition reassignment contains duplicate topic partitions: ${twice.join(",")}`);
  }
  const repeated = partitions.flatMap((one) => {
    const brokers = duplicates(one.replicas);
    return brokers.length === 0 ? [] : [`${nameOf(one)} contains multiple entries for ${brokers.join(",")}`];
  });
  if (repeated.length > 0) {
    throw new InputError(`Partition replica lists may not contain duplicate entries: ${repeated.join(". ")}`);
  }
  return plan;
}

/** The topics that a file names. @throws InputError for a file that names one twice, or is none */
export function parseTopicsToMove(text: string): readonly string[] {
  const entries = arrayOf(contentOf(text).get("topics") ?? []);
  const topics = entries.map((entry) => textOf(required(fieldsOf(entry), "topic")));
  const twice = duplicates(topics);
  if (twice.length > 0) {
    throw new InputError(`List of topics to reassign contains duplicate entries: [${twice.join(", ")}]`);
  }
  return topics;
}

/** The entries of a plan, in order. */
function entriesOf(assignments: readonly Assignment[], logDirs: ReadonlyMap<string, string>): PlanEntry[] {
  return assignments.toSorted(byPartition).map(({ topic, partition, replicas }) => ({
    topic,
    partition,
    replicas,
    log_dirs: replicas.map((brokerId) => logDirs.get(replicaKey({ topic, partition, brokerId })) ?? ANY_LOG_DIR),
  }));
}

interface PlanEntry extends Assignment {
  readonly log_dirs: readonly string[];
}

/** A plan as rows, each with what it is a plan of. */
export function printPlan(
  state: "current" | "proposed" | "started",
  assignments: readonly Assignment[],
  logDirs: ReadonlyMap<string, string>,
  row: NonNullable<CommandIo["row"]>,
): void {
  for (const { log_dirs: dirs, ...one } of entriesOf(assignments, logDirs)) row({ state, ...one, logDirs: dirs });
}

/** A plan as one line, for a later `--reassignment-json-file`. */
export function planJson(assignments: readonly Assignment[], logDirs: ReadonlyMap<string, string>): string {
  return JSON.stringify({ version: VERSION, partitions: entriesOf(assignments, logDirs) });
}
