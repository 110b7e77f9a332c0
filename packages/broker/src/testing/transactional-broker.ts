/** A broker in memory and in virtual time, spoken to as a transactional producer and its readers do, with raw requests. */

import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { Prng, VirtualClock } from "@ottla/base";
import { InMemoryNetwork } from "@ottla/network";
import { ErrorCode, type Input, type MessageCodec } from "@ottla/protocol";
import { AddOffsetsToTxnRequest, AddOffsetsToTxnResponse } from "@ottla/protocol/messages/add-offsets-to-txn";
import { AddPartitionsToTxnRequest, AddPartitionsToTxnResponse } from "@ottla/protocol/messages/add-partitions-to-txn";
import { CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import {
  DescribeTransactionsRequest,
  DescribeTransactionsResponse,
  type TransactionState,
} from "@ottla/protocol/messages/describe-transactions";
import { EndTxnRequest, EndTxnResponse } from "@ottla/protocol/messages/end-txn";
import { FetchRequest, FetchResponse, type PartitionData } from "@ottla/protocol/messages/fetch";
import { FindCoordinatorRequest, FindCoordinatorResponse } from "@ottla/protocol/messages/find-coordinator";
import { InitProducerIdRequest, InitProducerIdResponse } from "@ottla/protocol/messages/init-producer-id";
import { ListOffsetsRequest, ListOffsetsResponse } from "@ottla/protocol/messages/list-offsets";
import { ProduceRequest, ProduceResponse, type PartitionProduceResponse } from "@ottla/protocol/messages/produce";
import {
  baseOffsetAt,
  BatchIterator,
  isControlAt,
  lastOffsetAt,
  NO_SEQUENCE,
  producerEpochAt,
  RecordBatchBuilder,
} from "@ottla/records";
import { MemoryDisk, type DiskOperation } from "@ottla/storage";
import { Broker } from "../broker.ts";
import { RawClient } from "./raw-client.ts";

const ADDRESS = { host: "127.0.0.1", port: 9092 };
export const TOPIC = "t";
export const READ_COMMITTED = 1;

/** Who produces: what its requests carry. */
export interface TestProducer {
  readonly transactionalId: string | null;
  readonly producerId: bigint;
  readonly producerEpoch: number;
}

export interface ProduceOptions {
  readonly version?: number;
  readonly sequence?: number;
  readonly partition?: number;
  readonly isTransactional?: boolean;
  readonly count?: number;
}

/** One batch as a reader finds it. */
export interface ReadBatch {
  readonly offset: number;
  readonly lastOffset: number;
  readonly isControl: boolean;
  readonly producerEpoch: number;
}

export class TransactionalBroker {
  readonly clock: VirtualClock = new VirtualClock(1_000_000);
  network: InMemoryNetwork = new InMemoryNetwork();
  readonly disk: MemoryDisk = new MemoryDisk({
    nowMs: () => this.clock.nowMs(),
    delay: (operation) => this.delay?.(operation),
  });
  /** Awaited before an operation of the disk takes effect. */
  delay: ((operation: DiskOperation) => Promise<void> | undefined) | undefined;
  readonly #config: Record<string, string>;
  broker!: Broker;
  client!: RawClient;

  private constructor(config: Record<string, string>) {
    this.#config = { "transaction.state.log.num.partitions": "2", "offsets.topic.num.partitions": "2", ...config };
  }

  /** With the topic `t` of two partitions. */
  static async start(context: TestContext, config: Record<string, string> = {}): Promise<TransactionalBroker> {
    const fixture = new TransactionalBroker(config);
    await fixture.#open();
    context.after(() => fixture.#stop());
    const topics = [{ name: TOPIC, numPartitions: 2, replicationFactor: 1 }];
    await fixture.ask([CreateTopicsRequest, CreateTopicsResponse], 7, { topics, timeoutMs: 1000 });
    return fixture;
  }

  async restart(): Promise<void> {
    await this.#stop();
    await this.#open();
  }

  /** The process ends at once; what was written stays. */
  async killAndReopen(): Promise<void> {
    this.disk.crash({ random: new Prng(1), kind: "process" });
    // Ports end with their process.
    this.network = new InMemoryNetwork();
    await this.#open();
  }

  ask<Req, Res>(
    codecs: readonly [MessageCodec<Req>, MessageCodec<Res>],
    version: number,
    body: Input<Req>,
  ): Promise<Res> {
    return this.#withTime(this.client.request(codecs, version, body));
  }

  /** The producer that takes over the transactional id; asks again while an old transaction is being ended. */
  async init(transactionalId: string, version = 5): Promise<TestProducer> {
    await this.ask([FindCoordinatorRequest, FindCoordinatorResponse], 6, {
      keyType: 1,
      coordinatorKeys: [transactionalId],
    });
    for (let attempt = 0; attempt < 50; attempt++) {
      const { errorCode, producerId, producerEpoch } = await this.tryInit(transactionalId, {}, version);
      if (errorCode === ErrorCode.NONE) return { transactionalId, producerId, producerEpoch };
      assert.ok(
        errorCode === ErrorCode.CONCURRENT_TRANSACTIONS || errorCode === ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
        `error ${errorCode}`,
      );
      await this.clock.advanceAsync(10);
    }
    return assert.fail("the old transaction does not end");
  }

  tryInit(
    transactionalId: string | null,
    rest: Input<InitProducerIdRequest> = {},
    version = 5,
  ): Promise<InitProducerIdResponse> {
    const request = { transactionalId, transactionTimeoutMs: 60_000, ...rest };
    return this.ask([InitProducerIdRequest, InitProducerIdResponse], version, request);
  }

  /** AddPartitionsToTxn of version 3 and below: the error of the first partition. */
  async addPartitions(producer: TestProducer, partitions: readonly number[] = [0], version = 3): Promise<number> {
    const response = await this.ask([AddPartitionsToTxnRequest, AddPartitionsToTxnResponse], version, {
      v3AndBelowTransactionalId: producer.transactionalId ?? "",
      v3AndBelowProducerId: producer.producerId,
      v3AndBelowProducerEpoch: producer.producerEpoch,
      v3AndBelowTopics: [{ name: TOPIC, partitions: [...partitions] }],
    });
    return response.resultsByTopicV3AndBelow[0]!.resultsByPartition[0]!.partitionErrorCode;
  }

  async addOffsets(producer: TestProducer, groupId: string, version = 4): Promise<number> {
    const { transactionalId, ...identity } = producer;
    const request = { ...identity, transactionalId: transactionalId ?? "", groupId };
    return (await this.ask([AddOffsetsToTxnRequest, AddOffsetsToTxnResponse], version, request)).errorCode;
  }

  async produce(producer: TestProducer, options: ProduceOptions = {}): Promise<PartitionProduceResponse> {
    const { version = 12, partition = 0 } = options;
    const response = await this.ask([ProduceRequest, ProduceResponse], version, {
      transactionalId: producer.transactionalId,
      acks: -1,
      timeoutMs: 1000,
      topicData: [{ name: TOPIC, partitionData: [{ index: partition, records: this.batch(producer, options) }] }],
    });
    return response.responses[0]!.partitionResponses[0]!;
  }

  batch(producer: TestProducer, { sequence = 0, isTransactional, count = 1 }: ProduceOptions = {}): Uint8Array {
    const { producerId, producerEpoch } = producer;
    const builder = new RecordBatchBuilder({
      producer: {
        producerId,
        producerEpoch,
        baseSequence: producerId < 0n ? NO_SEQUENCE : sequence,
        isTransactional: isTransactional ?? producer.transactionalId !== null,
      },
    });
    for (let i = 0; i < count; i++) builder.append(this.clock.nowMs(), null, Buffer.from("value"));
    return builder.build();
  }

  async end(producer: TestProducer, committed: boolean, version = 5): Promise<EndTxnResponse> {
    const { transactionalId, ...identity } = producer;
    const request = { ...identity, transactionalId: transactionalId ?? "", committed };
    return this.ask([EndTxnRequest, EndTxnResponse], version, request);
  }

  /** Ends with success and waits for the markers; the producer of the next transaction. */
  async ended(producer: TestProducer, committed: boolean, version = 5): Promise<TestProducer> {
    const { errorCode, producerId, producerEpoch } = await this.end(producer, committed, version);
    assert.equal(errorCode, ErrorCode.NONE);
    await this.settled(producer.transactionalId ?? "");
    return version >= 5 ? { ...producer, producerId, producerEpoch } : producer;
  }

  /** Waits until the transaction of this id is neither open nor being ended. */
  async settled(transactionalId: string): Promise<TransactionState> {
    for (let attempt = 0; attempt < 100; attempt++) {
      const described = await this.describe(transactionalId);
      if (/^(Empty|Complete)/.test(described.transactionState)) return described;
      await this.clock.advanceAsync(10);
    }
    return assert.fail("the transaction does not end");
  }

  /** As it was last committed; waits while the coordinator is loading. */
  async describe(transactionalId: string): Promise<TransactionState> {
    const codecs = [DescribeTransactionsRequest, DescribeTransactionsResponse] as const;
    for (;;) {
      const described = (await this.ask(codecs, 0, { transactionalIds: [transactionalId] })).transactionStates[0]!;
      if (described.errorCode !== ErrorCode.COORDINATOR_LOAD_IN_PROGRESS) return described;
      await this.clock.advanceAsync(1);
    }
  }

  async fetch(offset: number, isolationLevel: number, partition = 0, topic: string = TOPIC): Promise<PartitionData> {
    const partitions = [{ partition, fetchOffset: offset, partitionMaxBytes: 1 << 20 }];
    const response = await this.ask([FetchRequest, FetchResponse], 12, {
      maxWaitMs: 0,
      minBytes: 0,
      maxBytes: 1 << 20,
      isolationLevel,
      topics: [{ topic, partitions }],
    });
    return response.responses[0]!.partitions[0]!;
  }

  /** The batches that a reader with this isolation is given. */
  async read(isolationLevel: number, partition = 0, topic: string = TOPIC): Promise<ReadBatch[]> {
    const { records } = await this.fetch(0, isolationLevel, partition, topic);
    return batchesOf(records ?? new Uint8Array(0));
  }

  async endOffset(isolationLevel: number, partition = 0): Promise<number> {
    const response = await this.ask([ListOffsetsRequest, ListOffsetsResponse], 9, {
      replicaId: -1,
      isolationLevel,
      topics: [{ name: TOPIC, partitions: [{ partitionIndex: partition, timestamp: -1 }] }],
    });
    return response.topics[0]!.partitions[0]!.offset;
  }

  /** Time goes on, quickly, until the answer is there. */
  async #withTime<T>(answer: Promise<T>): Promise<T> {
    const progress = { isDone: false };
    void answer.finally(() => (progress.isDone = true)).catch(() => {});
    for (let i = 0; i < 10_000 && !progress.isDone; i++) await this.clock.advanceAsync(1);
    return answer;
  }

  async #open(): Promise<void> {
    const { clock, network, disk } = this;
    this.broker = await Broker.start({ clock, network, disk, random: new Prng(1), ...ADDRESS, config: this.#config });
    this.client = await RawClient.dial(network, ADDRESS, clock);
  }

  async #stop(): Promise<void> {
    await this.#withTime(this.broker.stop());
  }
}

function batchesOf(records: Uint8Array): ReadBatch[] {
  const batches: ReadBatch[] = [];
  const iterator = new BatchIterator(records);
  while (iterator.next()) {
    const at = iterator.position;
    batches.push({
      offset: baseOffsetAt(records, at),
      lastOffset: lastOffsetAt(records, at),
      isControl: isControlAt(records, at),
      producerEpoch: producerEpochAt(records, at),
    });
  }
  return batches;
}
