import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { LineMessageReader } from "./line-message-reader.ts";

function read(line: string, properties: Record<string, string> = {}): unknown {
  const record = new LineMessageReader("t", new Map(Object.entries(properties))).read(Buffer.from(line));
  const text = (value: unknown): unknown => (Buffer.isBuffer(value) ? value.toString() : value);
  const headers = Array.isArray(record.headers)
    ? record.headers.map(({ key, value }) => [key, text(value)])
    : undefined;
  return { key: text(record.key), value: text(record.value), ...(headers === undefined ? {} : { headers }) };
}

describe("the line reader", () => {
  it("takes the whole line as the value unless told otherwise", () => {
    assert.deepEqual(read("a\tb"), { key: null, value: "a\tb" });
  });

  it("cuts headers and key off, in this order", () => {
    assert.deepEqual(read("h1:v1,h2:v2\tk\tv\tw", { "parse.key": "true", "parse.headers": "true" }), {
      key: "k",
      value: "v\tw",
      headers: [
        ["h1", "v1"],
        ["h2", "v2"],
      ],
    });
  });

  it("takes the null marker for null in key, value and header value", () => {
    const properties = { "parse.key": "true", "key.separator": "=>", "null.marker": "NUL" };
    assert.deepEqual(read("k=>NUL", properties), { key: "k", value: null });
    assert.deepEqual(read("NUL=>v", properties), { key: null, value: "v" });
  });

  it("names the line that lacks its separator, or takes it whole with ignore.error", () => {
    assert.throws(
      () => read("noseparator", { "parse.key": "true" }),
      /No key separator found on line number 1: 'noseparator'/,
    );
    assert.deepEqual(read("noseparator", { "parse.key": "true", "ignore.error": "true" }), {
      key: null,
      value: "noseparator",
    });
  });

  it("refuses separators that cannot be told apart, and properties it does not have", () => {
    assert.throws(() => read("x", { "headers.separator": ":" }), /may not be equal/);
    assert.throws(() => read("x", { "null.marker": "\t" }), /may not be equal/);
    assert.throws(() => read("x", { "parse.kye": "true" }), /parse.kye is not a property/);
  });
});
