// Generated from schema/65-describe-transactions.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** DescribeTransactionsRequest: API key 65, versions 0, flexible 0+. */
export interface DescribeTransactionsRequest {
  /** A transactional id. */
  transactionalIds: string[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeTransactionsRequest: MessageCodec<DescribeTransactionsRequest> = defineMessage<DescribeTransactionsRequest>({
  name: "DescribeTransactionsRequest",
  kind: "request",
  apiKey: 65,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeDescribeTransactionsRequest,
  encode: encodeDescribeTransactionsRequest,
});

/** DescribeTransactionsResponse: API key 65, versions 0, flexible 0+. */
export interface DescribeTransactionsResponse {
  throttleTimeMs: number;
  transactionStates: TransactionState[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DescribeTransactionsResponse: MessageCodec<DescribeTransactionsResponse> = defineMessage<DescribeTransactionsResponse>({
  name: "DescribeTransactionsResponse",
  kind: "response",
  apiKey: 65,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeDescribeTransactionsResponse,
  encode: encodeDescribeTransactionsResponse,
});

/** In `TransactionState.topics`. */
export interface TopicData {
  /** A topic name. */
  topic: string;
  partitions: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `DescribeTransactionsResponse.transactionStates`. */
export interface TransactionState {
  errorCode: number;
  /** A transactional id. */
  transactionalId: string;
  transactionState: string;
  transactionTimeoutMs: number;
  transactionStartTimeMs: number;
  /** A producer id. */
  producerId: bigint;
  producerEpoch: number;
  topics: TopicData[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeDescribeTransactionsRequest(reader: WireReader, _version: number): DescribeTransactionsRequest {
  const transactionalIds: string[] = [];
  for (let left = reader.compactArrayLength(1, "DescribeTransactionsRequest.transactionalIds"); left > 0; left--) transactionalIds.push(reader.compactString("DescribeTransactionsRequest.transactionalIds"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeTransactionsRequest"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeTransactionsRequest");
    const end = reader.taggedFieldEnd("DescribeTransactionsRequest");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeTransactionsRequest = { transactionalIds };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeTransactionsRequest(writer: WireWriter, message: Input<DescribeTransactionsRequest>, _version: number): void {
  const { transactionalIds = [], unknownTaggedFields } = message;
  writer.compactArrayLength(transactionalIds, "DescribeTransactionsRequest.transactionalIds");
  for (const element of transactionalIds) writer.compactString(element, "DescribeTransactionsRequest.transactionalIds");
  writer.taggedFields(unknownTaggedFields, "DescribeTransactionsRequest");
}

function decodeTopicData(reader: WireReader, _version: number): TopicData {
  const topic = reader.compactString("TopicData.topic");
  const partitions: number[] = [];
  for (let left = reader.compactArrayLength(4, "TopicData.partitions"); left > 0; left--) partitions.push(reader.int32("TopicData.partitions"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("TopicData"); left > 0; left--) {
    const tag = reader.unsignedVarint("TopicData");
    const end = reader.taggedFieldEnd("TopicData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: TopicData = { topic, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTopicData(writer: WireWriter, message: Input<TopicData>, _version: number): void {
  const { topic = "", partitions = [], unknownTaggedFields } = message;
  writer.compactString(topic, "TopicData.topic");
  writer.compactArrayLength(partitions, "TopicData.partitions");
  for (const element of partitions) writer.int32(element, "TopicData.partitions");
  writer.taggedFields(unknownTaggedFields, "TopicData");
}

function decodeTransactionState(reader: WireReader, version: number): TransactionState {
  const errorCode = reader.int16("TransactionState.errorCode");
  const transactionalId = reader.compactString("TransactionState.transactionalId");
  const transactionState = reader.compactString("TransactionState.transactionState");
  const transactionTimeoutMs = reader.int32("TransactionState.transactionTimeoutMs");
  const transactionStartTimeMs = reader.int64("TransactionState.transactionStartTimeMs");
  const producerId = reader.int64BigInt("TransactionState.producerId");
  const producerEpoch = reader.int16("TransactionState.producerEpoch");
  const topics: TopicData[] = [];
  for (let left = reader.compactArrayLength(3, "TransactionState.topics"); left > 0; left--) topics.push(decodeTopicData(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("TransactionState"); left > 0; left--) {
    const tag = reader.unsignedVarint("TransactionState");
    const end = reader.taggedFieldEnd("TransactionState");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: TransactionState = { errorCode, transactionalId, transactionState, transactionTimeoutMs, transactionStartTimeMs, producerId, producerEpoch, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTransactionState(writer: WireWriter, message: Input<TransactionState>, version: number): void {
  const { errorCode = 0, transactionalId = "", transactionState = "", transactionTimeoutMs = 0, transactionStartTimeMs = 0, producerId = 0n, producerEpoch = 0, topics = [], unknownTaggedFields } = message;
  writer.int16(errorCode, "TransactionState.errorCode");
  writer.compactString(transactionalId, "TransactionState.transactionalId");
  writer.compactString(transactionState, "TransactionState.transactionState");
  writer.int32(transactionTimeoutMs, "TransactionState.transactionTimeoutMs");
  writer.int64(transactionStartTimeMs, "TransactionState.transactionStartTimeMs");
  writer.int64BigInt(producerId, "TransactionState.producerId");
  writer.int16(producerEpoch, "TransactionState.producerEpoch");
  writer.compactArrayLength(topics, "TransactionState.topics");
  for (const element of topics) encodeTopicData(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "TransactionState");
}

function decodeDescribeTransactionsResponse(reader: WireReader, version: number): DescribeTransactionsResponse {
  const throttleTimeMs = reader.int32("DescribeTransactionsResponse.throttleTimeMs");
  const transactionStates: TransactionState[] = [];
  for (let left = reader.compactArrayLength(28, "DescribeTransactionsResponse.transactionStates"); left > 0; left--) transactionStates.push(decodeTransactionState(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DescribeTransactionsResponse"); left > 0; left--) {
    const tag = reader.unsignedVarint("DescribeTransactionsResponse");
    const end = reader.taggedFieldEnd("DescribeTransactionsResponse");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DescribeTransactionsResponse = { throttleTimeMs, transactionStates };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDescribeTransactionsResponse(writer: WireWriter, message: Input<DescribeTransactionsResponse>, version: number): void {
  const { throttleTimeMs = 0, transactionStates = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "DescribeTransactionsResponse.throttleTimeMs");
  writer.compactArrayLength(transactionStates, "DescribeTransactionsResponse.transactionStates");
  for (const element of transactionStates) encodeTransactionState(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "DescribeTransactionsResponse");
}
