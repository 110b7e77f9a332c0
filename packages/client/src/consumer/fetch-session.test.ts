import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { TopicPartitionMap } from "../topic-partition.ts";
import { FetchSession } from "./fetch-session.ts";
import type { FetchTarget } from "./fetch-session.ts";

const ID_A = "QUFBQUFBQUFBQUFBQUFBQQ";
const ID_B = "QkJCQkJCQkJCQkJCQkJCQg";
const ZERO = "AAAAAAAAAAAAAAAAAAAAAA";

function wanted(offsets: Readonly<Record<string, number>>, topicId = ID_A): TopicPartitionMap<FetchTarget> {
  const map = new TopicPartitionMap<FetchTarget>();
  for (const [partition, fetchOffset] of Object.entries(offsets)) {
    const target = { topicId, fetchOffset, logStartOffset: -1, maxBytes: 100, leaderEpoch: 0, lastFetchedEpoch: -1 };
    map.set({ topic: "t", partition: Number(partition) }, target);
  }
  return map;
}

function sent(request: ReturnType<FetchSession["build"]>): unknown {
  return {
    session: [request.sessionId, request.epoch],
    send: [...request.toSend.keys()].map((one) => one.partition),
    forget: request.toForget.map((one) => one.partition),
  };
}

describe("a fetch session", () => {
  it("begins with everything and then tells only changes", () => {
    const session = new FetchSession();
    assert.deepEqual(sent(session.build(wanted({ 0: 10, 1: 20 }))), { session: [0, 0], send: [0, 1], forget: [] });
    assert.ok(session.onResponse(0, 77));
    assert.deepEqual(sent(session.build(wanted({ 0: 11, 1: 20 }))), { session: [77, 1], send: [0], forget: [] });
    assert.ok(session.onResponse(0, 77));
    assert.deepEqual(sent(session.build(wanted({ 1: 20, 2: 0 }))), { session: [77, 2], send: [2], forget: [0] });
  });

  it("begins anew without an id when the broker has forgotten it", () => {
    const session = new FetchSession();
    session.build(wanted({ 0: 1 }));
    session.onResponse(0, 77);
    session.build(wanted({ 0: 2 }));
    assert.ok(!session.onResponse(ErrorCode.FETCH_SESSION_ID_NOT_FOUND, 0));
    assert.deepEqual(sent(session.build(wanted({ 0: 2 }))), { session: [0, 0], send: [0], forget: [] });
  });

  it("closes the old one and begins anew after a failed request or an epoch that does not fit", () => {
    for (const isLost of [true, false]) {
      const session = new FetchSession();
      session.build(wanted({ 0: 1 }));
      session.onResponse(0, 77);
      session.build(wanted({ 0: 2 }));
      if (isLost) session.onError();
      else assert.ok(!session.onResponse(ErrorCode.INVALID_FETCH_SESSION_EPOCH, 0));
      assert.deepEqual(sent(session.build(wanted({ 0: 2 }))), { session: [77, 0], send: [0], forget: [] });
    }
  });

  it("stays without a session when the broker has no room for one", () => {
    const session = new FetchSession();
    session.build(wanted({ 0: 1 }));
    assert.ok(session.onResponse(0, 0));
    assert.deepEqual(sent(session.build(wanted({ 0: 2 }))), { session: [0, 0], send: [0], forget: [] });
    assert.equal(session.buildClose(), undefined);
  });

  it("forgets a topic that was made again under its name", () => {
    const session = new FetchSession();
    session.build(wanted({ 0: 1 }));
    session.onResponse(0, 77);
    const request = session.build(wanted({ 0: 1 }, ID_B));
    assert.deepEqual(sent(request), { session: [77, 1], send: [0], forget: [0] });
    assert.equal(request.toForget[0]?.topicId, ID_A);
  });

  it("begins anew when topics lose their ids, since a session speaks of ids or names only", () => {
    const session = new FetchSession();
    assert.ok(session.build(wanted({ 0: 1 })).hasIds);
    session.onResponse(0, 77);
    const request = session.build(wanted({ 0: 1 }, ZERO));
    assert.ok(!request.hasIds);
    assert.equal(request.epoch, 0);
  });

  it("counts epochs from 1, past the largest to 1 again, and ends with -1", () => {
    const session = new FetchSession();
    session.build(wanted({ 0: 1 }));
    session.onResponse(0, 77);
    assert.equal(session.build(wanted({ 0: 1 })).epoch, 1);
    assert.deepEqual(session.buildClose(), { sessionId: 77, epoch: -1 });
    assert.equal(session.buildClose(), undefined);
  });
});
