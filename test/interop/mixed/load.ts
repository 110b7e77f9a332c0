// Records with acks=all from an idempotent producer for as long as a test likes, what was acknowledged of them, and everything that can be read.
import assert from "node:assert/strict";
import { Consumer, Producer } from "@ottla/client";
import type { Acknowledged, Read } from "../../crash/history.ts";

const OUTSTANDING_MAX = 50;
const READ_MS = 60_000;

/** Sends from its construction to `stop`. */
export class Load {
  readonly acknowledged: Acknowledged[] = [];
  /** Why sends failed: nothing is known of their records. */
  readonly failures: string[] = [];
  readonly #running: Promise<void>;
  #isOver = false;

  /** @param name tells this load's values from those of others */
  constructor(
    target: { readonly bootstrap: string; readonly topic: string; readonly partitions: number },
    name: string,
  ) {
    this.#running = this.#run(target, name);
    this.#running.catch(() => {});
  }

  /** Resolves when everything sent is answered. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  async #run(
    {
      bootstrap,
      topic,
      partitions,
    }: { readonly bootstrap: string; readonly topic: string; readonly partitions: number },
    name: string,
  ): Promise<void> {
    await using producer = new Producer({
      "bootstrap.servers": bootstrap,
      acks: "all",
      "enable.idempotence": true,
      "linger.ms": 1,
      "request.timeout.ms": 5000,
      "delivery.timeout.ms": 90_000,
    });
    const pending = new Set<Promise<void>>();
    for (let sequence = 0; !this.#isOver; sequence++) {
      const partition = sequence % partitions;
      const value = `${name}:${partition}:${sequence}`;
      const sent = producer
        .send({ topic, partition, value })
        .then(
          ({ offset }) => void this.acknowledged.push({ partition, offset, value }),
          (error: unknown) => void this.failures.push(String(error)),
        )
        .finally(() => pending.delete(sent));
      pending.add(sent);
      if (pending.size >= OUTSTANDING_MAX) await Promise.race(pending);
    }
    await Promise.all(pending);
  }
}

/** Every record of these partitions, to their ends as they are now. */
export async function readAll(target: {
  readonly bootstrap: string;
  readonly topic: string;
  readonly partitions: number;
}): Promise<Read[]> {
  const { bootstrap, topic } = target;
  const partitions = Array.from({ length: target.partitions }, (_, partition) => ({ topic, partition }));
  await using consumer = new Consumer({ "bootstrap.servers": bootstrap, "auto.offset.reset": "earliest" });
  consumer.assign(partitions);
  consumer.seekToBeginning(partitions);
  const ends = await consumer.endOffsets(partitions);
  const isAtEnd = async (): Promise<boolean> => {
    for (const partition of partitions) {
      if ((await consumer.position(partition)) < (ends.get(partition) ?? 0)) return false;
    }
    return true;
  };
  const found: Read[] = [];
  const deadlineMs = performance.now() + READ_MS;
  while (!(await isAtEnd())) {
    assert.ok(performance.now() < deadlineMs, `${found.length} records read in time`);
    for (const { partition, offset, rawValue } of await consumer.poll({ timeoutMs: 1000 })) {
      found.push({ partition, offset, value: Buffer.from(rawValue ?? []).toString() });
    }
  }
  return found;
}
