import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ApiKey } from "@ottla/protocol";
import { ERROR_FIELDS } from "@ottla/protocol/messages/error-fields";
import { ErrorMetrics } from "./error-metrics.ts";
import { exposition } from "./exposition.ts";

function text(metrics: ErrorMetrics): string[] {
  return [...exposition(metrics.metrics())]
    .join("")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
}

describe("errors of answers", () => {
  it("count by API and error, one for each field, none included", () => {
    const metrics = new ErrorMetrics();
    const partitions = [0, 0, 6].map((errorCode, index) => ({ index, errorCode, baseOffset: 0n }));
    metrics.onResponse(ApiKey.Produce, {
      responses: [{ name: "t", partitionResponses: partitions }],
      throttleTimeMs: 0,
    });
    metrics.onResponse(ApiKey.Fetch, {
      errorCode: 0,
      responses: [{ partitions: [{ errorCode: 1, records: Buffer.from("x") }] }],
    });
    metrics.onResponse(ApiKey.Fetch, { errorCode: 0, responses: [] });
    const name = "kafka_network_requestmetrics_errors_total";
    assert.deepEqual(text(metrics), [
      `${name}{request="Produce",error="NONE"} 2`,
      `${name}{request="Produce",error="NOT_LEADER_OR_FOLLOWER"} 1`,
      `${name}{request="Fetch",error="NONE"} 2`,
      `${name}{request="Fetch",error="OFFSET_OUT_OF_RANGE"} 1`,
    ]);
  });

  it("of every API are counted wherever its answers have them", () => {
    for (const [apiKey, paths] of ERROR_FIELDS) {
      const metrics = new ErrorMetrics();
      for (const path of paths) {
        // In lists, each level of two, the last of structs with this error.
        const answer = path.reduceRight<unknown>(
          (inside, name) => (name === "errorCode" ? { errorCode: -1 } : { [name]: [inside, inside] }),
          undefined,
        );
        metrics.onResponse(apiKey, answer as object);
      }
      const expected = paths.reduce((sum, path) => sum + 2 ** (path.length - 1), 0);
      const [line = ""] = text(metrics);
      assert.match(line, new RegExp(`error="UNKNOWN_SERVER_ERROR"\\} ${expected}$`), `${apiKey}`);
    }
    assert.ok(ERROR_FIELDS.size > 70);
  });

  it("an answer without any counts nothing", () => {
    const metrics = new ErrorMetrics();
    metrics.onResponse(ApiKey.Heartbeat, { throttleTimeMs: 0, names: ["a"], counts: [1, 2], nothing: null });
    assert.deepEqual(text(metrics), []);
  });
});
