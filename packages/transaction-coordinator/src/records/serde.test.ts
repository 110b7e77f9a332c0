import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fromHex, toHex } from "@ottla/base";
import { PartitionSet } from "../partition-set.ts";
import { newTransaction, transition, type TransactionMetadata } from "../transaction-metadata.ts";
import { TransactionState } from "../transaction-state.ts";
import { TransactionVersion } from "../transaction-version.ts";
import { transactionRecordSerde } from "./serde.ts";
import { transactionRecord, transactionTombstone } from "./transaction-record.ts";

const made = newTransaction("id", { producerId: 7n, timeoutMs: 60_000, nowMs: 1_000 });
const ongoing: TransactionMetadata = transition(transition(made, { producerEpoch: 2 }), {
  state: TransactionState.ONGOING,
  partitions: PartitionSet.of([
    { topic: "t", partition: 1 },
    { topic: "t", partition: 0 },
  ]),
  startTimestampMs: 1_500,
  lastUpdateTimestampMs: 1_600,
  nextProducerId: 9n,
  clientTransactionVersion: TransactionVersion.TV_2,
});

describe("records of __transaction_state", () => {
  it("have a key with their type", () => {
    assert.equal(toHex(transactionRecordSerde.serializeKey(transactionTombstone("id"))), "000000026964");
    assert.equal(transactionRecordSerde.serializeValue(transactionTombstone("id")), null);
  });

  it("of both versions are read back; version 0 forgets what it has no field for", () => {
    for (const version of [0, 1] as const) {
      const record = transactionRecord(ongoing, version);
      const key = transactionRecordSerde.serializeKey(record);
      const read = transactionRecordSerde.deserialize(key, transactionRecordSerde.serializeValue(record));
      const { previousProducerId, nextProducerId, clientTransactionVersion, partitions, ...rest } = read!.metadata!;
      assert.deepEqual([...partitions], [...ongoing.partitions]);
      assert.deepEqual(
        [previousProducerId, nextProducerId, clientTransactionVersion],
        version === 1 ? [7n, 9n, 2] : [-1n, -1n, 0],
      );
      const { producerId, producerEpoch, timeoutMs, state, startTimestampMs, lastUpdateTimestampMs } = ongoing;
      assert.deepEqual(rest, {
        transactionalId: "id",
        producerId,
        producerEpoch,
        lastProducerEpoch: -1,
        timeoutMs,
        state,
        startTimestampMs,
        lastUpdateTimestampMs,
      });
    }
  });

  it("of an empty transaction have no partitions", () => {
    const bytes = transactionRecordSerde.serializeValue(transactionRecord(transition(made, { producerEpoch: 0 }), 0))!;
    assert.equal(
      toHex(bytes),
      `0000${"0000000000000007"}${"0000"}${"0000ea60"}${"00"}${"ffffffff"}${"00000000000003e8"}${"ffffffffffffffff"}`,
    );
  });

  it("that are newer are skipped, that are broken are not read", () => {
    const key = transactionRecordSerde.serializeKey(transactionTombstone("id"));
    assert.equal(transactionRecordSerde.deserialize(fromHex("00070000"), null), undefined);
    assert.equal(transactionRecordSerde.deserialize(key, fromHex("0009")), undefined);
    assert.throws(() => transactionRecordSerde.deserialize(key, fromHex("0000")));
  });
});
