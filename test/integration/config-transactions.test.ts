// What the broker's configurations of transactions do, seen through a whole broker.
import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { AddPartitionsToTxnRequest, AddPartitionsToTxnResponse } from "@ottla/protocol/messages/add-partitions-to-txn";
import {
  DescribeTransactionsRequest,
  DescribeTransactionsResponse,
} from "@ottla/protocol/messages/describe-transactions";
import { EndTxnRequest, EndTxnResponse } from "@ottla/protocol/messages/end-txn";
import { FindCoordinatorRequest, FindCoordinatorResponse } from "@ottla/protocol/messages/find-coordinator";
import { InitProducerIdRequest, InitProducerIdResponse } from "@ottla/protocol/messages/init-producer-id";
import { MetadataRequest, MetadataResponse } from "@ottla/protocol/messages/metadata";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { RecordBatchBuilder } from "@ottla/records";
import { MemoryBroker, RESOURCE, type Configs } from "../support/memory-broker.ts";

const STATE_TOPIC = "__transaction_state";
const ID = "tx";
const MINUTE_MS = 60_000;

interface Producer {
  readonly producerId: bigint;
  readonly producerEpoch: number;
}

/** A broker with one partition of `__transaction_state` and the topic `t`. */
async function start(context: TestContext, config: Configs = {}): Promise<MemoryBroker> {
  const broker = await MemoryBroker.start(context, { "transaction.state.log.num.partitions": "1", ...config });
  await broker.createTopic("t", {}, 2);
  await find(broker);
  return broker;
}

async function find(broker: MemoryBroker): Promise<number> {
  const codecs = [FindCoordinatorRequest, FindCoordinatorResponse] as const;
  const found = await broker.request(codecs, 6, { keyType: 1, coordinatorKeys: [ID] });
  return found.coordinators[0]!.errorCode;
}

async function tryInit(
  broker: MemoryBroker,
  transactionTimeoutMs: number = MINUTE_MS,
): Promise<Producer & { readonly errorCode: number }> {
  const codecs = [InitProducerIdRequest, InitProducerIdResponse] as const;
  for (let attempt = 0; ; attempt += 1) {
    const response = await broker.request(codecs, 5, { transactionalId: ID, transactionTimeoutMs });
    if (response.errorCode !== ErrorCode.COORDINATOR_LOAD_IN_PROGRESS || attempt > 100) return response;
    await broker.advance(10);
  }
}

async function init(broker: MemoryBroker, transactionTimeoutMs?: number): Promise<Producer> {
  const producer = await tryInit(broker, transactionTimeoutMs);
  assert.equal(producer.errorCode, ErrorCode.NONE);
  return producer;
}

async function addPartition(broker: MemoryBroker, { producerId, producerEpoch }: Producer): Promise<number> {
  const response = await broker.request([AddPartitionsToTxnRequest, AddPartitionsToTxnResponse], 3, {
    v3AndBelowTransactionalId: ID,
    v3AndBelowProducerId: producerId,
    v3AndBelowProducerEpoch: producerEpoch,
    v3AndBelowTopics: [{ name: "t", partitions: [0] }],
  });
  return response.resultsByTopicV3AndBelow[0]!.resultsByPartition[0]!.partitionErrorCode;
}

async function stateOf(broker: MemoryBroker): Promise<string> {
  const codecs = [DescribeTransactionsRequest, DescribeTransactionsResponse] as const;
  const { transactionStates } = await broker.request(codecs, 0, { transactionalIds: [ID] });
  const [described] = transactionStates;
  return described?.errorCode === ErrorCode.TRANSACTIONAL_ID_NOT_FOUND ? "gone" : (described?.transactionState ?? "");
}

