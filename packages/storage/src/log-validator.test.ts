import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { LogConfig } from "@ottla/config";
import { ErrorCode } from "@ottla/protocol";
import {
  ATTRIBUTES_OFFSET,
  CompressionType,
  decodeBatch,
  LAST_OFFSET_DELTA_OFFSET,
  MAGIC_OFFSET,
  maxTimestampAt,
  RecordFailure,
  RECORD_COUNT_OFFSET,
  RecordBatchBuilder,
  setBaseOffset,
  TimestampType,
  timestampTypeAt,
  updateCrc,
  verifyCrc,
} from "@ottla/records";
import type { AppendOptions } from "./log-types.ts";
import { type ValidatedAppend, validateAppend } from "./log-validator.ts";
import { batch, logConfig, type TestBatch } from "./testing/fixtures.ts";

const NOW = 1_735_689_600_000;
const CODECS = [CompressionType.GZIP, CompressionType.SNAPPY, CompressionType.LZ4, CompressionType.ZSTD] as const;

async function validate(
  records: Uint8Array,
  { config = {}, options = {} }: { config?: Partial<LogConfig>; options?: Partial<AppendOptions> } = {},
): Promise<ValidatedAppend> {
  const context = { config: logConfig(config), partitionName: "t-0", nowMs: NOW };
  return await validateAppend(records, { leaderEpoch: 3, ...options }, context);
}

