// AlterReplicaLogDirs, API key 34.
// v1: oldest still valid.
// v2: flexible.
import type { ApiSchema } from "../compile/schema-types.ts";

export const alterReplicaLogDirs: ApiSchema = {
  apiKey: 34,
  name: "AlterReplicaLogDirs",
  listeners: ["broker"],
  request: {
    name: "AlterReplicaLogDirsRequest",
    versions: "1-2",
    flexible: "2+",
    fields: [
      {
        name: "dirs",
        type: "[]AlterReplicaLogDir",
        versions: "0+",
        fields: [
          { name: "path", type: "string", versions: "0+", mapKey: true },
          {
            name: "topics",
            type: "[]AlterReplicaLogDirTopic",
            versions: "0+",
            fields: [
              { name: "name", type: "string", versions: "0+", mapKey: true, entity: "topicName" },
              { name: "partitions", type: "[]int32", versions: "0+" },
            ],
          },
        ],
      },
    ],
  },
  response: {
    name: "AlterReplicaLogDirsResponse",
    versions: "1-2",
    flexible: "2+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      {
        name: "results",
        type: "[]AlterReplicaLogDirTopicResult",
        versions: "0+",
        fields: [
          { name: "topicName", type: "string", versions: "0+", entity: "topicName" },
          {
            name: "partitions",
            type: "[]AlterReplicaLogDirPartitionResult",
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
};
