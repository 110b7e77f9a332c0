import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DefaultKafkaHeaderMapper, JSON_TYPES } from "./default-kafka-header-mapper.ts";

/** What was written, as text. */
function sent(mapper: DefaultKafkaHeaderMapper, headers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const pairs = mapper.fromHeaders(headers).map(({ key, value }): [string, unknown] => {
    const text = value === null || value === undefined ? null : Buffer.from(value as Uint8Array).toString();
    return [key, key === JSON_TYPES ? (JSON.parse(text ?? "") as unknown) : text];
  });
  return Object.fromEntries(pairs);
}

describe("headers of messages", () => {
  it("are text, bytes, or JSON with the Java class that reads it", () => {
    const headers = { text: "a", bytes: Buffer.from("b"), whole: 1, long: 2 ** 40, broken: 1.5, truth: true };
    assert.deepEqual(sent(new DefaultKafkaHeaderMapper(), { ...headers, list: [1], map: { x: 1 } }), {
      text: "a",
      bytes: "b",
      whole: "1",
      long: "1099511627776",
      broken: "1.5",
      truth: "true",
      list: "[1]",
      map: '{"x":1}',
      [JSON_TYPES]: {
        text: "java.lang.String",
        whole: "java.lang.Integer",
        long: "java.lang.Long",
        broken: "java.lang.Double",
        truth: "java.lang.Boolean",
        list: "java.util.ArrayList",
        map: "java.util.LinkedHashMap",
      },
    });
  });

  it("come back as what they were", () => {
    const mapper = new DefaultKafkaHeaderMapper();
    const headers = {
      text: "a",
      quoted: '"b"',
      bytes: Buffer.from("c"),
      number: -1.5,
      big: 2n ** 60n,
      list: ["x", 1],
      map: { x: null },
      date: new Date(1_700_000_000_000),
      none: null,
    };
    const back = mapper.toHeaders(mapper.fromHeaders(headers));
    assert.deepEqual({ ...back, quoted: undefined }, { ...headers, quoted: undefined });
    // As Spring: text that begins with a quote is taken for JSON.
    assert.equal(back["quoted"], "b");
  });

  it("what a record says by itself is not sent, nor what the patterns leave out", () => {
    const own = { kafka_topic: "t", kafka_offset: 1, kafka_receivedMessageKey: "k", id: "x", timestamp: 1 };
    assert.deepEqual(sent(new DefaultKafkaHeaderMapper(), own), {});
    assert.deepEqual(Object.keys(sent(new DefaultKafkaHeaderMapper(), { kafka_correlationId: "c" })), [
      "kafka_correlationId",
      JSON_TYPES,
    ]);
    const mapper = new DefaultKafkaHeaderMapper({ patterns: ["!secret*", "S*", "trace"], mapAllStringsOut: true });
    assert.deepEqual(sent(mapper, { secretKey: "a", small: "b", trace: "c", other: "d" }), { small: "b", trace: "c" });
  });

  it("are taken in as bytes unless somebody says what they are", () => {
    const source = [
      { key: "plain", value: Buffer.from("a") },
      { key: "traceparent", value: Buffer.from("00-1-2-3") },
      { key: "mine", value: Buffer.from("c") },
      { key: "kafka_deliveryAttempt", value: Buffer.from([0, 0, 0, 3]) },
      { key: "hidden", value: Buffer.from("d") },
      { key: "many", value: Buffer.from("1") },
      { key: "many", value: Buffer.from("2") },
      { key: "last", value: Buffer.from("1") },
      { key: "last", value: Buffer.from("2") },
    ];
    const mapper = new DefaultKafkaHeaderMapper({
      rawMappedHeaders: { mine: true },
      inboundPatterns: ["!hidden", "*"],
      multiValuePatterns: ["man*"],
    });
    assert.deepEqual(mapper.toHeaders(source), {
      plain: Buffer.from("a"),
      traceparent: "00-1-2-3",
      mine: "c",
      kafka_deliveryAttempt: 3,
      many: [Buffer.from("1"), Buffer.from("2")],
      last: Buffer.from("2"),
    });
  });

  it("of classes that are not trusted stay closed; what is no JSON stays what it is", () => {
    const types = {
      a: "com.shop.Order",
      b: "java.util.LinkedHashMap",
      c: "[B",
      d: "java.lang.Integer",
      e: "java.lang.evil.Order",
      f: "java.language.Order",
    };
    const headers = Object.entries({ a: "{}", b: "{}", c: '"AQI="', d: "{", e: "{}", f: "{}" });
    const source = [
      ...headers.map(([key, text]) => ({ key, value: Buffer.from(text) })),
      { key: JSON_TYPES, value: Buffer.from(JSON.stringify(types)) },
    ];
    const untrusted = (untrustedType: string): object => ({ headerValue: Buffer.from("{}"), untrustedType });
    assert.deepEqual(new DefaultKafkaHeaderMapper().toHeaders(source), {
      a: untrusted("com.shop.Order"),
      b: {},
      c: Buffer.from([1, 2]),
      d: Buffer.from("{"),
      e: {},
      f: untrusted("java.language.Order"),
    });
    assert.deepEqual(new DefaultKafkaHeaderMapper({ trustedPackages: ["com.shop"] }).toHeaders(source)["a"], {});
    assert.deepEqual(new DefaultKafkaHeaderMapper().toHeaders([{ key: JSON_TYPES, value: Buffer.from("[") }]), {});
  });

  it("text in quotes, for those who read only JSON", () => {
    assert.equal(sent(new DefaultKafkaHeaderMapper({ encodeStrings: true }), { a: "b" })["a"], '"b"');
  });
});
