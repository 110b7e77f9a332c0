// One of the two brokers of a comparison of compaction: raw requests to it, what its log holds, and what its cleaner has done.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { BatchIterator, RecordFailure, decodeBatch } from "@ottla/records";
import type { DecodedBatch } from "@ottla/records";
import { AddPartitionsToTxnRequest, AddPartitionsToTxnResponse } from "@ottla/protocol/messages/add-partitions-to-txn";
import { EndTxnRequest, EndTxnResponse } from "@ottla/protocol/messages/end-txn";
import { startApache } from "../../apache/broker.ts";
import { freePorts } from "../../apache/ports.ts";
import { defineApi } from "../../differential/api.ts";
import {
  CreateTopics,
  Fetch,
  FindCoordinator,
  IncrementalAlterConfigs,
  InitProducerId,
  ListOffsets,
  Produce,
} from "../../differential/apis.ts";
import { Session } from "../../differential/session.ts";
import { startOttla } from "../../support/ottla-process.ts";
import { until } from "../../support/until.ts";

const AddPartitionsToTxn = defineApi(AddPartitionsToTxnRequest, AddPartitionsToTxnResponse);
const EndTxn = defineApi(EndTxnRequest, EndTxnResponse);

/** Cleaners that look often. */
const CONFIG: Readonly<Record<string, string>> = {
  "log.cleaner.backoff.ms": "100",
  "log.segment.delete.delay.ms": "100",
  "offsets.topic.replication.factor": "1",
  "offsets.topic.num.partitions": "1",
  "transaction.state.log.replication.factor": "1",
  "transaction.state.log.min.isr": "1",
  "transaction.state.log.num.partitions": "1",
};
const FETCH_BYTES = 8 * 1024 * 1024;
const CLEANED_MS_MAX = 120_000;

export interface Producer {
  readonly producerId: bigint;
  readonly producerEpoch: number;
}

export class Side {
  readonly name: string;
  readonly logDir: string;
  readonly #session: Session;
  readonly #stop: () => Promise<void>;

  private constructor(name: string, port: number, logDir: string, stop: () => Promise<void>) {
    this.name = name;
    this.logDir = logDir;
    this.#session = new Session({ name, host: "127.0.0.1", port, literals: new Map() }, "compaction");
    this.#stop = stop;
  }

  static async ours(): Promise<Side> {
    const [port] = await freePorts(1);
    const ottla = await startOttla({ port: port ?? 0, overrides: CONFIG });
    return new Side("ours", ottla.port, ottla.dataDir, async () => {
      await ottla.stop();
      ottla.remove();
    });
  }

  static async apache(): Promise<Side> {
    const apache = await startApache({ overrides: CONFIG });
    return new Side("Apache", apache.port, apache.logDir, () => apache.stop());
  }

  async stop(): Promise<void> {
    await this.#session.finish(undefined);
    await this.#stop();
  }

  async createTopic(name: string, configs: Readonly<Record<string, string>>): Promise<void> {
    const pairs = Object.entries(configs).map(([key, value]) => ({ name: key, value }));
    const topics = [{ name, numPartitions: 1, replicationFactor: 1, configs: pairs }];
    const created = await this.#session.quiet(CreateTopics, 7, { timeoutMs: 30_000, topics });
    assert.equal(created.topics[0]?.errorCode, 0, `${this.name}: ${created.topics[0]?.errorMessage}`);
    await until(`${name} of ${this.name}`, async () => (await this.#latest(name)).errorCode === 0);
  }

  async alterTopic(resourceName: string, name: string, value: string): Promise<void> {
    const resources = [{ resourceType: 2, resourceName, configs: [{ name, configOperation: 0, value }] }];
    const altered = await this.#session.quiet(IncrementalAlterConfigs, 1, { resources });
    assert.equal(altered.responses[0]?.errorCode, 0, `${this.name}: ${altered.responses[0]?.errorMessage}`);
  }

  /** Appends a batch; returns its offset. */
  async produce(topic: string, records: Uint8Array, transactionalId: string | null = null): Promise<number> {
    const topicData = [{ name: topic, partitionData: [{ index: 0, records }] }];
    // Version 11 belongs to the transactions of before KIP-890, whose epochs stay.
    const version = transactionalId === null ? 12 : 11;
    const answer = await this.#session.quiet(Produce, version, {
      transactionalId,
      acks: -1,
      timeoutMs: 30_000,
      topicData,
    });
    const partition = answer.responses[0]?.partitionResponses[0];
    assert.equal(partition?.errorCode, 0, `${this.name}: ${partition?.errorCode} ${partition?.errorMessage}`);
    return partition.baseOffset;
  }

