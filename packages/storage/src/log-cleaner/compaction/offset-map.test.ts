import assert from "node:assert/strict";
import { test } from "node:test";
import { Prng, randomBelow } from "@ottla/base";
import { OffsetMap, slotsIn } from "./offset-map.ts";

const bytesOf = (text: string): Uint8Array => Buffer.from(text);

function put(map: OffsetMap, key: string, offset: number): void {
  const bytes = bytesOf(key);
  map.put(bytes, 0, bytes.length, offset);
}

function get(map: OffsetMap, key: string): number {
  const bytes = bytesOf(key);
  return map.get(bytes, 0, bytes.length);
}

test("a map that fills up to its last slot finds every key, and no other", () => {
  const seed = 11;
  const random = new Prng(seed);
  const slots = 1000;
  const map = new OffsetMap(slots);
  const model = new Map<string, number>();
  for (let offset = 0; model.size < slots; offset++) {
    const key = `key-${randomBelow(random, 5000)}`;
    put(map, key, offset * 1_000_003);
    model.set(key, offset * 1_000_003);
    assert.equal(map.latestOffset, offset * 1_000_003);
  }
  assert.deepEqual([map.size, map.utilization], [slots, 1]);
  for (let i = 0; i < 5000; i++)
    assert.equal(get(map, `key-${i}`), model.get(`key-${i}`) ?? -1, `seed ${seed}, key ${i}`);
});

test("a full map takes new offsets of keys it has, and no new key", () => {
  const map = new OffsetMap(1);
  put(map, "a", 1);
  put(map, "a", 2 ** 40 + 5);
  assert.equal(get(map, "a"), 2 ** 40 + 5);
  assert.throws(() => put(map, "b", 3), /a full offset map takes no more keys/);
});

test("a key is the bytes between two places, and may be empty", () => {
  const map = new OffsetMap(10);
  const bytes = bytesOf("xxkeyyy");
  map.put(bytes, 2, 5, 7);
  map.put(bytes, 3, 3, 8);
  assert.deepEqual([get(map, "key"), get(map, ""), get(map, "ke")], [7, 8, -1]);
});

test("an entry counts 24 bytes, and a thread uses less than 2 GiB, as in Kafka", () => {
  assert.equal(slotsIn(128 * 1024 * 1024), 5_592_405);
  assert.equal(slotsIn(2 ** 40), 89_478_485);
});
