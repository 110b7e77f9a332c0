import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SharedSlots } from "./shared-slots.ts";

const MIB = 1024 * 1024;

describe("slots of shared memory", () => {
  it("are used again by what fits, and by one at a time", () => {
    const slots = new SharedSlots();
    const first = slots.take(100_000);
    assert.equal(first.byteLength, 131_072);
    slots.give(first);
    assert.equal(slots.keptBytes, 131_072);
    assert.notEqual(slots.take(60_000), first, "another size");
    assert.equal(slots.take(131_072), first);
    assert.equal(slots.keptBytes, 0);
    assert.notEqual(slots.take(131_072), first, "it is in use");
  });

  it("are kept up to 8 MiB, the last ones given", () => {
    const slots = new SharedSlots();
    const taken = Array.from({ length: 5 }, () => slots.take(2 * MIB));
    for (const slot of taken) slots.give(slot);
    assert.equal(slots.keptBytes, 8 * MIB);
    assert.equal(slots.take(2 * MIB), taken[4]);
    const large = slots.take(9 * MIB);
    assert.equal(large.byteLength, 9 * MIB, "made to measure");
    slots.give(large);
    assert.equal(slots.keptBytes, 6 * MIB);
  });
});
