import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ProtocolDecodeError } from "./errors.ts";
import { INT64_EXACT_LIMIT, INT64_MAX } from "./int64.ts";
import { MAX_ARRAY_ELEMENTS, MAX_TAGGED_FIELDS, WireReader } from "./reader.ts";

function over(hex: string): WireReader {
  return new WireReader(Buffer.from(hex.replaceAll(" ", ""), "hex"));
}

function refusedAt(offset: number, reason: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert(error instanceof ProtocolDecodeError);
    assert.equal(error.offset, offset);
    assert.equal(error.field, "S.f");
    assert.match(error.reason, reason);
    return true;
  };
}

describe("integers", () => {
  it("are big-endian and signed", () => {
    const reader = over("ff 80 8000 ffff 80000000 ffffffff");
    assert.equal(reader.int8("S.f"), -1);
    assert.equal(reader.int8("S.f"), -128);
    assert.equal(reader.int16("S.f"), -32768);
    assert.equal(reader.uint16("S.f"), 65535);
    assert.equal(reader.int32("S.f"), -2147483648);
    assert.equal(reader.uint32("S.f"), 4294967295);
    assert.equal(reader.remaining, 0);
  });

  it("of 64 bits are exact within ±2^53", () => {
    const cases: [string, number][] = [
      ["0000000000000000", 0],
      ["ffffffffffffffff", -1],
      ["fffffffffffffffe", -2],
      ["00000000ffffffff", 4294967295],
      ["001fffffffffffff", Number.MAX_SAFE_INTEGER],
      ["0020000000000000", INT64_EXACT_LIMIT],
      ["ffe0000000000000", -INT64_EXACT_LIMIT],
      ["7fffffffffffffff", INT64_MAX],
    ];
    for (const [hex, value] of cases) assert.equal(over(hex).int64("S.f"), value, hex);
  });

  it("of 64 bits beyond ±2^53 are refused, naming the field", () => {
    for (const hex of ["0020000000000001", "ffdfffffffffffff", "7ffffffffffffffe", "8000000000000000"]) {
      assert.throws(() => over(hex).int64("S.f"), refusedAt(0, /beyond ±2\^53/), hex);
    }
  });

  it("of 64 bits have their full range as bigint", () => {
    for (const value of [0n, -1n, 2n ** 53n, -(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n), 0x123456789abcdef0n]) {
      const bytes = Buffer.alloc(8);
      bytes.writeBigInt64BE(value);
      assert.equal(new WireReader(bytes).int64BigInt("S.f"), value);
    }
  });

  it("are refused when bytes are missing", () => {
    assert.throws(() => over("").int8("S.f"), refusedAt(0, /1 bytes needed, 0 left/));
    assert.throws(() => over("00").int16("S.f"), refusedAt(0, /2 bytes needed, 1 left/));
    assert.throws(() => over("000000").int32("S.f"), refusedAt(0, /4 bytes needed/));
    assert.throws(() => over("00000000000000").int64("S.f"), refusedAt(0, /8 bytes needed/));
    assert.throws(() => over("00000000000000").float64("S.f"), refusedAt(0, /8 bytes needed/));
    assert.throws(() => over("00".repeat(15)).uuid("S.f"), refusedAt(0, /16 bytes needed/));
  });

  it("outside of the reader's range are not there, even when the buffer has them", () => {
    const reader = new WireReader(Buffer.alloc(100), 10, 12);
    assert.equal(reader.int16("S.f"), 0);
    assert.throws(() => reader.int8("S.f"), refusedAt(12, /1 bytes needed, 0 left/));
  });
});

describe("variable-length integers", () => {
  it("are read up to their full width", () => {
    assert.equal(over("00").unsignedVarint("S.f"), 0);
    assert.equal(over("7f").unsignedVarint("S.f"), 127);
    assert.equal(over("8001").unsignedVarint("S.f"), 128);
    assert.equal(over("ffffffff0f").unsignedVarint("S.f"), 4294967295);
    assert.equal(over("ffffffff0f").varint("S.f"), -2147483648);
    assert.equal(over("01").varint("S.f"), -1);
    assert.equal(over("feffffffffffffffff01").varlong("S.f"), INT64_MAX);
    assert.equal(over("ffffffffffffffffff01").varlongBigInt("S.f"), -(2n ** 63n));
    assert.equal(over("ffffffffffffff1f").varlong("S.f"), -INT64_EXACT_LIMIT);
  });

  it("longer than their width are refused", () => {
    assert.throws(() => over("ffffffff10").unsignedVarint("S.f"), ProtocolDecodeError);
    assert.throws(() => over("8080808080 01").unsignedVarint("S.f"), ProtocolDecodeError);
    assert.throws(() => over("ffffffffffffffffff02").varlongBigInt("S.f"), ProtocolDecodeError);
    assert.throws(() => over("80".repeat(11)).varlong("S.f"), ProtocolDecodeError);
    assert.throws(() => over("8080").unsignedVarint("S.f"), /1 bytes needed/);
    assert.throws(() => over("ffffffffffffffffff01").varlong("S.f"), /beyond/);
  });
});

