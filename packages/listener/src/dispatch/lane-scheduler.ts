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
  /** The first one is next, running or waiting. */
  readonly tasks: Task<R, O>[];
  isRunning: boolean;
  isReady: boolean;
  waiting: DeadlineEntry<Lane<R, O>> | undefined;
}

export class LaneScheduler<R, O extends object> {
  readonly #options: LaneSchedulerOptions<R>;
  readonly #partitions = new Map<O, Map<string, Lane<R, O>>>();
  readonly #laneOf = new Map<Task<R, O>, Lane<R, O>>();
  readonly #openOf = new Map<O, number>();
  #ready: Lane<R, O>[] = [];
  readonly #waiting = new DeadlineQueue<Lane<R, O>>();
  readonly #runningTasks = new Set<Task<R, O>>();

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
    return this.#laneOf.size;
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
    return this.#openOf.get(owner) ?? 0;
  }

  /** Everything of the owner that is neither done nor dropped. */
  *tasksOf(owner: O): IterableIterator<Task<R, O>> {
    for (const task of this.#laneOf.keys()) if (task.owner === owner) yield task;
  }

  /** The records that are with their handlers. */
  running(): Iterable<Task<R, O>> {
    return this.#runningTasks;
  }

  /** Takes a record in, behind all of its lane. Given a time, a record that begins its lane waits until then. */
  add(owner: O, record: R, dueMs?: number): Task<R, O> {
    const task: Task<R, O> = { record, owner, state: "queued", failures: 0 };
    const lane = this.#lane(owner, record);
    lane.tasks.push(task);
    this.#laneOf.set(task, lane);
    this.#openOf.set(owner, this.openOf(owner) + 1);
    if (dueMs !== undefined && lane.tasks.length === 1) {
      task.state = "waiting";
      lane.waiting = this.#waiting.push(dueMs, lane);
    } else this.#makeReady(lane, "last");
    return task;
  }

  /** The next record to run; undefined when nothing can run now. It is running from here on, until it is released. */
  take(nowMs: number): Task<R, O> | undefined {
    this.#wakeDue(nowMs);
    if (this.#runningTasks.size >= this.#options.maxConcurrency) return undefined;
    const lane = this.#ready.shift();
    const task = lane?.tasks[0];
    if (lane === undefined || task === undefined) return undefined;
    lane.isReady = false;
    lane.isRunning = true;
    task.state = "running";
    this.#runningTasks.add(task);
    return task;
  }

  /** The record is done with: its lane goes on. */
  complete(task: Task<R, O>): void {
    const lane = this.#stop(task);
    if (task.state !== "running" || lane === undefined) return;
    task.state = "done";
    this.#forget(task);
    lane.tasks.shift();
    if (lane.tasks.length > 0) this.#makeReady(lane, "first");
    else if (lane.id !== undefined) this.#partitions.get(lane.owner)?.delete(lane.id);
  }

  /** The record will be given again at `dueMs`; what is behind it in its lane waits as well. */
  postpone(task: Task<R, O>, dueMs: number): void {
    const lane = this.#stop(task);
    if (task.state !== "running" || lane === undefined) return;
    task.state = "waiting";
    lane.waiting = this.#waiting.push(dueMs, lane);
  }

  /** The owner (a partition during one assignment) was given up, or its application went elsewhere: what is queued or waiting is dropped; handlers that run are ignored when they end. */
  drop(owner: O): readonly Task<R, O>[] {
    const dropped: Task<R, O>[] = [];
    for (const [task, lane] of this.#laneOf) {
      if (task.owner !== owner) continue;
      dropped.push(task);
      if (lane.waiting !== undefined) this.#waiting.remove(lane.waiting);
      task.state = "dropped";
      this.#laneOf.delete(task);
    }
    this.#ready = this.#ready.filter((lane) => lane.owner !== owner);
    this.#partitions.delete(owner);
    this.#openOf.delete(owner);
    return dropped;
  }

  #wakeDue(nowMs: number): void {
    for (let due = this.#waiting.popDue(nowMs); due !== undefined; due = this.#waiting.popDue(nowMs)) {
      const lane = due.value;
      lane.waiting = undefined;
      const [task] = lane.tasks;
      if (task !== undefined) task.state = "queued";
      this.#makeReady(lane, "first");
    }
  }

  /** Ends a running record's hold of a place; the lane it stands in, if it still stands in one. */
  #stop(task: Task<R, O>): Lane<R, O> | undefined {
    if (!this.#runningTasks.delete(task)) return undefined;
    const lane = this.#laneOf.get(task);
    if (lane !== undefined) lane.isRunning = false;
    return lane;
  }

  #forget(task: Task<R, O>): void {
    this.#laneOf.delete(task);
    const left = this.openOf(task.owner) - 1;
    if (left > 0) this.#openOf.set(task.owner, left);
    else this.#openOf.delete(task.owner);
  }

  /** A partition's records come one after another, as from one poll; lanes of keys take turns. */
  #makeReady(lane: Lane<R, O>, place: "first" | "last"): void {
    if (lane.isReady || lane.isRunning || lane.waiting !== undefined) return;
    lane.isReady = true;
    if (place === "first" && this.#options.ordering === "partition") this.#ready.unshift(lane);
    else this.#ready.push(lane);
  }

  #lane(owner: O, record: R): Lane<R, O> {
    const id = this.#laneId(record);
    if (id === undefined) return newLane(owner, undefined);
    let lanes = this.#partitions.get(owner);
    if (lanes === undefined) {
      lanes = new Map();
      this.#partitions.set(owner, lanes);
    }
    let lane = lanes.get(id);
    if (lane === undefined) {
      lane = newLane(owner, id);
      lanes.set(id, lane);
    }
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

function newLane<R, O extends object>(owner: O, id: string | undefined): Lane<R, O> {
  return { owner, id, tasks: [], isRunning: false, isReady: false, waiting: undefined };
}
