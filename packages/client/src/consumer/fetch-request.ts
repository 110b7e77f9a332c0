/**
 * A fetch request made of what a session has to say, and its response sorted by partition.
 */
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import type { PartitionData } from "@ottla/protocol/messages/fetch";
import type { ConsumerConfig } from "../config/consumer-config.ts";
import type { LeaderHint } from "../metadata/metadata-cache.ts";
import type { Call } from "../network/broker-connection.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { FetchTarget, SessionRequest } from "./fetch-session.ts";

const API = { request: FetchRequest, response: FetchResponse };
/** From version 13 on topics go by id. */
const LAST_VERSION_WITH_NAMES = 12;

/** The request to one broker, which may wait for records for up to `maxWaitMs`. */
export function fetchCall(
  session: SessionRequest,
  config: ConsumerConfig,
  maxWaitMs: number,
): Call<FetchRequest, FetchResponse> {
  const topics = new Map<string, { topic: string; topicId: string; partitions: ReturnType<typeof fetchPartition>[] }>();
  for (const [{ topic, partition }, target] of session.toSend) {
    let group = topics.get(topic);
    if (group === undefined) {
      group = { topic, topicId: target.topicId, partitions: [] };
      topics.set(topic, group);
    }
    group.partitions.push(fetchPartition(partition, target));
  }
  const forgotten = new Map<string, { topic: string; topicId: string; partitions: number[] }>();
  for (const { topic, topicId, partition } of session.toForget) {
    const key = `${topic}/${topicId}`;
    const group = forgotten.get(key);
    if (group === undefined) forgotten.set(key, { topic, topicId, partitions: [partition] });
    else group.partitions.push(partition);
  }
  return {
    api: API,
    body: (version) => ({
      maxWaitMs,
      minBytes: config["fetch.min.bytes"],
      maxBytes: config["fetch.max.bytes"],
      isolationLevel: config["isolation.level"] === "read_committed" ? 1 : 0,
      sessionId: session.sessionId,
      sessionEpoch: session.epoch,
      topics: [...topics.values()],
      ...(version >= 7 ? { forgottenTopicsData: [...forgotten.values()] } : {}),
      rackId: config["client.rack"],
    }),
    versions: session.hasIds ? {} : { max: LAST_VERSION_WITH_NAMES },
    timeoutMs: config["request.timeout.ms"],
  };
}

/** The request that ends a session, fetching nothing. */
export function closeSessionCall(
  session: { readonly sessionId: number; readonly epoch: number },
  timeoutMs: number,
): Call<FetchRequest, FetchResponse> {
  return {
    api: API,
    body: { maxWaitMs: 0, minBytes: 0, maxBytes: 0, sessionId: session.sessionId, sessionEpoch: session.epoch },
    timeoutMs,
  };
}

function fetchPartition(
  partition: number,
  target: FetchTarget,
): {
  partition: number;
  currentLeaderEpoch: number;
  fetchOffset: number;
  logStartOffset: number;
  partitionMaxBytes: number;
} {
  return {
    partition,
    currentLeaderEpoch: target.leaderEpoch,
    fetchOffset: target.fetchOffset,
    logStartOffset: target.logStartOffset,
    partitionMaxBytes: target.maxBytes,
  };
}

/** The answer for one partition. */
export interface FetchAnswer extends TopicPartition {
  readonly data: PartitionData;
}

/** The answers of a response, with topics by name. */
export function fetchAnswers(
  response: FetchResponse,
  topicNameOf: (topicId: string) => string | undefined,
): FetchAnswer[] {
  const answers: FetchAnswer[] = [];
  for (const { topic, topicId, partitions } of response.responses) {
    const name = topic === "" ? topicNameOf(topicId) : topic;
    if (name === undefined) continue;
    for (const data of partitions) answers.push({ topic: name, partition: data.partitionIndex, data });
  }
  return answers;
}

/** The newer leaders that came with errors (KIP-951). */
export function fetchLeaderHints(answers: readonly FetchAnswer[]): LeaderHint[] {
  const hints: LeaderHint[] = [];
  for (const { topic, partition, data } of answers) {
    const { leaderId, leaderEpoch } = data.currentLeader;
    if (leaderId >= 0 && leaderEpoch >= 0) hints.push({ topic, partition, leaderId, leaderEpoch });
  }
  return hints;
}
