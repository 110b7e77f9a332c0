// The whole run: a feeder writes unique values, copiers carry them from topic to topic in transactions, readers watch, a plain topic lives beside them, and
// the broker is stopped and killed again and again. Then it becomes quiet, everything is carried to the end, and what happened is put before the checkers.
import { Prng, randomBelow } from "@ottla/base";
import type { Random } from "@ottla/base";
import { Producer } from "@ottla/client";
import { groupOffsets, openAdmin } from "./admin.ts";
import { violationsOf } from "./checker.ts";
import { SESSION_TIMEOUT_MS, TRANSACTION_TIMEOUT_MS } from "./copier.ts";
import type { History } from "./history.ts";
import { PlainTopic } from "./plain-topic.ts";
import { Stage, TOPICS } from "./stage.ts";
import { countsOf, errorsOf } from "./summary.ts";
import type { Counts } from "./summary.ts";
import { sleep, until, within } from "./world.ts";
import type { World } from "./world.ts";

export interface RunOptions {
  readonly seed: number;
  /** How often the broker is killed. */
  readonly kills: number;
  /** Longest time between a start and the next kill; one in twelve lives is long enough for sessions and transactions to time out. */
  readonly lifeMs: number;
  /** Longest time that a killed broker stays away, for one in twelve kills; the others are followed by a start at once. */
  readonly downMs: number;
  readonly partitions: number;
  readonly copiersPerStage: number;
  /** Longest time without any progress once it is quiet. */
  readonly stuckMs: number;
  /** Longest time for one kill and the start behind it. */
  readonly restartMs: number;
  /** Whether a plain topic lives beside the copiers: idempotent producers without transactions, and a group that rebalances. It doubles what a life costs. */
  readonly hasPlainTopic: boolean;
  /** Of the copiers; the plain group speaks the other one. */
  readonly groupProtocol: "classic" | "consumer";
  /** Between two values of one partition. */
  readonly feedPauseMs: number;
  /** Of the topics. Default 1. */
  readonly replicationFactor?: number;
}

export interface RunResult {
  readonly violations: readonly string[];
  readonly counts: Counts;
  /** Why incarnations of copiers ended. */
  readonly errors: ReadonlyMap<string, number>;
}

const PLAIN = "plain";
/** Of so many lives one holds a pause. */
const LIVES_A_PAUSE = 12;
const KILLS_A_REST = 12;
/** What whoever ends may take: a transaction's call to time out, a group to be left. */
const END_MS = 45_000;
const HISTORY_MS = 60_000;

async function createTopics(world: World, options: RunOptions): Promise<void> {
  await using admin = openAdmin(world);
  const { partitions: numPartitions, replicationFactor = 1 } = options;
  const created = await admin.createTopics(
    [...TOPICS, PLAIN].map((name) => ({ name, numPartitions, replicationFactor })),
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

/** Kills the broker again and again; returns how often it was stopped as well. */
async function storm(world: World, options: RunOptions, random: Random): Promise<number> {
  const { kills, lifeMs, downMs, restartMs } = options;
  let pauses = 0;
  for (let kill = 0; kill < kills; kill++) {
    if (randomBelow(random, LIVES_A_PAUSE) === 0) {
      await sleep(world, randomBelow(random, lifeMs) + 1);
      await world.pause(randomBelow(random, world.pauseMsMax) + 1);
      pauses += 1;
    }
    const longMs = randomBelow(random, 12) === 0 ? TRANSACTION_TIMEOUT_MS + SESSION_TIMEOUT_MS : 0;
    await sleep(world, randomBelow(random, lifeMs) + 1 + longMs);
    const restMs = randomBelow(random, KILLS_A_REST) === 0 ? randomBelow(random, downMs + 1) : 0;
    await within(world, `restart ${kill + 1} of ${kills}`, restartMs + restMs, world.killAndRestart(restMs));
  }
  return pauses;
}

function goal(stage: Stage): { readonly name: string; readonly missing: () => Promise<string | undefined> } {
  return { name: stage.group, missing: () => stage.missing() };
}

function plainTopicOf(
  world: World,
  options: RunOptions,
  state: { readonly isFeeding: boolean; readonly isWild: boolean; readonly isOver: boolean },
): PlainTopic {
  const { seed, partitions, feedPauseMs, groupProtocol } = options;
  return new PlainTopic({
    ...{ world, topic: PLAIN, seed, partitions, pauseMs: 2 * feedPauseMs },
    groupProtocol: groupProtocol === "classic" ? "consumer" : "classic",
    isFeeding: () => state.isFeeding,
    isWild: () => state.isWild,
    isOver: () => state.isOver,
    committedOffsets: (group) => groupOffsets(world, group),
  });
}

/**
 * Runs everything once, in a bounded time: whatever waits says what did not come.
 * @throws NotInTime when it does not become quiet: somebody is stuck
 */
export async function run(world: World, options: RunOptions): Promise<RunResult> {
  const state = { isFeeding: true, isWild: true, isOver: false };
  await createTopics(world, options);
  const stages = [new Stage(world, 0, options, state), new Stage(world, 1, options, state)];
  const plain = options.hasPlainTopic ? plainTopicOf(world, options, state) : undefined;
  const fed = feed(world, options, () => !state.isFeeding);
  const running = [
    fed,
    ...stages.flatMap(({ copiers, readers }) => [
      ...copiers.map((copier) => copier.run()),
      ...readers.map((reader) => reader.run(() => state.isOver)),
    ]),
    ...(plain?.run() ?? []),
  ];
  // Whoever fails fails the run at its end, not the process.
  const ended = Promise.all(running);
  ended.catch(() => {});
  let pauses: number;
  try {
    pauses = await storm(world, options, new Prng(options.seed));
    state.isFeeding = false;
    state.isWild = false;
    await within(world, "the end of the feeding", END_MS, fed);
    const goals = stages.map(goal);
    if (plain !== undefined) goals.push({ name: "the plain group", missing: () => plain.missing() });
    for (const { name, missing } of goals) {
      await until(world, `${name} reaching the end`, options.stuckMs, missing);
    }
  } finally {
    state.isFeeding = false;
    state.isOver = true;
  }
  await within(world, "the end of copiers, readers and consumers", END_MS, ended);
  const histories: History[] = [];
  for (const stage of stages) {
    histories.push(await within(world, `the history of ${stage.group}`, HISTORY_MS, stage.history()));
  }
  const plainViolations =
    plain === undefined ? [] : await within(world, "the history of the plain topic", HISTORY_MS, plain.violations());
  const copiers = stages.flatMap((stage) => stage.copiers);
  return {
    violations: [...histories.flatMap(violationsOf), ...plainViolations],
    errors: errorsOf(copiers),
    counts: { kills: options.kills, pauses, ...countsOf(copiers, histories), plain: plain?.counts() },
  };
}
