// Transactions that lie on several brokers: broker 2 coordinates, the partition is led by others. What the brokers say to each other about it
// (AddPartitionsToTxn with verifyOnly, WriteTxnMarkers) is seen by what comes of it, also while the leader of the partition or of
// __transaction_state changes. On a virtual clock.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { TestContext } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { AddPartitionsToTxnRequest, AddPartitionsToTxnResponse } from "@ottla/protocol/messages/add-partitions-to-txn";
import {
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse,
} from "@ottla/protocol/messages/alter-partition-reassignments";
import { EndTxnRequest, EndTxnResponse } from "@ottla/protocol/messages/end-txn";
import { InitProducerIdRequest, InitProducerIdResponse } from "@ottla/protocol/messages/init-producer-id";
import { ListOffsetsRequest, ListOffsetsResponse } from "@ottla/protocol/messages/list-offsets";
import { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import { RecordBatchBuilder } from "@ottla/records";
import { ask, clusterOf, leaderOf, QUICK } from "../support/cluster-scene.ts";
import type { MemoryCluster } from "../support/memory-cluster.ts";

const TRANSACTIONAL_ID = "payments";
const COORDINATOR = 2;
const READ_COMMITTED = 1;
const LATEST = -1;
const STATE_TOPIC = "__transaction_state";

interface Producer {
  readonly producerId: bigint;
  readonly producerEpoch: number;
}

/** Broker 2 coordinates; `t` is led by broker 3 and followed by 4, and is not on broker 2. */
async function scene(context: TestContext): Promise<MemoryCluster> {
  const props = {
    ...QUICK,
    "transaction.state.log.num.partitions": "1",
    "transaction.state.log.min.isr": "1",
    "auto.leader.rebalance.enable": "false",
  };
  const cluster = await clusterOf(context, { voters: [1], brokers: [2, 3, 4] }, props);
  const configs = { "cleanup.policy": "compact", "min.insync.replicas": "1" };
  await cluster.createTopic(1, { name: STATE_TOPIC, partitions: 1, replicas: [COORDINATOR, 4], configs });
  await cluster.createTopic(1, { name: "t", partitions: 1, replicas: [3, 4] });
  return cluster;
}

async function init(cluster: MemoryCluster, at = COORDINATOR): Promise<Producer> {
  let producer: Producer | undefined;
  await cluster.until("a producer id", async () => {
    const body = { transactionalId: TRANSACTIONAL_ID, transactionTimeoutMs: 60_000 };
    const { errorCode, ...identity } = await ask(
      cluster,
      at,
      [[InitProducerIdRequest, InitProducerIdResponse], 4],
      body,
    );
    if (errorCode === ErrorCode.NONE) producer = identity;
    return producer !== undefined;
  });
  assert.ok(producer !== undefined);
  return producer;
}

async function addPartition(cluster: MemoryCluster, producer: Producer): Promise<number> {
  const codecs = [AddPartitionsToTxnRequest, AddPartitionsToTxnResponse] as const;
  const body = {
    v3AndBelowTransactionalId: TRANSACTIONAL_ID,
    v3AndBelowProducerId: producer.producerId,
    v3AndBelowProducerEpoch: producer.producerEpoch,
    v3AndBelowTopics: [{ name: "t", partitions: [0] }],
  };
  const { resultsByTopicV3AndBelow: results } = await ask(cluster, COORDINATOR, [codecs, 3], body);
  return results[0]?.resultsByPartition[0]?.partitionErrorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR;
}

async function produce(cluster: MemoryCluster, at: number, producer: Producer, baseSequence = 0): Promise<number> {
  const builder = new RecordBatchBuilder({ producer: { ...producer, baseSequence, isTransactional: true } });
  builder.append(cluster.clock.nowMs(), null, Buffer.from("value"));
  const topicData = [{ name: "t", partitionData: [{ index: 0, records: builder.build() }] }];
  const body = { transactionalId: TRANSACTIONAL_ID, acks: -1, timeoutMs: 10_000, topicData };
  const { responses } = await ask(cluster, at, [[ProduceRequest, ProduceResponse], 11], body);
  return responses[0]?.partitionResponses[0]?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR;
}

async function end(cluster: MemoryCluster, producer: Producer, committed = true, at = COORDINATOR): Promise<number> {
  const body = { transactionalId: TRANSACTIONAL_ID, ...producer, committed };
  return (await ask(cluster, at, [[EndTxnRequest, EndTxnResponse], 3], body)).errorCode;
}

/** The end of what is committed of `t`, as its leader says it; −1 if it is not the leader. */
async function stableEnd(cluster: MemoryCluster, at: number): Promise<number> {
  const codecs = [ListOffsetsRequest, ListOffsetsResponse] as const;
  const partitions = [{ partitionIndex: 0, currentLeaderEpoch: -1, timestamp: LATEST }];
  const body = { replicaId: -1, isolationLevel: READ_COMMITTED, topics: [{ name: "t", partitions }] };
  const { topics } = await ask(cluster, at, [codecs, 7], body);
  const partition = topics[0]?.partitions[0];
  return partition?.errorCode === ErrorCode.NONE ? partition.offset : -1;
}

/** The first of the brokers leads from now on. */
async function moveTo(cluster: MemoryCluster, name: string, replicas: number[]): Promise<void> {
  const codecs = [AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse] as const;
  const topics = [{ name, partitions: [{ partitionIndex: 0, replicas }] }];
  await ask(cluster, 1, [codecs, 1], { timeoutMs: 1000, topics });
  await cluster.until(`${name} is led by ${replicas[0]}`, async () => {
    return (await cluster.partitions(1, name))[0]?.leaderId === replicas[0];
  });
}

describe("transactions across brokers", () => {
  it("the leader asks the coordinator before it begins one, and the coordinator has the leader end it", async (context) => {
    const cluster = await scene(context);
    const producer = await init(cluster);
    assert.notEqual(await produce(cluster, 3, producer), ErrorCode.NONE, "the coordinator knows of no such partition");
    assert.equal(await addPartition(cluster, producer), ErrorCode.NONE);
    assert.equal(await produce(cluster, 3, producer), ErrorCode.NONE);
    assert.equal(await stableEnd(cluster, 3), 0, "it is open");
    assert.equal(await end(cluster, producer), ErrorCode.NONE);
    await cluster.until("the marker is there", async () => (await stableEnd(cluster, 3)) === 2);
  });

  it("a marker finds the leader of now: another took over while the transaction was open", async (context) => {
    const cluster = await scene(context);
    const producer = await init(cluster);
    assert.equal(await addPartition(cluster, producer), ErrorCode.NONE);
    assert.equal(await produce(cluster, 3, producer), ErrorCode.NONE);
    cluster.cut(3);
    assert.equal(await end(cluster, producer), ErrorCode.NONE, "the decision is the coordinator's alone");
    await cluster.until("another leads", async () => (await leaderOf(cluster, 1)) === 4);
    await cluster.until("the marker is there", async () => (await stableEnd(cluster, 4)) === 2);
    cluster.heal(3);
    await cluster.until("the next begins", async () => (await addPartition(cluster, producer)) === ErrorCode.NONE);
    assert.equal(await produce(cluster, 4, producer, 1), ErrorCode.NONE);
    assert.equal(await end(cluster, producer, false), ErrorCode.NONE);
    await cluster.until("it is aborted", async () => (await stableEnd(cluster, 4)) === 4);
  });

  it("a leader that took over knows the open transaction, and goes on with it", async (context) => {
    const cluster = await scene(context);
    const producer = await init(cluster);
    assert.equal(await addPartition(cluster, producer), ErrorCode.NONE);
    assert.equal(await produce(cluster, 3, producer), ErrorCode.NONE);
    await moveTo(cluster, "t", [4]);
    await cluster.until("it takes writes", async () => (await produce(cluster, 4, producer, 1)) === ErrorCode.NONE);
    assert.equal(await stableEnd(cluster, 4), 0);
    assert.equal(await end(cluster, producer), ErrorCode.NONE);
    await cluster.until("the marker is there", async () => (await stableEnd(cluster, 4)) === 3);
  });

  it("a coordinator that took over ends what the one before had decided", async (context) => {
    const cluster = await scene(context);
    const producer = await init(cluster);
    assert.equal(await addPartition(cluster, producer), ErrorCode.NONE);
    assert.equal(await produce(cluster, 3, producer), ErrorCode.NONE);
    cluster.cut(3);
    cluster.cut(COORDINATOR);
    await cluster.until("another coordinates", async () => {
      return (await cluster.partitions(1, STATE_TOPIC))[0]?.leaderId === 4;
    });
    cluster.heal(COORDINATOR);
    cluster.heal(3);
    await cluster.until("it is ended", async () => (await end(cluster, producer, true, 4)) === ErrorCode.NONE);
    const leader = async (): Promise<number> => await leaderOf(cluster, 1);
    await cluster.until("the marker is there", async () => (await stableEnd(cluster, await leader())) === 2);
    assert.ok((await init(cluster, 4)).producerEpoch > producer.producerEpoch);
  });
});
