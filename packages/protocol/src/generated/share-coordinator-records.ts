// Generated from schema/share-coordinator-records.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ShareSnapshotKey: coordinator-key, type 0, versions 0. */
export interface ShareSnapshotKey {
  groupId: string;
  topicId: Uuid;
  partition: number;
}

export const ShareSnapshotKey: MessageCodec<ShareSnapshotKey> = defineMessage<ShareSnapshotKey>({
  name: "ShareSnapshotKey",
  kind: "coordinator-key",
  apiKey: 0,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeShareSnapshotKey,
  encode: encodeShareSnapshotKey,
});

/** ShareSnapshotValue: coordinator-value, type 0, versions 0, flexible 0+. */
export interface ShareSnapshotValue {
  snapshotEpoch: number;
  stateEpoch: number;
  leaderEpoch: number;
  startOffset: number;
  /** Tag 0. Default -1. */
  deliveryCompleteCount: number;
  createTimestamp: number;
  writeTimestamp: number;
  stateBatches: StateBatch[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ShareSnapshotValue: MessageCodec<ShareSnapshotValue> = defineMessage<ShareSnapshotValue>({
  name: "ShareSnapshotValue",
  kind: "coordinator-value",
  apiKey: 0,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeShareSnapshotValue,
  encode: encodeShareSnapshotValue,
});

/** ShareUpdateKey: coordinator-key, type 1, versions 0. */
export interface ShareUpdateKey {
  groupId: string;
  topicId: Uuid;
  partition: number;
}

export const ShareUpdateKey: MessageCodec<ShareUpdateKey> = defineMessage<ShareUpdateKey>({
  name: "ShareUpdateKey",
  kind: "coordinator-key",
  apiKey: 1,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeShareUpdateKey,
  encode: encodeShareUpdateKey,
});

/** ShareUpdateValue: coordinator-value, type 1, versions 0, flexible 0+. */
export interface ShareUpdateValue {
  snapshotEpoch: number;
  leaderEpoch: number;
  startOffset: number;
  /** Tag 0. Default -1. */
  deliveryCompleteCount: number;
  stateBatches: StateBatch[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ShareUpdateValue: MessageCodec<ShareUpdateValue> = defineMessage<ShareUpdateValue>({
  name: "ShareUpdateValue",
  kind: "coordinator-value",
  apiKey: 1,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeShareUpdateValue,
  encode: encodeShareUpdateValue,
});

/** In `ShareSnapshotValue.stateBatches`, `ShareUpdateValue.stateBatches`. */
export interface StateBatch {
  firstOffset: number;
  lastOffset: number;
  deliveryState: number;
  deliveryCount: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeShareSnapshotKey(reader: WireReader, _version: number): ShareSnapshotKey {
  const groupId = reader.string("ShareSnapshotKey.groupId");
  const topicId = reader.uuid("ShareSnapshotKey.topicId");
  const partition = reader.int32("ShareSnapshotKey.partition");
  return { groupId, topicId, partition };
}

function encodeShareSnapshotKey(writer: WireWriter, message: Input<ShareSnapshotKey>, _version: number): void {
  const { groupId = "", topicId = ZERO_UUID, partition = 0 } = message;
  writer.string(groupId, "ShareSnapshotKey.groupId");
  writer.uuid(topicId, "ShareSnapshotKey.topicId");
  writer.int32(partition, "ShareSnapshotKey.partition");
}

function decodeStateBatch(reader: WireReader, _version: number): StateBatch {
  const firstOffset = reader.int64("StateBatch.firstOffset");
  const lastOffset = reader.int64("StateBatch.lastOffset");
  const deliveryState = reader.int8("StateBatch.deliveryState");
  const deliveryCount = reader.int16("StateBatch.deliveryCount");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("StateBatch"); left > 0; left--) {
    const tag = reader.unsignedVarint("StateBatch");
    const end = reader.taggedFieldEnd("StateBatch");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: StateBatch = { firstOffset, lastOffset, deliveryState, deliveryCount };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeStateBatch(writer: WireWriter, message: Input<StateBatch>, _version: number): void {
  const { firstOffset = 0, lastOffset = 0, deliveryState = 0, deliveryCount = 0, unknownTaggedFields } = message;
  writer.int64(firstOffset, "StateBatch.firstOffset");
  writer.int64(lastOffset, "StateBatch.lastOffset");
  writer.int8(deliveryState, "StateBatch.deliveryState");
  writer.int16(deliveryCount, "StateBatch.deliveryCount");
  writer.taggedFields(unknownTaggedFields, "StateBatch");
}

function decodeShareSnapshotValue(reader: WireReader, version: number): ShareSnapshotValue {
  const snapshotEpoch = reader.int32("ShareSnapshotValue.snapshotEpoch");
  const stateEpoch = reader.int32("ShareSnapshotValue.stateEpoch");
  const leaderEpoch = reader.int32("ShareSnapshotValue.leaderEpoch");
  const startOffset = reader.int64("ShareSnapshotValue.startOffset");
  const createTimestamp = reader.int64("ShareSnapshotValue.createTimestamp");
  const writeTimestamp = reader.int64("ShareSnapshotValue.writeTimestamp");
  const stateBatches: StateBatch[] = [];
  for (let left = reader.compactArrayLength(20, "ShareSnapshotValue.stateBatches"); left > 0; left--) stateBatches.push(decodeStateBatch(reader, version));
  let deliveryCompleteCount: number = -1;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ShareSnapshotValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("ShareSnapshotValue");
    const end = reader.taggedFieldEnd("ShareSnapshotValue");
    switch (tag) {
      case 0: {
        deliveryCompleteCount = reader.int32("ShareSnapshotValue.deliveryCompleteCount");
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "ShareSnapshotValue");
  }
  const message: ShareSnapshotValue = { snapshotEpoch, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, createTimestamp, writeTimestamp, stateBatches };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeShareSnapshotValue(writer: WireWriter, message: Input<ShareSnapshotValue>, version: number): void {
  const { snapshotEpoch = 0, stateEpoch = 0, leaderEpoch = 0, startOffset = 0, deliveryCompleteCount = -1, createTimestamp = 0, writeTimestamp = 0, stateBatches = [], unknownTaggedFields } = message;
  writer.int32(snapshotEpoch, "ShareSnapshotValue.snapshotEpoch");
  writer.int32(stateEpoch, "ShareSnapshotValue.stateEpoch");
  writer.int32(leaderEpoch, "ShareSnapshotValue.leaderEpoch");
  writer.int64(startOffset, "ShareSnapshotValue.startOffset");
  writer.int64(createTimestamp, "ShareSnapshotValue.createTimestamp");
  writer.int64(writeTimestamp, "ShareSnapshotValue.writeTimestamp");
  writer.compactArrayLength(stateBatches, "ShareSnapshotValue.stateBatches");
  for (const element of stateBatches) encodeStateBatch(writer, element, version);
  const hasDeliveryCompleteCount = deliveryCompleteCount !== -1;
  const pending = writer.beginTaggedFields((hasDeliveryCompleteCount ? 1 : 0), unknownTaggedFields, "ShareSnapshotValue");
  if (hasDeliveryCompleteCount) {
    const mark = writer.beginTag(0, pending, "ShareSnapshotValue.deliveryCompleteCount");
    writer.int32(deliveryCompleteCount, "ShareSnapshotValue.deliveryCompleteCount");
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "ShareSnapshotValue");
}

function decodeShareUpdateKey(reader: WireReader, _version: number): ShareUpdateKey {
  const groupId = reader.string("ShareUpdateKey.groupId");
  const topicId = reader.uuid("ShareUpdateKey.topicId");
  const partition = reader.int32("ShareUpdateKey.partition");
  return { groupId, topicId, partition };
}

function encodeShareUpdateKey(writer: WireWriter, message: Input<ShareUpdateKey>, _version: number): void {
  const { groupId = "", topicId = ZERO_UUID, partition = 0 } = message;
  writer.string(groupId, "ShareUpdateKey.groupId");
  writer.uuid(topicId, "ShareUpdateKey.topicId");
  writer.int32(partition, "ShareUpdateKey.partition");
}

function decodeShareUpdateValue(reader: WireReader, version: number): ShareUpdateValue {
  const snapshotEpoch = reader.int32("ShareUpdateValue.snapshotEpoch");
  const leaderEpoch = reader.int32("ShareUpdateValue.leaderEpoch");
  const startOffset = reader.int64("ShareUpdateValue.startOffset");
  const stateBatches: StateBatch[] = [];
  for (let left = reader.compactArrayLength(20, "ShareUpdateValue.stateBatches"); left > 0; left--) stateBatches.push(decodeStateBatch(reader, version));
  let deliveryCompleteCount: number = -1;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ShareUpdateValue"); left > 0; left--) {
    const tag = reader.unsignedVarint("ShareUpdateValue");
    const end = reader.taggedFieldEnd("ShareUpdateValue");
    switch (tag) {
      case 0: {
        deliveryCompleteCount = reader.int32("ShareUpdateValue.deliveryCompleteCount");
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "ShareUpdateValue");
  }
  const message: ShareUpdateValue = { snapshotEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeShareUpdateValue(writer: WireWriter, message: Input<ShareUpdateValue>, version: number): void {
  const { snapshotEpoch = 0, leaderEpoch = 0, startOffset = 0, deliveryCompleteCount = -1, stateBatches = [], unknownTaggedFields } = message;
  writer.int32(snapshotEpoch, "ShareUpdateValue.snapshotEpoch");
  writer.int32(leaderEpoch, "ShareUpdateValue.leaderEpoch");
  writer.int64(startOffset, "ShareUpdateValue.startOffset");
  writer.compactArrayLength(stateBatches, "ShareUpdateValue.stateBatches");
  for (const element of stateBatches) encodeStateBatch(writer, element, version);
  const hasDeliveryCompleteCount = deliveryCompleteCount !== -1;
  const pending = writer.beginTaggedFields((hasDeliveryCompleteCount ? 1 : 0), unknownTaggedFields, "ShareUpdateValue");
  if (hasDeliveryCompleteCount) {
    const mark = writer.beginTag(0, pending, "ShareUpdateValue.deliveryCompleteCount");
    writer.int32(deliveryCompleteCount, "ShareUpdateValue.deliveryCompleteCount");
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "ShareUpdateValue");
}
