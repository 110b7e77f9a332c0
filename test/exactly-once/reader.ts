// A reader of a whole topic that goes on through every restart of the broker; what it saw, in the order it saw it.
import { Consumer } from "@ottla/client";
import type { Placed, Reader } from "./history.ts";
import { NotInTime, sleep } from "./world.ts";
import type { World } from "./world.ts";

export interface ReaderOptions {
  readonly world: World;
  readonly name: string;
  readonly topic: string;
  readonly partitions: number;
  readonly isolation: Reader["isolation"];
}

const RETRY_MS = 50;

export class TopicReader implements Reader {
  readonly records: Placed[] = [];
  readonly name: string;
  readonly isolation: Reader["isolation"];
  readonly #options: ReaderOptions;

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.name = options.name;
    this.isolation = options.isolation;
  }

  /** Reads until it is over. */
  async run(isOver: () => boolean): Promise<void> {
    await using consumer = this.#open();
    while (!isOver()) {
      try {
        this.#keep(await consumer.poll({ timeoutMs: 100 }));
      } catch {
        await sleep(this.#options.world, RETRY_MS);
      }
    }
  }

  /**
   * Reads until the position of every partition is the end that this isolation may see at the start of the call.
   * @throws NotInTime when it does not get there
   */
  async readToEnd(timeoutMs: number): Promise<void> {
    await using consumer = this.#open();
    const { clock } = this.#options.world;
    const endMs = clock.monotonicMs() + timeoutMs;
    const partitions = this.#partitions();
    const ends = await consumer.endOffsets(partitions);
    for (const partition of partitions) {
      while ((await consumer.position(partition)) < (ends.get(partition) ?? 0)) {
        if (clock.monotonicMs() > endMs) {
          throw new NotInTime(
            `${this.name} is stuck at ${await consumer.position(partition)} of ${partition.partition}`,
          );
        }
        this.#keep(await consumer.poll({ timeoutMs: 100 }));
      }
    }
  }

  /** Where the topic ends for this isolation. */
  async endOffsets(): Promise<ReadonlyMap<number, number>> {
    await using consumer = this.#open();
    const ends = await consumer.endOffsets(this.#partitions());
    return new Map([...ends].map(([{ partition }, offset]) => [partition, offset]));
  }

  #partitions(): { topic: string; partition: number }[] {
    const { topic, partitions } = this.#options;
    return Array.from({ length: partitions }, (_, partition) => ({ topic, partition }));
  }

  #open(): Consumer {
    const { world, isolation, name } = this.#options;
    const consumer = new Consumer(
      {
        "bootstrap.servers": world.bootstrap,
        "client.id": name,
        "isolation.level": isolation,
        "auto.offset.reset": "earliest",
        "request.timeout.ms": 2000,
        "default.api.timeout.ms": 10_000,
        "retry.backoff.ms": 20,
        "reconnect.backoff.ms": 20,
        "reconnect.backoff.max.ms": 100,
        "fetch.max.wait.ms": 100,
      },
      world.ports,
    );
    consumer.assign(this.#partitions());
    consumer.seekToBeginning();
    return consumer;
  }

  #keep(records: Awaited<ReturnType<Consumer["poll"]>>): void {
    for (const { partition, offset, value } of records) {
      this.records.push({ partition, offset, value: Buffer.from(value ?? []).toString() });
    }
  }
}
