/**
 * The serializers that have a name: Kafka's class names, full or short, stand for the functions that do the same.
 */
import type { Deserializer } from "../consumer/consumer-types.ts";
import type { Serializer } from "../producer/producer-record.ts";
import type { ConfigKey } from "./definition.ts";

const SERIALIZERS: ReadonlyMap<string, Serializer<unknown> | null> = new Map<string, Serializer<unknown> | null>([
  ["StringSerializer", (data) => textOf(data)],
  ["ByteArraySerializer", null],
  ["ByteBufferSerializer", null],
  ["BytesSerializer", null],
  ["IntegerSerializer", (data) => fixed(data, 4, (buffer, value) => buffer.writeInt32BE(Number(value)))],
  ["ShortSerializer", (data) => fixed(data, 2, (buffer, value) => buffer.writeInt16BE(Number(value)))],
  ["LongSerializer", (data) => fixed(data, 8, (buffer, value) => buffer.writeBigInt64BE(BigInt(value)))],
  ["FloatSerializer", (data) => fixed(data, 4, (buffer, value) => buffer.writeFloatBE(Number(value)))],
  ["DoubleSerializer", (data) => fixed(data, 8, (buffer, value) => buffer.writeDoubleBE(Number(value)))],
]);

const DESERIALIZERS: ReadonlyMap<string, Deserializer<unknown> | null> = new Map<string, Deserializer<unknown> | null>([
  ["StringDeserializer", (data) => (data === null ? null : asBuffer(data).toString("utf8"))],
  ["ByteArrayDeserializer", null],
  ["ByteBufferDeserializer", null],
  ["BytesDeserializer", null],
  ["IntegerDeserializer", (data) => sized(data, 4, (buffer) => buffer.readInt32BE())],
  ["ShortDeserializer", (data) => sized(data, 2, (buffer) => buffer.readInt16BE())],
  ["LongDeserializer", (data) => sized(data, 8, (buffer) => buffer.readBigInt64BE())],
  ["FloatDeserializer", (data) => sized(data, 4, (buffer) => buffer.readFloatBE())],
  ["DoubleDeserializer", (data) => sized(data, 8, (buffer) => buffer.readDoubleBE())],
]);

function textOf(data: unknown): string | null {
  if (data === null || data === undefined) return null;
  if (typeof data === "object") throw new TypeError("expected text, got an object; give a serializer of your own");
  return String(data);
}

function fixed(
  data: unknown,
  length: number,
  write: (buffer: Buffer, value: number | bigint) => void,
): Uint8Array | null {
  if (data === null || data === undefined) return null;
  if (typeof data !== "number" && typeof data !== "bigint")
    throw new TypeError(`expected a number, got ${typeof data}`);
  const buffer = Buffer.alloc(length);
  write(buffer, data);
  return buffer;
}

function sized<T>(data: Uint8Array | null, length: number, read: (buffer: Buffer) => T): T | null {
  if (data === null) return null;
  if (data.length !== length) throw new RangeError(`Size of data received is not ${length}`);
  return read(asBuffer(data));
}

function asBuffer(data: Uint8Array): Buffer {
  return Buffer.isBuffer(data) ? data : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

/** An option that takes a serializer function, or the name of one of Kafka's. Null stands for text and bytes as they are. */
export function serializerKey(): ConfigKey<Serializer<unknown> | null> {
  return namedFunctionKey(SERIALIZERS);
}

/** An option that takes a deserializer function, or the name of one of Kafka's. Null stands for bytes as they are. */
export function deserializerKey(): ConfigKey<Deserializer<unknown> | null> {
  return namedFunctionKey(DESERIALIZERS);
}

function namedFunctionKey<F>(known: ReadonlyMap<string, F | null>): ConfigKey<F | null> {
  return {
    defaultValue: null,
    parse(given) {
      if (typeof given === "function") return given as F;
      if (typeof given === "string") {
        const found = known.get(given.trim().split(".").pop() ?? "");
        if (found !== undefined) return found;
      }
      throw new Error(`must be a function or one of ${[...known.keys()].join(", ")}`);
    },
  };
}
