import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { KafkaError } from "@ottla/client";
import type { ConsumerRecord } from "@ottla/client";
import {
  DeserializationException,
  ListenerExecutionFailedException,
  MessageConversionException,
  MethodArgumentNotValidException,
  causesOf,
} from "../errors/exceptions.ts";
import { ExceptionClassifier } from "../errors/exception-classifier.ts";
import { errorData, errorOf, failureData, failureOf, recordData, recordOf } from "./crossing.ts";

function recordWith(more: Partial<ConsumerRecord<unknown, unknown>> = {}): ConsumerRecord<unknown, unknown> {
  return {
    topic: "t",
    partition: 2,
    offset: 7,
    timestamp: 5,
    timestampType: "CreateTime",
    leaderEpoch: 1,
    key: "k",
    value: "v",
    rawKey: Buffer.from("k"),
    rawValue: Buffer.from("v"),
    headers: [
      { key: "h", value: Buffer.from("x") },
      { key: "none", value: null },
    ],
    serializedKeySize: 1,
    serializedValueSize: 1,
    ...more,
  };
}

const crossed = (record: ConsumerRecord<unknown, unknown>): ConsumerRecord<unknown, unknown> =>
  recordOf(structuredClone(recordData(record)));

describe("what crosses between threads", () => {
  it("an error keeps its name, its stack, its code and its causes", () => {
    const root = new RangeError("deep");
    const kafka = new KafkaError("COMMIT_FAILED", "no", { retriable: true, errorCode: 27, cause: root });
    const error = errorOf(structuredClone(errorData(new TypeError("outer", { cause: kafka }))));
    assert.deepEqual(
      causesOf(error).map((one) => (one instanceof Error ? `${one.name} ${one.message}` : one)),
      ["TypeError outer", "KafkaError no", "RangeError deep"],
    );
    const { cause } = error;
    assert.ok(cause instanceof KafkaError);
    assert.deepEqual([cause.code, cause.retriable, cause.fatal, cause.errorCode], ["COMMIT_FAILED", true, false, 27]);
    assert.equal((cause.cause as Error).stack, root.stack);
    assert.equal(errorOf(errorData("text")).message, "text");
    const loop = new Error("loop");
    loop.cause = loop;
    assert.ok(causesOf(errorOf(structuredClone(errorData(loop)))).length > 1);
  });

  it("errors that are never retried are so at the other side", () => {
    const classifier = new ExceptionClassifier();
    for (const thrown of [
      new MessageConversionException("no"),
      new MethodArgumentNotValidException("no", ["one"]),
      new DeserializationException("no", { data: null, isKey: false, cause: new Error("why") }),
    ]) {
      const inside = new ListenerExecutionFailedException("Listener failed", { cause: thrown });
      const failure = thrown instanceof DeserializationException ? thrown : inside;
      const error = failureOf(structuredClone(failureData(failure)), { record: recordWith(), groupId: "g" });
      assert.equal(classifier.isRetryable(error), false, thrown.name);
    }
    const failure = failureData(new ListenerExecutionFailedException("Listener failed", { cause: new Error("x") }));
    assert.ok(classifier.isRetryable(failureOf(structuredClone(failure), { record: recordWith(), groupId: "g" })));
  });

  it("a failure is what a pool's thread would have brought", () => {
    const inside = new ListenerExecutionFailedException("Listener failed", { cause: new RangeError("far") });
    const error = failureOf(structuredClone(failureData(inside)), { record: recordWith(), groupId: "g" });
    assert.ok(error instanceof ListenerExecutionFailedException);
    assert.equal(error.groupId, "g");
    assert.deepEqual(
      causesOf(error).map((one) => (one as Error).message),
      ["Listener failed", "The handler failed: far", "far"],
    );
    assert.equal((error.cause as KafkaError).code, "HANDLER_FAILED");
  });

  it("a record is the same, with bytes of its own, and reads what its deserializers made of it", () => {
    const batch = Buffer.from("..kv..");
    const record = recordWith({ rawKey: batch.subarray(2, 3), rawValue: batch.subarray(3, 4), value: 42 });
    const other = crossed(record);
    for (const name of ["topic", "partition", "offset", "timestamp", "timestampType", "leaderEpoch", "key", "value"]) {
      assert.equal(Reflect.get(other, name), Reflect.get(record, name), name);
    }
    assert.deepEqual([other.serializedKeySize, other.serializedValueSize], [1, 1]);
    assert.equal(other.rawKey?.buffer.byteLength, 1);
    assert.deepEqual([...(other.rawValue ?? [])], [...Buffer.from("v")]);
    assert.deepEqual(
      other.headers.map(({ key, value }) => [key, value === null ? null : Buffer.from(value).toString()]),
      [
        ["h", "x"],
        ["none", null],
      ],
    );
    const bytes = crossed(recordWith({ key: null, rawKey: null, value: Buffer.from("v") }));
    assert.deepEqual([bytes.key, bytes.serializedKeySize], [null, -1]);
    assert.equal(bytes.value, bytes.rawValue);
  });

  it("what cannot be read fails there as here", () => {
    const record = recordWith();
    Object.defineProperty(record, "value", {
      get: () => {
        throw new KafkaError("DESERIALIZATION", "unreadable", { cause: new SyntaxError("bad") });
      },
    });
    const other = crossed(record);
    assert.throws(() => other.value, { code: "DESERIALIZATION", message: "unreadable" });
    assert.equal(other.key, "k");
    const exception = new DeserializationException("failed to deserialize", {
      data: record.rawValue,
      isKey: false,
      cause: new SyntaxError("bad"),
    });
    const error = failureOf(structuredClone(failureData(exception)), { record: other, groupId: "g" });
    assert.ok(error instanceof DeserializationException);
    assert.deepEqual([error.data, error.isKey], [other.rawValue, false]);
    assert.equal((error.cause as Error).name, "SyntaxError");
  });
});
