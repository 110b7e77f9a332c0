// Lag in time and forecasts, against histories whose answer is plain.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EndOffsets } from "../store/end-offsets.ts";
import { CommitWindows } from "../store/commit-windows.ts";
import type { CommitWindow } from "./commit-window.ts";
import { speeds, timeLag } from "./lag-times.ts";

const T0 = 1_700_000_000_000;

/** A log that grows by `perSecond`, looked at every ten seconds. */
function growing(perSecond: number, seconds: number): EndOffsets {
  const ends = new EndOffsets(10);
  for (let at = 0; at <= seconds; at += 10) ends.add(at * perSecond, T0 + at * 1000);
  return ends;
}

function committing(perSecond: number, from: number): CommitWindow {
  const windows = new CommitWindows(10);
  const id = windows.allocate();
  for (let order = 0; order < 10; order++) {
    const timestampMs = T0 + (from + 5 * order) * 1000;
    const offset = Math.round((from + 5 * order) * perSecond);
    windows.store(id, { offset, order, timestampMs, observedAtMs: timestampMs, lag: 1 }, 0);
  }
  return windows.read(id);
}

describe("lag in time", () => {
  it("is read off between samples", () => {
    const ends = growing(10, 600);
    const nowMs = T0 + 605_000;
    assert.deepEqual(timeLag(ends, 6_000, nowMs), { ms: 0, isAtLeast: false });
    assert.deepEqual(timeLag(ends, 9_999, nowMs), { ms: 0, isAtLeast: false });
    assert.deepEqual(timeLag(ends, 5_950, nowMs), { ms: 10_000, isAtLeast: false });
    assert.deepEqual(timeLag(ends, 3_005, nowMs), { ms: 304_500, isAtLeast: false });
  });

  it("reaches back for hours with few samples, and stays close", () => {
    const hours = 6 * 3_600;
    const ends = growing(10, hours);
    assert(ends.length <= 64);
    for (const agoS of [20, 300, 3_600, 4 * 3_600]) {
      const found = timeLag(ends, (hours - agoS) * 10, T0 + hours * 1000);
      assert(Math.abs((found?.ms ?? 0) - agoS * 1000) < 1, `${agoS} s ago: ${found?.ms} ms`);
    }
  });

  it("thinning loses little where the speed changes", () => {
    const ends = new EndOffsets(10);
    let offset = 0;
    const at: number[] = [];
    for (let second = 0; second <= 3 * 3_600; second++) {
      offset += second % 1_200 < 600 ? 100 : 1;
      at.push(offset);
      if (second % 10 === 0) ends.add(offset, T0 + second * 1000);
    }
    const nowS = 3 * 3_600;
    for (const agoS of [30, 500, 2_000, 7_000]) {
      const found = (timeLag(ends, at[nowS - agoS] ?? 0, T0 + nowS * 1000)?.ms ?? 0) / 1000;
      assert(Math.abs(found - agoS) < Math.max(15, 0.35 * agoS), `${agoS} s ago: ${found} s`);
    }
  });

  it("of an offset from before the history is reckoned with its speed, or at least the history's age", () => {
    const ends = new EndOffsets(10);
    ends.add(1_000, T0);
    assert.deepEqual(timeLag(ends, 500, T0 + 7_000), { ms: 7_000, isAtLeast: true });
    ends.add(1_100, T0 + 10_000);
    assert.deepEqual(timeLag(ends, 500, T0 + 10_000), { ms: 60_000, isAtLeast: false });
    assert.equal(timeLag(new EndOffsets(10), 0, T0), undefined);
  });

  it("forecasts when a group has caught up", () => {
    const ends = growing(10, 600);
    const faster = speeds(ends, committing(30, 540), 1_000);
    assert.deepEqual([faster?.produced, faster?.consumed, faster?.caughtUpInS], [10, 30, 50]);
    assert.equal(speeds(ends, committing(10, 540), 1_000)?.caughtUpInS, Infinity);
    assert.equal(speeds(ends, committing(30, 540), 0)?.caughtUpInS, 0);
  });
});
