import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Avg, Gauge, Last, Max, Min, Rate, Total } from "./stats.ts";

const WINDOWS = { windowMs: 1_000, count: 2 };

describe("statistics over windows of time", () => {
  it("forget values window by window", () => {
    const [avg, max, min] = [new Avg(WINDOWS), new Max(WINDOWS), new Min(WINDOWS)];
    for (const stat of [avg, max, min]) {
      assert.ok(Number.isNaN(stat.measure(0)), "nothing to tell");
      stat.record(10, 0);
      stat.record(20, 500);
      stat.record(3, 1_200);
    }
    assert.equal(avg.measure(1_200), 11);
    assert.equal(max.measure(1_999), 20);
    assert.equal(min.measure(1_999), 3);
    assert.equal(max.measure(2_000), 3, "the first window is too old");
    assert.ok(Number.isNaN(max.measure(3_200)));
  });

  it("divide by at least all windows but the current one", () => {
    const rate = new Rate(WINDOWS);
    assert.equal(rate.measure(0), 0);
    rate.record(10, 0);
    assert.equal(rate.measure(0), 10, "10 in one window of a second");
    assert.equal(rate.measure(500), 10 / 1.5);
    rate.record(20, 1_500);
    assert.equal(rate.measure(1_500), 20);
    const counted = new Rate(WINDOWS, { counts: true, unitMs: 3_600_000 });
    counted.record(99, 0);
    assert.equal(counted.measure(0), 3_600);
  });

  it("sum up and count for ever, and remember the last", () => {
    const [sum, count, last] = [new Total(), new Total({ counts: true }), new Last()];
    assert.ok(Number.isNaN(last.measure()));
    for (const value of [5, 7]) {
      sum.record(value);
      count.record(value);
      last.record(value);
    }
    assert.deepEqual([sum.measure(), count.measure(), last.measure()], [12, 2, 7]);
    assert.equal(new Gauge((nowMs) => nowMs * 2).measure(4), 8);
  });
});
