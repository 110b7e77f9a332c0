// The checks of cluster.test.ts find what they are there for.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkLoad } from "./cluster/check.ts";
import { newHistory } from "./cluster/load.ts";
import type { Transaction } from "./cluster/load.ts";
import { unavailabilities } from "./cluster/unavailability.ts";
import type { Read } from "./history.ts";

function violations(transactions: readonly Transaction[], values: readonly string[]): readonly string[] {
  const read: Read[] = values.map((value, offset) => ({ partition: Number(value.split(":")[1]), offset, value }));
  return checkLoad({ ...newHistory(), transactions: [...transactions] }, { plain: [], transactional: read });
}

describe("transactions of a load", () => {
  const values = ["t:0:1", "t:1:1"];
  const [first = ""] = values;

  it("are there whole, or not at all", () => {
    assert.deepEqual(violations([{ outcome: "committed", values }], values), []);
    assert.deepEqual(violations([{ outcome: "aborted", values }], []), []);
    assert.deepEqual(violations([{ outcome: "unknown", values }], values), []);
    assert.deepEqual(violations([{ outcome: "unknown", values }], []), []);
  });

  it("are violated by what is lost, half there, aborted and there, twice there, out of order, or of nobody", () => {
    assert.equal(violations([{ outcome: "committed", values }], []).length, 1);
    for (const outcome of ["committed", "aborted", "unknown"] as const)
      assert.equal(violations([{ outcome, values }], [first]).length, 1, outcome);
    assert.equal(violations([{ outcome: "aborted", values }], values).length, 1);
    assert.ok(violations([{ outcome: "committed", values }], [...values, first]).length > 0);
    const other = ["t:0:0", "t:1:0"];
    const both: Transaction[] = [values, other].map((one) => ({ outcome: "committed", values: one }));
    assert.equal(violations(both, [...values, ...other]).length, 2);
    assert.equal(violations([], [first]).length, 1);
  });
});

describe("the unavailability after a fault", () => {
  it("is the longest pause of the stream that is worst off, until the next fault", () => {
    const times = {
      "plain 0": [0, 100, 1600, 1700, 9000],
      "plain 1": [50, 90, 600, 650, 1800],
      transactional: [95, 200],
    };
    const progress = Object.entries(times).flatMap(([stream, all]) => all.map((atMs) => ({ stream, atMs })));
    const histories = new Map([
      [
        { name: "c", start: assert.fail },
        { ...newHistory(), progress },
      ],
    ]);
    const faults = [
      { kind: "kill", node: 1, atMs: 92 },
      { kind: "pause", node: 2, atMs: 1690 },
    ] as const;
    const found = unavailabilities({ faults, histories }).filter(({ ms }) => ms.length > 0);
    assert.deepEqual(found, [
      { name: "kill, c, plain", ms: [1500] },
      { name: "kill, c, transactional", ms: [105] },
      { name: "pause, c, plain", ms: [7300] },
      { name: "pause, c, transactional", ms: [0] },
    ]);
  });

  it("is not that of the fault behind it, which began a moment before it is noted", () => {
    const faults = [
      { kind: "restart", node: 1, atMs: 1000 },
      { kind: "pause", node: 2, atMs: 5000 },
    ] as const;
    const times = [900, 990, 1300, ...Array.from({ length: 37 }, (_, i) => 1390 + 100 * i - 10), 9000, 9100];
    const progress = times.map((atMs) => ({ stream: "plain 0", atMs }));
    const loader = { name: "ours", start: () => assert.fail("nothing is started") };
    const histories = new Map([[loader, { ...newHistory(), progress }]]);
    const found = unavailabilities({ faults, histories }).filter(
      ({ name, ms }) => ms.length > 0 && name.includes("plain"),
    );
    assert.deepEqual(found, [
      { name: "pause, ours, plain", ms: [9000 - (1390 + 3600 - 10)] },
      { name: "restart, ours, plain", ms: [310] },
    ]);
  });
});
