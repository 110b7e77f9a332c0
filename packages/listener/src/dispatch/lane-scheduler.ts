/**
 * Which record goes to a listener next. Records that must stay in order form a lane; a lane gives one record at a time, and a record that waits for its
 * next attempt blocks its own lane only.
 *
 * Lanes: one a partition (`partition`), one a key of a partition (`key`; records without
 * a key have no order among them), or one a record (`unordered`).
 * At most `maxConcurrency` lanes are running. Bound: what the container lets in (see `openOf`).
 */
import { DeadlineQueue } from "@ottla/base";
import type { DeadlineEntry } from "@ottla/base";
import type { Task } from "./task.ts";

/** What order is kept. */
export type Ordering = "partition" | "key" | "unordered";

export interface LaneSchedulerOptions<R> {
  readonly ordering: Ordering;
  /** Handlers that may run at once; at least 1. */
  readonly maxConcurrency: number;
  /** The identity of a record's key within its partition; undefined for records without one. */
  readonly keyOf: (record: R) => string | undefined;
}

interface Lane<R, O extends object> {
  readonly owner: O;
  readonly id: string | undefined;
  /** From `head` on: the first one is next, running or waiting. Those before it are done. */
  tasks: ScheduledTask<R, O>[];
  head: number;
  isRunning: boolean;
  isReady: boolean;
  waiting: DeadlineEntry<Lane<R, O>> | undefined;
}

/** A task that a scheduler has taken in. */
export interface ScheduledTask<R, O extends object> extends Task<R, O> {
  readonly lane: Lane<R, O>;
}

/** What an owner has open. */
interface Owned<R, O extends object> {
  readonly lanes: Map<string, Lane<R, O>>;
  /** Lanes of one record each. */
  readonly single: Set<Lane<R, O>>;
  openCount: number;
}

/** Places of done records that are given back in one go. */
const COMPACT_AT = 1_024;

export class LaneScheduler<R, O extends object> {
  readonly #options: LaneSchedulerOptions<R>;
  readonly #owned = new Map<O, Owned<R, O>>();
  #openCount = 0;
  #ready: Lane<R, O>[] = [];
  readonly #waiting = new DeadlineQueue<Lane<R, O>>();
  readonly #runningTasks = new Set<ScheduledTask<R, O>>();

  constructor(options: LaneSchedulerOptions<R>) {
    this.#options = options;
  }

  /** Handlers that run now. */
  get runningCount(): number {
    return this.#runningTasks.size;
  }

  /** Records that could run if there were room (those behind one that waits are not among them). */
  get hasReady(): boolean {
    return this.#ready.length > 0;
  }

  /** Records that are neither done nor dropped. */
  get openCount(): number {
    return this.#openCount;
  }

  /** Lanes whose first record waits for its next attempt. */
  get waitingCount(): number {
    return this.#waiting.size;
  }

  /** When the next waiting record is due; undefined when none waits. */
  get nextDueMs(): number | undefined {
    return this.#waiting.nextDeadlineMs;
  }

  /** Records of the owner that are neither done nor dropped. */
  openOf(owner: O): number {
    return this.#owned.get(owner)?.openCount ?? 0;
  }

