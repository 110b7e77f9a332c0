// DeleteShareGroupState, API key 86.
// v0: first.
import type { ApiSchema } from "../compile/schema-types.ts";

export const deleteShareGroupState: ApiSchema = {
  apiKey: 86,
  name: "DeleteShareGroupState",
  listeners: ["broker"],
  clusterAction: true,
  request: {
    name: "DeleteShareGroupStateRequest",
    versions: "0",
    flexible: "0+",
    fields: [
      { name: "groupId", type: "string", versions: "0+" },
      {
        name: "topics",
        type: "[]DeleteStateData",
        versions: "0+",
        fields: [
          { name: "topicId", type: "uuid", versions: "0+" },
          {
            name: "partitions",
            type: "[]PartitionData",
            versions: "0+",
            fields: [{ name: "partition", type: "int32", versions: "0+" }],
          },
        ],
      },
    ],
  },
  response: {
    name: "DeleteShareGroupStateResponse",
    versions: "0",
    flexible: "0+",
    fields: [
      {
        name: "results",
        type: "[]DeleteStateResult",
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
