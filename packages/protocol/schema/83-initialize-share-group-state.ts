// InitializeShareGroupState, API key 83.
// v0: first.
import type { ApiSchema } from "../compile/schema-types.ts";

export const initializeShareGroupState: ApiSchema = {
  apiKey: 83,
  name: "InitializeShareGroupState",
  listeners: ["broker"],
  clusterAction: true,
  request: {
    name: "InitializeShareGroupStateRequest",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "groupId", type: "string", versions: "0+" },
      {
        name: "topics",
        type: "[]InitializeStateData",
        versions: "0+",
        fields: [
          { name: "topicId", type: "uuid", versions: "0+" },
          {
            name: "partitions",
            type: "[]PartitionData",
            versions: "0+",
            fields: [
              { name: "partition", type: "int32", versions: "0+" },
              { name: "stateEpoch", type: "int32", versions: "0+" },
              { name: "startOffset", type: "int64", versions: "0+" },
            ],
          },
        ],
      },
    ],
  },
  response: {
    name: "InitializeShareGroupStateResponse",
    versions: "0",
    flexible: "0+",
    fields: [
      {
        name: "results",
        type: "[]InitializeStateResult",
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
            ],
          },
        ],
      },
    ],
  },
};
