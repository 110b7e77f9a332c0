import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  CompressionType,
  decodeBatch,
  type DecodedBatch,
  endTransactionMarkerBatch,
  RecordBatchBuilder,
  RecordFailure,
} from "@ottla/records";
import { batch } from "../../testing/fixtures.ts";
import { CleanedTransactions } from "./cleaned-transactions.ts";
import { OffsetMap } from "./offset-map.ts";
import { RecordFilter, type RecordFilterOptions } from "./record-filter.ts";

const NOW = 1_735_700_000_000;
const RETENTION_MS = 1000;

function mapOf(latest: Readonly<Record<string, number>>, latestOffset = 100): OffsetMap {
  const map = new OffsetMap(100);
  for (const [key, offset] of Object.entries(latest)) map.put(Buffer.from(key), 0, key.length, offset);
  map.latestOffset = latestOffset;
  return map;
}

function filterOf(options: Partial<RecordFilterOptions> = {}): RecordFilter {
  return new RecordFilter({
    map: mapOf({}),
    transactions: new CleanedTransactions(),
    lastRecords: new Map(),
    nowMs: NOW,
    deleteRetentionMs: RETENTION_MS,
    upperBoundOffset: 1000,
    ...options,
  });
}

function decoded(bytes: Uint8Array | undefined): DecodedBatch {
  assert.ok(bytes, "something is left");
  const found = decodeBatch(bytes);
  assert.ok(!(found instanceof RecordFailure), String(found));
  return found;
}

function textsOf({ records }: DecodedBatch): string[] {
  const text = (part: Uint8Array | null): string => (part === null ? "null" : Buffer.from(part).toString());
  return records.map(({ offset, key, value, timestamp }) => `${offset} ${text(key)}=${text(value)} @${timestamp}`);
}

const THREE = {
  baseOffset: 10,
  leaderEpoch: 3,
  records: [
    { key: "a", value: "1", timestamp: 100 },
    { key: "b", value: "2", timestamp: 300 },
    { key: "c", value: "3", timestamp: 200 },
  ],
};

describe("records of a batch", () => {
  test("stay as the bytes they are when none of them goes", () => {
    const bytes = batch(THREE);
    const kept = filterOf({ map: mapOf({ a: 10, b: 5 }) }).filter(bytes, 0, bytes.length);
    assert.deepEqual([kept?.buffer, kept?.byteOffset, kept?.length], [bytes.buffer, bytes.byteOffset, bytes.length]);
  });

  for (const [name, compression] of Object.entries(CompressionType)) {
    test(`go where a later one with their key is known, ${name}`, () => {
      const bytes = batch({ ...THREE, compression, producerId: 7n, baseSequence: 40 });
      const filter = filterOf({ map: mapOf({ b: 20 }) });
      const left = decoded(filter.filter(bytes, 0, bytes.length));
      assert.deepEqual(textsOf(left), ["10 a=1 @100", "12 c=3 @200"]);
      const {
        baseOffset,
        lastOffset,
        maxTimestamp,
        compression: codec,
        baseSequence,
        partitionLeaderEpoch,
      } = left.header;
      assert.deepEqual([baseOffset, lastOffset, maxTimestamp, codec], [10, 12, 200, compression]);
      assert.deepEqual([baseSequence, left.header.producerId, partitionLeaderEpoch], [40, 7n, 3]);
      assert.deepEqual([filter.stats.messagesRead, filter.stats.messagesWritten], [3, 2]);
    });
  }

  test("keep their place in the batch when the last goes: its last sequence must not change", () => {
    const bytes = batch(THREE);
    const left = decoded(filterOf({ map: mapOf({ c: 20 }) }).filter(bytes, 0, bytes.length));
    assert.deepEqual([left.header.lastOffset, left.records.length], [12, 2]);
  });

  test("behind what was looked at stay, whatever is known of their key", () => {
    const bytes = batch(THREE);
    const map = mapOf({ a: 99, b: 99, c: 99 }, 10);
    assert.deepEqual(
      decoded(filterOf({ map }).filter(bytes, 0, bytes.length)).records.map(({ offset }) => offset),
      [11, 12],
    );
  });

  test("without a key go and are counted", () => {
    const bytes = batch({ baseOffset: 5, records: [{ key: null, value: "x" }] });
    const filter = filterOf();
    assert.equal(filter.filter(bytes, 0, bytes.length), undefined);
    assert.equal(filter.stats.invalidMessagesRead, 1);
  });

  test("with the time of the append keep it", () => {
    const builder = new RecordBatchBuilder({ baseOffset: 10, logAppendTimeMs: 777 });
    builder.append(1, Buffer.from("a"), Buffer.from("1"));
    builder.append(2, Buffer.from("b"), Buffer.from("2"));
    const bytes = builder.build();
    const left = decoded(filterOf({ map: mapOf({ a: 50 }) }).filter(bytes, 0, bytes.length));
    assert.deepEqual([left.header.timestampType, textsOf(left)], [1, ["11 b=2 @777"]]);
  });
});

