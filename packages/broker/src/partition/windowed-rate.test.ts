import assert from "node:assert/strict";
import { test } from "node:test";
import { WindowedRate } from "./windowed-rate.ts";

test("what was recorded counts by the time since then, and by no less than one window", () => {
  const rate = new WindowedRate({ windowMs: 1000, windowsMax: 3 });
  assert.equal(rate.perSecond(0), 0);
  rate.record(600, 0);
  assert.equal(rate.perSecond(0), 600);
  assert.equal(rate.perSecond(500), 600);
  assert.equal(rate.perSecond(2000), 300);
  rate.record(300, 2000);
  assert.equal(rate.perSecond(2000), 450);
});

test("a window is forgotten when as many have passed as are kept", () => {
  const rate = new WindowedRate({ windowMs: 1000, windowsMax: 3 });
  rate.record(600, 0);
  rate.record(300, 999);
  rate.record(90, 1000);
  assert.equal(rate.perSecond(2999), (990 / 2999) * 1000);
  assert.equal(rate.perSecond(3000), (90 / 2000) * 1000);
  assert.equal(rate.perSecond(4000), 0);
});
