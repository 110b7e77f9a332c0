// Generated from schema/share-coordinator-records.ts by `npm run generate`: do not edit.
import type { JsonField } from "../json-field.ts";

const shareSnapshotKeyFields: readonly JsonField[] = [
  { name: "groupId", from: 0, to: 0 },
  { name: "topicId", from: 0, to: 0 },
  { name: "partition", from: 0, to: 0 },
];
const stateBatchFields: readonly JsonField[] = [
  { name: "firstOffset", from: 0, to: 0 },
  { name: "lastOffset", from: 0, to: 0 },
  { name: "deliveryState", from: 0, to: 0 },
  { name: "deliveryCount", from: 0, to: 0 },
];
const shareSnapshotValueFields: readonly JsonField[] = [
  { name: "snapshotEpoch", from: 0, to: 0 },
  { name: "stateEpoch", from: 0, to: 0 },
  { name: "leaderEpoch", from: 0, to: 0 },
  { name: "startOffset", from: 0, to: 0 },
  { name: "deliveryCompleteCount", from: 0, to: 0, unless: -1 },
  { name: "createTimestamp", from: 0, to: 0 },
  { name: "writeTimestamp", from: 0, to: 0 },
  { name: "stateBatches", from: 0, to: 0, fields: stateBatchFields },
];
const shareUpdateKeyFields: readonly JsonField[] = [
  { name: "groupId", from: 0, to: 0 },
  { name: "topicId", from: 0, to: 0 },
  { name: "partition", from: 0, to: 0 },
];
const shareUpdateValueFields: readonly JsonField[] = [
  { name: "snapshotEpoch", from: 0, to: 0 },
  { name: "leaderEpoch", from: 0, to: 0 },
  { name: "startOffset", from: 0, to: 0 },
  { name: "deliveryCompleteCount", from: 0, to: 0, unless: -1 },
  { name: "stateBatches", from: 0, to: 0, fields: stateBatchFields },
];

/** The fields of each message by its name. */
export const JSON_FIELDS: ReadonlyMap<string, readonly JsonField[]> = new Map([
  ["ShareSnapshotKey", shareSnapshotKeyFields],
  ["ShareSnapshotValue", shareSnapshotValueFields],
  ["ShareUpdateKey", shareUpdateKeyFields],
  ["ShareUpdateValue", shareUpdateValueFields],
]);
