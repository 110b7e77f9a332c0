import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { ID, P0, P1, TransactionFixture } from "../testing/transaction-fixture.ts";
import { TransactionState } from "../transaction-state.ts";
import { TransactionVersion } from "../transaction-version.ts";
import { statesOf } from "./list.ts";

describe("AddPartitionsToTxn", () => {
  it("begins a transaction, lets it grow, and writes nothing for what is in it already", () => {
    const fixture = new TransactionFixture();
    const producer = fixture.producer();
    assert.equal(fixture.add(producer), ErrorCode.NONE);
    assert.equal(fixture.metadata()!.startTimestampMs, fixture.nowMs);
    const length = fixture.log.length;
    assert.equal(fixture.add(producer), ErrorCode.NONE);
    assert.equal(fixture.log.length, length);
    fixture.advance(1_000);
    assert.equal(fixture.add(producer, [P0, P1]), ErrorCode.NONE);
    const { partitions, startTimestampMs, lastUpdateTimestampMs } = fixture.metadata()!;
    assert.deepEqual(partitions.byTopic(), [{ topic: "t", partitions: [0, 1] }]);
    assert.deepEqual([startTimestampMs, lastUpdateTimestampMs], [fixture.nowMs - 1_000, fixture.nowMs]);
  });

  it("refuses producers that are not the id's", () => {
    const fixture = new TransactionFixture();
    assert.equal(fixture.add({ producerId: 1n, producerEpoch: 0 }), ErrorCode.INVALID_PRODUCER_ID_MAPPING);
    const producer = fixture.producer();
    assert.equal(fixture.add({ ...producer, producerId: 1n }), ErrorCode.INVALID_PRODUCER_ID_MAPPING);
    assert.equal(fixture.add({ ...producer, producerEpoch: 1 }), ErrorCode.PRODUCER_FENCED);
    const request = { transactionalId: "", ...producer, partitions: [] };
    assert.equal(
      fixture.shard.addPartitions(request, TransactionVersion.TV_2, fixture.time).response,
      ErrorCode.INVALID_REQUEST,
    );
    assert.equal(fixture.metadata()!.state, TransactionState.EMPTY);
  });

  it("begins anew after each end", () => {
    const fixture = new TransactionFixture();
    let producer = fixture.producer();
    for (const result of ["commit", "abort"] as const) {
      fixture.advance(100);
      fixture.add(producer, [P1]);
      assert.deepEqual(fixture.metadata()!.partitions.byTopic(), [{ topic: "t", partitions: [1] }]);
      assert.equal(fixture.metadata()!.startTimestampMs, fixture.nowMs);
      producer = fixture.ended(producer, result);
    }
  });

  it("only verifies when told so", () => {
    const fixture = new TransactionFixture();
    const producer = fixture.producer();
    fixture.add(producer, [P1]);
    const length = fixture.log.length;
    assert.deepEqual(fixture.verify(producer, [P0, P1]), [ErrorCode.TRANSACTION_ABORTABLE, ErrorCode.NONE]);
    assert.deepEqual(fixture.verify({ ...producer, producerEpoch: 4 }), [ErrorCode.PRODUCER_FENCED]);
    assert.deepEqual(fixture.verify({ ...producer, producerId: 4n }), [ErrorCode.INVALID_PRODUCER_ID_MAPPING]);
    assert.equal(fixture.log.length, length);
  });
});

describe("ListTransactions", () => {
  it("passes what every filter lets pass", () => {
    const fixture = new TransactionFixture();
    fixture.init(undefined, 1_000, "idle");
    fixture.add(fixture.producer());
    fixture.advance(500);
    const all = { states: undefined, producerIds: undefined, longerThanMs: undefined, matches: undefined };
    const names = (filter: Partial<Parameters<typeof fixture.shard.listTransactions>[0]>): (string | undefined)[] =>
      fixture.shard
        .listTransactions({ ...all, ...filter }, { epoch: fixture.log.length, nowMs: fixture.nowMs })
        .map(({ transactionalId }) => transactionalId);
    assert.deepEqual(names({}), ["idle", ID]);
    assert.deepEqual(names(statesOf(["Ongoing", "nonsense"])), [ID]);
    assert.deepEqual(statesOf(["nonsense", "Dead"]).unknown, ["nonsense"]);
    assert.deepEqual(names({ producerIds: new Set([1000n]) }), ["idle"]);
    assert.deepEqual(names({ longerThanMs: 499, states: statesOf(["Ongoing"]).states }), [ID]);
    assert.deepEqual(names({ longerThanMs: 500, states: statesOf(["Ongoing"]).states }), []);
    assert.deepEqual(names({ matches: (id) => id.startsWith("i") }), ["idle"]);
  });
});
