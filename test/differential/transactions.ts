// A transactional producer as scenarios need one: it knows who it is and sends what it is told, recorded.
import type { Input } from "@ottla/protocol";
import type { AddPartitionsToTxnResponse } from "@ottla/protocol/messages/add-partitions-to-txn";
import type { EndTxnResponse } from "@ottla/protocol/messages/end-txn";
import type { ProduceResponse } from "@ottla/protocol/messages/produce";
import type { TxnOffsetCommitRequest, TxnOffsetCommitResponse } from "@ottla/protocol/messages/txn-offset-commit";
import {
  AddOffsetsToTxn,
  AddPartitionsToTxn,
  DescribeTransactions,
  EndTxn,
  InitProducerId,
  Produce,
  TxnOffsetCommit,
} from "./apis.ts";
import { batch, records, type BatchFields } from "./batch.ts";
import { produceBody } from "./produce.ts";
import { ScenarioEnd, type SendOptions, type Session } from "./session.ts";
import { createTopic, type TestTopic, type TopicOptions } from "./topics.ts";

/** The bit of a batch's attributes. */
export const TRANSACTIONAL = 16;

const CONCURRENT_TRANSACTIONS = 51;

/** A topic whose records of long ago and markers of now stay in one segment, so that one fetch shows both. */
export function txnTopic(session: Session, options: TopicOptions = {}): Promise<TestTopic> {
  return createTopic(session, { ...options, configs: { "segment.ms": "9223372036854775807", ...options.configs } });
}

/** Who a request says it comes from. */
export interface Identity {
  readonly transactionalId?: string;
  readonly producerId?: bigint;
  readonly producerEpoch?: number;
}

export interface TxnBatch extends Identity {
  readonly count?: number;
  readonly partition?: number;
  readonly sequence?: number;
  readonly fields?: BatchFields;
  readonly isTransactional?: boolean;
  /** Of the request; default: the producer's. */
  readonly requestTransactionalId?: string | null;
}

export class Txn {
  readonly #session: Session;
  readonly transactionalId: string;
  producerId = -1n;
  producerEpoch = -1;

  constructor(session: Session, transactionalId: string = session.id) {
    this.#session = session;
    this.transactionalId = transactionalId;
  }

  /** Takes over the transactional id, without being recorded; waits for the end of an old transaction. */
  static async start(session: Session, transactionalId?: string, timeoutMs = 60_000): Promise<Txn> {
    const txn = new Txn(session, transactionalId);
    await txn.init(timeoutMs);
    return txn;
  }

