// Records of the __remote_log_metadata topic (KIP-405).
import type { RecordFamilySchema } from "../compile/schema-types.ts";

export const remoteLogMetadataRecords: RecordFamilySchema = {
  name: "remote-log-metadata-records",
  messages: [
    {
      name: "RemoteLogSegmentMetadataRecord",
      kind: "metadata",
      id: 0,
      versions: "0",
      flexible: "0+",
      fields: [
        {
          name: "remoteLogSegmentId",
          type: "RemoteLogSegmentIdEntry",
          versions: "0+",
          fields: [
            {
              name: "topicIdPartition",
              type: "TopicIdPartitionEntry",
              versions: "0+",
              fields: [
                { name: "name", type: "string", versions: "0+" },
                { name: "id", type: "uuid", versions: "0+" },
                { name: "partition", type: "int32", versions: "0+" },
              ],
            },
            { name: "id", type: "uuid", versions: "0+" },
          ],
        },
        { name: "startOffset", type: "int64", versions: "0+" },
        { name: "endOffset", type: "int64", versions: "0+" },
        { name: "brokerId", type: "int32", versions: "0+" },
        { name: "maxTimestampMs", type: "int64", versions: "0+" },
        { name: "eventTimestampMs", type: "int64", versions: "0+" },
        {
          name: "segmentLeaderEpochs",
          type: "[]SegmentLeaderEpochEntry",
          versions: "0+",
          fields: [
            { name: "leaderEpoch", type: "int32", versions: "0+" },
            { name: "offset", type: "int64", versions: "0+" },
          ],
        },
        { name: "segmentSizeInBytes", type: "int32", versions: "0+" },
        { name: "customMetadata", type: "bytes", versions: "0+", nullable: "0+", default: null },
        { name: "remoteLogSegmentState", type: "int8", versions: "0+" },
        { name: "txnIndexEmpty", type: "bool", versions: "0+", tag: 0 },
      ],
    },
    {
      name: "RemoteLogSegmentMetadataUpdateRecord",
      kind: "metadata",
      id: 1,
      versions: "0",
      flexible: "0+",
      fields: [
        {
          name: "remoteLogSegmentId",
          type: "RemoteLogSegmentIdEntry",
          versions: "0+",
          fields: [
            {
              name: "topicIdPartition",
              type: "TopicIdPartitionEntry",
              versions: "0+",
              fields: [
                { name: "name", type: "string", versions: "0+" },
                { name: "id", type: "uuid", versions: "0+" },
                { name: "partition", type: "int32", versions: "0+" },
              ],
            },
            { name: "id", type: "uuid", versions: "0+" },
          ],
        },
        { name: "brokerId", type: "int32", versions: "0+" },
        { name: "eventTimestampMs", type: "int64", versions: "0+" },
        { name: "customMetadata", type: "bytes", versions: "0+", nullable: "0+", default: null },
        { name: "remoteLogSegmentState", type: "int8", versions: "0+" },
      ],
    },
    {
      name: "RemotePartitionDeleteMetadataRecord",
      kind: "metadata",
      id: 2,
      versions: "0",
      flexible: "0+",
      fields: [
        {
          name: "topicIdPartition",
          type: "TopicIdPartitionEntry",
          versions: "0+",
          fields: [
            { name: "name", type: "string", versions: "0+" },
            { name: "id", type: "uuid", versions: "0+" },
            { name: "partition", type: "int32", versions: "0+" },
          ],
        },
        { name: "brokerId", type: "int32", versions: "0+" },
        { name: "eventTimestampMs", type: "int64", versions: "0+" },
        { name: "remotePartitionDeleteState", type: "int8", versions: "0+" },
      ],
    },
    {
      name: "RemoteLogSegmentMetadataSnapshotRecord",
      kind: "metadata",
      id: 3,
      versions: "0",
      flexible: "0+",
      fields: [
        { name: "segmentId", type: "uuid", versions: "0+" },
        { name: "startOffset", type: "int64", versions: "0+" },
        { name: "endOffset", type: "int64", versions: "0+" },
        { name: "brokerId", type: "int32", versions: "0+" },
        { name: "maxTimestampMs", type: "int64", versions: "0+" },
        { name: "eventTimestampMs", type: "int64", versions: "0+" },
        {
          name: "segmentLeaderEpochs",
          type: "[]SegmentLeaderEpochEntry",
          versions: "0+",
          fields: [
            { name: "leaderEpoch", type: "int32", versions: "0+" },
            { name: "offset", type: "int64", versions: "0+" },
          ],
        },
        { name: "segmentSizeInBytes", type: "int32", versions: "0+" },
        { name: "customMetadata", type: "bytes", versions: "0+", nullable: "0+", default: null },
        { name: "remoteLogSegmentState", type: "int8", versions: "0+" },
        { name: "txnIndexEmpty", type: "bool", versions: "0+", tag: 0 },
      ],
    },
  ],
};
