// Generated from schema/79-share-acknowledge.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ShareAcknowledgeRequest: API key 79, versions 1–2, flexible 0+. */
export interface ShareAcknowledgeRequest {
  /** A group id. Default null. */
  groupId: string | null;
  memberId: string | null;
  shareSessionEpoch: number;
  /** Versions 2+. Default false. */
  isRenewAck: boolean;
  topics: AcknowledgeTopic[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ShareAcknowledgeRequest: MessageCodec<ShareAcknowledgeRequest> = defineMessage<ShareAcknowledgeRequest>({
  name: "ShareAcknowledgeRequest",
  kind: "request",
  apiKey: 79,
  lowestVersion: 1,
  highestVersion: 2,
  flexibleFrom: 0,
  decode: decodeShareAcknowledgeRequest,
  encode: encodeShareAcknowledgeRequest,
});

/** ShareAcknowledgeResponse: API key 79, versions 1–2, flexible 0+. */
export interface ShareAcknowledgeResponse {
  throttleTimeMs: number;
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  /** Versions 2+. Dropped where the version lacks it. */
  acquisitionLockTimeoutMs: number;
  responses: ShareAcknowledgeTopicResponse[];
  nodeEndpoints: NodeEndpoint[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ShareAcknowledgeResponse: MessageCodec<ShareAcknowledgeResponse> = defineMessage<ShareAcknowledgeResponse>({
  name: "ShareAcknowledgeResponse",
  kind: "response",
  apiKey: 79,
  lowestVersion: 1,
  highestVersion: 2,
  flexibleFrom: 0,
  decode: decodeShareAcknowledgeResponse,
  encode: encodeShareAcknowledgeResponse,
});

/** In `AcknowledgePartition.acknowledgementBatches`. */
export interface AcknowledgementBatch {
  firstOffset: number;
  lastOffset: number;
  acknowledgeTypes: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AcknowledgeTopic.partitions`. */
export interface AcknowledgePartition {
  partitionIndex: number;
  acknowledgementBatches: AcknowledgementBatch[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ShareAcknowledgeRequest.topics`. */
export interface AcknowledgeTopic {
  topicId: Uuid;
  partitions: AcknowledgePartition[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `PartitionData.currentLeader`. */
export interface LeaderIdAndEpoch {
  leaderId: number;
  leaderEpoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ShareAcknowledgeTopicResponse.partitions`. */
export interface PartitionData {
  partitionIndex: number;
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  currentLeader: LeaderIdAndEpoch;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ShareAcknowledgeResponse.responses`. */
export interface ShareAcknowledgeTopicResponse {
  topicId: Uuid;
  partitions: PartitionData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ShareAcknowledgeResponse.nodeEndpoints`. */
export interface NodeEndpoint {
  /** A broker id. */
  nodeId: number;
  host: string;
  port: number;
  /** Default null. */
  rack: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeAcknowledgementBatch(reader: WireReader, _version: number): AcknowledgementBatch {
  const firstOffset = reader.int64("AcknowledgementBatch.firstOffset");
  const lastOffset = reader.int64("AcknowledgementBatch.lastOffset");
  const acknowledgeTypes: number[] = [];
  for (let left = reader.compactArrayLength(1, "AcknowledgementBatch.acknowledgeTypes"); left > 0; left--) acknowledgeTypes.push(reader.int8("AcknowledgementBatch.acknowledgeTypes"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AcknowledgementBatch"); left > 0; left--) {
    const tag = reader.unsignedVarint("AcknowledgementBatch");
    const end = reader.taggedFieldEnd("AcknowledgementBatch");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AcknowledgementBatch = { firstOffset, lastOffset, acknowledgeTypes };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAcknowledgementBatch(writer: WireWriter, message: Input<AcknowledgementBatch>, _version: number): void {
  const { firstOffset = 0, lastOffset = 0, acknowledgeTypes = [], unknownTaggedFields } = message;
  writer.int64(firstOffset, "AcknowledgementBatch.firstOffset");
  writer.int64(lastOffset, "AcknowledgementBatch.lastOffset");
  writer.compactArrayLength(acknowledgeTypes, "AcknowledgementBatch.acknowledgeTypes");
  for (const element of acknowledgeTypes) writer.int8(element, "AcknowledgementBatch.acknowledgeTypes");
  writer.taggedFields(unknownTaggedFields, "AcknowledgementBatch");
}

function decodeAcknowledgePartition(reader: WireReader, version: number): AcknowledgePartition {
  const partitionIndex = reader.int32("AcknowledgePartition.partitionIndex");
  const acknowledgementBatches: AcknowledgementBatch[] = [];
  for (let left = reader.compactArrayLength(18, "AcknowledgePartition.acknowledgementBatches"); left > 0; left--) acknowledgementBatches.push(decodeAcknowledgementBatch(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AcknowledgePartition"); left > 0; left--) {
    const tag = reader.unsignedVarint("AcknowledgePartition");
    const end = reader.taggedFieldEnd("AcknowledgePartition");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AcknowledgePartition = { partitionIndex, acknowledgementBatches };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAcknowledgePartition(writer: WireWriter, message: Input<AcknowledgePartition>, version: number): void {
  const { partitionIndex = 0, acknowledgementBatches = [], unknownTaggedFields } = message;
  writer.int32(partitionIndex, "AcknowledgePartition.partitionIndex");
  writer.compactArrayLength(acknowledgementBatches, "AcknowledgePartition.acknowledgementBatches");
  for (const element of acknowledgementBatches) encodeAcknowledgementBatch(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AcknowledgePartition");
}

function decodeAcknowledgeTopic(reader: WireReader, version: number): AcknowledgeTopic {
  const topicId = reader.uuid("AcknowledgeTopic.topicId");
  const partitions: AcknowledgePartition[] = [];
  for (let left = reader.compactArrayLength(6, "AcknowledgeTopic.partitions"); left > 0; left--) partitions.push(decodeAcknowledgePartition(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AcknowledgeTopic"); left > 0; left--) {
    const tag = reader.unsignedVarint("AcknowledgeTopic");
    const end = reader.taggedFieldEnd("AcknowledgeTopic");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AcknowledgeTopic = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAcknowledgeTopic(writer: WireWriter, message: Input<AcknowledgeTopic>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "AcknowledgeTopic.topicId");
  writer.compactArrayLength(partitions, "AcknowledgeTopic.partitions");
  for (const element of partitions) encodeAcknowledgePartition(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AcknowledgeTopic");
}

function decodeShareAcknowledgeRequest(reader: WireReader, version: number): ShareAcknowledgeRequest {
  const groupId = reader.compactNullableString("ShareAcknowledgeRequest.groupId");
  const memberId = reader.compactNullableString("ShareAcknowledgeRequest.memberId");
  const shareSessionEpoch = reader.int32("ShareAcknowledgeRequest.shareSessionEpoch");
  const isRenewAck = version >= 2 ? reader.boolean("ShareAcknowledgeRequest.isRenewAck") : false;
  const topics: AcknowledgeTopic[] = [];
  for (let left = reader.compactArrayLength(18, "ShareAcknowledgeRequest.topics"); left > 0; left--) topics.push(decodeAcknowledgeTopic(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ShareAcknowledgeRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("ShareAcknowledgeRequest");
    const end = reader.taggedFieldEnd("ShareAcknowledgeRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ShareAcknowledgeRequest = { groupId, memberId, shareSessionEpoch, isRenewAck, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeShareAcknowledgeRequest(writer: WireWriter, message: Input<ShareAcknowledgeRequest>, version: number): void {
  const { groupId = null, memberId = "", shareSessionEpoch = 0, isRenewAck = false, topics = [], unknownTaggedFields } = message;
  writer.compactNullableString(groupId, "ShareAcknowledgeRequest.groupId");
  writer.compactNullableString(memberId, "ShareAcknowledgeRequest.memberId");
  writer.int32(shareSessionEpoch, "ShareAcknowledgeRequest.shareSessionEpoch");
  if (version >= 2) {
    writer.boolean(isRenewAck, "ShareAcknowledgeRequest.isRenewAck");
  } else {
    if (isRenewAck !== false) writer.unsupported("ShareAcknowledgeRequest.isRenewAck", version);
  }
  writer.compactArrayLength(topics, "ShareAcknowledgeRequest.topics");
  for (const element of topics) encodeAcknowledgeTopic(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ShareAcknowledgeRequest");
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

function decodePartitionData(reader: WireReader, version: number): PartitionData {
  const partitionIndex = reader.int32("PartitionData.partitionIndex");
  const errorCode = reader.int16("PartitionData.errorCode");
  const errorMessage = reader.compactNullableString("PartitionData.errorMessage");
  const currentLeader = decodeLeaderIdAndEpoch(reader, version);
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("PartitionData"); left > 0; left--) {
    const tag = reader.unsignedVarint("PartitionData");
    const end = reader.taggedFieldEnd("PartitionData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: PartitionData = { partitionIndex, errorCode, errorMessage, currentLeader };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodePartitionData(writer: WireWriter, message: Input<PartitionData>, version: number): void {
  const { partitionIndex = 0, errorCode = 0, errorMessage = null, currentLeader, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "PartitionData.partitionIndex");
  writer.int16(errorCode, "PartitionData.errorCode");
  writer.compactNullableString(errorMessage, "PartitionData.errorMessage");
  encodeLeaderIdAndEpoch(writer, currentLeader === undefined ? {} : currentLeader, version);
  writer.taggedFields(unknownTaggedFields, "PartitionData");
}

function decodeShareAcknowledgeTopicResponse(reader: WireReader, version: number): ShareAcknowledgeTopicResponse {
  const topicId = reader.uuid("ShareAcknowledgeTopicResponse.topicId");
  const partitions: PartitionData[] = [];
  for (let left = reader.compactArrayLength(17, "ShareAcknowledgeTopicResponse.partitions"); left > 0; left--) partitions.push(decodePartitionData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ShareAcknowledgeTopicResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("ShareAcknowledgeTopicResponse");
    const end = reader.taggedFieldEnd("ShareAcknowledgeTopicResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ShareAcknowledgeTopicResponse = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeShareAcknowledgeTopicResponse(writer: WireWriter, message: Input<ShareAcknowledgeTopicResponse>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "ShareAcknowledgeTopicResponse.topicId");
  writer.compactArrayLength(partitions, "ShareAcknowledgeTopicResponse.partitions");
  for (const element of partitions) encodePartitionData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ShareAcknowledgeTopicResponse");
}

function decodeNodeEndpoint(reader: WireReader, _version: number): NodeEndpoint {
  const nodeId = reader.int32("NodeEndpoint.nodeId");
  const host = reader.compactString("NodeEndpoint.host");
  const port = reader.int32("NodeEndpoint.port");
  const rack = reader.compactNullableString("NodeEndpoint.rack");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("NodeEndpoint"); left > 0; left--) {
    const tag = reader.unsignedVarint("NodeEndpoint");
    const end = reader.taggedFieldEnd("NodeEndpoint");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: NodeEndpoint = { nodeId, host, port, rack };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeNodeEndpoint(writer: WireWriter, message: Input<NodeEndpoint>, _version: number): void {
  const { nodeId = 0, host = "", port = 0, rack = null, unknownTaggedFields } = message;
  writer.int32(nodeId, "NodeEndpoint.nodeId");
  writer.compactString(host, "NodeEndpoint.host");
  writer.int32(port, "NodeEndpoint.port");
  writer.compactNullableString(rack, "NodeEndpoint.rack");
  writer.taggedFields(unknownTaggedFields, "NodeEndpoint");
}

function decodeShareAcknowledgeResponse(reader: WireReader, version: number): ShareAcknowledgeResponse {
  const throttleTimeMs = reader.int32("ShareAcknowledgeResponse.throttleTimeMs");
  const errorCode = reader.int16("ShareAcknowledgeResponse.errorCode");
  const errorMessage = reader.compactNullableString("ShareAcknowledgeResponse.errorMessage");
  const acquisitionLockTimeoutMs = version >= 2 ? reader.int32("ShareAcknowledgeResponse.acquisitionLockTimeoutMs") : 0;
  const responses: ShareAcknowledgeTopicResponse[] = [];
  for (let left = reader.compactArrayLength(18, "ShareAcknowledgeResponse.responses"); left > 0; left--) responses.push(decodeShareAcknowledgeTopicResponse(reader, version));
  const nodeEndpoints: NodeEndpoint[] = [];
  for (let left = reader.compactArrayLength(11, "ShareAcknowledgeResponse.nodeEndpoints"); left > 0; left--) nodeEndpoints.push(decodeNodeEndpoint(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ShareAcknowledgeResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("ShareAcknowledgeResponse");
    const end = reader.taggedFieldEnd("ShareAcknowledgeResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ShareAcknowledgeResponse = { throttleTimeMs, errorCode, errorMessage, acquisitionLockTimeoutMs, responses, nodeEndpoints };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeShareAcknowledgeResponse(writer: WireWriter, message: Input<ShareAcknowledgeResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = null, acquisitionLockTimeoutMs = 0, responses = [], nodeEndpoints = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "ShareAcknowledgeResponse.throttleTimeMs");
  writer.int16(errorCode, "ShareAcknowledgeResponse.errorCode");
  writer.compactNullableString(errorMessage, "ShareAcknowledgeResponse.errorMessage");
  if (version >= 2) {
    writer.int32(acquisitionLockTimeoutMs, "ShareAcknowledgeResponse.acquisitionLockTimeoutMs");
  }
  writer.compactArrayLength(responses, "ShareAcknowledgeResponse.responses");
  for (const element of responses) encodeShareAcknowledgeTopicResponse(writer, element, version);
  writer.compactArrayLength(nodeEndpoints, "ShareAcknowledgeResponse.nodeEndpoints");
  for (const element of nodeEndpoints) encodeNodeEndpoint(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ShareAcknowledgeResponse");
}
