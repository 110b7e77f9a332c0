import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { JavaHashMap, javaIntHashCode, javaStringOrder, javaUuidHashCode, timelineOrder } from "./java-hash-table.ts";

// Expected orders were printed by Java 17 and Apache Kafka's TimelineHashMap.
const X = "2k7-1dlaSPyhBz_pq1SEAQ";
const Y = "P-PmSAknSlaFQW2Uk4aABA";

describe("the order of Java's hash tables", () => {
  it("of a HashMap: by bucket, then as they came", () => {
    assert.deepEqual(javaStringOrder(["range", "uniform"]), ["uniform", "range"]);
    const map = new JavaHashMap<number, true>(javaIntHashCode);
    for (const key of [17, 1, 16, 33, 0]) map.set(key, true);
    assert.deepEqual(map.keys(), [16, 0, 17, 1, 33]);
    map.delete(17);
    map.set(17, true);
    assert.deepEqual(map.keys(), [16, 0, 1, 33, 17]);
  });

  it("of a HashMap that grows", () => {
    const map = new JavaHashMap<number, true>(javaIntHashCode);
    for (let key = 0; key < 13; key++) map.set(key * 16, true);
    assert.deepEqual(map.keys().slice(0, 4), [0, 32, 64, 96]);
  });

  it("of computeIfAbsent: the table grows before a key is looked for, and a new one comes first", () => {
    const map = new JavaHashMap<string, true>(javaUuidHashCode, 0);
    const ask = (key: string): unknown => map.computeIfAbsent(key, () => true);
    assert.deepEqual([javaUuidHashCode(X), javaUuidHashCode(Y)], [155651521, 537084302]);
    ask(X);
    ask(X);
    ask(Y);
    assert.deepEqual(map.keys(), [X, Y]);
    ask(Y);
    assert.deepEqual(map.keys(), [Y, X]);
  });

  it("of a TimelineHashMap: by slot, the newest first", () => {
    const keys = Array.from({ length: 7 }, (_, i) => `member-${i + 1}`);
    const orderOf = (grownTo?: number): string =>
      timelineOrder(keys, grownTo)
        .map((key) => key.at(-1))
        .join("");
    assert.equal(orderOf(), "3572461");
    assert.equal(orderOf(27), "3527416");
  });
});
