import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { avroFormat } from "./formats/avro.ts";
import type { SchemaFormat } from "./formats/format.ts";
import { jsonSchemaFormat } from "./formats/json-schema.ts";
import { protobufFormat } from "./formats/protobuf.ts";
import { RegistrySerde, recordNameStrategy, topicRecordNameStrategy } from "./registry-serde.ts";
import { SchemaRegistry } from "./schema-registry.ts";
import { FakeRegistry } from "./testing/fake-registry.ts";

let fake: FakeRegistry;
let registry: SchemaRegistry;

beforeEach(() => {
  fake = new FakeRegistry();
  fake.install();
  registry = new SchemaRegistry({ urls: "http://registry.test/" });
});
afterEach(() => fake.uninstall());

const AVRO = JSON.stringify({
  type: "record",
  name: "Order",
  namespace: "shop",
  fields: [
    { name: "id", type: "long" },
    { name: "note", type: ["null", "string"], default: null },
  ],
});

const JSON_SCHEMA = JSON.stringify({
  title: "Order",
  type: "object",
  properties: { id: { type: "integer" }, note: { type: "string" } },
  required: ["id"],
});

const PROTO = `
syntax = "proto3";
package shop;
message Order { int64 id = 1; string note = 2; message Line { int32 count = 1; } }
message Refund { string reason = 1; }
`;

async function hex(bytes: Promise<Uint8Array | null>): Promise<string> {
  return Buffer.from((await bytes) ?? []).toString("hex");
}

describe("bytes on the wire", () => {
  it("are Avro's behind a zero and the id", async () => {
    const serde = new RegistrySerde({ registry, format: avroFormat(), schema: AVRO });
    // 1 as zigzag, branch 1 of the union, two letters.
    assert.equal(await hex(serde.serialize("t", { id: 1, note: "hi" })), "0000000001" + "02" + "02" + "04" + "6869");
    assert.deepEqual(
      { ...((await serde.deserialize(await serde.serialize("t", { id: 7, note: null }))) as object) },
      {
        id: 7,
        note: null,
      },
    );
  });

  it("are JSON's behind a zero and the id", async () => {
    const serde = new RegistrySerde({ registry, format: jsonSchemaFormat(), schema: JSON_SCHEMA });
    const bytes = await serde.serialize("t", { id: 1 });
    assert.equal(Buffer.from(bytes ?? []).toString("latin1"), '\0\0\0\0\x01{"id":1}');
    assert.deepEqual(await serde.deserialize(bytes), { id: 1 });
  });

  it("are Protobuf's behind a zero, the id, and which message it is", async () => {
    const of = (messageName?: string): RegistrySerde =>
      new RegistrySerde({
        registry,
        format: protobufFormat(messageName === undefined ? {} : { messageName }),
        schema: PROTO,
      });
    assert.equal(await hex(of().serialize("t", { id: 1, note: "hi" })), "0000000001" + "00" + "0801" + "12026869");
    assert.equal(await hex(of("Refund").serialize("t", { reason: "x" })), "0000000001" + "0202" + "0a0178");
    assert.equal(await hex(of("Line").serialize("t", { count: 3 })), "0000000001" + "040000" + "0803");
    const reader = of();
    assert.deepEqual(await reader.deserialize(await of("Line").serialize("t", { count: 3 })), { count: 3 });
    assert.deepEqual(await reader.deserialize(await of().serialize("t", { id: "9007199254740993" })), {
      id: "9007199254740993",
      note: "",
    });
  });
});

