import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parsePartitions, resolveTopicPartitions, splitPartitions } from "./topic-partition-offset.ts";

describe("partitions by hand", () => {
  it("are numbers and ranges", () => {
    assert.deepEqual(parsePartitions("0-2, 7,10-11"), [0, 1, 2, 7, 10, 11]);
    assert.deepEqual(parsePartitions(3), [3]);
    for (const wrong of ["", "a", "3-1", "1-2-3", "-1", "1,,2"]) assert.throws(() => parsePartitions(wrong), wrong);
  });

  it("are each there once; of two entries the later one says where to begin", () => {
    const resolved = resolveTopicPartitions([
      { topic: "test01", partitions: ["0", "1"] },
      { topic: "test01", partitionOffsets: [{ partition: "0", initialOffset: "3" }] },
    ]);
    assert.deepEqual(
      resolved.map(({ partition, offset }) => [partition, offset]),
      [
        [0, 3],
        [1, undefined],
      ],
    );
  });

  it("an offset for all of them, and what Spring refuses", () => {
    const all = resolveTopicPartitions([
      {
        topic: "t",
        partitions: ["0-1"],
        partitionOffsets: [{ partition: "*", initialOffset: -1, relativeToCurrent: true }],
      },
    ]);
    assert.deepEqual(
      all.map(({ partition, offset, relativeToCurrent }) => [partition, offset, relativeToCurrent]),
      [
        [0, -1, true],
        [1, -1, true],
      ],
    );
    assert.throws(() => resolveTopicPartitions([{ topic: "t" }]), /At least one partition/);
    const twice = { topic: "t", partitions: [0], partitionOffsets: [{ partition: 0, initialOffset: 1 }] };
    assert.throws(() => resolveTopicPartitions([twice]), /configured twice/);
    assert.throws(() =>
      resolveTopicPartitions([{ topic: "t", partitionOffsets: [{ partition: 0, initialOffset: "x" }] }]),
    );
  });

  it("are dealt out evenly", () => {
    const sizes = (partitions: number, consumers: number): number[] =>
      splitPartitions(Array.from({ length: partitions }), consumers).map((part) => part.length);
    assert.deepEqual(sizes(5, 3), [2, 2, 1]);
    assert.deepEqual(sizes(7, 3), [3, 2, 2]);
    assert.deepEqual(sizes(2, 5), [1, 1]);
  });
});
