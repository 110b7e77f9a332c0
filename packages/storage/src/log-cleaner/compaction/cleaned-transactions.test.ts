import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ControlRecordType } from "@ottla/records";
import type { AbortedTxn } from "../../transaction-index.ts";
import { CleanedTransactions } from "./cleaned-transactions.ts";

const { ABORT, COMMIT, LEADER_CHANGE } = ControlRecordType;
const ABORTED: AbortedTxn = { producerId: 1n, firstOffset: 10, lastOffset: 20, lastStableOffset: 21 };

const batch = (producerId: bigint, lastOffset: number): Parameters<CleanedTransactions["onBatch"]>[0] => ({
  producerId,
  lastOffset,
  isTransactional: true,
});

describe("an aborted transaction", () => {
  test("loses its batches; its marker stays as long as one of them is met, with its entry of the index", () => {
    const transactions = new CleanedTransactions();
    const retained: AbortedTxn[] = [];
    transactions.onAbortedRetained = (txn) => retained.push(txn);
    transactions.add([ABORTED]);
    assert.equal(transactions.onBatch(batch(1n, 9)), false, "an earlier transaction of the producer");
    assert.equal(transactions.onBatch(batch(1n, 12)), true);
    assert.equal(transactions.onBatch({ ...batch(1n, 13), isTransactional: false }), false);
    assert.equal(transactions.onBatch(batch(2n, 14)), false, "another producer");
    assert.equal(transactions.onMarker({ producerId: 1n, lastOffset: 20, type: ABORT }), false);
    assert.deepEqual(retained, [ABORTED]);
    assert.equal(transactions.onBatch(batch(1n, 22)), false, "its next transaction");
  });

  test("has a marker that can go when nothing of it is met", () => {
    const transactions = new CleanedTransactions();
    transactions.onAbortedRetained = () => assert.fail("no entry is written");
    transactions.add([ABORTED]);
    assert.equal(transactions.onMarker({ producerId: 1n, lastOffset: 20, type: ABORT }), true);
  });

  test("may be told of by every segment it spans", () => {
    const transactions = new CleanedTransactions();
    transactions.add([ABORTED]);
    assert.equal(transactions.onBatch(batch(1n, 12)), true);
    transactions.add([ABORTED]);
    assert.equal(transactions.onMarker({ producerId: 1n, lastOffset: 20, type: ABORT }), false);
    assert.equal(transactions.onBatch(batch(1n, 25)), false);
  });
});

describe("a committed transaction", () => {
  test("keeps its marker while a batch of it is met", () => {
    const transactions = new CleanedTransactions();
    assert.equal(transactions.onBatch(batch(1n, 5)), false);
    assert.equal(transactions.onMarker({ producerId: 1n, lastOffset: 6, type: COMMIT }), false);
    assert.equal(transactions.onMarker({ producerId: 1n, lastOffset: 8, type: COMMIT }), true);
  });
});

test("a control batch without records can go; one that ends no transaction stays", () => {
  const transactions = new CleanedTransactions();
  assert.equal(transactions.onMarker({ producerId: 1n, lastOffset: 1, type: undefined }), true);
  assert.equal(transactions.onMarker({ producerId: -1n, lastOffset: 2, type: LEADER_CHANGE }), false);
});
