import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readMetricsData } from "./metrics-data.ts";
import { attribute, CUMULATIVE, DELTA, field, gauge, message, metricsData, sum } from "./testing/metrics-bytes.ts";

describe("the metrics of a push", () => {
  it("are gauges and sums, with the attributes of their resource and their own", () => {
    const bytes = metricsData(
      [gauge("a", 1.5, attribute("k", "v")), sum("b", 2), sum("c", 3, CUMULATIVE)],
      attribute("client_rack", "r"),
    );
    const resource = ["client_rack", "r"];
    assert.deepEqual(readMetricsData(bytes), {
      points: [
        { name: "a", kind: "gauge", attributes: [resource, ["k", "v"]], value: 1.5 },
        { name: "b", kind: "delta", attributes: [resource], value: 2 },
        { name: "c", kind: "cumulative", attributes: [resource], value: 3 },
      ],
      otherPoints: 0,
    });
  });

  it("have whole numbers, several points, and attributes of every plain kind", () => {
    const values: readonly (readonly [string, Buffer, string])[] = [
      ["bool", field(2, 1), "true"],
      ["int", field(3, 7), "7"],
      ["double", field(4, { double: 0.5 }), "0.5"],
    ];
    const attributes = values.map(([key, value]) => field(7, message([1, key], [2, value])));
    const list = field(7, message([1, "list"], [2, field(5, Buffer.alloc(0))]));
    const first = Buffer.concat([field(6, { int: -9n }), ...attributes, list]);
    const unrecorded = message([6, { int: 1n }], [8, 1]);
    const unmeasured = field(4, { double: Number.NaN });
    const points = [first, unrecorded, unmeasured, field(6, { int: 4n })].map((point) => field(1, point));
    const metric = message([1, "n"], [5, Buffer.concat(points)]);
    const read = readMetricsData(metricsData([metric]))?.points;
    assert.deepEqual(
      read?.map(({ value }) => value),
      [-9, 4],
    );
    assert.deepEqual(
      read?.[0]?.attributes,
      values.map(([key, , text]) => [key, text]),
    );
  });

  it("of other kinds are counted: histograms, summaries, differences that may fall", () => {
    const one = field(1, Buffer.alloc(0));
    const falling = message([1, "s"], [7, message([1, Buffer.alloc(0)], [2, DELTA])]);
    const without = message([1, "t"], [7, message([1, Buffer.alloc(0)], [3, 1])]);
    const others = [9, 10, 11].map((kind) => message([1, "h"], [kind, Buffer.concat([one, one])]));
    const data = readMetricsData(metricsData([...others, falling, without]));
    assert.deepEqual(data, { points: [], otherPoints: 8 });
  });

  it("that may fall but are told whole are gauges", () => {
    const metric = message([1, "s"], [7, message([1, field(4, { double: 5 })], [2, CUMULATIVE])]);
    assert.equal(readMetricsData(metricsData([metric]))?.points[0]?.kind, "gauge");
  });

  it("are read past fields that are not known, groups among them", () => {
    const unknown = Buffer.concat([
      field(99, "x"),
      field(98, 1),
      field(97, { double: 1 }),
      Buffer.from([(3 << 3) | 3, ...field(5, "inside"), (3 << 3) | 4]),
      Buffer.from([(4 << 3) | 5, 1, 2, 3, 4]),
    ]);
    const bytes = Buffer.concat([unknown, metricsData([gauge("a", 1)]), unknown]);
    assert.equal(readMetricsData(bytes)?.points.length, 1);
    assert.deepEqual(readMetricsData(Buffer.alloc(0)), { points: [], otherPoints: 0 });
  });
});

describe("damaged metrics", () => {
  const whole = metricsData([gauge("a", 1.5, attribute("k", "v")), sum("b", 2)], attribute("r", "s"));

  it("are told from whole ones: cut anywhere, they are no metrics", () => {
    for (let length = 1; length < whole.length; length++) {
      assert.equal(readMetricsData(whole.subarray(0, length)), undefined, `${length} bytes`);
    }
  });

  it("never do more than not to be read, whatever byte is another", () => {
    for (let at = 0; at < whole.length; at++) {
      for (const byte of [0, 1, 0x7f, 0x80, 0xff, (whole[at] ?? 0) ^ 1]) {
        const damaged = Buffer.from(whole);
        damaged[at] = byte;
        const data = readMetricsData(damaged);
        assert.ok(data === undefined || data.points.length <= 2);
      }
    }
  });

  for (const [name, bytes] of [
    ["a field number of 0", [0x00]],
    ["a type that is none", [0x0f]],
    ["a number that does not end", Array.from({ length: 12 }, () => 0xff)],
    ["a group that ends and has not begun", [(3 << 3) | 4]],
    ["a group that does not end", [(3 << 3) | 3]],
    ["a group that another end closes", [(3 << 3) | 3, (4 << 3) | 4]],
    ["groups in groups without end", Array.from({ length: 10_000 }, () => (3 << 3) | 3)],
    ["a length beyond the bytes", [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]],
    ["a name that is not UTF-8", [...metricsData([message([1, Buffer.from([0xff])])])]],
  ] as const) {
    it(`are those with ${name}`, () => assert.equal(readMetricsData(Buffer.from(bytes)), undefined));
  }
});
