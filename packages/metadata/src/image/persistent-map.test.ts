import assert from "node:assert/strict";
import { test } from "node:test";
import { Prng, randomBelow } from "@ottla/base";
import { PersistentMap } from "./persistent-map.ts";

test("a map and a plain map agree over random changes, and old versions stay as they were", () => {
  const seed = 20260101;
  const random = new Prng(seed);
  let map = PersistentMap.empty<number>();
  const plain = new Map<string, number>();
  const versions: [PersistentMap<number>, Map<string, number>][] = [];
  for (let step = 0; step < 4000; step++) {
    const key = `key-${randomBelow(random, 400)}`;
    if (random.float() < 0.4) {
      map = map.delete(key);
      plain.delete(key);
    } else {
      map = map.set(key, step);
      plain.set(key, step);
    }
    assert.equal(map.size, plain.size, `seed ${seed}, step ${step}`);
    if (step % 500 === 0) versions.push([map, new Map(plain)]);
  }
  for (const [version, expected] of [...versions, [map, plain] as const]) {
    assert.deepEqual(new Map(version.entries()), new Map([...version.keys()].map((key) => [key, expected.get(key)!])));
    assert.equal(version.size, expected.size);
    for (const [key, value] of expected) assert.equal(version.get(key), value);
  }
});

test("keys of one hash are kept apart", () => {
  // "Aa" and "BB" have the same hash in Java, and so have their concatenations.
  const keys = ["AaAa", "AaBB", "BBAa", "BBBB"];
  let map = PersistentMap.empty<string>();
  for (const key of keys) map = map.set(key, key);
  assert.equal(map.size, 4);
  for (const key of keys) assert.equal(map.get(key), key);
  map = map.set("AaBB", "changed").delete("BBAa");
  assert.deepEqual([...map.keys()].toSorted(), ["AaAa", "AaBB", "BBBB"]);
  assert.equal(map.get("AaBB"), "changed");
  assert.equal(map.delete("AaAa").delete("AaBB").delete("BBBB").size, 0);
});

test("setting the same value, or removing what is not there, is the same map", () => {
  const map = PersistentMap.empty<number>().set("a", 1);
  assert.equal(map.set("a", 1), map);
  assert.equal(map.delete("b"), map);
  assert.notEqual(map.set("a", 2), map);
});

test("a builder changes many keys and leaves its map alone", () => {
  const base = PersistentMap.empty<number>().set("kept", 0);
  const builder = base.toBuilder();
  for (let index = 0; index < 1000; index++) builder.set(`key-${index}`, index);
  builder.delete("kept");
  const built = builder.build();
  assert.deepEqual([base.size, base.get("kept")], [1, 0]);
  assert.deepEqual([built.size, built.get("key-999"), built.has("kept")], [1000, 999, false]);
});
