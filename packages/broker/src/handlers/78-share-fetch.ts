/**
 * ShareFetch (key 78), versions 1–2.
 *
 * Behavior: hands records of the partitions of a share session to one member of a share group, who then holds them until it
 * acknowledges them, gives them back, or its lock ends. Acknowledgements of earlier records may ride along, and take effect
 * first. Epoch 0 begins a session, −1 ends it. If less than min_bytes is there, it waits for more, at most max_wait_ms.
 *
 * Version notes
 * - v1: (KIP-932)
 * - v2: renewal of locks (KIP-1222), exact number of records (KIP-1206)
 */

import { AclOperation, ApiKey, ErrorCode, type Input } from "@ottla/protocol";
import {
  ShareFetchRequest,
  ShareFetchResponse,
  type PartitionData,
  type ShareFetchableTopicResponse,
} from "@ottla/protocol/messages/share-fetch";
import { authorizedTopics, isGroupAuthorized, type NameTest } from "../authorizer/authorized-names.ts";
import { byPartition, type ShareFetchedPartition } from "../share-fetch/delayed-share-fetch.ts";
import type { PartitionOutcome, SharePartitionManager } from "../share-fetch/share-partition-manager.ts";
import {
  FINAL_EPOCH,
  INITIAL_EPOCH,
  nextShareSessionEpoch,
  topicIdPartitionKey,
  type ShareSession,
  type ShareSessionKey,
  type TopicIdPartition,
} from "../share-fetch/share-session.ts";
import { currentLeader, LeaderEndpoints } from "./current-leader.ts";
import { closeConnection, type HandlerResponse, type RequestContext, type RequestHandler } from "./handler.ts";
import { acknowledge, isShareMemberId, RENEW_SINCE_VERSION, topicIdPartition } from "./share-acknowledgements.ts";

/** ShareAcquireMode: the number of records is exact. */
const RECORD_LIMIT = 1;

async function handle(
  request: ShareFetchRequest,
  context: RequestContext,
): Promise<HandlerResponse<ShareFetchResponse>> {
  const { shareGroups } = context.services;
  const { groupId, memberId, topics } = request;
  if (!shareGroups.isEnabled) return { errorCode: ErrorCode.UNSUPPORTED_VERSION };
  if (groupId === null) return { errorCode: ErrorCode.INVALID_REQUEST };
  if (!isGroupAuthorized(context, AclOperation.READ, groupId)) {
    return { errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED };
  }
  if (!isShareMemberId(memberId) || isMixedRenewal(request)) return { errorCode: ErrorCode.INVALID_REQUEST };
  const { partitions } = await shareGroups.load();
  const key = { groupId, memberId };
  const named = topics.flatMap(({ topicId, partitions: list }) =>
    list.map(({ partitionIndex }) => topicIdPartition(topicId, partitionIndex, context)),
  );
  const hasAcknowledgements = topics.some((topic) =>
    topic.partitions.some(({ acknowledgementBatches }) => acknowledgementBatches.length > 0),
  );
  const session = openSession({ request, key, named, hasAcknowledgements }, partitions, context);
  if (typeof session === "number") {
    if (session === ErrorCode.SHARE_SESSION_LIMIT_REACHED) await partitions.delay(request.maxWaitMs);
    return { errorCode: session };
  }
  const mayRead = authorizedTopics(context, AclOperation.READ);
  const acknowledging = hasAcknowledgements
    ? acknowledge({ session: key, topics, isRenewAck: request.isRenewAck, mayRead }, partitions, context)
    : Promise.resolve([]);
  const [fetched, acknowledged] = await Promise.all([
    request.isRenewAck ? Promise.resolve([]) : fetch(request, { key, session, mayRead }, { partitions, context }),
    acknowledging,
  ]);
  if (fetched === undefined) return closeConnection;
  const { recordLockDurationMs } = partitions.configOf(groupId);
  const taken = withinQuota(fetched, context);
  const response = responseOf(request, { session, fetched: taken, acknowledged, recordLockDurationMs }, context);
  if (request.shareSessionEpoch === FINAL_EPOCH) void partitions.releaseSession(key);
  return response;
}

