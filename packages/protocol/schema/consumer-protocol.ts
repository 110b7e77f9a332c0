// Subscription and assignment that classic group members exchange through the coordinator.
// ConsumerProtocolAssignment: v0: first · v1: same bytes, newer behaviour or error codes · v2: same bytes, newer
//   behaviour or error codes · v3: same bytes, newer behaviour or error codes.
// ConsumerProtocolSubscription: v0: first · v1: adds ownedPartitions · v2: adds generationId · v3: adds rackId.
import type { RecordFamilySchema } from "../compile/schema-types.ts";

export const consumerProtocol: RecordFamilySchema = {
  name: "consumer-protocol",
  hasJson: true,
  messages: [
    {
      name: "ConsumerProtocolAssignment",
      kind: "data",
      versions: "0-3",
      flexible: "none",
      fields: [
        {
          name: "assignedPartitions",
          type: "[]TopicPartition",
          versions: "0+",
          fields: [
            { name: "topic", type: "string", versions: "0+", mapKey: true, entity: "topicName" },
            { name: "partitions", type: "[]int32", versions: "0+" },
          ],
        },
        { name: "userData", type: "bytes", versions: "0+", nullable: "0+", default: null },
      ],
    },
    {
      name: "ConsumerProtocolSubscription",
      kind: "data",
      versions: "0-3",
      flexible: "none",
      fields: [
        { name: "topics", type: "[]string", versions: "0+" },
        { name: "userData", type: "bytes", versions: "0+", nullable: "0+", default: null },
        {
          name: "ownedPartitions",
          type: "[]TopicPartition",
          versions: "1+",
          ignorable: true,
          fields: [
            { name: "topic", type: "string", versions: "1+", mapKey: true, entity: "topicName" },
            { name: "partitions", type: "[]int32", versions: "1+" },
          ],
        },
        { name: "generationId", type: "int32", versions: "2+", default: -1, ignorable: true },
        { name: "rackId", type: "string", versions: "3+", nullable: "3+", default: null, ignorable: true },
      ],
    },
  ],
};
