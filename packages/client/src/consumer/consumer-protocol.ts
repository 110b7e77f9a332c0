/**
 * The bytes that members of a classic consumer group exchange inside of join and sync: a version, then a subscription or an assignment.
 *
 * They must be Java's, because groups mix clients. A version newer than known is read as the newest known, as the format only grows.
 */
import { WireReader, WireWriter } from "@ottla/protocol";
import type { MessageCodec } from "@ottla/protocol";
import { ConsumerProtocolAssignment, ConsumerProtocolSubscription } from "@ottla/protocol/messages/consumer-protocol";
import { KafkaError } from "../errors.ts";
import { compareTopicPartitions } from "../topic-partition.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { MemberAssignment, MemberSubscription } from "./assignors/assignor.ts";

/** The protocol type of consumer groups. */
export const CONSUMER_PROTOCOL_TYPE = "consumer";

const HIGHEST_VERSION = 3;

/** The bytes a member sends with JoinGroup for one assignor. */
export function encodeSubscription(subscription: Omit<MemberSubscription, "groupInstanceId">): Uint8Array {
  const writer = new WireWriter(256);
  writer.int16(HIGHEST_VERSION, "version");
  const message = {
    topics: [...subscription.topics].sort(),
    userData: subscription.userData,
    ownedPartitions: groupedPartitions(subscription.ownedPartitions),
    generationId: subscription.generationId ?? -1,
    rackId: subscription.rackId ?? null,
  };
  ConsumerProtocolSubscription.encode(writer, message, HIGHEST_VERSION);
  return writer.finishBytes();
}

/** What a member said. Throws a {@link KafkaError} when the bytes are none of the known forms. */
export function decodeSubscription(bytes: Uint8Array, groupInstanceId: string | null = null): MemberSubscription {
  const message = decodeVersioned(ConsumerProtocolSubscription, bytes);
  return {
    topics: message.topics,
    userData: message.userData,
    ownedPartitions: flatPartitions(message.ownedPartitions),
    generationId: message.generationId < 0 ? undefined : message.generationId,
    rackId: message.rackId ?? undefined,
    groupInstanceId: groupInstanceId ?? undefined,
  };
}

/** The bytes the leader sends with SyncGroup for one member. */
export function encodeAssignment(assignment: MemberAssignment): Uint8Array {
  const writer = new WireWriter(256);
  writer.int16(HIGHEST_VERSION, "version");
  const assignedPartitions = groupedPartitions(assignment.partitions, false);
  ConsumerProtocolAssignment.encode(writer, { assignedPartitions, userData: assignment.userData }, HIGHEST_VERSION);
  return writer.finishBytes();
}

/** What a member got; empty bytes are an empty assignment. */
export function decodeAssignment(bytes: Uint8Array): MemberAssignment {
  if (bytes.length === 0) return { partitions: [], userData: null };
  const message = decodeVersioned(ConsumerProtocolAssignment, bytes);
  return { partitions: flatPartitions(message.assignedPartitions), userData: message.userData };
}

function decodeVersioned<T>(codec: MessageCodec<T>, bytes: Uint8Array): T {
  const reader = new WireReader(bytes);
  const version = reader.int16("version");
  if (version < 0) throw new KafkaError("CORRUPT_RESPONSE", `Unsupported version of the consumer protocol: ${version}`);
  return codec.decode(reader, Math.min(version, HIGHEST_VERSION));
}

/** Java sorts owned partitions before grouping them, and keeps the assignor's order in assignments. */
function groupedPartitions(
  partitions: readonly TopicPartition[],
  sorted = true,
): { topic: string; partitions: number[] }[] {
  const groups = new Map<string, number[]>();
  for (const { topic, partition } of sorted ? [...partitions].sort(compareTopicPartitions) : partitions) {
    const group = groups.get(topic);
    if (group === undefined) groups.set(topic, [partition]);
    else group.push(partition);
  }
  return [...groups].map(([topic, ids]) => ({ topic, partitions: ids }));
}

function flatPartitions(
  topics: readonly { readonly topic: string; readonly partitions: readonly number[] }[],
): TopicPartition[] {
  return topics.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })));
}
