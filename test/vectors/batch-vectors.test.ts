// Record batches made by Apache Kafka's own classes: each is decoded and compared field by field, built again from its
// fields, and survives a round trip through its codec. BATCH_VECTORS names another file of such lines (.gz or plain).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { fromHex, toHex } from "@ottla/base";
import {
  BatchIterator,
  ControlRecordType,
  RECORDS_OFFSET,
  RecordBatchBuilder,
  RecordFailure,
  TimestampType,
  compress,
  compressionTypeOf,
  decodeBatch,
  decompress,
  endTransactionMarkerBatch,
  isControlAt,
  parseEndTransactionMarker,
  readRecordsBody,
  verifyCrc,
  type BatchHeader,
  type CompressionType,
  type DecodedBatch,
  type ProducerState,
  type Record as KafkaRecord,
} from "@ottla/records";

interface VectorHeader {
  readonly key: string;
  readonly value: string | null;
}

interface VectorRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly VectorHeader[];
}

interface DataVector {
  readonly control: false;
  readonly compression: string;
  readonly baseOffset: number;
  readonly leaderEpoch: number;
  readonly timestampType: "CreateTime" | "LogAppendTime";
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly transactional: boolean;
  readonly records: readonly VectorRecord[];
  readonly hex: string;
}

interface ControlVector {
  readonly control: true;
  readonly marker: "COMMIT" | "ABORT";
  readonly baseOffset: number;
  readonly leaderEpoch: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
  readonly hex: string;
}

