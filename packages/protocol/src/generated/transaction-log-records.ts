// Generated from schema/transaction-log-records.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** TransactionLogKey: coordinator-key, type 0, versions 0. */
export interface TransactionLogKey {
  transactionalId: string;
}

export const TransactionLogKey: MessageCodec<TransactionLogKey> = defineMessage<TransactionLogKey>({
  name: "TransactionLogKey",
  kind: "coordinator-key",
  apiKey: 0,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: Number.POSITIVE_INFINITY,
  decode: decodeTransactionLogKey,
  encode: encodeTransactionLogKey,
});

/** TransactionLogValue: coordinator-value, type 0, versions 0–1, flexible 1+. */
export interface TransactionLogValue {
  producerId: bigint;
  /** Versions 1+. Tag 0. Default -1n. */
  previousProducerId: bigint;
  /** Versions 1+. Tag 1. Default -1n. */
  nextProducerId: bigint;
  producerEpoch: number;
  /** Versions 1+. Tag 3. Default -1. */
  nextProducerEpoch: number;
  transactionTimeoutMs: number;
  transactionStatus: number;
  transactionPartitions: PartitionsSchema[] | null;
  transactionLastUpdateTimestampMs: number;
  transactionStartTimestampMs: number;
  /** Versions 1+. Tag 2. Default 0. */
  clientTransactionVersion: number;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const TransactionLogValue: MessageCodec<TransactionLogValue> = defineMessage<TransactionLogValue>({
  name: "TransactionLogValue",
  kind: "coordinator-value",
  apiKey: 0,
  lowestVersion: 0,
  highestVersion: 1,
  flexibleFrom: 1,
  decode: decodeTransactionLogValue,
  encode: encodeTransactionLogValue,
});

/** In `TransactionLogValue.transactionPartitions`. */
export interface PartitionsSchema {
  topic: string;
  partitionIds: number[];
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

function decodeTransactionLogKey(reader: WireReader, _version: number): TransactionLogKey {
  const transactionalId = reader.string("TransactionLogKey.transactionalId");
  return { transactionalId };
}

function encodeTransactionLogKey(writer: WireWriter, message: Input<TransactionLogKey>, _version: number): void {
  const { transactionalId = "" } = message;
  writer.string(transactionalId, "TransactionLogKey.transactionalId");
}

function decodePartitionsSchema(reader: WireReader, version: number): PartitionsSchema {
  const topic = version >= 1 ? reader.compactString("PartitionsSchema.topic") : reader.string("PartitionsSchema.topic");
  const partitionIds: number[] = [];
  for (let left = version >= 1 ? reader.compactArrayLength(4, "PartitionsSchema.partitionIds") : reader.arrayLength(4, "PartitionsSchema.partitionIds"); left > 0; left--) partitionIds.push(reader.int32("PartitionsSchema.partitionIds"));
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("PartitionsSchema"); left > 0; left--) {
      const tag = reader.unsignedVarint("PartitionsSchema");
      const end = reader.taggedFieldEnd("PartitionsSchema");
      (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
    }
  }
  const message: PartitionsSchema = { topic, partitionIds };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodePartitionsSchema(writer: WireWriter, message: Input<PartitionsSchema>, version: number): void {
  const { topic = "", partitionIds = [], unknownTaggedFields } = message;
  if (version >= 1) {
    writer.compactString(topic, "PartitionsSchema.topic");
  } else {
    writer.string(topic, "PartitionsSchema.topic");
  }
  if (version >= 1) {
    writer.compactArrayLength(partitionIds, "PartitionsSchema.partitionIds");
    for (const element of partitionIds) writer.int32(element, "PartitionsSchema.partitionIds");
  } else {
    writer.arrayLength(partitionIds, "PartitionsSchema.partitionIds");
    for (const element of partitionIds) writer.int32(element, "PartitionsSchema.partitionIds");
  }
  if (version >= 1) {
    writer.taggedFields(unknownTaggedFields, "PartitionsSchema");
  } else {
    writer.noTaggedFields(unknownTaggedFields, "PartitionsSchema", version);
  }
}

function decodeTransactionLogValue(reader: WireReader, version: number): TransactionLogValue {
  const producerId = reader.int64BigInt("TransactionLogValue.producerId");
  const producerEpoch = reader.int16("TransactionLogValue.producerEpoch");
  const transactionTimeoutMs = reader.int32("TransactionLogValue.transactionTimeoutMs");
  const transactionStatus = reader.int8("TransactionLogValue.transactionStatus");
  let transactionPartitions: PartitionsSchema[] | null = null;
  const transactionPartitionsLength = version >= 1 ? reader.compactNullableArrayLength(3, "TransactionLogValue.transactionPartitions") : reader.nullableArrayLength(6, "TransactionLogValue.transactionPartitions");
  if (transactionPartitionsLength >= 0) {
    transactionPartitions = [];
    for (let left = transactionPartitionsLength; left > 0; left--) transactionPartitions.push(decodePartitionsSchema(reader, version));
  }
  const transactionLastUpdateTimestampMs = reader.int64("TransactionLogValue.transactionLastUpdateTimestampMs");
  const transactionStartTimestampMs = reader.int64("TransactionLogValue.transactionStartTimestampMs");
  let previousProducerId: bigint = -1n;
  let nextProducerId: bigint = -1n;
  let nextProducerEpoch: number = -1;
  let clientTransactionVersion: number = 0;
  let unknownTaggedFields: RawTaggedField[] | undefined;
  if (version >= 1) {
    for (let left = reader.taggedFieldCount("TransactionLogValue"); left > 0; left--) {
      const tag = reader.unsignedVarint("TransactionLogValue");
      const end = reader.taggedFieldEnd("TransactionLogValue");
      switch (tag) {
        case 0: {
          previousProducerId = reader.int64BigInt("TransactionLogValue.previousProducerId");
          break;
        }
        case 1: {
          nextProducerId = reader.int64BigInt("TransactionLogValue.nextProducerId");
          break;
        }
        case 3: {
          nextProducerEpoch = reader.int16("TransactionLogValue.nextProducerEpoch");
          break;
        }
        case 2: {
          clientTransactionVersion = reader.int16("TransactionLogValue.clientTransactionVersion");
          break;
        }
        default:
        (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
      }
      reader.endTaggedField(end, "TransactionLogValue");
    }
  }
  const message: TransactionLogValue = { producerId, previousProducerId, nextProducerId, producerEpoch, nextProducerEpoch, transactionTimeoutMs, transactionStatus, transactionPartitions, transactionLastUpdateTimestampMs, transactionStartTimestampMs, clientTransactionVersion };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeTransactionLogValue(writer: WireWriter, message: Input<TransactionLogValue>, version: number): void {
  const { producerId = 0n, previousProducerId = -1n, nextProducerId = -1n, producerEpoch = 0, nextProducerEpoch = -1, transactionTimeoutMs = 0, transactionStatus = 0, transactionPartitions = [], transactionLastUpdateTimestampMs = 0, transactionStartTimestampMs = 0, clientTransactionVersion = 0, unknownTaggedFields } = message;
  writer.int64BigInt(producerId, "TransactionLogValue.producerId");
  writer.int16(producerEpoch, "TransactionLogValue.producerEpoch");
  writer.int32(transactionTimeoutMs, "TransactionLogValue.transactionTimeoutMs");
  writer.int8(transactionStatus, "TransactionLogValue.transactionStatus");
  if (version >= 1) {
    writer.compactNullableArrayLength(transactionPartitions, "TransactionLogValue.transactionPartitions");
    if (transactionPartitions !== null) for (const element of transactionPartitions) encodePartitionsSchema(writer, element, version);
  } else {
    writer.nullableArrayLength(transactionPartitions, "TransactionLogValue.transactionPartitions");
    if (transactionPartitions !== null) for (const element of transactionPartitions) encodePartitionsSchema(writer, element, version);
  }
  writer.int64(transactionLastUpdateTimestampMs, "TransactionLogValue.transactionLastUpdateTimestampMs");
  writer.int64(transactionStartTimestampMs, "TransactionLogValue.transactionStartTimestampMs");
  if (version >= 1) {
    const hasPreviousProducerId = previousProducerId !== -1n;
    const hasNextProducerId = nextProducerId !== -1n;
    const hasClientTransactionVersion = clientTransactionVersion !== 0;
    const hasNextProducerEpoch = nextProducerEpoch !== -1;
    const pending = writer.beginTaggedFields((hasPreviousProducerId ? 1 : 0) + (hasNextProducerId ? 1 : 0) + (hasClientTransactionVersion ? 1 : 0) + (hasNextProducerEpoch ? 1 : 0), unknownTaggedFields, "TransactionLogValue");
    if (hasPreviousProducerId) {
      const mark = writer.beginTag(0, pending, "TransactionLogValue.previousProducerId");
      writer.int64BigInt(previousProducerId, "TransactionLogValue.previousProducerId");
      writer.endTag(mark);
    }
    if (hasNextProducerId) {
      const mark = writer.beginTag(1, pending, "TransactionLogValue.nextProducerId");
      writer.int64BigInt(nextProducerId, "TransactionLogValue.nextProducerId");
      writer.endTag(mark);
    }
    if (hasClientTransactionVersion) {
      const mark = writer.beginTag(2, pending, "TransactionLogValue.clientTransactionVersion");
      writer.int16(clientTransactionVersion, "TransactionLogValue.clientTransactionVersion");
      writer.endTag(mark);
    }
    if (hasNextProducerEpoch) {
      const mark = writer.beginTag(3, pending, "TransactionLogValue.nextProducerEpoch");
      writer.int16(nextProducerEpoch, "TransactionLogValue.nextProducerEpoch");
      writer.endTag(mark);
    }
    writer.unknownTagsFrom(pending, "TransactionLogValue");
  } else {
    if (previousProducerId !== -1n) writer.unsupported("TransactionLogValue.previousProducerId", version);
    if (nextProducerId !== -1n) writer.unsupported("TransactionLogValue.nextProducerId", version);
    if (clientTransactionVersion !== 0) writer.unsupported("TransactionLogValue.clientTransactionVersion", version);
    if (nextProducerEpoch !== -1) writer.unsupported("TransactionLogValue.nextProducerEpoch", version);
    writer.noTaggedFields(unknownTaggedFields, "TransactionLogValue", version);
  }
}
