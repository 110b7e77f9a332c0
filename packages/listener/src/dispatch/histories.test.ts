// The invariants of offset tracking and dispatch over random histories: a consumer that is simulated, the shipping tracker, scheduler and trigger, and a
// model that knows only what was delivered, what became of it, and what was committed. fast-check prints the seed and shrinks what it finds.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { AckDiscipline } from "../ack/ack-mode.ts";
import { OffsetTracker } from "../ack/offset-tracker.ts";
import { LaneScheduler } from "./lane-scheduler.ts";
import type { Ordering, ScheduledTask } from "./lane-scheduler.ts";
import type { AssignedPartition } from "./task.ts";

const PARTITIONS = 3;
const KEYS = 3;
const RUNS = process.env["OTTLA_THOROUGH"] === "1" ? 100_000 : 5_000;
const DISCIPLINES: readonly AckDiscipline[] = ["auto", "cumulative", "individual"];
const ORDERINGS: readonly Ordering[] = ["partition", "key", "unordered"];

interface SimRecord {
  readonly offset: number;
  readonly key: string | undefined;
}

/** What the model knows of one delivered record in one epoch. */
interface Fate {
  readonly offset: number;
  hasBegun: boolean;
  isFinished: boolean;
  isAcknowledged: boolean;
  /** Skipped or recovered: nobody needs to acknowledge it. */
  isExcused: boolean;
}

interface Epoch {
  readonly assigned: AssignedPartition;
  readonly fates: Fate[];
  position: number;
  committed: number;
}

type SimTask = ScheduledTask<SimRecord, AssignedPartition>;

class World {
  readonly discipline: AckDiscipline;
  readonly ordering: Ordering;
  readonly maxConcurrency: number;
  readonly scheduler: LaneScheduler<SimRecord, AssignedPartition>;
  readonly epochs = new Map<number, Epoch>();
  readonly epochOf = new Map<AssignedPartition, Epoch>();
  readonly running: SimTask[] = [];
  readonly past: { readonly epoch: Epoch; readonly fate: Fate }[] = [];
  readonly lastBegun = new Map<AssignedPartition, Map<string, number>>();
  readonly committed: number[] = Array.from({ length: PARTITIONS }, () => 0);
  nowMs = 0;
  #epoch = 0;

  constructor(discipline: AckDiscipline, ordering: Ordering, maxConcurrency: number) {
    this.discipline = discipline;
    this.ordering = ordering;
    this.maxConcurrency = maxConcurrency;
    this.scheduler = new LaneScheduler({ ordering, maxConcurrency, keyOf: (record) => record.key });
  }

  assign(partition: number, from = this.committed[partition] as number): void {
    if (this.epochs.has(partition)) return;
    const assigned: AssignedPartition = {
      topic: "t",
      partition,
      epoch: ++this.#epoch,
      tracker: new OffsetTracker(this.discipline),
      isFenced: false,
    };
    const epoch = { assigned, fates: [], position: from, committed: -1 };
    this.epochs.set(partition, epoch);
    this.epochOf.set(assigned, epoch);
  }

  poll(partition: number, choice: number): void {
    const epoch = this.epochs.get(partition);
    if (epoch === undefined || this.scheduler.openOf(epoch.assigned) > 20) return;
    const count = 1 + (choice % 5);
    for (let index = 0; index < count; index++) {
      // Compaction and markers leave gaps.
      const offset = epoch.position + ((choice >> index) & 1) * 3;
      const keyed = (choice >> (index + 3)) % (KEYS + 1);
      epoch.position = offset + 1;
      epoch.fates.push({ offset, hasBegun: false, isFinished: false, isAcknowledged: false, isExcused: false });
      epoch.assigned.tracker.deliver(offset);
      this.scheduler.add(epoch.assigned, { offset, key: keyed === KEYS ? undefined : `k${keyed}` });
    }
  }

