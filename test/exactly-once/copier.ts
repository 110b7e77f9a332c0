// A transactional copier: reads from one topic, writes the same values to the same partitions of another, each batch in one transaction with the
// offsets consumed. It lives through many incarnations, which end the way real ones do: killed in mid-transaction, fenced by the next one, taken
// for dead because they paused, or aborted on purpose. Everything it learns goes into the history.
import { randomBelow } from "@ottla/base";
import type { Random } from "@ottla/base";
import { Consumer, KafkaError, Producer } from "@ottla/client";
import type { ConsumerRecord } from "@ottla/client";
import type { Outcome, Transaction } from "./history.ts";
import { sleep } from "./world.ts";
import type { World } from "./world.ts";

/** What may happen to a transaction beside its commit. */
export type Fate = "commit" | "abort" | "kill" | "pause" | "zombie";

export interface CopierOptions {
  readonly world: World;
  readonly name: string;
  readonly group: string;
  readonly from: string;
  readonly to: string;
  readonly random: Random;
  readonly groupProtocol: "classic" | "consumer";
  /** Faults happen while this is true; after it only commits. */
  readonly isWild: () => boolean;
  readonly isOver: () => boolean;
}

/** Percentages of the fates other than commit. */
const FATES: readonly (readonly [Fate, number])[] = [
  ["abort", 12],
  ["kill", 4],
  ["pause", 1],
  ["zombie", 3],
];
export const TRANSACTION_TIMEOUT_MS = 4000;
export const SESSION_TIMEOUT_MS = 3000;
const POLL_INTERVAL_MS = 3000;
const PAUSE_MS = 5000;
const RETRY_MS = 50;

/** A transaction as it grows. */
interface OpenTransaction {
  readonly id: string;
  outcome: Outcome;
  readonly sent: { readonly partition: number; readonly value: string; offset: number | undefined }[];
  readonly consumedUpTo: Map<number, number>;
}

class Killed extends Error {}

export class Copier {
  readonly transactions: OpenTransaction[] = [];
  /** How often each fate befell a transaction. */
  readonly fates: Record<Fate, number> = { commit: 0, abort: 0, kill: 0, pause: 0, zombie: 0 };
  /** Errors that ended incarnations, by name. */
  readonly errors: Map<string, number> = new Map();
  readonly #options: CopierOptions;
  #incarnation = 0;
  #number = 0;
  /** A producer whose instance was replaced: it must not be able to commit any more. */
  #zombie: { producer: Producer; transaction: OpenTransaction } | undefined;

  constructor(options: CopierOptions) {
    this.#options = options;
  }

  /** Until it is over. Whatever ends an incarnation, another one begins. */
  async run(): Promise<void> {
    while (!this.#options.isOver()) {
      try {
        await this.#live();
      } catch (error) {
        const name = error instanceof KafkaError ? error.code : String(error);
        this.errors.set(name, (this.errors.get(name) ?? 0) + 1);
        await sleep(this.#options.world, RETRY_MS);
      }
    }
    await this.#zombie?.producer.close({ timeoutMs: 0 });
  }

  history(): Transaction[] {
    return this.transactions;
  }

  async #live(): Promise<void> {
    const { world, name, group, from, isOver, groupProtocol } = this.#options;
    this.#incarnation += 1;
    const clientId = `${name}-${this.#incarnation}`;
    const producer = new Producer(
      {
        "bootstrap.servers": world.bootstrap,
        "client.id": clientId,
        "transactional.id": name,
        "transaction.timeout.ms": TRANSACTION_TIMEOUT_MS,
        "delivery.timeout.ms": 3000,
        "request.timeout.ms": 2000,
        "max.block.ms": 10_000,
        "linger.ms": 0,
        "retry.backoff.ms": 20,
        "reconnect.backoff.ms": 20,
        "reconnect.backoff.max.ms": 100,
      },
      world.ports,
    );
    const consumer = new Consumer(
      {
        "bootstrap.servers": world.bootstrap,
        "client.id": clientId,
        "group.id": group,
        "group.protocol": groupProtocol,
        "auto.offset.reset": "earliest",
        "enable.auto.commit": false,
        "isolation.level": "read_committed",
        "max.poll.records": 5,
        "max.poll.interval.ms": POLL_INTERVAL_MS,
        "request.timeout.ms": 2000,
        "default.api.timeout.ms": 5000,
        "retry.backoff.ms": 20,
        "reconnect.backoff.ms": 20,
        "reconnect.backoff.max.ms": 100,
        ...(groupProtocol === "classic"
          ? { "session.timeout.ms": SESSION_TIMEOUT_MS, "heartbeat.interval.ms": 500 }
          : {}),
      },
      world.ports,
    );
    let isZombie = false;
    try {
      await producer.initTransactions();
      await this.#buryZombie();
      consumer.subscribe([from]);
      while (!isOver()) {
        const records = await consumer.poll({ timeoutMs: 100 });
        if (records.isEmpty) continue;
        await this.#copy(producer, consumer, [...records]);
      }
      await consumer.close();
    } catch (error) {
      // A member that was killed does not say goodbye.
      const groupMembershipOperation = error instanceof Killed ? "REMAIN_IN_GROUP" : "DEFAULT";
      await consumer.close({ timeoutMs: 0, groupMembershipOperation }).catch(() => {});
      isZombie = this.#zombie?.producer === producer;
      if (!(error instanceof Killed)) throw error;
    } finally {
      if (!isZombie) await producer.close({ timeoutMs: 0 }).catch(() => {});
    }
  }

