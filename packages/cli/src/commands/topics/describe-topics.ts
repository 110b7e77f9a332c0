// kafka-topics --describe: a header line a topic and a line a partition, or the reports that pick partitions or topics.
import { ZERO_UUID, uuidFromBytes } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import { ConfigResourceType, ConfigSource, KafkaError } from "@ottla/client";
import type {
  Admin,
  ConfigEntry,
  KafkaNode,
  PartitionReassignment,
  TopicDescription,
  TopicPartitionInfo,
} from "@ottla/client";
import type { CommandIo, Row } from "../../command.ts";
import { UsageError } from "../../failure.ts";
import { javaHashOrder } from "../../java-hash-order.ts";
import type { ToolOptions } from "../../tool.ts";
import { matchingTopics } from "./change-topics.ts";

interface DescribedPartition {
  readonly info: TopicPartitionInfo;
  readonly minIsr: number;
  readonly reassignment: PartitionReassignment | undefined;
}

function ids(nodes: readonly KafkaNode[]): string {
  return nodes.map((node) => node.id).join(",");
}

/** Replicas that count: while a move is going on, those that are being added do not. */
function replicationFactor({ info, reassignment }: DescribedPartition): number {
  if (reassignment === undefined) return info.replicas.length;
  const changing = new Set([...reassignment.addingReplicas, ...reassignment.removingReplicas]);
  const isMoving = info.replicas.some((node) => changing.has(node.id));
  return isMoving ? reassignment.replicas.length - reassignment.addingReplicas.length : info.replicas.length;
}

const REPORTS: readonly (readonly [string, (partition: DescribedPartition) => boolean])[] = [
  ["under-replicated-partitions", (partition) => replicationFactor(partition) > partition.info.isr.length],
  ["unavailable-partitions", ({ info }) => info.leader === null],
  ["under-min-isr-partitions", ({ info, minIsr }) => info.leader === null || info.isr.length < minIsr],
  ["at-min-isr-partitions", ({ info, minIsr }) => info.isr.length === minIsr],
];

/** Java's client keeps configurations in a HashMap. */
function inJavaOrder(entries: readonly ConfigEntry[]): ConfigEntry[] {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return javaHashOrder([...byName.keys()]).flatMap((name) => byName.get(name) ?? []);
}

function topicLine(topic: TopicDescription, overrides: readonly ConfigEntry[], factor: number): string {
  const id = topic.topicId === ZERO_UUID ? "" : `\tTopicId: ${topic.topicId}`;
  const configs = overrides.map((entry) => `${entry.name}=${entry.value ?? ""}`).join(",");
  return `Topic: ${topic.name}${id}\tPartitionCount: ${topic.partitions.length}\tReplicationFactor: ${factor}\tConfigs: ${configs}\n`;
}

function partitionLine(topic: string, { info, reassignment }: DescribedPartition): string {
  const moving =
    reassignment === undefined
      ? ""
      : `\tAdding Replicas: ${reassignment.addingReplicas.join(",")}\tRemoving Replicas: ${reassignment.removingReplicas.join(",")}`;
  const elr = info.elr === null ? "N/A" : ids(info.elr);
  const lastKnownElr = info.lastKnownElr === null ? "N/A" : ids(info.lastKnownElr);
  return (
    `\tTopic: ${topic}\tPartition: ${info.partition}\tLeader: ${info.leader?.id ?? "none"}\tReplicas: ${ids(info.replicas)}` +
    `\tIsr: ${ids(info.isr)}${moving}\tElr: ${elr}\tLastKnownElr: ${lastKnownElr}\n`
  );
}

/** @throws UsageError for what is not 16 bytes in base64 */
function parseUuid(text: string): Uuid {
  if (text.length > 24)
    throw new UsageError(
      `Input string with prefix \`${text.slice(0, 24)}\` is too long to be decoded as a base64 UUID`,
    );
  const bytes = Buffer.from(text, "base64url");
  if (bytes.length === 16) return uuidFromBytes(bytes, 0);
  throw new UsageError(
    `Input string \`${text}\` decoded as ${bytes.length} bytes, which is not equal to the expected 16 bytes of a base64-encoded UUID`,
  );
}

