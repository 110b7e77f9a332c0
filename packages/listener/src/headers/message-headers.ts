/** What Spring's MessageHeaders say of a record, and of a batch: its own headers by name, and where it is from. */
import type { ConsumerRecord } from "@ottla/client";
import { DefaultKafkaHeaderMapper } from "./default-kafka-header-mapper.ts";
import type { KafkaHeaderMapper } from "./default-kafka-header-mapper.ts";
import { KafkaHeaders } from "./kafka-headers.ts";

type AnyRecord = ConsumerRecord<unknown, unknown>;

const DEFAULT_MAPPER = new DefaultKafkaHeaderMapper();

/** All headers by name, as the mapper reads them, with the record's topic, partition, offset, key and timestamp, and the group. */
export function receivedHeaders(
  record: AnyRecord,
  groupId: string | undefined,
  mapper: KafkaHeaderMapper = DEFAULT_MAPPER,
): Record<string, unknown> {
  return {
    ...mapper.toHeaders(record.headers),
    [KafkaHeaders.RECEIVED_TOPIC]: record.topic,
    [KafkaHeaders.RECEIVED_PARTITION]: record.partition,
    [KafkaHeaders.OFFSET]: record.offset,
    [KafkaHeaders.RECEIVED_TIMESTAMP]: record.timestamp,
    [KafkaHeaders.TIMESTAMP_TYPE]: record.timestampType,
    ...(record.key === null ? {} : { [KafkaHeaders.RECEIVED_KEY]: record.key }),
    ...(groupId === undefined ? {} : { [KafkaHeaders.GROUP_ID]: groupId }),
  };
}

/** As {@link receivedHeaders}, with the record itself. */
export function messageHeadersOf(record: AnyRecord, groupId: string | undefined): Record<string, unknown> {
  return { ...receivedHeaders(record, groupId), [KafkaHeaders.RAW_DATA]: record };
}

/** Of a batch: lists, one value a record; the records' own headers are the list `kafka_batchConvertedHeaders`. */
export function messageHeadersOfAll(
  records: readonly AnyRecord[],
  groupId: string | undefined,
): Record<string, unknown> {
  return {
    [KafkaHeaders.RECEIVED_TOPIC]: records.map((one) => one.topic),
    [KafkaHeaders.RECEIVED_PARTITION]: records.map((one) => one.partition),
    [KafkaHeaders.OFFSET]: records.map((one) => one.offset),
    [KafkaHeaders.RECEIVED_TIMESTAMP]: records.map((one) => one.timestamp),
    [KafkaHeaders.TIMESTAMP_TYPE]: records.map((one) => one.timestampType),
    [KafkaHeaders.RECEIVED_KEY]: records.map((one) => one.key),
    [KafkaHeaders.BATCH_CONVERTED_HEADERS]: records.map((one) => DEFAULT_MAPPER.toHeaders(one.headers)),
    [KafkaHeaders.RAW_DATA]: records,
    ...(groupId === undefined ? {} : { [KafkaHeaders.GROUP_ID]: groupId }),
  };
}
