import assert from "node:assert/strict";
import { test } from "node:test";
import { Prng, VirtualClock, ZERO_UUID } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { openFetchContext } from "./fetch-context.ts";
import type { AnsweredPartition, FetchContext, FetchContextRequest } from "./fetch-context.ts";
import { FetchSessionCache } from "./fetch-session-cache.ts";
import { nextFetchEpoch } from "./fetch-session.ts";
import type { FetchPartitionRequest } from "./fetch-session.ts";

const EVICTION_MS = 120_000;

function cacheOf(slots: number, clock: VirtualClock = new VirtualClock()): FetchSessionCache {
  return new FetchSessionCache({ slots, clock, random: new Prng(1) });
}

function partition(topic: string, index: number, extra: Partial<FetchPartitionRequest> = {}): FetchPartitionRequest {
  return {
    topic,
    topicId: ZERO_UUID,
    partition: index,
    fetchOffset: 0,
    maxBytes: 1000,
    logStartOffset: -1,
    currentLeaderEpoch: -1,
    lastFetchedEpoch: -1,
    ...extra,
  };
}

function open(cache: FetchSessionCache, request: Partial<FetchContextRequest>): FetchContext {
  return openFetchContext(cache, {
    sessionId: 0,
    sessionEpoch: 0,
    usesTopicIds: false,
    isFromFollower: false,
    partitions: [],
    forgotten: [],
    topicName: () => undefined,
    ...request,
  });
}

function answer(request: FetchPartitionRequest, extra: Partial<AnsweredPartition> = {}): AnsweredPartition {
  return {
    request,
    errorCode: 0,
    highWatermark: 10,
    logStartOffset: 0,
    recordsSizeInBytes: 0,
    hasPreferredReadReplica: false,
    hasDivergingEpoch: false,
    ...extra,
  };
}

const names = (partitions: readonly { readonly request: FetchPartitionRequest }[]): string[] =>
  partitions.map(({ request }) => `${request.topic}-${request.partition}`);

function startSession(cache: FetchSessionCache, requests: readonly FetchPartitionRequest[]): number {
  return open(cache, { partitions: requests }).finish(requests.map((request) => answer(request))).sessionId;
}

test("epochs count up and wrap to one", () => {
  assert.equal(nextFetchEpoch(0), 1);
  assert.equal(nextFetchEpoch(0x7fff_ffff), 1);
  assert.equal(nextFetchEpoch(-1), -1);
});

test("the final epoch asks for no session", () => {
  const cache = cacheOf(10);
  const outcome = open(cache, { sessionEpoch: -1, partitions: [partition("a", 0)] }).finish([]);
  assert.equal(outcome.sessionId, 0);
  assert.equal(cache.size, 0);
});

test("an incremental response lists only what changed", () => {
  const cache = cacheOf(10);
  const requests = [partition("a", 0), partition("a", 1), partition("b", 0)];
  const sessionId = startSession(cache, requests);
  assert.notEqual(sessionId, 0);
  const context = open(cache, { sessionId, sessionEpoch: 1 });
  assert.equal(context.partitions.length, 3);
  const outcome = context.finish([
    answer(requests[0] as FetchPartitionRequest),
    answer(requests[1] as FetchPartitionRequest, { highWatermark: 11 }),
    answer(requests[2] as FetchPartitionRequest, { recordsSizeInBytes: 100 }),
  ]);
  assert.deepEqual(names(outcome.partitions), ["a-1", "b-0"]);
});

test("an error is listed every time, and so is its end", () => {
  const cache = cacheOf(10);
  const request = partition("a", 0);
  const sessionId = startSession(cache, [request]);
  const next = (epoch: number, extra: Partial<AnsweredPartition>): number =>
    open(cache, { sessionId, sessionEpoch: epoch }).finish([answer(request, extra)]).partitions.length;
  assert.equal(next(1, { errorCode: 6, highWatermark: -1 }), 1);
  assert.equal(next(2, { errorCode: 6, highWatermark: -1 }), 1);
  assert.equal(next(3, {}), 1);
  assert.equal(next(4, {}), 0);
});

test("a partition that returned data goes to the end of the rotation", () => {
  const cache = cacheOf(10);
  const requests = [partition("a", 0), partition("a", 1)];
  const sessionId = startSession(cache, requests);
  open(cache, { sessionId, sessionEpoch: 1 }).finish([
    answer(requests[0] as FetchPartitionRequest, { recordsSizeInBytes: 1 }),
    answer(requests[1] as FetchPartitionRequest),
  ]);
  const next = open(cache, { sessionId, sessionEpoch: 2 });
  assert.deepEqual(
    next.partitions.map((cached) => cached.partition),
    [1, 0],
  );
});