describe("lengths", () => {
  it("of −1 mean null where the field is nullable, and are refused where it is not", () => {
    assert.equal(over("ffff").nullableString("S.f"), null);
    assert.equal(over("00").compactNullableString("S.f"), null);
    assert.equal(over("ffffffff").nullableBytes("S.f"), null);
    assert.equal(over("00").compactNullableBytes("S.f"), null);
    assert.equal(over("ffffffff").nullableArrayLength(1, "S.f"), -1);
    assert.equal(over("00").compactNullableArrayLength(1, "S.f"), -1);
    assert.throws(() => over("ffff").string("S.f"), /null in a field that is not nullable/);
    assert.throws(() => over("00").compactString("S.f"), /null in a field that is not nullable/);
    assert.throws(() => over("ffffffff").bytes("S.f"), /null in a field that is not nullable/);
    assert.throws(() => over("00").compactBytes("S.f"), /null in a field that is not nullable/);
    assert.throws(() => over("ffffffff").arrayLength(1, "S.f"), /null in a field that is not nullable/);
    assert.throws(() => over("00").compactArrayLength(1, "S.f"), /null in a field that is not nullable/);
  });

  it("below −1 are refused everywhere", () => {
    assert.throws(() => over("fffe").nullableString("S.f"), /negative length/);
    assert.throws(() => over("fffffffe").nullableBytes("S.f"), /negative length/);
    assert.throws(() => over("80000000").nullableArrayLength(1, "S.f"), /negative length/);
  });

  it("beyond the bytes that are left are refused before anything is allocated", () => {
    const before = process.memoryUsage().arrayBuffers;
    assert.throws(() => over("7fff 61").string("S.f"), /32767 bytes needed, 1 left/);
    assert.throws(() => over("7fffffff 61").bytes("S.f"), /2147483647 bytes needed, 1 left/);
    assert.throws(() => over("ffffffff0f 61").compactBytes("S.f"), /bytes needed, 1 left/);
    assert.throws(() => over("7fffffff 61").arrayLength(1, "S.f"), /array of 2147483647 elements, 1 bytes left/);
    assert(process.memoryUsage().arrayBuffers - before < 1024 * 1024);
  });

  it("of arrays count with the least that an element takes", () => {
    assert.equal(over("00000002 0000000000000000").arrayLength(4, "S.f"), 2);
    assert.throws(() => over("00000003 0000000000000000").arrayLength(4, "S.f"), /array of 3 elements, 8 bytes left/);
  });

  it("of arrays have a bound however many bytes there are", () => {
    const bytes = Buffer.alloc(4 + 2 * MAX_ARRAY_ELEMENTS);
    bytes.writeInt32BE(MAX_ARRAY_ELEMENTS);
    assert.equal(new WireReader(bytes).arrayLength(1, "S.f"), MAX_ARRAY_ELEMENTS);
    bytes.writeInt32BE(MAX_ARRAY_ELEMENTS + 1);
    assert.throws(() => new WireReader(bytes).arrayLength(1, "S.f"), ProtocolDecodeError);
  });

  it("of strings have Kafka's bound", () => {
    const bytes = Buffer.alloc(3 + 0x8000, "a");
    bytes.set([0x80, 0x80, 0x02]);
    assert.equal(new WireReader(bytes).compactString("S.f").length, 0x7fff);
    bytes.set([0x81, 0x80, 0x02]);
    assert.throws(() => new WireReader(bytes).compactString("S.f"), /at most 32767/);
  });

  it("of tagged fields have a bound, and may not go beyond the bytes", () => {
    assert.throws(() => over("05 0000").taggedFieldCount("S.f"), /5 tagged fields do not fit/);
    const bytes = Buffer.alloc(3 * MAX_TAGGED_FIELDS);
    bytes.set([0x91, 0x4e]);
    assert.throws(() => new WireReader(bytes).taggedFieldCount("S.f"), /10001 tagged fields/);
    assert.throws(() => over("05 0000").taggedFieldEnd("S.f"), /5 bytes needed, 2 left/);
  });
});

describe("bytes", () => {
  it("are a view of the input", () => {
    const input = Buffer.from("00000002aabb", "hex");
    const bytes = new WireReader(input).bytes("S.f");
    input[4] = 0xcc;
    assert.deepEqual([...bytes], [0xcc, 0xbb]);
  });

  it("of a plain Uint8Array are read like those of a Buffer", () => {
    const reader = new WireReader(Uint8Array.of(9, 0, 1, 0x61, 9).subarray(1, 4));
    assert.equal(reader.string("S.f"), "a");
    reader.expectEnd();
  });

  it("after the message are refused on request", () => {
    const reader = over("0000");
    reader.int8("S.f");
    assert.throws(() => reader.expectEnd(), /1 trailing bytes/);
  });
});
