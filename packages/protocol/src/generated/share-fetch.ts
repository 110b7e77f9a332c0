// Generated from schema/78-share-fetch.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import { EMPTY_BYTES } from "../wire/empty-bytes.ts";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ShareFetchRequest: API key 78, versions 1–2, flexible 0+. */
export interface ShareFetchRequest {
  /** A group id. Default null. */
  groupId: string | null;
  memberId: string | null;
  shareSessionEpoch: number;
  maxWaitMs: number;
  minBytes: number;
  /** Default 2147483647. */
  maxBytes: number;
  maxRecords: number;
  batchSize: number;
  /** Versions 2+. Default 0. Dropped where the version lacks it. */
  shareAcquireMode: number;
  /** Versions 2+. Default false. */
  isRenewAck: boolean;
  topics: FetchTopic[];
  forgottenTopicsData: ForgottenTopic[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ShareFetchRequest: MessageCodec<ShareFetchRequest> = defineMessage<ShareFetchRequest>({
  name: "ShareFetchRequest",
  kind: "request",
  apiKey: 78,
  lowestVersion: 1,
  highestVersion: 2,
  flexibleFrom: 0,
  decode: decodeShareFetchRequest,
  encode: encodeShareFetchRequest,
});

/** ShareFetchResponse: API key 78, versions 1–2, flexible 0+. */
export interface ShareFetchResponse {
  throttleTimeMs: number;
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  acquisitionLockTimeoutMs: number;
  responses: ShareFetchableTopicResponse[];
  nodeEndpoints: NodeEndpoint[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ShareFetchResponse: MessageCodec<ShareFetchResponse> = defineMessage<ShareFetchResponse>({
  name: "ShareFetchResponse",
  kind: "response",
  apiKey: 78,
  lowestVersion: 1,
  highestVersion: 2,
  flexibleFrom: 0,
  decode: decodeShareFetchResponse,
  encode: encodeShareFetchResponse,
});

/** In `FetchPartition.acknowledgementBatches`. */
export interface AcknowledgementBatch {
  firstOffset: number;
  lastOffset: number;
  acknowledgeTypes: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `FetchTopic.partitions`. */
export interface FetchPartition {
  partitionIndex: number;
  /** In no valid version. */
  partitionMaxBytes: number;
  acknowledgementBatches: AcknowledgementBatch[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ShareFetchRequest.topics`. */
export interface FetchTopic {
  topicId: Uuid;
  partitions: FetchPartition[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ShareFetchRequest.forgottenTopicsData`. */
export interface ForgottenTopic {
  topicId: Uuid;
  partitions: number[];
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

/** In `PartitionData.acquiredRecords`. */
export interface AcquiredRecords {
  firstOffset: number;
  lastOffset: number;
  deliveryCount: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ShareFetchableTopicResponse.partitions`. */
export interface PartitionData {
  partitionIndex: number;
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  acknowledgeErrorCode: number;
  /** Default null. */
  acknowledgeErrorMessage: string | null;
  currentLeader: LeaderIdAndEpoch;
  records: Uint8Array;
  acquiredRecords: AcquiredRecords[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ShareFetchResponse.responses`. */
export interface ShareFetchableTopicResponse {
  topicId: Uuid;
  partitions: PartitionData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ShareFetchResponse.nodeEndpoints`. */
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

function decodeFetchPartition(reader: WireReader, version: number): FetchPartition {
  const partitionIndex = reader.int32("FetchPartition.partitionIndex");
  const partitionMaxBytes = 0;
  const acknowledgementBatches: AcknowledgementBatch[] = [];
  for (let left = reader.compactArrayLength(18, "FetchPartition.acknowledgementBatches"); left > 0; left--) acknowledgementBatches.push(decodeAcknowledgementBatch(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("FetchPartition"); left > 0; left--) {
    const tag = reader.unsignedVarint("FetchPartition");
    const end = reader.taggedFieldEnd("FetchPartition");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: FetchPartition = { partitionIndex, partitionMaxBytes, acknowledgementBatches };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeFetchPartition(writer: WireWriter, message: Input<FetchPartition>, version: number): void {
  const { partitionIndex = 0, partitionMaxBytes = 0, acknowledgementBatches = [], unknownTaggedFields } = message;
  writer.int32(partitionIndex, "FetchPartition.partitionIndex");
  if (partitionMaxBytes !== 0) writer.unsupported("FetchPartition.partitionMaxBytes", version);
  writer.compactArrayLength(acknowledgementBatches, "FetchPartition.acknowledgementBatches");
  for (const element of acknowledgementBatches) encodeAcknowledgementBatch(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "FetchPartition");
}

function decodeFetchTopic(reader: WireReader, version: number): FetchTopic {
  const topicId = reader.uuid("FetchTopic.topicId");
  const partitions: FetchPartition[] = [];
  for (let left = reader.compactArrayLength(6, "FetchTopic.partitions"); left > 0; left--) partitions.push(decodeFetchPartition(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("FetchTopic"); left > 0; left--) {
    const tag = reader.unsignedVarint("FetchTopic");
    const end = reader.taggedFieldEnd("FetchTopic");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: FetchTopic = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeFetchTopic(writer: WireWriter, message: Input<FetchTopic>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "FetchTopic.topicId");
  writer.compactArrayLength(partitions, "FetchTopic.partitions");
  for (const element of partitions) encodeFetchPartition(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "FetchTopic");
}

function decodeForgottenTopic(reader: WireReader, _version: number): ForgottenTopic {
  const topicId = reader.uuid("ForgottenTopic.topicId");
  const partitions: number[] = [];
  for (let left = reader.compactArrayLength(4, "ForgottenTopic.partitions"); left > 0; left--) partitions.push(reader.int32("ForgottenTopic.partitions"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ForgottenTopic"); left > 0; left--) {
    const tag = reader.unsignedVarint("ForgottenTopic");
    const end = reader.taggedFieldEnd("ForgottenTopic");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ForgottenTopic = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeForgottenTopic(writer: WireWriter, message: Input<ForgottenTopic>, _version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "ForgottenTopic.topicId");
  writer.compactArrayLength(partitions, "ForgottenTopic.partitions");
  for (const element of partitions) writer.int32(element, "ForgottenTopic.partitions");
  writer.taggedFields(unknownTaggedFields, "ForgottenTopic");
}

function decodeShareFetchRequest(reader: WireReader, version: number): ShareFetchRequest {
  const groupId = reader.compactNullableString("ShareFetchRequest.groupId");
  const memberId = reader.compactNullableString("ShareFetchRequest.memberId");
  const shareSessionEpoch = reader.int32("ShareFetchRequest.shareSessionEpoch");
  const maxWaitMs = reader.int32("ShareFetchRequest.maxWaitMs");
  const minBytes = reader.int32("ShareFetchRequest.minBytes");
  const maxBytes = reader.int32("ShareFetchRequest.maxBytes");
  const maxRecords = reader.int32("ShareFetchRequest.maxRecords");
  const batchSize = reader.int32("ShareFetchRequest.batchSize");
  const shareAcquireMode = version >= 2 ? reader.int8("ShareFetchRequest.shareAcquireMode") : 0;
  const isRenewAck = version >= 2 ? reader.boolean("ShareFetchRequest.isRenewAck") : false;
  const topics: FetchTopic[] = [];
  for (let left = reader.compactArrayLength(18, "ShareFetchRequest.topics"); left > 0; left--) topics.push(decodeFetchTopic(reader, version));
  const forgottenTopicsData: ForgottenTopic[] = [];
  for (let left = reader.compactArrayLength(18, "ShareFetchRequest.forgottenTopicsData"); left > 0; left--) forgottenTopicsData.push(decodeForgottenTopic(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ShareFetchRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("ShareFetchRequest");
    const end = reader.taggedFieldEnd("ShareFetchRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ShareFetchRequest = { groupId, memberId, shareSessionEpoch, maxWaitMs, minBytes, maxBytes, maxRecords, batchSize, shareAcquireMode, isRenewAck, topics, forgottenTopicsData };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeShareFetchRequest(writer: WireWriter, message: Input<ShareFetchRequest>, version: number): void {
  const { groupId = null, memberId = "", shareSessionEpoch = 0, maxWaitMs = 0, minBytes = 0, maxBytes = 2147483647, maxRecords = 0, batchSize = 0, shareAcquireMode = 0, isRenewAck = false, topics = [], forgottenTopicsData = [], unknownTaggedFields } = message;
  writer.compactNullableString(groupId, "ShareFetchRequest.groupId");
  writer.compactNullableString(memberId, "ShareFetchRequest.memberId");
  writer.int32(shareSessionEpoch, "ShareFetchRequest.shareSessionEpoch");
  writer.int32(maxWaitMs, "ShareFetchRequest.maxWaitMs");
  writer.int32(minBytes, "ShareFetchRequest.minBytes");
  writer.int32(maxBytes, "ShareFetchRequest.maxBytes");
  writer.int32(maxRecords, "ShareFetchRequest.maxRecords");
  writer.int32(batchSize, "ShareFetchRequest.batchSize");
  if (version >= 2) {
    writer.int8(shareAcquireMode, "ShareFetchRequest.shareAcquireMode");
  }
  if (version >= 2) {
    writer.boolean(isRenewAck, "ShareFetchRequest.isRenewAck");
  } else {
    if (isRenewAck !== false) writer.unsupported("ShareFetchRequest.isRenewAck", version);
  }
  writer.compactArrayLength(topics, "ShareFetchRequest.topics");
  for (const element of topics) encodeFetchTopic(writer, element, version);
  writer.compactArrayLength(forgottenTopicsData, "ShareFetchRequest.forgottenTopicsData");
  for (const element of forgottenTopicsData) encodeForgottenTopic(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ShareFetchRequest");
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

function decodeAcquiredRecords(reader: WireReader, _version: number): AcquiredRecords {
  const firstOffset = reader.int64("AcquiredRecords.firstOffset");
  const lastOffset = reader.int64("AcquiredRecords.lastOffset");
  const deliveryCount = reader.int16("AcquiredRecords.deliveryCount");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AcquiredRecords"); left > 0; left--) {
    const tag = reader.unsignedVarint("AcquiredRecords");
    const end = reader.taggedFieldEnd("AcquiredRecords");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AcquiredRecords = { firstOffset, lastOffset, deliveryCount };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAcquiredRecords(writer: WireWriter, message: Input<AcquiredRecords>, _version: number): void {
  const { firstOffset = 0, lastOffset = 0, deliveryCount = 0, unknownTaggedFields } = message;
  writer.int64(firstOffset, "AcquiredRecords.firstOffset");
  writer.int64(lastOffset, "AcquiredRecords.lastOffset");
  writer.int16(deliveryCount, "AcquiredRecords.deliveryCount");
  writer.taggedFields(unknownTaggedFields, "AcquiredRecords");
}

function decodePartitionData(reader: WireReader, version: number): PartitionData {
  const partitionIndex = reader.int32("PartitionData.partitionIndex");
  const errorCode = reader.int16("PartitionData.errorCode");
  const errorMessage = reader.compactNullableString("PartitionData.errorMessage");
  const acknowledgeErrorCode = reader.int16("PartitionData.acknowledgeErrorCode");
  const acknowledgeErrorMessage = reader.compactNullableString("PartitionData.acknowledgeErrorMessage");
  const currentLeader = decodeLeaderIdAndEpoch(reader, version);
  const records = reader.compactBytes("PartitionData.records");
  const acquiredRecords: AcquiredRecords[] = [];
  for (let left = reader.compactArrayLength(19, "PartitionData.acquiredRecords"); left > 0; left--) acquiredRecords.push(decodeAcquiredRecords(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("PartitionData"); left > 0; left--) {
    const tag = reader.unsignedVarint("PartitionData");
    const end = reader.taggedFieldEnd("PartitionData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: PartitionData = { partitionIndex, errorCode, errorMessage, acknowledgeErrorCode, acknowledgeErrorMessage, currentLeader, records, acquiredRecords };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodePartitionData(writer: WireWriter, message: Input<PartitionData>, version: number): void {
  const { partitionIndex = 0, errorCode = 0, errorMessage = null, acknowledgeErrorCode = 0, acknowledgeErrorMessage = null, currentLeader, records = EMPTY_BYTES, acquiredRecords = [], unknownTaggedFields } = message;
  writer.int32(partitionIndex, "PartitionData.partitionIndex");
  writer.int16(errorCode, "PartitionData.errorCode");
  writer.compactNullableString(errorMessage, "PartitionData.errorMessage");
  writer.int16(acknowledgeErrorCode, "PartitionData.acknowledgeErrorCode");
  writer.compactNullableString(acknowledgeErrorMessage, "PartitionData.acknowledgeErrorMessage");
  encodeLeaderIdAndEpoch(writer, currentLeader === undefined ? {} : currentLeader, version);
  writer.compactBytes(records, "PartitionData.records");
  writer.compactArrayLength(acquiredRecords, "PartitionData.acquiredRecords");
  for (const element of acquiredRecords) encodeAcquiredRecords(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "PartitionData");
}

function decodeShareFetchableTopicResponse(reader: WireReader, version: number): ShareFetchableTopicResponse {
  const topicId = reader.uuid("ShareFetchableTopicResponse.topicId");
  const partitions: PartitionData[] = [];
  for (let left = reader.compactArrayLength(22, "ShareFetchableTopicResponse.partitions"); left > 0; left--) partitions.push(decodePartitionData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ShareFetchableTopicResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("ShareFetchableTopicResponse");
    const end = reader.taggedFieldEnd("ShareFetchableTopicResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ShareFetchableTopicResponse = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeShareFetchableTopicResponse(writer: WireWriter, message: Input<ShareFetchableTopicResponse>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "ShareFetchableTopicResponse.topicId");
  writer.compactArrayLength(partitions, "ShareFetchableTopicResponse.partitions");
  for (const element of partitions) encodePartitionData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ShareFetchableTopicResponse");
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

function decodeShareFetchResponse(reader: WireReader, version: number): ShareFetchResponse {
  const throttleTimeMs = reader.int32("ShareFetchResponse.throttleTimeMs");
  const errorCode = reader.int16("ShareFetchResponse.errorCode");
  const errorMessage = reader.compactNullableString("ShareFetchResponse.errorMessage");
  const acquisitionLockTimeoutMs = reader.int32("ShareFetchResponse.acquisitionLockTimeoutMs");
  const responses: ShareFetchableTopicResponse[] = [];
  for (let left = reader.compactArrayLength(18, "ShareFetchResponse.responses"); left > 0; left--) responses.push(decodeShareFetchableTopicResponse(reader, version));
  const nodeEndpoints: NodeEndpoint[] = [];
  for (let left = reader.compactArrayLength(11, "ShareFetchResponse.nodeEndpoints"); left > 0; left--) nodeEndpoints.push(decodeNodeEndpoint(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ShareFetchResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("ShareFetchResponse");
    const end = reader.taggedFieldEnd("ShareFetchResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ShareFetchResponse = { throttleTimeMs, errorCode, errorMessage, acquisitionLockTimeoutMs, responses, nodeEndpoints };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeShareFetchResponse(writer: WireWriter, message: Input<ShareFetchResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = null, acquisitionLockTimeoutMs = 0, responses = [], nodeEndpoints = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "ShareFetchResponse.throttleTimeMs");
  writer.int16(errorCode, "ShareFetchResponse.errorCode");
  writer.compactNullableString(errorMessage, "ShareFetchResponse.errorMessage");
  writer.int32(acquisitionLockTimeoutMs, "ShareFetchResponse.acquisitionLockTimeoutMs");
  writer.compactArrayLength(responses, "ShareFetchResponse.responses");
  for (const element of responses) encodeShareFetchableTopicResponse(writer, element, version);
  writer.compactArrayLength(nodeEndpoints, "ShareFetchResponse.nodeEndpoints");
  for (const element of nodeEndpoints) encodeNodeEndpoint(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "ShareFetchResponse");
}
