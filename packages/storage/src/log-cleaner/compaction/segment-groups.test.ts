import assert from "node:assert/strict";
import { test } from "node:test";
import { groupSegments, type GroupableSegment, type GroupLimits } from "./segment-groups.ts";

const LIMITS: GroupLimits = { segmentBytes: 100, segmentIndexBytes: 100, firstUncleanableOffset: 1000 };

function segment(baseOffset: number, sizeInBytes: number, indexes: Partial<GroupableSegment> = {}): GroupableSegment {
  return { baseOffset, sizeInBytes, offsetIndexBytes: 1, timeIndexBytes: 1, ...indexes };
}

function bases(segments: readonly GroupableSegment[], limits: Partial<GroupLimits> = {}): number[][] {
  return groupSegments(segments, { ...LIMITS, ...limits }).map((group) => group.map(({ baseOffset }) => baseOffset));
}

test("neighbours come together while they stay within segment.bytes", () => {
  assert.deepEqual(bases([segment(0, 50), segment(10, 50), segment(20, 1), segment(30, 200), segment(40, 99)]), [
    [0, 10],
    [20],
    [30],
    [40],
  ]);
});

test("each index has a limit of its own", () => {
  const offsets = { offsetIndexBytes: 60 };
  const times = { timeIndexBytes: 60 };
  assert.deepEqual(bases([segment(0, 1, offsets), segment(1, 1, offsets)]), [[0], [1]]);
  assert.deepEqual(bases([segment(0, 1, times), segment(1, 1, times)]), [[0], [1]]);
  assert.deepEqual(bases([segment(0, 1, offsets), segment(1, 1, times)]), [[0, 1]]);
});

test("offsets of a group fit one segment; an empty segment adds none", () => {
  const far = 2 ** 31;
  const firstUncleanableOffset = far + 1;
  assert.deepEqual(bases([segment(0, 1), segment(5, 1)], { firstUncleanableOffset }), [[0], [5]]);
  assert.deepEqual(bases([segment(0, 1), segment(5, 1)], { firstUncleanableOffset: far }), [[0, 5]]);
  assert.deepEqual(bases([segment(0, 1), segment(5, 1), segment(far - 1, 1)], { firstUncleanableOffset: 2 * far }), [
    [0, 5],
    [far - 1],
  ]);
  assert.deepEqual(bases([segment(0, 1), segment(5, 0)], { firstUncleanableOffset }), [[0, 5]]);
});

test("no segments make no groups", () => {
  assert.deepEqual(bases([]), []);
});
