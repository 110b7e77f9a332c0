// The load of @ottla/client.
import { KafkaError, Producer } from "@ottla/client";
import type { ProducerOptions } from "@ottla/client";
import { ABORT_EVERY, DELIVERY_TIMEOUT_MS, newHistory, PARTITIONS, PAUSE_MS, TRANSACTION_TIMEOUT_MS } from "./load.ts";
import type { Load, Loader, LoadHistory, Topics, Transaction } from "./load.ts";

const OUTSTANDING_MAX = 20;
const RETRY_MS = 100;
const partitions: readonly number[] = Array.from({ length: PARTITIONS }, (_, partition) => partition);

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

class OurLoad implements Load {
  readonly #common: {
    readonly "bootstrap.servers": string;
    readonly "linger.ms": number;
    readonly "request.timeout.ms": number;
  };
  readonly #topics: Topics;
  readonly #history: LoadHistory = newHistory();
  readonly #work: Promise<unknown>;
  readonly #producers = new Set<Producer<string, string>>();
  #isOver = false;
  #sequence = 0;

  constructor(bootstrap: string, topics: Topics) {
    this.#common = { "bootstrap.servers": bootstrap, "linger.ms": 0, "request.timeout.ms": 5000 };
    this.#topics = topics;
    this.#work = Promise.all([this.#plain(), this.#transactional()]);
  }

  async stop(): Promise<LoadHistory> {
    this.#isOver = true;
    await this.#work;
    return this.#history;
  }

  abandon(): void {
    this.#isOver = true;
    for (const producer of this.#producers) void producer.close({ timeoutMs: 0 });
  }

  async #plain(): Promise<void> {
    await using producer = this.#open({
      ...this.#common,
      acks: "all",
      "enable.idempotence": true,
      "delivery.timeout.ms": DELIVERY_TIMEOUT_MS,
    });
    await Promise.all(partitions.map((partition) => this.#stream(producer, partition)));
  }

  #open(options: ProducerOptions<string, string>): Producer<string, string> {
    const producer = new Producer(options);
    this.#producers.add(producer);
    return producer;
  }

  async #stream(producer: Producer<string, string>, partition: number): Promise<void> {
    const { acknowledged, progress } = this.#history;
    const pending = new Set<Promise<void>>();
    for (let sequence = 0; !this.#isOver; sequence++) {
      const value = `plain:${partition}:${sequence}`;
      const sent = producer
        .send({ topic: this.#topics.plain, partition, value })
        .then(({ offset }) => {
          acknowledged.push({ partition, offset, value });
          progress.push({ stream: `plain ${partition}`, atMs: Date.now() });
        })
        .catch((error: unknown) => this.#count(error))
        .finally(() => pending.delete(sent));
      pending.add(sent);
      if (pending.size >= OUTSTANDING_MAX) await Promise.race(pending);
      await sleep(PAUSE_MS);
    }
    await Promise.all(pending);
  }

  async #transactional(): Promise<void> {
    while (!this.#isOver) {
      const producer = this.#open({
        ...this.#common,
        "transactional.id": "ours",
        "transaction.timeout.ms": TRANSACTION_TIMEOUT_MS,
        "delivery.timeout.ms": TRANSACTION_TIMEOUT_MS,
      });
      try {
        await producer.initTransactions();
        while (!this.#isOver) await this.#transaction(producer);
      } catch (error) {
        this.#count(error);
        await sleep(RETRY_MS);
      } finally {
        this.#producers.delete(producer);
        await producer.close({ timeoutMs: 0 });
      }
    }
  }

  async #transaction(producer: Producer<string, string>): Promise<void> {
    const sequence = this.#sequence++;
    const values = partitions.map((partition) => `transactional:${partition}:${sequence}`);
    const transaction: Transaction = { outcome: "aborted", values };
    this.#history.transactions.push(transaction);
    producer.beginTransaction();
    await Promise.all(
      values.map((value, partition) => producer.send({ topic: this.#topics.transactional, partition, value })),
    );
    if (sequence % ABORT_EVERY === 0) await producer.abortTransaction();
    else {
      transaction.outcome = "unknown";
      await producer.commitTransaction();
      transaction.outcome = "committed";
      this.#history.progress.push({ stream: "transactional", atMs: Date.now() });
    }
    await sleep(PAUSE_MS);
  }

  #count(error: unknown): void {
    const name = error instanceof KafkaError ? error.code : String(error);
    this.#history.errors.set(name, (this.#history.errors.get(name) ?? 0) + 1);
  }
}

export const ourLoader: Loader = { name: "ours", start: (bootstrap, topics) => new OurLoad(bootstrap, topics) };
