// AssignReplicasToDirs, API key 73.
// v0: first.
import type { ApiSchema } from "../compile/schema-types.ts";

export const assignReplicasToDirs: ApiSchema = {
  apiKey: 73,
  name: "AssignReplicasToDirs",
  listeners: ["controller"],
  request: {
    name: "AssignReplicasToDirsRequest",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "brokerId", type: "int32", versions: "0+", entity: "brokerId" },
      { name: "brokerEpoch", type: "int64", versions: "0+", default: -1 },
      {
        name: "directories",
        type: "[]DirectoryData",
        versions: "0+",
        fields: [
          { name: "id", type: "uuid", versions: "0+" },
          {
            name: "topics",
            type: "[]TopicData",
            versions: "0+",
            fields: [
              { name: "topicId", type: "uuid", versions: "0+" },
              {
                name: "partitions",
                type: "[]PartitionData",
                versions: "0+",
                fields: [{ name: "partitionIndex", type: "int32", versions: "0+" }],
              },
            ],
          },
        ],
      },
    ],
  },
  response: {
    name: "AssignReplicasToDirsResponse",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "0+" },
      {
        name: "directories",
        type: "[]DirectoryData",
        versions: "0+",
        fields: [
          { name: "id", type: "uuid", versions: "0+" },
          {
            name: "topics",
            type: "[]TopicData",
            versions: "0+",
            fields: [
              { name: "topicId", type: "uuid", versions: "0+" },
              {
                name: "partitions",
                type: "[]PartitionData",
                versions: "0+",
                fields: [
                  { name: "partitionIndex", type: "int32", versions: "0+" },
                  { name: "errorCode", type: "int16", versions: "0+" },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
};
