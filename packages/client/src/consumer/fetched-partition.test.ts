import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Prng, concatBytes } from "@ottla/base";
import { CompressionType, RecordBatchBuilder, endTransactionMarkerBatch, ControlRecordType } from "@ottla/records";
import { KafkaError } from "../errors.ts";
import { ConsumerRecords } from "./consumer-record.ts";
import type { ConsumerRecord, FetchedRecord } from "./consumer-record.ts";
import { FetchedPartition, endOffset } from "./fetched-partition.ts";
import type { AbortedRange } from "./fetched-partition.ts";

/** A batch with one record for each value. */
function batch(
  baseOffset: number,
  values: readonly string[],
  more: { producerId?: bigint; compression?: CompressionType; partitionLeaderEpoch?: number; lastOffset?: number } = {},
): Uint8Array {
  const { producerId, compression = CompressionType.NONE, partitionLeaderEpoch = 3 } = more;
  const producer =
    producerId === undefined ? undefined : { producerId, producerEpoch: 0, baseSequence: 0, isTransactional: true };
  const builder = new RecordBatchBuilder({ baseOffset, compression, partitionLeaderEpoch, producer });
  for (const value of values) builder.append(1_000, null, Buffer.from(value), [{ key: "h", value: Buffer.from("x") }]);
  if (more.lastOffset !== undefined) builder.overrideLastOffset(more.lastOffset);
  return builder.build();
}

function marker(baseOffset: number, producerId: bigint, type: "ABORT" | "COMMIT"): Uint8Array {
  const end = { type: ControlRecordType[type], coordinatorEpoch: 0 };
  return endTransactionMarkerBatch(
    end,
    { producerId, producerEpoch: 0 },
    { baseOffset, timestamp: 1_000, partitionLeaderEpoch: 3 },
  );
}

function fetched(
  bytes: Uint8Array,
  more: {
    fetchOffset?: number;
    aborted?: readonly AbortedRange[] | undefined;
    checkCrcs?: boolean;
    release?: () => void;
  } = {},
): FetchedPartition {
  return new FetchedPartition({
    topic: "t",
    partition: 0,
    bytes,
    fetchOffset: more.fetchOffset ?? 0,
    aborted: more.aborted,
    checkCrcs: more.checkCrcs ?? true,
    keyDeserializer: null,
    valueDeserializer: (data) => (data === null ? null : Buffer.from(data).toString()),
    ...(more.release === undefined ? {} : { release: more.release }),
  });
}

async function takeAll(partition: FetchedPartition, max = 1_000): Promise<FetchedRecord[]> {
  const records: FetchedRecord[] = [];
  for (let opening = partition.take(max, records); opening !== undefined; opening = partition.take(max, records))
    await opening;
  return records;
}

async function values(partition: FetchedPartition): Promise<unknown[]> {
  return (await takeAll(partition)).map((one) => one.value);
}

