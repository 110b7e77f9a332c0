// Keys and values of control records: transaction markers, raft leader changes, snapshot frame, voters.
// LeaderChangeMessage: v0: first · v1: adds voterDirectoryId (KIP-853).
import type { RecordFamilySchema } from "../compile/schema-types.ts";

export const controlRecords: RecordFamilySchema = {
  name: "control-records",
  hasJson: true,
  messages: [
    {
      name: "ControlRecordTypeSchema",
      kind: "data",
      versions: "0",
      flexible: "none",
      fields: [{ name: "type", type: "int16", versions: "0+" }],
    },
    {
      name: "EndTxnMarker",
      kind: "data",
      versions: "0",
      flexible: "none",
      fields: [{ name: "coordinatorEpoch", type: "int32", versions: "0+" }],
    },
    {
      name: "KRaftVersionRecord",
      kind: "data",
      versions: "0",
      flexible: "0+",
      fields: [
        { name: "version", type: "int16", versions: "0+" },
        { name: "kRaftVersion", type: "int16", versions: "0+" },
      ],
    },
    {
      name: "LeaderChangeMessage",
      kind: "data",
      versions: "0-1",
      flexible: "0+",
      fields: [
        { name: "version", type: "int16", versions: "0+" },
        { name: "leaderId", type: "int32", versions: "0+", entity: "brokerId" },
        { name: "voters", type: "[]Voter", versions: "0+" },
        { name: "grantingVoters", type: "[]Voter", versions: "0+" },
      ],
      structs: [
        {
          name: "Voter",
          versions: "0+",
          fields: [
            { name: "voterId", type: "int32", versions: "0+" },
            { name: "voterDirectoryId", type: "uuid", versions: "1+" },
          ],
        },
      ],
    },
    {
      name: "SnapshotFooterRecord",
      kind: "data",
      versions: "0",
      flexible: "0+",
      fields: [{ name: "version", type: "int16", versions: "0+" }],
    },
    {
      name: "SnapshotHeaderRecord",
      kind: "data",
      versions: "0",
      flexible: "0+",
      fields: [
        { name: "version", type: "int16", versions: "0+" },
        { name: "lastContainedLogTimestamp", type: "int64", versions: "0+" },
      ],
    },
    {
      name: "VotersRecord",
      kind: "data",
      versions: "0",
      flexible: "0+",
      fields: [
        { name: "version", type: "int16", versions: "0+" },
        {
          name: "voters",
          type: "[]Voter",
          versions: "0+",
          fields: [
            { name: "voterId", type: "int32", versions: "0+", entity: "brokerId" },
            { name: "voterDirectoryId", type: "uuid", versions: "0+" },
            {
              name: "endpoints",
              type: "[]Endpoint",
              versions: "0+",
              fields: [
                { name: "name", type: "string", versions: "0+", mapKey: true },
                { name: "host", type: "string", versions: "0+" },
                { name: "port", type: "uint16", versions: "0+" },
              ],
            },
            {
              name: "kRaftVersionFeature",
              type: "KRaftVersionFeature",
              versions: "0+",
              fields: [
                { name: "minSupportedVersion", type: "int16", versions: "0+" },
                { name: "maxSupportedVersion", type: "int16", versions: "0+" },
              ],
            },
          ],
        },
      ],
    },
  ],
};
