import assert from "node:assert/strict";
import { test } from "node:test";
import { checkTopic, type Operation } from "./linearizability.ts";
import { QuorumEpochs } from "./quorum-epochs.ts";

const operation = (
  kind: Operation["kind"],
  outcome: Operation["outcome"],
  [fromMs, answeredMs]: readonly [number, number],
): Operation => ({
  ...{ kind, outcome, fromMs, answeredMs },
});

test("changes that overlap may have happened in any order", () => {
  const both = [operation("delete", "done", [0, 10]), operation("create", "done", [5, 8])];
  checkTopic("m", both, false);
  assert.throws(() => checkTopic("m", both, true), /cannot have/);
});

test("a topic is not created twice without a deletion, which may be one that was not answered", () => {
  const twice = [operation("create", "done", [0, 1]), operation("create", "done", [20_000, 20_001])];
  assert.throws(() => checkTopic("m", twice, true), /cannot have/);
  checkTopic("m", [...twice, operation("delete", "unknown", [2, Infinity])], true);
});

test("a deletion that was not answered has no effect before it was asked for", () => {
  const twice = [operation("create", "done", [0, 1]), operation("create", "done", [20_000, 20_001])];
  assert.throws(
    () => checkTopic("m", [...twice, operation("delete", "unknown", [30_000, Infinity])], true),
    /cannot have/,
  );
});

test("a change that was answered is there in the end, and a refusal says what there was", () => {
  assert.throws(() => checkTopic("m", [operation("create", "done", [0, 1])], false), /cannot have/);
  const refused = operation("create", "refused", [50_000, 50_001]);
  assert.throws(() => checkTopic("m", [refused], false), /cannot have/);
  checkTopic("m", [operation("create", "unknown", [0, Infinity]), refused], true);
});

test("a refusal is by what was there since it was asked for, or since a leader that was cut off had a successor", () => {
  const epochs = new QuorumEpochs();
  epochs.onEpoch(3, 100);
  epochs.onEpoch(4, 20_000);
  epochs.onEpoch(4, 20_100);
  assert.equal(epochs.knownFromMs(4, 30_000), 30_000, "nobody leads after it");
  assert.equal(epochs.knownFromMs(3, 30_000), 20_000);
  assert.equal(epochs.knownFromMs(3, 10_000), 10_000, "its successor came while it was asked");
  assert.equal(epochs.knownFromMs(2, 30_000), 100);
  const created = operation("create", "done", [21_000, 21_010]);
  const refused = (epoch: number): Operation =>
    operation("delete", "refused", [epochs.knownFromMs(epoch, 22_000), 22_001]);
  checkTopic("m", [created, refused(3)], true);
  assert.throws(() => checkTopic("m", [created, refused(4)], true), /cannot have/);
});
