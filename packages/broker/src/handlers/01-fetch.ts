/**
 * Fetch (key 1), versions 4–18.
 *
 * Behavior: returns whole batches from each partition's offset on, up to the high watermark (read_committed: up to the last
 * stable offset). If less than min_bytes is there, it waits for more, at most max_wait_ms. The bytes are those that the
 * producer sent and the log holds; they go to the socket as they are. A session (KIP-227) remembers partitions between requests,
 * so that a request names what changed and a response lists what is new.
 *
 * Version notes
 * - v4: isolation level, aborted transactions, last stable offset (KIP-98)
 * - v5: log start offset (KIP-107)
 * - v7: sessions (KIP-227)
 * - v9: current leader epoch (KIP-320)
 * - v10: zstd (KIP-110)
 * - v11: rack, preferred read replica (KIP-392)
 * - v12: flexible; last fetched epoch and diverging epoch (KIP-595)
 * - v13: topic ids instead of names (KIP-516)
 * - v14: OFFSET_MOVED_TO_TIERED_STORAGE (KIP-405)
 * - v15: replica state (KIP-903)
 * - v16: endpoints of current leaders (KIP-951)
 * - v17: directory id of the fetching replica (KIP-853)
 * - v18: high watermark of the fetching replica (KIP-1166)
 */

import { ZERO_UUID } from "@ottla/base";
import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import type { Input } from "@ottla/protocol";
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import type { FetchableTopicResponse, PartitionData } from "@ottla/protocol/messages/fetch";
import { isClusterAuthorized } from "../authorizer/access.ts";
import { authorizedTopics, everyName, type NameTest } from "../authorizer/authorized-names.ts";
import { openFetchContext } from "../fetch-session/fetch-context.ts";
import type { FetchContext } from "../fetch-session/fetch-context.ts";
import type { FetchPartitionRequest } from "../fetch-session/fetch-session.ts";
import { failedPartition, fetchMessages, releaseAll } from "../replica-manager/fetch.ts";
import type { Fetched, FetchedPartition, FetchParams } from "../replica-manager/fetch.ts";
import type { Replica } from "../replica-manager/replica.ts";
import { currentLeader, LeaderEndpoints } from "./current-leader.ts";
import { closeConnection } from "./handler.ts";
import type { HandlerResponse, HandlerResult, RequestContext, RequestHandler } from "./handler.ts";

const REPLICA_STATE_SINCE_VERSION = 15;
const TOPIC_IDS_SINCE_VERSION = 13;
const CURRENT_LEADER_SINCE_VERSION = 16;
const READ_FROM_FOLLOWER_SINCE_VERSION = 11;
/** Clients before it do not know KAFKA_STORAGE_ERROR. */
const STORAGE_ERROR_SINCE_VERSION = 6;
const READ_UNCOMMITTED = 0;
const READ_COMMITTED = 1;

function handle(request: FetchRequest, context: RequestContext): HandlerResult<FetchResponse> {
  const { fetchContext, replicaId } = openContext(request, context);
  if (fetchContext.errorCode !== ErrorCode.NONE) {
    const { errorCode, sessionId } = fetchContext.finish([]);
    return { errorCode, sessionId, responses: [] };
  }
  const isFromFollower = replicaId >= 0;
  if (isFromFollower) context.quotas?.exempt();
  const mayRead = topicTest(isFromFollower, context);
  const unnamed: FetchedPartition[] = [];
  const refused: FetchedPartition[] = [];
  const interesting: FetchPartitionRequest[] = [];
  for (const partition of fetchContext.partitions) {
    const error = checkFetch(partition, mayRead, context);
    if (error === ErrorCode.NONE) interesting.push(partition);
    else if (error === ErrorCode.UNKNOWN_TOPIC_ID && !isFromFollower) unnamed.push(failedPartition(partition, error));
    else refused.push(failedPartition(partition, error));
  }
  // Consumers are told of unknown ids before anything else is looked at.
  const erroneous = unnamed.length === 0 ? refused : [...unnamed, ...refused];
  if (interesting.length === 0) {
    return respond({ fetchContext, isFromFollower }, [], erroneous, context);
  }
  if (request.isolationLevel !== READ_UNCOMMITTED && request.isolationLevel !== READ_COMMITTED) {
    return errorResponse(request, ErrorCode.UNKNOWN_SERVER_ERROR, context);
  }
  const fetched = fetchMessages(interesting, fetchParams(request, replicaId, context));
  return fetched instanceof Promise
    ? fetched.then((settled) => respond({ fetchContext, isFromFollower }, settled, erroneous, context))
    : respond({ fetchContext, isFromFollower }, fetched, erroneous, context);
}

