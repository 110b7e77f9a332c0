// The whole run: a feeder writes unique values, copiers carry them from topic to topic in transactions, readers watch, and the broker is killed again and
// again. Then it becomes quiet, everything is carried to the end, and the history of each stage is put before the checker.
import { Prng, randomBelow } from "@ottla/base";
import { Admin, Producer } from "@ottla/client";
import { violationsOf } from "./checker.ts";
import { Copier, SESSION_TIMEOUT_MS, TRANSACTION_TIMEOUT_MS } from "./copier.ts";
import type { Fate } from "./copier.ts";
import type { History } from "./history.ts";
import { TopicReader } from "./reader.ts";
import { sleep, until, within } from "./world.ts";
import type { World } from "./world.ts";

export interface RunOptions {
  readonly seed: number;
  /** How often the broker is killed. */
  readonly kills: number;
  /** Longest time between a start and the next kill; one in twelve lives is long enough for sessions and transactions to time out. */
  readonly lifeMs: number;
  readonly partitions: number;
  readonly copiersPerStage: number;
  /** Longest time for one stage to be carried to its end once it is quiet. */
  readonly settleMs: number;
  /** Longest time for one kill and the start behind it. */
  readonly restartMs: number;
  readonly groupProtocol: "classic" | "consumer";
  /** Between two values of one partition. */
  readonly feedPauseMs: number;
}

export interface RunResult {
  readonly violations: readonly string[];
  readonly histories: readonly History[];
  readonly counts: Readonly<
    Record<Fate | "kills" | "values" | "committed" | "aborted" | "unknown" | "refused", number>
  >;
  /** Why incarnations of copiers ended. */
  readonly errors: ReadonlyMap<string, number>;
}

/** Source, middle and end: two stages of copiers, so that read_committed is also what copiers depend on. */
const TOPICS = ["source", "middle", "end"] as const;

/** What whoever ends may take: a transaction's call to time out, a group to be left. */
const END_MS = 45_000;
const HISTORY_MS = 60_000;

function openAdmin(world: World): Admin {
  const timeouts = { "default.api.timeout.ms": 10_000, "request.timeout.ms": 5000 };
  return new Admin({ "bootstrap.servers": world.bootstrap, ...timeouts }, world.ports);
}

async function createTopics(world: World, partitions: number): Promise<void> {
  await using admin = openAdmin(world);
  const created = await admin.createTopics(
    TOPICS.map((name) => ({ name, numPartitions: partitions, replicationFactor: 1 })),
  );
  created.throwIfAnyFailed();
}

/** Writes unique values until it is over; what fails is not repeated, for the topic itself is the record of what was written. */
async function feed(world: World, { partitions, feedPauseMs }: RunOptions, isOver: () => boolean): Promise<void> {
  await using producer = new Producer(
    {
      "bootstrap.servers": world.bootstrap,
      "delivery.timeout.ms": 3000,
      "request.timeout.ms": 2000,
      "linger.ms": 0,
      "retry.backoff.ms": 20,
      "reconnect.backoff.ms": 20,
      "reconnect.backoff.max.ms": 100,
    },
    world.ports,
  );
  for (let sequence = 0; !isOver(); sequence++) {
    const sends = Array.from({ length: partitions }, (_, partition) =>
      producer.send({ topic: TOPICS[0], partition, value: `${partition}:${sequence}` }),
    );
    await Promise.allSettled(sends);
    await sleep(world, feedPauseMs);
  }
}

async function groupOffsets(world: World, group: string): Promise<ReadonlyMap<number, number>> {
  await using admin = openAdmin(world);
  const results = await admin.listConsumerGroupOffsets([group]);
  results.throwIfAnyFailed();
  const offsets = new Map<number, number>();
  for (const [, partitions] of results.all()) {
    for (const { partition, committed } of partitions) if (committed !== null) offsets.set(partition, committed.offset);
  }
  return offsets;
}

class Stage {
  readonly group: string;
  readonly copiers: readonly Copier[];
  readonly readers: readonly TopicReader[];
  readonly #world: World;
  readonly #partitions: number;
  readonly #from: string;
  readonly #to: string;

  constructor(world: World, number: number, options: RunOptions, state: { isWild: boolean; isOver: boolean }) {
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

/**
 * Runs everything once, in a bounded time: whatever waits says what did not come.
 * @throws NotInTime when it does not become quiet: somebody is stuck
 */
export async function run(world: World, options: RunOptions): Promise<RunResult> {
  const random = new Prng(options.seed);
  const state = { isFeeding: true, isWild: true, isOver: false };
  await createTopics(world, options.partitions);
  const stages = [new Stage(world, 0, options, state), new Stage(world, 1, options, state)];
  const fed = feed(world, options, () => !state.isFeeding);
  const running = [
    fed,
    ...stages.flatMap(({ copiers, readers }) => [
      ...copiers.map((copier) => copier.run()),
      ...readers.map((reader) => reader.run(() => state.isOver)),
    ]),
  ];
  // Whoever fails fails the run at its end, not the process.
  const ended = Promise.all(running);
  ended.catch(() => {});
  try {
    for (let kill = 0; kill < options.kills; kill++) {
      const longMs = randomBelow(random, 12) === 0 ? TRANSACTION_TIMEOUT_MS + SESSION_TIMEOUT_MS : 0;
      await sleep(world, randomBelow(random, options.lifeMs) + 1 + longMs);
      await within(world, `restart ${kill + 1} of ${options.kills}`, options.restartMs, world.killAndRestart());
    }
    state.isFeeding = false;
    state.isWild = false;
    await within(world, "the end of the feeding", END_MS, fed);
    for (const stage of stages) {
      await until(world, `${stage.group} reaching the end`, options.settleMs, () => stage.missing());
    }
  } finally {
    state.isFeeding = false;
    state.isOver = true;
  }
  await within(world, "the end of copiers and readers", END_MS, ended);
  const histories: History[] = [];
  for (const stage of stages) {
    histories.push(await within(world, `the history of ${stage.group}`, HISTORY_MS, stage.history()));
  }
  return { histories, violations: histories.flatMap(violationsOf), ...summary(stages, histories, options.kills) };
}

function summary(
  stages: readonly Stage[],
  histories: readonly History[],
  kills: number,
): Pick<RunResult, "counts" | "errors"> {
  const copiers = stages.flatMap((stage) => stage.copiers);
  const transactions = histories.flatMap((history) => history.transactions);
  const errors = new Map<string, number>();
  for (const copier of copiers) {
    for (const [name, count] of copier.errors) errors.set(name, (errors.get(name) ?? 0) + count);
  }
  const fate = (name: Fate): number => copiers.reduce((sum, copier) => sum + copier.fates[name], 0);
  const outcome = (name: string): number => transactions.filter((one) => one.outcome === name).length;
  return {
    errors,
    counts: {
      ...{
        commit: fate("commit"),
        abort: fate("abort"),
        kill: fate("kill"),
        pause: fate("pause"),
        zombie: fate("zombie"),
      },
      ...{ committed: outcome("committed"), aborted: outcome("aborted") },
      ...{ unknown: outcome("unknown"), refused: outcome("refused") },
      ...{ kills, values: histories[0]?.source.length ?? 0 },
    },
  };
}
