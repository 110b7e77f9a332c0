// Generated from schema/61-describe-producers.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** DescribeProducersRequest: API key 61, versions 0, flexible 0+. */
export interface DescribeProducersRequest {
  topics: TopicRequest[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeProducersRequest: MessageCodec<DescribeProducersRequest> = defineMessage<DescribeProducersRequest>({
  name: "DescribeProducersRequest",
  kind: "request",
  apiKey: 61,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeDescribeProducersRequest,
  encode: encodeDescribeProducersRequest,
});

/** DescribeProducersResponse: API key 61, versions 0, flexible 0+. */
export interface DescribeProducersResponse {
  throttleTimeMs: number;
  topics: TopicResponse[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeProducersResponse: MessageCodec<DescribeProducersResponse> = defineMessage<DescribeProducersResponse>({
  name: "DescribeProducersResponse",
  kind: "response",
  apiKey: 61,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeDescribeProducersResponse,
  encode: encodeDescribeProducersResponse,
});

/** In `DescribeProducersRequest.topics`. */
export interface TopicRequest {
  /** A topic name. */
  name: string;
  partitionIndexes: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `PartitionResponse.activeProducers`. */
export interface ProducerState {
  /** A producer id. */
  producerId: bigint;
  producerEpoch: number;
  /** Default -1. */
  lastSequence: number;
  /** Default -1. */
  lastTimestamp: number;
  coordinatorEpoch: number;
  /** Default -1. */
  currentTxnStartOffset: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `TopicResponse.partitions`. */
export interface PartitionResponse {
  partitionIndex: number;
  errorCode: number;
  /** Default null. */
  errorMessage: string | null;
  activeProducers: ProducerState[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeProducersResponse.topics`. */
export interface TopicResponse {
  /** A topic name. */
  name: string;
  partitions: PartitionResponse[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeTopicRequest(reader: WireReader, _version: number): TopicRequest {
  const name = reader.compactString("TopicRequest.name");
  const partitionIndexes: number[] = [];
  for (let left = reader.compactArrayLength(4, "TopicRequest.partitionIndexes"); left > 0; left--) partitionIndexes.push(reader.int32("TopicRequest.partitionIndexes"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("TopicRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("TopicRequest");
    const end = reader.taggedFieldEnd("TopicRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: TopicRequest = { name, partitionIndexes };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTopicRequest(writer: WireWriter, message: Input<TopicRequest>, _version: number): void {
  const { name = "", partitionIndexes = [], unknownTaggedFields } = message;
  writer.compactString(name, "TopicRequest.name");
  writer.compactArrayLength(partitionIndexes, "TopicRequest.partitionIndexes");
  for (const element of partitionIndexes) writer.int32(element, "TopicRequest.partitionIndexes");
  writer.taggedFields(unknownTaggedFields, "TopicRequest");
}

function decodeDescribeProducersRequest(reader: WireReader, version: number): DescribeProducersRequest {
  const topics: TopicRequest[] = [];
  for (let left = reader.compactArrayLength(3, "DescribeProducersRequest.topics"); left > 0; left--) topics.push(decodeTopicRequest(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeProducersRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeProducersRequest");
    const end = reader.taggedFieldEnd("DescribeProducersRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeProducersRequest = { topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeProducersRequest(writer: WireWriter, message: Input<DescribeProducersRequest>, version: number): void {
  const { topics = [], unknownTaggedFields } = message;
  writer.compactArrayLength(topics, "DescribeProducersRequest.topics");
  for (const element of topics) encodeTopicRequest(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "DescribeProducersRequest");
}

function decodeProducerState(reader: WireReader, _version: number): ProducerState {
  const producerId = reader.int64BigInt("ProducerState.producerId");
  const producerEpoch = reader.int32("ProducerState.producerEpoch");
  const lastSequence = reader.int32("ProducerState.lastSequence");
  const lastTimestamp = reader.int64("ProducerState.lastTimestamp");
  const coordinatorEpoch = reader.int32("ProducerState.coordinatorEpoch");
  const currentTxnStartOffset = reader.int64("ProducerState.currentTxnStartOffset");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("ProducerState"); left > 0; left--) {
    const tag = reader.unsignedVarint("ProducerState");
    const end = reader.taggedFieldEnd("ProducerState");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: ProducerState = { producerId, producerEpoch, lastSequence, lastTimestamp, coordinatorEpoch, currentTxnStartOffset };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeProducerState(writer: WireWriter, message: Input<ProducerState>, _version: number): void {
  const { producerId = 0n, producerEpoch = 0, lastSequence = -1, lastTimestamp = -1, coordinatorEpoch = 0, currentTxnStartOffset = -1, unknownTaggedFields } = message;
  writer.int64BigInt(producerId, "ProducerState.producerId");
  writer.int32(producerEpoch, "ProducerState.producerEpoch");
  writer.int32(lastSequence, "ProducerState.lastSequence");
  writer.int64(lastTimestamp, "ProducerState.lastTimestamp");
  writer.int32(coordinatorEpoch, "ProducerState.coordinatorEpoch");
  writer.int64(currentTxnStartOffset, "ProducerState.currentTxnStartOffset");
  writer.taggedFields(unknownTaggedFields, "ProducerState");
}

function decodePartitionResponse(reader: WireReader, version: number): PartitionResponse {
  const partitionIndex = reader.int32("PartitionResponse.partitionIndex");
  const errorCode = reader.int16("PartitionResponse.errorCode");
  const errorMessage = reader.compactNullableString("PartitionResponse.errorMessage");
  const activeProducers: ProducerState[] = [];
  for (let left = reader.compactArrayLength(37, "PartitionResponse.activeProducers"); left > 0; left--) activeProducers.push(decodeProducerState(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("PartitionResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("PartitionResponse");
    const end = reader.taggedFieldEnd("PartitionResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: PartitionResponse = { partitionIndex, errorCode, errorMessage, activeProducers };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodePartitionResponse(writer: WireWriter, message: Input<PartitionResponse>, version: number): void {
  const { partitionIndex = 0, errorCode = 0, errorMessage = null, activeProducers = [], unknownTaggedFields } = message;
  writer.int32(partitionIndex, "PartitionResponse.partitionIndex");
  writer.int16(errorCode, "PartitionResponse.errorCode");
  writer.compactNullableString(errorMessage, "PartitionResponse.errorMessage");
  writer.compactArrayLength(activeProducers, "PartitionResponse.activeProducers");
  for (const element of activeProducers) encodeProducerState(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "PartitionResponse");
}

function decodeTopicResponse(reader: WireReader, version: number): TopicResponse {
  const name = reader.compactString("TopicResponse.name");
  const partitions: PartitionResponse[] = [];
  for (let left = reader.compactArrayLength(9, "TopicResponse.partitions"); left > 0; left--) partitions.push(decodePartitionResponse(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("TopicResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("TopicResponse");
    const end = reader.taggedFieldEnd("TopicResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: TopicResponse = { name, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTopicResponse(writer: WireWriter, message: Input<TopicResponse>, version: number): void {
  const { name = "", partitions = [], unknownTaggedFields } = message;
  writer.compactString(name, "TopicResponse.name");
  writer.compactArrayLength(partitions, "TopicResponse.partitions");
  for (const element of partitions) encodePartitionResponse(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "TopicResponse");
}

function decodeDescribeProducersResponse(reader: WireReader, version: number): DescribeProducersResponse {
  const throttleTimeMs = reader.int32("DescribeProducersResponse.throttleTimeMs");
  const topics: TopicResponse[] = [];
  for (let left = reader.compactArrayLength(3, "DescribeProducersResponse.topics"); left > 0; left--) topics.push(decodeTopicResponse(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeProducersResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeProducersResponse");
    const end = reader.taggedFieldEnd("DescribeProducersResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeProducersResponse = { throttleTimeMs, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeProducersResponse(writer: WireWriter, message: Input<DescribeProducersResponse>, version: number): void {
  const { throttleTimeMs = 0, topics = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "DescribeProducersResponse.throttleTimeMs");
  writer.compactArrayLength(topics, "DescribeProducersResponse.topics");
  for (const element of topics) encodeTopicResponse(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "DescribeProducersResponse");
}
