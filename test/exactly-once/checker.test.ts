// The checker is proven on a right history, which is then damaged in every way that it knows: each damage must be heard, by its own alarm.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CHECKS, violationsOf } from "./checker.ts";
import type { History, Placed, Transaction } from "./history.ts";

const at = (partition: number, offset: number, value: string): Placed => ({ partition, offset, value });

function transaction(id: string, outcome: Transaction["outcome"], sent: readonly Placed[], upTo: number): Transaction {
  return { id, outcome, sent, consumedUpTo: new Map([[0, upTo]]) };
}

/** a, b committed; c aborted, then c, d committed by another; e unknown and there; f not consumed. Markers take 2, 4, 7, 9. */
const RIGHT: History = {
  source: ["a", "b", "c", "d", "e", "f"].map((value, offset) => at(0, offset, value)),
  transactions: [
    transaction("one", "committed", [at(0, 0, "a"), at(0, 1, "b")], 2),
    transaction("two", "aborted", [at(0, 3, "c")], 3),
    transaction("three", "committed", [at(0, 5, "c"), at(0, 6, "d")], 4),
    transaction("four", "unknown", [at(0, 8, "e")], 5),
    transaction("five", "refused", [at(0, 10, "f")], 6),
  ],
  readers: [
    { name: "early", isolation: "read_committed", records: [at(0, 0, "a"), at(0, 1, "b"), at(0, 5, "c")] },
    { name: "all", isolation: "read_uncommitted", records: [at(0, 1, "b"), at(0, 3, "c"), at(0, 5, "c")] },
  ],
  sink: [at(0, 0, "a"), at(0, 1, "b"), at(0, 5, "c"), at(0, 6, "d"), at(0, 8, "e")],
  committedOffsets: new Map([[0, 5]]),
};

const withReader = (records: readonly Placed[]): History => ({
  ...RIGHT,
  readers: [{ name: "damaged", isolation: "read_committed", records }],
});

const DAMAGED: Readonly<Record<keyof typeof CHECKS, readonly [RegExp, History]>> = {
  duplicates: [/^duplicate: a /, { ...RIGHT, sink: [...RIGHT.sink, at(0, 11, "a")] }],
  phantoms: [/^phantom: x /, { ...RIGHT, sink: [...RIGHT.sink, at(0, 11, "x")] }],
  consumedAndProducedAgree: [/^lost: e /, { ...RIGHT, sink: RIGHT.sink.filter(({ value }) => value !== "e") }],
  reordered: [
    /^reordered: c /,
    {
      ...RIGHT,
      sink: RIGHT.sink.map((record) => ({ ...record, value: { c: "d", d: "c" }[record.value] ?? record.value })),
    },
  ],
  abortedReads: [
    /^aborted: the last reader read c at 0-3 of aborted two/,
    { ...RIGHT, sink: [at(0, 3, "c"), ...RIGHT.sink] },
  ],
  torn: [
    /^torn: 1 of 2 records of the committed three/,
    { ...RIGHT, sink: RIGHT.sink.filter(({ value }) => value !== "d") },
  ],
  offsetsTakenBack: [/^group commit lost: three committed 4 /, { ...RIGHT, committedOffsets: new Map([[0, 3]]) }],
  disagreements: [/^disagreement: the last reader read c at 0-5, damaged d/, withReader([at(0, 5, "d")])],
  nonMonotonic: [/^backwards: damaged read 0-0 after offset 1/, withReader([at(0, 1, "b"), at(0, 0, "a")])],
  skipped: [/^skipped: damaged passed over b /, withReader([at(0, 0, "a"), at(0, 5, "c")])],
};

describe("the checker of exactly-once histories", () => {
  it("says nothing of a right history", () => {
    assert.deepEqual(violationsOf(RIGHT), []);
  });

  for (const [name, [alarm, history]] of Object.entries(DAMAGED)) {
    it(`hears ${name}`, () => {
      const heard = CHECKS[name]?.(history) ?? [];
      assert(
        heard.some((sentence) => alarm.test(sentence)),
        `${alarm.source} is not among ${JSON.stringify(heard)}`,
      );
    });
  }

  it("hears what was in the sink before it was consumed", () => {
    const early: History = { ...RIGHT, committedOffsets: new Map([[0, 4]]) };
    assert.match(violationsOf(early).join("\n"), /early: e /);
  });

  it("hears the part of a transaction whose end is unknown", () => {
    const transactions = [transaction("half", "unknown", [at(0, 6, "d"), at(0, 9, "e")], 5)];
    assert.match(violationsOf({ ...RIGHT, transactions }).join("\n"), /torn: 1 of 2 records of half/);
  });

  it("hears a record of a fenced producer", () => {
    assert.match(
      violationsOf({ ...RIGHT, sink: [...RIGHT.sink, at(0, 10, "f")] }).join("\n"),
      /aborted: .* of refused five/,
    );
  });

  it("hears a reader that read what was not committed in the end", () => {
    assert.match(
      violationsOf(withReader([at(0, 0, "a"), at(0, 1, "b"), at(0, 3, "c"), at(0, 5, "c")])).join("\n"),
      /uncommitted: /,
    );
  });
});
