import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { ID, P0, TransactionFixture } from "../testing/transaction-fixture.ts";
import { newTransaction, transition } from "../transaction-metadata.ts";
import { TransactionState } from "../transaction-state.ts";
import { TransactionVersion } from "../transaction-version.ts";

describe("InitProducerId", () => {
  it("gives a new id a producer id and epoch 0, and whoever comes later the next epoch", () => {
    const fixture = new TransactionFixture();
    assert.deepEqual(fixture.init(), { errorCode: ErrorCode.NONE, producerId: 1000n, producerEpoch: 0 });
    assert.deepEqual(fixture.init(), { errorCode: ErrorCode.NONE, producerId: 1000n, producerEpoch: 1 });
    const { state, timeoutMs, startTimestampMs, previousProducerId } = fixture.metadata()!;
    assert.deepEqual(
      [state, timeoutMs, startTimestampMs, previousProducerId],
      [TransactionState.EMPTY, 60_000, -1, 1000n],
    );
  });

  it("refuses an empty id and timeouts out of range", () => {
    const fixture = new TransactionFixture();
    assert.equal(fixture.init(undefined, 1, "").errorCode, ErrorCode.INVALID_REQUEST);
    for (const timeoutMs of [0, -1, 900_001]) {
      assert.equal(fixture.init(undefined, timeoutMs).errorCode, ErrorCode.INVALID_TRANSACTION_TIMEOUT);
    }
    assert.equal(fixture.init(undefined, 900_000).errorCode, ErrorCode.NONE);
  });

  it("lets a producer that says who it was go on, once", () => {
    const fixture = new TransactionFixture();
    const first = fixture.producer();
    const second = fixture.init(first);
    assert.equal(second.producerEpoch, 1);
    // The answer was lost: it is given again.
    assert.deepEqual(fixture.init(first), second);
    assert.equal(fixture.init({ producerId: 1000n, producerEpoch: 7 }).errorCode, ErrorCode.PRODUCER_FENCED);
    assert.equal(fixture.init({ producerId: 7n, producerEpoch: 1 }).errorCode, ErrorCode.PRODUCER_FENCED);
    fixture.init();
    assert.equal(fixture.init(first).errorCode, ErrorCode.PRODUCER_FENCED);
  });

  it("forgets who repeats itself when the coordinator moves, as Kafka does", () => {
    const fixture = new TransactionFixture();
    const first = fixture.producer();
    fixture.init(first);
    fixture.reload();
    assert.equal(fixture.init(first).errorCode, ErrorCode.PRODUCER_FENCED);
  });

  it("aborts an open transaction first, and fences its producer", () => {
    for (const transactionVersion of [TransactionVersion.TV_1, TransactionVersion.TV_2]) {
      const fixture = new TransactionFixture({ transactionVersion });
      const zombie = fixture.producer();
      fixture.add(zombie);
      assert.equal(fixture.init().errorCode, ErrorCode.CONCURRENT_TRANSACTIONS);
      assert.equal(fixture.metadata()!.state, TransactionState.PREPARE_ABORT);
      assert.equal(fixture.sent.length, 1);
      assert.equal(fixture.sent[0]!.producerEpoch, 1);
      assert.equal(fixture.init().errorCode, ErrorCode.CONCURRENT_TRANSACTIONS);
      fixture.mark();
      assert.equal(fixture.init().producerEpoch, 2);
      assert.equal(fixture.end(zombie, "commit").errorCode, ErrorCode.PRODUCER_FENCED);
      assert.equal(fixture.add(zombie), ErrorCode.PRODUCER_FENCED);
    }
  });

  it("sends no marker of an abort that did not get into the log", () => {
    const fixture = new TransactionFixture();
    const producer = fixture.producer();
    fixture.add(producer);
    fixture.nextAppendError = ErrorCode.NOT_ENOUGH_REPLICAS;
    fixture.run(
      fixture.shard.initProducerId({ transactionalId: ID, transactionTimeoutMs: 1, expected: undefined }, fixture.time),
    );
    assert.equal(fixture.sent.length, 0);
    assert.equal(fixture.metadata()!.state, TransactionState.ONGOING);
    assert.equal(fixture.end(producer, "commit").errorCode, ErrorCode.NONE);
  });

  it("moves on to a new producer id when the epochs are used up", () => {
    const fixture = new TransactionFixture();
    const made = newTransaction(ID, { producerId: 5n, timeoutMs: 60_000, nowMs: 0 });
    fixture.plant(transition(made, { producerEpoch: 32_766 }));
    assert.equal(fixture.init({ producerId: 5n, producerEpoch: 3 }).errorCode, ErrorCode.PRODUCER_FENCED);
    assert.deepEqual(fixture.init({ producerId: 5n, producerEpoch: 32_766 }), {
      errorCode: ErrorCode.NONE,
      producerId: 1000n,
      producerEpoch: 0,
    });
    // Repeated, after the answer was lost.
    assert.deepEqual(fixture.init({ producerId: 5n, producerEpoch: 32_766 }), {
      errorCode: ErrorCode.NONE,
      producerId: 1000n,
      producerEpoch: 0,
    });
  });

  it("waits for producer ids", () => {
    const fixture = new TransactionFixture();
    fixture.hasProducerIds = false;
    assert.equal(fixture.init().errorCode, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
    assert.equal(fixture.metadata(), undefined);
    fixture.hasProducerIds = true;
    assert.equal(fixture.init().errorCode, ErrorCode.NONE);
  });

  it("aborts the last transaction of a producer id with a new one to follow", () => {
    const fixture = new TransactionFixture();
    const made = newTransaction(ID, { producerId: 5n, timeoutMs: 60_000, nowMs: 0 });
    fixture.plant(transition(made, { producerEpoch: 32_766 }));
    const last = { producerId: 5n, producerEpoch: 32_766 };
    assert.equal(fixture.add(last, [P0]), ErrorCode.NONE);
    assert.equal(fixture.init().errorCode, ErrorCode.CONCURRENT_TRANSACTIONS);
    assert.deepEqual([fixture.sent[0]!.producerId, fixture.sent[0]!.producerEpoch], [5n, 32_767]);
    fixture.mark();
    assert.deepEqual(fixture.init(), { errorCode: ErrorCode.NONE, producerId: 1000n, producerEpoch: 1 });
  });
});
