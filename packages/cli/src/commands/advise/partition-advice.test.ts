import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { murmur2 } from "@ottla/base";
import { advise, costOf, movedKeys } from "./partition-advice.ts";

const MEASURED = {
  partitionCount: 3,
  replicationFactor: 2,
  producerRate: 900,
  busiestShare: 1 / 3,
  consumerRate: 300,
  recordBytes: 100,
};

describe("how many partitions a topic needs", () => {
  it("is the least number with which consumers read faster than producers write", () => {
    const { neededPartitions, isEnough, advisedPartitions } = advise(MEASURED, { headRoom: 1, growth: 1 });
    // 3 × 300 = 900 is not more than 900.
    assert.deepEqual([neededPartitions, isEnough, advisedPartitions], [4, false, 4]);
    assert.equal(advise({ ...MEASURED, producerRate: 899 }, { headRoom: 1, growth: 1 }).isEnough, true);
  });

  it("has head-room and growth in it", () => {
    const { requiredRate, neededPartitions } = advise(MEASURED, { headRoom: 1.5, growth: 2 });
    assert.deepEqual([requiredRate, neededPartitions], [2700, 10]);
  });

  it("is never below what there is, and never zero", () => {
    const quiet = { ...MEASURED, producerRate: 0, partitionCount: 12 };
    assert.deepEqual(
      [
        advise(quiet, { headRoom: 2, growth: 2 }).neededPartitions,
        advise(quiet, { headRoom: 2, growth: 2 }).advisedPartitions,
      ],
      [1, 12],
    );
    assert.throws(() => advise({ ...MEASURED, consumerRate: 0 }, { headRoom: 1, growth: 1 }), RangeError);
  });

  it("does not help where one partition has more than a consumer can take", () => {
    const skewed = { ...MEASURED, busiestShare: 0.9 };
    assert.equal(advise(skewed, { headRoom: 1, growth: 1 }).isOnePartitionTooBusy, true);
    assert.equal(advise({ ...MEASURED, producerRate: 600 }, { headRoom: 1, growth: 1 }).isOnePartitionTooBusy, false);
  });
});

describe("what partitions cost", () => {
  it("follows the configurations", () => {
    const configs = { segmentIndexBytes: 10, segmentBytes: 1000, batchSize: 16, maxPartitionFetchBytes: 100 };
    assert.deepEqual(costOf(4, 2, 10_000, configs), {
      replicas: 8,
      // Three segments a partition, with three files each, and two more.
      files: 8 * 11,
      indexBytes: 160,
      producerBytes: 64,
      consumerBytes: 400,
    });
  });
});

describe("the share of keys that move", () => {
  it("is what it is for real keys", () => {
    for (const [before, after] of [
      [3, 6],
      [3, 4],
      [6, 10],
      [5, 5],
    ] as const) {
      let moved = 0;
      const count = 20_000;
      for (let i = 0; i < count; i++) {
        const hash = murmur2(Buffer.from(`key-${i}`)) & 0x7fff_ffff;
        if (hash % before !== hash % after) moved += 1;
      }
      assert.ok(Math.abs(moved / count - movedKeys(before, after)) < 0.02, `${before} → ${after}: ${moved / count}`);
    }
  });
});
