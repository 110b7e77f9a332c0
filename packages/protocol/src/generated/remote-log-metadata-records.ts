// Generated from schema/remote-log-metadata-records.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** RemoteLogSegmentMetadataRecord: metadata, type 0, versions 0, flexible 0+. */
export interface RemoteLogSegmentMetadataRecord {
  remoteLogSegmentId: RemoteLogSegmentIdEntry;
  startOffset: number;
  endOffset: number;
  brokerId: number;
  maxTimestampMs: number;
  eventTimestampMs: number;
  segmentLeaderEpochs: SegmentLeaderEpochEntry[];
  segmentSizeInBytes: number;
  /** Default null. */
  customMetadata: Uint8Array | null;
  remoteLogSegmentState: number;
  /** Tag 0. */
  txnIndexEmpty: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const RemoteLogSegmentMetadataRecord: MessageCodec<RemoteLogSegmentMetadataRecord> = defineMessage<RemoteLogSegmentMetadataRecord>({
  name: "RemoteLogSegmentMetadataRecord",
  kind: "metadata",
  apiKey: 0,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeRemoteLogSegmentMetadataRecord,
  encode: encodeRemoteLogSegmentMetadataRecord,
});

/** RemoteLogSegmentMetadataUpdateRecord: metadata, type 1, versions 0, flexible 0+. */
export interface RemoteLogSegmentMetadataUpdateRecord {
  remoteLogSegmentId: RemoteLogSegmentIdEntry;
  brokerId: number;
  eventTimestampMs: number;
  /** Default null. */
  customMetadata: Uint8Array | null;
  remoteLogSegmentState: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const RemoteLogSegmentMetadataUpdateRecord: MessageCodec<RemoteLogSegmentMetadataUpdateRecord> = defineMessage<RemoteLogSegmentMetadataUpdateRecord>({
  name: "RemoteLogSegmentMetadataUpdateRecord",
  kind: "metadata",
  apiKey: 1,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeRemoteLogSegmentMetadataUpdateRecord,
  encode: encodeRemoteLogSegmentMetadataUpdateRecord,
});

/** RemotePartitionDeleteMetadataRecord: metadata, type 2, versions 0, flexible 0+. */
export interface RemotePartitionDeleteMetadataRecord {
  topicIdPartition: TopicIdPartitionEntry;
  brokerId: number;
  eventTimestampMs: number;
  remotePartitionDeleteState: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const RemotePartitionDeleteMetadataRecord: MessageCodec<RemotePartitionDeleteMetadataRecord> = defineMessage<RemotePartitionDeleteMetadataRecord>({
  name: "RemotePartitionDeleteMetadataRecord",
  kind: "metadata",
  apiKey: 2,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeRemotePartitionDeleteMetadataRecord,
  encode: encodeRemotePartitionDeleteMetadataRecord,
});

/** RemoteLogSegmentMetadataSnapshotRecord: metadata, type 3, versions 0, flexible 0+. */
export interface RemoteLogSegmentMetadataSnapshotRecord {
  segmentId: Uuid;
  startOffset: number;
  endOffset: number;
  brokerId: number;
  maxTimestampMs: number;
  eventTimestampMs: number;
  segmentLeaderEpochs: SegmentLeaderEpochEntry[];
  segmentSizeInBytes: number;
  /** Default null. */
  customMetadata: Uint8Array | null;
  remoteLogSegmentState: number;
  /** Tag 0. */
  txnIndexEmpty: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const RemoteLogSegmentMetadataSnapshotRecord: MessageCodec<RemoteLogSegmentMetadataSnapshotRecord> = defineMessage<RemoteLogSegmentMetadataSnapshotRecord>({
  name: "RemoteLogSegmentMetadataSnapshotRecord",
  kind: "metadata",
  apiKey: 3,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeRemoteLogSegmentMetadataSnapshotRecord,
  encode: encodeRemoteLogSegmentMetadataSnapshotRecord,
});

/** In `RemoteLogSegmentIdEntry.topicIdPartition`, `RemotePartitionDeleteMetadataRecord.topicIdPartition`. */
export interface TopicIdPartitionEntry {
  name: string;
  id: Uuid;
  partition: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `RemoteLogSegmentMetadataRecord.remoteLogSegmentId`, `RemoteLogSegmentMetadataUpdateRecord.remoteLogSegmentId`. */
export interface RemoteLogSegmentIdEntry {
  topicIdPartition: TopicIdPartitionEntry;
  id: Uuid;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `RemoteLogSegmentMetadataRecord.segmentLeaderEpochs`, `RemoteLogSegmentMetadataSnapshotRecord.segmentLeaderEpochs`. */
export interface SegmentLeaderEpochEntry {
  leaderEpoch: number;
  offset: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeTopicIdPartitionEntry(reader: WireReader, _version: number): TopicIdPartitionEntry {
  const name = reader.compactString("TopicIdPartitionEntry.name");
  const id = reader.uuid("TopicIdPartitionEntry.id");
  const partition = reader.int32("TopicIdPartitionEntry.partition");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("TopicIdPartitionEntry"); left > 0; left--) {
    const tag = reader.unsignedVarint("TopicIdPartitionEntry");
    const end = reader.taggedFieldEnd("TopicIdPartitionEntry");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: TopicIdPartitionEntry = { name, id, partition };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTopicIdPartitionEntry(writer: WireWriter, message: Input<TopicIdPartitionEntry>, _version: number): void {
  const { name = "", id = ZERO_UUID, partition = 0, unknownTaggedFields } = message;
  writer.compactString(name, "TopicIdPartitionEntry.name");
  writer.uuid(id, "TopicIdPartitionEntry.id");
  writer.int32(partition, "TopicIdPartitionEntry.partition");
  writer.taggedFields(unknownTaggedFields, "TopicIdPartitionEntry");
}

function decodeRemoteLogSegmentIdEntry(reader: WireReader, version: number): RemoteLogSegmentIdEntry {
  const topicIdPartition = decodeTopicIdPartitionEntry(reader, version);
  const id = reader.uuid("RemoteLogSegmentIdEntry.id");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("RemoteLogSegmentIdEntry"); left > 0; left--) {
    const tag = reader.unsignedVarint("RemoteLogSegmentIdEntry");
    const end = reader.taggedFieldEnd("RemoteLogSegmentIdEntry");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: RemoteLogSegmentIdEntry = { topicIdPartition, id };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeRemoteLogSegmentIdEntry(writer: WireWriter, message: Input<RemoteLogSegmentIdEntry>, version: number): void {
  const { topicIdPartition, id = ZERO_UUID, unknownTaggedFields } = message;
  encodeTopicIdPartitionEntry(writer, topicIdPartition === undefined ? {} : topicIdPartition, version);
  writer.uuid(id, "RemoteLogSegmentIdEntry.id");
  writer.taggedFields(unknownTaggedFields, "RemoteLogSegmentIdEntry");
}

function decodeSegmentLeaderEpochEntry(reader: WireReader, _version: number): SegmentLeaderEpochEntry {
  const leaderEpoch = reader.int32("SegmentLeaderEpochEntry.leaderEpoch");
  const offset = reader.int64("SegmentLeaderEpochEntry.offset");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("SegmentLeaderEpochEntry"); left > 0; left--) {
    const tag = reader.unsignedVarint("SegmentLeaderEpochEntry");
    const end = reader.taggedFieldEnd("SegmentLeaderEpochEntry");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: SegmentLeaderEpochEntry = { leaderEpoch, offset };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeSegmentLeaderEpochEntry(writer: WireWriter, message: Input<SegmentLeaderEpochEntry>, _version: number): void {
  const { leaderEpoch = 0, offset = 0, unknownTaggedFields } = message;
  writer.int32(leaderEpoch, "SegmentLeaderEpochEntry.leaderEpoch");
  writer.int64(offset, "SegmentLeaderEpochEntry.offset");
  writer.taggedFields(unknownTaggedFields, "SegmentLeaderEpochEntry");
}

function decodeRemoteLogSegmentMetadataRecord(reader: WireReader, version: number): RemoteLogSegmentMetadataRecord {
  const remoteLogSegmentId = decodeRemoteLogSegmentIdEntry(reader, version);
  const startOffset = reader.int64("RemoteLogSegmentMetadataRecord.startOffset");
  const endOffset = reader.int64("RemoteLogSegmentMetadataRecord.endOffset");
  const brokerId = reader.int32("RemoteLogSegmentMetadataRecord.brokerId");
  const maxTimestampMs = reader.int64("RemoteLogSegmentMetadataRecord.maxTimestampMs");
  const eventTimestampMs = reader.int64("RemoteLogSegmentMetadataRecord.eventTimestampMs");
  const segmentLeaderEpochs: SegmentLeaderEpochEntry[] = [];
  for (let left = reader.compactArrayLength(13, "RemoteLogSegmentMetadataRecord.segmentLeaderEpochs"); left > 0; left--) segmentLeaderEpochs.push(decodeSegmentLeaderEpochEntry(reader, version));
  const segmentSizeInBytes = reader.int32("RemoteLogSegmentMetadataRecord.segmentSizeInBytes");
  const customMetadata = reader.compactNullableBytes("RemoteLogSegmentMetadataRecord.customMetadata");
  const remoteLogSegmentState = reader.int8("RemoteLogSegmentMetadataRecord.remoteLogSegmentState");
  let txnIndexEmpty: boolean = false;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("RemoteLogSegmentMetadataRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("RemoteLogSegmentMetadataRecord");
    const end = reader.taggedFieldEnd("RemoteLogSegmentMetadataRecord");
    switch (tag) {
      case 0: {
        txnIndexEmpty = reader.boolean("RemoteLogSegmentMetadataRecord.txnIndexEmpty");
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "RemoteLogSegmentMetadataRecord");
  }
  const message: RemoteLogSegmentMetadataRecord = { remoteLogSegmentId, startOffset, endOffset, brokerId, maxTimestampMs, eventTimestampMs, segmentLeaderEpochs, segmentSizeInBytes, customMetadata, remoteLogSegmentState, txnIndexEmpty };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeRemoteLogSegmentMetadataRecord(writer: WireWriter, message: Input<RemoteLogSegmentMetadataRecord>, version: number): void {
  const { remoteLogSegmentId, startOffset = 0, endOffset = 0, brokerId = 0, maxTimestampMs = 0, eventTimestampMs = 0, segmentLeaderEpochs = [], segmentSizeInBytes = 0, customMetadata = null, remoteLogSegmentState = 0, txnIndexEmpty = false, unknownTaggedFields } = message;
  encodeRemoteLogSegmentIdEntry(writer, remoteLogSegmentId === undefined ? {} : remoteLogSegmentId, version);
  writer.int64(startOffset, "RemoteLogSegmentMetadataRecord.startOffset");
  writer.int64(endOffset, "RemoteLogSegmentMetadataRecord.endOffset");
  writer.int32(brokerId, "RemoteLogSegmentMetadataRecord.brokerId");
  writer.int64(maxTimestampMs, "RemoteLogSegmentMetadataRecord.maxTimestampMs");
  writer.int64(eventTimestampMs, "RemoteLogSegmentMetadataRecord.eventTimestampMs");
  writer.compactArrayLength(segmentLeaderEpochs, "RemoteLogSegmentMetadataRecord.segmentLeaderEpochs");
  for (const element of segmentLeaderEpochs) encodeSegmentLeaderEpochEntry(writer, element, version);
  writer.int32(segmentSizeInBytes, "RemoteLogSegmentMetadataRecord.segmentSizeInBytes");
  writer.compactNullableBytes(customMetadata, "RemoteLogSegmentMetadataRecord.customMetadata");
  writer.int8(remoteLogSegmentState, "RemoteLogSegmentMetadataRecord.remoteLogSegmentState");
  const hasTxnIndexEmpty = txnIndexEmpty !== false;
  const pending = writer.beginTaggedFields((hasTxnIndexEmpty ? 1 : 0), unknownTaggedFields, "RemoteLogSegmentMetadataRecord");
  if (hasTxnIndexEmpty) {
    const mark = writer.beginTag(0, pending, "RemoteLogSegmentMetadataRecord.txnIndexEmpty");
    writer.boolean(txnIndexEmpty, "RemoteLogSegmentMetadataRecord.txnIndexEmpty");
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "RemoteLogSegmentMetadataRecord");
}

function decodeRemoteLogSegmentMetadataUpdateRecord(reader: WireReader, version: number): RemoteLogSegmentMetadataUpdateRecord {
  const remoteLogSegmentId = decodeRemoteLogSegmentIdEntry(reader, version);
  const brokerId = reader.int32("RemoteLogSegmentMetadataUpdateRecord.brokerId");
  const eventTimestampMs = reader.int64("RemoteLogSegmentMetadataUpdateRecord.eventTimestampMs");
  const customMetadata = reader.compactNullableBytes("RemoteLogSegmentMetadataUpdateRecord.customMetadata");
  const remoteLogSegmentState = reader.int8("RemoteLogSegmentMetadataUpdateRecord.remoteLogSegmentState");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("RemoteLogSegmentMetadataUpdateRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("RemoteLogSegmentMetadataUpdateRecord");
    const end = reader.taggedFieldEnd("RemoteLogSegmentMetadataUpdateRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: RemoteLogSegmentMetadataUpdateRecord = { remoteLogSegmentId, brokerId, eventTimestampMs, customMetadata, remoteLogSegmentState };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeRemoteLogSegmentMetadataUpdateRecord(writer: WireWriter, message: Input<RemoteLogSegmentMetadataUpdateRecord>, version: number): void {
  const { remoteLogSegmentId, brokerId = 0, eventTimestampMs = 0, customMetadata = null, remoteLogSegmentState = 0, unknownTaggedFields } = message;
  encodeRemoteLogSegmentIdEntry(writer, remoteLogSegmentId === undefined ? {} : remoteLogSegmentId, version);
  writer.int32(brokerId, "RemoteLogSegmentMetadataUpdateRecord.brokerId");
  writer.int64(eventTimestampMs, "RemoteLogSegmentMetadataUpdateRecord.eventTimestampMs");
  writer.compactNullableBytes(customMetadata, "RemoteLogSegmentMetadataUpdateRecord.customMetadata");
  writer.int8(remoteLogSegmentState, "RemoteLogSegmentMetadataUpdateRecord.remoteLogSegmentState");
  writer.taggedFields(unknownTaggedFields, "RemoteLogSegmentMetadataUpdateRecord");
}

function decodeRemotePartitionDeleteMetadataRecord(reader: WireReader, version: number): RemotePartitionDeleteMetadataRecord {
  const topicIdPartition = decodeTopicIdPartitionEntry(reader, version);
  const brokerId = reader.int32("RemotePartitionDeleteMetadataRecord.brokerId");
  const eventTimestampMs = reader.int64("RemotePartitionDeleteMetadataRecord.eventTimestampMs");
  const remotePartitionDeleteState = reader.int8("RemotePartitionDeleteMetadataRecord.remotePartitionDeleteState");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("RemotePartitionDeleteMetadataRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("RemotePartitionDeleteMetadataRecord");
    const end = reader.taggedFieldEnd("RemotePartitionDeleteMetadataRecord");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: RemotePartitionDeleteMetadataRecord = { topicIdPartition, brokerId, eventTimestampMs, remotePartitionDeleteState };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeRemotePartitionDeleteMetadataRecord(writer: WireWriter, message: Input<RemotePartitionDeleteMetadataRecord>, version: number): void {
  const { topicIdPartition, brokerId = 0, eventTimestampMs = 0, remotePartitionDeleteState = 0, unknownTaggedFields } = message;
  encodeTopicIdPartitionEntry(writer, topicIdPartition === undefined ? {} : topicIdPartition, version);
  writer.int32(brokerId, "RemotePartitionDeleteMetadataRecord.brokerId");
  writer.int64(eventTimestampMs, "RemotePartitionDeleteMetadataRecord.eventTimestampMs");
  writer.int8(remotePartitionDeleteState, "RemotePartitionDeleteMetadataRecord.remotePartitionDeleteState");
  writer.taggedFields(unknownTaggedFields, "RemotePartitionDeleteMetadataRecord");
}

function decodeRemoteLogSegmentMetadataSnapshotRecord(reader: WireReader, version: number): RemoteLogSegmentMetadataSnapshotRecord {
  const segmentId = reader.uuid("RemoteLogSegmentMetadataSnapshotRecord.segmentId");
  const startOffset = reader.int64("RemoteLogSegmentMetadataSnapshotRecord.startOffset");
  const endOffset = reader.int64("RemoteLogSegmentMetadataSnapshotRecord.endOffset");
  const brokerId = reader.int32("RemoteLogSegmentMetadataSnapshotRecord.brokerId");
  const maxTimestampMs = reader.int64("RemoteLogSegmentMetadataSnapshotRecord.maxTimestampMs");
  const eventTimestampMs = reader.int64("RemoteLogSegmentMetadataSnapshotRecord.eventTimestampMs");
  const segmentLeaderEpochs: SegmentLeaderEpochEntry[] = [];
  for (let left = reader.compactArrayLength(13, "RemoteLogSegmentMetadataSnapshotRecord.segmentLeaderEpochs"); left > 0; left--) segmentLeaderEpochs.push(decodeSegmentLeaderEpochEntry(reader, version));
  const segmentSizeInBytes = reader.int32("RemoteLogSegmentMetadataSnapshotRecord.segmentSizeInBytes");
  const customMetadata = reader.compactNullableBytes("RemoteLogSegmentMetadataSnapshotRecord.customMetadata");
  const remoteLogSegmentState = reader.int8("RemoteLogSegmentMetadataSnapshotRecord.remoteLogSegmentState");
  let txnIndexEmpty: boolean = false;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("RemoteLogSegmentMetadataSnapshotRecord"); left > 0; left--) {
    const tag = reader.unsignedVarint("RemoteLogSegmentMetadataSnapshotRecord");
    const end = reader.taggedFieldEnd("RemoteLogSegmentMetadataSnapshotRecord");
    switch (tag) {
      case 0: {
        txnIndexEmpty = reader.boolean("RemoteLogSegmentMetadataSnapshotRecord.txnIndexEmpty");
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "RemoteLogSegmentMetadataSnapshotRecord");
  }
  const message: RemoteLogSegmentMetadataSnapshotRecord = { segmentId, startOffset, endOffset, brokerId, maxTimestampMs, eventTimestampMs, segmentLeaderEpochs, segmentSizeInBytes, customMetadata, remoteLogSegmentState, txnIndexEmpty };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeRemoteLogSegmentMetadataSnapshotRecord(writer: WireWriter, message: Input<RemoteLogSegmentMetadataSnapshotRecord>, version: number): void {
  const { segmentId = ZERO_UUID, startOffset = 0, endOffset = 0, brokerId = 0, maxTimestampMs = 0, eventTimestampMs = 0, segmentLeaderEpochs = [], segmentSizeInBytes = 0, customMetadata = null, remoteLogSegmentState = 0, txnIndexEmpty = false, unknownTaggedFields } = message;
  writer.uuid(segmentId, "RemoteLogSegmentMetadataSnapshotRecord.segmentId");
  writer.int64(startOffset, "RemoteLogSegmentMetadataSnapshotRecord.startOffset");
  writer.int64(endOffset, "RemoteLogSegmentMetadataSnapshotRecord.endOffset");
  writer.int32(brokerId, "RemoteLogSegmentMetadataSnapshotRecord.brokerId");
  writer.int64(maxTimestampMs, "RemoteLogSegmentMetadataSnapshotRecord.maxTimestampMs");
  writer.int64(eventTimestampMs, "RemoteLogSegmentMetadataSnapshotRecord.eventTimestampMs");
  writer.compactArrayLength(segmentLeaderEpochs, "RemoteLogSegmentMetadataSnapshotRecord.segmentLeaderEpochs");
  for (const element of segmentLeaderEpochs) encodeSegmentLeaderEpochEntry(writer, element, version);
  writer.int32(segmentSizeInBytes, "RemoteLogSegmentMetadataSnapshotRecord.segmentSizeInBytes");
  writer.compactNullableBytes(customMetadata, "RemoteLogSegmentMetadataSnapshotRecord.customMetadata");
  writer.int8(remoteLogSegmentState, "RemoteLogSegmentMetadataSnapshotRecord.remoteLogSegmentState");
  const hasTxnIndexEmpty = txnIndexEmpty !== false;
  const pending = writer.beginTaggedFields((hasTxnIndexEmpty ? 1 : 0), unknownTaggedFields, "RemoteLogSegmentMetadataSnapshotRecord");
  if (hasTxnIndexEmpty) {
    const mark = writer.beginTag(0, pending, "RemoteLogSegmentMetadataSnapshotRecord.txnIndexEmpty");
    writer.boolean(txnIndexEmpty, "RemoteLogSegmentMetadataSnapshotRecord.txnIndexEmpty");
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "RemoteLogSegmentMetadataSnapshotRecord");
}
