// Generated from schema/52-vote.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** VoteRequest: API key 52, versions 0–2, flexible 0+. */
export interface VoteRequest {
  /** Default null. */
  clusterId: string | null;
  /** A broker id. Versions 1+. Default -1. Dropped where the version lacks it. */
  voterId: number;
  topics: VoteRequestTopicData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const VoteRequest: MessageCodec<VoteRequest> = defineMessage<VoteRequest>({
  name: "VoteRequest",
  kind: "request",
  apiKey: 52,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 0,
  decode: decodeVoteRequest,
  encode: encodeVoteRequest,
});

/** VoteResponse: API key 52, versions 0–2, flexible 0+. */
export interface VoteResponse {
  errorCode: number;
  topics: VoteResponseTopicData[];
  /** Versions 1+. Tag 0. */
  nodeEndpoints: NodeEndpoint[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const VoteResponse: MessageCodec<VoteResponse> = defineMessage<VoteResponse>({
  name: "VoteResponse",
  kind: "response",
  apiKey: 52,
  lowestVersion: 0,
  highestVersion: 2,
  flexibleFrom: 0,
  decode: decodeVoteResponse,
  encode: encodeVoteResponse,
});

/** In `VoteRequestTopicData.partitions`. */
export interface VoteRequestPartitionData {
  partitionIndex: number;
  replicaEpoch: number;
  /** A broker id. */
  replicaId: number;
  /** Versions 1+. Dropped where the version lacks it. */
  replicaDirectoryId: Uuid;
  /** Versions 1+. Dropped where the version lacks it. */
  voterDirectoryId: Uuid;
  lastOffsetEpoch: number;
  lastOffset: number;
  /** Versions 2+. */
  preVote: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `VoteRequest.topics`. */
export interface VoteRequestTopicData {
  /** A topic name. */
  topicName: string;
  partitions: VoteRequestPartitionData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `VoteResponseTopicData.partitions`. */
export interface VoteResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  /** A broker id. */
  leaderId: number;
  leaderEpoch: number;
  voteGranted: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `VoteResponse.topics`. */
export interface VoteResponseTopicData {
  /** A topic name. */
  topicName: string;
  partitions: VoteResponsePartitionData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `VoteResponse.nodeEndpoints`. */
export interface NodeEndpoint {
  /** A broker id. */
  nodeId: number;
  host: string;
  port: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeVoteRequestPartitionData(reader: WireReader, version: number): VoteRequestPartitionData {
  const partitionIndex = reader.int32("VoteRequestPartitionData.partitionIndex");
  const replicaEpoch = reader.int32("VoteRequestPartitionData.replicaEpoch");
  const replicaId = reader.int32("VoteRequestPartitionData.replicaId");
  const replicaDirectoryId = version >= 1 ? reader.uuid("VoteRequestPartitionData.replicaDirectoryId") : ZERO_UUID;
  const voterDirectoryId = version >= 1 ? reader.uuid("VoteRequestPartitionData.voterDirectoryId") : ZERO_UUID;
  const lastOffsetEpoch = reader.int32("VoteRequestPartitionData.lastOffsetEpoch");
  const lastOffset = reader.int64("VoteRequestPartitionData.lastOffset");
  const preVote = version >= 2 ? reader.boolean("VoteRequestPartitionData.preVote") : false;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("VoteRequestPartitionData"); left > 0; left--) {
    const tag = reader.unsignedVarint("VoteRequestPartitionData");
    const end = reader.taggedFieldEnd("VoteRequestPartitionData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: VoteRequestPartitionData = { partitionIndex, replicaEpoch, replicaId, replicaDirectoryId, voterDirectoryId, lastOffsetEpoch, lastOffset, preVote };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeVoteRequestPartitionData(writer: WireWriter, message: Input<VoteRequestPartitionData>, version: number): void {
  const { partitionIndex = 0, replicaEpoch = 0, replicaId = 0, replicaDirectoryId = ZERO_UUID, voterDirectoryId = ZERO_UUID, lastOffsetEpoch = 0, lastOffset = 0, preVote = false, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "VoteRequestPartitionData.partitionIndex");
  writer.int32(replicaEpoch, "VoteRequestPartitionData.replicaEpoch");
  writer.int32(replicaId, "VoteRequestPartitionData.replicaId");
  if (version >= 1) {
    writer.uuid(replicaDirectoryId, "VoteRequestPartitionData.replicaDirectoryId");
  }
  if (version >= 1) {
    writer.uuid(voterDirectoryId, "VoteRequestPartitionData.voterDirectoryId");
  }
  writer.int32(lastOffsetEpoch, "VoteRequestPartitionData.lastOffsetEpoch");
  writer.int64(lastOffset, "VoteRequestPartitionData.lastOffset");
  if (version >= 2) {
    writer.boolean(preVote, "VoteRequestPartitionData.preVote");
  } else {
    if (preVote !== false) writer.unsupported("VoteRequestPartitionData.preVote", version);
  }
  writer.taggedFields(unknownTaggedFields, "VoteRequestPartitionData");
}

function decodeVoteRequestTopicData(reader: WireReader, version: number): VoteRequestTopicData {
  const topicName = reader.compactString("VoteRequestTopicData.topicName");
  const partitions: VoteRequestPartitionData[] = [];
  for (let left = version >= 2 ? reader.compactArrayLength(58, "VoteRequestTopicData.partitions") : version >= 1 ? reader.compactArrayLength(57, "VoteRequestTopicData.partitions") : reader.compactArrayLength(25, "VoteRequestTopicData.partitions"); left > 0; left--) partitions.push(decodeVoteRequestPartitionData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("VoteRequestTopicData"); left > 0; left--) {
    const tag = reader.unsignedVarint("VoteRequestTopicData");
    const end = reader.taggedFieldEnd("VoteRequestTopicData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: VoteRequestTopicData = { topicName, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeVoteRequestTopicData(writer: WireWriter, message: Input<VoteRequestTopicData>, version: number): void {
  const { topicName = "", partitions = [], unknownTaggedFields } = message;
  writer.compactString(topicName, "VoteRequestTopicData.topicName");
  writer.compactArrayLength(partitions, "VoteRequestTopicData.partitions");
  for (const element of partitions) encodeVoteRequestPartitionData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "VoteRequestTopicData");
}

function decodeVoteRequest(reader: WireReader, version: number): VoteRequest {
  const clusterId = reader.compactNullableString("VoteRequest.clusterId");
  const voterId = version >= 1 ? reader.int32("VoteRequest.voterId") : -1;
  const topics: VoteRequestTopicData[] = [];
  for (let left = reader.compactArrayLength(3, "VoteRequest.topics"); left > 0; left--) topics.push(decodeVoteRequestTopicData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("VoteRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("VoteRequest");
    const end = reader.taggedFieldEnd("VoteRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: VoteRequest = { clusterId, voterId, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeVoteRequest(writer: WireWriter, message: Input<VoteRequest>, version: number): void {
  const { clusterId = null, voterId = -1, topics = [], unknownTaggedFields } = message;
  writer.compactNullableString(clusterId, "VoteRequest.clusterId");
  if (version >= 1) {
    writer.int32(voterId, "VoteRequest.voterId");
  }
  writer.compactArrayLength(topics, "VoteRequest.topics");
  for (const element of topics) encodeVoteRequestTopicData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "VoteRequest");
}

function decodeVoteResponsePartitionData(reader: WireReader, _version: number): VoteResponsePartitionData {
  const partitionIndex = reader.int32("VoteResponsePartitionData.partitionIndex");
  const errorCode = reader.int16("VoteResponsePartitionData.errorCode");
  const leaderId = reader.int32("VoteResponsePartitionData.leaderId");
  const leaderEpoch = reader.int32("VoteResponsePartitionData.leaderEpoch");
  const voteGranted = reader.boolean("VoteResponsePartitionData.voteGranted");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("VoteResponsePartitionData"); left > 0; left--) {
    const tag = reader.unsignedVarint("VoteResponsePartitionData");
    const end = reader.taggedFieldEnd("VoteResponsePartitionData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: VoteResponsePartitionData = { partitionIndex, errorCode, leaderId, leaderEpoch, voteGranted };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeVoteResponsePartitionData(writer: WireWriter, message: Input<VoteResponsePartitionData>, _version: number): void {
  const { partitionIndex = 0, errorCode = 0, leaderId = 0, leaderEpoch = 0, voteGranted = false, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "VoteResponsePartitionData.partitionIndex");
  writer.int16(errorCode, "VoteResponsePartitionData.errorCode");
  writer.int32(leaderId, "VoteResponsePartitionData.leaderId");
  writer.int32(leaderEpoch, "VoteResponsePartitionData.leaderEpoch");
  writer.boolean(voteGranted, "VoteResponsePartitionData.voteGranted");
  writer.taggedFields(unknownTaggedFields, "VoteResponsePartitionData");
}

function decodeVoteResponseTopicData(reader: WireReader, version: number): VoteResponseTopicData {
  const topicName = reader.compactString("VoteResponseTopicData.topicName");
  const partitions: VoteResponsePartitionData[] = [];
  for (let left = reader.compactArrayLength(16, "VoteResponseTopicData.partitions"); left > 0; left--) partitions.push(decodeVoteResponsePartitionData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("VoteResponseTopicData"); left > 0; left--) {
    const tag = reader.unsignedVarint("VoteResponseTopicData");
    const end = reader.taggedFieldEnd("VoteResponseTopicData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: VoteResponseTopicData = { topicName, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeVoteResponseTopicData(writer: WireWriter, message: Input<VoteResponseTopicData>, version: number): void {
  const { topicName = "", partitions = [], unknownTaggedFields } = message;
  writer.compactString(topicName, "VoteResponseTopicData.topicName");
  writer.compactArrayLength(partitions, "VoteResponseTopicData.partitions");
  for (const element of partitions) encodeVoteResponsePartitionData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "VoteResponseTopicData");
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

function decodeVoteResponse(reader: WireReader, version: number): VoteResponse {
  const errorCode = reader.int16("VoteResponse.errorCode");
  const topics: VoteResponseTopicData[] = [];
  for (let left = reader.compactArrayLength(3, "VoteResponse.topics"); left > 0; left--) topics.push(decodeVoteResponseTopicData(reader, version));
  let nodeEndpoints: NodeEndpoint[] = [];
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("VoteResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("VoteResponse");
    const end = reader.taggedFieldEnd("VoteResponse");
    switch (tag) {
      case 0: {
        if (version < 1) reader.fail("tag 0 is not valid before version 1", "VoteResponse.nodeEndpoints");
        nodeEndpoints = [];
        for (let left = reader.compactArrayLength(8, "VoteResponse.nodeEndpoints"); left > 0; left--) nodeEndpoints.push(decodeNodeEndpoint(reader, version));
        break;
      }
      default:
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
    reader.endTaggedField(end, "VoteResponse");
  }
  const message: VoteResponse = { errorCode, topics, nodeEndpoints };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeVoteResponse(writer: WireWriter, message: Input<VoteResponse>, version: number): void {
  const { errorCode = 0, topics = [], nodeEndpoints = [], unknownTaggedFields } = message;
  writer.int16(errorCode, "VoteResponse.errorCode");
  writer.compactArrayLength(topics, "VoteResponse.topics");
  for (const element of topics) encodeVoteResponseTopicData(writer, element, version);
  const hasNodeEndpoints = version >= 1 && (nodeEndpoints.length > 0);
  if (version < 1 && (nodeEndpoints.length > 0)) writer.unsupported("VoteResponse.nodeEndpoints", version);
  const pending = writer.beginTaggedFields((hasNodeEndpoints ? 1 : 0), unknownTaggedFields, "VoteResponse");
  if (hasNodeEndpoints) {
    const mark = writer.beginTag(0, pending, "VoteResponse.nodeEndpoints");
    writer.compactArrayLength(nodeEndpoints, "VoteResponse.nodeEndpoints");
    for (const element of nodeEndpoints) encodeNodeEndpoint(writer, element, version);
    writer.endTag(mark);
  }
  writer.unknownTagsFrom(pending, "VoteResponse");
}
