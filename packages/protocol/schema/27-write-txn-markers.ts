// WriteTxnMarkers, API key 27.
// v1: oldest still valid.
// v2: request adds transactionVersion (KIP-1228).
import type { ApiSchema } from "../compile/schema-types.ts";

export const writeTxnMarkers: ApiSchema = {
  apiKey: 27,
  name: "WriteTxnMarkers",
  listeners: ["broker"],
  clusterAction: true,
  request: {
    name: "WriteTxnMarkersRequest",
    versions: "1-2",
    flexible: "1+",
    fields: [
      {
        name: "markers",
        type: "[]WritableTxnMarker",
        versions: "0+",
        fields: [
          { name: "producerId", type: "int64", versions: "0+", as: "bigint", entity: "producerId" },
          { name: "producerEpoch", type: "int16", versions: "0+" },
          { name: "transactionResult", type: "bool", versions: "0+" },
          {
            name: "topics",
            type: "[]WritableTxnMarkerTopic",
            versions: "0+",
            fields: [
              { name: "name", type: "string", versions: "0+", entity: "topicName" },
              { name: "partitionIndexes", type: "[]int32", versions: "0+" },
            ],
          },
          { name: "coordinatorEpoch", type: "int32", versions: "0+" },
          { name: "transactionVersion", type: "int8", versions: "2+", default: 0, ignorable: true },
        ],
      },
    ],
  },
  response: {
    name: "WriteTxnMarkersResponse",
    versions: "1-2",
    flexible: "1+",
    fields: [
      {
        name: "markers",
        type: "[]WritableTxnMarkerResult",
        versions: "0+",
        fields: [
          { name: "producerId", type: "int64", versions: "0+", as: "bigint", entity: "producerId" },
          {
            name: "topics",
            type: "[]WritableTxnMarkerTopicResult",
            versions: "0+",
            fields: [
              { name: "name", type: "string", versions: "0+", entity: "topicName" },
              {
                name: "partitions",
                type: "[]WritableTxnMarkerPartitionResult",
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
