/**
 * What one Fetch request means for sessions (KIP-227): which partitions it fetches in effect, and what its response lists. Decided
 * when the request arrives; the session's epoch advances then, so that requests of one session cannot overtake each other.
 */

import { ErrorCode } from "@ottla/protocol";
import type { FetchSessionCache } from "./fetch-session-cache.ts";
import { FINAL_EPOCH, INITIAL_EPOCH, INVALID_SESSION_ID, nextFetchEpoch } from "./fetch-session.ts";
import type { FetchPartitionAnswer, FetchPartitionRequest, FetchSession } from "./fetch-session.ts";
import type { Uuid } from "@ottla/base";

/** A partition with its answer, in response order. */
export interface AnsweredPartition extends FetchPartitionAnswer {
  readonly request: FetchPartitionRequest;
}

/** The session's part of a response. */
export interface FetchSessionOutcome<T extends AnsweredPartition> {
  readonly errorCode: number;
  readonly sessionId: number;
  /** What the response lists. */
  readonly partitions: readonly T[];
}

export interface FetchContext {
  /** An error of the session; nothing is fetched then. */
  readonly errorCode: number;
  /** What is fetched, in rotation order. */
  readonly partitions: readonly FetchPartitionRequest[];
  /** Decides what the response lists, and remembers it. Called once. */
  finish<T extends AnsweredPartition>(answered: readonly T[]): FetchSessionOutcome<T>;
  /** Instead of `finish`: the response lists nothing, and the session stays as it was. */
  finishThrottled(): FetchSessionOutcome<never>;
}

export interface FetchContextRequest {
  readonly sessionId: number;
  readonly sessionEpoch: number;
  readonly usesTopicIds: boolean;
  readonly isFromFollower: boolean;
  readonly partitions: readonly FetchPartitionRequest[];
  readonly forgotten: readonly Pick<FetchPartitionRequest, "topic" | "topicId" | "partition">[];
  /** Names of topic ids that were unknown when they entered the session. */
  topicName(topicId: Uuid): string | undefined;
}

/** Opens the context of one request. */
export function openFetchContext(cache: FetchSessionCache, request: FetchContextRequest): FetchContext {
  const { sessionId, sessionEpoch } = request;
  if (sessionEpoch === INITIAL_EPOCH || sessionEpoch === FINAL_EPOCH) {
    if (sessionId !== INVALID_SESSION_ID) {
      cache.remove(sessionId);
    }
    return sessionEpoch === FINAL_EPOCH ? sessionless(request.partitions) : full(cache, request);
  }
  const session = cache.get(sessionId);
  if (session === undefined) {
    return failed(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
  }
  if (session.epoch !== sessionEpoch) {
    return failed(ErrorCode.INVALID_FETCH_SESSION_EPOCH);
  }
  if (session.usesTopicIds !== request.usesTopicIds) {
    return failed(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR);
  }
  for (const partition of request.partitions) {
    session.update(partition);
  }
  for (const partition of request.forgotten) {
    session.remove(partition);
  }
  if (session.size === 0) {
    cache.remove(session.id);
    return sessionless(request.partitions);
  }
  cache.touch(session);
  session.epoch = nextFetchEpoch(session.epoch);
  return incremental(session, request);
}

function failed(errorCode: number): FetchContext {
  return {
    errorCode,
    partitions: [],
    finish: () => ({ errorCode, sessionId: INVALID_SESSION_ID, partitions: [] }),
    finishThrottled: () => ({ errorCode, sessionId: INVALID_SESSION_ID, partitions: [] }),
  };
}

function sessionless(partitions: readonly FetchPartitionRequest[]): FetchContext {
  return {
    errorCode: ErrorCode.NONE,
    partitions,
    finish: (answered) => ({ errorCode: ErrorCode.NONE, sessionId: INVALID_SESSION_ID, partitions: answered }),
    finishThrottled,
  };
}

function full(cache: FetchSessionCache, request: FetchContextRequest): FetchContext {
  return {
    errorCode: ErrorCode.NONE,
    partitions: request.partitions,
    finish: (answered) => {
      const session = cache.maybeCreate({
        isPrivileged: request.isFromFollower,
        usesTopicIds: request.usesTopicIds,
        size: answered.length,
      });
      if (session === undefined) {
        return { errorCode: ErrorCode.NONE, sessionId: INVALID_SESSION_ID, partitions: answered };
      }
      for (const partition of answered) {
        session.update(partition.request).onFirstAnswer(partition);
      }
      return { errorCode: ErrorCode.NONE, sessionId: session.id, partitions: answered };
    },
    finishThrottled,
  };
}

/** There is no session yet, and none is made. */
function finishThrottled(): FetchSessionOutcome<never> {
  return { errorCode: ErrorCode.NONE, sessionId: INVALID_SESSION_ID, partitions: [] };
}

function incremental(session: FetchSession, request: FetchContextRequest): FetchContext {
  const expectedEpoch = session.epoch;
  const partitions: FetchPartitionRequest[] = [];
  for (const partition of session.partitions) {
    if (partition.topic === undefined) {
      partition.topic = request.topicName(partition.topicId);
    }
    // A copy: the next request of the session may change the cached one while this one waits.
    partitions.push({
      topic: partition.topic,
      topicId: partition.topicId,
      partition: partition.partition,
      fetchOffset: partition.fetchOffset,
      maxBytes: partition.maxBytes,
      logStartOffset: partition.logStartOffset,
      currentLeaderEpoch: partition.currentLeaderEpoch,
      lastFetchedEpoch: partition.lastFetchedEpoch,
    });
  }
  return {
    errorCode: ErrorCode.NONE,
    partitions,
    finish: (answered) => {
      if (session.epoch !== expectedEpoch) {
        return { errorCode: ErrorCode.INVALID_FETCH_SESSION_EPOCH, sessionId: session.id, partitions: [] };
      }
      const listed = answered.filter((partition) => {
        const cached = session.find(partition.request);
        if (cached === undefined || !cached.onAnswer(partition)) {
          return false;
        }
        if (partition.recordsSizeInBytes > 0) {
          session.moveToEnd(cached);
        }
        return true;
      });
      return { errorCode: ErrorCode.NONE, sessionId: session.id, partitions: listed };
    },
    finishThrottled: () => {
      const isStale = session.epoch !== expectedEpoch;
      const errorCode = isStale ? ErrorCode.INVALID_FETCH_SESSION_EPOCH : ErrorCode.NONE;
      return { errorCode, sessionId: session.id, partitions: [] };
    },
  };
}
