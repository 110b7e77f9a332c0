// Generated from schema/control-records.ts by `npm run generate`: do not edit.
import type { JsonField } from "../json-field.ts";

const controlRecordTypeSchemaFields: readonly JsonField[] = [
  { name: "type", from: 0, to: 0 },
];
const endTxnMarkerFields: readonly JsonField[] = [
  { name: "coordinatorEpoch", from: 0, to: 0 },
];
const kRaftVersionRecordFields: readonly JsonField[] = [
  { name: "version", from: 0, to: 0 },
  { name: "kRaftVersion", from: 0, to: 0 },
];
const leaderChangeMessageVoterFields: readonly JsonField[] = [
  { name: "voterId", from: 0, to: 1 },
  { name: "voterDirectoryId", from: 1, to: 1 },
];
const leaderChangeMessageFields: readonly JsonField[] = [
  { name: "version", from: 0, to: 1 },
  { name: "leaderId", from: 0, to: 1 },
  { name: "voters", from: 0, to: 1, fields: leaderChangeMessageVoterFields },
  { name: "grantingVoters", from: 0, to: 1, fields: leaderChangeMessageVoterFields },
];
const snapshotFooterRecordFields: readonly JsonField[] = [
  { name: "version", from: 0, to: 0 },
];
const snapshotHeaderRecordFields: readonly JsonField[] = [
  { name: "version", from: 0, to: 0 },
  { name: "lastContainedLogTimestamp", from: 0, to: 0 },
];
const endpointFields: readonly JsonField[] = [
  { name: "name", from: 0, to: 0 },
  { name: "host", from: 0, to: 0 },
  { name: "port", from: 0, to: 0 },
];
const kRaftVersionFeatureFields: readonly JsonField[] = [
  { name: "minSupportedVersion", from: 0, to: 0 },
  { name: "maxSupportedVersion", from: 0, to: 0 },
];
const votersRecordVoterFields: readonly JsonField[] = [
  { name: "voterId", from: 0, to: 0 },
  { name: "voterDirectoryId", from: 0, to: 0 },
  { name: "endpoints", from: 0, to: 0, fields: endpointFields },
  { name: "kRaftVersionFeature", from: 0, to: 0, fields: kRaftVersionFeatureFields },
];
const votersRecordFields: readonly JsonField[] = [
  { name: "version", from: 0, to: 0 },
  { name: "voters", from: 0, to: 0, fields: votersRecordVoterFields },
];

/** The fields of each message by its name. */
export const JSON_FIELDS: ReadonlyMap<string, readonly JsonField[]> = new Map([
  ["ControlRecordTypeSchema", controlRecordTypeSchemaFields],
  ["EndTxnMarker", endTxnMarkerFields],
  ["KRaftVersionRecord", kRaftVersionRecordFields],
  ["LeaderChangeMessage", leaderChangeMessageFields],
  ["SnapshotFooterRecord", snapshotFooterRecordFields],
  ["SnapshotHeaderRecord", snapshotHeaderRecordFields],
  ["VotersRecord", votersRecordFields],
]);