/** A request that renews fetches nothing. */
function isMixedRenewal({ isRenewAck, maxBytes, minBytes, maxRecords, maxWaitMs }: ShareFetchRequest): boolean {
  return isRenewAck && (maxBytes !== 0 || minBytes !== 0 || maxRecords !== 0 || maxWaitMs !== 0);
}

/** The session of the request; null for the last request of one, which fetches nothing; an error code. */
function openSession(
  asked: {
    readonly request: ShareFetchRequest;
    readonly key: ShareSessionKey;
    readonly named: readonly TopicIdPartition[];
    readonly hasAcknowledgements: boolean;
  },
  { sessions }: SharePartitionManager,
  context: RequestContext,
): ShareSession | null | number {
  const { request, key, named } = asked;
  const epoch = request.shareSessionEpoch;
  if (epoch === INITIAL_EPOCH) {
    if (asked.hasAcknowledgements) return ErrorCode.INVALID_REQUEST;
    sessions.remove(key);
    const connection = {
      id: context.connection.id,
      onClose: (callback: () => void) => void context.connection.onClose(callback),
    };
    return sessions.maybeCreate(key, named, connection) ?? ErrorCode.SHARE_SESSION_LIMIT_REACHED;
  }
  const session = sessions.get(key);
  if (session === undefined) return ErrorCode.SHARE_SESSION_NOT_FOUND;
  if (epoch === FINAL_EPOCH) return null;
  if (session.epoch !== epoch) return ErrorCode.INVALID_SHARE_SESSION_EPOCH;
  const forgotten = request.forgottenTopicsData.flatMap(({ topicId, partitions }) =>
    partitions.map((partition) => topicIdPartition(topicId, partition, context)),
  );
  session.update(named, forgotten);
  session.epoch = nextShareSessionEpoch(epoch);
  return session;
}

interface ReadableSession {
  readonly key: ShareSessionKey;
  readonly session: ShareSession | null;
  readonly mayRead: NameTest;
}

