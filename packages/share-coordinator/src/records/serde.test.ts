import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fromHex, toHex } from "@ottla/base";
import { shareRecordSerde } from "./serde.ts";
import { snapshotRecord, tombstoneRecord, updateRecord } from "./share-state-records.ts";

const KEY = { groupId: "g", topicId: "AAAAAAAAAAAAAAAAAAAAZQ", partition: 3 };
const BATCH = { firstOffset: 1, lastOffset: 2, deliveryState: 2, deliveryCount: 1 };

describe("records of __share_group_state", () => {
  it("have keys with their type and values with their version", () => {
    const record = snapshotRecord(KEY, {
      snapshotEpoch: 1,
      stateEpoch: 2,
      leaderEpoch: 3,
      startOffset: 4,
      deliveryCompleteCount: -1,
      createTimestamp: 5,
      writeTimestamp: 6,
      stateBatches: [BATCH],
    });
    assert.equal(toHex(shareRecordSerde.serializeKey(record)), "00000001670000000000000000000000000000006500000003");
    assert.equal(
      toHex(shareRecordSerde.serializeValue(record)!),
      "0000000000010000000200000003000000000000000400000000000000050000000000000006020000000000000001000000000000000202000100" +
        "00",
    );
    assert.equal(shareRecordSerde.serializeValue(tombstoneRecord(KEY)), null);
  });

  it("are read as they were written", () => {
    const update = updateRecord(KEY, {
      snapshotEpoch: 1,
      leaderEpoch: 3,
      startOffset: 4,
      deliveryCompleteCount: 7,
      stateBatches: [BATCH],
    });
    for (const record of [update, tombstoneRecord(KEY)]) {
      const key = shareRecordSerde.serializeKey(record);
      assert.deepEqual(shareRecordSerde.deserialize(key, shareRecordSerde.serializeValue(record)), record);
    }
  });

  it("of unknown kinds are skipped, broken ones are not read", () => {
    assert.equal(shareRecordSerde.deserialize(fromHex("000700"), null), undefined);
    assert.throws(() => shareRecordSerde.deserialize(fromHex("0000"), null));
  });
});
