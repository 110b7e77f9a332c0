// The deadline queue, the clocks and the timer queue.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { systemClock } from "./clock.ts";
import { DeadlineQueue, type DeadlineEntry } from "./deadline-queue.ts";
import { TimerQueue } from "./timer-queue.ts";
import { VirtualClock } from "./virtual-clock.ts";

test("a deadline queue yields what a sorted list yields, with removals in between", () => {
  const operation = fc.oneof(
    fc.record({ push: fc.nat(20) }),
    fc.record({ remove: fc.nat(30) }),
    fc.record({ pop: fc.nat(20) }),
  );
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 80 }), (operations) => {
      const queue = new DeadlineQueue<number>();
      let model: DeadlineEntry<number>[] = [];
      const all: DeadlineEntry<number>[] = [];
      for (const step of operations) {
        if ("push" in step) {
          const entry = queue.push(step.push, all.length);
          all.push(entry);
          model.push(entry);
          model.sort((a, b) => a.deadlineMs - b.deadlineMs || a.value - b.value);
        } else if ("remove" in step) {
          const entry = all[step.remove];
          if (entry === undefined) continue;
          assert.equal(queue.remove(entry), model.includes(entry));
          model = model.filter((other) => other !== entry);
        } else {
          const expected = model[0] !== undefined && model[0].deadlineMs <= step.pop ? model.shift() : undefined;
          assert.equal(queue.popDue(step.pop), expected);
        }
        assert.equal(queue.size, model.length);
        assert.equal(queue.nextDeadlineMs, model[0]?.deadlineMs);
        assert.ok(all.every((entry) => entry.isQueued === model.includes(entry)));
      }
    }),
  );
});

test("virtual timers fire in order of deadline, then of setting, and the clock shows their time", () => {
  const clock = new VirtualClock(1000);
  const fired: string[] = [];
  const note = (name: string) => (): void => void fired.push(`${name}@${clock.nowMs()}`);
  clock.setTimer(20, note("late"));
  clock.setTimer(10, note("first"));
  clock.setTimer(10, () => {
    note("second")();
    clock.setTimer(5, note("nested"));
    clock.setTimer(0, note("at once"));
  });
  const cancelled = clock.setTimer(12, note("never"));
  cancelled.cancel();
  assert.equal(clock.nextDelayMs, 10);
  clock.advance(15);
  assert.deepEqual(fired, ["first@1010", "second@1010", "at once@1010", "nested@1015"]);
  assert.equal(clock.nowMs(), 1015);
  assert.equal(clock.pendingTimers, 1);
  clock.advance(100);
  assert.equal(fired.at(-1), "late@1020");
  assert.equal(clock.monotonicMs(), 115);
  clock.jumpWall(-50);
  assert.equal(clock.nowMs(), 1065);
  assert.equal(clock.monotonicMs(), 115);
});

test("advanceByMicrotasks lets all continuations of a timer run before the next timer, and no immediate", async () => {
  const clock = new VirtualClock();
  const seen: string[] = [];
  clock.setTimer(1, () => {
    setImmediate(() => seen.push("immediate"));
    let chain = Promise.resolve();
    for (let i = 0; i < 20; i++) chain = chain.then(() => {});
    void chain.then(() => {
      seen.push(`continued@${clock.monotonicMs()}`);
      clock.setTimer(1, () => seen.push(`nested@${clock.monotonicMs()}`));
    });
  });
  clock.setTimer(3, () => seen.push(`next@${clock.monotonicMs()}`));
  await clock.advanceByMicrotasks(5);
  assert.deepEqual(seen, ["continued@1", "nested@2", "next@3"]);
  assert.equal(clock.monotonicMs(), 5);
});

test("advanceAsync lets what a timer resolved run before the next timer", async () => {
  const clock = new VirtualClock();
  const order: string[] = [];
  clock.setTimer(1, () => void Promise.resolve().then(() => order.push("continuation")));
  clock.setTimer(2, () => order.push("second timer"));
  await clock.advanceAsync(5);
  assert.deepEqual(order, ["continuation", "second timer"]);
});

test("the system clock fires once, not at all when cancelled, and takes delays beyond 2^31 ms", async () => {
  await new Promise<void>((resolve) => systemClock.setTimer(-5, resolve));
  const far = systemClock.setTimer(2 ** 33, () => assert.fail("a far timer fired"));
  const near = systemClock.setTimer(0, () => assert.fail("a cancelled timer fired"));
  near.cancel();
  await new Promise<void>((resolve) => systemClock.setTimer(2, resolve));
  far.cancel();
  const before = systemClock.monotonicMs();
  assert.ok(systemClock.monotonicMs() >= before);
  assert.ok(Math.abs(systemClock.nowMs() - Date.now()) < 1000);
});

test("a timer queue keeps one timer of its clock for many deadlines", () => {
  const clock = new VirtualClock();
  const queue = new TimerQueue(clock);
  const fired: number[] = [];
  const timers = [30, 10, 20, 10].map((delay, i) => queue.schedule(delay, () => fired.push(i)));
  assert.equal(clock.pendingTimers, 1);
  timers[2]!.cancel();
  timers[2]!.cancel();
  assert.equal(queue.size, 3);
  clock.advance(10);
  assert.deepEqual(fired, [1, 3]);
  clock.advance(20);
  assert.deepEqual(fired, [1, 3, 0]);
  assert.equal(clock.pendingTimers, 0);
});

test("a callback may schedule and cancel; what it schedules for now comes after what was due", () => {
  const clock = new VirtualClock();
  const queue = new TimerQueue(clock);
  const fired: string[] = [];
  queue.schedule(5, () => {
    fired.push("a");
    victim.cancel();
    queue.schedule(0, () => fired.push("c"));
  });
  queue.schedule(5, () => fired.push("b"));
  const victim = queue.schedule(5, () => fired.push("victim"));
  clock.advance(5);
  assert.deepEqual(fired, ["a", "b", "c"]);
});

test("an emptied or closed queue leaves no timer behind, and a throwing callback stops no other", () => {
  const clock = new VirtualClock();
  const queue = new TimerQueue(clock);
  queue.schedule(5, () => {}).cancel();
  assert.equal(clock.pendingTimers, 0);
  let fired = 0;
  queue.schedule(1, () => {
    throw new Error("a callback's own error");
  });
  queue.schedule(1, () => fired++);
  assert.throws(() => clock.advance(1), /own error/);
  clock.advance(1);
  assert.equal(fired, 1);
  queue.schedule(1, () => fired++);
  queue.close();
  queue.schedule(1, () => fired++);
  clock.advance(10);
  assert.equal(fired, 1);
  assert.equal(clock.pendingTimers, 0);
});
