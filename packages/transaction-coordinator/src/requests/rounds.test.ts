import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { ID, TransactionFixture } from "../testing/transaction-fixture.ts";
import { newTransaction, transition } from "../transaction-metadata.ts";
import { TransactionState } from "../transaction-state.ts";

const DAY_MS = 24 * 3_600_000;

describe("the coordinator by itself", () => {
  it("aborts a transaction after its timeout, and fences its producer", () => {
    const fixture = new TransactionFixture();
    const producer = fixture.producer();
    fixture.add(producer);
    fixture.advance(60_000);
    assert.equal(fixture.metadata()!.state, TransactionState.ONGOING);
    fixture.advance(10_000);
    assert.equal(fixture.metadata()!.state, TransactionState.PREPARE_ABORT);
    fixture.mark();
    assert.equal(fixture.metadata()!.producerEpoch, producer.producerEpoch + 1);
    // To the next epoch it looks like a repeated abort, to a commit it does not.
    assert.equal(fixture.end(producer, "commit").errorCode, ErrorCode.INVALID_TXN_STATE);
    assert.equal(fixture.add(producer), ErrorCode.PRODUCER_FENCED);
  });

  it("goes by when the transaction began, not by when it grew", () => {
    const fixture = new TransactionFixture();
    const producer = fixture.producer();
    fixture.add(producer);
    fixture.advance(55_000);
    fixture.add(producer, [{ topic: "u", partition: 0 }]);
    fixture.advance(15_000);
    assert.equal(fixture.metadata()!.state, TransactionState.PREPARE_ABORT);
  });

  it("leaves alone what has no timeout (KIP-939), and what is decided", () => {
    const fixture = new TransactionFixture();
    const made = newTransaction(ID, { producerId: 5n, timeoutMs: 2_147_483_647, nowMs: 0 });
    fixture.plant(transition(made, { producerEpoch: 1, state: TransactionState.ONGOING, startTimestampMs: 0 }));
    fixture.advance(DAY_MS);
    assert.equal(fixture.metadata()!.state, TransactionState.ONGOING);
    fixture.end({ producerId: 5n, producerEpoch: 1 }, "commit");
    fixture.advance(DAY_MS);
    assert.equal(fixture.metadata()!.state, TransactionState.PREPARE_COMMIT);
  });

  it("aborts many in as many turns as it takes", () => {
    const fixture = new TransactionFixture();
    for (let i = 0; i < 2_500; i++) {
      const made = newTransaction(`${ID}${i}`, { producerId: 5n, timeoutMs: 1_000, nowMs: 0 });
      fixture.shard.replay({
        transactionalId: `${ID}${i}`,
        metadata: transition(made, { producerEpoch: 1, state: TransactionState.ONGOING, startTimestampMs: 0 }),
        valueVersion: 1,
      });
    }
    const counts: number[] = [];
    for (let round = 0; round < 3; round++) {
      const result = fixture.shard.onTimer({ kind: "abort-timed-out" }, fixture.time);
      counts.push(result.records.length);
      for (const record of result.records) fixture.shard.replay(record);
    }
    assert.deepEqual(counts, [1000, 1000, 500]);
    assert.equal(fixture.timers.deadlineOf("abort-timed-out"), fixture.monotonicMs + 10_000);
  });

  it("forgets an id that nobody has used for long; an open transaction keeps it", () => {
    const fixture = new TransactionFixture({ config: { transactionMaxTimeoutMs: 2_000_000_000 } });
    fixture.init(undefined, 60_000, "idle");
    const { producerId, producerEpoch } = fixture.init(undefined, 2_000_000_000);
    fixture.add({ producerId, producerEpoch });
    fixture.advance(6 * DAY_MS);
    assert.ok(fixture.metadata("idle"));
    fixture.advance(DAY_MS + 3_600_000);
    assert.equal(fixture.metadata("idle"), undefined);
    assert.equal(fixture.metadata()!.state, TransactionState.ONGOING);
    const { errorCode } = fixture.shard.describeTransaction("idle", fixture.log.length);
    assert.equal(errorCode, ErrorCode.TRANSACTIONAL_ID_NOT_FOUND);
  });
});
