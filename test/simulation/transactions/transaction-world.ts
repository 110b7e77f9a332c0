// A transaction coordinator of several transactional ids in virtual time, producers that come and go, partitions that are slow to
// take markers, and a log that fails. One seed, one history.
import assert from "node:assert/strict";
import { Prng, SnapshotRegistry, VirtualClock } from "@ottla/base";
import { silentLogger, type LocalPartition } from "@ottla/broker";
import { KafkaConfig } from "@ottla/config";
import { CoordinatorTimers, coordinatorPartitionOf } from "@ottla/coordinator";
import { BatchIterator, readRecordsBody, RecordFailure, RecordReader } from "@ottla/records";
import {
  TransactionCoordinatorShard,
  transactionRecordSerde,
  TransactionVersion,
  type TransactionRecord,
} from "@ottla/transaction-coordinator";
import { TransactionCoordinator } from "../../../packages/broker/src/transaction-coordinator/transaction-coordinator.ts";
import { FaultyReplicas, NO_FAULTS, type Faults } from "../groups/faulty-replicas.ts";
import { DataPartitions } from "./data-partitions.ts";
import { Observer, stateOf } from "./observer.ts";
import { SimulatedProducer, type World } from "./simulated-producer.ts";

const IDS = ["a", "b", "c", "d", "e"];
const LOG_PARTITIONS = 2;
const TIMEOUT_MS = 5_000;
const EXPIRATION_MS = 60_000;
const PRODUCERS_MAX = 3;

export interface SimulationOptions {
  readonly seed: number;
  readonly steps: number;
}

/** As the group simulation's, with the epochs of elections. */
class TransactionReplicas extends FaultyReplicas {
  readonly epochs = new Map<number, number>();

  override partition(topic: string, partition: number): LocalPartition {
    return { ...super.partition(topic, partition), leaderEpoch: this.epochs.get(partition) ?? 0 };
  }
}

export class TransactionWorld implements World {
  readonly clock: VirtualClock = new VirtualClock();
  readonly random: Prng;
  readonly data: DataPartitions;
  readonly observer: Observer;
  readonly coordinator: TransactionCoordinator;
  readonly timeoutMs: number = TIMEOUT_MS;
  isUnruly = true;
  /** Every shard that has been loaded, in order. */
  readonly shards: TransactionCoordinatorShard[] = [];
  readonly #replicas: TransactionReplicas;
  readonly #producers: SimulatedProducer[] = [];
  /** Batches of each partition that the observer has seen. */
  readonly #observed = new Map<number, number>();
  readonly #version: TransactionVersion;
  #transaction = 0;
  #nextProducerId = 0n;
  #names = 0;
  #failure: unknown;

