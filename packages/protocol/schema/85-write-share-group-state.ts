// WriteShareGroupState, API key 85.
// v0: first (KIP-932).
// v1: request adds deliveryCompleteCount (KIP-1226).
import type { ApiSchema } from "../compile/schema-types.ts";

export const writeShareGroupState: ApiSchema = {
  apiKey: 85,
  name: "WriteShareGroupState",
  listeners: ["broker"],
  clusterAction: true,
  request: {
    name: "WriteShareGroupStateRequest",
    versions: "0-1",
    flexible: "0+",
    fields: [
      { name: "groupId", type: "string", versions: "0+" },
      {
        name: "topics",
        type: "[]WriteStateData",
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
              { name: "leaderEpoch", type: "int32", versions: "0+" },
              { name: "startOffset", type: "int64", versions: "0+" },
              { name: "deliveryCompleteCount", type: "int32", versions: "1+", default: -1, ignorable: true },
              {
                name: "stateBatches",
                type: "[]StateBatch",
                versions: "0+",
                fields: [
                  { name: "firstOffset", type: "int64", versions: "0+" },
                  { name: "lastOffset", type: "int64", versions: "0+" },
                  { name: "deliveryState", type: "int8", versions: "0+" },
                  { name: "deliveryCount", type: "int16", versions: "0+" },
                ],
              },
            ],
          },
        ],
      },
    ],
  },
  response: {
    name: "WriteShareGroupStateResponse",
    versions: "0-1",
    flexible: "0+",
    fields: [
      {
        name: "results",
        type: "[]WriteStateResult",
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
