import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Acknowledgements } from "./acknowledgements.ts";
import { AcquiredRecords } from "./acquired-records.ts";
import { ShareSession, sharePartitionKey } from "./share-session.ts";
import type { SharePartition } from "./share-session.ts";

const A: SharePartition = { topicId: "a", partition: 0 };
const B: SharePartition = { topicId: "a", partition: 1 };

function wanted(...partitions: SharePartition[]): Map<string, SharePartition> {
  return new Map(partitions.map((one) => [sharePartitionKey(one), one]));
}

function given(at: SharePartition, ...offsets: number[]): Map<string, { at: SharePartition; given: Acknowledgements }> {
  const acknowledgements = new Acknowledgements();
  for (const offset of offsets) acknowledgements.add(offset, "ACCEPT");
  return new Map([[sharePartitionKey(at), { at, given: acknowledgements }]]);
}

describe("acknowledgements", () => {
  it("become ranges, with one type for all where all have the same", () => {
    const acknowledgements = new Acknowledgements();
    for (const offset of [5, 3, 4]) acknowledgements.add(offset, "ACCEPT");
    acknowledgements.add(8, "RELEASE");
    acknowledgements.add(9, "REJECT");
    acknowledgements.addGap(10);
    acknowledgements.add(20, "RENEW");
    assert.deepEqual(acknowledgements.batches(), [
      { firstOffset: 3, lastOffset: 5, acknowledgeTypes: [1] },
      { firstOffset: 8, lastOffset: 10, acknowledgeTypes: [2, 3, 0] },
      { firstOffset: 20, lastOffset: 20, acknowledgeTypes: [4] },
    ]);
    assert.deepEqual(acknowledgements.offsets, [3, 4, 5, 8, 9, 20]);
    assert.ok(acknowledgements.isRenewal);
  });

  it("that go together share their fate", async () => {
    const [one, other] = [new Acknowledgements(), new Acknowledgements()];
    one.add(1, "ACCEPT");
    other.add(2, "ACCEPT");
    one.merge(other);
    one.complete(undefined);
    assert.equal(await other.promise, undefined);
    assert.deepEqual(one.offsets, [1, 2]);
  });
});

describe("acquired records", () => {
  const record = (offset: number): never => ({ topic: "t", partition: 0, offset }) as never;

  it("are given up once acknowledged, and come back when their lock was renewed", async () => {
    const records = new AcquiredRecords({ topic: "t", partition: 0, nodeId: 0 });
    for (const offset of [3, 1, 2]) records.add(record(offset));
    assert.deepEqual(
      records.records.map((one) => one.offset),
      [1, 2, 3],
    );
    records.acknowledge(1, "ACCEPT");
    records.acknowledge(2, "RENEW");
    assert.throws(() => records.acknowledge(7, "ACCEPT"), /The record cannot be acknowledged/);
    assert.ok(!records.isAllAcknowledged);
    const taken = records.take();
    assert.deepEqual(taken?.offsets, [1, 2]);
    assert.ok(records.hasRenewals && !records.holds(2));
    records.takeRenewed();
    assert.ok(!records.holds(2), "the broker has not answered yet");
    taken?.complete(undefined);
    await taken?.promise;
    await Promise.resolve();
    records.takeRenewed();
    assert.deepEqual(
      records.records.map((one) => one.offset),
      [2, 3],
    );
    assert.equal(records.take(), undefined);
  });

  it("whose renewal failed are gone", async () => {
    const records = new AcquiredRecords({ topic: "t", partition: 0, nodeId: 0 });
    records.add(record(1));
    records.acknowledge(1, "RENEW");
    const taken = records.take();
    taken?.complete(new Error("too late") as never);
    await taken?.promise;
    await Promise.resolve();
    assert.ok(!records.hasRenewals && records.isEmpty);
  });

  it("tell the offsets without a record once", () => {
    const records = new AcquiredRecords({ topic: "t", partition: 0, nodeId: 0 });
    records.addGaps([4, 5]);
    assert.deepEqual(records.takeGaps()?.batches(), [{ firstOffset: 4, lastOffset: 5, acknowledgeTypes: [0] }]);
    assert.equal(records.takeGaps(), undefined);
  });
});

describe("a share session", () => {
  it("tells all partitions at first, then what changed, and counts requests", () => {
    const session = new ShareSession();
    const none = new Map();
    const first = session.fetch(wanted(A, B), none);
    assert.deepEqual([first.epoch, first.topics[0]?.partitions.length, first.forgotten], [0, 2, []]);
    session.onSuccess();
    assert.deepEqual(session.fetch(wanted(A, B), none), { epoch: 1, topics: [], forgotten: [] });
    session.onSuccess();
    const less = session.fetch(wanted(B), given(B, 7));
    assert.equal(less.epoch, 2);
    assert.deepEqual(less.forgotten, [{ topicId: "a", partitions: [0] }]);
    assert.deepEqual(less.topics, [
      {
        topicId: "a",
        partitions: [
          { partitionIndex: 1, acknowledgementBatches: [{ firstOffset: 7, lastOffset: 7, acknowledgeTypes: [1] }] },
        ],
      },
    ]);
  });

  it("begins anew after a failure, and ends with the final epoch", () => {
    const session = new ShareSession();
    session.fetch(wanted(A), new Map());
    session.onSuccess();
    assert.ok(!session.isNew);
    assert.equal(session.acknowledge(given(A, 1), false).epoch, 1);
    session.onFailure();
    assert.ok(session.isNew);
    assert.equal(session.fetch(wanted(A), new Map()).topics.length, 1);
    session.onSuccess();
    assert.equal(session.acknowledge(new Map(), true).epoch, -1);
  });
});
