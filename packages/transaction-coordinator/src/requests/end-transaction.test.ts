import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { ID, P0, P1, TransactionFixture } from "../testing/transaction-fixture.ts";
import { newTransaction, transition } from "../transaction-metadata.ts";
import { TransactionState } from "../transaction-state.ts";
import { TransactionVersion } from "../transaction-version.ts";
import type { ProducerIdAndEpoch } from "../transitions/init.ts";

const { NONE, INVALID_TXN_STATE, PRODUCER_FENCED, CONCURRENT_TRANSACTIONS, INVALID_PRODUCER_ID_MAPPING } = ErrorCode;
const before = ({ producerId, producerEpoch }: ProducerIdAndEpoch): ProducerIdAndEpoch => ({
  producerId,
  producerEpoch: producerEpoch - 1,
});

describe("EndTxn", () => {
  it("answers when the decision is in the log; the completion waits for every partition", () => {
    const fixture = new TransactionFixture();
    const producer = fixture.producer();
    fixture.add(producer, [P0, P1]);
    assert.deepEqual(fixture.end(producer, "commit"), { errorCode: NONE, producerId: 1000n, producerEpoch: 1 });
    assert.equal(fixture.metadata()!.state, TransactionState.PREPARE_COMMIT);
    const [markers] = fixture.sent;
    assert.deepEqual(
      [markers!.result, markers!.producerEpoch, markers!.transactionVersion, markers!.partitions.size],
      ["commit", 1, 2, 2],
    );
    fixture.mark(markers, [P1]);
    assert.equal(fixture.metadata()!.state, TransactionState.PREPARE_COMMIT);
    assert.deepEqual(fixture.shard.describeTransaction(ID, fixture.log.length).topics, [
      { topic: "t", partitions: [0] },
    ]);
    fixture.mark(markers, [P0]);
    assert.equal(fixture.metadata()!.state, TransactionState.COMPLETE_COMMIT);
    assert.equal(fixture.metadata()!.partitions.size, 0);
  });

  it("sends nothing when the decision did not get into the log, and decides again when asked again", () => {
    const fixture = new TransactionFixture();
    const producer = fixture.producer();
    fixture.add(producer);
    fixture.nextAppendError = ErrorCode.KAFKA_STORAGE_ERROR;
    const request = { transactionalId: ID, ...producer, result: "commit" } as const;
    fixture.run(fixture.shard.endTransaction(request, TransactionVersion.TV_2, fixture.time));
    assert.equal(fixture.sent.length, 0);
    assert.equal(fixture.end(producer, "abort").errorCode, NONE);
  });

  it("completes again when the completion did not get into the log", () => {
    const fixture = new TransactionFixture();
    const producer = fixture.producer();
    fixture.add(producer);
    fixture.end(producer, "commit");
    fixture.nextAppendError = ErrorCode.KAFKA_STORAGE_ERROR;
    fixture.mark();
    assert.equal(fixture.metadata()!.state, TransactionState.PREPARE_COMMIT);
    fixture.mark(fixture.sent[0], []);
    assert.equal(fixture.metadata()!.state, TransactionState.COMPLETE_COMMIT);
  });

  it("is brought to its end by the next coordinator", () => {
    const fixture = new TransactionFixture();
    const producer = fixture.producer();
    fixture.add(producer);
    fixture.end(producer, "abort");
    fixture.reload();
    assert.equal(fixture.sent.length, 2);
    assert.equal(fixture.sent[1]!.result, "abort");
    fixture.mark();
    assert.equal(fixture.metadata()!.state, TransactionState.COMPLETE_ABORT);
    // The report of the coordinator before comes late.
    fixture.mark(fixture.sent[0]);
    assert.equal(fixture.metadata()!.state, TransactionState.COMPLETE_ABORT);
  });

  it("of version 2: the epoch tells a repeated request from the next", () => {
    const fixture = new TransactionFixture();
    const table = (producer: ProducerIdAndEpoch): number[] => [
      fixture.end(before(producer), "abort").errorCode,
      fixture.end(before(producer), "commit").errorCode,
      fixture.end(producer, "commit").errorCode,
    ];
    const empty = fixture.producer();
    assert.deepEqual(table(empty), [PRODUCER_FENCED, PRODUCER_FENCED, INVALID_TXN_STATE]);
    const aborted = fixture.ended(empty, "abort");
    assert.deepEqual(table(aborted), [NONE, INVALID_TXN_STATE, INVALID_TXN_STATE]);
    fixture.add(aborted);
    const committed = fixture.ended(aborted, "commit");
    assert.deepEqual(table(committed), [INVALID_TXN_STATE, NONE, INVALID_TXN_STATE]);
    assert.equal(fixture.ended(committed, "abort").producerEpoch, committed.producerEpoch + 1);
  });

  it("of version 1: the epoch stays, and an outcome can only be repeated", () => {
    const fixture = new TransactionFixture({ transactionVersion: TransactionVersion.TV_1 });
    const producer = fixture.producer();
    assert.equal(fixture.end(producer, "commit").errorCode, INVALID_TXN_STATE);
    assert.equal(fixture.end(producer, "abort").errorCode, INVALID_TXN_STATE);
    for (const [result, other] of [
      ["commit", "abort"],
      ["abort", "commit"],
    ] as const) {
      fixture.add(producer);
      fixture.end(producer, result);
      assert.equal(fixture.end(producer, result).errorCode, CONCURRENT_TRANSACTIONS);
      assert.equal(fixture.end(producer, other).errorCode, CONCURRENT_TRANSACTIONS);
      fixture.mark();
      assert.equal(fixture.metadata()!.producerEpoch, producer.producerEpoch);
      assert.equal(fixture.end(producer, result).errorCode, NONE);
      assert.equal(fixture.end(producer, other).errorCode, INVALID_TXN_STATE);
    }
    assert.equal(fixture.end(before(producer), "abort").errorCode, PRODUCER_FENCED);
    assert.equal(fixture.end({ ...producer, producerId: 9n }, "abort").errorCode, INVALID_PRODUCER_ID_MAPPING);
  });

  it("while it is carried out everything else has to wait", () => {
    const fixture = new TransactionFixture();
    const producer = fixture.producer();
    fixture.add(producer);
    const { errorCode: _, ...next } = fixture.end(producer, "commit");
    assert.equal(fixture.end(producer, "commit").errorCode, CONCURRENT_TRANSACTIONS);
    assert.equal(fixture.end(next, "abort").errorCode, CONCURRENT_TRANSACTIONS);
    assert.equal(fixture.add(next, [P1]), CONCURRENT_TRANSACTIONS);
    assert.deepEqual(fixture.verify(next), [CONCURRENT_TRANSACTIONS]);
    assert.equal(fixture.init().errorCode, CONCURRENT_TRANSACTIONS);
    fixture.mark();
    assert.equal(fixture.add(next, [P1]), NONE);
  });

  it("uses up the last epoch: a new producer id takes over, and a repeated request is known", () => {
    for (const result of ["commit", "abort"] as const) {
      const fixture = new TransactionFixture();
      const made = newTransaction(ID, { producerId: 5n, timeoutMs: 60_000, nowMs: 0 });
      fixture.plant(transition(made, { producerEpoch: 32_766 }));
      const last = { producerId: 5n, producerEpoch: 32_766 };
      fixture.add(last);
      assert.deepEqual(fixture.end(last, result), { errorCode: NONE, producerId: 1000n, producerEpoch: 0 });
      assert.deepEqual([fixture.sent[0]!.producerId, fixture.sent[0]!.producerEpoch], [5n, 32_767]);
      fixture.reload();
      fixture.mark();
      assert.equal(fixture.metadata()!.producerId, 1000n);
      assert.deepEqual(fixture.end(last, result), { errorCode: NONE, producerId: 1000n, producerEpoch: 0 });
      assert.equal(fixture.add(last), INVALID_PRODUCER_ID_MAPPING);
      assert.equal(fixture.add({ producerId: 1000n, producerEpoch: 0 }), NONE);
    }
  });

  it("without partitions has nothing to mark and is complete with the first report", () => {
    const fixture = new TransactionFixture();
    fixture.end(fixture.producer(), "abort");
    assert.equal(fixture.sent[0]!.partitions.size, 0);
    assert.equal(fixture.metadata()!.startTimestampMs, fixture.nowMs);
    fixture.mark();
    assert.equal(fixture.metadata()!.state, TransactionState.COMPLETE_ABORT);
  });
});
