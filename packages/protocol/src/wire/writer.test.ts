import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { REFERENCED_BYTES_MIN } from "./chunk-arena.ts";
import { ProtocolEncodeError } from "./errors.ts";
import { INT64_EXACT_LIMIT, INT64_MAX } from "./int64.ts";
import { WireReader } from "./reader.ts";
import { WireWriter } from "./writer.ts";

function written(write: (writer: WireWriter) => void): string {
  const writer = new WireWriter();
  write(writer);
  return Buffer.from(writer.finishBytes()).toString("hex");
}

function refuses(write: (writer: WireWriter) => void): void {
  assert.throws(
    () => {
      write(new WireWriter());
    },
    (error) => error instanceof ProtocolEncodeError && error.field === "S.f",
  );
}

/** Passes a value of the wrong type, as untyped callers do. */
function untyped(value: unknown): never {
  return value as never;
}

describe("values", () => {
  it("are written big-endian", () => {
    assert.equal(
      written((writer) => {
        writer.int8(-1, "");
        writer.int16(-2, "");
        writer.uint16(0xfffd, "");
        writer.int32(-4, "");
        writer.uint32(0xfffffffb, "");
        writer.boolean(true, "");
        writer.float64(1.5, "");
      }),
      "fffffefffdfffffffcfffffffb013ff8000000000000",
    );
  });

  it("of 64 bits are exact within ±2^53", () => {
    for (const value of [
      0,
      -1,
      2 ** 31,
      -(2 ** 31) - 1,
      2 ** 40 + 3,
      -(2 ** 40) - 3,
      INT64_EXACT_LIMIT,
      -INT64_EXACT_LIMIT,
    ]) {
      const expected = Buffer.alloc(8);
      expected.writeBigInt64BE(BigInt(value));
      assert.equal(
        written((writer) => writer.int64(value, "")),
        expected.toString("hex"),
      );
    }
    assert.equal(
      written((writer) => writer.int64(INT64_MAX, "")),
      "7fffffffffffffff",
    );
  });

  it("of variable length come back", () => {
    for (const value of [0, 1, -1, 63, 64, -64, -65, 2 ** 31 - 1, -(2 ** 31)]) {
      const writer = new WireWriter();
      writer.varint(value, "");
      writer.varlong(value * 1000, "");
      writer.unsignedVarint(value >>> 0, "");
      const reader = new WireReader(writer.finishBytes());
      assert.deepEqual(
        [reader.varint(""), reader.varlong(""), reader.unsignedVarint("")],
        [value, value * 1000, value >>> 0],
      );
      reader.expectEnd();
    }
  });

  it("that do not fit are refused, naming the field", () => {
    refuses((writer) => writer.int8(128, "S.f"));
    refuses((writer) => writer.int16(-32769, "S.f"));
    refuses((writer) => writer.uint16(-1, "S.f"));
    refuses((writer) => writer.int32(2 ** 31, "S.f"));
    refuses((writer) => writer.int32(0.5, "S.f"));
    refuses((writer) => writer.int32(Number.NaN, "S.f"));
    refuses((writer) => writer.uint32(2 ** 32, "S.f"));
    refuses((writer) => writer.int64(INT64_EXACT_LIMIT + 2, "S.f"));
    refuses((writer) => writer.int64(0.5, "S.f"));
    refuses((writer) => writer.int64(Number.NaN, "S.f"));
    refuses((writer) => writer.int64(Number.NEGATIVE_INFINITY, "S.f"));
    refuses((writer) => writer.int64BigInt(2n ** 63n, "S.f"));
    refuses((writer) => writer.varlong(2n ** 63n, "S.f"));
    refuses((writer) => writer.uuid("short", "S.f"));
    refuses((writer) => writer.uuid("AAAAAAAAAAAAAAAAAAAAAB", "S.f"));
    refuses((writer) => writer.uuid("AAAAAAAAAAAAAAAAAAAA+A", "S.f"));
    refuses((writer) => writer.string("a".repeat(0x8000), "S.f"));
    refuses((writer) => writer.compactString("한".repeat(11000), "S.f"));
  });

  it("of the wrong type are refused, naming the field", () => {
    refuses((writer) => writer.int32(untyped("1"), "S.f"));
    refuses((writer) => writer.int64BigInt(untyped(1), "S.f"));
    refuses((writer) => writer.boolean(untyped(1), "S.f"));
    refuses((writer) => writer.float64(untyped("1"), "S.f"));
    refuses((writer) => writer.string(null, "S.f"));
    refuses((writer) => writer.compactString(null, "S.f"));
    refuses((writer) => writer.bytes(null, "S.f"));
    refuses((writer) => writer.compactBytes(untyped("abc"), "S.f"));
    refuses((writer) => writer.arrayLength(null, "S.f"));
    refuses((writer) => writer.compactArrayLength(untyped({ length: 1 }), "S.f"));
  });

  it("of text are the same whether short, long, or beyond ASCII", () => {
    for (const text of [
      "",
      "a",
      "a".repeat(64),
      "a".repeat(65),
      "a".repeat(200),
      "é",
      `${"a".repeat(63)}é`,
      "🚀".repeat(100),
    ]) {
      const writer = new WireWriter();
      writer.string(text, "");
      writer.compactString(text, "");
      const reader = new WireReader(writer.finishBytes());
      assert.equal(reader.string(""), text);
      assert.equal(reader.compactString(""), text);
      reader.expectEnd();
    }
  });
});