  /** The one before has been replaced by now: its commit must be refused. */
  async #buryZombie(): Promise<void> {
    const zombie = this.#zombie;
    if (zombie === undefined) return;
    this.#zombie = undefined;
    try {
      await zombie.producer.commitTransaction();
      zombie.transaction.outcome = "committed";
    } catch {
      zombie.transaction.outcome = "refused";
    }
    await zombie.producer.close({ timeoutMs: 0 }).catch(() => {});
  }

  #takeFate(): Fate {
    if (!this.#options.isWild()) return "commit";
    let rest = randomBelow(this.#options.random, 100);
    for (const [fate, percent] of FATES) {
      if (rest < percent) return fate;
      rest -= percent;
    }
    return "commit";
  }

  /** One transaction. @throws Killed when the incarnation ends with it open; any other error when it cannot go on */
  async #copy(producer: Producer, consumer: Consumer, records: readonly ConsumerRecord[]): Promise<void> {
    const { name, to } = this.#options;
    this.#number += 1;
    const transaction: OpenTransaction = {
      id: `${name}-${this.#incarnation}-${this.#number}`,
      outcome: "unknown",
      sent: [],
      consumedUpTo: new Map(),
    };
    this.transactions.push(transaction);
    const fate = this.#takeFate();
    this.fates[fate] += 1;
    producer.beginTransaction();
    const sends = records.map(({ partition, offset, value }) => {
      const sent: OpenTransaction["sent"][number] = { partition, value: text(value), offset: undefined };
      transaction.sent.push(sent);
      transaction.consumedUpTo.set(partition, offset + 1);
      return producer.send({ topic: to, partition, value: sent.value }).then((metadata) => {
        sent.offset = metadata.offset;
      });
    });
    const settled = Promise.allSettled(sends);
    if (fate === "kill") throw new Killed("in mid-transaction");
    const failed = (await settled).find((result) => result.status === "rejected");
    if (failed !== undefined) return this.#takeBack(producer, consumer, transaction);
    if (fate === "zombie") {
      this.#zombie = { producer, transaction };
      throw new Killed("and does not know it");
    }
    if (fate === "pause") await sleep(this.#options.world, PAUSE_MS);
    if (fate === "abort") return this.#takeBack(producer, consumer, transaction);
    const offsets = [...transaction.consumedUpTo].map(([partition, offset]) => ({
      topic: this.#options.from,
      partition,
      offset,
    }));
    try {
      await producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
    } catch {
      return this.#takeBack(producer, consumer, transaction);
    }
    await producer.commitTransaction();
    transaction.outcome = "committed";
  }

  /** Aborts, and reads again what the transaction had read. */
  async #takeBack(producer: Producer, consumer: Consumer, transaction: OpenTransaction): Promise<void> {
    await producer.abortTransaction();
    transaction.outcome = "aborted";
    const assigned = consumer.assignment().filter(({ topic }) => topic === this.#options.from);
    const committed = await consumer.committed(assigned);
    for (const partition of assigned) {
      const offset = committed.get(partition)?.offset;
      if (offset === undefined) consumer.seekToBeginning([partition]);
      else consumer.seek(partition, offset);
    }
  }
}

function text(value: Uint8Array | string | null): string {
  return typeof value === "string" ? value : Buffer.from(value ?? []).toString();
}
