import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Header } from "@ottla/client";
import type { AnyRecord } from "./common-error-handler.ts";
import { DLT_HEADER_NAMES, RETRY_TOPIC_HEADER_NAMES, deadLetterHeaders } from "./dead-letter-headers.ts";
import type { DeadLetterHeaderOptions } from "./dead-letter-headers.ts";
import { DeserializationException, ListenerExecutionFailedException } from "./exceptions.ts";

const options: DeadLetterHeaderOptions = {
  names: DLT_HEADER_NAMES,
  appendOriginalHeaders: true,
  stripPreviousExceptionHeaders: true,
  excluded: new Set(),
};

function record(headers: readonly Header[] = []): AnyRecord {
  return {
    topic: "orders",
    partition: 258,
    offset: 4_294_967_298,
    timestamp: 1_700_000_000_000,
    timestampType: "CreateTime",
    leaderEpoch: 0,
    key: null,
    value: "v",
    rawKey: null,
    rawValue: Buffer.from("v"),
    headers: headers.map(({ key, value }) => ({ key, value: typeof value === "string" ? Buffer.from(value) : value })),
    serializedKeySize: -1,
    serializedValueSize: 1,
  };
}

const failure = new ListenerExecutionFailedException("Listener failed", {
  cause: new TypeError("no"),
  groupId: "billing",
});

function printed(headers: readonly Header[]): string[] {
  return headers.map(({ key, value }) => {
    const bytes = Buffer.from(value ?? "");
    const isNumber = /partition|offset|timestamp$/.test(key);
    return `${key}=${key.endsWith("stacktrace") ? "…" : bytes.toString(isNumber ? "hex" : "utf8")}`;
  });
}

describe("dead-letter headers", () => {
  it("name what the listener threw, also where its error handler has thrown that on", () => {
    const twice = new ListenerExecutionFailedException("Listener error handler threw", {
      cause: failure,
      groupId: "g",
    });
    const headers = printed(deadLetterHeaders(record(), twice, options));
    assert.ok(headers.includes("kafka_dlt-exception-cause-fqcn=TypeError"));
    assert.ok(headers.includes("kafka_dlt-exception-message=Listener error handler threw; no"));
  });

  it("are Spring's, in its order and bytes", () => {
    assert.deepEqual(printed(deadLetterHeaders(record([{ key: "trace", value: "1" }]), failure, options)), [
      "trace=1",
      "kafka_dlt-exception-fqcn=org.springframework.kafka.listener.ListenerExecutionFailedException",
      "kafka_dlt-exception-cause-fqcn=TypeError",
      "kafka_dlt-exception-message=Listener failed; no",
      "kafka_dlt-exception-stacktrace=…",
      "kafka_dlt-original-topic=orders",
      "kafka_dlt-original-partition=00000102",
      "kafka_dlt-original-offset=0000000100000002",
      "kafka_dlt-original-timestamp=0000018bcfe56800",
      "kafka_dlt-original-timestamp-type=CreateTime",
      "kafka_dlt-original-consumer-group=billing",
    ]);
  });

  it("of an earlier failure are replaced, where it came from is added to", () => {
    const first = deadLetterHeaders(record(), failure, options);
    const second = printed(deadLetterHeaders(record(first), new ListenerExecutionFailedException("again"), options));
    assert.deepEqual(
      second.filter((one) => one.includes("exception-message")),
      ["kafka_dlt-exception-message=again"],
    );
    assert.equal(second.filter((one) => one.startsWith("kafka_dlt-original-topic=")).length, 2);
    const kept = printed(deadLetterHeaders(record(first), failure, { ...options, appendOriginalHeaders: false }));
    assert.equal(kept.filter((one) => one.startsWith("kafka_dlt-original-topic=")).length, 1);
  });

  it("of a key that nobody can read have names of their own; of retry topics are without dlt", () => {
    const error = new DeserializationException("failed to deserialize", {
      data: null,
      isKey: true,
      cause: new Error("x"),
    });
    const names = printed(deadLetterHeaders(record(), error, options));
    assert.ok(names[0]?.startsWith("kafka_dlt-key-exception-fqcn=org.springframework"));
    const retry = printed(deadLetterHeaders(record(), failure, { ...options, names: RETRY_TOPIC_HEADER_NAMES }));
    assert.deepEqual(
      retry.filter((one) => one.includes("dlt")),
      ["kafka_dlt-original-consumer-group=billing"],
    );
  });

  it("can be left out", () => {
    const headers = printed(
      deadLetterHeaders(record(), failure, { ...options, excluded: new Set(["EX_STACKTRACE", "TS"] as const) }),
    );
    assert.ok(!headers.some((one) => one.includes("stacktrace") || one.startsWith("kafka_dlt-original-timestamp=")));
  });
});
