import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AckDiscipline } from "./ack-mode.ts";
import { OffsetTracker } from "./offset-tracker.ts";

function delivered(discipline: AckDiscipline, ...offsets: readonly number[]): OffsetTracker {
  const tracker = new OffsetTracker(discipline);
  for (const offset of offsets) tracker.deliver(offset);
  return tracker;
}

const offsetOf = (tracker: OffsetTracker): number | undefined => tracker.committable()?.offset;

describe("offset tracker", () => {
  it("commits behind the last record before the first that is not done", () => {
    const tracker = delivered("auto", 3, 4, 5);
    tracker.finish(4, false);
    assert.equal(offsetOf(tracker), undefined);
    tracker.finish(3, false);
    assert.equal(offsetOf(tracker), 5);
    tracker.finish(5, false);
    assert.equal(offsetOf(tracker), 6);
    assert.equal(tracker.openCount, 0);
  });

  it("gaps between offsets are no holes", () => {
    const tracker = delivered("auto", 1, 7, 90);
    tracker.finish(7, false);
    tracker.finish(1, false);
    assert.equal(offsetOf(tracker), 8);
  });

  it("tells nothing twice, and again what failed to be committed", () => {
    const tracker = delivered("auto", 0, 1);
    tracker.finish(0, false);
    tracker.committed(1);
    assert.equal(offsetOf(tracker), undefined);
    tracker.uncommitted(-1);
    assert.equal(offsetOf(tracker), 1);
  });

  it("acknowledgements in any order commit up to the first that is missing", () => {
    const tracker = delivered("individual", 0, 1, 2, 3);
    assert.equal(tracker.acknowledge(3), "deferred");
    assert.equal(tracker.acknowledge(1), "deferred");
    assert.equal(offsetOf(tracker), undefined);
    assert.equal(tracker.acknowledge(0), "settled");
    assert.equal(offsetOf(tracker), 2);
    assert.equal(tracker.acknowledge(0), "duplicate");
    assert.equal(tracker.acknowledge(2), "settled");
    assert.equal(offsetOf(tracker), 4);
  });

  it("a record that was only handled waits for its acknowledgement", () => {
    const tracker = delivered("individual", 0, 1);
    tracker.finish(0, false);
    assert.equal(offsetOf(tracker), undefined);
    tracker.finish(1, true);
    tracker.acknowledge(0);
    assert.equal(offsetOf(tracker), 2);
  });

  it("a cumulative acknowledgement covers all before it", () => {
    const tracker = delivered("cumulative", 5, 6, 7);
    tracker.finish(5, false);
    tracker.finish(6, false);
    assert.equal(offsetOf(tracker), undefined);
    tracker.acknowledge(7);
    assert.equal(offsetOf(tracker), 8);
    tracker.finish(7, false);
    assert.equal(tracker.openCount, 0);
  });

  it("a cumulative acknowledgement does not pass what is being retried", () => {
    const tracker = delivered("cumulative", 5, 6, 7);
    tracker.finish(5, false);
    tracker.acknowledge(7);
    assert.equal(offsetOf(tracker), 6);
    tracker.finish(6, false);
    assert.equal(offsetOf(tracker), 8);
  });

  it("a late acknowledgement commits what it names, not what came later", () => {
    const tracker = delivered("cumulative", 5, 6, 7);
    for (const offset of [5, 6, 7]) tracker.finish(offset, false);
    tracker.acknowledge(5);
    assert.equal(offsetOf(tracker), 6);
    assert.equal(tracker.acknowledge(5), "duplicate");
    tracker.acknowledge(7);
    assert.equal(offsetOf(tracker), 8);
  });

  it("what is skipped never passes what the listener left unacknowledged", () => {
    const tracker = delivered("cumulative", 1, 2, 3);
    tracker.finish(1, false);
    tracker.finish(2, true);
    assert.equal(offsetOf(tracker), undefined);
    tracker.acknowledge(1);
    assert.equal(offsetOf(tracker), 2);
    tracker.acknowledge(3);
    tracker.finish(3, false);
    assert.equal(offsetOf(tracker), 4);
  });

  it("what is skipped with nothing left open counts as acknowledged", () => {
    const tracker = delivered("cumulative", 1, 2);
    tracker.finish(1, true);
    tracker.finish(2, true);
    assert.equal(offsetOf(tracker), 3);
  });

  it("what is skipped before those in front of it are done goes with their acknowledgement", () => {
    const tracker = delivered("cumulative", 1, 2, 3);
    tracker.finish(3, true);
    tracker.acknowledge(2);
    assert.equal(offsetOf(tracker), undefined);
    tracker.finish(1, false);
    tracker.finish(2, false);
    assert.equal(offsetOf(tracker), 4);
  });

  it("tells where a transaction may commit: behind its own records and those next to them that are done, never past an open one", () => {
    const tracker = new OffsetTracker("auto");
    for (const offset of [3, 4, 6, 7, 8]) tracker.deliver(offset, 2);
    assert.equal(tracker.committableWith(new Set([4])), undefined);
    assert.deepEqual(tracker.committableWith(new Set([3, 4])), { offset: 5, leaderEpoch: 2 });
    tracker.finish(7, true);
    assert.deepEqual(tracker.committableWith(new Set([3, 4, 6])), { offset: 8, leaderEpoch: 2 });
    assert.deepEqual(tracker.committableWith(new Set([3, 6, 8])), { offset: 4, leaderEpoch: 2 });
    tracker.finish(3, true);
    assert.equal(tracker.committableWith(new Set([6])), undefined);
    assert.deepEqual(tracker.committableWith(new Set([4])), { offset: 5, leaderEpoch: 2 });
  });

  it("passes markers only when nothing is open", () => {
    const tracker = delivered("auto", 1, 2);
    tracker.finish(1, false);
    tracker.passTo(9);
    assert.equal(offsetOf(tracker), 2);
    tracker.finish(2, false);
    tracker.passTo(9);
    assert.equal(offsetOf(tracker), 9);
  });

  it("counts each settled offset once", () => {
    const tracker = delivered("individual", 0, 1, 2);
    tracker.acknowledge(1);
    tracker.acknowledge(1);
    tracker.finish(2, true);
    assert.equal(tracker.takeSettledCount(), 2);
    assert.equal(tracker.takeSettledCount(), 0);
  });

  it("keeps only what is open", () => {
    const tracker = new OffsetTracker("auto");
    for (let offset = 0; offset < 10_000; offset++) {
      tracker.deliver(offset);
      tracker.finish(offset, false);
    }
    assert.equal(tracker.openCount, 0);
    assert.equal(offsetOf(tracker), 10_000);
  });
});
