import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ReadPace } from "./read-pace.ts";

/** Reads that go through the threads until one may be done at once. */
function detourOf(pace: ReadPace): number {
  for (let count = 0; count < 100_000; count++) if (pace.mayReadNow()) return count;
  throw new Error("no read is done at once any more");
}

describe("the pace of reading", () => {
  it("reads at once as long as that is fast", () => {
    const pace = new ReadPace();
    for (let count = 0; count < 100; count++) {
      assert.equal(pace.mayReadNow(), true);
      pace.onReadNow(0.05);
    }
  });

  it("goes another way behind a slow read, twice as long each time, and within a bound", () => {
    const pace = new ReadPace();
    const detours = Array.from({ length: 12 }, () => {
      pace.onReadNow(5);
      return detourOf(pace);
    });
    assert.deepEqual(detours.slice(0, 4), [16, 32, 64, 128]);
    assert.equal(detours.at(-1), 4096);
  });

  it("begins with the shortest way again once a read was fast", () => {
    const pace = new ReadPace();
    pace.onReadNow(5);
    detourOf(pace);
    pace.onReadNow(0.1);
    pace.onReadNow(5);
    assert.equal(detourOf(pace), 16);
  });
});
