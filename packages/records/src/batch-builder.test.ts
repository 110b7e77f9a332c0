import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { AssertionError } from "@ottla/base";
import { RecordBatchBuilder, emptyBatch } from "./batch-builder.ts";
import { readBatchHeader, verifyCrc } from "./batch-header.ts";
import { CompressionType, RECORDS_OFFSET, TimestampType, incrementSequence } from "./batch-layout.ts";
import { BatchIterator } from "./batch-iterator.ts";
import { RecordFailure } from "./record-failure.ts";
import { RecordWalker } from "./record-walker.ts";
import { decodeBatch, readRecordsBody, readRecordsBodyAsync, type DecodedBatch } from "./records-body.ts";
import { buildSample, sampleBatch, type SampleBatch } from "./testing/arbitraries.ts";

function decoded(bytes: Uint8Array): DecodedBatch {
  const batch = decodeBatch(bytes);
  if (batch instanceof RecordFailure) assert.fail(batch.toString());
  return batch;
}

function plainBytes(bytes: Uint8Array | null): number[] | null {
  return bytes === null ? null : [...bytes];
}

function check({ options, records }: SampleBatch, bytes: Uint8Array): void {
  assert.equal(verifyCrc(bytes, 0), true);
  const { header, records: read } = decoded(bytes);
  const producer = options.producer ?? {
    producerId: -1n,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
  };
  assert.equal(header.sizeInBytes, bytes.length);
  assert.equal(header.baseOffset, options.baseOffset);
  assert.equal(header.lastOffset, records.at(-1)!.offset);
  assert.equal(header.partitionLeaderEpoch, options.partitionLeaderEpoch);
  assert.equal(header.compression, options.compression);
  assert.equal(header.isControl, options.isControl);
  assert.equal(header.isTransactional, producer.isTransactional);
  assert.equal(header.producerId, producer.producerId);
  assert.equal(header.producerEpoch, producer.producerEpoch);
  assert.equal(header.baseSequence, producer.baseSequence);
  assert.equal(header.deleteHorizonMs, options.deleteHorizonMs);
  assert.equal(header.recordCount, records.length);
  const appendTime = options.logAppendTimeMs;
  assert.equal(
    header.timestampType,
    appendTime === undefined ? TimestampType.CREATE_TIME : TimestampType.LOG_APPEND_TIME,
  );
  assert.equal(header.maxTimestamp, appendTime ?? Math.max(...records.map((record) => record.timestamp)));
  assert.equal(read.length, records.length);
  for (const [index, record] of records.entries()) {
    const found = read[index]!;
    assert.equal(found.offset, record.offset);
    assert.equal(found.timestamp, appendTime ?? record.timestamp);
    assert.equal(found.hasKey, record.key !== null);
    assert.equal(found.hasValue, record.value !== null);
    assert.deepEqual(plainBytes(found.key), plainBytes(record.key));
    assert.deepEqual(plainBytes(found.value), plainBytes(record.value));
    assert.deepEqual(
      found.headers.map((header) => [header.key, plainBytes(header.value)]),
      record.headers.map((header) => [header.key, plainBytes(header.value)]),
    );
    const delta = record.offset - options.baseOffset!;
    assert.equal(found.sequence, producer.baseSequence < 0 ? -1 : incrementSequence(producer.baseSequence, delta));
  }
}

test("whatever is appended is read back, with every codec and every header", () => {
  fc.assert(
    fc.property(sampleBatch, (sample) => {
      const builder = buildSample(sample);
      const batch = builder.build();
      check(sample, batch);
      assert.equal(builder.build(), batch);
      if (sample.options.compression === CompressionType.NONE) assert.equal(batch.length, builder.sizeInBytes);
    }),
  );
});

test("an asynchronous build yields the same bytes, and reading may be asynchronous too", async () => {
  await fc.assert(
    fc.asyncProperty(sampleBatch, async (sample) => {
      const batch = await buildSample(sample).buildAsync();
      assert.deepEqual(batch, buildSample(sample).build());
      const sync = readRecordsBody(batch);
      const body = await readRecordsBodyAsync(batch);
      assert.ok(!(sync instanceof RecordFailure) && !(body instanceof RecordFailure));
      assert.deepEqual(body.bytes.subarray(body.start, body.end), sync.bytes.subarray(sync.start, sync.end));
    }),
    { numRuns: 40 },
  );
});

test("sizeOf foretells exactly what an append adds", () => {
  fc.assert(
    fc.property(sampleBatch, ({ options, records }) => {
      const builder = new RecordBatchBuilder(options);
      for (const { timestamp, key, value, headers } of records) {
        const expected = builder.sizeInBytes + builder.sizeOf(timestamp, key, value, headers);
        builder.append(timestamp, key, value, headers);
        assert.equal(builder.sizeInBytes, expected);
      }
    }),
  );
});

