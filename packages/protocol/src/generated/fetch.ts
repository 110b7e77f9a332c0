// Generated from schema/01-fetch.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { INT64_MAX } from "../wire/int64.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** FetchRequest: API key 1, versions 4–18, flexible 12+. */
export interface FetchRequest {
  /** Versions 12+. Tag 0. Default null. Dropped where the version lacks it. */
  clusterId: string | null;
  /** A broker id. Versions 4–14. Default -1. */
  replicaId: number;
  /** Versions 15+. Tag 1. */
  replicaState: ReplicaState;
  maxWaitMs: number;
  minBytes: number;
  /** Default 2147483647. */
  maxBytes: number;
  /** Default 0. */
  isolationLevel: number;
  /** Versions 7+. Default 0. Dropped where the version lacks it. */
  sessionId: number;
  /** Versions 7+. Default -1. Dropped where the version lacks it. */
  sessionEpoch: number;
  topics: FetchTopic[];
  /** Versions 7+. */
  forgottenTopicsData: ForgottenTopic[];
  /** Versions 11+. Default "". Dropped where the version lacks it. */
  rackId: string;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const FetchRequest: MessageCodec<FetchRequest> = defineMessage<FetchRequest>({
  name: "FetchRequest",
  kind: "request",
  apiKey: 1,
  lowestVersion: 4,
  highestVersion: 18,
  flexibleFrom: 12,
  decode: decodeFetchRequest,
  encode: encodeFetchRequest,
});

/** FetchResponse: API key 1, versions 4–18, flexible 12+. */
export interface FetchResponse {
  throttleTimeMs: number;
  /** Versions 7+. Dropped where the version lacks it. */
  errorCode: number;
  /** Versions 7+. Default 0. */
  sessionId: number;
  responses: FetchableTopicResponse[];
  /** Versions 16+. Tag 0. */
  nodeEndpoints: NodeEndpoint[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const FetchResponse: MessageCodec<FetchResponse> = defineMessage<FetchResponse>({
  name: "FetchResponse",
  kind: "response",
  apiKey: 1,
  lowestVersion: 4,
  highestVersion: 18,
  flexibleFrom: 12,
  decode: decodeFetchResponse,
  encode: encodeFetchResponse,
});

/** In `FetchRequest.replicaState`. */
export interface ReplicaState {
  /** A broker id. Default -1. */
  replicaId: number;
  /** Default -1. */
  replicaEpoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `FetchTopic.partitions`. */
export interface FetchPartition {
  partition: number;
  /** Versions 9+. Default -1. Dropped where the version lacks it. */
  currentLeaderEpoch: number;
  fetchOffset: number;
  /** Versions 12+. Default -1. */
  lastFetchedEpoch: number;
  /** Versions 5+. Default -1. Dropped where the version lacks it. */
  logStartOffset: number;
  partitionMaxBytes: number;
  /** Versions 17+. Tag 0. Dropped where the version lacks it. */
  replicaDirectoryId: Uuid;
  /** Versions 18+. Tag 1. Default INT64_MAX. Dropped where the version lacks it. */
  highWatermark: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `FetchRequest.topics`. */
export interface FetchTopic {
  /** A topic name. Versions 4–12. Dropped where the version lacks it. */
  topic: string;
  /** Versions 13+. Dropped where the version lacks it. */
  topicId: Uuid;
  partitions: FetchPartition[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `FetchRequest.forgottenTopicsData`. */
export interface ForgottenTopic {
  /** A topic name. Versions 7–12. Dropped where the version lacks it. */
  topic: string;
  /** Versions 13+. Dropped where the version lacks it. */
  topicId: Uuid;
  partitions: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `PartitionData.divergingEpoch`. */
export interface EpochEndOffset {
  /** Default -1. */
  epoch: number;
  /** Default -1. */
  endOffset: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `PartitionData.currentLeader`. */
export interface LeaderIdAndEpoch {
  /** A broker id. Default -1. */
  leaderId: number;
  /** Default -1. */
  leaderEpoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `PartitionData.snapshotId`. */
export interface SnapshotId {
  /** Default -1. */
  endOffset: number;
  /** Default -1. */
  epoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `PartitionData.abortedTransactions`. */
export interface AbortedTransaction {
  /** A producer id. */
  producerId: bigint;
  firstOffset: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `FetchableTopicResponse.partitions`. */
export interface PartitionData {
  partitionIndex: number;
  errorCode: number;
  highWatermark: number;
  /** Default -1. */
  lastStableOffset: number;
  /** Versions 5+. Default -1. Dropped where the version lacks it. */
  logStartOffset: number;
  /** Versions 12+. Tag 0. */
  divergingEpoch: EpochEndOffset;
  /** Versions 12+. Tag 1. */
  currentLeader: LeaderIdAndEpoch;
  /** Versions 12+. Tag 2. */
  snapshotId: SnapshotId;
  abortedTransactions: AbortedTransaction[] | null;
  /** A broker id. Versions 11+. Default -1. */
  preferredReadReplica: number;
  records: Uint8Array | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `FetchResponse.responses`. */
export interface FetchableTopicResponse {
  /** A topic name. Versions 4–12. Dropped where the version lacks it. */
  topic: string;
  /** Versions 13+. Dropped where the version lacks it. */
  topicId: Uuid;
  partitions: PartitionData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `FetchResponse.nodeEndpoints`. */
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

function decodeReplicaState(reader: WireReader, _version: number): ReplicaState {
  const replicaId = reader.int32("ReplicaState.replicaId");
  const replicaEpoch = reader.int64("ReplicaState.replicaEpoch");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ReplicaState"); left > 0; left--) {
    const tag = reader.unsignedVarint("ReplicaState");
    const end = reader.taggedFieldEnd("ReplicaState");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ReplicaState = { replicaId, replicaEpoch };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeReplicaState(writer: WireWriter, message: Input<ReplicaState>, _version: number): void {
  const { replicaId = -1, replicaEpoch = -1, unknownTaggedFields } = message;
  writer.int32(replicaId, "ReplicaState.replicaId");
  writer.int64(replicaEpoch, "ReplicaState.replicaEpoch");
  writer.taggedFields(unknownTaggedFields, "ReplicaState");
}

function defaultReplicaState(): ReplicaState {
  return { replicaId: -1, replicaEpoch: -1 };
}

function isDefaultReplicaState(message: Input<ReplicaState>): boolean {
  const { replicaId = -1, replicaEpoch = -1, unknownTaggedFields } = message;
  return !(replicaId !== -1) && !(replicaEpoch !== -1) && (unknownTaggedFields === undefined || unknownTaggedFields.length === 0);
}

function decodeFetchPartition(reader: WireReader, version: number): FetchPartition {
  const partition = reader.int32("FetchPartition.partition");
  const currentLeaderEpoch = version >= 9 ? reader.int32("FetchPartition.currentLeaderEpoch") : -1;
  const fetchOffset = reader.int64("FetchPartition.fetchOffset");
  const lastFetchedEpoch = version >= 12 ? reader.int32("FetchPartition.lastFetchedEpoch") : -1;
  const logStartOffset = version >= 5 ? reader.int64("FetchPartition.logStartOffset") : -1;
  const partitionMaxBytes = reader.int32("FetchPartition.partitionMaxBytes");
  let replicaDirectoryId: Uuid = ZERO_UUID;
  let highWatermark: number = INT64_MAX;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 12) {
    for (let left = reader.taggedFieldCount("FetchPartition"); left > 0; left--) {
      const tag = reader.unsignedVarint("FetchPartition");
      const end = reader.taggedFieldEnd("FetchPartition");
      switch (tag) {
        case 0: {
          if (version < 17) reader.fail("tag 0 is not valid before version 17", "FetchPartition.replicaDirectoryId");
          replicaDirectoryId = reader.uuid("FetchPartition.replicaDirectoryId");
          break;
        }
        case 1: {
          if (version < 18) reader.fail("tag 1 is not valid before version 18", "FetchPartition.highWatermark");
          highWatermark = reader.int64("FetchPartition.highWatermark");
          break;
        }
        default:
        (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
      }
      reader.endTaggedField(end, "FetchPartition");
    }
  }
  const message: FetchPartition = { partition, currentLeaderEpoch, fetchOffset, lastFetchedEpoch, logStartOffset, partitionMaxBytes, replicaDirectoryId, highWatermark };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeFetchPartition(writer: WireWriter, message: Input<FetchPartition>, version: number): void {
  const { partition = 0, currentLeaderEpoch = -1, fetchOffset = 0, lastFetchedEpoch = -1, logStartOffset = -1, partitionMaxBytes = 0, replicaDirectoryId = ZERO_UUID, highWatermark = INT64_MAX, unknownTaggedFields } = message;
  writer.int32(partition, "FetchPartition.partition");
  if (version >= 9) {
    writer.int32(currentLeaderEpoch, "FetchPartition.currentLeaderEpoch");
  }
  writer.int64(fetchOffset, "FetchPartition.fetchOffset");
  if (version >= 12) {
    writer.int32(lastFetchedEpoch, "FetchPartition.lastFetchedEpoch");
  } else {
    if (lastFetchedEpoch !== -1) writer.unsupported("FetchPartition.lastFetchedEpoch", version);
  }
  if (version >= 5) {
    writer.int64(logStartOffset, "FetchPartition.logStartOffset");
  }
  writer.int32(partitionMaxBytes, "FetchPartition.partitionMaxBytes");
  if (version >= 12) {
    const hasReplicaDirectoryId = version >= 17 && (replicaDirectoryId !== ZERO_UUID);
    const hasHighWatermark = version >= 18 && (highWatermark !== INT64_MAX);
    const pending = writer.beginTaggedFields((hasReplicaDirectoryId ? 1 : 0) + (hasHighWatermark ? 1 : 0), unknownTaggedFields, "FetchPartition");
    if (hasReplicaDirectoryId) {
      const mark = writer.beginTag(0, pending, "FetchPartition.replicaDirectoryId");
      writer.uuid(replicaDirectoryId, "FetchPartition.replicaDirectoryId");
      writer.endTag(mark);
    }
    if (hasHighWatermark) {
      const mark = writer.beginTag(1, pending, "FetchPartition.highWatermark");
      writer.int64(highWatermark, "FetchPartition.highWatermark");
      writer.endTag(mark);
    }
    writer.unknownTagsFrom(pending, "FetchPartition");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "FetchPartition", version);
  }
}

function decodeFetchTopic(reader: WireReader, version: number): FetchTopic {
  const topic = version >= 13 ? "" : version >= 12 ? reader.compactString("FetchTopic.topic") : reader.string("FetchTopic.topic");
  const topicId = version >= 13 ? reader.uuid("FetchTopic.topicId") : ZERO_UUID;
  const partitions: FetchPartition[] = [];
  for (let left = version >= 12 ? reader.compactArrayLength(33, "FetchTopic.partitions") : version >= 9 ? reader.arrayLength(28, "FetchTopic.partitions") : version >= 5 ? reader.arrayLength(24, "FetchTopic.partitions") : reader.arrayLength(16, "FetchTopic.partitions"); left > 0; left--) partitions.push(decodeFetchPartition(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 12) {
    for (let left = reader.taggedFieldCount("FetchTopic"); left > 0; left--) {
      const tag = reader.unsignedVarint("FetchTopic");
      const end = reader.taggedFieldEnd("FetchTopic");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: FetchTopic = { topic, topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeFetchTopic(writer: WireWriter, message: Input<FetchTopic>, version: number): void {
  const { topic = "", topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  if (version >= 13) {
  } else if (version >= 12) {
    writer.compactString(topic, "FetchTopic.topic");
  } else {
    writer.string(topic, "FetchTopic.topic");
  }
  if (version >= 13) {
    writer.uuid(topicId, "FetchTopic.topicId");
  }
  if (version >= 12) {
    writer.compactArrayLength(partitions, "FetchTopic.partitions");
    for (const element of partitions) encodeFetchPartition(writer, element, version);
  } else {
    writer.arrayLength(partitions, "FetchTopic.partitions");
    for (const element of partitions) encodeFetchPartition(writer, element, version);
  }
  if (version >= 12) {
    writer.taggedFields(unknownTaggedFields, "FetchTopic");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "FetchTopic", version);
  }
}

function decodeForgottenTopic(reader: WireReader, version: number): ForgottenTopic {
  const topic = version >= 13 ? "" : version >= 12 ? reader.compactString("ForgottenTopic.topic") : reader.string("ForgottenTopic.topic");
  const topicId = version >= 13 ? reader.uuid("ForgottenTopic.topicId") : ZERO_UUID;
  const partitions: number[] = [];
  for (let left = version >= 12 ? reader.compactArrayLength(4, "ForgottenTopic.partitions") : reader.arrayLength(4, "ForgottenTopic.partitions"); left > 0; left--) partitions.push(reader.int32("ForgottenTopic.partitions"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 12) {
    for (let left = reader.taggedFieldCount("ForgottenTopic"); left > 0; left--) {
      const tag = reader.unsignedVarint("ForgottenTopic");
      const end = reader.taggedFieldEnd("ForgottenTopic");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: ForgottenTopic = { topic, topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeForgottenTopic(writer: WireWriter, message: Input<ForgottenTopic>, version: number): void {
  const { topic = "", topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  if (version >= 13) {
  } else if (version >= 12) {
    writer.compactString(topic, "ForgottenTopic.topic");
  } else {
    writer.string(topic, "ForgottenTopic.topic");
  }
  if (version >= 13) {
    writer.uuid(topicId, "ForgottenTopic.topicId");
  }
  if (version >= 12) {
    writer.compactArrayLength(partitions, "ForgottenTopic.partitions");
    for (const element of partitions) writer.int32(element, "ForgottenTopic.partitions");
  } else {
    writer.arrayLength(partitions, "ForgottenTopic.partitions");
    for (const element of partitions) writer.int32(element, "ForgottenTopic.partitions");
  }
  if (version >= 12) {
    writer.taggedFields(unknownTaggedFields, "ForgottenTopic");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ForgottenTopic", version);
  }
}

function decodeFetchRequest(reader: WireReader, version: number): FetchRequest {
  const replicaId = version >= 15 ? -1 : reader.int32("FetchRequest.replicaId");
  const maxWaitMs = reader.int32("FetchRequest.maxWaitMs");
  const minBytes = reader.int32("FetchRequest.minBytes");
  const maxBytes = reader.int32("FetchRequest.maxBytes");
  const isolationLevel = reader.int8("FetchRequest.isolationLevel");
  const sessionId = version >= 7 ? reader.int32("FetchRequest.sessionId") : 0;
  const sessionEpoch = version >= 7 ? reader.int32("FetchRequest.sessionEpoch") : -1;
  const topics: FetchTopic[] = [];
  for (let left = version >= 13 ? reader.compactArrayLength(18, "FetchRequest.topics") : version >= 12 ? reader.compactArrayLength(3, "FetchRequest.topics") : reader.arrayLength(6, "FetchRequest.topics"); left > 0; left--) topics.push(decodeFetchTopic(reader, version));
  const forgottenTopicsData: ForgottenTopic[] = [];
  for (let left = version >= 13 ? reader.compactArrayLength(18, "FetchRequest.forgottenTopicsData") : version >= 12 ? reader.compactArrayLength(3, "FetchRequest.forgottenTopicsData") : version >= 7 ? reader.arrayLength(6, "FetchRequest.forgottenTopicsData") : 0; left > 0; left--) forgottenTopicsData.push(decodeForgottenTopic(reader, version));
  const rackId = version >= 12 ? reader.compactString("FetchRequest.rackId") : version >= 11 ? reader.string("FetchRequest.rackId") : "";
  let clusterId: string | null = null;
  let replicaState: ReplicaState = defaultReplicaState();
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 12) {
    for (let left = reader.taggedFieldCount("FetchRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("FetchRequest");
      const end = reader.taggedFieldEnd("FetchRequest");
      switch (tag) {
        case 0: {
          clusterId = reader.compactNullableString("FetchRequest.clusterId");
          break;
        }
        case 1: {
          if (version < 15) reader.fail("tag 1 is not valid before version 15", "FetchRequest.replicaState");
          replicaState = decodeReplicaState(reader, version);
          break;
        }
        default:
        (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
      }
      reader.endTaggedField(end, "FetchRequest");
    }
  }
  const message: FetchRequest = { clusterId, replicaId, replicaState, maxWaitMs, minBytes, maxBytes, isolationLevel, sessionId, sessionEpoch, topics, forgottenTopicsData, rackId };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeFetchRequest(writer: WireWriter, message: Input<FetchRequest>, version: number): void {
  const { clusterId = null, replicaId = -1, replicaState, maxWaitMs = 0, minBytes = 0, maxBytes = 2147483647, isolationLevel = 0, sessionId = 0, sessionEpoch = -1, topics = [], forgottenTopicsData = [], rackId = "", unknownTaggedFields } = message;
  if (version >= 15) {
    if (replicaId !== -1) writer.unsupported("FetchRequest.replicaId", version);
  } else {
    writer.int32(replicaId, "FetchRequest.replicaId");
  }
  writer.int32(maxWaitMs, "FetchRequest.maxWaitMs");
  writer.int32(minBytes, "FetchRequest.minBytes");
  writer.int32(maxBytes, "FetchRequest.maxBytes");
  writer.int8(isolationLevel, "FetchRequest.isolationLevel");
  if (version >= 7) {
    writer.int32(sessionId, "FetchRequest.sessionId");
  }
  if (version >= 7) {
    writer.int32(sessionEpoch, "FetchRequest.sessionEpoch");
  }
  if (version >= 12) {
    writer.compactArrayLength(topics, "FetchRequest.topics");
    for (const element of topics) encodeFetchTopic(writer, element, version);
  } else {
    writer.arrayLength(topics, "FetchRequest.topics");
    for (const element of topics) encodeFetchTopic(writer, element, version);
  }
  if (version >= 12) {
    writer.compactArrayLength(forgottenTopicsData, "FetchRequest.forgottenTopicsData");
    for (const element of forgottenTopicsData) encodeForgottenTopic(writer, element, version);
  } else if (version >= 7) {
    writer.arrayLength(forgottenTopicsData, "FetchRequest.forgottenTopicsData");
    for (const element of forgottenTopicsData) encodeForgottenTopic(writer, element, version);
  } else {
    if (forgottenTopicsData.length > 0) writer.unsupported("FetchRequest.forgottenTopicsData", version);
  }
  if (version >= 12) {
    writer.compactString(rackId, "FetchRequest.rackId");
  } else if (version >= 11) {
    writer.string(rackId, "FetchRequest.rackId");
  }
  if (version >= 12) {
    const hasClusterId = clusterId !== null;
    const hasReplicaState = version >= 15 && (replicaState !== undefined && !isDefaultReplicaState(replicaState));
    if (version < 15 && (replicaState !== undefined && !isDefaultReplicaState(replicaState))) writer.unsupported("FetchRequest.replicaState", version);
    const pending = writer.beginTaggedFields((hasClusterId ? 1 : 0) + (hasReplicaState ? 1 : 0), unknownTaggedFields, "FetchRequest");
    if (hasClusterId) {
      const mark = writer.beginTag(0, pending, "FetchRequest.clusterId");
      writer.compactNullableString(clusterId, "FetchRequest.clusterId");
      writer.endTag(mark);
    }
    if (hasReplicaState) {
      const mark = writer.beginTag(1, pending, "FetchRequest.replicaState");
      encodeReplicaState(writer, replicaState, version);
      writer.endTag(mark);
    }
    writer.unknownTagsFrom(pending, "FetchRequest");
  } else {
    if (replicaState !== undefined && !isDefaultReplicaState(replicaState)) writer.unsupported("FetchRequest.replicaState", version);
    writer.noTaggedFields(unknownTaggedFields, "FetchRequest", version);
  }
}

function decodeEpochEndOffset(reader: WireReader, _version: number): EpochEndOffset {
  const epoch = reader.int32("EpochEndOffset.epoch");
  const endOffset = reader.int64("EpochEndOffset.endOffset");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("EpochEndOffset"); left > 0; left--) {
    const tag = reader.unsignedVarint("EpochEndOffset");
    const end = reader.taggedFieldEnd("EpochEndOffset");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: EpochEndOffset = { epoch, endOffset };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeEpochEndOffset(writer: WireWriter, message: Input<EpochEndOffset>, _version: number): void {
  const { epoch = -1, endOffset = -1, unknownTaggedFields } = message;
  writer.int32(epoch, "EpochEndOffset.epoch");
  writer.int64(endOffset, "EpochEndOffset.endOffset");
  writer.taggedFields(unknownTaggedFields, "EpochEndOffset");
}

function defaultEpochEndOffset(): EpochEndOffset {
  return { epoch: -1, endOffset: -1 };
}

function isDefaultEpochEndOffset(message: Input<EpochEndOffset>): boolean {
  const { epoch = -1, endOffset = -1, unknownTaggedFields } = message;
  return !(epoch !== -1) && !(endOffset !== -1) && (unknownTaggedFields === undefined || unknownTaggedFields.length === 0);
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
  const { leaderId = -1, leaderEpoch = -1, unknownTaggedFields } = message;
  writer.int32(leaderId, "LeaderIdAndEpoch.leaderId");
  writer.int32(leaderEpoch, "LeaderIdAndEpoch.leaderEpoch");
  writer.taggedFields(unknownTaggedFields, "LeaderIdAndEpoch");
}

function defaultLeaderIdAndEpoch(): LeaderIdAndEpoch {
  return { leaderId: -1, leaderEpoch: -1 };
}

function isDefaultLeaderIdAndEpoch(message: Input<LeaderIdAndEpoch>): boolean {
  const { leaderId = -1, leaderEpoch = -1, unknownTaggedFields } = message;
  return !(leaderId !== -1) && !(leaderEpoch !== -1) && (unknownTaggedFields === undefined || unknownTaggedFields.length === 0);
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
  const { endOffset = -1, epoch = -1, unknownTaggedFields } = message;
  writer.int64(endOffset, "SnapshotId.endOffset");
  writer.int32(epoch, "SnapshotId.epoch");
  writer.taggedFields(unknownTaggedFields, "SnapshotId");
}

function defaultSnapshotId(): SnapshotId {
  return { endOffset: -1, epoch: -1 };
}

function isDefaultSnapshotId(message: Input<SnapshotId>): boolean {
  const { endOffset = -1, epoch = -1, unknownTaggedFields } = message;
  return !(endOffset !== -1) && !(epoch !== -1) && (unknownTaggedFields === undefined || unknownTaggedFields.length === 0);
}

function decodeAbortedTransaction(reader: WireReader, version: number): AbortedTransaction {
  const producerId = reader.int64BigInt("AbortedTransaction.producerId");
  const firstOffset = reader.int64("AbortedTransaction.firstOffset");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 12) {
    for (let left = reader.taggedFieldCount("AbortedTransaction"); left > 0; left--) {
      const tag = reader.unsignedVarint("AbortedTransaction");
      const end = reader.taggedFieldEnd("AbortedTransaction");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AbortedTransaction = { producerId, firstOffset };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAbortedTransaction(writer: WireWriter, message: Input<AbortedTransaction>, version: number): void {
  const { producerId = 0n, firstOffset = 0, unknownTaggedFields } = message;
  writer.int64BigInt(producerId, "AbortedTransaction.producerId");
  writer.int64(firstOffset, "AbortedTransaction.firstOffset");
  if (version >= 12) {
    writer.taggedFields(unknownTaggedFields, "AbortedTransaction");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AbortedTransaction", version);
  }
}

function decodePartitionData(reader: WireReader, version: number): PartitionData {
  const partitionIndex = reader.int32("PartitionData.partitionIndex");
  const errorCode = reader.int16("PartitionData.errorCode");
  const highWatermark = reader.int64("PartitionData.highWatermark");
  const lastStableOffset = reader.int64("PartitionData.lastStableOffset");
  const logStartOffset = version >= 5 ? reader.int64("PartitionData.logStartOffset") : -1;
  let abortedTransactions: AbortedTransaction[] | null = null;
  const abortedTransactionsLength = version >= 12 ? reader.compactNullableArrayLength(17, "PartitionData.abortedTransactions") : reader.nullableArrayLength(16, "PartitionData.abortedTransactions");
  if (abortedTransactionsLength >= 0) {
    abortedTransactions = [];
    for (let left = abortedTransactionsLength; left > 0; left--) abortedTransactions.push(decodeAbortedTransaction(reader, version));
  }
  const preferredReadReplica = version >= 11 ? reader.int32("PartitionData.preferredReadReplica") : -1;
  const records = version >= 12 ? reader.compactNullableBytes("PartitionData.records") : reader.nullableBytes("PartitionData.records");
  let divergingEpoch: EpochEndOffset = defaultEpochEndOffset();
  let currentLeader: LeaderIdAndEpoch = defaultLeaderIdAndEpoch();
  let snapshotId: SnapshotId = defaultSnapshotId();
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 12) {
    for (let left = reader.taggedFieldCount("PartitionData"); left > 0; left--) {
      const tag = reader.unsignedVarint("PartitionData");
      const end = reader.taggedFieldEnd("PartitionData");
      switch (tag) {
        case 0: {
          divergingEpoch = decodeEpochEndOffset(reader, version);
          break;
        }
        case 1: {
          currentLeader = decodeLeaderIdAndEpoch(reader, version);
          break;
        }
        case 2: {
          snapshotId = decodeSnapshotId(reader, version);
          break;
        }
        default:
        (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
      }
      reader.endTaggedField(end, "PartitionData");
    }
  }
  const message: PartitionData = { partitionIndex, errorCode, highWatermark, lastStableOffset, logStartOffset, divergingEpoch, currentLeader, snapshotId, abortedTransactions, preferredReadReplica, records };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodePartitionData(writer: WireWriter, message: Input<PartitionData>, version: number): void {
  const { partitionIndex = 0, errorCode = 0, highWatermark = 0, lastStableOffset = -1, logStartOffset = -1, divergingEpoch, currentLeader, snapshotId, abortedTransactions = [], preferredReadReplica = -1, records = null, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "PartitionData.partitionIndex");
  writer.int16(errorCode, "PartitionData.errorCode");
  writer.int64(highWatermark, "PartitionData.highWatermark");
  writer.int64(lastStableOffset, "PartitionData.lastStableOffset");
  if (version >= 5) {
    writer.int64(logStartOffset, "PartitionData.logStartOffset");
  }
  if (version >= 12) {
    writer.compactNullableArrayLength(abortedTransactions, "PartitionData.abortedTransactions");
    if (abortedTransactions !== null) for (const element of abortedTransactions) encodeAbortedTransaction(writer, element, version);
  } else {
    writer.nullableArrayLength(abortedTransactions, "PartitionData.abortedTransactions");
    if (abortedTransactions !== null) for (const element of abortedTransactions) encodeAbortedTransaction(writer, element, version);
  }
  if (version >= 11) {
    writer.int32(preferredReadReplica, "PartitionData.preferredReadReplica");
  } else {
    if (preferredReadReplica !== -1) writer.unsupported("PartitionData.preferredReadReplica", version);
  }
  if (version >= 12) {
    writer.compactNullableBytes(records, "PartitionData.records");
  } else {
    writer.nullableBytes(records, "PartitionData.records");
  }
  if (version >= 12) {
    const hasDivergingEpoch = divergingEpoch !== undefined && !isDefaultEpochEndOffset(divergingEpoch);
    const hasCurrentLeader = currentLeader !== undefined && !isDefaultLeaderIdAndEpoch(currentLeader);
    const hasSnapshotId = snapshotId !== undefined && !isDefaultSnapshotId(snapshotId);
    const pending = writer.beginTaggedFields((hasDivergingEpoch ? 1 : 0) + (hasCurrentLeader ? 1 : 0) + (hasSnapshotId ? 1 : 0), unknownTaggedFields, "PartitionData");
    if (hasDivergingEpoch) {
      const mark = writer.beginTag(0, pending, "PartitionData.divergingEpoch");
      encodeEpochEndOffset(writer, divergingEpoch, version);
      writer.endTag(mark);
    }
    if (hasCurrentLeader) {
      const mark = writer.beginTag(1, pending, "PartitionData.currentLeader");
      encodeLeaderIdAndEpoch(writer, currentLeader, version);
      writer.endTag(mark);
    }
    if (hasSnapshotId) {
      const mark = writer.beginTag(2, pending, "PartitionData.snapshotId");
      encodeSnapshotId(writer, snapshotId, version);
      writer.endTag(mark);
    }
    writer.unknownTagsFrom(pending, "PartitionData");
  } else {
    if (divergingEpoch !== undefined && !isDefaultEpochEndOffset(divergingEpoch)) writer.unsupported("PartitionData.divergingEpoch", version);
    if (currentLeader !== undefined && !isDefaultLeaderIdAndEpoch(currentLeader)) writer.unsupported("PartitionData.currentLeader", version);
    if (snapshotId !== undefined && !isDefaultSnapshotId(snapshotId)) writer.unsupported("PartitionData.snapshotId", version);
    writer.noTaggedFields(unknownTaggedFields, "PartitionData", version);
  }
}

function decodeFetchableTopicResponse(reader: WireReader, version: number): FetchableTopicResponse {
  const topic = version >= 13 ? "" : version >= 12 ? reader.compactString("FetchableTopicResponse.topic") : reader.string("FetchableTopicResponse.topic");
  const topicId = version >= 13 ? reader.uuid("FetchableTopicResponse.topicId") : ZERO_UUID;
  const partitions: PartitionData[] = [];
  for (let left = version >= 12 ? reader.compactArrayLength(37, "FetchableTopicResponse.partitions") : version >= 11 ? reader.arrayLength(42, "FetchableTopicResponse.partitions") : version >= 5 ? reader.arrayLength(38, "FetchableTopicResponse.partitions") : reader.arrayLength(30, "FetchableTopicResponse.partitions"); left > 0; left--) partitions.push(decodePartitionData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 12) {
    for (let left = reader.taggedFieldCount("FetchableTopicResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("FetchableTopicResponse");
      const end = reader.taggedFieldEnd("FetchableTopicResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: FetchableTopicResponse = { topic, topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeFetchableTopicResponse(writer: WireWriter, message: Input<FetchableTopicResponse>, version: number): void {
  const { topic = "", topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  if (version >= 13) {
  } else if (version >= 12) {
    writer.compactString(topic, "FetchableTopicResponse.topic");
  } else {
    writer.string(topic, "FetchableTopicResponse.topic");
  }
  if (version >= 13) {
    writer.uuid(topicId, "FetchableTopicResponse.topicId");
  }
  if (version >= 12) {
    writer.compactArrayLength(partitions, "FetchableTopicResponse.partitions");
    for (const element of partitions) encodePartitionData(writer, element, version);
  } else {
    writer.arrayLength(partitions, "FetchableTopicResponse.partitions");
    for (const element of partitions) encodePartitionData(writer, element, version);
  }
  if (version >= 12) {
    writer.taggedFields(unknownTaggedFields, "FetchableTopicResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "FetchableTopicResponse", version);
  }
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

function decodeFetchResponse(reader: WireReader, version: number): FetchResponse {
  const throttleTimeMs = reader.int32("FetchResponse.throttleTimeMs");
  const errorCode = version >= 7 ? reader.int16("FetchResponse.errorCode") : 0;
  const sessionId = version >= 7 ? reader.int32("FetchResponse.sessionId") : 0;
  const responses: FetchableTopicResponse[] = [];
  for (let left = version >= 13 ? reader.compactArrayLength(18, "FetchResponse.responses") : version >= 12 ? reader.compactArrayLength(3, "FetchResponse.responses") : reader.arrayLength(6, "FetchResponse.responses"); left > 0; left--) responses.push(decodeFetchableTopicResponse(reader, version));
  let nodeEndpoints: NodeEndpoint[] = [];
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 12) {
    for (let left = reader.taggedFieldCount("FetchResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("FetchResponse");
      const end = reader.taggedFieldEnd("FetchResponse");
      switch (tag) {
        case 0: {
          if (version < 16) reader.fail("tag 0 is not valid before version 16", "FetchResponse.nodeEndpoints");
          nodeEndpoints = [];
          for (let left = reader.compactArrayLength(11, "FetchResponse.nodeEndpoints"); left > 0; left--) nodeEndpoints.push(decodeNodeEndpoint(reader, version));
          break;
        }
        default:
        (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
      }
      reader.endTaggedField(end, "FetchResponse");
    }
  }
  const message: FetchResponse = { throttleTimeMs, errorCode, sessionId, responses, nodeEndpoints };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeFetchResponse(writer: WireWriter, message: Input<FetchResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, sessionId = 0, responses = [], nodeEndpoints = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "FetchResponse.throttleTimeMs");
  if (version >= 7) {
    writer.int16(errorCode, "FetchResponse.errorCode");
  }
  if (version >= 7) {
    writer.int32(sessionId, "FetchResponse.sessionId");
  } else {
    if (sessionId !== 0) writer.unsupported("FetchResponse.sessionId", version);
  }
  if (version >= 12) {
    writer.compactArrayLength(responses, "FetchResponse.responses");
    for (const element of responses) encodeFetchableTopicResponse(writer, element, version);
  } else {
    writer.arrayLength(responses, "FetchResponse.responses");
    for (const element of responses) encodeFetchableTopicResponse(writer, element, version);
  }
  if (version >= 12) {
    const hasNodeEndpoints = version >= 16 && (nodeEndpoints.length > 0);
    if (version < 16 && (nodeEndpoints.length > 0)) writer.unsupported("FetchResponse.nodeEndpoints", version);
    const pending = writer.beginTaggedFields((hasNodeEndpoints ? 1 : 0), unknownTaggedFields, "FetchResponse");
    if (hasNodeEndpoints) {
      const mark = writer.beginTag(0, pending, "FetchResponse.nodeEndpoints");
      writer.compactArrayLength(nodeEndpoints, "FetchResponse.nodeEndpoints");
      for (const element of nodeEndpoints) encodeNodeEndpoint(writer, element, version);
      writer.endTag(mark);
    }
    writer.unknownTagsFrom(pending, "FetchResponse");
  } else {
    if (nodeEndpoints.length > 0) writer.unsupported("FetchResponse.nodeEndpoints", version);
    writer.noTaggedFields(unknownTaggedFields, "FetchResponse", version);
  }
}
