import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Lanes } from "./lanes.ts";

describe("lanes", () => {
  it("give one item of each at a time, in order", () => {
    const lanes = new Lanes<string>();
    for (const [lane, item] of [
      ["a", "a1"],
      ["a", "a2"],
      ["b", "b1"],
    ] as const)
      lanes.add(lane, item);
    assert.equal(lanes.take()?.item, "a1");
    assert.equal(lanes.take()?.item, "b1");
    assert.equal(lanes.take(), undefined, "a is out");
    assert.equal(lanes.waitingCount, 1);
    lanes.release("a");
    assert.equal(lanes.take()?.item, "a2");
    lanes.release("a");
    lanes.release("b");
    assert.equal(lanes.take(), undefined);
  });

  it("take an item back in front of those that wait", () => {
    const lanes = new Lanes<string>();
    lanes.add("a", "a1");
    lanes.add("a", "a2");
    assert.equal(lanes.take()?.item, "a1");
    lanes.putBack("a", "a1");
    assert.equal(lanes.waitingCount, 2);
    assert.equal(lanes.take()?.item, "a1");
  });

  it("drop what waits, not what is out", () => {
    const lanes = new Lanes<string>();
    for (const item of ["a1", "a2", "a3"]) lanes.add("a", item);
    lanes.add("b", "b1");
    lanes.take();
    lanes.drop((item) => item !== "a3");
    assert.equal(lanes.waitingCount, 1);
    assert.equal(lanes.take(), undefined, "b is empty, a is out");
    lanes.release("a");
    assert.equal(lanes.take()?.item, "a3");
    lanes.add("b", "b2");
    assert.equal(lanes.take()?.item, "b2");
  });
});