  async init(transactionTimeoutMs = 60_000): Promise<void> {
    const body = { transactionalId: this.transactionalId, transactionTimeoutMs };
    await this.#session.until("a producer", async () => {
      const answer = await this.#session.quiet(InitProducerId, 5, body);
      if (answer.errorCode === CONCURRENT_TRANSACTIONS) return false;
      if (answer.errorCode !== 0) throw new ScenarioEnd(`InitProducerId: ${answer.errorCode}`);
      this.producerId = answer.producerId;
      this.producerEpoch = answer.producerEpoch;
      return true;
    });
  }

  identity(other: Identity = {}): Required<Identity> {
    const { transactionalId, producerId, producerEpoch } = this;
    return { transactionalId, producerId, producerEpoch, ...other };
  }

  /** AddPartitionsToTxn in the form of the version: one transaction, or a list of one. */
  add(
    version: number,
    topics: readonly { readonly name: string; readonly partitions: readonly number[] }[],
    other: Identity & { readonly verifyOnly?: boolean } = {},
  ): Promise<AddPartitionsToTxnResponse> {
    const { verifyOnly = false, ...rest } = other;
    const identity = this.identity(rest);
    const copied = topics.map(({ name, partitions }) => ({ name, partitions: [...partitions] }));
    if (version >= 4) {
      return this.#session.send(AddPartitionsToTxn, version, {
        transactions: [{ ...identity, verifyOnly, topics: copied }],
      });
    }
    return this.#session.send(AddPartitionsToTxn, version, {
      v3AndBelowTransactionalId: identity.transactionalId,
      v3AndBelowProducerId: identity.producerId,
      v3AndBelowProducerEpoch: identity.producerEpoch,
      v3AndBelowTopics: copied,
    });
  }

  addOffsets(version: number, groupId: string, other: Identity = {}): Promise<unknown> {
    return this.#session.send(AddOffsetsToTxn, version, { ...this.identity(other), groupId });
  }

  /** One batch, as the producer it says it is. */
  batch(options: TxnBatch = {}): Buffer {
    const { count = 1, sequence = 0, fields = {}, isTransactional = true, ...other } = options;
    const { producerId, producerEpoch } = this.identity(other);
    const attributes = isTransactional ? TRANSACTIONAL : 0;
    return batch(records(count), { producerId, producerEpoch, baseSequence: sequence, attributes, ...fields });
  }

  produce(
    version: number,
    topic: TestTopic,
    options: TxnBatch = {},
    sending: SendOptions = {},
  ): Promise<ProduceResponse> {
    const { partition = 0, requestTransactionalId = this.transactionalId } = options;
    const body = produceBody(topic, this.batch(options), { partition });
    return this.#session.send(Produce, version, { ...body, transactionalId: requestTransactionalId }, sending);
  }

  commitOffsets(
    version: number,
    topic: TestTopic,
    offset: number,
    rest: Input<TxnOffsetCommitRequest> & { readonly partition?: number; readonly metadata?: string } = {},
  ): Promise<TxnOffsetCommitResponse> {
    const { partition = 0, metadata = "m", ...request } = rest;
    return this.#session.send(TxnOffsetCommit, version, {
      ...this.identity(),
      groupId: this.#session.id,
      topics: [
        {
          name: topic.name,
          partitions: [
            {
              partitionIndex: partition,
              committedOffset: offset,
              committedMetadata: metadata,
              ...(version >= 2 ? { committedLeaderEpoch: 3 } : {}),
            },
          ],
        },
      ],
      ...request,
    });
  }

  end(version: number, committed: boolean, other: Identity = {}): Promise<EndTxnResponse> {
    return this.#session.send(EndTxn, version, { ...this.identity(other), committed });
  }

  /** Ends and waits until every marker is written. The next transaction is this producer's too. */
  async finish(version: number, committed: boolean): Promise<void> {
    const answer = await this.end(version, committed);
    if (version >= 5 && answer.errorCode === 0) {
      this.producerId = answer.producerId;
      this.producerEpoch = answer.producerEpoch;
    }
    await this.settled();
  }

  /** Waits until no transaction of this id is being ended. */
  async settled(): Promise<void> {
    const { transactionalId } = this;
    await this.#session.until("the end of the transaction", async () => {
      const described = await this.#session.quiet(DescribeTransactions, 0, { transactionalIds: [transactionalId] });
      return described.transactionStates.every(({ transactionState }) => !transactionState.startsWith("Prepare"));
    });
  }

  describe(): Promise<unknown> {
    return this.#session.send(DescribeTransactions, 0, { transactionalIds: [this.transactionalId] });
  }

  /**
   * A transaction whose end is decided and never completed: a partition takes no marker of this producer, because it has seen a higher
   * epoch. Coordinators do not send such a marker again.
   */
  async stick(topic: TestTopic, committed: boolean, version = 3): Promise<void> {
    await this.#quietAdd(topic);
    const ahead = batch(records(1), {
      producerId: this.producerId,
      producerEpoch: this.producerEpoch + 100,
      baseSequence: 0,
    });
    await this.#session.quiet(Produce, 9, produceBody(topic, ahead));
    await this.#session.quiet(EndTxn, version, { ...this.identity(), committed });
  }

  async #quietAdd(topic: TestTopic): Promise<void> {
    const { transactionalId, producerId, producerEpoch } = this;
    await this.#session.quiet(AddPartitionsToTxn, 3, {
      v3AndBelowTransactionalId: transactionalId,
      v3AndBelowProducerId: producerId,
      v3AndBelowProducerEpoch: producerEpoch,
      v3AndBelowTopics: [{ name: topic.name, partitions: [0] }],
    });
  }
}