async function produce(
  broker: MemoryBroker,
  { producerId, producerEpoch }: Producer,
  { version, partition = 0 }: { readonly version: number; readonly partition?: number },
): Promise<number> {
  const producer = { producerId, producerEpoch, baseSequence: 0, isTransactional: true };
  const builder = new RecordBatchBuilder({ producer });
  builder.append(broker.clock.nowMs(), null, Buffer.from("v"));
  const response = await broker.request([ProduceRequest, ProduceResponse], version, {
    transactionalId: ID,
    acks: -1,
    timeoutMs: 1000,
    topicData: [{ name: "t", partitionData: [{ index: partition, records: builder.build() }] }],
  });
  return response.responses[0]!.partitionResponses[0]!.errorCode;
}

describe("__transaction_state", () => {
  it("config transaction.state.log.num.partitions: so many partitions it has", async (context) => {
    const broker = await start(context, { "transaction.state.log.num.partitions": "3" });
    const metadata = await broker.request([MetadataRequest, MetadataResponse], 12, { topics: [{ name: STATE_TOPIC }] });
    assert.equal(metadata.topics[0]?.partitions.length, 3);
  });

  it("config transaction.state.log.segment.bytes: is the topic's segment.bytes", async (context) => {
    const broker = await start(context, { "transaction.state.log.segment.bytes": "1048576" });
    const configs = await broker.describeConfigs(RESOURCE.TOPIC, STATE_TOPIC);
    assert.equal(configs.get("segment.bytes"), "1048576");
    assert.deepEqual(
      ["cleanup.policy", "compression.type", "unclean.leader.election.enable"].map((key) => configs.get(key)),
      ["compact", "uncompressed", "false"],
    );
  });

  it("config transaction.state.log.replication.factor: is not created with fewer brokers than that", async (context) => {
    const broker = await MemoryBroker.start(context, { "transaction.state.log.replication.factor": "2" });
    assert.equal(await find(broker), ErrorCode.COORDINATOR_NOT_AVAILABLE);
  });

  it("config transaction.state.log.min.isr: is the topic's min.insync.replicas", async (context) => {
    const minIsrOf = async (config: Configs): Promise<string | null | undefined> => {
      const broker = await start(context, config);
      return (await broker.describeConfigs(RESOURCE.TOPIC, STATE_TOPIC)).get("min.insync.replicas");
    };
    assert.equal(await minIsrOf({ "transaction.state.log.min.isr": "2" }), "2");
    // One node of its own has one replica of everything.
    assert.equal(await minIsrOf({}), "1");
  });

  it("config transaction.state.log.load.buffer.size: so much is read at a time, and always a whole batch", async (context) => {
    const readsAtLoad = async (config: Configs): Promise<number> => {
      const broker = await start(context, config);
      for (let index = 0; index < 20; index += 1) await init(broker);
      await broker.restart();
      broker.recordsOperations = true;
      await init(broker);
      return broker.takeOperations("read", `/${STATE_TOPIC}-0/00000000000000000000.log`);
    };
    const few = await readsAtLoad({});
    const many = await readsAtLoad({ "transaction.state.log.load.buffer.size": "500" });
    assert.ok(few <= 2 && many > 4, `${few} and ${many}`);
  });
});