describe("fetched bytes of a partition", () => {
  it("give records with offsets, times, headers and epochs, passing over those before the position", async () => {
    const bytes = concatBytes([batch(10, ["a", "b", "c"]), batch(13, ["d"])]);
    const partition = fetched(bytes, { fetchOffset: 11 });
    const records = await takeAll(partition);
    assert.deepEqual(
      records.map((one) => [one.offset, one.value]),
      [
        [11, "b"],
        [12, "c"],
        [13, "d"],
      ],
    );
    const [first] = records;
    assert.deepEqual(
      first?.headers.map((one) => [one.key, Buffer.from(one.value ?? []).toString()]),
      [["h", "x"]],
    );
    assert.deepEqual(
      [first?.leaderEpoch, first?.timestamp, first?.timestampType, first?.key],
      [3, 1_000, "CreateTime", null],
    );
    assert.equal(partition.nextOffset, 14);
    assert.ok(partition.isAtEnd);
    assert.equal(endOffset(bytes, 11), 14);
  });

  it("give no more than asked for, and go on from there", async () => {
    const partition = fetched(batch(0, ["a", "b", "c"]));
    assert.equal((await takeAll(partition, 2)).length, 2);
    assert.equal(partition.nextOffset, 2);
    assert.ok(partition.remainingBytes > 0);
    assert.deepEqual(await values(partition), ["c"]);
    assert.equal(partition.remainingBytes, 0);
  });

  it("are read with every codec, large ones on another thread", async () => {
    const noise = Buffer.from(Array.from({ length: 200_000 }, (_unused, i) => (i * 7919 + (i >> 3)) % 251)).toString(
      "latin1",
    );
    for (const compression of [1, 2, 3, 4] as CompressionType[]) {
      assert.deepEqual(await values(fetched(batch(0, ["a", noise], { compression }))), ["a", noise]);
    }
  });

  it("leave out what the broker cut off at the end", async () => {
    const bytes = concatBytes([batch(0, ["a"]), batch(1, ["b"])]);
    const partition = fetched(bytes.subarray(0, bytes.length - 5));
    assert.deepEqual(await values(partition), ["a"]);
    assert.equal(partition.nextOffset, 1);
    assert.equal(endOffset(bytes.subarray(0, bytes.length - 5), 0), 1);
  });

  it("go past offsets that compaction emptied", async () => {
    const partition = fetched(concatBytes([batch(0, ["a"], { lastOffset: 9 }), batch(10, ["b"])]));
    assert.deepEqual(
      (await takeAll(partition)).map((one) => one.offset),
      [0, 10],
    );
    assert.equal(partition.nextOffset, 11);
  });

  it("are refused when a byte has flipped, with the position in front of the damage", async () => {
    const damaged = Uint8Array.from(batch(1, ["b"]));
    // A bit of the value "b": the record stays readable, so that only the checksum tells.
    const at = damaged.lastIndexOf(0x62);
    damaged[at] = 0x63;
    const partition = fetched(concatBytes([batch(0, ["a"]), damaged]));
    const records: FetchedRecord[] = [];
    assert.throws(
      () => partition.take(10, records),
      (error: KafkaError) => error.code === "CORRUPT_RECORD",
    );
    assert.deepEqual(
      records.map((one) => one.value),
      ["a"],
    );
    assert.equal(partition.nextOffset, 1);
    const unchecked = fetched(damaged, { fetchOffset: 1, checkCrcs: false });
    assert.deepEqual(await values(unchecked), ["c"]);
  });

  it("with read_committed leave out aborted transactions and all markers", async () => {
    const bytes = concatBytes([
      batch(0, ["a1"], { producerId: 1n }),
      batch(1, ["b1"], { producerId: 2n }),
      marker(2, 1n, "ABORT"),
      batch(3, ["a2"], { producerId: 1n }),
      marker(4, 2n, "COMMIT"),
      marker(5, 1n, "COMMIT"),
      batch(6, ["plain"]),
    ]);
    const partition = fetched(bytes, { aborted: [{ producerId: 1n, firstOffset: 0 }] });
    assert.deepEqual(await values(partition), ["b1", "a2", "plain"]);
    assert.equal(partition.nextOffset, 7);
    assert.deepEqual(
      await values(fetched(bytes)),
      ["a1", "b1", "a2", "plain"],
      "read_uncommitted sees all but markers",
    );
  });

  it("two aborts of one producer in one fetch are both left out", async () => {
    const bytes = concatBytes([
      batch(0, ["x1"], { producerId: 1n }),
      marker(1, 1n, "ABORT"),
      batch(2, ["x2"], { producerId: 1n }),
      marker(3, 1n, "ABORT"),
      batch(4, ["ok"], { producerId: 1n }),
      marker(5, 1n, "COMMIT"),
    ]);
    const aborted = [
      { producerId: 1n, firstOffset: 2 },
      { producerId: 1n, firstOffset: 0 },
    ];
    assert.deepEqual(await values(fetched(bytes, { aborted })), ["ok"]);
  });

  it("an aborted transaction that is longer than the fetch is left out in each part", async () => {
    const aborted = [{ producerId: 1n, firstOffset: 0 }];
    const first = fetched(batch(0, ["x1", "x2"], { producerId: 1n }), { aborted });
    assert.deepEqual(await values(first), []);
    assert.equal(first.nextOffset, 2, "the position moves although nothing is delivered");
    const bytes = concatBytes([batch(2, ["x3"], { producerId: 1n }), marker(3, 1n, "ABORT"), batch(4, ["ok"])]);
    assert.deepEqual(await values(fetched(bytes, { fetchOffset: 2, aborted })), ["ok"]);
  });
});

