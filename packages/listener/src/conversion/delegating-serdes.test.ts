import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Header } from "@ottla/client";
import type { AnyRecord } from "../errors/common-error-handler.ts";
import { MessageConversionException } from "../errors/exceptions.ts";
import {
  DelegatingSerdes,
  VALUE_SERIALIZATION_SELECTOR,
  delegatingByTopicDeserializer,
  delegatingByTopicSerializer,
  delegatingByTypeSerializer,
} from "./delegating-serdes.ts";

const text = (data: string): Uint8Array => Buffer.from(data);
const doubled = (data: number): Uint8Array => Buffer.from(String(data * 2));
const reading = (data: Uint8Array | null): string => `read ${Buffer.from(data ?? "").toString()}`;

function recordWith(rawValue: Uint8Array | null, headers: readonly Header[]): AnyRecord {
  return { topic: "t", rawValue, headers } as unknown as AnyRecord;
}

describe("serializers that choose among others", () => {
  it("by topic: the first expression that is the whole name, else the default", () => {
    const serializer = delegatingByTopicSerializer([
      [/orders/, text],
      [/orders-.*/, doubled],
    ]);
    assert.deepEqual(serializer("a", "orders"), Buffer.from("a"));
    assert.deepEqual(serializer(21, "orders-dlt"), Buffer.from("42"));
    assert.throws(() => serializer("a", "my-orders"), /No \(de\)serializer found for topic 'my-orders'/);
    const deserializer = delegatingByTopicDeserializer([[/a/g, reading]], (data) => data);
    assert.equal(deserializer(Buffer.from("x"), "a"), "read x");
    assert.equal(deserializer(Buffer.from("x"), "a"), "read x");
    assert.deepEqual(deserializer(Buffer.from("x"), "b"), Buffer.from("x"));
  });

  it("by type: the value's own class, or those above it", () => {
    class Order {}
    class Urgent extends Order {}
    const order = (): Uint8Array => Buffer.from("order");
    const exact = delegatingByTypeSerializer([
      [String, text],
      [Number, doubled],
      [Order, order],
    ]);
    assert.deepEqual([exact("a", "t"), exact(1, "t")], [Buffer.from("a"), Buffer.from("2")]);
    assert.deepEqual(exact(new Order(), "t"), Buffer.from("order"));
    assert.equal(exact(null, "t"), null);
    assert.throws(
      () => exact(new Urgent(), "t"),
      /No matching delegate for type: Urgent; supported types: String, Number, Order/,
    );
    const assignable = delegatingByTypeSerializer([[Order, order]], { isAssignable: true });
    assert.deepEqual(assignable(new Urgent(), "t"), Buffer.from("order"));
  });

  it("by header: written and read as it says", () => {
    const serdes = new DelegatingSerdes({ text: { serializer: text, deserializer: reading } });
    const { onSend } = serdes.interceptor();
    const sent = onSend({ topic: "t", value: "a", headers: { [VALUE_SERIALIZATION_SELECTOR]: "text" } });
    assert.deepEqual(sent.value, Buffer.from("a"));
    assert.throws(() => onSend({ topic: "t", value: "a" }), /No 'spring\.kafka\.serialization\.selector' header/);
    const unknown = [{ key: VALUE_SERIALIZATION_SELECTOR, value: Buffer.from("xml") }];
    assert.throws(() => onSend({ topic: "t", value: "a", headers: unknown }), /No serializer found for 'xml'/);
    const convert = serdes.converter();
    assert.ok(typeof convert === "function");
    const bytes = Buffer.from("a");
    const selected = [{ key: VALUE_SERIALIZATION_SELECTOR, value: Buffer.from("text") }];
    assert.equal(convert(undefined, recordWith(bytes, selected)), "read a");
    assert.equal(convert(undefined, recordWith(bytes, [])), bytes);
    assert.equal(convert(undefined, recordWith(bytes, unknown)), bytes);
  });

  it("what a chosen deserializer throws is never tried again", () => {
    const failing = (): never => {
      throw new Error("no");
    };
    const convert = new DelegatingSerdes({ x: { deserializer: failing } }).converter();
    assert.ok(typeof convert === "function");
    const record = recordWith(Buffer.from("a"), [{ key: VALUE_SERIALIZATION_SELECTOR, value: Buffer.from("x") }]);
    assert.throws(() => convert(undefined, record), MessageConversionException);
  });
});
