import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { coordinatorPartitionOf } from "./coordinator-partition.ts";

describe("the partition of a coordinated id", () => {
  it("is the absolute value of Java's hash code modulo the partition count", () => {
    // "console-consumer-12345".hashCode() and the like, computed by Java.
    assert.equal(coordinatorPartitionOf("", 50), 0);
    assert.equal(coordinatorPartitionOf("a", 50), 97 % 50);
    assert.equal(coordinatorPartitionOf("group", 50), 98629247 % 50);
  });

  it("an id whose hash is the smallest integer falls on partition 0", () => {
    assert.equal(coordinatorPartitionOf("polygenelubricants", 50), 0);
  });
});
