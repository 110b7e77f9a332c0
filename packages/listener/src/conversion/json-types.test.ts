import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AnyRecord } from "../errors/common-error-handler.ts";
import { MessageConversionException, MethodArgumentNotValidException } from "../errors/exceptions.ts";
import type { StandardSchema } from "./payload-converter.ts";
import { JsonTypes, TYPE_ID } from "./json-types.ts";

class Order {
  readonly id: number;

  constructor(id: number) {
    this.id = id;
  }
}

const schema: StandardSchema = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate: (value) => (typeof value === "number" ? { value: value * 2 } : { issues: [{ message: "no number" }] }),
  },
};

const types = new JsonTypes({
  "com.shop.Order": { type: Order, read: (parsed) => new Order((parsed as { id: number }).id) },
  doubled: { read: schema },
  anything: {},
});

function convert(value: unknown, typeId?: string, defaultType?: string): unknown {
  const headers = typeId === undefined ? [] : [{ key: TYPE_ID, value: Buffer.from(typeId) }];
  const converter = types.converter(defaultType === undefined ? {} : { defaultType });
  assert.ok(typeof converter === "function");
  // Only what is looked at.
  return converter(value, { headers } as unknown as AnyRecord);
}

describe("JSON with the type in a header", () => {
  it("is read as the type that is registered under the name", () => {
    assert.deepEqual(convert('{"id":7}', "com.shop.Order"), new Order(7));
    assert.ok(convert(Buffer.from('{"id":7}'), "com.shop.Order") instanceof Order);
    assert.equal(convert("21", "doubled"), 42);
    assert.deepEqual(convert("[1]", undefined, "anything"), [1]);
    assert.equal(convert(null, "com.shop.Order"), null);
  });

  it("a name that is not registered, none at all, and what does not fit are errors that are never retried", () => {
    assert.throws(() => convert("{}", "java.lang.Runtime"), /'java\.lang\.Runtime' is not registered/);
    assert.throws(() => convert("{}"), MessageConversionException);
    assert.throws(() => convert("{", "anything"), /Failed to convert from JSON/);
    assert.throws(() => convert('"x"', "doubled"), MethodArgumentNotValidException);
    assert.throws(() => types.converter({ defaultType: "none" }), /not a registered type/);
    assert.throws(() => new JsonTypes({}), /at least one/);
  });

  it("is written with the name of the value's class, once", () => {
    const { onSend } = types.interceptor();
    const headers = { h: "1", [TYPE_ID]: "old" };
    assert.deepEqual(onSend({ topic: "t", value: new Order(7), headers }), {
      topic: "t",
      value: '{"id":7}',
      headers: [
        { key: "h", value: "1" },
        { key: TYPE_ID, value: Buffer.from("com.shop.Order") },
      ],
    });
    assert.deepEqual(onSend({ topic: "t", value: { a: 1 } }), { topic: "t", value: '{"a":1}', headers: [] });
    for (const value of ["text", Buffer.from("bytes"), null]) {
      const record = { topic: "t", value };
      assert.equal(onSend(record), record);
    }
  });
});