describe("chunks", () => {
  it("reference large bytes instead of copying them, in order", () => {
    const large = Buffer.alloc(REFERENCED_BYTES_MIN, 1);
    const writer = new WireWriter();
    const mark = writer.beginSized();
    writer.int8(7, "");
    writer.bytes([large, Buffer.from([2, 3]), large], "");
    writer.int8(8, "");
    writer.endSized(mark);
    assert.equal(writer.length, 4 + 1 + 4 + 2 * large.length + 2 + 1);
    const chunks = writer.finish();
    assert.equal(chunks.length, 5);
    assert.equal(chunks[1], large);
    assert.equal(chunks[3], large);
    const reader = new WireReader(Buffer.concat(chunks));
    assert.equal(reader.int32(""), reader.remaining);
    assert.equal(reader.int8(""), 7);
    assert.deepEqual(Buffer.from(reader.bytes("")), Buffer.concat([large, Buffer.from([2, 3]), large]));
    assert.equal(reader.int8(""), 8);
  });

  it("stay as they are while the next messages are written", () => {
    const writer = new WireWriter(100);
    const finished: Uint8Array[][] = [];
    for (let i = 0; i < 50; i++) {
      for (let j = 0; j < 10; j++) writer.int32(i, "");
      finished.push(writer.finish());
    }
    for (const [i, chunks] of finished.entries()) {
      const expected = Buffer.alloc(40);
      for (let j = 0; j < 10; j++) expected.writeInt32BE(i, j * 4);
      assert.deepEqual(Buffer.concat(chunks), expected);
    }
  });

  it("keep their references when the arena grows in the middle of a message", () => {
    const large = Buffer.alloc(1000, 9);
    const writer = new WireWriter(64);
    writer.int32(0, "");
    writer.finish();
    const mark = writer.beginSized();
    writer.bytes(large, "");
    for (let i = 0; i < 100; i++) writer.int32(i, "");
    writer.bytes(large, "");
    writer.endSized(mark);
    const reader = new WireReader(Buffer.concat(writer.finish()));
    assert.equal(reader.int32(""), reader.remaining);
    assert.deepEqual(Buffer.from(reader.bytes("")), large);
    for (let i = 0; i < 100; i++) assert.equal(reader.int32(""), i);
    assert.deepEqual(Buffer.from(reader.bytes("")), large);
    reader.expectEnd();
  });

  it("of a small message do not pin the arena of a large one", () => {
    const writer = new WireWriter(1024);
    for (let i = 0; i < 100_000; i++) writer.int32(i, "");
    writer.finish();
    writer.int32(1, "");
    assert.equal(writer.finish()[0]?.buffer.byteLength, 1024);
  });

  it("of a discarded message are gone", () => {
    const writer = new WireWriter();
    writer.int32(1, "");
    writer.bytes(Buffer.alloc(1000), "");
    writer.discard();
    writer.int8(2, "");
    assert.deepEqual(
      writer.finish().map((chunk) => [...chunk]),
      [[2]],
    );
    assert.deepEqual(writer.finish(), []);
  });
});

describe("tagged fields", () => {
  it("whose value is long, or holds referenced bytes, have the right size", () => {
    for (const size of [0, 1, 126, 127, 128, 500, 511, 512, 20_000]) {
      const writer = new WireWriter(64);
      const pending = writer.beginTaggedFields(2, undefined, "");
      for (const tag of [3, 300]) {
        const mark = writer.beginTag(tag, pending, "");
        writer.compactBytes(Buffer.alloc(size, 5), "");
        writer.int8(6, "");
        writer.endTag(mark);
      }
      writer.unknownTagsFrom(pending, "");
      const reader = new WireReader(Buffer.concat(writer.finish()));
      assert.equal(reader.taggedFieldCount(""), 2);
      for (const tag of [3, 300]) {
        assert.equal(reader.unsignedVarint(""), tag);
        const end = reader.taggedFieldEnd("");
        assert.deepEqual(Buffer.from(reader.compactBytes("")), Buffer.alloc(size, 5));
        assert.equal(reader.int8(""), 6);
        reader.endTaggedField(end, "");
      }
      reader.expectEnd();
    }
  });

  it("that are unknown stand between the known ones in tag order", () => {
    const unknown = [5, 1, 9].map((tag) => ({ tag, data: Buffer.from([tag]) }));
    const hex = written((writer) => {
      const pending = writer.beginTaggedFields(2, unknown, "S.f");
      for (const tag of [0, 7]) {
        const mark = writer.beginTag(tag, pending, "S.f");
        writer.int8(0x55, "");
        writer.endTag(mark);
      }
      writer.unknownTagsFrom(pending, "S.f");
    });
    assert.equal(hex, ["05", "000155", "010101", "050105", "070155", "090109"].join(""));
  });

  it("that are unknown may not repeat a tag or take a known one", () => {
    const data = Buffer.alloc(1);
    refuses((writer) =>
      writer.taggedFields(
        [
          { tag: 1, data },
          { tag: 1, data },
        ],
        "S.f",
      ),
    );
    refuses((writer) => writer.taggedFields([{ tag: -1, data }], "S.f"));
    refuses((writer) => {
      writer.beginTag(4, writer.beginTaggedFields(1, [{ tag: 4, data }], "S.f"), "S.f");
    });
  });
});
