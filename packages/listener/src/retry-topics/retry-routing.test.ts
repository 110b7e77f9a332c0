import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RecordHeader } from "@ottla/client";
import type { AnyRecord } from "../errors/common-error-handler.ts";
import { DeserializationException } from "../errors/exceptions.ts";
import { int32Bytes } from "../headers/header-bytes.ts";
import { destinationTopics } from "./destination-topics.ts";
import { RetryRouting, dueTimeOf } from "./retry-routing.ts";
import type { RetryTopicOptions } from "./retry-topic-options.ts";

const NOW_MS = 1_700_000_010_000;

function record(headers: readonly RecordHeader[] = []): AnyRecord {
  return {
    topic: "t",
    partition: 0,
    offset: 0,
    timestamp: NOW_MS - 5_000,
    timestampType: "CreateTime",
    leaderEpoch: undefined,
    key: null,
    value: null,
    rawKey: null,
    rawValue: null,
    headers,
    serializedKeySize: -1,
    serializedValueSize: -1,
  };
}

function routing(options: RetryTopicOptions): RetryRouting {
  return new RetryRouting(
    options,
    destinationTopics(options, () => 0),
  );
}

const growing: RetryTopicOptions = { attempts: 3, backOff: { delay: 10, multiplier: 2 } };

describe("routing of failed records", () => {
  it("goes from topic to topic, and to the dead letters after the last attempt", () => {
    const routes = routing(growing);
    let current = record();
    const way: (string | undefined)[] = [];
    for (let index = 0; index < 3; index++) {
      const next = routes.next(index, current, new Error("no"), NOW_MS);
      way.push(next?.suffix);
      assert.ok(next !== undefined);
      const headers = routes
        .headers(current, next, NOW_MS)
        .map(({ key, value }) => ({ key, value: value as Uint8Array }));
      current = record(headers);
      assert.equal(dueTimeOf(current), NOW_MS + next.delayMs);
    }
    assert.deepEqual(way, ["-retry-10", "-retry-20", "-dlt"]);
    assert.equal(routes.attemptOf(current), 3);
  });

  it("stays in a topic for equal waits until its attempts are used up", () => {
    const routes = routing({ attempts: 3 });
    const attempt = (count: number): AnyRecord => record([{ key: "retry_topic-attempts", value: int32Bytes(count) }]);
    assert.equal(routes.next(0, record(), new Error("no"), NOW_MS)?.suffix, "-retry");
    assert.equal(routes.next(1, attempt(2), new Error("no"), NOW_MS)?.suffix, "-retry");
    assert.equal(routes.next(1, attempt(3), new Error("no"), NOW_MS)?.suffix, "-dlt");
  });

  it("gives up at once what is never retried, what is excluded, and what is too old", () => {
    const fatal = new DeserializationException("no", { data: null, isKey: false, cause: undefined });
    assert.equal(routing(growing).next(0, record(), fatal, NOW_MS)?.suffix, "-dlt");
    assert.equal(
      routing({ ...growing, exclude: [TypeError] }).next(0, record(), new TypeError(), NOW_MS)?.suffix,
      "-dlt",
    );
    assert.equal(
      routing({ ...growing, include: [TypeError] }).next(0, record(), new Error("no"), NOW_MS)?.suffix,
      "-dlt",
    );
    assert.equal(routing({ ...growing, timeout: 4_000 }).next(0, record(), new Error("no"), NOW_MS)?.suffix, "-dlt");
    assert.equal(
      routing({ ...growing, timeout: 6_000 }).next(0, record(), new Error("no"), NOW_MS)?.suffix,
      "-retry-10",
    );
  });

  it("dead letters that fail again: once more, or passed; errors with a topic of their own", () => {
    assert.equal(routing(growing).next(3, record(), new Error("no"), NOW_MS)?.suffix, "-dlt");
    assert.equal(
      routing({ ...growing, dltStrategy: "FAIL_ON_ERROR" }).next(3, record(), new Error("no"), NOW_MS),
      undefined,
    );
    const routed = routing({ ...growing, attempts: 1, exceptionBasedDltRouting: { "-invalid": [TypeError] } });
    assert.equal(routed.next(0, record(), new Error("no", { cause: new TypeError() }), NOW_MS)?.suffix, "-invalid-dlt");
    assert.equal(routed.next(0, record(), new Error("no"), NOW_MS)?.suffix, "-dlt");
  });

  it("an attempt count from outside counts only within its bounds", () => {
    const routes = routing(growing);
    for (const [written, counted] of [
      [-5, 1],
      [0, 1],
      [2, 2],
      [2_000_000_000, 3],
    ] as const) {
      assert.equal(routes.attemptOf(record([{ key: "retry_topic-attempts", value: int32Bytes(written) }])), counted);
    }
    assert.equal(routes.attemptOf(record([{ key: "retry_topic-attempts", value: Buffer.from("no number") }])), 1);
  });
});
