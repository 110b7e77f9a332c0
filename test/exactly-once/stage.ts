// One stage of the run: copiers of one group from a topic to the next, and readers of what they write.
import { Prng } from "@ottla/base";
import { groupOffsets } from "./admin.ts";
import { Copier } from "./copier.ts";
import type { History } from "./history.ts";
import { TopicReader } from "./reader.ts";
import type { World } from "./world.ts";

export interface StageOptions {
  readonly seed: number;
  readonly partitions: number;
  readonly copiersPerStage: number;
  readonly groupProtocol: "classic" | "consumer";
}

/** Source, middle and end: two stages of copiers, so that read_committed is also what copiers depend on. */
export const TOPICS = ["source", "middle", "end"] as const;

export class Stage {
  readonly group: string;
  readonly copiers: readonly Copier[];
  readonly readers: readonly TopicReader[];
  readonly #world: World;
  readonly #partitions: number;
  readonly #from: string;
  readonly #to: string;

  constructor(
    world: World,
    number: number,
    options: StageOptions,
    state: { readonly isWild: boolean; readonly isOver: boolean },
  ) {
    this.#world = world;
    this.#partitions = options.partitions;
    this.#from = TOPICS[number] ?? "";
    this.#to = TOPICS[number + 1] ?? "";
    this.group = `copiers-${number}`;
    this.copiers = Array.from({ length: options.copiersPerStage }, (_, i) => {
      return new Copier({
        ...{ world, name: `copier-${number}-${i}`, group: this.group, from: this.#from, to: this.#to },
        random: new Prng(options.seed * 1000 + number * 100 + i),
        groupProtocol: options.groupProtocol,
        isWild: () => state.isWild,
        isOver: () => state.isOver,
      });
    });
    this.readers = (["read_committed", "read_uncommitted"] as const).map(
      (isolation) =>
        new TopicReader({
          ...{ world, topic: this.#to, partitions: options.partitions, isolation },
          name: `${isolation} reader of ${this.#to}`,
        }),
    );
  }

  /** Why the stage is not done: what its group has not consumed of the source, which transactions are still open in the sink. */
  async missing(): Promise<string | undefined> {
    const ends = new Map<number, number>();
    for (const { partition, offset } of (await this.#readAll(this.#from)).records) ends.set(partition, offset + 1);
    const committed = await groupOffsets(this.#world, this.group);
    const behind = [...ends]
      .filter(([partition, end]) => (committed.get(partition) ?? 0) < end)
      .map(([partition, end]) => `${committed.get(partition) ?? 0} of ${end} consumed of ${this.#from}-${partition}`);
    if (behind.length > 0) return behind.join(", ");
    const stable = await this.#reader("read_committed").endOffsets();
    const open = [...(await this.#reader("read_uncommitted").endOffsets())]
      .filter(([partition, end]) => (stable.get(partition) ?? 0) < end)
      .map(([partition, end]) => `${this.#to}-${partition} is stable up to ${stable.get(partition) ?? 0} of ${end}`);
    return open.length > 0 ? open.join(", ") : undefined;
  }

  async history(): Promise<History> {
    return {
      source: (await this.#readAll(this.#from)).records,
      sink: (await this.#readAll(this.#to)).records,
      committedOffsets: await groupOffsets(this.#world, this.group),
      transactions: this.copiers.flatMap((copier) => copier.history()),
      readers: this.readers,
    };
  }

  async #readAll(topic: string): Promise<TopicReader> {
    const reader = this.#reader("read_committed", topic);
    await reader.readToEnd(20_000);
    return reader;
  }

  #reader(isolation: "read_committed" | "read_uncommitted", topic: string = this.#to): TopicReader {
    const options = { world: this.#world, topic, partitions: this.#partitions, isolation };
    return new TopicReader({ ...options, name: `last reader of ${topic}` });
  }
}
