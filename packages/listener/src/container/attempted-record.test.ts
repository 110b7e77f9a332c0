import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import type { ConsumerRecord } from "@ottla/client";
import { AttemptedRecord, tellAttempt } from "./attempted-record.ts";

const record: ConsumerRecord<unknown, unknown> = {
  topic: "orders",
  partition: 3,
  offset: 41,
  timestamp: 7,
  timestampType: "CreateTime",
  leaderEpoch: 2,
  key: "k",
  value: "v",
  rawKey: Buffer.from("k"),
  rawValue: Buffer.from("v"),
  headers: [{ key: "trace", value: null }],
  serializedKeySize: 1,
  serializedValueSize: 1,
};

describe("a record with the number of its delivery", () => {
  it("is the record, with one header more", () => {
    const attempted = new AttemptedRecord(record);
    assert.deepEqual(attempted.headers, record.headers);
    for (const attempt of [1, 2]) {
      tellAttempt(attempted, attempt);
      assert.deepEqual(attempted.headers, [
        ...record.headers,
        { key: "kafka_deliveryAttempt", value: Buffer.of(0, 0, 0, attempt) },
      ]);
    }
    const { headers: _headers, ...rest } = record;
    for (const [name, value] of Object.entries(rest)) assert.equal(Reflect.get(attempted, name), value, name);
    assert.equal(attempted.deliveryCount, undefined);
  });

  it("shows in console.log what a record shows", () => {
    const attempted = new AttemptedRecord(record);
    tellAttempt(attempted, 1);
    const shown = inspect(attempted, { depth: 4 });
    for (const part of [/topic: 'orders'/, /offset: 41/, /value: 'v'/, /trace/, /kafka_deliveryAttempt/]) {
      assert.match(shown, part);
    }
    assert.equal((JSON.parse(JSON.stringify(attempted)) as { readonly offset: number }).offset, 41);
  });
});