describe("schemas", () => {
  it("are asked for once, and are loaded before records are looked at", async () => {
    const writer = new RegistrySerde({ registry, format: avroFormat(), schema: AVRO });
    assert.throws(() => writer.serializer({ id: 1 }, "t"), { code: "NOT_READY" });
    await writer.prepare("t");
    await writer.prepare("t");
    const bytes = writer.serializer({ id: 1, note: null }, "t");
    assert.deepEqual(fake.requests, ["POST /subjects/t-value/versions"]);
    const reader = new RegistrySerde({ registry, format: avroFormat() });
    const records = [1, 2, 3].map(() => ({ rawKey: null, rawValue: bytes }));
    assert.throws(() => reader.deserializer(bytes), { code: "NOT_READY" });
    await reader.load([...records, { rawKey: null, rawValue: null }, { rawKey: null, rawValue: Buffer.from("x") }]);
    await reader.load(records);
    assert.deepEqual({ ...(reader.deserializer(bytes) as object) }, { id: 1, note: null });
    assert.deepEqual(fake.requests.slice(1), ["GET /schemas/ids/1"]);
    assert.throws(() => reader.deserializer(Buffer.from("no header")), { code: "INVALID_BYTES" });
    assert.equal(reader.deserializer(null), null);
    assert.equal(writer.serializer(null, "t"), null);
  });

  it("have subjects by topic, by record, or by both; keys have their own", async () => {
    for (const [subjectNameStrategy, isKey] of [
      [undefined, true],
      [recordNameStrategy, false],
      [topicRecordNameStrategy, false],
    ] as const) {
      const options = { registry, format: avroFormat(), schema: AVRO, isKey };
      await new RegistrySerde(
        subjectNameStrategy === undefined ? options : { ...options, subjectNameStrategy },
      ).prepare("t");
    }
    assert.deepEqual(fake.requests, [
      "POST /subjects/t-key/versions",
      "POST /subjects/shop.Order/versions",
      "POST /subjects/t-shop.Order/versions",
    ]);
  });

  it("are not registered where that is not wanted, and the newest one is used where none is given", async () => {
    const shy = new RegistrySerde({ registry, format: avroFormat(), schema: AVRO, autoRegister: false });
    await assert.rejects(shy.prepare("t"), { code: "REGISTRY", registryCode: 40403 });
    await assert.rejects(new RegistrySerde({ registry, format: avroFormat() }).prepare("t"), { registryCode: 40401 });
    await new RegistrySerde({ registry, format: avroFormat(), schema: AVRO }).prepare("t");
    await shy.prepare("t");
    const latest = new RegistrySerde({ registry, format: avroFormat() });
    assert.equal(await hex(latest.serialize("t", { id: 2, note: null })), "0000000001" + "04" + "00");
    await assert.rejects(new RegistrySerde({ registry, format: jsonSchemaFormat() }).prepare("t"), {
      code: "INVALID_SCHEMA",
    });
  });

  it("of older data are brought into the form that the reader wants (Avro)", async () => {
    const bytes = await new RegistrySerde({ registry, format: avroFormat(), schema: AVRO }).serialize("t", {
      id: 1,
      note: "x",
    });
    const fields = [
      { name: "id", type: "long" },
      { name: "state", type: "string", default: "new" },
    ];
    const readerSchema = JSON.stringify({ type: "record", name: "Order", namespace: "shop", fields });
    const reader = new RegistrySerde({ registry, format: avroFormat({ readerSchema }) });
    assert.deepEqual({ ...((await reader.deserialize(bytes)) as object) }, { id: 1, state: "new" });
  });

  const references: readonly (readonly [string, SchemaFormat, string, string, object])[] = [
    [
      "Avro",
      avroFormat(),
      JSON.stringify({ type: "enum", name: "State", namespace: "shop", symbols: ["OPEN", "DONE"] }),
      JSON.stringify({
        type: "record",
        name: "Job",
        namespace: "shop",
        fields: [{ name: "state", type: "shop.State" }],
      }),
      { state: "DONE" },
    ],
    [
      "JSON",
      jsonSchemaFormat(),
      JSON.stringify({ enum: ["OPEN", "DONE"] }),
      JSON.stringify({ type: "object", properties: { state: { $ref: "state" } } }),
      { state: "DONE" },
    ],
    [
      "Protobuf",
      protobufFormat(),
      'syntax = "proto3"; package shop; message State { string name = 1; }',
      'syntax = "proto3"; package shop; import "state"; message Job { State state = 1; }',
      { state: { name: "DONE" } },
    ],
  ];
  for (const [name, format, base, schema, data] of references) {
    it(`may refer to others (${name})`, async () => {
      await registry.id("state", { schemaType: format.type, schema: base, references: [] });
      const given = [{ name: name === "Avro" ? "shop.State" : "state", subject: "state", version: 1 }];
      const writer = new RegistrySerde({ registry, format, schema, references: given });
      const bytes = await writer.serialize("t", data);
      const reader = new RegistrySerde({ registry: new SchemaRegistry({ urls: ["http://registry.test"] }), format });
      assert.deepEqual(JSON.parse(JSON.stringify(await reader.deserialize(bytes))), data);
    });
  }

  for (const [format, schema, wrong] of [
    [avroFormat(), AVRO, { id: "x" }],
    [jsonSchemaFormat(), JSON_SCHEMA, { note: 5 }],
    [protobufFormat(), PROTO, "text"],
  ] as const) {
    it(`refuse data and bytes that do not fit, and what is no schema (${format.type})`, async () => {
      const serde = new RegistrySerde({ registry, format, schema });
      await assert.rejects(serde.serialize("t", wrong), { code: "INVALID_DATA" });
      await assert.rejects(serde.deserialize(Buffer.from([0, 0, 0, 0, 1, 0x80])), { code: "INVALID_BYTES" });
      const broken = new RegistrySerde({ registry, format, schema: "{" });
      await assert.rejects(broken.prepare("t"), { code: "INVALID_SCHEMA" });
    });
  }
});

describe("a registry", () => {
  it("is asked at its other address when one fails, and a refusal is final", async () => {
    const two = new SchemaRegistry({ urls: "http://one.test,http://two.test", auth: { username: "u", password: "p" } });
    fake.failures.push(503);
    await two.id("s", { schemaType: "AVRO", schema: '"string"', references: [] });
    assert.equal(fake.requests.length, 2);
    assert.deepEqual(new Set(fake.authorizations), new Set([`Basic ${Buffer.from("u:p").toString("base64")}`]));
    fake.failures.push(422);
    await assert.rejects(two.latest("s"), { code: "REGISTRY", retriable: false, registryCode: 42200 });
    fake.failures.push(500, 500);
    await assert.rejects(two.schema(1), { code: "REGISTRY", retriable: true });
    assert.equal((await two.schema(1)).schema, '"string"', "a failure is not kept");
    const bearer = new SchemaRegistry({ urls: "http://one.test", auth: { token: () => "t" } });
    await bearer.schema(1);
    assert.equal(fake.authorizations.at(-1), "Bearer t");
  });
});
