// A transactional producer, as far as the coordinator and the partitions see one: takes over its id, writes transactions one
// after the other, ends them, and one day falls silent or is replaced.
import type { Clock, Prng } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { TransactionVersion } from "@ottla/transaction-coordinator";
import type { TransactionCoordinator } from "../../../packages/broker/src/transaction-coordinator/transaction-coordinator.ts";
import { DATA_PARTITIONS, type DataPartitions } from "./data-partitions.ts";
import type { Identity, Observer } from "./observer.ts";

const RETRY_MS = 150;
const PAUSE_PROBABILITY = 0.08;
const PAUSE_MS = 9_000;

export interface World {
  readonly clock: Clock;
  readonly random: Prng;
  readonly observer: Observer;
  readonly coordinator: TransactionCoordinator;
  readonly data: DataPartitions;
  readonly timeoutMs: number;
  /** Whether producers still pause. */
  readonly isUnruly: boolean;
  /** A number that no transaction had before. */
  nextTransaction(): number;
}

/** What a producer tries again. */
const RETRIABLE: ReadonlySet<number> = new Set([
  ErrorCode.CONCURRENT_TRANSACTIONS,
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
  ErrorCode.COORDINATOR_NOT_AVAILABLE,
  ErrorCode.NOT_COORDINATOR,
  ErrorCode.UNKNOWN_SERVER_ERROR,
]);

export class SimulatedProducer {
  readonly #world: World;
  readonly #name: string;
  readonly transactionalId: string;
  /** Which protocol it speaks: 2 bumps epochs and adds partitions as it writes. */
  readonly #version: TransactionVersion;
  #identity: Identity = { producerId: -1n, producerEpoch: -1 };
  isAlive = true;

  constructor(world: World, transactionalId: string, name: string, version: TransactionVersion) {
    this.#world = world;
    this.#name = name;
    this.transactionalId = transactionalId;
    this.#version = version;
  }

  /** Lives until it falls silent or is fenced. */
  async run(): Promise<void> {
    if (!(await this.#init(undefined))) return;
    while (this.isAlive && (await this.#transact())) await this.#sleep(this.#world.random.float() * 600);
    this.isAlive = false;
  }

  async #init(expected: Identity | undefined): Promise<boolean> {
    const { coordinator, observer, timeoutMs } = this.#world;
    const { transactionalId } = this;
    while (this.isAlive) {
      observer.claiming(transactionalId, expected, this.#world.clock.nowMs());
      const request = { transactionalId, transactionTimeoutMs: timeoutMs, expected };
      const { errorCode, ...identity } = await coordinator.initProducerId(request);
      if (errorCode === ErrorCode.NONE) {
        observer.given(transactionalId, identity, this.#name);
        this.#identity = identity;
        return true;
      }
      if (!this.#mayRetry(errorCode)) return false;
      await this.#sleep(RETRY_MS);
    }
    return false;
  }

  /** False when it is fenced. */
  async #transact(): Promise<boolean> {
    const { random, data } = this.#world;
    const transaction = this.#world.nextTransaction();
    for (let writes = 1 + (random.uint32() % 4); writes > 0 && this.isAlive; writes--) {
      const partition = random.uint32() % DATA_PARTITIONS;
      if (!(await this.#add(partition))) return false;
      if (!this.isAlive) return false;
      const errorCode = data.append(partition, { kind: "data", ...this.#identity, transaction });
      if (errorCode !== ErrorCode.NONE) return false;
      await this.#maybePause();
    }
    return this.#end(transaction, random.float() < 0.7 ? "commit" : "abort");
  }

  async #add(partition: number): Promise<boolean> {
    const { coordinator } = this.#world;
    const { transactionalId } = this;
    const request = { transactionalId, ...this.#identity, partitions: [{ topic: "t", partition }] };
    while (this.isAlive) {
      let errorCode = await coordinator.addPartitions(request, this.#version);
      // What was added may have ended meanwhile: a broker asks right before it appends.
      if (errorCode === ErrorCode.NONE) errorCode = (await coordinator.verifyPartitions(request))[0]!;
      if (errorCode === ErrorCode.NONE) return true;
      if (!this.#mayRetry(errorCode)) return false;
      await this.#sleep(RETRY_MS);
    }
    return false;
  }

  async #end(transaction: number, result: "commit" | "abort"): Promise<boolean> {
    const { coordinator, observer } = this.#world;
    const { transactionalId } = this;
    const ending = this.#identity;
    while (this.isAlive) {
      observer.ending(transactionalId, ending);
      const { errorCode, ...next } = await coordinator.endTransaction(
        { transactionalId, ...ending, result },
        this.#version,
      );
      if (errorCode === ErrorCode.NONE) {
        observer.ended(transaction, result);
        if (this.#version < TransactionVersion.TV_2) return true;
        observer.given(transactionalId, next, this.#name);
        this.#identity = next;
        return true;
      }
      if (!this.#mayRetry(errorCode)) return this.#recover(errorCode);
      await this.#sleep(RETRY_MS);
    }
    return false;
  }

  /** Some producers go on under who they were (KIP-360). */
  async #recover(errorCode: number): Promise<boolean> {
    if (errorCode === ErrorCode.PRODUCER_FENCED || this.#world.random.float() < 0.5) return false;
    return this.#init(this.#identity);
  }

  #mayRetry(errorCode: number): boolean {
    this.#world.observer.counts.errors++;
    return RETRIABLE.has(errorCode);
  }

  async #maybePause(): Promise<void> {
    const { random, isUnruly } = this.#world;
    const isLong = isUnruly && random.float() < PAUSE_PROBABILITY;
    await this.#sleep(isLong ? PAUSE_MS : random.float() * 50);
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.#world.clock.setTimer(ms, resolve));
  }
}
