import assert from "node:assert/strict";
import { test } from "node:test";
import {
  clientMetricsIntervalError,
  clientMetricsSubscription,
  parseClientMatch,
  validateClientMatch,
} from "./client-metrics-validation.ts";

test("config interval.ms of a client metrics subscription lies between 100 ms and an hour", () => {
  const error = (text: string): string | undefined => clientMetricsIntervalError(new Map([["interval.ms", text]]));
  assert.equal(error("100"), undefined);
  assert.equal(error("3600000"), undefined);
  assert.equal(error("99"), "Invalid value 99 for interval.ms, interval must be between 100 and 3600000 (1 hour)");
  assert.notEqual(error("3600001"), undefined);
  assert.equal(clientMetricsIntervalError(new Map()), undefined);
});

test("config match of a client metrics subscription has selectors that Kafka knows, each with a pattern for the whole value", () => {
  const patterns = parseClientMatch(["client_id=ops-.*", " client_software_name = java "]);
  assert.equal(patterns.get("client_id")?.test("ops-1"), true);
  assert.equal(patterns.get("client_id")?.test("my-ops-1"), false);
  assert.equal(patterns.get("client_software_name")?.test("java"), true);
  for (const match of ["client_id", "client_id=", "client_id=a=b", "nope=x", "client_id=[", "=x"])
    assert.throws(
      () => validateClientMatch(new Map([["match", match]])),
      { message: `Illegal client matching pattern: ${match}` },
      match,
    );
});

test("a client metrics subscription has Kafka's defaults for what is not set", () => {
  assert.deepEqual(clientMetricsSubscription(new Map()), { metrics: [], intervalMs: 300_000, match: new Map() });
  const configs = { metrics: "a.,b.", "interval.ms": "100", match: "client_id=x" };
  const { metrics, intervalMs, match } = clientMetricsSubscription(new Map(Object.entries(configs)));
  assert.deepEqual({ metrics, intervalMs }, { metrics: ["a.", "b."], intervalMs: 100 });
  assert.deepEqual([...match.keys()], ["client_id"]);
});
