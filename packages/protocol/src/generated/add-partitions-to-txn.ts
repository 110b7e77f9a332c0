// Generated from schema/24-add-partitions-to-txn.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** AddPartitionsToTxnRequest: API key 24, versions 0–5, flexible 3+. */
export interface AddPartitionsToTxnRequest {
  /** Versions 4+. */
  transactions: AddPartitionsToTxnTransaction[];
  /** A transactional id. Versions 0–3. */
  v3AndBelowTransactionalId: string;
  /** A producer id. Versions 0–3. */
  v3AndBelowProducerId: bigint;
  /** Versions 0–3. */
  v3AndBelowProducerEpoch: number;
  /** Versions 0–3. */
  v3AndBelowTopics: AddPartitionsToTxnTopic[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AddPartitionsToTxnRequest: MessageCodec<AddPartitionsToTxnRequest> = defineMessage<AddPartitionsToTxnRequest>({
  name: "AddPartitionsToTxnRequest",
  kind: "request",
  apiKey: 24,
  lowestVersion: 0,
  highestVersion: 5,
  flexibleFrom: 3,
  decode: decodeAddPartitionsToTxnRequest,
  encode: encodeAddPartitionsToTxnRequest,
});

/** AddPartitionsToTxnResponse: API key 24, versions 0–5, flexible 3+. */
export interface AddPartitionsToTxnResponse {
  throttleTimeMs: number;
  /** Versions 4+. Dropped where the version lacks it. */
  errorCode: number;
  /** Versions 4+. */
  resultsByTransaction: AddPartitionsToTxnResult[];
  /** Versions 0–3. */
  resultsByTopicV3AndBelow: AddPartitionsToTxnTopicResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const AddPartitionsToTxnResponse: MessageCodec<AddPartitionsToTxnResponse> = defineMessage<AddPartitionsToTxnResponse>({
  name: "AddPartitionsToTxnResponse",
  kind: "response",
  apiKey: 24,
  lowestVersion: 0,
  highestVersion: 5,
  flexibleFrom: 3,
  decode: decodeAddPartitionsToTxnResponse,
  encode: encodeAddPartitionsToTxnResponse,
});

/** In `AddPartitionsToTxnTransaction.topics`, `AddPartitionsToTxnRequest.v3AndBelowTopics`. */
export interface AddPartitionsToTxnTopic {
  /** A topic name. */
  name: string;
  partitions: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AddPartitionsToTxnRequest.transactions`. */
export interface AddPartitionsToTxnTransaction {
  /** A transactional id. */
  transactionalId: string;
  /** A producer id. */
  producerId: bigint;
  producerEpoch: number;
  /** Default false. */
  verifyOnly: boolean;
  topics: AddPartitionsToTxnTopic[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AddPartitionsToTxnTopicResult.resultsByPartition`. */
export interface AddPartitionsToTxnPartitionResult {
  partitionIndex: number;
  partitionErrorCode: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AddPartitionsToTxnResult.topicResults`, `AddPartitionsToTxnResponse.resultsByTopicV3AndBelow`. */
export interface AddPartitionsToTxnTopicResult {
  /** A topic name. */
  name: string;
  resultsByPartition: AddPartitionsToTxnPartitionResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

/** In `AddPartitionsToTxnResponse.resultsByTransaction`. */
export interface AddPartitionsToTxnResult {
  /** A transactional id. */
  transactionalId: string;
  topicResults: AddPartitionsToTxnTopicResult[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeAddPartitionsToTxnTopic(reader: WireReader, version: number): AddPartitionsToTxnTopic {
  const name = version >= 3 ? reader.compactString("AddPartitionsToTxnTopic.name") : reader.string("AddPartitionsToTxnTopic.name");
  const partitions: number[] = [];
  for (let left = version >= 3 ? reader.compactArrayLength(4, "AddPartitionsToTxnTopic.partitions") : reader.arrayLength(4, "AddPartitionsToTxnTopic.partitions"); left > 0; left--) partitions.push(reader.int32("AddPartitionsToTxnTopic.partitions"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("AddPartitionsToTxnTopic"); left > 0; left--) {
      const tag = reader.unsignedVarint("AddPartitionsToTxnTopic");
      const end = reader.taggedFieldEnd("AddPartitionsToTxnTopic");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AddPartitionsToTxnTopic = { name, partitions };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAddPartitionsToTxnTopic(writer: WireWriter, message: Input<AddPartitionsToTxnTopic>, version: number): void {
  const { name = "", partitions = [], unknownTaggedFields } = message;
  if (version >= 3) {
    writer.compactString(name, "AddPartitionsToTxnTopic.name");
  } else {
    writer.string(name, "AddPartitionsToTxnTopic.name");
  }
  if (version >= 3) {
    writer.compactArrayLength(partitions, "AddPartitionsToTxnTopic.partitions");
    for (const element of partitions) writer.int32(element, "AddPartitionsToTxnTopic.partitions");
  } else {
    writer.arrayLength(partitions, "AddPartitionsToTxnTopic.partitions");
    for (const element of partitions) writer.int32(element, "AddPartitionsToTxnTopic.partitions");
  }
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "AddPartitionsToTxnTopic");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AddPartitionsToTxnTopic", version);
  }
}

function decodeAddPartitionsToTxnTransaction(reader: WireReader, version: number): AddPartitionsToTxnTransaction {
  const transactionalId = reader.compactString("AddPartitionsToTxnTransaction.transactionalId");
  const producerId = reader.int64BigInt("AddPartitionsToTxnTransaction.producerId");
  const producerEpoch = reader.int16("AddPartitionsToTxnTransaction.producerEpoch");
  const verifyOnly = reader.boolean("AddPartitionsToTxnTransaction.verifyOnly");
  const topics: AddPartitionsToTxnTopic[] = [];
  for (let left = reader.compactArrayLength(3, "AddPartitionsToTxnTransaction.topics"); left > 0; left--) topics.push(decodeAddPartitionsToTxnTopic(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AddPartitionsToTxnTransaction"); left > 0; left--) {
    const tag = reader.unsignedVarint("AddPartitionsToTxnTransaction");
    const end = reader.taggedFieldEnd("AddPartitionsToTxnTransaction");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AddPartitionsToTxnTransaction = { transactionalId, producerId, producerEpoch, verifyOnly, topics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAddPartitionsToTxnTransaction(writer: WireWriter, message: Input<AddPartitionsToTxnTransaction>, version: number): void {
  const { transactionalId = "", producerId = 0n, producerEpoch = 0, verifyOnly = false, topics = [], unknownTaggedFields } = message;
  writer.compactString(transactionalId, "AddPartitionsToTxnTransaction.transactionalId");
  writer.int64BigInt(producerId, "AddPartitionsToTxnTransaction.producerId");
  writer.int16(producerEpoch, "AddPartitionsToTxnTransaction.producerEpoch");
  writer.boolean(verifyOnly, "AddPartitionsToTxnTransaction.verifyOnly");
  writer.compactArrayLength(topics, "AddPartitionsToTxnTransaction.topics");
  for (const element of topics) encodeAddPartitionsToTxnTopic(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AddPartitionsToTxnTransaction");
}

function decodeAddPartitionsToTxnRequest(reader: WireReader, version: number): AddPartitionsToTxnRequest {
  const transactions: AddPartitionsToTxnTransaction[] = [];
  for (let left = version >= 4 ? reader.compactArrayLength(14, "AddPartitionsToTxnRequest.transactions") : 0; left > 0; left--) transactions.push(decodeAddPartitionsToTxnTransaction(reader, version));
  const v3AndBelowTransactionalId = version >= 4 ? "" : version >= 3 ? reader.compactString("AddPartitionsToTxnRequest.v3AndBelowTransactionalId") : reader.string("AddPartitionsToTxnRequest.v3AndBelowTransactionalId");
  const v3AndBelowProducerId = version >= 4 ? 0n : reader.int64BigInt("AddPartitionsToTxnRequest.v3AndBelowProducerId");
  const v3AndBelowProducerEpoch = version >= 4 ? 0 : reader.int16("AddPartitionsToTxnRequest.v3AndBelowProducerEpoch");
  const v3AndBelowTopics: AddPartitionsToTxnTopic[] = [];
  for (let left = version >= 4 ? 0 : version >= 3 ? reader.compactArrayLength(3, "AddPartitionsToTxnRequest.v3AndBelowTopics") : reader.arrayLength(6, "AddPartitionsToTxnRequest.v3AndBelowTopics"); left > 0; left--) v3AndBelowTopics.push(decodeAddPartitionsToTxnTopic(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("AddPartitionsToTxnRequest"); left > 0; left--) {
      const tag = reader.unsignedVarint("AddPartitionsToTxnRequest");
      const end = reader.taggedFieldEnd("AddPartitionsToTxnRequest");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AddPartitionsToTxnRequest = { transactions, v3AndBelowTransactionalId, v3AndBelowProducerId, v3AndBelowProducerEpoch, v3AndBelowTopics };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAddPartitionsToTxnRequest(writer: WireWriter, message: Input<AddPartitionsToTxnRequest>, version: number): void {
  const { transactions = [], v3AndBelowTransactionalId = "", v3AndBelowProducerId = 0n, v3AndBelowProducerEpoch = 0, v3AndBelowTopics = [], unknownTaggedFields } = message;
  if (version >= 4) {
    writer.compactArrayLength(transactions, "AddPartitionsToTxnRequest.transactions");
    for (const element of transactions) encodeAddPartitionsToTxnTransaction(writer, element, version);
  } else {
    if (transactions.length > 0) writer.unsupported("AddPartitionsToTxnRequest.transactions", version);
  }
  if (version >= 4) {
    if (v3AndBelowTransactionalId !== "") writer.unsupported("AddPartitionsToTxnRequest.v3AndBelowTransactionalId", version);
  } else if (version >= 3) {
    writer.compactString(v3AndBelowTransactionalId, "AddPartitionsToTxnRequest.v3AndBelowTransactionalId");
  } else {
    writer.string(v3AndBelowTransactionalId, "AddPartitionsToTxnRequest.v3AndBelowTransactionalId");
  }
  if (version >= 4) {
    if (v3AndBelowProducerId !== 0n) writer.unsupported("AddPartitionsToTxnRequest.v3AndBelowProducerId", version);
  } else {
    writer.int64BigInt(v3AndBelowProducerId, "AddPartitionsToTxnRequest.v3AndBelowProducerId");
  }
  if (version >= 4) {
    if (v3AndBelowProducerEpoch !== 0) writer.unsupported("AddPartitionsToTxnRequest.v3AndBelowProducerEpoch", version);
  } else {
    writer.int16(v3AndBelowProducerEpoch, "AddPartitionsToTxnRequest.v3AndBelowProducerEpoch");
  }
  if (version >= 4) {
    if (v3AndBelowTopics.length > 0) writer.unsupported("AddPartitionsToTxnRequest.v3AndBelowTopics", version);
  } else if (version >= 3) {
    writer.compactArrayLength(v3AndBelowTopics, "AddPartitionsToTxnRequest.v3AndBelowTopics");
    for (const element of v3AndBelowTopics) encodeAddPartitionsToTxnTopic(writer, element, version);
  } else {
    writer.arrayLength(v3AndBelowTopics, "AddPartitionsToTxnRequest.v3AndBelowTopics");
    for (const element of v3AndBelowTopics) encodeAddPartitionsToTxnTopic(writer, element, version);
  }
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "AddPartitionsToTxnRequest");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AddPartitionsToTxnRequest", version);
  }
}

function decodeAddPartitionsToTxnPartitionResult(reader: WireReader, version: number): AddPartitionsToTxnPartitionResult {
  const partitionIndex = reader.int32("AddPartitionsToTxnPartitionResult.partitionIndex");
  const partitionErrorCode = reader.int16("AddPartitionsToTxnPartitionResult.partitionErrorCode");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("AddPartitionsToTxnPartitionResult"); left > 0; left--) {
      const tag = reader.unsignedVarint("AddPartitionsToTxnPartitionResult");
      const end = reader.taggedFieldEnd("AddPartitionsToTxnPartitionResult");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AddPartitionsToTxnPartitionResult = { partitionIndex, partitionErrorCode };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAddPartitionsToTxnPartitionResult(writer: WireWriter, message: Input<AddPartitionsToTxnPartitionResult>, version: number): void {
  const { partitionIndex = 0, partitionErrorCode = 0, unknownTaggedFields } = message;
  writer.int32(partitionIndex, "AddPartitionsToTxnPartitionResult.partitionIndex");
  writer.int16(partitionErrorCode, "AddPartitionsToTxnPartitionResult.partitionErrorCode");
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "AddPartitionsToTxnPartitionResult");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AddPartitionsToTxnPartitionResult", version);
  }
}

function decodeAddPartitionsToTxnTopicResult(reader: WireReader, version: number): AddPartitionsToTxnTopicResult {
  const name = version >= 3 ? reader.compactString("AddPartitionsToTxnTopicResult.name") : reader.string("AddPartitionsToTxnTopicResult.name");
  const resultsByPartition: AddPartitionsToTxnPartitionResult[] = [];
  for (let left = version >= 3 ? reader.compactArrayLength(7, "AddPartitionsToTxnTopicResult.resultsByPartition") : reader.arrayLength(6, "AddPartitionsToTxnTopicResult.resultsByPartition"); left > 0; left--) resultsByPartition.push(decodeAddPartitionsToTxnPartitionResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("AddPartitionsToTxnTopicResult"); left > 0; left--) {
      const tag = reader.unsignedVarint("AddPartitionsToTxnTopicResult");
      const end = reader.taggedFieldEnd("AddPartitionsToTxnTopicResult");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AddPartitionsToTxnTopicResult = { name, resultsByPartition };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAddPartitionsToTxnTopicResult(writer: WireWriter, message: Input<AddPartitionsToTxnTopicResult>, version: number): void {
  const { name = "", resultsByPartition = [], unknownTaggedFields } = message;
  if (version >= 3) {
    writer.compactString(name, "AddPartitionsToTxnTopicResult.name");
  } else {
    writer.string(name, "AddPartitionsToTxnTopicResult.name");
  }
  if (version >= 3) {
    writer.compactArrayLength(resultsByPartition, "AddPartitionsToTxnTopicResult.resultsByPartition");
    for (const element of resultsByPartition) encodeAddPartitionsToTxnPartitionResult(writer, element, version);
  } else {
    writer.arrayLength(resultsByPartition, "AddPartitionsToTxnTopicResult.resultsByPartition");
    for (const element of resultsByPartition) encodeAddPartitionsToTxnPartitionResult(writer, element, version);
  }
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "AddPartitionsToTxnTopicResult");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AddPartitionsToTxnTopicResult", version);
  }
}

function decodeAddPartitionsToTxnResult(reader: WireReader, version: number): AddPartitionsToTxnResult {
  const transactionalId = reader.compactString("AddPartitionsToTxnResult.transactionalId");
  const topicResults: AddPartitionsToTxnTopicResult[] = [];
  for (let left = reader.compactArrayLength(3, "AddPartitionsToTxnResult.topicResults"); left > 0; left--) topicResults.push(decodeAddPartitionsToTxnTopicResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("AddPartitionsToTxnResult"); left > 0; left--) {
    const tag = reader.unsignedVarint("AddPartitionsToTxnResult");
    const end = reader.taggedFieldEnd("AddPartitionsToTxnResult");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: AddPartitionsToTxnResult = { transactionalId, topicResults };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAddPartitionsToTxnResult(writer: WireWriter, message: Input<AddPartitionsToTxnResult>, version: number): void {
  const { transactionalId = "", topicResults = [], unknownTaggedFields } = message;
  writer.compactString(transactionalId, "AddPartitionsToTxnResult.transactionalId");
  writer.compactArrayLength(topicResults, "AddPartitionsToTxnResult.topicResults");
  for (const element of topicResults) encodeAddPartitionsToTxnTopicResult(writer, element, version);
  writer.taggedFields(unknownTaggedFields, "AddPartitionsToTxnResult");
}

function decodeAddPartitionsToTxnResponse(reader: WireReader, version: number): AddPartitionsToTxnResponse {
  const throttleTimeMs = reader.int32("AddPartitionsToTxnResponse.throttleTimeMs");
  const errorCode = version >= 4 ? reader.int16("AddPartitionsToTxnResponse.errorCode") : 0;
  const resultsByTransaction: AddPartitionsToTxnResult[] = [];
  for (let left = version >= 4 ? reader.compactArrayLength(3, "AddPartitionsToTxnResponse.resultsByTransaction") : 0; left > 0; left--) resultsByTransaction.push(decodeAddPartitionsToTxnResult(reader, version));
  const resultsByTopicV3AndBelow: AddPartitionsToTxnTopicResult[] = [];
  for (let left = version >= 4 ? 0 : version >= 3 ? reader.compactArrayLength(3, "AddPartitionsToTxnResponse.resultsByTopicV3AndBelow") : reader.arrayLength(6, "AddPartitionsToTxnResponse.resultsByTopicV3AndBelow"); left > 0; left--) resultsByTopicV3AndBelow.push(decodeAddPartitionsToTxnTopicResult(reader, version));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 3) {
    for (let left = reader.taggedFieldCount("AddPartitionsToTxnResponse"); left > 0; left--) {
      const tag = reader.unsignedVarint("AddPartitionsToTxnResponse");
      const end = reader.taggedFieldEnd("AddPartitionsToTxnResponse");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: AddPartitionsToTxnResponse = { throttleTimeMs, errorCode, resultsByTransaction, resultsByTopicV3AndBelow };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeAddPartitionsToTxnResponse(writer: WireWriter, message: Input<AddPartitionsToTxnResponse>, version: number): void {
  const { throttleTimeMs = 0, errorCode = 0, resultsByTransaction = [], resultsByTopicV3AndBelow = [], unknownTaggedFields } = message;
  writer.int32(throttleTimeMs, "AddPartitionsToTxnResponse.throttleTimeMs");
  if (version >= 4) {
    writer.int16(errorCode, "AddPartitionsToTxnResponse.errorCode");
  }
  if (version >= 4) {
    writer.compactArrayLength(resultsByTransaction, "AddPartitionsToTxnResponse.resultsByTransaction");
    for (const element of resultsByTransaction) encodeAddPartitionsToTxnResult(writer, element, version);
  } else {
    if (resultsByTransaction.length > 0) writer.unsupported("AddPartitionsToTxnResponse.resultsByTransaction", version);
  }
  if (version >= 4) {
    if (resultsByTopicV3AndBelow.length > 0) writer.unsupported("AddPartitionsToTxnResponse.resultsByTopicV3AndBelow", version);
  } else if (version >= 3) {
    writer.compactArrayLength(resultsByTopicV3AndBelow, "AddPartitionsToTxnResponse.resultsByTopicV3AndBelow");
    for (const element of resultsByTopicV3AndBelow) encodeAddPartitionsToTxnTopicResult(writer, element, version);
  } else {
    writer.arrayLength(resultsByTopicV3AndBelow, "AddPartitionsToTxnResponse.resultsByTopicV3AndBelow");
    for (const element of resultsByTopicV3AndBelow) encodeAddPartitionsToTxnTopicResult(writer, element, version);
  }
  if (version >= 3) {
    writer.taggedFields(unknownTaggedFields, "AddPartitionsToTxnResponse");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "AddPartitionsToTxnResponse", version);
  }
}