  constructor(seed: number) {
    this.random = new Prng(seed);
    this.#version = this.random.uint32() % 3 === 0 ? TransactionVersion.TV_1 : TransactionVersion.TV_2;
    this.#replicas = new TransactionReplicas(this.clock, this.random.fork());
    this.observer = new Observer(() => this.data, EXPIRATION_MS);
    this.data = new DataPartitions(this.clock, this.random.fork(), (marker) =>
      this.#onMarker(marker.producerId, marker),
    );
    const config = KafkaConfig.standalone(
      new Map([
        ["listeners", "PLAINTEXT://127.0.0.1:0"],
        ["log.dirs", "/sim"],
        ["transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000"],
        ["transactional.id.expiration.ms", String(EXPIRATION_MS)],
        ["transaction.remove.expired.transaction.cleanup.interval.ms", "20000"],
      ]),
    );
    this.coordinator = new TransactionCoordinator({
      config: () => config,
      requestTimeoutMs: 2_000,
      clock: this.clock,
      logger: silentLogger,
      replicaManager: this.#replicas,
      producerIds: {
        take: () => this.#nextProducerId++,
        next: () => Promise.resolve(this.#nextProducerId++),
        prepare: () => Promise.resolve(),
      },
      markerTransport: this.data,
      partitionCount: () => LOG_PARTITIONS,
      maxBatchBytes: () => 1_048_588,
      transactionVersionLevel: () => this.#version,
    });
  }

  nextTransaction(): number {
    return ++this.#transaction;
  }

  async run(steps: number): Promise<void> {
    for (let partition = 0; partition < LOG_PARTITIONS; partition++) this.#elect(partition);
    for (let step = 0; step < steps; step++) {
      const isBad = step % 40 < 25;
      this.#replicas.faults = isBad ? this.#someFaults() : NO_FAULTS;
      this.data.faults = { refusal: isBad ? this.random.float() * 0.5 : 0, slowMs: this.random.float() * 1_500 };
      this.#act();
      await this.#advance(this.random.float() * 600);
    }
    await this.#heal();
  }

  /** Everything is well from now on: every transaction ends, every partition has its markers, unused ids are forgotten. */
  async #heal(): Promise<void> {
    this.#replicas.faults = NO_FAULTS;
    this.data.faults = { refusal: 0, slowMs: 0 };
    this.isUnruly = false;
    for (let i = 0; i < 60; i++) await this.#advance(500);
    for (const producer of this.#producers) producer.isAlive = false;
    for (let i = 0; i < 60; i++) await this.#advance(500);
    this.#assertShadow();
    this.observer.finish();
    await this.#advance(EXPIRATION_MS + 25_000);
    assert.equal(this.observer.committed().size, 0, "every id is forgotten in the end");
    await this.coordinator.stop();
    await this.#advance(5_000);
  }

  /** A shard that is fed nothing but the log holds what the living one holds. */
  #assertShadow(): void {
    for (let partition = 0; partition < LOG_PARTITIONS; partition++) {
      assert(this.#replicas.isQuiet(partition), "everything is committed");
      const live = this.shards.findLast((shard) => partitionOf(shard) === partition);
      assert(live !== undefined, "every partition has transactional ids");
      const shadow = new TransactionCoordinatorShard({
        config: () => assert.fail("a shadow only replays"),
        snapshots: new SnapshotRegistry(),
        timers: new CoordinatorTimers(),
        producerIds: { take: () => undefined },
        markers: { send: () => assert.fail("a shadow only replays") },
        transactionVersion: () => this.#version,
      });
      for (const bytes of this.#replicas.committed(partition))
        for (const record of recordsOf(bytes)) shadow.replay(record);
      assert.deepEqual(stateOf(live.context.transactions), stateOf(shadow.context.transactions));
    }
  }

  #act(): void {
    const dice = this.random.float();
    const id = IDS[this.random.uint32() % IDS.length]!;
    const living = this.#producers.filter(({ isAlive, transactionalId }) => isAlive && transactionalId === id);
    if (dice < 0.35 && living.length < PRODUCERS_MAX) this.#addProducer(id);
    else if (dice < 0.42 && living[0] !== undefined) living[0].isAlive = false;
    else if (dice < 0.47) this.#moveCoordinator(this.random.uint32() % LOG_PARTITIONS);
  }

  #addProducer(transactionalId: string): void {
    const version =
      this.#version === TransactionVersion.TV_2 && this.random.float() < 0.8 ? this.#version : TransactionVersion.TV_0;
    const producer = new SimulatedProducer(this, transactionalId, `p${this.#names++}`, version);
    this.#producers.push(producer);
    producer.run().catch((error: unknown) => (this.#failure ??= error));
  }

  #moveCoordinator(partition: number): void {
    this.observer.counts.moves++;
    this.#observe(partition);
    const epoch = (this.#replicas.epochs.get(partition) ?? 0) + 1;
    this.coordinator.onResignation(partition, epoch);
    this.#replicas.changeLeader(partition);
    this.#replicas.epochs.set(partition, epoch);
    this.clock.setTimer(this.random.float() * 2_000, () => this.#elect(partition));
  }

  #elect(partition: number): void {
    const epoch = (this.#replicas.epochs.get(partition) ?? 0) + 1;
    this.#replicas.epochs.set(partition, epoch);
    this.coordinator.onElection(partition, epoch);
  }

  async #advance(ms: number): Promise<void> {
    await this.clock.advanceAsync(ms);
    if (this.#failure !== undefined) throw this.#failure;
    for (let partition = 0; partition < LOG_PARTITIONS; partition++) this.#observe(partition);
  }

  /** Shows the observer what has been committed since. */
  #observe(partition: number): void {
    const committed = this.#replicas.committed(partition);
    const fresh = committed.slice(this.#observed.get(partition) ?? 0);
    this.#observed.set(partition, committed.length);
    for (const bytes of fresh) {
      for (const record of recordsOf(bytes)) this.observer.record(record, this.clock.nowMs());
    }
  }

  #onMarker(producerId: bigint, marker: Parameters<Observer["marking"]>[0]): void {
    try {
      for (let partition = 0; partition < LOG_PARTITIONS; partition++) this.#observe(partition);
      const owner = [...this.observer.committed()].find(
        ([, metadata]) => metadata.producerId === producerId || metadata.previousProducerId === producerId,
      );
      this.observer.marking(marker, owner?.[0]);
    } catch (error) {
      this.#failure ??= error;
    }
  }

  #someFaults(): Faults {
    const some = (most: number): number => (this.random.float() < 0.5 ? this.random.float() * most : 0);
    return {
      appendFailure: some(0.3),
      slowAppend: some(0.5),
      slowCommit: some(0.5),
      slowMs: this.random.float() * 4_000,
    };
  }
}

/** Undefined as long as it has no transactional ids. */
function partitionOf({ context }: TransactionCoordinatorShard): number | undefined {
  const [first] = context.transactions.keys();
  return first === undefined ? undefined : coordinatorPartitionOf(first, LOG_PARTITIONS);
}

function recordsOf(bytes: Uint8Array): TransactionRecord[] {
  const records: TransactionRecord[] = [];
  const batches = new BatchIterator(bytes);
  while (batches.next()) {
    const body = readRecordsBody(bytes, batches.position);
    assert(!(body instanceof RecordFailure));
    for (const { key, value } of new RecordReader(bytes, batches.position, body)) {
      assert(key !== null);
      const record = transactionRecordSerde.deserialize(key, value);
      assert(record !== undefined);
      records.push(record);
    }
  }
  return records;
}

/** Runs one history; rejects with what was wrong in it. */
export async function simulate({ seed, steps }: SimulationOptions): Promise<Observer> {
  const world = new TransactionWorld(seed);
  const { onLoaded } = TransactionCoordinatorShard.prototype;
  TransactionCoordinatorShard.prototype.onLoaded = function (this: TransactionCoordinatorShard, time) {
    world.shards.push(this);
    onLoaded.call(this, time);
  };
  try {
    await world.run(steps);
  } finally {
    TransactionCoordinatorShard.prototype.onLoaded = onLoaded;
  }
  return world.observer;
}
