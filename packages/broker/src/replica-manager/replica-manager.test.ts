import assert from "node:assert/strict";
import { setImmediate as nextTurn } from "node:timers/promises";
import { test } from "node:test";
import { ZERO_UUID } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type { FetchPartitionRequest } from "../fetch-session/fetch-session.ts";
import { REGISTRATION, settle, testBatch, testReplicas, TOPIC_ID } from "../testing/replicas.ts";
import type { TestReplicas } from "../testing/replicas.ts";
import { DeleteRecordsEntry, deleteRecordsOnLeader, waitForLowWatermarks } from "./delete-records.ts";
import { fetchMessages } from "./fetch.ts";
import type { FetchedPartition, FetchParams } from "./fetch.ts";
import { listOffset } from "./list-offsets.ts";
import { ProduceEntry } from "./produce.ts";
import type { Replica } from "./replica.ts";

async function append(
  fixture: TestReplicas,
  batch: Uint8Array = testBatch(),
  { partition = 0, acks = -1, timeoutMs = 1000 } = {},
): Promise<ProduceEntry> {
  const entry = new ProduceEntry("t", partition, batch);
  await fixture.manager.produce([entry], { requiredAcks: acks, timeoutMs }).done;
  return entry;
}

function request(
  partition: number,
  fetchOffset: number,
  extra: Partial<FetchPartitionRequest> = {},
): FetchPartitionRequest {
  return {
    topic: "t",
    topicId: ZERO_UUID,
    partition,
    fetchOffset,
    maxBytes: 1 << 20,
    logStartOffset: -1,
    currentLeaderEpoch: -1,
    lastFetchedEpoch: -1,
    ...extra,
  };
}

async function fetch(
  fixture: TestReplicas,
  requests: readonly FetchPartitionRequest[],
  extra: Partial<FetchParams> = {},
): Promise<readonly FetchedPartition[]> {
  const params: FetchParams = {
    replicaId: -1,
    isolation: "high-watermark",
    maxWaitMs: 500,
    minBytes: 1,
    maxBytes: 1 << 20,
    mayReadFromFollower: true,
    purgatory: fixture.manager.purgatory,
    nowMs: () => fixture.clock.nowMs(),
    findReplica: ({ topic, partition }) => fixture.manager.findReplica(topic ?? "", partition),
    onAbandoned: () => () => {},
    ...extra,
  };
  const fetched = await fetchMessages(requests, params);
  if (fetched === undefined) throw new Error("the fetch was given up");
  return fetched;
}

const leaderOf = (fixture: TestReplicas, partition = 0): Replica => {
  const replica = fixture.manager.partition("t", partition);
  assert.ok(replica);
  return replica;
};

test("batches get consecutive offsets and are visible when they are acknowledged", async () => {
  const fixture = testReplicas();
  await fixture.addPartitions(1);
  const first = await append(fixture, testBatch({ count: 3 }));
  const second = await append(fixture, testBatch({ count: 2 }), { acks: 1 });
  assert.deepEqual([first.errorCode, first.baseOffset, first.lastOffset], [0, 0, 2]);
  assert.deepEqual([second.errorCode, second.baseOffset], [0, 3]);
  assert.equal(leaderOf(fixture).highWatermark, 5);
  const [fetched] = await fetch(fixture, [request(0, 0)]);
  assert.equal(fetched?.highWatermark, 5);
  assert.ok((fetched?.recordsSizeInBytes ?? 0) > 0);
});

test("appends that begin before the log is open wait for it", async () => {
  const fixture = testReplicas();
  const opening = fixture.addPartitions(1);
  const entries = [1, 2, 3].map(() => new ProduceEntry("t", 0, testBatch()));
  const appending = fixture.manager.produce(entries, { requiredAcks: 1, timeoutMs: 1000 });
  assert.ok(appending.effects);
  await appending.done;
  await opening;
  assert.deepEqual(
    entries.map((entry) => entry.baseOffset),
    [0, 1, 2],
  );
});

