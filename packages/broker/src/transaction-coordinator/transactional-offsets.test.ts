import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { DescribeProducersRequest, DescribeProducersResponse } from "@ottla/protocol/messages/describe-producers";
import { FindCoordinatorRequest, FindCoordinatorResponse } from "@ottla/protocol/messages/find-coordinator";
import { ListTransactionsRequest, ListTransactionsResponse } from "@ottla/protocol/messages/list-transactions";
import { OffsetFetchRequest, OffsetFetchResponse } from "@ottla/protocol/messages/offset-fetch";
import { TxnOffsetCommitRequest, TxnOffsetCommitResponse } from "@ottla/protocol/messages/txn-offset-commit";
import { WriteTxnMarkersRequest, WriteTxnMarkersResponse } from "@ottla/protocol/messages/write-txn-markers";
import { READ_COMMITTED, TOPIC, TransactionalBroker, type TestProducer } from "../testing/transactional-broker.ts";

const ID = "tx";
const GROUP = "group";

async function start(...args: Parameters<typeof TransactionalBroker.start>): Promise<TransactionalBroker> {
  const fixture = await TransactionalBroker.start(...args);
  await fixture.ask([FindCoordinatorRequest, FindCoordinatorResponse], 6, { keyType: 0, coordinatorKeys: [GROUP] });
  return fixture;
}

async function commitOffsets(
  fixture: TransactionalBroker,
  producer: TestProducer,
  committedOffset: number,
  version: number,
): Promise<number> {
  const { transactionalId, ...identity } = producer;
  const response = await fixture.ask([TxnOffsetCommitRequest, TxnOffsetCommitResponse], version, {
    ...identity,
    transactionalId: transactionalId ?? "",
    groupId: GROUP,
    topics: [{ name: TOPIC, partitions: [{ partitionIndex: 0, committedOffset }] }],
  });
  return response.topics[0]!.partitions[0]!.errorCode;
}

async function committed(fixture: TransactionalBroker, requireStable: boolean): Promise<number[]> {
  for (;;) {
    const response = await fixture.ask([OffsetFetchRequest, OffsetFetchResponse], 8, {
      groups: [{ groupId: GROUP, topics: [{ name: TOPIC, partitionIndexes: [0] }] }],
      requireStable,
    });
    const [group] = response.groups;
    if (group!.errorCode === ErrorCode.COORDINATOR_LOAD_IN_PROGRESS) {
      await fixture.clock.advanceAsync(1);
      continue;
    }
    const [partition] = group!.topics[0]!.partitions;
    return [partition!.errorCode, partition!.committedOffset];
  }
}

describe("offsets in a transaction", () => {
  for (const version of [3, 5]) {
    it(`count when it commits, and never when it aborts (version ${version})`, async (context) => {
      const fixture = await start(context);
      let producer = await fixture.init(ID);
      const begin = async (offset: number): Promise<void> => {
        if (version < 5) assert.equal(await fixture.addOffsets(producer, GROUP), ErrorCode.NONE);
        assert.equal(await commitOffsets(fixture, producer, offset, version), ErrorCode.NONE);
      };
      await begin(5);
      assert.deepEqual(await committed(fixture, false), [ErrorCode.NONE, -1]);
      assert.deepEqual(await committed(fixture, true), [ErrorCode.UNSTABLE_OFFSET_COMMIT, -1]);
      producer = await fixture.ended(producer, true);
      assert.deepEqual(await committed(fixture, true), [ErrorCode.NONE, 5]);
      await begin(9);
      producer = await fixture.ended(producer, false);
      assert.deepEqual(await committed(fixture, true), [ErrorCode.NONE, 5]);
      assert.deepEqual(
        (await fixture.read(0, 0, "__consumer_offsets")).length +
          (await fixture.read(0, 1, "__consumer_offsets")).length,
        4,
      );
    });
  }

  it("are found again after a crash, pending and committed", async (context) => {
    const fixture = await start(context);
    const producer = await fixture.init(ID);
    assert.equal(await commitOffsets(fixture, producer, 5, 5), ErrorCode.NONE);
    await fixture.killAndReopen();
    assert.deepEqual(await committed(fixture, true), [ErrorCode.UNSTABLE_OFFSET_COMMIT, -1]);
    await fixture.ended(producer, true);
    await fixture.killAndReopen();
    assert.deepEqual(await committed(fixture, true), [ErrorCode.NONE, 5]);
  });

  it("of before the broker did it itself need to be added first", async (context) => {
    const fixture = await start(context);
    const producer = await fixture.init(ID);
    assert.equal(await commitOffsets(fixture, producer, 5, 3), ErrorCode.INVALID_TXN_STATE);
    assert.equal(await commitOffsets(fixture, producer, 5, 4), ErrorCode.TRANSACTION_ABORTABLE);
    const fenced = { ...producer, producerEpoch: producer.producerEpoch + 1 };
    assert.equal(await commitOffsets(fixture, fenced, 5, 5), ErrorCode.INVALID_PRODUCER_EPOCH);
  });
});

