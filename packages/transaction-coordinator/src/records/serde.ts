/**
 * Records of `__transaction_state` to bytes and back, as Kafka writes them. Value version 1 is flexible and has, as tags, the
 * producer ids around this one and the client's protocol; version 0 forgets them. What a newer Kafka wrote is skipped.
 */

import type { RecordSerde } from "@ottla/coordinator";
import { WireReader, WireWriter, type Input, type MessageCodec } from "@ottla/protocol";
import { TransactionLogKey, TransactionLogValue } from "@ottla/protocol/messages/transaction-log-records";
import { PartitionSet, type TopicPartition } from "../partition-set.ts";
import { NO_PRODUCER_EPOCH, type TransactionMetadata } from "../transaction-metadata.ts";
import { TransactionState, transactionStateOfId } from "../transaction-state.ts";
import { transactionVersionOfLevel } from "../transaction-version.ts";
import type { TransactionRecord } from "./transaction-record.ts";

const HIGHEST_VALUE_VERSION = 1;

export const transactionRecordSerde: RecordSerde<TransactionRecord> = {
  serializeKey({ transactionalId }) {
    return prefixed(TransactionLogKey.apiKey, TransactionLogKey, { transactionalId }, 0);
  },

  serializeValue({ metadata, valueVersion }) {
    if (metadata === null) return null;
    return prefixed(valueVersion, TransactionLogValue, valueOf(metadata, valueVersion), valueVersion);
  },

  deserialize(key, value) {
    const reader = new WireReader(key);
    if (reader.int16("type") !== TransactionLogKey.apiKey) return undefined;
    const { transactionalId } = TransactionLogKey.decode(reader, 0);
    if (value === null) return { transactionalId, metadata: null, valueVersion: 0 };
    const valueReader = new WireReader(value);
    const version = valueReader.int16("version");
    if (version !== 0 && version !== HIGHEST_VALUE_VERSION) return undefined;
    const metadata = metadataOf(transactionalId, TransactionLogValue.decode(valueReader, version));
    return { transactionalId, metadata, valueVersion: version };
  },
};

/** One arena for all records: they are copied into their batch before long. */
const writer = new WireWriter();

function prefixed<T>(prefix: number, codec: MessageCodec<T>, message: Input<T>, version: number): Uint8Array {
  writer.discard();
  writer.int16(prefix, "prefix");
  codec.encode(writer, message, version);
  return writer.finishBytes();
}

function valueOf(metadata: TransactionMetadata, version: 0 | 1): Input<TransactionLogValue> {
  const isEmpty = metadata.state === TransactionState.EMPTY;
  const topics = metadata.partitions.byTopic();
  const value: Input<TransactionLogValue> = {
    producerId: metadata.producerId,
    producerEpoch: metadata.producerEpoch,
    transactionTimeoutMs: metadata.timeoutMs,
    transactionStatus: metadata.state,
    transactionPartitions: isEmpty
      ? null
      : topics.map(({ topic, partitions }) => ({ topic, partitionIds: partitions })),
    transactionLastUpdateTimestampMs: metadata.lastUpdateTimestampMs,
    transactionStartTimestampMs: metadata.startTimestampMs,
  };
  if (version === 0) return value;
  const { previousProducerId, nextProducerId, clientTransactionVersion } = metadata;
  return { ...value, previousProducerId, nextProducerId, clientTransactionVersion };
}

function metadataOf(transactionalId: string, value: TransactionLogValue): TransactionMetadata {
  const state = transactionStateOfId(value.transactionStatus);
  if (state === undefined) {
    throw new RangeError(`transactional id ${transactionalId} has the unknown state ${value.transactionStatus}`);
  }
  return {
    transactionalId,
    producerId: value.producerId,
    previousProducerId: value.previousProducerId,
    nextProducerId: value.nextProducerId,
    producerEpoch: value.producerEpoch,
    lastProducerEpoch: NO_PRODUCER_EPOCH,
    timeoutMs: value.transactionTimeoutMs,
    state,
    partitions: state === TransactionState.EMPTY ? PartitionSet.EMPTY : PartitionSet.of(partitionsOf(value)),
    startTimestampMs: value.transactionStartTimestampMs,
    lastUpdateTimestampMs: value.transactionLastUpdateTimestampMs,
    clientTransactionVersion: transactionVersionOfLevel(value.clientTransactionVersion),
  };
}

function* partitionsOf({ transactionPartitions }: TransactionLogValue): Generator<TopicPartition> {
  for (const { topic, partitionIds } of transactionPartitions ?? []) {
    for (const partition of partitionIds) yield { topic, partition };
  }
}
