// Five groups on a cluster, with a producer for each: all are well at first; then one stops, one stalls, one goes back again and again, one is too slow,
// and one stays well; and in the end all recover. Commits are what a monitor sees, so that nothing is read.
import { Admin, Consumer, Producer } from "@ottla/client";

export const GROUPS = ["stopped", "stalled", "rewound", "slow", "well"] as const;
export type PlayedGroupName = (typeof GROUPS)[number];

const TICK_MS = 500;
const PRODUCED_AT_ONCE = 10;
const PRODUCED_FIRST = 200;
/** The slow one commits this seldom: less often than ends are looked at, so that its lag is never seen to fall. */
const SLOW_TICKS = 3;

export class PlayedIncident implements AsyncDisposable {
  isSick: boolean = false;
  readonly #bootstrapServers: string;
  readonly #producer: Producer;
  readonly #consumers: Map<PlayedGroupName, Consumer> = new Map();
  readonly #committed: Map<PlayedGroupName, number> = new Map();
  #end: number = 0;
  #sickTicks: number = 0;
  #isOver: boolean = false;
  #playing: Promise<void> = Promise.resolve();
  #failure: unknown;

  constructor(bootstrapServers: string) {
    this.#bootstrapServers = bootstrapServers;
    this.#producer = new Producer({ bootstrapServers });
    for (const groupId of GROUPS)
      this.#consumers.set(groupId, new Consumer({ bootstrapServers, groupId, enableAutoCommit: false }));
  }

  async start(): Promise<void> {
    await using admin = new Admin({ bootstrapServers: this.#bootstrapServers });
    (await admin.createTopics(GROUPS.map((name) => ({ name, numPartitions: 1 })))).throwIfAnyFailed();
    await this.#produce(PRODUCED_FIRST);
    this.#playing = this.#play().catch((error: unknown) => void (this.#failure = error));
  }

  /** @throws the error that ended it, if one did */
  assertPlaying(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    await this.#playing;
    await this.#producer.close();
    for (const consumer of this.#consumers.values()) await consumer.close();
  }

  /** It is a play in real time: what groups do depends on when they do it. */
  async #play(): Promise<void> {
    for (let tick = 0; !this.#isOver; tick++) {
      const from = performance.now();
      await this.#produce(PRODUCED_AT_ONCE);
      this.#sickTicks = this.isSick ? this.#sickTicks + 1 : 0;
      for (const group of GROUPS) {
        const offset = this.#next(group, tick);
        if (offset === undefined) continue;
        this.#committed.set(group, offset);
        await this.#consumers.get(group)?.commitSync([{ topic: group, partition: 0, offset }]);
      }
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, TICK_MS - (performance.now() - from))));
    }
  }

  /** What the group commits in this tick; undefined: nothing. */
  #next(group: PlayedGroupName, tick: number): number | undefined {
    const before = this.#committed.get(group) ?? 0;
    if (this.#sickTicks === 0 || group === "well") return this.#end;
    if (group === "stopped") return undefined;
    if (group === "stalled") return before;
    if (group === "slow") return tick % SLOW_TICKS === 0 ? before + 1 : undefined;
    return this.#sickTicks === 1 ? before - PRODUCED_FIRST / 2 : before + (tick % 2 === 0 ? 1 : -2);
  }

  async #produce(count: number): Promise<void> {
    const sending = GROUPS.flatMap((topic) =>
      Array.from({ length: count }, () => this.#producer.send({ topic, value: "x" })),
    );
    await Promise.all(sending);
    this.#end += count;
  }
}