function openContext(
  request: FetchRequest,
  context: RequestContext,
): { readonly fetchContext: FetchContext; readonly replicaId: number } {
  const { services, apiVersion } = context;
  const usesTopicIds = apiVersion >= TOPIC_IDS_SINCE_VERSION;
  const topicName = (topicId: string): string | undefined =>
    services.replicaManager.topicName(topicId) ?? services.metadata.image.topics.getById(topicId)?.name;
  const identity = (topic: string, topicId: string): Pick<FetchPartitionRequest, "topic" | "topicId"> =>
    usesTopicIds ? { topic: topicName(topicId), topicId } : { topic, topicId: ZERO_UUID };
  const replicaId = apiVersion >= REPLICA_STATE_SINCE_VERSION ? request.replicaState.replicaId : request.replicaId;
  const forgotten = request.forgottenTopicsData.flatMap((entry) => {
    const name = identity(entry.topic, entry.topicId);
    return entry.partitions.map((partition) => ({ ...name, partition }));
  });
  const fetchContext = openFetchContext(services.fetchSessions, {
    sessionId: request.sessionId,
    sessionEpoch: request.sessionEpoch,
    usesTopicIds,
    isFromFollower: replicaId >= 0,
    partitions: requestedPartitions(request, identity),
    forgotten,
    topicName,
  });
  return { fetchContext, replicaId };
}

/** Every partition that the request names, each once: the last mention counts, at the place of the first. */
function requestedPartitions(
  request: FetchRequest,
  identity: (topic: string, topicId: string) => Pick<FetchPartitionRequest, "topic" | "topicId">,
): FetchPartitionRequest[] {
  const requested: FetchPartitionRequest[] = [];
  const placeOf = new Map<string, Map<number, number>>();
  for (const topic of request.topics) {
    const name = identity(topic.topic, topic.topicId);
    const key = name.topicId === ZERO_UUID ? topic.topic : name.topicId;
    let places = placeOf.get(key);
    if (places === undefined) placeOf.set(key, (places = new Map()));
    for (const asked of topic.partitions) {
      const place = places.get(asked.partition) ?? requested.length;
      places.set(asked.partition, place);
      requested[place] = {
        topic: name.topic,
        topicId: name.topicId,
        partition: asked.partition,
        fetchOffset: asked.fetchOffset,
        maxBytes: asked.partitionMaxBytes,
        logStartOffset: asked.logStartOffset,
        currentLeaderEpoch: asked.currentLeaderEpoch,
        lastFetchedEpoch: asked.lastFetchedEpoch,
      };
    }
  }
  return requested;
}

/** What may be read: by brokers everything or, undefined, nothing. */
function topicTest(isFromFollower: boolean, context: RequestContext): NameTest | undefined {
  if (!isFromFollower) return authorizedTopics(context, AclOperation.READ);
  return isClusterAuthorized(context, AclOperation.CLUSTER_ACTION) ? everyName : undefined;
}

