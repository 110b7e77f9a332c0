import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Prng, randomBelow } from "@ottla/base";
import { combineStateBatches, type StateBatch } from "./state-batch.ts";

function batch(firstOffset: number, lastOffset: number, deliveryState = 0, deliveryCount = 1): StateBatch {
  return { firstOffset, lastOffset, deliveryState, deliveryCount };
}

describe("state batches", () => {
  it("are pruned at the start offset", () => {
    assert.deepEqual(combineStateBatches([batch(0, 4), batch(5, 9)], [], 7), [batch(7, 9)]);
    assert.deepEqual(combineStateBatches([batch(0, 4)], [batch(5, 9)], -1), [batch(0, 9)]);
  });

  it("of one state that touch are one", () => {
    assert.deepEqual(combineStateBatches([batch(0, 4)], [batch(5, 9), batch(11, 12)], 0), [batch(0, 9), batch(11, 12)]);
    assert.deepEqual(combineStateBatches([batch(0, 4, 0)], [batch(5, 9, 2)], 0), [batch(0, 4, 0), batch(5, 9, 2)]);
  });

  it("with a higher count or state count, whichever came first", () => {
    assert.deepEqual(combineStateBatches([batch(0, 9, 0, 1)], [batch(3, 5, 0, 2)], 0), [
      batch(0, 2, 0, 1),
      batch(3, 5, 0, 2),
      batch(6, 9, 0, 1),
    ]);
    assert.deepEqual(combineStateBatches([batch(0, 9, 4, 2)], [batch(3, 12, 0, 2)], 0), [
      batch(0, 9, 4, 2),
      batch(10, 12, 0, 2),
    ]);
    assert.deepEqual(combineStateBatches([batch(0, 4, 0, 1)], [batch(0, 9, 2, 1)], 0), [batch(0, 9, 2, 1)]);
  });

  // What they come to must be what a table of single offsets comes to.
  for (const seed of [1, 2, 3]) {
    it(`seed ${seed}: hold for each offset the state that counts`, () => {
      const random = new Prng(seed);
      for (let round = 0; round < 400; round++) {
        const batches = Array.from({ length: 1 + randomBelow(random, 12) }, () => {
          const first = randomBelow(random, 30);
          const state = [0, 2, 4][randomBelow(random, 3)]!;
          return batch(first, first + randomBelow(random, 10), state, 1 + randomBelow(random, 3));
        });
        const cut = randomBelow(random, batches.length + 1);
        const start = randomBelow(random, 4) === 0 ? randomBelow(random, 20) : -1;
        const combined = combineStateBatches(batches.slice(0, cut), batches.slice(cut), start);
        assert.deepEqual(offsetsOf(combined), expectedOffsets(batches, start), JSON.stringify(batches));
        if (batches.length < 2) continue;
        for (const [i, { firstOffset }] of combined.entries()) {
          if (i > 0) assert.ok(firstOffset > combined[i - 1]!.lastOffset, "sorted and apart");
        }
      }
    });
  }
});

function offsetsOf(batches: readonly StateBatch[]): Map<number, string> {
  const offsets = new Map<number, string>();
  for (const { firstOffset, lastOffset, deliveryState, deliveryCount } of batches) {
    for (let offset = firstOffset; offset <= lastOffset; offset++)
      offsets.set(offset, `${deliveryCount}/${deliveryState}`);
  }
  return new Map([...offsets].sort(([a], [b]) => a - b));
}

function expectedOffsets(batches: readonly StateBatch[], start: number): Map<number, string> {
  const byOrder = [...batches].sort((a, b) => a.deliveryCount - b.deliveryCount || a.deliveryState - b.deliveryState);
  return new Map([...offsetsOf(byOrder)].filter(([offset]) => offset >= start));
}
