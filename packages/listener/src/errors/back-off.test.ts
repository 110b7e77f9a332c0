import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ExponentialBackOff, ExponentialBackOffWithMaxRetries, FixedBackOff, NoBackOff } from "./back-off.ts";
import type { BackOff } from "./back-off.ts";

const none = (): number => 0;

function waits(backOff: BackOff, count: number, random: () => number = none): (number | undefined)[] {
  return Array.from({ length: count }, (_unused, index) => backOff.delayMs(index + 1, random));
}

describe("back-off", () => {
  it("fixed: the same wait, so many times", () => {
    assert.deepEqual(waits(new FixedBackOff(10, 2), 3), [10, 10, undefined]);
    assert.equal(new FixedBackOff().delayMs(1_000_000), 5_000);
    assert.deepEqual(waits(new NoBackOff(), 1), [undefined]);
  });

  it("exponential: Spring's numbers", () => {
    assert.deepEqual(
      waits(new ExponentialBackOff(), 9),
      [2_000, 3_000, 4_500, 6_750, 10_125, 15_187, 22_781, 30_000, 30_000],
    );
    const backOff = new ExponentialBackOffWithMaxRetries(4, {
      initialInterval: 1_000,
      multiplier: 2,
      maxInterval: 5_000,
    });
    assert.deepEqual(waits(backOff, 5), [1_000, 2_000, 4_000, 5_000, undefined]);
  });

  it("exponential: ends when the waits together have reached the limit", () => {
    const backOff = new ExponentialBackOff({
      initialInterval: 100,
      multiplier: 2,
      maxInterval: 400,
      maxElapsedTime: 1_000,
    });
    // 100 + 200 + 400 = 700, 1,100 with the fourth: the fifth is not waited for.
    assert.deepEqual(waits(backOff, 5), [100, 200, 400, 400, undefined]);
  });

  it("jitter stays within the bounds", () => {
    const backOff = new ExponentialBackOff({ initialInterval: 100, multiplier: 2, maxInterval: 500, jitter: 50 });
    assert.deepEqual(waits(backOff, 4, none), [100, 100, 200, 250]);
    assert.deepEqual(
      waits(backOff, 4, () => 1),
      [150, 300, 500, 500],
    );
  });

  it("refuses what makes no sense", () => {
    assert.throws(() => new FixedBackOff(-1), RangeError);
    assert.throws(() => new ExponentialBackOff({ multiplier: 0.5 }), RangeError);
  });
});