test("a request adds, changes and forgets partitions", () => {
  const cache = cacheOf(10);
  const sessionId = startSession(cache, [partition("a", 0), partition("a", 1)]);
  const context = open(cache, {
    sessionId,
    sessionEpoch: 1,
    partitions: [partition("a", 1, { fetchOffset: 7 }), partition("__proto__", 0)],
    forgotten: [{ topic: "a", topicId: ZERO_UUID, partition: 0 }],
  });
  assert.deepEqual(
    context.partitions.map((cached) => [cached.topic, cached.partition, cached.fetchOffset]),
    [
      ["a", 1, 7],
      ["__proto__", 0, 0],
    ],
  );
});

test("a session without partitions ends", () => {
  const cache = cacheOf(10);
  const sessionId = startSession(cache, [partition("a", 0)]);
  const context = open(cache, {
    sessionId,
    sessionEpoch: 1,
    forgotten: [{ topic: "a", topicId: ZERO_UUID, partition: 0 }],
  });
  assert.equal(context.finish([]).sessionId, 0);
  assert.equal(cache.size, 0);
});

test("unknown sessions, wrong epochs and a change between names and ids are refused", () => {
  const cache = cacheOf(10);
  const sessionId = startSession(cache, [partition("a", 0)]);
  assert.equal(open(cache, { sessionId: 99, sessionEpoch: 1 }).errorCode, ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
  assert.equal(open(cache, { sessionId, sessionEpoch: 2 }).errorCode, ErrorCode.INVALID_FETCH_SESSION_EPOCH);
  const renamed = open(cache, { sessionId, sessionEpoch: 1, usesTopicIds: true });
  assert.equal(renamed.errorCode, ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR);
  assert.equal(open(cache, { sessionId, sessionEpoch: 1 }).errorCode, ErrorCode.NONE);
});

test("a full request with a session id closes that session", () => {
  const cache = cacheOf(10);
  const sessionId = startSession(cache, [partition("a", 0)]);
  open(cache, { sessionId, sessionEpoch: -1 });
  assert.equal(cache.size, 0);
});

test("a topic id that was unknown gets its name when it is known", () => {
  const cache = cacheOf(10);
  const topicId = "2FvKuJjbRd6TmbVH4WYQBg";
  const unknown = partition("", 0, { topic: undefined, topicId });
  const sessionId = open(cache, { usesTopicIds: true, partitions: [unknown] }).finish([answer(unknown)]).sessionId;
  const context = open(cache, { sessionId, sessionEpoch: 1, usesTopicIds: true, topicName: () => "late" });
  assert.equal(context.partitions[0]?.topic, "late");
});

test("an answer that was overtaken by a newer request of its session is refused", () => {
  const cache = cacheOf(10);
  const sessionId = startSession(cache, [partition("a", 0)]);
  const slow = open(cache, { sessionId, sessionEpoch: 1 });
  open(cache, { sessionId, sessionEpoch: 2 });
  assert.equal(slow.finish([]).errorCode, ErrorCode.INVALID_FETCH_SESSION_EPOCH);
});

test("a full cache gives up stale sessions, then smaller settled ones, never young consumers' to consumers", () => {
  const clock = new VirtualClock();
  const cache = cacheOf(2, clock);
  startSession(cache, [partition("a", 0)]);
  const second = startSession(cache, [partition("b", 0)]);
  assert.equal(startSession(cache, [partition("c", 0), partition("c", 1)]), 0);
  clock.advance(EVICTION_MS);
  open(cache, { sessionId: second, sessionEpoch: 1 });
  clock.advance(1);
  // The first one is unused for more than two minutes.
  assert.notEqual(startSession(cache, [partition("c", 0)]), 0);
  assert.notEqual(cache.get(second), undefined);
  // The second one is settled and smaller.
  assert.notEqual(startSession(cache, [partition("d", 0), partition("d", 1)]), 0);
  assert.equal(cache.get(second), undefined);
  assert.equal(cache.evictionCount, 2);
});

test("a follower's session evicts a consumer's, not the other way round", () => {
  const cache = cacheOf(1);
  const request = partition("a", 0);
  startSession(cache, [request]);
  const follower = open(cache, { isFromFollower: true, partitions: [request] }).finish([answer(request)]).sessionId;
  assert.notEqual(follower, 0);
  assert.equal(startSession(cache, [request]), 0);
});

test("no slots, no sessions", () => {
  assert.equal(startSession(cacheOf(0), [partition("a", 0)]), 0);
});
