import assert from "node:assert/strict";
import { test } from "node:test";
import { VirtualClock } from "@ottla/base";
import { DelayedOperation, Purgatory, WatchKey } from "./purgatory.ts";
import type { CompletionReason } from "./purgatory.ts";

class Probe extends DelayedOperation {
  readonly completions: CompletionReason[] = [];
  wakes = 0;
  isSatisfied = false;

  override get kind(): "Fetch" {
    return "Fetch";
  }

  override onWake(): boolean {
    this.wakes += 1;
    return this.isSatisfied;
  }

  protected override onComplete(reason: CompletionReason): void {
    this.completions.push(reason);
  }
}

test("an operation completes when one of its keys wakes it and it is satisfied", () => {
  const purgatory = new Purgatory(new VirtualClock());
  const [first, second] = [new WatchKey(), new WatchKey()];
  const probe = new Probe();
  purgatory.watch(probe, [first, second], 1000);
  first.wake();
  assert.deepEqual(probe.completions, []);
  probe.isSatisfied = true;
  second.wake();
  assert.deepEqual(probe.completions, ["satisfied"]);
  assert.equal(probe.wakes, 2);
});

test("an operation expires at its deadline, exactly once", () => {
  const clock = new VirtualClock();
  const purgatory = new Purgatory(clock);
  const key = new WatchKey();
  const probe = new Probe();
  purgatory.watch(probe, [key], 500);
  clock.advance(499);
  assert.deepEqual(probe.completions, []);
  clock.advance(1);
  assert.deepEqual(probe.completions, ["expired"]);
  probe.isSatisfied = true;
  key.wake();
  clock.advance(1000);
  assert.deepEqual(probe.completions, ["expired"]);
});

test("a completed operation leaves nothing behind", () => {
  const clock = new VirtualClock();
  const purgatory = new Purgatory(clock);
  const keys = [new WatchKey(), new WatchKey(), new WatchKey()];
  for (let index = 0; index < 1000; index += 1) {
    const probe = new Probe();
    purgatory.watch(probe, keys, 60_000);
    probe.complete("cancelled");
  }
  assert.equal(purgatory.size, 0);
  assert.equal(clock.pendingTimers, 0);
  assert.ok(keys.every((key) => !key.isWatched));
});

test("a watcher that begins to wait during a wake is not woken by it", () => {
  const purgatory = new Purgatory(new VirtualClock());
  const key = new WatchKey();
  const late = new Probe();
  class Spawner extends Probe {
    protected override onComplete(): void {
      purgatory.watch(late, [key], 1000);
    }
  }
  const spawner = new Spawner();
  spawner.isSatisfied = true;
  purgatory.watch(spawner, [key], 1000);
  key.wake();
  assert.equal(late.wakes, 0);
  key.wake();
  assert.equal(late.wakes, 1);
});

test("closing cancels whatever waits", () => {
  const clock = new VirtualClock();
  const purgatory = new Purgatory(clock);
  const probe = new Probe();
  purgatory.watch(probe, [new WatchKey()], 1000);
  purgatory.close();
  assert.deepEqual(probe.completions, ["cancelled"]);
  assert.equal(clock.pendingTimers, 0);
});
