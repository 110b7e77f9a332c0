import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ConsumerRecord } from "@ottla/client";
import { UsageError } from "../../failure.ts";
import { recordFormat } from "./record-format.ts";

function record(key: string | null, value: string | null): ConsumerRecord {
  const [rawKey, rawValue] = [key, value].map((text) => (text === null ? null : Buffer.from(text))) as [
    Buffer | null,
    Buffer | null,
  ];
  return {
    topic: "t",
    partition: 2,
    offset: 5,
    timestamp: 7,
    timestampType: "CreateTime",
    leaderEpoch: 0,
    key: rawKey,
    value: rawValue,
    rawKey,
    rawValue,
    headers: [
      { key: "a", value: Buffer.from("1") },
      { key: "b", value: null },
    ],
    serializedKeySize: rawKey?.length ?? -1,
    serializedValueSize: rawValue?.length ?? -1,
  };
}

describe("kcat's format", () => {
  const shown = (format: string, one: ConsumerRecord, nothing = "NULL"): string =>
    recordFormat(format, nothing)(one).toString("latin1");

  it("has a token for each part of a record", () => {
    assert.equal(
      shown("%t[%p]@%o %T %k(%K)=%s(%S) %h %%\\n", record("k", "val")),
      "t[2]@5 7 k(1)=val(3) a=1,b=NULL %\n",
    );
  });

  it("tells null from empty by its length", () => {
    assert.equal(shown("%k,%K,%s,%S", record(null, "")), "NULL,-1,,0");
  });

  it("packs lengths, and knows C's escapes", () => {
    assert.equal(shown("%R\\t\\x41\\0\\\\é", record(null, "val")), "\0\0\0\x03\tA\0\\Ã©");
  });

  it("that does not exist is refused", () => {
    for (const format of ["%z", "%", "\\q", "\\", "\\x4"])
      assert.throws(() => recordFormat(format, ""), UsageError, format);
  });
});
