/**
 * The first look at the records of a produce request, before any log is asked: is there exactly one batch, of magic 2, in a
 * codec that the request version knows? The rules are those of Kafka's batch iterator, byte for byte: bytes after the batch
 * that are no whole batch are cut off, and a header that cannot be is corrupt.
 */

import type { Uuid } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type { PartitionProduceData, TopicProduceData } from "@ottla/protocol/messages/produce";
import {
  batchLengthAt,
  compressionAt,
  CompressionType,
  HEADER_SIZE_UP_TO_MAGIC,
  isTransactionalAt,
  LOG_OVERHEAD,
  MAGIC_V2,
  magicAt,
  MIN_BATCH_LENGTH,
  RECORDS_OFFSET,
} from "@ottla/records";

const ZSTD_SINCE_VERSION = 7;

/** What stands at a position: a whole batch of some length, none, or something corrupt for that reason. */
type Found = number | "none" | { readonly reason: string };

function batchAt(records: Uint8Array, at: number): Found {
  const remaining = records.length - at;
  if (remaining < LOG_OVERHEAD) return "none";
  const length = batchLengthAt(records, at);
  if (length < MIN_BATCH_LENGTH + LOG_OVERHEAD) {
    const size = length - LOG_OVERHEAD;
    return { reason: `Record size ${size} is less than the minimum record overhead (${MIN_BATCH_LENGTH})` };
  }
  if (remaining < HEADER_SIZE_UP_TO_MAGIC) return "none";
  const magic = magicAt(records, at);
  if (magic < 0 || magic > MAGIC_V2) return { reason: `Invalid magic found in record: ${magic}` };
  return remaining < length ? "none" : length;
}

/** What a first batch says before anything else is looked at. */
export type FirstBatch =
  | { readonly kind: "plain" | "transactional" }
  | { readonly kind: "corrupt"; readonly reason: string };

const PLAIN: FirstBatch = { kind: "plain" };
const TRANSACTIONAL: FirstBatch = { kind: "transactional" };

/** Whether the records begin with a transactional batch, or with something that cannot be one. */
export function firstBatch(records: Uint8Array | null): FirstBatch {
  if (records === null) return PLAIN;
  const first = batchAt(records, 0);
  if (typeof first === "object") return { kind: "corrupt", reason: first.reason };
  if (first === "none" || first < RECORDS_OFFSET || magicAt(records, 0) !== MAGIC_V2) return PLAIN;
  return isTransactionalAt(records, 0) ? TRANSACTIONAL : PLAIN;
}

/** The one batch, or the error code of records that a request of this version may not carry. */
export function singleBatch(records: Uint8Array | null, apiVersion: number): Uint8Array | number {
  if (records === null) return ErrorCode.INVALID_RECORD;
  const length = batchAt(records, 0);
  if (typeof length === "object") return ErrorCode.CORRUPT_MESSAGE;
  if (length === "none" || magicAt(records, 0) !== MAGIC_V2) return ErrorCode.INVALID_RECORD;
  if (length < RECORDS_OFFSET) return ErrorCode.CORRUPT_MESSAGE;
  if (apiVersion < ZSTD_SINCE_VERSION && compressionAt(records, 0) === CompressionType.ZSTD) {
    return ErrorCode.UNSUPPORTED_COMPRESSION_TYPE;
  }
  if (length === records.length) return records;
  const next = batchAt(records, length);
  if (typeof next === "object") return ErrorCode.CORRUPT_MESSAGE;
  return next === "none" ? records.subarray(0, length) : ErrorCode.INVALID_RECORD;
}

/** A topic of a request with its partitions, each once. */
export interface AskedTopic {
  readonly name: string;
  readonly topicId: Uuid;
  readonly partitions: readonly PartitionProduceData[];
}

/** Topics and partitions each once, at the place of the first mention with the records of the last; empty topics left out. */
export function distinctTopics(topicData: readonly TopicProduceData[]): readonly AskedTopic[] {
  const [only] = topicData;
  if (topicData.length === 1 && only !== undefined && only.partitionData.length === 1) {
    return [{ name: only.name, topicId: only.topicId, partitions: only.partitionData }];
  }
  const topics = new Map<
    string,
    { readonly topic: TopicProduceData; readonly partitions: Map<number, PartitionProduceData> }
  >();
  for (const topic of topicData) {
    if (topic.partitionData.length === 0) continue;
    const key = `${topic.topicId}${topic.name}`;
    let known = topics.get(key);
    if (known === undefined) topics.set(key, (known = { topic, partitions: new Map() }));
    for (const partition of topic.partitionData) known.partitions.set(partition.index, partition);
  }
  return [...topics.values()].map(({ topic, partitions }) => ({
    name: topic.name,
    topicId: topic.topicId,
    partitions: [...partitions.values()],
  }));
}
