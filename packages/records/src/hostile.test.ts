// Bytes that no writer makes: whatever happens, nothing throws, nothing is allocated beyond the bound, and every record
// that is handed out lies inside its batch.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { concatBytes } from "@ottla/base";
import { readBatchHeader, verifyCrc } from "./batch-header.ts";
import { BatchIterator } from "./batch-iterator.ts";
import { RECORD_COUNT_OFFSET } from "./batch-layout.ts";
import { updateCrc } from "./batch-patch.ts";
import { writeInt32 } from "./int-bytes.ts";
import { RecordFailure } from "./record-failure.ts";
import { RecordReader, decodeBatch, readRecordsBody } from "./records-body.ts";
import { parseControlRecordType, parseEndTransactionMarker } from "./control-records.ts";
import { buildSample, sampleBatch } from "./testing/arbitraries.ts";

const MAX_BYTES = 64 * 1024;

/** Reads everything there is, as a client would, and touches every part of every record. */
function readAll(bytes: Uint8Array): void {
  const batches = new BatchIterator(bytes);
  for (let turns = 0; batches.next(); turns++) {
    assert.ok(turns <= bytes.length / 61);
    assert.ok(batches.position + batches.sizeInBytes <= bytes.length);
    readBatchHeader(bytes, batches.position);
    verifyCrc(bytes, batches.position, batches.sizeInBytes);
    const body = readRecordsBody(bytes, batches.position, { maxBytes: MAX_BYTES });
    if (body instanceof RecordFailure) continue;
    assert.ok(body.end - body.start <= Math.max(MAX_BYTES, bytes.length));
    const reader = new RecordReader(bytes, batches.position, body);
    let count = 0;
    for (const record of reader) {
      count++;
      assert.equal(record.key?.length ?? -1, record.keyLength);
      assert.equal(record.value?.length ?? -1, record.valueLength);
      assert.equal(record.headers.length, record.headerCount);
      parseControlRecordType(record.key);
      parseEndTransactionMarker(record.key, record.value);
    }
    assert.ok(count <= body.end - body.start);
    assert.ok(reader.failure !== undefined || count === Math.max(0, body.count));
  }
}

test("batches with bytes changed, cut off or put in never throw", () => {
  const edit = fc.record({ at: fc.nat(), byte: fc.nat(255), kind: fc.constantFrom("set", "cut", "insert", "repeat") });
  fc.assert(
    fc.property(
      fc.array(sampleBatch, { minLength: 1, maxLength: 3 }),
      fc.array(edit, { maxLength: 6 }),
      (samples, edits) => {
        let bytes = concatBytes(samples.map((sample) => Uint8Array.from(buildSample(sample).build())));
        for (const { at, byte, kind } of edits) {
          const place = at % (bytes.length + 1);
          const head = bytes.subarray(0, place);
          const tail = bytes.subarray(place);
          if (kind === "set" && tail.length > 0) bytes = concatBytes([head, Uint8Array.of(byte), tail.subarray(1)]);
          else if (kind === "cut") bytes = concatBytes([head, tail.subarray(byte)]);
          else if (kind === "insert") bytes = concatBytes([head, Uint8Array.of(byte), tail]);
          else bytes = concatBytes([head, head.subarray(-byte - 1), tail]);
        }
        readAll(bytes);
      },
    ),
    { numRuns: 400 },
  );
});

test("random bytes behind a plausible header never throw", () => {
  fc.assert(
    fc.property(sampleBatch, fc.uint8Array({ maxLength: 400 }), fc.nat(2), (sample, noise, from) => {
      const bytes = Uint8Array.from(buildSample(sample).build());
      const start = [17, 21, 61][from]!;
      bytes.set(noise.subarray(0, bytes.length - start), start);
      readAll(bytes);
    }),
    { numRuns: 400 },
  );
});

test("a single changed byte behind the checksum is always noticed", () => {
  fc.assert(
    fc.property(sampleBatch, fc.nat(), fc.integer({ min: 1, max: 255 }), (sample, at, flip) => {
      const bytes = Uint8Array.from(buildSample(sample).build());
      bytes[17 + (at % (bytes.length - 17))]! ^= flip;
      assert.equal(verifyCrc(bytes, 0), false);
    }),
  );
});

test("a count that lies is found in compressed batches too", () => {
  fc.assert(
    fc.property(sampleBatch, fc.integer({ min: -3, max: 40 }), (sample, count) => {
      fc.pre(count !== sample.records.length && count !== 0);
      const bytes = Uint8Array.from(buildSample(sample).build());
      writeInt32(bytes, RECORD_COUNT_OFFSET, count);
      updateCrc(bytes, 0);
      const batch = decodeBatch(bytes);
      assert.ok(batch instanceof RecordFailure && batch.kind === "invalid-record");
    }),
  );
});
