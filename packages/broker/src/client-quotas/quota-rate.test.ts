import assert from "node:assert/strict";
import { test } from "node:test";
import { QuotaRate } from "./quota-rate.ts";

const WINDOW = { count: 11, sizeMs: 1000 };

test("a rate is measured over all windows but the last, even where less time has passed", () => {
  const rate = new QuotaRate(WINDOW);
  rate.record(5000, 0);
  assert.equal(rate.perSecond(0), 500);
  assert.equal(rate.perSecond(999), 5000 / 10.999);
  assert.equal(rate.perSecond(1000), 500);
  assert.equal(rate.perSecond(10_000), 500);
  assert.equal(rate.perSecond(10_500), 5000 / 10.5);
});

test("what is older than all windows is forgotten", () => {
  const rate = new QuotaRate(WINDOW);
  rate.record(5000, 0);
  assert.equal(rate.perSecond(10_999), 5000 / 10.999);
  assert.equal(rate.perSecond(11_000), 0);
});

test("a window that began earlier and overlaps the measured time counts whole", () => {
  const rate = new QuotaRate({ count: 2, sizeMs: 1000 });
  rate.record(100, 0);
  rate.record(100, 900);
  rate.record(10, 1000);
  rate.record(10, 2000);
  // Its last event is less than 2 s old, so its start counts too.
  assert.equal(rate.perSecond(2000), 220 / 2);
  assert.equal(rate.perSecond(2900), 20 / 1.9);
});

test("as many windows are kept as are measured, and one", () => {
  const rate = new QuotaRate({ count: 2, sizeMs: 1000 });
  for (let second = 0; second < 9; second++) rate.record(1, second * 1000);
  assert.equal(rate.perSecond(8000), 2 / 1);
});

test("the wait brings the rate down to the limit if nothing more is recorded", () => {
  const rate = new QuotaRate(WINDOW);
  rate.record(10_000, 0);
  assert.equal(rate.throttleMs(1000, 0), 0);
  rate.record(300, 0);
  assert.equal(rate.throttleMs(1000, 0), 300);
  rate.record(-300, 0);
  assert.equal(rate.throttleMs(1000, 0), 0);
  rate.record(10_000, 500);
  assert.equal(rate.throttleMs(1000, 500), Math.round((20_000 / 10.5 - 1000) * 10.5));
});