async function describe(admin: Admin, values: ToolOptions): Promise<TopicDescription[]> {
  const text = values.text("topic-id");
  const topicId = text === undefined ? ZERO_UUID : parseUuid(text);
  const mustExist = !values.has("if-exists");
  if (topicId !== ZERO_UUID) {
    const outcome = (await admin.describeTopics({ topicIds: [topicId] })).outcome(topicId);
    if (outcome?.ok === true) return [outcome.value];
    if (mustExist) throw new UsageError(`TopicId '${topicId}' does not exist as expected`);
    return [];
  }
  const names = (await matchingTopics(admin, values, mustExist)).sort();
  const limit = values.integer("partition-size-limit-per-response");
  const options = limit === undefined ? {} : { partitionSizeLimitPerResponse: limit };
  return names.length === 0 ? [] : (await admin.describeTopics(names, options)).values();
}

/** Moves in progress by `topic-partition`; none where the broker does not tell. */
async function reassignments(admin: Admin): Promise<Map<string, PartitionReassignment>> {
  try {
    const moving = await admin.listPartitionReassignments();
    return new Map(moving.map((one) => [`${one.topic}-${one.partition}`, one]));
  } catch (error) {
    const isRefused =
      error instanceof KafkaError && /UNSUPPORTED_VERSION|AUTHORIZATION_FAILED|UNSUPPORTED_API/.test(error.code);
    if (!isRefused) throw error;
    return new Map();
  }
}

function topicRow(topic: TopicDescription, overrides: readonly ConfigEntry[], factor: number): Row {
  const configs = Object.fromEntries(overrides.map((entry) => [entry.name, entry.value]));
  const { name, topicId, partitions } = topic;
  return { topic: name, topicId, partitionCount: partitions.length, replicationFactor: factor, configs };
}

function partitionRow(topic: string, { info, reassignment }: DescribedPartition): Row {
  const idsOf = (nodes: readonly KafkaNode[] | null): number[] | null => nodes?.map((node) => node.id) ?? null;
  return {
    topic,
    partition: info.partition,
    leader: info.leader?.id ?? null,
    replicas: idsOf(info.replicas),
    isr: idsOf(info.isr),
    elr: idsOf(info.elr),
    lastKnownElr: idsOf(info.lastKnownElr),
    ...(reassignment && {
      addingReplicas: reassignment.addingReplicas,
      removingReplicas: reassignment.removingReplicas,
    }),
  };
}

export async function describeTopics(admin: Admin, values: ToolOptions, io: CommandIo): Promise<void> {
  const { stdout: out, row } = io;
  const topics = await describe(admin, values);
  if (topics.length === 0) return;
  const resources = topics.map((topic) => ({ type: ConfigResourceType.TOPIC, name: topic.name }));
  const configs = await admin.describeConfigs(resources);
  const moving = await reassignments(admin);
  const reports = REPORTS.filter(([name]) => values.has(name));
  for (const [index, topic] of topics.entries()) {
    const resource = resources[index];
    const entries = resource === undefined ? [] : configs.value(resource);
    const overrides = inJavaOrder(entries).filter(
      (entry) => entry.source !== ConfigSource.DEFAULT_CONFIG && !entry.isDefault,
    );
    const minIsr = Number(entries.find((entry) => entry.name === "min.insync.replicas")?.value ?? 1);
    const partitions = topic.partitions.map((info) => ({
      info,
      minIsr,
      reassignment: moving.get(`${topic.name}-${info.partition}`),
    }));
    const [first] = partitions;
    const isListed = !values.has("topics-with-overrides") || overrides.length > 0;
    if (reports.length === 0 && isListed) {
      const factor = first === undefined ? 0 : replicationFactor(first);
      if (row === undefined) out.write(topicLine(topic, overrides, factor));
      else row(topicRow(topic, overrides, factor));
    }
    if (values.has("topics-with-overrides")) continue;
    for (const partition of partitions) {
      if (reports.length === 0 || reports.some(([, matches]) => matches(partition))) {
        if (row === undefined) out.write(partitionLine(topic.name, partition));
        else row(partitionRow(topic.name, partition));
      }
    }
  }
}
