import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { READ_COMMITTED, TransactionalBroker } from "../testing/transactional-broker.ts";

const ID = "tx";

describe("a transaction of version 2", () => {
  it("is read when it is committed, and its producer goes on with the next epoch", async (context) => {
    const fixture = await TransactionalBroker.start(context);
    const first = await fixture.init(ID);
    const written = await fixture.produce(first, { count: 3 });
    assert.deepEqual([written.errorCode, written.baseOffset], [ErrorCode.NONE, 0]);
    assert.equal((await fixture.describe(ID)).transactionState, "Ongoing");
    assert.deepEqual(await fixture.read(READ_COMMITTED), []);
    assert.equal((await fixture.read(0)).length, 1);
    assert.equal(await fixture.endOffset(READ_COMMITTED), 0);
    assert.equal(await fixture.endOffset(0), 3);

    const second = await fixture.ended(first, true);
    assert.deepEqual([second.producerId, second.producerEpoch], [first.producerId, first.producerEpoch + 1]);
    assert.deepEqual(
      (await fixture.read(READ_COMMITTED)).map(({ offset, isControl, producerEpoch }) => [
        offset,
        isControl,
        producerEpoch,
      ]),
      [
        [0, false, first.producerEpoch],
        [3, true, second.producerEpoch],
      ],
    );
    assert.equal(await fixture.endOffset(READ_COMMITTED), 4);
    assert.deepEqual((await fixture.fetch(0, READ_COMMITTED)).abortedTransactions, []);
  });

  it("is told to readers when it is aborted", async (context) => {
    const fixture = await TransactionalBroker.start(context);
    const producer = await fixture.init(ID);
    await fixture.produce(producer);
    await fixture.ended(producer, false);
    const fetched = await fixture.fetch(0, READ_COMMITTED);
    assert.deepEqual(fetched.abortedTransactions, [{ producerId: producer.producerId, firstOffset: 0 }]);
    assert.equal(fetched.lastStableOffset, 2);
  });
});

describe("a transaction of version 1", () => {
  it("takes only partitions that were added, and keeps its epoch", async (context) => {
    const fixture = await TransactionalBroker.start(context);
    const producer = await fixture.init(ID, 4);
    const unknown = await fixture.produce(producer, { version: 11 });
    assert.equal(unknown.errorCode, ErrorCode.TRANSACTION_ABORTABLE);
    assert.equal((await fixture.produce(producer, { version: 10 })).errorCode, ErrorCode.INVALID_TXN_STATE);
    assert.equal(await fixture.addPartitions(producer), ErrorCode.NONE);
    assert.equal((await fixture.produce(producer, { version: 11 })).errorCode, ErrorCode.NONE);
    await fixture.ended(producer, true, 4);
    assert.deepEqual(
      (await fixture.read(READ_COMMITTED)).map(({ isControl, producerEpoch }) => [isControl, producerEpoch]),
      [
        [false, producer.producerEpoch],
        [true, producer.producerEpoch],
      ],
    );
  });
});

describe("a new producer", () => {
  it("aborts the open transaction of the one before, which is fenced", async (context) => {
    const fixture = await TransactionalBroker.start(context);
    const zombie = await fixture.init(ID);
    await fixture.produce(zombie);
    assert.equal((await fixture.tryInit(ID)).errorCode, ErrorCode.CONCURRENT_TRANSACTIONS);
    const producer = await fixture.init(ID);
    assert.equal(producer.producerId, zombie.producerId);
    assert.ok(producer.producerEpoch > zombie.producerEpoch);
    const late = await fixture.produce(zombie, { sequence: 1 });
    assert.equal(late.errorCode, ErrorCode.INVALID_PRODUCER_EPOCH);
    assert.equal((await fixture.end(zombie, true)).errorCode, ErrorCode.PRODUCER_FENCED);
    assert.deepEqual((await fixture.fetch(0, READ_COMMITTED)).abortedTransactions, [
      { producerId: zombie.producerId, firstOffset: 0 },
    ]);
  });
});

describe("a coordinator that comes back", () => {
  it("finds an open transaction, which its producer commits", async (context) => {
    const fixture = await TransactionalBroker.start(context);
    const producer = await fixture.init(ID);
    await fixture.produce(producer);
    await fixture.restart();
    assert.equal((await fixture.describe(ID)).transactionState, "Ongoing");
    await fixture.ended(producer, true);
    assert.equal((await fixture.read(READ_COMMITTED)).length, 2);
  });
});

describe("an answer about a transaction", () => {
  it("config request.timeout.ms: does not wait longer for its records to be written", async (context) => {
    const broker = await TransactionalBroker.start(context, { "request.timeout.ms": "700" });
    const producer = await broker.init("slow");
    const hang = Promise.withResolvers<void>();
    broker.delay = ({ kind, path }) =>
      kind === "write" && path.includes("__transaction_state") ? hang.promise : undefined;
    const startMs = broker.clock.nowMs();
    assert.equal(await broker.addPartitions(producer), ErrorCode.COORDINATOR_NOT_AVAILABLE);
    const tookMs = broker.clock.nowMs() - startMs;
    assert.ok(tookMs >= 700 && tookMs < 1000, `${tookMs} ms`);
    broker.delay = undefined;
    hang.resolve();
  });
});
