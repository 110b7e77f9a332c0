/** Random records and batches for property tests. */
import * as fc from "fast-check";
import { CompressionType } from "../batch-layout.ts";
import { RecordBatchBuilder, type BatchBuilderOptions } from "../batch-builder.ts";
import type { RecordHeader } from "../record.ts";

export interface SampleRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
}

export interface SampleBatch {
  readonly options: BatchBuilderOptions;
  readonly records: readonly SampleRecord[];
}

const content: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.uint8Array({ maxLength: 300 }),
  // Repetitive, so that compressors find something.
  fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 12 }), fc.nat(200)).map(([piece, times]) => {
    const bytes = new Uint8Array(piece.length * times);
    for (let i = 0; i < times; i++) bytes.set(piece, i * piece.length);
    return bytes;
  }),
);
const nullable = fc.option(content, { nil: null });
const timestamp = fc.oneof(
  fc.integer({ min: 1_700_000_000_000, max: 1_700_000_100_000 }),
  fc.constant(-1),
  fc.maxSafeNat().map((n) => Math.floor(n / 4)),
);
const header: fc.Arbitrary<RecordHeader> = fc.record({
  key: fc.string({ unit: "grapheme", maxLength: 12 }),
  value: nullable,
});

export const codec: fc.Arbitrary<CompressionType> = fc.constantFrom(...Object.values(CompressionType));

const records: fc.Arbitrary<readonly SampleRecord[]> = fc
  .array(
    fc.record({
      gap: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.nat(100_000)),
      timestamp,
      key: nullable,
      value: nullable,
      headers: fc.array(header, { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((items) => {
    let offset = 0;
    return items.map(({ gap, ...rest }) => {
      const record = { offset: offset + gap, ...rest };
      offset = record.offset + 1;
      return record;
    });
  });

export const sampleBatch: fc.Arbitrary<SampleBatch> = fc
  .record({
    records,
    compression: codec,
    baseOffset: fc.oneof(
      fc.constant(0),
      fc.nat(2 ** 30),
      fc.maxSafeNat().map((n) => Math.floor(n / 2)),
    ),
    partitionLeaderEpoch: fc.integer({ min: -1, max: 2 ** 31 - 1 }),
    logAppendTimeMs: fc.option(fc.nat(2 ** 30), { nil: undefined }),
    isControl: fc.boolean(),
    deleteHorizonMs: fc.option(fc.nat(2 ** 30), { nil: undefined }),
    producer: fc.option(
      fc.record({
        producerId: fc.bigInt({ min: -1n, max: 2n ** 63n - 1n }),
        producerEpoch: fc.integer({ min: -1, max: 32_767 }),
        baseSequence: fc.integer({ min: -1, max: 2 ** 31 - 1 }),
        isTransactional: fc.boolean(),
      }),
      { nil: undefined },
    ),
  })
  .map(({ records: items, ...options }) => ({
    options,
    records: items.map((record) => ({ ...record, offset: record.offset + options.baseOffset })),
  }));

export function buildSample({ options, records: items }: SampleBatch): RecordBatchBuilder {
  const builder = new RecordBatchBuilder(options);
  for (const { offset, timestamp: time, key, value, headers } of items) {
    builder.appendWithOffset(offset, time, key, value, headers);
  }
  return builder;
}
