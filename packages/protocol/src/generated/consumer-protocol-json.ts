// Generated from schema/consumer-protocol.ts by `npm run generate`: do not edit.
import type { JsonField } from "../json-field.ts";

const consumerProtocolAssignmentTopicPartitionFields: readonly JsonField[] = [
  { name: "topic", from: 0, to: 3 },
  { name: "partitions", from: 0, to: 3 },
];
const consumerProtocolAssignmentFields: readonly JsonField[] = [
  { name: "assignedPartitions", from: 0, to: 3, fields: consumerProtocolAssignmentTopicPartitionFields },
  { name: "userData", from: 0, to: 3 },
];
const consumerProtocolSubscriptionTopicPartitionFields: readonly JsonField[] = [
  { name: "topic", from: 1, to: 3 },
  { name: "partitions", from: 1, to: 3 },
];
const consumerProtocolSubscriptionFields: readonly JsonField[] = [
  { name: "topics", from: 0, to: 3 },
  { name: "userData", from: 0, to: 3 },
  { name: "ownedPartitions", from: 1, to: 3, fields: consumerProtocolSubscriptionTopicPartitionFields },
  { name: "generationId", from: 2, to: 3 },
  { name: "rackId", from: 3, to: 3 },
];

/** The fields of each message by its name. */
export const JSON_FIELDS: ReadonlyMap<string, readonly JsonField[]> = new Map([
  ["ConsumerProtocolAssignment", consumerProtocolAssignmentFields],
  ["ConsumerProtocolSubscription", consumerProtocolSubscriptionFields],
]);
