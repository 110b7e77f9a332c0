import assert from "node:assert/strict";
import { test } from "node:test";
import { readBatchHeader, verifyCrc } from "./batch-header.ts";
import {
  ControlRecordType,
  controlBatch,
  controlRecordKey,
  endTransactionMarkerBatch,
  parseControlRecordType,
  parseEndTransactionMarker,
} from "./control-records.ts";
import { RecordFailure } from "./record-failure.ts";
import { decodeBatch } from "./records-body.ts";

test("every control type survives its key", () => {
  for (const type of Object.values(ControlRecordType)) {
    if (type === ControlRecordType.UNKNOWN) continue;
    assert.equal(parseControlRecordType(controlRecordKey(type)), type);
  }
});

test("a type or version from the future is passed over or read on; damage is told", () => {
  assert.equal(parseControlRecordType(Uint8Array.of(0, 0, 0, 7)), ControlRecordType.UNKNOWN);
  assert.equal(parseControlRecordType(Uint8Array.of(0, 9, 0, 1, 5, 5)), ControlRecordType.COMMIT);
  assert.ok(parseControlRecordType(Uint8Array.of(0xff, 0xff, 0, 1)) instanceof RecordFailure);
  assert.ok(parseControlRecordType(Uint8Array.of(0, 0, 0)) instanceof RecordFailure);
  assert.ok(parseControlRecordType(null) instanceof RecordFailure);
});

test("a marker's batch is one transactional control record without a sequence", () => {
  const marker = { type: ControlRecordType.ABORT, coordinatorEpoch: 77 };
  const batch = endTransactionMarkerBatch(
    marker,
    { producerId: 9n, producerEpoch: 2 },
    { timestamp: 123, baseOffset: 4 },
  );
  assert.equal(verifyCrc(batch, 0), true);
  const header = readBatchHeader(batch);
  assert.deepEqual(
    [header.isControl, header.isTransactional, header.producerId, header.producerEpoch, header.baseSequence],
    [true, true, 9n, 2, -1],
  );
  assert.deepEqual([header.baseOffset, header.recordCount, header.maxTimestamp], [4, 1, 123]);
  const decoded = decodeBatch(batch);
  assert.ok(!(decoded instanceof RecordFailure));
  assert.deepEqual(parseEndTransactionMarker(decoded.records[0]!.key, decoded.records[0]!.value), marker);
});

test("what is no marker is told", () => {
  const commit = controlRecordKey(ControlRecordType.COMMIT);
  assert.ok(
    parseEndTransactionMarker(controlRecordKey(ControlRecordType.LEADER_CHANGE), commit) instanceof RecordFailure,
  );
  assert.ok(parseEndTransactionMarker(commit, null) instanceof RecordFailure);
  assert.ok(parseEndTransactionMarker(commit, new Uint8Array(5)) instanceof RecordFailure);
  assert.ok(parseEndTransactionMarker(commit, new Uint8Array(6).fill(0xff)) instanceof RecordFailure);
  assert.ok(parseEndTransactionMarker(null, new Uint8Array(6)) instanceof RecordFailure);
});

test("several control records share a batch, as in a snapshot's head", () => {
  const batch = controlBatch(
    [
      { type: ControlRecordType.SNAPSHOT_HEADER, value: Uint8Array.of(1) },
      { type: ControlRecordType.KRAFT_VERSION, value: Uint8Array.of(2) },
    ],
    { timestamp: 5, partitionLeaderEpoch: 3 },
  );
  const decoded = decodeBatch(batch);
  assert.ok(!(decoded instanceof RecordFailure));
  assert.deepEqual(
    decoded.records.map((record) => [parseControlRecordType(record.key), [...record.value!]]),
    [
      [ControlRecordType.SNAPSHOT_HEADER, [1]],
      [ControlRecordType.KRAFT_VERSION, [2]],
    ],
  );
  assert.equal(decoded.header.isTransactional, false);
  assert.equal(decoded.header.producerId, -1n);
});
