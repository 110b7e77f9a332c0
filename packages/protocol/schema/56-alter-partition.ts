// AlterPartition, API key 56.
// v2: oldest still valid (KIP-841).
// v3: request drops newIsr, adds newIsrWithEpochs (KIP-903).
import type { ApiSchema } from "../compile/schema-types.ts";

export const alterPartition: ApiSchema = {
  apiKey: 56,
  name: "AlterPartition",
  listeners: ["controller"],
  clusterAction: true,
  request: {
    name: "AlterPartitionRequest",
    versions: "2-3",
    flexible: "0+",
    fields: [
      { name: "brokerId", type: "int32", versions: "0+", entity: "brokerId" },
      { name: "brokerEpoch", type: "int64", versions: "0+", default: -1 },
      {
        name: "topics",
        type: "[]TopicData",
        versions: "0+",
        fields: [
          { name: "topicId", type: "uuid", versions: "2+", ignorable: true },
          {
            name: "partitions",
            type: "[]PartitionData",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+" },
              { name: "leaderEpoch", type: "int32", versions: "0+" },
              { name: "newIsr", type: "[]int32", versions: "0-2", entity: "brokerId" },
              {
                name: "newIsrWithEpochs",
                type: "[]BrokerState",
                versions: "3+",
                fields: [
                  { name: "brokerId", type: "int32", versions: "3+", entity: "brokerId" },
                  { name: "brokerEpoch", type: "int64", versions: "3+", default: -1 },
                ],
              },
              { name: "leaderRecoveryState", type: "int8", versions: "1+", default: 0 },
              { name: "partitionEpoch", type: "int32", versions: "0+" },
            ],
          },
        ],
      },
    ],
  },
  response: {
    name: "AlterPartitionResponse",
    versions: "2-3",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      {
        name: "topics",
        type: "[]TopicData",
        versions: "0+",
        fields: [
          { name: "topicId", type: "uuid", versions: "2+", ignorable: true },
          {
            name: "partitions",
            type: "[]PartitionData",
            versions: "0+",
            fields: [
              { name: "partitionIndex", type: "int32", versions: "0+" },
              { name: "errorCode", type: "int16", versions: "0+" },
              { name: "leaderId", type: "int32", versions: "0+", entity: "brokerId" },
              { name: "leaderEpoch", type: "int32", versions: "0+" },
              { name: "isr", type: "[]int32", versions: "0+", entity: "brokerId" },
              { name: "leaderRecoveryState", type: "int8", versions: "1+", default: 0, ignorable: true },
              { name: "partitionEpoch", type: "int32", versions: "0+" },
            ],
          },
        ],
      },
    ],
  },
};
