// DescribeLogDirs, API key 35.
// v1: oldest still valid.
// v2: flexible.
// v3: response adds errorCode.
// v4: response adds totalBytes, usableBytes.
// v5: response adds isCordoned.
import type { ApiSchema } from "../compile/schema-types.ts";

export const describeLogDirs: ApiSchema = {
  apiKey: 35,
  name: "DescribeLogDirs",
  listeners: ["broker"],
  request: {
    name: "DescribeLogDirsRequest",
    versions: "1-5",
    flexible: "2+",
    fields: [
      {
        name: "topics",
        type: "[]DescribableLogDirTopic",
        versions: "0+",
        nullable: "0+",
        fields: [
          { name: "topic", type: "string", versions: "0+", mapKey: true, entity: "topicName" },
          { name: "partitions", type: "[]int32", versions: "0+" },
        ],
      },
    ],
  },
  response: {
    name: "DescribeLogDirsResponse",
    versions: "1-5",
    flexible: "2+",
    fields: [
      { name: "throttleTimeMs", type: "int32", versions: "0+" },
      { name: "errorCode", type: "int16", versions: "3+", ignorable: true },
      {
        name: "results",
        type: "[]DescribeLogDirsResult",
        versions: "0+",
        fields: [
          { name: "errorCode", type: "int16", versions: "0+" },
          { name: "logDir", type: "string", versions: "0+" },
          {
            name: "topics",
            type: "[]DescribeLogDirsTopic",
            versions: "0+",
            fields: [
              { name: "name", type: "string", versions: "0+", entity: "topicName" },
              {
                name: "partitions",
                type: "[]DescribeLogDirsPartition",
                versions: "0+",
                fields: [
                  { name: "partitionIndex", type: "int32", versions: "0+" },
                  { name: "partitionSize", type: "int64", versions: "0+" },
                  { name: "offsetLag", type: "int64", versions: "0+" },
                  { name: "isFutureKey", type: "bool", versions: "0+" },
                ],
              },
            ],
          },
          { name: "totalBytes", type: "int64", versions: "4+", default: -1, ignorable: true },
          { name: "usableBytes", type: "int64", versions: "4+", default: -1, ignorable: true },
          { name: "isCordoned", type: "bool", versions: "5+", default: false, ignorable: true },
        ],
      },
    ],
  },
};
