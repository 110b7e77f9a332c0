import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ZERO_UUID } from "@ottla/base";
import { WireWriter } from "@ottla/protocol";
import type { Input, MessageCodec } from "@ottla/protocol";
import {
  GroupMetadataKey,
  GroupMetadataValue,
  OffsetCommitKey,
  OffsetCommitValue,
} from "@ottla/protocol/messages/group-coordinator-records";
import { JSON_FIELDS as GROUP_FIELDS } from "@ottla/protocol/messages/group-coordinator-records-json";
import { TransactionLogKey, TransactionLogValue } from "@ottla/protocol/messages/transaction-log-records";
import { JSON_FIELDS as TRANSACTION_FIELDS } from "@ottla/protocol/messages/transaction-log-records-json";
import { coordinatorRecordJson } from "./coordinator-formatter.ts";

/** A key or a value as it stands in the log: its number, then its fields. */
function written<T>(codec: MessageCodec<T>, number: number, message: Input<T>, version: number): Uint8Array {
  const writer = new WireWriter();
  writer.int16(number, "number");
  codec.encode(writer, message, version);
  return Buffer.concat(writer.finish());
}

const offsets = {
  byType: new Map([[1, { key: OffsetCommitKey, value: OffsetCommitValue }]]),
  fields: GROUP_FIELDS,
};
const offsetKey = written(OffsetCommitKey, 1, { group: "g", topic: "t", partition: 3 }, 0);
const KEY = '{"type":1,"data":{"group":"g","topic":"t","partition":3}}';

describe("records of coordinators", () => {
  it("have the fields of their version", () => {
    const value = {
      offset: 7,
      leaderEpoch: 2,
      metadata: "m\n",
      commitTimestamp: 9,
      expireTimestamp: 11,
      topicId: ZERO_UUID,
    };
    const of = (version: number): string =>
      coordinatorRecordJson(offsets, offsetKey, written(OffsetCommitValue, version, value, version));
    const all = (version: number, before: string, behind: string): string =>
      `{"key":${KEY},"value":{"version":${version},"data":{"offset":7${before},"metadata":"m\\n","commitTimestamp":9${behind}}}}`;
    assert.equal(of(1), all(1, "", ',"expireTimestamp":11'));
    assert.equal(of(3), all(3, ',"leaderEpoch":2', ""));
    assert.equal(of(4), all(4, ',"leaderEpoch":2', ""));
  });

  it("of deleted things have no value", () => {
    assert.equal(coordinatorRecordJson(offsets, offsetKey, null), `{"key":${KEY},"value":null}`);
  });

  it("of another kind are not printed", () => {
    const key = written(GroupMetadataKey, 2, { group: "g" }, 0);
    assert.equal(coordinatorRecordJson(offsets, key, null), "");
  });

  it("of a version that nobody knows are refused", () => {
    const value = Buffer.from([0, 99]);
    assert.throws(() => coordinatorRecordJson(offsets, offsetKey, value), /unknown record version 99 for 1 type/);
  });

  it("hold bytes in base64, and null", () => {
    const kinds = {
      byType: new Map([[2, { key: GroupMetadataKey, value: GroupMetadataValue }]]),
      fields: GROUP_FIELDS,
    };
    const member = { memberId: "m", clientId: "c", clientHost: "/h", rebalanceTimeout: 5, sessionTimeout: 6 };
    const bytes = { subscription: Buffer.from([0, 255]), assignment: Buffer.alloc(0) };
    const value = { protocolType: "consumer", generation: 1, protocol: null, leader: "m", currentStateTimestamp: 8 };
    const key = written(GroupMetadataKey, 2, { group: "g" }, 0);
    const record = written(GroupMetadataValue, 3, { ...value, members: [{ ...member, ...bytes }] }, 3);
    assert.equal(
      coordinatorRecordJson(kinds, key, record),
      '{"key":{"type":2,"data":{"group":"g"}},"value":{"version":3,"data":{"protocolType":"consumer","generation":1,"protocol":null,' +
        '"leader":"m","currentStateTimestamp":8,"members":[{"memberId":"m","groupInstanceId":null,"clientId":"c","clientHost":"/h",' +
        '"rebalanceTimeout":5,"sessionTimeout":6,"subscription":"AP8=","assignment":""}]}}}',
    );
  });

  it("of transactions have all digits of their producer id, and tagged fields only where they say something", () => {
    const kinds = {
      byType: new Map([[0, { key: TransactionLogKey, value: TransactionLogValue }]]),
      fields: TRANSACTION_FIELDS,
    };
    const key = written(TransactionLogKey, 0, { transactionalId: "x" }, 0);
    const value = {
      producerId: 9_007_199_254_740_993n,
      producerEpoch: 1,
      nextProducerEpoch: 4,
      transactionTimeoutMs: 60_000,
      transactionStatus: 1,
      transactionPartitions: [{ topic: "t", partitionIds: [0, 2] }],
      transactionLastUpdateTimestampMs: 5,
      transactionStartTimestampMs: 6,
      clientTransactionVersion: 2,
    };
    assert.equal(
      coordinatorRecordJson(kinds, key, written(TransactionLogValue, 1, value, 1)),
      '{"key":{"type":0,"data":{"transactionalId":"x"}},"value":{"version":1,"data":{"producerId":9007199254740993,"producerEpoch":1,' +
        '"nextProducerEpoch":4,"transactionTimeoutMs":60000,"transactionStatus":1,"transactionPartitions":[{"topic":"t",' +
        '"partitionIds":[0,2]}],"transactionLastUpdateTimestampMs":5,"transactionStartTimestampMs":6,"clientTransactionVersion":2}}}',
    );
  });
});