function readVectors(): (DataVector | ControlVector)[] {
  const named = process.env["BATCH_VECTORS"];
  const file = named ?? new URL("../fixtures/kafka-facts/batch-vectors.jsonl.gz", import.meta.url);
  const content = readFileSync(file);
  const text = (content[0] === 0x1f && content[1] === 0x8b ? gunzipSync(content) : content).toString("utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as DataVector | ControlVector);
}

function decoded(bytes: Uint8Array): DecodedBatch {
  const batches = new BatchIterator(bytes);
  assert.equal(batches.next(), true);
  assert.equal(batches.sizeInBytes, bytes.length);
  assert.equal(batches.next(), false);
  assert.equal(batches.failure, undefined);
  assert.equal(verifyCrc(bytes, 0), true);
  const batch = decodeBatch(bytes);
  assert.ok(!(batch instanceof RecordFailure), "the batch is sound");
  return batch;
}

function plain(record: KafkaRecord): VectorRecord {
  const hex = (bytes: Uint8Array | null): string | null => (bytes === null ? null : toHex(bytes));
  return {
    offset: record.offset,
    timestamp: record.timestamp,
    key: hex(record.key),
    value: hex(record.value),
    headers: record.headers.map((header) => ({ key: header.key, value: hex(header.value) })),
  };
}

function producerOf(vector: DataVector): ProducerState {
  return {
    producerId: BigInt(vector.producerId),
    producerEpoch: vector.producerEpoch,
    baseSequence: vector.baseSequence,
    isTransactional: vector.transactional,
  };
}

function bytesOf(hex: string | null): Uint8Array | null {
  return hex === null ? null : fromHex(hex);
}

/** Builds the vector again; a batch stamped by the broker keeps its records' own times only in its bytes. */
function rebuild(vector: DataVector, header: BatchHeader, timestamps: readonly number[]): Uint8Array {
  const isAppendTime = vector.timestampType === "LogAppendTime";
  const builder = new RecordBatchBuilder({
    compression: compressionTypeOf(vector.compression)!,
    baseOffset: vector.baseOffset,
    partitionLeaderEpoch: vector.leaderEpoch,
    logAppendTimeMs: isAppendTime ? header.maxTimestamp : undefined,
    producer: producerOf(vector),
  });
  for (const [index, { offset, key, value, headers }] of vector.records.entries()) {
    const sizeBefore = builder.sizeInBytes;
    const timestamp = timestamps[index]!;
    const recordHeaders = headers.map((entry) => ({ key: entry.key, value: bytesOf(entry.value) }));
    const size = builder.sizeOf(timestamp, bytesOf(key), bytesOf(value), recordHeaders);
    builder.appendWithOffset(offset, timestamp, bytesOf(key), bytesOf(value), recordHeaders);
    assert.equal(builder.sizeInBytes, sizeBefore + size);
  }
  return builder.build();
}

function ownTimestamps(bytes: Uint8Array): number[] {
  // Without the append-time flag the reader yields what the records themselves say.
  const copy = Uint8Array.from(bytes);
  copy[22] = copy[22]! & ~0x08;
  const batch = decodeBatch(copy);
  assert.ok(!(batch instanceof RecordFailure));
  return batch.records.map((record) => record.timestamp);
}

function checkData(vector: DataVector): void {
  const bytes = fromHex(vector.hex);
  const { header, records } = decoded(bytes);
  const timestampType =
    vector.timestampType === "LogAppendTime" ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME;
  assert.equal(header.compression, compressionTypeOf(vector.compression));
  assert.equal(header.baseOffset, vector.baseOffset);
  assert.equal(header.partitionLeaderEpoch, vector.leaderEpoch);
  assert.equal(header.timestampType, timestampType);
  assert.equal(header.producerId, BigInt(vector.producerId));
  assert.equal(header.producerEpoch, vector.producerEpoch);
  assert.equal(header.baseSequence, vector.baseSequence);
  assert.equal(header.isTransactional, vector.transactional);
  assert.equal(header.isControl, false);
  assert.equal(header.recordCount, vector.records.length);
  assert.deepEqual(records.map(plain), vector.records);

  const again = rebuild(vector, header, ownTimestamps(bytes));
  if (vector.compression === "none") assert.equal(toHex(again), vector.hex);
  const roundTrip = decoded(again);
  assert.deepEqual(roundTrip.records.map(plain), vector.records);
  const { sizeInBytes: _size, crc: _crc, ...fields } = roundTrip.header;
  const { sizeInBytes: _size2, crc: _crc2, ...expected } = header;
  assert.deepEqual(fields, expected);

  const body = readRecordsBody(bytes);
  assert.ok(!(body instanceof RecordFailure));
  const content = body.bytes.subarray(body.start, body.end);
  const type = header.compression as CompressionType;
  const restored = decompress(type, compress(type, content), { maxBytes: content.length });
  assert.ok(!(restored instanceof RecordFailure), String(restored));
  assert.equal(toHex(restored), toHex(content));
}

function checkControl(vector: ControlVector): void {
  const bytes = fromHex(vector.hex);
  const { header, records } = decoded(bytes);
  assert.equal(isControlAt(bytes, 0), true);
  assert.equal(header.recordCount, 1);
  const marker = parseEndTransactionMarker(records[0]!.key, records[0]!.value);
  const type = vector.marker === "COMMIT" ? ControlRecordType.COMMIT : ControlRecordType.ABORT;
  assert.deepEqual(marker, { type, coordinatorEpoch: vector.coordinatorEpoch });
  const again = endTransactionMarkerBatch(
    { type, coordinatorEpoch: vector.coordinatorEpoch },
    { producerId: BigInt(vector.producerId), producerEpoch: vector.producerEpoch },
    { baseOffset: vector.baseOffset, timestamp: header.baseTimestamp, partitionLeaderEpoch: vector.leaderEpoch },
  );
  assert.equal(toHex(again), vector.hex);
}

const vectors = readVectors();

test("there are batch vectors of every kind", () => {
  assert.ok(vectors.length > 0);
  for (const vector of vectors) if (!vector.control) assert.ok(fromHex(vector.hex).length > RECORDS_OFFSET);
});

for (const [index, vector] of vectors.entries()) {
  const name = vector.control ? `${vector.marker} marker` : `${vector.compression}, ${vector.records.length} records`;
  test(`batch vector ${index + 1}: ${name}`, () => {
    if (vector.control) checkControl(vector);
    else checkData(vector);
  });
}
