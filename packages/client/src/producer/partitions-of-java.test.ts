// A million keys on 1 to 1,000 partitions, beside where Apache's own class puts them (test/fixtures/client/PartitionFixtures.java), and on a topic that grew.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { murmur2, toPositive, utf8Bytes } from "@ottla/base";
import { partitionForKey } from "./built-in-partitioner.ts";
import { grownTopicsPartitioner } from "./grown-topics-partitioner.ts";
import type { Partitioner } from "./producer-record.ts";

const KEYS = 1_000_000;

interface Fixture {
  readonly movedFrom6To9: number;
  readonly digests: readonly number[];
}

const fixture = JSON.parse(
  readFileSync(new URL("../../../../test/fixtures/client/partition-digests.json", import.meta.url), "utf8"),
) as Fixture;

/** The fixture's keys: 0 to 40 bytes each, from the same generator. */
function* keys(): Generator<Uint8Array> {
  const key = new Uint8Array(40);
  let state = 12345;
  const next = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) | 0;
    return state >>> 16;
  };
  for (let i = 0; i < KEYS; i++) {
    const length = next() % 41;
    for (let j = 0; j < length; j++) key[j] = next();
    yield key.subarray(0, length);
  }
}

function digestOf(hashes: Int32Array, count: number): number {
  let digest = 0;
  for (let i = 0; i < KEYS; i++) digest = (Math.imul(digest, 31) + ((hashes[i] as number) % count)) | 0;
  return digest;
}

describe("the partitions of a million keys", () => {
  it("equal Java's for 1 to 1,000 partitions", { timeout: 120_000 }, () => {
    const hashes = new Int32Array(KEYS);
    let index = 0;
    for (const key of keys()) {
      const hash = toPositive(murmur2(key));
      assert.equal(partitionForKey(key, 7), hash % 7);
      hashes[index++] = hash;
    }
    assert.equal(fixture.digests.length, 1_000);
    const different = fixture.digests.flatMap((digest, at) => (digestOf(hashes, at + 1) === digest ? [] : [at + 1]));
    assert.deepEqual(different, []);
  });

  it("move as Java's do from 6 to 9 partitions, and not at all when the topic is known to have grown", () => {
    const partitioner = grownTopicsPartitioner(new Map([["t", [{ partitionsBefore: 6, keys: () => true }]]]));
    let moved = 0;
    let movedWhenKnown = 0;
    for (const key of keys()) {
      const before = partitionForKey(key, 6);
      if (partitionForKey(key, 9) !== before) moved++;
      if (ask(partitioner, key, 9) !== before) movedWhenKnown++;
    }
    assert.equal(moved, fixture.movedFrom6To9);
    // Two of three, as theory says: a key stays where its hash modulo 18 is below 6.
    assert.ok(Math.abs(moved / KEYS - 2 / 3) < 0.02, String(moved / KEYS));
    assert.equal(movedWhenKnown, 0);
  });
});

function ask(partitioner: Partitioner, keyBytes: Uint8Array | null, partitionCount: number, topic = "t"): number {
  return partitioner({ topic, key: undefined, keyBytes, value: undefined, partitionCount, availablePartitions: [] });
}

describe("topics that grew", () => {
  const old = utf8Bytes("old");
  const middle = utf8Bytes("middle");
  const partitioner = grownTopicsPartitioner(
    new Map([
      [
        "t",
        [
          { partitionsBefore: 2, keys: new Set(["old"]) },
          { partitionsBefore: 6, keys: new Set(["old", "middle"]) },
        ],
      ],
    ]),
  );

  it("keep each key with the oldest count it is known from", () => {
    assert.equal(ask(partitioner, old, 9), partitionForKey(old, 2));
    assert.equal(ask(partitioner, middle, 9), partitionForKey(middle, 6));
    assert.notEqual(partitionForKey(old, 2), partitionForKey(old, 9), "a key that would move");
  });

  it("put new keys on all partitions", () => {
    const used = new Set<number>();
    for (let i = 0; i < 1_000; i++) {
      const key = utf8Bytes(`new-${i}`);
      assert.equal(ask(partitioner, key, 9), partitionForKey(key, 9));
      used.add(ask(partitioner, key, 9));
    }
    assert.equal(used.size, 9);
  });

  it("leave other topics and records without a key to the default", () => {
    assert.equal(ask(partitioner, old, 9, "other"), -1);
    assert.equal(ask(partitioner, null, 9), -1);
  });

  it("have no old keys when they were made anew with fewer partitions", () => {
    assert.equal(ask(partitioner, middle, 3), partitionForKey(middle, 3));
  });

  it("must grow", () => {
    for (const counts of [[0], [6, 6], [6, 3], [1.5]]) {
      const growths = counts.map((partitionsBefore) => ({ partitionsBefore, keys: new Set<string>() }));
      assert.throws(() => grownTopicsPartitioner(new Map([["t", growths]])), { code: "INVALID_ARGUMENT" });
    }
  });
});
