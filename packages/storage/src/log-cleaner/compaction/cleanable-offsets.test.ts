import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  compactionDelayMs,
  firstDirtyOffset,
  isFilthy,
  logToClean,
  nonActiveSegmentsFrom,
} from "./cleanable-offsets.ts";

const SEGMENTS = [0, 3, 6, 9].map((baseOffset) => ({ baseOffset, sizeInBytes: 100 }));
const FACTS = { logStartOffset: 0, logEndOffset: 12, lastStableOffset: 12, segments: SEGMENTS };
const ALL = { firstDirtyOffset: 0, firstYoungOffset: undefined, needsCompactionNow: false };

describe("where cleaning goes on", () => {
  test("at the checkpoint; at the log start without one, or with one that does not fit", () => {
    const log = { logStartOffset: 5, logEndOffset: 10 };
    assert.deepEqual(firstDirtyOffset(log, undefined), { firstDirtyOffset: 5, isReset: false });
    assert.deepEqual(firstDirtyOffset(log, 5), { firstDirtyOffset: 5, isReset: false });
    assert.deepEqual(firstDirtyOffset(log, 10), { firstDirtyOffset: 10, isReset: false });
    assert.deepEqual(firstDirtyOffset(log, 4), { firstDirtyOffset: 5, isReset: true });
    assert.deepEqual(firstDirtyOffset(log, 11), { firstDirtyOffset: 5, isReset: true });
  });
});

describe("what can be cleaned", () => {
  test("never the active segment", () => {
    const { firstUncleanableOffset, cleanableBytes, cleanableRatio } = logToClean(FACTS, ALL);
    assert.deepEqual([firstUncleanableOffset, cleanableBytes, cleanableRatio], [9, 300, 1]);
    assert.deepEqual(nonActiveSegmentsFrom(SEGMENTS, 9), []);
    assert.deepEqual(nonActiveSegmentsFrom(SEGMENTS, 8), [SEGMENTS[2]]);
  });

  test("not the segment of the last stable offset, nor what follows", () => {
    for (const [lastStableOffset, expected] of [
      [12, 9],
      [9, 9],
      [8, 6],
      [6, 6],
      [0, 0],
    ] as const) {
      const { firstUncleanableOffset } = logToClean({ ...FACTS, lastStableOffset }, ALL);
      assert.equal(firstUncleanableOffset, expected, `last stable offset ${lastStableOffset}`);
    }
  });

  test("not what min.compaction.lag.ms protects", () => {
    const { firstUncleanableOffset, cleanableBytes } = logToClean(FACTS, { ...ALL, firstYoungOffset: 3 });
    assert.deepEqual([firstUncleanableOffset, cleanableBytes], [3, 100]);
  });

  test("the ratio is dirty bytes of clean and dirty ones, and must be more than the limit", () => {
    const log = logToClean({ ...FACTS, segments: SEGMENTS.slice(0, 3) }, { ...ALL, firstDirtyOffset: 3 });
    assert.deepEqual([log.cleanBytes, log.cleanableBytes, log.cleanableRatio], [100, 100, 0.5]);
    assert.equal(isFilthy(log, 0.5), false);
    assert.equal(isFilthy(log, 0.49), true);
  });

  test("an offset within a segment makes the segment clean and dirty, as in Kafka", () => {
    const log = logToClean(FACTS, { ...ALL, firstDirtyOffset: 4 });
    assert.deepEqual([log.cleanBytes, log.cleanableBytes], [200, 200]);
  });

  test("nothing is filthy without bytes; an overdue log is with a single one", () => {
    const empty = { ...FACTS, segments: SEGMENTS.map((segment) => ({ ...segment, sizeInBytes: 0 })) };
    assert.equal(isFilthy(logToClean(empty, { ...ALL, needsCompactionNow: true }), 0), false);
    const clean = { ...ALL, firstDirtyOffset: 9, needsCompactionNow: true };
    assert.equal(isFilthy(logToClean(FACTS, clean), 0), false);
    assert.equal(isFilthy(logToClean(FACTS, { ...clean, firstDirtyOffset: 6 }), 1), true);
  });
});

test("max.compaction.lag.ms counts from the oldest first batch of a segment that has a time", () => {
  const at = { nowMs: 1000, maxCompactionLagMs: 300 };
  assert.equal(compactionDelayMs([800, 700], at), 0);
  assert.equal(compactionDelayMs([800, 650], at), 50);
  assert.equal(compactionDelayMs([-1, 0], at), 0);
  assert.equal(compactionDelayMs([], at), 0);
  assert.equal(compactionDelayMs([1], { nowMs: 1000, maxCompactionLagMs: Infinity }), 0);
});
