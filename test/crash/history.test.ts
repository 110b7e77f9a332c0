// The checker must be able to ring every alarm: a good history passes, each kind of damage is named.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { checkHistory } from "./history.ts";
import type { Read } from "./history.ts";

const good: readonly Read[] = [0, 1, 2, 3].map((offset) => ({ partition: 0, offset, value: `1:0:${offset}` }));

describe("the history checker", () => {
  it("passes a good history, with unacknowledged records in it", () => {
    assert.deepEqual(checkHistory(good.slice(0, 3), good), []);
  });

  it("sees a lost record", () => {
    assert.match(checkHistory(good, good.slice(0, 3)).join(), /1:0:3 was acknowledged and is lost/);
  });

  it("sees a doubled record", () => {
    const doubled = [...good, { partition: 0, offset: 4, value: "1:0:3" }];
    assert.match(checkHistory(good, doubled).join(), /1:0:3 is there 2 times/);
  });

  it("sees records in the wrong order", () => {
    const swapped = good.map((one, index) => ({ ...one, value: good[[0, 2, 1, 3][index] ?? 0]?.value ?? "" }));
    assert.match(checkHistory([], swapped).join(), /1:0:1 is read after sequence 2/);
  });

  it("sees a record at another offset than acknowledged", () => {
    const moved = good.map((one) => ({ ...one, offset: one.offset + 1 }));
    assert.match(checkHistory(good, moved).join(), /was acknowledged at 0-0/);
  });

  it("sees offsets that go back", () => {
    assert.match(
      checkHistory([], [...good, { partition: 0, offset: 2, value: "1:0:9" }]).join(),
      /offset 2 .* out of order/,
    );
  });
});
