// Generated from schema/consumer-protocol.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ConsumerProtocolAssignment: data, versions 0–3. */
export interface ConsumerProtocolAssignment {
  assignedPartitions: ConsumerProtocolAssignmentTopicPartition[];
  /** Default null. */
  userData: Uint8Array | null;
}

export const ConsumerProtocolAssignment: MessageCodec<ConsumerProtocolAssignment> = defineMessage<ConsumerProtocolAssignment>({
  name: "ConsumerProtocolAssignment",
  kind: "data",
  apiKey: -1,
  lowestVersion: 0,
  highestVersion: 3,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeConsumerProtocolAssignment,
  encode: encodeConsumerProtocolAssignment,
});

/** ConsumerProtocolSubscription: data, versions 0–3. */
export interface ConsumerProtocolSubscription {
  topics: string[];
  /** Default null. */
  userData: Uint8Array | null;
  /** Versions 1+. Dropped where the version lacks it. */
  ownedPartitions: ConsumerProtocolSubscriptionTopicPartition[];
  /** Versions 2+. Default -1. Dropped where the version lacks it. */
  generationId: number;
  /** Versions 3+. Default null. Dropped where the version lacks it. */
  rackId: string | null;
}

export const ConsumerProtocolSubscription: MessageCodec<ConsumerProtocolSubscription> = defineMessage<ConsumerProtocolSubscription>({
  name: "ConsumerProtocolSubscription",
  kind: "data",
  apiKey: -1,
  lowestVersion: 0,
  highestVersion: 3,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeConsumerProtocolSubscription,
  encode: encodeConsumerProtocolSubscription,
});

/** In `ConsumerProtocolAssignment.assignedPartitions`. */
export interface ConsumerProtocolAssignmentTopicPartition {
  /** A topic name. */
  topic: string;
  partitions: number[];
}

/** In `ConsumerProtocolSubscription.ownedPartitions`. */
export interface ConsumerProtocolSubscriptionTopicPartition {
  /** A topic name. */
  topic: string;
  partitions: number[];
}

function decodeConsumerProtocolAssignmentTopicPartition(reader: WireReader, _version: number): ConsumerProtocolAssignmentTopicPartition {
  const topic = reader.string("ConsumerProtocolAssignmentTopicPartition.topic");
  const partitions: number[] = [];
  for (let left = reader.arrayLength(4, "ConsumerProtocolAssignmentTopicPartition.partitions"); left > 0; left--) partitions.push(reader.int32("ConsumerProtocolAssignmentTopicPartition.partitions"));
  return { topic, partitions };
}

function encodeConsumerProtocolAssignmentTopicPartition(writer: WireWriter, message: Input<ConsumerProtocolAssignmentTopicPartition>, _version: number): void {
  const { topic = "", partitions = [] } = message;
  writer.string(topic, "ConsumerProtocolAssignmentTopicPartition.topic");
  writer.arrayLength(partitions, "ConsumerProtocolAssignmentTopicPartition.partitions");
  for (const element of partitions) writer.int32(element, "ConsumerProtocolAssignmentTopicPartition.partitions");
}

function decodeConsumerProtocolAssignment(reader: WireReader, version: number): ConsumerProtocolAssignment {
  const assignedPartitions: ConsumerProtocolAssignmentTopicPartition[] = [];
  for (let left = reader.arrayLength(6, "ConsumerProtocolAssignment.assignedPartitions"); left > 0; left--) assignedPartitions.push(decodeConsumerProtocolAssignmentTopicPartition(reader, version));
  const userData = reader.nullableBytes("ConsumerProtocolAssignment.userData");
  return { assignedPartitions, userData };
}

function encodeConsumerProtocolAssignment(writer: WireWriter, message: Input<ConsumerProtocolAssignment>, version: number): void {
  const { assignedPartitions = [], userData = null } = message;
  writer.arrayLength(assignedPartitions, "ConsumerProtocolAssignment.assignedPartitions");
  for (const element of assignedPartitions) encodeConsumerProtocolAssignmentTopicPartition(writer, element, version);
  writer.nullableBytes(userData, "ConsumerProtocolAssignment.userData");
}

function decodeConsumerProtocolSubscriptionTopicPartition(reader: WireReader, _version: number): ConsumerProtocolSubscriptionTopicPartition {
  const topic = reader.string("ConsumerProtocolSubscriptionTopicPartition.topic");
  const partitions: number[] = [];
  for (let left = reader.arrayLength(4, "ConsumerProtocolSubscriptionTopicPartition.partitions"); left > 0; left--) partitions.push(reader.int32("ConsumerProtocolSubscriptionTopicPartition.partitions"));
  return { topic, partitions };
}

function encodeConsumerProtocolSubscriptionTopicPartition(writer: WireWriter, message: Input<ConsumerProtocolSubscriptionTopicPartition>, _version: number): void {
  const { topic = "", partitions = [] } = message;
  writer.string(topic, "ConsumerProtocolSubscriptionTopicPartition.topic");
  writer.arrayLength(partitions, "ConsumerProtocolSubscriptionTopicPartition.partitions");
  for (const element of partitions) writer.int32(element, "ConsumerProtocolSubscriptionTopicPartition.partitions");
}

function decodeConsumerProtocolSubscription(reader: WireReader, version: number): ConsumerProtocolSubscription {
  const topics: string[] = [];
  for (let left = reader.arrayLength(2, "ConsumerProtocolSubscription.topics"); left > 0; left--) topics.push(reader.string("ConsumerProtocolSubscription.topics"));
  const userData = reader.nullableBytes("ConsumerProtocolSubscription.userData");
  const ownedPartitions: ConsumerProtocolSubscriptionTopicPartition[] = [];
  for (let left = version >= 1 ? reader.arrayLength(6, "ConsumerProtocolSubscription.ownedPartitions") : 0; left > 0; left--) ownedPartitions.push(decodeConsumerProtocolSubscriptionTopicPartition(reader, version));
  const generationId = version >= 2 ? reader.int32("ConsumerProtocolSubscription.generationId") : -1;
  const rackId = version >= 3 ? reader.nullableString("ConsumerProtocolSubscription.rackId") : null;
  return { topics, userData, ownedPartitions, generationId, rackId };
}

function encodeConsumerProtocolSubscription(writer: WireWriter, message: Input<ConsumerProtocolSubscription>, version: number): void {
  const { topics = [], userData = null, ownedPartitions = [], generationId = -1, rackId = null } = message;
  writer.arrayLength(topics, "ConsumerProtocolSubscription.topics");
  for (const element of topics) writer.string(element, "ConsumerProtocolSubscription.topics");
  writer.nullableBytes(userData, "ConsumerProtocolSubscription.userData");
  if (version >= 1) {
    writer.arrayLength(ownedPartitions, "ConsumerProtocolSubscription.ownedPartitions");
    for (const element of ownedPartitions) encodeConsumerProtocolSubscriptionTopicPartition(writer, element, version);
  }
  if (version >= 2) {
    writer.int32(generationId, "ConsumerProtocolSubscription.generationId");
  }
  if (version >= 3) {
    writer.nullableString(rackId, "ConsumerProtocolSubscription.rackId");
  }
}