function patched(bytes: Uint8Array, patch: (view: DataView) => void): Uint8Array {
  patch(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  updateCrc(bytes, 0);
  return bytes;
}

function decoded(bytes: Uint8Array): Exclude<ReturnType<typeof decodeBatch>, RecordFailure> {
  const found = decodeBatch(bytes);
  assert.ok(!(found instanceof RecordFailure), String(found));
  return found;
}

describe("phase 1 of an append", () => {
  test("a good batch is accepted as it is, byte for byte", async () => {
    const bytes = batch({ count: 3 });
    const before = bytes.slice();
    const append = await validate(bytes);
    assert.equal(append.errorCode, 0);
    assert.equal(append.records, bytes);
    assert.deepEqual(bytes, before);
    assert.deepEqual([append.recordCount, append.maxTimestamp, append.logAppendTimeMs], [3, NOW, -1]);
  });

  test("a base offset other than 0 from a client is refused (A5)", async () => {
    const bytes = batch();
    setBaseOffset(bytes, 0, 7);
    assert.equal((await validate(bytes)).errorCode, ErrorCode.INVALID_RECORD);
  });

  test("a batch over max.message.bytes is refused; a follower takes it (A5)", async () => {
    const bytes = batch({ count: 10 });
    const config = { maxMessageBytes: bytes.length - 1 };
    assert.equal((await validate(bytes, { config })).errorCode, ErrorCode.MESSAGE_TOO_LARGE);
    assert.equal((await validate(bytes, { config: { maxMessageBytes: bytes.length } })).errorCode, 0);
    assert.equal((await validate(bytes, { config, options: { origin: "replication" } })).errorCode, 0);
  });

  test("a wrong checksum is CORRUPT_MESSAGE (A5)", async () => {
    const bytes = batch();
    bytes[bytes.length - 1]! ^= 1;
    assert.equal((await validate(bytes)).errorCode, ErrorCode.CORRUPT_MESSAGE);
  });

  test("counts that lie are refused (A6)", async () => {
    const lies: ((view: DataView) => void)[] = [
      (view) => view.setInt32(LAST_OFFSET_DELTA_OFFSET, 5),
      (view) => view.setInt32(LAST_OFFSET_DELTA_OFFSET, -1),
      (view) => view.setInt32(RECORD_COUNT_OFFSET, 0),
      (view) => view.setInt32(RECORD_COUNT_OFFSET, -3),
      (view) => (view.setInt32(RECORD_COUNT_OFFSET, 4), view.setInt32(LAST_OFFSET_DELTA_OFFSET, 3)),
      (view) => (view.setInt32(RECORD_COUNT_OFFSET, 2), view.setInt32(LAST_OFFSET_DELTA_OFFSET, 1)),
    ];
    for (const lie of lies) {
      for (const compression of [CompressionType.NONE, CompressionType.GZIP]) {
        const append = await validate(patched(batch({ count: 3, compression }), lie));
        assert.equal(append.errorCode, ErrorCode.INVALID_RECORD, append.errorMessage ?? "");
      }
    }
  });

  test("a control batch of a client is refused, a coordinator's is taken (A6)", async () => {
    const control = (): Uint8Array => patched(batch(), (view) => view.setInt16(ATTRIBUTES_OFFSET, 0x20));
    assert.equal((await validate(control())).errorCode, ErrorCode.INVALID_RECORD);
    assert.equal((await validate(control(), { options: { origin: "coordinator" } })).errorCode, 0);
  });

  test("a producer id needs a sequence (A6)", async () => {
    assert.equal((await validate(batch({ producerId: 1n, baseSequence: -1 }))).errorCode, ErrorCode.INVALID_RECORD);
    assert.equal((await validate(batch({ producerId: 1n, baseSequence: 0 }))).errorCode, 0);
  });

  test("two batches of a client are refused, compressed or not (A1)", async () => {
    for (const compression of [CompressionType.NONE, CompressionType.LZ4]) {
      const one = batch({ compression });
      const two = new Uint8Array(one.length * 2);
      two.set(one);
      two.set(one, one.length);
      assert.equal((await validate(two)).errorCode, ErrorCode.INVALID_RECORD);
    }
  });

  test("a torn end is cut off, bytes that are no batch are CORRUPT_MESSAGE, an old magic is INVALID_RECORD", async () => {
    const bytes = batch();
    const torn = new Uint8Array(bytes.length + 10);
    torn.set(bytes);
    torn.fill(1, bytes.length);
    const append = await validate(torn);
    assert.deepEqual([append.errorCode, append.records.length], [0, bytes.length]);
    assert.equal((await validate(new Uint8Array(200))).errorCode, ErrorCode.CORRUPT_MESSAGE);
    const old = batch();
    old[MAGIC_OFFSET] = 1;
    assert.equal((await validate(old)).errorCode, ErrorCode.INVALID_RECORD);
  });
});

describe("timestamps", () => {
  const config = { messageTimestampBeforeMaxMs: 1000, messageTimestampAfterMaxMs: 500 };
  const at = (...timestamps: number[]): TestBatch => ({
    records: timestamps.map((timestamp) => ({ value: "v", timestamp })),
  });

  test("the limits are inclusive, -1 is exempt (A7)", async () => {
    assert.equal((await validate(batch(at(NOW - 1000, NOW + 500)), { config })).errorCode, 0);
    assert.equal((await validate(batch(at(-1)), { config })).errorCode, 0);
  });

  test("each record outside is listed, and the batch is INVALID_TIMESTAMP (A7)", async () => {
    for (const compression of [CompressionType.NONE, CompressionType.ZSTD]) {
      const append = await validate(batch({ ...at(NOW - 1001, NOW, NOW + 501), compression }), { config });
      assert.equal(append.errorCode, ErrorCode.INVALID_TIMESTAMP);
      assert.equal(append.errorMessage, "One or more records have been rejected due to invalid timestamp");
      assert.deepEqual(append.recordErrors, [
        {
          batchIndex: 0,
          message: `Timestamp ${NOW - 1001} of message with offset 0 is out of range. The timestamp should be within [${NOW - 1000}, ${NOW + 500}]`,
        },
        {
          batchIndex: 2,
          message: `Timestamp ${NOW + 501} of message with offset 2 is out of range. The timestamp should be within [${NOW - 1000}, ${NOW + 500}]`,
        },
      ]);
    }
  });

  test("an unlimited range is told in Java's longs", async () => {
    const append = await validate(batch(at(NOW + 3_600_001)));
    assert.match(append.recordErrors[0]!.message, /within \[-9223370301165175807, 1735693200000\]$/);
  });

  test("LogAppendTime sets bit, greatest timestamp and checksum, and leaves the records (A9)", async () => {
    for (const compression of [CompressionType.NONE, CompressionType.GZIP]) {
      const bytes = batch({ ...at(5, 6), compression });
      const append = await validate(bytes, { config: { messageTimestampType: "LogAppendTime" } });
      assert.deepEqual([append.errorCode, append.logAppendTimeMs, append.maxTimestamp], [0, NOW, NOW]);
      assert.equal(append.records, bytes);
      assert.equal(timestampTypeAt(bytes, 0), TimestampType.LOG_APPEND_TIME);
      assert.equal(maxTimestampAt(bytes, 0), NOW);
      assert.ok(verifyCrc(bytes, 0));
    }
  });

  test("a client's LogAppendTime bit is refused on such a topic and without timestamps, and reset otherwise (A8)", async () => {
    const marked = (timestamp: number): Uint8Array =>
      patched(batch(at(timestamp)), (view) => view.setInt16(ATTRIBUTES_OFFSET, 8));
    assert.equal(
      (await validate(marked(NOW), { config: { messageTimestampType: "LogAppendTime" } })).errorCode,
      ErrorCode.INVALID_TIMESTAMP,
    );
    assert.equal((await validate(marked(-1))).errorCode, ErrorCode.INVALID_TIMESTAMP);
    const bytes = marked(NOW);
    assert.equal((await validate(bytes)).errorCode, 0);
    assert.equal(timestampTypeAt(bytes, 0), TimestampType.CREATE_TIME);
    assert.ok(verifyCrc(bytes, 0));
  });

  test("a greatest timestamp that lies is put right (A11)", async () => {
    const bytes = patched(batch(at(NOW - 5, NOW - 9)), (view) => view.setBigInt64(35, 12n));
    const append = await validate(bytes);
    assert.deepEqual([append.errorCode, append.maxTimestamp, maxTimestampAt(bytes, 0)], [0, NOW - 5, NOW - 5]);
    assert.ok(verifyCrc(bytes, 0));
  });
});

describe("keys and codecs", () => {
  test("a compacted topic lists each record without a key (A10)", async () => {
    const records = [{ key: "a", value: "1" }, { key: null, value: "2" }, { key: "", value: "3" }, { key: null }];
    for (const compression of [CompressionType.NONE, CompressionType.SNAPPY]) {
      const append = await validate(batch({ records, compression }), { config: { compact: true } });
      assert.equal(append.errorCode, ErrorCode.INVALID_RECORD);
      assert.deepEqual(
        append.recordErrors.map((error) => [error.batchIndex, error.message]),
        [1, 3].map((index) => [index, "Compacted topic cannot accept message without key in topic partition t-0"]),
      );
      assert.match(append.errorMessage ?? "", /due to 2 record errors in total, and only showing the first three/);
    }
  });

  test("a mix of key and timestamp errors is INVALID_TIMESTAMP (A7)", async () => {
    const records = [
      { key: null, value: "2" },
      { key: "k", timestamp: NOW + 10_000_000 },
    ];
    const append = await validate(batch({ records }), { config: { compact: true } });
    assert.deepEqual([append.errorCode, append.recordErrors.length], [ErrorCode.INVALID_TIMESTAMP, 2]);
  });

  test("the topic's own codec keeps the bytes, another one makes a new batch with the same records (A12)", async () => {
    for (const compression of CODECS) {
      const bytes = batch({ count: 20, compression });
      const names = ["none", "gzip", "snappy", "lz4", "zstd"] as const;
      const kept = await validate(bytes, { config: { compressionType: names[compression] as "gzip" } });
      assert.equal(kept.records, bytes);
      const model = decoded(bytes).records.map(({ key, value, timestamp, offset }) => ({
        key,
        value,
        timestamp,
        offset,
      }));
      for (const target of ["uncompressed", "gzip", "snappy", "lz4", "zstd"] as const) {
        const rebuilt = await validate(batch({ count: 20, compression }), { config: { compressionType: target } });
        assert.equal(rebuilt.errorCode, 0);
        assert.ok(verifyCrc(rebuilt.records, 0));
        const { header, records } = decoded(rebuilt.records);
        assert.equal(names[header.compression as 0], target === "uncompressed" ? "none" : target);
        assert.deepEqual(
          records.map(({ key, value, timestamp, offset }) => ({ key, value, timestamp, offset })),
          model,
        );
      }
    }
  });

  test("an uncompressed batch is compressed where the topic says so, producer and flags kept", async () => {
    const bytes = batch({ count: 5, producerId: 9n, producerEpoch: 2, baseSequence: 4, isTransactional: true });
    const append = await validate(bytes, { config: { compressionType: "zstd" } });
    const { header } = decoded(append.records);
    assert.deepEqual(
      [
        header.compression,
        header.producerId,
        header.producerEpoch,
        header.baseSequence,
        header.isTransactional,
        header.recordCount,
      ],
      [CompressionType.ZSTD, 9n, 2, 4, true, 5],
    );
  });

  test("offset deltas with a gap in a compressed batch are renumbered (A12)", async () => {
    const builder = new RecordBatchBuilder();
    for (let i = 0; i < 300; i++) builder.append(NOW + i, null, new TextEncoder().encode(`v${i}`));
    const plain = builder.build();
    // Every delta one too high: the varint grows where it passes 63.
    const { header, records } = decoded(plain);
    const shifted = new RecordBatchBuilder({ compression: CompressionType.GZIP });
    for (const record of records)
      shifted.appendWithOffset(record.offset + 1, record.timestamp, record.key, record.value);
    const bytes = shifted.build();
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    view.setInt32(LAST_OFFSET_DELTA_OFFSET, header.recordCount - 1);
    updateCrc(bytes, 0);
    const append = await validate(bytes);
    assert.equal(append.errorCode, 0, append.errorMessage ?? "");
    assert.notEqual(append.records, bytes);
    const rebuilt = decoded(append.records);
    assert.deepEqual(
      rebuilt.records.map(({ offset }) => offset),
      records.map(({ offset }) => offset),
    );
    assert.deepEqual(
      rebuilt.records.map(({ value, timestamp }) => [value, timestamp]),
      records.map(({ value, timestamp }) => [value, timestamp]),
    );
  });

  test("damaged and bomb-like compressed data is refused", async () => {
    const damaged = batch({ count: 50, compression: CompressionType.GZIP });
    damaged.fill(0x55, 80);
    updateCrc(damaged, 0);
    assert.equal((await validate(damaged)).errorCode, ErrorCode.CORRUPT_MESSAGE);
    const bomb = new RecordBatchBuilder({ compression: CompressionType.ZSTD });
    bomb.append(NOW, null, new Uint8Array(80 * 1024 * 1024));
    assert.equal(
      (await validate(bomb.build(), { config: { maxMessageBytes: 1_000_000 } })).errorCode,
      ErrorCode.MESSAGE_TOO_LARGE,
    );
    const unknown = patched(batch(), (view) => view.setInt16(ATTRIBUTES_OFFSET, 6));
    assert.equal((await validate(unknown)).errorCode, ErrorCode.UNSUPPORTED_COMPRESSION_TYPE);
  });

  test("a batch that grows over max.message.bytes by another codec is refused (A5)", async () => {
    const bytes = batch({ records: [{ value: "x".repeat(5000) }], compression: CompressionType.GZIP });
    const config = { compressionType: "uncompressed", maxMessageBytes: 1000 } as const;
    assert.equal((await validate(bytes, { config })).errorCode, ErrorCode.MESSAGE_TOO_LARGE);
  });
});

describe("appends with offsets of their own", () => {
  test("a follower skips batches of a higher epoch (A16)", async () => {
    const first = batch({ baseOffset: 10, leaderEpoch: 3 });
    const second = batch({ baseOffset: 11, leaderEpoch: 4 });
    const both = new Uint8Array(first.length + second.length);
    both.set(first);
    both.set(second, first.length);
    const append = await validate(both, { options: { origin: "replication" } });
    assert.deepEqual([append.errorCode, append.records.length], [0, first.length]);
  });

  test("a raft leader must have set its epoch", async () => {
    const options = { origin: "raft-leader" } as const;
    assert.equal((await validate(batch({ leaderEpoch: 2 }), { options })).errorCode, ErrorCode.INVALID_RECORD);
    assert.equal((await validate(batch({ leaderEpoch: 3 }), { options })).errorCode, 0);
  });
});
