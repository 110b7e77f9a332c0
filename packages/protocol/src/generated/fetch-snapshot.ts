// Generated from schema/59-fetch-snapshot.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import { EMPTY_BYTES } from "../wire/empty-bytes.ts";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** FetchSnapshotRequest: API key 59, versions 0–1, flexible 0+. */
export interface FetchSnapshotRequest {
  /** Tag 0. Default null. */
  clusterId: string | null;
  /** A broker id. Default -1. */
  replicaId: number;
  /** Default 2147483647. */
  maxBytes: number;
  topics: FetchSnapshotRequestTopicSnapshot[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const FetchSnapshotRequest: MessageCodec<FetchSnapshotRequest> = defineMessage<FetchSnapshotRequest>({
  name: "FetchSnapshotRequest",
  kind: "request",
  apiKey: 59,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeFetchSnapshotRequest,
  encode: encodeFetchSnapshotRequest,
});

/** FetchSnapshotResponse: API key 59, versions 0–1, flexible 0+. */
export interface FetchSnapshotResponse {
  throttleTimeMs: number;
  errorCode: number;
  topics: FetchSnapshotResponseTopicSnapshot[];
  /** Versions 1+. Tag 0. */
  nodeEndpoints: NodeEndpoint[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const FetchSnapshotResponse: MessageCodec<FetchSnapshotResponse> = defineMessage<FetchSnapshotResponse>({
  name: "FetchSnapshotResponse",
  kind: "response",
  apiKey: 59,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 0,
  decode: decodeFetchSnapshotResponse,
  encode: encodeFetchSnapshotResponse,
});

/** In `FetchSnapshotRequestPartitionSnapshot.snapshotId`, `FetchSnapshotResponsePartitionSnapshot.snapshotId`. */
export interface SnapshotId {
  endOffset: number;
  epoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `FetchSnapshotRequestTopicSnapshot.partitions`. */
export interface FetchSnapshotRequestPartitionSnapshot {
  partition: number;
  currentLeaderEpoch: number;
  snapshotId: SnapshotId;
  position: number;
  /** Versions 1+. Tag 0. Dropped where the version lacks it. */
  replicaDirectoryId: Uuid;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `FetchSnapshotRequest.topics`. */
export interface FetchSnapshotRequestTopicSnapshot {
  /** A topic name. */
  name: string;
  partitions: FetchSnapshotRequestPartitionSnapshot[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `FetchSnapshotResponsePartitionSnapshot.currentLeader`. */
export interface LeaderIdAndEpoch {
  /** A broker id. */
  leaderId: number;
  leaderEpoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `FetchSnapshotResponseTopicSnapshot.partitions`. */
export interface FetchSnapshotResponsePartitionSnapshot {
  index: number;
  errorCode: number;
  snapshotId: SnapshotId;
  /** Tag 0. */
  currentLeader: LeaderIdAndEpoch;
  size: number;
  position: number;
  unalignedRecords: Uint8Array;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `FetchSnapshotResponse.topics`. */
export interface FetchSnapshotResponseTopicSnapshot {
  /** A topic name. */
  name: string;
  partitions: FetchSnapshotResponsePartitionSnapshot[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `FetchSnapshotResponse.nodeEndpoints`. */
export interface NodeEndpoint {
  /** A broker id. */
  nodeId: number;
  host: string;
  port: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeSnapshotId(reader: WireReader, _version: number): SnapshotId {
  const endOffset = reader.int64("SnapshotId.endOffset");
  const epoch = reader.int32("SnapshotId.epoch");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("SnapshotId"); left > 0; left--) {
    const tag = reader.unsignedVarint("SnapshotId");
    const end = reader.taggedFieldEnd("SnapshotId");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: SnapshotId = { endOffset, epoch };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeSnapshotId(writer: WireWriter, message: Input<SnapshotId>, _version: number): void {
  const { endOffset = 0, epoch = 0, unknownTaggedFields } = message;
  writer.int64(endOffset, "SnapshotId.endOffset");
  writer.int32(epoch, "SnapshotId.epoch");
  writer.taggedFields(unknownTaggedFields, "SnapshotId");
}

function decodeFetchSnapshotRequestPartitionSnapshot(reader: WireReader, version: number): FetchSnapshotRequestPartitionSnapshot {
  const partition = reader.int32("FetchSnapshotRequestPartitionSnapshot.partition");
  const currentLeaderEpoch = reader.int32("FetchSnapshotRequestPartitionSnapshot.currentLeaderEpoch");
  const snapshotId = decodeSnapshotId(reader, version);
  const position = reader.int64("FetchSnapshotRequestPartitionSnapshot.position");
  let replicaDirectoryId: Uuid = ZERO_UUID;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("FetchSnapshotRequestPartitionSnapshot"); left > 0; left--) {
    const tag = reader.unsignedVarint("FetchSnapshotRequestPartitionSnapshot");
    const end = reader.taggedFieldEnd("FetchSnapshotRequestPartitionSnapshot");
    switch (tag) {
      case 0: {
        if (version < 1) reader.fail("tag 0 is not valid before version 1", "FetchSnapshotRequestPartitionSnapshot.replicaDirectoryId");
        replicaDirectoryId = reader.uuid("FetchSnapshotRequestPartitionSnapshot.replicaDirectoryId");
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "FetchSnapshotRequestPartitionSnapshot");
  }
  const message: FetchSnapshotRequestPartitionSnapshot = { partition, currentLeaderEpoch, snapshotId, position, replicaDirectoryId };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeFetchSnapshotRequestPartitionSnapshot(writer: WireWriter, message: Input<FetchSnapshotRequestPartitionSnapshot>, version: number): void {
  const { partition = 0, currentLeaderEpoch = 0, snapshotId, position = 0, replicaDirectoryId = ZERO_UUID, unknownTaggedFields } = message;
  writer.int32(partition, "FetchSnapshotRequestPartitionSnapshot.partition");
  writer.int32(currentLeaderEpoch, "FetchSnapshotRequestPartitionSnapshot.currentLeaderEpoch");
  encodeSnapshotId(writer, snapshotId === undefined ? {} : snapshotId, version);
  writer.int64(position, "FetchSnapshotRequestPartitionSnapshot.position");
  const hasReplicaDirectoryId = version >= 1 && (replicaDirectoryId !== ZERO_UUID);
  const pending = writer.beginTaggedFields((hasReplicaDirectoryId ? 1 : 0), unknownTaggedFields, "FetchSnapshotRequestPartitionSnapshot");
  if (hasReplicaDirectoryId) {
    const mark = writer.beginTag(0, pending, "FetchSnapshotRequestPartitionSnapshot.replicaDirectoryId");
    writer.uuid(replicaDirectoryId, "FetchSnapshotRequestPartitionSnapshot.replicaDirectoryId");
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "FetchSnapshotRequestPartitionSnapshot");
}

function decodeFetchSnapshotRequestTopicSnapshot(reader: WireReader, version: number): FetchSnapshotRequestTopicSnapshot {
  const name = reader.compactString("FetchSnapshotRequestTopicSnapshot.name");
  const partitions: FetchSnapshotRequestPartitionSnapshot[] = [];
  for (let left = reader.compactArrayLength(30, "FetchSnapshotRequestTopicSnapshot.partitions"); left > 0; left--) partitions.push(decodeFetchSnapshotRequestPartitionSnapshot(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("FetchSnapshotRequestTopicSnapshot"); left > 0; left--) {
    const tag = reader.unsignedVarint("FetchSnapshotRequestTopicSnapshot");
    const end = reader.taggedFieldEnd("FetchSnapshotRequestTopicSnapshot");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: FetchSnapshotRequestTopicSnapshot = { name, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeFetchSnapshotRequestTopicSnapshot(writer: WireWriter, message: Input<FetchSnapshotRequestTopicSnapshot>, version: number): void {
  const { name = "", partitions = [], unknownTaggedFields } = message;
  writer.compactString(name, "FetchSnapshotRequestTopicSnapshot.name");
  writer.compactArrayLength(partitions, "FetchSnapshotRequestTopicSnapshot.partitions");
  for (const element of partitions) encodeFetchSnapshotRequestPartitionSnapshot(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "FetchSnapshotRequestTopicSnapshot");
}

function decodeFetchSnapshotRequest(reader: WireReader, version: number): FetchSnapshotRequest {
  const replicaId = reader.int32("FetchSnapshotRequest.replicaId");
  const maxBytes = reader.int32("FetchSnapshotRequest.maxBytes");
  const topics: FetchSnapshotRequestTopicSnapshot[] = [];
  for (let left = reader.compactArrayLength(3, "FetchSnapshotRequest.topics"); left > 0; left--) topics.push(decodeFetchSnapshotRequestTopicSnapshot(reader, version));
  let clusterId: string | null = null;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("FetchSnapshotRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("FetchSnapshotRequest");
    const end = reader.taggedFieldEnd("FetchSnapshotRequest");
    switch (tag) {
      case 0: {
        clusterId = reader.compactNullableString("FetchSnapshotRequest.clusterId");
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "FetchSnapshotRequest");
  }
  const message: FetchSnapshotRequest = { clusterId, replicaId, maxBytes, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeFetchSnapshotRequest(writer: WireWriter, message: Input<FetchSnapshotRequest>, version: number): void {
  const { clusterId = null, replicaId = -1, maxBytes = 2147483647, topics = [], unknownTaggedFields } = message;
  writer.int32(replicaId, "FetchSnapshotRequest.replicaId");
  writer.int32(maxBytes, "FetchSnapshotRequest.maxBytes");
  writer.compactArrayLength(topics, "FetchSnapshotRequest.topics");
  for (const element of topics) encodeFetchSnapshotRequestTopicSnapshot(writer, element, version);
  const hasClusterId = clusterId !== null;
  const pending = writer.beginTaggedFields((hasClusterId ? 1 : 0), unknownTaggedFields, "FetchSnapshotRequest");
  if (hasClusterId) {
    const mark = writer.beginTag(0, pending, "FetchSnapshotRequest.clusterId");
    writer.compactNullableString(clusterId, "FetchSnapshotRequest.clusterId");
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "FetchSnapshotRequest");
}

function decodeLeaderIdAndEpoch(reader: WireReader, _version: number): LeaderIdAndEpoch {
  const leaderId = reader.int32("LeaderIdAndEpoch.leaderId");
  const leaderEpoch = reader.int32("LeaderIdAndEpoch.leaderEpoch");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("LeaderIdAndEpoch"); left > 0; left--) {
    const tag = reader.unsignedVarint("LeaderIdAndEpoch");
    const end = reader.taggedFieldEnd("LeaderIdAndEpoch");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: LeaderIdAndEpoch = { leaderId, leaderEpoch };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeLeaderIdAndEpoch(writer: WireWriter, message: Input<LeaderIdAndEpoch>, _version: number): void {
  const { leaderId = 0, leaderEpoch = 0, unknownTaggedFields } = message;
  writer.int32(leaderId, "LeaderIdAndEpoch.leaderId");
  writer.int32(leaderEpoch, "LeaderIdAndEpoch.leaderEpoch");
  writer.taggedFields(unknownTaggedFields, "LeaderIdAndEpoch");
}

function defaultLeaderIdAndEpoch(): LeaderIdAndEpoch {
  return { leaderId: 0, leaderEpoch: 0 };
}

function isDefaultLeaderIdAndEpoch(message: Input<LeaderIdAndEpoch>): boolean {
  const { leaderId = 0, leaderEpoch = 0, unknownTaggedFields } = message;
  return !(leaderId !== 0) && !(leaderEpoch !== 0) && (unknownTaggedFields === undefined || unknownTaggedFields.length === 0);
}

function decodeFetchSnapshotResponsePartitionSnapshot(reader: WireReader, version: number): FetchSnapshotResponsePartitionSnapshot {
  const index = reader.int32("FetchSnapshotResponsePartitionSnapshot.index");
  const errorCode = reader.int16("FetchSnapshotResponsePartitionSnapshot.errorCode");
  const snapshotId = decodeSnapshotId(reader, version);
  const size = reader.int64("FetchSnapshotResponsePartitionSnapshot.size");
  const position = reader.int64("FetchSnapshotResponsePartitionSnapshot.position");
  const unalignedRecords = reader.compactBytes("FetchSnapshotResponsePartitionSnapshot.unalignedRecords");
  let currentLeader: LeaderIdAndEpoch = defaultLeaderIdAndEpoch();
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("FetchSnapshotResponsePartitionSnapshot"); left > 0; left--) {
    const tag = reader.unsignedVarint("FetchSnapshotResponsePartitionSnapshot");
    const end = reader.taggedFieldEnd("FetchSnapshotResponsePartitionSnapshot");
    switch (tag) {
      case 0: {
        currentLeader = decodeLeaderIdAndEpoch(reader, version);
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "FetchSnapshotResponsePartitionSnapshot");
  }
  const message: FetchSnapshotResponsePartitionSnapshot = { index, errorCode, snapshotId, currentLeader, size, position, unalignedRecords };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeFetchSnapshotResponsePartitionSnapshot(writer: WireWriter, message: Input<FetchSnapshotResponsePartitionSnapshot>, version: number): void {
  const { index = 0, errorCode = 0, snapshotId, currentLeader, size = 0, position = 0, unalignedRecords = EMPTY_BYTES, unknownTaggedFields } = message;
  writer.int32(index, "FetchSnapshotResponsePartitionSnapshot.index");
  writer.int16(errorCode, "FetchSnapshotResponsePartitionSnapshot.errorCode");
  encodeSnapshotId(writer, snapshotId === undefined ? {} : snapshotId, version);
  writer.int64(size, "FetchSnapshotResponsePartitionSnapshot.size");
  writer.int64(position, "FetchSnapshotResponsePartitionSnapshot.position");
  writer.compactBytes(unalignedRecords, "FetchSnapshotResponsePartitionSnapshot.unalignedRecords");
  const hasCurrentLeader = currentLeader !== undefined && !isDefaultLeaderIdAndEpoch(currentLeader);
  const pending = writer.beginTaggedFields((hasCurrentLeader ? 1 : 0), unknownTaggedFields, "FetchSnapshotResponsePartitionSnapshot");
  if (hasCurrentLeader) {
    const mark = writer.beginTag(0, pending, "FetchSnapshotResponsePartitionSnapshot.currentLeader");
    encodeLeaderIdAndEpoch(writer, currentLeader, version);
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "FetchSnapshotResponsePartitionSnapshot");
}

function decodeFetchSnapshotResponseTopicSnapshot(reader: WireReader, version: number): FetchSnapshotResponseTopicSnapshot {
  const name = reader.compactString("FetchSnapshotResponseTopicSnapshot.name");
  const partitions: FetchSnapshotResponsePartitionSnapshot[] = [];
  for (let left = reader.compactArrayLength(37, "FetchSnapshotResponseTopicSnapshot.partitions"); left > 0; left--) partitions.push(decodeFetchSnapshotResponsePartitionSnapshot(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("FetchSnapshotResponseTopicSnapshot"); left > 0; left--) {
    const tag = reader.unsignedVarint("FetchSnapshotResponseTopicSnapshot");
    const end = reader.taggedFieldEnd("FetchSnapshotResponseTopicSnapshot");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: FetchSnapshotResponseTopicSnapshot = { name, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeFetchSnapshotResponseTopicSnapshot(writer: WireWriter, message: Input<FetchSnapshotResponseTopicSnapshot>, version: number): void {
  const { name = "", partitions = [], unknownTaggedFields } = message;
  writer.compactString(name, "FetchSnapshotResponseTopicSnapshot.name");
  writer.compactArrayLength(partitions, "FetchSnapshotResponseTopicSnapshot.partitions");
  for (const element of partitions) encodeFetchSnapshotResponsePartitionSnapshot(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "FetchSnapshotResponseTopicSnapshot");
}

function decodeNodeEndpoint(reader: WireReader, _version: number): NodeEndpoint {
  const nodeId = reader.int32("NodeEndpoint.nodeId");
  const host = reader.compactString("NodeEndpoint.host");
  const port = reader.uint16("NodeEndpoint.port");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("NodeEndpoint"); left > 0; left--) {
    const tag = reader.unsignedVarint("NodeEndpoint");
    const end = reader.taggedFieldEnd("NodeEndpoint");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: NodeEndpoint = { nodeId, host, port };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeNodeEndpoint(writer: WireWriter, message: Input<NodeEndpoint>, _version: number): void {
  const { nodeId = 0, host = "", port = 0, unknownTaggedFields } = message;
  writer.int32(nodeId, "NodeEndpoint.nodeId");
  writer.compactString(host, "NodeEndpoint.host");
  writer.uint16(port, "NodeEndpoint.port");
  writer.taggedFields(unknownTaggedFields, "NodeEndpoint");
}

function decodeFetchSnapshotResponse(reader: WireReader, version: number): FetchSnapshotResponse {
  const throttleTimeMs = reader.int32("FetchSnapshotResponse.throttleTimeMs");
  const errorCode = reader.int16("FetchSnapshotResponse.errorCode");
  const topics: FetchSnapshotResponseTopicSnapshot[] = [];
  for (let left = reader.compactArrayLength(3, "FetchSnapshotResponse.topics"); left > 0; left--) topics.push(decodeFetchSnapshotResponseTopicSnapshot(reader, version));
  let nodeEndpoints: NodeEndpoint[] = [];
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("FetchSnapshotResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("FetchSnapshotResponse");
    const end = reader.taggedFieldEnd("FetchSnapshotResponse");
    switch (tag) {
      case 0: {
        if (version < 1) reader.fail("tag 0 is not valid before version 1", "FetchSnapshotResponse.nodeEndpoints");
        nodeEndpoints = [];
        for (let left = reader.compactArrayLength(8, "FetchSnapshotResponse.nodeEndpoints"); left > 0; left--) nodeEndpoints.push(decodeNodeEndpoint(reader, version));
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "FetchSnapshotResponse");
  }
  const message: FetchSnapshotResponse = { throttleTimeMs, errorCode, topics, nodeEndpoints };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeFetchSnapshotResponse(writer: WireWriter, message: Input<FetchSnapshotResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, topics = [], nodeEndpoints = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "FetchSnapshotResponse.throttleTimeMs");
  writer.int16(errorCode, "FetchSnapshotResponse.errorCode");
  writer.compactArrayLength(topics, "FetchSnapshotResponse.topics");
  for (const element of topics) encodeFetchSnapshotResponseTopicSnapshot(writer, element, version);
  const hasNodeEndpoints = version >= 1 && (nodeEndpoints.length > 0);
  if (version < 1 && (nodeEndpoints.length > 0)) writer.unsupported("FetchSnapshotResponse.nodeEndpoints", version);
  const pending = writer.beginTaggedFields((hasNodeEndpoints ? 1 : 0), unknownTaggedFields, "FetchSnapshotResponse");
  if (hasNodeEndpoints) {
    const mark = writer.beginTag(0, pending, "FetchSnapshotResponse.nodeEndpoints");
    writer.compactArrayLength(nodeEndpoints, "FetchSnapshotResponse.nodeEndpoints");
    for (const element of nodeEndpoints) encodeNodeEndpoint(writer, element, version);
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "FetchSnapshotResponse");
}
