/**
 * A produce request for some batches, and its response sorted by batch.
 */
import { ErrorCode, describeError } from "@ottla/protocol";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import type { PartitionProduceResponse } from "@ottla/protocol/messages/produce";
import type { LeaderHint, MetadataCache } from "../metadata/metadata-cache.ts";
import type { LoadedCall } from "../network/broker-connection.ts";
import type { ProducerBatch } from "./producer-batch.ts";

const API = { request: ProduceRequest, response: ProduceResponse };
const ZERO_ID = "AAAAAAAAAAAAAAAAAAAAAA";
/** From version 13 on topics go by id. */
const LAST_VERSION_WITH_NAMES = 12;
/** From version 12 on a broker adds the partitions to the transaction (KIP-890). */
const LAST_VERSION_WITHOUT_IMPLICIT_ADDS = 11;

/** A batch with the bytes to send. */
export interface BuiltBatch {
  readonly batch: ProducerBatch;
  readonly bytes: Uint8Array;
}

/** How records are part of a transaction. */
export interface ProduceTransaction {
  readonly transactionalId: string;
  /** Whether the broker adds partitions to the transaction. */
  readonly isV2: boolean;
}

/** The request. It carries ids where all topics have one, else names. */
export function produceCall(
  built: readonly BuiltBatch[],
  metadata: MetadataCache,
  options: { readonly acks: number; readonly timeoutMs: number; readonly transaction: ProduceTransaction | undefined },
): LoadedCall<ProduceRequest, ProduceResponse> {
  const topics = new Map<
    string,
    { name: string; topicId: string; partitionData: { index: number; records: Uint8Array }[] }
  >();
  for (const { batch, bytes } of built) {
    let topic = topics.get(batch.topic);
    if (topic === undefined) {
      const topicId = metadata.topic(batch.topic)?.topicId ?? ZERO_ID;
      topic = { name: batch.topic, topicId, partitionData: [] };
      topics.set(batch.topic, topic);
    }
    topic.partitionData.push({ index: batch.partition, records: bytes });
  }
  const topicData = [...topics.values()];
  const hasIds = topicData.every((topic) => topic.topicId !== ZERO_ID);
  const { acks, timeoutMs, transaction } = options;
  const isV1 = transaction?.isV2 === false;
  return {
    api: API,
    body: { transactionalId: transaction?.transactionalId ?? null, acks, timeoutMs, topicData },
    versions: isV1 ? { max: LAST_VERSION_WITHOUT_IMPLICIT_ADDS } : hasIds ? {} : { max: LAST_VERSION_WITH_NAMES },
    timeoutMs: options.timeoutMs,
  };
}

/** What a broker said about one batch. */
export type BatchOutcome = Pick<
  PartitionProduceResponse,
  "errorCode" | "errorMessage" | "baseOffset" | "logAppendTimeMs" | "logStartOffset" | "recordErrors"
>;

/** The outcome of each batch. A batch the response does not mention is an error of the broker. */
export function batchOutcomes(
  built: readonly BuiltBatch[],
  response: ProduceResponse,
  topicNameOf: (topicId: string) => string | undefined,
): Map<ProducerBatch, BatchOutcome> {
  const byTopic = new Map<string, Map<number, PartitionProduceResponse>>();
  for (const topic of response.responses) {
    const name = topic.name === "" ? (topicNameOf(topic.topicId) ?? "") : topic.name;
    byTopic.set(name, new Map(topic.partitionResponses.map((one) => [one.index, one])));
  }
  return new Map(
    built.map(({ batch }) => [
      batch,
      byTopic.get(batch.topic)?.get(batch.partition) ??
        failedOutcome(ErrorCode.UNKNOWN_SERVER_ERROR, "The response does not mention the partition"),
    ]),
  );
}

/** The outcome of a batch whose request failed as a whole. */
export function failedOutcome(errorCode: number, errorMessage: string | null): BatchOutcome {
  return { errorCode, errorMessage, baseOffset: -1, logAppendTimeMs: -1, logStartOffset: -1, recordErrors: [] };
}

/** The newer leaders that came with errors (KIP-951). */
export function leaderHints(
  response: ProduceResponse,
  topicNameOf: (topicId: string) => string | undefined,
): LeaderHint[] {
  const hints: LeaderHint[] = [];
  for (const topic of response.responses) {
    const name = topic.name === "" ? topicNameOf(topic.topicId) : topic.name;
    if (name === undefined) continue;
    for (const { index, currentLeader } of topic.partitionResponses) {
      const { leaderId, leaderEpoch } = currentLeader;
      if (leaderId >= 0 && leaderEpoch >= 0) hints.push({ topic: name, partition: index, leaderId, leaderEpoch });
    }
  }
  return hints;
}

/** Whether an error means that metadata is out of date. */
export function invalidatesMetadata(errorCode: number): boolean {
  return errorCode !== 0 && describeError(errorCode).invalidatesMetadata;
}
