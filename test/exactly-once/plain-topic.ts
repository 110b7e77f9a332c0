// A topic without transactions beside the copiers, in the same storm: idempotent producers, and a group of consumers that rebalances all the time.
import { Prng } from "@ottla/base";
import { plainViolationsOf } from "./plain-checker.ts";
import { PlainConsumer, PlainGroup } from "./plain-consumer.ts";
import type { PlainHistory } from "./plain-history.ts";
import { PlainProducer } from "./plain-producer.ts";
import { TopicReader } from "./reader.ts";
import type { World } from "./world.ts";

const GROUP = "plain-group";
const PRODUCERS = 2;
const CONSUMERS = 3;

export interface PlainTopicOptions {
  readonly world: World;
  readonly topic: string;
  readonly partitions: number;
  readonly seed: number;
  readonly groupProtocol: "classic" | "consumer";
  readonly pauseMs: number;
  readonly isFeeding: () => boolean;
  readonly isWild: () => boolean;
  readonly isOver: () => boolean;
  /** The group's committed offsets by partition. */
  readonly committedOffsets: (group: string) => Promise<ReadonlyMap<number, number>>;
}

export class PlainTopic {
  readonly #options: PlainTopicOptions;
  readonly #group = new PlainGroup();
  readonly #producers: readonly PlainProducer[];
  readonly #consumers: readonly PlainConsumer[];

  constructor(options: PlainTopicOptions) {
    this.#options = options;
    const { world, topic, partitions, seed, groupProtocol, pauseMs, isWild } = options;
    const group = this.#group;
    this.#producers = Array.from({ length: PRODUCERS }, (_, i) => {
      const random = new Prng(seed * 1000 + 500 + i);
      return new PlainProducer({ world, name: `producer-${i}`, topic, partitions, random, pauseMs });
    });
    this.#consumers = Array.from({ length: CONSUMERS }, (_, i) => {
      const random = new Prng(seed * 1000 + 600 + i);
      const own = { name: `consumer-${i}`, groupId: GROUP, random, autoCommit: i === 0 };
      return new PlainConsumer({ ...{ world, topic, groupProtocol, group, isWild }, ...own });
    });
  }

  /** Everybody's work, until the feeding or everything is over. */
  run(): Promise<void>[] {
    const { isFeeding, isOver } = this.#options;
    return [
      ...this.#producers.map((producer) => producer.run(() => !isFeeding())),
      ...this.#consumers.map((consumer) => consumer.run(isOver)),
    ];
  }

  /** Why the group is not through with the topic. */
  async missing(): Promise<string | undefined> {
    const { topic, committedOffsets } = this.#options;
    const committed = await committedOffsets(GROUP);
    const behind = [...(await this.#reader().endOffsets())].filter(
      ([partition, end]) => (committed.get(partition) ?? 0) < end,
    );
    if (behind.length === 0) return undefined;
    return behind
      .map(([partition, end]) => `${committed.get(partition) ?? 0} of ${end} consumed of ${topic}-${partition}`)
      .join(", ");
  }

  async violations(): Promise<readonly string[]> {
    const reader = this.#reader();
    await reader.readToEnd(20_000);
    const history: PlainHistory = {
      log: reader.records,
      acknowledged: this.#producers.flatMap(({ acknowledged }) => acknowledged),
      processed: this.#group.processed,
      stints: this.#group.stints,
      committedOffsets: await this.#options.committedOffsets(GROUP),
    };
    return plainViolationsOf(history);
  }

  counts(): Readonly<Record<"acknowledged" | "unacknowledged" | "processed" | "assignments" | "stints", number>> {
    const failed = this.#producers.flatMap(({ errors }) => [...errors.values()]);
    const { processed, assignments, stints } = this.#group;
    return {
      acknowledged: this.#producers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0),
      unacknowledged: failed.reduce((sum, count) => sum + count, 0),
      processed: [...processed.values()].reduce((sum, offsets) => sum + offsets.length, 0),
      assignments,
      stints: stints.length,
    };
  }

  #reader(): TopicReader {
    const { world, topic, partitions } = this.#options;
    return new TopicReader({
      world,
      topic,
      partitions,
      isolation: "read_uncommitted",
      name: `last reader of ${topic}`,
    });
  }
}
