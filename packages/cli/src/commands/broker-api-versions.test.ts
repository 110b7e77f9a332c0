import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { apiLine, apiLines } from "./broker-api-versions.ts";

describe("a line of kafka-broker-api-versions", () => {
  it("tells the range and what of it can be used", () => {
    assert.equal(apiLine({ apiKey: 0, minVersion: 0, maxVersion: 13 }), "Produce(0): 0 to 13 [usable: 13]");
    assert.equal(apiLine({ apiKey: 0, minVersion: 3, maxVersion: 9 }), "Produce(0): 3 to 9 [usable: 9]");
    assert.equal(apiLine({ apiKey: 75, minVersion: 0, maxVersion: 0 }), "DescribeTopicPartitions(75): 0 [usable: 0]");
  });

  it("says which side is too new", () => {
    assert.equal(
      apiLine({ apiKey: 0, minVersion: 90, maxVersion: 91 }),
      "Produce(0): 90 to 91 [unusable: node too new]",
    );
    assert.equal(apiLine({ apiKey: 0, minVersion: 0, maxVersion: 2 }), "Produce(0): 0 to 2 [unusable: node too old]");
  });

  it("has no name for an API that Kafka 4.3 lacks", () => {
    assert.equal(apiLine({ apiKey: 9000, minVersion: 1, maxVersion: 2 }), "UNKNOWN(9000): 1 to 2");
  });

  it("is there for what the broker does not serve, too, in the order of the keys", () => {
    const lines = apiLines([
      { apiKey: 9000, minVersion: 1, maxVersion: 2 },
      { apiKey: 18, minVersion: 0, maxVersion: 4 },
    ]);
    assert.equal(lines[0], "Produce(0): UNSUPPORTED");
    assert.equal(lines.at(-1), "UNKNOWN(9000): 1 to 2");
    assert.ok(lines.includes("ApiVersions(18): 0 to 4 [usable: 4]"));
    assert.ok(!lines.some((line) => line.startsWith("Vote(")), "controllers' own APIs are not expected of a broker");
  });
});
