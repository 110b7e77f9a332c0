// Batches and records of a dump as rows of --json: the names of Kafka's lines, null where they say OptionalLong.empty.
import { NO_SEQUENCE, TimestampType, incrementSequence, verifyCrc } from "@ottla/records";
import type { BatchHeader, Record } from "@ottla/records";
import type { Row } from "../../command.ts";
import { bytesAs } from "../console/record-row.ts";
import type { FileBatch } from "./batches.ts";
import { controlRecordText } from "./control-record.ts";
import type { RecordsDump } from "./dump-records.ts";

export const CODECS: readonly string[] = ["none", "gzip", "snappy", "lz4", "zstd"];

export function timestampType(type: TimestampType): string {
  return type === TimestampType.LOG_APPEND_TIME ? "LogAppendTime" : "CreateTime";
}

export function batchRow({ bytes, at, position, sizeInBytes }: FileBatch, header: BatchHeader): Row {
  const { baseSequence, lastOffsetDelta } = header;
  return {
    baseOffset: header.baseOffset,
    lastOffset: header.lastOffset,
    count: header.recordCount,
    baseSequence,
    lastSequence: baseSequence === NO_SEQUENCE ? NO_SEQUENCE : incrementSequence(baseSequence, lastOffsetDelta),
    producerId: header.producerId,
    producerEpoch: header.producerEpoch,
    partitionLeaderEpoch: header.partitionLeaderEpoch,
    isTransactional: header.isTransactional,
    isControl: header.isControl,
    deleteHorizonMs: header.deleteHorizonMs ?? null,
    position,
    timestampType: timestampType(header.timestampType),
    maxTimestamp: header.maxTimestamp,
    size: sizeInBytes,
    magic: header.magic,
    compresscodec: CODECS[header.compression] ?? null,
    crc: header.crc,
    isvalid: verifyCrc(bytes, at, sizeInBytes),
  };
}

/** What a decoder of an internal topic says is JSON, where it is not a sentence. */
function decoded(text: string | undefined): unknown {
  if (text === undefined) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function contents(record: Record, { parser, isStructured }: RecordsDump): Row {
  if (parser === undefined) return {};
  if (isStructured) {
    const { key, value } = parser(record);
    return { key: decoded(key), payload: decoded(value) };
  }
  const { key, value } = parser(record);
  return {
    ...(isReplaced(key) ? bytesAs("key", record.key) : { key: key ?? null }),
    ...(isReplaced(value) ? bytesAs("payload", record.value) : { payload: value ?? null }),
  };
}

/** Whether bytes that are no text stand as text. */
function isReplaced(text: string | undefined): boolean {
  return text?.includes("\uFFFD") ?? false;
}

export function recordRow(header: BatchHeader, record: Record, dump: RecordsDump): Row {
  const metadata = {
    offset: record.offset,
    timestampType: timestampType(header.timestampType),
    timestamp: record.timestamp,
    keySize: record.keyLength,
    valueSize: record.valueLength,
    sequence: record.sequence,
    headerKeys: record.headers.map(({ key }) => key),
  };
  if (header.isControl)
    return dump.skipRecordMetadata ? {} : { ...metadata, control: controlRecordText(record).trim() };
  return { ...(dump.skipRecordMetadata ? { offset: record.offset } : metadata), ...contents(record, dump) };
}
