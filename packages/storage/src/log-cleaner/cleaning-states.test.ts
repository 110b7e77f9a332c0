import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CleaningStates } from "./cleaning-states.ts";

/** Whether the promise has settled once everything that was ready has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const state = { isSettled: false };
  void promise.then(() => {
    state.isSettled = true;
  });
  for (let i = 0; i < 10; i++) await Promise.resolve();
  return state.isSettled;
}

describe("who may touch a log", () => {
  test("work that is not disturbed counts, and frees the log", () => {
    const states = new CleaningStates<string>();
    states.begin("a");
    assert.deepEqual([states.stateOf("a"), states.isFree("a"), states.isFree("b")], ["in-progress", false, true]);
    assert.equal(states.end("a"), true);
    assert.ok(states.isFree("a"));
  });

  test("who aborts waits for the end of the work, whose result does not count; the log stays paused", async () => {
    const states = new CleaningStates<string>();
    let aborts = 0;
    states.begin("a", () => aborts++);
    const paused = states.abortAndPause("a");
    const second = states.abortAndPause("a");
    assert.deepEqual([aborts, states.stateOf("a"), await isSettled(paused)], [1, "aborted", false]);
    assert.equal(states.end("a"), false);
    await Promise.all([paused, second]);
    assert.equal(states.stateOf("a"), "paused");
    states.resume("a");
    assert.equal(states.isFree("a"), false, "each pause is undone by itself");
    states.resume("a");
    assert.ok(states.isFree("a"));
  });

  test("pauses of a free log add up", async () => {
    const states = new CleaningStates<string>();
    await states.abortAndPause("a");
    await states.abortAndPause("a");
    states.resume("a");
    assert.equal(states.stateOf("a"), "paused");
    states.resume("a");
    assert.ok(states.isFree("a"));
  });

  test("what cannot be is a programmer's error", async () => {
    const states = new CleaningStates<string>();
    assert.throws(() => states.resume("a"), /only a paused log is resumed/);
    assert.throws(() => states.end("a"), /work that ends was under way/);
    states.begin("a");
    assert.throws(() => states.begin("a"), /a log is cleaned by one at a time/);
    assert.throws(() => states.resume("a"), /only a paused log is resumed/);
  });
});