describe("a transaction that hangs in a partition", () => {
  it("is seen by DescribeProducers and ended by WriteTxnMarkers, as kafka-transactions.sh abort does", async (context) => {
    const fixture = await start(context);
    const producer = await fixture.init(ID);
    await fixture.produce(producer);
    const described = await fixture.ask([DescribeProducersRequest, DescribeProducersResponse], 0, {
      topics: [{ name: TOPIC, partitionIndexes: [0] }],
    });
    const [active] = described.topics[0]!.partitions[0]!.activeProducers;
    assert.deepEqual([active!.producerId, active!.currentTxnStartOffset], [producer.producerId, 0]);
    const write = async (coordinatorEpoch: number): Promise<number> => {
      const response = await fixture.ask([WriteTxnMarkersRequest, WriteTxnMarkersResponse], 2, {
        markers: [
          {
            producerId: producer.producerId,
            producerEpoch: producer.producerEpoch,
            transactionResult: false,
            coordinatorEpoch,
            topics: [{ name: TOPIC, partitionIndexes: [0] }],
          },
        ],
      });
      return response.markers[0]!.topics[0]!.partitions[0]!.errorCode;
    };
    assert.equal(await write(7), ErrorCode.NONE);
    assert.equal(await write(6), ErrorCode.TRANSACTION_COORDINATOR_FENCED);
    assert.equal((await fixture.fetch(0, READ_COMMITTED)).lastStableOffset, 2);
  });
});

describe("ListTransactions", () => {
  it("filters by state and by pattern, and refuses a pattern that is none", async (context) => {
    const fixture = await start(context);
    await fixture.init("idle");
    await fixture.produce(await fixture.init(ID));
    const list = async (filter: object): Promise<ListTransactionsResponse> =>
      fixture.ask([ListTransactionsRequest, ListTransactionsResponse], 2, filter);
    const names = async (filter: object): Promise<string[]> =>
      (await list(filter)).transactionStates.map(({ transactionalId }) => transactionalId).sort();
    assert.deepEqual(await names({}), ["idle", ID]);
    assert.deepEqual(await names({ stateFilters: ["Ongoing"] }), [ID]);
    assert.deepEqual(await names({ transactionalIdPattern: "i.*" }), ["idle"]);
    assert.equal((await list({ transactionalIdPattern: "(" })).errorCode, ErrorCode.INVALID_REGULAR_EXPRESSION);
    assert.deepEqual((await list({ stateFilters: ["nonsense"] })).unknownStateFilters, ["nonsense"]);
  });
});

describe("the limits of an idempotent producer", () => {
  const plain = async (fixture: TransactionalBroker): Promise<TestProducer> => {
    const { producerId, producerEpoch } = await fixture.tryInit(null);
    return { transactionalId: null, producerId, producerEpoch };
  };

  it("restarted without a transactional id it gets a new id, and what it sends again is stored twice", async (context) => {
    const fixture = await start(context);
    const before = await plain(fixture);
    assert.equal((await fixture.produce(before)).baseOffset, 0);
    // A retry of the same producer is recognised.
    assert.equal((await fixture.produce(before)).baseOffset, 0);
    const after = await plain(fixture);
    assert.notEqual(after.producerId, before.producerId);
    assert.equal((await fixture.produce(after)).baseOffset, 1);
    assert.equal(await fixture.endOffset(0), 2);
  });

  it("restarted with one, the old instance is fenced and its open transaction is not read", async (context) => {
    const fixture = await start(context);
    const before = await fixture.init(ID);
    await fixture.produce(before);
    const after = await fixture.init(ID);
    assert.equal(after.producerId, before.producerId);
    const late = await fixture.produce(before, { sequence: 1 });
    assert.equal(late.errorCode, ErrorCode.INVALID_PRODUCER_EPOCH);
    await fixture.produce(after);
    await fixture.ended(after, true);
    const fetched = await fixture.fetch(0, READ_COMMITTED);
    assert.deepEqual(fetched.abortedTransactions, [{ producerId: before.producerId, firstOffset: 0 }]);
    assert.equal(fetched.lastStableOffset, await fixture.endOffset(0));
  });
});

describe("a decision that the coordinator did not live to carry out", () => {
  it("is carried out by the next one", async (context) => {
    const fixture = await start(context);
    const producer = await fixture.init(ID);
    await fixture.produce(producer);
    await fixture.produce(producer, { partition: 1 });
    const hang = Promise.withResolvers<void>();
    fixture.delay = ({ path }) => (path.includes(`/${TOPIC}-`) ? hang.promise : undefined);
    assert.equal((await fixture.end(producer, true)).errorCode, ErrorCode.NONE);
    assert.equal((await fixture.describe(ID)).transactionState, "PrepareCommit");
    fixture.delay = undefined;
    await fixture.killAndReopen();
    assert.equal((await fixture.settled(ID)).transactionState, "CompleteCommit");
    for (const partition of [0, 1]) {
      const { highWatermark, lastStableOffset } = await fixture.fetch(0, READ_COMMITTED, partition);
      assert.equal(lastStableOffset, highWatermark);
      const batches = await fixture.read(READ_COMMITTED, partition);
      // A marker may stand there twice: once of each coordinator.
      assert.deepEqual([...new Set(batches.map(({ isControl }) => isControl))], [false, true]);
    }
  });
});