test("records copied by a walker keep key, value and headers under new offsets and timestamps", () => {
  fc.assert(
    fc.property(sampleBatch, fc.nat(1000), (sample, shift) => {
      const source = buildSample(sample).build();
      const body = readRecordsBody(source);
      assert.ok(!(body instanceof RecordFailure));
      const walker = new RecordWalker().start(body.bytes, body.start, body.end, body.count);
      const baseOffset = shift * 7;
      const copy = new RecordBatchBuilder({ baseOffset });
      while (walker.next()) copy.appendCopy(baseOffset + copy.recordCount, shift, body.bytes, walker);
      const expected = decoded(source).records;
      const found = decoded(copy.build()).records;
      assert.equal(found.length, expected.length);
      for (const [index, record] of found.entries()) {
        assert.equal(record.offset, baseOffset + index);
        assert.equal(record.timestamp, shift);
        assert.deepEqual(plainBytes(record.key), plainBytes(expected[index]!.key));
        assert.deepEqual(plainBytes(record.value), plainBytes(expected[index]!.value));
        assert.deepEqual(record.headers, expected[index]!.headers);
      }
    }),
  );
});

test("a built batch takes another producer state and keeps its records", () => {
  for (const compression of Object.values(CompressionType)) {
    const builder = new RecordBatchBuilder({ compression });
    builder.append(5, null, new Uint8Array(500));
    builder.build();
    builder.setProducer({ producerId: 2n ** 60n, producerEpoch: 3, baseSequence: 9, isTransactional: true });
    const batch = builder.build();
    const { header, records } = decoded(batch);
    assert.equal(verifyCrc(batch, 0), true);
    assert.equal(header.producerId, 2n ** 60n);
    assert.equal(header.isTransactional, true);
    assert.equal(records[0]!.sequence, 9);
    assert.equal(records[0]!.valueLength, 500);
  }
});

test("the builder knows the greatest timestamp and where it is", () => {
  const builder = new RecordBatchBuilder({ baseOffset: 10 });
  assert.equal(builder.isEmpty, true);
  assert.equal(builder.lastOffset, 9);
  assert.deepEqual([builder.maxTimestamp, builder.offsetOfMaxTimestamp], [-1, -1]);
  for (const timestamp of [-1, 7, 9, 9, 3]) builder.append(timestamp, null, null);
  assert.deepEqual([builder.maxTimestamp, builder.offsetOfMaxTimestamp], [9, 12]);
  assert.equal(builder.estimatedSizeInBytes(0.5), builder.sizeInBytes);
  const compressed = new RecordBatchBuilder({ compression: CompressionType.LZ4 });
  compressed.append(0, null, new Uint8Array(100));
  assert.equal(compressed.estimatedSizeInBytes(0.5), RECORDS_OFFSET + Math.ceil((compressed.sizeInBytes - 61) / 2));
});

test("misuse is an assertion: going back in offsets, appending to a built batch, a timestamp that is none", () => {
  const builder = new RecordBatchBuilder();
  builder.append(0, null, null);
  assert.throws(() => builder.appendWithOffset(0, 0, null, null), AssertionError);
  assert.throws(() => builder.appendWithOffset(2 ** 31, 0, null, null), AssertionError);
  assert.throws(() => builder.append(Number.NaN, null, null), AssertionError);
  builder.build();
  assert.throws(() => builder.append(0, null, null), AssertionError);
});

test("an empty batch keeps the producer's state and is read as no records", () => {
  const producer = { producerId: 4n, producerEpoch: 1, baseSequence: 30, isTransactional: true };
  const batch = emptyBatch({
    baseOffset: 100,
    partitionLeaderEpoch: 2,
    timestampType: TimestampType.CREATE_TIME,
    isControl: false,
    lastOffsetDelta: 9,
    baseTimestamp: -1,
    maxTimestamp: -1,
    producer,
  });
  assert.equal(batch.length, RECORDS_OFFSET);
  assert.equal(verifyCrc(batch, 0), true);
  const batches = new BatchIterator(batch);
  assert.equal(batches.next(), true);
  assert.equal(readBatchHeader(batch).lastOffset, 109);
  assert.deepEqual(decoded(batch).records, []);
});

test("a batch may end behind its last record", () => {
  const builder = new RecordBatchBuilder({ baseOffset: 5 });
  builder.append(0, null, null);
  builder.overrideLastOffset(12);
  assert.equal(readBatchHeader(builder.build()).lastOffset, 12);
  assert.throws(() => builder.overrideLastOffset(4), AssertionError);
});
