// Committed offsets and classic groups.
// OffsetCommitValue: v0: first · v1: adds expireTimestamp · v2: drops expireTimestamp · v3: adds leaderEpoch · v4:
//   flexible; adds topicId (KIP-915).
// GroupMetadataValue: v0: first · v1: adds rebalanceTimeout · v2: adds currentStateTimestamp · v3: adds
//   groupInstanceId · v4: flexible (KIP-915).
import type { RecordSchema } from "../../compile/schema-types.ts";

export const classicGroupRecords: readonly RecordSchema[] = [
  {
    name: "LegacyOffsetCommitKey",
    kind: "coordinator-key",
    id: 0,
    versions: "0",
    flexible: "none",
    fields: [
      { name: "group", type: "string", versions: "0" },
      { name: "topic", type: "string", versions: "0" },
      { name: "partition", type: "int32", versions: "0" },
    ],
  },
  {
    name: "LegacyOffsetCommitValue",
    kind: "coordinator-value",
    id: 0,
    versions: "0",
    flexible: "none",
    fields: [
      { name: "offset", type: "int64", versions: "0" },
      { name: "metadata", type: "string", versions: "0" },
      { name: "commitTimestamp", type: "int64", versions: "0" },
    ],
  },
  {
    name: "OffsetCommitKey",
    kind: "coordinator-key",
    id: 1,
    versions: "0",
    flexible: "none",
    fields: [
      { name: "group", type: "string", versions: "0" },
      { name: "topic", type: "string", versions: "0" },
      { name: "partition", type: "int32", versions: "0" },
    ],
  },
  {
    name: "OffsetCommitValue",
    kind: "coordinator-value",
    id: 1,
    versions: "0-4",
    flexible: "4+",
    fields: [
      { name: "offset", type: "int64", versions: "0+" },
      { name: "leaderEpoch", type: "int32", versions: "3+", default: -1, ignorable: true },
      { name: "metadata", type: "string", versions: "0+" },
      { name: "commitTimestamp", type: "int64", versions: "0+" },
      { name: "expireTimestamp", type: "int64", versions: "1", default: -1, ignorable: true },
      { name: "topicId", type: "uuid", versions: "4+", tag: 0, ignorable: true },
    ],
  },
  {
    name: "GroupMetadataKey",
    kind: "coordinator-key",
    id: 2,
    versions: "0",
    flexible: "none",
    fields: [{ name: "group", type: "string", versions: "0" }],
  },
  {
    name: "GroupMetadataValue",
    kind: "coordinator-value",
    id: 2,
    versions: "0-4",
    flexible: "4+",
    fields: [
      { name: "protocolType", type: "string", versions: "0+" },
      { name: "generation", type: "int32", versions: "0+" },
      { name: "protocol", type: "string", versions: "0+", nullable: "0+" },
      { name: "leader", type: "string", versions: "0+", nullable: "0+" },
      { name: "currentStateTimestamp", type: "int64", versions: "2+", default: -1, ignorable: true },
      { name: "members", type: "[]MemberMetadata", versions: "0+" },
    ],
    structs: [
      {
        name: "MemberMetadata",
        versions: "0+",
        fields: [
          { name: "memberId", type: "string", versions: "0+" },
          { name: "groupInstanceId", type: "string", versions: "3+", nullable: "3+", default: null, ignorable: true },
          { name: "clientId", type: "string", versions: "0+" },
          { name: "clientHost", type: "string", versions: "0+" },
          { name: "rebalanceTimeout", type: "int32", versions: "1+", default: -1, ignorable: true },
          { name: "sessionTimeout", type: "int32", versions: "0+" },
          { name: "subscription", type: "bytes", versions: "0+" },
          { name: "assignment", type: "bytes", versions: "0+" },
        ],
      },
    ],
  },
];
