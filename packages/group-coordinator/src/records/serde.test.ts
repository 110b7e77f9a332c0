import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fromHex, toHex, ZERO_UUID } from "@ottla/base";
import { WireWriter } from "@ottla/protocol";
import {
  GroupMetadataKey,
  GroupMetadataValue,
  LegacyOffsetCommitKey,
  LegacyOffsetCommitValue,
  OffsetCommitKey,
  OffsetCommitValue,
} from "@ottla/protocol/messages/group-coordinator-records";
import type { Input, MessageCodec } from "@ottla/protocol";
import { groupMetadataTombstone } from "./group-metadata-record.ts";
import { offsetCommitRecord } from "./offset-commit-record.ts";
import { ConsumerFixture } from "../testing/consumer-fixture.ts";
import { groupRecordSerde } from "./serde.ts";

const VALUE = { offset: 7, leaderEpoch: 2, metadata: "m", commitTimestamp: 5, expireTimestamp: -1, topicId: ZERO_UUID };

function bytesOf<T>(prefix: number, codec: MessageCodec<T>, message: Input<T>, version: number): Uint8Array {
  const writer = new WireWriter();
  writer.int16(prefix, "prefix");
  codec.encode(writer, message, version);
  return writer.finishBytes();
}

describe("records of __consumer_offsets", () => {
  it("have keys with their type and values with their version", () => {
    const record = offsetCommitRecord({ groupId: "g", topic: "t", partition: 3 }, VALUE);
    assert.equal(toHex(groupRecordSerde.serializeKey(record)), "000100016700017400000003");
    assert.equal(toHex(groupRecordSerde.serializeValue(record)!), "0004000000000000000700000002026d000000000000000500");
    assert.equal(toHex(groupRecordSerde.serializeKey(groupMetadataTombstone("g"))), "0002000167");
    assert.equal(groupRecordSerde.serializeValue(groupMetadataTombstone("g")), null);
  });

  it("of commits are read in every version", () => {
    const key = bytesOf(1, OffsetCommitKey, { group: "g", topic: "t", partition: 1 }, 0);
    for (let version = 0; version <= 4; version++) {
      const value = bytesOf(version, OffsetCommitValue, { offset: 9, metadata: "x", commitTimestamp: 1 }, version);
      const record = groupRecordSerde.deserialize(key, value);
      assert.ok(record?.type === "offset-commit" && record.value !== null);
      assert.deepEqual([record.value.offset, record.value.leaderEpoch, record.value.expireTimestamp], [9, -1, -1]);
    }
  });

  it("of commits of Kafka's first versions are read as such", () => {
    const key = bytesOf(0, LegacyOffsetCommitKey, { group: "g", topic: "t", partition: 1 }, 0);
    const value = bytesOf(0, LegacyOffsetCommitValue, { offset: 9, metadata: "x", commitTimestamp: 1 }, 0);
    const record = groupRecordSerde.deserialize(key, value);
    assert.ok(record?.type === "offset-commit" && record.value !== null);
    assert.deepEqual([record.key.group, record.value.offset, record.value.topicId], ["g", 9, ZERO_UUID]);
    assert.equal(groupRecordSerde.deserialize(key, null)?.value, null);
  });

  it("of groups are read in every version, in memory of their own", () => {
    const key = bytesOf(2, GroupMetadataKey, { group: "g" }, 0);
    const member = {
      memberId: "m",
      clientId: "c",
      clientHost: "/h",
      sessionTimeout: 6,
      subscription: fromHex("0102"),
      assignment: fromHex("03"),
    };
    for (let version = 0; version <= 4; version++) {
      const message = { protocolType: "consumer", generation: 4, protocol: "range", leader: "m", members: [member] };
      const record = groupRecordSerde.deserialize(key, bytesOf(version, GroupMetadataValue, message, version));
      assert.ok(record?.type === "group-metadata" && record.value !== null);
      const [read] = record.value.members;
      assert.deepEqual([record.value.generation, read!.memberId, read!.rebalanceTimeout], [4, "m", -1]);
      assert.equal(read!.subscription.buffer.byteLength, 2);
    }
  });

  it("of consumer groups come back as they were", () => {
    const fixture = new ConsumerFixture();
    fixture.setTopics({ t: 2, u: 1 });
    fixture.stableConsumers(2, { regex: "t|u", topics: [], instanceId: undefined });
    fixture.consumers[0]!.leave();
    const written = fixture.written.flat();
    const types = new Set(written.map(({ type, value }) => `${type}${value === null ? " tombstone" : ""}`));
    assert.equal(types.size, 9);
    for (const record of written) {
      const key = groupRecordSerde.serializeKey(record);
      assert.deepEqual(groupRecordSerde.deserialize(key, groupRecordSerde.serializeValue(record)), record);
    }
  });

  it("of kinds that are not served are skipped", () => {
    // StreamsGroupMetadata of group "g".
    assert.equal(groupRecordSerde.deserialize(fromHex("0011000167"), null), undefined);
    assert.equal(groupRecordSerde.deserialize(fromHex("00ff00"), fromHex("00")), undefined);
  });

  it("that are broken are not read", () => {
    assert.throws(() => groupRecordSerde.deserialize(fromHex("0001"), null));
    assert.throws(() => groupRecordSerde.deserialize(fromHex("00"), null));
    const key = bytesOf(2, GroupMetadataKey, { group: "g" }, 0);
    assert.throws(() => groupRecordSerde.deserialize(key, fromHex("0063")));
  });
});
