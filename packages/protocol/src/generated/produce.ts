// Generated from schema/00-produce.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** ProduceRequest: API key 0, versions 3–13, flexible 9+. */
export interface ProduceRequest {
  /** A transactional id. Default null. */
  transactionalId: string | null;
  acks: number;
  timeoutMs: number;
  topicData: TopicProduceData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ProduceRequest: MessageCodec<ProduceRequest> = defineMessage<ProduceRequest>({
  name: "ProduceRequest",
  kind: "request",
  apiKey: 0,
  lowestVersion: 3,
  highestVersion: 13,
  flexibleFrom: 9,
  decode: decodeProduceRequest,
  encode: encodeProduceRequest,
});

/** ProduceResponse: API key 0, versions 3–13, flexible 9+. */
export interface ProduceResponse {
  responses: TopicProduceResponse[];
  /** Default 0. */
  throttleTimeMs: number;
  /** Versions 10+. Tag 0. */
  nodeEndpoints: NodeEndpoint[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const ProduceResponse: MessageCodec<ProduceResponse> = defineMessage<ProduceResponse>({
  name: "ProduceResponse",
  kind: "response",
  apiKey: 0,
  lowestVersion: 3,
  highestVersion: 13,
  flexibleFrom: 9,
  decode: decodeProduceResponse,
  encode: encodeProduceResponse,
});

/** In `TopicProduceData.partitionData`. */
export interface PartitionProduceData {
  index: number;
  records: Uint8Array | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ProduceRequest.topicData`. */
export interface TopicProduceData {
  /** A topic name. Versions 3–12. Dropped where the version lacks it. */
  name: string;
  /** Versions 13+. Dropped where the version lacks it. */
  topicId: Uuid;
  partitionData: PartitionProduceData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `PartitionProduceResponse.recordErrors`. */
export interface BatchIndexAndErrorMessage {
  batchIndex: number;
  /** Default null. */
  batchIndexErrorMessage: string | null;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `PartitionProduceResponse.currentLeader`. */
export interface LeaderIdAndEpoch {
  /** A broker id. Default -1. */
  leaderId: number;
  /** Default -1. */
  leaderEpoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `TopicProduceResponse.partitionResponses`. */
export interface PartitionProduceResponse {
  index: number;
  errorCode: number;
  baseOffset: number;
  /** Default -1. */
  logAppendTimeMs: number;
  /** Versions 5+. Default -1. Dropped where the version lacks it. */
  logStartOffset: number;
  /** Versions 8+. Dropped where the version lacks it. */
  recordErrors: BatchIndexAndErrorMessage[];
  /** Versions 8+. Default null. Dropped where the version lacks it. */
  errorMessage: string | null;
  /** Versions 10+. Tag 0. */
  currentLeader: LeaderIdAndEpoch;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ProduceResponse.responses`. */
export interface TopicProduceResponse {
  /** A topic name. Versions 3–12. Dropped where the version lacks it. */
  name: string;
  /** Versions 13+. Dropped where the version lacks it. */
  topicId: Uuid;
  partitionResponses: PartitionProduceResponse[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `ProduceResponse.nodeEndpoints`. */
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

function decodePartitionProduceData(reader: WireReader, version: number): PartitionProduceData {
  const index = reader.int32("PartitionProduceData.index");
  const records = version >= 9 ? reader.compactNullableBytes("PartitionProduceData.records") : reader.nullableBytes("PartitionProduceData.records");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 9) {
    for (let left = reader.taggedFieldCount("PartitionProduceData"); left > 0; left--) {
      const tag = reader.unsignedVarint("PartitionProduceData");
      const end = reader.taggedFieldEnd("PartitionProduceData");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: PartitionProduceData = { index, records };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodePartitionProduceData(writer: WireWriter, message: Input<PartitionProduceData>, version: number): void {
  const { index = 0, records = null, unknownTaggedFields } = message;
  writer.int32(index, "PartitionProduceData.index");
  if (version >= 9) {
    writer.compactNullableBytes(records, "PartitionProduceData.records");
  } else {
    writer.nullableBytes(records, "PartitionProduceData.records");
  }
  if (version >= 9) {
    writer.taggedFields(unknownTaggedFields, "PartitionProduceData");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "PartitionProduceData", version);
  }
}

function decodeTopicProduceData(reader: WireReader, version: number): TopicProduceData {
  const name = version >= 13 ? "" : version >= 9 ? reader.compactString("TopicProduceData.name") : reader.string("TopicProduceData.name");
  const topicId = version >= 13 ? reader.uuid("TopicProduceData.topicId") : ZERO_UUID;
  const partitionData: PartitionProduceData[] = [];
  for (let left = version >= 9 ? reader.compactArrayLength(6, "TopicProduceData.partitionData") : reader.arrayLength(8, "TopicProduceData.partitionData"); left > 0; left--) partitionData.push(decodePartitionProduceData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 9) {
    for (let left = reader.taggedFieldCount("TopicProduceData"); left > 0; left--) {
      const tag = reader.unsignedVarint("TopicProduceData");
      const end = reader.taggedFieldEnd("TopicProduceData");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: TopicProduceData = { name, topicId, partitionData };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTopicProduceData(writer: WireWriter, message: Input<TopicProduceData>, version: number): void {
  const { name = "", topicId = ZERO_UUID, partitionData = [], unknownTaggedFields } = message;
  if (version >= 13) {
  } else if (version >= 9) {
    writer.compactString(name, "TopicProduceData.name");
  } else {
    writer.string(name, "TopicProduceData.name");
  }
  if (version >= 13) {
    writer.uuid(topicId, "TopicProduceData.topicId");
  }
  if (version >= 9) {
    writer.compactArrayLength(partitionData, "TopicProduceData.partitionData");
    for (const element of partitionData) encodePartitionProduceData(writer, element, version);
  } else {
    writer.arrayLength(partitionData, "TopicProduceData.partitionData");
    for (const element of partitionData) encodePartitionProduceData(writer, element, version);
  }
  if (version >= 9) {
    writer.taggedFields(unknownTaggedFields, "TopicProduceData");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "TopicProduceData", version);
  }
}

function decodeProduceRequest(reader: WireReader, version: number): ProduceRequest {
  const transactionalId = version >= 9 ? reader.compactNullableString("ProduceRequest.transactionalId") : reader.nullableString("ProduceRequest.transactionalId");
  const acks = reader.int16("ProduceRequest.acks");
  const timeoutMs = reader.int32("ProduceRequest.timeoutMs");
  const topicData: TopicProduceData[] = [];
  for (let left = version >= 13 ? reader.compactArrayLength(18, "ProduceRequest.topicData") : version >= 9 ? reader.compactArrayLength(3, "ProduceRequest.topicData") : reader.arrayLength(6, "ProduceRequest.topicData"); left > 0; left--) topicData.push(decodeTopicProduceData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 9) {
    for (let left = reader.taggedFieldCount("ProduceRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("ProduceRequest");
      const end = reader.taggedFieldEnd("ProduceRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: ProduceRequest = { transactionalId, acks, timeoutMs, topicData };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeProduceRequest(writer: WireWriter, message: Input<ProduceRequest>, version: number): void {
  const { transactionalId = null, acks = 0, timeoutMs = 0, topicData = [], unknownTaggedFields } = message;
  if (version >= 9) {
    writer.compactNullableString(transactionalId, "ProduceRequest.transactionalId");
  } else {
    writer.nullableString(transactionalId, "ProduceRequest.transactionalId");
  }
  writer.int16(acks, "ProduceRequest.acks");
  writer.int32(timeoutMs, "ProduceRequest.timeoutMs");
  if (version >= 9) {
    writer.compactArrayLength(topicData, "ProduceRequest.topicData");
    for (const element of topicData) encodeTopicProduceData(writer, element, version);
  } else {
    writer.arrayLength(topicData, "ProduceRequest.topicData");
    for (const element of topicData) encodeTopicProduceData(writer, element, version);
  }
  if (version >= 9) {
    writer.taggedFields(unknownTaggedFields, "ProduceRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "ProduceRequest", version);
  }
}

function decodeBatchIndexAndErrorMessage(reader: WireReader, version: number): BatchIndexAndErrorMessage {
  const batchIndex = reader.int32("BatchIndexAndErrorMessage.batchIndex");
  const batchIndexErrorMessage = version >= 9 ? reader.compactNullableString("BatchIndexAndErrorMessage.batchIndexErrorMessage") : reader.nullableString("BatchIndexAndErrorMessage.batchIndexErrorMessage");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 9) {
    for (let left = reader.taggedFieldCount("BatchIndexAndErrorMessage"); left > 0; left--) {
      const tag = reader.unsignedVarint("BatchIndexAndErrorMessage");
      const end = reader.taggedFieldEnd("BatchIndexAndErrorMessage");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: BatchIndexAndErrorMessage = { batchIndex, batchIndexErrorMessage };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeBatchIndexAndErrorMessage(writer: WireWriter, message: Input<BatchIndexAndErrorMessage>, version: number): void {
  const { batchIndex = 0, batchIndexErrorMessage = null, unknownTaggedFields } = message;
  writer.int32(batchIndex, "BatchIndexAndErrorMessage.batchIndex");
  if (version >= 9) {
    writer.compactNullableString(batchIndexErrorMessage, "BatchIndexAndErrorMessage.batchIndexErrorMessage");
  } else {
    writer.nullableString(batchIndexErrorMessage, "BatchIndexAndErrorMessage.batchIndexErrorMessage");
  }
  if (version >= 9) {
    writer.taggedFields(unknownTaggedFields, "BatchIndexAndErrorMessage");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "BatchIndexAndErrorMessage", version);
  }
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

function decodePartitionProduceResponse(reader: WireReader, version: number): PartitionProduceResponse {
  const index = reader.int32("PartitionProduceResponse.index");
  const errorCode = reader.int16("PartitionProduceResponse.errorCode");
  const baseOffset = reader.int64("PartitionProduceResponse.baseOffset");
  const logAppendTimeMs = reader.int64("PartitionProduceResponse.logAppendTimeMs");
  const logStartOffset = version >= 5 ? reader.int64("PartitionProduceResponse.logStartOffset") : -1;
  const recordErrors: BatchIndexAndErrorMessage[] = [];
  for (let left = version >= 9 ? reader.compactArrayLength(6, "PartitionProduceResponse.recordErrors") : version >= 8 ? reader.arrayLength(6, "PartitionProduceResponse.recordErrors") : 0; left > 0; left--) recordErrors.push(decodeBatchIndexAndErrorMessage(reader, version));
  const errorMessage = version >= 9 ? reader.compactNullableString("PartitionProduceResponse.errorMessage") : version >= 8 ? reader.nullableString("PartitionProduceResponse.errorMessage") : null;
  let currentLeader: LeaderIdAndEpoch = defaultLeaderIdAndEpoch();
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 9) {
    for (let left = reader.taggedFieldCount("PartitionProduceResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("PartitionProduceResponse");
      const end = reader.taggedFieldEnd("PartitionProduceResponse");
      switch (tag) {
        case 0: {
          if (version < 10) reader.fail("tag 0 is not valid before version 10", "PartitionProduceResponse.currentLeader");
          currentLeader = decodeLeaderIdAndEpoch(reader, version);
          break;
        }
        default:
        (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
      }
      reader.endTaggedField(end, "PartitionProduceResponse");
    }
  }
  const message: PartitionProduceResponse = { index, errorCode, baseOffset, logAppendTimeMs, logStartOffset, recordErrors, errorMessage, currentLeader };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodePartitionProduceResponse(writer: WireWriter, message: Input<PartitionProduceResponse>, version: number): void {
  const { index = 0, errorCode = 0, baseOffset = 0, logAppendTimeMs = -1, logStartOffset = -1, recordErrors = [], errorMessage = null, currentLeader, unknownTaggedFields } = message;
  writer.int32(index, "PartitionProduceResponse.index");
  writer.int16(errorCode, "PartitionProduceResponse.errorCode");
  writer.int64(baseOffset, "PartitionProduceResponse.baseOffset");
  writer.int64(logAppendTimeMs, "PartitionProduceResponse.logAppendTimeMs");
  if (version >= 5) {
    writer.int64(logStartOffset, "PartitionProduceResponse.logStartOffset");
  }
  if (version >= 9) {
    writer.compactArrayLength(recordErrors, "PartitionProduceResponse.recordErrors");
    for (const element of recordErrors) encodeBatchIndexAndErrorMessage(writer, element, version);
  } else if (version >= 8) {
    writer.arrayLength(recordErrors, "PartitionProduceResponse.recordErrors");
    for (const element of recordErrors) encodeBatchIndexAndErrorMessage(writer, element, version);
  }
  if (version >= 9) {
    writer.compactNullableString(errorMessage, "PartitionProduceResponse.errorMessage");
  } else if (version >= 8) {
    writer.nullableString(errorMessage, "PartitionProduceResponse.errorMessage");
  }
  if (version >= 9) {
    const hasCurrentLeader = version >= 10 && (currentLeader !== undefined && !isDefaultLeaderIdAndEpoch(currentLeader));
    if (version < 10 && (currentLeader !== undefined && !isDefaultLeaderIdAndEpoch(currentLeader))) writer.unsupported("PartitionProduceResponse.currentLeader", version);
    const pending = writer.beginTaggedFields((hasCurrentLeader ? 1 : 0), unknownTaggedFields, "PartitionProduceResponse");
    if (hasCurrentLeader) {
      const mark = writer.beginTag(0, pending, "PartitionProduceResponse.currentLeader");
      encodeLeaderIdAndEpoch(writer, currentLeader, version);
      writer.endTag(mark);
    }
    writer.unknownTagsFrom(pending, "PartitionProduceResponse");
  } else {
    if (currentLeader !== undefined && !isDefaultLeaderIdAndEpoch(currentLeader)) writer.unsupported("PartitionProduceResponse.currentLeader", version);
    writer.noTaggedFields(unknownTaggedFields, "PartitionProduceResponse", version);
  }
}

function decodeTopicProduceResponse(reader: WireReader, version: number): TopicProduceResponse {
  const name = version >= 13 ? "" : version >= 9 ? reader.compactString("TopicProduceResponse.name") : reader.string("TopicProduceResponse.name");
  const topicId = version >= 13 ? reader.uuid("TopicProduceResponse.topicId") : ZERO_UUID;
  const partitionResponses: PartitionProduceResponse[] = [];
  for (let left = version >= 9 ? reader.compactArrayLength(33, "TopicProduceResponse.partitionResponses") : version >= 8 ? reader.arrayLength(36, "TopicProduceResponse.partitionResponses") : version >= 5 ? reader.arrayLength(30, "TopicProduceResponse.partitionResponses") : reader.arrayLength(22, "TopicProduceResponse.partitionResponses"); left > 0; left--) partitionResponses.push(decodePartitionProduceResponse(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 9) {
    for (let left = reader.taggedFieldCount("TopicProduceResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("TopicProduceResponse");
      const end = reader.taggedFieldEnd("TopicProduceResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: TopicProduceResponse = { name, topicId, partitionResponses };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTopicProduceResponse(writer: WireWriter, message: Input<TopicProduceResponse>, version: number): void {
  const { name = "", topicId = ZERO_UUID, partitionResponses = [], unknownTaggedFields } = message;
  if (version >= 13) {
  } else if (version >= 9) {
    writer.compactString(name, "TopicProduceResponse.name");
  } else {
    writer.string(name, "TopicProduceResponse.name");
  }
  if (version >= 13) {
    writer.uuid(topicId, "TopicProduceResponse.topicId");
  }
  if (version >= 9) {
    writer.compactArrayLength(partitionResponses, "TopicProduceResponse.partitionResponses");
    for (const element of partitionResponses) encodePartitionProduceResponse(writer, element, version);
  } else {
    writer.arrayLength(partitionResponses, "TopicProduceResponse.partitionResponses");
    for (const element of partitionResponses) encodePartitionProduceResponse(writer, element, version);
  }
  if (version >= 9) {
    writer.taggedFields(unknownTaggedFields, "TopicProduceResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "TopicProduceResponse", version);
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

function decodeProduceResponse(reader: WireReader, version: number): ProduceResponse {
  const responses: TopicProduceResponse[] = [];
  for (let left = version >= 13 ? reader.compactArrayLength(18, "ProduceResponse.responses") : version >= 9 ? reader.compactArrayLength(3, "ProduceResponse.responses") : reader.arrayLength(6, "ProduceResponse.responses"); left > 0; left--) responses.push(decodeTopicProduceResponse(reader, version));
  const throttleTimeMs = reader.int32("ProduceResponse.throttleTimeMs");
  let nodeEndpoints: NodeEndpoint[] = [];
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 9) {
    for (let left = reader.taggedFieldCount("ProduceResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("ProduceResponse");
      const end = reader.taggedFieldEnd("ProduceResponse");
      switch (tag) {
        case 0: {
          if (version < 10) reader.fail("tag 0 is not valid before version 10", "ProduceResponse.nodeEndpoints");
          nodeEndpoints = [];
          for (let left = reader.compactArrayLength(11, "ProduceResponse.nodeEndpoints"); left > 0; left--) nodeEndpoints.push(decodeNodeEndpoint(reader, version));
          break;
        }
        default:
        (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
      }
      reader.endTaggedField(end, "ProduceResponse");
    }
  }
  const message: ProduceResponse = { responses, throttleTimeMs, nodeEndpoints };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeProduceResponse(writer: WireWriter, message: Input<ProduceResponse>, version: number): void {
  const { responses = [], throttleTimeMs = 0, nodeEndpoints = [], unknownTaggedFields } = message;
  if (version >= 9) {
    writer.compactArrayLength(responses, "ProduceResponse.responses");
    for (const element of responses) encodeTopicProduceResponse(writer, element, version);
  } else {
    writer.arrayLength(responses, "ProduceResponse.responses");
    for (const element of responses) encodeTopicProduceResponse(writer, element, version);
  }
  writer.int32(throttleTimeMs, "ProduceResponse.throttleTimeMs");
  if (version >= 9) {
    const hasNodeEndpoints = version >= 10 && (nodeEndpoints.length > 0);
    if (version < 10 && (nodeEndpoints.length > 0)) writer.unsupported("ProduceResponse.nodeEndpoints", version);
    const pending = writer.beginTaggedFields((hasNodeEndpoints ? 1 : 0), unknownTaggedFields, "ProduceResponse");
    if (hasNodeEndpoints) {
      const mark = writer.beginTag(0, pending, "ProduceResponse.nodeEndpoints");
      writer.compactArrayLength(nodeEndpoints, "ProduceResponse.nodeEndpoints");
      for (const element of nodeEndpoints) encodeNodeEndpoint(writer, element, version);
      writer.endTag(mark);
    }
    writer.unknownTagsFrom(pending, "ProduceResponse");
  } else {
    if (nodeEndpoints.length > 0) writer.unsupported("ProduceResponse.nodeEndpoints", version);
    writer.noTaggedFields(unknownTaggedFields, "ProduceResponse", version);
  }
}
