// A group on one partition, played second by second: a producer, a consumer with a speed of its own that commits now and then, a monitor that asks
// for the end now and then and is asked for the status. The corpus of healthy and sick histories is made of it.
import { Prng, randomBelow } from "@ottla/base";
import { evaluateGroup } from "../evaluation/group-status.ts";
import { Status } from "../evaluation/status.ts";
import { ClusterStore } from "../store/cluster-store.ts";
import { CommitWindows } from "../store/commit-windows.ts";
import { EXPIRE_GROUP_MS, INTERVALS } from "./options.ts";

/** How the parts behave; times in seconds since the beginning. */
export interface Plot {
  readonly name: string;
  /** Records produced in that second. */
  produced(at: number): number;
  /** Records the consumer can read in that second; 0: it is away. */
  readable(at: number): number;
  /** Seconds from one commit to the next. */
  readonly commitEvery: number;
  /** Also commits when nothing was read since the last commit, as the Java consumer's auto-commit does. Default: true. */
  readonly commitsIdle?: boolean;
  /** Whether it commits at all in that second. Default: whenever it can read. */
  commits?(at: number): boolean;
  /** Offsets that the consumer finds no record for, per record read (a compacted log). Default 0. */
  readonly gapPerRecord?: number;
  /** Seconds that a transaction stays open; its end leaves a mark in the log that no consumer sees. Default: none. */
  readonly transactionEvery?: number;
  /** What happens besides, in that second. */
  event?(at: number): PlayEvent | undefined;
  /** Records that are there in the beginning. Default 0. */
  readonly backlog?: number;
  readonly seconds: number;
}

export type PlayEvent =
  | "topic made anew"
  | "monitor restarts"
  | "monitor restarts, nothing compacted"
  | "broker away"
  | { readonly seekBack: number };

/** What was said while a plot was played. */
export interface Played {
  /** Seconds at which the group was not OK, by status of the partition. */
  readonly alarms: ReadonlyMap<Status, readonly number[]>;
  /** Seconds at which the lag was above a fixed threshold. */
  thresholdAlarms(records: number): number[];
}

const BEGIN_MS = 1_700_000_000_000;
const OFFSET_REFRESH = 10;
const EVALUATE_EVERY = 30;
const GROUP = "group";
const TOPIC = "topic";

class Play {
  readonly #plot: Plot;
  readonly #random: Prng;
  #windows: CommitWindows = new CommitWindows(INTERVALS);
  #store: ClusterStore;
  #end: number;
  #stable: number = 0;
  #position: number = 0;
  #committed: number = 0;
  #topicId: number = 0;
  #order: number = 0;
  #awayUntil: number = -1;
  #nextCommit: number;
  /** What still stands in the offsets topic: everything while it is not compacted. */
  readonly #log: { offset: number; order: number; timestampMs: number; topicId: string }[] = [];
  readonly alarms: Map<Status, number[]> = new Map();
  readonly lags: [number, number][] = [];

  constructor(plot: Plot, seed: number) {
    this.#plot = plot;
    this.#random = new Prng(seed);
    this.#store = this.#newStore();
    this.#end = plot.backlog ?? 0;
    this.#nextCommit = plot.commitEvery;
  }