  async initProducer(transactionalId: string | null): Promise<Producer> {
    if (transactionalId !== null) {
      await until(`a coordinator of ${this.name}`, async () => {
        const found = await this.#session.quiet(FindCoordinator, 4, { keyType: 1, coordinatorKeys: [transactionalId] });
        return found.coordinators[0]?.errorCode === 0;
      });
    }
    let producer: Producer | undefined;
    await until(`a producer id of ${this.name}`, async () => {
      const found = await this.#session.quiet(InitProducerId, 4, { transactionalId, transactionTimeoutMs: 60_000 });
      if (found.errorCode === 0) producer = found;
      return producer !== undefined;
    });
    return producer!;
  }

  async beginIn(topic: string, transactionalId: string, producer: Producer): Promise<void> {
    await until(`a transaction of ${this.name}`, async () => {
      const answer = await this.#session.quiet(AddPartitionsToTxn, 3, {
        v3AndBelowTransactionalId: transactionalId,
        v3AndBelowProducerId: producer.producerId,
        v3AndBelowProducerEpoch: producer.producerEpoch,
        v3AndBelowTopics: [{ name: topic, partitions: [0] }],
      });
      return answer.resultsByTopicV3AndBelow[0]?.resultsByPartition[0]?.partitionErrorCode === 0;
    });
  }

  /** Resolves when the marker is in the log. */
  async end(topic: string, transactionalId: string, producer: Producer, committed: boolean): Promise<void> {
    const before = await this.endOffset(topic);
    const { errorCode } = await this.#session.quiet(EndTxn, 4, { transactionalId, ...producer, committed });
    assert.equal(errorCode, 0, this.name);
    await until("the marker", async () => (await this.endOffset(topic)) === before + 1);
  }

  async endOffset(topic: string): Promise<number> {
    const { errorCode, offset } = await this.#latest(topic);
    assert.equal(errorCode, 0, this.name);
    return offset;
  }

  async #latest(topic: string): Promise<{ readonly errorCode: number; readonly offset: number }> {
    const partitions = [{ partitionIndex: 0, timestamp: -1, currentLeaderEpoch: -1 }];
    const answer = await this.#session.quiet(ListOffsets, 7, {
      replicaId: -1,
      isolationLevel: 0,
      topics: [{ name: topic, partitions }],
    });
    return answer.topics[0]!.partitions[0]!;
  }

  /** Every batch from the start of the log to its end, control batches included. */
  async batches(topic: string): Promise<DecodedBatch[]> {
    const found: DecodedBatch[] = [];
    const end = await this.endOffset(topic);
    for (let offset = 0; offset < end;) {
      const partitions = [
        { partition: 0, fetchOffset: offset, partitionMaxBytes: FETCH_BYTES, currentLeaderEpoch: -1 },
      ];
      const answer = await this.#session.quiet(Fetch, 11, {
        replicaId: -1,
        maxWaitMs: 100,
        minBytes: 1,
        maxBytes: FETCH_BYTES,
        topics: [{ topic, partitions }],
      });
      const data = answer.responses[0]?.partitions[0];
      assert.equal(data?.errorCode, 0, this.name);
      const bytes = data.records ?? new Uint8Array(0);
      const before = offset;
      for (const iterator = new BatchIterator(bytes); iterator.next();) {
        const batch = decodeBatch(bytes, iterator.position);
        assert(!(batch instanceof RecordFailure), `${this.name}: ${String(batch)}`);
        offset = batch.header.lastOffset + 1;
        found.push(batch);
      }
      // What compaction took from the end of a segment is passed over.
      if (offset === before) offset = this.#nextSegment(topic, before) ?? end;
    }
    return found;
  }

  /** Base offsets of the segments on disk. */
  segments(topic: string): number[] {
    const names = readdirSync(join(this.logDir, `${topic}-0`));
    return names.filter((name) => name.endsWith(".log")).map((name) => parseInt(name, 10));
  }

  /** Where the next cleaning begins; undefined before the first. */
  cleanerCheckpoint(topic: string): number | undefined {
    let text: string;
    try {
      text = readFileSync(join(this.logDir, "cleaner-offset-checkpoint"), "utf8");
    } catch {
      return undefined;
    }
    const line = new RegExp(`^${topic} 0 (\\d+)$`, "m").exec(text);
    return line === null ? undefined : Number(line[1]);
  }

  /** Resolves when everything below the active segment has been cleaned. */
  async untilCleaned(topic: string): Promise<void> {
    const active = Math.max(...this.segments(topic));
    await until(
      `${this.name} cleans ${topic} up to ${active}`,
      () => this.cleanerCheckpoint(topic) === active,
      CLEANED_MS_MAX,
    );
  }

  #nextSegment(topic: string, offset: number): number | undefined {
    return this.segments(topic)
      .filter((base) => base > offset)
      .sort((a, b) => a - b)[0];
  }
}
