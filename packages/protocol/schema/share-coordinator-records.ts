// Keys and values of __share_group_state (KIP-932).
import type { RecordFamilySchema } from "../compile/schema-types.ts";

export const shareCoordinatorRecords: RecordFamilySchema = {
  name: "share-coordinator-records",
  hasJson: true,
  messages: [
    {
      name: "ShareSnapshotKey",
      kind: "coordinator-key",
      id: 0,
      versions: "0",
      flexible: "none",
      fields: [
        { name: "groupId", type: "string", versions: "0" },
        { name: "topicId", type: "uuid", versions: "0" },
        { name: "partition", type: "int32", versions: "0" },
      ],
    },
    {
      name: "ShareSnapshotValue",
      kind: "coordinator-value",
      id: 0,
      versions: "0",
      flexible: "0+",
      fields: [
        { name: "snapshotEpoch", type: "int32", versions: "0+" },
        { name: "stateEpoch", type: "int32", versions: "0+" },
        { name: "leaderEpoch", type: "int32", versions: "0+" },
        { name: "startOffset", type: "int64", versions: "0+" },
        { name: "deliveryCompleteCount", type: "int32", versions: "0+", tag: 0, default: -1 },
        { name: "createTimestamp", type: "int64", versions: "0+" },
        { name: "writeTimestamp", type: "int64", versions: "0+" },
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
    {
      name: "ShareUpdateKey",
      kind: "coordinator-key",
      id: 1,
      versions: "0",
      flexible: "none",
      fields: [
        { name: "groupId", type: "string", versions: "0" },
        { name: "topicId", type: "uuid", versions: "0" },
        { name: "partition", type: "int32", versions: "0" },
      ],
    },
    {
      name: "ShareUpdateValue",
      kind: "coordinator-value",
      id: 1,
      versions: "0",
      flexible: "0+",
      fields: [
        { name: "snapshotEpoch", type: "int32", versions: "0+" },
        { name: "leaderEpoch", type: "int32", versions: "0+" },
        { name: "startOffset", type: "int64", versions: "0+" },
        { name: "deliveryCompleteCount", type: "int32", versions: "0+", tag: 0, default: -1 },
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
};
