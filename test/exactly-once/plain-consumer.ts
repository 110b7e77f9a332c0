// A consumer of a plain group, through many incarnations that come and go, so that the group rebalances all the time: it leaves, is taken for dead because it
// paused, or dies with half of a poll processed. Half of them commit by hand behind the work, the others leave it to `enable.auto.commit`.
import { randomBelow } from "@ottla/base";
import type { Random } from "@ottla/base";
import { Consumer } from "@ottla/client";
import type { ConsumerRecord } from "@ottla/client";
import type { Stint } from "./plain-history.ts";
import { sleep } from "./world.ts";
import type { World } from "./world.ts";

const SESSION_TIMEOUT_MS = 3000;
const POLL_INTERVAL_MS = 3000;
const PAUSE_MS = 5000;
const WORK_MS = 2;
const RETRY_MS = 50;

/** What the members of a group have done together. */
export class PlainGroup {
  readonly processed: Map<number, number[]> = new Map();
  readonly stints: (Stint & { readonly offsets: number[] })[] = [];
  /** How often partitions were given to a member. */
  assignments = 0;

  processedOf(partition: number): number[] {
    let offsets = this.processed.get(partition);
    if (offsets === undefined) this.processed.set(partition, (offsets = []));
    return offsets;
  }
}

export interface PlainConsumerOptions {
  readonly world: World;
  readonly name: string;
  readonly groupId: string;
  readonly topic: string;
  readonly random: Random;
  readonly groupProtocol: "classic" | "consumer";
  readonly autoCommit: boolean;
  readonly group: PlainGroup;
  readonly isWild: () => boolean;
}

class Died extends Error {}

export class PlainConsumer {
  readonly #options: PlainConsumerOptions;
  #incarnation = 0;

  constructor(options: PlainConsumerOptions) {
    this.#options = options;
  }

  /** Until it is over. Whatever ends an incarnation, another one begins. */
  async run(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await this.#live(isOver).catch(() => sleep(this.#options.world, RETRY_MS));
    }
  }

  async #live(isOver: () => boolean): Promise<void> {
    const { world, topic, random, group, isWild, autoCommit } = this.#options;
    const consumer = this.#open();
    const current = new Map<number, Stint & { readonly offsets: number[] }>();
    const forget = (partitions: readonly { readonly partition: number }[]): void => {
      for (const { partition } of partitions) current.delete(partition);
    };
    consumer.subscribe([topic], {
      onPartitionsAssigned(partitions) {
        group.assignments += 1;
        forget(partitions);
      },
      onPartitionsRevoked: forget,
      onPartitionsLost: forget,
    });
    try {
      while (!isOver()) {
        const records = [...(await consumer.poll({ timeoutMs: 100 }))];
        // Who commits by hand has not committed this work when it dies in the middle of it; auto-commit would, as Java's does when it is closed.
        const isLast = isWild() && randomBelow(random, 100) < 4;
        await this.#process(isLast && !autoCommit ? records.slice(0, records.length / 2) : records, current);
        if (isLast && !autoCommit && records.length > 0) throw new Died();
        if (isLast) break;
        if (isWild() && randomBelow(random, 150) === 0) await sleep(world, PAUSE_MS);
        else if (!autoCommit && records.length > 0) await this.#commit(consumer);
      }
      await consumer.close();
    } catch (error) {
      const groupMembershipOperation = error instanceof Died ? "REMAIN_IN_GROUP" : "DEFAULT";
      await consumer.close({ timeoutMs: 0, groupMembershipOperation }).catch(() => {});
      throw error;
    }
  }

  async #process(
    records: readonly ConsumerRecord[],
    current: Map<number, Stint & { readonly offsets: number[] }>,
  ): Promise<void> {
    const { world, group, name } = this.#options;
    for (const { partition, offset } of records) {
      const processed = group.processedOf(partition);
      let stint = current.get(partition);
      if (stint === undefined) {
        const consumer = `${name}.${this.#incarnation}`;
        stint = { consumer, partition, processedBefore: processed.length, offsets: [] };
        current.set(partition, stint);
        group.stints.push(stint);
      }
      stint.offsets.push(offset);
      processed.push(offset);
    }
    if (records.length > 0) await sleep(world, WORK_MS);
  }

  /** A commit that fails is made up for by the next one, or by whoever gets the partition. */
  async #commit(consumer: Consumer): Promise<void> {
    if (randomBelow(this.#options.random, 2) === 0)
      await consumer.commitSync(undefined, { timeoutMs: 1000 }).catch(() => {});
    else consumer.commitAsync().catch(() => {});
  }

  #open(): Consumer {
    const { world, name, groupId, groupProtocol, autoCommit } = this.#options;
    this.#incarnation += 1;
    return new Consumer(
      {
        "bootstrap.servers": world.bootstrap,
        "client.id": `${name}.${this.#incarnation}`,
        "group.id": groupId,
        "group.protocol": groupProtocol,
        "auto.offset.reset": "earliest",
        "enable.auto.commit": autoCommit,
        "auto.commit.interval.ms": 100,
        "max.poll.records": 20,
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
  }
}