  /** Everything of the owner that is neither done nor dropped. */
  *tasksOf(owner: O): IterableIterator<ScheduledTask<R, O>> {
    for (const lane of this.#lanesOf(owner)) yield* lane.tasks.slice(lane.head);
  }

  /** The records that are with their handlers. */
  running(): Iterable<ScheduledTask<R, O>> {
    return this.#runningTasks;
  }

  /** Takes a record in, behind all of its lane. Given a time, a record that begins its lane waits until then. */
  add(owner: O, record: R, dueMs?: number): ScheduledTask<R, O> {
    let owned = this.#owned.get(owner);
    if (owned === undefined) this.#owned.set(owner, (owned = { lanes: new Map(), single: new Set(), openCount: 0 }));
    const lane = this.#lane(owned, owner, record);
    const task: ScheduledTask<R, O> = { record, owner, lane, state: "queued", failures: 0 };
    lane.tasks.push(task);
    owned.openCount++;
    this.#openCount++;
    if (dueMs !== undefined && lane.tasks.length - lane.head === 1) {
      task.state = "waiting";
      lane.waiting = this.#waiting.push(dueMs, lane);
    } else this.#makeReady(lane, "last");
    return task;
  }

  /** The next record to run; undefined when nothing can run now. It is running from here on, until it is released. */
  take(nowMs: number): ScheduledTask<R, O> | undefined {
    this.#wakeDue(nowMs);
    if (this.#runningTasks.size >= this.#options.maxConcurrency) return undefined;
    const lane = this.#ready.shift();
    const task = lane?.tasks[lane.head];
    if (lane === undefined || task === undefined) return undefined;
    lane.isReady = false;
    lane.isRunning = true;
    task.state = "running";
    this.#runningTasks.add(task);
    return task;
  }

  /** The record is done with: its lane goes on. */
  complete(task: ScheduledTask<R, O>): void {
    if (!this.#stop(task)) return;
    task.state = "done";
    const { lane, owner } = task;
    lane.head++;
    this.#openCount--;
    const owned = this.#owned.get(owner);
    if (owned !== undefined && --owned.openCount === 0) this.#owned.delete(owner);
    if (lane.head < lane.tasks.length) {
      if (lane.head === COMPACT_AT) {
        lane.tasks = lane.tasks.slice(lane.head);
        lane.head = 0;
      }
      this.#makeReady(lane, "first");
    } else if (lane.id === undefined) owned?.single.delete(lane);
    else owned?.lanes.delete(lane.id);
  }

  /** The record will be given again at `dueMs`; what is behind it in its lane waits as well. */
  postpone(task: ScheduledTask<R, O>, dueMs: number): void {
    if (!this.#stop(task)) return;
    task.state = "waiting";
    task.lane.waiting = this.#waiting.push(dueMs, task.lane);
  }

  /** The owner (a partition during one assignment) was given up, or its application went elsewhere: what is queued or waiting is dropped; handlers that run are ignored when they end. */
  drop(owner: O): readonly ScheduledTask<R, O>[] {
    const dropped = [...this.tasksOf(owner)];
    for (const lane of this.#lanesOf(owner)) if (lane.waiting !== undefined) this.#waiting.remove(lane.waiting);
    for (const task of dropped) task.state = "dropped";
    this.#ready = this.#ready.filter((lane) => lane.owner !== owner);
    this.#openCount -= dropped.length;
    this.#owned.delete(owner);
    return dropped;
  }

  *#lanesOf(owner: O): IterableIterator<Lane<R, O>> {
    const owned = this.#owned.get(owner);
    if (owned === undefined) return;
    yield* owned.lanes.values();
    yield* owned.single;
  }

  #wakeDue(nowMs: number): void {
    for (let due = this.#waiting.popDue(nowMs); due !== undefined; due = this.#waiting.popDue(nowMs)) {
      const lane = due.value;
      lane.waiting = undefined;
      const task = lane.tasks[lane.head];
      if (task !== undefined) task.state = "queued";
      this.#makeReady(lane, "first");
    }
  }

  /** Ends a running record's hold of a place; false when it has ended already, or was dropped. */
  #stop(task: ScheduledTask<R, O>): boolean {
    if (!this.#runningTasks.delete(task)) return false;
    task.lane.isRunning = false;
    return task.state === "running";
  }

  /** A partition's records come one after another, as from one poll; lanes of keys take turns. */
  #makeReady(lane: Lane<R, O>, place: "first" | "last"): void {
    if (lane.isReady || lane.isRunning || lane.waiting !== undefined) return;
    lane.isReady = true;
    if (place === "first" && this.#options.ordering === "partition") this.#ready.unshift(lane);
    else this.#ready.push(lane);
  }

  #lane(owned: Owned<R, O>, owner: O, record: R): Lane<R, O> {
    const id = this.#laneId(record);
    let lane = id === undefined ? undefined : owned.lanes.get(id);
    if (lane !== undefined) return lane;
    lane = { owner, id, tasks: [], head: 0, isRunning: false, isReady: false, waiting: undefined };
    if (id === undefined) owned.single.add(lane);
    else owned.lanes.set(id, lane);
    return lane;
  }

  #laneId(record: R): string | undefined {
    switch (this.#options.ordering) {
      case "partition":
        return "";
      case "key":
        return this.#options.keyOf(record);
      case "unordered":
        return undefined;
    }
  }
}
