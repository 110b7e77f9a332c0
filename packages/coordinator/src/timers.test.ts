import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CoordinatorTimers } from "./timers.ts";

describe("the timers of a shard", () => {
  it("hands out what is due, earliest first, once", () => {
    const timers = new CoordinatorTimers<string>();
    timers.schedule("b", 20, "B");
    timers.schedule("a", 10, "A");
    timers.schedule("c", 30, "C");
    assert.equal(timers.nextDeadlineMs, 10);
    assert.deepEqual(timers.popDue(25), { key: "a", event: "A" });
    assert.deepEqual(timers.popDue(25), { key: "b", event: "B" });
    assert.equal(timers.popDue(25), undefined);
    assert.equal(timers.size, 1);
  });

  it("a later deadline for the same key replaces the earlier one", () => {
    const timers = new CoordinatorTimers<string>();
    timers.schedule("a", 10, "old");
    timers.schedule("a", 50, "new");
    assert.equal(timers.deadlineOf("a"), 50);
    assert.equal(timers.popDue(40), undefined);
    assert.deepEqual(timers.popDue(50), { key: "a", event: "new" });
    assert.equal(timers.size, 0);
  });

  it("an earlier deadline for the same key comes up earlier", () => {
    const timers = new CoordinatorTimers<string>();
    timers.schedule("a", 50, "old");
    timers.schedule("a", 10, "new");
    assert.equal(timers.nextDeadlineMs, 10);
    assert.deepEqual(timers.popDue(10), { key: "a", event: "new" });
    assert.equal(timers.popDue(100), undefined);
  });

  it("a cancelled deadline never comes up, whenever it was moved", () => {
    const timers = new CoordinatorTimers<string>();
    timers.schedule("a", 10, "a");
    timers.schedule("a", 20, "a");
    assert.equal(timers.cancel("a"), true);
    assert.equal(timers.cancel("a"), false);
    assert.equal(timers.popDue(100), undefined);
    assert.equal(timers.nextDeadlineMs, undefined);
  });

  it("a key may be set again after it has expired", () => {
    const timers = new CoordinatorTimers<string>();
    timers.schedule("a", 10, "first");
    timers.popDue(10);
    timers.schedule("a", 20, "second");
    assert.deepEqual(timers.popDue(20), { key: "a", event: "second" });
  });
});
