// An idempotent producer without transactions, through many incarnations: values that say who wrote them in which order, acks=all, retries as long as the
// delivery timeout lets them. What fails is not sent again: the topic itself shows whether it was written.
import { randomBelow } from "@ottla/base";
import type { Random } from "@ottla/base";
import { Producer } from "@ottla/client";
import type { Placed } from "./history.ts";
import { sleep } from "./world.ts";
import type { World } from "./world.ts";

export interface PlainProducerOptions {
  readonly world: World;
  readonly name: string;
  readonly topic: string;
  readonly partitions: number;
  readonly random: Random;
  readonly pauseMs: number;
}

/** One in so many rounds ends the incarnation, with records still under way. */
const ROUNDS_A_LIFE = 60;
/** Each in a batch of its own, so that a partition has several in flight. */
const RECORDS_A_ROUND = 4;

export class PlainProducer {
  readonly acknowledged: Placed[] = [];
  /** What failed, by the error's code. */
  readonly errors: Map<string, number> = new Map();
  readonly #options: PlainProducerOptions;

  constructor(options: PlainProducerOptions) {
    this.#options = options;
  }

  async run(isOver: () => boolean): Promise<void> {
    for (let incarnation = 0; !isOver(); incarnation++) await this.#live(incarnation, isOver);
  }

  async #live(incarnation: number, isOver: () => boolean): Promise<void> {
    const { world, name, topic, partitions, random, pauseMs } = this.#options;
    const clientId = `${name}.${incarnation}`;
    await using producer = new Producer(
      {
        "bootstrap.servers": world.bootstrap,
        "client.id": clientId,
        "delivery.timeout.ms": 6000,
        "request.timeout.ms": 2000,
        "max.block.ms": 3000,
        "linger.ms": 0,
        "batch.size": 100,
        "retry.backoff.ms": 20,
        "reconnect.backoff.ms": 20,
        "reconnect.backoff.max.ms": 100,
      },
      world.ports,
    );
    const underWay = new Set<Promise<void>>();
    for (let sequence = 0; !isOver() && randomBelow(random, ROUNDS_A_LIFE) > 0;) {
      const partition = randomBelow(random, partitions);
      for (let i = 0; i < RECORDS_A_ROUND; i++, sequence++) {
        const value = `${clientId}:${partition}:${sequence}`;
        const sent: Promise<void> = producer
          .send({ topic, partition, value })
          .then(({ offset }) => void this.acknowledged.push({ partition, offset, value }))
          .catch((error: unknown) => this.#onError(error))
          .finally(() => underWay.delete(sent));
        underWay.add(sent);
      }
      await sleep(world, pauseMs);
      if (underWay.size > 50) await Promise.all(underWay);
    }
    if (randomBelow(random, 2) === 0) await producer.close({ timeoutMs: 0 });
    await Promise.all(underWay);
  }

  #onError(error: unknown): void {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    this.errors.set(code, (this.errors.get(code) ?? 0) + 1);
  }
}
