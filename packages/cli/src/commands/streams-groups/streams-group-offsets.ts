// Offsets of groups of Kafka Streams: committed ones of source topics alone, as internal topics have offsets too.
import { KafkaError } from "@ottla/client";
import type { Admin, OffsetAndMetadata, StreamsGroupDescription, TopicPartition } from "@ottla/client";
import { InputError } from "../../failure.ts";
import { javaExceptionText } from "../../java-exception.ts";
import type { ToolOptions } from "../../tool-options.ts";
import { nameOf } from "../../partition-names.ts";
import { callOptions } from "../consumer-groups/group-options.ts";

/** @throws KafkaError where the group is not there, or is of another type */
export async function describeGroup(
  admin: Admin,
  groupId: string,
  values: ToolOptions,
): Promise<StreamsGroupDescription> {
  return (await admin.describeStreamsGroups([groupId], callOptions(values))).value(groupId);
}

/** Where Kafka's tool has wrapped what a broker said, the name of the wrapping is part of its message. */
export function asExecutionException(error: unknown): never {
  if (!(error instanceof KafkaError)) throw error;
  throw new InputError(`java.util.concurrent.ExecutionException: ${javaExceptionText(error)}`);
}

export interface CommittedOffset extends TopicPartition {
  readonly committed: OffsetAndMetadata | null;
}

/** What the group has committed in the source topics of its topology. */
export async function sourceOffsets(
  admin: Admin,
  group: StreamsGroupDescription,
  values: ToolOptions,
): Promise<readonly CommittedOffset[]> {
  const sources = new Set(group.subtopologies.flatMap((one) => one.sourceTopics));
  const listed = await admin.listStreamsGroupOffsets([group.groupId], callOptions(values));
  return listed.value(group.groupId).filter(({ topic }) => sources.has(topic));
}

/** Partitions of which the group has offsets, by name. */
export async function partitionsOfGroup(
  admin: Admin,
  groupId: string,
  values: ToolOptions,
): Promise<ReadonlySet<string>> {
  const listed = await admin.listStreamsGroupOffsets([groupId], callOptions(values));
  return new Set(listed.value(groupId).map(nameOf));
}

/** The partitions that the active tasks of the group's members read. */
export function activePartitions(group: StreamsGroupDescription): TopicPartition[] {
  const topics = new Map(
    group.subtopologies.map((one) => [one.subtopologyId, [...one.sourceTopics, ...one.repartitionSourceTopics]]),
  );
  const found = new Map<string, TopicPartition>();
  for (const { subtopologyId, partitions } of group.members.flatMap((member) => member.assignment.activeTasks)) {
    for (const topic of topics.get(subtopologyId) ?? [])
      for (const partition of partitions) found.set(nameOf({ topic, partition }), { topic, partition });
  }
  return [...found.values()];
}