describe("delete markers", () => {
  const MARKER = { baseOffset: 10, records: [{ key: "a", value: null, timestamp: 100 }] };

  test("give their batch a horizon when they are first met, and go when it has passed", () => {
    const bytes = batch(MARKER);
    const marked = filterOf().filter(bytes, 0, bytes.length);
    const { header } = decoded(marked);
    assert.deepEqual([header.deleteHorizonMs, header.maxTimestamp], [NOW + RETENTION_MS, 100]);
    assert.deepEqual(textsOf(decoded(marked)), ["10 a=null @100"]);
    const again = (nowMs: number): Uint8Array | undefined => filterOf({ nowMs }).filter(marked!, 0, marked!.length);
    assert.equal(again(NOW + RETENTION_MS - 1)?.buffer, marked!.buffer, "nothing changes before");
    assert.equal(again(NOW + RETENTION_MS), undefined);
  });

  test("keep the horizon when something else of their batch goes", () => {
    const bytes = batch({ baseOffset: 10, records: [...MARKER.records, { key: "b", value: "2" }] });
    const marked = filterOf().filter(bytes, 0, bytes.length)!;
    const left = decoded(filterOf({ nowMs: NOW + 500, map: mapOf({ b: 20 }) }).filter(marked, 0, marked.length));
    assert.deepEqual([left.header.deleteHorizonMs, left.records.length], [NOW + RETENTION_MS, 1]);
  });
});

describe("what keeps an empty batch", () => {
  const GONE = { map: mapOf({ a: 50, b: 50, c: 50 }) };

  test("the last sequence of a producer that is still known", () => {
    const bytes = batch({ ...THREE, producerId: 7n, producerEpoch: 2, baseSequence: 40, compression: 4 });
    const lastRecords = new Map([[7n, { lastDataOffset: 12, producerEpoch: 2 }]]);
    const { header, records } = decoded(filterOf({ ...GONE, lastRecords }).filter(bytes, 0, bytes.length));
    assert.deepEqual(
      [records.length, header.baseOffset, header.lastOffset, header.baseSequence, header.producerEpoch],
      [0, 10, 12, 40, 2],
    );
    assert.deepEqual([header.compression, header.baseTimestamp, header.maxTimestamp], [0, -1, 300]);
    const other = new Map([[7n, { lastDataOffset: 13, producerEpoch: 2 }]]);
    assert.equal(filterOf({ ...GONE, lastRecords: other }).filter(bytes, 0, bytes.length), undefined);
  });

  test("the end of the round", () => {
    const bytes = batch(THREE);
    assert.equal(decoded(filterOf({ ...GONE, upperBoundOffset: 13 }).filter(bytes, 0, bytes.length)).records.length, 0);
    assert.equal(filterOf({ ...GONE, upperBoundOffset: 14 }).filter(bytes, 0, bytes.length), undefined);
  });
});

describe("transactions", () => {
  const aborted = { producerId: 7n, firstOffset: 10, lastOffset: 13, lastStableOffset: 14 };
  const marker = (type: 0 | 1): Uint8Array =>
    endTransactionMarkerBatch(
      { type, coordinatorEpoch: 1 },
      { producerId: 7n, producerEpoch: 0 },
      { timestamp: 5, baseOffset: 13 },
    );

  test("that were aborted go at once, their marker one cleaning and a horizon later", () => {
    const data = batch({ ...THREE, producerId: 7n, isTransactional: true });
    const first = new CleanedTransactions();
    first.add([aborted]);
    const filter = filterOf({ transactions: first });
    assert.equal(filter.filter(data, 0, data.length), undefined);
    const abort = marker(0);
    assert.equal(filter.filter(abort, 0, abort.length)?.buffer, abort.buffer, "it stays while there was a batch");
    const second = new CleanedTransactions();
    second.add([aborted]);
    const marked = filterOf({ transactions: second }).filter(abort, 0, abort.length)!;
    assert.deepEqual(
      [decoded(marked).header.deleteHorizonMs, decoded(marked).header.isControl, decoded(marked).records.length],
      [NOW + RETENTION_MS, true, 1],
    );
    assert.equal(filterOf({ nowMs: NOW + RETENTION_MS }).filter(marked, 0, marked.length), undefined);
  });

  test("a marker that is all that is known of its producer keeps its batch, for its epoch", () => {
    const commit = marker(1);
    const marked = filterOf().filter(commit, 0, commit.length)!;
    const lastRecords = new Map([[7n, { lastDataOffset: undefined, producerEpoch: 0 }]]);
    const left = decoded(filterOf({ nowMs: NOW + RETENTION_MS, lastRecords }).filter(marked, 0, marked.length));
    assert.deepEqual([left.records.length, left.header.isControl, left.header.isTransactional], [0, true, true]);
  });
});

test("a damaged batch is not made a valid one", () => {
  const bytes = batch(THREE);
  bytes[bytes.length - 2]! ^= 1;
  assert.throws(() => filterOf({ map: mapOf({ a: 50 }) }).filter(bytes, 0, bytes.length), {
    code: "CORRUPT_LOG",
    message: /The batch at offset 10 is damaged: its checksum is wrong/,
  });
});