  take(): void {
    const hadRoom = this.running.length < this.maxConcurrency;
    const runnable = hadRoom && this.#hasRunnableLane();
    const task = this.scheduler.take(this.nowMs);
    // A record that waits blocks its own lane only.
    assert.equal(task !== undefined, runnable, "work is begun exactly when there is some and room for it");
    if (task === undefined) return;
    const fate = this.#fate(task);
    assert.ok(!fate.isFinished && !task.owner.isFenced);
    this.#checkOrder(task);
    fate.hasBegun = true;
    this.running.push(task);
    this.past.push({ epoch: this.#epochOf(task), fate });
    assert.ok(this.running.length <= this.maxConcurrency);
  }

  end(choice: number): void {
    const [task] = this.running.splice(choice % Math.max(1, this.running.length), 1);
    if (task !== undefined) this.#end(task, choice >> 4);
  }

  acknowledge(choice: number): void {
    const one = this.past[choice % Math.max(1, this.past.length)];
    if (one === undefined || this.discipline === "auto") return;
    this.#acknowledge(one.epoch, one.fate);
  }

  commit(succeeds: boolean): void {
    for (const epoch of this.epochs.values()) {
      const { tracker, isFenced, partition } = epoch.assigned;
      const committable = tracker.committable();
      if (committable === undefined) continue;
      assert.ok(!isFenced, "never for an assignment that is over");
      this.#checkCommit(epoch, committable.offset);
      const before = tracker.committedOffset;
      tracker.committed(committable.offset);
      if (succeeds) {
        epoch.committed = committable.offset;
        this.committed[partition] = committable.offset;
      } else tracker.uncommitted(before);
    }
  }

  /** Drain, commit, fence, release. */
  revoke(partition: number, choice: number): void {
    const epoch = this.epochs.get(partition);
    if (epoch === undefined) return;
    this.scheduler.drop(epoch.assigned);
    for (const task of this.running.filter((one) => one.owner === epoch.assigned)) {
      this.running.splice(this.running.indexOf(task), 1);
      this.#end(task, choice);
    }
    this.commit(true);
    this.#fence(epoch);
  }

  lose(partition: number): void {
    const epoch = this.epochs.get(partition);
    if (epoch === undefined) return;
    this.scheduler.drop(epoch.assigned);
    this.#fence(epoch);
  }

  seek(partition: number, offset: number): void {
    const epoch = this.epochs.get(partition);
    if (epoch === undefined) return;
    this.scheduler.drop(epoch.assigned);
    this.#fence(epoch);
    this.assign(partition, offset);
    const next = this.epochs.get(partition);
    assert.equal(next?.assigned.tracker.openCount, 0, "nothing from before a seek is left");
  }

  /** Everything that is left is handled and acknowledged: nothing may stay behind. */
  finish(): void {
    for (let step = 0; this.scheduler.openCount > 0; step++) {
      assert.ok(step < 10_000, "no record is left for ever");
      this.nowMs += 1_000;
      const task = this.scheduler.take(this.nowMs);
      if (task === undefined) {
        this.end(0);
        continue;
      }
      const fate = this.#fate(task);
      fate.hasBegun = true;
      this.past.push({ epoch: this.#epochOf(task), fate });
      this.#end(task, 0);
    }
    while (this.running.length > 0) this.end(0);
    if (this.discipline !== "auto") for (const { epoch, fate } of this.past) this.#acknowledge(epoch, fate);
    this.commit(true);
    for (const epoch of this.epochs.values()) {
      assert.equal(epoch.assigned.tracker.openCount, 0, "no offset holds a commit back for ever");
      const last = epoch.fates.at(-1);
      if (last !== undefined) assert.equal(epoch.committed, last.offset + 1, "everything done is committed");
    }
  }

  #end(task: SimTask, choice: number): void {
    const fate = this.#fate(task);
    const isCurrent = !task.owner.isFenced;
    const { tracker } = task.owner;
    switch (choice % 5) {
      case 0:
      case 1:
        if (isCurrent) {
          fate.isFinished = true;
          tracker.finish(task.record.offset, false);
        }
        this.scheduler.complete(task);
        return;
      case 2:
        if (isCurrent) {
          fate.isFinished = true;
          fate.isExcused = true;
          tracker.finish(task.record.offset, true);
        }
        this.scheduler.complete(task);
        return;
      default:
        task.failures++;
        this.scheduler.postpone(task, this.nowMs + (choice % 7) * 10);
    }
  }

  #acknowledge(epoch: Epoch, fate: Fate): void {
    // As the container does: what comes from an assignment that is over is ignored.
    if (epoch.assigned.isFenced) return;
    const outcome = epoch.assigned.tracker.acknowledge(fate.offset);
    if (fate.isAcknowledged) assert.equal(outcome, "duplicate");
    fate.isAcknowledged = true;
  }

  #fence(epoch: Epoch): void {
    epoch.assigned.isFenced = true;
    this.epochs.delete(epoch.assigned.partition);
  }

  /** Committed offset <= lowest one not finished (or acknowledged); grows; lies behind a delivered record. */
  #checkCommit(epoch: Epoch, offset: number): void {
    assert.ok(offset > epoch.committed, "a commit is news");
    assert.ok(
      epoch.fates.some((fate) => fate.offset + 1 === offset),
      "a commit lies behind a delivered record",
    );
    const covered = epoch.fates.filter((fate) => fate.offset < offset);
    for (const fate of covered) {
      const isDone = this.discipline === "auto" ? fate.isFinished : fate.isFinished || fate.isAcknowledged;
      assert.ok(isDone, `${offset} would pass ${fate.offset}, which is not done`);
      if (this.discipline === "individual")
        assert.ok(fate.isAcknowledged || fate.isExcused, "passes one without an acknowledgement");
    }
    if (this.discipline === "cumulative") {
      const acknowledged = epoch.fates.filter((fate) => fate.isAcknowledged).at(-1)?.offset ?? -1;
      for (const fate of covered) {
        if (fate.offset > acknowledged) assert.ok(fate.isExcused, "passes what the listener has left unacknowledged");
      }
    }
  }

