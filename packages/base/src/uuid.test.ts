import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { AssertionError } from "./assert.ts";
import { fromHex } from "./bytes.ts";
import { Prng, systemRandom, type Random } from "./random.ts";
import { METADATA_TOPIC_ID, ZERO_UUID, isUuid, randomUuid, uuidFromBytes, uuidToBytes } from "./uuid.ts";

test("the reserved uuids are those bytes", () => {
  assert.equal(uuidFromBytes(new Uint8Array(16)), ZERO_UUID);
  assert.equal(uuidFromBytes(fromHex("00000000000000000000000000000001")), METADATA_TOPIC_ID);
});

test("any 16 bytes survive the text", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat(5), (bytes, offset) => {
      const uuid = uuidFromBytes(bytes);
      assert.equal(isUuid(uuid), true);
      const target = new Uint8Array(offset + 16);
      uuidToBytes(uuid, target, offset);
      assert.deepEqual(target.subarray(offset), bytes);
      assert.equal(uuidFromBytes(target, offset), uuid);
    }),
  );
});

test("text that is no canonical uuid is told apart", () => {
  for (const text of ["", "x", "AAAAAAAAAAAAAAAAAAAAAB", "AAAAAAAAAAAAAAAAAAAAAA=", "AAAAAAAAAAAAAAAAAAAAA+"]) {
    assert.equal(isUuid(text), false, text);
  }
});

test("bytes outside their array are an assertion", () => {
  assert.throws(() => uuidFromBytes(new Uint8Array(15)), AssertionError);
  assert.throws(() => uuidToBytes(ZERO_UUID, new Uint8Array(16), 1), AssertionError);
});

test("random uuids are version 4, distinct, and never begin with a dash", () => {
  const random = new Prng(11);
  const seen = new Set<string>();
  for (let i = 0; i < 2000; i++) {
    const uuid = randomUuid(random);
    const bytes = new Uint8Array(16);
    uuidToBytes(uuid, bytes);
    assert.equal(bytes[6]! >> 4, 4);
    assert.equal(bytes[8]! >> 6, 2);
    assert.notEqual(uuid[0], "-");
    seen.add(uuid);
  }
  assert.equal(seen.size, 2000);
  assert.notEqual(randomUuid(systemRandom), randomUuid(systemRandom));
});

test("a generator that only yields dashes still ends", () => {
  const stuck: Random = {
    uint32: () => 0,
    float: () => 0,
    fill: (bytes) => bytes.set(new Uint8Array(16).fill(0xff)),
  };
  assert.notEqual(randomUuid(stuck)[0], "-");
});