test("unknown partitions and partitions led elsewhere are told apart", async () => {
  const fixture = testReplicas();
  await fixture.addPartitions(1, { leader: 2, replicas: [1, 2], isr: [1, 2] });
  assert.equal((await append(fixture)).errorCode, ErrorCode.NOT_LEADER_OR_FOLLOWER);
  assert.equal((await append(fixture, testBatch(), { partition: 9 })).errorCode, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
});

test("a duplicate gets its first offset, a gap in the sequence is refused, and neither moves the log", async () => {
  const fixture = testReplicas();
  await fixture.addPartitions(1);
  const first = await append(fixture, testBatch({ producerId: 7n, baseSequence: 0 }));
  await append(fixture, testBatch());
  const again = await append(fixture, testBatch({ producerId: 7n, baseSequence: 0 }));
  assert.deepEqual([again.errorCode, again.baseOffset], [0, first.baseOffset]);
  const gap = await append(fixture, testBatch({ producerId: 7n, baseSequence: 5 }));
  assert.equal(gap.errorCode, ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
  assert.equal(leaderOf(fixture).logEndOffset, 2);
});

test("acks=all waits for followers and times out; the records stay", async () => {
  const fixture = testReplicas();
  await fixture.addPartitions(1, { replicas: [1, 2], isr: [1, 2] });
  const late = append(fixture, testBatch(), { timeoutMs: 300 });
  await settle();
  await fixture.clock.advanceAsync(300);
  const timedOut = await late;
  assert.equal(timedOut.errorCode, ErrorCode.REQUEST_TIMED_OUT);
  assert.equal(timedOut.baseOffset, 0);
  assert.equal(leaderOf(fixture).highWatermark, 0);
  const acknowledged = append(fixture, testBatch(), { timeoutMs: 300 });
  await settle();
  const followerFetch = (fetchOffset: number): Promise<unknown> =>
    fetch(fixture, [request(0, fetchOffset)], { replicaId: 2, isolation: "log-end", maxWaitMs: 0 });
  await followerFetch(2);
  assert.equal((await acknowledged).errorCode, ErrorCode.NONE);
  assert.equal(leaderOf(fixture).highWatermark, 2);
});

test("config min.insync.replicas: acks=all with too few in-sync replicas is refused before anything is appended", async () => {
  const two = new Map([["min.insync.replicas", "2"]]);
  for (const fixture of [testReplicas(two), testReplicas(new Map(), two)]) await expectTooFewInSync(fixture);
});

async function expectTooFewInSync(fixture: TestReplicas): Promise<void> {
  await fixture.addPartitions(1, { replicas: [1, 2], isr: [1] });
  assert.equal((await append(fixture)).errorCode, ErrorCode.NOT_ENOUGH_REPLICAS);
  assert.equal(leaderOf(fixture).logEndOffset, 0);
  assert.equal((await append(fixture, testBatch(), { acks: 1 })).errorCode, ErrorCode.NONE);
  assert.equal(leaderOf(fixture).highWatermark, 0);
}

test("a leader that is deposed answers what waits", async () => {
  const fixture = testReplicas();
  await fixture.addPartitions(1, { replicas: [1, 2], isr: [1, 2] });
  const waiting = append(fixture, testBatch(), { timeoutMs: 60_000 });
  await settle();
  await fixture.addPartitions(1, { leader: 2, leaderEpoch: 4, partitionEpoch: 1, replicas: [1, 2], isr: [1, 2] });
  assert.equal((await waiting).errorCode, ErrorCode.NOT_LEADER_OR_FOLLOWER);
});

test("a fetch at the end waits for data, not for time", async () => {
  const fixture = testReplicas();
  await fixture.addPartitions(2);
  const waiting = fetch(fixture, [request(0, 0), request(1, 0)], { maxWaitMs: 60_000 });
  await settle();
  assert.equal(fixture.manager.purgatory.size, 1);
  await append(fixture, testBatch({ count: 4 }), { partition: 1, acks: 1 });
  const fetched = await waiting;
  assert.deepEqual(
    fetched.map((partition) => [partition.request.partition, partition.highWatermark]),
    [
      [0, 0],
      [1, 4],
    ],
  );
  assert.equal(fixture.manager.purgatory.size, 0);
  assert.equal(fixture.clock.pendingTimers, 0);
});

test("a fetch waits for its minimum over all partitions together, or for its deadline", async () => {
  const fixture = testReplicas();
  await fixture.addPartitions(2);
  const one = testBatch({ valueBytes: 100 });
  const waiting = fetch(fixture, [request(0, 0), request(1, 0)], { minBytes: one.length * 2, maxWaitMs: 1000 });
  await settle();
  await append(fixture, testBatch({ valueBytes: 100 }), { partition: 0 });
  await settle();
  assert.equal(fixture.manager.purgatory.size, 1);
  await append(fixture, testBatch({ valueBytes: 100 }), { partition: 1 });
  assert.equal((await waiting).length, 2);

  const expiring = fetch(fixture, [request(0, 1)], { maxWaitMs: 200 });
  await settle();
  await fixture.clock.advanceAsync(200);
  const [empty] = await expiring;
  assert.deepEqual([empty?.errorCode, empty?.recordsSizeInBytes, empty?.highWatermark], [0, 0, 1]);
});

test("an abandoned fetch leaves nothing behind", async () => {
  const fixture = testReplicas();
  await fixture.addPartitions(1);
  let abandon = (): void => {};
  const waiting = fetch(fixture, [request(0, 0)], {
    maxWaitMs: 60_000,
    onAbandoned: (callback) => {
      abandon = callback;
      return () => {};
    },
  });
  await settle();
  abandon();
  await assert.rejects(waiting, /given up/);
  assert.equal(fixture.manager.purgatory.size, 0);
  assert.equal(leaderOf(fixture).changes.isWatched, false);
});

test("errors answer at once: offsets out of range, epochs, topics that are not here", async () => {
  const fixture = testReplicas();
  await fixture.addPartitions(1);
  await append(fixture, testBatch());
  const cases: readonly (readonly [FetchPartitionRequest, number])[] = [
    [request(0, 2), ErrorCode.OFFSET_OUT_OF_RANGE],
    [request(0, -1), ErrorCode.OFFSET_OUT_OF_RANGE],
    [request(0, 0, { currentLeaderEpoch: 2 }), ErrorCode.FENCED_LEADER_EPOCH],
    [request(0, 0, { currentLeaderEpoch: 4 }), ErrorCode.UNKNOWN_LEADER_EPOCH],
    [request(7, 0), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
    [request(0, 1, { lastFetchedEpoch: 9 }), ErrorCode.OFFSET_OUT_OF_RANGE],
  ];
  for (const [asked, errorCode] of cases) {
    const [fetched] = await fetch(fixture, [asked], { maxWaitMs: 60_000 });
    assert.equal(fetched?.errorCode, errorCode);
  }
});

test("a log that went another way is told where it parts", async () => {
  const fixture = testReplicas();
  await fixture.addPartitions(1);
  await append(fixture, testBatch({ count: 2 }));
  await fixture.addPartitions(1, { leaderEpoch: 5, partitionEpoch: 1 });
  await append(fixture, testBatch());
  const [fetched] = await fetch(fixture, [request(0, 3, { lastFetchedEpoch: 3 })], { maxWaitMs: 60_000 });
  assert.deepEqual(fetched?.divergingEpoch, { epoch: 3, endOffset: 2 });
  assert.equal(fetched?.recordsSizeInBytes, 0);
});

test("the first partition with data returns a batch whatever its size; then the limit is hard", async () => {
  const fixture = testReplicas();
  await fixture.addPartitions(3);
  for (const partition of [1, 2]) {
    await append(fixture, testBatch({ valueBytes: 1000 }), { partition });
  }
  const fetched = await fetch(fixture, [request(0, 0), request(1, 0), request(2, 0)], { maxBytes: 100 });
  assert.deepEqual(
    fetched.map((partition) => partition.recordsSizeInBytes > 0),
    [false, true, false],
  );
});

test("list offsets answers special timestamps and times", async () => {
  const fixture = testReplicas();
  await fixture.addPartitions(1);
  const base = 1_735_689_600_000;
  await append(fixture, testBatch({ timestamp: base }));
  await append(fixture, testBatch({ timestamp: base + 1000 }));
  await append(fixture, testBatch({ timestamp: base + 500 }));
  const query = (timestamp: number): Promise<readonly [number, number]> =>
    listOffset(leaderOf(fixture), {
      timestamp,
      isolation: "read_uncommitted",
      currentLeaderEpoch: -1,
      requiresLeader: true,
    }).then((found) => [found.offset, found.timestamp]);
  assert.deepEqual(await query(-1), [3, -1]);
  assert.deepEqual(await query(-2), [0, -1]);
  assert.deepEqual(await query(-3), [1, base + 1000]);
  assert.deepEqual(await query(-4), [0, -1]);
  assert.deepEqual(await query(-5), [-1, -1]);
  assert.deepEqual(await query(base + 1), [1, base + 1000]);
  assert.deepEqual(await query(base + 5000), [-1, -1]);
});

test("delete records moves the log start and answers the low watermark", async () => {
  const fixture = testReplicas();
  await fixture.addPartitions(1);
  await append(fixture, testBatch({ count: 10 }));
  const remove = async (offset: number): Promise<readonly [number, number]> => {
    const entry = new DeleteRecordsEntry("t", 0, offset);
    await deleteRecordsOnLeader(entry, leaderOf(fixture));
    await waitForLowWatermarks([entry], fixture.manager.purgatory, 1000);
    return [entry.errorCode, entry.lowWatermark];
  };
  assert.deepEqual(await remove(4), [0, 4]);
  assert.deepEqual(await remove(2), [0, 4]);
  assert.deepEqual(await remove(11), [ErrorCode.OFFSET_OUT_OF_RANGE, -1]);
  assert.deepEqual(await remove(-2), [ErrorCode.OFFSET_OUT_OF_RANGE, -1]);
  assert.deepEqual(await remove(-1), [0, 10]);
  const [fetched] = await fetch(fixture, [request(0, 3)]);
  assert.equal(fetched?.errorCode, ErrorCode.OFFSET_OUT_OF_RANGE);
});

test("delete records waits for followers", async () => {
  const fixture = testReplicas();
  await fixture.addPartitions(1, { replicas: [1, 2], isr: [1] });
  await append(fixture, testBatch({ count: 10 }));
  await fixture.addPartitions(1, { replicas: [1, 2], isr: [1, 2], partitionEpoch: 1 });
  const entry = new DeleteRecordsEntry("t", 0, 5);
  await deleteRecordsOnLeader(entry, leaderOf(fixture));
  const waiting = waitForLowWatermarks([entry], fixture.manager.purgatory, 1000);
  await settle();
  assert.equal(fixture.manager.purgatory.size, 1);
  await fetch(fixture, [request(0, 10, { logStartOffset: 5 })], { replicaId: 2, isolation: "log-end", maxWaitMs: 0 });
  await waiting;
  assert.deepEqual([entry.errorCode, entry.lowWatermark], [0, 5]);
});

test("a removed partition answers what waits, and comes back clean", async () => {
  const fixture = testReplicas();
  await fixture.addPartitions(1);
  const waiting = fetch(fixture, [request(0, 0)], { maxWaitMs: 60_000 });
  await settle();
  await fixture.manager.applyChanges([], [{ topic: "t", partition: 0, deletesLog: true }]);
  assert.equal((await waiting)[0]?.errorCode, ErrorCode.NOT_LEADER_OR_FOLLOWER);
  assert.deepEqual(fixture.deletedLogs, ["t-0"]);
  assert.equal(fixture.manager.topicName(TOPIC_ID), undefined);
  await fixture.addPartitions(1);
  assert.equal((await append(fixture)).errorCode, ErrorCode.NONE);
});

test("listeners hear of the high watermark once per group of writes", async () => {
  const fixture = testReplicas();
  await fixture.addPartitions(1, { ...REGISTRATION });
  const heard: number[] = [];
  const stop = fixture.manager.onHighWatermark({ topic: "t", partition: 0 }, (offset) => heard.push(offset));
  await Promise.all([append(fixture), append(fixture), append(fixture)]);
  await settle();
  assert.equal(heard.at(-1), 3);
  stop();
  await append(fixture);
  await settle();
  assert.equal(heard.at(-1), 3);
});

test("a request for very many partitions leaves others their turn", async () => {
  const fixture = testReplicas();
  await fixture.addPartitions(1200);
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  const entries = Array.from({ length: 1200 }, (_, partition) => new ProduceEntry("t", partition, testBatch()));
  const appending = fixture.manager.produce(entries, { requiredAcks: 1, timeoutMs: 1000 });
  await appending.effects;
  assert.ok(turns >= 2, `${turns} turns`);
  await appending.done;
  assert.ok(entries.every((entry) => entry.errorCode === ErrorCode.NONE && entry.baseOffset === 0));
  const before = turns;
  const requests = entries.map((entry) => request(entry.partition, 0));
  const fetched = await fetch(fixture, requests, { maxBytes: 1 << 30 });
  isDone = true;
  assert.ok(turns - before >= 2, `${turns - before} turns`);
  assert.ok(fetched.every((partition) => partition.recordsSizeInBytes > 0));
});

test("records are not acknowledged by a leader that has followed another since they were written", async () => {
  const fixture = testReplicas();
  await fixture.addPartitions(2);
  const replica = leaderOf(fixture);
  // Partition 1 keeps the request busy, for so many turns, after partition 0 has its record.
  const lost = new ProduceEntry("t", 0, testBatch());
  const others = Array.from({ length: 5000 }, () => new ProduceEntry("t", 1, testBatch()));
  let isDone = false;
  const options = { requiredAcks: -1, timeoutMs: 60_000 };
  const appending = fixture.manager.produce([lost, ...others], options);
  const done = appending.done?.then(() => {
    isDone = true;
  });
  while (replica.logEndOffset < 1) await nextTurn();
  replica.updateRegistration({ ...REGISTRATION, leader: 2, leaderEpoch: 4, replicas: [1, 2], isr: [1, 2] });
  await replica.log?.truncateTo(0);
  replica.updateRegistration({ ...REGISTRATION, leaderEpoch: 5, replicas: [1, 2] });
  const kept = await append(fixture, testBatch());
  assert.deepEqual([kept.errorCode, kept.baseOffset, replica.highWatermark], [ErrorCode.NONE, 0, 1]);
  assert.equal(isDone, false);
  await done;
  assert.equal(lost.errorCode, ErrorCode.NOT_LEADER_OR_FOLLOWER);
  assert.ok(others.every(({ errorCode }) => errorCode === ErrorCode.NONE));
});

test("where a follower was in an epoch that ended while its fetch was read does not count in the next", async (context) => {
  const fixture = testReplicas();
  await fixture.addPartitions(1, { replicas: [1, 2], isr: [1, 2] });
  const replica = leaderOf(fixture);
  const { log } = replica;
  assert.ok(log);
  await append(fixture, testBatch(), { acks: 1 });
  const gate = Promise.withResolvers<void>();
  const read = log.readForTransfer.bind(log);
  context.mock.method(log, "readForTransfer", async (...args: Parameters<typeof read>) => {
    await gate.promise;
    return read(...args);
  });
  const fetching = fetch(fixture, [request(0, 1)], { replicaId: 2, isolation: "log-end", maxWaitMs: 0 });
  replica.updateRegistration({ ...REGISTRATION, leader: 2, leaderEpoch: 4, replicas: [1, 2], isr: [1, 2] });
  await log.truncateTo(0);
  replica.updateRegistration({ ...REGISTRATION, leaderEpoch: 5, replicas: [1, 2], isr: [1, 2] });
  await append(fixture, testBatch(), { acks: 1 });
  gate.resolve();
  await fetching;
  assert.deepEqual([replica.state.follower(2), replica.highWatermark], [undefined, 0]);
});
