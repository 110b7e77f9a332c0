import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { Prng, fromHex } from "@ottla/base";
import { BuiltInPartitioner, RoundRobin, partitionForKey } from "./built-in-partitioner.ts";
import type { PartitionLoads } from "./built-in-partitioner.ts";

function loads(
  available: readonly number[],
  lengths: readonly number[] = [],
  stalled: readonly number[] = [],
): PartitionLoads {
  return {
    partitionCount: 4,
    available,
    queueLength: (partition) => lengths[partition] ?? 0,
    isStalled: (partition) => stalled.includes(partition),
  };
}

function partitioner(isAdaptive = true): BuiltInPartitioner {
  return new BuiltInPartitioner({ random: new Prng(3), batchSize: 100, isAdaptive });
}

/** How often each of four partitions is chosen in many switches. */
function shares(sticky: BuiltInPartitioner, now: PartitionLoads): number[] {
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 4_000; i++) {
    const chosen = sticky.current(4, () => now);
    counts[chosen] = (counts[chosen] ?? 0) + 1;
    sticky.onProduced(200, true, () => now);
  }
  return counts;
}

describe("the default partitioner", () => {
  it("puts keys where Java puts them", () => {
    const url = new URL("../../../../test/fixtures/kafka-facts/murmur2.tsv", import.meta.url);
    const rows = readFileSync(url, "utf8")
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split("\t"));
    assert.ok(rows.length > 10);
    for (const [key = "", , partition = ""] of rows)
      assert.equal(partitionForKey(fromHex(key), 12), Number(partition), key);
  });

  it("stays with a partition for a batch's worth of bytes, and longer only for a batch that is not full", () => {
    const sticky = partitioner();
    const first = sticky.current(4, () => loads([0, 1, 2, 3]));
    let switches = 0;
    const now = (): PartitionLoads => {
      switches++;
      return loads([0, 1, 2, 3]);
    };
    sticky.onProduced(99, true, now);
    assert.equal(switches, 0);
    assert.equal(sticky.current(4, now), first);
    sticky.onProduced(1, false, now);
    assert.equal(switches, 0, "the batch is not full");
    sticky.onProduced(100, false, now);
    assert.equal(switches, 1, "twice the size is enough");
  });

  it("prefers short queues, and leaves out partitions without a leader or with a stalled broker", () => {
    const even = shares(partitioner(), loads([0, 1, 2, 3]));
    assert.ok(
      even.every((count) => Math.abs(count - 1_000) < 150),
      String(even),
    );
    const skewed = shares(partitioner(), loads([0, 1, 2, 3], [0, 0, 0, 3]));
    assert.ok((skewed[3] ?? 0) > 200 && (skewed[3] ?? 0) < 420, String(skewed));
    const plain = shares(partitioner(false), loads([0, 1, 2, 3], [0, 0, 0, 3]));
    assert.ok((plain[3] ?? 0) > 850, String(plain));
    assert.equal(shares(partitioner(), loads([0, 2], []))[1], 0);
    assert.equal(shares(partitioner(), loads([0, 1, 2, 3], [], [3]))[3], 0);
    assert.ok(
      shares(partitioner(), loads([])).every((count) => count > 0),
      "without any leader all are as good",
    );
  });

  it("round robin goes around the partitions with a leader, topic by topic", () => {
    const roundRobin = new RoundRobin();
    assert.deepEqual(
      [0, 1, 2, 3].map(() => roundRobin.next("a", 4, [0, 2, 3])),
      [0, 2, 3, 0],
    );
    assert.equal(roundRobin.next("b", 4, [1, 2]), 1);
    assert.deepEqual(
      [0, 1].map(() => roundRobin.next("c", 2, [])),
      [0, 1],
    );
  });
});
