// Generated from schema/55-describe-quorum.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** DescribeQuorumRequest: API key 55, versions 0–2, flexible 0+. */
export interface DescribeQuorumRequest {
  topics: DescribeQuorumRequestTopicData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeQuorumRequest: MessageCodec<DescribeQuorumRequest> = defineMessage<DescribeQuorumRequest>({
  name: "DescribeQuorumRequest",
  kind: "request",
  apiKey: 55,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 0,
  decode: decodeDescribeQuorumRequest,
  encode: encodeDescribeQuorumRequest,
});

/** DescribeQuorumResponse: API key 55, versions 0–2, flexible 0+. */
export interface DescribeQuorumResponse {
  errorCode: number;
  /** Versions 2+. Dropped where the version lacks it. */
  errorMessage: string | null;
  topics: DescribeQuorumResponseTopicData[];
  /** Versions 2+. */
  nodes: Node[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeQuorumResponse: MessageCodec<DescribeQuorumResponse> = defineMessage<DescribeQuorumResponse>({
  name: "DescribeQuorumResponse",
  kind: "response",
  apiKey: 55,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 0,
  decode: decodeDescribeQuorumResponse,
  encode: encodeDescribeQuorumResponse,
});

/** In `DescribeQuorumRequestTopicData.partitions`. */
export interface DescribeQuorumRequestPartitionData {
  partitionIndex: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeQuorumRequest.topics`. */
export interface DescribeQuorumRequestTopicData {
  /** A topic name. */
  topicName: string;
  partitions: DescribeQuorumRequestPartitionData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeQuorumResponsePartitionData.currentVoters`, `DescribeQuorumResponsePartitionData.observers`. */
export interface ReplicaState {
  /** A broker id. */
  replicaId: number;
  /** Versions 2+. */
  replicaDirectoryId: Uuid;
  logEndOffset: number;
  /** Versions 1+. Default -1. Dropped where the version lacks it. */
  lastFetchTimestamp: number;
  /** Versions 1+. Default -1. Dropped where the version lacks it. */
  lastCaughtUpTimestamp: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeQuorumResponseTopicData.partitions`. */
export interface DescribeQuorumResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  /** Versions 2+. Dropped where the version lacks it. */
  errorMessage: string | null;
  /** A broker id. */
  leaderId: number;
  leaderEpoch: number;
  highWatermark: number;
  currentVoters: ReplicaState[];
  observers: ReplicaState[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeQuorumResponse.topics`. */
export interface DescribeQuorumResponseTopicData {
  /** A topic name. */
  topicName: string;
  partitions: DescribeQuorumResponsePartitionData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `Node.listeners`. */
export interface Listener {
  name: string;
  host: string;
  port: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeQuorumResponse.nodes`. */
export interface Node {
  /** A broker id. */
  nodeId: number;
  listeners: Listener[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeDescribeQuorumRequestPartitionData(reader: WireReader, _version: number): DescribeQuorumRequestPartitionData {
  const partitionIndex = reader.int32("DescribeQuorumRequestPartitionData.partitionIndex");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeQuorumRequestPartitionData"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeQuorumRequestPartitionData");
    const end = reader.taggedFieldEnd("DescribeQuorumRequestPartitionData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeQuorumRequestPartitionData = { partitionIndex };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeQuorumRequestPartitionData(writer: WireWriter, message: Input<DescribeQuorumRequestPartitionData>, _version: number): void {
  const { partitionIndex = 0, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "DescribeQuorumRequestPartitionData.partitionIndex");
  writer.taggedFields(unknownTaggedFields, "DescribeQuorumRequestPartitionData");
}

function decodeDescribeQuorumRequestTopicData(reader: WireReader, version: number): DescribeQuorumRequestTopicData {
  const topicName = reader.compactString("DescribeQuorumRequestTopicData.topicName");
  const partitions: DescribeQuorumRequestPartitionData[] = [];
  for (let left = reader.compactArrayLength(5, "DescribeQuorumRequestTopicData.partitions"); left > 0; left--) partitions.push(decodeDescribeQuorumRequestPartitionData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeQuorumRequestTopicData"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeQuorumRequestTopicData");
    const end = reader.taggedFieldEnd("DescribeQuorumRequestTopicData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeQuorumRequestTopicData = { topicName, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeQuorumRequestTopicData(writer: WireWriter, message: Input<DescribeQuorumRequestTopicData>, version: number): void {
  const { topicName = "", partitions = [], unknownTaggedFields } = message;
  writer.compactString(topicName, "DescribeQuorumRequestTopicData.topicName");
  writer.compactArrayLength(partitions, "DescribeQuorumRequestTopicData.partitions");
  for (const element of partitions) encodeDescribeQuorumRequestPartitionData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "DescribeQuorumRequestTopicData");
}

function decodeDescribeQuorumRequest(reader: WireReader, version: number): DescribeQuorumRequest {
  const topics: DescribeQuorumRequestTopicData[] = [];
  for (let left = reader.compactArrayLength(3, "DescribeQuorumRequest.topics"); left > 0; left--) topics.push(decodeDescribeQuorumRequestTopicData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeQuorumRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeQuorumRequest");
    const end = reader.taggedFieldEnd("DescribeQuorumRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeQuorumRequest = { topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeQuorumRequest(writer: WireWriter, message: Input<DescribeQuorumRequest>, version: number): void {
  const { topics = [], unknownTaggedFields } = message;
  writer.compactArrayLength(topics, "DescribeQuorumRequest.topics");
  for (const element of topics) encodeDescribeQuorumRequestTopicData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "DescribeQuorumRequest");
}

function decodeReplicaState(reader: WireReader, version: number): ReplicaState {
  const replicaId = reader.int32("ReplicaState.replicaId");
  const replicaDirectoryId = version >= 2 ? reader.uuid("ReplicaState.replicaDirectoryId") : ZERO_UUID;
  const logEndOffset = reader.int64("ReplicaState.logEndOffset");
  const lastFetchTimestamp = version >= 1 ? reader.int64("ReplicaState.lastFetchTimestamp") : -1;
  const lastCaughtUpTimestamp = version >= 1 ? reader.int64("ReplicaState.lastCaughtUpTimestamp") : -1;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ReplicaState"); left > 0; left--) {
    const tag = reader.unsignedVarint("ReplicaState");
    const end = reader.taggedFieldEnd("ReplicaState");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ReplicaState = { replicaId, replicaDirectoryId, logEndOffset, lastFetchTimestamp, lastCaughtUpTimestamp };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeReplicaState(writer: WireWriter, message: Input<ReplicaState>, version: number): void {
  const { replicaId = 0, replicaDirectoryId = ZERO_UUID, logEndOffset = 0, lastFetchTimestamp = -1, lastCaughtUpTimestamp = -1, unknownTaggedFields } = message;
  writer.int32(replicaId, "ReplicaState.replicaId");
  if (version >= 2) {
    writer.uuid(replicaDirectoryId, "ReplicaState.replicaDirectoryId");
  } else {
    if (replicaDirectoryId !== ZERO_UUID) writer.unsupported("ReplicaState.replicaDirectoryId", version);
  }
  writer.int64(logEndOffset, "ReplicaState.logEndOffset");
  if (version >= 1) {
    writer.int64(lastFetchTimestamp, "ReplicaState.lastFetchTimestamp");
  }
  if (version >= 1) {
    writer.int64(lastCaughtUpTimestamp, "ReplicaState.lastCaughtUpTimestamp");
  }
  writer.taggedFields(unknownTaggedFields, "ReplicaState");
}

function decodeDescribeQuorumResponsePartitionData(reader: WireReader, version: number): DescribeQuorumResponsePartitionData {
  const partitionIndex = reader.int32("DescribeQuorumResponsePartitionData.partitionIndex");
  const errorCode = reader.int16("DescribeQuorumResponsePartitionData.errorCode");
  const errorMessage = version >= 2 ? reader.compactNullableString("DescribeQuorumResponsePartitionData.errorMessage") : "";
  const leaderId = reader.int32("DescribeQuorumResponsePartitionData.leaderId");
  const leaderEpoch = reader.int32("DescribeQuorumResponsePartitionData.leaderEpoch");
  const highWatermark = reader.int64("DescribeQuorumResponsePartitionData.highWatermark");
  const currentVoters: ReplicaState[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(45, "DescribeQuorumResponsePartitionData.currentVoters") : version >= 1 ? reader.compactArrayLength(29, "DescribeQuorumResponsePartitionData.currentVoters") : reader.compactArrayLength(13, "DescribeQuorumResponsePartitionData.currentVoters"); left > 0; left--) currentVoters.push(decodeReplicaState(reader, version));
  const observers: ReplicaState[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(45, "DescribeQuorumResponsePartitionData.observers") : version >= 1 ? reader.compactArrayLength(29, "DescribeQuorumResponsePartitionData.observers") : reader.compactArrayLength(13, "DescribeQuorumResponsePartitionData.observers"); left > 0; left--) observers.push(decodeReplicaState(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeQuorumResponsePartitionData"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeQuorumResponsePartitionData");
    const end = reader.taggedFieldEnd("DescribeQuorumResponsePartitionData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeQuorumResponsePartitionData = { partitionIndex, errorCode, errorMessage, leaderId, leaderEpoch, highWatermark, currentVoters, observers };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeQuorumResponsePartitionData(writer: WireWriter, message: Input<DescribeQuorumResponsePartitionData>, version: number): void {
  const { partitionIndex = 0, errorCode = 0, errorMessage = "", leaderId = 0, leaderEpoch = 0, highWatermark = 0, currentVoters = [], observers = [], unknownTaggedFields } = message;
  writer.int32(partitionIndex, "DescribeQuorumResponsePartitionData.partitionIndex");
  writer.int16(errorCode, "DescribeQuorumResponsePartitionData.errorCode");
  if (version >= 2) {
    writer.compactNullableString(errorMessage, "DescribeQuorumResponsePartitionData.errorMessage");
  }
  writer.int32(leaderId, "DescribeQuorumResponsePartitionData.leaderId");
  writer.int32(leaderEpoch, "DescribeQuorumResponsePartitionData.leaderEpoch");
  writer.int64(highWatermark, "DescribeQuorumResponsePartitionData.highWatermark");
  writer.compactArrayLength(currentVoters, "DescribeQuorumResponsePartitionData.currentVoters");
  for (const element of currentVoters) encodeReplicaState(writer, element, version);
  writer.compactArrayLength(observers, "DescribeQuorumResponsePartitionData.observers");
  for (const element of observers) encodeReplicaState(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "DescribeQuorumResponsePartitionData");
}

function decodeDescribeQuorumResponseTopicData(reader: WireReader, version: number): DescribeQuorumResponseTopicData {
  const topicName = reader.compactString("DescribeQuorumResponseTopicData.topicName");
  const partitions: DescribeQuorumResponsePartitionData[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(26, "DescribeQuorumResponseTopicData.partitions") : reader.compactArrayLength(25, "DescribeQuorumResponseTopicData.partitions"); left > 0; left--) partitions.push(decodeDescribeQuorumResponsePartitionData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeQuorumResponseTopicData"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeQuorumResponseTopicData");
    const end = reader.taggedFieldEnd("DescribeQuorumResponseTopicData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeQuorumResponseTopicData = { topicName, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeQuorumResponseTopicData(writer: WireWriter, message: Input<DescribeQuorumResponseTopicData>, version: number): void {
  const { topicName = "", partitions = [], unknownTaggedFields } = message;
  writer.compactString(topicName, "DescribeQuorumResponseTopicData.topicName");
  writer.compactArrayLength(partitions, "DescribeQuorumResponseTopicData.partitions");
  for (const element of partitions) encodeDescribeQuorumResponsePartitionData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "DescribeQuorumResponseTopicData");
}

function decodeListener(reader: WireReader, _version: number): Listener {
  const name = reader.compactString("Listener.name");
  const host = reader.compactString("Listener.host");
  const port = reader.uint16("Listener.port");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("Listener"); left > 0; left--) {
    const tag = reader.unsignedVarint("Listener");
    const end = reader.taggedFieldEnd("Listener");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: Listener = { name, host, port };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeListener(writer: WireWriter, message: Input<Listener>, _version: number): void {
  const { name = "", host = "", port = 0, unknownTaggedFields } = message;
  writer.compactString(name, "Listener.name");
  writer.compactString(host, "Listener.host");
  writer.uint16(port, "Listener.port");
  writer.taggedFields(unknownTaggedFields, "Listener");
}

function decodeNode(reader: WireReader, version: number): Node {
  const nodeId = reader.int32("Node.nodeId");
  const listeners: Listener[] = [];
  for (let left = reader.compactArrayLength(5, "Node.listeners"); left > 0; left--) listeners.push(decodeListener(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("Node"); left > 0; left--) {
    const tag = reader.unsignedVarint("Node");
    const end = reader.taggedFieldEnd("Node");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: Node = { nodeId, listeners };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeNode(writer: WireWriter, message: Input<Node>, version: number): void {
  const { nodeId = 0, listeners = [], unknownTaggedFields } = message;
  writer.int32(nodeId, "Node.nodeId");
  writer.compactArrayLength(listeners, "Node.listeners");
  for (const element of listeners) encodeListener(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "Node");
}

function decodeDescribeQuorumResponse(reader: WireReader, version: number): DescribeQuorumResponse {
  const errorCode = reader.int16("DescribeQuorumResponse.errorCode");
  const errorMessage = version >= 2 ? reader.compactNullableString("DescribeQuorumResponse.errorMessage") : "";
  const topics: DescribeQuorumResponseTopicData[] = [];
  for (let left = reader.compactArrayLength(3, "DescribeQuorumResponse.topics"); left > 0; left--) topics.push(decodeDescribeQuorumResponseTopicData(reader, version));
  const nodes: Node[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(6, "DescribeQuorumResponse.nodes") : 0; left > 0; left--) nodes.push(decodeNode(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeQuorumResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeQuorumResponse");
    const end = reader.taggedFieldEnd("DescribeQuorumResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeQuorumResponse = { errorCode, errorMessage, topics, nodes };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeQuorumResponse(writer: WireWriter, message: Input<DescribeQuorumResponse>, version: number): void {
  const { errorCode = 0, errorMessage = "", topics = [], nodes = [], unknownTaggedFields } = message;
  writer.int16(errorCode, "DescribeQuorumResponse.errorCode");
  if (version >= 2) {
    writer.compactNullableString(errorMessage, "DescribeQuorumResponse.errorMessage");
  }
  writer.compactArrayLength(topics, "DescribeQuorumResponse.topics");
  for (const element of topics) encodeDescribeQuorumResponseTopicData(writer, element, version);
  if (version >= 2) {
    writer.compactArrayLength(nodes, "DescribeQuorumResponse.nodes");
    for (const element of nodes) encodeNode(writer, element, version);
  } else {
    if (nodes.length > 0) writer.unsupported("DescribeQuorumResponse.nodes", version);
  }
  writer.taggedFields(unknownTaggedFields, "DescribeQuorumResponse");
}
