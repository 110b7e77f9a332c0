import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Prng, randomBelow } from "@ottla/base";
import { OffsetTracker } from "./offset-tracker.ts";

describe("what may be committed", () => {
  it("is the oldest record that is not done, or what comes behind the last", () => {
    const tracker = new OffsetTracker();
    assert.equal(tracker.committable, undefined);
    for (const offset of [10, 11, 15]) tracker.begin(offset);
    assert.equal(tracker.committable, 10);
    tracker.finish(11);
    assert.equal(tracker.committable, 10);
    tracker.finish(10);
    assert.equal(tracker.committable, 15);
    assert.equal(tracker.unfinishedCount, 1);
    tracker.finish(15);
    assert.equal(tracker.committable, 16);
  });

  it("never passes an unfinished record, whatever the order of their ends", () => {
    const seed = Number(process.env["OTTLA_SEED"] ?? 7);
    const random = new Prng(seed);
    const tracker = new OffsetTracker();
    const open = new Set<number>();
    let next = 0;
    for (let step = 0; step < 20_000; step++) {
      if (open.size === 0 || random.float() < 0.5) {
        tracker.begin(next);
        open.add(next);
        next += 1 + randomBelow(random, 3);
      } else {
        const offset = [...open][randomBelow(random, open.size)] ?? assert.fail();
        open.delete(offset);
        tracker.finish(offset);
      }
      const oldest = Math.min(...open);
      const committable = tracker.committable ?? assert.fail();
      assert.equal(open.size === 0 || committable === oldest, true, `seed ${seed}, step ${step}`);
      assert.equal(tracker.unfinishedCount, open.size, `seed ${seed}, step ${step}`);
    }
  });
});
