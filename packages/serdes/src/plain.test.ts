import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  bytesSerde,
  doubleSerde,
  floatSerde,
  integerSerde,
  jsonSerde,
  longSerde,
  shortSerde,
  stringSerde,
  uuidSerde,
} from "./plain.ts";
import type { Serde } from "./plain.ts";

function roundTrip<T>(serde: Serde<T>, data: T, hex: string): void {
  const bytes = serde.serializer(data, "t");
  assert.equal(Buffer.from(bytes ?? []).toString("hex"), hex);
  assert.deepEqual(serde.deserializer(bytes, "t"), data);
  assert.equal(serde.serializer(null, "t"), null);
  assert.equal(serde.deserializer(null, "t"), null);
}

describe("serdes without a schema", () => {
  it("write what Kafka's own serializers write", () => {
    roundTrip(stringSerde, "é", "c3a9");
    roundTrip(bytesSerde, Buffer.from([1, 2]), "0102");
    roundTrip(shortSerde, -2, "fffe");
    roundTrip(integerSerde, 258, "00000102");
    roundTrip(longSerde, -1n, "ffffffffffffffff");
    roundTrip(floatSerde, 1.5, "3fc00000");
    roundTrip(doubleSerde, -0.5, "bfe0000000000000");
    const uuid = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
    roundTrip(uuidSerde, uuid, Buffer.from(uuid).toString("hex"));
    roundTrip(jsonSerde<{ a: number }>(), { a: 1 }, Buffer.from('{"a":1}').toString("hex"));
  });

  it("refuse what does not fit", () => {
    assert.throws(() => integerSerde.deserializer(Buffer.from([1]), "t"), /Size of data received is not 4/);
    assert.throws(() => integerSerde.serializer(2 ** 31, "t"), RangeError);
    assert.throws(() => uuidSerde.serializer("x", "t"), /is not a UUID/);
    assert.throws(() => uuidSerde.deserializer(Buffer.from("x"), "t"), /Error parsing data into UUID/);
    assert.throws(() => jsonSerde().serializer(() => 1, "t"), /JSON cannot say function/);
    assert.throws(() => jsonSerde().deserializer(Buffer.from("{"), "t"), SyntaxError);
  });
});