  #checkOrder(task: SimTask): void {
    const lane = this.ordering === "partition" ? "" : task.record.key;
    if (this.ordering === "unordered" || lane === undefined) return;
    for (const other of this.running) {
      const isSameLane = other.owner === task.owner && (this.ordering === "partition" || other.record.key === lane);
      assert.ok(!isSameLane, "one at a time of a partition, or of a key");
    }
    let lanes = this.lastBegun.get(task.owner);
    if (lanes === undefined) this.lastBegun.set(task.owner, (lanes = new Map()));
    assert.ok(task.record.offset >= (lanes.get(lane) ?? -1), "in the order of their offsets");
    lanes.set(lane, task.record.offset);
  }

  /** Whether the first unfinished record of some lane could run now, told by the model alone. */
  #hasRunnableLane(): boolean {
    const seen = new Set<string>();
    for (const { assigned } of this.epochs.values()) {
      for (const task of this.scheduler.tasksOf(assigned)) {
        const { key, offset } = task.record;
        const lane =
          this.ordering === "partition" ? "" : this.ordering === "key" ? (key ?? `#${offset}`) : `#${offset}`;
        const name = `${assigned.epoch}/${lane}`;
        if (seen.has(name)) continue;
        seen.add(name);
        if (task.state === "queued") return true;
        if (task.state === "waiting" && (this.scheduler.nextDueMs ?? Infinity) <= this.nowMs) return true;
      }
    }
    return false;
  }

  #epochOf(task: SimTask): Epoch {
    const epoch = this.epochOf.get(task.owner);
    assert.ok(epoch !== undefined);
    return epoch;
  }

  #fate(task: SimTask): Fate {
    const fate = this.#epochOf(task).fates.find((one) => one.offset === task.record.offset);
    assert.ok(fate !== undefined);
    return fate;
  }
}

function step(world: World, word: number): void {
  const choice = word >>> 8;
  const partition = choice % PARTITIONS;
  switch ((word & 0xff) % 16) {
    case 0:
    case 1:
      world.assign(partition);
      return;
    case 2:
    case 3:
    case 4:
      world.poll(partition, choice >> 2);
      return;
    case 5:
    case 6:
    case 7:
    case 8:
      world.take();
      return;
    case 9:
    case 10:
    case 11:
      world.end(choice);
      return;
    case 12:
      world.acknowledge(choice);
      return;
    case 13:
      world.commit(choice % 4 !== 0);
      return;
    case 14:
      world.nowMs += choice % 40;
      return;
    default:
      if (choice % 4 === 0) world.lose(partition);
      else if (choice % 4 === 1) world.seek(partition, (choice >> 4) % 50);
      else world.revoke(partition, choice >> 4);
  }
}

describe("random histories", () => {
  for (const discipline of DISCIPLINES) {
    it(`keep the invariants of commits and order: ${discipline}`, () => {
      fc.assert(
        fc.property(
          fc.uint32Array({ minLength: 1, maxLength: 60, size: "max" }),
          fc.constantFrom(...ORDERINGS),
          fc.integer({ min: 1, max: 4 }),
          (words, ordering, maxConcurrency) => {
            const world = new World(discipline, ordering, maxConcurrency);
            for (let partition = 0; partition < PARTITIONS - 1; partition++) world.assign(partition);
            for (const word of words) step(world, word);
            world.finish();
          },
        ),
        { numRuns: Math.ceil(RUNS / DISCIPLINES.length) },
      );
    });
  }
});
