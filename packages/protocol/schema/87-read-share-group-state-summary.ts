// ReadShareGroupStateSummary, API key 87.
// v0: first (KIP-932).
// v1: response adds deliveryCompleteCount (KIP-1226).
import type { ApiSchema } from "../compile/schema-types.ts";

export const readShareGroupStateSummary: ApiSchema = {
  apiKey: 87,
  name: "ReadShareGroupStateSummary",
  listeners: ["broker"],
  clusterAction: true,
  request: {
    name: "ReadShareGroupStateSummaryRequest",
    versions: "0-1",
    flexible: "0+",
    fields: [
      { name: "groupId", type: "string", versions: "0+" },
      {
        name: "topics",
        type: "[]ReadStateSummaryData",
        versions: "0+",
        fields: [
          { name: "topicId", type: "uuid", versions: "0+" },
          {
            name: "partitions",
            type: "[]PartitionData",
            versions: "0+",
            fields: [
              { name: "partition", type: "int32", versions: "0+" },
              { name: "leaderEpoch", type: "int32", versions: "0+" },
            ],
          },
        ],
      },
    ],
  },
  response: {
    name: "ReadShareGroupStateSummaryResponse",
    versions: "0-1",
    flexible: "0+",
    fields: [
      {
        name: "results",
        type: "[]ReadStateSummaryResult",
        versions: "0+",
        fields: [
          { name: "topicId", type: "uuid", versions: "0+" },
          {
            name: "partitions",
            type: "[]PartitionResult",
            versions: "0+",
            fields: [
              { name: "partition", type: "int32", versions: "0+" },
              { name: "errorCode", type: "int16", versions: "0+" },
              { name: "errorMessage", type: "string", versions: "0+", nullable: "0+", default: null },
              { name: "stateEpoch", type: "int32", versions: "0+" },
              { name: "leaderEpoch", type: "int32", versions: "0+" },
              { name: "startOffset", type: "int64", versions: "0+" },
              { name: "deliveryCompleteCount", type: "int32", versions: "1+", default: -1, ignorable: true },
            ],
          },
        ],
      },
    ],
  },
};
