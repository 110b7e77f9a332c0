import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { AckMode, disciplineOf } from "./ack-mode.ts";
import { CommitTrigger } from "./commit-trigger.ts";

const busy = { isPollDone: false, wasPollEmpty: false };
const done = { isPollDone: true, wasPollEmpty: false };
const empty = { isPollDone: true, wasPollEmpty: true };

function trigger(mode: AckMode): CommitTrigger {
  return new CommitTrigger({ mode, ackCount: 3, ackTimeMs: 100 }, 1_000);
}

describe("commit trigger", () => {
  it("RECORD commits after each record", () => {
    assert.equal(trigger(AckMode.RECORD).onSettled(1, 1_000), true);
  });

  it("BATCH commits when the poll is done, and before an error is dealt with", () => {
    const batch = trigger(AckMode.BATCH);
    assert.equal(batch.onSettled(1, 9_000), false);
    assert.equal(batch.onLoop(busy, 9_000), false);
    assert.equal(batch.onLoop(done, 9_000), true);
    assert.equal(batch.onFailure(9_000), true);
  });

  it("COUNT commits at the count, after an empty poll, and not before", () => {
    const count = trigger(AckMode.COUNT);
    assert.equal(count.onSettled(2, 9_000), false);
    assert.equal(count.onLoop(done, 9_000), false);
    assert.equal(count.onFailure(9_000), false);
    assert.equal(trigger(AckMode.TIME).onFailure(1_100), false);
    assert.equal(count.onLoop(empty, 9_000), true);
    assert.equal(count.onSettled(1, 9_000), true);
    count.onCommit(9_000);
    assert.equal(count.onLoop(empty, 9_000), false);
    count.onCommitFailed();
    assert.deepEqual([count.onLoop(done, 9_000), count.onLoop(empty, 9_000)], [false, true]);
  });

  it("TIME commits when strictly more than the time has passed since the last commit, or the start", () => {
    const time = trigger(AckMode.TIME);
    assert.equal(time.onSettled(50, 1_100), false);
    assert.equal(time.onSettled(1, 1_101), true);
    time.onCommit(1_101);
    assert.equal(time.onLoop(done, 1_201), false);
    assert.equal(time.onLoop(done, 1_202), true);
  });

  it("COUNT_TIME commits at whichever comes first, and starts both anew", () => {
    const both = trigger(AckMode.COUNT_TIME);
    assert.equal(both.onSettled(3, 1_001), true);
    both.onCommit(1_050);
    assert.equal(both.onSettled(1, 1_150), false);
    assert.equal(both.onSettled(1, 1_151), true);
  });

  it("MANUAL waits for the loop, MANUAL_IMMEDIATE for nothing", () => {
    assert.equal(trigger(AckMode.MANUAL).onSettled(1, 9_000), false);
    assert.equal(trigger(AckMode.MANUAL).onLoop(busy, 9_000), false);
    assert.equal(trigger(AckMode.MANUAL).onLoop(done, 9_000), true);
    assert.equal(trigger(AckMode.MANUAL_IMMEDIATE).onSettled(1, 1_000), true);
  });

  it("only manual modes have acknowledgements, and parallel handlers bring them out of order", () => {
    assert.equal(disciplineOf(AckMode.BATCH, { isOutOfOrder: true }), "auto");
    assert.equal(disciplineOf(AckMode.MANUAL, { isOutOfOrder: true }), "individual");
    assert.equal(disciplineOf(AckMode.MANUAL_IMMEDIATE, { isOutOfOrder: false }), "cumulative");
  });
});
