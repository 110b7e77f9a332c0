import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { exposition } from "./exposition.ts";
import type { Metric } from "./exposition.ts";

const text = (...metrics: readonly Metric[]): string => [...exposition(metrics)].join("");

describe("Prometheus's text", () => {
  it("has help and type once, then the samples", () => {
    assert.equal(
      text({
        name: "kafka_log_log_size",
        type: "gauge",
        help: "Bytes.",
        samples: [{ labels: { topic: "a", partition: "0" }, value: 5 }, { value: 0.5 }],
      }),
      '# HELP kafka_log_log_size Bytes.\n# TYPE kafka_log_log_size gauge\nkafka_log_log_size{topic="a",partition="0"} 5\nkafka_log_log_size 0.5\n',
    );
  });

  it("escapes what labels and help hold", () => {
    assert.equal(
      text({ name: "m", type: "counter", help: "a\\b\nc", samples: [{ labels: { l: 'q"\\\n' }, value: 1 }] }),
      '# HELP m a\\\\b\\nc\n# TYPE m counter\nm{l="q\\"\\\\\\n"} 1\n',
    );
  });

  it("has numbers that are none", () => {
    const samples = [{ value: Infinity }, { value: -Infinity }, { value: Number.NaN }, { value: 1e21 }];
    assert.match(text({ name: "m", type: "gauge", help: "h", samples }), /m \+Inf\nm -Inf\nm NaN\nm 1e\+21\n$/);
  });

  it("says nothing of a metric without samples, and much in pieces", () => {
    assert.equal(text({ name: "m", type: "gauge", help: "h", samples: [] }), "");
    const samples = Array.from({ length: 2_500 }, (_, value) => ({ value }));
    const pieces = [...exposition([{ name: "m", type: "gauge", help: "h", samples }])];
    assert.equal(pieces.length, 3);
    assert.equal(pieces.join("").split("\n").length, 2_503);
    assert.ok(pieces.every((piece) => piece.endsWith("\n")));
  });
});