describe("transactions", () => {
  it("config transaction.max.timeout.ms: a producer may not ask for more", async (context) => {
    const broker = await start(context, { "transaction.max.timeout.ms": "5000" });
    assert.equal((await tryInit(broker, 5001)).errorCode, ErrorCode.INVALID_TRANSACTION_TIMEOUT);
    assert.equal((await tryInit(broker, 5000)).errorCode, ErrorCode.NONE);
  });

  it("config transaction.abort.timed.out.transaction.cleanup.interval.ms: how soon one past its timeout is aborted", async (context) => {
    const stateAfter = async (ms: number, config: Configs): Promise<string> => {
      const broker = await start(context, config);
      await addPartition(broker, await init(broker, 1000));
      await broker.advance(ms);
      return stateOf(broker);
    };
    assert.equal(await stateAfter(3_000, {}), "Ongoing");
    assert.equal(await stateAfter(12_000, {}), "CompleteAbort");
    const interval = { "transaction.abort.timed.out.transaction.cleanup.interval.ms": "500" };
    assert.equal(await stateAfter(3_000, interval), "CompleteAbort");
  });

  it("config transactional.id.expiration.ms: an id that nobody uses is forgotten after it", async (context) => {
    const stateAfter = async (config: Configs): Promise<string> => {
      const broker = await start(context, config);
      await init(broker);
      await broker.advance(61 * MINUTE_MS);
      return stateOf(broker);
    };
    assert.equal(await stateAfter({}), "Empty");
    assert.equal(await stateAfter({ "transactional.id.expiration.ms": "60000" }), "gone");
  });

  it("config transaction.remove.expired.transaction.cleanup.interval.ms: how soon an expired id is forgotten", async (context) => {
    const stateAfter = async (config: Configs): Promise<string> => {
      const broker = await start(context, { "transactional.id.expiration.ms": "1000", ...config });
      await init(broker);
      await broker.advance(10 * MINUTE_MS);
      return stateOf(broker);
    };
    assert.equal(await stateAfter({}), "Empty");
    assert.equal(await stateAfter({ "transaction.remove.expired.transaction.cleanup.interval.ms": "60000" }), "gone");
  });

  it("config transaction.partition.verification.enable: off, a partition that was not added is written to", async (context) => {
    const broker = await start(context);
    const producer = await init(broker);
    assert.equal(await produce(broker, producer, { version: 11 }), ErrorCode.TRANSACTION_ABORTABLE);
    await broker.alterConfigs(RESOURCE.BROKER, "", { "transaction.partition.verification.enable": "false" });
    assert.equal(await produce(broker, producer, { version: 11 }), ErrorCode.NONE);
    // What adds partitions by itself does so all the same.
    assert.equal(await produce(broker, producer, { version: 12, partition: 1 }), ErrorCode.NONE);
    assert.equal(await stateOf(broker), "Ongoing");
  });

  /** How long a produce request waits, by the clock, for a transaction that does not end. */
  async function waitOf(context: TestContext, config: Configs): Promise<number> {
    const broker = await start(context, { "transaction.state.log.num.partitions": "1", ...config });
    const producer = await init(broker);
    assert.equal(await produce(broker, producer, { version: 12 }), ErrorCode.NONE);
    // The marker is not written, so the transaction stays decided and not complete.
    const hang = Promise.withResolvers<void>();
    context.after(() => hang.resolve());
    broker.delay = ({ path }) => (path.includes("/t-0/") ? hang.promise : undefined);
    const ended = await broker.request([EndTxnRequest, EndTxnResponse], 5, {
      transactionalId: ID,
      producerId: producer.producerId,
      producerEpoch: producer.producerEpoch,
      committed: true,
    });
    assert.equal(ended.errorCode, ErrorCode.NONE);
    const next = { producerId: ended.producerId, producerEpoch: ended.producerEpoch };
    const startMs = broker.clock.monotonicMs();
    const state = { errorCode: -1 };
    void produce(broker, next, { version: 12, partition: 1 }).then((errorCode) => {
      state.errorCode = errorCode;
    });
    for (let ms = 0; ms < 10_000 && state.errorCode === -1; ms += 1) await broker.advance(1);
    assert.equal(state.errorCode, ErrorCode.CONCURRENT_TRANSACTIONS);
    hang.resolve();
    return broker.clock.monotonicMs() - startMs;
  }

  it("config add.partitions.to.txn.retry.backoff.max.ms: how long a write waits for the transaction before it", async (context) => {
    const byDefault = await waitOf(context, {});
    assert.ok(byDefault >= 100 && byDefault < 200, String(byDefault));
    const longer = await waitOf(context, { "add.partitions.to.txn.retry.backoff.max.ms": "1000" });
    assert.ok(longer >= 1000 && longer < 1100, String(longer));
  });

  it("config add.partitions.to.txn.retry.backoff.ms: how long it waits before it looks again", async (context) => {
    const waitedMs = await waitOf(context, { "add.partitions.to.txn.retry.backoff.ms": "400" });
    assert.ok(waitedMs >= 400 && waitedMs < 450, String(waitedMs));
  });
});
