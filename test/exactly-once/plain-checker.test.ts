// The checker of plain topics is proven on a right history, which is then damaged in every way that it knows: each damage must be heard.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Placed } from "./history.ts";
import { PLAIN_CHECKS, plainViolationsOf } from "./plain-checker.ts";
import type { PlainHistory, Stint } from "./plain-history.ts";

const at = (offset: number, value: string): Placed => ({ partition: 0, offset, value });
const stint = (consumer: string, processedBefore: number, offsets: readonly number[]): Stint => ({
  ...{ consumer, partition: 0, processedBefore, offsets },
});

/** Two producers; the first consumer processed 0 and 1 and committed 1, so 1 came again; p:0:2 was not acknowledged and is there. */
const RIGHT: PlainHistory = {
  log: [at(0, "p:0:0"), at(1, "q:0:0"), at(2, "p:0:1"), at(3, "p:0:2")],
  acknowledged: [at(0, "p:0:0"), at(1, "q:0:0"), at(2, "p:0:1")],
  processed: new Map([[0, [0, 1, 1, 2, 3]]]),
  stints: [stint("one", 0, [0, 1, 2]), stint("two", 2, [1, 2, 3])],
  committedOffsets: new Map([[0, 4]]),
};

const DAMAGED: Readonly<Record<keyof typeof PLAIN_CHECKS, readonly [RegExp, PlainHistory]>> = {
  lost: [/^lost: p:0:1 at 0-2 was acknowledged, q:0:1 /, { ...RIGHT, log: RIGHT.log.with(2, at(2, "q:0:1")) }],
  duplicates: [/^duplicate: p:0:0 at 0-0 and at 0-4/, { ...RIGHT, log: [...RIGHT.log, at(4, "p:0:0")] }],
  reordered: [/^reordered: p:0:1 at 0-4 /, { ...RIGHT, log: [...RIGHT.log.with(2, at(2, "q:0:1")), at(4, "p:0:1")] }],
  torn: [/^torn: one was given 0-2 where 1 was next/, { ...RIGHT, stints: [stint("one", 0, [0, 2])] }],
  committedAhead: [/^ahead: two began at 0-2, and 1 had not/, { ...RIGHT, stints: [stint("two", 1, [2, 3])] }],
  unprocessed: [/^unprocessed: p:0:1 at 0-2 /, { ...RIGHT, processed: new Map([[0, [0, 1, 3]]]) }],
  committedBeyondEnd: [/^beyond: 5 is committed for 0/, { ...RIGHT, committedOffsets: new Map([[0, 5]]) }],
};

describe("the checker of plain topics", () => {
  it("is silent about a right history", () => {
    assert.deepEqual(plainViolationsOf(RIGHT), []);
  });

  for (const name of Object.keys(PLAIN_CHECKS)) {
    it(`hears ${name}`, () => {
      const [alarm, history] = DAMAGED[name] ?? [/^never/, RIGHT];
      assert.match(PLAIN_CHECKS[name]?.(history).join("\n") ?? "", alarm);
    });
  }
});