describe("the memory of fetched bytes", () => {
  const { GZIP, LZ4, NONE } = CompressionType;

  /** How often it is given back: before the end, and at it. */
  async function released(batches: readonly Uint8Array[], fetchOffset = 0): Promise<[before: number, after: number]> {
    let count = 0;
    const partition = fetched(concatBytes(batches), { fetchOffset, release: () => count++ });
    await takeAll(partition, 2);
    const before = count;
    for (let taken = 1; taken > 0;) taken = (await takeAll(partition, 2)).length;
    await takeAll(partition);
    assert.ok(partition.isAtEnd);
    assert.equal(partition.sizeInBytes, concatBytes(batches).length);
    return [before, count];
  }

  it("is given back once, at the end, when all batches were decompressed", async () => {
    assert.deepEqual(
      await released([batch(0, ["a", "b"], { compression: LZ4 }), batch(2, ["c"], { compression: GZIP })]),
      [0, 1],
    );
  });

  it("is kept when any record that was delivered lies in it", async () => {
    const compressed = (offset: number): Uint8Array => batch(offset, ["a", "b"], { compression: LZ4 });
    const plain = (offset: number): Uint8Array => batch(offset, ["c"], { compression: NONE });
    assert.deepEqual(await released([compressed(0), plain(2)]), [0, 0]);
    assert.deepEqual(await released([plain(0), compressed(1), compressed(3)]), [0, 0]);
    // One that lies before the position is passed over.
    assert.deepEqual(await released([plain(0), compressed(1), compressed(3)], 1), [0, 1]);
  });

  it("is kept while another thread may read it", async () => {
    let count = 0;
    const random = Buffer.alloc(100_000);
    new Prng(1).fill(random);
    const bytes = concatBytes([
      batch(0, [random.toString("base64")], { compression: GZIP, producerId: 7n }),
      marker(1, 7n, "ABORT"),
      batch(2, ["a"], { compression: GZIP }),
    ]);
    const partition = fetched(bytes, { aborted: [{ producerId: 7n, firstOffset: 0 }], release: () => count++ });
    // Made ready, and then left out.
    partition.prepare();
    assert.deepEqual(await values(partition), ["a"]);
    assert.ok(partition.isAtEnd);
    assert.equal(count, 0);
  });
});

describe("records of a poll", () => {
  it("are grouped by partition and iterate in order", () => {
    const records = new ConsumerRecords<string, string>();
    const one = (topic: string, offset: number): ConsumerRecord<string, string> =>
      ({ topic, partition: 0, offset }) as ConsumerRecord<string, string>;
    records.add({ topic: "a", partition: 0 }, [one("a", 1)]);
    records.add({ topic: "b", partition: 0 }, [one("b", 5)]);
    records.add({ topic: "a", partition: 0 }, [one("a", 2)]);
    assert.equal(records.count, 3);
    assert.deepEqual(records.partitions, [
      { topic: "a", partition: 0 },
      { topic: "b", partition: 0 },
    ]);
    assert.deepEqual(
      [...records].map((r) => `${r.topic}${r.offset}`),
      ["a1", "a2", "b5"],
    );
    assert.deepEqual(records.records({ topic: "c", partition: 0 }), []);
  });
});