function checkFetch(partition: FetchPartitionRequest, mayRead: NameTest | undefined, context: RequestContext): number {
  if (mayRead === undefined) return ErrorCode.TOPIC_AUTHORIZATION_FAILED;
  if (partition.topic === undefined) return ErrorCode.UNKNOWN_TOPIC_ID;
  if (!mayRead(partition.topic)) return ErrorCode.TOPIC_AUTHORIZATION_FAILED;
  const { replicaManager, metadata } = context.services;
  return replicaManager.partition(partition.topic, partition.partition) !== undefined ||
    metadata.image.topics.getPartition(partition.topic, partition.partition) !== undefined
    ? ErrorCode.NONE
    : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
}

function fetchParams(request: FetchRequest, replicaId: number, context: RequestContext): FetchParams {
  const { replicaManager, clock, config } = context.services;
  const quotaBytes = replicaId >= 0 ? Infinity : (context.quotas?.fetchBytesMax ?? Infinity);
  const maxBytes = Math.min(request.maxBytes, config.number("fetch.max.bytes"), Math.trunc(quotaBytes));
  const clientIsolation = request.isolationLevel === READ_COMMITTED ? "txn-committed" : "high-watermark";
  return {
    replicaId,
    replicaEpoch: request.replicaState.replicaEpoch,
    // Who debugs a replica (−2) sees no more than a consumer, as in Kafka.
    isolation: replicaId < 0 ? clientIsolation : "log-end",
    maxWaitMs: request.maxWaitMs,
    minBytes: Math.min(request.minBytes, maxBytes),
    maxBytes,
    mayReadFromFollower: context.apiVersion >= READ_FROM_FOLLOWER_SINCE_VERSION,
    purgatory: replicaManager.purgatory,
    throttle: replicaManager.leaderThrottle,
    nowMs: () => clock.monotonicMs(),
    findReplica: (partition) => findReplica(partition, context),
    onAbandoned: (callback) => context.connection.onClose(callback),
  };
}

function findReplica(request: FetchPartitionRequest, context: RequestContext): Replica | number {
  const found = context.services.replicaManager.findReplica(request.topic ?? "", request.partition);
  const isOtherTopic = typeof found !== "number" && request.topicId !== ZERO_UUID && found.topicId !== request.topicId;
  return isOtherTopic ? ErrorCode.INCONSISTENT_TOPIC_ID : found;
}

interface Fetching {
  readonly fetchContext: FetchContext;
  readonly isFromFollower: boolean;
}

function respond(
  { fetchContext, isFromFollower }: Fetching,
  fetched: Fetched,
  erroneous: readonly FetchedPartition[],
  context: RequestContext,
): HandlerResponse<FetchResponse> {
  if (fetched === undefined) {
    return closeConnection;
  }
  const answered = erroneous.length === 0 ? fetched : [...fetched, ...erroneous];
  if (!isFromFollower && context.quotas !== undefined) {
    context.quotas.resume();
    const sizeInBytes = answered.reduce((total, { recordsSizeInBytes }) => total + recordsSizeInBytes, 0);
    if (!context.quotas.mayFetch(sizeInBytes)) {
      releaseAll(answered);
      const { errorCode, sessionId } = fetchContext.finishThrottled();
      return { errorCode, sessionId, responses: [] };
    }
  }
  const { errorCode, sessionId, partitions } = fetchContext.finish(answered);
  if (partitions.length < answered.length) {
    const listed = new Set(partitions);
    releaseAll(answered.filter((partition) => !listed.has(partition)));
  }
  const sent = partitions.filter((partition) => partition.release !== undefined);
  if (sent.length > 0) {
    context.onSent(() => {
      releaseAll(sent);
    });
  }
  const endpoints = new LeaderEndpoints(context);
  const unread = new Set(erroneous);
  const responses: Input<FetchableTopicResponse>[] = [];
  let topicPartitions: Input<PartitionData>[] = [];
  let previous: FetchPartitionRequest | undefined;
  for (const partition of partitions) {
    const { request } = partition;
    if (previous === undefined || previous.topic !== request.topic || previous.topicId !== request.topicId) {
      topicPartitions = [];
      responses.push({ topic: request.topic ?? "", topicId: request.topicId, partitions: topicPartitions });
    }
    previous = request;
    countSent(partition, isFromFollower, context);
    topicPartitions.push(partitionData(partition, unread.has(partition), endpoints, context));
  }
  // A follower knows the brokers' addresses from the metadata.
  return { errorCode, sessionId, responses, nodeEndpoints: isFromFollower ? [] : endpoints.values };
}