  run(): void {
    // The monitor has seen the partition's end before anybody commits.
    for (let at = 0; at < this.#plot.seconds; at++) this.#second(at);
  }

  #newStore(): ClusterStore {
    this.#windows = new CommitWindows(INTERVALS);
    return new ClusterStore(this.#windows, {
      expireGroupMs: EXPIRE_GROUP_MS,
      minDistanceMs: 0,
      acceptsGroup: () => true,
    });
  }

  #second(at: number): void {
    const plot = this.#plot;
    this.#happen(plot.event?.(at), at);
    const isAway = at < this.#awayUntil;
    const nowMs = BEGIN_MS + at * 1000 + randomBelow(this.#random, 1000);
    if (!isAway) this.#broker(at);
    if (!isAway && at % OFFSET_REFRESH === 0) this.#poll(nowMs);
    if (!isAway) this.#consume(at, nowMs);
    if (at % EVALUATE_EVERY === EVALUATE_EVERY - 1) this.#evaluate(at, nowMs);
  }

  #happen(event: PlayEvent | undefined, at: number): void {
    if (event === "topic made anew") {
      this.#topicId++;
      this.#end = 0;
      this.#stable = 0;
      this.#position = 0;
      this.#committed = 0;
    } else if (event === "broker away") {
      this.#awayUntil = at + 60;
    } else if (event === "monitor restarts" || event === "monitor restarts, nothing compacted") {
      this.#store = this.#newStore();
      this.#poll(BEGIN_MS + at * 1000);
      // Of a compacted topic it gets the newest commit only.
      const left = event === "monitor restarts" ? this.#log.slice(-1) : this.#log;
      for (const commit of left) this.#commit({ ...commit }, BEGIN_MS + at * 1000);
    } else if (event !== undefined) {
      this.#position = Math.max(0, this.#position - event.seekBack);
    }
  }

  #broker(at: number): void {
    const { transactionEvery } = this.#plot;
    const made = this.#plot.produced(at);
    this.#end += made;
    if (transactionEvery === undefined) this.#stable = this.#end;
    else if (at % transactionEvery === transactionEvery - 1 && this.#end > this.#stable) {
      // The mark at the transaction's end.
      this.#end++;
      this.#stable = this.#end;
    }
  }

  /** The end that a reader of committed records can reach is what the monitor asks for. */
  #poll(nowMs: number): void {
    this.#store.onTopicId(TOPIC, `id-${this.#topicId}`);
    this.#store.onEndOffset({ topic: TOPIC, partition: 0, partitionCount: 1, offset: this.#stable, timeMs: nowMs });
    const isMarkLeft = this.#plot.transactionEvery !== undefined && this.#committed === this.#stable - 1;
    if (isMarkLeft) {
      this.#store.onNothingReadable({ topic: TOPIC, partition: 0, offset: this.#committed, end: this.#stable });
    }
  }

  #consume(at: number, nowMs: number): void {
    const plot = this.#plot;
    const marks = plot.transactionEvery === undefined ? 0 : 1;
    const reachable = Math.max(this.#position, this.#stable - marks);
    const speed = plot.readable(at) * (1 + (plot.gapPerRecord ?? 0));
    const jitter = 0.8 + 0.4 * this.#random.float();
    this.#position = Math.min(reachable, this.#position + Math.floor(speed * jitter));
    if (at < this.#nextCommit) return;
    const isCommitting = plot.commits?.(at) ?? plot.readable(at) > 0;
    if (!isCommitting || (plot.commitsIdle === false && this.#position === this.#committed)) return;
    this.#nextCommit = at + plot.commitEvery;
    this.#committed = this.#position;
    this.#order++;
    const topicId = `id-${this.#topicId}`;
    const commit = { offset: this.#committed, order: this.#order, timestampMs: nowMs, topicId };
    this.#log.push(commit);
    this.#commit(commit, nowMs);
  }

  #commit(commit: { offset: number; order: number; timestampMs: number; topicId: string }, nowMs: number): void {
    const full = { group: GROUP, topic: TOPIC, partition: 0, ...commit };
    if (this.#store.isOfOtherTopic(full)) this.#poll(nowMs);
    this.#store.onCommit(full, nowMs);
  }

  #evaluate(at: number, nowMs: number): void {
    if (at < this.#awayUntil || !this.#store.hasGroup(GROUP, nowMs)) return;
    const options = { intervals: INTERVALS, allowedLag: 0, minimumComplete: 0, youngGraceMs: 600_000 };
    const status = evaluateGroup({ cluster: "c", group: GROUP }, this.#store.partitionsOf(GROUP), options, nowMs);
    this.lags.push([at, status.totalLag]);
    const worst = status.partitions[0]?.status ?? Status.OK;
    if (worst > Status.OK) this.alarms.set(worst, [...(this.alarms.get(worst) ?? []), at]);
  }
}

export function play(plot: Plot, seed: number): Played {
  const run = new Play(plot, seed);
  run.run();
  return {
    alarms: run.alarms,
    thresholdAlarms: (records) => run.lags.filter(([, lag]) => lag > records).map(([at]) => at),
  };
}
