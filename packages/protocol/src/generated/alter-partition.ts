// Generated from schema/56-alter-partition.ts by `npm run generate`: do not edit.
import { ZERO_UUID } from "@ottla/base";
import type { Uuid } from "@ottla/base";
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** AlterPartitionRequest: API key 56, versions 2–3, flexible 0+. */
export interface AlterPartitionRequest {
  /** A broker id. */
  brokerId: number;
  /** Default -1. */
  brokerEpoch: number;
  topics: AlterPartitionRequestTopicData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AlterPartitionRequest: MessageCodec<AlterPartitionRequest> = defineMessage<AlterPartitionRequest>({
  name: "AlterPartitionRequest",
  kind: "request",
  apiKey: 56,
  lowestVersion: 2,
  highestVersion: 3,
  flexibleFrom: 0,
  decode: decodeAlterPartitionRequest,
  encode: encodeAlterPartitionRequest,
});

/** AlterPartitionResponse: API key 56, versions 2–3, flexible 0+. */
export interface AlterPartitionResponse {
  throttleTimeMs: number;
  errorCode: number;
  topics: AlterPartitionResponseTopicData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AlterPartitionResponse: MessageCodec<AlterPartitionResponse> = defineMessage<AlterPartitionResponse>({
  name: "AlterPartitionResponse",
  kind: "response",
  apiKey: 56,
  lowestVersion: 2,
  highestVersion: 3,
  flexibleFrom: 0,
  decode: decodeAlterPartitionResponse,
  encode: encodeAlterPartitionResponse,
});

/** In `AlterPartitionRequestPartitionData.newIsrWithEpochs`. */
export interface BrokerState {
  /** A broker id. */
  brokerId: number;
  /** Default -1. */
  brokerEpoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AlterPartitionRequestTopicData.partitions`. */
export interface AlterPartitionRequestPartitionData {
  partitionIndex: number;
  leaderEpoch: number;
  /** A broker id. Versions 2. */
  newIsr: number[];
  /** Versions 3+. */
  newIsrWithEpochs: BrokerState[];
  /** Default 0. */
  leaderRecoveryState: number;
  partitionEpoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AlterPartitionRequest.topics`. */
export interface AlterPartitionRequestTopicData {
  topicId: Uuid;
  partitions: AlterPartitionRequestPartitionData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AlterPartitionResponseTopicData.partitions`. */
export interface AlterPartitionResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  /** A broker id. */
  leaderId: number;
  leaderEpoch: number;
  /** A broker id. */
  isr: number[];
  /** Default 0. */
  leaderRecoveryState: number;
  partitionEpoch: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AlterPartitionResponse.topics`. */
export interface AlterPartitionResponseTopicData {
  topicId: Uuid;
  partitions: AlterPartitionResponsePartitionData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeBrokerState(reader: WireReader, _version: number): BrokerState {
  const brokerId = reader.int32("BrokerState.brokerId");
  const brokerEpoch = reader.int64("BrokerState.brokerEpoch");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("BrokerState"); left > 0; left--) {
    const tag = reader.unsignedVarint("BrokerState");
    const end = reader.taggedFieldEnd("BrokerState");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: BrokerState = { brokerId, brokerEpoch };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeBrokerState(writer: WireWriter, message: Input<BrokerState>, _version: number): void {
  const { brokerId = 0, brokerEpoch = -1, unknownTaggedFields } = message;
  writer.int32(brokerId, "BrokerState.brokerId");
  writer.int64(brokerEpoch, "BrokerState.brokerEpoch");
  writer.taggedFields(unknownTaggedFields, "BrokerState");
}

function decodeAlterPartitionRequestPartitionData(reader: WireReader, version: number): AlterPartitionRequestPartitionData {
  const partitionIndex = reader.int32("AlterPartitionRequestPartitionData.partitionIndex");
  const leaderEpoch = reader.int32("AlterPartitionRequestPartitionData.leaderEpoch");
  const newIsr: number[] = [];
  for (let left = version >= 3 ? 0 : reader.compactArrayLength(4, "AlterPartitionRequestPartitionData.newIsr"); left > 0; left--) newIsr.push(reader.int32("AlterPartitionRequestPartitionData.newIsr"));
  const newIsrWithEpochs: BrokerState[] = [];
  for (let left = version >= 3 ? reader.compactArrayLength(13, "AlterPartitionRequestPartitionData.newIsrWithEpochs") : 0; left > 0; left--) newIsrWithEpochs.push(decodeBrokerState(reader, version));
  const leaderRecoveryState = reader.int8("AlterPartitionRequestPartitionData.leaderRecoveryState");
  const partitionEpoch = reader.int32("AlterPartitionRequestPartitionData.partitionEpoch");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AlterPartitionRequestPartitionData"); left > 0; left--) {
    const tag = reader.unsignedVarint("AlterPartitionRequestPartitionData");
    const end = reader.taggedFieldEnd("AlterPartitionRequestPartitionData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AlterPartitionRequestPartitionData = { partitionIndex, leaderEpoch, newIsr, newIsrWithEpochs, leaderRecoveryState, partitionEpoch };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterPartitionRequestPartitionData(writer: WireWriter, message: Input<AlterPartitionRequestPartitionData>, version: number): void {
  const { partitionIndex = 0, leaderEpoch = 0, newIsr = [], newIsrWithEpochs = [], leaderRecoveryState = 0, partitionEpoch = 0, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "AlterPartitionRequestPartitionData.partitionIndex");
  writer.int32(leaderEpoch, "AlterPartitionRequestPartitionData.leaderEpoch");
  if (version >= 3) {
    if (newIsr.length > 0) writer.unsupported("AlterPartitionRequestPartitionData.newIsr", version);
  } else {
    writer.compactArrayLength(newIsr, "AlterPartitionRequestPartitionData.newIsr");
    for (const element of newIsr) writer.int32(element, "AlterPartitionRequestPartitionData.newIsr");
  }
  if (version >= 3) {
    writer.compactArrayLength(newIsrWithEpochs, "AlterPartitionRequestPartitionData.newIsrWithEpochs");
    for (const element of newIsrWithEpochs) encodeBrokerState(writer, element, version);
  } else {
    if (newIsrWithEpochs.length > 0) writer.unsupported("AlterPartitionRequestPartitionData.newIsrWithEpochs", version);
  }
  writer.int8(leaderRecoveryState, "AlterPartitionRequestPartitionData.leaderRecoveryState");
  writer.int32(partitionEpoch, "AlterPartitionRequestPartitionData.partitionEpoch");
  writer.taggedFields(unknownTaggedFields, "AlterPartitionRequestPartitionData");
}

function decodeAlterPartitionRequestTopicData(reader: WireReader, version: number): AlterPartitionRequestTopicData {
  const topicId = reader.uuid("AlterPartitionRequestTopicData.topicId");
  const partitions: AlterPartitionRequestPartitionData[] = [];
  for (let left = reader.compactArrayLength(15, "AlterPartitionRequestTopicData.partitions"); left > 0; left--) partitions.push(decodeAlterPartitionRequestPartitionData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AlterPartitionRequestTopicData"); left > 0; left--) {
    const tag = reader.unsignedVarint("AlterPartitionRequestTopicData");
    const end = reader.taggedFieldEnd("AlterPartitionRequestTopicData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AlterPartitionRequestTopicData = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterPartitionRequestTopicData(writer: WireWriter, message: Input<AlterPartitionRequestTopicData>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "AlterPartitionRequestTopicData.topicId");
  writer.compactArrayLength(partitions, "AlterPartitionRequestTopicData.partitions");
  for (const element of partitions) encodeAlterPartitionRequestPartitionData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AlterPartitionRequestTopicData");
}

function decodeAlterPartitionRequest(reader: WireReader, version: number): AlterPartitionRequest {
  const brokerId = reader.int32("AlterPartitionRequest.brokerId");
  const brokerEpoch = reader.int64("AlterPartitionRequest.brokerEpoch");
  const topics: AlterPartitionRequestTopicData[] = [];
  for (let left = reader.compactArrayLength(18, "AlterPartitionRequest.topics"); left > 0; left--) topics.push(decodeAlterPartitionRequestTopicData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AlterPartitionRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("AlterPartitionRequest");
    const end = reader.taggedFieldEnd("AlterPartitionRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AlterPartitionRequest = { brokerId, brokerEpoch, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterPartitionRequest(writer: WireWriter, message: Input<AlterPartitionRequest>, version: number): void {
  const { brokerId = 0, brokerEpoch = -1, topics = [], unknownTaggedFields } = message;
  writer.int32(brokerId, "AlterPartitionRequest.brokerId");
  writer.int64(brokerEpoch, "AlterPartitionRequest.brokerEpoch");
  writer.compactArrayLength(topics, "AlterPartitionRequest.topics");
  for (const element of topics) encodeAlterPartitionRequestTopicData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AlterPartitionRequest");
}

function decodeAlterPartitionResponsePartitionData(reader: WireReader, _version: number): AlterPartitionResponsePartitionData {
  const partitionIndex = reader.int32("AlterPartitionResponsePartitionData.partitionIndex");
  const errorCode = reader.int16("AlterPartitionResponsePartitionData.errorCode");
  const leaderId = reader.int32("AlterPartitionResponsePartitionData.leaderId");
  const leaderEpoch = reader.int32("AlterPartitionResponsePartitionData.leaderEpoch");
  const isr: number[] = [];
  for (let left = reader.compactArrayLength(4, "AlterPartitionResponsePartitionData.isr"); left > 0; left--) isr.push(reader.int32("AlterPartitionResponsePartitionData.isr"));
  const leaderRecoveryState = reader.int8("AlterPartitionResponsePartitionData.leaderRecoveryState");
  const partitionEpoch = reader.int32("AlterPartitionResponsePartitionData.partitionEpoch");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AlterPartitionResponsePartitionData"); left > 0; left--) {
    const tag = reader.unsignedVarint("AlterPartitionResponsePartitionData");
    const end = reader.taggedFieldEnd("AlterPartitionResponsePartitionData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AlterPartitionResponsePartitionData = { partitionIndex, errorCode, leaderId, leaderEpoch, isr, leaderRecoveryState, partitionEpoch };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterPartitionResponsePartitionData(writer: WireWriter, message: Input<AlterPartitionResponsePartitionData>, _version: number): void {
  const { partitionIndex = 0, errorCode = 0, leaderId = 0, leaderEpoch = 0, isr = [], leaderRecoveryState = 0, partitionEpoch = 0, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "AlterPartitionResponsePartitionData.partitionIndex");
  writer.int16(errorCode, "AlterPartitionResponsePartitionData.errorCode");
  writer.int32(leaderId, "AlterPartitionResponsePartitionData.leaderId");
  writer.int32(leaderEpoch, "AlterPartitionResponsePartitionData.leaderEpoch");
  writer.compactArrayLength(isr, "AlterPartitionResponsePartitionData.isr");
  for (const element of isr) writer.int32(element, "AlterPartitionResponsePartitionData.isr");
  writer.int8(leaderRecoveryState, "AlterPartitionResponsePartitionData.leaderRecoveryState");
  writer.int32(partitionEpoch, "AlterPartitionResponsePartitionData.partitionEpoch");
  writer.taggedFields(unknownTaggedFields, "AlterPartitionResponsePartitionData");
}

function decodeAlterPartitionResponseTopicData(reader: WireReader, version: number): AlterPartitionResponseTopicData {
  const topicId = reader.uuid("AlterPartitionResponseTopicData.topicId");
  const partitions: AlterPartitionResponsePartitionData[] = [];
  for (let left = reader.compactArrayLength(21, "AlterPartitionResponseTopicData.partitions"); left > 0; left--) partitions.push(decodeAlterPartitionResponsePartitionData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AlterPartitionResponseTopicData"); left > 0; left--) {
    const tag = reader.unsignedVarint("AlterPartitionResponseTopicData");
    const end = reader.taggedFieldEnd("AlterPartitionResponseTopicData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AlterPartitionResponseTopicData = { topicId, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterPartitionResponseTopicData(writer: WireWriter, message: Input<AlterPartitionResponseTopicData>, version: number): void {
  const { topicId = ZERO_UUID, partitions = [], unknownTaggedFields } = message;
  writer.uuid(topicId, "AlterPartitionResponseTopicData.topicId");
  writer.compactArrayLength(partitions, "AlterPartitionResponseTopicData.partitions");
  for (const element of partitions) encodeAlterPartitionResponsePartitionData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AlterPartitionResponseTopicData");
}

function decodeAlterPartitionResponse(reader: WireReader, version: number): AlterPartitionResponse {
  const throttleTimeMs = reader.int32("AlterPartitionResponse.throttleTimeMs");
  const errorCode = reader.int16("AlterPartitionResponse.errorCode");
  const topics: AlterPartitionResponseTopicData[] = [];
  for (let left = reader.compactArrayLength(18, "AlterPartitionResponse.topics"); left > 0; left--) topics.push(decodeAlterPartitionResponseTopicData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AlterPartitionResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("AlterPartitionResponse");
    const end = reader.taggedFieldEnd("AlterPartitionResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AlterPartitionResponse = { throttleTimeMs, errorCode, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAlterPartitionResponse(writer: WireWriter, message: Input<AlterPartitionResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, topics = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "AlterPartitionResponse.throttleTimeMs");
  writer.int16(errorCode, "AlterPartitionResponse.errorCode");
  writer.compactArrayLength(topics, "AlterPartitionResponse.topics");
  for (const element of topics) encodeAlterPartitionResponseTopicData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AlterPartitionResponse");
}