/** What is sent is counted here, and not when it is read: what waits for more bytes is read again. */
function countSent(
  { request, recordsSizeInBytes }: FetchedPartition,
  isFromFollower: boolean,
  context: RequestContext,
): void {
  if (recordsSizeInBytes === 0) return;
  const { replicaManager } = context.services;
  const replica = replicaManager.partition(request.topic ?? "", request.partition);
  if (replica === undefined) return;
  if (!isFromFollower) replica.traffic.bytesOut += recordsSizeInBytes;
  else if (replicaManager.leaderThrottle?.appliesTo(replica) === true)
    replicaManager.leaderThrottle.record(recordsSizeInBytes);
}

function partitionData(
  partition: FetchedPartition,
  isUnread: boolean,
  endpoints: LeaderEndpoints,
  context: RequestContext,
): Input<PartitionData> {
  const data: Input<PartitionData> = {
    partitionIndex: partition.request.partition,
    errorCode: errorCodeFor(partition.errorCode, context.apiVersion),
    highWatermark: partition.highWatermark,
    lastStableOffset: partition.lastStableOffset,
    logStartOffset: partition.logStartOffset,
    // A partition that was never read has an empty list where one that was read has none.
    abortedTransactions: isUnread ? [] : abortedTransactions(partition),
    preferredReadReplica: partition.preferredReadReplica,
    records: partition.records,
  };
  if (partition.divergingEpoch !== undefined) {
    return { ...data, divergingEpoch: partition.divergingEpoch };
  }
  const isMoved =
    partition.errorCode === ErrorCode.NOT_LEADER_OR_FOLLOWER || partition.errorCode === ErrorCode.FENCED_LEADER_EPOCH;
  if (isMoved && !isUnread && context.apiVersion >= CURRENT_LEADER_SINCE_VERSION) {
    const leader = currentLeader(partition.request.topic ?? "", partition.request.partition, context);
    endpoints.add(leader.leaderId);
    return { ...data, currentLeader: leader };
  }
  return data;
}

function abortedTransactions(partition: FetchedPartition): Input<PartitionData>["abortedTransactions"] {
  return partition.abortedTransactions === null ? null : [...partition.abortedTransactions];
}

function errorCodeFor(errorCode: number, apiVersion: number): number {
  return errorCode === ErrorCode.KAFKA_STORAGE_ERROR && apiVersion < STORAGE_ERROR_SINCE_VERSION
    ? ErrorCode.NOT_LEADER_OR_FOLLOWER
    : errorCode;
}

function errorResponse(
  request: FetchRequest,
  errorCode: number,
  context: RequestContext,
): HandlerResponse<FetchResponse> {
  const isListed = context.apiVersion < TOPIC_IDS_SINCE_VERSION;
  return {
    errorCode,
    sessionId: request.sessionId,
    responses: isListed
      ? request.topics.map((topic) => ({
          topic: topic.topic,
          topicId: topic.topicId,
          partitions: topic.partitions.map(({ partition }) => ({
            partitionIndex: partition,
            errorCode,
            highWatermark: -1,
            abortedTransactions: [],
            records: [],
          })),
        }))
      : [],
  };
}

/** See the head of this file. */
export const handler: RequestHandler<FetchRequest, FetchResponse> = {
  apiKey: ApiKey.Fetch,
  request: FetchRequest,
  response: FetchResponse,
  handle,
  errorResponse,
};
