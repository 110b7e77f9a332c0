import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Metric } from "@ottla/client";
import { metricsTable } from "./print-metrics.ts";

function metric(
  group: string,
  name: string,
  value: number | string,
  more: Readonly<Record<string, string>> = {},
): Metric {
  return { group, name, description: "", tags: { "client-id": "c", ...more }, value: () => value };
}

describe("the table of metrics", () => {
  it("is Kafka's: sorted, three decimals, texts as they are", () => {
    const metrics = [
      metric("producer-metrics", "batch-size-avg", 13_754.75),
      metric("app-info", "version", "4.3.0"),
      metric("producer-topic-metrics", "byte-rate", Number.NaN, { topic: "t" }),
    ];
    assert.deepEqual(metricsTable(metrics).split("\n"), [
      "",
      "Metric Name                                               Value",
      "app-info:version:{client-id=c}                          : 4.3.0",
      "producer-metrics:batch-size-avg:{client-id=c}           : 13754.750",
      "producer-topic-metrics:byte-rate:{client-id=c, topic=t} : NaN",
      "",
    ]);
  });

  it("is not there without metrics", () => assert.equal(metricsTable([]), ""));
});