async function fetch(
  request: ShareFetchRequest,
  { key, session, mayRead }: ReadableSession,
  { partitions, context }: { readonly partitions: SharePartitionManager; readonly context: RequestContext },
): Promise<readonly ShareFetchedPartition[] | undefined> {
  const erroneous: ShareFetchedPartition[] = [];
  const interesting: TopicIdPartition[] = [];
  const { topics } = context.services.metadata.image;
  for (const target of session?.partitions.values() ?? []) {
    if (target.topic === undefined) erroneous.push(failed(target, ErrorCode.UNKNOWN_TOPIC_ID));
    else if (!mayRead(target.topic)) erroneous.push(failed(target, ErrorCode.TOPIC_AUTHORIZATION_FAILED));
    else if (topics.getPartition(target.topic, target.partition) !== undefined) interesting.push(target);
    else erroneous.push(failed(target, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
  }
  if (interesting.length === 0) return erroneous;
  const quotaBytes = Math.trunc(context.quotas?.fetchBytesMax ?? Infinity);
  const maxBytes = Math.min(request.maxBytes, context.services.config.number("fetch.max.bytes"), quotaBytes);
  const fetched = await partitions.fetch({
    session: key,
    sessionEpoch: request.shareSessionEpoch,
    limits: {
      maxWaitMs: request.maxWaitMs,
      minBytes: Math.min(request.minBytes, maxBytes),
      maxBytes,
      maxRecords: request.maxRecords,
      batchSize: request.batchSize,
      isRecordLimit: context.apiVersion >= RENEW_SINCE_VERSION && request.shareAcquireMode === RECORD_LIMIT,
    },
    partitions: interesting,
    onAbandoned: (callback) => context.connection.onClose(callback),
  });
  return fetched === undefined ? undefined : [...fetched, ...erroneous];
}

function failed(target: TopicIdPartition, errorCode: number): ShareFetchedPartition {
  return { target, errorCode, errorMessage: null, records: [], acquired: [] };
}

/** What may be sent: nothing to a client that is held back. As in Kafka, what was acquired for it stays so until its lock ends. */
function withinQuota(
  fetched: readonly ShareFetchedPartition[],
  { quotas }: RequestContext,
): readonly ShareFetchedPartition[] {
  if (quotas === undefined) return fetched;
  const chunks = fetched.flatMap(({ records }) => records);
  if (quotas.mayFetch(chunks.reduce((total, chunk) => total + chunk.length, 0))) return fetched;
  for (const { release } of fetched) release?.();
  return [];
}

interface Outcome {
  readonly session: ShareSession | null;
  readonly fetched: readonly ShareFetchedPartition[];
  readonly acknowledged: readonly PartitionOutcome[];
  readonly recordLockDurationMs: number;
}

function responseOf(
  { shareSessionEpoch: epoch }: ShareFetchRequest,
  { session, fetched, acknowledged, recordLockDurationMs: acquisitionLockTimeoutMs }: Outcome,
  context: RequestContext,
): Input<ShareFetchResponse> {
  const isSubsequent = session !== null && epoch !== INITIAL_EPOCH;
  const isStale = isSubsequent && session.epoch !== nextShareSessionEpoch(epoch);
  const listed = fetched.filter(({ target, errorCode, records }) => {
    if (isStale) return false;
    return !isSubsequent || session.selects(target, { errorCode, hasRecords: records.length > 0 });
  });
  const sent = listed.filter(({ release }) => release !== undefined);
  if (sent.length > 0) {
    context.onSent(() => {
      for (const { release } of sent) release?.();
    });
  }
  const endpoints = new LeaderEndpoints(context);
  const byTopic = new Map<string, Input<PartitionData>[]>();
  const outcomes = new Map(acknowledged.map((outcome) => [topicIdPartitionKey(outcome.target), outcome]));
  for (const [key, partition] of byPartition(listed)) {
    add(byTopic, partition.target, { ...partitionData(partition, endpoints, context), ...told(outcomes.get(key)) });
    outcomes.delete(key);
  }
  for (const outcome of outcomes.values()) {
    add(byTopic, outcome.target, { partitionIndex: outcome.target.partition, records: [], ...told(outcome) });
  }
  const responses = [...byTopic].map(([topicId, partitions]): Input<ShareFetchableTopicResponse> => ({
    topicId,
    partitions,
  }));
  const errorCode = isStale ? ErrorCode.INVALID_SHARE_SESSION_EPOCH : ErrorCode.NONE;
  return { errorCode, acquisitionLockTimeoutMs, responses, nodeEndpoints: endpoints.values };
}

function partitionData(
  { target, errorCode, records, acquired }: ShareFetchedPartition,
  endpoints: LeaderEndpoints,
  context: RequestContext,
): Input<PartitionData> {
  const data = {
    partitionIndex: target.partition,
    errorCode,
    records: [...records],
    acquiredRecords: acquired.map((range) => ({ ...range })),
  };
  const isMoved = errorCode === ErrorCode.NOT_LEADER_OR_FOLLOWER || errorCode === ErrorCode.FENCED_LEADER_EPOCH;
  if (!isMoved) return data;
  const leader = currentLeader(target.topic ?? "", target.partition, context);
  endpoints.add(leader.leaderId);
  return { ...data, currentLeader: leader };
}

function told(outcome: PartitionOutcome | undefined): Input<PartitionData> {
  return outcome === undefined
    ? {}
    : { acknowledgeErrorCode: outcome.errorCode, acknowledgeErrorMessage: outcome.message };
}

function add(
  byTopic: Map<string, Input<PartitionData>[]>,
  { topicId }: TopicIdPartition,
  partition: Input<PartitionData>,
): void {
  const partitions = byTopic.get(topicId);
  if (partitions === undefined) byTopic.set(topicId, [partition]);
  else partitions.push(partition);
}

/** See the head of this file. */
export const handler: RequestHandler<ShareFetchRequest, ShareFetchResponse> = {
  apiKey: ApiKey.ShareFetch,
  request: ShareFetchRequest,
  response: ShareFetchResponse,
  handle,
  errorResponse: (_request, errorCode) => ({ errorCode }),
};
